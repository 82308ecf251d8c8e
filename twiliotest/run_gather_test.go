package twiliotest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestGather: what each way of input brings to the action.
func TestGather(t *testing.T) {
	t.Parallel()
	both := []twiml.GatherInput{twiml.InputDTMF, twiml.InputSpeech}
	speech := []twiml.GatherInput{twiml.InputSpeech}
	tests := []struct {
		name   string
		gather twiml.Gather
		act    func(*twiliotest.Call)
		want   map[string]string // of the action, nil when it is not asked for
		after  time.Duration     // from the answer to the action, or to the next verb
	}{
		{"one digit", twiml.Gather{NumDigits: 1}, func(c *twiliotest.Call) { c.Press("1") }, map[string]string{"Digits": "1"}, 0},
		{"four digits", twiml.Gather{NumDigits: 4}, func(c *twiliotest.Call) { c.Press("1234") }, map[string]string{"Digits": "1234"}, 0},
		{"ended by #", twiml.Gather{}, func(c *twiliotest.Call) { c.Press("12#") }, map[string]string{"Digits": "12"}, 0},
		{"ended by another key", twiml.Gather{FinishOnKey: "*"}, func(c *twiliotest.Call) { c.Press("1#*") }, map[string]string{"Digits": "1#"}, 0},
		{"ended by no key", twiml.Gather{FinishOnKey: twiml.NoKey, NumDigits: 3}, func(c *twiliotest.Call) { c.Press("1#2") }, map[string]string{"Digits": "1#2"}, 0},
		{"ended by time", twiml.Gather{Timeout: 3}, func(c *twiliotest.Call) { c.Press("12") }, map[string]string{"Digits": "12"}, 3 * time.Second},
		{"time begins anew with each key", twiml.Gather{}, func(c *twiliotest.Call) { c.Press("1"); wait(c, 4*time.Second); c.Press("2") }, map[string]string{"Digits": "12"}, 9 * time.Second},
		{"nothing", twiml.Gather{}, func(*twiliotest.Call) {}, nil, 5 * time.Second},
		{"the last key alone", twiml.Gather{}, func(c *twiliotest.Call) { c.Press("#") }, nil, 0},
		{"nothing is told", twiml.Gather{ActionOnEmptyResult: twiml.True}, func(*twiliotest.Call) {}, map[string]string{"Digits": ""}, 5 * time.Second},
		{"words", twiml.Gather{Input: speech, SpeechTimeout: "auto"}, func(c *twiliotest.Call) { c.Speak("sales") }, map[string]string{"SpeechResult": "sales", "Confidence": "0.9"}, 1350 * time.Millisecond},
		{"words and a pause", twiml.Gather{Input: speech, SpeechTimeout: "2"}, func(c *twiliotest.Call) { c.Speak("sales"); c.Speak("please") }, map[string]string{"SpeechResult": "sales please"}, 2420 * time.Millisecond},
		{"words without a pause of their own", twiml.Gather{Input: speech, Timeout: 4}, func(c *twiliotest.Call) { c.Speak("sales") }, map[string]string{"SpeechResult": "sales"}, 4350 * time.Millisecond},
		{"long words", twiml.Gather{Input: speech, SpeechTimeout: "auto", MaxSpeechTime: 1}, func(c *twiliotest.Call) { c.Speak("I should like to book a room") }, map[string]string{"SpeechResult": "I should like to book a room"}, 2 * time.Second},
		{"either, words", twiml.Gather{Input: both, SpeechTimeout: "auto"}, func(c *twiliotest.Call) { c.Speak("no") }, map[string]string{"SpeechResult": "no"}, 1140 * time.Millisecond},
		{"either, a key", twiml.Gather{Input: both, NumDigits: 1}, func(c *twiliotest.Call) { c.Press("2") }, map[string]string{"Digits": "2"}, 0},
		{"words after a key", twiml.Gather{Input: both, NumDigits: 2}, func(c *twiliotest.Call) { c.Press("2"); c.Speak("two"); c.Press("3") }, map[string]string{"Digits": "23"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.gather.Action = "/chosen"
			sim, application, call := calling(t, docs{"/voice": doc(tt.gather, twiml.Say{Text: "next"}), "/chosen": doc(twiml.Say{Text: "chosen"})})
			tt.act(call)
			if tt.want == nil {
				call.ExpectSay("next")
			} else {
				call.ExpectSay("chosen")
			}
			assert.Equal(t, tt.after, sim.Clock.Now().Sub(call.Started))
			for name, value := range tt.want {
				assert.Equal(t, []string{value}, application.last()[name], name)
			}
			assert.Len(t, application.forms(), 1+min(1, len(tt.want)))
			call.Hangup()
		})
	}
}

// wait lets time pass on the clock of a call.
func wait(c *twiliotest.Call, d time.Duration) { twiliotest.ClockOf(c).Advance(d) }

// TestPromptsAreCutOff by the first key; words leave them alone when bargeIn is off.
func TestPromptsAreCutOff(t *testing.T) {
	t.Parallel()
	prompts := []twiml.GatherChild{twiml.Say{Text: "For sales, press 1."}, twiml.Pause{Length: 2}, twiml.Play{URL: "/jingle.mp3"}}
	menu := twiml.Gather{Action: "/chosen", Children: prompts}
	application := docs{"/voice": doc(menu), "/chosen": doc(twiml.Say{Text: "chosen"})}

	_, _, call := calling(t, application)
	call.ExpectSay("press 1")
	call.Press("1#")
	call.ExpectSay("chosen")
	assert.Equal(t, []string{`say "For sales, press 1."`, `pressed "1"`, `pressed "#"`, `say "chosen"`}, story(call))

	sim, _, call := calling(t, application)
	call.ExpectPlay("jingle.mp3")
	call.ExpectEnd()
	assert.Equal(t, (19*70+2000+5000+5000)*time.Millisecond, sim.Clock.Now().Sub(call.Started), "the time-out begins after the prompts")

	menu.Input, menu.BargeIn, menu.SpeechTimeout = []twiml.GatherInput{twiml.InputSpeech}, twiml.False, "auto"
	_, _, call = calling(t, docs{"/voice": doc(menu), "/chosen": doc(twiml.Say{Text: "chosen"})})
	call.Speak("sales")
	call.ExpectSay("chosen")
	assert.Equal(t, []string{`say "For sales, press 1."`, `play "https://hooks.example.com/jingle.mp3"`, `spoke "sales"`, `say "chosen"`}, story(call))
}

// TestPartialResults come while the person speaks, numbered from 0.
func TestPartialResults(t *testing.T) {
	t.Parallel()
	gather := twiml.Gather{
		Input: []twiml.GatherInput{twiml.InputSpeech}, SpeechTimeout: "2", Action: "/chosen",
		PartialResultCallback: "/partial", PartialResultCallbackMethod: twiml.MethodGet,
	}
	_, application, call := calling(t, docs{"/voice": doc(gather), "/partial": status(http.StatusNoContent), "/chosen": doc()})
	call.Speak("a table")
	call.Speak("for two")
	call.ExpectEnd()
	var told []string
	for _, form := range application.forms()[1:3] {
		told = append(told, form.Get("SequenceNumber")+" "+form.Get("StableSpeechResult")+"|"+form.Get("UnstableSpeechResult"))
	}
	assert.Equal(t, []string{"0 |a table", "1 a table|for two"}, told)
	assert.Equal(t, "a table for two", application.last().Get("SpeechResult"))
}

// TestGatherAsksItsOwnDocument when it has no action, by POST.
func TestGatherAsksItsOwnDocument(t *testing.T) {
	t.Parallel()
	asked := []string{}
	_, _, call := calling(t, docs{"/voice": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.FormValue("Digits"))
		if r.FormValue("Digits") == "" {
			doc(twiml.Gather{NumDigits: 1}).ServeHTTP(w, r)
		}
	})})
	call.Press("5")
	call.ExpectEnd()
	assert.Equal(t, []string{"POST ", "POST 5"}, asked)
}
