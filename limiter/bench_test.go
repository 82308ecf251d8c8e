package limiter_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/limiter"
)

// BenchmarkWait is what a request pays when its turn is at once: from Client.Admit to the release.
func BenchmarkWait(b *testing.B) {
	none := newClient(b, limiter.Config{Store: limiter.NewMemory(nil), InFlight: -1})
	free := newClient(b, limiter.Config{Store: limiter.NewMemory(nil), Rules: []limiter.Rule{
		{By: limiter.BySender, Rate: limiter.Rate{PerSecond: 100_000, Burst: 1_000_000}},
	}})
	two := newClient(b, limiter.Config{Store: limiter.NewMemory(nil), Rules: []limiter.Rule{
		{By: limiter.BySender, Rate: limiter.Rate{PerSecond: 100_000, Burst: 1_000_000}},
		{By: limiter.ByAccount, Rate: limiter.Rate{PerSecond: 100_000, Burst: 1_000_000}},
	}})
	for name, client := range map[string]func() error{
		"no rule and no cap":   func() error { return admit(b.Context(), none, create) },
		"one rule and the cap": func() error { return admit(b.Context(), free, create) },
		"two rules":            func() error { return admit(b.Context(), two, create) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, client())
			}
		})
	}
}
