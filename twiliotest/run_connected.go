package twiliotest

// keySink returns who takes a key that the person presses, nil for nobody.
func (c *call) keySink() func(key string) {
	if program := c.program(); program != nil && c.runner.keys() == nil {
		return program.keys()
	}
	if take := c.runner.keys(); take != nil {
		return take
	}
	if c.isConnected() {
		return func(key string) { c.others(Line{Kind: LineDigits, Text: key}) }
	}
	return nil
}

// wordSink returns who takes words that the person says, nil for nobody.
func (c *call) wordSink() func(utterance) {
	if program := c.program(); program != nil && c.runner.listener() == nil {
		return program.listener()
	}
	if take := c.runner.listener(); take != nil {
		return take
	}
	switch {
	case !c.isConnected():
		return nil
	case c.seat != nil:
		return func(said utterance) { c.sim.speak(c.seat, said) }
	}
	return func(said utterance) {
		c.others(Line{Kind: LineHeard, Text: said.words, From: c.Person(), Lasts: said.lasts})
	}
}

// isConnected says whether the call is connected with another one, or is in a conference
// that has started.
func (c *call) isConnected() bool {
	return c.peer != nil || c.seat != nil && !c.seat.joined.IsZero() && c.seat.conference.status == conferenceInProgress
}

// others lets everybody who is connected with a call hear a line.
func (c *call) others(line Line) {
	if c.peer != nil {
		c.peer.hears(line)
	}
	if c.seat != nil {
		for _, other := range c.seat.heardBy() {
			other.hears(line)
		}
	}
}
