package twiliotest

import (
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// detection is how a call listens for a machine at its other end.
// https://www.twilio.com/docs/voice/answering-machine-detection
type detection struct {
	mode     string // "" for none
	async    bool   // the call goes on meanwhile
	callback hook   // hears of the outcome of an asynchronous one
}

// detectionTakes is how long a call is listened to.
const detectionTakes = 2500 * time.Millisecond

// detectionOf reads the parameters of a request.
func detectionOf(form url.Values) detection {
	d := detection{mode: form.Get("MachineDetection"), async: isTrue(form.Get("AsyncAmd"))}
	d.callback = hook{url: form.Get("AsyncAmdStatusCallback"), method: form.Get("AsyncAmdStatusCallbackMethod"), voice: true, status: true}
	return d
}

func (r *runner) detectionOf(mode twiml.MachineDetection, callback string, method twiml.Method) detection {
	d := detection{mode: string(mode), async: callback != ""}
	if callback != "" {
		d.callback = hook{url: r.address(callback), method: string(method), voice: true, status: true}
	}
	return d
}

// detect notes who has answered.
func (s *Sim) detect(c *call) {
	c.AnsweredBy = twilio.AnsweredByHuman
	if phone := s.phones[c.To]; phone != nil && phone.answeredBy != "" {
		c.AnsweredBy = phone.answeredBy
	}
}
