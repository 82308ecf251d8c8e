package twiliotest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestFailuresOfCalls show what was waited for, the transcript so far, and the nearest miss.
func TestFailuresOfCalls(t *testing.T) {
	t.Parallel()
	menu := docs{"/voice": doc(
		twiml.Gather{NumDigits: 1, Action: "/chosen", Children: []twiml.GatherChild{twiml.Say{Text: "For opening hours, press 1."}}},
		twiml.Play{URL: "/goodbye.mp3"},
	)}
	tests := []struct {
		name string
		act  func(*twiliotest.Call)
		want []string
	}{
		{"other words", func(c *twiliotest.Call) { c.ExpectSay("For opening times, press 2") }, []string{
			ada + ` did not hear a voice say "For opening times, press 2": the call is over`, "completed from " + ada + " to " + clinic,
			`1.0s  say "For opening hours, press 1."`, `play "https://hooks.example.com/goodbye.mp3"`,
			`The nearest to "For opening times, press 2" is "For opening hours, press 1."`,
		}},
		{"words that were passed", func(c *twiliotest.Call) { c.ExpectPlay("goodbye"); c.ExpectPlay("goodbye") }, []string{`play "https://hooks.example.com/goodbye.mp3" (passed)`}},
		{"another sound", func(c *twiliotest.Call) { c.ExpectPlay("hello.mp3") }, []string{`did not hear the sound "hello.mp3"`, `is "https://hooks.example.com/goodbye.mp3"`}},
		{"nobody speaks", func(c *twiliotest.Call) { c.ExpectHear("Bob here") }, []string{`did not hear somebody say "Bob here"`}},
		{"a key that nobody listens to", func(c *twiliotest.Call) { c.ExpectPlay("goodbye"); c.Press("1") }, []string{`cannot press "1", because nothing listens to keys: the call is over`, "goodbye.mp3"}},
		{"words that nobody listens to", func(c *twiliotest.Call) { c.Speak("sales") }, []string{"cannot speak, because nothing listens to words: the call is over"}},
		{"a message that nobody records", func(c *twiliotest.Call) { c.LeaveMessage(time.Second) }, []string{"cannot speak"}},
		{"no key", func(c *twiliotest.Call) { c.Press("one") }, []string{`Press("one"): a telephone has the keys 0 to 9, * and #`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rec := record(t)
			sim, application := twiliotest.New(rec), newApp()
			for path, document := range menu {
				application.answer(path, document)
			}
			sim.Handle(hooks, application)
			sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
			tt.act(sim.Phone(ada).Call(clinic))
			said := rec.finish()
			for _, want := range tt.want {
				assert.Contains(t, said, want)
			}
		})
	}
}

// TestNoCall: the methods of a call that was never made do nothing, since its test has
// failed already.
func TestNoCall(t *testing.T) {
	t.Parallel()
	call := new(twiliotest.Call)
	call.ExpectSay("x")
	call.ExpectPlay("x")
	call.ExpectHear("x")
	call.ExpectEnd()
	call.Press("1")
	call.Speak("x")
	call.LeaveMessage(time.Second)
	call.Hangup()
	assert.Empty(t, call.Transcript())
	assert.Error(t, call.WaitEnd(t.Context()))
}

// TestHangup ends the call wherever it is, and once.
func TestHangup(t *testing.T) {
	t.Parallel()
	sim, _, call := calling(t, docs{"/voice": doc(twiml.Pause{}, twiml.Say{Text: "Hello"}, twiml.Pause{Length: 100})})
	call.Hangup()
	assert.Equal(t, twilio.CallStatusCanceled, call.Status, "before it was answered")
	call.Hangup()
	again := sim.Phone(ada).Call(clinic)
	again.ExpectSay("Hello")
	sim.Clock.Advance(10 * time.Second)
	again.Hangup()
	assert.Equal(t, []any{twilio.CallStatusCompleted, 10 * time.Second}, []any{again.Status, again.Ended.Sub(again.Started)})

	created := dial(t, sim, nil)
	taken := sim.Phone(ada).ExpectCall()
	assert.Equal(t, created.SID, taken.SID)
	taken.Hangup()
	assert.Equal(t, twilio.CallStatusCompleted, taken.Status)
}

// TestUpdatesDuringACall by the API take effect wherever the call is.
func TestUpdatesDuringACall(t *testing.T) {
	t.Parallel()
	busy := map[string]docs{
		"a pause":  {"/voice": doc(twiml.Say{Text: "begin"}, twiml.Pause{Length: 100})},
		"a menu":   {"/voice": doc(twiml.Gather{Timeout: 100, Children: []twiml.GatherChild{twiml.Say{Text: "begin", Loop: 50}}})},
		"a record": {"/voice": doc(twiml.Say{Text: "begin"}, twiml.Record{Timeout: twiml.Forever})},
		"a dial":   {"/voice": doc(twiml.Say{Text: "begin"}, twiml.Dial{Number: bob})},
		"an echo":  {"/voice": doc(twiml.Say{Text: "begin"}, twiml.Echo{})},
	}
	for name, application := range busy {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, answers, call := calling(t, application, twiliotest.AllowUnexpected())
			answers.answer("/other", doc(twiml.Say{Text: "other"}, twiml.Pause{Length: 10}))
			call.ExpectSay("begin")
			sim.Clock.Advance(20 * time.Second)
			_, err := sim.Client().Calls.Redirect(t.Context(), call.SID, twilio.CallRedirectParams{URL: hooks + "/other"})
			require.NoError(t, err)
			call.ExpectSay("other")
			_, err = sim.Client().Calls.Redirect(t.Context(), call.SID, twilio.CallRedirectParams{TwiML: "<Response><Say>third</Say><Pause length='60'/></Response>"})
			require.NoError(t, err)
			call.ExpectSay("third")
			_, err = sim.Client().Calls.Hangup(t.Context(), call.SID)
			require.NoError(t, err)
			call.ExpectEnd()
			assert.Equal(t, []string{"begin", "other", "third"}, said(call))
			for _, c := range sim.Calls() {
				assert.True(t, c.Status.Final(), "nobody is left in the call")
			}
		})
	}
}

// TestTimeLimits end a call, those of its creation and those of an update.
func TestTimeLimits(t *testing.T) {
	t.Parallel()
	for _, update := range []time.Duration{0, 40 * time.Second} {
		sim := twiliotest.New(t)
		sim.Number(clinic)
		created, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, TwiML: "<Response><Pause length='3600'/></Response>", TimeLimit: 60 * time.Second})
		require.NoError(t, err)
		call := sim.Phone(ada).ExpectCall()
		want := 60 * time.Second
		if update > 0 {
			_, err := sim.Client().Calls.Update(t.Context(), created.SID, twilio.CallUpdateParams{TimeLimit: update})
			require.NoError(t, err)
			want = update
		}
		call.ExpectEnd()
		assert.Equal(t, want, call.Ended.Sub(call.Started))
	}
}

// said is what voices have said on a call.
func said(call *twiliotest.Call) (texts []string) {
	for _, line := range call.Transcript() {
		if line.Kind == twiliotest.LineSay {
			texts = append(texts, line.Text)
		}
	}
	return texts
}

// TestNothingIsLeft of a call that is over: no event waits for its time-outs.
func TestNothingIsLeft(t *testing.T) {
	t.Parallel()
	for name, verb := range map[string]twiml.VoiceVerb{
		"say": twiml.Say{Text: "Hello", Loop: 100}, "pause": twiml.Pause{Length: 3600}, "play": twiml.Play{URL: "/a.mp3", Loop: twiml.Forever},
		"gather": twiml.Gather{Timeout: 100, Children: []twiml.GatherChild{twiml.Pause{Length: 50}}}, "dial": twiml.Dial{Number: bob},
	} {
		sim, _, call := calling(t, docs{"/voice": doc(twiml.Say{Text: "x"}, verb)}, twiliotest.AllowUnexpected())
		sim.Clock.Advance(10 * time.Second)
		assert.Positive(t, sim.Clock.Pending(), name)
		call.Hangup()
		assert.Zero(t, sim.Clock.Pending(), name)
	}
}

// TestRedirectOfALeg: a called person who is led elsewhere leaves the caller to the next
// verb.
func TestRedirectOfALeg(t *testing.T) {
	t.Parallel()
	sim, application, adas := calling(t, docs{"/voice": doc(twiml.Dial{Number: bob, Action: "/dialed"}), "/dialed": doc(twiml.Say{Text: "alone"})})
	bobs := sim.Phone(bob).ExpectCall()
	_, err := sim.Client().Calls.Redirect(t.Context(), bobs.SID, twilio.CallRedirectParams{TwiML: "<Response><Say>elsewhere</Say></Response>"})
	require.NoError(t, err)
	adas.ExpectSay("alone")
	bobs.ExpectSay("elsewhere")
	assert.Equal(t, "completed", application.last().Get("DialCallStatus"))
	bobs.ExpectEnd()
	adas.ExpectEnd()
}

// TestReject: nobody answers by default, and only the first verb can reject.
func TestReject(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		doc  http.Handler
		want twilio.CallStatus
	}{
		{"as if nobody answered", doc(twiml.Reject{}), twilio.CallStatusNoAnswer},
		{"busy", doc(twiml.Reject{Reason: twiml.Busy}), twilio.CallStatusBusy},
		{"after a pause", doc(twiml.Pause{Length: 3}, twiml.Reject{Reason: twiml.Busy}), twilio.CallStatusBusy},
		{"after words", doc(twiml.Say{Text: "Hello"}, twiml.Reject{Reason: twiml.Busy}, twiml.Say{Text: "never"}), twilio.CallStatusCompleted},
	}
	for _, tt := range tests {
		_, _, call := calling(t, docs{"/voice": tt.doc})
		call.ExpectEnd()
		assert.Equal(t, tt.want, call.Status, tt.name)
		assert.Equal(t, tt.want != twilio.CallStatusCompleted, call.Started.IsZero(), tt.name)
		assert.NotContains(t, said(call), "never")
	}
}

// TestEcho: the person hears their own words and keys.
func TestEcho(t *testing.T) {
	t.Parallel()
	_, _, call := calling(t, docs{"/voice": doc(twiml.Echo{})})
	call.Speak("Hello?")
	call.ExpectHear("hello?")
	call.Press("5")
	call.Hangup()
	assert.Equal(t, []string{`spoke "Hello?"`, `heard "Hello?" from ` + ada, `pressed "5"`, `digits "5"`}, story(call))
}

// TestSmsOfACall sends a message, to the caller unless it says otherwise.
func TestSmsOfACall(t *testing.T) {
	t.Parallel()
	sim, application, call := calling(t, docs{
		"/voice": doc(twiml.SMS{Body: "Your code is 1234", StatusCallback: "/status"}, twiml.SMS{To: bob, Body: "Ada calls", Action: "/sent"}), //nolint:staticcheck // documents still hold it
		"/sent":  doc(twiml.Say{Text: "sent"}), "/status": status(http.StatusNoContent),
	})
	call.ExpectSay("sent")
	sms := sim.Phone(ada).ExpectSMS("1234")
	assert.Equal(t, clinic, sms.From)
	other := sim.Phone(bob).ExpectSMS("Ada calls")
	assert.Equal(t, []string{other.SID, "queued"}, []string{application.forms()[1].Get("SmsSid"), application.forms()[1].Get("SmsStatus")})
	assert.Equal(t, "delivered", application.last().Get("MessageStatus"))
}

func TestLineContains(t *testing.T) {
	t.Parallel()
	line := twiliotest.Line{Kind: twiliotest.LineSay, Text: "Please  press\n1 now"}
	for text, want := range map[string]bool{"press 1": true, "PLEASE   press": true, "": true, "press 2": false, "nowhere": false} {
		assert.Equal(t, want, line.Contains(text), "%q", text)
	}
}
