package control

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

func (c *call) dial() (any, *problem) {
	var dial simapi.Dial
	if problem := c.read(&dial); problem != nil {
		return nil, problem
	}
	if dial.To == "" {
		return nil, badField("to", "Nobody is called.", "Give one of the account's numbers.")
	}
	p, err := c.sim.TryPhone(c.http.PathValue("number"))
	if err != nil {
		return nil, refused("number", err)
	}
	taken, err := p.Dial(c.http.Context(), dial.To, inboundOptions(nil, dial.Params)...)
	if err != nil {
		return nil, c.refusedNumber(dial.To, err)
	}
	return wholeCall(taken), nil
}

// nextCall is the first call to a phone behind a place, once it rings.
func (c *call) nextCall() (any, *problem) {
	l, p := c.looking()
	if p != nil {
		return nil, p
	}
	found, ok, _ := await(c, l.wait, concernsPhone(l.number), func() (simapi.Call, bool, *problem) {
		for _, one := range c.sim.Calls() {
			if one.Direction != twilio.CallDirectionInbound && isTo(one.To, l.number) && hasRung(&one) && l.from.isBefore(&one) {
				return wholeCall(&one), true, nil
			}
		}
		return simapi.Call{}, false, nil
	})
	if !ok {
		return nil, notInTime("call")
	}
	return found, nil
}

func hasRung(c *twiliotest.Call) bool {
	return c.Status != twilio.CallStatusQueued && c.Status != twilio.CallStatusCanceled
}

// isBefore reports that a call came behind the place.
func (p place) isBefore(c *twiliotest.Call) bool {
	return !p.isSet || c.Created.After(p.at) || c.Created.Equal(p.at) && p.sid != "" && p.sid != c.SID
}

func (c *call) callOf() (*twiliotest.Call, *problem) {
	one, ok := c.sim.CallOf(c.http.PathValue("sid"))
	if !ok {
		return nil, notFound("sid", "There is no such call.", "GET calls lists those that are kept.")
	}
	return one, nil
}

func (c *call) oneCall() (any, *problem) {
	one, problem := c.callOf()
	if problem != nil {
		return nil, problem
	}
	return wholeCall(one), nil
}

// nextLine is the next line of a transcript that has a text.
func (c *call) nextLine() (any, *problem) {
	values, p := c.query("wait", "after", "kind", "text")
	if p != nil {
		return nil, p
	}
	wait, p := waitOf(values)
	if p != nil {
		return nil, p
	}
	after, err := strconv.Atoi("0" + values.Get("after"))
	if err != nil {
		return nil, badField("after", "The index of the last line is no number.", "Give the index of a line, or leave it out.")
	}
	one, p := c.callOf()
	if p != nil {
		return nil, p
	}
	concerns := func(e *twiliotest.Event) bool { return e.SID == one.SID }
	line, ok, p := await(c, wait, concerns, func() (simapi.Line, bool, *problem) {
		return c.lineBehind(one.SID, after, values.Get("kind"), values.Get("text"))
	})
	if !ok && p == nil {
		p = notFound("", "Nothing of that kind was heard on the call in time.", "Give a longer wait, up to 60s, and look at the call's transcript.")
	}
	return line, p
}

func (c *call) lineBehind(sid string, after int, kind, text string) (simapi.Line, bool, *problem) {
	one, ok := c.sim.CallOf(sid)
	if !ok {
		return simapi.Line{}, false, gone("sid")
	}
	for i, line := range one.Transcript() {
		if i >= after && (kind == "" || kind == string(line.Kind)) && line.Contains(text) {
			return lineOf(i, &line), true, nil
		}
	}
	if one.Status.Final() {
		return simapi.Line{}, false, isOver
	}
	return simapi.Line{}, false, nil
}

var isOver = conflict("The call is over.", "Look at its transcript, and call again.")

func (c *call) answer() (any, *problem) { return c.decide((*twiliotest.Call).Answer) }

func (c *call) decline() (any, *problem) { return c.decide((*twiliotest.Call).Decline) }

func (c *call) decide(do func(*twiliotest.Call) error) (any, *problem) {
	one, problem := c.callOf()
	if problem == nil {
		problem = c.read(new(simapi.Nothing))
	}
	if problem != nil {
		return nil, problem
	}
	if err := do(one); err != nil {
		return nil, conflict("The call does not ring at a phone, or its person has made it.", "Answer and decline calls to phones while their status is ringing.")
	}
	return wholeCall(one), nil
}

func (c *call) hangup() (any, *problem) {
	one, problem := c.callOf()
	if problem == nil {
		problem = c.read(new(simapi.Nothing))
	}
	if problem != nil {
		return nil, problem
	}
	one.Hangup()
	return wholeCall(one), nil
}

// maxKeys, maxWords and maxVoicemail bound what a person does in one request.
const (
	maxKeys      = 100
	maxWords     = 4096
	maxVoicemail = time.Hour
)

func (c *call) press() (any, *problem) {
	var in simapi.Keys
	if problem := c.read(&in); problem != nil {
		return nil, problem
	}
	if in.Keys == "" || len(in.Keys) > maxKeys || strings.Trim(in.Keys, "0123456789*#") != "" {
		return nil, badField("keys", "These are no keys of a telephone, or more than 100.", "Give keys of 0 to 9, * and #.")
	}
	return c.act(in.Wait, 0, func(ctx context.Context, one *twiliotest.Call) error { return one.TryPress(ctx, in.Keys) })
}

func (c *call) speak() (any, *problem) {
	var in simapi.Speech
	if problem := c.read(&in); problem != nil {
		return nil, problem
	}
	if in.Words == "" || len(in.Words) > maxWords {
		return nil, badField("words", "There are no words, or more than 4,096 bytes.", "Give the words that the person says.")
	}
	return c.act(in.Wait, 0, func(ctx context.Context, one *twiliotest.Call) error { return one.TrySpeak(ctx, in.Words) })
}

func (c *call) voicemail() (any, *problem) {
	var in simapi.Voicemail
	if problem := c.read(&in); problem != nil {
		return nil, problem
	}
	lasts := time.Duration(in.Lasts)
	switch {
	case lasts <= 0 || lasts > maxVoicemail:
		return nil, badField("lasts", "The message has no length, or is longer than an hour.", "Give a time span such as 12s.")
	case len(in.Words) > maxWords:
		return nil, badField("words", "There are more than 4,096 bytes of words.", "Shorten them.")
	}
	var words []string
	if in.Words != "" {
		words = []string{in.Words}
	}
	return c.act(in.Wait, lasts, func(ctx context.Context, one *twiliotest.Call) error {
		return one.TryLeaveMessage(ctx, lasts, words...)
	})
}

// act does something on a call as soon as the call listens to it. It waits for that, and
// besides for as long as the action lasts.
func (c *call) act(wait *simapi.Duration, lasts time.Duration, do func(context.Context, *twiliotest.Call) error) (any, *problem) {
	limit, problem := bounded((*time.Duration)(wait))
	if problem != nil {
		return nil, problem
	}
	one, problem := c.callOf()
	if problem != nil {
		return nil, problem
	}
	ctx, cancel := context.WithTimeout(c.http.Context(), limit+lasts)
	defer cancel()
	switch err := do(ctx, one); {
	case err == nil:
		return wholeCall(one), nil
	case errors.Is(err, context.DeadlineExceeded):
		return nil, conflict("The call has not listened to that in time.", "Look at the field listens of the call, and at its transcript.")
	}
	return nil, isOver
}
