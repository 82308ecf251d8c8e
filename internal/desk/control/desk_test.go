package control_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/desk/control"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

const (
	ada    = "+14155551234"
	clinic = "+14155556789"
	bob    = "+447700900123"
)

// desk is the control API of one simulator.
type desk struct {
	t       *testing.T
	sim     *twiliotest.Sim
	handler http.Handler
}

func newDesk(t *testing.T, opts ...twiliotest.Option) *desk {
	t.Helper()
	opts = append(opts, twiliotest.AllowUnexpected(), twiliotest.AllowAlerts(), twiliotest.KeepAnswers())
	sim := twiliotest.New(t, opts...)
	sim.Number(clinic)
	return &desk{t, sim, control.Handler(func(*http.Request) *twiliotest.Sim { return sim })}
}

// do makes a call of the API; a write has the media type of JSON.
func (d *desk) do(method, path, body string) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequestWithContext(d.t.Context(), method, "/_sim/v1/"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return d.serve(r)
}

func (d *desk) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

// get reads what a GET answers.
func get[T any](d *desk, path string) T {
	d.t.Helper()
	return answered[T](d, d.do(http.MethodGet, path, ""))
}

func answered[T any](d *desk, w *httptest.ResponseRecorder) T {
	d.t.Helper()
	var value T
	require.Equal(d.t, http.StatusOK, w.Code, w.Body.String())
	require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &value))
	return value
}

// send lets the program text a phone; the message arrives.
func (d *desk) send(to, body string) string {
	d.t.Helper()
	m, err := d.sim.Client().Messages.Create(d.t.Context(), twilio.MessageCreateParams{To: to, From: clinic, Body: body})
	require.NoError(d.t, err)
	d.sim.Clock.Advance(time.Minute)
	return m.SID
}

// hook lets the application answer with TwiML.
func hook(document string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte(document))
	})
}

// busyDesk is one on which something of everything has happened. It returns the values of
// the placeholders of paths.
func busyDesk(t *testing.T) (*desk, map[string]string) {
	t.Helper()
	d := newDesk(t)
	d.sim.Number(clinic, twiliotest.SMSWebhook(hook(twiml.Messaging(twiml.Message{Body: "Thank you"}).String())),
		twiliotest.VoiceWebhook(hook(twiml.Voice(twiml.Say{Text: "Leave a message"}, twiml.Record{}).String())))
	message := d.send(ada, "Your code is 123456")
	d.sim.Phone(ada).SendSMS(clinic, "yes")
	call := d.sim.Phone(ada).Call(clinic)
	call.LeaveMessage(5*time.Second, "Call me")
	call.Hangup()
	d.sim.Clock.Advance(time.Minute)
	d.sim.Number(clinic, twiliotest.VoiceWebhook(hook(`<Response><Dial><Conference>Room</Conference></Dial></Response>`)))
	d.sim.Phone(ada).Call(clinic)
	d.sim.Number(clinic, twiliotest.VoiceWebhook(hook(`<Response><Enqueue>support</Enqueue></Response>`)))
	d.sim.Phone(bob).Call(clinic)
	d.sim.Clock.Advance(time.Second)
	d.sim.Number(clinic, twiliotest.VoiceWebhook(hook(`<Response><Gather input="dtmf speech" timeout="60"/></Response>`)))
	live := d.sim.Phone(ada).Call(clinic)
	d.sim.Phone(bob).NoAnswer()
	ringing := d.ring(bob)
	d.sim.Number(clinic, twiliotest.SMSWebhook(hook(`<Broken`)))
	d.sim.Phone(ada).SendSMS(clinic, "again")
	d.sim.Fault(twiliotest.OnCreateCall().Nth(99).Status(503, 0))
	require.NotEmpty(t, d.sim.Alerts())
	return d, map[string]string{
		"{message}": message, "{live}": live.SID, "{ringing}": ringing, "{recording}": d.sim.Recordings()[0].SID,
		"{ada}": "%2B14155551234", "{clinic}": "%2B14155556789", "{bob}": bob,
	}
}

// ring lets the program call a phone until it rings.
func (d *desk) ring(to string) (sid string) {
	d.t.Helper()
	call, err := d.sim.Client().Calls.Create(d.t.Context(), twilio.CallCreateParams{To: to, From: clinic, TwiML: `<Response><Say>Your code is 7 7 1 2.</Say><Pause length="60"/></Response>`})
	require.NoError(d.t, err)
	d.sim.Clock.Advance(3 * time.Second)
	live, ok := d.sim.CallOf(call.SID)
	require.True(d.t, ok)
	require.Equal(d.t, twilio.CallStatusRinging, live.Status)
	return call.SID
}

func fill(text string, values map[string]string) string {
	for name, value := range values {
		text = strings.ReplaceAll(text, name, value)
	}
	return text
}

func TestWhoAnswers(t *testing.T) {
	t.Parallel()
	none := control.Handler(func(*http.Request) *twiliotest.Sim { return nil })
	w := httptest.NewRecorder()
	none.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/_sim/v1/status", http.NoBody))
	assert.Equal(t, http.StatusNotFound, w.Code)
	assert.Contains(t, w.Body.String(), "There is no simulator")
}

// callWith lets a phone call the clinic, whose application is a handler.
func (d *desk) callWith(voice http.Handler) (sid string) {
	d.sim.Number(clinic, twiliotest.VoiceWebhook(voice))
	return d.sim.Phone(ada).Call(clinic).SID
}
