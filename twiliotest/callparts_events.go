package twiliotest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// callRecordHandler returns the handler of an operation on what is kept of a call after
// its end, nil for all others.
func callRecordHandler(operation string) handler {
	switch operation {
	case "ListCallEvent":
		return (*Sim).listCallEvents
	case "ListCallNotification":
		return (*Sim).listCallNotifications
	case "FetchCallNotification":
		return (*Sim).fetchCallNotification
	case "ListNotification":
		return (*Sim).listNotifications
	case "FetchNotification":
		return (*Sim).fetchNotification
	}
	return nil
}

// eventsAfter is how long after its end the events of a call can be read.
// https://www.twilio.com/docs/voice/api/call-event-resource
const eventsAfter = 15 * time.Minute

// callEventJSON is an event of a call as the API shows it.
type callEventJSON struct {
	at       time.Time
	number   int
	Request  eventRequestJSON  `json:"request"`
	Response eventResponseJSON `json:"response"`
}

type eventRequestJSON struct {
	Method     string            `json:"method"`
	URL        string            `json:"url"`
	Parameters map[string]string `json:"parameters"`
}

type eventResponseJSON struct {
	ContentType     string  `json:"content_type"`
	DateCreated     *string `json:"date_created"`
	RequestDuration int64   `json:"request_duration"` // milliseconds
	Body            string  `json:"response_body"`
	Code            int     `json:"response_code"`
}

func (s *Sim) listCallEvents(r *request) (any, *apiError) {
	c, problem := s.callInPath(r)
	if problem != nil {
		return nil, problem
	}
	var events []callEventJSON
	if !c.Ended.IsZero() && !s.Clock.Now().Before(c.Ended.Add(eventsAfter)) {
		events = s.callEvents(c)
	}
	return pageOf(r, r.resource(), "events", events, func(e callEventJSON) string { return strconv.Itoa(e.number) }, func(e callEventJSON) any { return e })
}

// callEvents are the requests about a call: those of the program to the API that made or
// changed it, and those of Twilio to the application.
func (s *Sim) callEvents(c *call) []callEventJSON {
	var events []callEventJSON
	for i := range s.requests {
		if req := &s.requests[i]; req.Status < http.StatusBadRequest && c.isChangedBy(req) {
			events = append(events, apiEvent(c, req))
		}
	}
	for _, callback := range s.callbacks {
		if !callback.underWay && callback.Form.Get("CallSid") == c.SID {
			events = append(events, hookEvent(callback))
		}
	}
	slices.SortStableFunc(events, func(a, b callEventJSON) int { return a.at.Compare(b.at) })
	for i := range events {
		events[i].number = i
	}
	return events
}

// isChangedBy reports a request that made the call or changed it.
func (c *call) isChangedBy(req *Request) bool {
	switch {
	case req.Host != "api" || req.Method != http.MethodPost:
		return false
	case req.Path == callPath(c.account, c.SID):
		return true
	}
	return req.Path == accountPath(c.account, "/Calls.json") && req.At.Equal(c.Created) && req.Form.Get("To") == c.To && req.Form.Get("From") == c.From
}

func apiEvent(c *call, req *Request) callEventJSON {
	body, _ := json.Marshal(map[string]string{"sid": c.SID})
	event := callEventJSON{at: req.At}
	event.Request = eventRequestJSON{Method: req.Method, URL: "https://api.twilio.com" + req.Path, Parameters: snakeCased(req.Form)}
	event.Request.Parameters["account_sid"] = c.account
	event.Response = eventResponseJSON{ContentType: "application/json", DateCreated: rfc2822(req.At), Body: string(body), Code: req.Status}
	return event
}

func hookEvent(callback *Callback) callEventJSON {
	event := callEventJSON{at: callback.At}
	event.Request = eventRequestJSON{Method: callback.Method, URL: callback.URL, Parameters: snakeCased(callback.Form)}
	event.Response = eventResponseJSON{
		ContentType: callback.Type, DateCreated: rfc2822(callback.At), RequestDuration: callback.Took.Milliseconds(), Body: callback.Body, Code: callback.Status,
	}
	return event
}

// snakeCased writes the names of parameters as events have them: call_sid for CallSid.
func snakeCased(form url.Values) map[string]string {
	named := map[string]string{}
	for name := range form {
		var b strings.Builder
		for i, c := range name {
			if unicode.IsUpper(c) && i > 0 {
				b.WriteByte('_')
			}
			b.WriteRune(unicode.ToLower(c))
		}
		named[b.String()] = form.Get(name)
	}
	return named
}

// deleteArchivedCall deletes a call from the archive of its day, which has it once the day
// is over. The call itself stays.
// https://www.twilio.com/docs/voice/api/archived-calls
func (s *Sim) deleteArchivedCall(r *request) (any, *apiError) {
	sid, day := r.ids["Sid"], r.ids["Date"]
	found := slices.ContainsFunc(s.calls, func(c *call) bool {
		return c.SID == sid && c.account == r.account && c.Created.UTC().Format(time.DateOnly) == day
	})
	over := cmp.Less(day, s.Clock.Now().UTC().Format(time.DateOnly))
	if !found || !over || s.voice.unarchived[sid] {
		return nil, r.absent()
	}
	if s.voice.unarchived == nil {
		s.voice.unarchived = map[string]bool{}
	}
	s.voice.unarchived[sid] = true
	return nil, nil //nolint:nilnil // no body, no error
}
