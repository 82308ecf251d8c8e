package limiter_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/limiter"
)

const service = "MG00000000000000000000000000000001"

// TestRules: which rates a request waits for, by their turns a second.
func TestRules(t *testing.T) {
	t.Parallel()
	message := []string{"Messages.Create", "WhatsApp.Send"}
	rules := []limiter.Rule{
		{By: limiter.BySender, Ops: message, Only: number, Rate: limiter.Rate{PerSecond: 3}},
		{By: limiter.BySender, Ops: message, Rate: limiter.Rate{PerSecond: 1, Burst: 2}},
		{By: limiter.ByService, Ops: message, Rate: limiter.Rate{PerSecond: 80}},
		{By: limiter.ByAccount, Ops: []string{"Calls.Create"}, Rate: limiter.Rate{PerSecond: limiter.CallsOfAccount}},
		{By: limiter.ByAccount, Rate: limiter.Rate{PerSecond: 50}},
	}
	tests := map[twilio.LimitedRequest][]float64{
		{Op: "Messages.Create", Sender: number}:       {3, 50},
		{Op: "WhatsApp.Send", Sender: " " + number}:   {3, 50},
		{Op: "Messages.Create", Sender: other}:        {1, 50},
		{Op: "Messages.Create", Sender: service}:      {80, 50},
		{Op: "Messages.Create", Sender: "MGM Resort"}: {1, 50},
		{Op: "Calls.Create", Sender: number}:          {1, 50},
		{Op: "Messages.List"}:                         {50},
	}
	names := map[string]map[string]bool{}
	for request, want := range tests {
		store := newSpy()
		client := newClient(t, limiter.Config{Store: store, Rules: rules})
		request.Host = "api"
		require.NoError(t, admit(t.Context(), client, request))
		rates := []float64{}
		for _, key := range store.asks[0].Keys {
			rates = append(rates, math.Round(1.01*1e6/float64(key.Interval.Microseconds())))
			assert.NotContains(t, key.Name, "+1", "a number is not shown")
			if names[key.Name] == nil {
				names[key.Name] = map[string]bool{}
			}
			names[key.Name][key.Interval.String()] = true
		}
		assert.Equal(t, want, rates, "%+v", request)
		assert.NotContains(t, store.asks[0].Cool+store.asks[0].Flight, accountSID)
	}
	assert.Len(t, names, 6)
	for name, intervals := range names {
		assert.Len(t, intervals, 1, "%s stands for one rate", name)
	}
}

// TestBurst: a burst leaves at once, and no more than it.
func TestBurst(t *testing.T) {
	t.Parallel()
	store := newSpy()
	client := newClient(t, limiter.Config{Store: store, Rules: []limiter.Rule{{By: limiter.BySender, Rate: limiter.Rate{PerSecond: 0.001, Burst: 3}}}})
	for range 3 {
		require.NoError(t, admit(t.Context(), client, create))
	}
	ctx, cancel := contextWith(t, time.Minute)
	defer cancel()
	require.ErrorIs(t, admit(ctx, client, create), twilio.ErrRateLimited)
}

func TestNewSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := limiter.New(limiter.Config{
		Lease: -1,
		Rules: []limiter.Rule{
			{Rate: limiter.Rate{PerSecond: 1}},
			{By: limiter.BySender, Rate: limiter.Rate{PerSecond: math.NaN(), Burst: -1}},
			{By: limiter.BySender, Rate: limiter.Rate{PerSecond: 2}, Share: 3},
			{By: limiter.BySender, Rate: limiter.Rate{PerSecond: 2}, Share: -1},
			{By: limiter.ByAccount, Rate: limiter.Rate{PerSecond: math.Inf(1)}},
		},
	})
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
	for _, field := range []string{"Store is missing", "Lease, Timeout", "Rules[0].By", "Rules[1].Rate.PerSecond", "Rules[1].Rate.Burst", "Rules[2].Share is above", "Rules[3].Share is not between", "Rules[4].Rate.PerSecond"} {
		assert.Contains(t, err.Error(), field)
	}
}
