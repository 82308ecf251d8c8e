package twiliotest

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// monitorHandlerOf returns the handler of an operation of Twilio Monitor, nil for all
// others.
func monitorHandlerOf(op *contract.Operation) handler {
	if op == nil || !strings.HasPrefix(op.Spec, "monitor_") {
		return nil
	}
	switch op.ID {
	case "FetchAlert":
		return (*Sim).fetchAlert
	case "ListAlert":
		return (*Sim).listAlerts
	case "FetchEvent":
		return (*Sim).fetchEvent
	case "ListEvent":
		return (*Sim).listEvents
	}
	return alarmHandler(op.ID)
}

// monitorState holds the events and the alarms.
type monitorState struct {
	events []*change
	shown  map[string]map[string]json.RawMessage // resources as they were shown last, by their SIDs
	alarms []*alarm
}

// alertsAreKept is how long alerts and events can be read.
// https://www.twilio.com/docs/usage/monitor-alert
const alertsAreKept = 30 * oneDay

func (a *alert) id() string { return a.sid }

// level is how serious Twilio takes a problem.
func (a *alert) level() string {
	const schemaWarning = 12200
	if a.Code == schemaWarning {
		return "warning"
	}
	return "error"
}

// isKept says whether something of a time can still be read.
func (s *Sim) isKept(at time.Time) bool { return s.Clock.Now().Sub(at) <= alertsAreKept }

func (s *Sim) fetchAlert(r *request) (any, *apiError) {
	a := recordOf(s.alerts, r.ids["Sid"])
	if a == nil || a.account != r.account || !s.isKept(a.At) {
		return nil, r.absent()
	}
	shown := s.alertJSON(r, a)
	cause := a.cause
	if cause == nil {
		cause = new(Callback)
	}
	headers := url.Values{}
	if cause.Type != "" {
		headers.Set("Content-Type", cause.Type)
	}
	shown["request_headers"], shown["request_variables"] = nil, cause.Form.Encode()
	shown["response_headers"], shown["response_body"] = headers.Encode(), cause.Body
	return shown, nil
}

func (s *Sim) listAlerts(r *request) (any, *apiError) {
	var found []*alert
	for _, a := range slices.Backward(s.alerts) { // the newest first
		level, resource := r.query.Get("LogLevel"), r.query.Get("ResourceSid")
		if a.account == r.account && s.isKept(a.At) && isBetween(r.query, a.At) && (level == "" || level == a.level()) && (resource == "" || resource == a.resourceSID()) {
			found = append(found, a)
		}
	}
	return listItems(r, "alerts", found, func(a *alert) any { return s.alertJSON(r, a) })
}

// isBetween holds a time against the filters StartDate and EndDate, both of which include
// their bound.
func isBetween(query url.Values, t time.Time) bool {
	start, end := scalar.Time(query.Get("StartDate")), scalar.Time(query.Get("EndDate"))
	if len(query.Get("EndDate")) == len(time.DateOnly) {
		end = end.Add(oneDay - time.Nanosecond) // the whole day
	}
	t = t.Truncate(time.Second) // as it is shown
	return (start.IsZero() || !t.Before(start)) && (end.IsZero() || !t.After(end))
}

// resourceSID is the message or the call that an alert is about, "" for none.
func (a *alert) resourceSID() string {
	if a.cause == nil {
		return a.callSID
	}
	form := a.cause.Form
	return cmp.Or(form.Get("MessageSid"), a.callSID, form.Get("UsageTriggerSid"))
}

// alertText holds the parameters of an alert, encoded as Twilio does.
func (a *alert) alertText() string {
	text := url.Values{"Msg": {a.Message}, "ErrorCode": {strconv.Itoa(int(a.Code))}}
	if a.URL != "" {
		text.Set("url", a.URL)
	}
	if a.cause != nil && a.cause.Status != 0 {
		text.Set("httpResponse", strconv.Itoa(a.cause.Status))
	}
	return text.Encode()
}

func (s *Sim) alertJSON(r *request, a *alert) map[string]any {
	method := ""
	if a.cause != nil {
		method = a.cause.Method
	}
	code := strconv.Itoa(int(a.Code))
	return map[string]any{
		"sid": a.sid, "account_sid": a.account, "alert_text": a.alertText(), "api_version": "2010-04-01", "error_code": code,
		"log_level": a.level(), "more_info": "https://www.twilio.com/docs/errors/" + code, "request_method": orNull(method),
		"request_url": orNull(a.URL), "resource_sid": orNull(a.resourceSID()), "service_sid": nil,
		"date_generated": iso8601(a.At), "date_created": iso8601(a.At), "date_updated": iso8601(a.At), "url": r.origin() + "/v1/Alerts/" + a.sid,
	}
}

// causeOf is the last request to an address of the application, nil for none; s.mu is held.
func (s *Sim) causeOf(address string) *Callback {
	for _, c := range slices.Backward(s.callbacks) {
		if !c.underWay && address != "" && shown(c.hook.url) == address {
			return c
		}
	}
	return nil
}

// newAlert gives an alert what the API shows of it; s.mu is held. The API shows nothing of
// the simulator's own alerts, which belong to no account.
func (s *Sim) newAlert(a Alert, about subject) *alert {
	if a.Kind != AlertOfTwilio {
		return &alert{Alert: a}
	}
	if about.cause == nil {
		about.cause = s.causeOf(a.URL)
	}
	if about.cause != nil {
		form := about.cause.Form
		about.callSID = cmp.Or(about.callSID, form.Get("CallSid"))
		about.account = cmp.Or(about.account, form.Get("AccountSid"), form.Get("AccountSID"), form.Get("account_sid"))
	}
	about.account = cmp.Or(about.account, s.main.sid)
	return &alert{Alert: a, sid: s.newSID("NO"), subject: about}
}
