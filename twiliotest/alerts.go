package twiliotest

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Alert is something that Twilio's debugger would show: a webhook that failed, or
// TwiML that cannot run.
//
// Twilio docs: https://www.twilio.com/docs/usage/troubleshooting/debugging-your-application
type Alert struct {
	ID      int // 1, 2, 3 and so on
	At      time.Time
	Kind    AlertKind
	Code    twilio.ErrorCode // 0 for an alert of the simulator's own
	URL     string           // of the webhook, without a user, "" for TwiML that came in a request
	Message string

	About      string // the SID of the message, the call or another resource, "" for none
	CallbackID int    // of the request to the application that it tells of, 0 for none
}

// AlertKind says who notes an alert.
type AlertKind string

// The kinds of alerts.
const (
	AlertOfTwilio     AlertKind = ""                       // Twilio's debugger would show it
	AlertNotSimulated AlertKind = "not simulated"          // Twilio would do more than the simulator does
	AlertLimit        AlertKind = "limit of the simulator" // the application goes on without end
	AlertContract     AlertKind = "not published"          // a request has something that Twilio's published API does not know, see Lenient
)

func (a Alert) describe() string {
	where := ""
	if a.URL != "" {
		where = " at " + a.URL
	}
	if a.Kind != AlertOfTwilio {
		return fmt.Sprintf("(%s)%s: %s", a.Kind, where, a.Message)
	}
	return fmt.Sprintf("%d%s: %s", int(a.Code), where, a.Message)
}

// remedy is how a test says that it expects an alert.
func (a Alert) remedy() string {
	switch a.Kind {
	case AlertNotSimulated:
		return "sim.ExpectNotSimulated(\"…\") with a part of the message"
	case AlertLimit, AlertContract:
		return "twiliotest.AllowAlerts()"
	case AlertOfTwilio:
	}
	return fmt.Sprintf("sim.ExpectAlert(%d)", int(a.Code))
}

// alert is an Alert and its record.
type alert struct {
	Alert

	sid      string
	expected bool // a test has asked for it
	subject
}

// subject is what an alert is about.
type subject struct {
	cause   *Callback // the request to the application and its answer, nil for none
	callSID string    // "" for none
	message string    // its SID, "" for none or for that of the cause
	account string
}

// Alerts returns the problems of the application's answers so far, the oldest first.
func (s *Sim) Alerts() []Alert {
	s.mu.Lock()
	defer s.mu.Unlock()
	alerts := make([]Alert, 0, len(s.alerts))
	for _, a := range s.alerts {
		alerts = append(alerts, a.Alert)
	}
	return alerts
}

// ExpectAlert returns the first alert with a code that was not expected before. It
// lets time pass until there is one, and fails the test when nothing is on its way
// any more. Call it after the action that causes the alert:
//
//	ada.SendSMS(clinic.Number(), "Hi") // the webhook answers with 500
//	sim.ExpectAlert(11217)
//
// An alert that no test expects fails the test at its end, unless the simulator has
// [AllowAlerts].
//
// Twilio docs: https://www.twilio.com/docs/api/errors
func (s *Sim) ExpectAlert(code twilio.ErrorCode) Alert {
	ctx := context.Background()
	if s.t != nil {
		s.t.Helper()
		ctx = s.t.Context()
	}
	found, err := s.awaitAlert(ctx, func(a *alert) bool { return a.Kind == AlertOfTwilio && a.Code == code })
	if err != nil {
		s.fatalf("twiliotest: there was no alert with code %d: %v\n%s", int(code), err, s.alertHistory())
	}
	return found
}

// ExpectNotSimulated is [Sim.ExpectAlert] for the first alert of the kind
// [AlertNotSimulated] whose message contains text. Such an alert names what the
// simulator does not do, such as the frames of a media stream: the test knows by it that
// the call has gone another way than at Twilio.
func (s *Sim) ExpectNotSimulated(text string) Alert {
	ctx := context.Background()
	if s.t != nil {
		s.t.Helper()
		ctx = s.t.Context()
	}
	found, err := s.awaitAlert(ctx, func(a *alert) bool { return a.Kind == AlertNotSimulated && strings.Contains(a.Message, text) })
	if err != nil {
		s.fatalf("twiliotest: there was no alert that says that %q is not simulated: %v\n%s", text, err, s.alertHistory())
	}
	return found
}

// awaitAlert waits for an alert that was not expected before, and expects it.
func (s *Sim) awaitAlert(ctx context.Context, wanted func(*alert) bool) (found Alert, err error) {
	err = s.waitUntil(ctx, false, func() bool {
		for _, a := range s.alerts {
			if !a.expected && wanted(a) {
				a.expected, found = true, a.Alert
				return true
			}
		}
		return false
	})
	return found, err
}

// alertHistory lists the alerts so far.
func (s *Sim) alertHistory() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.alerts) == 0 {
		return "There was no alert at all."
	}
	var b strings.Builder
	b.WriteString("The alerts so far:")
	for _, a := range s.alerts {
		fmt.Fprintf(&b, "\n  %s", a.describe())
		if a.expected {
			b.WriteString(" (expected before)")
		}
	}
	return b.String()
}

// alert notes a problem. It does not note a problem that the end of the simulator or of its
// test has caused.
func (s *Sim) alert(code twilio.ErrorCode, address, format string, args ...any) {
	s.alertAbout(subject{}, code, address, format, args...)
}

// alertAbout is alert with the request or the call that the problem belongs to.
func (s *Sim) alertAbout(about subject, code twilio.ErrorCode, address, format string, args ...any) {
	s.raise(about, Alert{Code: code, URL: address, Message: fmt.Sprintf(format, args...)})
}

// aboutRequest is the subject of a problem with a request to the application.
func aboutRequest(c *Callback) subject { return subject{cause: c} }

// raise notes an alert. A test hears of it at its end, a program at once.
func (s *Sim) raise(about subject, a Alert) {
	a.At, a.URL = s.Clock.Now(), shown(a.URL)
	if !s.keepAlert(a, about) || s.t != nil {
		return
	}
	s.logAlert(a)
}

// logAlert writes an alert into the log of a program.
func (s *Sim) logAlert(a Alert) {
	s.config.logger.Warn("alert of the simulated Twilio", "code", int(a.Code), "kind", string(a.Kind), "url", a.URL, "message", a.Message)
}

func (s *Sim) keepAlert(a Alert, about subject) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.noteAlert(a, about)
}

// noteAlert is keepAlert with s.mu held.
func (s *Sim) noteAlert(a Alert, about subject) bool {
	if s.closed || s.state.isRestoring() || s.t != nil && s.t.Context().Err() != nil {
		return false
	}
	a.ID, a.About = s.ids.next(&s.ids.alert), cmp.Or(about.callSID, about.message)
	if about.cause != nil {
		a.About, a.CallbackID = about.cause.About, about.cause.ID
	}
	s.alerts = append(s.alerts, s.newAlert(a, about))
	s.emit(EventAlert, strconv.Itoa(a.ID), "")
	s.notify()
	return true
}

// reportAlerts fails the test for alerts that it did not expect.
func (s *Sim) reportAlerts() {
	s.t.Helper()
	if s.config.allowAlerts {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.alerts {
		if !a.expected {
			s.t.Errorf("twiliotest: nobody expected alert %s\nMend its cause, or say that it is expected: %s", a.describe(), a.remedy())
		}
	}
}
