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
	At     time.Time // on the simulator's clock
	Method string
	URL    string     // as it was requested, before any redirect, and without a user
	Form   url.Values // the parameters, in the body or the query
	Status int        // of the answer, 0 if there was none
	Type   string     // of the answer: its Content-Type
	Body   string     // of the answer
	Err    error      // why there was none

	hook  *hook    // where it went
	at    *url.URL // where the answer stands, with its user
	token string   // of the event
	took  time.Duration
}

// Callbacks returns every request to the application that is over, in the order in
// which they were begun.
func (s *Sim) Callbacks() []Callback {
	s.mu.Lock()
	defer s.mu.Unlock()
	callbacks := make([]Callback, 0, len(s.callbacks))
	for _, kept := range s.callbacks {
		if kept.hook == nil {
			continue // it is still under way
		}
		c := *kept
		c.Form = maps.Clone(c.Form)
		callbacks = append(callbacks, c)
	}
	return callbacks
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
