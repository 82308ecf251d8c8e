package twilio

//go:generate go run ./internal/codes/gen

import (
	"errors"
	"fmt"
	"log/slog"
	"strconv"

	"github.com/seed15d99369/twilio/internal/codes/catalogue"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// ErrorCode is one of Twilio's error codes. It is an error, so that it can be
// asked for by itself, errors.Is(err, twilio.CodeUnsubscribed), and it knows its
// categories: errors.Is(code, twilio.ErrOptedOut). 0 is no error, and its text
// says so, because the fields of healthy messages and calls hold it. A code that
// the catalogue does not know is as good an ErrorCode as any other: it has a
// number, a text and a page, but no title, no advice and no category.
//
// The same codes turn up in the answer to a request, in a message that was not
// delivered, in status callbacks, and inside the answers of Lookup.
//
// Twilio docs: https://www.twilio.com/docs/api/errors
type ErrorCode int

// Error names the code and what it means. It is "no error" for 0, which fmt prints in
// everything that holds a code.
func (c ErrorCode) Error() string {
	if c == 0 {
		return "no error"
	}
	text := "twilio error " + strconv.Itoa(int(c))
	if title := c.Title(); title != "" {
		text += ": " + title
	}
	return text
}

// Title says what the code means, "" for a code that this package does not know.
func (c ErrorCode) Title() string {
	if row, found := catalogue.Find(int(c)); found {
		return row.Title
	}
	return ""
}

// Advice says what to do about it in one to three sentences, "" for a code that
// this package does not know: DocsURL has an answer then.
func (c ErrorCode) Advice() string {
	if row, found := catalogue.Find(int(c)); found {
		return row.Advice
	}
	return ""
}

// remedy is the advice in brackets at the end of an error, "" for none.
func (c ErrorCode) remedy() string {
	advice := c.Advice()
	if advice == "" {
		return ""
	}
	return " (" + advice + ")"
}

// Category returns the kind of error, "" for a code that this package does not
// know.
func (c ErrorCode) Category() Category {
	if row, found := catalogue.Find(int(c)); found {
		return categories[row.Category]
	}
	return ""
}

// Retry says whether the same request may succeed another time. It speaks of the
// code in general and not of a particular call: a create whose outcome is unknown
// must not be repeated because its code says RetryLater.
func (c ErrorCode) Retry() Retry {
	if row, found := catalogue.Find(int(c)); found {
		return Retry(row.Retry)
	}
	return RetryNever
}

// DocsURL is the address of Twilio's page about the code, whether this package
// knows the code or not. It is "" for 0 and for negative numbers.
func (c ErrorCode) DocsURL() string {
	if c <= 0 {
		return ""
	}
	return "https://www.twilio.com/docs/errors/" + strconv.Itoa(int(c))
}

// Is matches the sentinels to which the code belongs, such as [ErrOptedOut].
func (c ErrorCode) Is(target error) bool {
	s, ok := target.(*sentinel)
	return ok && s.holds(c)
}

// UnmarshalJSON reads a positive whole number in every notation: 30008, "30008",
// " 30008 ", 30008.0, 3.0008e4. Everything else is 0, such as null, "", -30008 and
// 30008.5. It never fails.
func (c *ErrorCode) UnmarshalJSON(text []byte) error {
	*c = 0
	if digits := scalar.TextOrNumber(text); len(digits) > 0 { // most often it is null
		*c = ErrorCode(scalar.ErrorCode(string(digits)))
	}
	return nil
}

// MarshalJSON writes a number.
func (c ErrorCode) MarshalJSON() ([]byte, error) {
	return strconv.AppendInt(nil, int64(c), 10), nil
}

// LogValue logs a number.
func (c ErrorCode) LogValue() slog.Value { return slog.Int64Value(int64(c)) }

// Retry says whether doing the same again may help.
type Retry uint8

const (
	// RetryNever means that the same request fails again.
	RetryNever Retry = iota
	// RetryLater means that it may succeed after a while.
	RetryLater
	// RetryNow means that it was not processed and may be repeated at once.
	RetryNow
)

var retryNames = [...]string{"never", "later", "now"}

// String is "never", "later" or "now".
func (r Retry) String() string {
	if int(r) >= len(retryNames) {
		return fmt.Sprintf("Retry(%d)", uint8(r))
	}
	return retryNames[r]
}

// Category is a kind of error.
type Category string

// The categories.
const (
	CategoryAccount       Category = "account" // suspended, not active, at a limit
	CategoryAuth          Category = "auth"
	CategoryCarrier       Category = "carrier"
	CategoryCompliance    Category = "compliance" // registration of senders and numbers
	CategoryConflict      Category = "conflict"   // with the state of a resource
	CategoryFilter        Category = "filter"     // refused as spam or against a policy
	CategoryFunds         Category = "funds"
	CategoryGeo           Category = "geo" // a country that is not enabled
	CategoryInfo          Category = "info"
	CategoryInvalidNumber Category = "invalid_number"
	CategoryInvalidParam  Category = "invalid_param"
	CategoryMedia         Category = "media"
	CategoryNotFound      Category = "not_found"
	CategoryOptOut        Category = "opt_out"
	CategoryPermission    Category = "permission"
	CategoryQueue         Category = "queue"
	CategoryRateLimit     Category = "rate_limit"
	CategoryScheduling    Category = "scheduling"
	CategoryServer        Category = "server"
	CategorySIP           Category = "sip"
	CategoryTemplate      Category = "template"
	CategoryToken         Category = "token"
	CategoryTrial         Category = "trial"
	CategoryTwiML         Category = "twiml"
	CategoryUnreachable   Category = "unreachable"
	CategoryVerifyLimit   Category = "verify_limit"
	CategoryWebhook       Category = "webhook"
)

// categories has the order of internal/codes.
var categories = [...]Category{
	CategoryAccount, CategoryAuth, CategoryCarrier, CategoryCompliance, CategoryConflict, CategoryFilter, CategoryFunds,
	CategoryGeo, CategoryInfo, CategoryInvalidNumber, CategoryInvalidParam, CategoryMedia, CategoryNotFound,
	CategoryOptOut, CategoryPermission, CategoryQueue, CategoryRateLimit, CategoryScheduling, CategoryServer,
	CategorySIP, CategoryTemplate, CategoryToken, CategoryTrial, CategoryTwiML, CategoryUnreachable,
	CategoryVerifyLimit, CategoryWebhook,
}

// Categories that a caller acts on, for errors.Is. An answer whose code says nothing matches
// by its HTTP status: 401, 403, 404, 429 and 5xx.
var (
	// ErrAuthentication: the credentials are wrong, or not for this.
	ErrAuthentication error = errAuthentication
	// ErrPermission: the account may not do this; ErrGeoPermission is inside it.
	ErrPermission error = errPermission
	// ErrGeoPermission: the country is not enabled for the account.
	ErrGeoPermission error = errGeoPermission
	// ErrNotFound: there is no such resource in this account.
	ErrNotFound error = errNotFound
	// ErrInvalidNumber: a number or an address cannot be used for this.
	ErrInvalidNumber error = errInvalidNumber
	// ErrUnreachable: the other side did not answer; it may later.
	ErrUnreachable error = errUnreachable
	// ErrOptedOut: the recipient does not want messages. Do not send again.
	ErrOptedOut error = errOptedOut
	// ErrFiltered: refused as spam, as fraud or against a policy.
	ErrFiltered error = errFiltered
	// ErrUnregistered: the sender is not registered where it has to be, such as
	// with an A2P 10DLC campaign in the United States.
	ErrUnregistered error = errUnregistered
	// ErrTemplateRequired: only an approved template may be sent now, or the one
	// that was named cannot be used.
	ErrTemplateRequired error = errTemplateRequired
	// ErrInsufficientFunds: somebody has to pay, or the account was switched off
	// for want of money or for another reason.
	ErrInsufficientFunds error = errInsufficientFunds
	// ErrRateLimited: too much in too short a time.
	ErrRateLimited error = errRateLimited
	// ErrQueueFull: there is more to send, or to call, than can be sent in time.
	ErrQueueFull error = errQueueFull
	// ErrContent: the text, the media or the template cannot be sent.
	ErrContent error = errContent
	// ErrInvalidTwiML: the instructions for a call or a reply are wrong.
	ErrInvalidTwiML error = errInvalidTwiML
	// ErrTrial: a trial account may not do this.
	ErrTrial error = errTrial
	// ErrServer: Twilio failed, or a service on which it depends.
	ErrServer error = errServer
)

// Findings of this package itself; no code matches these.
var (
	// ErrNotSent: it is certain that nothing was done.
	ErrNotSent = errors.New("twilio: not sent")
	// ErrOutcomeUnknown: it may have been done; see [OutcomeUnknownError].
	ErrOutcomeUnknown = errors.New("twilio: outcome unknown")
	// ErrNotSeen: no trace of it was found where it would be.
	ErrNotSeen = errors.New("twilio: not seen")
	// ErrInvalidParams: the arguments are wrong; see [ParamError].
	ErrInvalidParams = errors.New("twilio: invalid parameters")
)
