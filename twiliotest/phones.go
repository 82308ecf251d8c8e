package twiliotest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
)

// Habit is how a phone reacts when it is called.
type Habit string

// The habits of phones.
const (
	HabitAnswer       Habit = "answer"
	HabitBusy         Habit = "busy"
	HabitNoAnswer     Habit = "no-answer" // it rings; Call.Answer and Call.Decline decide
	HabitOutOfService Habit = "out-of-service"
)

func (h habit) public() Habit {
	switch h {
	case habitBusy:
		return HabitBusy
	case habitNoAnswer:
		return HabitNoAnswer
	case habitFailed:
		return HabitOutOfService
	case habitAnswer:
	}
	return HabitAnswer
}

// PhoneState is how a phone is set.
type PhoneState struct {
	Number      string
	Name        string // that Phone.SetName has given it, "" for none
	Habit       Habit
	AnswerAfter time.Duration     // it rings before it is answered
	AnsweredBy  twilio.AnsweredBy // "" for a human
	Unreachable twilio.ErrorCode  // see Phone.Unreachable, 0 for a phone that is on
	OptedOut    bool
}

// Phones returns the phones that [Sim.Phone] has made and those of everybody who takes part
// in a message or a call that is kept, sorted by their numbers.
func (s *Sim) Phones() []PhoneState {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := map[string]PhoneState{}
	for number, p := range s.phones {
		known[number] = p.state()
	}
	add := func(number string) {
		if _, has := known[number]; !has && number != "" {
			known[number] = (&Phone{sim: s, number: number}).state()
		}
	}
	for _, m := range s.messages {
		add(m.Person())
	}
	for _, c := range s.calls {
		add(c.Person())
	}
	return slices.SortedFunc(maps.Values(known), func(a, b PhoneState) int { return cmp.Compare(a.Number, b.Number) })
}

// State returns how the phone is set.
func (p *Phone) State() PhoneState {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	return p.state()
}

func (p *Phone) state() PhoneState {
	return PhoneState{
		Number: p.number, Name: p.name, Habit: p.habit.public(), AnswerAfter: p.ringsFor(), AnsweredBy: p.answeredBy,
		Unreachable: p.unreachable, OptedOut: p.optedOut,
	}
}

// ringsFor is how long the phone rings before it is answered.
func (p *Phone) ringsFor() time.Duration {
	return cmp.Or(p.rings, p.sim.config.rings, ringsFor)
}

// SetName names the person whose phone it is, for people who look on.
func (p *Phone) SetName(name string) {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.name = name
	p.changed()
}

// AnswerAfter lets every phone ring for a time before it is answered, unless
// [Phone.AnswerAfter] says another time. Without this option it is five seconds.
func AnswerAfter(rings time.Duration) Option {
	return func(c *config) error {
		if rings < 0 {
			return fmt.Errorf("AnswerAfter(%v): give a time that is not negative", rings)
		}
		c.rings = rings
		return nil
	}
}

// TrySMS is [Phone.SendSMS] for programs: it returns an error instead of failing a test, and
// gives up when ctx ends.
func (p *Phone) TrySMS(ctx context.Context, to, body string, opts ...InboundOption) (*Callback, error) {
	return p.trySend(ctx, p.number, to, body, opts)
}

// TryWhatsApp is [Phone.SendWhatsApp] for programs.
func (p *Phone) TryWhatsApp(ctx context.Context, to, body string, opts ...InboundOption) (*Callback, error) {
	return p.trySend(ctx, whatsAppPrefix+p.number, whatsAppPrefix+bare(to), body, opts)
}

func (p *Phone) trySend(ctx context.Context, from, to, body string, opts []InboundOption) (*Callback, error) {
	answer, err := p.sim.receive(ctx, p, from, to, body, newInbound(opts))
	if err != nil {
		return &Callback{Err: err}, fmt.Errorf("twiliotest: the message from %s to %s: %w", from, to, err)
	}
	return answer, nil
}

// CallOf returns the call with a SID, which may go on or be over; false when there is none
// or it is not kept any more.
func (s *Sim) CallOf(sid string) (*Call, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.callIndex.bySID[sid]
	if c == nil {
		return new(Call), false
	}
	shown := c.Call
	return &shown, true
}

var (
	errNotRinging = errors.New("twiliotest: the call does not ring at a phone")
	errOwnCall    = errors.New("twiliotest: the person has made the call, and cannot answer it: Hangup ends it")
)

// Answer takes a call that rings at its phone, whatever the habit of the phone is. A phone
// with the habit [HabitNoAnswer] rings until somebody does so.
func (c *Call) Answer() error { return c.decide(c.answer) }

// Decline refuses a call that rings at its phone: it ends as busy.
func (c *Call) Decline() error {
	return c.decide(func(s *Sim, live *call) { s.endCall(live, twilio.CallStatusBusy) })
}

func (c *Call) answer(s *Sim, live *call) {
	live.timer.cancel()
	s.connectCall(live)
	s.afterAnswer(live)
}

// decide does something to a call that rings at its phone.
func (c *Call) decide(do func(*Sim, *call)) error {
	if c.live == nil {
		return errNoCall
	}
	s := c.live.sim
	s.mu.Lock()
	err := c.live.whyNotRinging()
	if err == nil {
		do(s, c.live)
		s.notify()
	}
	*c = c.live.Call
	s.mu.Unlock()
	s.empty()
	return err
}

func (c *call) whyNotRinging() error {
	switch {
	case c.Direction == twilio.CallDirectionInbound:
		return errOwnCall
	case c.Status != twilio.CallStatusRinging, c.order.program != nil:
		return errNotRinging
	}
	return nil
}

// Listens says whether the call listens to the keys that the person presses, and to the
// person's words.
func (c *Call) Listens() (keys, words bool) {
	if c.live == nil {
		return false, false
	}
	c.live.sim.mu.Lock()
	defer c.live.sim.mu.Unlock()
	if c.live.Status.Final() {
		return false, false
	}
	return c.live.keySink() != nil, c.live.wordSink() != nil
}
