package twilio_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
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

	"github.com/seed15d99369/twilio"
)

const (
	testAccount = "AC00000000000000000000000000000001"
	testToken   = "0123456789abcdef0123456789abcdef"
	testMessage = "SM00000000000000000000000000000001"
)

// createdMessage is the answer to a create, of about the size of Twilio's own.
const createdMessage = `{"body":"Your verification code is 123456","num_segments":"1","direction":"outbound-api",` +
	`"from":"+14155556789","to":"+14155551234","date_updated":"Fri, 24 May 2019 17:44:46 +0000","price":null,` +
	`"error_message":null,"uri":"/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/SM00000000000000000000000000000001.json",` +
	`"account_sid":"AC00000000000000000000000000000001","num_media":"0","status":"queued","messaging_service_sid":null,` +
	`"sid":"SM00000000000000000000000000000001","date_sent":null,"date_created":"Fri, 24 May 2019 17:44:46 +0000","error_code":null,` +
	`"price_unit":"USD","api_version":"2010-04-01","subresource_uris":{"media":"/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/SM00000000000000000000000000000001/Media.json"}}`

// serveBench answers every request with one message until its stdin is closed.
func serveBench() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("http://" + listener.Addr().String())
	server := &http.Server{
		ReadHeaderTimeout: time.Minute,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/json;charset=utf-8")
			w.WriteHeader(http.StatusCreated)
			_, _ = io.WriteString(w, createdMessage)
		}),
	}
	go func() { _ = server.Serve(listener) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// benchServer starts the server in a process of its own, where its allocations are
// nobody's, and returns its address.
func benchServer(tb testing.TB) string {
	tb.Helper()
	cmd := exec.CommandContext(context.Background(), os.Args[0]) // ended by closing its stdin
	cmd.Env = append(os.Environ(), childEnv+"="+childBenchServer)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = stdin.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		tb.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// rawMessage is the type that the plain sender decodes into: every field of a message.
type rawMessage struct {
	Body                string            `json:"body"`
	NumSegments         string            `json:"num_segments"`
	Direction           string            `json:"direction"`
	From                string            `json:"from"`
	To                  string            `json:"to"`
	DateUpdated         string            `json:"date_updated"`
	Price               string            `json:"price"`
	ErrorMessage        string            `json:"error_message"`
	URI                 string            `json:"uri"`
	AccountSID          string            `json:"account_sid"`
	NumMedia            string            `json:"num_media"`
	Status              string            `json:"status"`
	MessagingServiceSID string            `json:"messaging_service_sid"`
	SID                 string            `json:"sid"`
	DateSent            string            `json:"date_sent"`
	DateCreated         string            `json:"date_created"`
	ErrorCode           int               `json:"error_code"`
	PriceUnit           string            `json:"price_unit"`
	APIVersion          string            `json:"api_version"`
	SubresourceURIs     map[string]string `json:"subresource_uris"`
}

// rawSender is the baseline: the code that a Go engineer writes in 30 lines of net/http.
func rawSender(base string) func() error {
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	address := base + "/api/2010-04-01/Accounts/" + testAccount + "/Messages.json"
	return func() error {
		form := url.Values{}
		form.Set("To", "+14155551234")
		form.Set("From", "+14155556789")
		form.Set("Body", "Your verification code is 123456")
		req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, address, strings.NewReader(form.Encode()))
		if err != nil {
			return err
		}
		req.SetBasicAuth(testAccount, testToken)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Accept", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		if resp.StatusCode != http.StatusCreated {
			return fmt.Errorf("status %d: %s", resp.StatusCode, body)
		}
		var msg rawMessage
		if err := json.Unmarshal(body, &msg); err != nil {
			return err
		}
		if msg.SID == "" {
			return errors.New("no SID")
		}
		return nil
	}
}

// sdkSender does the same with this package, its defaults left as they are but for opts.
func sdkSender(tb testing.TB, base string, opts ...twilio.Option) func() error {
	tb.Helper()
	client, err := twilio.New(testAccount, twilio.AuthToken(testToken), append(opts, twilio.WithBaseURL(base))...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(client.CloseIdleConnections)
	return func() error {
		_, err := client.Messages.Create(context.Background(), twilio.MessageCreateParams{
			To: "+14155551234", From: "+14155556789", Body: "Your verification code is 123456",
		})
		return err
	}
}

// BenchmarkSend sends one message over loopback, and reports how many times the
// baseline's time that takes in the same run.
func BenchmarkSend(b *testing.B) {
	base := benchServer(b)
	raw := rawSender(base)
	b.Run("nethttp", func(b *testing.B) { benchmarkSender(b, raw) })
	b.Run("twilio", func(b *testing.B) { benchmarkBesideRaw(b, sdkSender(b, base), raw) })
	b.Run("twilio with an idle Trace", func(b *testing.B) { benchmarkBesideRaw(b, sdkSender(b, base, twilio.WithTrace(idleTrace)), raw) })
}

// idleTrace is told everything and does nothing.
var idleTrace = twilio.Trace{
	CallStart:    func(ctx context.Context, _ twilio.TraceCall) context.Context { return ctx },
	CallEnd:      func(context.Context, twilio.TraceCall) {},
	AttemptStart: func(ctx context.Context, _ twilio.TraceAttempt) context.Context { return ctx },
	AttemptEnd:   func(context.Context, twilio.TraceAttempt) {},
	WaitEnd:      func(context.Context, twilio.TraceWait) {},
}

func benchmarkBesideRaw(b *testing.B, send, raw func() error) {
	b.Helper()
	benchmarkSender(b, send)
	b.StopTimer()
	began := time.Now()
	for range b.N {
		if err := raw(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(time.Since(began)), "x-nethttp")
}

func benchmarkSender(b *testing.B, send func() error) {
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
