package twiliotest

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// History bounds what the simulator keeps of what has happened: n messages, n calls, n
// requests, n callbacks, n alerts, and as many recordings, conferences, verifications, mails, video rooms,
// events of the monitor and resources in each list that is kept as sent. What belongs to a
// message or a call goes with it. The oldest that are over go first, and what is under way
// stays. They go in bulk, so that there may be a quarter more for a while.
//
// What configures an account has no such bound: numbers, keys, services, templates, phones and the
// like. Usage is added up by the day, so that its totals stay right. Without this option
// everything is kept, as tests want it.
func History(n int) Option {
	return func(c *config) error {
		if n < 1 {
			return fmt.Errorf("History(%d): give how many messages are kept, 1 or more", n)
		}
		c.history = n
		return nil
	}
}

// historyState says of each list when it is shortened next.
type historyState struct {
	messages, calls, requests, callbacks, alerts bound
	conferences, queues, recordings, rooms       bound
	compositions, verifications, attempts, mails bound
	changes, tokens, orders, recent              bound
	conversations, refused, files, charges       bound
}

// bound decides when a list is shortened: it says how many more times nobody looks, because the
// last look has found too much under way. So that costs little, however long the list is.
type bound int

// isReached says whether a list of a length is to be shortened to the most that it may hold.
func (b *bound) isReached(length, most int) bool {
	switch {
	case most == 0 || length <= most+most/4:
		return false
	case *b > 0:
		*b--
		return false
	}
	return true
}

// set takes the length that a list has after it was shortened.
func (b *bound) set(length, most int) {
	*b = 0
	if length > most {
		*b = bound(length / 4)
	}
}

// shorten takes the oldest out of a list that are over, once the list is a quarter too long, and
// returns them.
func shorten[T any](b *bound, all *[]T, most int, isOver func(T) bool) (gone []T) {
	if !b.isReached(len(*all), most) {
		return nil
	}
	kept := make([]T, 0, most+most/4+1)
	for i, one := range *all {
		if len(gone) == len(*all)-most {
			kept = append(kept, (*all)[i:]...)
			break
		}
		if isOver(one) {
			gone = append(gone, one)
		} else {
			kept = append(kept, one)
		}
	}
	*all = kept
	b.set(len(kept), most)
	return gone
}

// shortenMap forgets those of a map that are stale, once it is a quarter too long, and all of
// it when too many are left.
func shortenMap[K comparable, V any](b *bound, all map[K]V, most int, isStale func(V) bool) {
	if !b.isReached(len(all), most) {
		return
	}
	maps.DeleteFunc(all, func(_ K, value V) bool { return isStale(value) })
	if len(all) > most {
		clear(all)
	}
}

func isAlways[T any](T) bool { return true }

// trim forgets the oldest of what has happened, as [History] says; s.mu is held, and nobody
// counts on a place in a list.
func (s *Sim) trim() {
	if s.config.history == 0 {
		return
	}
	s.trimWire()
	s.trimSent()
	s.trimLines()
	s.trimVerify()
	s.trimVideo()
	s.trimLeftovers()
	s.resources.trim(s.config.history)
}

func (s *Sim) trimWire() {
	most, h := s.config.history, &s.history
	for _, r := range shorten(&h.requests, &s.requests, most, func(r Request) bool { return !r.underWay }) {
		s.state.markID(EventRequest, r.ID)
	}
	for _, c := range shorten(&h.callbacks, &s.callbacks, most, func(c *Callback) bool { return !c.underWay }) {
		s.state.markID(EventCallback, c.ID)
	}
	for _, a := range shorten(&h.alerts, &s.alerts, most, isAlways[*alert]) {
		s.state.markID(EventAlert, a.ID)
	}
	shorten(&h.changes, &s.monitor.events, most, isAlways)
}

func (s *Sim) trimSent() {
	most, h := s.config.history, &s.history
	s.forgetMessages(shorten(&h.messages, &s.messages, most, func(m *message) bool { return m.Status.Final() }))
	s.forgetCalls(shorten(&h.calls, &s.calls, most, func(c *call) bool { return c.Status.Final() }))
}

func (s *Sim) trimLines() {
	most, h := s.config.history, &s.history
	recordings := sidsOf(shorten(&h.recordings, &s.lines.recordings, most, (*recording).isDone), (*recording).id)
	s.state.markAll(EventRecording, recordings)
	s.forgetBelow(recordings)
	s.forgetBelow(sidsOf(shorten(&h.conferences, &s.lines.conferences, most, func(v *conference) bool { return v.status == conferenceCompleted }), (*conference).id))
	shorten(&h.queues, &s.lines.queues, most, func(q *queue) bool { return q.ofEnqueue && len(q.members) == 0 && len(q.agents) == 0 })
}

// isDone says whether nothing more happens to a recording.
func (rec *recording) isDone() bool { return rec.isOver() || !rec.deleted.IsZero() }

func (s *Sim) trimVerify() {
	most, h := s.config.history, &s.history
	shorten(&h.verifications, &s.verify.verifications, most, func(v *verification) bool {
		s.expire(v)
		return v.status != verificationPending && v.status != verificationMaxed
	})
	shorten(&h.attempts, &s.verify.attempts, most, func(a *verifyAttempt) bool { return a.verification.status != verificationPending })
	shorten(&h.mails, &s.verify.mails, most, func(m *sentMail) bool { return m.arrived })
}

func (s *Sim) trimVideo() {
	most, h := s.config.history, &s.history
	shorten(&h.rooms, &s.video.rooms, most, func(room *videoRoom) bool { return room.status == roomCompleted })
	shorten(&h.compositions, &s.video.compositions, most, (*videoComposition).isDone)
}

// isDone says whether nothing more happens to a composition.
func (c *videoComposition) isDone() bool {
	return c.status == mediaCompleted || c.status == mediaFailed || c.status == mediaDeleted
}

// forgetMessages forgets what belongs to messages that are kept no more; s.mu is held.
func (s *Sim) forgetMessages(gone []*message) {
	if len(gone) == 0 {
		return
	}
	for _, m := range gone {
		s.releaseFiles(m)
	}
	sids := sidsOf(gone, func(m *message) string { return m.SID })
	s.state.markAll(EventMessage, sids)
	s.messageIndex.drop(sids, func(m *message) string { return m.SID })
	named := s.forgetBelow(sids)
	for short, link := range s.messaging.links {
		if named[link.message.SID] {
			delete(s.messaging.links, short)
		}
	}
}

// forgetCalls forgets what belongs to calls that are kept no more; s.mu is held.
func (s *Sim) forgetCalls(gone []*call) {
	if len(gone) == 0 {
		return
	}
	sids := sidsOf(gone, func(c *call) string { return c.SID })
	s.state.markAll(EventCall, sids)
	s.callIndex.drop(sids, func(c *call) string { return c.SID })
	named := s.forgetBelow(sids)
	drop(&s.voice.sessions, func(one *callSession) bool { return named[one.CallSID] })
	drop(&s.voice.messages, func(one *userDefinedMessage) bool { return named[one.callSID] })
	drop(&s.voice.subscriptions, func(one *callSubscription) bool { return named[one.callSID] })
	for _, sid := range sids {
		delete(s.voice.unarchived, sid)
	}
}

// forgetBelow forgets what is kept under the SIDs of other things, and returns the set of
// those SIDs; s.mu is held.
func (s *Sim) forgetBelow(sids []string) (named map[string]bool) {
	named = make(map[string]bool, len(sids))
	for _, sid := range sids {
		named[sid] = true
		delete(s.held, sid)
		delete(s.monitor.shown, sid)
	}
	if len(sids) > 0 {
		s.resources.dropBelow(func(segment string) bool { return named[segment] })
	}
	return named
}

// trimLeftovers forgets what serves a while and has no end of its own.
func (s *Sim) trimLeftovers() {
	most, h, now := s.config.history, &s.history, s.Clock.Now()
	shortenMap(&h.orders, s.orders, min(most, mostOrders), func([]string) bool { return false })
	shortenMap(&h.conversations, s.conversations, most, func(c *conversation) bool { return now.After(c.until) })
	shortenMap(&h.recent, s.verify.recent, most, func(at []time.Time) bool { return len(at) == 0 || now.Sub(at[len(at)-1]) >= longestWindow })
	shortenMap(&h.refused, s.refused, most, func(bool) bool { return false })
	s.trimTokens(most)
	s.trimFiles(most)
	s.trimCharges(most)
}

// trimTokens forgets access tokens that have ended. The others are good still.
func (s *Sim) trimTokens(most int) {
	if !s.history.tokens.isReached(len(s.access.tokens), most) {
		return
	}
	now := s.Clock.Now()
	maps.DeleteFunc(s.access.tokens, func(_ string, t accessToken) bool { return !now.Before(t.ends) })
	s.history.tokens.set(len(s.access.tokens), most)
}

// trimFiles forgets the files that were set first.
func (s *Sim) trimFiles(most int) {
	if !s.history.files.isReached(len(s.fileOrder), most) {
		return
	}
	surplus := len(s.fileOrder) - most
	for _, address := range s.fileOrder[:surplus] {
		delete(s.files, address)
	}
	s.fileOrder = slices.Clone(s.fileOrder[surplus:])
}

// trimCharges adds up the charges of each day, which no list of usage tells apart.
func (s *Sim) trimCharges(most int) {
	if !s.history.charges.isReached(len(s.usage.charges), most) {
		return
	}
	places := map[charge]int{} // by what the charges of one sum have in common
	var sums []charge
	for _, c := range s.usage.charges {
		key := c.key()
		place, known := places[key]
		if !known {
			place = len(sums)
			places[key], sums = place, append(sums, key)
		}
		sums[place] = sums[place].plus(c)
	}
	s.usage.charges = sums
	s.history.charges.set(len(sums), most)
}

// mostOrders is how many lists keep the order of their pages with [History]: each has the SIDs
// of all its items.
const mostOrders = 100
