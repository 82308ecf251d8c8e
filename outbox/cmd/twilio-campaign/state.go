package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// The tables of this command, beside those of the outbox. A campaign is one row with the hashes
// of what it was begun with, and one row for each of its lines.
var tables = []string{
	`CREATE TABLE IF NOT EXISTS twilio_campaigns (
		target   text NOT NULL,     -- as in twilio_outbox
		account  text NOT NULL,
		name     text NOT NULL,
		salt     text NOT NULL,     -- random; no key tells its number without it
		file     text NOT NULL,     -- hash of the CSV file
		text     text NOT NULL,     -- hash of the template
		sender   text NOT NULL,     -- hash of the number or the Messaging Service
		complete integer NOT NULL,  -- 1 when all lines are in the outbox
		began    bigint NOT NULL,   -- microseconds since 1970
		PRIMARY KEY (target, account, name)
	)`,
	`CREATE TABLE IF NOT EXISTS twilio_campaign_lines (
		salt    text NOT NULL,      -- of the campaign
		key     text NOT NULL,      -- of the message in the outbox
		line    bigint NOT NULL,    -- of the file, 0 when it is not there any more
		digest  text NOT NULL,      -- of the values in the line
		message text NOT NULL,      -- of the template and the sender that it was enqueued with
		PRIMARY KEY (salt, key)
	)`,
	`CREATE INDEX IF NOT EXISTS twilio_campaign_lines_order ON twilio_campaign_lines (salt, line, key)`,
	`CREATE TABLE IF NOT EXISTS twilio_campaign_rates (
		target  text NOT NULL,
		account text NOT NULL,
		sender  text NOT NULL,
		next_at bigint NOT NULL,    -- when the next message may be sent
		PRIMARY KEY (target, account, sender)
	)`,
}

// migrate makes the tables. Several processes may do so at a time.
func migrate[TTx any](ctx context.Context, driver outbox.Driver[TTx]) error {
	return db.InTx(ctx, driver, func(_ TTx, c db.Conn) error {
		if driver.Dialect() == db.Postgres {
			if _, err := c.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext('twilio_campaigns'))"); err != nil {
				return err
			}
		}
		for _, statement := range tables {
			if _, err := c.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// store keeps one campaign in a database.
type store struct {
	c                     db.Conn
	dialect               db.Dialect
	target, account, name string
}

// state is what is known of a campaign that was begun.
type state struct {
	salt               string
	file, text, sender string // hashes
	complete           bool
	began              time.Time
}

// stateOf is the state of a plan that was not begun.
func stateOf(p *plan) state {
	return state{file: p.fileHash, text: p.textHash, sender: hashOf(p.opts.sender())}
}

// message is the same for messages that are made in the same way.
func (s *state) message() string {
	const enough = 32
	return hashOf(s.text, s.sender)[:enough]
}

// key names the message to a number.
func (s *state) key(campaign, number string) string {
	const enough = 24
	return campaign + "/" + hashOf(s.salt, number)[:enough]
}

// digest is the same for the same values.
func (s *state) digest(values []string) string {
	const enough = 32
	return hashOf(append([]string{s.salt}, values...)...)[:enough]
}

// exists says that the tables are there.
func (s *store) exists(ctx context.Context) (found bool, err error) {
	statement := "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'twilio_campaigns')"
	if s.dialect == db.Postgres {
		statement = "SELECT to_regclass('twilio_campaigns') IS NOT NULL"
	}
	_, err = db.One(ctx, s.c, []any{&found}, statement)
	return found, err
}

// load returns the campaign, and whether it was begun.
func (s *store) load(ctx context.Context) (st state, begun bool, err error) {
	var complete int
	var began int64
	begun, err = db.One(ctx, s.c, []any{&st.salt, &st.file, &st.text, &st.sender, &complete, &began},
		"SELECT salt, file, text, sender, complete, began FROM twilio_campaigns WHERE target = $1 AND account = $2 AND name = $3", s.target, s.account, s.name)
	st.complete, st.began = complete != 0, time.UnixMicro(began)
	return st, begun, err
}

// begin writes the campaign down, unless another process has just done so.
func (s *store) begin(ctx context.Context, want state) error {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // it never fails
	_, err := s.c.Exec(ctx, `INSERT INTO twilio_campaigns (target, account, name, salt, file, text, sender, complete, began)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8) ON CONFLICT (target, account, name) DO NOTHING`,
		s.target, s.account, s.name, hex.EncodeToString(salt), want.file, want.text, want.sender, time.Now().UnixMicro())
	return err
}

// replace lets the campaign go on with another file, text or sender. Lines that are not found in
// the file keep the number 0.
func (s *store) replace(ctx context.Context, salt string, want state) error {
	if _, err := s.c.Exec(ctx, "UPDATE twilio_campaign_lines SET line = 0 WHERE salt = $1", salt); err != nil {
		return err
	}
	_, err := s.c.Exec(ctx, "UPDATE twilio_campaigns SET file = $1, text = $2, sender = $3, complete = 0 WHERE salt = $4",
		want.file, want.text, want.sender, salt)
	return err
}

func (s *store) complete(ctx context.Context, salt string) error {
	_, err := s.c.Exec(ctx, "UPDATE twilio_campaigns SET complete = 1 WHERE salt = $1", salt)
	return err
}

// storedLine is a line as it travels into the database.
type storedLine struct {
	Key    string `json:"key"`
	Line   int    `json:"line"`
	Digest string `json:"digest"`
}

var lineColumns = []db.Column{{Name: "key", Type: "text"}, {Name: "line", Type: "bigint"}, {Name: "digest", Type: "text"}}

// addLines writes lines down, and returns the keys of those which stand there with the same values
// and the same message. The others were begun differently, and stay as they are.
func (s *store) addLines(ctx context.Context, st *state, lines []storedLine) (same map[string]bool, err error) {
	list, err := json.Marshal(lines)
	if err != nil {
		return nil, err
	}
	known, err := db.All(ctx, s.c, scanLine, `INSERT INTO twilio_campaign_lines (salt, key, line, digest, message)
		SELECT $2, incoming.key, incoming.line, incoming.digest, $3 FROM `+s.dialect.Records("$1", "incoming", lineColumns...)+`
		WHERE true ON CONFLICT (salt, key) DO UPDATE SET line = excluded.line RETURNING key, digest, message`, string(list), st.salt, st.message())
	same = make(map[string]bool, len(lines))
	for _, k := range known {
		at := slices.IndexFunc(lines, func(l storedLine) bool { return l.Key == k.key })
		same[k.key] = at >= 0 && lines[at].Digest == k.digest && k.message == st.message()
	}
	return same, err
}

type knownLine struct{ key, digest, message string }

func scanLine(scan func(dest ...any) error) (l knownLine, err error) {
	err = scan(&l.key, &l.digest, &l.message)
	return l, err
}

// difference is what has changed since a campaign was begun.
type difference struct {
	file, text, sender  bool
	fresh, gone, others int // lines of the file that are new, that are gone, that have other values
}

func (d *difference) isNone() bool { return !d.file && !d.text && !d.sender }

// compare reads the file once more when it is another one, and counts what has changed.
func (s *store) compare(ctx context.Context, p *plan, st *state, want state) (*difference, error) {
	d := &difference{file: st.file != want.file, text: st.text != want.text, sender: st.sender != want.sender}
	if !d.file {
		return d, nil
	}
	known := 0 // lines that are in the file
	err := inBatches(ctx, p, st, io.Discard, func(lines []storedLine, _ []recipient) error {
		list, err := json.Marshal(lines)
		if err != nil {
			return err
		}
		var here, present, different int
		_, err = db.One(ctx, s.c, []any{&here, &present, &different}, `SELECT count(*), COALESCE(sum(CASE WHEN l.line > 0 THEN 1 ELSE 0 END), 0), COALESCE(sum(CASE WHEN l.digest <> incoming.digest THEN 1 ELSE 0 END), 0)
			FROM `+s.dialect.Records("$1", "incoming", lineColumns...)+` JOIN twilio_campaign_lines l ON l.salt = $2 AND l.key = incoming.key`, string(list), st.salt)
		d.fresh, d.others, known = d.fresh+len(lines)-here, d.others+different, known+present
		return err
	})
	if err != nil {
		return nil, err
	}
	_, err = db.One(ctx, s.c, []any{&d.gone}, "SELECT count(*) FROM twilio_campaign_lines WHERE salt = $1 AND line > 0", st.salt)
	d.gone -= known
	return d, err
}

// linesOfBatch is how many lines are in memory at a time.
const linesOfBatch = 1000

// inBatches reads the good lines of the file, some at a time.
func inBatches(ctx context.Context, p *plan, st *state, sum io.Writer, do func(lines []storedLine, to []recipient) error) error {
	lines, recipients := make([]storedLine, 0, linesOfBatch), make([]recipient, 0, linesOfBatch)
	for to, err := range p.recipients(sum) {
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", p.source, err)
		case ctx.Err() != nil:
			return ctx.Err()
		case to.reject != nil:
			continue
		}
		lines = append(lines, storedLine{st.key(p.opts.campaign, to.to.String()), to.line, st.digest(to.values)})
		to.values = nil
		recipients = append(recipients, to)
		if len(lines) < linesOfBatch {
			continue
		}
		if err := do(lines, recipients); err != nil {
			return err
		}
		lines, recipients = lines[:0], recipients[:0]
	}
	if len(lines) == 0 {
		return nil
	}
	return do(lines, recipients)
}

// inWords says what has changed, and what can be done.
func (d *difference) inWords(p *plan, st *state) string {
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "the campaign %q was begun on %s with something else:\n", p.opts.campaign, st.began.Format("2 January 2006 at 15:04"))
	if d.file {
		_, _ = fmt.Fprintf(&b, "  the file has changed: %s new, %s gone, %s other values\n",
			areWere(d.fresh, "line"), areWere(d.gone, "line"), hasHave(d.others, "line"))
	}
	if d.text {
		b.WriteString("  the text, or -smart, is another one\n")
	}
	if d.sender {
		b.WriteString("  the sender is another one\n")
	}
	b.WriteString("Choose one of these:\n")
	b.WriteString("  - Take the file, the text and the sender of then. The campaign goes on where it was.\n")
	if d.file {
		_, _ = fmt.Fprintf(&b, "  - Add -add. %s sent as the file has them now. Lines that are gone or have other values are sent as they were.\n", areWere(d.fresh, "new line"))
	}
	b.WriteString("  - Begin another campaign by -campaign. Everybody in the file gets its text, also those who have got one of this campaign.")
	return b.String()
}

func hasHave(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " has"
	}
	return plural(n, noun) + " have"
}
