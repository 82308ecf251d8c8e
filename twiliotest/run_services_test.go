package twiliotest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// answering makes a clinic whose number answers a call with verbs. The application has two
// more addresses: an action at /after, which says so, and one for status callbacks.
func answering(t *testing.T, verbs ...twiml.VoiceVerb) *twiliotest.Sim {
	t.Helper()
	sim := twiliotest.New(t)
	mux := http.NewServeMux()
	mux.Handle("/voice", twiml.Voice(verbs...))
	mux.Handle("/after", twiml.Voice(twiml.Say{Text: "This is the action."}))
	mux.Handle("/status", status(http.StatusNoContent))
	sim.Handle(hooks, mux)
	sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
	return sim
}

// callInto lets ada call a clinic that answers with verbs.
func callInto(t *testing.T, verbs ...twiml.VoiceVerb) (*twiliotest.Sim, *twiliotest.Call) {
	t.Helper()
	sim := answering(t, verbs...)
	return sim, sim.Phone(ada).Call(clinic)
}

// told returns the parameters of the requests to an address of the application.
func told(sim *twiliotest.Sim, path string) (forms []url.Values) {
	for _, callback := range sim.Callbacks() {
		if callback.URL == hooks+path {
			forms = append(forms, callback.Form)
		}
	}
	return forms
}

// values returns one parameter of each request.
func values(forms []url.Values, name string) (found []string) {
	for _, form := range forms {
		found = append(found, form.Get(name))
	}
	return found
}

// posted is a request of Twilio with these parameters, for the parsers of package webhook.
func posted(form url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, hooks, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}
