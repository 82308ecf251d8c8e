package outbox_test

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// newestVersion is that of the tables.
func (b *base) newestVersion(t *testing.T) int {
	t.Helper()
	return b.number(t, "SELECT max(version) FROM twilio_outbox_migrations")
}

// eachEmptyDatabase runs a scenario on each driver, before anything is migrated.
func eachEmptyDatabase(t *testing.T, scenario func(b *base)) {
	t.Helper()
	for _, d := range drivers {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			b := d.make(t)
			b.t = t
			scenario(b)
		})
	}
}

func TestRowsOfVersion1AreSentAfterAMigration(t *testing.T) {
	t.Parallel()
	eachEmptyDatabase(t, func(b *base) {
		t := b.t
		for version := 1; version <= 3; version++ {
			require.NoError(t, b.migrateTo(t.Context(), version))
			assert.Equal(t, version, b.newestVersion(t))
			if version == 1 {
				// A row like one of this program, without what version 1 does not have.
				row := b.rowOfVersion1(t)
				b.exec(t, row.text, row.args...)
			}
		}
		require.NoError(t, b.migrate(t.Context()))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		o := b.open(settings{OnChange: func(context.Context, *outbox.Entry) { cancel() }})
		done, err := o.enqueue(t, text("order-1"))
		require.NoError(t, err)
		assert.Equal(t, outbox.Enqueued{Existing: 1}, done, "its digest is still understood")
		require.NoError(t, o.run(ctx))
		e, err := o.get(t.Context(), "order-1")
		require.NoError(t, err)
		assert.Equal(t, outbox.Accepted, e.State)
		require.Len(t, b.sim.Messages(), 1)
		assert.Equal(t, "Hello order-1", b.sim.Messages()[0].Body)
	})
}

// rowOfVersion1 is the INSERT with which version 1 has enqueued a message. It is written out here,
// so that it stays what it was.
func (b *base) rowOfVersion1(t *testing.T) statement {
	t.Helper()
	params := text("order-1").Params
	digest := outbox.DigestOf(params, []byte("12345678"))
	return statement{`INSERT INTO twilio_outbox (token, target, account, key, campaign, kind, service, sender, recipient, wire, params, digest, likeness,
		priority, send_after, created_at, state, attempt, attempts, looks, settled_by, status, code, reason, delivery)
		VALUES ('1f', $1, $2, 'order-1', '', 'text', '', $3, $4, 1, $5, $6, 'like', 2, $7, $7, 'pending', '', 0, 0, '', 0, 0, '', '')`,
		[]any{b.target(), b.sim.AccountSID(), clinic, ada, "Body=Hello+order-1&From=%2B14155556789&To=%2B14155551234", digest, instant.AddDate(-80, 0, 0)}}
}

func TestSeveralProcessesMigrate(t *testing.T) {
	t.Parallel()
	eachEmptyDatabase(t, func(b *base) {
		t := b.t
		errs := make([]error, 5)
		var running sync.WaitGroup
		for i := range errs {
			running.Go(func() { errs[i] = b.migrate(t.Context()) })
		}
		running.Wait()
		require.NoError(t, errors.Join(errs...))
		assert.Equal(t, b.newestVersion(t), b.number(t, "SELECT count(*) FROM twilio_outbox_migrations"))
		require.NoError(t, b.migrate(t.Context()), "at every start")
	})
}

// A newer program has migrated while this one runs.
func TestTablesMayBeNewerThanTheProgram(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		b.exec(t, "INSERT INTO twilio_outbox_migrations (version) VALUES (1000)")
		b.exec(t, "ALTER TABLE twilio_outbox ADD COLUMN later text NOT NULL DEFAULT ''")
		require.NoError(t, b.migrate(t.Context()))
		assert.Equal(t, 1000, b.newestVersion(t))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		o := b.open(settings{OnChange: func(context.Context, *outbox.Entry) { cancel() }})
		o.fill(t, text("order-1"))
		require.NoError(t, o.run(ctx))
		assert.Len(t, b.sim.Messages(), 1)
	})
}

func TestRunBeforeMigrateSaysWhatToDo(t *testing.T) {
	t.Parallel()
	eachEmptyDatabase(t, func(b *base) {
		t := b.t
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		o := b.open(settings{})
		require.ErrorContains(t, o.run(t.Context()), "call outbox.Migrate first")
		require.NoError(t, b.migrateTo(t.Context(), 1))
		require.ErrorContains(t, o.run(t.Context()), "the tables have version 1, and this program needs version")
		require.NoError(t, b.migrate(t.Context()))
		err := o.run(ctx)
		assert.False(t, err != nil && !errors.Is(err, context.Canceled), "%v", err)
	})
}

func TestNamesAreNamespaced(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		query := "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace UNION SELECT conname FROM pg_constraint WHERE conrelid::regclass::text LIKE 'twilio%' UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
		if b.dialect == db.SQLite {
			query = "SELECT name FROM sqlite_master"
		}
		names := b.texts(t, query)
		assert.Greater(t, len(names), 20)
		namespaced := regexp.MustCompile(`^(twilio_outbox|river|sqlite_sequence$|sqlite_autoindex_(twilio_outbox|river))`)
		for _, name := range names {
			assert.Regexp(t, namespaced, name)
		}
	})
}

// The two databases have the same columns.
func TestBothDatabasesHaveTheSameColumns(t *testing.T) {
	t.Parallel()
	postgres := newPgxBase(t, newPostgres(t))
	sqlite := newSQLiteBase(t, filepath.Join(t.TempDir(), "outbox.db"))
	require.NoError(t, errors.Join(postgres.migrate(t.Context()), sqlite.migrate(t.Context())))
	for _, table := range []string{"twilio_outbox", "twilio_outbox_pauses", "twilio_outbox_optouts", "twilio_outbox_progress"} {
		assert.Equal(t,
			sqlite.texts(t, "SELECT name FROM pragma_table_info($1)", table),
			postgres.texts(t, "SELECT column_name FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position", table), table)
		assert.Equal(t,
			sqlite.texts(t, `SELECT name FROM pragma_table_info($1) WHERE "notnull" = 1 OR pk > 0`, table),
			postgres.texts(t, "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND is_nullable = 'NO' ORDER BY ordinal_position", table), table)
	}
	const withOwn = "^twilio_outbox_[a-z_]+$"
	assert.ElementsMatch(t,
		matching(withOwn, sqlite.texts(t, "SELECT name FROM sqlite_master WHERE type = 'index'")),
		matching(withOwn, postgres.texts(t, "SELECT indexname FROM pg_indexes WHERE indexname NOT LIKE '%key' AND indexname NOT LIKE '%pkey'")))
}

func matching(pattern string, names []string) (matches []string) {
	for _, name := range names {
		if regexp.MustCompile(pattern).MatchString(name) {
			matches = append(matches, name)
		}
	}
	return matches
}
