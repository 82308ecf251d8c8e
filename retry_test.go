package twilio

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	everyCall      = []string{"create", "repeatable", "get", "cancel", "delete"}
	onlyCreate     = []string{"create"}
	onlyIdempotent = []string{"repeatable"}
	onlyDelete     = []string{"delete"}
	decoding       = []string{"get", "cancel"}
	repeated       = []string{"get", "cancel", "delete"} // whatever happened
	creates        = []string{"create", "repeatable"}
	withBody       = []string{"create", "repeatable", "cancel"} // of which a caller's transport can be proved to have sent nothing
	bodyless       = []string{"get", "delete"}
)

// retryTests say, for each class of call, the outcome that follows from the answers that its attempts
// meet. The policy is the default one: 4 attempts.
var retryTests = []struct {
	name     string
	calls    []string
	answers  []answer
	requests int
	is       []error // nil: the call succeeds
	isNot    []error
}{
	// Certainly not sent: repeated by all.
	{name: "dial refused", calls: withBody, answers: []answer{refuseDial}, requests: 4, is: []error{ErrNotSent, syscall.ECONNREFUSED}, isNot: []error{ErrOutcomeUnknown, ErrServer}},
	{name: "dial refused", calls: bodyless, answers: []answer{refuseDial}, requests: 4, is: []error{syscall.ECONNREFUSED}, isNot: []error{ErrNotSent, ErrOutcomeUnknown, ErrServer}},
	{name: "dial refused, then done", calls: everyCall, answers: []answer{refuseDial, refuseDial, reply(200, messageJSON)}, requests: 3, isNot: nil},

	{name: "TLS refused", calls: withBody, answers: []answer{refuseTLS}, requests: 4, is: []error{ErrNotSent}, isNot: []error{ErrOutcomeUnknown}},
	{name: "TLS refused", calls: bodyless, answers: []answer{refuseTLS}, requests: 4, is: []error{}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},

	// Never processed: repeated by all.
	{name: "429", calls: everyCall, answers: []answer{reply(429, "")}, requests: 4, is: []error{ErrNotSent, ErrRateLimited, ErrorCode(429)}, isNot: []error{ErrOutcomeUnknown}},
	{name: "429 without code", calls: everyCall, answers: []answer{reply(429, noCodeJSON)}, requests: 4, is: []error{ErrNotSent, ErrRateLimited}, isNot: []error{ErrOutcomeUnknown}},
	{name: "429 as HTML", calls: everyCall, answers: []answer{reply(429, "<html>slow down</html>")}, requests: 4, is: []error{ErrNotSent, ErrRateLimited}, isNot: []error{ErrOutcomeUnknown}},
	{name: "429 with code 429", calls: everyCall, answers: []answer{reply(429, `{"code":429}`)}, requests: 4, is: []error{ErrNotSent, ErrRateLimited, CodeTooManyRequests}, isNot: []error{ErrOutcomeUnknown}},
	{name: "429 with 20429", calls: everyCall, answers: []answer{reply(429, `{"code":20429}`)}, requests: 4, is: []error{ErrNotSent, ErrRateLimited, CodeTooManyConcurrentRequests}, isNot: []error{ErrOutcomeUnknown}},
	{name: "429, then done", calls: everyCall, answers: []answer{reply(429, `{"code":20429}`), reply(200, messageJSON)}, requests: 2, isNot: nil},
	{name: "429, then dial refused", calls: withBody, answers: []answer{reply(429, ""), refuseDial}, requests: 4, is: []error{ErrNotSent, syscall.ECONNREFUSED}, isNot: []error{ErrOutcomeUnknown}},
	{name: "429, then dial refused", calls: bodyless, answers: []answer{reply(429, ""), refuseDial}, requests: 4, is: []error{syscall.ECONNREFUSED}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "dial refused, then 429", calls: withBody, answers: []answer{refuseDial, reply(429, "")}, requests: 4, is: []error{ErrNotSent, ErrRateLimited}, isNot: []error{ErrOutcomeUnknown}},
	{name: "dial refused, then 429", calls: bodyless, answers: []answer{refuseDial, reply(429, "")}, requests: 4, is: []error{ErrRateLimited}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},

	// Rejected: repeated by none.
	{name: "429 with a product's limit", calls: everyCall, answers: []answer{reply(429, `{"code":60203}`)}, requests: 1, is: []error{ErrRateLimited, CodeVerifySendsUsed}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "400 with 20422", calls: everyCall, answers: []answer{reply(400, `{"code":20422}`)}, requests: 1, is: []error{ErrNotSent, CodeParameterMalformed}, isNot: []error{ErrOutcomeUnknown}},
	{name: "400 with 20423", calls: everyCall, answers: []answer{reply(400, `{"code":20423}`)}, requests: 1, is: []error{ErrNotSent, CodeSIDMalformed}, isNot: []error{ErrOutcomeUnknown}},
	{name: "500 with 20422", calls: everyCall, answers: []answer{reply(500, `{"code":20422}`)}, requests: 1, is: []error{ErrNotSent, CodeParameterMalformed}, isNot: []error{ErrOutcomeUnknown}},
	{name: "400", calls: everyCall, answers: []answer{reply(400, `{"code":21211}`)}, requests: 1, is: []error{ErrInvalidNumber, ErrorCode(21211), ErrorCode(400)}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "401", calls: everyCall, answers: []answer{reply(401, `{"code":20003}`)}, requests: 1, is: []error{ErrAuthentication, ErrorCode(401)}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "403", calls: everyCall, answers: []answer{reply(403, noCodeJSON)}, requests: 1, is: []error{ErrPermission}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "404", calls: everyCall, answers: []answer{reply(404, `{"code":20404}`)}, requests: 1, is: []error{ErrNotFound}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "409", calls: everyCall, answers: []answer{reply(409, `{"code":30409}`)}, requests: 1, is: []error{ErrorCode(30409)}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "422 as HTML", calls: everyCall, answers: []answer{reply(422, "<html></html>")}, requests: 1, is: []error{ErrorCode(422)}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "400 cut short", calls: everyCall, answers: []answer{cut(400, `{"code":2`, io.ErrUnexpectedEOF)}, requests: 1, is: []error{ErrorCode(400)}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},

	// Unknown: never repeated by a create.
	{name: "408", calls: onlyCreate, answers: []answer{reply(408, "")}, requests: 1, is: []error{ErrOutcomeUnknown, ErrorCode(408)}, isNot: []error{ErrNotSent}},
	{name: "500", calls: onlyCreate, answers: []answer{reply(500, `{"code":20500}`)}, requests: 1, is: []error{ErrOutcomeUnknown, ErrServer, ErrorCode(20500)}, isNot: []error{ErrNotSent}},
	{name: "503", calls: onlyCreate, answers: []answer{reply(503, `{"code":20503}`, "Retry-After", "1")}, requests: 1, is: []error{ErrOutcomeUnknown, ErrServer, CodeServiceUnavailable}, isNot: []error{ErrNotSent}},
	{name: "502 as HTML", calls: onlyCreate, answers: []answer{reply(502, "<html>Bad Gateway</html>")}, requests: 1, is: []error{ErrOutcomeUnknown, ErrServer}, isNot: []error{ErrNotSent}},
	{name: "500 cut short", calls: onlyCreate, answers: []answer{cut(500, `{"co`, syscall.ECONNRESET)}, requests: 1, is: []error{ErrOutcomeUnknown, ErrServer}, isNot: []error{ErrNotSent}},
	{name: "504 without body", calls: onlyCreate, answers: []answer{reply(504, "")}, requests: 1, is: []error{ErrOutcomeUnknown, ErrServer}, isNot: []error{ErrNotSent}},
	{name: "redirect", calls: onlyCreate, answers: []answer{reply(307, "", "Location", "https://api.twilio.com/elsewhere")}, requests: 1, is: []error{ErrOutcomeUnknown, ErrorCode(307)}, isNot: []error{ErrNotSent}},
	{name: "EOF", calls: onlyCreate, answers: []answer{broken(io.EOF)}, requests: 1, is: []error{ErrOutcomeUnknown, io.EOF}, isNot: []error{ErrNotSent}},
	{name: "reset", calls: onlyCreate, answers: []answer{broken(syscall.ECONNRESET)}, requests: 1, is: []error{ErrOutcomeUnknown, syscall.ECONNRESET}, isNot: []error{ErrNotSent}},
	{name: "no answer in time", calls: onlyCreate, answers: []answer{hang}, requests: 1, is: []error{ErrOutcomeUnknown, context.DeadlineExceeded}, isNot: []error{ErrNotSent}},
	{name: "body not in time", calls: onlyCreate, answers: []answer{hangBody(201, `{"sid"`)}, requests: 1, is: []error{ErrOutcomeUnknown, context.DeadlineExceeded}, isNot: []error{ErrNotSent}},
	{name: "2xx cut short", calls: onlyCreate, answers: []answer{cut(201, `{"sid":"SM`, io.ErrUnexpectedEOF)}, requests: 1, is: []error{ErrOutcomeUnknown, io.ErrUnexpectedEOF}, isNot: []error{ErrNotSent}},
	{name: "dial refused, then reset", calls: onlyCreate, answers: []answer{refuseDial, broken(syscall.ECONNRESET)}, requests: 2, is: []error{ErrOutcomeUnknown, syscall.ECONNRESET}, isNot: []error{ErrNotSent}},
	{name: "429, then 500", calls: onlyCreate, answers: []answer{reply(429, ""), reply(500, "")}, requests: 2, is: []error{ErrOutcomeUnknown, ErrServer}, isNot: []error{ErrNotSent, ErrRateLimited}},

	// Unknown: repeated by the others, whose last error is returned.
	{name: "408", calls: repeated, answers: []answer{reply(408, "")}, requests: 4, is: []error{ErrorCode(408)}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "500", calls: repeated, answers: []answer{reply(500, `{"code":20500}`)}, requests: 4, is: []error{ErrServer}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "503", calls: repeated, answers: []answer{reply(503, `{"code":20503}`)}, requests: 4, is: []error{ErrServer, CodeServiceUnavailable}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "502 as HTML", calls: repeated, answers: []answer{reply(502, "<html>Bad Gateway</html>")}, requests: 4, is: []error{ErrServer}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "redirect", calls: repeated, answers: []answer{reply(307, "", "Location", "https://api.twilio.com/elsewhere")}, requests: 4, is: []error{ErrorCode(307)}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "EOF", calls: repeated, answers: []answer{broken(io.EOF)}, requests: 4, is: []error{io.EOF}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "no answer in time", calls: repeated, answers: []answer{hang}, requests: 4, is: []error{context.DeadlineExceeded}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "2xx cut short", calls: repeated, answers: []answer{cut(200, `{"sid":"SM`, io.ErrUnexpectedEOF)}, requests: 4, is: []error{io.ErrUnexpectedEOF}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "2xx cut short, then whole", calls: repeated, answers: []answer{cut(200, `{"sid":"SM`, io.ErrUnexpectedEOF), reply(200, messageJSON)}, requests: 2, isNot: nil},
	{name: "500, then done", calls: repeated, answers: []answer{reply(500, ""), reply(200, messageJSON)}, requests: 2, isNot: nil},
	{name: "500, then 429", calls: repeated, answers: []answer{reply(500, ""), reply(429, "")}, requests: 4, is: []error{ErrRateLimited}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "500, then dial refused", calls: repeated, answers: []answer{reply(500, ""), refuseDial}, requests: 4, is: []error{syscall.ECONNREFUSED}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "500, then 400 with 20422", calls: repeated, answers: []answer{reply(500, ""), reply(400, `{"code":20422}`)}, requests: 2, is: []error{CodeParameterMalformed}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},

	// A caller may vouch for a repeat; an outcome that was unknown once stays unknown.
	{name: "500", calls: onlyIdempotent, answers: []answer{reply(500, "")}, requests: 4, is: []error{ErrOutcomeUnknown, ErrServer}, isNot: []error{ErrNotSent}},
	{name: "500, then done", calls: onlyIdempotent, answers: []answer{reply(500, ""), reply(201, messageJSON)}, requests: 2, isNot: nil},
	{name: "reset, then 429", calls: onlyIdempotent, answers: []answer{broken(syscall.ECONNRESET), reply(429, "")}, requests: 4, is: []error{ErrOutcomeUnknown, ErrRateLimited}, isNot: []error{ErrNotSent}},
	{name: "500, then dial refused", calls: onlyIdempotent, answers: []answer{reply(500, ""), refuseDial}, requests: 4, is: []error{ErrOutcomeUnknown, syscall.ECONNREFUSED}, isNot: []error{ErrNotSent}},
	{name: "500, then 400", calls: onlyIdempotent, answers: []answer{reply(500, ""), reply(400, `{"code":20422}`)}, requests: 2, is: []error{ErrOutcomeUnknown, CodeParameterMalformed}, isNot: []error{ErrNotSent}},
	{name: "500, then 404", calls: onlyIdempotent, answers: []answer{reply(500, ""), reply(404, `{"code":20404}`)}, requests: 2, is: []error{ErrOutcomeUnknown, ErrNotFound}, isNot: []error{ErrNotSent}},

	// Done, but unusable: repeated by none.
	{name: "2xx not JSON", calls: creates, answers: []answer{reply(201, "<html></html>")}, requests: 1, is: []error{ErrOutcomeUnknown}, isNot: []error{ErrNotSent}},
	{name: "2xx empty", calls: creates, answers: []answer{reply(201, "")}, requests: 1, is: []error{ErrOutcomeUnknown}, isNot: []error{ErrNotSent}},
	{name: "2xx ends early", calls: creates, answers: []answer{reply(201, `{"sid":"SM`)}, requests: 1, is: []error{ErrOutcomeUnknown}, isNot: []error{ErrNotSent}},
	{name: "2xx without SID", calls: creates, answers: []answer{reply(201, `{"status":"queued"}`)}, requests: 1, is: []error{ErrOutcomeUnknown}, isNot: []error{ErrNotSent}},
	{name: "2xx with a null SID", calls: creates, answers: []answer{reply(201, `{"sid":null}`)}, requests: 1, is: []error{ErrOutcomeUnknown}, isNot: []error{ErrNotSent}},
	{name: "2xx too large", calls: creates, answers: []answer{declared(201, maxJSONBody+1)}, requests: 1, is: []error{ErrOutcomeUnknown}, isNot: []error{ErrNotSent}},
	{name: "2xx not JSON", calls: decoding, answers: []answer{reply(200, "<html></html>")}, requests: 1, is: []error{}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "2xx empty", calls: decoding, answers: []answer{reply(200, "")}, requests: 1, is: []error{}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "2xx too large", calls: decoding, answers: []answer{declared(200, maxJSONBody+1)}, requests: 1, is: []error{}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "2xx without SID", calls: decoding, answers: []answer{reply(200, `{"status":"queued"}`)}, requests: 1, isNot: nil},

	// A deletion that finds nothing after one that may have been done is done.
	{name: "204", calls: onlyDelete, answers: []answer{reply(204, "")}, requests: 1, isNot: nil},
	{name: "500, then 404", calls: onlyDelete, answers: []answer{reply(500, ""), reply(404, `{"code":20404}`)}, requests: 2, isNot: nil},
	{name: "reset, then 429, then 404", calls: onlyDelete, answers: []answer{broken(syscall.ECONNRESET), reply(429, ""), reply(404, "")}, requests: 3, isNot: nil},
	{name: "429, then 404", calls: onlyDelete, answers: []answer{reply(429, ""), reply(404, "")}, requests: 2, is: []error{ErrNotFound}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "dial refused, which proves nothing on a caller's transport, then 404", calls: onlyDelete, answers: []answer{refuseDial, reply(404, "")}, requests: 2, isNot: nil},
	{name: "500, then 404", calls: []string{"get"}, answers: []answer{reply(500, ""), reply(404, "")}, requests: 2, is: []error{ErrNotFound}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	{name: "500, then 404, and a look that finds nothing", calls: []string{"cancel"}, answers: []answer{reply(500, ""), reply(404, "")}, requests: 3, is: []error{ErrNotFound}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
}

func TestRetry(t *testing.T) {
	t.Parallel()
	for _, tt := range retryTests {
		for _, name := range tt.calls {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					transport := play(tt.answers...)
					err := callsOfEachClass[name](t.Context(), testClient(t, transport))
					assert.Len(t, transport.sent(), tt.requests)
					assertMatches(t, err, tt.is, tt.isNot)
				})
			})
		}
	}
}

// No failure makes a create go out twice unless it is certain that nothing was
// done: every status but 429, whatever its code.
func TestRetryNeverRepeatsACreateAfterAStatus(t *testing.T) {
	t.Parallel()
	for status := 200; status < 600; status++ {
		for _, body := range []string{"", `{"code":20429}`, `{"code":20503}`, `{"code":` + strconv.Itoa(status) + `}`} {
			if status == http.StatusTooManyRequests && body != `{"code":20503}` {
				continue
			}
			transport := play(reply(status, body))
			require.Error(t, createMessage(t.Context(), testClient(t, transport, WithClock(newFakeClock()))))
			require.Len(t, transport.sent(), 1, "%d %s", status, body)
		}
	}
}

func TestRetryUnknownOutcomeSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	const whole = `{"a":1,"sid":"` + testMessage + `"`
	tests := []struct {
		name, sid string
		answer    answer
		err       error // the type of the reason
	}{
		{name: "no answer", sid: "", answer: broken(io.EOF), err: &TransportError{}},
		{name: "status", sid: "", answer: reply(503, `{"code":20503}`, "Retry-After", "1"), err: &Error{}},
		{name: "cut short behind the SID", sid: testMessage, answer: cut(201, whole, io.ErrUnexpectedEOF), err: &DecodeError{}},
		{name: "cut short before the SID", sid: "", answer: cut(201, `{"a":1,"sid":"SM`, io.ErrUnexpectedEOF), err: &DecodeError{}},
		{name: "ends early", sid: testMessage, answer: reply(201, whole), err: &DecodeError{}},
		{name: "not JSON", sid: "", answer: reply(201, "SID "+testMessage), err: &DecodeError{}},
		{name: "too large", sid: "", answer: declared(201, maxJSONBody+1), err: &TooLargeError{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			clock := newFakeClock()
			started := clock.Now()
			answer := func(req *http.Request) (*http.Response, error) {
				clock.advance(2 * time.Second)
				return tt.answer(req)
			}
			client := testClient(t, play(refuseDial, answer), WithClock(clock), WithRetry(RetryPolicy{BaseDelay: 1}))
			err := createMessage(t.Context(), client, OnAccount(testSubaccount))

			var unknown *OutcomeUnknownError
			require.ErrorAs(t, err, &unknown)
			assert.Equal(t, "Messages.Create", unknown.Op)
			assert.Equal(t, testSubaccount, unknown.AccountSID)
			assert.Equal(t, tt.sid, unknown.SID)
			assert.Equal(t, 2, unknown.Attempts)
			assert.Equal(t, 2*time.Second, unknown.Ended.Sub(unknown.Started), "the attempt in doubt, not the call")
			assert.WithinDuration(t, started, unknown.Started, time.Millisecond)
			assert.Zero(t, RetryAfter(err))
			var apiErr *Error
			if errors.As(err, &apiErr) {
				assert.Zero(t, apiErr.RetryAfter, "no hint to do it again")
			}
			assertIsA(t, tt.err, err)
		})
	}
}

func TestRetryDecodeErrorSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	err := getMessage(t.Context(), testClient(t, play(reply(200, "<html>", "Twilio-Request-Id", "RQ1"))))
	var decode *DecodeError
	require.ErrorAs(t, err, &decode)
	assert.Equal(t, "Messages.Get", decode.Op)
	assert.Equal(t, 200, decode.Status)
	assert.Equal(t, "RQ1", decode.RequestID)
	assert.Error(t, decode.Err)
}

func TestRetryTransportErrorCountsAttempts(t *testing.T) {
	t.Parallel()
	err := createMessage(t.Context(), testClient(t, play(refuseDial), WithClock(newFakeClock()), WithRetry(RetryPolicy{MaxAttempts: 3})))
	var transport *TransportError
	require.ErrorAs(t, err, &transport)
	assert.Equal(t, "Messages.Create", transport.Op)
	assert.Equal(t, 3, transport.Attempts)
}

func TestRetryMaxAttempts(t *testing.T) {
	t.Parallel()
	for _, attempts := range []int{1, 2, 7} {
		for _, name := range everyCall {
			clock := newFakeClock()
			transport := play(refuseDial)
			client := testClient(t, transport, WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: attempts}))
			require.ErrorIs(t, callsOfEachClass[name](t.Context(), client), syscall.ECONNREFUSED)
			assert.Len(t, transport.sent(), attempts)
			assert.Len(t, clock.sleeps, attempts-1)
		}
	}
}

// A transport that has read the body and reports nothing of its connections
// proves nothing.
func TestRetryWithoutEvidenceIsUnknown(t *testing.T) {
	t.Parallel()
	err := createMessage(t.Context(), testClient(t, play(broken(syscall.ECONNREFUSED))))
	assertMatches(t, err, []error{ErrOutcomeUnknown}, []error{ErrNotSent})
}
