package twiliotest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
)

// Match says which requests go wrong. Its methods narrow it, or say what happens
// and make it a [Fault].
type Match struct {
	method, pattern string // "" for any
	to              string
	nth, times      int // 0 for all
	rate            float64
	seed            uint64
	invalid         string // why it can match nothing
}

// On matches requests by method and path, in which * stands for one segment:
//
//	twiliotest.On(http.MethodGet, "/2010-04-01/Accounts/*/Balance.json")
func On(method, pattern string) Match {
	m := Match{method: method, pattern: pattern, rate: 1}
	if _, err := path.Match(pattern, "/"); err != nil || !strings.HasPrefix(pattern, "/") {
		m.invalid = fmt.Sprintf("On(%q, %q): give a path such as /2010-04-01/Accounts/*/Messages.json", method, pattern)
	}
	return m
}

// OnAny matches every request to the API. The storage of media is left alone.
func OnAny() Match { return Match{rate: 1} }

// messagesPattern is where messages are created.
const messagesPattern = "/2010-04-01/Accounts/*/Messages.json"

// OnCreateMessage matches messages as they are created, WhatsApp's included.
func OnCreateMessage() Match {
	return On(http.MethodPost, messagesPattern)
}

// OnCreateCall matches calls as they are created.
func OnCreateCall() Match { return On(http.MethodPost, "/2010-04-01/Accounts/*/Calls.json") }

// OnBuyNumber matches numbers as they are bought, in an area code as well.
func OnBuyNumber() Match {
	return On(http.MethodPost, "/2010-04-01/Accounts/*/IncomingPhoneNumbers.json")
}

// OnCreateVerification matches codes of Verify as they are sent.
func OnCreateVerification() Match { return On(http.MethodPost, "/v2/Services/*/Verifications") }

// OnCheckVerification matches codes of Verify as they are checked.
func OnCheckVerification() Match { return On(http.MethodPost, "/v2/Services/*/VerificationCheck") }

// To narrows it to one recipient, as the request writes it: +14155551234, or
// whatsapp:+14155551234.
func (m Match) To(number string) Match {
	m.to = number
	return m
}

// Nth narrows it to the n-th of the requests that match, from 1, counted from when
// the fault was set.
func (m Match) Nth(n int) Match {
	m.nth = n
	if n < 1 {
		m.invalid = fmt.Sprintf("Nth(%d): count from 1", n)
	}
	return m
}

// Times ends the fault after n requests.
func (m Match) Times(n int) Match {
	m.times = n
	if n < 1 {
		m.invalid = fmt.Sprintf("Times(%d): give 1 or more", n)
	}
	return m
}

// Rate narrows it to a share of the requests that match, from 0 to 1, which the
// seed chooses: the same in every run.
func (m Match) Rate(share float64, seed uint64) Match {
	m.rate, m.seed = share, seed
	if !(share >= 0 && share <= 1) { // NaN neither
		m.invalid = fmt.Sprintf("Rate(%v): give a share from 0 to 1", share)
	}
	return m
}

func (m Match) matches(method, requested string, form url.Values) bool {
	if m.method != "" && m.method != method || m.to != "" && m.to != form.Get("To") {
		return false
	}
	if m.pattern == "" {
		return true
	}
	matched, err := path.Match(m.pattern, requested)
	return err == nil && matched
}

// Fault is something that goes wrong; see [Sim.Fault].
type Fault struct {
	match  Match
	name   string
	commit bool          // the request is carried out
	after  bool          // by AfterCommit
	late   time.Duration // only then is it carried out, when that is not at once
	hidden time.Duration // for so long it is in no list
	answer *answer       // instead of the ordinary one; nil for that
	wait   time.Duration // before the answer
	reply  replier       // how it goes out
	fate   fate          // of the message, whose request goes well; none for a fault of the request
	effect simapi.Effect // what happens, in JSON
}

// AfterCommit has the request carried out all the same, before its answer goes
// wrong: what it created is in the ledger, and the client is not told.
func (f Fault) AfterCommit() Fault {
	f.commit, f.after = true, true
	f.name += ", after commit"
	return f
}

// Fault lets requests go wrong from now on. When several faults match, the one
// that was set first happens. Nothing of it needs a network or takes real time,
// unless the simulator has [WallTime]:
//
//	sim.Fault(twiliotest.OnCreateMessage().Nth(2).CommitThenReset())
//
// A fault that can match nothing fails the test; in a program it is ignored.
func (s *Sim) Fault(f Fault) {
	if s.t != nil {
		s.t.Helper()
	}
	if err := s.TryFault(f); err != nil {
		s.fatalf("%v", err)
	}
}

// TryFault is [Sim.Fault] for programs: a fault that can match nothing is an error.
func (s *Sim) TryFault(f Fault) error {
	if f.match.invalid != "" || f.reply == nil && !f.isOfMessage() {
		return fmt.Errorf("twiliotest: Fault: %s", cmp.Or(f.match.invalid, "it has no effect: end it with one, such as CommitThenReset()"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	random := rand.New(rand.NewPCG(f.match.seed, s.config.seed)) //nolint:gosec // the same in every run, on purpose
	s.faults = append(s.faults, &activeFault{Fault: f, id: s.ids.next(&s.ids.fault), random: random})
	s.emit(EventFault, "", "")
	return nil
}

// ClearFaults ends every fault.
func (s *Sim) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
	s.emit(EventFault, "", "")
}

// FaultState is a fault that is set, and what it has met.
type FaultState struct {
	ID     int
	Name   string // what it does
	Method string // "" for any
	Path   string // "" for any
	To     string // "" for everybody
	Nth    int    // 0 for all
	Times  int    // 0 for any number
	Rate   float64
	Seen   int // requests that matched
	Struck int // requests that went wrong
}

// Faults returns the faults that are set, in the order in which they were.
func (s *Sim) Faults() []FaultState {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]FaultState, len(s.faults))
	for i, f := range s.faults {
		m := f.match
		all[i] = FaultState{ID: f.id, Name: f.name, Method: m.method, Path: m.pattern, To: m.to, Nth: m.nth, Times: m.times, Rate: m.rate, Seen: f.seen, Struck: f.struck}
	}
	return all
}

// RemoveFault ends one fault, by its ID. It says whether there was one.
func (s *Sim) RemoveFault(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.faults)
	s.faults = slices.DeleteFunc(slices.Clone(s.faults), func(f *activeFault) bool { return f.id == id })
	s.emit(EventFault, "", "")
	return len(s.faults) < before
}

// activeFault is a fault and what it has met.
type activeFault struct {
	Fault

	id     int
	random *rand.Rand
	seen   int // requests that match
	struck int // and that went wrong
}

// strikes counts a request that matches and decides whether it goes wrong.
func (f *activeFault) strikes() bool {
	f.seen++
	switch m := f.match; {
	case m.nth > 0 && f.seen != m.nth,
		m.times > 0 && f.struck >= m.times,
		m.rate < 1 && f.random.Float64() >= m.rate:
		return false
	}
	f.struck++
	return true
}

// noFault is what most requests meet.
var noFault = Fault{commit: true, reply: (*Sim).replyWhole}

// faultFor returns what goes wrong with a request, which is the first of the faults that
// strike; every fault counts it. s.mu is held.
func (s *Sim) faultFor(method, requested string, form url.Values) Fault {
	met, found := noFault, false
	for _, f := range s.faults {
		if !f.isOfMessage() && f.match.matches(method, requested, form) && f.strikes() && !found {
			met, found = f.Fault, true
		}
	}
	return met
}

// undergo carries a request out as far as the fault lets it, and returns the
// answer; s.mu is held.
func (s *Sim) undergo(f Fault, carryOut func() answer) answer {
	var result answer
	switch {
	case f.late > 0:
		s.Clock.after(f.late, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.closed {
				return
			}
			if pending := carryOut().pending; pending != nil {
				s.later(func() { pending(s.hookContext) })
			}
		})
	case f.commit:
		messages, calls, attempts, numbers := len(s.messages), len(s.calls), len(s.verify.attempts), len(s.owned)
		result = carryOut()
		s.hide(f.hidden, messages, calls, attempts, numbers)
	}
	if f.answer == nil {
		return result
	}
	given := *f.answer
	if pending := result.pending; pending != nil {
		given.pending = func(ctx context.Context) answer {
			pending(ctx)
			return *f.answer
		}
	}
	return given
}

// hide leaves the resources that were created since then out of lists for a while.
func (s *Sim) hide(d time.Duration, messages, calls, attempts, numbers int) {
	if d == 0 {
		return
	}
	until := s.Clock.Now().Add(d)
	for _, m := range s.messages[messages:] {
		m.hidden = until
	}
	for _, c := range s.calls[calls:] {
		c.hidden = until
	}
	for _, a := range s.verify.attempts[attempts:] {
		a.hidden = until
	}
	for _, n := range s.owned[numbers:] {
		n.record.hidden = until
	}
}

// errorAnswer is an error with the text of the catalogue.
func errorAnswer(status int, code twilio.ErrorCode) *answer {
	message := code.Title()
	if message == "" {
		message = http.StatusText(status)
	}
	failed := failure(status, code, message)
	return &failed
}
