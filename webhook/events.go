package webhook

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio"
)

// Debugger is an error or a warning of the account's debugger.
//
// Twilio docs: https://www.twilio.com/docs/usage/troubleshooting/debugging-event-webhooks
type Debugger struct {
	Params

	SID              string          `form:"Sid,required"` // NO…
	AccountSID       string          `form:"AccountSid"`
	ParentAccountSID string          `form:"ParentAccountSid"`
	Level            DebuggerLevel   `form:"Level"`
	Timestamp        time.Time       `form:"Timestamp"`
	PayloadType      string          `form:"PayloadType"` // application/json
	Payload          json.RawMessage `form:"Payload"`
	ErrorCode        twilio.ErrorCode
	ResourceSID      string
}

// ParseDebugger reads an event of the debugger. It fails with a [*PayloadError]
// when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/usage/troubleshooting/debugging-event-webhooks
func ParseDebugger(r *http.Request) (*Debugger, error) {
	d, err := parse[Debugger](r, "Debugger")
	if err != nil {
		return nil, err
	}
	var details struct {
		ErrorCode   twilio.ErrorCode `json:"error_code"`
		ResourceSID string           `json:"resource_sid"`
	}
	if json.Unmarshal(d.Payload, &details) == nil {
		d.ErrorCode, d.ResourceSID = details.ErrorCode, details.ResourceSID
	}
	return d, nil
}

// DedupeKey is the same for every request about the same event of the debugger:
// "debugger/AC…/NO…".
func (d *Debugger) DedupeKey() string { return dedupeKey("debugger", d.AccountSID, d.SID) }

// VerifyEvent is an event of Verify's push factors: a factor or a challenge has
// changed. Its types are those of Twilio's page. The page does not confirm the names of
// the parameters, of which some differ by type: Raw has all parameters.
//
// Twilio docs: https://www.twilio.com/docs/verify/push/webhooks
type VerifyEvent struct {
	Params

	UID          string          `form:"uid,required"`
	Type         VerifyEventType `form:"type"`
	AccountSID   string          `form:"account_sid"`
	ServiceSID   string          `form:"service_sid"`
	EntitySID    string          `form:"entity_sid"`
	Identity     string          `form:"identity"`
	FactorSID    string          `form:"factor_sid"`
	ChallengeSID string          `form:"challenge_sid"`
}

// ParseVerifyEvent reads an event of Verify. It fails with a [*PayloadError] when
// the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/verify/push/webhooks
func ParseVerifyEvent(r *http.Request) (*VerifyEvent, error) {
	return parse[VerifyEvent](r, "VerifyEvent")
}

// DedupeKey is the same for every request about the same event: "verify/AC…/" and the
// UID.
func (e *VerifyEvent) DedupeKey() string { return dedupeKey("verify", e.AccountSID, e.UID) }

// Event is an event of Event Streams, in the format CloudEvents 1.0. A request has several
// events. The signature covers all of them by a hash of the body in the query.
//
// Twilio docs: https://www.twilio.com/docs/events
type Event struct {
	SpecVersion string          `json:"specversion"`
	Type        string          `json:"type"` // com.twilio.messaging.message.delivered and others
	Source      string          `json:"source"`
	ID          string          `json:"id"`
	DataSchema  string          `json:"dataschema"`
	Time        twilio.Time     `json:"time"`
	Data        json.RawMessage `json:"data"`
}

// ParseEvents reads the events of a sink. It fails with a [*PayloadError] when the
// request is a GET, holds no event, or one without an id or a type.
//
// Twilio docs: https://www.twilio.com/docs/events
func ParseEvents(r *http.Request) ([]Event, error) {
	const name = "Events"
	if r == nil {
		return nil, &PayloadError{Payload: name, Problem: "are not a request: it is nil"}
	}
	if paramsInQuery(r) {
		return nil, &PayloadError{Payload: name, Problem: "come by POST, and the request is a " + r.Method}
	}
	body, err := bodyToParse(r)
	if err != nil {
		return nil, &PayloadError{Payload: name, Problem: "cannot be read", Err: err}
	}
	var events []Event
	if json.Unmarshal(body, &events) != nil || len(events) == 0 {
		return nil, &PayloadError{Payload: name, Problem: "are not a JSON array of CloudEvents, at least one"}
	}
	for i := range events {
		switch {
		case events[i].ID == "":
			return nil, &PayloadError{Payload: name, Parameter: "id", Problem: "is missing"}
		case events[i].Type == "":
			return nil, &PayloadError{Payload: name, Parameter: "type", Problem: "is missing"}
		}
	}
	return events, nil
}

// DedupeKey is the same for every delivery of the same event: "event/", the source, a
// slash and the id, which are unique together in every account.
func (e *Event) DedupeKey() string { return "event/" + e.Source + "/" + e.ID }
