package twiliotest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// logEntryJSON is an alert as the resource of notifications shows it in lists.
type logEntryJSON struct {
	SID           string  `json:"sid"`
	AccountSID    string  `json:"account_sid"`
	CallSID       *string `json:"call_sid"`
	APIVersion    string  `json:"api_version"`
	ErrorCode     string  `json:"error_code"`
	Log           string  `json:"log"`
	MessageDate   *string `json:"message_date"`
	MessageText   string  `json:"message_text"`
	MoreInfo      string  `json:"more_info"`
	RequestMethod *string `json:"request_method"`
	RequestURL    string  `json:"request_url"`
	DateCreated   *string `json:"date_created"`
	DateUpdated   *string `json:"date_updated"`
	URI           string  `json:"uri"`
}

// logEntryDetailsJSON is a notification by itself, with its request and the answer.
type logEntryDetailsJSON struct {
	logEntryJSON

	RequestVariables string `json:"request_variables"`
	ResponseBody     string `json:"response_body"`
	ResponseHeaders  string `json:"response_headers"`
}

// logLevel is the level of an alert among notifications: 0 for an error, 1 for a warning.
func (a *alert) logLevel() string {
	if a.level() == "warning" {
		return "1"
	}
	return "0"
}

// notificationsOf are the alerts of an account, those of one call unless it is "", the
// newest first.
func (s *Sim) notificationsOf(account, callSID string) []*alert {
	var found []*alert
	for _, a := range slices.Backward(s.alerts) {
		if a.account == account && (callSID == "" || a.callSID == callSID) {
			found = append(found, a)
		}
	}
	return found
}

func (s *Sim) listNotifications(r *request) (any, *apiError) {
	return s.pageOfNotifications(r, "")
}

func (s *Sim) listCallNotifications(r *request) (any, *apiError) {
	c, problem := s.callInPath(r)
	if problem != nil {
		return nil, problem
	}
	return s.pageOfNotifications(r, c.SID)
}

func (s *Sim) pageOfNotifications(r *request, callSID string) (any, *apiError) {
	var found []*alert
	for _, a := range s.notificationsOf(r.account, callSID) {
		if level := r.query.Get("Log"); (level == "" || level == a.logLevel()) && inTimes(r.query, "MessageDate", a.At) {
			found = append(found, a)
		}
	}
	return pageOf(r, r.resource(), "notifications", found, func(a *alert) string { return a.sid }, func(a *alert) any { return a.json(r.account) })
}

func (s *Sim) fetchNotification(r *request) (any, *apiError) {
	return s.notificationNamed(r, "")
}

func (s *Sim) fetchCallNotification(r *request) (any, *apiError) {
	c, problem := s.callInPath(r)
	if problem != nil {
		return nil, problem
	}
	return s.notificationNamed(r, c.SID)
}

func (s *Sim) notificationNamed(r *request, callSID string) (any, *apiError) {
	for _, a := range s.notificationsOf(r.account, callSID) {
		if a.sid == r.ids["Sid"] {
			return a.details(r.account), nil
		}
	}
	return nil, r.absent()
}

func (a *alert) json(account string) logEntryJSON {
	method := ""
	if a.cause != nil {
		method = a.cause.Method
	}
	at := rfc2822(a.At)
	return logEntryJSON{
		SID: a.sid, AccountSID: account, CallSID: orNull(a.callSID), APIVersion: "2010-04-01", ErrorCode: strconv.Itoa(int(a.Code)), Log: a.logLevel(),
		MessageDate: at, MessageText: url.Values{"ErrorCode": {strconv.Itoa(int(a.Code))}, "Msg": {a.Message}, "LogLevel": {strings.ToUpper(a.level())}}.Encode(),
		MoreInfo: a.Code.DocsURL(), RequestMethod: orNull(method), RequestURL: a.URL, DateCreated: at, DateUpdated: at,
		URI: accountPath(account, "/Notifications/"+a.sid+".json"),
	}
}

func (a *alert) details(account string) logEntryDetailsJSON {
	shown := logEntryDetailsJSON{logEntryJSON: a.json(account)}
	if c := a.cause; c != nil {
		shown.RequestVariables, shown.ResponseBody = c.Form.Encode(), c.Body
		if c.Status != 0 {
			shown.ResponseHeaders = url.Values{"Status": {strconv.Itoa(c.Status) + " " + http.StatusText(c.Status)}, "Content-Type": {c.Type}}.Encode()
		}
	}
	return shown
}
