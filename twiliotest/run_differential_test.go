package twiliotest

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// performance is one document, carried out on a call to which nobody says anything.
type performance struct {
	ran   []twiml.Verb // of the document itself, on the call
	codes []int        // of the alerts about the document
	asked int          // documents that the call has asked for after this one
	call  Call
}

// perform carries out a document that the application answers with, or that comes in the
// request for the call. The application has an empty document for whatever follows.
func perform(t *testing.T, text string, inline bool) (p performance) {
	t.Helper()
	sim, err := Start(Logger(slog.New(slog.DiscardHandler)), Balance("1000", "USD"))
	require.NoError(t, err)
	defer func() { assert.NoError(t, sim.Close()) }()
	var asked atomic.Bool
	sim.Handle(fuzzHost, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		if !inline && !asked.Swap(true) {
			_, _ = w.Write([]byte(text))
		}
	}))
	sim.begins = func(r *runner, verb twiml.Verb) {
		if r.where == onCall && r.call == sim.calls[0] && (r.at == nil || r.at.Path == "/first") {
			p.ran = append(p.ran, verb)
		}
	}
	sim.Number(fuzzClinic, VoiceURL(fuzzHost+"/first"))
	call := beginPerformance(t, sim, text, inline)
	require.NoError(t, call.WaitEnd(t.Context()))
	sim.mu.Lock()
	defer sim.mu.Unlock()
	p.call, p.asked = *call, call.live.documents
	if !inline {
		p.asked-- // for the document itself
	}
	for _, a := range sim.alerts {
		if strings.HasPrefix(a.Message, "line ") && (a.URL == "" || strings.HasSuffix(a.URL, "/first")) { // other alerts have no place in the text
			p.codes = append(p.codes, int(a.Code))
		}
	}
	return p
}

func beginPerformance(t *testing.T, sim *Sim, text string, inline bool) *Call {
	t.Helper()
	if !inline {
		call, err := sim.Phone(fuzzAda).Dial(t.Context(), fuzzClinic)
		require.NoError(t, err)
		return call
	}
	sim.mu.Lock()
	_, problem := sim.createCall(&request{account: sim.main.sid, form: url.Values{"From": {fuzzClinic}, "To": {fuzzAda}, "Twiml": {text}}})
	sim.mu.Unlock()
	require.Nil(t, problem)
	call, err := sim.Phone(fuzzAda).WaitCall(t.Context())
	require.NoError(t, err)
	return call
}

// foretell returns the codes that Twilio would log for a document of a call. An answer
// without a body is a document without verbs.
func foretell(text string, inline bool) (codes []int) {
	problems := twiml.Check(text)
	switch {
	case inline:
		problems = twiml.CheckInline(text)
	case text == "":
		problems = nil
	}
	for _, p := range problems {
		switch p.Code {
		case 0, tooManyReplies, unusableBody, verbOfCalls: // no code, and those of replies to messages
		default:
			codes = append(codes, p.Code)
		}
	}
	return codes
}

// endsEarly says whether a call rightly has not come to the last verb of its document.
func (p performance) endsEarly() bool {
	if p.asked > 0 || p.call.Ended.Sub(p.call.Created) >= usualTimeLimit {
		return true // it went on elsewhere, or for as long as a call can last
	}
	switch p.ran[len(p.ran)-1].(type) {
	case twiml.Hangup, twiml.Reject:
		return true
	}
	return false
}

// TestCallsRunAsCheckForetells holds what ran of generated documents against what Check
// says of them.
func TestCallsRunAsCheckForetells(t *testing.T) {
	t.Parallel()
	v := newVocabulary()
	for _, seed := range randomSeeds(3000, 300) {
		text := v.document(&draw{seed})
		holdAgainstCheck(t, text, false)
		if text != "" { // a request has TwiML, or an address
			holdAgainstCheck(t, text, true)
		}
	}
}

func holdAgainstCheck(t *testing.T, text string, inline bool) {
	t.Helper()
	p := perform(t, text, inline)
	assert.Equal(t, foretell(text, inline), p.codes, "Check foretells other alerts: %s", text)
	doc, _, err := twiml.ParseLenient(text)
	if err != nil {
		assert.Empty(t, p.ran, "a document that cannot be read ran: %s", text)
		assert.Equal(t, twilio.CallStatusCompleted, p.call.Status)
		return
	}
	var expected []twiml.Verb
	for _, verb := range doc.Verbs {
		if _, refused := verb.(twiml.Raw); !refused {
			expected = append(expected, verb)
		}
	}
	if len(p.ran) > len(expected) {
		assert.Equal(t, expected, p.ran, text)
		return
	}
	assert.Equal(t, expected[:len(p.ran)], p.ran, "other verbs ran: %s", text)
	if len(p.ran) < len(expected) {
		assert.True(t, len(p.ran) > 0 && p.endsEarly(), "%d of %d verbs ran: %s", len(p.ran), len(expected), text)
	}
}
