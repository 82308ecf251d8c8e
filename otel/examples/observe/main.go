// Observe sends five texts to the simulator, of which some meet trouble, and says in words what
// OpenTelemetry has recorded of them:
//
//	cd otel && go run ./examples/observe
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/seed15d99369/twilio"
	twiliootel "github.com/seed15d99369/twilio/otel"
	"github.com/seed15d99369/twilio/twiliotest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	sim, err := twiliotest.Start()
	if err != nil {
		return err
	}
	spans, metrics := tracetest.NewInMemoryExporter(), sdkmetric.NewManualReader()
	client, err := newClient(sim, spans, metrics)
	if err != nil {
		return err
	}
	from := sim.Number("+14155556789").Number()
	for _, scene := range []struct {
		title  string
		faults []twiliotest.Fault
	}{
		{title: "A text that is sent at once", faults: nil},
		{title: "A text that Twilio asks to send later", faults: []twiliotest.Fault{twiliotest.OnCreateMessage().Times(1).TooManyRequests("3")}},
		{title: "A text that Twilio refuses", faults: []twiliotest.Fault{twiliotest.OnCreateMessage().Times(1).Status(400, twilio.CodeInvalidTo)}},
		{title: "A text whose answer is lost, and which was sent", faults: []twiliotest.Fault{twiliotest.OnCreateMessage().Times(1).CommitThenReset()}},
		{title: "A text whose request is lost, and which was not sent", faults: []twiliotest.Fault{twiliotest.OnCreateMessage().Times(1).ReadThenClose()}},
	} {
		for _, fault := range scene.faults {
			sim.Fault(fault)
		}
		_, _ = client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: from, Body: scene.title}, twilio.Settle(0)) // its spans say what became of it
		_, _ = fmt.Fprintf(out, "%s:\n", scene.title)
		tellSpans(out, spans.GetSpans())
		spans.Reset()
	}
	return errors.Join(tellMetrics(ctx, out, metrics), sim.Close())
}

// newClient returns a client of the simulator whose calls are recorded in memory.
func newClient(sim *twiliotest.Sim, spans sdktrace.SpanExporter, metrics sdkmetric.Reader) (*twilio.Client, error) {
	trace := twiliootel.Trace(
		twiliootel.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))),
		twiliootel.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(metrics))),
	)
	return twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), append(sim.Options(), twilio.WithTrace(trace))...)
}

// tellSpans tells the spans as a tree, in the order in which they ended: the clock of the
// simulator is ahead of the time of the spans.
func tellSpans(out io.Writer, spans tracetest.SpanStubs) {
	slices.SortStableFunc(spans, func(a, b tracetest.SpanStub) int { return a.EndTime.Compare(b.EndTime) })
	var tell func(parent tracetest.SpanStub, depth int)
	tell = func(parent tracetest.SpanStub, depth int) {
		for _, span := range spans {
			if span.Parent.SpanID() == parent.SpanContext.SpanID() {
				_, _ = fmt.Fprintf(out, "%s%s: %s\n", strings.Repeat("  ", depth), span.Name, inWords(span))
				tell(span, depth+1)
			}
		}
	}
	tell(tracetest.SpanStub{}, 1)
}

// inWords says what a span is about.
func inWords(span tracetest.SpanStub) string {
	var words []string
	for _, attr := range span.Attributes {
		switch attr.Key {
		case "twilio.outcome":
			words = append(words, strings.ReplaceAll(attr.Value.AsString(), "_", " "))
		case "twilio.verdict":
			words = append(words, "the verdict is "+strings.ReplaceAll(attr.Value.AsString(), "_", " "))
		case "twilio.attempts", "twilio.looks":
			words = append(words, count(attr))
		case "twilio.wait.reason":
			words = append(words, "because of a "+attr.Value.AsString())
		case "http.response.status_code":
			words = append(words, "HTTP "+attr.Value.String())
		}
	}
	if span.Status.Code == codes.Error {
		words = append(words, "an error")
	}
	if len(span.Links) > 0 {
		words = append(words, "with a link to the create")
	}
	return strings.Join(words, ", ")
}

// count says how many attempts or looks there were.
func count(attr attribute.KeyValue) string {
	n, what := attr.Value.AsInt64(), strings.TrimPrefix(string(attr.Key), "twilio.")
	if n == 1 {
		what = strings.TrimSuffix(what, "s")
	}
	return fmt.Sprintf("%d %s", n, what)
}

// tellMetrics tells how often each thing was measured.
func tellMetrics(ctx context.Context, out io.Writer, reader *sdkmetric.ManualReader) error {
	var all metricdata.ResourceMetrics
	if err := reader.Collect(ctx, &all); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(out, "The metrics:")
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			_, _ = fmt.Fprintf(out, "  %s: %s\n", m.Name, measured(m.Data))
		}
	}
	return nil
}

func measured(data metricdata.Aggregation) string {
	var n int64
	switch data := data.(type) {
	case metricdata.Sum[int64]:
		for _, point := range data.DataPoints {
			n += point.Value
		}
		return strconv.FormatInt(n, 10)
	case metricdata.Histogram[float64]:
		var took time.Duration
		for _, point := range data.DataPoints {
			n += int64(point.Count) //nolint:gosec // a handful
			took += time.Duration(point.Sum * float64(time.Second))
		}
		return fmt.Sprintf("%d measured, %s in all on the simulator's clock", n, took.Round(time.Second))
	}
	return "another kind"
}
