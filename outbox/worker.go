package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"time"

	"github.com/riverqueue/river"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// jobAttempts is how often River tries a job whose process cannot reach the database. When they
// are used up, the sweeper makes a new job.
const jobAttempts = 4

// worker sends the row of a job.
type worker[TTx any] struct {
	river.WorkerDefaults[sendJob]

	o    *Outbox[TTx]
	stop context.Context         //nolint:containedctx // ends when nothing is to begin any more
	end  context.CancelCauseFunc // ends it
}

// Timeout is longer than everything that a job does takes.
func (w *worker[TTx]) Timeout(*river.Job[sendJob]) time.Duration { return w.o.jobTimeout() }

// jobTimeout bounds a job. From the claim on, at which the lease begins, the request takes
// CreateTimeout at most, and its outcome is written down a second before the lease ends at most:
// so no job is at work on a row that the sweeper looks after.
func (o *Outbox[TTx]) jobTimeout() time.Duration { return o.claimTime() + o.config.Lease }

// claimTime is how long a job takes to make its row sending. A row that waits for longer has lost
// its job.
func (o *Outbox[TTx]) claimTime() time.Duration { return o.config.RateWait + 2*settleTime }

// Work sends one message: wait for the rate, write down the attempt, make the request, and write
// down what came of it. An error is about the database alone.
func (w *worker[TTx]) Work(ctx context.Context, job *river.Job[sendJob]) error {
	o := w.o
	e, err := o.store.byID(ctx, o.driver.Pool(), job.Args.Row)
	switch {
	case errors.Is(err, errNoEntry):
		return nil
	case err != nil:
		return err
	case e.State != Pending || e.job != job.ID:
		return nil // another job has it by now
	}
	ctx = o.traced(ctx, e)
	m, ops, err := e.sendable(o.callbackFor(e))
	switch {
	case errors.Is(err, errNewer):
		o.warnSeldom(ctx, "outbox: a message was enqueued by a newer program, and this one cannot send it", "key", e.Key, "error", err)
		return o.release(ctx, e, newerPause)
	case err != nil:
		return o.settle(ctx, e, &news{event: tooLate, at: o.now(), reason: err.Error()})
	}
	if wait := o.holds.left(e.Kind, o.now()); wait > 0 {
		return o.release(ctx, e, wait)
	}
	var admission *twilio.Admission
	err = o.guarded(ctx, func() (err error) {
		admission, err = w.waitForRate(ctx, e, ops)
		return err
	})
	if err != nil {
		return o.release(ctx, e, w.afterWait(e.Kind, err))
	}
	defer admission.Release() // if no request is made after all
	err = o.attempt(ctx, e, m, ops, admission)
	if wrong, ok := errors.AsType[*ClockError](err); ok {
		w.end(wrong)
		return river.JobSnooze(time.Second) // perhaps by another process
	}
	return err
}

// newerPause leaves time for a process that can send what this one cannot.
const newerPause = 5 * time.Minute

// waitForRate takes a token for the message. Nothing was written yet, so that a process which dies
// here leaves nothing behind. It waits no longer when Run is to end.
func (w *worker[TTx]) waitForRate(ctx context.Context, e *entry, ops operations) (*twilio.Admission, error) {
	o := w.o
	ctx, cancel := context.WithTimeout(ctx, o.config.RateWait)
	defer cancel()
	defer context.AfterFunc(w.stop, cancel)()
	if w.stop.Err() != nil {
		return nil, w.stop.Err()
	}
	if limiter := o.config.SenderRates[e.Sender].Limiter; limiter != nil {
		if err := limiter.Wait(ctx); err != nil {
			return nil, err
		}
	}
	return o.config.Client.Admit(ctx, twilio.LimitedRequest{Op: ops.name, Host: ops.host, AccountSID: o.config.Account, Sender: e.Sender})
}

// afterWait is after how long a message is tried again that had no token in time. A pause that
// Twilio has asked for holds for all messages of the kind.
func (w *worker[TTx]) afterWait(kind Kind, err error) time.Duration {
	if w.stop.Err() != nil {
		return 0
	}
	wait := twilio.RetryAfter(err)
	if wait > 0 {
		w.o.holds.pause(kind, w.o.now().Add(wait))
	}
	return max(wait, time.Second)
}

// release gives the place of a message to another one.
func (o *Outbox[TTx]) release(ctx context.Context, e *entry, wait time.Duration) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	_, err := o.driver.Pool().Exec(ctx, `UPDATE twilio_outbox SET job = NULL, job_at = NULL, send_after = $1
		WHERE id = $2 AND state = 'pending' AND job = $3`, micros(later(e.SendAfter, o.now().Add(wait))), e.id, e.job)
	return err
}

// attemptNote is what is written down before a request, and all that is needed to look for the
// message when nobody knows what became of it.
type attemptNote struct {
	Record   *twilio.CreateRecord `json:"record"`
	Callback string               `json:"callback,omitempty"` // the StatusCallback that it was sent with
	SID      string               `json:"sid,omitempty"`      // that a broken answer still showed
}

func (n *attemptNote) encode() string {
	text, _ := json.Marshal(n) // of texts and times
	return string(text)
}

func readNote(text string) (*attemptNote, error) {
	var n attemptNote
	if err := json.Unmarshal([]byte(text), &n); err != nil || n.Record == nil {
		return nil, errors.New("the record of the attempt cannot be read")
	}
	return &n, nil
}

// errNewer says that a newer program has made a row.
var errNewer = errors.New("this program is older than the one that has enqueued it")

// sendable is the message as an attempt sends it. The error matches errNewer when another program
// can send it, and otherwise none can.
func (e *entry) sendable(callback string) (wireMessage, operations, error) {
	ops, known := operationsOf(e.Kind)
	if !known {
		return wireMessage{}, ops, fmt.Errorf("its kind %q is not known: %w", e.Kind, errNewer)
	}
	m, err := e.wireMessage(callback)
	return m, ops, err
}

func (e *entry) wireMessage(callback string) (wireMessage, error) {
	if e.wire != wireVersion {
		return wireMessage{}, fmt.Errorf("its parameters have version %d, and this program reads version %d: %w", e.wire, wireVersion, errNewer)
	}
	form, err := url.ParseQuery(e.params)
	if err != nil || len(form) == 0 {
		return wireMessage{}, errors.New("its parameters cannot be read")
	}
	if callback != "" {
		form.Set("StatusCallback", callback)
		if e.Kind == KindCall && !form.Has("StatusCallbackEvent") { // the first settles the row at once, and the last tells the end
			form["StatusCallbackEvent"] = []string{string(twilio.CallEventInitiated), string(twilio.CallEventCompleted)}
		}
	}
	return wireMessage{e.service, form}, nil
}

// callbackFor is the address of the callbacks of a message, "" when there are none.
func (o *Outbox[TTx]) callbackFor(e *entry) string {
	if o.config.CallbackURL == "" || e.Kind == KindVerification {
		return ""
	}
	u, err := url.Parse(o.config.CallbackURL)
	if err != nil {
		return ""
	}
	query := u.Query()
	query.Set(rowParameter, e.token)
	u.RawQuery = query.Encode()
	return u.String()
}

// attempt sends a message that has its token. From the commit on nothing waits before the
// request.
func (o *Outbox[TTx]) attempt(ctx context.Context, e *entry, m wireMessage, ops operations, admission *twilio.Admission) error {
	// The attempt goes on when the process is asked to stop: a request that is broken off is one
	// of unknown outcome.
	ctx = context.WithoutCancel(ctx)
	sending, cancel := context.WithTimeout(ctx, o.config.CreateTimeout)
	defer cancel()
	record, err := ops.newRecord(sending, o.config.Client, m, o.callOptions())
	switch {
	case errors.Is(err, twilio.ErrInvalidParams):
		return o.settle(ctx, e, o.newsOf(e, "", err))
	case err != nil:
		return o.release(ctx, e, pauseAfter(unseenPause))
	}
	e, err = o.claim(ctx, e, &attemptNote{Record: record, Callback: m.form.Get("StatusCallback")})
	if err != nil || e == nil || e.State != Sending {
		return err
	}
	sid, err := o.create(sending, ops, m, twilio.WithRecord(record), twilio.Admitted(admission))
	o.learn(ctx, e.Kind, err)
	return o.settleAttempt(ctx, e, o.newsOf(e, sid, err))
}

// create makes the request. A panic of the caller's own code, such as a transport, leaves open
// whether the message was sent.
func (o *Outbox[TTx]) create(ctx context.Context, ops operations, m wireMessage, opts ...twilio.CallOption) (sid string, err error) {
	err = o.guarded(ctx, func() (err error) {
		sid, err = ops.create(ctx, o.config.Client, m, o.callOptions(opts...))
		return err
	})
	return sid, err
}

// guarded does something in which code of the caller takes part, such as a transport or a limiter.
// A panic becomes an error that does not show its text, which may hold a number.
func (o *Outbox[TTx]) guarded(ctx context.Context, do func() error) (err error) {
	defer func() {
		if what := recover(); what != nil {
			o.warnSeldom(ctx, "outbox: a request has panicked", "panic", fmt.Sprintf("%T", what))
			err = errPanicked
		}
	}()
	return do()
}

var errPanicked = errors.New("the request has panicked")

// claim makes a row sending, or skips it or gives it up. It returns nil when the row is not this
// job's any more. An error leaves open whether the commit was carried out: then nothing is sent,
// and the sweeper finds the row.
func (o *Outbox[TTx]) claim(ctx context.Context, e *entry, note *attemptNote) (claimedEntry *entry, err error) {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	var after *entry
	paused := false
	err = db.InTx(ctx, o.driver, func(tx TTx, c db.Conn) error {
		after, paused = nil, false
		n, held, err := o.newsOfClaim(ctx, tx, c, e, note)
		if err != nil || held {
			paused = held
			return err
		}
		changed, _ := e.apply(n)
		written, err := o.store.write(ctx, c, e, changed)
		if written {
			after = changed
		}
		return err
	})
	switch {
	case errors.Is(err, errNotAllowed):
		o.warnSeldom(ctx, "outbox: Allow has failed, and its messages wait", "key", e.Key, "error", err)
		return nil, o.release(ctx, e, pauseAfter(unseenPause))
	case err != nil:
		return nil, err
	case paused:
		return nil, o.release(ctx, e, 0)
	case after != nil && after.State.Final():
		o.changed(ctx, after)
	}
	return after, nil
}

// newsOfClaim decides, in the transaction of the claim, whether a message may be sent.
func (o *Outbox[TTx]) newsOfClaim(ctx context.Context, tx TTx, c db.Conn, e *entry, note *attemptNote) (n *news, paused bool, err error) {
	now := o.now()
	switch {
	case !e.GiveUpAfter.IsZero() && !now.Before(e.GiveUpAfter):
		return e.newsOfLate(now), false, nil
	case e.Attempts >= o.config.MaxAttempts:
		return &news{event: tooLate, at: now, status: e.Status, code: e.Code, reason: fmt.Sprintf("none of %d attempts could be made: %s", e.Attempts, e.Reason)}, false, nil
	}
	var optOut string
	var clock time.Time
	asked := o.config.Clock.Now()
	_, err = db.One(ctx, c, []any{&paused, &optOut, &clock}, `SELECT
		EXISTS (SELECT 1 FROM twilio_outbox_pauses WHERE target = $1 AND account = $2 AND campaign IN ($3, '*')),
		(SELECT max(source) FROM twilio_outbox_optouts WHERE target = $1 AND account = $2 AND sender IN ($4, '*') AND recipient = $5), `+o.driver.Dialect().Now(),
		o.config.Target, o.config.Account, e.Campaign, addressOf(e.Sender), addressOf(e.To))
	if err == nil {
		err = compareClocks(asked, clock, o.config.Clock.Now())
	}
	if err != nil || paused {
		return nil, paused, err
	}
	if optOut != "" {
		return &news{event: optedOut, at: now, reason: "its recipient has opted out: " + optOut}, false, nil
	}
	if o.config.Allow != nil {
		refusal, err := o.allow(ctx, tx, e)
		if err != nil {
			return nil, false, err
		}
		if refusal != "" {
			return &news{event: optedOut, at: now, reason: refusal}, false, nil
		}
	}
	return &news{event: claimed, at: now, attempt: randomName(tokenBytes), record: note.encode(), lookAt: now.Add(o.config.Lease)}, false, nil
}

// newsOfLate gives a message up whose time is over, with what its last attempt came to.
func (e *entry) newsOfLate(now time.Time) *news {
	n := &news{event: tooLate, at: now, status: e.Status, code: e.Code, reason: "its time was over before it could be sent"}
	if e.Reason != "" {
		n.reason += ": " + e.Reason
	}
	return n
}

// errNotAllowed says that Allow could not be asked.
var errNotAllowed = errors.New("outbox: Allow")

// allow asks the caller's own list. A panic counts as an error, and the transaction is rolled back
// after both.
func (o *Outbox[TTx]) allow(ctx context.Context, tx TTx, e *entry) (refusal string, err error) {
	defer func() {
		if what := recover(); what != nil {
			err = fmt.Errorf("%w: it has panicked: %T", errNotAllowed, what)
		}
	}()
	shown := e.Entry
	if refusal, err = o.config.Allow(ctx, tx, &shown); err != nil {
		err = fmt.Errorf("%w: %w", errNotAllowed, err)
	}
	return refusal, err
}

// The pause between attempts that surely sent nothing.
const (
	firstPause   = 15 * time.Second
	longestPause = time.Hour
)

// pauseAfter grows with each attempt, and is spread so that messages do not come back together.
func pauseAfter(attempts int) time.Duration {
	pause := firstPause
	for range min(max(attempts-1, 0), 10) {
		pause = min(2*pause, longestPause)
	}
	return pause/2 + rand.N(pause/2) //nolint:gosec // spreads load, guards nothing
}
