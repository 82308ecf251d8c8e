package voice_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/voice"
)

const (
	clinic = "+14155556789"
	ada    = "+14155551234"
	bob    = "+14155550123"
)

// bench is an account with a number, and the phones of ada and bob.
type bench struct {
	*voice.Client

	t      *testing.T
	sim    *twiliotest.Sim
	client *twilio.Client
}

func newBench(t *testing.T) *bench {
	t.Helper()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	sim.Number(clinic)
	return &bench{Client: voice.New(sim.Client()), t: t, sim: sim, client: sim.Client()}
}

// call calls somebody into the conference "standup".
func (b *bench) call(to, label string) *voice.Participant {
	b.t.Helper()
	p, err := b.Participants.Create(b.t.Context(), "standup", voice.ParticipantCreateParams{To: to, From: clinic, Label: label})
	require.NoError(b.t, err)
	return p
}

// meet lets ada and bob be in a conference.
func (b *bench) meet() (ofAda, ofBob *voice.Participant) {
	b.t.Helper()
	ofAda, ofBob = b.call(ada, "ada"), b.call(bob, "bob")
	b.sim.Clock.Advance(6 * time.Second)
	return ofAda, ofBob
}

// posts counts the requests with POST to addresses with an ending.
func (b *bench) posts(ending string) (n int) {
	for _, r := range b.sim.Requests() {
		if r.Method == http.MethodPost && strings.HasSuffix(r.Path, ending) {
			n++
		}
	}
	return n
}

// problems are the problems of a *twilio.ParamError, without remedies.
func problems(err error) (says []string) {
	var paramErr *twilio.ParamError
	if !errors.As(err, &paramErr) {
		return nil
	}
	for _, p := range paramErr.Problems {
		says = append(says, p.Field+" "+p.Problem)
	}
	return says
}
