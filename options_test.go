package twilio

import (
	"context"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBaseURLForms(t *testing.T) {
	t.Parallel()
	tests := map[string]string{ // to the address of the host api, "" when it is refused
		"https://twilio.example.com":         "https://twilio.example.com/api",
		"https://twilio.example.com/":        "https://twilio.example.com/api",
		"https://twilio.example.com:8443/a/": "https://twilio.example.com:8443/a/api",
		"https://twilio.example.com/a/b//":   "https://twilio.example.com/a/b/api",
		"HTTPS://twilio.example.com":         "https://twilio.example.com/api",
		"http://127.0.0.1:8855":              "http://127.0.0.1:8855/api",
		"http://127.8.9.10":                  "http://127.8.9.10/api",
		"http://[::1]:8855/x":                "http://[::1]:8855/x/api",
		"http://[::ffff:127.0.0.1]:8855":     "http://[::ffff:127.0.0.1]:8855/api",
		"http://localhost:8855":              "http://localhost:8855/api",

		"":                                   "",
		"twilio.example.com":                 "",
		"//twilio.example.com":               "",
		"https:twilio.example.com":           "",
		"https://":                           "",
		"https://:8443":                      "",
		"ftp://127.0.0.1":                    "",
		"ws://127.0.0.1":                     "",
		"http://twilio.example.com":          "",
		"http://127.0.0.1.example.com":       "",
		"http://localhost.example.com":       "",
		"http://10.0.0.1":                    "",
		"http://0.0.0.0:8855":                "",
		"http://[::]:8855":                   "",
		"http://127.1":                       "",
		"http://2130706433":                  "",
		"http://127.0.0.1@example.com":       "",
		"https://user@twilio.example.com":    "",
		"https://u:p@twilio.example.com":     "",
		"https://twilio.example.com?":        "",
		"https://twilio.example.com/?a=b":    "",
		"https://twilio.example.com/#a":      "",
		"https://twilio.example.com/../a":    "",
		"https://twilio.example.com/%2e%2e":  "",
		"https://twilio.example.com/a%2Fb":   "",
		"https://twilio.example.com/a b":     "",
		`https://twilio.example.com/a\b`:     "",
		"https://twilio.example.com\r\n":     "",
		"https://twilio.example.com:port":    "",
		"https://[::1":                       "",
		"https://twilio.example.com/\x00":    "",
		" https://twilio.example.com":        "",
		"javascript://127.0.0.1/%0aalert(1)": "",
	}
	for base, want := range tests {
		client, err := New(testAccount, AuthToken(testToken), WithBaseURL(base))
		if want == "" {
			assertProblem(t, err, "WithBaseURL")
			assert.Nil(t, client, base)
			continue
		}
		require.NoError(t, err, base)
		assert.Equal(t, want, client.hostURL(hostAPI).String(), base)
	}
}

func TestRegionsAndEdges(t *testing.T) {
	t.Parallel()
	tests := []struct{ region, edge, host string }{ // no host when they are refused
		{region: "us1", edge: "", host: "api.ashburn.us1.twilio.com"},
		{region: "us1", edge: "umatilla", host: "api.umatilla.us1.twilio.com"},
		{region: "", edge: "ashburn", host: "api.ashburn.us1.twilio.com"},
		{region: "", edge: "frankfurt", host: "api.frankfurt.us1.twilio.com"},
		{region: "au1", edge: "sydney", host: "api.sydney.au1.twilio.com"},
		{region: "ie1", edge: "dublin-ix", host: "api.dublin-ix.ie1.twilio.com"},
		{region: "br1", edge: "sao-paulo", host: "api.sao-paulo.br1.twilio.com"},
		{region: "", edge: "", host: ""},
		{region: "br1", edge: "", host: ""},
		{region: "US1", edge: "", host: ""},
		{region: "US1", edge: "ashburn", host: ""},
		{region: "us1", edge: "Ashburn", host: ""},
		{region: "us1", edge: "-ashburn", host: ""},
		{region: "us1", edge: "ashburn-", host: ""},
		{region: "us1", edge: "ash.burn", host: ""},
		{region: "us1", edge: "ash burn", host: ""},
		{region: "us1", edge: "ashburn/x", host: ""},
		{region: "us1", edge: "ashburn@example.com", host: ""},
		{region: "example.com/", edge: "ashburn", host: ""},
		{region: "us1 ", edge: "", host: ""},
		{region: "us1", edge: strings.Repeat("a", 64), host: ""},
		{region: "münchen", edge: "x", host: ""},
	}
	for _, tt := range tests {
		client, err := New(testAccount, AuthToken(testToken), WithRegion(tt.region, tt.edge))
		if tt.host == "" {
			assertProblem(t, err, "WithRegion")
			continue
		}
		require.NoError(t, err, "%s, %s", tt.region, tt.edge)
		assert.Equal(t, "https://"+tt.host, client.hostURL(hostAPI).String())
	}
}

func TestBaseURLReplacesTheRegion(t *testing.T) {
	t.Parallel()
	region, base := WithRegion("ie1", ""), WithBaseURL("http://127.0.0.1:8855")
	for _, opts := range [][]Option{{region, base}, {base, region}} {
		client, err := New(testAccount, AuthToken(testToken), opts...)
		require.NoError(t, err)
		assert.Equal(t, "http://127.0.0.1:8855/lookups", client.hostURL(hostLookups).String())
	}
}

func TestOptionsAreDefaultsUntilTheyAreGiven(t *testing.T) {
	t.Parallel()
	client, err := New(testAccount, AuthToken(testToken))
	require.NoError(t, err)
	assert.Equal(t, 30*time.Second, client.config.timeout)
	assert.Equal(t, RetryPolicy{MaxAttempts: 4, BaseDelay: 500 * time.Millisecond, MaxDelay: 20 * time.Second}, client.config.retry)
	assert.Nil(t, client.config.limiter)
	assert.IsType(t, systemClock{}, client.config.clock)
	assert.False(t, client.config.logger.Enabled(t.Context(), 100), "nothing is logged")

	client, err = New(testAccount, AuthToken(testToken), WithTimeout(1), WithRetry(RetryPolicy{MaxAttempts: 9, BaseDelay: time.Second}),
		WithUserAgent("first/1"), WithUserAgent("billing/1.4 (a b)"))
	require.NoError(t, err)
	assert.Equal(t, time.Duration(1), client.config.timeout)
	assert.Equal(t, RetryPolicy{MaxAttempts: 9, BaseDelay: time.Second, MaxDelay: 20 * time.Second}, client.config.retry)
	assert.Regexp(t, `^go-twilio/\S+ \(\w+ \w+\) go/\S+ billing/1\.4 \(a b\)$`, client.headers().Get("User-Agent"), "the last one counts")
}

func TestOptionsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		option Option
		field  string
	}{
		{option: WithHTTPClient(nil), field: "WithHTTPClient"},
		{option: WithTimeout(0), field: "WithTimeout"},
		{option: WithTimeout(-1), field: "WithTimeout"},
		{option: WithRetry(RetryPolicy{MaxAttempts: -1}), field: "WithRetry"},
		{option: WithRetry(RetryPolicy{BaseDelay: -1}), field: "WithRetry"},
		{option: WithRetry(RetryPolicy{MaxDelay: -1}), field: "WithRetry"},
		{option: WithRetry(RetryPolicy{BaseDelay: 2, MaxDelay: 1}), field: "WithRetry"},
		{option: WithRetry(RetryPolicy{BaseDelay: 21 * time.Second}), field: "WithRetry"},
		{option: WithHTTPClient(&http.Client{Transport: (*http.Transport)(nil)}), field: "WithHTTPClient"},
		{option: WithHTTPClient(&http.Client{Transport: (*script)(nil)}), field: "WithHTTPClient"},
		{option: WithHTTPClient(&http.Client{Transport: answer(nil)}), field: "WithHTTPClient"},
		{option: WithHTTPClient(&http.Client{Jar: (*cookiejar.Jar)(nil)}), field: "WithHTTPClient"},
		{option: WithLogger(new(slog.Logger)), field: "WithLogger"},
		{option: WithLogger(slog.New((*slog.TextHandler)(nil))), field: "WithLogger"},
		{option: WithLimiter((*countingLimiter)(nil)), field: "WithLimiter"},
		{option: WithLimiter(limiterFunc(nil)), field: "WithLimiter"},
		{option: WithLimiter(ticks(nil)), field: "WithLimiter"},
		{option: WithClock((*fakeClock)(nil)), field: "WithClock"},
		{option: WithClientValidation((*signer)(nil)), field: "WithClientValidation"},
		{option: WithClientValidation(signerFunc(nil)), field: "WithClientValidation"},
		{option: WithUserAgent(" billing/1.4"), field: "WithUserAgent"},
		{option: WithUserAgent("billing/1.4 "), field: "WithUserAgent"},
		{option: WithUserAgent(" "), field: "WithUserAgent"},
		{option: WithUserAgent(strings.Repeat("a", 257)), field: "WithUserAgent"},
		{option: WithLogger(nil), field: "WithLogger"},
		{option: WithLimiter(nil), field: "WithLimiter"},
		{option: WithClock(nil), field: "WithClock"},
		{option: WithClientValidation(nil), field: "WithClientValidation"},
		{option: WithUserAgent("a\tb"), field: "WithUserAgent"},
		{option: WithUserAgent("a\x7f"), field: "WithUserAgent"},
		{option: WithUserAgent("é"), field: "WithUserAgent"},
		{option: WithUserAgent("\xff"), field: "WithUserAgent"},
	}
	everything := make([]Option, 0, len(tests))
	for _, tt := range tests {
		_, err := New(testAccount, AuthToken(testToken), tt.option)
		assertProblem(t, err, tt.field)
		everything = append(everything, tt.option)
	}

	_, err := New("", Credential{}, everything...)
	var problems *ParamError
	require.ErrorAs(t, err, &problems)
	assert.Equal(t, "New", problems.Op)
	assert.Len(t, problems.Problems, 2+len(tests), "all of them, at once")
}

// ticks is a limiter that may be nil.
type ticks chan struct{}

func (c ticks) Wait(context.Context) error { <-c; return nil }

// TestOptionsTakeTheirExtremes: an allowed value also works.
func TestOptionsTakeTheirExtremes(t *testing.T) {
	t.Parallel()
	tests := map[string][]Option{
		"longest time-out":         {WithTimeout(math.MaxInt64)},
		"shortest waits":           {WithRetry(RetryPolicy{MaxDelay: 1})},
		"longest waits":            {WithRetry(RetryPolicy{BaseDelay: math.MaxInt64, MaxDelay: math.MaxInt64})},
		"equal waits":              {WithRetry(RetryPolicy{BaseDelay: time.Second, MaxDelay: time.Second})},
		"most attempts":            {WithRetry(RetryPolicy{MaxAttempts: math.MaxInt})},
		"no name":                  {WithUserAgent("")},
		"longest name":             {WithUserAgent(strings.Repeat("a", 256))},
		"net/http's own transport": {WithHTTPClient(&http.Client{Transport: reply(200, messageJSON)})},
	}
	for name, opts := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			transport := play(refuseDial, reply(200, messageJSON))
			client := testClient(t, transport, append(opts, WithClock(impatientClock{}))...)
			require.NoError(t, getMessage(t.Context(), client))
		})
	}
	policy := RetryPolicy{MaxDelay: time.Millisecond}.withDefaults()
	assert.Equal(t, time.Millisecond, policy.BaseDelay, "a default never exceeds the longest wait")
}

// A caller's http.Client without a Transport sends through net/http's own.
func TestClientWithoutTransportSends(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"balance":"1.50","currency":"USD","account_sid":"`+r.URL.Path+`"}`)
	}))
	defer server.Close()
	client, err := New(testAccount, AuthToken(testToken), WithHTTPClient(&http.Client{}), WithBaseURL(server.URL+"/twilio"))
	require.NoError(t, err)
	balance, err := client.Balance.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Decimal("1.50"), balance.Amount)
	assert.Equal(t, "/twilio/api/2010-04-01/Accounts/"+testAccount+"/Balance.json", balance.AccountSID)
	client.CloseIdleConnections()
}
