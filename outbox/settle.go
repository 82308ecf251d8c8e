package outbox

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio"
)

// newsOf reads what became of an attempt from the result of its call.
func (o *Outbox[TTx]) newsOf(e *entry, sid string, err error) *news {
	now := o.now()
	n := &news{attempt: e.attempt, at: now}
	var unknown *twilio.OutcomeUnknownError
	var refusal *twilio.Error
	switch {
	case err == nil:
		n.event, n.sid, n.by = accepted, sid, ByAnswer
		n.fetchAt = o.firstFetch(e, now)
		return n
	case errors.As(err, &unknown):
		n.event, n.reason, n.record = noAnswer, "the outcome of the request is unknown", noteWith(e.record, unknown.SID)
		n.lookAt = now.Add(firstLook)
		return n
	}
	n.reason = err.Error()
	if errors.As(err, &refusal) {
		n.status, n.code, n.reason = refusal.Status, refusal.Code, reasonOf(refusal)
	}
	switch {
	case isOfAccount(err):
		n.event, n.again, n.refund = notSent, now.Add(accountPause), true
	case errors.Is(err, twilio.ErrInvalidParams) && refusal == nil:
		n.event, n.by = refused, ByAnswer
	case errors.Is(err, twilio.ErrNotSent) && (refusal == nil || refusal.Status == http.StatusTooManyRequests):
		// Twilio has not looked at the message: this says nothing of it, and uses up no attempt.
		n.event, n.again, n.refund = notSent, now.Add(max(twilio.RetryAfter(err), pauseAfter(unseenPause))), true
	case refusal != nil && comesAgain(refusal):
		n.event, n.again = notSent, now.Add(max(twilio.RetryAfter(err), pauseAfter(e.Attempts)))
	case refusal != nil:
		n.event, n.by = refused, ByAnswer
	default: // no error of the client is like this
		n.event, n.lookAt = noAnswer, now.Add(firstLook)
	}
	return n
}

// unseenPause is the attempt whose pause is made when Twilio has not looked at a message.
const unseenPause = 2

// learn takes from the result of an attempt what it says of the others.
func (o *Outbox[TTx]) learn(ctx context.Context, kind Kind, err error) {
	now := o.now()
	var refusal *twilio.Error
	switch {
	case err != nil && isOfAccount(err):
		if o.holds.refuse(kind, now.Add(accountPause)) {
			o.logger.ErrorContext(ctx, "outbox: the account is refused: until that ends, one message a minute is tried", "kind", kind, "error", err)
		}
	case err == nil, errors.As(err, &refusal) && !errors.Is(err, twilio.ErrOutcomeUnknown):
		if o.holds.answered(kind) {
			o.logger.InfoContext(ctx, "outbox: the account is not refused any more", "kind", kind)
		}
	}
	if wait := twilio.RetryAfter(err); wait > 0 && errors.Is(err, twilio.ErrRateLimited) && errors.Is(err, twilio.ErrNotSent) {
		o.holds.pause(kind, now.Add(wait))
	}
}

// reasonOf is what Twilio says, without what the error says of the call.
func reasonOf(err *twilio.Error) string {
	if title := err.Code.Title(); title != "" {
		return title
	}
	return fmt.Sprintf("HTTP status %d", err.Status)
}

// isOfAccount reports that a refusal is about the account and would meet every message: the
// credential is wrong, there is no money, or the account is suspended.
func isOfAccount(err error) bool {
	var refusal *twilio.Error
	if errors.As(err, &refusal) && refusal.Code.Category() == twilio.CategoryAccount {
		return true
	}
	return errors.Is(err, twilio.ErrAuthentication) || errors.Is(err, twilio.ErrInsufficientFunds)
}

const accountPause = time.Minute

// comesAgain reports that Twilio has refused a message for now: the same one may be accepted
// later. A refusal is proof that nothing was sent.
func comesAgain(err *twilio.Error) bool {
	return err.Code.Retry() == twilio.RetryLater || err.Code.Retry() == twilio.RetryNow || errors.Is(err, twilio.ErrRateLimited)
}

// noteWith adds a SID to the note of an attempt.
func noteWith(text, sid string) string {
	note, err := readNote(text)
	if err != nil || sid == "" {
		return text
	}
	note.SID = sid
	return note.encode()
}

// firstFetch is when to ask for the delivery of a message, zero for never.
func (o *Outbox[TTx]) firstFetch(e *entry, now time.Time) time.Time {
	if o.config.FetchAfter < 0 || e.Kind == KindVerification {
		return time.Time{}
	}
	return now.Add(o.config.FetchAfter)
}

// settleAttempt writes down what became of an attempt. It goes on for as long as the sweeper leaves
// the row alone, because nobody else knows it.
func (o *Outbox[TTx]) settleAttempt(ctx context.Context, e *entry, n *news) error {
	return o.settleWithin(ctx, max(e.lookAt.Sub(o.now())-time.Second, settleTime), e, n)
}

// settle writes down what somebody has found out who can find it out again.
func (o *Outbox[TTx]) settle(ctx context.Context, e *entry, n *news) error {
	return o.settleWithin(ctx, settleTime, e, n)
}

func (o *Outbox[TTx]) settleWithin(ctx context.Context, most time.Duration, e *entry, n *news) error {
	err := o.insist(context.WithoutCancel(ctx), most, func(ctx context.Context) error {
		after, changed, err := o.store.tell(ctx, e, n)
		switch {
		case errors.Is(err, errTaken):
			o.logger.ErrorContext(ctx, "outbox: Twilio has named one message for two keys", "key", e.Key, "error", err)
			return nil
		case err == nil:
			o.settled(ctx, after, n, changed)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("outbox: the outcome of message %q cannot be written: %w", e.Key, err)
	}
	return nil
}

// insist does something until it succeeds or its time is over.
func (o *Outbox[TTx]) insist(ctx context.Context, most time.Duration, do func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	pause := 50 * time.Millisecond
	for {
		err := do(ctx)
		if err == nil || o.config.Clock.Sleep(ctx, pause) != nil {
			return err
		}
		pause = min(2*pause, time.Second)
	}
}

// settled does what follows from a change.
func (o *Outbox[TTx]) settled(ctx context.Context, after *entry, n *news, changed bool) {
	if n.event == refused && errors.Is(n.code, twilio.ErrOptedOut) {
		if err := o.optOut(ctx, after.Sender, after.To, sourceCode); err != nil {
			o.logger.ErrorContext(ctx, "outbox: an opt-out cannot be written", "key", after.Key, "error", err)
		}
	}
	if !changed {
		return
	}
	if after.OtherSID != "" && after.OtherSID == n.sid {
		o.logger.ErrorContext(ctx, "outbox: a second message was sent for one key", "key", after.Key, "sid", after.SID, "other", after.OtherSID)
	}
	o.changed(ctx, after)
}
