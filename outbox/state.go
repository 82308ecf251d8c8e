package outbox

// State is where a message stands.
//
//	pending ── claimed ──▶ sending ── answered ──▶ accepted, refused
//	   ▲                      │
//	   └── not sent ──────────┤
//	   └── not seen ── unknown ◀┘ no answer
//	                      ├── found ──▶ accepted
//	                      └── undecided ──▶ uncertain
//
// A pending message can also be cancelled, skipped and given up.
type State string

// The states of a message. All from Accepted on are final: the message is not sent, and not sent
// again, unless somebody asks for that by name.
const (
	Pending   State = "pending"   // it waits for its time, for the rate, or for a second attempt
	Sending   State = "sending"   // one process is sending it
	Unknown   State = "unknown"   // it may have been sent: the outbox is looking for it
	Accepted  State = "accepted"  // Twilio has it, with a SID
	Refused   State = "refused"   // Twilio has refused it
	GivenUp   State = "given_up"  // it was not sent within its time or its attempts
	Cancelled State = "cancelled" // somebody cancelled it before it was sent
	Skipped   State = "skipped"   // its recipient does not want it
	Uncertain State = "uncertain" // it may have been sent, and a person has to look
)

// Final reports whether the outbox is done with a message in this state.
func (s State) Final() bool {
	switch s {
	case Pending, Sending, Unknown:
		return false
	}
	return true
}

// SettledBy is what told the outcome of a message.
type SettledBy string

// What can tell an outcome.
const (
	ByAnswer   SettledBy = "answer"   // Twilio's answer to the request
	ByCallback SettledBy = "callback" // a status callback that names the message
	BySearch   SettledBy = "search"   // the list of the account's messages
	ByPerson   SettledBy = "person"
)

// event is something that happens to a message.
type event string

const (
	claimed     event = "claimed"        // a worker is about to send it
	optedOut    event = "opted out"      // its recipient does not want it
	tooLate     event = "too late"       // its time is over, or its attempts are used up
	cancelled   event = "cancelled"      // by an operator
	accepted    event = "accepted"       // the answer names the SID
	refused     event = "refused"        // the answer is a refusal
	notSent     event = "not sent"       // there is proof that the attempt sent nothing
	noAnswer    event = "no answer"      // the attempt may have sent it
	leaseEnded  event = "lease ended"    // nobody has told how the attempt ended
	found       event = "found"          // a search has found it
	notSeen     event = "not seen"       // a search has shown that it was not sent
	undecided   event = "undecided"      // no search can tell
	calledBack  event = "called back"    // a verified callback names the row and the SID
	displaced   event = "displaced"      // the SID that a search has found belongs to another row
	resent      event = "resent"         // a person lets it be sent again, maybe twice
	foundByHand event = "found by hand"  // a person names the SID
	closed      event = "closed by hand" // a person says that it was not sent, and is not to be
)

// ofAttempt reports that an event is about one attempt, so that it counts only while that
// attempt is the last one. An answer that names a SID is about the message: whichever attempt it
// answers, the message is not to be sent again.
func (e event) ofAttempt() bool {
	switch e {
	case refused, notSent, noAnswer, leaseEnded, found, notSeen, undecided:
		return true
	}
	return false
}

// rule says that an event leads from one state to another.
type rule struct {
	from  State
	on    event
	to    State
	guard func(e *entry, n *news) bool // what has to hold besides; nil for nothing
}

// table is a list of rules. The first one that fits decides, and without one nothing changes.
type table []rule

// machine holds every change of state that there is.
//
// What a request's own answer says, and what a verified callback says, beats what a search has
// found: a list cannot tell two equal messages apart.
var machine = table{
	{from: Pending, on: claimed, to: Sending},
	{from: Pending, on: optedOut, to: Skipped},
	{from: Pending, on: tooLate, to: GivenUp},
	{from: Pending, on: cancelled, to: Cancelled},

	{from: Sending, on: accepted, to: Accepted},
	{from: Sending, on: refused, to: Refused},
	{from: Sending, on: notSent, to: Pending},
	{from: Sending, on: noAnswer, to: Unknown},
	{from: Sending, on: leaseEnded, to: Unknown},
	{from: Sending, on: calledBack, to: Accepted},

	{from: Unknown, on: found, to: Accepted},
	{from: Unknown, on: notSeen, to: Pending},
	{from: Unknown, on: undecided, to: Uncertain},
	{from: Unknown, on: calledBack, to: Accepted},
	{from: Unknown, on: accepted, to: Accepted}, // the owner was late, as it is below
	{from: Unknown, on: refused, to: Refused},
	{from: Unknown, on: notSent, to: Pending},

	{from: Uncertain, on: accepted, to: Accepted},
	{from: Uncertain, on: refused, to: Refused},
	{from: Uncertain, on: notSent, to: Pending},
	{from: Uncertain, on: calledBack, to: Accepted},
	{from: Uncertain, on: resent, to: Pending},
	{from: Uncertain, on: foundByHand, to: Accepted},
	{from: Uncertain, on: closed, to: GivenUp},

	{from: Accepted, on: displaced, to: Uncertain, guard: isBySearch},
	{from: Accepted, on: accepted, to: Accepted, guard: isBySearch},
	{from: Accepted, on: calledBack, to: Accepted, guard: isBySearch},
	{from: Accepted, on: refused, to: Refused, guard: isBySearch},   // the search has found somebody else's
	{from: Accepted, on: notSent, to: Uncertain, guard: isBySearch}, // not pending: it was told as accepted, and may have been cancelled

	// A search has wrongly said that nothing was sent. What proves the contrary comes before the
	// next attempt, or the message has ended without one.
	{from: Pending, on: accepted, to: Accepted},
	{from: Pending, on: calledBack, to: Accepted},
	{from: Pending, on: refused, to: Refused},
	{from: GivenUp, on: accepted, to: Accepted},
	{from: GivenUp, on: calledBack, to: Accepted},
	{from: Cancelled, on: accepted, to: Accepted},
	{from: Cancelled, on: calledBack, to: Accepted},
	{from: Skipped, on: accepted, to: Accepted},
	{from: Skipped, on: calledBack, to: Accepted},
	{from: Refused, on: accepted, to: Accepted},
	{from: Refused, on: calledBack, to: Accepted},
}

func isBySearch(e *entry, _ *news) bool { return e.SettledBy == BySearch }

// next returns the state to which an event leads, and whether it changes anything.
func (t table) next(e *entry, n *news) (State, bool) {
	if n.event.ofAttempt() && n.attempt != e.attempt {
		return "", false
	}
	for _, r := range t {
		if r.from == e.State && r.on == n.event && (r.guard == nil || r.guard(e, n)) {
			return r.to, true
		}
	}
	return "", false
}
