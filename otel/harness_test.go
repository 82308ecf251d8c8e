package twiliootel_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/seed15d99369/twilio"
	twiliootel "github.com/seed15d99369/twilio/otel"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	clinic = "+14155550142"
	ada    = "+14155550137"
)

// scene is a client that talks to a simulator, and what was recorded of it.
type scene struct {
	t      *testing.T
	sim    *twiliotest.Sim
	client *twilio.Client

	spans   *tracetest.InMemoryExporter
	tracers *sdktrace.TracerProvider
	reader  *sdkmetric.ManualReader
	meters  *sdkmetric.MeterProvider
}

func newScene(t *testing.T, opts ...twilio.Option) *scene {
	t.Helper()
	s := &scene{t: t, sim: twiliotest.New(t, twiliotest.AllowUnexpected()), spans: tracetest.NewInMemoryExporter(), reader: sdkmetric.NewManualReader()}
	s.sim.Number(clinic)
	s.sim.Phone(ada)
	s.tracers = sdktrace.NewTracerProvider(sdktrace.WithSyncer(s.spans))
	s.meters = sdkmetric.NewMeterProvider(sdkmetric.WithReader(s.reader))
	s.client = s.newClient(opts...)
	return s
}

// newClient returns another client of the scene.
func (s *scene) newClient(opts ...twilio.Option) *twilio.Client {
	s.t.Helper()
	opts = append(append(s.sim.Options(), twilio.WithTrace(s.trace())), opts...)
	client, err := twilio.New(s.sim.AccountSID(), twilio.AuthToken(s.sim.AuthToken()), opts...)
	require.NoError(s.t, err)
	return client
}

func (s *scene) trace() twilio.Trace {
	return twiliootel.Trace(twiliootel.WithTracerProvider(s.tracers), twiliootel.WithMeterProvider(s.meters))
}

func (s *scene) send(opts ...twilio.CallOption) error {
	_, err := s.client.Messages.Create(s.t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "See you at 9."}, opts...)
	return err
}

// span returns the only span of a name.
func (s *scene) span(name string) tracetest.SpanStub {
	s.t.Helper()
	found := s.named(name)
	require.Len(s.t, found, 1, name)
	return found[0]
}

func (s *scene) named(name string) []tracetest.SpanStub {
	return slices.DeleteFunc(s.spans.GetSpans(), func(span tracetest.SpanStub) bool { return span.Name != name })
}

// names returns the names of all spans, in the order of their ends.
func (s *scene) names() (names []string) {
	for _, span := range s.spans.GetSpans() {
		names = append(names, span.Name)
	}
	return names
}

// values are attributes by their names.
func values(attrs []attribute.KeyValue) map[string]any {
	all := make(map[string]any, len(attrs))
	for _, attr := range attrs {
		all[string(attr.Key)] = attr.Value.AsInterface()
	}
	return all
}

func (s *scene) assertChild(parent, child tracetest.SpanStub) {
	s.t.Helper()
	assert.Equal(s.t, parent.SpanContext.SpanID(), child.Parent.SpanID(), "%s of %s", child.Name, parent.Name)
	assert.Equal(s.t, parent.SpanContext.TraceID(), child.SpanContext.TraceID(), "%s of %s", child.Name, parent.Name)
}

// point is one series of a metric.
type point struct {
	count uint64 // of a histogram's values, or the counter
	sum   float64
	attrs map[string]any
}

// metric returns the series of a metric.
func (s *scene) metric(name string) (points []point) {
	s.t.Helper()
	for _, scope := range s.metrics().ScopeMetrics {
		for _, m := range scope.Metrics {
			if m.Name != name {
				continue
			}
			switch data := m.Data.(type) {
			case metricdata.Histogram[float64]:
				assert.Equal(s.t, "s", m.Unit, name)
				for _, p := range data.DataPoints {
					points = append(points, point{p.Count, p.Sum, values(p.Attributes.ToSlice())})
				}
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					points = append(points, point{uint64(p.Value), 0, values(p.Attributes.ToSlice())})
				}
			}
		}
	}
	return points
}

func (s *scene) metrics() *metricdata.ResourceMetrics {
	s.t.Helper()
	all := &metricdata.ResourceMetrics{}
	require.NoError(s.t, s.reader.Collect(s.t.Context(), all))
	return all
}

// transport is a function that carries requests out.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
