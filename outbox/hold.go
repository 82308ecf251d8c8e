package outbox

import (
	"sync"
	"time"
)

// holds keep a process from trying message after message when all of a kind would meet the same:
// the account is refused, or Twilio has asked for a pause.
type holds struct {
	lock sync.Mutex
	of   map[Kind]hold
}

type hold struct {
	until     time.Time
	ofRefusal bool // it ends with an answer that is no refusal of the account
}

// pause lets nothing of a kind begin until a time.
func (h *holds) pause(kind Kind, until time.Time) {
	h.lock.Lock()
	defer h.lock.Unlock()
	if until.After(h.of[kind].until) {
		h.set(kind, hold{until, h.of[kind].ofRefusal})
	}
}

// refuse notes that the account is refused. It reports whether that is new.
func (h *holds) refuse(kind Kind, until time.Time) bool {
	h.lock.Lock()
	defer h.lock.Unlock()
	isNew := !h.of[kind].ofRefusal
	h.set(kind, hold{later(until, h.of[kind].until), true})
	return isNew
}

func (h *holds) set(kind Kind, one hold) {
	if h.of == nil {
		h.of = map[Kind]hold{}
	}
	h.of[kind] = one
}

// answered notes that the account is not refused. It reports whether it was before.
func (h *holds) answered(kind Kind) bool {
	h.lock.Lock()
	defer h.lock.Unlock()
	was := h.of[kind].ofRefusal
	if was {
		delete(h.of, kind)
	}
	return was
}

// left is how long nothing of a kind may begin. When the time of a refusal is over, one message
// may try, and the others wait for another such time.
func (h *holds) left(kind Kind, now time.Time) time.Duration {
	h.lock.Lock()
	defer h.lock.Unlock()
	one, held := h.of[kind]
	switch {
	case !held:
		return 0
	case now.Before(one.until):
		return one.until.Sub(now)
	case one.ofRefusal:
		h.set(kind, hold{now.Add(accountPause), true})
	default:
		delete(h.of, kind)
	}
	return 0
}

// any reports that nothing of some kind may begin now.
func (h *holds) any(now time.Time) bool {
	h.lock.Lock()
	defer h.lock.Unlock()
	for _, one := range h.of {
		if now.Before(one.until) {
			return true
		}
	}
	return false
}

// held reports that nothing of a kind may begin now.
func (h *holds) held(kind Kind, now time.Time) bool {
	h.lock.Lock()
	defer h.lock.Unlock()
	return now.Before(h.of[kind].until)
}
