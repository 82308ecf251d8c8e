package twiliotest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Delivery is a way in which status callbacks reach an application other than once
// each, in their order, and after the answer to the request that they are about; see
// [StatusCallbacks].
type Delivery func(*callbackRules) error

// callbackRules are the options of [StatusCallbacks].
type callbackRules struct {
	dropped  []string // statuses, nil for none
	doubled  []string // statuses, nil for none
	reversed bool
	early    bool
}

// StatusCallbacks lets the status callbacks of messages, calls, conferences and recordings
// reach the application as Twilio says that they may: out of order, twice, or not at all.
//
//	sim := twiliotest.New(t, twiliotest.StatusCallbacks(twiliotest.Doubled(), twiliotest.Reversed()))
//
// Without it each comes once, in its order, after the answer to the request.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
func StatusCallbacks(deliveries ...Delivery) Option {
	return func(c *config) error {
		for _, deliver := range deliveries {
			if deliver == nil {
				continue
			}
			if err := deliver(&c.callbacks); err != nil {
				return fmt.Errorf("StatusCallbacks: %w", err)
			}
		}
		return nil
	}
}

// Dropped loses the callbacks that tell of one of the statuses, such as "delivered"
// of a message or "in-progress" of a call; without a status it loses all.
func Dropped(statuses ...string) Delivery {
	return func(c *callbackRules) (err error) {
		c.dropped, err = knownStatuses("Dropped", c.dropped, statuses)
		return err
	}
}

// Doubled sends the callbacks that tell of one of the statuses twice, with the same
// idempotency token; without a status it doubles all.
func Doubled(statuses ...string) Delivery {
	return func(c *callbackRules) (err error) {
		c.doubled, err = knownStatuses("Doubled", c.doubled, statuses)
		return err
	}
}

// Reversed holds the callbacks of a message or a call back until it is over, and then
// sends them in the opposite order, the last one first.
func Reversed() Delivery {
	return func(c *callbackRules) error {
		c.reversed = true
		return nil
	}
}

// BeforeAnswer lets callbacks come before the request that creates the message, the call or
// the participant has been answered: its answer takes 2 seconds on the simulator's clock, and
// with virtual time no real time. In 2 seconds a message is delivered, and a call
// rings.
func BeforeAnswer() Delivery {
	return func(c *callbackRules) error {
		c.early = true
		return nil
	}
}

// callbackStatuses are those that a callback can tell of.
var callbackStatuses = [...]string{
	string(twilio.MessageStatusQueued), string(twilio.MessageStatusSending), string(twilio.MessageStatusSent), string(twilio.MessageStatusDelivered),
	string(twilio.MessageStatusUndelivered), string(twilio.MessageStatusFailed), string(twilio.MessageStatusRead), string(twilio.MessageStatusCanceled),
	string(callInitiated), string(twilio.CallStatusRinging), string(twilio.CallStatusInProgress), string(twilio.CallStatusCompleted),
	string(twilio.CallStatusBusy), string(twilio.CallStatusNoAnswer), string(twilio.CallStatusFailed), string(twilio.CallStatusCanceled),
	conferenceStarts, conferenceEnds, participantJoin, participantLeave, participantMute, participantUnmute, participantHold, participantUnhold,
	participantModify, participantSpeaks, participantIsSilent, announcementEnds, announcementFails,
	string(twilio.RecordingStatusAbsent), // the other statuses of recordings are those of calls
}

// knownStatuses adds statuses to those of before; none stands for all.
func knownStatuses(option string, before, statuses []string) ([]string, error) {
	if len(statuses) == 0 {
		return callbackStatuses[:], nil
	}
	for _, status := range statuses {
		if !slices.Contains(callbackStatuses[:], status) {
			return before, fmt.Errorf("%s(%q): no callback tells of that status: give one such as %q", option, status, twilio.MessageStatusDelivered)
		}
	}
	return slices.Concat(before, statuses), nil
}

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

// tellStatus sends callbacks about the message or the call with a SID, as the rules
// want it, or holds them back until it is over; s.mu is held.
func (s *Sim) tellStatus(sid string, over bool, callbacks ...statusCallback) {
	rules := s.config.callbacks
	callbacks = append(s.held[sid], callbacks...)
	delete(s.held, sid)
	if rules.reversed && !over {
		s.held[sid] = callbacks
		return
	}
	if rules.reversed {
		slices.Reverse(callbacks)
	}
	for _, c := range callbacks {
		if times := rules.times(c.status); times > 0 {
			s.later(func() { s.deliverStatus(c, times) })
		}
	}
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
