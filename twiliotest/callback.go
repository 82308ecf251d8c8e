package twiliotest

import (
	"errors"
	"maps"
	"net/url"
	"time"
)

// Callback is one request that the simulator made to the application: a webhook or
// a status callback, and its answer.
type Callback struct {
	ID     int       // 1, 2, 3 and so on
	At     time.Time // on the simulator's clock
	About  string    // the SID of the message, the call or another resource, "" for none
	Method string
	URL    string        // as it was requested, before any redirect, and without a user
	Form   url.Values    // the parameters, in the body or the query
	Status int           // of the answer, 0 if there was none
	Type   string        // of the answer: its Content-Type
	Body   string        // of the answer
	Err    error         // why there was none
	Took   time.Duration // real time with WallTime, whatever its speed

	SignedURL string // the address that was signed, of the first request when it was redirected
	Signature string // the header X-Twilio-Signature of that request

	hook     *hook    // where it went
	at       *url.URL // where the answer stands, with its user
	token    string   // of the event
	underWay bool
}

// CallbackLimit is how long an application has to answer.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
const CallbackLimit = hookTimeout

// Callbacks returns every request to the application that is over, in the order in
// which they were begun.
func (s *Sim) Callbacks() []Callback {
	return s.callbacksThat(func(c *Callback) bool { return !c.underWay })
}

// CallbacksUnderWay returns the requests to the application that have no answer yet, in the
// order in which they were begun.
func (s *Sim) CallbacksUnderWay() []Callback {
	return s.callbacksThat(func(c *Callback) bool { return c.underWay })
}

func (s *Sim) callbacksThat(fit func(*Callback) bool) []Callback {
	s.mu.Lock()
	defer s.mu.Unlock()
	callbacks := make([]Callback, 0, len(s.callbacks))
	for _, kept := range s.callbacks {
		if fit(kept) {
			callbacks = append(callbacks, kept.clone())
		}
	}
	return callbacks
}

func (c *Callback) clone() Callback {
	clone := *c
	clone.Form = maps.Clone(c.Form)
	return clone
}

// aboutNames are the parameters that name the resource of a callback, the most exact first.
var aboutNames = [...]string{"MessageSid", "SmsSid", "RecordingSid", "ConferenceSid", "CallSid", "RoomSid", "VerificationSid", "call_sid", "factor_sid"}

// aboutOf returns the SID of the resource that parameters tell of, "" for none.
func aboutOf(form url.Values) string {
	for _, name := range aboutNames {
		if sid := form.Get(name); sid != "" {
			return sid
		}
	}
	return ""
}

// Repeat sends a request to the application once more, with the token of the first
// time, as Twilio does when it has got no answer, and returns the answer to it:
//
//	again := sim.Repeat(sim.Callbacks()[0])
//
// A problem of that answer is an alert, as the first time. The answer has no other effect.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
func (s *Sim) Repeat(c Callback) *Callback {
	if s.t != nil {
		s.t.Helper()
	}
	if c.hook == nil {
		err := errors.New("it is none of sim.Callbacks()")
		s.fatalf("twiliotest: Repeat: %v", err)
		return &Callback{Err: err}
	}
	return s.again(c)
}

// again sends a request once more.
func (s *Sim) again(c Callback) *Callback {
	answer := s.attempt(Callback{Method: c.Method, Form: c.Form, hook: c.hook, token: c.token})
	_, _ = s.judge(answer) // for its alerts
	return answer
}
