package browser_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/webhook"
)

// Numbers that nobody owns.
const (
	own   = "+14155556789" // the program's
	ada   = "+14155551234"
	grace = "+14155550123"
	other = "+14155550145"
)

// patience bounds each test. None of them waits for a time to pass.
const patience = 2 * time.Minute

// environment is what all tests share: the binary and one browser.
type environment struct {
	binary  string
	browser context.Context
}

var shared environment

func TestMain(m *testing.M) {
	code, err := runAll(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAILED:", err)
		code = 1
	}
	os.Exit(code)
}

func runAll(m *testing.M) (int, error) {
	folder, err := os.MkdirTemp("", "desk")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // the tests are over
	shared.binary = filepath.Join(folder, "twilio-sim")
	build := exec.Command("go", "build", "-o", shared.binary, "./cmd/twilio-sim")
	build.Dir = filepath.Join("..", "..")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return 1, fmt.Errorf("go build: %w: %s", err, out)
	}
	ctx, stop := startBrowser(filepath.Join(folder, "profile"))
	defer stop()
	if err := chromedp.Do(ctx); err != nil {
		return 1, fmt.Errorf("chromium cannot be started: %w", err)
	}
	shared.browser = ctx
	return m.Run(), nil
}

// startBrowser starts Chromium without a window. As root it has no sandbox.
func startBrowser(profile string) (context.Context, context.CancelFunc) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.Flag("headless", "new"), chromedp.NoSandbox, chromedp.UserDataDir(profile), chromedp.WindowSize(1440, 900),
		chromedp.Flag("autoplay-policy", "no-user-gesture-required"), chromedp.Flag("no-proxy-server", true),
	)
	if path := os.Getenv("CHROMIUM"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	return ctx, func() {
		closeBrowser()
		stop()
	}
}

// desk is a twilio-sim that runs, and a program's client of it.
type desk struct {
	t      *testing.T
	url    string
	token  string
	client *twilio.Client
}

// startDesk starts a twilio-sim of its own for a test.
func startDesk(t *testing.T, flags ...string) *desk {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	server := exec.CommandContext(ctx, shared.binary, append([]string{"-address", "127.0.0.1:0"}, flags...)...)
	server.Cancel = func() error { return server.Process.Signal(os.Interrupt) }
	server.WaitDelay = 2 * time.Second
	server.Env = append(os.Environ(), "HTTP_PROXY=", "TWILIO_SIM_ADDRESS=")
	output, err := server.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, server.Start())
	lines := bufio.NewReader(output)
	d := &desk{t: t, url: readMatch(t, lines, `answers at (http://\S+)`)}
	account := readMatch(t, lines, `TWILIO_ACCOUNT_SID=(\S+)`)
	d.token = readMatch(t, lines, `TWILIO_AUTH_TOKEN=(\S+)`)
	go io.Copy(io.Discard, lines) //nolint:errcheck // it ends with the server
	t.Cleanup(func() {
		stop()
		_ = server.Wait() // it was interrupted
	})
	d.client, err = twilio.New(account, twilio.AuthToken(d.token), twilio.WithBaseURL(d.url), twilio.WithRetry(twilio.RetryPolicy{MaxAttempts: 1}))
	require.NoError(t, err)
	d.get("/readyz?wait=10s")
	return d
}

// readMatch reads lines until one fits, and returns its group.
func readMatch(t *testing.T, lines *bufio.Reader, pattern string) string {
	t.Helper()
	for wanted := regexp.MustCompile(pattern); ; {
		line, err := lines.ReadString('\n')
		require.NoError(t, err, "the greeting of twilio-sim")
		if found := wanted.FindStringSubmatch(line); found != nil {
			return found[1]
		}
	}
}

func (d *desk) get(path string) []byte { return d.request(http.MethodGet, path, nil) }

// put and post call the control API.
func (d *desk) put(path string, body any) []byte {
	return d.request(http.MethodPut, "/_sim/v1/"+path, body)
}

func (d *desk) post(path string, body any) []byte {
	return d.request(http.MethodPost, "/_sim/v1/"+path, body)
}

func (d *desk) request(method, path string, body any) []byte {
	d.t.Helper()
	text, err := json.Marshal(body)
	require.NoError(d.t, err)
	r, err := http.NewRequestWithContext(d.t.Context(), method, d.url+path, bytes.NewReader(text))
	require.NoError(d.t, err)
	if method != http.MethodGet {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := new(http.Client).Do(r)
	require.NoError(d.t, err)
	defer answer.Body.Close() //nolint:errcheck // it was read
	read, err := io.ReadAll(answer.Body)
	require.NoError(d.t, err)
	require.Equal(d.t, http.StatusOK, answer.StatusCode, "%s %s: %s", method, path, read)
	return read
}

// read is an answer of the control API as JSON.
func read[T any](d *desk, path string) T {
	d.t.Helper()
	var value T
	require.NoError(d.t, json.Unmarshal(d.get("/_sim/v1/"+path), &value))
	return value
}

// phone adds a phone with the name of its person.
func (d *desk) phone(number, name string) {
	d.t.Helper()
	d.put("phones/"+number, map[string]string{"name": name, "habit": "no-answer"})
}

// send sends a message from the program.
func (d *desk) send(to, body string) *twilio.Message {
	d.t.Helper()
	m, err := d.client.Messages.Create(d.t.Context(), twilio.MessageCreateParams{To: to, From: own, Body: body})
	require.NoError(d.t, err)
	return m
}

// call calls a phone from the program, which answers at an address.
func (d *desk) call(to, address string) *twilio.Call {
	d.t.Helper()
	c, err := d.client.Calls.Create(d.t.Context(), twilio.CallCreateParams{To: to, From: own, URL: address})
	require.NoError(d.t, err)
	return c
}

// program is an application whose webhooks are verified, and that has a number.
func (d *desk) program(handlers map[string]http.Handler) *httptest.Server {
	d.t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewUnstartedServer(nil)
	address := "http://" + server.Listener.Addr().String()
	verifier, err := webhook.NewVerifier(webhook.Token(d.token), webhook.PublicURL(address))
	require.NoError(d.t, err)
	for pattern, handler := range handlers {
		mux.Handle(pattern, handler)
	}
	server.Config.Handler = verifier.Middleware(mux)
	server.Start()
	d.t.Cleanup(server.Close)
	d.put("numbers/"+own, map[string]string{"sms_url": server.URL + "/sms", "voice_url": server.URL + "/voice"})
	return server
}
