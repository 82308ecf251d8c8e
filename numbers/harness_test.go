package numbers_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	ada      = "+14155551234"
	landline = "+14155550123"
	wanted   = "+14155550123" // a number of the inventory
	other    = "+14155550124"
)

// bench is the phone numbers of a simulator.
type bench struct {
	*numbers.Client

	t   *testing.T
	sim *twiliotest.Sim
}

func newBench(t *testing.T, opts ...twiliotest.Option) *bench {
	t.Helper()
	sim := twiliotest.New(t, opts...)
	return &bench{Client: numbers.New(sim.Client()), t: t, sim: sim}
}

// buy buys a number with settings.
func (b *bench) buy(number string, settings numbers.Settings) *numbers.IncomingNumber {
	b.t.Helper()
	bought, err := b.Incoming.Buy(b.t.Context(), numbers.BuyParams{PhoneNumber: number, Settings: settings})
	require.NoError(b.t, err)
	return bought
}

// owned are the numbers of the account, the newest first.
func (b *bench) owned(params numbers.IncomingListParams, opts ...twilio.CallOption) (owned []string) {
	b.t.Helper()
	for n, err := range b.Incoming.All(b.t.Context(), params, opts...) {
		require.NoError(b.t, err)
		owned = append(owned, n.PhoneNumber)
	}
	return owned
}

// purchases counts the requests that buy.
func (b *bench) purchases() (n int) {
	for _, r := range b.sim.Requests() {
		if r.Method == http.MethodPost && strings.HasSuffix(r.Path, "/IncomingPhoneNumbers.json") {
			n++
		}
	}
	return n
}

// problems are the fields and the problems of a *twilio.ParamError.
func problems(err error) (found []twilio.ParamProblem) {
	var refused *twilio.ParamError
	if errors.As(err, &refused) {
		return refused.Problems
	}
	return nil
}
