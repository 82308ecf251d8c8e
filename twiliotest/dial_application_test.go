package twiliotest_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// dialsApplication is a clinic whose number dials an application with a document.
func dialsApplication(t *testing.T, change func(*twiml.Dial), program ...twiml.VoiceVerb) *twiliotest.Sim {
	t.Helper()
	sim := answering(t)
	app := mainAccount(t, sim).must(http.StatusCreated, "POST", in(sim.AccountSID(), "/Applications.json"), url.Values{"VoiceUrl": {hooks + "/program"}})
	sim.Handle(hooks+"/program", twiml.Voice(program...))
	sim.Handle(hooks+"/chosen", twiml.Voice(twiml.Say{Text: "You have chosen."}))
	dial := twiml.Dial{Action: "/after", Children: []twiml.DialChild{twiml.Application{SID: field(app, "sid"), Children: []twiml.ApplicationChild{twiml.Parameter{Name: "ward", Value: "7"}}}}}
	if change != nil {
		change(&dial)
	}
	sim.Handle(hooks+"/voice", twiml.Voice(dial))
	return sim
}

// TestDialApplication: the caller hears the application, and presses keys and speaks to it.
func TestDialApplication(t *testing.T) {
	t.Parallel()
	sim := dialsApplication(t, nil,
		twiml.Gather{NumDigits: 1, Children: []twiml.GatherChild{twiml.Say{Text: "Press 1."}}, Action: "/program-digits"},
	)
	sim.Handle(hooks+"/program-digits", twiml.Voice(twiml.Gather{Input: []twiml.GatherInput{twiml.InputSpeech}, Action: "/chosen", Children: []twiml.GatherChild{twiml.Say{Text: "Say a name."}}}))
	call := sim.Phone(ada).Call(clinic)
	call.ExpectSay("press 1")
	call.Press("1")
	call.ExpectSay("say a name")
	call.Speak("Bob")
	call.ExpectSay("you have chosen")
	call.ExpectSay("this is the action")
	call.ExpectEnd()
	asked := told(sim, "/program")[0]
	assert.Equal(t, []string{"7", ada, call.SID, "outbound-dial"}, []string{asked.Get("ward"), asked.Get("From"), asked.Get("ParentCallSid"), asked.Get("Direction")})
	assert.Equal(t, []string{"1"}, values(told(sim, "/program-digits"), "Digits"))
	assert.Equal(t, []string{"Bob"}, values(told(sim, "/chosen"), "SpeechResult"))
	assert.Equal(t, []string{"completed"}, values(told(sim, "/after"), "DialCallStatus"))
}

// TestDialApplicationAndHangup ends the application with the caller.
func TestDialApplicationAndHangup(t *testing.T) {
	t.Parallel()
	sim := dialsApplication(t, nil, twiml.Say{Text: "Wait."}, twiml.Pause{Length: 600})
	call := sim.Phone(ada).Call(clinic)
	call.ExpectSay("wait")
	call.Hangup()
	for _, one := range sim.Calls() {
		assert.Equal(t, twilio.CallStatusCompleted, one.Status)
	}
	assert.Len(t, sim.Calls(), 2)
}

// TestDialApplicationAndStar: the star is for the Dial, and other keys for the application.
func TestDialApplicationAndStar(t *testing.T) {
	t.Parallel()
	sim := dialsApplication(t, func(d *twiml.Dial) { d.HangupOnStar = twiml.True }, twiml.Gather{Children: []twiml.GatherChild{twiml.Say{Text: "Go on."}}, FinishOnKey: "#", Action: "/chosen"})
	call := sim.Phone(ada).Call(clinic)
	call.ExpectSay("go on")
	call.Press("12#")
	call.ExpectSay("you have chosen")
	assert.Equal(t, []string{"12"}, values(told(sim, "/chosen"), "Digits"))
	call.Press("*")
	call.ExpectSay("this is the action")
	call.ExpectEnd()
}

// TestDialApplicationThatDials connects nobody else, and says so.
func TestDialApplicationThatDials(t *testing.T) {
	t.Parallel()
	sim := dialsApplication(t, nil, twiml.Dial{Number: bob}, twiml.Say{Text: "Alone."})
	call := sim.Phone(ada).Call(clinic)
	call.ExpectSay("alone")
	call.ExpectEnd()
	sim.ExpectNotSimulated("<Dial> is not carried out in an <Application>")
}

// TestDialNoApplication calls nobody.
func TestDialNoApplication(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Dial{Action: "/after", Children: []twiml.DialChild{twiml.Application{SID: "AP0123456789abcdef0123456789abcdef"}}})
	call.ExpectSay("this is the action")
	call.ExpectEnd()
	sim.ExpectNotSimulated("no application of the account")
	assert.Equal(t, []string{"failed"}, values(told(sim, "/after"), "DialCallStatus"))
}
