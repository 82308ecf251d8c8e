package twiliotest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio/internal/journal"
)

// StateFile lets a simulator that runs as a server remember itself over a restart, in a file
// that [Start] makes when there is none. It comes back with its SIDs, its clock and its balance:
//
//   - accounts, keys, numbers, services, templates, applications, queues, SIP domains and all else that
//     requests to the API have made or changed. Those requests are kept and carried out once more at
//     the start, each at its own time on the clock, while nobody is told of anything;
//   - messages, calls with their transcripts, recordings, phones, the numbers of [Sim.Number], usage, and
//     the requests, callbacks and alerts of the wire. Messages that were under way go on. A call that
//     was going on has ended when the simulator comes back: as completed when somebody had answered it, and
//     as failed otherwise.
//
// A request is answered once what it has done is with the operating system, so that the death of the
// process takes nothing that somebody was told of. A power cut may take the last second or so: the
// file is written to the disk each second and by [Sim.Close].
//
// These are not restored: conferences, calls that wait in queues, sessions on calls,
// participants of video rooms, cookies, mails, the queues of senders with a rate, events of the
// monitor about messages and calls, and what a program sets in Go besides phones, numbers and
// subaccounts, such as faults, stubs, handlers, files and lookups. A transcription that was in
// progress has failed. Verifications and access tokens come back for a day. A file of a message
// is restored up to 1 MB.
//
// The file holds tokens and the secrets of keys, and message texts, so that only its owner may be able to
// read it: Start refuses one with a wider mode than 0600, a symbolic link, and whatever is no
// ordinary file. It is locked, so that a second simulator is refused; on Windows nothing locks it.
// A record that was cut off at the end is left out with a line in the log. Start fails for a record that is
// damaged in the middle, and names its place. It writes the file anew when most of it has no
// meaning any more, which [History] is good for.
func StateFile(path string) Option {
	return func(c *config) error {
		if path == "" {
			return errors.New("StateFile(\"\"): give the path of a file, which may be a new one")
		}
		c.statePath = path
		return nil
	}
}

// The kinds of records beside those of [EventKind].
const (
	recordRequest EventKind = "do"    // a request that changed the configuration
	recordUsage   EventKind = "usage" // a sum of charges
	recordSelf    EventKind = "self"  // counters, the balance and the clock
)

// stateRecord is one record of the file. One without data says that the thing is gone.
type stateRecord struct {
	Kind EventKind       `json:"kind"`
	ID   string          `json:"id,omitempty"`
	At   time.Time       `json:"at"` // on the simulator's clock
	Data json.RawMessage `json:"data,omitempty"`
}

// stateKey names what a record is about. The last record about it counts.
type stateKey struct {
	kind EventKind
	id   string
}

// stateFile is what remembers a simulator; nil remembers nothing. Sim.mu guards it.
type stateFile struct {
	file      *journal.File
	restoring bool
	waiting   [][]byte // records that are to be written
	dirty     []stateKey
	isDirty   map[stateKey]bool
	sums      map[charge]charge         // usage by what its charges have in common
	named     map[string]charge         // the keys of sums by their names
	attempts  map[string]*verifyAttempt // by the SIDs of their messages and calls, while it is restored
	self      selfRecord                // as it was written last
	made      []string                  // SIDs and secrets: of the request that is carried out, or that it is to make again
	carrying  bool
	ended     chan struct{} // closed when nothing is written any more
	loaded    *loadedState  // of the file, nil once it is restored
}

// mark has the state of something written at the next opportunity; s.mu is held.
func (f *stateFile) mark(kind EventKind, id string) {
	if f == nil || f.restoring || id == "" {
		return
	}
	switch kind {
	case EventMessage, EventCall, EventRequest, EventCallback, EventAlert, EventPhone, EventNumber, EventRecording, recordUsage:
	default:
		return
	}
	if key := (stateKey{kind, id}); !f.isDirty[key] {
		f.isDirty[key] = true
		f.dirty = append(f.dirty, key)
	}
}

// remember writes what has changed to the file; s.mu is held. What cannot be written is
// tried again the next time.
func (s *Sim) remember() error {
	f := s.state
	if f == nil || f.restoring {
		return nil
	}
	if err := s.encodeChanges(); err != nil {
		return err
	}
	if len(f.waiting) == 0 {
		return nil
	}
	if err := f.file.Append(f.waiting...); err != nil {
		return err
	}
	f.waiting = nil
	return nil
}

// encodeChanges makes records of what has changed.
func (s *Sim) encodeChanges() error {
	f := s.state
	for _, key := range f.dirty {
		data, isOver := s.dataOf(key)
		if !isOver {
			continue // it is written once it is
		}
		if err := s.note(key.kind, key.id, data); err != nil {
			return err
		}
	}
	f.dirty = f.dirty[:0]
	clear(f.isDirty)
	self := s.selfRecord()
	if self == f.self {
		return nil
	}
	f.self = self
	return s.note(recordSelf, "", self)
}

// note adds a record to those that are to be written; nil data says that the thing is gone.
func (s *Sim) note(kind EventKind, id string, data any) error {
	record := stateRecord{Kind: kind, ID: id, At: s.Clock.Now()}
	if data != nil {
		text, err := json.Marshal(data)
		if err != nil {
			return fmt.Errorf("the state of %s %s: %w", kind, id, err)
		}
		record.Data = text
	}
	line, err := json.Marshal(record)
	if err == nil {
		s.state.waiting = append(s.state.waiting, line)
	}
	return err
}

// rememberOrLog is remember for what nobody waits for; s.mu is held.
func (s *Sim) rememberOrLog() { s.logProblem(s.remember()) }

// keepState writes the file to the disk each second, until the simulator is closed.
func (s *Sim) keepState() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	size := int64(0)
	for {
		select {
		case <-s.state.ended:
			return
		case <-ticker.C:
		}
		s.mu.Lock()
		s.rememberOrLog()
		s.mu.Unlock()
		if now := s.state.file.Size(); now != size {
			size = now
			_ = s.state.file.Sync() // the next write tells of a disk that is broken
		}
	}
}

// closeState writes what is left and closes the file.
func (s *Sim) closeState() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.state
	if f == nil || f.file == nil {
		return nil
	}
	select {
	case <-f.ended:
		return nil // it is closed already
	default:
	}
	close(f.ended)
	err := s.note(recordSelf, "", s.selfRecord())
	return errors.Join(err, s.remember(), f.file.Close())
}

// markAll is mark for several of a kind.
func (f *stateFile) markAll(kind EventKind, ids []string) {
	for _, id := range ids {
		f.mark(kind, id)
	}
}

// goes is markID for what is about to go; it is true.
func (f *stateFile) goes(kind EventKind, id int) bool {
	f.markID(kind, id)
	return true
}

// markID is mark for what has a number as its ID.
func (f *stateFile) markID(kind EventKind, id int) { f.mark(kind, strconv.Itoa(id)) }
