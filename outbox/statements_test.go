package outbox_test

import (
	"context"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

type pgxTx = pgx.Tx

// statements are those that an outbox has run, so that a test can ask for their plans.
type statements struct {
	mu     sync.Mutex
	all    []statement
	before func(text string) // is called before a statement that changes something; nil for nothing
	commit func(c db.Conn)   // is called before a commit, in its transaction; nil for nothing
}

type statement struct {
	text string
	args []any
}

func (s *statements) note(text string, args []any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, statement{text, args})
}

// noting is a driver whose statements are noted.
type noting[TTx any] struct {
	outbox.Driver[TTx]

	to *statements
}

func (n noting[TTx]) Pool() db.Conn     { return notingConn{n.Driver.Pool(), n.to} }
func (n noting[TTx]) Tx(tx TTx) db.Conn { return notingConn{n.Driver.Tx(tx), n.to} }

func (n noting[TTx]) Commit(ctx context.Context, tx TTx) error {
	if n.to.commit != nil {
		n.to.commit(n.Driver.Tx(tx))
	}
	return n.Driver.Commit(ctx, tx)
}

// note returns the driver with its statements noted. A driver that copies goes on doing so.
func note[TTx any](driver outbox.Driver[TTx], to *statements) outbox.Driver[TTx] {
	if copier, ok := driver.(db.Copier[TTx]); ok {
		return notingCopier[TTx]{noting[TTx]{driver, to}, copier}
	}
	return noting[TTx]{driver, to}
}

type notingCopier[TTx any] struct {
	noting[TTx]
	db.Copier[TTx]
}

// count is how many of the statements begin with a text.
func (s *statements) count(begin string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.all {
		if strings.HasPrefix(one.text, begin) {
			n++
		}
	}
	return n
}

type notingConn struct {
	db.Conn

	to *statements
}

func (c notingConn) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	c.to.note(text, args)
	if c.to.before != nil {
		c.to.before(text)
	}
	return c.Conn.Exec(ctx, text, args...)
}

func (c notingConn) Query(ctx context.Context, text string, args ...any) (db.Rows, error) {
	c.to.note(text, args)
	return c.Conn.Query(ctx, text, args...)
}
