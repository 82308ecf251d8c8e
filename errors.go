package twilio

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Error is an answer of Twilio's other than a 2xx, JSON or not.
//
// Ask what it is with [errors.Is]: by category (errors.Is(err, ErrOptedOut)),
// by code (errors.Is(err, CodeUnsubscribed)) or by HTTP status
// (errors.Is(err, ErrorCode(404))).
//
// Twilio docs: https://www.twilio.com/docs/usage/twilios-response
type Error struct {
	Op         string          // the operation: "Messages.Create"
	Status     int             // HTTP status
	Code       ErrorCode       // Twilio's code, 0 when the answer had none
	Message    string          // Twilio's words, phone numbers included; Error masks them
	MoreInfo   string          // address of Twilio's page about the error
	Details    json.RawMessage // what else the answer said: details, params or errors
	RequestID  string          // quote it to Twilio's support
	RetryAfter time.Duration   // what the server asked to wait, 0 when it did not
	Body       string          // first KiB of an answer that was not JSON

	notSent      bool // Twilio says that it did nothing
	uncertain    bool // the answer to a create that may have been carried out
	afterUnknown bool // an earlier attempt of the same call may have been carried out
}

// Error is one line without the body, the URL, phone numbers or secrets.
func (e *Error) Error() string {
	text := "twilio: " + e.Op + ": " + e.describe()
	if advice := e.Code.Advice(); advice != "" && !e.uncertain {
		text += " (" + advice + ")"
	}
	return text
}

// describe says what the answer was, without an invitation to try again.
func (e *Error) describe() string {
	text := fmt.Sprintf("HTTP %d", e.Status)
	if e.Code != 0 {
		text += fmt.Sprintf(", code %d", int(e.Code))
	}
	switch message := oneLine(e.Message); {
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

// Is matches [ErrNotSent] when Twilio says that it did nothing, a code below 600
// by HTTP status, and the status's category when the code has none of its own.
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

// RetryAfter returns how long the server asked to wait before the next try, 0
// when it did not say and when a next try could do the same thing twice.
func RetryAfter(err error) time.Duration {
	if errors.Is(err, ErrOutcomeUnknown) {
		return 0
	}
	var apiErr *Error
	if errors.As(err, &apiErr) {
		return apiErr.RetryAfter
	}
	var coolDown *coolDownError
	if errors.As(err, &coolDown) {
		return coolDown.left
	}
	return 0
}

// OutcomeUnknownError says that a create may have been carried out although no
// usable answer came back: a time-out, a lost connection, a 5xx. It was not
// repeated, and repeating it may do it twice: look first for what it may have
// made, with [MessagesService.Reconcile] or [CallsService.Reconcile]. Err is the reason, an *[Error] when Twilio answered.
type OutcomeUnknownError struct {
	Op         string    // the operation: "Messages.Create"
	AccountSID string    // the account that it was sent for
	SID        string    // of what was made, when the broken answer still showed it
	Attempts   int       // how many requests were sent
	Stage      Stage     // how far the attempt in doubt got
	BytesSent  int64     // what it put on the wire, TLS and header included; -1 when nobody counted
	Started    time.Time // when the first attempt in doubt began, on the client's clock
	Ended      time.Time // and when the last one ended
	Err        error
}

// Error says that it may have been done and what comes before a second try.
func (e *OutcomeUnknownError) Error() string {
	next := "look for it with Get or List before any second try"
	switch {
	case e.SID != "":
		next = "fetch " + e.SID + " before any second try"
	case reconciliationOf(e.Op) != "":
		next = "reconcile before any second try"
	}
	return "twilio: " + e.Op + ": outcome unknown: it may have been carried out: " + reason(e.Err) + "; " + next
}

// Unwrap returns the reason.
func (e *OutcomeUnknownError) Unwrap() error { return e.Err }

// Is matches [ErrOutcomeUnknown].
func (e *OutcomeUnknownError) Is(target error) bool { return target == ErrOutcomeUnknown }

// TransportError says that no answer came back: DNS, connection, TLS, time-out,
// cancellation. It matches [ErrNotSent] when nothing was sent. For a create of
// which something was sent it is inside an [OutcomeUnknownError].
type TransportError struct {
	Op       string
	Attempts int // how many requests were sent, 0 when none was begun
	Err      error

	notSent bool
}

// Error never shows a URL; phone numbers are masked.
func (e *TransportError) Error() string { return "twilio: " + e.Op + ": " + e.describe() }

func (e *TransportError) describe() string {
	if e.notSent {
		return "not sent: " + reason(e.Err)
	}
	return "no answer: " + reason(e.Err)
}

// Unwrap returns the network's or the context's error.
func (e *TransportError) Unwrap() error { return e.Err }

// Is matches [ErrNotSent] when nothing was sent.
func (e *TransportError) Is(target error) bool { return target == ErrNotSent && e.notSent }

// DecodeError says that Twilio answered with success and that the answer could
// not be used: it is cut short, not JSON, too large, or without what matters.
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

// TooLargeError says that an answer was larger than the limit.
type TooLargeError struct{ Limit int64 } // bytes

// Error names the limit and what sets it.
func (e *TooLargeError) Error() string {
	const mebibyte = 1 << 20
	limit := fmt.Sprintf("%d bytes", e.Limit)
	if e.Limit > 0 && e.Limit%mebibyte == 0 {
		limit = fmt.Sprintf("%d MiB", e.Limit/mebibyte)
	}
	return "the answer is larger than " + limit + ", see MaxBytes"
}

// ParamError lists everything that is wrong with the arguments of a call that
// can never succeed. Nothing was sent: it matches [ErrInvalidParams] and
// [ErrNotSent].
type ParamError struct {
	Op       string // the operation: "Messages.Create", "New"
	Problems []ParamProblem
}

// ParamProblem is one argument and what to do about it.
type ParamProblem struct {
	Field   string // the argument's name: "To"
	Problem string // "is empty"
	Remedy  string // "give a phone number in E.164, such as +14155551234"
}

// Error lists all problems in one line, with their remedies.
func (e *ParamError) Error() string {
	problems := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		problems[i] = p.Field + " " + p.Problem + ": " + p.Remedy
	}
	return "twilio: " + e.Op + ": " + strings.Join(problems, "; ")
}

// Is matches [ErrInvalidParams] and [ErrNotSent].
func (e *ParamError) Is(target error) bool {
	return target == ErrInvalidParams || target == ErrNotSent
}

// checks collects the problems of one call's arguments.
type checks struct{ problems []ParamProblem }

func (c *checks) add(field, problem, remedy string) {
	c.problems = append(c.problems, ParamProblem{Field: field, Problem: problem, Remedy: remedy})
}

// err returns a *ParamError, nil when there is no problem.
func (c *checks) err(op string) error {
	if len(c.problems) == 0 {
		return nil
	}
	return &ParamError{Op: op, Problems: c.problems}
}

func paramError(op, field, problem, remedy string) error {
	return &ParamError{Op: op, Problems: []ParamProblem{{field, problem, remedy}}}
}

// stoppedError is the failure of the last attempt, after which the end of the
// context or the limiter forbade another one.
type stoppedError struct{ err, stopped error }

func (e *stoppedError) Error() string {
	return e.err.Error() + "; no further attempt: " + oneLine(e.stopped.Error())
}

func (e *stoppedError) describe() string {
	return reason(e.err) + "; no further attempt: " + oneLine(e.stopped.Error())
}

func (e *stoppedError) Unwrap() []error { return []error{e.err, e.stopped} }
