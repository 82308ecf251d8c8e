package twilio

import (
	"net/http"
	"time"
)

// CallOption changes one call.
type CallOption func(*callOptions)

type callOptions struct {
	account    string
	maxBytes   *int64
	info       *ResponseInfo
	headers    http.Header   // nil for none, by canonical name
	settle     time.Duration // how long to settle an unknown outcome, 0 for not at all
	horizon    time.Duration // of Reconcile
	shared     ClaimedFunc   // of Reconcile
	lookOnce   bool          // of Reconcile
	admission  *Admission    // for the first attempt, nil when the caller has not waited
	record     *CreateRecord // of the create
	recorded   bool          // a record was given, be it nil
	idempotent bool          // the caller vouches that repeating does no harm
	noCache    bool          // caches on the way ask Twilio first
}

// OnAccount makes the call for a subaccount, with the client's credentials. On
// a product whose paths name no account it is a *[ParamError], because the
// parent would be billed.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/subaccounts
func OnAccount(accountSID string) CallOption {
	return func(o *callOptions) { o.account = accountSID }
}

// MaxBytes bounds the answer, for downloads above all; beyond it there is a
// *[TooLargeError]. Without it JSON is bounded to 16 MiB and a download not.
func MaxBytes(n int64) CallOption { return func(o *callOptions) { o.maxBytes = &n } }

// WithResponseInfo fills in info when the call is over, whether it failed or not. A
// call that is refused, or sends nothing for another reason, leaves it empty.
func WithResponseInfo(info *ResponseInfo) CallOption { return func(o *callOptions) { o.info = info } }

// Idempotent lets a create be repeated like an idempotent operation: the caller
// vouches that doing it twice does no harm.
func Idempotent() CallOption { return func(o *callOptions) { o.idempotent = true } }

// ResponseInfo describes an answer, beside its content.
type ResponseInfo struct {
	Status             int           // HTTP status of the last answer, 0 when there was none
	Header             http.Header   // of the last answer, for the caller to keep; nil when there was none
	RequestID          string        // Twilio-Request-Id of the last answer
	Attempts           int           // how many requests were sent; those that failed for want of a token or a signature do not count
	RetryAfter         time.Duration // the pause that the last answer asked for
	ConcurrentRequests int           // the account's requests in flight, as Twilio counted them
}

// optionsOf collects the options of a call.
func optionsOf(opts []CallOption) callOptions {
	var o callOptions
	o.apply(opts)
	return o
}

// apply takes in options; nil is none.
func (o *callOptions) apply(opts []CallOption) {
	for _, opt := range opts {
		if opt != nil {
			opt(o)
		}
	}
}

// forgetInfo empties the info of a call that is refused before it gets to the
// pipeline, so that it does not tell of an earlier call.
func forgetInfo(opts []CallOption) {
	if info := optionsOf(opts).info; info != nil {
		*info = ResponseInfo{}
	}
}

// limit returns MaxBytes, or the limit that holds without it.
func (o *callOptions) limit(otherwise int64) int64 {
	if o.maxBytes == nil {
		return otherwise
	}
	return *o.maxBytes
}
