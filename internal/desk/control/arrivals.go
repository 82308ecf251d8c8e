package control

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

// codeLife is how long a code is worth anything, on the simulator's clock.
// https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts
const codeLife = 10 * time.Minute

// await looks again at each event that may change what is looked for, until there is
// something or the time is over. It returns false when there was nothing in time.
func await[T any](c *call, wait time.Duration, concerns func(*twiliotest.Event) bool, look func() (T, bool, *problem)) (T, bool, *problem) {
	ctx, cancel := context.WithTimeout(c.http.Context(), wait)
	defer cancel()
	after := c.sim.EventSerial()
	for {
		if result, ok, problem := look(); ok || problem != nil {
			return result, ok, problem
		}
		var again bool
		if after, again = c.nextConcern(ctx, after, concerns); !again {
			var none T
			return none, false, nil
		}
	}
}

// nextConcern waits for an event, and returns its serial; false when there is none in time.
func (c *call) nextConcern(ctx context.Context, after int64, concerns func(*twiliotest.Event) bool) (int64, bool) {
	for {
		events, err := c.sim.WaitEvents(ctx, after)
		switch {
		case errors.Is(err, twiliotest.ErrEventsMissed):
			return c.sim.EventSerial(), true
		case err != nil:
			return after, false
		}
		after = events[len(events)-1].Serial
		for i := range events {
			if concerns(&events[i]) {
				return after, true
			}
		}
	}
}

// place is a moment in the history of a simulator, behind which a client looks.
type place struct {
	isSet bool
	at    time.Time
	sid   string // of what came at that moment, "" for a time alone
}

// placeOf reads the parameter after: the SID of a message or a call, or a time.
func (c *call) placeOf(text string) (place, *problem) {
	if text == "" {
		return place{}, nil
	}
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return place{isSet: true, at: at}, nil
	}
	if m, ok := c.sim.MessageOf(text); ok {
		return place{isSet: true, at: arrivalOf(&m), sid: text}, nil
	}
	if one, ok := c.sim.CallOf(text); ok {
		return place{isSet: true, at: one.Created, sid: text}, nil
	}
	return place{}, gone("after")
}

// arrivalOf is when a message went to its phone, and before that when it was made.
func arrivalOf(m *twiliotest.Message) time.Time {
	if m.Sent.IsZero() {
		return m.Created
	}
	return m.Sent
}

// arrival is a text that has come to a phone: of a message, or of a voice on a call.
type arrival struct {
	at      time.Time
	sid     string
	text    string
	message *twiliotest.Message // nil for a call
}

// hasArrived says that a message is at its phone.
func hasArrived(m *twiliotest.Message) bool {
	return m.Status == twilio.MessageStatusDelivered || m.Status == twilio.MessageStatusRead
}

// isTo reports an address of a phone, whatever its channel is.
func isTo(address, number string) bool {
	return address == number || strings.HasSuffix(address, ":"+number)
}

// messagesTo are the messages that have come to a number behind a place, the oldest first.
func messagesTo(sim *twiliotest.Sim, number string, from place) []arrival {
	var all []arrival
	for _, m := range sim.Messages() {
		if isTo(m.To, number) && m.Direction != twilio.MessageDirectionInbound && hasArrived(&m) {
			all = append(all, arrival{at: m.Sent, sid: m.SID, text: m.Body, message: &m})
		}
	}
	return behind(all, from)
}

// behind sorts arrivals, and leaves out those up to a place.
func behind(all []arrival, from place) []arrival {
	slices.SortStableFunc(all, func(a, b arrival) int { return a.at.Compare(b.at) })
	if !from.isSet {
		return all
	}
	last := -1
	for i, a := range all {
		if a.sid == from.sid || a.at.Before(from.at) || from.sid == "" && a.at.Equal(from.at) {
			last = i
		}
	}
	return all[last+1:]
}

// spokenTo are the lines that a voice has said on the calls to a number.
func spokenTo(sim *twiliotest.Sim, number string) []arrival {
	var all []arrival
	for _, c := range sim.Calls() {
		if c.Direction == twilio.CallDirectionInbound || !isTo(c.To, number) {
			continue
		}
		for _, line := range c.Transcript() {
			if line.Kind == twiliotest.LineSay {
				all = append(all, arrival{at: line.At, sid: c.SID, text: line.Text})
			}
		}
	}
	return all
}

// concernsPhone reports the events that may bring something to a phone.
func concernsPhone(number string) func(*twiliotest.Event) bool {
	return func(e *twiliotest.Event) bool {
		return e.Phone == number && (e.Kind == twiliotest.EventMessage || e.Kind == twiliotest.EventCall)
	}
}

// looking is what a client waits for at a phone.
type looking struct {
	number string
	from   place
	wait   time.Duration
}

func (c *call) looking() (looking, *problem) {
	values, problem := c.query("wait", "after")
	if problem != nil {
		return looking{}, problem
	}
	wait, problem := waitOf(values)
	if problem != nil {
		return looking{}, problem
	}
	from, problem := c.placeOf(values.Get("after"))
	return looking{c.http.PathValue("number"), from, wait}, problem
}

func (c *call) newestMessage() (any, *problem) {
	return c.messageThat(func(all []arrival) arrival { return all[len(all)-1] })
}

func (c *call) nextMessage() (any, *problem) {
	return c.messageThat(func(all []arrival) arrival { return all[0] })
}

func (c *call) messageThat(choose func([]arrival) arrival) (any, *problem) {
	l, p := c.looking()
	if p != nil {
		return nil, p
	}
	found, ok, _ := await(c, l.wait, concernsPhone(l.number), func() (arrival, bool, *problem) {
		all := messagesTo(c.sim, l.number, l.from)
		if len(all) == 0 {
			return arrival{}, false, nil
		}
		return choose(all), true, nil
	})
	if !ok {
		return nil, notInTime("message")
	}
	return messageOf(found.message), nil
}

func notInTime(thing string) *problem {
	return notFound("", "No "+thing+" has come to the number in time.", "Give a longer wait, up to 60s, and look at GET messages, requests and alerts.")
}

func (c *call) code() (any, *problem) {
	l, p := c.looking()
	if p != nil {
		return nil, p
	}
	found, ok, _ := await(c, l.wait, concernsPhone(l.number), func() (simapi.Code, bool, *problem) {
		code, ok := c.newestCode(l)
		return code, ok, nil
	})
	if !ok {
		return nil, notInTime("one-time code")
	}
	return found, nil
}

// newestCode is the newest code that has come to a number. One that is older than it is worth
// anything counts only for a client that says behind which place it looks.
func (c *call) newestCode(l looking) (simapi.Code, bool) {
	all := behind(append(messagesTo(c.sim, l.number, place{}), spokenTo(c.sim, l.number)...), l.from)
	oldest := c.sim.Clock.Now().Add(-codeLife)
	for _, a := range slices.Backward(all) {
		if !l.from.isSet && a.at.Before(oldest) {
			break
		}
		if code := codeOf(c.sim, l.number, a); code != "" {
			return simapi.Code{Code: code, SID: a.sid, At: a.at, Text: a.text}, true
		}
	}
	return simapi.Code{}, false
}

// codeOf is the code in a text: of one of Verify's messages, which belong to no account, the
// one that Verify has sent.
func codeOf(sim *twiliotest.Sim, number string, a arrival) string {
	if a.message != nil && a.message.Account == "" {
		for _, v := range slices.Backward(sim.Verifications()) {
			if v.To == number && v.Code != "" && strings.Contains(a.text, v.Code) {
				return v.Code
			}
		}
	}
	return FindCode(a.text)
}
