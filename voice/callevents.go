package voice

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// CallEvent is one request of a call and its answer: a request of Twilio's to your
// application, or one of yours to Twilio's API.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-event-resource
type CallEvent struct {
	Request  CallEventRequest  `json:"request"`
	Response CallEventResponse `json:"response"`
}

// CallEventRequest is who was asked in an event, and with which parameters.
type CallEventRequest struct {
	URL        string                     `json:"url"`
	Method     twilio.Method              `json:"method"`
	Parameters map[string]json.RawMessage `json:"parameters"` // by their names in snake_case: "call_status"; add_ons holds an object
}

// CallEventResponse is how the other side answered, and how long that took.
type CallEventResponse struct {
	ContentType     string      `json:"content_type"`
	DateCreated     twilio.Time `json:"date_created"`
	RequestDuration twilio.Int  `json:"request_duration"` // in milliseconds
	Body            string      `json:"response_body"`
	Code            twilio.Int  `json:"response_code"` // the HTTP status; 0 without an answer
}

// Duration is how long the application took to answer.
func (r *CallEventResponse) Duration() time.Duration {
	return time.Duration(r.RequestDuration) * time.Millisecond
}

// CallEvents reads which requests a call has caused. Twilio shows them from 15 minutes
// after the end of the call.
type CallEvents struct{ c *twilio.Client }

const callEventsPath = callPrefix + "/Events.json"

var callEventList = twilio.Operation{Name: "voice.CallEvents.List", Method: http.MethodGet, Host: hostAPI, Path: callEventsPath, Items: "events"}

// CallEventListParams are the pages of a list of events.
type CallEventListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the events of a call, or the page that Cursor names, the
// oldest event first.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-event-resource
func (s *CallEvents) List(ctx context.Context, callSID string, params CallEventListParams, opts ...twilio.CallOption) (*twilio.Page[CallEvent], error) {
	return twilio.InvokePage[CallEvent](ctx, s.c, callEventList.On(callSID).With(&params), opts...)
}

// All ranges over all events of a call, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-event-resource
func (s *CallEvents) All(ctx context.Context, callSID string, params CallEventListParams, opts ...twilio.CallOption) iter.Seq2[*CallEvent, error] {
	return twilio.InvokeAll[CallEvent](ctx, s.c, callEventList.On(callSID).With(&params), opts...)
}
