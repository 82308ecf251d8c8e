package twilio

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the tests of the pipeline send and get.
const (
	wireAccount    = "AC00000000000000000000000000000001"
	wireSubaccount = "AC00000000000000000000000000000002"
	wireKey        = "SK00000000000000000000000000000001"
	wireSecret     = "0123456789abcdef0123456789abcdef"
	wireMessage    = "SM00000000000000000000000000000001"
	wireMedia      = "ME00000000000000000000000000000001"

	messageJSON = `{"sid":"` + wireMessage + `","status":"queued","to":"+14155551234"}`
	noCodeJSON  = `{"message":"no code"}`
)

// answer is what an attempt meets.
type answer func(*http.Request) (*http.Response, error)

// script is a transport that plays its answers in order, the last one again and
// again, and keeps what it was asked.
type script struct {
	answers []answer

	mu       sync.Mutex
	requests []sentRequest
}

// sentRequest is what reached the transport.
type sentRequest struct {
	method, url, body string
	header            http.Header
	contentLength     int64
	getBody           bool
}

func play(answers ...answer) *script { return &script{answers: answers} }

// RoundTrip reads the body first, as a network would, unless there is no connection.
func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	next := s.answers[min(len(s.requests)+1, len(s.answers))-1]
	s.mu.Unlock()
	sent := sentRequest{
		method: req.Method, url: req.URL.String(), header: req.Header.Clone(),
		contentLength: req.ContentLength, getBody: req.GetBody != nil,
	}
	if req.Body != nil && connects(next) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		sent.body = string(body)
	}
	s.mu.Lock()
	s.requests = append(s.requests, sent)
	s.mu.Unlock()
	return next(req)
}

// connects reports that an answer comes over a connection.
func connects(next answer) bool {
	at := reflect.ValueOf(next).Pointer()
	return at != reflect.ValueOf(refuseDial).Pointer() && at != reflect.ValueOf(refuseTLS).Pointer()
}

func (s *script) sent() []sentRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

// reply answers with a status and a body; header holds names and values.
func reply(status int, body string, header ...string) answer {
	return replyReader(status, func() io.Reader { return strings.NewReader(body) }, header...)
}

func replyReader(status int, body func() io.Reader, header ...string) answer {
	return func(req *http.Request) (*http.Response, error) {
		resp := &http.Response{
			StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
			Body: io.NopCloser(body()), ContentLength: -1, Request: req,
		}
		for i := 0; i < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}
}

// cut answers with a body that ends in an error.
func cut(status int, body string, err error) answer {
	return replyReader(status, func() io.Reader { return io.MultiReader(strings.NewReader(body), failingReader{err}) })
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

// declared answers with a length that it does not send.
func declared(status int, length int64) answer {
	return func(req *http.Request) (*http.Response, error) {
		resp, err := reply(status, "{}")(req)
		resp.ContentLength = length
		return resp, err
	}
}

// broken fails after the request was read, as a lost connection does.
func broken(err error) answer {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// hang never answers.
func hang(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// hangBody sends a header and half a body.
func hangBody(status int, half string) answer {
	return func(req *http.Request) (*http.Response, error) {
		return cutWhenDone(req, status, half)
	}
}

func cutWhenDone(req *http.Request, status int, half string) (*http.Response, error) {
	return replyReader(status, func() io.Reader {
		return io.MultiReader(strings.NewReader(half), waitingReader{req.Context()})
	})(req)
}

type waitingReader struct{ ctx context.Context }

func (r waitingReader) Read([]byte) (int, error) {
	<-r.ctx.Done()
	return 0, r.ctx.Err()
}

var errDial = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}

// refuseDial is net/http's own transport, which gets no connection.
func refuseDial(req *http.Request) (*http.Response, error) {
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, errDial }}
	return transport.RoundTrip(req)
}

// refuseTLS is net/http's own transport, whose connections end in the handshake.
func refuseTLS(req *http.Request) (*http.Response, error) {
	return (&http.Transport{DialContext: dialClosed}).RoundTrip(req)
}

// dialClosed connects to a server that closes before it has read a byte.
func dialClosed(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	return ours, theirs.Close()
}

// wireClient is a client above a transport.
func wireClient(tb testing.TB, transport http.RoundTripper, opts ...Option) *Client {
	tb.Helper()
	opts = append([]Option{WithHTTPClient(&http.Client{Transport: transport})}, opts...)
	client, err := New(wireAccount, AuthToken(wireSecret), opts...)
	require.NoError(tb, err)
	return client
}

func createMessage(ctx context.Context, c *Client, opts ...CallOption) error {
	_, err := c.Messages.Create(ctx, MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}, opts...)
	return err
}

func getMessage(ctx context.Context, c *Client, opts ...CallOption) error {
	_, err := c.Messages.Get(ctx, wireMessage, opts...)
	return err
}

func cancelMessage(ctx context.Context, c *Client, opts ...CallOption) error {
	_, err := c.Messages.Cancel(ctx, wireMessage, opts...)
	return err
}

func deleteMessage(ctx context.Context, c *Client, opts ...CallOption) error {
	return c.Messages.Delete(ctx, wireMessage, opts...)
}

func createIdempotent(ctx context.Context, c *Client, opts ...CallOption) error {
	return createMessage(ctx, c, append(opts, Idempotent())...)
}

// wireCalls are calls of each class.
var wireCalls = map[string]func(context.Context, *Client, ...CallOption) error{
	"create": createMessage, "repeatable": createIdempotent, "get": getMessage, "cancel": cancelMessage, "delete": deleteMessage,
}

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
	{"dial refused", withBody, []answer{refuseDial}, 4, []error{ErrNotSent, syscall.ECONNREFUSED}, []error{ErrOutcomeUnknown, ErrServer}},
	{"dial refused", bodyless, []answer{refuseDial}, 4, []error{syscall.ECONNREFUSED}, []error{ErrNotSent, ErrOutcomeUnknown, ErrServer}},
	{"dial refused, then done", everyCall, []answer{refuseDial, refuseDial, reply(200, messageJSON)}, 3, nil, nil},

	{"TLS refused", withBody, []answer{refuseTLS}, 4, []error{ErrNotSent}, []error{ErrOutcomeUnknown}},
	{"TLS refused", bodyless, []answer{refuseTLS}, 4, []error{}, []error{ErrNotSent, ErrOutcomeUnknown}},

	// Never processed: repeated by all.
	{"429", everyCall, []answer{reply(429, "")}, 4, []error{ErrNotSent, ErrRateLimited, ErrorCode(429)}, []error{ErrOutcomeUnknown}},
	{"429 without code", everyCall, []answer{reply(429, noCodeJSON)}, 4, []error{ErrNotSent, ErrRateLimited}, []error{ErrOutcomeUnknown}},
	{"429 as HTML", everyCall, []answer{reply(429, "<html>slow down</html>")}, 4, []error{ErrNotSent, ErrRateLimited}, []error{ErrOutcomeUnknown}},
	{"429 with code 429", everyCall, []answer{reply(429, `{"code":429}`)}, 4, []error{ErrNotSent, ErrRateLimited, CodeTooManyRequests}, []error{ErrOutcomeUnknown}},
	{"429 with 20429", everyCall, []answer{reply(429, `{"code":20429}`)}, 4, []error{ErrNotSent, ErrRateLimited, CodeTooManyConcurrentRequests}, []error{ErrOutcomeUnknown}},
	{"429, then done", everyCall, []answer{reply(429, `{"code":20429}`), reply(200, messageJSON)}, 2, nil, nil},
	{"429, then dial refused", withBody, []answer{reply(429, ""), refuseDial}, 4, []error{ErrNotSent, syscall.ECONNREFUSED}, []error{ErrOutcomeUnknown}},
	{"429, then dial refused", bodyless, []answer{reply(429, ""), refuseDial}, 4, []error{syscall.ECONNREFUSED}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"dial refused, then 429", withBody, []answer{refuseDial, reply(429, "")}, 4, []error{ErrNotSent, ErrRateLimited}, []error{ErrOutcomeUnknown}},
	{"dial refused, then 429", bodyless, []answer{refuseDial, reply(429, "")}, 4, []error{ErrRateLimited}, []error{ErrNotSent, ErrOutcomeUnknown}},

	// Rejected: repeated by none.
	{"429 with a product's limit", everyCall, []answer{reply(429, `{"code":60203}`)}, 1, []error{ErrRateLimited, CodeVerifySendsUsed}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"400 with 20422", everyCall, []answer{reply(400, `{"code":20422}`)}, 1, []error{ErrNotSent, CodeParameterMalformed}, []error{ErrOutcomeUnknown}},
	{"400 with 20423", everyCall, []answer{reply(400, `{"code":20423}`)}, 1, []error{ErrNotSent, CodeSIDMalformed}, []error{ErrOutcomeUnknown}},
	{"500 with 20422", everyCall, []answer{reply(500, `{"code":20422}`)}, 1, []error{ErrNotSent, CodeParameterMalformed}, []error{ErrOutcomeUnknown}},
	{"400", everyCall, []answer{reply(400, `{"code":21211}`)}, 1, []error{ErrInvalidNumber, ErrorCode(21211), ErrorCode(400)}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"401", everyCall, []answer{reply(401, `{"code":20003}`)}, 1, []error{ErrAuthentication, ErrorCode(401)}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"403", everyCall, []answer{reply(403, noCodeJSON)}, 1, []error{ErrPermission}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"404", everyCall, []answer{reply(404, `{"code":20404}`)}, 1, []error{ErrNotFound}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"409", everyCall, []answer{reply(409, `{"code":30409}`)}, 1, []error{ErrorCode(30409)}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"422 as HTML", everyCall, []answer{reply(422, "<html></html>")}, 1, []error{ErrorCode(422)}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"400 cut short", everyCall, []answer{cut(400, `{"code":2`, io.ErrUnexpectedEOF)}, 1, []error{ErrorCode(400)}, []error{ErrNotSent, ErrOutcomeUnknown}},

	// Unknown: never repeated by a create.
	{"408", onlyCreate, []answer{reply(408, "")}, 1, []error{ErrOutcomeUnknown, ErrorCode(408)}, []error{ErrNotSent}},
	{"500", onlyCreate, []answer{reply(500, `{"code":20500}`)}, 1, []error{ErrOutcomeUnknown, ErrServer, ErrorCode(20500)}, []error{ErrNotSent}},
	{"503", onlyCreate, []answer{reply(503, `{"code":20503}`, "Retry-After", "1")}, 1, []error{ErrOutcomeUnknown, ErrServer, CodeServiceUnavailable}, []error{ErrNotSent}},
	{"502 as HTML", onlyCreate, []answer{reply(502, "<html>Bad Gateway</html>")}, 1, []error{ErrOutcomeUnknown, ErrServer}, []error{ErrNotSent}},
	{"500 cut short", onlyCreate, []answer{cut(500, `{"co`, syscall.ECONNRESET)}, 1, []error{ErrOutcomeUnknown, ErrServer}, []error{ErrNotSent}},
	{"504 without body", onlyCreate, []answer{reply(504, "")}, 1, []error{ErrOutcomeUnknown, ErrServer}, []error{ErrNotSent}},
	{"redirect", onlyCreate, []answer{reply(307, "", "Location", "https://api.twilio.com/elsewhere")}, 1, []error{ErrOutcomeUnknown, ErrorCode(307)}, []error{ErrNotSent}},
	{"EOF", onlyCreate, []answer{broken(io.EOF)}, 1, []error{ErrOutcomeUnknown, io.EOF}, []error{ErrNotSent}},
	{"reset", onlyCreate, []answer{broken(syscall.ECONNRESET)}, 1, []error{ErrOutcomeUnknown, syscall.ECONNRESET}, []error{ErrNotSent}},
	{"no answer in time", onlyCreate, []answer{hang}, 1, []error{ErrOutcomeUnknown, context.DeadlineExceeded}, []error{ErrNotSent}},
	{"body not in time", onlyCreate, []answer{hangBody(201, `{"sid"`)}, 1, []error{ErrOutcomeUnknown, context.DeadlineExceeded}, []error{ErrNotSent}},
	{"2xx cut short", onlyCreate, []answer{cut(201, `{"sid":"SM`, io.ErrUnexpectedEOF)}, 1, []error{ErrOutcomeUnknown, io.ErrUnexpectedEOF}, []error{ErrNotSent}},
	{"dial refused, then reset", onlyCreate, []answer{refuseDial, broken(syscall.ECONNRESET)}, 2, []error{ErrOutcomeUnknown, syscall.ECONNRESET}, []error{ErrNotSent}},
	{"429, then 500", onlyCreate, []answer{reply(429, ""), reply(500, "")}, 2, []error{ErrOutcomeUnknown, ErrServer}, []error{ErrNotSent, ErrRateLimited}},

	// Unknown: repeated by the others, whose last error is what it is.
	{"408", repeated, []answer{reply(408, "")}, 4, []error{ErrorCode(408)}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"500", repeated, []answer{reply(500, `{"code":20500}`)}, 4, []error{ErrServer}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"503", repeated, []answer{reply(503, `{"code":20503}`)}, 4, []error{ErrServer, CodeServiceUnavailable}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"502 as HTML", repeated, []answer{reply(502, "<html>Bad Gateway</html>")}, 4, []error{ErrServer}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"redirect", repeated, []answer{reply(307, "", "Location", "https://api.twilio.com/elsewhere")}, 4, []error{ErrorCode(307)}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"EOF", repeated, []answer{broken(io.EOF)}, 4, []error{io.EOF}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"no answer in time", repeated, []answer{hang}, 4, []error{context.DeadlineExceeded}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"2xx cut short", repeated, []answer{cut(200, `{"sid":"SM`, io.ErrUnexpectedEOF)}, 4, []error{io.ErrUnexpectedEOF}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"2xx cut short, then whole", repeated, []answer{cut(200, `{"sid":"SM`, io.ErrUnexpectedEOF), reply(200, messageJSON)}, 2, nil, nil},
	{"500, then done", repeated, []answer{reply(500, ""), reply(200, messageJSON)}, 2, nil, nil},
	{"500, then 429", repeated, []answer{reply(500, ""), reply(429, "")}, 4, []error{ErrRateLimited}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"500, then dial refused", repeated, []answer{reply(500, ""), refuseDial}, 4, []error{syscall.ECONNREFUSED}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"500, then 400 with 20422", repeated, []answer{reply(500, ""), reply(400, `{"code":20422}`)}, 2, []error{CodeParameterMalformed}, []error{ErrNotSent, ErrOutcomeUnknown}},

	// A caller may vouch for a repeat; what was unknown once stays unknown.
	{"500", onlyIdempotent, []answer{reply(500, "")}, 4, []error{ErrOutcomeUnknown, ErrServer}, []error{ErrNotSent}},
	{"500, then done", onlyIdempotent, []answer{reply(500, ""), reply(201, messageJSON)}, 2, nil, nil},
	{"reset, then 429", onlyIdempotent, []answer{broken(syscall.ECONNRESET), reply(429, "")}, 4, []error{ErrOutcomeUnknown, ErrRateLimited}, []error{ErrNotSent}},
	{"500, then dial refused", onlyIdempotent, []answer{reply(500, ""), refuseDial}, 4, []error{ErrOutcomeUnknown, syscall.ECONNREFUSED}, []error{ErrNotSent}},
	{"500, then 400", onlyIdempotent, []answer{reply(500, ""), reply(400, `{"code":20422}`)}, 2, []error{ErrOutcomeUnknown, CodeParameterMalformed}, []error{ErrNotSent}},
	{"500, then 404", onlyIdempotent, []answer{reply(500, ""), reply(404, `{"code":20404}`)}, 2, []error{ErrOutcomeUnknown, ErrNotFound}, []error{ErrNotSent}},

	// Done, but unusable: repeated by none.
	{"2xx not JSON", creates, []answer{reply(201, "<html></html>")}, 1, []error{ErrOutcomeUnknown}, []error{ErrNotSent}},
	{"2xx empty", creates, []answer{reply(201, "")}, 1, []error{ErrOutcomeUnknown}, []error{ErrNotSent}},
	{"2xx ends early", creates, []answer{reply(201, `{"sid":"SM`)}, 1, []error{ErrOutcomeUnknown}, []error{ErrNotSent}},
	{"2xx without SID", creates, []answer{reply(201, `{"status":"queued"}`)}, 1, []error{ErrOutcomeUnknown}, []error{ErrNotSent}},
	{"2xx with a null SID", creates, []answer{reply(201, `{"sid":null}`)}, 1, []error{ErrOutcomeUnknown}, []error{ErrNotSent}},
	{"2xx too large", creates, []answer{declared(201, maxJSONBody+1)}, 1, []error{ErrOutcomeUnknown}, []error{ErrNotSent}},
	{"2xx not JSON", decoding, []answer{reply(200, "<html></html>")}, 1, []error{}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"2xx empty", decoding, []answer{reply(200, "")}, 1, []error{}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"2xx too large", decoding, []answer{declared(200, maxJSONBody+1)}, 1, []error{}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"2xx without SID", decoding, []answer{reply(200, `{"status":"queued"}`)}, 1, nil, nil},

	// A deletion that finds nothing after one that may have been done is done.
	{"204", onlyDelete, []answer{reply(204, "")}, 1, nil, nil},
	{"500, then 404", onlyDelete, []answer{reply(500, ""), reply(404, `{"code":20404}`)}, 2, nil, nil},
	{"reset, then 429, then 404", onlyDelete, []answer{broken(syscall.ECONNRESET), reply(429, ""), reply(404, "")}, 3, nil, nil},
	{"429, then 404", onlyDelete, []answer{reply(429, ""), reply(404, "")}, 2, []error{ErrNotFound}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"dial refused, which proves nothing on a caller's transport, then 404", onlyDelete, []answer{refuseDial, reply(404, "")}, 2, nil, nil},
	{"500, then 404", []string{"get"}, []answer{reply(500, ""), reply(404, "")}, 2, []error{ErrNotFound}, []error{ErrNotSent, ErrOutcomeUnknown}},
	{"500, then 404, and a look that finds nothing", []string{"cancel"}, []answer{reply(500, ""), reply(404, "")}, 3, []error{ErrNotFound}, []error{ErrNotSent, ErrOutcomeUnknown}},
}

func TestRetry(t *testing.T) {
	t.Parallel()
	for _, tt := range retryTests {
		for _, name := range tt.calls {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					transport := play(tt.answers...)
					err := wireCalls[name](t.Context(), wireClient(t, transport))
					assert.Len(t, transport.sent(), tt.requests)
					assertMatches(t, err, tt.is, tt.isNot)
				})
			})
		}
	}
}

// assertMatches takes a nil list for success.
func assertMatches(t *testing.T, err error, is, isNot []error) {
	t.Helper()
	if err != nil && strings.HasPrefix(err.Error(), "twilio: ") { // else it is inside an error of a caller's
		requirePrintable(t, err)
	}
	if is == nil {
		require.NoError(t, err)
		return
	}
	require.Error(t, err)
	for _, target := range is {
		assert.ErrorIs(t, err, target)
	}
	for _, target := range isNot {
		assert.NotErrorIs(t, err, target)
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
			require.Error(t, createMessage(t.Context(), wireClient(t, transport, WithClock(newFakeClock()))))
			require.Len(t, transport.sent(), 1, "%d %s", status, body)
		}
	}
}

func TestRetryUnknownOutcomeSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	const whole = `{"a":1,"sid":"` + wireMessage + `"`
	tests := []struct {
		name, sid string
		answer    answer
		err       error // as what the reason can be had
	}{
		{"no answer", "", broken(io.EOF), &TransportError{}},
		{"status", "", reply(503, `{"code":20503}`, "Retry-After", "1"), &Error{}},
		{"cut short behind the SID", wireMessage, cut(201, whole, io.ErrUnexpectedEOF), &DecodeError{}},
		{"cut short before the SID", "", cut(201, `{"a":1,"sid":"SM`, io.ErrUnexpectedEOF), &DecodeError{}},
		{"ends early", wireMessage, reply(201, whole), &DecodeError{}},
		{"not JSON", "", reply(201, "SID "+wireMessage), &DecodeError{}},
		{"too large", "", declared(201, maxJSONBody+1), &TooLargeError{}},
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
			client := wireClient(t, play(refuseDial, answer), WithClock(clock), WithRetry(RetryPolicy{BaseDelay: 1}))
			err := createMessage(t.Context(), client, OnAccount(wireSubaccount))

			var unknown *OutcomeUnknownError
			require.ErrorAs(t, err, &unknown)
			assert.Equal(t, "Messages.Create", unknown.Op)
			assert.Equal(t, wireSubaccount, unknown.AccountSID)
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

// assertIsA checks that an error of the type of want is in err.
func assertIsA(t *testing.T, want, err error) {
	t.Helper()
	var found bool
	switch want.(type) { //nolint:errorlint // want is never wrapped
	case *TransportError:
		found = errors.As(err, new(*TransportError))
	case *DecodeError:
		found = errors.As(err, new(*DecodeError))
	case *TooLargeError:
		found = errors.As(err, new(*TooLargeError))
	case *Error:
		found = errors.As(err, new(*Error))
	}
	assert.True(t, found, "%T in %v", want, err)
}

func TestRetryDecodeErrorSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	err := getMessage(t.Context(), wireClient(t, play(reply(200, "<html>", "Twilio-Request-Id", "RQ1"))))
	var decode *DecodeError
	require.ErrorAs(t, err, &decode)
	assert.Equal(t, "Messages.Get", decode.Op)
	assert.Equal(t, 200, decode.Status)
	assert.Equal(t, "RQ1", decode.RequestID)
	assert.Error(t, decode.Err)
}

func TestRetryTransportErrorCountsAttempts(t *testing.T) {
	t.Parallel()
	err := createMessage(t.Context(), wireClient(t, play(refuseDial), WithClock(newFakeClock()), WithRetry(RetryPolicy{MaxAttempts: 3})))
	var transport *TransportError
	require.ErrorAs(t, err, &transport)
	assert.Equal(t, "Messages.Create", transport.Op)
	assert.Equal(t, 3, transport.Attempts)
}

// fakeClock waits by going forward, and says how long.
type fakeClock struct {
	mu     sync.Mutex
	now    time.Time
	sleeps []time.Duration
	before func() // of each wait; may be nil
}

func newFakeClock() *fakeClock { return &fakeClock{now: time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)} }

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	if c.before != nil {
		c.before()
	}
	c.advance(d)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sleeps = append(c.sleeps, d)
	return ctx.Err()
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
		require.Error(t, getMessage(t.Context(), wireClient(t, play(reply(500, "")), WithClock(clock), WithRetry(policy))))
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
	require.Error(t, getMessage(t.Context(), wireClient(t, transport, WithClock(clock))))
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
		{"seconds", []string{"Retry-After", "7"}, 7 * time.Second, 7 * time.Second},
		{"date", []string{"Date", date, "Retry-After", "Fri, 24 May 2019 17:44:55 GMT"}, 9 * time.Second, 9 * time.Second},
		{"as long as may be", []string{"Retry-After", "20"}, 20 * time.Second, 20 * time.Second},
		{"longer", []string{"Retry-After", "21"}, -1, 21 * time.Second},
		{"date longer", []string{"Date", date, "Retry-After", "Fri, 24 May 2019 17:45:46 GMT"}, -1, time.Minute},
		{"longer than a day", []string{"Retry-After", "999999999999"}, -1, 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			clock := newFakeClock()
			transport := play(reply(429, `{"code":20429}`, tt.header...))
			err := createMessage(t.Context(), wireClient(t, transport, WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: 2})))
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
		err := getMessage(t.Context(), wireClient(t, play(reply(503, "", "Retry-After", value)), WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: 2})))
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
				err := createMessage(ctx, wireClient(t, transport, opts...))
				assert.Zero(t, time.Since(start))
				assert.Len(t, transport.sent(), 1)
				assert.Equal(t, 10*time.Second, RetryAfter(err))
				assertMatches(t, err, []error{ErrNotSent, ErrRateLimited}, []error{context.DeadlineExceeded, ErrOutcomeUnknown})

				transport = play(reply(429, "", "Retry-After", "9"), reply(201, messageJSON))
				require.NoError(t, createMessage(ctx, wireClient(t, transport, opts...)), "there is a second left")
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
			client := wireClient(t, transport, WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: attempts}))
			require.ErrorIs(t, wireCalls[name](t.Context(), client), syscall.ECONNREFUSED)
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
	client := wireClient(t, transport, WithClock(clock), WithRetry(RetryPolicy{OnRetry: onRetry}))
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
		_ = createMessage(t.Context(), wireClient(t, play(answer), WithRetry(RetryPolicy{OnRetry: onRetry})))
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
	require.NoError(t, createMessage(t.Context(), wireClient(t, transport, WithClock(clock), WithLimiter(limiter))))
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
		{"at first", 0, "create", reply(201, messageJSON), 0, []error{errLimiter, ErrNotSent}, []error{ErrOutcomeUnknown}},
		{"after a refusal", 1, "create", reply(429, ""), 1, []error{errLimiter, ErrNotSent, ErrRateLimited}, []error{ErrOutcomeUnknown}},
		{"after dial refused", 2, "create", refuseDial, 2, []error{errLimiter, ErrNotSent, syscall.ECONNREFUSED}, []error{ErrOutcomeUnknown}},
		{"after a failure", 1, "get", reply(500, ""), 1, []error{errLimiter, ErrServer}, []error{ErrNotSent}},
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
			client := wireClient(t, transport, WithClock(newFakeClock()), WithLimiter(limiter))
			err := wireCalls[tt.call](t.Context(), client)
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
			err := wireCalls[name](ctx, wireClient(t, transport))
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
		{"canceled before the answer", creates, hang, unknown, []error{ErrNotSent}, false},
		{"canceled in the body", creates, hangBody(201, `{"sid":"`+wireMessage+`"`), unknown, []error{ErrNotSent}, false},
		{"canceled before the answer", repeated, hang, known, []error{ErrNotSent, ErrOutcomeUnknown}, false},
		{"canceled in the body", repeated, hangBody(200, `{"sid":`), known, []error{ErrNotSent, ErrOutcomeUnknown}, false},
		{"deadline", creates, hang, unknown, []error{ErrNotSent}, true},
		{"deadline", repeated, hang, known, []error{ErrNotSent, ErrOutcomeUnknown}, true},
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
					err := wireCalls[name](ctx, wireClient(t, transport))
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
				err := wireCalls[name](ctx, wireClient(t, transport))
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
		{"refused", everyCall, reply(429, "", "Retry-After", "15"), []error{ErrNotSent, ErrRateLimited}, []error{ErrOutcomeUnknown}},
		{"failed", repeated, reply(503, "", "Retry-After", "15"), []error{ErrServer}, []error{ErrNotSent, ErrOutcomeUnknown}},
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
					err := wireCalls[name](ctx, wireClient(t, transport))
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
		err := createMessage(ctx, wireClient(t, transport, WithLimiter(limiter)))
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
		{"before", true, hang, ErrNotSent},
		{"during an attempt", false, hang, ErrOutcomeUnknown},
		{"in the body", false, hangBody(201, "{"), ErrOutcomeUnknown},
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
				err := createMessage(ctx, wireClient(t, play(tt.answer)))
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
		err := wireCalls[name](ctx, wireClient(t, transport))
		assertProblem(t, err, "ctx")
		assert.Empty(t, transport.sent())
	}
}

// assertProblem checks that a call was refused because of one argument.
func assertProblem(t *testing.T, err error, field string) {
	t.Helper()
	var params *ParamError
	require.ErrorAs(t, err, &params)
	assertMatches(t, err, []error{ErrInvalidParams, ErrNotSent}, []error{ErrOutcomeUnknown})
	require.Len(t, params.Problems, 1, "%v", err)
	assert.Equal(t, field, params.Problems[0].Field)
	assert.NotEmpty(t, params.Problems[0].Problem)
	assert.NotEmpty(t, params.Problems[0].Remedy)
}

// The time-out of an attempt is each attempt's own.
func TestRetryTimesEachAttemptOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		clock := newFakeClock() // its waits take no time in here
		transport := play(hang, hangBody(200, "{"), reply(200, messageJSON))
		start := time.Now()
		require.NoError(t, getMessage(t.Context(), wireClient(t, transport, WithClock(clock), WithTimeout(3*time.Second))))
		assert.Equal(t, 6*time.Second, time.Since(start))
		assert.Len(t, transport.sent(), 3)
	})
}

func TestRetryTimeoutIsATimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		err := createMessage(t.Context(), wireClient(t, play(hang)))
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
		client := wireClient(t, transport, WithHTTPClient(&http.Client{Transport: transport, Timeout: 2 * time.Second}))
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
	err := createMessage(t.Context(), wireClient(t, play(broken(syscall.ECONNREFUSED))))
	assertMatches(t, err, []error{ErrOutcomeUnknown}, []error{ErrNotSent})
}
