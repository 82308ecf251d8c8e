package outbox_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/outbox/internal/db"
)

const spring = "spring"

// Nothing that Run does again and again may read the whole table. The tests let an outbox with
// many rows do all of it once, and ask the database how it finds the rows of each statement.
func workOnHistory(t *testing.T, b *base, rows int) []statement {
	t.Helper()
	asked := &statements{}
	o := b.open(settings{statements: asked, Clock: newHandClock(), Rate: 100})
	b.fillWithHistory(t, o, rows)
	asked.all = nil
	_, err := o.dispatch(t.Context())
	require.NoError(t, err)
	require.NoError(t, o.sweep(t.Context()))
	require.NoError(t, o.search(t.Context()))
	_, err = o.progress(t.Context(), spring)
	require.NoError(t, err)
	seen := map[string]bool{}
	var different []statement
	for _, s := range asked.all {
		if strings.Contains(s.text, "twilio_outbox ") && !seen[s.text] {
			seen[s.text] = true
			different = append(different, s)
		}
	}
	assert.Greater(t, len(different), 15)
	return different
}

// fillWithHistory makes the table of an outbox that has worked for long: nine rows of ten have
// ended, most of those were erased, and the rest is in every state.
func (b *base) fillWithHistory(t *testing.T, o *box, rows int) {
	t.Helper()
	messages := series("order", 0, rows)
	for i := range messages {
		if i%20 == 7 {
			messages[i].Campaign = spring
		}
		if i%400 == 3 {
			messages[i].GiveUpAfter = instant.Add(time.Hour)
		}
	}
	o.fill(t, messages...)
	for _, part := range []struct{ ids, set string }{
		{"% 10 <> 0", "state = 'accepted', sid = 'SM' || token, settled_by = 'answer', attempt = 'x', settled_at = send_after"},
		{"% 200 = 0", "state = 'unknown', attempt = 'x', look_at = send_after"},
		{"% 200 = 20", "state = 'sending', attempt = 'x', look_at = send_after"},
		{"% 200 = 40", "state = 'uncertain', attempt = 'x', settled_at = send_after"},
		{"% 200 = 60", "job = id, job_at = send_after"},
		{"% 200 = 71", "fetch_at = send_after"},
		{"% 200 = 81", "other_sid = 'SX' || token"},
		{"% 400 = 91", "kind = 'verification'"},
	} {
		b.exec(t, "UPDATE twilio_outbox SET "+part.set+" WHERE id "+part.ids)
	}
	b.exec(t, "UPDATE twilio_outbox SET params = NULL, likeness = '', recipient = '', erased_at = send_after WHERE state = 'accepted' AND id % 50 <> 1")
}

// SQLite plans without statistics: a program seldom runs ANALYZE.
func TestPlansOfSQLite(t *testing.T) {
	t.Parallel()
	b := newSQLiteBase(t, filepath.Join(t.TempDir(), "outbox.db"))
	require.NoError(t, b.migrate(t.Context()))
	whole := regexp.MustCompile(`^SCAN (o|t|twilio_outbox)\b|^SEARCH (o|t|twilio_outbox) .*\(target=\? AND account=\?\)`)
	const least = "SEARCH twilio_outbox USING INDEX twilio_outbox_due (target=? AND account=?)" // for min(sender), the first one
	for _, s := range workOnHistory(t, b, 4000) {
		plan := b.plan(t, s)
		for _, line := range plan {
			if line == least {
				continue
			}
			assert.NotRegexp(t, whole, line, "%s\n%s", s.text, strings.Join(plan, "\n"))
		}
	}
}

func (b *base) plan(t *testing.T, s statement) []string {
	t.Helper()
	type step struct {
		id, parent, unused int
		detail             string
	}
	steps, err := db.All(t.Context(), b.pool, func(scan func(dest ...any) error) (s step, err error) {
		err = scan(&s.id, &s.parent, &s.unused, &s.detail)
		return s, err
	}, "EXPLAIN QUERY PLAN "+s.text, s.args...)
	require.NoError(t, err, s.text)
	lines := make([]string, len(steps))
	for i, s := range steps {
		lines[i] = s.detail
	}
	return lines
}

// PostgreSQL plans a statement that was prepared for each of its first calls, and then once for
// all parameters.
func TestPlansOfPostgres(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"force_custom_plan", "force_generic_plan"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			const rows = 8000
			dsn := newPostgres(t, "plan_cache_mode = "+mode)
			b := newPgxBase(t, dsn)
			require.NoError(t, b.migrate(t.Context()))
			done := workOnHistory(t, b, rows)
			conn, err := pgx.Connect(t.Context(), dsn)
			require.NoError(t, err)
			t.Cleanup(func() { _ = conn.Close(t.Context()) })
			for _, s := range done {
				read, plan := rowsRead(t, conn, s)
				assert.Less(t, read, rows/8, "%s\n%s", s.text, plan)
			}
		})
	}
}

// rowsRead runs a statement, takes it back, and returns how many rows of the outbox it has read,
// with its plan.
func rowsRead(t *testing.T, conn *pgx.Conn, s statement) (read int, plan string) {
	t.Helper()
	onConn(t, conn, "BEGIN")
	onConn(t, conn, "PREPARE statement AS "+s.text)
	read, plan = explained(t, conn, execute("statement", s.args))
	onConn(t, conn, "ROLLBACK")
	onConn(t, conn, "DEALLOCATE statement")
	return read, plan
}

// execute is the command that runs a prepared statement.
func execute(name string, args []any) string {
	if len(args) == 0 {
		return "EXECUTE " + name
	}
	values := make([]string, len(args))
	for i, arg := range args {
		values[i] = literal(arg)
	}
	return "EXECUTE " + name + " (" + strings.Join(values, ", ") + ")"
}

func onConn(t *testing.T, conn *pgx.Conn, text string) {
	t.Helper()
	_, err := conn.Exec(t.Context(), text, pgx.QueryExecModeSimpleProtocol)
	require.NoError(t, err, text)
}

// explained runs a command, and returns how many rows of the outbox it has read, with its plan.
func explained(t *testing.T, conn *pgx.Conn, command string) (read int, plan string) {
	t.Helper()
	require.NoError(t, conn.QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+command, pgx.QueryExecModeSimpleProtocol).Scan(&plan))
	var parsed []struct{ Plan planNode }
	require.NoError(t, json.Unmarshal([]byte(plan), &parsed))
	return parsed[0].Plan.read(), plan
}

// planNode is a step of a plan.
type planNode struct {
	Relation string     `json:"Relation Name"`
	Type     string     `json:"Node Type"`
	Rows     float64    `json:"Actual Rows"`
	Loops    float64    `json:"Actual Loops"`
	Removed  float64    `json:"Rows Removed by Filter"`
	Steps    []planNode `json:"Plans"`
}

func (n planNode) read() int {
	var read float64
	if n.Relation == "twilio_outbox" && n.Type != "ModifyTable" {
		read = (n.Rows + n.Removed) * n.Loops
	}
	for _, step := range n.Steps {
		read += float64(step.read())
	}
	return int(read)
}

// literal writes a parameter into a statement.
func literal(arg any) string {
	switch arg := arg.(type) {
	case time.Time:
		if arg.IsZero() {
			return "NULL"
		}
		return "'" + arg.Format(time.RFC3339Nano) + "'"
	case string:
		return "'" + strings.ReplaceAll(arg, "'", "''") + "'"
	}
	return fmt.Sprint(arg)
}

// TestPlansFromWhenTheTableWasEmpty: a connection keeps the plan of a statement that it has prepared,
// until there are new statistics. Those which were made of an empty table are good for a full one, too.
func TestPlansFromWhenTheTableWasEmpty(t *testing.T) {
	t.Parallel()
	const rows = 3000
	dsn := newPostgres(t, "plan_cache_mode = force_generic_plan")
	b := newPgxBase(t, dsn)
	require.NoError(t, b.migrate(t.Context()))
	b.exec(t, "ALTER TABLE twilio_outbox SET (autovacuum_enabled = false)")
	asked := &statements{}
	o := b.open(settings{statements: asked})
	require.NoError(t, o.search(t.Context()))
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	prepared := asked.all
	for i, s := range prepared {
		onConn(t, conn, fmt.Sprintf("PREPARE statement_%d AS %s", i, s.text))
		onConn(t, conn, execute(fmt.Sprint("statement_", i), s.args))
	}
	tx := o.begin(t, 0)
	_, err = tx.enqueueMany(t.Context(), each(series("order", 0, rows)...)) // in the caller's transaction nobody makes statistics
	require.NoError(t, err)
	require.NoError(t, tx.commit())
	for i, s := range prepared {
		if strings.Contains(s.text, "WHERE id = $1") || strings.Contains(s.text, "WHERE token = $1") {
			read, plan := explained(t, conn, execute(fmt.Sprint("statement_", i), s.args))
			assert.Less(t, read, 10, "%s\n%s", s.text, plan)
		}
	}
	assert.Zero(t, b.number(t, "SELECT count(*) FROM pg_stats WHERE tablename = 'twilio_outbox'"))
	o.fill(t, series("more", 0, rows)...)
	assert.Positive(t, b.number(t, "SELECT count(*) FROM pg_stats WHERE tablename = 'twilio_outbox'"), "EnqueueMany makes statistics")
	for i, s := range prepared {
		read, plan := explained(t, conn, execute(fmt.Sprint("statement_", i), s.args))
		assert.Less(t, read, rows/8, "%s\n%s", s.text, plan)
	}
}
