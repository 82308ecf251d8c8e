package sip_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/sip"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	owlName     = "owl-bank.sip.twilio.com"
	owlPassword = twilio.Secret("Tu-whit-tu-whoo-1")
	owlVoice    = "https://example.com/voice"
	owlAddress  = "203.0.113.7"
	owlTarget   = "sip:sbc.example.com:5060"

	zeros = "00000000000000000000000000000001"
)

// bench is SIP of a simulator.
type bench struct {
	*sip.Client

	t   *testing.T
	sim *twiliotest.Sim
}

func newBench(t *testing.T) *bench {
	t.Helper()
	sim := twiliotest.New(t)
	return &bench{Client: sip.New(sim.Client()), t: t, sim: sim}
}

func (b *bench) domain() *sip.Domain {
	b.t.Helper()
	domain, err := b.Domains.Create(b.t.Context(), sip.DomainCreateParams{DomainName: owlName, VoiceURL: owlVoice})
	require.NoError(b.t, err)
	return domain
}

func (b *bench) users() *sip.CredentialList {
	b.t.Helper()
	users, err := b.CredentialLists.Create(b.t.Context(), sip.CredentialListCreateParams{FriendlyName: "Front desk"})
	require.NoError(b.t, err)
	return users
}

// posts counts the creates and updates that the simulator was asked for.
func (b *bench) posts() int {
	n := 0
	for _, r := range b.sim.Requests() {
		if r.Method == http.MethodPost {
			n++
		}
	}
	return n
}

// problems returns the problems of an error, "field problem: remedy".
func problems(err error) (found []string) {
	var refused *twilio.ParamError
	if errors.As(err, &refused) {
		for _, p := range refused.Problems {
			found = append(found, p.Field+" "+p.Problem+": "+p.Remedy)
		}
	}
	return found
}
