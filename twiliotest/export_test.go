package twiliotest

// ClockOf is the clock of a call.
func ClockOf(c *Call) *Clock { return c.live.sim.Clock }
