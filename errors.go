package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/errorbody"
	"github.com/seed15d99369/twilio/internal/redact"
)

// Error is an answer of Twilio's whose HTTP status is not a 2xx. The answer need
// not be JSON.
//
// [errors.Is] tells what kind of error it is:
//   - errors.Is(err, ErrOptedOut) asks for a category,
//   - errors.Is(err, CodeUnsubscribed) asks for one code,
//   - errors.Is(err, ErrorCode(404)) asks for an HTTP status.
//
// Twilio docs: https://www.twilio.com/docs/usage/twilios-response
type Error struct {
	Op         string          // the operation: "Messages.Create"
	Status     int             // HTTP status
	Code       ErrorCode       // Twilio's code, 0 when the answer had none
	Message    string          // Twilio's words, phone numbers included; Error masks them
	MoreInfo   string          // address of Twilio's page about the error
	Details    json.RawMessage // further members of the answer: details, params or errors
	RequestID  string          // Twilio's support asks for it
	RetryAfter time.Duration   // how long the server asked to wait, 0 when it did not ask
	Body       string          // the first KiB of an answer whose shape is not known

	notSent      bool // Twilio says that it did nothing
	uncertain    bool // it answers a create that may have been carried out
	afterUnknown bool // an earlier attempt of the same call may have been carried out
}

// read fills in the content of a body, without the secrets of the client. They are taken
// out of the text before it is cut, and again of the decoded texts: JSON and XML can write
// one letter in several ways.
func (e *Error) read(body []byte, secrets redact.Secrets) {
	found := errorbody.Read(secrets.JSON([]byte(secrets.Text(string(errorbody.Plain(body))))))
	e.Code, e.Details, e.Body = ErrorCode(found.Code), found.Details, found.Body
	e.Message, e.MoreInfo = secrets.Text(found.Message), secrets.Text(found.MoreInfo)
}

// Error is one line. It shows neither the body nor the URL nor a secret, and it
// masks phone numbers.
func (e *Error) Error() string {
	text := "twilio: " + e.Op + ": " + e.describe()
	if e.uncertain {
		return text
	}
	return text + e.Code.remedy()
}

// describe says what the answer was. It leaves out the advice, which may invite to
// try again.
func (e *Error) describe() string {
	text := fmt.Sprintf("HTTP %d", e.Status)
	if e.Code != 0 {
		text += fmt.Sprintf(", code %d", int(e.Code))
	}
	switch message := redact.Line(e.Message); {
	case message != "":
		text += ": " + message
	case e.Code.Title() != "":
		text += ": " + e.Code.Title()
	case http.StatusText(e.Status) != "":
		text += ": " + http.StatusText(e.Status)
	}
	return text
}

// Unwrap returns the code, nil when the answer had none.
func (e *Error) Unwrap() error {
	if e.Code == 0 {
		return nil
	}
	return e.Code
}

// Is matches
//   - an [ErrorCode] below 600 that is the HTTP status,
//   - [ErrNotSent] when Twilio says that it did nothing,
//   - the category of the HTTP status when the code has no category of its own.
func (e *Error) Is(target error) bool {
	if code, ok := target.(ErrorCode); ok {
		return code > 0 && code < 600 && int(code) == e.Status
	}
	if target == ErrNotSent {
		return e.notSent
	}
	return e.Code.Category() == "" && target == statusSentinel(e.Status)
}

// isConflict says that the state of the resource stands against the request.
func (e *Error) isConflict() bool {
	return e.Status == http.StatusConflict || e.Code.Category() == CategoryConflict
}

// statusSentinel returns the category of an HTTP status, or nil.
func statusSentinel(status int) error {
	switch {
	case status == http.StatusUnauthorized:
		return ErrAuthentication
	case status == http.StatusForbidden:
		return ErrPermission
	case status == http.StatusNotFound:
		return ErrNotFound
	case status == http.StatusTooManyRequests:
		return ErrRateLimited
	case status >= 500:
		return ErrServer
	}
	return nil
}

// RetryAfter returns how long to wait before the next try: the pause that the server asked
// for, the rest of a cool-down that it asked for earlier, or what the error of a [Limiter]
// says by a method RetryAfter() time.Duration. It returns 0 when
// nobody asked, which does not mean that a next try helps. It also returns 0 when a
// next try could do the same thing twice, as after an *[OutcomeUnknownError].
func RetryAfter(err error) time.Duration {
	if errors.Is(err, ErrOutcomeUnknown) {
		return 0
	}
	var apiErr *Error
	if errors.As(err, &apiErr) {
		return apiErr.RetryAfter
	}
	var wait interface{ RetryAfter() time.Duration } // a cool-down, or a limiter of another package
	if errors.As(err, &wait) {
		return wait.RetryAfter()
	}
	return 0
}

// Stage is how far an attempt got, as far as it is known.
type Stage string

// The stages of an attempt.
const (
	StageNone      Stage = ""          // it never had a connection
	StageConnected Stage = "connected" // it had one, and nothing of the body was sent
	StageSending   Stage = "sending"   // the body, or a part of it, may have been sent
	StageAnswer    Stage = "answering" // an answer came, whole or not
)

// OutcomeUnknownError says that a create may have been carried out although no
// usable answer came back, because of a time-out, a lost connection or a 5xx. The
// create was not repeated. Repeating it may do the same thing twice: first look for
// what it may have made, with [Messages.Reconcile] or
// [Calls.Reconcile].
type OutcomeUnknownError struct {
	Op         string    // the operation: "Messages.Create"
	AccountSID string    // the account that it was sent for
	SID        string    // of the new resource, when the broken answer still showed it; else ""
	Attempts   int       // how many requests were sent
	Stage      Stage     // how far the attempt in doubt got
	BytesSent  int64     // how many bytes that attempt wrote, TLS and header included; -1 when nobody counted
	Started    time.Time // when the first attempt in doubt began, on the client's clock; never the present
	Ended      time.Time // when the last one ended, on the client's clock; Reconcile looks from Started to 30 s after it
	Err        error     // the reason, an *Error when Twilio answered

	record *CreateRecord // that it was made of, see Unknown
	create string        // names the create, by its record if it has one; "" once the error was stored

	reconciledBy string // the reconciliation of the operation; "" once the error was stored

	ctx context.Context //nolint:containedctx // with the values of the create's, for hooks; nil without one
}

// Error says that the create may have been carried out, and what to do before a
// second try.
func (e *OutcomeUnknownError) Error() string {
	next := "look for it with Get or List before any second try"
	switch {
	case isSID(e.SID, ""):
		next = "fetch " + e.SID + " before any second try"
	case e.reconciledBy != "" || reconciliationOf(e.Op) != "":
		next = "reconcile before any second try"
	}
	return "twilio: " + e.Op + ": outcome unknown: it may have been carried out: " + reason(e.Err) + "; " + next
}

// Unwrap returns the reason.
func (e *OutcomeUnknownError) Unwrap() error { return e.Err }

// Is matches [ErrOutcomeUnknown].
func (e *OutcomeUnknownError) Is(target error) bool { return target == ErrOutcomeUnknown }

// TransportError says that no answer came back, because the name was not resolved,
// the connection or TLS failed, or the context or the time-out ended the attempt.
// It matches [ErrNotSent] when nothing was sent. For a create of which something
// was sent it is inside an [OutcomeUnknownError].
type TransportError struct {
	Op       string
	Attempts int // how many requests were sent, 0 when none was begun
	Err      error

	notSent bool
}

// Error is one line. It shows no URL, and it masks phone numbers.
func (e *TransportError) Error() string { return "twilio: " + e.Op + ": " + e.describe() }

// notSentText is how the reason of an error begins that matches ErrNotSent.
const notSentText = "not sent: "

func (e *TransportError) describe() string {
	if e.notSent {
		return notSentText + reason(e.Err)
	}
	return "no answer: " + reason(e.Err)
}

// Unwrap returns the network's or the context's error.
func (e *TransportError) Unwrap() error { return e.Err }

// Is matches [ErrNotSent] when nothing was sent.
func (e *TransportError) Is(target error) bool { return target == ErrNotSent && e.notSent }

// DecodeError says that Twilio answered with success but that the answer could not
// be used: it is cut short, it is not JSON, it is too large, or it lacks the SID or
// the list that it should have.
type DecodeError struct {
	Op        string
	Status    int
	RequestID string
	Err       error
}

// Error says what was wrong with the answer.
func (e *DecodeError) Error() string { return "twilio: " + e.Op + ": " + e.describe() }

func (e *DecodeError) describe() string {
	return fmt.Sprintf("HTTP %d, unusable answer: %s", e.Status, reason(e.Err))
}

// Unwrap returns the reason.
func (e *DecodeError) Unwrap() error { return e.Err }

// TooLargeError says that an answer was larger than the limit, which [MaxBytes]
// sets.
type TooLargeError struct{ Limit int64 } // bytes

// Error names the limit and the option that sets it.
func (e *TooLargeError) Error() string {
	const mebibyte = 1 << 20
	limit := fmt.Sprintf("%d bytes", e.Limit)
	if e.Limit > 0 && e.Limit%mebibyte == 0 {
		limit = fmt.Sprintf("%d MiB", e.Limit/mebibyte)
	}
	return "the answer is larger than " + limit + ", see MaxBytes"
}

// stoppedError is the failure of the last attempt, and the reason that kept the client from
// making another one: the end of the context, or the limiter.
type stoppedError struct{ err, stopped error }

func (e *stoppedError) Error() string {
	return e.err.Error() + "; no further attempt: " + redact.Line(e.stopped.Error())
}

func (e *stoppedError) describe() string {
	return reason(e.err) + "; no further attempt: " + redact.Line(e.stopped.Error())
}

func (e *stoppedError) Unwrap() []error { return []error{e.err, e.stopped} }

// joinErrors is [errors.Join] with a text of one line.
func joinErrors(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	return joinedErrors(errs)
}

type joinedErrors []error

func (e joinedErrors) Error() string {
	texts := make([]string, len(e))
	for i, err := range e {
		texts[i] = err.Error()
	}
	return strings.Join(texts, "; ")
}

func (e joinedErrors) Unwrap() []error { return e }
