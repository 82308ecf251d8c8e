package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// variables are an environment.
type variables map[string]string

func (v variables) get(name string) string { return v[name] }

// TestVariables: each flag has one, and the flag wins.
func TestVariables(t *testing.T) {
	t.Parallel()
	opts, err := readOptions(
		[]string{"-history", "5", "-webhook-hosts", "app", "-webhook-hosts", "*.example.com, 10.0.0.0/8", "-fault", "any drop"},
		variables{
			"TWILIO_SIM_ADDRESS": "127.0.0.1:0", "TWILIO_SIM_HOST": "twilio, desk", "TWILIO_SIM_WEBHOOK_HOSTS": "*",
			"TWILIO_SIM_STATE": "state", "TWILIO_SIM_STRICT": "true", "TWILIO_SIM_FAULT": "any html=502; any truncated", "TWILIO_SIM_SEED": "7",
			"TWILIO_SIM_HISTORY": "9", "TWILIO_SIM_WORKSPACES": "1", "TWILIO_SIM_CLOCK_SPEED": "60", "TWILIO_SIM_NUMBER": "+14155556789,+447700900123",
			"TWILIO_SIM_SMS_URL": "http://localhost:3000/sms", "TWILIO_SIM_VOICE_URL": "http://localhost:3000/voice", "TWILIO_SIM_ANSWER_AFTER": "20s",
			"TWILIO_SIM_CA_FILE": "ca.pem", "TWILIO_SIM_QUIET": "true", "TWILIO_SIM_VERSION": "true",
		}.get, io.Discard)
	require.NoError(t, err)
	c := opts.config
	assert.Equal(t, "127.0.0.1:0", c.Address)
	assert.Equal(t, []string{"twilio", "desk"}, c.Hosts)
	assert.Equal(t, []string{"app", "*.example.com", "10.0.0.0/8"}, c.WebhookHosts, "the flag wins")
	assert.Equal(t, []string{"any drop"}, c.Faults, "the flag wins")
	assert.Equal(t, 5, c.History, "the flag wins")
	assert.Equal(t, []string{"+14155556789", "+447700900123"}, c.Numbers)
	assert.Equal(t, []any{"state", true, uint64(7), true, 60.0, 20 * time.Second, "ca.pem"},
		[]any{c.StateFile, c.Strict, c.Seed, c.Workspaces, c.ClockSpeed, c.AnswerAfter, c.CAFile})
	assert.Equal(t, []string{"http://localhost:3000/sms", "http://localhost:3000/voice"}, []string{c.SMSURL, c.VoiceURL})
	assert.True(t, opts.quiet && opts.version)

	opts, err = readOptions(nil, variables{}.get, io.Discard)
	require.NoError(t, err)
	assert.Equal(t, defaultAddress, opts.config.Address)
	assert.Equal(t, defaultHistory, opts.config.History)
}

// TestMistakes: each names the flag or the variable, and the status says that it is one.
func TestMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		env  variables
		want string
	}{
		{"a variable", nil, variables{"TWILIO_SIM_HISTORY": "many"}, "TWILIO_SIM_HISTORY"},
		{"a variable that is no bool", nil, variables{"TWILIO_SIM_STRICT": "perhaps"}, "TWILIO_SIM_STRICT"},
		{"a flag", []string{"-history", "many"}, nil, "-history"},
		{"an unknown flag", []string{"-colour"}, nil, "-colour"},
		{"a word", []string{"start"}, nil, `"start" is no flag`},
		{"a host", []string{"-host", "http://x"}, nil, "-host (TWILIO_SIM_HOST): "},
		{"a host of Twilio's", []string{"-host", "api.twilio.com"}, nil, "-host (TWILIO_SIM_HOST): "},
		{"a webhook host", []string{"-webhook-hosts", "http://x"}, nil, "-webhook-hosts"},
		{"a fault", []string{"-fault", "any explode"}, nil, "-fault (TWILIO_SIM_FAULT): fault: explode"},
		{"a fault of a variable", nil, variables{"TWILIO_SIM_FAULT": "any explode"}, "(TWILIO_SIM_FAULT)"},
		{"an address", []string{"-address", "nowhere"}, nil, "-address (TWILIO_SIM_ADDRESS): "},
		{"a history", []string{"-history", "-1"}, nil, "-history"},
		{"a speed", []string{"-clock-speed", "-1"}, nil, "-clock-speed"},
		{"a speed that is no number", []string{"-clock-speed", "NaN"}, nil, "-clock-speed"},
		{"a time", []string{"-answer-after", "-1s"}, nil, "-answer-after"},
		{"a number", []string{"-number", "+1@555"}, nil, "-number"},
		{"a URL", []string{"-sms-url", "localhost:3000"}, nil, "-sms-url"},
		{"a URL for calls", []string{"-voice-url", "/voice"}, nil, "-voice-url"},
		{"a file that is something else", []string{"-ca-file", "main.go"}, nil, "-ca-file (TWILIO_SIM_CA_FILE): main.go exists"},
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel() // a mistake that nobody finds does not start a server
	for _, tt := range tests {
		var stdout, stderr bytes.Buffer
		env := variables{"TWILIO_SIM_ADDRESS": "127.0.0.1:0"}
		for name, value := range tt.env {
			env[name] = value
		}
		assert.Equal(t, exitUsage, run(ended, tt.args, env.get, &stdout, &stderr), tt.name)
		assert.Contains(t, stderr.String(), tt.want, tt.name)
		assert.Empty(t, stdout.String(), tt.name)
	}
}

// TestHelp: every flag is explained, and the version is printed.
func TestHelp(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	assert.Equal(t, exitGood, run(t.Context(), []string{"-help"}, variables{}.get, &stdout, &stderr))
	for _, name := range []string{"address", "host", "webhook-hosts", "state", "strict", "fault", "seed", "history", "workspaces", "clock-speed", "number", "sms-url", "voice-url", "answer-after", "ca-file", "quiet", "version"} {
		assert.Contains(t, stderr.String(), "  -"+name, name)
	}
	assert.Equal(t, exitGood, run(t.Context(), []string{"-version"}, variables{}.get, &stdout, &stderr))
	assert.Contains(t, stdout.String(), "twilio-sim ")
}

// output is written and read at once.
type output struct {
	mu   sync.Mutex
	text strings.Builder
	line chan struct{} // gets a value after each write
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	defer func() {
		select {
		case o.line <- struct{}{}:
		default:
		}
	}()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// start runs the command, and returns what it has printed once it answers.
func start(t *testing.T, args ...string) (stdout, stderr *output) {
	t.Helper()
	stdout, stderr = &output{line: make(chan struct{}, 1)}, &output{line: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"-address", "127.0.0.1:0"}, args...), variables{}.get, stdout, stderr)
	}()
	t.Cleanup(func() {
		cancel()
		assert.Equal(t, exitGood, <-ended)
	})
	select {
	case <-stdout.line:
	case code := <-ended:
		t.Fatalf("it has ended with %d: %s", code, stderr)
	}
	return stdout, stderr
}

// exported returns a variable that a greeting has a shell set.
func exported(t *testing.T, greeting, name string) string {
	t.Helper()
	found := regexp.MustCompile(`(?m)^  export .*?\b` + name + `=(\S+)`).FindStringSubmatch(greeting)
	require.NotNil(t, found, "%s in %s", name, greeting)
	return found[1]
}

// TestGreeting: a program that is given the printed variables sends a message.
func TestGreeting(t *testing.T) {
	t.Parallel()
	stdout, stderr := start(t)
	text := stdout.String()
	env := variables{}
	for _, name := range []string{"TWILIO_BASE_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"} {
		env[name] = exported(t, text, name)
	}
	client, err := twilio.NewFromEnv(twilio.WithBaseURL(env["TWILIO_BASE_URL"]))
	if err != nil { // the variables are not set in this process
		client, err = twilio.New(env["TWILIO_ACCOUNT_SID"], twilio.AuthToken(env["TWILIO_AUTH_TOKEN"]), twilio.WithBaseURL(env["TWILIO_BASE_URL"]))
	}
	require.NoError(t, err)
	_, err = client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
	require.NoError(t, err)
	for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY"} {
		assert.Equal(t, env["TWILIO_BASE_URL"], exported(t, text, name))
	}
	for _, name := range []string{"NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"} {
		assert.FileExists(t, exported(t, text, name))
	}
	assert.Contains(t, text, env["TWILIO_BASE_URL"]+"/_sim/")
	assert.Empty(t, stderr.String())
	resp, err := http.Get(env["TWILIO_BASE_URL"] + "/readyz?wait=10s")
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, http.StatusOK, resp.StatusCode)
}

// TestWarning: a server that other machines can reach says so.
func TestWarning(t *testing.T) {
	t.Parallel()
	_, stderr := start(t, "-address", "0.0.0.0:0")
	assert.Contains(t, stderr.String(), "other machines can reach this server")
}

func TestQuoted(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "/var/ca.pem", quoted("/var/ca.pem"))
	assert.Equal(t, `'/var/it'\''s $HOME/ca.pem'`, quoted("/var/it's $HOME/ca.pem"))
}
