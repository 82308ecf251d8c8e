package twiliootel

import (
	"context"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/seed15d99369/twilio"
)

// spanKey finds the span of a start by its end. Somebody else's Trace may have put another
// span into the context since.
type spanKey struct {
	t    *telemetry
	kind spanKind
}

type spanKind uint8

const (
	callSpan spanKind = iota
	attemptSpan
	reconcileSpan
)

func (t *telemetry) start(ctx context.Context, kind spanKind, name string, opts ...trace.SpanStartOption) context.Context {
	ctx, span := t.tracer.Start(ctx, name, opts...)
	return context.WithValue(ctx, spanKey{t, kind}, span)
}

// span returns the span that the start of its kind has made. Without one it returns a span
// that records nothing.
func (t *telemetry) span(ctx context.Context, kind spanKind) trace.Span {
	if span, ok := ctx.Value(spanKey{t, kind}).(trace.Span); ok {
		return span
	}
	return trace.SpanFromContext(nil) //nolint:staticcheck // nil is how it is asked for one
}

func (t *telemetry) callStart(ctx context.Context, call twilio.TraceCall) context.Context {
	return t.start(ctx, callSpan, "twilio "+call.Op, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		keyOperation.String(call.Op), keyProduct.String(call.Host), keyAccount.String(call.AccountSID), keyClass.String(className(call.Class)),
	))
}

func (t *telemetry) callEnd(ctx context.Context, call twilio.TraceCall) {
	failure := callError(&call)
	t.recordCall(ctx, &call, failure)
	span := t.span(ctx, callSpan)
	if span.IsRecording() {
		span.SetAttributes(keyOutcome.String(outcomeName(call.Outcome)), keyAttempts.Int(call.Attempts))
		span.SetAttributes(answerAttributes(call.Status, call.Code, call.RequestID)...)
		if call.Err != nil {
			span.SetAttributes(semconv.ErrorTypeKey.String(failure))
			span.SetStatus(codes.Error, describe(call.Outcome, call.Status, call.Code))
		}
	}
	span.End()
}

func (t *telemetry) attemptStart(ctx context.Context, a twilio.TraceAttempt) context.Context {
	attrs := make([]attribute.KeyValue, 0, 8)
	attrs = append(attrs,
		keyOperation.String(a.Op), semconv.HTTPRequestMethodKey.String(a.Method), semconv.URLScheme(a.Scheme),
		semconv.ServerAddress(a.Server), semconv.ServerPort(a.Port), semconv.URLTemplate(a.Path),
	)
	if a.Number > 1 {
		t.recordRetry(ctx, &a)
		attrs = append(attrs, semconv.HTTPRequestResendCount(a.Number-1), keyRetryReason.String(outcomeName(a.After)))
	}
	return t.start(ctx, attemptSpan, a.Method+" "+a.Path, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(attrs...))
}

func (t *telemetry) attemptEnd(ctx context.Context, a twilio.TraceAttempt) {
	failure := attemptError(&a)
	t.recordAttempt(ctx, &a, failure)
	span := t.span(ctx, attemptSpan)
	if span.IsRecording() {
		span.SetAttributes(keyOutcome.String(outcomeName(a.Outcome)), keyBytesRead.Int64(a.BytesRead))
		span.SetAttributes(answerAttributes(a.Status, a.Code, a.RequestID)...)
		if a.BytesSent >= 0 {
			span.SetAttributes(keyBytesSent.Int64(a.BytesSent))
		}
		if a.RetryAfter > 0 {
			span.SetAttributes(keyRetryAfter.Float64(a.RetryAfter.Seconds()))
		}
		if failure != "" {
			span.SetAttributes(semconv.ErrorTypeKey.String(failure))
			span.SetStatus(codes.Error, attemptStatus(&a))
		}
	}
	span.End()
}

// attemptStatus is empty where the status code says it, as the conventions want.
func attemptStatus(a *twilio.TraceAttempt) string {
	if a.Status >= http.StatusBadRequest {
		return ""
	}
	return describe(a.Outcome, a.Status, a.Code)
}

// shortestWait is how long a wait lasts for which there is a span. Limiters let most requests pass
// at once.
const shortestWait = time.Millisecond

func (t *telemetry) waitEnd(ctx context.Context, w twilio.TraceWait) {
	t.recordWait(ctx, &w)
	if w.Duration < shortestWait && w.Err == nil {
		return
	}
	span := t.past(ctx, "twilio wait", w.Duration,
		keyOperation.String(w.Op), keyProduct.String(w.Host), keyWaitReason.String(string(w.Reason)), keyAttempt.Int(w.Attempt))
	if w.Err != nil {
		span.SetAttributes(semconv.ErrorTypeKey.String(errorClass(w.Err, "refused")))
		span.SetStatus(codes.Error, "the wait was not waited to its end")
	}
	span.End()
}

func (t *telemetry) fileEnd(ctx context.Context, f twilio.TraceFile) {
	span := t.past(ctx, "twilio "+f.Op+" file", f.Duration, keyOperation.String(f.Op), keyBytesRead.Int64(f.BytesRead))
	if f.Err != nil {
		span.SetAttributes(semconv.ErrorTypeKey.String(errorClass(f.Err, "broken_off")))
		span.SetStatus(codes.Error, "the file could not be read to its end")
	}
	span.End()
}

// past starts a span of something that has ended by now, and has no start of its own.
func (t *telemetry) past(ctx context.Context, name string, took time.Duration, attrs ...attribute.KeyValue) trace.Span {
	_, span := t.tracer.Start(ctx, name, trace.WithTimestamp(time.Now().Add(-took)), trace.WithAttributes(attrs...))
	return span
}

func (t *telemetry) reconcileStart(ctx context.Context, r twilio.TraceReconcile) context.Context {
	opts := []trace.SpanStartOption{trace.WithAttributes(
		keyOperation.String(r.Op), keyProduct.String(r.Host), keyAccount.String(r.AccountSID))}
	if r.Create != nil {
		if create := t.span(r.Create, callSpan).SpanContext(); create.IsValid() {
			opts = append(opts, trace.WithLinks(trace.Link{SpanContext: create}))
		}
	}
	return t.start(ctx, reconcileSpan, "twilio "+r.Op, opts...)
}

func (t *telemetry) lookEnd(ctx context.Context, look twilio.TraceLook) {
	attrs := []attribute.KeyValue{keyLook.Int(look.Number), keyCandidates.Int(look.Candidates)}
	if look.Err != nil {
		attrs = append(attrs, semconv.ErrorTypeKey.String(errorClass(look.Err, "undecided")))
	}
	t.span(ctx, reconcileSpan).AddEvent("twilio look", trace.WithAttributes(attrs...))
}

// reconcileEnd sets the status of an error where the caller still does not know what became
// of the create.
func (t *telemetry) reconcileEnd(ctx context.Context, r twilio.TraceReconcile) {
	t.recordReconcile(ctx, &r)
	span := t.span(ctx, reconcileSpan)
	span.SetAttributes(keyVerdict.String(verdictName(r.Verdict)), keyLooks.Int(r.Looks))
	if r.Verdict == twilio.VerdictAmbiguous || r.Verdict == twilio.VerdictUnknown {
		span.SetAttributes(semconv.ErrorTypeKey.String(errorClass(r.Err, verdictName(r.Verdict))))
		span.SetStatus(codes.Error, "the outcome of the create is still unknown")
	}
	span.End()
}
