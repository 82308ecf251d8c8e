package twilio

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/seed15d99369/twilio/internal/form"
)

// CreateRecord is what a process writes down before a create. When the process
// dies during the create there is no error to store, and the record takes its
// place: [CreateRecord.Unknown] turns it into what Reconcile takes. A record is
// made by NewRecord of the service and given to the create by [WithRecord]. It
// encodes to JSON and back without loss.
//
// A record holds no secret and no parameter, so that the parameters have to be
// kept beside it. Op, AccountSID and Fingerprint keep it from being taken for the
// record of another create. The times are those of the client's clock.
type CreateRecord struct {
	Op          string    `json:"op"`          // the operation: "Messages.Create"
	AccountSID  string    `json:"account_sid"` // the account that the create is for
	Started     time.Time `json:"started"`     // when the record was made: no attempt begins before
	NotAfter    time.Time `json:"not_after"`   // from then on nothing is sent; at most 10 minutes after Started
	Fingerprint string    `json:"fingerprint"` // a random salt and 16 bits of a hash of the parameters, in hexadecimal
}

// maxRecordLife bounds how long a create with a record may take, and so how long
// another process has to wait before it can know that nothing will be sent.
const maxRecordLife = 10 * time.Minute

// The parts of a fingerprint, in bytes. The hash is cut to 16 bits on purpose. It
// is there to catch mix-ups. A whole hash could be inverted by trying what the
// parameters may have been, because "Your code is 123456" has only a million forms.
const (
	saltSize = 8
	hashSize = 2
)

// fingerprint hashes a form whatever the order of its parameters, which may differ
// between two versions of this package.
func fingerprint(salt, form []byte) string {
	pairs := bytes.Split(form, []byte("&"))
	slices.SortFunc(pairs, bytes.Compare)
	sum := sha256.Sum256(slices.Concat(salt, bytes.Join(pairs, []byte("&"))))
	return hex.EncodeToString(slices.Concat(salt, sum[:hashSize]))
}

// NewRecord makes a record of a create that is invoked with [InvokeSettled] afterwards:
// see [Messages.NewRecord], which does this for messages.
func NewRecord(ctx context.Context, c *Client, b BoundOperation, opts ...CallOption) (*CreateRecord, error) {
	if err := c.checkMade(b.op.Name, opts); err != nil {
		return nil, err
	}
	forgetInfo(opts)
	b.settles = true
	var p prepared
	if err := p.prepare(ctx, c, b, opts); err != nil {
		return nil, err
	}
	left := maxRecordLife
	if deadline, ok := ctx.Deadline(); ok {
		left = min(left, time.Until(deadline))
	}
	if left <= 0 || ctx.Err() != nil {
		return nil, p.notBegun(contextErrorOr(ctx, context.DeadlineExceeded))
	}
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt)                         // it never fails
	started := c.config.clock.Now().Round(0).UTC() // JSON keeps neither a monotonic reading nor a place
	record := &CreateRecord{
		Op: p.op.Name, AccountSID: p.account, Started: started, NotAfter: started.Add(left), Fingerprint: fingerprint(salt, p.body),
	}
	c.records.add(*record)
	return record, nil
}

// notBegun is the error of a call that ended before its first attempt.
func (p *prepared) notBegun(err error) error {
	return &TransportError{Op: p.op.Name, Err: err, notSent: true}
}

// Unknown returns the record as a create of unknown outcome, which Reconcile
// settles. Most often that is a process which found the record after another one
// had died. As long as the create may still be under way, which is until NotAfter
// and the 30 seconds for which Twilio may work on a request, Reconcile finds what
// is there, and never says [ErrNotSeen].
func (r *CreateRecord) Unknown() *OutcomeUnknownError {
	if r == nil {
		return nil
	}
	return &OutcomeUnknownError{
		Op: r.Op, AccountSID: r.AccountSID, BytesSent: -1, Started: r.Started, Ended: r.NotAfter, Err: errRecordOpen, record: r,
		create: r.Fingerprint,
	}
}

var errRecordOpen = errors.New("its record has no result")

// problem says what is wrong with a record, "" if nothing is.
func (r *CreateRecord) problem() string {
	salted, err := hex.DecodeString(r.Fingerprint)
	switch {
	case r.Op == "", !isSID(r.AccountSID, "AC"), r.Started.IsZero(), r.NotAfter.IsZero(), err != nil, len(salted) != saltSize+hashSize:
		return "is incomplete"
	case !r.NotAfter.After(r.Started):
		return "ends before it begins"
	case r.NotAfter.Sub(r.Started) > maxRecordLife:
		return "lasts more than ten minutes"
	}
	return ""
}

// madeFor compares the parameters, as they are sent, with those of the record.
func (r *CreateRecord) madeFor(form []byte) bool {
	salted, err := hex.DecodeString(r.Fingerprint)
	return err == nil && len(salted) >= saltSize && fingerprint(salted[:saltSize], form) == r.Fingerprint
}

// mismatch says how a record differs from the create that it is used for, "" if it
// does not.
func (r *CreateRecord) mismatch(sameOp bool, account string, form []byte) string {
	switch problem := r.problem(); {
	case problem != "":
		return problem
	case !sameOp:
		return "is the record of another operation"
	case r.AccountSID != account:
		return "is the record of another account"
	case !r.madeFor(form):
		return "was made for other parameters"
	}
	return ""
}

// WithRecord makes a create as the record says that was made for it by NewRecord
// and written down. The record must be this operation's, this account's and these
// parameters', or the error is a *[ParamError]. A record serves one create of the
// client that made it; it may be given again after an error that matches
// [ErrNotSent]. The error about a record that was used before does not match
// ErrNotSent, because whoever used it may have sent something. A record that another
// process or another client made is for Reconcile, and is refused here.
//
// After NotAfter no attempt starts, and none is written to the network: the error
// matches [ErrNotSent] and [context.DeadlineExceeded]. An attempt under way ends by
// then, and its outcome is unknown. So a process that was paused sends nothing once
// another one has looked.
func WithRecord(record *CreateRecord) CallOption {
	return func(o *callOptions) { o.record, o.recorded = record, true }
}

const recordRemedy = "make one with NewRecord for this very create, with the same options, and write it down before the create"

// checkRecord holds the record against the create that is about to be made.
func (p *prepared) checkRecord() {
	switch r := p.options.record; {
	case !p.options.recorded || !p.settles:
		return
	case r == nil:
		p.problems.Add("WithRecord", "is nil", recordRemedy)
	default:
		if problem := r.mismatch(r.Op == p.op.Name, p.account, p.body); problem != "" {
			p.problems.Add("WithRecord", problem, recordRemedy)
		}
	}
}

// beginRecord binds the exchange to its record: it ends by NotAfter, however it is
// waiting.
func (x *exchange) beginRecord() error {
	r := x.options.record
	if r == nil {
		return nil
	}
	now := x.client.config.clock.Now()
	left := r.NotAfter.Sub(now)
	switch {
	case left <= 0:
		return x.notBegun(errRecordExpired)
	case r.Started.Sub(now) > dateSlack: // what it makes would lie before the time in which Reconcile looks
		return x.notBegun(errClockSetBack)
	case !x.client.records.take(*r):
		x.problems.Add("WithRecord", "was given to a create already, or was not made by this client",
			"reconcile it, with the record's Unknown, before any second try")
		return &ParamError{Op: x.op.Name, Problems: x.problems.list, maybeSent: true} // whoever used it may have sent something
	}
	x.gate = &recordGate{clock: x.client.config.clock, notAfter: r.NotAfter}
	x.ctx, x.gate.cancel = context.WithDeadlineCause(x.ctx, time.Now().Add(left), errRecordExpired)
	return nil
}

// endRecord is what follows the end of a call; err is its error. A create that
// certainly sent nothing may be made again with the same record.
func (x *exchange) endRecord(err error) {
	if x.gate == nil {
		return
	}
	x.gate.cancel()
	if errors.Is(err, ErrNotSent) {
		x.client.records.add(*x.options.record)
	}
}

// ended says why no further attempt may start, nil if one may.
func (x *exchange) ended() error {
	if err := contextError(x.ctx); err != nil {
		return err
	}
	return x.gate.err()
}

var (
	errRecordExpired error = recordExpiredError{}
	errClockSetBack        = errors.New("the record lies in the future, so that the clock was set back: make a new record")
)

// recordExpiredError says that the time of a record is over.
type recordExpiredError struct{}

func (recordExpiredError) Error() string { return "the NotAfter of the record has passed" }
func (recordExpiredError) Timeout() bool { return true }

// Is matches context.DeadlineExceeded: NotAfter is the create's deadline.
func (recordExpiredError) Is(target error) bool { return target == context.DeadlineExceeded }

// recordGate lets nothing through once the time of a record is over. A context
// alone does not do that: its timer stands still while the machine sleeps, and has
// not fired yet when a process that was stopped goes on. So whoever writes looks at
// the clock itself, in wall time, immediately before the system call. What remains
// is a pause between that look and the call, a few instructions long, of which no
// process can know.
type recordGate struct {
	clock    Clock
	notAfter time.Time // without a monotonic reading
	cancel   context.CancelFunc
}

// err is errRecordExpired once the gate is closed; a nil gate is always open.
func (g *recordGate) err() error {
	if g == nil || g.clock.Now().Before(g.notAfter) {
		return nil
	}
	return errRecordExpired
}

// openRecords are the records that a client has made and no create has used yet.
type openRecords struct {
	mu   sync.Mutex
	open map[CreateRecord]struct{}
}

// add also drops what has expired, which keeps the set small.
func (o *openRecords) add(record CreateRecord) {
	o.mu.Lock()
	defer o.mu.Unlock()
	maps.DeleteFunc(o.open, func(r CreateRecord, _ struct{}) bool { return r.NotAfter.Before(record.Started) })
	o.open[record] = struct{}{}
}

// take fails when the record is not there: it was used, changed, or is another
// client's.
func (o *openRecords) take(record CreateRecord) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, found := o.open[record]
	delete(o.open, record)
	return found
}

// recordProblem says why a record does not belong to the create that is looked for,
// "" if it does or if there is none. Create holds the parameters that the caller gave.
func (u *OutcomeUnknownError) recordProblem(create BoundOperation) string {
	if u.record == nil {
		return ""
	}
	return u.record.mismatch(create.op.isReconciledAs(u.record.Op), u.AccountSID, formOf(create))
}

// formOf encodes parameters as the create did. What may be wrong with them was said
// there.
func formOf(create BoundOperation) []byte {
	params := addressable(create.params)
	if v, ok := params.(Validator); ok {
		v.Validate(&Problems{}) // it also fills in the values that are implied
	}
	encoded, _ := form.Append(nil, form.InForm, params)
	return encoded
}

// NewRecord makes a record of a message that is about to be sent, to be written
// down before [Messages.Create] gets it by [WithRecord]. Params and options
// are those of the create. NotAfter is the deadline of ctx, and 10 minutes from now
// without one. It makes no request. Parameters that can never succeed are a
// *[ParamError]; a context that has ended is an error, too.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
func (s *Messages) NewRecord(ctx context.Context, params MessageCreateParams, opts ...CallOption) (*CreateRecord, error) {
	return NewRecord(ctx, s.c, messageCreate.With(&params), opts...)
}

// NewRecord is [Messages.NewRecord] for [WhatsApp.Send].
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api
func (s *WhatsApp) NewRecord(ctx context.Context, params WhatsAppSendParams, opts ...CallOption) (*CreateRecord, error) {
	return NewRecord(ctx, s.c, whatsAppSend.With((*WhatsAppSendParams)(params.message())), opts...)
}

// NewRecord is [Messages.NewRecord] for [Calls.Create].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func (s *Calls) NewRecord(ctx context.Context, params CallCreateParams, opts ...CallOption) (*CreateRecord, error) {
	return NewRecord(ctx, s.c, callCreate.With(&params), opts...)
}
