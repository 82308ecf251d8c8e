package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/pgserver"
	"github.com/seed15d99369/twilio/internal/redisserver"
	"github.com/seed15d99369/twilio/limiter"
)

var (
	warm   = flag.Duration("warm", 3*time.Second, "until the count begins")
	length = flag.Duration("for", 12*time.Second, "how long is counted")
	jitter = flag.Duration("jitter", 150*time.Millisecond, "that is allowed for where requests leave: 50 ms of the limiter, and what a busy machine adds")
)

// TestMain makes the program a worker when a test has started it as one.
func TestMain(m *testing.M) {
	switch err := work(context.Background(), os.Stdin, os.Stdout); {
	case errors.Is(err, errNoWorker):
		os.Exit(m.Run())
	case err != nil:
		os.Exit(1)
	}
}

// TestFleet sends for fifteen seconds each from four processes. The runs follow each other, because they
// measure.
//
//nolint:paralleltest // see above
func TestFleet(t *testing.T) {
	if testing.Short() {
		t.Skip("each of its runs takes fifteen seconds")
	}
	for name, s := range map[string]scenario{
		"Redis":                  {store: "redis"},
		"PostgreSQL":             {store: "postgres"},
		"Redis with trouble":     {store: "redis", trouble: true},
		"PostgreSQL, trouble":    {store: "postgres", trouble: true},
		"Redis away, own shares": {store: "redis", outage: 5 * time.Second, share: 20},
	} {
		t.Run(name, func(t *testing.T) {
			s.workers, s.senders, s.warm, s.length, s.rate = 4, 20, *warm, *length, limiter.Rate{PerSecond: limiter.ShortCode}
			r, err := s.run(t.Context())
			if errors.Is(err, redisserver.ErrNotInstalled) || errors.Is(err, pgserver.ErrNotInstalled) {
				t.Skip(err)
			}
			require.NoError(t, err)
			text, err := json.Marshal(r)
			require.NoError(t, err)
			t.Logf("%s", text)
			assert.NoError(t, r.check(s, *jitter))
			if s.share > 0 {
				assert.Positive(t, r.AwaySent)
			}
		})
	}
}

// TestExcess: the worst window is found, however long it is.
func TestExcess(t *testing.T) {
	t.Parallel()
	at := func(millis ...int) (times []time.Time) {
		for _, ms := range millis {
			times = append(times, time.UnixMilli(int64(ms)))
		}
		return times
	}
	rate := limiter.Rate{PerSecond: 100}
	tests := []struct {
		name  string
		times []time.Time
		least time.Duration
		want  float64
	}{
		{"as the rate has it", at(0, 10, 20, 30), 0, 0},
		{"one early", at(0, 10, 15, 30), 0, 0.5},
		{"two early in a row", at(0, 10, 15, 20, 40), 0, 1},
		{"a burst", at(0, 0, 0, 100), 0, 2},
		{"a burst in a long window", at(0, 0, 0, 100), 50 * time.Millisecond, 3 - 10},
		{"long and a little too fast", at(0, 9, 18, 27, 36, 45), 45 * time.Millisecond, 0.5},
		{"out of order", at(30, 0, 15, 10), 0, 0.5},
	}
	for _, test := range tests {
		assert.InDelta(t, test.want, excess(test.times, rate, test.least), 1e-9, test.name)
	}
	assert.InDelta(t, 0, excess(at(0, 0, 0, 30), limiter.Rate{PerSecond: 100, Burst: 3}, 0), 1e-9)
}

// TestRedisRateOwnBurst is the control: what redis_rate lets pass by itself is far above the rate, and is found.
//
//nolint:paralleltest // it measures
func TestRedisRateOwnBurst(t *testing.T) {
	s := scenario{store: "redis_rate", workers: 4, senders: 20, length: 3 * time.Second, rate: limiter.Rate{PerSecond: 100}}
	r, err := s.run(t.Context())
	if errors.Is(err, redisserver.ErrNotInstalled) {
		t.Skip(err)
	}
	require.NoError(t, err)
	t.Logf("%d messages in 3 s at 100 a second", r.Sent)
	require.Error(t, r.check(s, *jitter))
	assert.Greater(t, r.Leaving.Excess, 50.0)
}
