package outbox

import (
	"time"

	"github.com/seed15d99369/twilio"
)

// Entry is a message as the outbox keeps it.
type Entry struct {
	Key      string
	Campaign string
	Kind     Kind
	Sender   string // a Messaging Service, a number, or a Verify service
	To       string // "" once it was erased
	Priority int
	State    State
	Attempts int // that were begun

	SID       string    // of the message, the call or the verification
	SettledBy SettledBy // what told the outcome
	OtherSID  string    // of a second message for the same key: only after ResendMaybeTwice, or when the promise was broken

	Status int              // HTTP status of a refusal
	Code   twilio.ErrorCode // of a refusal, or of a failed delivery
	Reason string           // in words; it holds no number

	Delivery    string    // Twilio's status of the message or call, "" before the first
	DeliveredAt time.Time // when that was told

	SendAfter   time.Time
	GiveUpAfter time.Time // zero for never
	CreatedAt   time.Time
	SettledAt   time.Time // when the state became final
}

// entry is an Entry with what only the outbox needs.
type entry struct {
	Entry
	owner

	id       int64
	token    string
	service  string
	wire     int
	params   string
	likeness string
	trace    string

	job     int64 // River's job, 0 for none
	jobAt   time.Time
	attempt string // the name of the last attempt
	record  string // of the last attempt
	lookAt  time.Time
	looks   int
	fetchAt time.Time
}

// news is an event with what it tells.
type news struct {
	event   event
	attempt string    // that the event is about; of claimed, the new one
	at      time.Time // when it happened

	sid    string
	by     SettledBy
	status int
	code   twilio.ErrorCode
	reason string

	record  string    // of the attempt
	lookAt  time.Time // when to look next
	again   time.Time // when the next attempt may begin
	refund  bool      // the attempt does not count
	fetchAt time.Time // when to ask for the delivery
}

// apply returns the message as it is after the news. It reports whether anything changes.
func (e *entry) apply(n *news) (*entry, bool) { return machine.apply(e, n) }

func (t table) apply(e *entry, n *news) (*entry, bool) {
	to, changes := t.next(e, n)
	after := *e
	if !changes {
		return &after, after.noteSecond(n)
	}
	after.State = to
	after.job, after.jobAt, after.lookAt = 0, time.Time{}, time.Time{}
	switch to {
	case Pending:
		after.toPending(n)
	case Sending:
		after.attempt, after.Attempts, after.record, after.lookAt, after.looks = n.attempt, e.Attempts+1, n.record, n.lookAt, 0
		after.job, after.jobAt = e.job, e.jobAt
	case Unknown:
		after.lookAt = n.lookAt
		if n.record != "" {
			after.record = n.record
		}
	default:
		after.settle(n)
	}
	if after.SID != e.SID {
		after.Delivery, after.DeliveredAt = "", time.Time{}
	}
	if after.SID != e.SID || to != Accepted || e.State != Accepted { // else they tell of the delivery
		after.Status, after.Code, after.Reason = n.status, n.code, n.reason
	}
	return &after, true
}

func (e *entry) toPending(n *news) {
	e.record, e.looks, e.SettledAt = "", 0, time.Time{}
	e.SID, e.SettledBy, e.fetchAt = "", "", time.Time{}
	if n.again.After(e.SendAfter) {
		e.SendAfter = n.again
	}
	if n.refund && e.Attempts > 0 {
		e.Attempts--
	}
}

// settle fills in what is known of a message whose state is final.
func (e *entry) settle(n *news) {
	e.SettledAt = n.at
	if e.State != Uncertain {
		e.record = ""
	}
	e.SID, e.SettledBy, e.fetchAt = "", n.by, time.Time{}
	if e.State == Accepted {
		e.SID, e.fetchAt = n.sid, n.fetchAt
	}
	if e.OtherSID == e.SID {
		e.OtherSID = ""
	}
}

// noteSecond keeps the SID of a message that was sent for the key beside the one that the row
// has. It reports whether there is one that was not known.
func (e *entry) noteSecond(n *news) bool {
	if told := n.event == accepted || n.event == calledBack; !told || n.sid == e.SID || n.sid == e.OtherSID {
		return false
	}
	e.OtherSID = n.sid
	return true
}
