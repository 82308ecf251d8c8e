package twiliotest_test

import (
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestNextDocuments: every way to another document asks as the first one was asked, with
// addresses from where the document stands.
func TestNextDocuments(t *testing.T) {
	t.Parallel()
	next := doc(twiml.Say{Text: "next"})
	tests := []struct {
		name   string
		docs   docs
		asked  []string // the paths
		alerts []twilio.ErrorCode
		says   string
	}{
		{"a relative address", docs{"/voice": doc(twiml.Redirect{URL: "menu/next?a=1"}), "/menu/next": next}, []string{"/voice", "/menu/next?a=1"}, nil, "next"},
		{"relative to the last document", docs{"/voice": doc(twiml.Redirect{URL: "/a/b"}), "/a/b": doc(twiml.Redirect{URL: "c"}), "/a/c": next}, []string{"/voice", "/a/b", "/a/c"}, nil, "next"},
		{"by GET", docs{"/voice": doc(twiml.Redirect{Method: twiml.MethodGet, URL: "/next"}), "/next": next}, []string{"/voice", "GET /next"}, nil, "next"},
		{"redirected by HTTP", docs{"/voice": doc(twiml.Redirect{URL: "/moved"}), "/moved": http.RedirectHandler("/b/next", http.StatusSeeOther), "/b/next": doc(twiml.Redirect{URL: "end"}), "/b/end": next}, []string{"/voice", "/moved", "/b/end"}, nil, "next"},
		{"an action that fails", docs{"/voice": doc(twiml.Redirect{URL: "/down"}), "/down": status(http.StatusServiceUnavailable), "/fallback": next}, []string{"/voice", "/down", "/fallback"}, []twilio.ErrorCode{11217}, "next"},
		{"an action that fails, and the fallback", docs{"/voice": doc(twiml.Redirect{URL: "/down"}), "/down": status(http.StatusServiceUnavailable), "/fallback": status(http.StatusInternalServerError)}, []string{"/voice", "/down", "/fallback"}, []twilio.ErrorCode{11217, 11217}, "We are sorry, an application error has occurred. Goodbye."},
		{"no TwiML", docs{"/voice": doc(twiml.Redirect{URL: "/json"}), "/json": text("application/json", "{}"), "/fallback": next}, []string{"/voice", "/json", "/fallback"}, []twilio.ErrorCode{12300}, "next"},
		{"words", docs{"/voice": doc(twiml.Redirect{URL: "/words"}), "/words": text("text/plain", "Plain words")}, []string{"/voice", "/words"}, nil, "Plain words"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim, application := twiliotest.New(t), newApp()
			for path, document := range tt.docs {
				application.answer(path, document)
			}
			sim.Handle(hooks, application)
			sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice", hooks+"/fallback"))
			call := sim.Phone(ada).Call(clinic)
			assert.Equal(t, tt.says, call.ExpectSay("").Text)
			call.ExpectEnd()
			var asked []string
			for _, callback := range sim.Callbacks() {
				path := strings.TrimPrefix(callback.URL, hooks)
				if callback.Method == http.MethodGet {
					path, _, _ = strings.Cut("GET "+path, "?")
				}
				asked = append(asked, path)
				assert.Equal(t, call.SID, callback.Form.Get("CallSid"))
			}
			assert.Equal(t, tt.asked, asked)
			expectAlerts(t, sim, tt.alerts...)
		})
	}
}

// TestSoundAsAnAnswer is played.
func TestSoundAsAnAnswer(t *testing.T) {
	t.Parallel()
	_, _, call := calling(t, docs{"/voice": doc(twiml.Redirect{URL: "/sound"}), "/sound": text("audio/mpeg", "xxx")})
	call.ExpectPlay(hooks + "/sound")
	call.ExpectEnd()
}

// TestLateDocument: an answer after 15 seconds is none.
func TestLateDocument(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.WallTime())
		sim.Handle(hooks, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/voice":
				doc(twiml.Say{Text: "Hello"}, twiml.Redirect{URL: "/slow"}).ServeHTTP(w, r)
			case "/slow":
				<-r.Context().Done()
			default:
				doc(twiml.Say{Text: r.FormValue("ErrorCode") + " " + r.FormValue("ErrorUrl")}).ServeHTTP(w, r)
			}
		}))
		sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice", hooks+"/fallback"))
		call := sim.Phone(ada).Call(clinic)
		call.ExpectSay("11205 " + hooks + "/slow")
		assert.Equal(t, 15350*time.Millisecond, time.Since(call.Started))
		call.ExpectEnd()
		sim.ExpectAlert(11205)
	})
}

// TestCookies of an application are kept during a call, and between two who text each
// other for four hours.
func TestCookies(t *testing.T) {
	t.Parallel()
	var seen []string
	count := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie("visits")
		if err != nil {
			cookie = &http.Cookie{Name: "visits"}
		}
		seen = append(seen, cookie.Value)
		http.SetCookie(w, &http.Cookie{Name: "visits", Value: cookie.Value + "x", Path: "/"})
		if r.Form == nil && r.FormValue("CallSid") != "" && len(cookie.Value) < 2 {
			doc(twiml.Redirect{URL: "/voice"}).ServeHTTP(w, r)
		}
	})
	sim := twiliotest.New(t)
	sim.Handle(hooks, count)
	sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"), twiliotest.SMSURL(hooks+"/sms"))
	sim.Phone(ada).Call(clinic).ExpectEnd()
	sim.Phone(ada).Call(clinic).ExpectEnd()
	assert.Equal(t, []string{"", "x", "xx", "", "x", "xx"}, seen)

	seen = nil
	sim.Phone(ada).SendSMS(clinic, "one")
	sim.Phone(ada).SendSMS(clinic, "two")
	sim.Phone(bob).SendSMS(clinic, "one")
	sim.Clock.Advance(5 * time.Hour)
	sim.Phone(ada).SendSMS(clinic, "three")
	assert.Equal(t, []string{"", "x", "", ""}, seen)
}

// TestNothingRunsForEver: the simulator ends a call whose documents lead on without end.
func TestNothingRunsForEver(t *testing.T) {
	t.Parallel()
	loops := map[string]docs{
		"to itself":  {"/voice": doc(twiml.Redirect{URL: "/voice"})},
		"in a ring":  {"/voice": doc(twiml.Redirect{URL: "/other"}), "/other": doc(twiml.Pause{Length: twiml.Forever}, twiml.Redirect{URL: "/voice"})},
		"by actions": {"/voice": doc(twiml.Gather{Timeout: twiml.Forever, ActionOnEmptyResult: twiml.True})},
	}
	for name, application := range loops {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, answers, call := calling(t, application, twiliotest.AllowAlerts())
			call.ExpectEnd()
			assert.Len(t, answers.forms(), 100)
			alerts := sim.Alerts()
			last := alerts[len(alerts)-1]
			assert.Equal(t, []any{twiliotest.AlertLimit, twilio.ErrorCode(0)}, []any{last.Kind, last.Code})
			assert.Contains(t, last.Message, "more than 100 documents while no time passed")
		})
	}
	sim, answers, call := calling(t, docs{"/voice": doc(twiml.Pause{}, twiml.Redirect{URL: "/voice"})}, twiliotest.AllowAlerts())
	call.ExpectEnd()
	assert.Len(t, answers.forms(), 10_000)
	assert.Contains(t, sim.Alerts()[0].Message, "more than 10000 documents")
}

// TestOwnAlertsAreNotTwilios: the API shows only Twilio's, and a test that expects one of
// its codes is not content with the simulator's.
func TestOwnAlertsAreNotTwilios(t *testing.T) {
	t.Parallel()
	sim, _, call := calling(t, docs{"/voice": doc(twiml.Connect{Children: []twiml.ConnectChild{twiml.VirtualAgent{ConnectorName: "dialogflow"}}})})
	call.Hangup()
	alert := sim.ExpectNotSimulated("VirtualAgent")
	assert.Equal(t, twiliotest.AlertNotSimulated, alert.Kind)
	assert.Empty(t, api{t, sim}.must(200, "GET", "monitor/v1/Alerts", nil)["alerts"])
	assert.Empty(t, api{t, sim}.must(200, "GET", "api/2010-04-01/Accounts/"+sim.AccountSID()+"/Calls/"+call.SID+"/Notifications.json", nil)["notifications"])

	rec := record(t)
	sim, application := twiliotest.New(rec), newApp().answer("/voice", doc(twiml.Redirect{URL: "/voice"}))
	sim.Handle(hooks, application)
	sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
	sim.Phone(ada).Call(clinic).Hangup()
	sim.ExpectAlert(0)
	sim.ExpectNotSimulated("anything")
	said := rec.finish()
	assert.Contains(t, said, "there was no alert with code 0")
	assert.Contains(t, said, `there was no alert that says that "anything" is not simulated`)
	assert.Contains(t, said, "nobody expected alert (limit of the simulator) at "+hooks+"/voice")
}

// TestInstructionsOfRequests: TwiML without an address has no action of its own.
func TestInstructionsOfRequests(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	document := twiml.Voice(twiml.Gather{NumDigits: 1, Children: []twiml.GatherChild{twiml.Say{Text: "Press a key"}}}, twiml.Say{Text: "Thank you"})
	_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, TwiML: document.String(), SendDigits: "1w2"})
	require.NoError(t, err)
	call := sim.Phone(ada).ExpectCall()
	call.ExpectSay("press a key")
	call.Press("3")
	call.ExpectSay("thank you")
	call.ExpectEnd()
	assert.Equal(t, `digits "12"`, story(call)[0])
}

// TestCallsOfPrograms: the twins return errors, and give up when their context ends.
func TestCallsOfPrograms(t *testing.T) {
	t.Parallel()
	sim, err := twiliotest.Start(twiliotest.Logger(slog.New(slog.NewTextHandler(io.Discard, nil))))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sim.Close()) })
	sim.Handle(hooks, clinicLine(bob))
	sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
	sim.Phone(bob).Busy()
	call, err := sim.Phone(ada).Dial(t.Context(), clinic)
	require.NoError(t, err)
	_, err = call.WaitSay(t.Context(), "press 1")
	require.NoError(t, err)
	require.ErrorContains(t, call.TryPress(t.Context(), "A"), "0 to 9, * and #")
	require.NoError(t, call.TryPress(t.Context(), "1"))
	require.NoError(t, call.TryLeaveMessage(t.Context(), 3*time.Second))
	require.NoError(t, call.WaitEnd(t.Context()))
	for _, err := range []error{call.TryPress(t.Context(), "1"), call.TrySpeak(t.Context(), "Hello"), call.TryLeaveMessage(t.Context(), time.Second)} {
		require.ErrorContains(t, err, "the call is over")
	}
	_, err = call.WaitPlay(t.Context(), "music")
	require.ErrorContains(t, err, `did not hear the sound "music": the call is over`)
	_, err = call.WaitHear(t.Context(), "Bob")
	require.ErrorContains(t, err, `did not hear somebody say "Bob"`)
}
