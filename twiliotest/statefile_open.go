package twiliotest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/seed15d99369/twilio/internal/journal"
)

// loadedState is what a state file holds.
type loadedState struct {
	script  []stateRecord // requests and numbers, in their order
	newest  map[stateKey]placed
	first   time.Time
	last    time.Time
	records int
	size    int64 // of all records, in bytes
}

// placed is a record and how many came before the first one about the same thing.
type placed struct {
	place int
	stateRecord
}

// openState opens the file of the configuration; nil without one.
func openState(cfg config) (*stateFile, error) {
	if cfg.statePath == "" {
		return nil, nil //nolint:nilnil // nothing is remembered
	}
	loaded := &loadedState{newest: map[stateKey]placed{}}
	file, torn, err := journal.Open(cfg.statePath, loaded.add)
	if err != nil {
		return nil, fmt.Errorf("StateFile: %w", err)
	}
	if torn > 0 {
		cfg.logger.Warn("the end of the state file was torn, and is left out", "file", cfg.statePath, "bytes", torn)
	}
	f := &stateFile{file: file, isDirty: map[stateKey]bool{}, sums: map[charge]charge{}, named: map[string]charge{}, ended: make(chan struct{})}
	if loaded.records > 0 {
		f.loaded, f.restoring = loaded, true
	}
	return f, nil
}

// isRestoring says whether the simulator is being restored, when nobody is told of anything.
func (f *stateFile) isRestoring() bool { return f != nil && f.restoring }

// add takes a record of the file.
func (l *loadedState) add(text []byte) error {
	var record stateRecord
	if err := json.Unmarshal(text, &record); err != nil {
		return err
	}
	if l.records++; l.records == 1 {
		l.first = record.At
	}
	l.size += int64(len(text))
	if record.At.After(l.last) {
		l.last = record.At
	}
	key := stateKey{record.Kind, record.ID}
	switch {
	case record.Kind == recordRequest, record.Kind == EventNumber:
		l.script = append(l.script, record)
	case record.Data == nil:
		delete(l.newest, key)
	default:
		place := l.records
		if before, known := l.newest[key]; known {
			place = before.place
		}
		l.newest[key] = placed{place, record}
	}
	return nil
}

// inOrder returns the newest records of a kind in the order in which the things were made.
func (l *loadedState) inOrder(kind EventKind) []stateRecord {
	var found []placed
	for key, record := range l.newest {
		if key.kind == kind {
			found = append(found, record)
		}
	}
	slices.SortFunc(found, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	records := make([]stateRecord, len(found))
	for i, one := range found {
		records[i] = one.stateRecord
	}
	return records
}

// restore brings the simulator into the state of its file. It runs before anybody can ask
// for anything.
func (s *Sim) restore() error {
	f := s.state
	if f == nil {
		return nil
	}
	if f.loaded != nil {
		if err := s.restoreLoaded(); err != nil {
			return errors.Join(fmt.Errorf("StateFile: %w", err), f.file.Close())
		}
	}
	s.mu.Lock()
	err := s.remember()
	s.mu.Unlock()
	if err != nil {
		return errors.Join(fmt.Errorf("StateFile: %w", err), f.file.Close())
	}
	go s.keepState()
	return nil
}

func (s *Sim) restoreLoaded() error {
	f := s.state
	loaded := f.loaded
	self, err := loaded.self()
	if err != nil {
		return err
	}
	if self.Account != s.access.accounts[0].sid {
		return fmt.Errorf("the file is that of account %s: give the simulator that account, or another file", self.Account)
	}
	s.begun = time.Unix(0, self.Begun).UTC()
	if err := s.replay(loaded); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	resume, err := s.install(loaded, self)
	if err != nil {
		return err
	}
	f.loaded, f.restoring = nil, false
	s.Clock.release(s.config.wallTime, s.resumesAt(loaded, self))
	for _, goOn := range resume {
		goOn()
	}
	s.Clock.after(0, func() {}) // which delivers what they have to tell
	s.trim()
	return s.compact(loaded)
}

// self is what the simulator has written of itself last.
func (l *loadedState) self() (self selfRecord, err error) {
	record, known := l.newest[stateKey{kind: recordSelf}]
	if !known {
		return self, errors.New("the file has no record of the simulator itself: move it away to begin anew")
	}
	err = json.Unmarshal(record.Data, &self)
	return self, err
}

// replay carries the requests out again, and makes the numbers, in their order.
func (s *Sim) replay(loaded *loadedState) error {
	for _, record := range loaded.script {
		if record.Kind == EventNumber {
			if err := s.installNumber(record); err != nil {
				return err
			}
			continue
		}
		if err := s.repeat(record.At, record.Data, loaded.last); err != nil {
			return err
		}
	}
	s.catchUp(loaded.last)
	return nil
}

// resumesAt is the time at which the clock goes on: with wall time it has gone on while the
// simulator was away.
func (s *Sim) resumesAt(loaded *loadedState, self selfRecord) time.Time {
	at := s.Clock.Now()
	if now := time.Now().Add(self.Ahead); s.config.wallTime && now.After(at) {
		return now
	}
	if loaded.last.After(at) {
		return loaded.last
	}
	return at
}

// hold makes the clock a virtual one until release, from a time on.
func (c *Clock) hold(at time.Time) { c.wall, c.now = false, at }

// release lets the clock go on at a time.
func (c *Clock) release(wall bool, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.now) {
		c.now = at
	}
	c.wall, c.since, c.at = wall, time.Now(), time.Time{}
	c.arm()
}

// compact writes the file anew when most of it has no meaning any more; s.mu is held.
func (s *Sim) compact(loaded *loadedState) error {
	var kept [][]byte
	size := int64(0)
	keep := func(record stateRecord) error {
		text, err := json.Marshal(record)
		kept, size = append(kept, text), size+int64(len(text))
		return err
	}
	for _, record := range loaded.script {
		if !s.isObsolete(record, loaded.last) {
			if err := keep(record); err != nil {
				return err
			}
		}
	}
	for _, one := range slices.SortedFunc(maps.Values(loaded.newest), func(a, b placed) int { return cmp.Compare(a.place, b.place) }) {
		data, _ := s.dataOf(stateKey{one.Kind, one.ID})
		if data == nil && one.Kind != recordSelf {
			continue // it is beyond the history
		}
		if err := keep(one.stateRecord); err != nil {
			return err
		}
	}
	const worthwhile = 1 << 16 // bytes
	if loaded.size < worthwhile || size > loaded.size/2 {
		return nil
	}
	return s.state.file.Replace(kept)
}

// isObsolete says whether a request or a number of the file means nothing any more.
func (s *Sim) isObsolete(record stateRecord, now time.Time) bool {
	if record.Kind != recordRequest {
		return false
	}
	var request requestRecord
	return json.Unmarshal(record.Data, &request) == nil && request.isOver(record.At, now)
}
