//go:build !race

package webhook_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/webhook"
)

// TestVerifyFormAllocatesNothing is not parallel: AllocsPerRun counts everybody's.
func TestVerifyFormAllocatesNothing(t *testing.T) { //nolint:paralleltest // see above
	form := officialForm()
	const byToken, byKey = "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s="
	settings := []string{webhook.SharedKeySettings(keyName)}
	of := with(officialForm(), "AccountSid", subaccount)
	bySub := webhook.Sign("sub", official, of)
	for _, opt := range []webhook.Option{webhook.TrustRequestHost(), webhook.Hosts("hooks.example.com", "mycompany.com"), webhook.PublicURL("https://mycompany.com")} {
		v := verifier(t, officialToken, webhook.SharedKey(keyName, officialToken), opt)
		assert.Zero(t, testing.AllocsPerRun(1000, func() {
			if v.VerifyForm(official, form, byToken) != nil || v.VerifyForm(official, form, byKey, settings...) != nil {
				t.Error("they are right")
			}
		}))
		bound := verifier(t, officialToken, webhook.AccountToken(subaccount, "sub"), opt)
		assert.Zero(t, testing.AllocsPerRun(1000, func() {
			if bound.VerifyForm(official, of, bySub) != nil {
				t.Error("it is right")
			}
		}))
	}
}

// TestVerifyAllocatesLittle: a whole request with its form.
func TestVerifyAllocatesLittle(t *testing.T) { //nolint:paralleltest // as above
	form := officialForm()
	v, body := verifier(t, officialToken, webhook.PublicURL("https://mycompany.com")), form.Encode()
	r := post(official, form)
	r.Header.Set("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
	assert.LessOrEqual(t, testing.AllocsPerRun(1000, func() {
		r.Body = readCloser{strings.NewReader(body)}
		if v.Verify(r) != nil {
			t.Error("it is right")
		}
	}), 29.0)
}

// bytesPerRun is AllocsPerRun of bytes.
func bytesPerRun(f func()) uint64 {
	const runs = 20
	f()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		f()
	}
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) / runs
}

// TestLargeRequestsAreRefusedCheaply: a request without a right signature makes the
// server allocate little, and write little to its log.
func TestLargeRequestsAreRefusedCheaply(t *testing.T) { //nolint:paralleltest // as above
	const million = 1 << 20
	large := strings.Repeat("a", million)
	header := func(name string, values ...string) func(*http.Request) {
		return func(r *http.Request) { r.Header[name] = values }
	}
	target := func(target string) func(*http.Request) {
		return func(r *http.Request) { r.RequestURI = target }
	}
	tests := []struct {
		name   string
		change func(*http.Request)
		status int
	}{
		{name: "a path", change: target("/" + large), status: http.StatusRequestURITooLong},
		{name: "a path of slashes", change: target(strings.Repeat("/", million)), status: http.StatusRequestURITooLong},
		{name: "a path of escapes", change: target("/" + strings.Repeat("%40", million/3)), status: http.StatusRequestURITooLong},
		{name: "a query", change: target("/sms?" + large), status: http.StatusRequestURITooLong},
		{name: "a query of apostrophes", change: target("/sms?" + strings.Repeat("'", million)), status: http.StatusRequestURITooLong},
		{name: "a query of many parameters", change: target("/sms?" + strings.Repeat("a=1&", million/4)), status: http.StatusRequestURITooLong},
		{name: "a query of many accounts", change: target("/sms?" + strings.Repeat("AccountSid=AC1&", million/15)), status: http.StatusRequestURITooLong},
		{name: "an address that no server has read", change: func(r *http.Request) { r.RequestURI, r.URL = "", &url.URL{Path: "/ä" + large} }, status: http.StatusRequestURITooLong},
		{name: "an opaque address", change: func(r *http.Request) { r.RequestURI, r.URL = "", &url.URL{Opaque: "/" + large} }, status: http.StatusRequestURITooLong},
		{name: "a query that no server has read", change: func(r *http.Request) { r.RequestURI, r.URL = "", &url.URL{Path: "/", RawQuery: large} }, status: http.StatusRequestURITooLong},
		{name: "an absolute address", change: func(r *http.Request) { r.RequestURI, r.URL = "http://h/"+large, &url.URL{Path: "/" + large} }, status: http.StatusRequestURITooLong},
		{name: "a host", change: func(r *http.Request) { r.Host = large }, status: http.StatusRequestURITooLong},
		{name: "a forwarded host", change: header("X-Forwarded-Host", large), status: http.StatusForbidden},
		{name: "a list of forwarded hosts", change: header("X-Forwarded-Host", strings.Repeat("hooks.example.com,", million/18)), status: http.StatusForbidden},
		{name: "a forwarded protocol", change: header("X-Forwarded-Proto", strings.Repeat("HTTPS", million/5)), status: http.StatusForbidden},
		{name: "a forwarded port", change: header("X-Forwarded-Port", strings.Repeat("1", million)), status: http.StatusForbidden},
		{name: "a forwarded prefix", change: header("X-Forwarded-Prefix", "/"+large), status: http.StatusForbidden},
		{name: "a list of forwarded prefixes", change: header("X-Forwarded-Prefix", strings.Repeat("/a,", million/3)), status: http.StatusForbidden},
		{name: "a user", change: header("Authorization", "Basic "+strings.Repeat("YTph", million/4)), status: http.StatusForbidden},
		{name: "a content type", change: header("Content-Type", "application/x-www-form-urlencoded;"+strings.Repeat("A=b;", million/4)), status: http.StatusForbidden},
		{name: "an upgrade", change: header("Upgrade", large), status: http.StatusForbidden},
		{name: "a signature", change: header("X-Twilio-Signature", large), status: http.StatusForbidden},
		{name: "the settings of a signature", change: header(settingsHeader, "key="+large), status: http.StatusForbidden},
		{name: "many settings of a signature", change: header(settingsHeader, strings.Split(strings.Repeat("key=a,algorithm=HMAC_SHA256 ", 10_000), " ")...), status: http.StatusForbidden},
	}
	v := func(opts ...webhook.Option) *webhook.Verifier {
		return verifier(t, ownToken, append(opts, webhook.SharedKey(keyName, sharedSecret), webhook.TrustForwardedPrefix())...)
	}
	for _, tt := range tests {
		r := httptest.NewRequest(http.MethodPost, "/sms", http.NoBody)
		r.Header.Set("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
		tt.change(r)
		trusting, log := v(webhook.TrustForwardedHeaders()), new(bytes.Buffer)
		for _, v := range []*webhook.Verifier{trusting, v(webhook.PublicURL("https://hooks.example.com")), v(webhook.Hosts("hooks.example.com"))} {
			allocs := testing.AllocsPerRun(10, func() { assert.Error(t, v.Verify(r)) })
			assert.LessOrEqual(t, allocs, 60.0, tt.name)
			assert.LessOrEqual(t, bytesPerRun(func() { _ = v.Verify(r) }), uint64(8<<10), tt.name)
			assert.LessOrEqual(t, len(v.Verify(r).Error()), 3000, tt.name)
		}
		answer := httptest.NewRecorder()
		v(webhook.TrustForwardedHeaders(), webhook.Logger(slog.New(slog.NewTextHandler(log, nil)))).Middleware(http.NotFoundHandler()).ServeHTTP(answer, r)
		assert.Equal(t, tt.status, answer.Code, tt.name)
		assert.Less(t, log.Len(), 3000, tt.name)
	}
	anyHost, address := verifier(t, ownToken), "https://hooks.example.com/"+large
	assert.LessOrEqual(t, bytesPerRun(func() {
		require.ErrorIs(t, anyHost.VerifyForm(address, nil, "RSOYDt4T1cUTdK1PDd93/VVr8B8="), webhook.ErrAddressTooLong)
	}), uint64(8<<10))
}

// TestLongestRequestsAreBounded: the most that is looked at, in every form at once.
func TestLongestRequestsAreBounded(t *testing.T) { //nolint:paralleltest // as above
	v := verifier(t, ownToken, webhook.TrustForwardedHeaders(), webhook.TrustForwardedPrefix(), webhook.AccountToken(subaccount, "sub"))
	r := httptest.NewRequest(http.MethodGet, "/sms", http.NoBody)
	r.Host, r.RequestURI = strings.Repeat("H", 250)+":8080", "/"+strings.Repeat("%40", 1000)+"?"+strings.Repeat("%27'%3A&", 1600)
	r.Header = http.Header{"X-Twilio-Signature": {"RSOYDt4T1cUTdK1PDd93/VVr8B8="}, "Upgrade": {"websocket"}, "X-Forwarded-Prefix": {"/" + strings.Repeat("p", 250)}}
	r.SetBasicAuth(strings.Repeat("u'", 300), "")
	var err error
	assert.LessOrEqual(t, bytesPerRun(func() { err = v.Verify(r) }), uint64(512<<10))
	require.ErrorIs(t, err, webhook.ErrWrongSignature)
	assert.LessOrEqual(t, len(err.Error()), 4500)
}
