package twilio

import (
	"context"
	"time"
)

// Trace is told what a client does, for spans, metrics and logs. Its functions are called
// while the client works, in the goroutine of the call; those that are nil are left out.
// Give it to a client with [WithTrace]:
//
//	twilio.WithTrace(twilio.Trace{CallEnd: func(ctx context.Context, call twilio.TraceCall) {
//		log.Printf("%s: %s after %s", call.Op, call.Outcome, call.Duration)
//	}})
//
// A call is one use of an operation, such as Messages.Create, and not a phone call. It has
// no attempt when it was refused, one as a rule, and more when it was repeated. Every start
// has one end. These are calls too:
//   - each page of All is a call of the list's operation,
//   - a request for an OAuth token is a call of OAuth.CreateToken, on a context of its own
//     because all calls of the client share the token,
//   - each request of a reconciliation, within the reconciliation,
//   - the get that settles a cancel or a hang-up which was refused after an attempt of unknown
//     outcome. The call before it has ended as rejected.
//
// No function is told a phone number, a parameter, a body, a query or a secret. The path is
// that of the operation, with its placeholders. The text of an error has Twilio's own words
// in it, with numbers masked; an *[Error] has them unmasked in its fields.
//
// A start function returns a context, whose values are seen by everything within: the
// attempts of a call, the limiter, the transport, the logger. A nil context stands for the
// one that the function got. The client takes the values alone, so that no function can end
// a call or keep one alive. Nothing is added to a request: only a transport of the
// caller's own, see [WithHTTPClient], sends a header such as traceparent to Twilio.
//
// The context of an end function has the values of the start, and never ends. A function
// must not block, because the call waits for it. When a function panics, the panic is logged
// as an error by [WithLogger] and the call goes on: the outcome of a message must not be
// lost for it. Fields and functions may be added in later versions.
type Trace struct {
	// CallStart is told before anything of a call waits or is sent.
	CallStart func(ctx context.Context, call TraceCall) context.Context
	// CallEnd is told when the caller is about to get the answer or the error. The call of a
	// download ends with the header of the answer.
	CallEnd func(ctx context.Context, call TraceCall)
	// AttemptStart is told before an attempt gets its token, its signature and its
	// connection. The request of the attempt has the context that it returns.
	AttemptStart func(ctx context.Context, attempt TraceAttempt) context.Context
	// AttemptEnd is told when an attempt was judged.
	AttemptEnd func(ctx context.Context, attempt TraceAttempt)
	// WaitEnd is told after a call has waited before an attempt, and when it would have had
	// to wait too long.
	WaitEnd func(ctx context.Context, wait TraceWait)
	// FileEnd is told when a download is closed.
	FileEnd func(ctx context.Context, file TraceFile)
	// ReconcileStart is told before a reconciliation makes a request.
	ReconcileStart func(ctx context.Context, search TraceReconcile) context.Context
	// LookEnd is told each time that a reconciliation has looked through the list.
	LookEnd func(ctx context.Context, look TraceLook)
	// ReconcileEnd is told when a reconciliation has its verdict.
	ReconcileEnd func(ctx context.Context, search TraceReconcile)
}

// WithTrace lets trace be told what the client does. The option may be given several times:
// each Trace is told, in their order.
func WithTrace(trace Trace) Option {
	return func(c *config) error {
		c.hooks.add(&trace)
		return nil
	}
}

// TraceOp says which operation an event belongs to.
type TraceOp struct {
	Op         string // its name: "Messages.Create"
	Method     string // "POST"
	Host       string // the product: "api"
	Path       string // with its placeholders: "/2010-04-01/Accounts/{AccountSid}/Messages.json"
	AccountSID string // for which the call is made
	Class      Class
}

// TraceCall says which operation was called and, once the call has ended, what became of it.
type TraceCall struct {
	TraceOp

	// What follows is empty at the start.

	Outcome   Outcome // OutcomeUnknown for every error that matches ErrOutcomeUnknown
	Attempts  int     // how many requests were sent
	Status    int     // HTTP status of the last answer, 0 when there was none
	Code      ErrorCode
	RequestID string // Twilio-Request-Id of the last answer
	Duration  time.Duration
	Err       error // that the caller gets
}

// TraceAttempt is one request of a call, or the try to make one.
type TraceAttempt struct {
	TraceOp

	Number int     // from 1
	After  Outcome // of the attempt before it, which is why there is another; OutcomeNone for the first
	Scheme string  // "https"
	Server string  // the host to which the request goes: "api.twilio.com"
	Port   int

	// What follows is empty at the start.

	Outcome    Outcome
	Status     int // HTTP status, 0 when no answer came
	Code       ErrorCode
	RequestID  string        // Twilio-Request-Id
	Stage      Stage         // how far it got
	BytesSent  int64         // on the wire, TLS and header included; -1 when nobody counted
	BytesRead  int64         // of the body of the answer, after decompression; 0 for a download
	RetryAfter time.Duration // the pause that the answer asked for
	CoolDown   time.Duration // the same when it holds for all calls of the client to this product
	Duration   time.Duration
	Err        error // an *Error when Twilio answered
}

// WaitReason is why a call waits before an attempt.
type WaitReason string

// The reasons.
const (
	WaitCoolDown WaitReason = "cool-down" // Twilio asked for a pause
	WaitLimiter  WaitReason = "limiter"   // the limiter of WithLimiter lets requests pass one by one
	WaitBackOff  WaitReason = "back-off"  // before a request is repeated
)

// TraceWait is a wait before an attempt, in a call or in [Client.Admit].
type TraceWait struct {
	TraceOp

	Attempt  int     // that waits, from 1
	After    Outcome // of the attempt before it; OutcomeNone for the first
	Reason   WaitReason
	Pause    time.Duration // how long was to be waited; 0 for the limiter, which does not say
	Duration time.Duration
	Err      error // why the wait ended early, or was too long to begin
}

// TraceFile is the body of a download, from the header of its answer to its Close.
type TraceFile struct {
	TraceOp

	BytesRead int64
	Duration  time.Duration
	Err       error // with which a Read has failed
}

// Verdict is what a reconciliation has come to.
type Verdict string

// The verdicts.
const (
	VerdictFound     Verdict = "found"     // the create was carried out
	VerdictNotSeen   Verdict = "not seen"  // ErrNotSeen: nothing was made
	VerdictAmbiguous Verdict = "ambiguous" // *AmbiguousError: somebody has to decide
	VerdictUnknown   Verdict = "unknown"   // it failed, and says nothing of the create
)

// TraceReconcile is the search for the resource of a create of unknown outcome.
type TraceReconcile struct {
	Op         string // "Messages.Reconcile"
	Host       string // the product: "api"
	AccountSID string // of the create
	// Create has the values of the create's context, as CallStart left them. It is nil when
	// another process made the create, or when its error was stored.
	Create context.Context //nolint:containedctx // for links between spans

	// What follows is empty at the start.

	Verdict  Verdict
	Looks    int // at the list
	Duration time.Duration
	Err      error
}

// TraceLook is one look through the list.
type TraceLook struct {
	Op         string // "Messages.Reconcile"
	Number     int    // from 1
	Candidates int    // how many resources may be the one that is looked for, or are much like it
	Duration   time.Duration
	Err        error // nil when it found the resource, and when it found nothing
}
