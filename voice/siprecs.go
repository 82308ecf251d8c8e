package voice

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Siprec is the copy of a call on its way to a recorder by SIPREC, the standard for the
// recording of calls by others.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/siprec-resource
type Siprec struct {
	SID         string       `json:"sid"` // SR…
	AccountSID  string       `json:"account_sid"`
	CallSID     string       `json:"call_sid"` // CA…
	Name        string       `json:"name"`     // "" when it was given none
	Status      StreamStatus `json:"status"`
	DateUpdated twilio.Time  `json:"date_updated"`
	URI         string       `json:"uri"`
}

// Siprecs sends live calls to recorders by SIPREC.
type Siprecs struct{ c *twilio.Client }

const (
	siprecsPath = callPrefix + "/Siprec.json"
	siprecPath  = callPrefix + "/Siprec/{Sid}.json"
)

var (
	siprecCreate = twilio.Operation{Name: "voice.Siprecs.Create", Method: http.MethodPost, Host: hostAPI, Path: siprecsPath, Mints: "SR"}

	// A session that is stopped twice is stopped.
	siprecStop = twilio.Operation{Name: "voice.Siprecs.Stop", Method: http.MethodPost, Host: hostAPI, Path: siprecPath, Class: twilio.ClassIdempotent}
)

// SiprecCreateParams begins a SIPREC session.
type SiprecCreateParams struct {
	ConnectorName        string        `form:"ConnectorName"`                       // the unique name of the SIPREC Connector
	Name                 string        `form:"Name"`                                // unique in the call; Stop takes it
	Parameters           []Parameter   `form:"Parameter,numbered" check:"max=99"`   // for the recorder, in the metadata of the session
	StatusCallback       string        `form:"StatusCallback" check:"callback"`     // hears of the start, the stop and errors
	StatusCallbackMethod twilio.Method `form:"StatusCallbackMethod" check:"method"` // "" is POST
	Track                Track         `form:"Track"`                               // "" is TrackBoth

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create begins to send a call in progress to a recorder, and returns the session. A call
// that is not in progress is refused with [twilio.CodeCallNotInProgress]. When nobody can
// say whether the session has begun, the error is a *[twilio.OutcomeUnknownError]: stop it
// by its name before you begin another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/siprec-resource
func (s *Siprecs) Create(ctx context.Context, callSID string, params SiprecCreateParams, opts ...twilio.CallOption) (*Siprec, error) {
	return twilio.Invoke[Siprec](ctx, s.c, siprecCreate.On(callSID).With(&params), opts...)
}

// Stop ends a SIPREC session, named by its SID or by its name, and returns it. The call
// goes on. A session that the call does not have matches [twilio.ErrNotFound]. A stop
// converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/siprec-resource
func (s *Siprecs) Stop(ctx context.Context, callSID, sidOrName string, opts ...twilio.CallOption) (*Siprec, error) {
	return twilio.Invoke[Siprec](ctx, s.c, siprecStop.On(callSID, sidOrName).With(stopping{StreamStopped}), opts...)
}
