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

	o *Outbox[TTx]
}

// Timeout is longer than everything that a job does takes, and shorter than what anybody waits
// for: Run gives River the time of the job.
func (w *worker[TTx]) Timeout(*river.Job[sendJob]) time.Duration { return w.o.jobTimeout() }

func (o *Outbox[TTx]) jobTimeout() time.Duration {
	return o.config.RateWait + o.config.CreateTimeout + settleTime
}

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
	if wait := o.blockedFor(); wait > 0 {
		return o.release(ctx, e, wait)
	}
	admission, err := o.waitForRate(ctx, e)
	if err != nil {
		return o.release(ctx, e, rateAgain(err))
	}
	defer admission.Release() // if no request is made after all
	return o.attempt(ctx, e, admission)
}

// waitForRate takes a token for the message. Nothing was written yet, so that a process which dies
// here leaves nothing behind.
func (o *Outbox[TTx]) waitForRate(ctx context.Context, e *entry) (*twilio.Admission, error) {
	ctx, cancel := context.WithTimeout(ctx, o.config.RateWait)
	defer cancel()
	if limiter := o.config.SenderRates[e.Sender].Limiter; limiter != nil {
		if err := limiter.Wait(ctx); err != nil {
			return nil, err
		}
	}
	ops, ok := operationsOf(e.Kind)
	if !ok {
		return nil, fmt.Errorf("the kind %q is not known", e.Kind)
	}
	return o.config.Client.Admit(ctx, twilio.LimitedRequest{Op: ops.name, Host: ops.host, AccountSID: o.config.Account, Sender: e.Sender})
}

// rateAgain is after how long a message is tried again that had no token in time.
func rateAgain(err error) time.Duration { return max(twilio.RetryAfter(err), time.Second) }

// release gives the place of a message to another one.
func (o *Outbox[TTx]) release(ctx context.Context, e *entry, wait time.Duration) error {
	_, err := o.driver.Pool().Exec(context.WithoutCancel(ctx), `UPDATE twilio_outbox SET job = NULL, job_at = NULL, send_after = $1
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

// wire is the message as an attempt sends it.
func (e *entry) wireMessage(callback string) (wireMessage, error) {
	if e.wire != wireVersion {
		return wireMessage{}, fmt.Errorf("its parameters have version %d, and this program reads version %d", e.wire, wireVersion)
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
func (o *Outbox[TTx]) attempt(ctx context.Context, e *entry, admission *twilio.Admission) error {
	callback := o.callbackFor(e)
	m, err := e.wireMessage(callback)
	if err != nil {
		o.logger.ErrorContext(ctx, "outbox: a message cannot be sent", "key", e.Key, "error", err)
		return o.release(ctx, e, time.Hour)
	}
	// The attempt goes on when the process is asked to stop: a request that is broken off is one
	// of unknown outcome.
	ctx = context.WithoutCancel(ctx)
	sending, cancel := context.WithTimeout(ctx, o.config.CreateTimeout)
	defer cancel()
	ops, _ := operationsOf(e.Kind)
	record, err := ops.newRecord(sending, o.config.Client, m, o.callOptions())
	if err != nil {
		return o.settle(ctx, e, o.newsOf(e, "", err))
	}
	note := attemptNote{Record: record, Callback: callback}
	e, err = o.claim(ctx, e, &note)
	if err != nil || e == nil || e.State != Sending {
		return err
	}
	sid, err := ops.create(sending, o.config.Client, m, o.callOptions(twilio.WithRecord(record), twilio.Admitted(admission)))
	return o.settle(ctx, e, o.newsOf(e, sid, err))
}

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
		if durable := o.driver.Dialect().Durable(); durable != "" {
			if _, err := c.Exec(ctx, durable); err != nil {
				return err
			}
		}
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
		return &news{event: tooLate, at: now, reason: "its time was over before it could be sent"}, false, nil
	case e.Attempts >= o.config.MaxAttempts:
		return &news{event: tooLate, at: now, status: e.Status, code: e.Code, reason: fmt.Sprintf("none of %d attempts could be made: %s", e.Attempts, e.Reason)}, false, nil
	}
	var optOut string
	_, err = db.One(ctx, c, []any{&paused, &optOut}, `SELECT
		EXISTS (SELECT 1 FROM twilio_outbox_pauses WHERE target = $1 AND account = $2 AND campaign IN ($3, '*')),
		(SELECT max(source) FROM twilio_outbox_optouts WHERE target = $1 AND account = $2 AND sender IN ($4, '*') AND recipient = $5)`,
		o.config.Target, o.config.Account, e.Campaign, addressOf(e.Sender), addressOf(e.To))
	if err != nil || paused {
		return nil, paused, err
	}
	if optOut != "" {
		return &news{event: optedOut, at: now, reason: "its recipient has opted out: " + optOut}, false, nil
	}
	if o.config.Allow != nil {
		shown := e.Entry
		refusal, err := o.config.Allow(ctx, tx, &shown)
		if err != nil {
			return nil, false, fmt.Errorf("outbox: Allow: %w", err)
		}
		if refusal != "" {
			return &news{event: optedOut, at: now, reason: refusal}, false, nil
		}
	}
	return &news{event: claimed, at: now, attempt: randomName(tokenBytes), record: note.encode(), lookAt: now.Add(o.config.Lease)}, false, nil
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
