package limiter

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestLag: what an answer took longer than the fastest one is known, and steps and drift of clocks are followed.
func TestLag(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	var l lag
	now := time.Unix(1_000_000, 0)
	steps := []struct{ pass, sample, want time.Duration }{
		{0, -time.Hour + 3*ms, 0},         // the store is an hour ahead
		{ms, -time.Hour + 1*ms, 0},        // a faster answer
		{ms, -time.Hour + 81*ms, 80 * ms}, // a slow one
		{11 * time.Second, -time.Hour + 41*ms, 40 * ms},
		{11 * time.Second, -time.Hour + 41*ms, 0}, // the clocks have drifted
		{ms, -time.Hour + 541*ms, 500 * ms},       // as slow as may be
		{ms, -time.Hour + 542*ms, 0},              // the clock of the store was put back
		{ms, -2 * time.Hour, 0},                   // or forward
		{ms, -2*time.Hour + 20*ms, 20 * ms},
	}
	for i, step := range steps {
		now = now.Add(step.pass)
		assert.Equal(t, step.want, l.excess(step.sample, now, 500*ms), "step %d", i)
	}
}
