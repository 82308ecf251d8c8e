package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/e164"
)

// speed is how fast a sender sends.
type speed struct {
	perSecond float64 // messages
	class     string  // of the sender, "" when -rate is a number
	why       string  // in words
	segments  float64 // a second that Twilio sends for a sender of the class; 0 when nothing is known
}

// classes are the kinds of senders with what Twilio sends for them in a second.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/scaling-queueing-latency
var classes = []struct {
	name      string
	perSecond float64
}{
	{"long-code", 1}, {"toll-free", 3}, {"sender-name", 10}, {"short-code", 100},
}

func classNames() string {
	names := make([]string, len(classes))
	for i, c := range classes {
		names[i] = fmt.Sprintf("%s (%g)", c.name, c.perSecond)
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// The bounds of a rate.
const (
	slowest = 0.01
	fastest = 1000
)

// readSpeed reads -rate. Without it the speed is that of the sender, and the slowest one for a
// sender that does not tell.
func readSpeed(rate string, from e164.Address) (speed, error) {
	if rate == "" {
		class, why := classOf(from)
		s, _ := speedOf(class)
		s.why = why
		return s, nil
	}
	if s, ok := speedOf(rate); ok {
		s.why = "the rate of " + rate
		return s, nil
	}
	perSecond, err := strconv.ParseFloat(rate, 64)
	if err != nil || math.IsNaN(perSecond) || perSecond < slowest || perSecond > fastest {
		return speed{}, errors.New("-rate: give the messages a second, from 0.01 to 1000, or " + classNames())
	}
	return speed{perSecond: perSecond, why: "by -rate"}, nil
}

func speedOf(class string) (speed, bool) {
	for _, c := range classes {
		if c.name == class {
			return speed{perSecond: c.perSecond, class: class, segments: c.perSecond}, true
		}
	}
	return speed{}, false
}

// classOf is the class of a sender, and how it is known.
func classOf(from e164.Address) (class, why string) {
	switch {
	case from.IsShortCode():
		return "short-code", "the rate of a short code"
	case from.IsSenderName():
		return "sender-name", "the rate of a sender's name"
	case from.Number != "" && from.Number.Type() == e164.TypeTollFree:
		return "toll-free", "the rate of a toll-free number"
	case from.Number != "":
		return "long-code", "the rate of a phone number"
	}
	return "long-code", "the rate of one phone number, because -rate is not given"
}

// time is how long it takes to hand messages to Twilio.
func (s speed) time(messages int) time.Duration { return inSeconds(float64(messages) / s.perSecond) }

// queue is how long Twilio still sends after it has got everything, because a message of several
// segments takes as many places; 0 when nothing is known.
func (s speed) queue(messages, segments int) time.Duration {
	if s.segments == 0 {
		return 0
	}
	return max(inSeconds(float64(segments)/s.segments)-s.time(messages), 0)
}

func inSeconds(seconds float64) time.Duration {
	const longest = 100 * 365 * 24 * 3600
	return time.Duration(math.Ceil(min(seconds, longest))) * time.Second
}
