package twiliootel_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	metricnoop "go.opentelemetry.io/otel/metric/noop"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/seed15d99369/twilio"
	twiliootel "github.com/seed15d99369/twilio/otel"
)

const (
	benchAccount = "AC00000000000000000000000000000001"
	benchToken   = "0123456789abcdef0123456789abcdef"
	benchMessage = `{"sid":"SM00000000000000000000000000000001","status":"queued","to":"+14155550137","from":"+14155550142","body":"Hello"}`
	childEnv     = "TWILIO_OTEL_TEST_CHILD"
)

// TestMain turns the test binary into the server of the benchmark, whose allocations are nobody's.
func TestMain(m *testing.M) {
	if os.Getenv(childEnv) == "" {
		os.Exit(m.Run())
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("http://" + listener.Addr().String())
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, benchMessage)
	})}
	go func() { _ = server.Serve(listener) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// benchServer starts the server and returns its address.
func benchServer(b *testing.B) string {
	b.Helper()
	cmd := exec.CommandContext(context.Background(), os.Args[0]) // ended by closing its stdin
	cmd.Env = append(os.Environ(), childEnv+"=1")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = stdin.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// BenchmarkSend sends one message over loopback: with net/http alone, with a client that nobody
// watches, and with each kind of provider.
func BenchmarkSend(b *testing.B) {
	base := benchServer(b)
	b.Run("nethttp", func(b *testing.B) { benchmark(b, rawSender(base)) })
	b.Run("twilio", func(b *testing.B) { benchmark(b, sender(b, base)) })
	b.Run("no-op providers", func(b *testing.B) {
		benchmark(b, sender(b, base, twilio.WithTrace(twiliootel.Trace(
			twiliootel.WithTracerProvider(tracenoop.NewTracerProvider()), twiliootel.WithMeterProvider(metricnoop.NewMeterProvider())))))
	})
	for _, kind := range []struct {
		name  string
		share float64
	}{{"metrics, no spans sampled", 0}, {"metrics, 1 of 10 sampled", 0.1}, {"metrics, all spans sampled", 1}} {
		b.Run(kind.name, func(b *testing.B) {
			tracers := sdktrace.NewTracerProvider(sdktrace.WithBatcher(discard{}), sdktrace.WithSampler(sdktrace.TraceIDRatioBased(kind.share)))
			meters := sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewManualReader()))
			benchmark(b, sender(b, base, twilio.WithTrace(twiliootel.Trace(twiliootel.WithTracerProvider(tracers), twiliootel.WithMeterProvider(meters)))))
			b.StopTimer()
			_ = tracers.Shutdown(context.Background())
		})
	}
}

// BenchmarkTrace is what the recording of one message costs by itself.
func BenchmarkTrace(b *testing.B) {
	op := twilio.TraceOp{
		Op: "Messages.Create", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Messages.json",
		AccountSID: benchAccount, Class: twilio.ClassCreate,
	}
	for name, record := range map[string]twilio.Trace{
		"no-op": twiliootel.Trace(
			twiliootel.WithTracerProvider(tracenoop.NewTracerProvider()), twiliootel.WithMeterProvider(metricnoop.NewMeterProvider())),
		"metrics": twiliootel.Trace(
			twiliootel.WithTracerProvider(tracenoop.NewTracerProvider()),
			twiliootel.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewManualReader())))),
		"spans": twiliootel.Trace(
			twiliootel.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithBatcher(discard{}))), twiliootel.WithMeterProvider(metricnoop.NewMeterProvider())),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				call := record.CallStart(context.Background(), twilio.TraceCall{TraceOp: op})
				a := twilio.TraceAttempt{TraceOp: op, Number: 1, Scheme: "https", Server: "api.twilio.com", Port: 443}
				attempt := record.AttemptStart(call, a)
				a.Outcome, a.Status, a.RequestID, a.BytesSent, a.BytesRead, a.Duration = twilio.OutcomeDone, 201, "RQ1", 500, 900, time.Millisecond
				record.AttemptEnd(attempt, a)
				record.CallEnd(call, twilio.TraceCall{TraceOp: op, Outcome: twilio.OutcomeDone, Attempts: 1, Status: 201, RequestID: "RQ1", Duration: time.Millisecond})
			}
		})
	}
}

// discard exports spans to nowhere.
type discard struct{}

func (discard) ExportSpans(context.Context, []sdktrace.ReadOnlySpan) error { return nil }
func (discard) Shutdown(context.Context) error                             { return nil }

func benchmark(b *testing.B, send func() error) {
	b.Helper()
	if err := send(); err != nil { // opens the connection
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := send(); err != nil {
			b.Fatal(err)
		}
	}
}

func sender(b *testing.B, base string, opts ...twilio.Option) func() error {
	b.Helper()
	client, err := twilio.New(benchAccount, twilio.AuthToken(benchToken), append(opts, twilio.WithBaseURL(base))...)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(client.CloseIdleConnections)
	return func() error {
		_, err := client.Messages.Create(context.Background(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hello"})
		return err
	}
}

// rawSender is the baseline.
func rawSender(base string) func() error {
	client := &http.Client{Timeout: 30 * time.Second}
	address := base + "/api/2010-04-01/Accounts/" + benchAccount + "/Messages.json"
	return func() error {
		form := url.Values{"To": {ada}, "From": {clinic}, "Body": {"Hello"}}
		req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, address, strings.NewReader(form.Encode()))
		if err != nil {
			return err
		}
		req.SetBasicAuth(benchAccount, benchToken)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		var msg struct{ SID, Status, To, From, Body string }
		return json.NewDecoder(resp.Body).Decode(&msg)
	}
}
