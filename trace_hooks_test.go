package twilio

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// panicking is a Trace all of whose functions panic with a number and a secret.
func panicking() Trace {
	const problem = "no place for +14155557731 and " + testToken
	return Trace{
		CallStart:      func(context.Context, TraceCall) context.Context { panic(problem) },
		CallEnd:        func(context.Context, TraceCall) { panic(problem) },
		AttemptStart:   func(context.Context, TraceAttempt) context.Context { panic(problem) },
		AttemptEnd:     func(context.Context, TraceAttempt) { panic(problem) },
		WaitEnd:        func(context.Context, TraceWait) { panic(problem) },
		FileEnd:        func(context.Context, TraceFile) { panic(problem) },
		ReconcileStart: func(context.Context, TraceReconcile) context.Context { panic(problem) },
		LookEnd:        func(context.Context, TraceLook) { panic(problem) },
		ReconcileEnd:   func(context.Context, TraceReconcile) { panic(problem) },
	}
}

// TestTraceThatPanics: the message that was sent is returned, the other Trace is told
// everything, and the log says which function it was.
func TestTraceThatPanics(t *testing.T) {
	t.Parallel()
	log, text := &traceLog{}, &bytes.Buffer{}
	client := testClient(t, play(refuseDial, reply(201, messageJSON)), WithTrace(panicking()), WithTrace(log.trace()),
		WithClock(newFakeClock()), WithLogger(slog.New(slog.NewTextHandler(text, nil))))
	msg, err := client.Messages.Create(t.Context(), MessageCreateParams{To: "+14155557731", From: "+14155556789", Body: "Hi"})
	require.NoError(t, err)
	assert.Equal(t, testMessage, msg.SID)
	assert.Len(t, log.take(), 7)
	assert.Equal(t, 7, strings.Count(text.String(), "a function of a Trace panicked"))
	for _, event := range []string{"twilio.TraceCall", "twilio.TraceAttempt", "twilio.TraceWait"} {
		assert.Contains(t, text.String(), "event="+event)
	}
	assert.NotContains(t, text.String(), "4155557731")
	assert.NotContains(t, text.String(), testToken)

	client = testClient(t, play(reply(200, "file")), WithTrace(panicking()))
	require.NoError(t, readDownload(t.Context(), client))
	_, err = client.Messages.Reconcile(t.Context(), MessageCreateParams{}, nil)
	require.ErrorIs(t, err, ErrInvalidParams)
}

// TestTraceOfACallThatPanics: what was begun is ended, and the panic goes on.
func TestTraceOfACallThatPanics(t *testing.T) {
	t.Parallel()
	log := &traceLog{}
	client := testClient(t, play(func(*http.Request) (*http.Response, error) { panic("a transport") }), WithTrace(log.trace()))
	assert.PanicsWithValue(t, "a transport", func() { _ = createSecret(t.Context(), client) })
	assert.Equal(t, []string{
		"Messages.Create begins",
		"Messages.Create / 1 (no attempt) begins",
		"Messages.Create / 1 (no attempt): no usable answer 0 0",
		"Messages.Create: no usable answer 0 0 after 1",
	}, log.take())
	end, ok := log.events[3].(TraceCall)
	require.True(t, ok)
	require.ErrorIs(t, end.Err, errPanicked)

	client = testClient(t, play(reply(200, `{}`)), WithTrace(log.trace()))
	assert.Panics(t, func() {
		_, _ = Invoke[explosive](t.Context(), client, messageGet.On(testMessage))
	})
	assert.Equal(t, "Messages.Get: done 200 0 after 1 with an error", log.take()[3])
	end, ok = log.events[7].(TraceCall)
	require.True(t, ok)
	require.ErrorIs(t, end.Err, errPanicked)
}

// explosive is a result of a caller's own that cannot be read.
type explosive struct{}

func (*explosive) UnmarshalJSON([]byte) error { panic("a result") }

// TestTraceCannotEndACall: of the context that a start function returns the values count.
func TestTraceCannotEndACall(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(context.WithValue(context.Background(), traceWithin{}, "mine"))
	cancel()
	for name, returned := range map[string]context.Context{"ended": ended, "nil": nil, "nil pointer": (*requestContext)(nil)} {
		trace := Trace{
			CallStart:    func(context.Context, TraceCall) context.Context { return returned },
			AttemptStart: func(context.Context, TraceAttempt) context.Context { return returned },
		}
		transport := answer(func(req *http.Request) (*http.Response, error) {
			assert.NoError(t, req.Context().Err(), name)
			if returned == ended {
				assert.Equal(t, "mine", pathOf(req.Context()), name)
			}
			return reply(201, messageJSON)(req)
		})
		require.NoError(t, createSecret(t.Context(), testClient(t, transport, WithTrace(trace))), name)
	}
}

// TestTraceCannotKeepACallAlive: a context without an end does not take away the time-outs.
func TestTraceCannotKeepACallAlive(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		trace := Trace{
			CallStart:    func(context.Context, TraceCall) context.Context { return context.Background() },
			AttemptStart: func(context.Context, TraceAttempt) context.Context { return context.Background() },
		}
		client := testClient(t, play(hang), WithTrace(trace), WithTimeout(time.Second), WithRetry(RetryPolicy{MaxAttempts: 1}))
		err := getMessage(t.Context(), client)
		require.ErrorIs(t, err, errAttemptTimeout)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		err = getMessage(ctx, client)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NotErrorIs(t, err, errAttemptTimeout)
	})
}

// TestTraceReachesTheRequest: the transport sees the values of the attempt, its header has nothing
// new, and an httptrace of a hook is asked beside our own.
func TestTraceReachesTheRequest(t *testing.T) {
	t.Parallel()
	plain := play(reply(201, messageJSON))
	require.NoError(t, createSecret(t.Context(), testClient(t, plain)))
	traced := play(reply(201, messageJSON))
	log := &traceLog{}
	require.NoError(t, createSecret(t.Context(), testClient(t, traced, WithTrace(log.trace()))))
	assert.Equal(t, plain.sent()[0].header, traced.sent()[0].header)

	connected := 0
	trace := Trace{AttemptStart: func(ctx context.Context, _ TraceAttempt) context.Context {
		return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected++ }})
	}, AttemptEnd: func(_ context.Context, a TraceAttempt) {
		assert.Positive(t, a.BytesSent, "our own evidence is there as well")
	}}
	peer := listenSocket(t, serveSocket)
	client, err := New(testAccount, AuthToken(testToken), WithBaseURL(peer.address), WithTrace(trace))
	require.NoError(t, err)
	t.Cleanup(client.CloseIdleConnections)
	require.NoError(t, createSecret(t.Context(), client))
	assert.Equal(t, 1, connected)
}

// TestTraceReachesTheLogAndTheLimiter: both are asked within the call.
func TestTraceReachesTheLogAndTheLimiter(t *testing.T) {
	t.Parallel()
	log, seen := &traceLog{}, &pathHandler{}
	client := testClient(t, play(reply(201, messageJSON)), WithTrace(log.trace()), WithLogger(slog.New(seen)), WithLimiter(pathLimiter{seen}))
	require.NoError(t, createSecret(t.Context(), client))
	assert.Equal(t, []string{"Messages.Create", "Messages.Create"}, seen.paths)
}

// pathHandler notes within what each record was logged.
type pathHandler struct{ paths []string }

func (*pathHandler) Enabled(context.Context, slog.Level) bool { return true }
func (h *pathHandler) Handle(ctx context.Context, _ slog.Record) error {
	h.paths = append(h.paths, pathOf(ctx))
	return nil
}
func (h *pathHandler) WithAttrs([]slog.Attr) slog.Handler { return h }
func (h *pathHandler) WithGroup(string) slog.Handler      { return h }

type pathLimiter struct{ seen *pathHandler }

func (l pathLimiter) Wait(ctx context.Context) error {
	return l.seen.Handle(ctx, slog.Record{})
}

// TestTraceablePath: a placeholder loses the kinds of its SIDs, and a number that stands in the place
// of one is hidden.
func TestTraceablePath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		accountPrefix + "/Messages/{Sid:SM|MM}.json":  "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json",
		"/v2/Services/{ServiceSid:VA}/Verifications":  "/v2/Services/{ServiceSid}/Verifications",
		"/v1/Rooms/{Sid}/Participants/{Name:name}":    "/v1/Rooms/{Sid}/Participants/{Name}",
		"/v2/PhoneNumbers/+14155557731":               "/v2/PhoneNumbers/{hidden}",
		"/v2/PhoneNumbers/%2B14155557731.json":        "/v2/PhoneNumbers/{hidden}",
		"/v2/Numbers/5557731/Prefix/555":              "/v2/Numbers/{hidden}/Prefix/555",
		"/v1/Services/a:b/{Sid}":                      "/v1/Services/a:b/{Sid}",
		"/2010-04-01/Accounts/{AccountSid}/Queues/12": "/2010-04-01/Accounts/{AccountSid}/Queues/12",
	} {
		assert.Equal(t, want, traceablePath(path))
	}
}

// TestOutcomesHaveNames: whatever the value is.
func TestOutcomesHaveNames(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "no usable answer", OutcomeUnknown.String())
	assert.Equal(t, "Outcome(7)", Outcome(len(outcomeNames)).String())
}

// TestTraceWithoutAContext: a context that is nil is refused as ever.
func TestTraceWithoutAContext(t *testing.T) {
	t.Parallel()
	told := 0
	trace := Trace{
		CallStart:      func(context.Context, TraceCall) context.Context { told++; return nil },
		CallEnd:        func(context.Context, TraceCall) { told++ },
		ReconcileStart: func(context.Context, TraceReconcile) context.Context { told++; return nil },
		ReconcileEnd:   func(context.Context, TraceReconcile) { told++ },
	}
	client := testClient(t, play(reply(201, messageJSON)), WithTrace(trace))
	require.ErrorIs(t, createSecret(nil, client), ErrInvalidParams)                         //nolint:staticcheck // that is the point
	_, err := client.Messages.Reconcile(nil, MessageCreateParams{}, &OutcomeUnknownError{}) //nolint:staticcheck // that is the point
	require.ErrorIs(t, err, ErrInvalidParams)
	assert.Zero(t, told)
}
