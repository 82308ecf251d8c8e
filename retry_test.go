package twilio

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
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

// retryTests say, for each class of call, what follows from what its attempts
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

	// Unknown: repeated by the others, whose last error is what it is.
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

	// A caller may vouch for a repeat; what was unknown once stays unknown.
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
		err       error // as what the reason can be had
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

func TestRetryWaitsWithFullJitter(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	policy := RetryPolicy{MaxAttempts: 6, BaseDelay: 100 * ms, MaxDelay: 300 * ms}
	bounds := [...]time.Duration{100 * ms, 200 * ms, 300 * ms, 300 * ms, 300 * ms}
	var shortest, longest [len(bounds)]time.Duration
	shortest = bounds
	for range 100 {
		clock := newFakeClock()
		require.Error(t, getMessage(t.Context(), testClient(t, play(reply(500, "")), WithClock(clock), WithRetry(policy))))
		require.Len(t, clock.sleeps, len(bounds))
		for i, wait := range clock.sleeps {
			require.LessOrEqual(t, wait, bounds[i])
			require.GreaterOrEqual(t, wait, time.Duration(0))
			shortest[i], longest[i] = min(shortest[i], wait), max(longest[i], wait)
		}
	}
	for i, bound := range bounds { // by chance wrong once in 2^100
		assert.Less(t, shortest[i], bound/2)
		assert.Greater(t, longest[i], bound/2)
	}
}

func TestRetryDefaultPolicy(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	transport := play(reply(500, ""))
	require.Error(t, getMessage(t.Context(), testClient(t, transport, WithClock(clock))))
	assert.Len(t, transport.sent(), 4)
	require.Len(t, clock.sleeps, 3)
	for i, bound := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second} {
		assert.LessOrEqual(t, clock.sleeps[i], bound)
	}
}

func TestRetryHonoursRetryAfter(t *testing.T) {
	t.Parallel()
	const date = "Fri, 24 May 2019 17:44:46 GMT" // of a server whose clock is not ours
	tests := []struct {
		name   string
		header []string
		wait   time.Duration // -1: the call ends
		hint   time.Duration
	}{
		{name: "seconds", header: []string{"Retry-After", "7"}, wait: 7 * time.Second, hint: 7 * time.Second},
		{name: "date", header: []string{"Date", date, "Retry-After", "Fri, 24 May 2019 17:44:55 GMT"}, wait: 9 * time.Second, hint: 9 * time.Second},
		{name: "as long as may be", header: []string{"Retry-After", "20"}, wait: 20 * time.Second, hint: 20 * time.Second},
		{name: "longer", header: []string{"Retry-After", "21"}, wait: -1, hint: 21 * time.Second},
		{name: "date longer", header: []string{"Date", date, "Retry-After", "Fri, 24 May 2019 17:45:46 GMT"}, wait: -1, hint: time.Minute},
		{name: "longer than a day", header: []string{"Retry-After", "999999999999"}, wait: -1, hint: 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			clock := newFakeClock()
			transport := play(reply(429, `{"code":20429}`, tt.header...))
			err := createMessage(t.Context(), testClient(t, transport, WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: 2})))
			require.ErrorIs(t, err, ErrNotSent)
			require.ErrorIs(t, err, ErrRateLimited)
			assert.Equal(t, tt.hint, RetryAfter(err))
			if tt.wait < 0 {
				assert.Empty(t, clock.sleeps)
				assert.Len(t, transport.sent(), 1)
				return
			}
			require.Len(t, clock.sleeps, 1)
			assertSpread(t, tt.wait, clock.sleeps[0])
			assert.Len(t, transport.sent(), 2)
		})
	}
}

func TestRetryBackOffIsLongerThanAShortRetryAfter(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"0", "-5", "soon", ""} {
		clock := newFakeClock()
		err := getMessage(t.Context(), testClient(t, play(reply(503, "", "Retry-After", value)), WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: 2})))
		require.ErrorIs(t, err, ErrServer)
		require.Len(t, clock.sleeps, 1)
		assert.LessOrEqual(t, clock.sleeps[0], 500*time.Millisecond)
		assert.Zero(t, RetryAfter(err))
	}
}

// The time left of a context is wall time, whatever the client's clock says.
func TestRetryEndsAtOnceWhenTheDeadlineIsNear(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]Option{"system clock": nil, "another clock": {WithClock(newFakeClock())}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				start := time.Now()
				transport := play(reply(429, "", "Retry-After", "10"))
				err := createMessage(ctx, testClient(t, transport, opts...))
				assert.Zero(t, time.Since(start))
				assert.Len(t, transport.sent(), 1)
				assert.Equal(t, 10*time.Second, RetryAfter(err))
				assertMatches(t, err, []error{ErrNotSent, ErrRateLimited}, []error{context.DeadlineExceeded, ErrOutcomeUnknown})

				transport = play(reply(429, "", "Retry-After", "9"), reply(201, messageJSON))
				require.NoError(t, createMessage(ctx, testClient(t, transport, opts...)), "there is a second left")
			})
		})
	}
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

func TestRetryTellsOfEachDecision(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	var events []RetryEvent
	onRetry := func(event RetryEvent) {
		assert.Len(t, clock.sleeps, len(events), "before the wait")
		events = append(events, event)
	}
	transport := play(refuseDial, reply(429, `{"code":20429}`, "Retry-After", "3"), reply(500, ""), reply(200, messageJSON))
	client := testClient(t, transport, WithClock(clock), WithRetry(RetryPolicy{OnRetry: onRetry}))
	require.NoError(t, cancelMessage(t.Context(), client))

	require.Len(t, events, 3)
	is := [][]error{{ErrNotSent, syscall.ECONNREFUSED}, {ErrNotSent, ErrRateLimited}, {ErrServer}}
	for i, reason := range []string{"not sent", "throttled", "no usable answer"} {
		assert.Equal(t, "Messages.Cancel", events[i].Op)
		assert.Equal(t, i+1, events[i].Attempt)
		assert.Equal(t, reason, events[i].Reason)
		assert.Equal(t, clock.sleeps[i], events[i].Wait)
		assertMatches(t, events[i].Err, is[i], []error{ErrOutcomeUnknown})
	}
	assert.NotErrorIs(t, events[2].Err, ErrNotSent)
	assertSpread(t, 3*time.Second, events[1].Wait)
}

func TestRetryTellsNothingWhenThereIsNone(t *testing.T) {
	t.Parallel()
	onRetry := func(event RetryEvent) { assert.Fail(t, "retried", event) }
	for _, answer := range []answer{reply(201, messageJSON), reply(500, ""), reply(400, ""), broken(io.EOF)} {
		_ = createMessage(t.Context(), testClient(t, play(answer), WithRetry(RetryPolicy{OnRetry: onRetry})))
	}
}

// limiterFunc is a Limiter.
type limiterFunc func(context.Context) error

func (f limiterFunc) Wait(ctx context.Context) error { return f(ctx) }

func TestRetryAsksTheLimiterBeforeEachAttempt(t *testing.T) {
	t.Parallel()
	var order []string
	clock := newFakeClock()
	clock.before = func() { order = append(order, "wait") }
	limiter := limiterFunc(func(context.Context) error {
		order = append(order, "limiter")
		return nil
	})
	attempt := func(next answer) answer {
		return func(req *http.Request) (*http.Response, error) {
			order = append(order, "attempt")
			return next(req)
		}
	}
	transport := play(attempt(reply(429, "")), attempt(reply(201, messageJSON)))
	require.NoError(t, createMessage(t.Context(), testClient(t, transport, WithClock(clock), WithLimiter(limiter))))
	assert.Equal(t, []string{"limiter", "attempt", "wait", "limiter", "attempt"}, order)
}

func TestRetryEndsWithTheLimitersError(t *testing.T) {
	t.Parallel()
	errLimiter := errors.New("no tokens")
	tests := []struct {
		name     string
		passes   int // how often the limiter lets pass
		call     string
		answer   answer
		requests int
		is       []error
		isNot    []error
	}{
		{name: "at first", passes: 0, call: "create", answer: reply(201, messageJSON), requests: 0, is: []error{errLimiter, ErrNotSent}, isNot: []error{ErrOutcomeUnknown}},
		{name: "after a refusal", passes: 1, call: "create", answer: reply(429, ""), requests: 1, is: []error{errLimiter, ErrNotSent, ErrRateLimited}, isNot: []error{ErrOutcomeUnknown}},
		{name: "after dial refused", passes: 2, call: "create", answer: refuseDial, requests: 2, is: []error{errLimiter, ErrNotSent, syscall.ECONNREFUSED}, isNot: []error{ErrOutcomeUnknown}},
		{name: "after a failure", passes: 1, call: "get", answer: reply(500, ""), requests: 1, is: []error{errLimiter, ErrServer}, isNot: []error{ErrNotSent}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			limiter := limiterFunc(func(context.Context) error {
				asked++
				if asked > tt.passes {
					return errLimiter
				}
				return nil
			})
			transport := play(tt.answer)
			client := testClient(t, transport, WithClock(newFakeClock()), WithLimiter(limiter))
			err := callsOfEachClass[tt.call](t.Context(), client)
			assert.Len(t, transport.sent(), tt.requests)
			assertMatches(t, err, tt.is, tt.isNot)
		})
	}
}

func TestRetryContextEndedBefore(t *testing.T) {
	t.Parallel()
	for _, name := range everyCall {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			transport := play(reply(200, messageJSON))
			err := callsOfEachClass[name](ctx, testClient(t, transport))
			assert.Empty(t, transport.sent())
			assertMatches(t, err, []error{ErrNotSent, context.Canceled}, []error{ErrOutcomeUnknown})
		})
	}
}

func TestRetryContextEndsDuringAnAttempt(t *testing.T) {
	t.Parallel()
	unknown, known := []error{ErrOutcomeUnknown}, []error{}
	tests := []struct {
		name    string
		calls   []string
		answer  answer
		is      []error
		isNot   []error
		timeout bool
	}{
		{name: "canceled before the answer", calls: creates, answer: hang, is: unknown, isNot: []error{ErrNotSent}, timeout: false},
		{name: "canceled in the body", calls: creates, answer: hangBody(201, `{"sid":"`+testMessage+`"`), is: unknown, isNot: []error{ErrNotSent}, timeout: false},
		{name: "canceled before the answer", calls: repeated, answer: hang, is: known, isNot: []error{ErrNotSent, ErrOutcomeUnknown}, timeout: false},
		{name: "canceled in the body", calls: repeated, answer: hangBody(200, `{"sid":`), is: known, isNot: []error{ErrNotSent, ErrOutcomeUnknown}, timeout: false},
		{name: "deadline", calls: creates, answer: hang, is: unknown, isNot: []error{ErrNotSent}, timeout: true},
		{name: "deadline", calls: repeated, answer: hang, is: known, isNot: []error{ErrNotSent, ErrOutcomeUnknown}, timeout: true},
	}
	for _, tt := range tests {
		for _, name := range tt.calls {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					const after = 5 * time.Second
					ctx, end := context.WithTimeout(t.Context(), after)
					want := context.DeadlineExceeded
					if !tt.timeout {
						ctx, end = context.WithCancel(t.Context())
						time.AfterFunc(after, end)
						want = context.Canceled
					}
					defer end()
					start := time.Now()
					transport := play(tt.answer)
					err := callsOfEachClass[name](ctx, testClient(t, transport))
					assert.Equal(t, after, time.Since(start))
					assert.Len(t, transport.sent(), 1)
					assertMatches(t, err, append(tt.is, want), tt.isNot)
				})
			})
		}
	}
}

// A dial that the context ends had no connection, so that nothing was sent.
func TestRetryContextEndsDuringTheDial(t *testing.T) {
	t.Parallel()
	for _, name := range everyCall {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				over := make(chan struct{}) // net/http lets a dial go on for the next request
				defer close(over)
				transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
					<-over
					return nil, errDial
				}}
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				err := callsOfEachClass[name](ctx, testClient(t, transport))
				assertMatches(t, err, []error{context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
				assert.Equal(t, slices.Contains(withBody, name), errors.Is(err, ErrNotSent))
			})
		})
	}
}

func TestRetryContextEndsDuringAWait(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		calls  []string
		answer answer
		is     []error
		isNot  []error
	}{
		{name: "refused", calls: everyCall, answer: reply(429, "", "Retry-After", "15"), is: []error{ErrNotSent, ErrRateLimited}, isNot: []error{ErrOutcomeUnknown}},
		{name: "failed", calls: repeated, answer: reply(503, "", "Retry-After", "15"), is: []error{ErrServer}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	}
	for _, tt := range tests {
		for _, name := range tt.calls {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := context.WithCancel(t.Context())
					time.AfterFunc(4*time.Second, cancel)
					start := time.Now()
					transport := play(tt.answer)
					err := callsOfEachClass[name](ctx, testClient(t, transport))
					assert.Equal(t, 4*time.Second, time.Since(start), "at once")
					assert.Len(t, transport.sent(), 1)
					assertMatches(t, err, append(tt.is, context.Canceled), tt.isNot)
				})
			})
		}
	}
}

func TestRetryContextEndsInTheLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := limiterFunc(func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		transport := play(reply(201, messageJSON))
		err := createMessage(ctx, testClient(t, transport, WithLimiter(limiter)))
		assert.Empty(t, transport.sent())
		assertMatches(t, err, []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
	})
}

// The cause that a caller gave says more than context.Canceled.
func TestRetryKeepsTheContextsCause(t *testing.T) {
	t.Parallel()
	errShutdown := errors.New("shutting down")
	tests := []struct {
		name   string
		before bool
		answer answer
		is     error
	}{
		{name: "before", before: true, answer: hang, is: ErrNotSent},
		{name: "during an attempt", before: false, answer: hang, is: ErrOutcomeUnknown},
		{name: "in the body", before: false, answer: hangBody(201, "{"), is: ErrOutcomeUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				if tt.before {
					cancel(errShutdown)
				}
				time.AfterFunc(time.Second, func() { cancel(errShutdown) })
				err := createMessage(ctx, testClient(t, play(tt.answer)))
				assertMatches(t, err, []error{tt.is, context.Canceled, errShutdown}, nil)
				assert.ErrorContains(t, err, "shutting down")
			})
		})
	}
}

func TestRetryRefusesANilContext(t *testing.T) {
	t.Parallel()
	for _, name := range everyCall {
		transport := play(reply(200, messageJSON))
		var ctx context.Context // as a forgotten field is
		err := callsOfEachClass[name](ctx, testClient(t, transport))
		assertProblem(t, err, "ctx")
		assert.Empty(t, transport.sent())
	}
}

// The time-out of an attempt is each attempt's own.
func TestRetryTimesEachAttemptOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		clock := newFakeClock() // its waits take no time in here
		transport := play(hang, hangBody(200, "{"), reply(200, messageJSON))
		start := time.Now()
		require.NoError(t, getMessage(t.Context(), testClient(t, transport, WithClock(clock), WithTimeout(3*time.Second))))
		assert.Equal(t, 6*time.Second, time.Since(start))
		assert.Len(t, transport.sent(), 3)
	})
}

func TestRetryTimeoutIsATimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		err := createMessage(t.Context(), testClient(t, play(hang)))
		var timeout interface{ Timeout() bool }
		require.ErrorAs(t, err, &timeout)
		assert.True(t, timeout.Timeout())
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.NotErrorIs(t, err, context.Canceled)
	})
}

// The caller's http.Client may have a time-out of its own, for one attempt.
func TestRetryKeepsTheCallersTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := play(hang)
		client := testClient(t, transport, WithHTTPClient(&http.Client{Transport: transport, Timeout: 2 * time.Second}))
		start := time.Now()
		err := createMessage(t.Context(), client)
		assert.Equal(t, 2*time.Second, time.Since(start))
		assertMatches(t, err, []error{ErrOutcomeUnknown, context.DeadlineExceeded}, []error{ErrNotSent})
		assert.Len(t, transport.sent(), 1)
	})
}

// A transport that has read the body and reports nothing of its connections
// proves nothing.
func TestRetryWithoutEvidenceIsUnknown(t *testing.T) {
	t.Parallel()
	err := createMessage(t.Context(), testClient(t, play(broken(syscall.ECONNREFUSED))))
	assertMatches(t, err, []error{ErrOutcomeUnknown}, []error{ErrNotSent})
}
