package twiliootel

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/seed15d99369/twilio"
)

// The attributes for which there is no convention. Metrics have those of few values alone.
const (
	keyOperation   = attribute.Key("twilio.operation")    // "Messages.Create"
	keyClass       = attribute.Key("twilio.class")        // "safe", "idempotent" or "create"
	keyProduct     = attribute.Key("twilio.product")      // "api"
	keyAccount     = attribute.Key("twilio.account_sid")  // spans only
	keyOutcome     = attribute.Key("twilio.outcome")      // see outcomeNames
	keyAttempts    = attribute.Key("twilio.attempts")     // how many requests were sent
	keyAttempt     = attribute.Key("twilio.attempt")      // that waits, from 1
	keyCode        = attribute.Key("twilio.error_code")   // Twilio's: 21211
	keyRequestID   = attribute.Key("twilio.request_id")   // spans only
	keyRetryReason = attribute.Key("twilio.retry.reason") // the outcome of the attempt before
	keyRetryAfter  = attribute.Key("twilio.retry_after")  // seconds
	keyWaitReason  = attribute.Key("twilio.wait.reason")  // "cool-down", "limiter" or "back-off"
	keyBytesSent   = attribute.Key("twilio.bytes_sent")   // on the wire, TLS and header included
	keyBytesRead   = attribute.Key("twilio.bytes_read")   // of the answer's body, after decompression
	keyVerdict     = attribute.Key("twilio.verdict")      // "found", "not_seen", "ambiguous" or "unknown"
	keyLooks       = attribute.Key("twilio.looks")        // how many there were
	keyLook        = attribute.Key("twilio.look")         // which one, from 1
	keyCandidates  = attribute.Key("twilio.candidates")
)

var outcomeNames = map[twilio.Outcome]string{
	twilio.OutcomeNone:         "none",
	twilio.OutcomeNotSent:      "not_sent",
	twilio.OutcomeThrottled:    "throttled",
	twilio.OutcomeRejected:     "rejected",
	twilio.OutcomeDone:         "done",
	twilio.OutcomeUnknown:      "unknown",
	twilio.OutcomeTokenRefused: "token_refused",
}

// outcomeName is an outcome as a value that stays the same whatever its words are.
func outcomeName(o twilio.Outcome) string {
	if name, ok := outcomeNames[o]; ok {
		return name
	}
	return "other"
}

func className(c twilio.Class) string {
	switch c {
	case twilio.ClassSafe:
		return "safe"
	case twilio.ClassIdempotent:
		return "idempotent"
	default:
		return "create"
	}
}

func verdictName(v twilio.Verdict) string { return strings.ReplaceAll(string(v), " ", "_") }

// answerAttributes are those of an answer that came.
func answerAttributes(status int, code twilio.ErrorCode, requestID string) []attribute.KeyValue {
	if status == 0 {
		return nil
	}
	attrs := []attribute.KeyValue{semconv.HTTPResponseStatusCode(status)}
	if code != 0 {
		attrs = append(attrs, keyCode.Int(int(code)))
	}
	if requestID != "" {
		attrs = append(attrs, keyRequestID.String(requestID))
	}
	return attrs
}

// describe says in our own words what became of a call or an attempt. The words of the
// answer may hold a number or a text.
func describe(o twilio.Outcome, status int, code twilio.ErrorCode) string {
	text := o.String()
	if o == twilio.OutcomeUnknown {
		text = "outcome unknown"
	}
	if status != 0 {
		text += fmt.Sprintf(", HTTP %d", status)
	}
	if title := code.Title(); title != "" {
		text += fmt.Sprintf(", code %d: %s", int(code), title)
	}
	return text
}

// attemptError is the error.type of an attempt as the conventions have it: the status code
// of a refusal, or a word for why there is no answer. It is "" for a success.
func attemptError(a *twilio.TraceAttempt) string {
	switch {
	case a.Status >= http.StatusBadRequest:
		return strconv.Itoa(a.Status)
	case a.Err == nil:
		return ""
	case a.Status != 0:
		return errorClass(a.Err, "unusable_answer")
	case a.Outcome == twilio.OutcomeNotSent:
		return errorClass(a.Err, "not_sent")
	}
	return errorClass(a.Err, "no_answer")
}

// callError is the error.type of a call: Twilio's code, or what attemptError would say. It is ""
// for a success.
func callError(c *twilio.TraceCall) string {
	switch {
	case c.Err == nil:
		return ""
	case c.Code != 0:
		return strconv.Itoa(int(c.Code))
	case c.Status == 0 && errors.Is(c.Err, twilio.ErrInvalidParams):
		return "invalid_params"
	case c.Status == 0 && errors.Is(c.Err, twilio.ErrRateLimited):
		return "rate_limited"
	}
	return attemptError(&twilio.TraceAttempt{Status: c.Status, Outcome: c.Outcome, Err: c.Err})
}

// errorClass names the end of a context or a time-out, and otherwise what the caller calls it.
func errorClass(err error, otherwise string) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, context.Canceled):
		return "canceled"
	}
	return otherwise
}
