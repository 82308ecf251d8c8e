package twiliotest_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/testcall"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// TestCallHooksAreSigned: without the port of an https address, and with the
// parameters in the query when they are asked for by GET.
func TestCallHooksAreSigned(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		sim := twiliotest.New(t)
		sim.Number(clinic)
		asked := 0
		sim.Handle(hooks+":8443", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked++
			assert.Equal(t, method, r.Method)
			assert.NotEmpty(t, r.FormValue("CallSid"))
			if method == http.MethodGet {
				assert.NotEmpty(t, r.URL.Query().Get("CallSid"))
			}
			assert.NoError(t, r.ParseForm())
			want := webhook.Sign(sim.AuthToken(), hooks+r.URL.RequestURI(), r.PostForm)
			assert.Equal(t, want, r.Header.Get("X-Twilio-Signature"))
			twiml.Voice(twiml.Hangup{}).ServeHTTP(w, r)
		}))
		_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, URL: hooks + ":8443/voice?a=1", Method: twilio.Method(method)})
		require.NoError(t, err)
		sim.Phone(ada).ExpectCall()
		assert.Equal(t, 1, asked)
	}
}

func TestInstructionsAreChecked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		app   http.Handler
		twiml string
		want  []twilio.ErrorCode
	}{
		{"good", twiml.Voice(twiml.Hangup{}), "", nil},
		{"unknown verb", text("text/xml", "<Response><Shout/></Response>"), "", []twilio.ErrorCode{12200}},
		{"no XML", text("text/xml", "hello"), "", []twilio.ErrorCode{12100}},
		{"gone", status(410), "", []twilio.ErrorCode{11217}},
		{"unreadable", nil, "<Response>", []twilio.ErrorCode{12100}},
		{"those of an application", nil, "", nil},
		{"inline", nil, "<Response><Gather action=\"/next\"/><Hangup/></Response>", []twilio.ErrorCode{15004}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t)
			sim.Number(clinic)
			form := url.Values{"To": {ada}, "From": {clinic}}
			switch {
			case tt.app != nil:
				sim.Handle(hooks, tt.app)
				form.Set("Url", hooks+"/voice")
			case tt.twiml != "":
				form.Set("Twiml", tt.twiml)
			default:
				sim.Handle(hooks, twiml.Voice(twiml.Hangup{}))
				app := api{t, sim}.must(201, "POST", "api/2010-04-01/Accounts/"+sim.AccountSID()+"/Applications.json", url.Values{"VoiceUrl": {hooks + "/voice"}})
				form.Set("ApplicationSid", field(app, "sid"))
			}
			err := testcall.Do(t.Context(), sim.Client(), testcall.Request{
				Name: "Calls.Create", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/" + sim.AccountSID() + "/Calls.json", Form: form,
			}, nil)
			require.NoError(t, err)
			assert.Equal(t, tt.name == "unreadable", sim.Phone(ada).ExpectCall().TwiML == "" && tt.twiml != "")
			expectAlerts(t, sim, tt.want...)
		})
	}
}

func TestCallFromAPhone(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	application := newApp().answer("/", twiml.Voice(twiml.Say{Text: "Welcome"}))
	sim.Number(clinic, twiliotest.VoiceWebhook(application))
	call := sim.Phone(ada).Call(clinic)
	assert.Equal(t, twilio.CallStatusInProgress, call.Status)
	assert.Contains(t, call.TwiML, "Welcome")
	form := application.forms()[0]
	assert.Equal(t, []string{"inbound", "ringing", ada, clinic}, []string{form.Get("Direction"), form.Get("CallStatus"), form.Get("From"), form.Get("To")})
	sim.Clock.Advance(time.Minute)
	got, err := sim.Client().Calls.Get(t.Context(), call.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.CallStatusCompleted, got.Status)
	assert.Equal(t, twilio.CallDirectionInbound, got.Direction)

	sim.Number(clinic, twiliotest.VoiceWebhook(twiml.Voice(twiml.Reject{Reason: twiml.Busy})))
	assert.Equal(t, twilio.CallStatusBusy, sim.Phone(ada).Call(clinic).Status)
}

// TestAnswersToCalls that are no TwiML by their type, and documents that are none.
func TestAnswersToCalls(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		app    http.Handler
		twiml  string // "" for none
		alerts []twilio.ErrorCode
	}{
		{"words", text("text/plain; charset=utf-8", " Hello & welcome\n"), twiml.Voice(twiml.Say{Text: "Hello & welcome"}).String(), nil},
		{"TwiML as text", text("text/plain", "<Response><Hangup/></Response>"), "<Response><Hangup/></Response>", nil},
		{"sound", text("audio/mpeg", strings.Repeat("x", 100<<10)), twiml.Voice(twiml.Play{URL: hooks + "/voice"}).String(), nil},
		{"no sound", text("audio/mpeg", ""), "", nil},
		{"JSON", text("application/json", "{}"), "", []twilio.ErrorCode{12300}},
		{"a page", text("text/html", "<html><body>Not found</body></html>"), "", []twilio.ErrorCode{12102}},
		{"too large", text("text/xml", strings.Repeat(" ", 65<<10)), "", []twilio.ErrorCode{11750}},
		{"a failure", http.NotFoundHandler(), "", []twilio.ErrorCode{11217}},
		{"a reply", text("text/xml", "<Response><Message>Hi</Message></Response>"), "<Response><Message>Hi</Message></Response>", []twilio.ErrorCode{12200}},
		{"a reply beside words", text("text/xml", "<Response><Say>Hi</Say><Message>Hi</Message></Response>"), "<Response><Say>Hi</Say><Message>Hi</Message></Response>", []twilio.ErrorCode{12200}},
	}
	for _, tt := range tests {
		sim := twiliotest.New(t)
		sim.Handle(hooks, tt.app)
		sim.Number(clinic, twiliotest.VoiceURL("https://user:secret@hooks.example.com/voice"))
		assert.Equal(t, tt.twiml, sim.Phone(ada).Call(clinic).TwiML, tt.name)
		expectAlerts(t, sim, tt.alerts...)
	}
}

// TestURLWins over instructions beside it.
func TestURLWins(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sim.Handle(hooks, twiml.Voice(twiml.Say{Text: "From the URL"}))
	err := testcall.Do(t.Context(), sim.Client(), testcall.Request{
		Name: "Calls.Create", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/" + sim.AccountSID() + "/Calls.json",
		Form: url.Values{"To": {ada}, "From": {clinic}, "Url": {hooks}, "Twiml": {"<Response><Say>Inline</Say></Response>"}},
	}, nil)
	require.NoError(t, err)
	assert.Contains(t, sim.Phone(ada).ExpectCall().TwiML, "From the URL")
}

// TestRejectedCalls: nobody answers by default, and whoever is told hears of it.
func TestRejectedCalls(t *testing.T) {
	t.Parallel()
	for reason, want := range map[twiml.RejectReason]twilio.CallStatus{
		"": twilio.CallStatusNoAnswer, twiml.Rejected: twilio.CallStatusNoAnswer, twiml.Busy: twilio.CallStatusBusy,
	} {
		sim := twiliotest.New(t)
		sim.Handle(hooks, status(http.StatusNoContent))
		sim.Number(clinic, twiliotest.VoiceWebhook(twiml.Voice(twiml.Reject{Reason: reason})), twiliotest.VoiceStatusURL(hooks))
		assert.Equal(t, want, sim.Phone(ada).Call(clinic).Status)
		sim.Clock.Advance(time.Minute)
		require.Len(t, sim.Callbacks(), 2)
		assert.Equal(t, string(want), sim.Callbacks()[1].Form.Get("CallStatus"))
	}
}

// TestUpdateOfACall: a new address for its events changes nothing else.
func TestUpdateOfACall(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	application := newApp().answer("/voice", twiml.Voice(twiml.Hangup{})).answer("/status", status(http.StatusNoContent))
	sim.Handle(hooks, application)
	sim.Number(clinic)
	call, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, URL: hooks + "/voice"})
	require.NoError(t, err)
	_, err = sim.Client().Calls.Update(t.Context(), call.SID, twilio.CallUpdateParams{StatusCallback: hooks + "/status"})
	require.NoError(t, err)
	sim.Phone(ada).ExpectCall()
	_, err = sim.Client().Calls.Update(t.Context(), call.SID, twilio.CallUpdateParams{Status: twilio.CallStatusCanceled, StatusCallback: hooks + "/refused"})
	require.ErrorIs(t, err, twilio.CodeCallNotInProgress)
	sim.Clock.Advance(time.Minute)
	require.Len(t, application.forms(), 2)
	assert.Equal(t, "completed", application.forms()[1].Get("CallStatus"))
	assert.Equal(t, hooks+"/voice", sim.Calls()[0].URL)
}

// TestTwinsForPrograms return their errors.
func TestTwinsForPrograms(t *testing.T) {
	t.Parallel()
	sim, err := twiliotest.Start(quiet())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sim.Close()) })
	phone := sim.Phone(ada)
	_, err = phone.Dial(t.Context(), clinic)
	require.ErrorContains(t, err, "none of the account's numbers")
	sim.Number(clinic, twiliotest.VoiceWebhook(twiml.Voice(twiml.Say{Text: "Welcome"})))
	_, err = phone.Dial(t.Context(), clinic, twiliotest.Attach("https://example.com/a.png"))
	require.ErrorContains(t, err, "Attach")
	call, err := phone.Dial(t.Context(), clinic, twiliotest.Param("CallerName", "ADA"))
	require.NoError(t, err)
	assert.Contains(t, call.TwiML, "Welcome")
	assert.Equal(t, "ADA", sim.Callbacks()[0].Form.Get("CallerName"))

	made := dial(t, sim, nil)
	taken, err := phone.WaitCall(t.Context())
	require.NoError(t, err)
	assert.Equal(t, made.SID, taken.SID)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = phone.WaitCall(ctx)
	require.ErrorIs(t, err, context.Canceled)
}
