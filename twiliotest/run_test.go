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
	"github.com/seed15d99369/twilio/voice"
)

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
