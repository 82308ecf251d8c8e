package twilio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// traceLog notes what a Trace is told, one line an event. A line begins with the starts
// within which the event is, as the values of its context tell.
type traceLog struct {
	mu     sync.Mutex
	lines  []string
	events []any
}

type traceWithin struct{}

func pathOf(ctx context.Context) string {
	path, _ := ctx.Value(traceWithin{}).(string)
	return path
}

func (l *traceLog) begin(ctx context.Context, name string, event any) context.Context {
	if path := pathOf(ctx); path != "" {
		name = path + " / " + name
	}
	l.add(event, name+" begins")
	return context.WithValue(ctx, traceWithin{}, name)
}

func (l *traceLog) end(ctx context.Context, event any, words ...any) {
	l.add(event, pathOf(ctx)+strings.TrimSuffix(fmt.Sprintln(words...), "\n"))
}

func (l *traceLog) add(event any, line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines, l.events = append(l.lines, line), append(l.events, event)
}

func (l *traceLog) trace() Trace {
	return Trace{
		CallStart: func(ctx context.Context, e TraceCall) context.Context { return l.begin(ctx, e.Op, e) },
		CallEnd: func(ctx context.Context, e TraceCall) {
			words := []any{":", e.Outcome, e.Status, int(e.Code), "after", e.Attempts}
			if e.Outcome == OutcomeDone && e.Err != nil {
				words = append(words, "with an error")
			}
			l.end(ctx, e, words...)
		},
		AttemptStart: func(ctx context.Context, e TraceAttempt) context.Context {
			return l.begin(ctx, fmt.Sprintf("%d (%s)", e.Number, e.After), e)
		},
		AttemptEnd: func(ctx context.Context, e TraceAttempt) { l.end(ctx, e, ":", e.Outcome, e.Status, int(e.Code)) },
		WaitEnd: func(ctx context.Context, e TraceWait) {
			l.end(ctx, e, " waits for", e.Attempt, "after", e.After.String()+":", e.Reason, briefly(e.Err))
		},
		FileEnd: func(ctx context.Context, e TraceFile) { l.end(ctx, e, " file:", e.BytesRead, briefly(e.Err)) },
		ReconcileStart: func(ctx context.Context, e TraceReconcile) context.Context {
			return l.begin(ctx, e.Op, e)
		},
		LookEnd:      func(ctx context.Context, e TraceLook) { l.end(ctx, e, " look", e.Number, "candidates", e.Candidates) },
		ReconcileEnd: func(ctx context.Context, e TraceReconcile) { l.end(ctx, e, ":", e.Verdict, "after", e.Looks) },
	}
}

// briefly names the kind of an error.
func briefly(err error) string {
	var coolDown *coolDownError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &coolDown):
		return "too long"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return "failed"
}

// take returns the lines so far, and forgets them.
func (l *traceLog) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	lines := l.lines
	l.lines = nil
	return lines
}

// createSecret sends a message of which nothing may be told.
func createSecret(ctx context.Context, c *Client, opts ...CallOption) error {
	_, err := c.Messages.Create(ctx, MessageCreateParams{To: "+14155557731", From: "+14155556789", Body: "open sesame"}, opts...)
	return err
}

// requireHarmless says that no event shows anything of the messages or the credentials.
func (l *traceLog) requireHarmless(t *testing.T) {
	t.Helper()
	for _, event := range l.events {
		if search, ok := event.(TraceReconcile); ok {
			search.Create = nil
			event = search
		}
		text := fmt.Sprintf("%+v", event)
		for _, secret := range []string{"4155557731", "4155556789", "sesame", "%2B1", testToken, testClientSecret, "Basic ", "Bearer "} {
			assert.NotContains(t, text, secret)
		}
	}
}

var quoting = reply(400, `{"code":21211,"message":"The number +14155557731 is invalid"}`, "Twilio-Request-Id", "RQ+14155557731")

func TestTraceTellsOfEachOutcome(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		call    func(context.Context, *Client, ...CallOption) error
		answers []answer
		opts    []Option
		want    []string
	}{
		"done": {call: createSecret, answers: []answer{reply(201, messageJSON)}, want: []string{
			"Messages.Create begins",
			"Messages.Create / 1 (no attempt) begins",
			"Messages.Create / 1 (no attempt): done 201 0",
			"Messages.Create: done 201 0 after 1",
		}},
		"not sent, throttled, done": {call: createSecret, answers: []answer{refuseDial, reply(429, `{"code":20429}`, "Retry-After", "3"), reply(201, messageJSON)}, want: []string{
			"Messages.Create begins",
			"Messages.Create / 1 (no attempt) begins",
			"Messages.Create / 1 (no attempt): not sent 0 0",
			"Messages.Create waits for 2 after not sent: back-off ok",
			"Messages.Create / 2 (not sent) begins",
			"Messages.Create / 2 (not sent): throttled 429 20429",
			"Messages.Create waits for 3 after throttled: cool-down ok",
			"Messages.Create / 3 (throttled) begins",
			"Messages.Create / 3 (throttled): done 201 0",
			"Messages.Create: done 201 0 after 3",
		}},
		"throttled to the end": {call: createSecret, answers: []answer{reply(429, `{"code":20429}`)}, opts: []Option{WithRetry(RetryPolicy{MaxAttempts: 1})}, want: []string{
			"Messages.Create begins",
			"Messages.Create / 1 (no attempt) begins",
			"Messages.Create / 1 (no attempt): throttled 429 20429",
			"Messages.Create: throttled 429 20429 after 1",
		}},
		"rejected": {call: createSecret, answers: []answer{quoting}, want: []string{
			"Messages.Create begins",
			"Messages.Create / 1 (no attempt) begins",
			"Messages.Create / 1 (no attempt): rejected 400 21211",
			"Messages.Create: rejected 400 21211 after 1",
		}},
		"unknown": {call: createSecret, answers: []answer{broken(errors.New("lost To=%2B14155557731&Body=open+sesame"))}, want: []string{
			"Messages.Create begins",
			"Messages.Create / 1 (no attempt) begins",
			"Messages.Create / 1 (no attempt): no usable answer 0 0",
			"Messages.Create: no usable answer 0 0 after 1",
		}},
		"a create without its proof": {call: createSecret, answers: []answer{reply(201, `{"body":"open sesame"}`)}, want: []string{
			"Messages.Create begins",
			"Messages.Create / 1 (no attempt) begins",
			"Messages.Create / 1 (no attempt): done 201 0",
			"Messages.Create: no usable answer 201 0 after 1",
		}},
		"a get that is repeated": {call: getMessage, answers: []answer{cut(200, messageJSON[:20], io.ErrUnexpectedEOF), reply(200, messageJSON)}, want: []string{
			"Messages.Get begins",
			"Messages.Get / 1 (no attempt) begins",
			"Messages.Get / 1 (no attempt): no usable answer 200 0",
			"Messages.Get waits for 2 after no usable answer: back-off ok",
			"Messages.Get / 2 (no usable answer) begins",
			"Messages.Get / 2 (no usable answer): done 200 0",
			"Messages.Get: done 200 0 after 2",
		}},
		"a get that cannot be decoded": {call: getMessage, answers: []answer{reply(200, `open sesame`)}, want: []string{
			"Messages.Get begins",
			"Messages.Get / 1 (no attempt) begins",
			"Messages.Get / 1 (no attempt): done 200 0",
			"Messages.Get: done 200 0 after 1 with an error",
		}},
		"a deletion that was carried out by its first attempt": {call: deleteMessage, answers: []answer{broken(io.EOF), reply(404, `{"code":20404}`)}, want: []string{
			"Messages.Delete begins",
			"Messages.Delete / 1 (no attempt) begins",
			"Messages.Delete / 1 (no attempt): no usable answer 0 0",
			"Messages.Delete waits for 2 after no usable answer: back-off ok",
			"Messages.Delete / 2 (no usable answer) begins",
			"Messages.Delete / 2 (no usable answer): rejected 404 20404",
			"Messages.Delete: done 404 20404 after 2",
		}},
		"a deletion in doubt whose last attempt was not processed": {call: deleteMessage, answers: []answer{broken(io.EOF), reply(429, `{"code":20429}`)}, opts: []Option{WithRetry(RetryPolicy{MaxAttempts: 2})}, want: []string{
			"Messages.Delete begins",
			"Messages.Delete / 1 (no attempt) begins",
			"Messages.Delete / 1 (no attempt): no usable answer 0 0",
			"Messages.Delete waits for 2 after no usable answer: back-off ok",
			"Messages.Delete / 2 (no usable answer) begins",
			"Messages.Delete / 2 (no usable answer): throttled 429 20429",
			"Messages.Delete: no usable answer 429 20429 after 2",
		}},
		"a cancel that is settled by a get": {call: cancelMessage, answers: []answer{broken(io.EOF), reply(409, `{"code":30409}`), reply(200, `{"sid":"`+testMessage+`","status":"canceled"}`)}, want: []string{
			"Messages.Cancel begins",
			"Messages.Cancel / 1 (no attempt) begins",
			"Messages.Cancel / 1 (no attempt): no usable answer 0 0",
			"Messages.Cancel waits for 2 after no usable answer: back-off ok",
			"Messages.Cancel / 2 (no usable answer) begins",
			"Messages.Cancel / 2 (no usable answer): rejected 409 30409",
			"Messages.Cancel: rejected 409 30409 after 2",
			"Messages.Get begins",
			"Messages.Get / 1 (no attempt) begins",
			"Messages.Get / 1 (no attempt): done 200 0",
			"Messages.Get: done 200 0 after 1",
		}},
		"refused before it was sent": {call: func(ctx context.Context, c *Client, opts ...CallOption) error {
			_, err := c.Messages.Create(ctx, MessageCreateParams{To: "+14155557731 ", Body: "open sesame"}, opts...)
			return err
		}, want: []string{
			"Messages.Create begins",
			"Messages.Create: not sent 0 0 after 0",
		}},
		"a list": {call: func(ctx context.Context, c *Client, opts ...CallOption) error {
			for _, err := range c.Messages.All(ctx, MessageListParams{To: "+14155557731"}, opts...) {
				if err != nil {
					return err
				}
			}
			return nil
		}, answers: []answer{
			reply(200, `{"messages":[`+messageJSON+`],"next_page_uri":"/2010-04-01/Accounts/`+testAccount+`/Messages.json?To=%2B14155557731&Page=1"}`),
			reply(200, `{"messages":[{"sid":"open sesame"},7],"next_page_uri":null}`),
		}, want: []string{
			"Messages.List begins",
			"Messages.List / 1 (no attempt) begins",
			"Messages.List / 1 (no attempt): done 200 0",
			"Messages.List: done 200 0 after 1",
			"Messages.List begins",
			"Messages.List / 1 (no attempt) begins",
			"Messages.List / 1 (no attempt): done 200 0",
			"Messages.List: done 200 0 after 1 with an error",
		}},
		"a download": {call: readDownload, answers: []answer{reply(200, "open sesame")}, want: []string{
			"Media.Download begins",
			"Media.Download / 1 (no attempt) begins",
			"Media.Download / 1 (no attempt): done 200 0",
			"Media.Download: done 200 0 after 1",
			"Media.Download file: 11 ok",
		}},
		"a download that breaks off": {call: readDownload, answers: []answer{cut(200, "open", io.ErrUnexpectedEOF)}, want: []string{
			"Media.Download begins",
			"Media.Download / 1 (no attempt) begins",
			"Media.Download / 1 (no attempt): done 200 0",
			"Media.Download: done 200 0 after 1",
			"Media.Download file: 4 failed",
		}},
		"a limiter": {call: createSecret, answers: []answer{refuseDial, reply(201, messageJSON)}, opts: []Option{WithLimiter(&learner{})}, want: []string{
			"Messages.Create begins",
			"Messages.Create waits for 1 after no attempt: limiter ok",
			"Messages.Create / 1 (no attempt) begins",
			"Messages.Create / 1 (no attempt): not sent 0 0",
			"Messages.Create waits for 2 after not sent: back-off ok",
			"Messages.Create waits for 2 after not sent: limiter ok",
			"Messages.Create / 2 (not sent) begins",
			"Messages.Create / 2 (not sent): done 201 0",
			"Messages.Create: done 201 0 after 2",
		}},
		"a limiter that refuses": {call: createSecret, opts: []Option{WithLimiter(&learner{refuse: errors.New("closed")})}, want: []string{
			"Messages.Create begins",
			"Messages.Create waits for 1 after no attempt: limiter failed",
			"Messages.Create: not sent 0 0 after 0",
		}},
		"a cool-down that is too long for the next call": {call: func(ctx context.Context, c *Client, opts ...CallOption) error {
			return errors.Join(createSecret(ctx, c, opts...), createSecret(ctx, c, opts...))
		}, answers: []answer{reply(429, `{"code":20429}`, "Retry-After", "60")}, want: []string{
			"Messages.Create begins",
			"Messages.Create / 1 (no attempt) begins",
			"Messages.Create / 1 (no attempt): throttled 429 20429",
			"Messages.Create: throttled 429 20429 after 1",
			"Messages.Create begins",
			"Messages.Create waits for 1 after no attempt: cool-down too long",
			"Messages.Create: not sent 0 0 after 0",
		}},
	}
	for name, tt := range tests {
		log := &traceLog{}
		client := testClient(t, play(tt.answers...), append([]Option{WithTrace(log.trace()), WithClock(newFakeClock())}, tt.opts...)...)
		_ = tt.call(t.Context(), client)
		log.requireHarmless(t)
		assert.Equal(t, tt.want, log.take(), name)
	}
}

// readDownload reads a file to its end, and closes it twice.
func readDownload(ctx context.Context, c *Client, opts ...CallOption) error {
	file, err := download(ctx, c, opts...)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, file)
	return errors.Join(err, file.Close(), file.Close())
}

// TestTraceTellsEveryField: of a request that was throttled, and of the call.
func TestTraceTellsEveryField(t *testing.T) {
	t.Parallel()
	log, clock := &traceLog{}, newFakeClock()
	throttled := func(req *http.Request) (*http.Response, error) {
		clock.advance(2 * time.Second)
		return reply(429, `{"code":20429}`, "Retry-After", "30", "Twilio-Request-Id", "RQ1")(req)
	}
	client := testClient(t, play(throttled), WithTrace(log.trace()), WithClock(clock), WithRegion("au1", "sydney"))
	err := createSecret(t.Context(), client, OnAccount(testSubaccount))
	require.ErrorIs(t, err, ErrRateLimited)
	require.Len(t, log.events, 4)

	op := TraceOp{
		Op: "Messages.Create", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Messages.json",
		AccountSID: testSubaccount, Class: ClassCreate,
	}
	attempt := TraceAttempt{TraceOp: op, Number: 1, Scheme: "https", Server: "api.sydney.au1.twilio.com", Port: 443}
	assert.Equal(t, TraceCall{TraceOp: op}, log.events[0])
	assert.Equal(t, attempt, log.events[1])
	attempt.Outcome, attempt.Status, attempt.Code, attempt.RequestID = OutcomeThrottled, 429, CodeTooManyConcurrentRequests, "RQ1"
	attempt.Stage, attempt.BytesSent, attempt.BytesRead = StageAnswer, -1, int64(len(`{"code":20429}`))
	attempt.RetryAfter, attempt.CoolDown, attempt.Duration, attempt.Err = 30*time.Second, 30*time.Second, 2*time.Second, err
	assert.Equal(t, attempt, log.events[2])
	assert.Equal(t, TraceCall{
		TraceOp: op, Outcome: OutcomeThrottled, Attempts: 1, Status: 429, Code: CodeTooManyConcurrentRequests, RequestID: "RQ1",
		Duration: 2 * time.Second, Err: err,
	}, log.events[3])
}

// TestTraceOfAnOwnLimit: a limit of the account's own cools nobody else down.
func TestTraceOfAnOwnLimit(t *testing.T) {
	t.Parallel()
	log := &traceLog{}
	client := testClient(t, play(reply(429, "", "Retry-After", "3", "Twilio-Reached-Rate-Limit", "device")), WithTrace(log.trace()))
	require.Error(t, createSecret(t.Context(), client))
	end, ok := log.events[2].(TraceAttempt)
	require.True(t, ok)
	assert.Equal(t, 3*time.Second, end.RetryAfter)
	assert.Zero(t, end.CoolDown)
}

// TestTraceOfWaits: a wait says how long was to be waited, and how long was waited.
func TestTraceOfWaits(t *testing.T) {
	t.Parallel()
	log, clock := &traceLog{}, newFakeClock()
	transport := play(reply(503, "", "Retry-After", "5"), reply(201, messageJSON), reply(201, messageJSON))
	client := testClient(t, transport, WithTrace(log.trace()), WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: 1}), WithLimiter(slowLimiter{clock}))
	require.Error(t, createSecret(t.Context(), client))
	admission, err := client.Admit(t.Context(), LimitedRequest{Host: "api", Op: "Messages.Create", Sender: "+14155556789"})
	require.NoError(t, err)
	require.NoError(t, createSecret(t.Context(), client, Admitted(admission)))
	log.requireHarmless(t)

	var waits []TraceWait
	for _, event := range log.events {
		if wait, ok := event.(TraceWait); ok {
			waits = append(waits, wait)
		}
	}
	require.Len(t, waits, 3, "the limiter, the rest of the cool-down, the limiter")
	assert.Equal(t, []WaitReason{WaitLimiter, WaitCoolDown, WaitLimiter}, []WaitReason{waits[0].Reason, waits[1].Reason, waits[2].Reason})
	assert.Equal(t, 7*time.Second, waits[0].Duration)
	assert.Zero(t, waits[0].Pause)
	assert.Equal(t, 5*time.Second, waits[1].Pause)
	assert.GreaterOrEqual(t, waits[1].Duration, waits[1].Pause)
	assert.Equal(t, TraceWait{
		TraceOp: TraceOp{Op: "Messages.Create", Host: "api", AccountSID: testAccount}, Attempt: 1, Reason: WaitLimiter, Duration: 7 * time.Second,
	}, waits[2], "of Admit")
}

// slowLimiter lets a request pass after seven seconds.
type slowLimiter struct{ clock *fakeClock }

func (l slowLimiter) Wait(context.Context) error {
	l.clock.advance(7 * time.Second)
	return nil
}

// TestTraceOfAdmissionsInACoolDown: a call that has waited before meets a cool-down that began since.
func TestTraceOfAdmissionsInACoolDown(t *testing.T) {
	t.Parallel()
	log := &traceLog{}
	client := testClient(t, play(reply(503, "", "Retry-After", "5")), WithTrace(log.trace()), WithClock(newFakeClock()), WithRetry(RetryPolicy{MaxAttempts: 1}))
	admission, err := client.Admit(t.Context(), LimitedRequest{Host: "api"})
	require.NoError(t, err)
	require.Error(t, createSecret(t.Context(), client))
	log.take()
	require.ErrorIs(t, createSecret(t.Context(), client, Admitted(admission)), ErrNotSent)
	assert.Equal(t, []string{
		"Messages.Create begins",
		"Messages.Create waits for 1 after no attempt: cool-down too long",
		"Messages.Create: not sent 0 0 after 0",
	}, log.take())
}

// TestTraceOfCancelledCalls: each start has its end, whenever the context ends, and the end's own
// context goes on.
func TestTraceOfCancelledCalls(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer answer
		before bool // the call has begun
		want   []string
	}{
		"before the call": {before: true, answer: reply(201, messageJSON), want: []string{
			"Messages.Create begins",
			"Messages.Create: not sent 0 0 after 0",
		}},
		"during the attempt": {answer: hang, want: []string{
			"Messages.Create begins",
			"Messages.Create / 1 (no attempt) begins",
			"Messages.Create / 1 (no attempt): no usable answer 0 0",
			"Messages.Create: no usable answer 0 0 after 1",
		}},
		"during the wait": {answer: refuseDial, want: []string{
			"Messages.Create begins",
			"Messages.Create / 1 (no attempt) begins",
			"Messages.Create / 1 (no attempt): not sent 0 0",
			"Messages.Create waits for 2 after not sent: back-off cancelled",
			"Messages.Create: not sent 0 0 after 1",
		}},
	}
	for name, tt := range tests {
		ctx, cancel := context.WithCancel(t.Context())
		if tt.before {
			cancel()
		}
		log, clock := &traceLog{}, newFakeClock()
		clock.before = cancel
		meets := func(req *http.Request) (*http.Response, error) {
			if name == "during the attempt" {
				cancel()
			}
			return tt.answer(req)
		}
		transport := play(meets)
		if name == "during the wait" {
			transport = play(tt.answer)
		}
		lives := Trace{CallEnd: func(ctx context.Context, _ TraceCall) { assert.NoError(t, ctx.Err(), name) }, AttemptEnd: func(ctx context.Context, _ TraceAttempt) { assert.NoError(t, ctx.Err(), name) }}
		client := testClient(t, transport, WithTrace(log.trace()), WithTrace(lives), WithClock(clock))
		require.ErrorIs(t, createSecret(ctx, client), context.Canceled, name)
		assert.Equal(t, tt.want, log.take(), name)
		cancel()
	}
}

// TestTraceOfTokens: the request for a token is a call of its own, within none.
func TestTraceOfTokens(t *testing.T) {
	t.Parallel()
	log := &traceLog{}
	n := oauthNetwork{tokens: play(replyToken("A"), replyToken("B"), reply(400, badTokenJSON)), api: play(reply(401, badTokenJSON), reply(201, messageJSON))}
	client := oauthClient(t, n, WithTrace(log.trace()), WithClock(newFakeClock()))
	require.NoError(t, createSecret(t.Context(), client))
	log.requireHarmless(t)
	token := []string{
		"OAuth.CreateToken begins",
		"OAuth.CreateToken / 1 (no attempt) begins",
		"OAuth.CreateToken / 1 (no attempt): done 200 0",
		"OAuth.CreateToken: done 200 0 after 1",
	}
	lines := log.take()
	assert.Equal(t, append(token, token...), within(lines, "OAuth"))
	assert.Equal(t, []string{
		"Messages.Create begins",
		"Messages.Create / 1 (no attempt) begins",
		"Messages.Create / 1 (no attempt): access token refused 401 20003",
		"Messages.Create waits for 2 after access token refused: back-off ok",
		"Messages.Create / 2 (access token refused) begins",
		"Messages.Create / 2 (access token refused): done 201 0",
		"Messages.Create: done 201 0 after 2",
	}, within(lines, "Messages"))
}

// TestTraceWithoutAToken: the attempt has begun, and no request was sent.
func TestTraceWithoutAToken(t *testing.T) {
	t.Parallel()
	log := &traceLog{}
	n := oauthNetwork{tokens: play(reply(200, `{"token_type":"bearer"}`)), api: play(reply(201, messageJSON))}
	client := oauthClient(t, n, WithTrace(log.trace()), WithClock(newFakeClock()))
	require.ErrorIs(t, createSecret(t.Context(), client), ErrNotSent)
	lines := log.take()
	assert.Equal(t, []string{
		"Messages.Create begins",
		"Messages.Create / 1 (no attempt) begins",
		"Messages.Create / 1 (no attempt): not sent 0 0",
		"Messages.Create: not sent 0 0 after 0",
	}, within(lines, "Messages"))
	assert.Equal(t, "OAuth.CreateToken: done 200 0 after 1 with an error", within(lines, "OAuth")[3])
	log.mu.Lock()
	defer log.mu.Unlock()
	for _, event := range log.events {
		if call, ok := event.(TraceCall); ok && call.Op == tokenCreate.Name && call.Outcome == OutcomeDone {
			require.ErrorContains(t, call.Err, "no access_token")
		}
	}
}

// within returns the lines about the operations of one resource.
func within(lines []string, resource string) (found []string) {
	for _, line := range lines {
		if strings.HasPrefix(line, resource) {
			found = append(found, line)
		}
	}
	return found
}

// TestTraceConcurrently: each call has its own starts and ends, and the calls of a client do not mix them up.
func TestTraceConcurrently(t *testing.T) {
	t.Parallel()
	const calls = 50
	var mu sync.Mutex
	var serial atomic.Int32
	open, ended := map[string]bool{}, 0
	trace := Trace{
		CallStart: func(ctx context.Context, _ TraceCall) context.Context {
			mu.Lock()
			defer mu.Unlock()
			open[pathOf(ctx)] = true
			return ctx
		},
		AttemptStart: func(ctx context.Context, a TraceAttempt) context.Context {
			return context.WithValue(ctx, traceWithin{}, fmt.Sprint(pathOf(ctx), a.Number))
		},
		CallEnd: func(ctx context.Context, c TraceCall) {
			mu.Lock()
			defer mu.Unlock()
			assert.True(t, open[pathOf(ctx)])
			delete(open, pathOf(ctx))
			ended++
			assert.Equal(t, 1, c.Attempts)
		},
	}
	echo := answer(func(req *http.Request) (*http.Response, error) {
		return reply(200, messageJSON, "Twilio-Request-Id", pathOf(req.Context()))(req)
	})
	client := testClient(t, echo, WithTrace(trace), WithClock(impatientClock{}))
	errs := together(calls, func() error {
		n := serial.Add(1)
		name := string([]rune{'a' + n/10, 'a' + n%10})
		ctx := context.WithValue(t.Context(), traceWithin{}, name)
		var info ResponseInfo
		err := getMessage(ctx, client, WithResponseInfo(&info))
		assert.Equal(t, name+"1", info.RequestID)
		return err
	})
	for _, err := range errs {
		require.NoError(t, err)
	}
	assert.Equal(t, calls, ended)
	assert.Empty(t, open)
}
