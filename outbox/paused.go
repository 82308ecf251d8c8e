package outbox

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// pausedHeads remembers, while something is paused, up to where all due rows of a sender and a
// priority are paused, so that the dispatcher does not read a million of them twice a second.
//
// It may be wrong about rows that another transaction held or had not committed when it looked, and
// about rows that have lost their job since. They wait until it forgets, which is within a minute;
// what was enqueued within the last minute is never skipped.
type pausedHeads struct {
	lock   sync.Mutex
	paused string    // the campaigns that were paused when it looked
	until  time.Time // it forgets then
	heads  map[headOf]position
}

type headOf struct {
	sender   string
	priority int
}

// position is a place in the order in which rows are sent.
type position struct {
	id        int64
	sendAfter time.Time
}

func scanPosition(scan func(dest ...any) error) (p position, err error) {
	err = scan(&p.id, &p.sendAfter)
	return p, err
}

// refresh forgets everything when its time is over or other campaigns are paused.
func (h *pausedHeads) refresh(paused string, now time.Time) {
	h.lock.Lock()
	defer h.lock.Unlock()
	if paused != h.paused || !now.Before(h.until) {
		h.paused, h.until, h.heads = paused, now.Add(slowEvery), map[headOf]position{}
	}
}

// from is where the rows begin that are not known to be paused, the zero position for all.
func (h *pausedHeads) from(of headOf) position {
	h.lock.Lock()
	defer h.lock.Unlock()
	return h.heads[of]
}

// note learns from the rows that are due and not paused.
func (h *pausedHeads) note(of headOf, due []position, now time.Time) {
	h.lock.Lock()
	defer h.lock.Unlock()
	head := position{sendAfter: now.Add(-slowEvery)}
	if len(due) > 0 && due[0].sendAfter.Before(head.sendAfter) {
		head = due[0]
	}
	if h.paused != "" && head.sendAfter.After(h.heads[of].sendAfter) {
		h.heads[of] = head
	}
}

// pausedCampaigns names what is paused, in one text.
func (o *Outbox[TTx]) pausedCampaigns(ctx context.Context, c db.Conn) (string, error) {
	names, err := db.All(ctx, c, scanText, "SELECT campaign FROM twilio_outbox_pauses WHERE target = $1 AND account = $2 ORDER BY campaign", o.config.Target, o.config.Account)
	return strings.Join(names, "\x00"), err
}
