package twiliotest_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/voice"
)

// docs are the documents of an application by their paths; /voice answers calls.
type docs map[string]http.Handler

// doc is a document of verbs.
func doc(verbs ...twiml.VoiceVerb) http.Handler { return twiml.Voice(verbs...) }

// calling calls a number of the account whose application has some documents.
func calling(t *testing.T, application docs, opts ...twiliotest.Option) (*twiliotest.Sim, *app, *twiliotest.Call) {
	t.Helper()
	sim, answers := twiliotest.New(t, opts...), newApp()
	for path, document := range application {
		answers.answer(path, document)
	}
	sim.Handle(hooks, answers)
	sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
	return sim, answers, sim.Phone(ada).Call(clinic)
}

// story is a transcript in words.
func story(call *twiliotest.Call) (lines []string) {
	for _, line := range call.Transcript() {
		lines = append(lines, line.String())
	}
	return lines
}

// last is the parameters of the newest request to the application.
func (a *app) last() url.Values {
	forms := a.forms()
	return forms[len(forms)-1]
}

// ivr answers the calls to a clinic: a menu, the doctor, and a voicemail.
func ivr() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/voice", twiml.Voice(
		twiml.Gather{NumDigits: 1, Action: "/choice", Children: []twiml.GatherChild{twiml.Say{Text: "For the doctor, press 1."}}},
		twiml.Say{Text: "We did not get your choice."},
		twiml.Redirect{URL: "/voice"},
	))
	mux.HandleFunc("/choice", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("Digits") != "1" {
			twiml.Voice(twiml.Say{Text: "That is no choice."}, twiml.Redirect{URL: "/voice"}).ServeHTTP(w, r)
			return
		}
		twiml.Voice(twiml.Dial{Number: bob, Timeout: 10, Action: "/dialed"}).ServeHTTP(w, r)
	})
	mux.HandleFunc("/dialed", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("DialCallStatus") == "completed" {
			twiml.Voice(twiml.Hangup{}).ServeHTTP(w, r)
			return
		}
		twiml.Voice(twiml.Say{Text: "Please leave a message."}, twiml.Record{Action: "/recorded", MaxLength: 30}).ServeHTTP(w, r)
	})
	mux.Handle("/recorded", twiml.Voice(twiml.Say{Text: "Thank you."}))
	return mux
}

func TestVoicemail(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Handle(hooks, ivr())
	sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
	sim.Phone(bob).NoAnswer()
	call := sim.Phone(ada).Call(clinic)
	call.ExpectSay("press 1")
	call.Press("7")
	call.ExpectSay("no choice")
	call.Press("1")
	call.ExpectSay("leave a message")
	call.LeaveMessage(12 * time.Second)
	call.Press("#")
	call.ExpectSay("thank you")
	call.ExpectEnd()
	assert.Equal(t, twilio.CallStatusCompleted, call.Status)
	sim.Clock.Advance(time.Minute)
	v := voice.New(sim.Client())
	for rec, err := range v.Recordings.All(t.Context(), voice.RecordingListParams{CallSID: call.SID}) {
		require.NoError(t, err)
		assert.Equal(t, 12*time.Second, rec.Duration.Duration)
	}
}
