package outbox

import (
	"fmt"
	"math/bits"
)

// A world is a moment in the life of one or two messages: what the database has, what is true
// at Twilio, and how far everybody has come. Each step of machine_steps_test.go leads from one
// moment to a next one. It is comparable, so that the walk knows where it has been.
type world struct {
	rows  [2]modelRow
	truth [modelAttempts * 2]fate // of each attempt
	known bitset                  // messages whose own answer or callback has been told
	late  bitset                  // attempts whose NotAfter has passed
	over  bitset                  // attempts after whose horizon a list shows everything
	since [modelAttempts * 2]bitset

	workers  [2]modelWorker
	sweepers [2]modelSweeper
	caller   modelCaller

	said   [2]modelEvent // what was told last of the last attempt, without a SID
	resent [2]uint8
	ended  [2]bool // by a person
}

// modelAttempts is how many attempts a row can have at most.
const modelAttempts = 3

// A bitset holds attempts, and so messages: an attempt makes one at most.
type bitset uint8

func (b bitset) has(attempt int8) bool { return b&(1<<attempt) != 0 }
func (b *bitset) add(attempt int8)     { *b |= 1 << attempt }

// fate is what Twilio does with an attempt.
type fate uint8

const (
	unsent  fate = iota
	flying       // the request is on its way
	created      // there is a message
	denied       // Twilio has refused it
	lost         // it never came to Twilio
)

// modelRow is a row, in small numbers.
type modelRow struct {
	state    int8 // index into modelStates
	by       int8 // index into modelBy
	attempt  int8 // 1 is the first attempt of the row, 0 is none
	attempts int8
	sid      int8 // 1 + the attempt that made the message, 0 is none
	other    int8
}

var (
	modelStates = [...]State{Pending, Sending, Unknown, Accepted, Refused, GivenUp, Cancelled, Skipped, Uncertain}
	modelBy     = [...]SettledBy{"", ByAnswer, ByCallback, BySearch, ByPerson}
)

func (r modelRow) is() State { return modelStates[r.state] }

// entry is the row as the real code has it.
func (r modelRow) entry() *entry {
	return &entry{
		Entry:   Entry{State: r.is(), SettledBy: modelBy[r.by], Attempts: int(r.attempts), SID: modelSID(r.sid), OtherSID: modelSID(r.other)},
		attempt: modelName(r.attempt),
	}
}

func modelRowOf(e *entry) modelRow {
	return modelRow{
		state: indexOf(modelStates[:], e.State), by: indexOf(modelBy[:], e.SettledBy), attempts: int8(e.Attempts),
		attempt: modelNumber(e.attempt), sid: modelNumber(e.SID), other: modelNumber(e.OtherSID),
	}
}

func indexOf[T comparable](all []T, one T) int8 {
	for i, v := range all {
		if v == one {
			return int8(i)
		}
	}
	panic(fmt.Sprint("the model has no ", one))
}

func modelName(n int8) string {
	if n == 0 {
		return ""
	}
	return string(rune('a' + n))
}

func modelSID(n int8) string { return modelName(n) }

func modelNumber(name string) int8 {
	if name == "" {
		return 0
	}
	return int8(name[0] - 'a')
}

// slot is the place of an attempt of a row in the arrays of the world.
func slot(row, attempt int8) int8 { return row*modelAttempts + attempt - 1 }

func rowOfSlot(s int8) int8 { return s / modelAttempts }

// modelNews is news in small numbers.
type modelNews struct {
	event   modelEvent
	attempt int8
	sid     int8
	by      int8
}

func (n modelNews) news() *news {
	return &news{event: n.event.event(), attempt: modelName(n.attempt), sid: modelSID(n.sid), by: modelBy[n.by]}
}

// modelEvent is 1 + an index into modelEvents; 0 is no event.
type modelEvent int8

var modelEvents = [...]event{
	claimed, optedOut, tooLate, cancelled, accepted, refused, notSent, noAnswer, leaseEnded, found, notSeen, undecided, calledBack,
	displaced, resent, foundByHand, closed,
}

const (
	mNone modelEvent = iota
	mClaimed
	mOptedOut
	mTooLate
	mCancelled
	mAccepted
	mRefused
	mNotSent
	mNoAnswer
	mLeaseEnded
	mFound
	mNotSeen
	mUndecided
	mCalledBack
	mDisplaced
	mResent
	mFoundByHand
	mClosed
)

func (e modelEvent) event() event { return modelEvents[e-1] }

// The places in modelBy.
const (
	mByNobody int8 = iota
	mByAnswer
	mByCallback
	mBySearch
	mByPerson
)

// modelTeller is somebody who has news for a row: it knows the row as it once was, and reads it
// again when it has changed since.
type modelTeller struct {
	row    int8
	before modelRow
	news   modelNews
}

type workerPhase uint8

const (
	workerIdle workerPhase = iota
	workerLoaded
	workerClaimed
	workerWaits
	workerTells
)

type modelWorker struct {
	phase   workerPhase
	attempt int8
	tells   modelTeller
}

type sweeperPhase uint8

const (
	sweeperIdle sweeperPhase = iota
	sweeperHasList
	sweeperHasFound
	sweeperTells
)

type modelSweeper struct {
	phase sweeperPhase
	past  bool   // the list was read after the horizon
	list  bitset // what it showed
	tells modelTeller
}

type modelCaller struct {
	busy  bool
	tells modelTeller
}

// circumstances are what is possible in a world.
type circumstances struct {
	name       string
	rows       int8
	alike      bool  // a list cannot tell the messages of the two rows apart
	attempts   int8  // after which a row is given up
	liars      bool  // lists may hide a message for longer than the horizon
	mixed      bool  // an answer may be another request's
	unreadable bool  // lists may fail for ever
	person     bool  // somebody decides about uncertain rows
	workers    int8  // 1 or 2
	sweepers   int8  // 0, 1 or 2
	callbacks  bool  // Twilio may call back
	stops      bool  // an operator cancels, a recipient opts out, a time is over
	deaths     bool  // processes die
	large      bool  // too many moments to walk through for each mutant
	rules      table // the machine

	answers map[modelQuestion]modelAnswer // of the machine
	ends    map[world]string              // see endProblem
}

type modelQuestion struct {
	before modelRow
	news   modelNews
}

type modelAnswer struct {
	after   modelRow
	changes bool
}

// count is how many messages were created for a row.
func (w *world) count(row int8) int {
	n := 0
	for attempt := int8(1); attempt <= modelAttempts; attempt++ {
		if w.truth[slot(row, attempt)] == created {
			n++
		}
	}
	return n
}

// messages are all that were created.
func (w *world) messages() bitset {
	var all bitset
	for s := range w.truth {
		if w.truth[s] == created {
			all.add(int8(s))
		}
	}
	return all
}

// ofRow are the attempts of a row.
func ofRow(row int8) bitset { return (1<<modelAttempts - 1) << (row * modelAttempts) }

func (b bitset) len() int { return bits.OnesCount8(uint8(b)) }

// sort puts workers and sweepers, of whom one is like the other, in one order, the idle ones last.
func (w *world) sort() {
	if w.workers[0].rank() < w.workers[1].rank() {
		w.workers[0], w.workers[1] = w.workers[1], w.workers[0]
	}
	if w.sweepers[0].rank() < w.sweepers[1].rank() {
		w.sweepers[0], w.sweepers[1] = w.sweepers[1], w.sweepers[0]
	}
}

func (w modelWorker) rank() uint64 {
	return uint64(w.phase)<<32 | uint64(w.attempt)<<30 | w.tells.rank()
}

func (s modelSweeper) rank() uint64 { return uint64(s.phase)<<32 | uint64(s.list)<<40 | s.tells.rank() }

func (t modelTeller) rank() uint64 {
	return uint64(t.row)<<24 | uint64(t.before.state)<<20 | uint64(t.before.attempt)<<16 | uint64(t.news.event)<<8 | uint64(t.before.sid)
}
