package twiliootel

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/seed15d99369/twilio"
)

// Bounds of the buckets, in seconds. Those of attempts are the conventions' own.
var (
	attemptBounds   = []float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10}
	callBounds      = append(attemptBounds[:len(attemptBounds):len(attemptBounds)], 30, 60, 120)
	waitBounds      = []float64{0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 20, 60, 300}
	reconcileBounds = []float64{1, 2.5, 6, 16, 46, 60, 125, 300}
)

// instruments are the metrics.
type instruments struct {
	attempts   metric.Float64Histogram
	calls      metric.Float64Histogram
	unknowns   metric.Int64Counter
	retries    metric.Int64Counter
	coolDowns  metric.Int64Counter
	waits      metric.Float64Histogram
	reconciles metric.Float64Histogram
}

func newInstruments(m metric.Meter) instruments {
	return instruments{
		attempts:   seconds(m, "http.client.request.duration", "Duration of HTTP client requests.", attemptBounds),
		calls:      seconds(m, "twilio.client.call.duration", "Duration of a call with all its attempts and waits.", callBounds),
		unknowns:   counter(m, "twilio.client.call.unknown", "{call}", "Calls that may or may not have been carried out."),
		retries:    counter(m, "twilio.client.call.retries", "{retry}", "Attempts after the first of a call."),
		coolDowns:  counter(m, "twilio.client.cool_downs", "{pause}", "Answers that asked for a pause of a whole product."),
		waits:      seconds(m, "twilio.client.wait.duration", "Duration of the waits before attempts: for the limiter, a cool-down or a back-off.", waitBounds),
		reconciles: seconds(m, "twilio.client.reconcile.duration", "Duration of the searches for what a create of unknown outcome has made.", reconcileBounds),
	}
}

func seconds(m metric.Meter, name, description string, bounds []float64) metric.Float64Histogram {
	h, err := m.Float64Histogram(name, metric.WithUnit("s"), metric.WithDescription(description), metric.WithExplicitBucketBoundaries(bounds...))
	if err != nil {
		otel.Handle(err)
	}
	return h
}

func counter(m metric.Meter, name, unit, description string) metric.Int64Counter {
	c, err := m.Int64Counter(name, metric.WithUnit(unit), metric.WithDescription(description))
	if err != nil {
		otel.Handle(err)
	}
	return c
}

func (i *instruments) recordCall(ctx context.Context, c *twilio.TraceCall, failure string) {
	if c.Outcome == twilio.OutcomeUnknown && i.unknowns.Enabled(ctx) {
		i.unknowns.Add(ctx, 1, labels(keyOperation.String(c.Op), keyClass.String(className(c.Class))))
	}
	if i.calls.Enabled(ctx) {
		i.calls.Record(ctx, c.Duration.Seconds(), labelsOf(failure,
			keyOperation.String(c.Op), keyClass.String(className(c.Class)), keyOutcome.String(outcomeName(c.Outcome))))
	}
}

func (i *instruments) recordRetry(ctx context.Context, a *twilio.TraceAttempt) {
	if i.retries.Enabled(ctx) {
		i.retries.Add(ctx, 1, labels(keyOperation.String(a.Op), keyRetryReason.String(outcomeName(a.After))))
	}
}

func (i *instruments) recordAttempt(ctx context.Context, a *twilio.TraceAttempt, failure string) {
	if a.CoolDown > 0 && i.coolDowns.Enabled(ctx) {
		i.coolDowns.Add(ctx, 1, labels(keyProduct.String(a.Host), semconv.HTTPResponseStatusCode(a.Status)))
	}
	if !i.attempts.Enabled(ctx) {
		return
	}
	attrs := []attribute.KeyValue{
		semconv.HTTPRequestMethodKey.String(a.Method), semconv.ServerAddress(a.Server), semconv.ServerPort(a.Port), semconv.URLScheme(a.Scheme),
	}
	if a.Status != 0 {
		attrs = append(attrs, semconv.HTTPResponseStatusCode(a.Status))
	}
	i.attempts.Record(ctx, a.Duration.Seconds(), labelsOf(failure, attrs...))
}

func (i *instruments) recordWait(ctx context.Context, w *twilio.TraceWait) {
	if !i.waits.Enabled(ctx) {
		return
	}
	failure := ""
	if w.Err != nil {
		failure = errorClass(w.Err, "refused")
	}
	i.waits.Record(ctx, w.Duration.Seconds(), labelsOf(failure,
		keyOperation.String(w.Op), keyProduct.String(w.Host), keyWaitReason.String(string(w.Reason))))
}

func (i *instruments) recordReconcile(ctx context.Context, r *twilio.TraceReconcile) {
	if i.reconciles.Enabled(ctx) {
		i.reconciles.Record(ctx, r.Duration.Seconds(), labels(keyOperation.String(r.Op), keyVerdict.String(verdictName(r.Verdict))))
	}
}

func labels(attrs ...attribute.KeyValue) metric.MeasurementOption {
	return metric.WithAttributeSet(attribute.NewSet(attrs...))
}

// labelsOf adds the error.type of a failure, if there is one.
func labelsOf(failure string, attrs ...attribute.KeyValue) metric.MeasurementOption {
	if failure != "" {
		attrs = append(attrs, semconv.ErrorTypeKey.String(failure))
	}
	return labels(attrs...)
}
