package twilio

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/netarea"
	"github.com/seed15d99369/twilio/internal/redact"
)

// requireDiscreet checks that a text holds no secret, in any of the ways in which
// formatting could show it.
func requireDiscreet(t *testing.T, text, secret, account string) {
	t.Helper()
	credential := Credential{kind: kindAPIKey, pair: func() (string, string) { return testKey, secret }}
	if strings.HasPrefix(account, "token:") {
		credential = AuthToken(secret)
	}
	header := strings.TrimPrefix(credential.basicAuth(testAccount), "Basic ")
	for _, hidden := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprintf("% x", secret), decimals(secret), header} {
		require.NotContains(t, text, hidden)
	}
}

// decimals is how %v shows bytes.
func decimals(secret string) string {
	text := make([]string, len(secret))
	for i := range len(secret) {
		text[i] = strconv.Itoa(int(secret[i]))
	}
	return strings.Join(text, " ")
}

// TestSecretsNeverPrint formats everything that holds a secret in every way that
// fmt, slog and encoding/json know.
func TestSecretsNeverPrint(t *testing.T) {
	t.Parallel()
	for name, credential := range map[string]Credential{"key:": APIKey(testKey, testToken), "token:": AuthToken(testToken), "app:": OAuth(testClientID, testToken)} {
		client, err := New(testAccount, credential)
		require.NoError(t, err)
		holders := []any{
			client, *client, credential, &credential, client.Messages, client.config, &client.config, client.loop, client.transport, client.tokens,
			struct{ C *Client }{C: client}, struct{ C Credential }{C: credential}, []any{client, credential}, map[string]any{"c": client, "d": credential},
		}
		for _, holder := range holders {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "%t", "%e", "%10.3v", "%!"} {
				requireDiscreet(t, fmt.Sprintf(verb, holder), testToken, name)
			}
			var logged bytes.Buffer
			slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "holder", holder)
			slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "holder", holder)
			requireDiscreet(t, logged.String(), testToken, name)
			if text, err := json.Marshal(holder); err == nil {
				requireDiscreet(t, string(text), testToken, name)
			}
			requireDiscreet(t, panicText(holder), testToken, name)
		}
	}
}

// echoedSecret is a secret in the forms in which a gateway or a transport may show
// it.
func echoedSecret(credential Credential) string {
	return "Authorization: " + credential.basicAuth(testAccount) + " password=" + testToken + " " + lettersEscaped(testToken)
}

// leakyError shows a secret in its text and in its fields, and is no pointer.
type leakyError struct{ Text, Header string }

func (e leakyError) Error() string { return e.Text }

// errorsWithSecrets are one error or more of each exported type, in which the other
// side has put a secret wherever it can.
func errorsWithSecrets(t *testing.T, credential Credential) []error {
	t.Helper()
	shown := echoedSecret(credential)
	inJSON, err := json.Marshal(shown)
	require.NoError(t, err)
	var errs []error
	for _, answer := range []answer{
		reply(400, `{"code":20001,"message":`+string(inJSON)+`,"more_info":`+string(inJSON)+`,"details":{"`+testToken+`":[`+string(inJSON)+`]}}`, "Twilio-Request-Id", shown, "Retry-After", shown),
		reply(400, `{"error":`+string(inJSON)+`}`), reply(429, `{"x":`+string(inJSON)+`}`, "Twilio-Request-Id", shown), reply(502, "<html>"+shown, "Location", shown), reply(302, shown, "Location", "https://"+testToken+"@example.com/"),
		reply(400, "<RestException><Message>"+shown+"</Message><MoreInfo>"+shown+"</MoreInfo></RestException>"),
		reply(200, `{"sid":`+string(inJSON)+`,"status":`+string(inJSON), "Twilio-Request-Id", shown), reply(200, shown), reply(200, `{"sid":`+string(inJSON)+`}`), cut(200, `{"sid":"`+testToken, leakyError{Text: shown, Header: shown}), declared(200, 1<<40),
		broken(leakyError{Text: shown, Header: shown}), broken(fmt.Errorf("%s: %w", shown, leakyError{Text: "", Header: shown})), broken(&url.Error{Op: shown, URL: "https://u:" + testToken + "@h/", Err: leakyError{Text: shown, Header: shown}}),
	} {
		client, err := New(testAccount, credential, WithHTTPClient(&http.Client{Transport: play(answer)}), WithClock(impatientClock{}), WithRetry(RetryPolicy{MaxAttempts: 1}))
		require.NoError(t, err)
		errs = append(errs, createMessage(t.Context(), client))
		_, err = client.Messages.Create(t.Context(), MessageCreateParams{To: testToken, From: "https://u:" + testToken + "@h/", MediaURL: []string{shown}, StatusCallback: shown})
		errs = append(errs, err, client.invokeOwn(t.Context(), ownOperation{Method: http.MethodGet, Host: "api", Path: "/x"}, &struct {
			SID time.Time `json:"sid"`
		}{}))
	}
	_, err = New(testToken, credential)
	return append(errs, err)
}

// TestSecretsNeverPrintInErrors formats each exported type of error, and the values that it
// holds, in every way. A *MessageError and a *CallError are read from an answer of
// success, and an *AmbiguousError has SIDs alone.
func TestSecretsNeverPrintInErrors(t *testing.T) {
	t.Parallel()
	missing := exportedErrors(t)
	for _, exempt := range []string{"MessageError", "CallError", "AmbiguousError", "ErrorCode"} {
		require.Contains(t, missing, exempt)
		delete(missing, exempt)
	}
	for name, credential := range map[string]Credential{"key:": APIKey(testKey, testToken), "token:": AuthToken(testToken)} {
		for _, err := range errorsWithSecrets(t, credential) {
			for inner := err; inner != nil; inner = errors.Unwrap(inner) {
				delete(missing, strings.TrimPrefix(fmt.Sprintf("%T", inner), "*twilio."))
				requireDiscreet(t, printed(t, inner), testToken, name)
				if _, hides := inner.(*redact.Error); hides { //nolint:errorlint // the error of the other side stays within
					break
				}
				if value := reflect.ValueOf(inner); value.Kind() == reflect.Pointer {
					requireDiscreet(t, printed(t, value.Elem().Interface()), testToken, name)
				}
			}
		}
	}
	assert.Empty(t, missing, "each type of error is among them")
}

// exportedErrors are the names of the exported types of this package that have an
// Error method.
func exportedErrors(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, match := range regexp.MustCompile(`(?m)^func \(\w* ?\*?([A-Z]\w*)\) Error\(\) string`).FindAllSubmatch(source, -1) {
			names[string(match[1])] = true
		}
	}
	require.Greater(t, len(names), 8)
	return names
}

// panicText is the output of a program that panics with v.
func panicText(v any) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	panic(v)
}

func TestCredentialsSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "API key "+testKey, APIKey(testKey, testToken).String())
	assert.Equal(t, "API key", APIKey(testToken, testKey).String(), "the wrong way round it is the secret")
	assert.Equal(t, "auth token", AuthToken(testToken).String())
	assert.Equal(t, "OAuth app "+testClientID, OAuth(testClientID, testToken).String())
	assert.Equal(t, "OAuth app", OAuth(testToken, testClientID).String(), "the wrong way round it is the secret")
	assert.Equal(t, "no credential", Credential{}.String())
	client, err := New(testAccount, AuthToken(testToken))
	require.NoError(t, err)
	assert.Equal(t, "twilio.Client("+testAccount+", auth token)", client.String())
	assert.Equal(t, client.String(), fmt.Sprintf("%#v", client))
	assert.Equal(t, client.String(), client.LogValue().String())
	assert.Equal(t, testAccount, client.AccountSID())
}

// TestMisplacedSecretsAreNotShown: whatever stands in the wrong place may be a
// secret.
func TestMisplacedSecretsAreNotShown(t *testing.T) {
	t.Parallel()
	for _, try := range []func() (*Client, error){
		func() (*Client, error) { return New(testToken, AuthToken(testAccount)) },
		func() (*Client, error) { return New(testToken, APIKey(testToken, testKey)) },
		func() (*Client, error) { return New(testAccount, APIKey(testToken, testToken)) },
		func() (*Client, error) { return New(testAccount, OAuth(testToken, testClientID)) },
		func() (*Client, error) { return New(testAccount, OAuth(testToken+"\n", testToken)) },
		func() (*Client, error) { return New(testToken, OAuth(testClientID, testToken+" ")) },
		func() (*Client, error) { return New(testAccount, AuthToken(testToken+" ")) },
		func() (*Client, error) {
			return New(testAccount, AuthToken("x"), WithBaseURL("https://u:"+testToken+"@h/"))
		},
		func() (*Client, error) { return New(testAccount, AuthToken("x"), WithBaseURL(testToken+"\x00://")) },
		func() (*Client, error) { return New(testAccount, AuthToken("x"), WithRegion(testToken+"!", "x")) },
		func() (*Client, error) { return New(testAccount, AuthToken("x"), WithUserAgent(testToken+"\n")) },
	} {
		client, err := try()
		require.Error(t, err)
		assert.Nil(t, client)
		requireDiscreet(t, err.Error(), testToken, "key:")
	}
}

func TestNewFromEnv(t *testing.T) {
	t.Parallel()
	base := map[string]string{"TWILIO_ACCOUNT_SID": testAccount, "TWILIO_AUTH_TOKEN": testToken}
	with := func(more ...string) map[string]string {
		env := map[string]string{}
		for key, value := range base {
			env[key] = value
		}
		for i := 0; i < len(more); i += 2 {
			env[more[i]] = more[i+1]
		}
		return env
	}
	tests := []struct {
		name       string
		env        map[string]string
		opts       []Option
		credential string
		host       string
	}{
		{name: "token", env: with(), credential: "auth token", host: "https://api.twilio.com"},
		{name: "key before token", env: with("TWILIO_API_KEY", testKey, "TWILIO_API_SECRET", testToken), credential: "API key " + testKey, host: "https://api.twilio.com"},
		{name: "app before token", env: with("TWILIO_CLIENT_ID", testClientID, "TWILIO_CLIENT_SECRET", testToken), credential: "OAuth app " + testClientID, host: "https://api.twilio.com"},
		{name: "region", env: with("TWILIO_REGION", "ie1"), credential: "auth token", host: "https://api.dublin.ie1.twilio.com"},
		{name: "region and edge", env: with("TWILIO_REGION", "br1", "TWILIO_EDGE", "sao-paulo"), credential: "auth token", host: "https://api.sao-paulo.br1.twilio.com"},
		{name: "edge", env: with("TWILIO_EDGE", "singapore"), credential: "auth token", host: "https://api.singapore.us1.twilio.com"},
		{name: "base URL", env: with("TWILIO_BASE_URL", "http://127.0.0.1:8855/"), credential: "auth token", host: "http://127.0.0.1:8855/api"},
		{name: "options win", env: with("TWILIO_BASE_URL", "http://127.0.0.1:8855"), opts: []Option{WithBaseURL("https://twilio.example.com/x")}, credential: "auth token", host: "https://twilio.example.com/x/api"},
		{name: "an option that is nil", env: with(), opts: []Option{nil}, credential: "auth token", host: "https://api.twilio.com"},
	}
	for _, tt := range tests {
		client, err := newFromEnv(func(name string) string { return tt.env[name] }, tt.opts)
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.credential, client.credential.String(), tt.name)
		assert.Equal(t, tt.host, client.hostURL(hostAPI).String(), tt.name)
	}
}

func TestRegionsImplyTheirEdge(t *testing.T) {
	t.Parallel()
	for region, edge := range map[string]string{"us1": "ashburn", "ie1": "dublin", "au1": "sydney", "jp1": "tokyo"} {
		client, err := New(testAccount, AuthToken(testToken), WithRegion(region, ""))
		require.NoError(t, err)
		assert.Equal(t, "https://lookups."+edge+"."+region+".twilio.com", client.hostURL(hostLookups).String())
	}
}

func TestCallersClientIsNotChanged(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, "{}"))
	redirects := func(*http.Request, []*http.Request) error { return nil }
	hc := &http.Client{Transport: transport, CheckRedirect: redirects, Timeout: time.Minute}
	client, err := New(testAccount, AuthToken(testToken), WithHTTPClient(hc))
	require.NoError(t, err)
	_, err = client.Balance.Get(t.Context())
	require.NoError(t, err)
	assert.Same(t, transport, hc.Transport)
	assert.NotNil(t, hc.CheckRedirect)
	assert.Equal(t, time.Minute, hc.Timeout)
	assert.Equal(t, time.Minute, client.config.clientTimeout, "its own time-out stays")
	client.CloseIdleConnections()

	client, err = New(testAccount, AuthToken(testToken), WithHTTPClient(&http.Client{}))
	require.NoError(t, err)
	assert.IsType(t, defaultTransport{}, client.transport)
}

func TestOptionErrorsOfACallersOwn(t *testing.T) {
	t.Parallel()
	_, err := New(testAccount, AuthToken(testToken), func(*config) error { return errCable })
	require.ErrorIs(t, err, errCable)
}

// FuzzFromEnv: no environment makes a panic, and none is shown.
func FuzzFromEnv(f *testing.F) {
	f.Add(testAccount, testKey, testToken, "", "ie1", "dublin", "")
	f.Add(testToken, "", "", testToken, "", "", "http://[::1]:1/%2e")
	f.Fuzz(func(t *testing.T, account, key, secret, token, region, edge, base string) {
		env := map[string]string{
			"TWILIO_ACCOUNT_SID": account, "TWILIO_API_KEY": key, "TWILIO_API_SECRET": secret, "TWILIO_AUTH_TOKEN": token,
			"TWILIO_REGION": region, "TWILIO_EDGE": edge, "TWILIO_BASE_URL": base,
		}
		client, err := newFromEnv(func(name string) string { return env[name] }, nil)
		if err == nil {
			assert.True(t, isSID(client.AccountSID(), "AC"))
			scheme := client.hostURL(hostAPI).Scheme
			assert.True(t, scheme == "https" || scheme == "http" && netarea.IsLoopback(client.hostURL(hostAPI).Hostname()))
			return
		}
		const long = 16 // shorter ones are words that an error may have
		for _, value := range []string{secret, token} {
			if len(value) >= long {
				assert.NotContains(t, err.Error(), value)
			}
		}
	})
}
