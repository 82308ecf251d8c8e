package twiliotest_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
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
