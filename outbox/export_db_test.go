package outbox

import (
	"context"
	"net/url"

	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// What tests of the database need of the inside.

func Dispatch[TTx any](ctx context.Context, o *Outbox[TTx]) (int, error) { return o.dispatch(ctx) }

// Sweep does once what Run does again and again, except for dispatching.
func Sweep[TTx any](ctx context.Context, o *Outbox[TTx]) error {
	for _, l := range o.loops() {
		if l.name == "dispatch" {
			continue
		}
		if err := l.do(ctx); err != nil {
			return err
		}
	}
	return nil
}

func Redispatch[TTx any](ctx context.Context, o *Outbox[TTx]) error { return o.redispatch(ctx) }

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
