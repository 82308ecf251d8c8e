package verify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/verify"
)

const (
	ada      = "+14155551234"
	adaMail  = "ada@example.com"
	identity = "ff483d1f-0001"
)

// bench is Verify of a simulator with one service.
type bench struct {
	*verify.Client

	t       *testing.T
	sim     *twiliotest.Sim
	service string
}

func newBench(t *testing.T, opts ...twiliotest.Option) *bench {
	t.Helper()
	sim := twiliotest.New(t, opts...)
	return &bench{Client: verify.New(sim.Client()), t: t, sim: sim, service: sim.VerifyService("Owl Bank")}
}

func (b *bench) phone() *twiliotest.Phone { return b.sim.Phone(ada) }

// start sends a code to ada.
func (b *bench) start(params verify.VerificationCreateParams) *verify.Verification {
	b.t.Helper()
	if params.To == "" {
		params.To = ada
	}
	if params.Channel == "" {
		params.Channel = verify.ChannelSMS
	}
	v, err := b.Verifications.Create(b.t.Context(), b.service, params)
	require.NoError(b.t, err)
	return v
}

func (b *bench) check(params verify.CheckCreateParams) (*verify.Check, error) {
	b.t.Helper()
	if params.To == "" && params.VerificationSID == "" {
		params.To = ada
	}
	return b.Checks.Create(b.t.Context(), b.service, params)
}

// requests counts the requests whose path ends so.
func (b *bench) requests(method, suffix string) int {
	n := 0
	for _, r := range b.sim.Requests() {
		if r.Method == method && strings.HasSuffix(r.Path, suffix) {
			n++
		}
	}
	return n
}

// wrong is another code of the same length.
func wrong(code string) string {
	last := code[len(code)-1]
	return code[:len(code)-1] + string('0'+(last-'0'+1)%10)
}

// sends returns how many codes the simulator sent.
func (b *bench) sends() int {
	n := 0
	for _, v := range b.sim.Verifications() {
		n += v.Sends
	}
	return n
}
