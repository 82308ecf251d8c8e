package twiliotest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// answerDelay is how long the answer to a create waits for callbacks that come before.
const answerDelay = 2 * time.Second

// wait is how long the answer to a request waits for callbacks.
func (c callbackRules) wait(r Request) time.Duration {
	creates := strings.HasSuffix(r.Path, "/Messages.json") || strings.HasSuffix(r.Path, "/Calls.json") || strings.HasSuffix(r.Path, "/Participants.json")
	if c.early && creates && r.Method == http.MethodPost && r.Status == http.StatusCreated && r.Form.Get("StatusCallback") != "" {
		return answerDelay
	}
	return 0
}

// lateness is how much later than otherwise a callback is sent.
func (c callbackRules) lateness(status string) time.Duration {
	for _, delay := range slices.Backward(c.delays) {
		if slices.Contains(delay.statuses, status) {
			return delay.late
		}
	}
	return 0
}

// times is how often a callback is sent.
func (c callbackRules) times(status string) int {
	switch {
	case slices.Contains(c.dropped, status):
		return 0
	case slices.Contains(c.doubled, status):
		return 2
	}
	return 1
}

// statusCallback tells the application of a status.
type statusCallback struct {
	status string
	hook   *hook
	form   url.Values
}

// rulesFor returns the rules for a callback: those of the phone that it is about, if it has
// some, or else those of the simulator. The recipient of a message can have the prefix of a
// channel.
func (s *Sim) rulesFor(form url.Values) callbackRules {
	if phone := s.phones[withoutChannel(form.Get("To"))]; phone != nil && phone.callbacks != nil {
		return *phone.callbacks
	}
	return s.config.callbacks
}

// tellStatus sends callbacks about the resource with a SID, as the rules want it, or holds
// them back until the resource is over; s.mu is held.
func (s *Sim) tellStatus(sid string, over bool, callbacks ...statusCallback) {
	callbacks = append(s.held[sid], callbacks...)
	delete(s.held, sid)
	if len(callbacks) == 0 {
		return
	}
	rules := s.rulesFor(callbacks[0].form)
	if rules.order != nil && !over {
		s.held[sid] = callbacks
		return
	}
	if rules.order != nil {
		rules.order(sid, callbacks)
	}
	for _, c := range callbacks {
		if times := rules.times(c.status); times > 0 {
			s.laterBy(rules.lateness(c.status), func() { s.deliverStatus(c, times) })
		}
	}
}

// laterBy is later for something that is to be done in d, 0 for at once; s.mu is held.
func (s *Sim) laterBy(d time.Duration, do func()) {
	if d == 0 {
		s.later(do)
		return
	}
	s.Clock.after(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.later(do)
	})
}

// deliverStatus sends one callback so many times. Of its answer only a failure
// matters.
func (s *Sim) deliverStatus(c statusCallback, times int) {
	first := s.call(c.hook, c.form)
	_, _ = s.judge(first)
	for range times - 1 {
		s.again(*first)
	}
}
