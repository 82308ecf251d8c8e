package twiliootel_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/seed15d99369/twilio"
	twiliootel "github.com/seed15d99369/twilio/otel"
	"github.com/seed15d99369/twilio/twiliotest"
)

const createAttempt = "POST /2010-04-01/Accounts/{AccountSid}/Messages.json"

func TestASpanForTheCallAndOneForItsAttempt(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	var info twilio.ResponseInfo
	require.NoError(t, s.send(twilio.WithResponseInfo(&info)))
	assert.Equal(t, []string{createAttempt, "twilio Messages.Create"}, s.names())

	call, attempt := s.span("twilio Messages.Create"), s.span(createAttempt)
	assert.False(t, call.Parent.IsValid())
	s.assertChild(call, attempt)
	assert.Equal(t, trace.SpanKindClient, call.SpanKind)
	assert.Equal(t, trace.SpanKindClient, attempt.SpanKind)
	assert.Equal(t, codes.Unset, call.Status.Code)
	assert.Equal(t, codes.Unset, attempt.Status.Code)
	assert.Equal(t, "github.com/seed15d99369/twilio/otel", call.InstrumentationScope.Name)
	assert.Equal(t, twilio.Version, call.InstrumentationScope.Version)
	assert.Equal(t, map[string]any{
		"twilio.operation": "Messages.Create", "twilio.product": "api", "twilio.account_sid": s.sim.AccountSID(), "twilio.class": "create",
		"twilio.outcome": "done", "twilio.attempts": int64(1), "http.response.status_code": int64(201), "twilio.request_id": info.RequestID,
	}, values(call.Attributes))
	attrs := values(attempt.Attributes)
	assert.Positive(t, attrs["twilio.bytes_read"])
	delete(attrs, "twilio.bytes_read")
	assert.Equal(t, map[string]any{
		"twilio.operation": "Messages.Create", "http.request.method": "POST", "url.scheme": "https",
		"server.address": "api.twilio.com", "server.port": int64(443), "url.template": "/2010-04-01/Accounts/{AccountSid}/Messages.json",
		"http.response.status_code": int64(201), "twilio.outcome": "done", "twilio.request_id": info.RequestID,
	}, attrs)
	assert.NotEmpty(t, info.RequestID)
}

func TestARetry(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.sim.Fault(twiliotest.OnCreateMessage().Times(1).TooManyRequests("3"))
	require.NoError(t, s.send())
	assert.Equal(t, []string{createAttempt, "twilio wait", createAttempt, "twilio Messages.Create"}, s.names())

	call, attempts, wait := s.span("twilio Messages.Create"), s.named(createAttempt), s.span("twilio wait")
	for _, child := range append(attempts, wait) {
		s.assertChild(call, child)
	}
	first, second := values(attempts[0].Attributes), values(attempts[1].Attributes)
	assert.Equal(t, sdktrace.Status{Code: codes.Error}, attempts[0].Status)
	assert.Equal(t, []any{"429", int64(429), int64(20429), 3.0, "throttled", nil},
		[]any{first["error.type"], first["http.response.status_code"], first["twilio.error_code"], first["twilio.retry_after"], first["twilio.outcome"], first["http.request.resend_count"]})
	assert.Equal(t, []any{int64(1), "throttled"}, []any{second["http.request.resend_count"], second["twilio.retry.reason"]})
	assert.Equal(t, int64(2), values(call.Attributes)["twilio.attempts"])
	assert.Equal(t, codes.Unset, call.Status.Code)
	assert.Equal(t, map[string]any{"twilio.operation": "Messages.Create", "twilio.product": "api", "twilio.wait.reason": "cool-down", "twilio.attempt": int64(2)}, values(wait.Attributes))
	assert.GreaterOrEqual(t, wait.EndTime.Sub(wait.StartTime), 3*time.Second)

	assert.Equal(t, []point{{1, 0, map[string]any{"twilio.operation": "Messages.Create", "twilio.retry.reason": "throttled"}}}, s.metric("twilio.client.call.retries"))
	assert.Equal(t, []point{{1, 0, map[string]any{"twilio.product": "api", "http.response.status_code": int64(429)}}}, s.metric("twilio.client.cool_downs"))
	waits := s.metric("twilio.client.wait.duration")
	require.Len(t, waits, 1)
	assert.GreaterOrEqual(t, waits[0].sum, 3.0)
	assert.Equal(t, map[string]any{"twilio.operation": "Messages.Create", "twilio.product": "api", "twilio.wait.reason": "cool-down"}, waits[0].attrs)
	requests := s.metric("http.client.request.duration")
	require.Len(t, requests, 2, "by status")
	http := map[string]any{"http.request.method": "POST", "server.address": "api.twilio.com", "server.port": int64(443), "url.scheme": "https"}
	for _, request := range requests {
		assert.Equal(t, uint64(1), request.count)
		if request.attrs["http.response.status_code"] == int64(429) {
			http["error.type"] = "429"
		}
		http["http.response.status_code"] = request.attrs["http.response.status_code"]
		assert.Equal(t, http, request.attrs)
		delete(http, "error.type")
	}
	calls := s.metric("twilio.client.call.duration")
	require.Len(t, calls, 1)
	assert.Equal(t, map[string]any{"twilio.operation": "Messages.Create", "twilio.class": "create", "twilio.outcome": "done"}, calls[0].attrs)
	assert.Empty(t, s.metric("twilio.client.call.unknown"))
}

func TestARefusal(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.sim.Fault(twiliotest.OnCreateMessage().Status(400, twilio.CodeInvalidTo))
	require.Error(t, s.send())
	call, attempt := s.span("twilio Messages.Create"), s.span(createAttempt)
	assert.Equal(t, codes.Error, call.Status.Code)
	assert.Equal(t, "rejected, HTTP 400, code 21211: "+twilio.CodeInvalidTo.Title(), call.Status.Description)
	assert.Equal(t, codes.Error, attempt.Status.Code)
	assert.Empty(t, attempt.Status.Description, "the status code says it")
	assert.Equal(t, "21211", values(call.Attributes)["error.type"])
	assert.Equal(t, int64(21211), values(call.Attributes)["twilio.error_code"])
	assert.Equal(t, "400", values(attempt.Attributes)["error.type"])
	calls := s.metric("twilio.client.call.duration")
	require.Len(t, calls, 1)
	assert.Equal(t, map[string]any{"twilio.operation": "Messages.Create", "twilio.class": "create", "twilio.outcome": "rejected", "error.type": "21211"}, calls[0].attrs)
}

func TestACallThatIsNotSent(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	_, err := s.client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada})
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
	call := s.span("twilio Messages.Create")
	assert.Equal(t, []any{"invalid_params", "not_sent", int64(0)},
		[]any{values(call.Attributes)["error.type"], values(call.Attributes)["twilio.outcome"], values(call.Attributes)["twilio.attempts"]})
	assert.Equal(t, "not sent", call.Status.Description)

	s.spans.Reset()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = s.client.Messages.Get(ctx, "SM00000000000000000000000000000001")
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, "canceled", values(s.span("twilio Messages.Get").Attributes)["error.type"])
	assert.Len(t, s.names(), 1)
}

func TestACoolDownThatIsTooLong(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.sim.Fault(twiliotest.OnCreateMessage().Times(1).TooManyRequests("60"))
	require.Error(t, s.send())
	s.spans.Reset()
	require.ErrorIs(t, s.send(), twilio.ErrNotSent)
	assert.Equal(t, []string{"twilio wait", "twilio Messages.Create"}, s.names())
	wait, call := s.span("twilio wait"), s.span("twilio Messages.Create")
	assert.Equal(t, "refused", values(wait.Attributes)["error.type"])
	assert.Equal(t, codes.Error, wait.Status.Code)
	assert.Equal(t, "rate_limited", values(call.Attributes)["error.type"])
}

// TestALimitOfTheAccountsOwn cools nothing down.
func TestALimitOfTheAccountsOwn(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.client = s.newClient(twilio.WithHTTPClient(&http.Client{Transport: transport(func(req *http.Request) (*http.Response, error) {
		resp := answer(req, http.StatusTooManyRequests, `{"code":20429}`)
		resp.Header.Set("Retry-After", "3")
		resp.Header.Set("Twilio-Reached-Rate-Limit", "device")
		return resp, nil
	})}))
	require.ErrorIs(t, s.send(), twilio.ErrRateLimited)
	assert.Equal(t, 3.0, values(s.span(createAttempt).Attributes)["twilio.retry_after"])
	assert.Empty(t, s.metric("twilio.client.cool_downs"))
}

func TestTimeOuts(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	hang := transport(func(req *http.Request) (*http.Response, error) {
		_, _ = io.ReadAll(req.Body)
		<-req.Context().Done()
		return nil, req.Context().Err()
	})
	s.client = s.newClient(twilio.WithHTTPClient(&http.Client{Transport: hang}), twilio.WithTimeout(time.Millisecond))
	require.ErrorIs(t, s.send(), twilio.ErrOutcomeUnknown)
	call, attempt := s.span("twilio Messages.Create"), s.span(createAttempt)
	assert.Equal(t, "timeout", values(call.Attributes)["error.type"])
	assert.Equal(t, "timeout", values(attempt.Attributes)["error.type"])
	assert.Equal(t, "outcome unknown", call.Status.Description)
	assert.Equal(t, "outcome unknown", attempt.Status.Description)
	assert.Nil(t, values(attempt.Attributes)["http.response.status_code"])
	assert.Equal(t, []point{{1, 0, map[string]any{"twilio.operation": "Messages.Create", "twilio.class": "create"}}}, s.metric("twilio.client.call.unknown"))
}

// TestAReconciliation: it has a span of its own beside the create's, and a link to it.
func TestAReconciliation(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.sim.Fault(twiliotest.OnCreateMessage().Times(1).CommitHidden(10 * time.Second))
	ctx, outer := s.tracers.Tracer("test").Start(t.Context(), "handler")
	msg, err := s.client.Messages.Create(ctx, twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hello"}, twilio.Settle(0))
	outer.End()
	require.NoError(t, err)
	assert.Equal(t, s.sim.Messages()[0].SID, msg.SID)

	handler, call, search := s.span("handler"), s.span("twilio Messages.Create"), s.span("twilio Messages.Reconcile")
	s.assertChild(handler, call)
	s.assertChild(handler, search)
	require.Len(t, search.Links, 1)
	assert.Equal(t, call.SpanContext.SpanID(), search.Links[0].SpanContext.SpanID())
	assert.Equal(t, "unknown", values(call.Attributes)["twilio.outcome"])
	looks := s.named("twilio Messages.List")
	require.NotEmpty(t, looks)
	for _, look := range looks {
		s.assertChild(search, look)
	}
	assert.Len(t, search.Events, len(looks))
	assert.Equal(t, map[string]any{"twilio.look": int64(1), "twilio.candidates": int64(0)}, values(search.Events[0].Attributes))
	assert.Equal(t, map[string]any{
		"twilio.operation": "Messages.Reconcile", "twilio.product": "api", "twilio.account_sid": s.sim.AccountSID(),
		"twilio.verdict": "found", "twilio.looks": int64(len(looks)),
	}, values(search.Attributes))
	assert.Equal(t, codes.Unset, search.Status.Code)
	verdicts := s.metric("twilio.client.reconcile.duration")
	require.Len(t, verdicts, 1)
	assert.Equal(t, map[string]any{"twilio.operation": "Messages.Reconcile", "twilio.verdict": "found"}, verdicts[0].attrs)
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.sim.Fault(twiliotest.OnCreateMessage().Times(1).ReadThenClose())
	require.ErrorIs(t, s.send(twilio.Settle(0)), twilio.ErrNotSeen)
	search := s.span("twilio Messages.Reconcile")
	assert.Equal(t, "not_seen", values(search.Attributes)["twilio.verdict"])
	assert.Equal(t, codes.Unset, search.Status.Code, "that is what one wants to know")

	s.spans.Reset()
	s.sim.Fault(twiliotest.OnCreateMessage().Times(1).ReadThenClose())
	s.sim.Fault(twiliotest.On(http.MethodGet, "/2010-04-01/Accounts/*/Messages.json").Status(403, 0))
	require.ErrorIs(t, s.send(twilio.Settle(0)), twilio.ErrOutcomeUnknown)
	search = s.span("twilio Messages.Reconcile")
	assert.Equal(t, []any{"unknown", "unknown"}, []any{values(search.Attributes)["twilio.verdict"], values(search.Attributes)["error.type"]})
	assert.Equal(t, codes.Error, search.Status.Code)
	assert.Equal(t, "undecided", values(search.Events[0].Attributes)["error.type"])
}

func TestADeletionThatWasCarriedOutByItsFirstAttempt(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	require.NoError(t, s.send())
	s.sim.Clock.Advance(time.Minute)
	s.spans.Reset()
	s.sim.Fault(twiliotest.On(http.MethodDelete, "/2010-04-01/Accounts/*/Messages/*").Times(1).CommitThenReset())
	require.NoError(t, s.client.Messages.Delete(t.Context(), s.sim.Messages()[0].SID))
	call, attempts := s.span("twilio Messages.Delete"), s.named("DELETE /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json")
	require.Len(t, attempts, 2)
	assert.Equal(t, codes.Unset, call.Status.Code)
	assert.Equal(t, "done", values(call.Attributes)["twilio.outcome"])
	assert.Equal(t, "404", values(attempts[1].Attributes)["error.type"])
	assert.Equal(t, "unknown", values(attempts[1].Attributes)["twilio.retry.reason"])
}

func TestPages(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for range 3 {
		require.NoError(t, s.send())
	}
	s.spans.Reset()
	for _, err := range s.client.Messages.All(t.Context(), twilio.MessageListParams{To: ada, PageSize: 2}) {
		require.NoError(t, err)
	}
	assert.Len(t, s.named("twilio Messages.List"), 2)
}

func TestDownloads(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.client = s.newClient(twilio.WithHTTPClient(&http.Client{Transport: transport(func(req *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(&breaking{text: "picture"}), ContentLength: -1, Request: req}, nil
	})}))
	file, err := s.client.Media.Download(t.Context(), "MM00000000000000000000000000000001", "ME00000000000000000000000000000001")
	require.NoError(t, err)
	_, err = io.ReadAll(file)
	require.Error(t, err)
	require.NoError(t, file.Close())
	call, body := s.span("twilio Media.Download"), s.span("twilio Media.Download file")
	s.assertChild(call, body)
	assert.Equal(t, codes.Unset, call.Status.Code)
	assert.Equal(t, codes.Error, body.Status.Code)
	assert.Equal(t, map[string]any{"twilio.operation": "Media.Download", "twilio.bytes_read": int64(7), "error.type": "broken_off"}, values(body.Attributes))
}

// breaking is a body that ends too soon.
type breaking struct{ text string }

func (b *breaking) Read(p []byte) (int, error) {
	n := copy(p, b.text)
	if b.text = b.text[n:]; n == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return n, nil
}

// TestTheTokenOfAnOAuthApp: its request is a trace of its own, because all calls share the token.
func TestTheTokenOfAnOAuthApp(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id, secret := s.sim.OAuthApp()
	client, err := twilio.New(s.sim.AccountSID(), twilio.OAuth(id, secret), append(s.sim.Options(), twilio.WithTrace(s.trace()))...)
	require.NoError(t, err)
	_, err = client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hello"})
	require.NoError(t, err)
	token, call := s.span("twilio OAuth.CreateToken"), s.span("twilio Messages.Create")
	assert.False(t, token.Parent.IsValid())
	assert.NotEqual(t, call.SpanContext.TraceID(), token.SpanContext.TraceID())
	s.assertChild(token, s.span("POST /v2/token"))
}

type pausing struct{ clock twilio.Clock }

func (p pausing) Wait(ctx context.Context) error { return p.clock.Sleep(ctx, 2*time.Second) }

type refusing struct{}

func (refusing) Wait(context.Context) error { return errors.New("the store is away") }

func TestALimiter(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.client = s.newClient(twilio.WithLimiter(pausing{s.sim.Clock}))
	require.NoError(t, s.send())
	assert.Equal(t, "limiter", values(s.span("twilio wait").Attributes)["twilio.wait.reason"])
	assert.Equal(t, []point{{1, 2, map[string]any{"twilio.operation": "Messages.Create", "twilio.product": "api", "twilio.wait.reason": "limiter"}}}, s.metric("twilio.client.wait.duration"))

	s.spans.Reset()
	s.client = s.newClient(twilio.WithLimiter(refusing{}))
	require.ErrorIs(t, s.send(), twilio.ErrNotSent)
	assert.Equal(t, codes.Error, s.span("twilio wait").Status.Code)
	assert.Equal(t, "not_sent", values(s.span("twilio Messages.Create").Attributes)["error.type"])
}

type passing struct{}

func (passing) Wait(context.Context) error { return nil }

// TestALimiterThatLetsAllPass: there is no span for a wait of no time, and the metric counts it.
func TestALimiterThatLetsAllPass(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.client = s.newClient(twilio.WithLimiter(passing{}))
	require.NoError(t, s.send())
	assert.Empty(t, s.named("twilio wait"))
	assert.Len(t, s.metric("twilio.client.wait.duration"), 1)
}

// TestNoTraceparent: Twilio is not told of a trace, unless a transport of the caller's own does.
func TestNoTraceparent(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	var sent http.Header
	record := transport(func(req *http.Request) (*http.Response, error) {
		sent = req.Header.Clone()
		return s.sim.Transport().RoundTrip(req)
	})
	s.client = s.newClient(twilio.WithHTTPClient(&http.Client{Transport: record}))
	require.NoError(t, s.send())
	for _, name := range []string{"Traceparent", "Tracestate", "Baggage"} {
		assert.NotContains(t, sent, name)
	}
	attempt := s.span(createAttempt)

	inject := transport(func(req *http.Request) (*http.Response, error) {
		assert.True(t, trace.SpanContextFromContext(req.Context()).SpanID().IsValid())
		req = req.Clone(req.Context())
		propagation.TraceContext{}.Inject(req.Context(), propagation.HeaderCarrier(req.Header))
		return record(req)
	})
	s.spans.Reset()
	s.client = s.newClient(twilio.WithHTTPClient(&http.Client{Transport: inject}))
	require.NoError(t, s.send())
	assert.NotEqual(t, attempt.SpanContext.SpanID(), s.span(createAttempt).SpanContext.SpanID())
	assert.Contains(t, sent.Get("Traceparent"), s.span(createAttempt).SpanContext.SpanID().String())
}

// TestTwoTraces: each ends its own spans, and nobody else's.
func TestTwoTraces(t *testing.T) {
	t.Parallel()
	s, other := newScene(t), newScene(t)
	between := twilio.Trace{CallStart: func(ctx context.Context, _ twilio.TraceCall) context.Context {
		ctx, _ = s.tracers.Tracer("between").Start(ctx, "never ended")
		return ctx
	}}
	s.client = s.newClient(twilio.WithTrace(between), twilio.WithTrace(other.trace()))
	require.NoError(t, s.send())
	assert.Equal(t, []string{createAttempt, "twilio Messages.Create"}, s.names())
	assert.Equal(t, []string{createAttempt, "twilio Messages.Create"}, other.names())
	assert.Equal(t, "done", values(s.span("twilio Messages.Create").Attributes)["twilio.outcome"])
}

// TestAnEndWithoutItsStart: somebody has taken the start away.
func TestAnEndWithoutItsStart(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	lame := s.trace()
	lame.CallStart, lame.ReconcileStart = nil, nil
	client, err := twilio.New(s.sim.AccountSID(), twilio.AuthToken(s.sim.AuthToken()), append(s.sim.Options(), twilio.WithTrace(lame))...)
	require.NoError(t, err)
	ctx, span := s.tracers.Tracer("test").Start(t.Context(), "handler")
	_, err = client.Messages.Create(ctx, twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hello"})
	require.NoError(t, err)
	assert.True(t, span.IsRecording(), "it is the caller's")
	assert.Equal(t, []string{createAttempt}, s.names())
	assert.Len(t, s.metric("twilio.client.call.duration"), 1)
}

// TestWithoutARecorder: no spans, and the metrics are there; nil options are none.
func TestWithoutARecorder(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	record := twiliootel.Trace(twiliootel.WithTracerProvider(tracenoop.NewTracerProvider()), twiliootel.WithMeterProvider(s.meters), nil)
	client, err := twilio.New(s.sim.AccountSID(), twilio.AuthToken(s.sim.AuthToken()), append(s.sim.Options(), twilio.WithTrace(record))...)
	require.NoError(t, err)
	_, err = client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hello"})
	require.NoError(t, err)
	assert.Empty(t, s.names())
	assert.Len(t, s.metric("twilio.client.call.duration"), 1)
}

// TestConcurrentCalls: each attempt is the child of its own call.
func TestConcurrentCalls(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	const calls = 30
	var wg sync.WaitGroup
	for range calls {
		wg.Go(func() { assert.NoError(t, s.send()) })
	}
	wg.Wait()
	parents := map[trace.SpanID]int{}
	for _, attempt := range s.named(createAttempt) {
		parents[attempt.Parent.SpanID()]++
	}
	require.Len(t, s.named("twilio Messages.Create"), calls)
	for _, call := range s.named("twilio Messages.Create") {
		assert.Equal(t, 1, parents[call.SpanContext.SpanID()])
	}
	assert.Equal(t, uint64(calls), s.metric("twilio.client.call.duration")[0].count)
}
