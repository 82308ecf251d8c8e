// Package twiliootel makes spans and metrics of OpenTelemetry from what a client of package
// twilio does:
//
//	client, err := twilio.New(accountSID, twilio.APIKey(keySID, keySecret),
//		twilio.WithTrace(twiliootel.Trace()))
//
// A call is a span such as "twilio Messages.Create". Its attempts are children of it that follow the
// semantic conventions for HTTP clients. The reconciliation of a create of unknown outcome
// is a span of its own with a link to the create. docs/observability.md lists the spans,
// the metrics and their attributes.
//
// Phone numbers, parameters, bodies, queries and secrets are never recorded, and neither is the text
// of an error, in which Twilio may quote them. So there is no url.full, which the
// conventions want: url.template stands for it.
//
// Nothing is added to the requests. Twilio gets no traceparent header.
package twiliootel

import (
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/seed15d99369/twilio"
)

// scope is the name under which spans and metrics are recorded.
const scope = "github.com/seed15d99369/twilio/otel"

// Option changes where [Trace] records.
type Option func(*config)

type config struct {
	tracers trace.TracerProvider
	meters  metric.MeterProvider
}

// WithTracerProvider records spans with provider. Without it, and for nil, the global one is
// used: see [otel.SetTracerProvider].
func WithTracerProvider(provider trace.TracerProvider) Option {
	return func(c *config) { c.tracers = provider }
}

// WithMeterProvider records metrics with provider. Without it, and for nil, the global one is
// used: see [otel.SetMeterProvider].
func WithMeterProvider(provider metric.MeterProvider) Option {
	return func(c *config) { c.meters = provider }
}

// Trace records the calls of the clients that it is given to, by [twilio.WithTrace]. It is
// safe for several clients. An instrument that the meter provider cannot make is told to
// [otel.Handle], and what it would measure is left out.
func Trace(opts ...Option) twilio.Trace {
	var c config
	for _, opt := range opts {
		if opt != nil {
			opt(&c)
		}
	}
	if c.tracers == nil {
		c.tracers = otel.GetTracerProvider()
	}
	if c.meters == nil {
		c.meters = otel.GetMeterProvider()
	}
	t := &telemetry{
		tracer:      c.tracers.Tracer(scope, trace.WithInstrumentationVersion(twilio.Version), trace.WithSchemaURL(semconv.SchemaURL)),
		instruments: newInstruments(c.meters.Meter(scope, metric.WithInstrumentationVersion(twilio.Version), metric.WithSchemaURL(semconv.SchemaURL))),
	}
	return twilio.Trace{
		CallStart: t.callStart, CallEnd: t.callEnd,
		AttemptStart: t.attemptStart, AttemptEnd: t.attemptEnd,
		WaitEnd: t.waitEnd, FileEnd: t.fileEnd,
		ReconcileStart: t.reconcileStart, LookEnd: t.lookEnd, ReconcileEnd: t.reconcileEnd,
	}
}

// telemetry is the state behind one Trace.
type telemetry struct {
	tracer trace.Tracer
	instruments
}
