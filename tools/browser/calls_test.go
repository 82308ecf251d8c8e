package browser_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// office is a program with a menu and a mailbox.
func office() map[string]http.Handler {
	menu := func(context.Context, *webhook.Call) (*twiml.Response, error) {
		return twiml.Voice(
			twiml.Gather{NumDigits: 1, Action: "/choice", Timeout: 600, SpeechTimeout: "auto", Input: []twiml.GatherInput{twiml.InputDTMF, twiml.InputSpeech}, Children: []twiml.GatherChild{
				twiml.Say{Text: "Press 1 for the mailbox."},
			}},
			twiml.Say{Text: "Nobody has pressed a key."},
		), nil
	}
	return map[string]http.Handler{
		"POST /voice": webhook.AnswerCall(menu),
		"POST /choice": webhook.AnswerGather(func(_ context.Context, in *webhook.Gather) (*twiml.Response, error) {
			return twiml.Voice(twiml.Say{Text: "Your choice is " + in.Digits + in.SpeechResult + "."}, twiml.Record{Action: "/mailbox", Timeout: 60, Transcribe: twiml.True}), nil
		}),
		"POST /mailbox": webhook.AnswerRecord(func(context.Context, *webhook.Record) (*twiml.Response, error) {
			return twiml.Voice(twiml.Say{Text: "Thank you. Anything else?"}, twiml.Pause{Length: 600}), nil
		}),
	}
}

// TestCallIsTaken: a call of the program rings, is answered, and goes through a menu to a
// mailbox, whose recording can be heard.
func TestCallIsTaken(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	d.phone(grace, "Grace")
	app := d.program(office())
	p := d.open(t, "/_sim/phones/"+grace)

	c := d.call(ada, app.URL+"/voice")
	live := "#call-" + c.SID
	p.shows("#ringing", ada+" is ringing: a call from "+own)
	p.click(`#ring-` + c.SID + ` [data-act="answer"]`)
	p.arrives("/_sim/phones/" + ada)
	p.shows(live+" .state", "in-progress")
	p.shows(live+" .transcript", "Press 1 for the mailbox.")
	p.shows(live+" .hint", "listens to keys and words")
	p.lacks("#ring-" + c.SID)

	p.click(live + ` [data-key="1"]`)
	p.shows(live+" .transcript", "Your choice is 1.")
	p.shows(live+" .hint", "records what you say")
	p.fill("#voicemail-"+c.SID, "Call me back")
	p.keys("\r")
	p.shows(live+" .transcript", "Call me back")
	d.post("clock", map[string]string{"advance": "66s"}) // five for the words, and a minute of silence
	p.shows(live+" .transcript", "Thank you. Anything else?")

	p.click("#hangup-" + c.SID)
	p.lacks(live)
	p.shows("#"+c.SID+" .status", "completed")
	p.wait(`document.querySelector("#` + c.SID + ` audio")`)
	assert.InDelta(t, 5, value[float64](p, `new Promise((done, fail) => {
		const audio = document.querySelector("#`+c.SID+` audio");
		audio.oncanplaythrough = () => done(audio.duration);
		audio.onerror = () => fail(audio.error);
		audio.preload = "auto";
		audio.load();
	})`), 0.5, "the seconds of the recording")
	assert.True(t, value[bool](p, `document.querySelector("#`+c.SID+` audio").play().then(() => true)`), "it can be played")
	p.click("#about-" + c.SID + " summary")
	p.shows("#"+c.SID+" .transcript", "Press 1 for the mailbox.")
}

// TestCallIsMade: a person calls the program from the page, presses a key, and hangs up.
func TestCallIsMade(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	app := d.program(office())
	p := d.open(t, "/_sim/phones/"+ada)

	p.click("#call-button")
	p.shows("section.call .transcript", "Press 1 for the mailbox.")
	p.shows("#wire-list .callback", app.URL+"/voice")
	p.fill(`section.call input[id^="speech-"]`, "opening hours")
	p.keys("\r")
	p.shows("section.call .transcript", "Your choice is opening hours.")
	p.click(`section.call [data-act="hangup"]`)
	p.lacks("section.call")
	p.shows(".callcard .status", "completed")
}

// TestCallIsDeclined: a call that rings is declined, and nobody hears anything.
func TestCallIsDeclined(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	app := d.program(office())
	p := d.open(t, "/_sim/phones/"+ada)

	c := d.call(ada, app.URL+"/voice")
	p.click("#decline-" + c.SID)
	p.lacks("#call-" + c.SID)
	p.shows("#"+c.SID+" .status", "busy")
	p.lacks("#ringing .ring")
	assert.Zero(t, p.count("#wire-list .callback"), "the program is not asked for instructions")
}
