package twiliotest

import (
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio/twiml"
)

// applicationLeg reads a noun that calls a TwiML application: its document answers in place
// of a person. It says whether there is such an application.
// https://www.twilio.com/docs/voice/twiml/application
func (r *runner) applicationLeg(n twiml.Application) (leg legOrder, ok bool) {
	sid, params := strings.TrimSpace(n.SID), url.Values{}
	for _, child := range n.Children {
		switch c := child.(type) {
		case twiml.ApplicationSID:
			sid = strings.TrimSpace(c.SID)
		case twiml.Parameter:
			params.Set(c.Name, c.Value)
		}
	}
	program := hook{voice: true}
	program.set(r.sim.applicationForm(r.call.account, sid), "VoiceUrl", "VoiceMethod", "VoiceFallbackUrl", "VoiceFallbackMethod")
	if program.url == "" {
		r.notSimulated("<Application> names %q, which is no application of the account with a VoiceUrl: nobody is called", sid)
		return leg, false
	}
	leg = r.leg("app:"+sid, n.URL, n.Method, n.StatusCallback, n.StatusCallbackMethod, n.StatusCallbackEvent)
	leg.program, leg.params = &program, params
	return leg, true
}

// answersItself begins the document of an application that a Dial has called, now that both
// hear each other.
func (s *Sim) answersItself(leg *call) {
	if leg.order.program == nil {
		return
	}
	leg.hook, leg.URL = *leg.order.program, leg.order.program.url
	s.instruct(leg)
}

// program is the runner of the application with which a call is connected, nil for a
// person.
func (c *call) program() *runner {
	if c.peer == nil || c.peer.order.program == nil {
		return nil
	}
	return c.peer.runner
}

// connectsFurther says that a verb would connect an application, which has the caller
// already, with somebody else as well.
func (r *runner) connectsFurther(verb twiml.Verb) bool {
	if r.call.order.program == nil || r.where != onCall {
		return false
	}
	switch verb.(type) {
	case twiml.Dial, twiml.Enqueue, twiml.Connect:
		return true
	}
	return false
}
