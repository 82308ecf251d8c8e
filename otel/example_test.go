package twiliootel_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync/atomic"

	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/seed15d99369/twilio"
	twiliootel "github.com/seed15d99369/twilio/otel"
	"github.com/seed15d99369/twilio/twiliotest"
)

// Every call is recorded by the providers of the process.
func ExampleTrace() {
	accountSID, keySID, keySecret := os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_API_KEY"), os.Getenv("TWILIO_API_SECRET")
	client, err := twilio.New(accountSID, twilio.APIKey(keySID, keySecret),
		twilio.WithTrace(twiliootel.Trace()))
	if err != nil {
		log.Fatal(err)
	}
	_ = client
}

// A test of your own looks at the spans and the metrics in memory.
func ExampleWithTracerProvider() {
	sim, err := twiliotest.Start()
	if err != nil {
		log.Fatal(err)
	}
	from := sim.Number("+14155550142").Number()

	spans, metrics := tracetest.NewInMemoryExporter(), sdkmetric.NewManualReader()
	trace := twiliootel.Trace(
		twiliootel.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))),
		twiliootel.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(metrics))),
	)
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), append(sim.Options(), twilio.WithTrace(trace))...)
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Messages.Create(context.Background(), twilio.MessageCreateParams{To: "+14155550137", From: from, Body: "Hello"})
	if err != nil {
		log.Fatal(err)
	}
	for _, span := range spans.GetSpans() {
		fmt.Println(span.Name)
	}
	// Output:
	// POST /2010-04-01/Accounts/{AccountSid}/Messages.json
	// twilio Messages.Create
}

// A counter of your own needs no OpenTelemetry.
func Example_withoutOpenTelemetry() {
	accountSID, authToken := os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_AUTH_TOKEN")
	var unknown atomic.Int64
	client, err := twilio.New(accountSID, twilio.AuthToken(authToken), twilio.WithTrace(twilio.Trace{
		CallEnd: func(_ context.Context, call twilio.TraceCall) {
			if call.Outcome == twilio.OutcomeUnknown {
				unknown.Add(1)
			}
		},
	}))
	if err != nil {
		log.Fatal(err)
	}
	_ = client
}

// injecting sends the trace context along, where something on the way to Twilio wants it.
type injecting struct{ next http.RoundTripper }

func (t injecting) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	propagation.TraceContext{}.Inject(req.Context(), propagation.HeaderCarrier(req.Header))
	return t.next.RoundTrip(req)
}

// Twilio gets no traceparent header unless a transport of your own adds one.
func Example_traceparent() {
	accountSID, authToken := os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_AUTH_TOKEN")
	client, err := twilio.New(accountSID, twilio.AuthToken(authToken),
		twilio.WithTrace(twiliootel.Trace()),
		twilio.WithHTTPClient(&http.Client{Transport: injecting{http.DefaultTransport}}))
	if err != nil {
		log.Fatal(err)
	}
	_ = client
}
