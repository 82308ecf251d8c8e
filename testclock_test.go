package twilio

import (
	"context"
	"sync"
	"time"
)

// impatientClock tells the time and sleeps not at all.
type impatientClock struct{ systemClock }

func (impatientClock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// fakeClock waits by going forward, and says how long.
type fakeClock struct {
	mu     sync.Mutex
	now    time.Time
	sleeps []time.Duration
	before func() // of each wait; may be nil
}

func newFakeClock() *fakeClock { return &fakeClock{now: time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)} }

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	if c.before != nil {
		c.before()
	}
	c.advance(d)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sleeps = append(c.sleeps, d)
	return ctx.Err()
}
