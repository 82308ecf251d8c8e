package twiliotest

import (
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/url"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Callback is one request that the simulator made to the application: a webhook or
// a status callback, and its answer.
type Callback struct {
	At     time.Time // on the simulator's clock
	Method string
	URL    string     // as it was requested
	Form   url.Values // what was sent, in the body or the query
	Status int        // of the answer, 0 if there was none
	Type   string     // of the answer: its Content-Type
	Body   string     // of the answer
	Err    error      // why there was none

	hook  *hook  // where it went
	token string // of the event
}

// Callbacks returns every request to the application so far, the oldest first.
func (s *Sim) Callbacks() []Callback {
	s.mu.Lock()
	defer s.mu.Unlock()
	callbacks := make([]Callback, len(s.callbacks))
	for i, c := range s.callbacks {
		callbacks[i] = *c
		callbacks[i].Form = maps.Clone(c.Form)
	}
	return callbacks
}

// Repeat sends a request to the application once more, with the token of the first
// time, as Twilio does when it has got no answer, and returns the answer to it:
//
//	again := sim.Repeat(sim.Callbacks()[0])
//
// Nothing else follows from that answer.
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
	return s.attempt(&Callback{Method: c.Method, Form: c.Form, hook: c.hook, token: c.token})
}

// Alert is something that Twilio's debugger would show: a webhook that failed, or
// TwiML that cannot run.
//
// Twilio docs: https://www.twilio.com/docs/usage/troubleshooting/debugging-your-application
type Alert struct {
	At      time.Time
	Code    twilio.ErrorCode
	URL     string // of the webhook, "" for TwiML that came in a request
	Message string
}

// Alerts returns what went wrong with the application's answers so far, the oldest
// first.
func (s *Sim) Alerts() []Alert {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Alert(nil), s.alerts...)
}

// alert notes that something went wrong.
func (s *Sim) alert(code twilio.ErrorCode, address, format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.alerts = append(s.alerts, Alert{At: s.Clock.Now(), Code: code, URL: address, Message: fmt.Sprintf(format, args...)})
}

// noTwiML is that of an answer whose type holds no TwiML.
const noTwiML = 12300

// unusable returns why an answer is none, with Twilio's code; 0 for one that is.
// https://www.twilio.com/docs/api/errors
func (c *Callback) unusable() (twilio.ErrorCode, string) {
	media, _, _ := mime.ParseMediaType(c.Type)
	switch {
	case errors.Is(c.Err, errTooManyRedirects):
		return 11215, c.Err.Error()
	case c.Err != nil:
		return 11205, c.Err.Error()
	case len(c.Body) > maxHookAnswer:
		return 11750, "the answer is larger than 64 kB"
	case c.Status >= 300 && c.Status < 400:
		return 11216, "the answer is a redirect that leads nowhere"
	case c.Status < 200 || c.Status >= 400:
		return 11217, fmt.Sprintf("the answer has status %d", c.Status)
	case strings.TrimSpace(c.Body) == "":
		return 0, ""
	}
	switch media {
	case "text/xml", "application/xml", "text/html", "":
		return 0, ""
	}
	return noTwiML, fmt.Sprintf("the answer is %s, not text/xml", c.Type)
}

var errTooManyRedirects = errors.New("more than 10 redirects")
