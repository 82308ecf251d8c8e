package outbox

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// What tests of the database need of the inside.

func Dispatch[TTx any](ctx context.Context, o *Outbox[TTx]) (int, error) { return o.dispatch(ctx) }

// Sweep does once what Run does again and again, except for dispatching.
func Sweep[TTx any](ctx context.Context, o *Outbox[TTx]) error {
	for _, l := range o.loops() {
		if l.name == "dispatch" || l.name == "compare the clocks" { // the clocks of tests stand still
			continue
		}
		if err := l.do(ctx); err != nil {
			return err
		}
	}
	return nil
}

func DropJobs[TTx any](ctx context.Context, o *Outbox[TTx]) error   { return o.dropJobs(ctx) }
func Redispatch[TTx any](ctx context.Context, o *Outbox[TTx]) error { return o.redispatch(ctx) }

// TakeLooks takes messages of unknown outcome, and returns their keys.
func TakeLooks[TTx any](ctx context.Context, o *Outbox[TTx]) (keys []string, err error) {
	taken, err := o.takeLooks(ctx)
	for _, e := range taken {
		keys = append(keys, e.Key)
	}
	return keys, err
}

// Search asks for all that a reconciliation, a callback and a reader ask of the table.
func Search[TTx any](ctx context.Context, o *Outbox[TTx]) error {
	note := &attemptNote{Record: &twilio.CreateRecord{Started: o.now().Add(-time.Hour)}}
	for _, kind := range []Kind{KindText, KindVerification} {
		e := &entry{id: 1, likeness: "x", Entry: Entry{Kind: kind}}
		if _, err := o.isClaimed(e)(ctx, "SM1"); err != nil {
			return err
		}
		if _, err := o.twinsOf(ctx, o.driver.Pool(), e, note); err != nil {
			return err
		}
	}
	if _, err := o.store.byToken(ctx, o.driver.Pool(), "x"); !errors.Is(err, errNoEntry) {
		return err
	}
	if err := o.displace(ctx); err != nil {
		return err
	}
	for _, err := range o.Entries(ctx, Filter{Campaign: "spring", States: []State{Unknown}}) {
		return err
	}
	return nil
}

func (o *Outbox[TTx]) displace(ctx context.Context) error {
	_, err := o.store.displace(ctx, o.driver.Pool(), &entry{id: 1}, &news{sid: "SM1"})
	return err
}

// Tell brings an event about the SID of a message to its row.
func Tell[TTx any](ctx context.Context, o *Outbox[TTx], key, what, attempt, sid string) error {
	e, err := o.store.entryWhere(ctx, o.driver.Pool(), "key = $3", key)
	if err != nil {
		return err
	}
	by := ByAnswer
	if event(what) == calledBack {
		by = ByCallback
	}
	_, _, err = o.store.tell(ctx, e, &news{event: event(what), attempt: attempt, at: o.now(), sid: sid, by: by})
	return err
}

func TargetOf(c *twilio.Client) string { return targetOf(c) }

// MigrateTo migrates to a version that is not the newest.
func MigrateTo[TTx any](ctx context.Context, driver Driver[TTx], version int) error {
	if err := migrateRiver(ctx, driver); err != nil {
		return err
	}
	steps, err := migrationsOf(driver.Dialect())
	if err != nil {
		return err
	}
	return migrateTo(ctx, driver, steps[:version])
}

func ReadNote(text string) (again string, err error) {
	note, err := readNote(text)
	if err != nil {
		return "", err
	}
	return note.encode(), nil
}

func ReadWire(version int, params, callback string) (url.Values, error) {
	e := entry{wire: version, params: params}
	m, err := e.wireMessage(callback)
	return m.form, err
}

func DigestFits(p Params, digest string) bool { return p.fits(digest) }

func DigestOf(p Params, salt []byte) string { return p.digestOf(salt) }

// InTx lets tests of drivers see how a transaction is made again.
func InTx[TTx any](ctx context.Context, driver Driver[TTx], work func(tx TTx, c db.Conn) error) error {
	return db.InTx(ctx, driver, work)
}

// Alike reports that two messages are twins when both are of unknown outcome.
func Alike(a, b Params) bool { return a.likeness() == b.likeness() && alike(a.kind, a.form, b.form) }

// MayBeTwins reports that a row whose parameters are written in a version may be a twin.
func MayBeTwins(own Params, wire int, params string) bool {
	e := &entry{wire: wireVersion, params: own.form.Encode(), Entry: Entry{Kind: own.kind}}
	return e.mayBe(&openRow{wire: wire, params: params})
}
