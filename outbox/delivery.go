package outbox

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
	"github.com/seed15d99369/twilio/webhook"
)

// A delivery is told by callbacks. For a message or a call whose end no callback has told, the
// outbox asks Twilio: FetchAfter after it was accepted, and then when it is twice as old each
// time, up to once a day.
const (
	mostFetches       = 16 // at the same time in one process
	fetchTime         = 20 * time.Second
	longestFetchPause = 24 * time.Hour
	fetchFor          = 5 * 24 * time.Hour  // carriers tell within three days, or never
	scheduledFetchFor = 41 * 24 * time.Hour // a message is scheduled at most 35 days ahead
)

// supersedes reports that a delivery is later than what the row has, in Twilio's order.
func (d delivery) supersedes(e *entry) bool {
	switch {
	case d.status == "":
		return false
	case e.Delivery == "":
		return true
	case e.Kind == KindCall:
		var next, known webhook.CallStatus
		next.CallStatus, known.CallStatus = twilio.CallStatus(d.status), twilio.CallStatus(e.Delivery)
		return next.Supersedes(&known)
	}
	next := webhook.MessageStatus{Status: twilio.MessageStatus(d.status)}
	return next.Supersedes(&webhook.MessageStatus{Status: twilio.MessageStatus(e.Delivery)})
}

// withDelivery returns the row as it is after a delivery that was told.
func (e *entry) withDelivery(d delivery, at time.Time) *entry {
	after := *e
	after.Delivery, after.DeliveredAt, after.Code, after.Reason = d.status, at, d.code, d.code.Title()
	if d.code < 0 || d.code > math.MaxInt32 { // no code of Twilio's, and none that the database takes
		after.Code = 0
	}
	if d.final {
		after.fetchAt = time.Time{}
	}
	return &after
}

// deliver writes down what became of the message with an SID, unless the row has another message
// or knows better.
func (o *Outbox[TTx]) deliver(ctx context.Context, e *entry, sid string, d delivery) error {
	for range maxRaces {
		if e.State != Accepted || e.SID != sid || !d.supersedes(e) {
			return nil
		}
		// This comes first: when it fails, the delivery is told again.
		if err := o.heedOptOut(ctx, e, d); err != nil {
			return err
		}
		after := e.withDelivery(d, o.now())
		written, err := o.store.writeDelivery(ctx, o.driver.Pool(), e, after)
		switch {
		case err != nil:
			return err
		case written:
			o.changed(ctx, after)
			return nil
		}
		if e, err = o.store.byID(ctx, o.driver.Pool(), e.id); err != nil {
			return err
		}
	}
	return fmt.Errorf("the delivery of message %q changes faster than it can be written", e.Key)
}

// heedOptOut notes an opt-out for which Twilio has not sent a message that it had accepted: of a
// Messaging Service it does not say so at once.
func (o *Outbox[TTx]) heedOptOut(ctx context.Context, e *entry, d delivery) error {
	if e.To == "" || !errors.Is(d.code, twilio.ErrOptedOut) {
		return nil
	}
	return o.optOut(ctx, e.Sender, e.To, sourceCode)
}

// writeDelivery writes the delivery of a row, if the delivery is still the one that was read.
func (s *store[TTx]) writeDelivery(ctx context.Context, c db.Conn, before, after *entry) (bool, error) {
	statement := "UPDATE twilio_outbox SET delivery = $1, delivered_at = $2, code = $3, reason = $4"
	if after.fetchAt.IsZero() { // else it may have changed since it was read
		statement += ", fetch_at = NULL"
	}
	n, err := c.Exec(ctx, statement+" WHERE id = $5 AND state = 'accepted' AND sid = $6 AND delivery = $7",
		after.Delivery, after.DeliveredAt, int(after.Code), after.Reason, before.id, before.SID, before.Delivery)
	return n == 1, err
}

// fetchDue asks for the deliveries that are due. It goes on while there are more of them and
// Twilio answers.
func (o *Outbox[TTx]) fetchDue(ctx context.Context) error {
	if o.config.FetchAfter < 0 {
		return nil
	}
	for !o.holds.any(o.now()) && ctx.Err() == nil {
		due, err := o.takeFetches(ctx)
		if err != nil {
			return err
		}
		if err := o.fetchAll(ctx, due); err != nil || len(due) < mostFetches {
			return err
		}
	}
	return nil
}

// takeFetches takes rows whose delivery is to be asked for, so that no other process does at the
// same time.
func (o *Outbox[TTx]) takeFetches(ctx context.Context) (taken []*entry, err error) {
	now := o.now()
	err = db.InTx(ctx, o.driver, func(_ TTx, c db.Conn) error {
		// The list is made once, as in takeLooks.
		taken, err = db.All(ctx, c, scanEntry, `WITH due AS MATERIALIZED (
			SELECT id FROM twilio_outbox WHERE target = $1 AND account = $2 AND state = 'accepted' AND fetch_at <= $4 ORDER BY fetch_at LIMIT $5`+o.driver.Dialect().SkipLocked()+`
		) UPDATE twilio_outbox SET fetch_at = $3 WHERE id IN (SELECT id FROM due)
		RETURNING `+columns, o.config.Target, o.config.Account, now.Add(fetchTime+settleTime), now, mostFetches)
		return err
	})
	return taken, err
}

// fetchAll asks for the deliveries of rows that were taken, all at the same time.
func (o *Outbox[TTx]) fetchAll(ctx context.Context, taken []*entry) error {
	failed := make([]error, len(taken))
	var fetches sync.WaitGroup
	for i, e := range taken {
		fetches.Go(func() { failed[i] = o.guarded(ctx, func() error { return o.fetch(ctx, e) }) })
	}
	fetches.Wait()
	return errors.Join(failed...)
}

// fetch asks for the delivery of one row, writes it down, and plans when to ask again.
func (o *Outbox[TTx]) fetch(ctx context.Context, e *entry) error {
	asking, cancel := context.WithTimeout(o.traced(ctx, e), fetchTime)
	defer cancel()
	ops, ok := operationsOf(e.Kind)
	if !ok || ops.fetch == nil {
		return o.planFetch(ctx, e, time.Time{})
	}
	d, err := ops.fetch(asking, o.config.Client, e.SID, o.callOptions())
	now := o.now()
	switch {
	case errors.Is(err, twilio.ErrNotFound): // somebody has deleted it, and nothing more will be known
		return o.planFetch(ctx, e, time.Time{})
	case err != nil:
		planned := o.planFetch(ctx, e, o.nextFetch(e, now, scheduledFetchFor))
		return errors.Join(fmt.Errorf("the delivery of message %q: %w", e.Key, err), planned)
	}
	if err := o.deliver(ctx, e, e.SID, d); err != nil {
		return err
	}
	return o.planFetch(ctx, e, o.fetchAfter(e, now, d))
}

// fetchAfter is when to ask again for a delivery that was told, zero for never.
func (o *Outbox[TTx]) fetchAfter(e *entry, now time.Time, d delivery) time.Time {
	switch {
	case d.final:
		return time.Time{}
	case d.status == string(twilio.MessageStatusScheduled):
		return o.nextFetch(e, now, scheduledFetchFor)
	}
	return o.nextFetch(e, now, fetchFor)
}

// nextFetch is when a message is twice as old as it is, at most a day from now, and zero when it
// is older than the longest age.
func (o *Outbox[TTx]) nextFetch(e *entry, now time.Time, longest time.Duration) time.Time {
	age := now.Sub(e.SettledAt)
	if age >= longest {
		return time.Time{}
	}
	return now.Add(max(min(age, longestFetchPause), o.config.FetchAfter))
}

// planFetch sets when to ask again, if nobody else has taken the row or ended its delivery.
func (o *Outbox[TTx]) planFetch(ctx context.Context, e *entry, at time.Time) error {
	_, err := o.driver.Pool().Exec(ctx, "UPDATE twilio_outbox SET fetch_at = $1 WHERE id = $2 AND state = 'accepted' AND sid = $3 AND fetch_at = $4", at, e.id, e.SID, e.fetchAt)
	return err
}
