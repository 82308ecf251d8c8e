package twiliotest

// ClockOf is the clock of a call.
func ClockOf(c *Call) *Clock { return c.live.sim.Clock }

// Pending counts the events that are to happen on a clock.
func (c *Clock) Pending() int { return c.pending() }

// ChargesKept is how many sums of charges are kept.
func (s *Sim) ChargesKept() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.usage.charges)
}

// FetchedBytes is how much memory the files that were fetched take up.
func (s *Sim) FetchedBytes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fetchedBytes
}
