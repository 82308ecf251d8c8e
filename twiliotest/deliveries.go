package twiliotest

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
)

// Delivery is a way in which status callbacks reach an application other than once
// each, in their order, and after the answer to the request that they are about; see
// [StatusCallbacks].
type Delivery func(*callbackRules) error

// callbackRules are the options of [StatusCallbacks].
type callbackRules struct {
	dropped []string // statuses, nil for none
	doubled []string // statuses, nil for none
	delays  []callbackDelay
	order   func(sid string, callbacks []statusCallback) // of those that are held back; nil when none is
	early   bool
}

// callbackDelay is how late the callbacks of some statuses are.
type callbackDelay struct {
	statuses []string
	late     time.Duration
}

// StatusCallbacks lets status callbacks reach the application as Twilio says that they may:
// late, out of order, twice, or not at all. That goes for those of messages, calls,
// conferences, recordings, streams, transcriptions, caller IDs, bundles, video rooms and
// compositions.
//
//	sim := twiliotest.New(t, twiliotest.StatusCallbacks(twiliotest.Doubled(), twiliotest.Reversed()))
//
// Without it each comes once, in its order, after the answer to the request. Deliveries can
// be combined. [Reversed] and [Shuffled] first hold the callbacks back and give them another
// order, [Dropped] then loses some of them, [Delayed] counts from the moment at which a
// callback would be sent otherwise, and [Doubled] sends it twice then. Of two delays of one
// status the later one in the list holds. No callback is lost unless it is dropped, or the
// test ends before its time.
//
// [Sim.SetStatusCallbacks] changes the deliveries during a test, and
// [Phone.SetStatusCallbacks] chooses those of one phone.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
func StatusCallbacks(deliveries ...Delivery) Option {
	return func(c *config) (err error) {
		c.callbacks, err = c.callbacks.with(deliveries)
		return err
	}
}

// with returns the rules with deliveries added.
func (c callbackRules) with(deliveries []Delivery) (callbackRules, error) {
	for _, deliver := range deliveries {
		if deliver == nil {
			continue
		}
		if err := deliver(&c); err != nil {
			return c, fmt.Errorf("StatusCallbacks: %w", err)
		}
	}
	return c, nil
}

// SetStatusCallbacks replaces the deliveries of [StatusCallbacks] from now on; without an
// argument callbacks come once each and in their order again. Those that are held back stay
// so until their resource changes again, and those that are delayed come at their time. A
// delivery that cannot be used fails the test; in a program nothing changes then.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
func (s *Sim) SetStatusCallbacks(deliveries ...Delivery) {
	if s.t != nil {
		s.t.Helper()
	}
	rules, err := callbackRules{}.with(deliveries)
	if err != nil {
		s.fatalf("twiliotest: Set%v", err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.config.callbacks = rules
}

// SetStatusCallbacks is [Sim.SetStatusCallbacks] for the messages and calls to one phone,
// for which the deliveries of the simulator do not count any more. Without an argument the
// callbacks of the phone come once each and in their order.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
func (p *Phone) SetStatusCallbacks(deliveries ...Delivery) {
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	rules, err := callbackRules{}.with(deliveries)
	if err != nil {
		p.sim.fatalf("twiliotest: Set%v", err)
		return
	}
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.callbacks = &rules
}

// Dropped loses the callbacks that tell of one of the statuses, such as "delivered"
// of a message or "in-progress" of a call; without a status it loses all.
func Dropped(statuses ...string) Delivery {
	return func(c *callbackRules) error {
		known, err := knownStatuses("Dropped", statuses)
		c.dropped = slices.Concat(c.dropped, known)
		return err
	}
}

// Doubled sends the callbacks that tell of one of the statuses twice, with the same
// idempotency token; without a status it doubles all.
func Doubled(statuses ...string) Delivery {
	return func(c *callbackRules) error {
		known, err := knownStatuses("Doubled", statuses)
		c.doubled = slices.Concat(c.doubled, known)
		return err
	}
}

// Delayed sends the callbacks that tell of one of the statuses d later, on the simulator's
// clock; without a status it delays all. Later callbacks do not wait for them: with
// Delayed(time.Minute, "sent") an application hears that a message was delivered before it
// hears that the message was sent. A test lets the time pass with [Clock.Advance].
func Delayed(d time.Duration, statuses ...string) Delivery {
	return func(c *callbackRules) error {
		known, err := knownStatuses("Delayed", statuses)
		if err == nil && d <= 0 {
			err = fmt.Errorf("Delayed(%v): give how much later, more than 0", d)
		}
		c.delays = append(slices.Clip(c.delays), callbackDelay{known, d})
		return err
	}
}

// Reversed holds the callbacks of a message, a call or another resource back until it is
// over, and then sends them in the opposite order, the last one first.
func Reversed() Delivery {
	return reordered(func(_ string, callbacks []statusCallback) { slices.Reverse(callbacks) })
}

// Shuffled holds the callbacks of a message, a call or another resource back until it is
// over, and then sends them in an order that the seed chooses. That order is the same in
// every run, another one for each resource, and sometimes the right one.
func Shuffled(seed uint64) Delivery {
	return reordered(func(sid string, callbacks []statusCallback) {
		resource := fnv.New64a()
		_, _ = resource.Write([]byte(sid))                      // a hash takes everything
		random := rand.New(rand.NewPCG(seed, resource.Sum64())) //nolint:gosec // the same in every run, on purpose
		random.Shuffle(len(callbacks), func(i, j int) { callbacks[i], callbacks[j] = callbacks[j], callbacks[i] })
	})
}

func reordered(order func(sid string, callbacks []statusCallback)) Delivery {
	return func(c *callbackRules) error {
		if c.order != nil {
			return errors.New("Reversed and Shuffled are two orders: give one of them, once")
		}
		c.order = order
		return nil
	}
}

// BeforeAnswer lets callbacks come before the request that creates the message, the call or
// the participant has been answered: its answer takes 2 seconds on the simulator's clock, and
// with virtual time no real time. In 2 seconds a message is delivered, and a call
// rings. Callbacks that are held back or delayed for longer come after the answer all the same.
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
	"room-created", "room-ended", "participant-connected", "participant-disconnected", "track-added", "track-removed", "track-enabled", "track-disabled",
	"recording-started", "recording-completed", "recording-failed", "composition-enqueued", "composition-started", "composition-progress",
	"composition-available", "composition-failed", "composition-hook-failed",
	"stream-started", "stream-stopped", "transcription-started", "transcription-content", "transcription-stopped", paymentStep,
	"success", // of the validation of a caller ID; the other result has the word of a call
	bundlePending, bundleApproved, bundleRejected,
}

// knownStatuses returns the statuses that an option names; none stands for all.
func knownStatuses(option string, statuses []string) ([]string, error) {
	if len(statuses) == 0 {
		return callbackStatuses[:], nil
	}
	for _, status := range statuses {
		if !slices.Contains(callbackStatuses[:], status) {
			return nil, fmt.Errorf("%s(%q): no callback tells of that status: give one such as %q", option, status, twilio.MessageStatusDelivered)
		}
	}
	return statuses, nil
}
