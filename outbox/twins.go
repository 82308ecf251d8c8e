package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// A search finds a message by what a list shows of it, and that is not all: of a template it shows
// neither its SID nor its variables, of files only how many there are, of a call neither its address
// nor its instructions. So two rows may find the message of one. Such rows are twins, and what a
// search finds for one of them does not count while the outcome of another one is open.

// likeness is the same for all messages of a kind to one recipient: the database finds the rows that
// may be twins by it, and alike looks closer.
func (p *Params) likeness() string {
	kind := "message"
	switch p.kind {
	case KindCall:
		kind = "call"
	case KindVerification:
		kind = "verification " + strings.ToUpper(p.service)
	}
	sum := sha256.Sum256([]byte(kind + "\n" + addressOf(p.form.Get("To"))))
	return hex.EncodeToString(sum[:])
}

// alike reports that a search may take the message of one for that of the other, which goes to the
// same recipient. Where the two could differ by what Twilio makes of them, it says yes.
func alike(kind Kind, a, b url.Values) bool {
	switch kind {
	case KindVerification:
		return true // one of the channel auto is listed with another channel
	case KindCall:
		return sendersMeet(a, b)
	}
	return sendersMeet(a, b) && (isBare(a) || isBare(b) || a.Get("Body") == b.Get("Body"))
}

// isBare reports that a message is a template without a text of its own: it may show any text.
func isBare(sent url.Values) bool { return sent.Has("ContentSid") && sent.Get("Body") == "" }

// sendersMeet reports that two messages may show the same sender. A Messaging Service chooses one of
// its own, and Twilio shows the service of a number that is in one.
func sendersMeet(a, b url.Values) bool {
	from, service := senderOf(a)
	otherFrom, otherService := senderOf(b)
	switch {
	case service != "" && otherService != "":
		return strings.EqualFold(service, otherService)
	case service != "" || otherService != "":
		return true
	}
	return twilio.MatchAddress(from, otherFrom) != twilio.MatchNone
}

// senderOf returns the sender of a message. Twilio takes the SID of a service in From, too.
func senderOf(sent url.Values) (from, service string) {
	from, service = sent.Get("From"), strings.TrimSpace(sent.Get("MessagingServiceSid"))
	if sid := strings.TrimSpace(from); service == "" && isService(sid) {
		return "", sid
	}
	return from, service
}

// twins are the rows that may have sent the same message as another one.
type twins struct {
	open     bool      // there are some
	decisive time.Time // when a look can tell of all of them
}

const (
	// mostTwins is how many rows with one recipient are looked at.
	mostTwins = 100
	// earlier is how long before an attempt a search begins: lists have seconds, and clocks differ.
	earlier = 2*maxClockDifference + 3*time.Second
)

// openRow is a row whose own outcome is open.
type openRow struct {
	wire           int
	params, record string
}

func scanOpenRow(scan func(dest ...any) error) (r openRow, err error) {
	err = scan(&r.wire, &r.params, &r.record)
	return r, err
}

// twinsOf returns the rows that are like this one, whose own outcome is open, and whose attempt may
// have made a message since this one's began. Of verifications there is no SID by which one could
// be told from another, so that every one which was tried since is a twin.
func (o *Outbox[TTx]) twinsOf(ctx context.Context, c db.Conn, e *entry, note *attemptNote) (t twins, err error) {
	const like = " FROM twilio_outbox WHERE target = $1 AND account = $2 AND likeness = $3 AND id <> $4 AND "
	args := []any{o.config.Target, o.config.Account, e.likeness, e.id}
	if e.Kind == KindVerification {
		_, err = db.One(ctx, c, []any{&t.open}, "SELECT EXISTS (SELECT 1"+like+"kind = 'verification' AND attempt <> '' AND settled_at >= $5)",
			append(args, micros(note.Record.Started.Add(-earlier)))...)
		if err != nil || t.open {
			return t, err
		}
	}
	rows, err := db.All(ctx, c, scanOpenRow, "SELECT wire, COALESCE(params, ''), COALESCE(record, '')"+like+
		"state IN ('sending', 'unknown', 'uncertain') ORDER BY id DESC LIMIT $5", append(args, mostTwins)...)
	for _, r := range rows {
		if !e.mayBe(&r) {
			continue
		}
		switch twin, readErr := readNote(r.record); {
		case readErr != nil:
			t.open = true // nobody knows when it was sent
		case !o.decisive(twin).Before(note.Record.Started.Add(-earlier)):
			t.open, t.decisive = true, later(t.decisive, o.decisive(twin))
		}
	}
	t.open = t.open || len(rows) == mostTwins
	return t, err
}

// mayBe reports that a row with the same likeness is a twin, as far as its parameters can be read.
func (e *entry) mayBe(other *openRow) bool {
	own, err := url.ParseQuery(e.params)
	theirs, otherErr := url.ParseQuery(other.params)
	readable := err == nil && otherErr == nil && e.wire == wireVersion && other.wire == wireVersion
	return !readable || alike(e.Kind, own, theirs)
}
