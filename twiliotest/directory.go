package twiliotest

import (
	"slices"
	"strings"
)

// directory finds messages or calls without a look at all of them. The zero value is ready.
type directory[T comparable] struct {
	bySID map[string]T
	to    map[string][]T // by whom they go to: those that no test has taken yet, the oldest first
}

func (d *directory[T]) add(sid, to string, item T) {
	if d.bySID == nil {
		d.bySID, d.to = map[string]T{}, map[string][]T{}
	}
	d.bySID[sid] = item
	d.to[to] = append(d.to[to], item)
}

// take returns the first one to somebody that fits, and does not find it for a test again.
func (d *directory[T]) take(to string, fits func(T) bool) (taken T, ok bool) {
	waiting := d.to[to]
	i := slices.IndexFunc(waiting, fits)
	if i < 0 {
		return taken, false
	}
	taken = waiting[i]
	d.to[to] = slices.Delete(waiting, i, i+1)
	return taken, true
}

// drop forgets those with some SIDs.
func (d *directory[T]) drop(sids []string, sid func(T) string) {
	for _, one := range sids {
		delete(d.bySID, one)
	}
	for to, waiting := range d.to {
		waiting = slices.DeleteFunc(waiting, func(item T) bool { return d.bySID[sid(item)] != item })
		if d.to[to] = waiting; len(waiting) == 0 {
			delete(d.to, to)
		}
	}
}

// addMessage keeps a new message; s.mu is held.
func (s *Sim) addMessage(m *message) {
	s.messages = append(s.messages, m)
	s.messageIndex.add(m.SID, strings.TrimPrefix(m.To, rcsPrefix), m)
	s.fetchFiles(m)
	s.emitMessage(m)
}

// messageOf returns the message of an account with a SID, nil if there is none; s.mu is held.
func (s *Sim) messageOf(account, sid string) *message {
	if m := s.messageIndex.bySID[sid]; m != nil && m.account == account && !m.deleted {
		return m
	}
	return nil
}

// addCall keeps a new call; s.mu is held.
func (s *Sim) addCall(c *call) {
	c.sim, c.live = s, c
	s.calls = append(s.calls, c)
	s.callIndex.add(c.SID, c.To, c)
	s.emitCall(c)
}

// callNamed returns the call of an account with a SID, nil if there is none; s.mu is held.
func (s *Sim) callNamed(account, sid string) *call {
	if c := s.callIndex.bySID[sid]; c != nil && c.account == account && !c.deleted {
		return c
	}
	return nil
}
