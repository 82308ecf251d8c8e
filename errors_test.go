package twilio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/codes/catalogue"
)

// statusSentinels are the statuses that say something by themselves.
func statusSentinels() map[int]error {
	return map[int]error{
		http.StatusUnauthorized: ErrAuthentication, http.StatusForbidden: ErrPermission, http.StatusNotFound: ErrNotFound,
		http.StatusTooManyRequests: ErrRateLimited, http.StatusInternalServerError: ErrServer, http.StatusServiceUnavailable: ErrServer,
	}
}

// TestStatusSpeaksWhereTheCodeIsSilent: a code of the catalogue has a category of
// its own, and the status adds none to it.
func TestStatusSpeaksWhereTheCodeIsSilent(t *testing.T) {
	t.Parallel()
	for status, want := range statusSentinels() {
		for row := range catalogue.All() {
			code := ErrorCode(row.Code)
			err := &Error{Status: status, Code: code}
			require.Equal(t, errors.Is(code, want), errors.Is(err, want), "HTTP %d with code %d", status, code)
			require.ErrorIs(t, err, code)
		}
	}
}

func TestErrorMatchesItsStatusAlone(t *testing.T) {
	t.Parallel()
	for status := 300; status < 700; status++ {
		err := &Error{Status: status}
		assert.Equal(t, status < 600, errors.Is(err, ErrorCode(status)), status)
		assert.NotErrorIs(t, err, ErrorCode(status+1))
		for other, sentinel := range statusSentinels() {
			same := status == other || errors.Is(sentinel, ErrServer) && status >= 500
			assert.Equal(t, same, errors.Is(err, sentinel), "%d and %v", status, sentinel)
		}
	}
	assert.NotErrorIs(t, &Error{}, ErrorCode(0))
	assert.NotErrorIs(t, &Error{Status: 20404}, CodeNotFound, "a status is no code")
}

// TestErrorsAreFoundInsideOthers: wrapped and joined, as callers do.
func TestErrorsAreFoundInsideOthers(t *testing.T) {
	t.Parallel()
	refused := &Error{Op: "Messages.Get", Status: 429, Code: CodeTooManyRequests, RetryAfter: time.Minute}
	unknown := &OutcomeUnknownError{Op: "Messages.Create", Err: &Error{Status: 503, RetryAfter: time.Minute}}
	cut := &OutcomeUnknownError{Op: "Messages.Create", Err: &DecodeError{Status: 201, Err: io.ErrUnexpectedEOF}}
	lost := &TransportError{Op: "Messages.Get", Err: &wrappedError{err: context.DeadlineExceeded}}
	large := &DecodeError{Op: "Messages.Get", Status: 200, Err: &TooLargeError{Limit: 1}}
	tests := []struct {
		err        error
		retryAfter time.Duration
		is, isNot  []error
	}{
		{err: refused, retryAfter: time.Minute, is: []error{ErrRateLimited, CodeTooManyRequests}, isNot: []error{ErrNotSent, ErrOutcomeUnknown, ErrServer}},
		{err: unknown, retryAfter: 0, is: []error{ErrOutcomeUnknown, ErrServer, ErrorCode(503)}, isNot: []error{ErrNotSent, ErrRateLimited}},
		{err: cut, retryAfter: 0, is: []error{ErrOutcomeUnknown, io.ErrUnexpectedEOF}, isNot: []error{ErrNotSent, ErrServer}},
		{err: lost, retryAfter: 0, is: []error{context.DeadlineExceeded}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
		{err: &TransportError{Err: io.EOF, notSent: true}, retryAfter: 0, is: []error{ErrNotSent, io.EOF}, isNot: []error{ErrOutcomeUnknown}},
		{err: large, retryAfter: 0, is: []error{large.Err}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
		{err: paramError("New", "a", "b", "c"), retryAfter: 0, is: []error{ErrInvalidParams, ErrNotSent}, isNot: []error{ErrOutcomeUnknown, ErrNotSeen}},
	}
	for _, tt := range tests {
		for _, err := range []error{tt.err, fmt.Errorf("sending: %w", tt.err), errors.Join(errors.New("other"), tt.err)} {
			assertMatches(t, err, tt.is, tt.isNot)
			assert.Equal(t, tt.retryAfter, RetryAfter(err), err)
		}
	}
	var tooLarge *TooLargeError
	require.ErrorAs(t, large, &tooLarge)
	assert.Equal(t, int64(1), tooLarge.Limit)
}

// wrappedError hides an error one level deeper.
type wrappedError struct{ err error }

func (e *wrappedError) Error() string { return "read tcp: " + e.err.Error() }
func (e *wrappedError) Unwrap() error { return e.err }

// TestStoppedErrorsSayBoth: the last failure, and why there was no other attempt.
func TestStoppedErrorsSayBoth(t *testing.T) {
	t.Parallel()
	server := &Error{Op: "Messages.Get", Status: 503, Code: CodeServiceUnavailable, Message: "busy"}
	err := &stoppedError{err: server, stopped: fmt.Errorf("%w: shutting\ndown", context.Canceled)}
	assertMatches(t, err, []error{ErrServer, context.Canceled, CodeServiceUnavailable}, []error{ErrNotSent, ErrOutcomeUnknown})
	assert.Equal(t, server.Error()+"; no further attempt: context canceled: shutting down", err.Error())

	unknown := &OutcomeUnknownError{Op: "Messages.Create", Err: err}
	assertMatches(t, unknown, []error{ErrOutcomeUnknown, ErrServer, context.Canceled}, []error{ErrNotSent})
	assert.Contains(t, unknown.Error(), ": HTTP 503, code 20503: busy; no further attempt: context canceled: shutting down; ")
	assert.Contains(t, unknown.Error(), "before any second try")
}

// TestUnknownOutcomesKeepAdviceToThemselves goes through the whole catalogue: the advice that
// it gives on a code in general would mislead.
func TestUnknownOutcomesKeepAdviceToThemselves(t *testing.T) {
	t.Parallel()
	for row := range catalogue.All() {
		code := ErrorCode(row.Code)
		inner := &Error{Op: "Messages.Create", Status: 500, Code: code, Message: "busy", RetryAfter: time.Minute}
		err := &OutcomeUnknownError{Op: "Messages.Create", Err: inner}
		before, after, found := strings.Cut(err.Error(), fmt.Sprintf(": HTTP 500, code %d: busy; ", int(code)))
		require.True(t, found, err.Error())
		require.NotContains(t, before, "HTTP", "the answer is told once")
		require.Contains(t, after, "before any second try")
		require.NotContains(t, after, "(")
		require.Zero(t, RetryAfter(err))

		require.NotEmpty(t, code.Advice())
		require.Contains(t, inner.Error(), "("+code.Advice()+")")
		inner.uncertain = true
		require.Equal(t, fmt.Sprintf("twilio: Messages.Create: HTTP 500, code %d: busy", int(code)), inner.Error())
	}
}

func TestErrorTextsAreShort(t *testing.T) {
	t.Parallel()
	long := &Error{Op: "Messages.Get", Status: 400, Message: strings.Repeat("long\n", 1e5)}
	assert.Less(t, len(long.Error()), 400)
}
