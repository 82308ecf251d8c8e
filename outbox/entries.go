package outbox

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// states are all that there are, in the order in which a message goes through them.
var states = []State{Pending, Sending, Unknown, Accepted, Refused, GivenUp, Cancelled, Skipped, Uncertain}

// Filter narrows [Outbox.Entries]. Its zero value is for all messages.
type Filter struct {
	Campaign string  // "" for every campaign
	States   []State // none for every state
	To       string  // the recipient as it was enqueued; one that was erased is not found
	// Since leaves out the messages of which nothing became known since then: that were enqueued,
	// settled and told of by a callback before it.
	Since time.Time
}

// entriesPage is how many messages are in memory at a time.
const entriesPage = 500

// Entries ranges over messages in the order in which they were enqueued, each of them once. It
// reads some hundred at a time, so that the loop may take its time and may call the outbox. It
// stops after an error. A filter without a Campaign reads the whole table.
func (o *Outbox[TTx]) Entries(ctx context.Context, filter Filter) iter.Seq2[*Entry, error] {
	return func(yield func(*Entry, error) bool) {
		if err := filter.check(); err != nil {
			yield(nil, err)
			return
		}
		for last := int64(0); ; {
			page, err := o.page(ctx, &filter, last)
			if err != nil {
				yield(nil, fmt.Errorf("outbox: the messages cannot be read: %w", err))
				return
			}
			for _, e := range page {
				last = e.id
				shown := e.Entry
				if !yield(&shown, nil) {
					return
				}
			}
			if len(page) < entriesPage {
				return
			}
		}
	}
}

// check fills in what the zero values stand for, and says what is wrong.
func (f *Filter) check() error {
	const op = "Outbox.Entries"
	if f.Campaign == "" {
		f.Campaign = AllCampaigns
	}
	if len(f.States) == 0 {
		f.States = states
	}
	for _, s := range f.States {
		if !slices.Contains(states, s) {
			var problems twilio.Problems
			problems.Add("States", "has a state that no message can have", "use the constants, such as outbox.Uncertain")
			return problems.Err(op)
		}
	}
	f.States = slices.Compact(slices.Sorted(slices.Values(f.States)))
	return checkCampaign(op, f.Campaign)
}

// page returns the next messages behind last.
func (o *Outbox[TTx]) page(ctx context.Context, f *Filter, last int64) ([]*entry, error) {
	ids, args := o.idsBehind(f, last)
	return db.All(ctx, o.driver.Pool(), scanEntry, "SELECT "+columns+" FROM twilio_outbox WHERE id IN ("+ids+") ORDER BY id", args...)
}

// idsBehind selects the ids of the next messages. Within a campaign the index holds those of each
// state in their order, so that one state after the other is asked for its next ones. Otherwise the
// table is read from last on.
func (o *Outbox[TTx]) idsBehind(f *Filter, last int64) (statement string, args []any) {
	args = []any{o.config.Target, o.config.Account, last, entriesPage}
	condition, args := inCampaign(f.Campaign, args)
	if f.To != "" {
		args = append(args, f.To)
		condition += fmt.Sprint(" AND recipient = $", len(args))
	}
	if !f.Since.IsZero() {
		args = append(args, micros(f.Since))
		condition += fmt.Sprintf(" AND (created_at >= $%[1]d OR settled_at >= $%[1]d OR delivered_at >= $%[1]d)", len(args))
	}
	ids := func(states ...State) string {
		return "SELECT id FROM " + o.tableFor(f.Campaign) + " WHERE target = $1 AND account = $2 AND id > $3" + condition + isIn(states) + " ORDER BY id LIMIT $4"
	}
	if f.Campaign == AllCampaigns {
		return ids(f.States...), args
	}
	parts := make([]string, len(f.States))
	for i, s := range f.States {
		parts[i] = "SELECT id FROM (" + ids(s) + ") AS of_" + string(s)
	}
	return "SELECT id FROM (" + strings.Join(parts, " UNION ALL ") + ") AS next ORDER BY id LIMIT $4", args
}

// isIn is the condition that a row has one of some states.
func isIn(some []State) string {
	list := make([]string, len(some))
	for i, s := range some {
		list[i] = "'" + string(s) + "'"
	}
	return " AND state IN (" + strings.Join(list, ", ") + ")"
}
