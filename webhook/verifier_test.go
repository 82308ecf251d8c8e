package webhook_test

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/webhook"
)

// signedRequest is a request as it reaches the server. It may be signed for another address.
type signedRequest struct {
	name    string
	signed  string // the address that Twilio signed
	address string // the address that the server sees
	method  string // "" for POST
	form    url.Values
	body    string // instead of a form
	header  []string
	opts    []webhook.Option
	token   string   // of the signature, "" for ownToken
	shared  string   // the key of the signature, instead of a token
	twice   []string // headers that are added to those of the same name
	host    string   // of the request, "" for that of the address
	want    error    // nil for Twilio's
}

func (a *signedRequest) request() *http.Request {
	req := post(a.address, a.form)
	if a.method != "" {
		req = httptest.NewRequest(a.method, a.address, http.NoBody)
	}
	if a.body != "" {
		req = httptest.NewRequest(cmp.Or(a.method, http.MethodPost), a.address, strings.NewReader(a.body))
		req.Header.Set("Content-Type", "application/json")
	}
	if strings.HasPrefix(a.address, "https") {
		req.TLS = new(tls.ConnectionState)
	}
	req.Header.Set("X-Twilio-Signature", webhook.Sign(cmp.Or(a.token, ownToken), a.signed, a.form))
	if a.shared != "" {
		req.Header.Set("X-Twilio-Signature", webhook.SignShared(a.shared, a.signed, a.form))
	}
	for i := 0; i < len(a.header); i += 2 {
		req.Header.Set(a.header[i], a.header[i+1])
	}
	for i := 0; i < len(a.twice); i += 2 {
		req.Header.Add(a.twice[i], a.twice[i+1])
	}
	_, rest, _ := strings.Cut(a.address, "://")
	_, target, _ := strings.Cut(rest, "/")
	req.RequestURI = "/" + target // as a server gets it
	req.Host = cmp.Or(a.host, req.Host)
	return req
}

// assertVerified verifies each request, or expects the reason that it has.
func assertVerified(t *testing.T, tests []signedRequest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := verifier(t, ownToken, tt.opts...).Verify(tt.request())
			if tt.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tt.want)
		})
	}
}

// TestTraps: proxies and HTTP clients change an address between Twilio and the server.
func TestTraps(t *testing.T) {
	t.Parallel()
	form := url.Values{"From": {"+14155550123"}, "Body": {"a+b & c"}}
	const hook, inner = "https://hooks.example.com/sms?x=1", "http://10.0.0.7:8080/sms?x=1"
	websocket := []string{"Upgrade", "websocket", "Connection", "Upgrade"}
	proxied := []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "hooks.example.com"}
	other, _ := webhook.SignBody(ownToken, "https://hooks.example.com/events", []byte(`[{"a":1}]`))
	nothing, _ := webhook.SignBody(ownToken, "https://hooks.example.com/events", nil)
	ofForm, _ := webhook.SignBody(ownToken, hook, []byte(form.Encode()))
	before, sum, _ := strings.Cut(ofForm, "bodySHA256=")
	upper := before + "bodySHA256=" + strings.ToUpper(sum)
	sub := []webhook.Option{webhook.AccountToken(subaccount, "sub")}
	trusting := []webhook.Option{webhook.TrustForwardedHeaders()}
	named := "AccountSid=" + subaccount
	tests := []signedRequest{
		{name: "as it was asked", signed: hook, address: hook, form: form},
		{name: "http", signed: "http://hooks.example.com/sms", address: "http://hooks.example.com/sms", form: form},
		{name: "signed with the port, seen without", signed: "https://hooks.example.com:443/sms?x=1", address: hook, form: form},
		{name: "signed without the port, seen with it", signed: hook, address: "https://hooks.example.com:443/sms?x=1", form: form},
		{name: "another port", signed: "https://hooks.example.com:8443/sms", address: "https://hooks.example.com:8443/sms", form: form},
		{name: "voice drops another port", signed: "https://hooks.example.com/sms", address: "https://hooks.example.com:8443/sms", form: form},
		{name: "http with its port", signed: "http://hooks.example.com:80/sms", address: "http://hooks.example.com/sms", form: form},
		{name: "IPv6", signed: "https://[2001:db8::1]/sms", address: "https://[2001:db8::1]:443/sms", form: form},
		{name: "trailing slash lost", signed: "https://hooks.example.com/sms/", address: "https://hooks.example.com/sms", form: form, want: webhook.ErrWrongSignature},
		{name: "escapes stay", signed: "https://hooks.example.com/a%2Fb?q=%2B%20", address: "https://hooks.example.com/a%2Fb?q=%2B%20", form: form},
		{name: "escapes undone", signed: "https://hooks.example.com/a%2Fb", address: "https://hooks.example.com/a/b", form: form, want: webhook.ErrWrongSignature},
		{name: "lower-case escapes stay", signed: "https://hooks.example.com/?q=%c3%a9", address: "https://hooks.example.com/?q=%c3%a9", form: form},
		{name: "apostrophe escaped by Twilio", signed: "https://hooks.example.com/?q=it%27s", address: "https://hooks.example.com/?q=it's", form: form},
		{name: "apostrophe escaped on the way", signed: "https://hooks.example.com/?q=it's", address: "https://hooks.example.com/?q=it%27s", form: form},
		{name: "two slashes", signed: "https://hooks.example.com//sms", address: "https://hooks.example.com//sms", form: form},
		{name: "upper-case host", signed: "https://Hooks.Example.com/sms", address: "https://Hooks.Example.com/sms", form: form},
		{name: "host in another case", signed: "https://Hooks.Example.com/sms", address: "https://hooks.example.com/sms", form: form, want: webhook.ErrWrongSignature},
		{name: "host in another case, told", signed: "https://Hooks.Example.com/sms", address: "https://hooks.example.com/sms", form: form, opts: []webhook.Option{webhook.PublicURL("https://Hooks.Example.com")}},
		{name: "repeated keys", signed: hook, address: hook, form: url.Values{"A": {"2", "1", "2"}, "a": {"x"}, "B": {""}}},
		{name: "no parameters", signed: hook, address: hook, form: url.Values{}},
		{name: "GET", signed: "https://hooks.example.com/voice?From=%2B1415", address: "https://hooks.example.com/voice?From=%2B1415", method: http.MethodGet},
		{name: "GET, changed", signed: "https://hooks.example.com/voice?From=%2B1415", address: "https://hooks.example.com/voice?From=%2B1416", method: http.MethodGet, want: webhook.ErrWrongSignature},
		{name: "JSON", signed: other, address: other, body: `[{"a":1}]`},
		{name: "JSON, changed", signed: other, address: other, body: `[{"a":2}]`, want: webhook.ErrBodyUnsigned},
		{name: "JSON without its hash", signed: hook, address: hook, body: `[{"a":1}]`, want: webhook.ErrBodyUnsigned},
		{name: "an empty body", signed: hook, address: hook, method: http.MethodPost},
		{name: "an empty body with its hash", signed: nothing, address: nothing, method: http.MethodPost},
		{name: "an empty body with another's hash", signed: other, address: other, method: http.MethodPost, want: webhook.ErrBodyUnsigned},
		{name: "GET with a body", signed: hook, address: hook, method: http.MethodGet, body: `[{"a":1}]`, want: webhook.ErrBodyUnsigned},
		{name: "HEAD with a body", signed: hook, address: hook, method: http.MethodHead, body: `[{"a":1}]`, want: webhook.ErrBodyUnsigned},
		{name: "GET with a body and its hash", signed: other, address: other, method: http.MethodGet, body: `[{"a":1}]`},
		{name: "GET with another's hash", signed: other, address: other, method: http.MethodGet, body: `[{"a":2}]`, want: webhook.ErrBodyUnsigned},
		{name: "HEAD with another's hash", signed: other, address: other, method: http.MethodHead, want: webhook.ErrBodyUnsigned},
		{name: "GET that calls its body a form", signed: hook, address: hook, method: http.MethodGet, body: "a=1", header: []string{"Content-Type", "application/x-www-form-urlencoded"}, want: webhook.ErrBodyUnsigned},
		{name: "DELETE with a body", signed: hook, address: hook, method: http.MethodDelete, body: "[]", want: webhook.ErrBodyUnsigned},
		{name: "a form with its hash", signed: ofForm, address: ofForm, form: form},
		{name: "a form with its hash in capitals", signed: upper, address: upper, form: form},
		{name: "a form with another's hash", signed: other, address: other, form: form, want: webhook.ErrBodyUnsigned},
		{name: "a form with an empty hash", signed: hook + "&bodySHA256=", address: hook + "&bodySHA256=", form: form, want: webhook.ErrBodyUnsigned},
		{name: "a form whose query speaks of the hash", signed: hook + "&next=bodySHA256", address: hook + "&next=bodySHA256", form: form},
		{name: "an empty form in place of JSON", signed: other, address: other, form: url.Values{}, want: webhook.ErrBodyUnsigned},
		{name: "JSON after a query that cannot be read", signed: strings.Replace(other, "bodySHA256=", "a;b&bodySHA256=", 1), address: strings.Replace(other, "bodySHA256=", "a;b&bodySHA256=", 1), body: `[{"a":1}]`},
		{name: "HEAD", signed: hook, address: hook, method: http.MethodHead},
		{name: "wrong token", signed: hook, address: hook, form: form, token: "another", want: webhook.ErrWrongSignature},
		{name: "rotated token", signed: hook, address: hook, form: form, token: "another", opts: []webhook.Option{webhook.Token("another")}},
		{name: "a subaccount's token", signed: hook, address: hook, form: url.Values{"AccountSid": {subaccount}}, token: "sub", opts: []webhook.Option{webhook.AccountToken(subaccount, "sub")}},
		{name: "a subaccount's token for another account", signed: hook, address: hook, form: url.Values{"AccountSid": {"AC00000000000000000000000000000002"}}, token: "sub", opts: []webhook.Option{webhook.AccountToken(subaccount, "sub")}, want: webhook.ErrWrongSignature},
		{name: "the first token for a subaccount", signed: hook, address: hook, form: url.Values{"AccountSid": {subaccount}}, opts: []webhook.Option{webhook.AccountToken(subaccount, "sub")}},
		{name: "a subaccount's GET", signed: hook + "&AccountSid=" + subaccount, address: hook + "&AccountSid=" + subaccount, method: http.MethodGet, token: "sub", opts: []webhook.Option{webhook.AccountToken(subaccount, "sub")}},
		{name: "a subaccount's HEAD", signed: hook + "&" + named, address: hook + "&" + named, method: http.MethodHead, token: "sub", opts: sub},
		{name: "a subaccount's WebSocket", signed: "wss://hooks.example.com/media?" + named, address: "https://hooks.example.com/media?" + named, method: http.MethodGet, header: websocket, token: "sub", opts: sub},
		{name: "a form that names a subaccount in its query alone", signed: hook + "&" + named, address: hook + "&" + named, form: form, token: "sub", opts: sub, want: webhook.ErrWrongSignature},
		{name: "JSON that names a subaccount", signed: other + "&" + named, address: other + "&" + named, body: `[{"a":1}]`, token: "sub", opts: sub, want: webhook.ErrWrongSignature},
		{name: "PUT", signed: hook, address: hook, method: http.MethodPut, token: "another", want: webhook.ErrWrongSignature},
		{name: "user and query in an error", signed: hook, address: inner + "&q=secret", form: form, opts: []webhook.Option{webhook.PublicURL("https://user:pass@hooks.example.com")}, want: webhook.ErrWrongSignature},
		{name: "user in the address, not signed", signed: hook, address: hook, form: form, header: []string{"Authorization", "Basic dXNlcjpwYXNz"}},
		{name: "user in the address, signed", signed: "https://user:pass@hooks.example.com/sms?x=1", address: hook, form: form, header: []string{"Authorization", "Basic dXNlcjpwYXNz"}},
		{name: "user in the public address, signed", signed: "https://user:pass@hooks.example.com/sms?x=1", address: hook, form: form, opts: []webhook.Option{webhook.PublicURL("https://user:pass@hooks.example.com")}},
		{name: "behind a proxy", signed: hook, address: inner, form: form, opts: []webhook.Option{webhook.PublicURL("https://hooks.example.com")}},
		{name: "behind a proxy that takes a path off", signed: "https://hooks.example.com/twilio/sms?x=1", address: inner, form: form, opts: []webhook.Option{webhook.PublicURL("https://hooks.example.com/twilio/")}},
		{name: "behind a proxy, not told", signed: hook, address: inner, form: form, want: webhook.ErrWrongSignature},
		{name: "forwarded headers, trusted", signed: hook, address: inner, form: form, header: proxied, opts: []webhook.Option{webhook.TrustForwardedHeaders()}},
		{name: "forwarded headers, not trusted", signed: hook, address: inner, form: form, header: proxied, want: webhook.ErrWrongSignature},
		{name: "forwarded through two proxies", signed: hook, address: inner, form: form, header: []string{"X-Forwarded-Proto", "https, http", "X-Forwarded-Host", "hooks.example.com, inner"}, opts: []webhook.Option{webhook.TrustForwardedHeaders()}},
		{name: "forwarded host with a path", signed: "https://hooks.example.com/a/sms", address: "https://hooks.example.com/sms", form: form, header: []string{"X-Forwarded-Host", "hooks.example.com/a"}, opts: []webhook.Option{webhook.TrustForwardedHeaders()}, want: webhook.ErrWrongSignature},
		{name: "forwarded port", signed: "https://hooks.example.com:8443/sms?x=1", address: inner, form: form, header: append([]string{"X-Forwarded-Port", "8443"}, proxied...), opts: []webhook.Option{webhook.TrustForwardedHeaders()}},
		{name: "forwarded wss", signed: "wss://hooks.example.com/media", address: "http://10.0.0.7/media", method: http.MethodGet, header: append([]string{"X-Forwarded-Proto", "wss", "X-Forwarded-Host", "hooks.example.com"}, websocket...), opts: trusting},
		{name: "forwarded WSS, not of a WebSocket", signed: hook, address: inner, form: form, header: []string{"X-Forwarded-Proto", "WSS", "X-Forwarded-Host", "hooks.example.com"}, opts: trusting},
		{name: "forwarded ws", signed: "http://hooks.example.com/sms?x=1", address: hook, form: form, header: []string{"X-Forwarded-Proto", "ws"}, opts: trusting},
		{name: "forwarded http", signed: "http://hooks.example.com/sms?x=1", address: hook, form: form, header: []string{"X-Forwarded-Proto", "http"}, opts: trusting},
		{name: "forwarded nonsense", signed: hook, address: hook, form: form, header: []string{"X-Forwarded-Proto", "gopher", "X-Forwarded-Host", " ", "X-Forwarded-Port", "x"}, opts: trusting},
		{name: "forwarded nonsense, signed", signed: "gopher://hooks.example.com/sms?x=1", address: hook, form: form, header: []string{"X-Forwarded-Proto", "gopher"}, opts: trusting, want: webhook.ErrWrongSignature},
		{name: "RFC 7239", signed: hook, address: inner, form: form, header: []string{"Forwarded", "proto=https;host=hooks.example.com"}, opts: trusting, want: webhook.ErrWrongSignature},
		{name: "fragment", signed: hook + "#rc=2", address: hook, form: form},
		{name: "WebSocket", signed: "wss://hooks.example.com/media", address: "https://hooks.example.com/media", method: http.MethodGet, header: websocket},
		{name: "WebSocket, signed with a slash", signed: "wss://hooks.example.com/media/", address: "https://hooks.example.com/media", method: http.MethodGet, header: websocket},
		{name: "WebSocket, signed without a slash", signed: "wss://hooks.example.com/media?a=1", address: "https://hooks.example.com/media/?a=1", method: http.MethodGet, header: websocket},
		{name: "WebSocket without TLS, signed with its port", signed: "ws://hooks.example.com:80/media", address: "http://hooks.example.com/media", method: http.MethodGet, header: websocket},
		{name: "WebSocket behind a proxy", signed: "wss://hooks.example.com/media", address: "http://10.0.0.7/media", method: http.MethodGet, header: websocket, opts: []webhook.Option{webhook.PublicURL("https://hooks.example.com")}},
		{name: "WebSocket in another case", signed: "wss://hooks.example.com/media", address: "https://hooks.example.com/media", method: http.MethodGet, header: []string{"Upgrade", "WebSocket"}},
		{name: "https is not a WebSocket", signed: "wss://hooks.example.com/media", address: "https://hooks.example.com/media", method: http.MethodGet, want: webhook.ErrWrongSignature},
		{name: "no signature", signed: hook, address: hook, form: form, header: []string{"X-Twilio-Signature", ""}, want: webhook.ErrNoSignature},
		{name: "signature cut short", signed: hook, address: hook, form: form, header: []string{"X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93"}, want: webhook.ErrWrongSignature},
		{name: "signature in hexadecimal", signed: hook, address: hook, form: form, header: []string{"X-Twilio-Signature", strings.Repeat("0a", 20)}, want: webhook.ErrWrongSignature},
		{name: "signature of 28 other characters", signed: hook, address: hook, form: form, header: []string{"X-Twilio-Signature", strings.Repeat("!", 28)}, want: webhook.ErrWrongSignature},
		{name: "not a form although it says so", signed: hook, address: hook, form: form, body: "a=%zz", header: []string{"Content-Type", "application/x-www-form-urlencoded"}, want: webhook.ErrBodyUnreadable},
		{name: "too large", signed: hook, address: hook, form: url.Values{"Body": {strings.Repeat("x", 101)}}, opts: []webhook.Option{webhook.MaxBody(100)}, want: webhook.ErrBodyTooLarge},
		{name: "as large as it may be", signed: hook, address: hook, form: url.Values{"Body": {strings.Repeat("x", 95)}}, opts: []webhook.Option{webhook.MaxBody(100)}},
		{name: "a byte too large", signed: hook, address: hook, form: url.Values{"Body": {strings.Repeat("x", 96)}}, opts: []webhook.Option{webhook.MaxBody(100)}, want: webhook.ErrBodyTooLarge},
		{name: "a Content-Type with a broken parameter", signed: hook, address: hook, form: form, header: []string{"Content-Type", "application/x-www-form-urlencoded; charset"}, want: webhook.ErrBodyUnsigned},
		{name: "a Content-Type that is not one", signed: hook, address: hook, form: form, header: []string{"Content-Type", ";;;"}, want: webhook.ErrBodyUnsigned},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			req := tt.request()
			err := verifier(t, ownToken, tt.opts...).Verify(req)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
				var wrong *webhook.SignatureError
				require.ErrorAs(t, err, &wrong)
				for _, hidden := range []string{ownToken, "+1415", "pass", "a+b", "secret"} {
					assert.NotContains(t, err.Error(), hidden)
				}
			} else {
				require.NoError(t, err)
			}
			body, err := io.ReadAll(req.Body)
			require.NoError(t, err)
			want := tt.body
			if tt.body == "" && tt.method == "" {
				want = tt.form.Encode()
			}
			assert.Equal(t, want, string(body), "it can be read again")
			require.NoError(t, req.Body.Close())
		})
	}
}

const subaccount = "AC00000000000000000000000000000001"

// TestVerifyAfterParseForm: a handler has read the form before.
func TestVerifyAfterParseForm(t *testing.T) {
	t.Parallel()
	form := url.Values{"Body": {"Hi"}}
	req := post("https://hooks.example.com/sms?x=1", form)
	req.TLS = new(tls.ConnectionState)
	req.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, "https://hooks.example.com/sms?x=1", form))
	require.NoError(t, req.ParseForm())
	require.NoError(t, verifier(t, ownToken).Verify(req))

	address, _ := webhook.SignBody(ownToken, "https://hooks.example.com/sms", []byte(form.Encode()))
	read := post(address, form)
	read.TLS = new(tls.ConnectionState)
	read.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, address, form))
	require.NoError(t, read.ParseForm())
	require.ErrorIs(t, verifier(t, ownToken).Verify(read), webhook.ErrBodyUnsigned, "nothing is left to hold against the hash")
	read.Body = io.NopCloser(strings.NewReader(form.Encode()))
	require.NoError(t, verifier(t, ownToken).Verify(read))
}

func TestUnsignedBodyIsExplained(t *testing.T) {
	t.Parallel()
	req := httptest.NewRequest(http.MethodPost, "https://hooks.example.com/sms", strings.NewReader("[]"))
	req.Header.Set("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
	assert.ErrorContains(t, verifier(t, ownToken).Verify(req), "the query has no bodySHA256")
}

func TestVerifierOptions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		opts []webhook.Option
		want string
	}{
		{opts: nil, want: "NewVerifier"},
		{opts: []webhook.Option{nil}, want: "NewVerifier"},
		{opts: []webhook.Option{webhook.Token("")}, want: "Token"},
		{opts: []webhook.Option{webhook.Token(" 0123 ")}, want: "Token"},
		{opts: []webhook.Option{webhook.Token(subaccount)}, want: "Token"},
		{opts: []webhook.Option{webhook.AccountToken("SK1", "x")}, want: "AccountToken"},
		{opts: []webhook.Option{webhook.AccountToken(subaccount, "")}, want: "AccountToken"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("hooks.example.com")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("ftp://hooks.example.com")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com?a=1")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com#rc=2")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://%zz")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com"), webhook.TrustForwardedHeaders()}, want: "TrustForwardedHeaders"},
		{opts: []webhook.Option{webhook.Token("x")}, want: "NewVerifier"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.TrustForwardedHeaders()}, want: "NewVerifier"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.TrustForwardedPrefix()}, want: "NewVerifier"},
		{opts: []webhook.Option{webhook.TrustRequestHost()}, want: "NewVerifier"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts("hooks.example.com"), webhook.PublicURL("https://hooks.example.com")}, want: "Hosts"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts("hooks.example.com"), webhook.TrustRequestHost()}, want: "TrustRequestHost"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com"), webhook.TrustRequestHost()}, want: "TrustRequestHost"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com/api"), webhook.TrustForwardedPrefix()}, want: "TrustForwardedPrefix"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts()}, want: "Hosts"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts("")}, want: "Hosts"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts("hooks.example.com", "bücher.example")}, want: "Hosts"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts("https://hooks.example.com")}, want: "Hosts"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts("hooks.example.com:443")}, want: "Hosts"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts("*.example.com")}, want: "Hosts"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts("user@hooks.example.com")}, want: "Hosts"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts("hooks.example.com/api")}, want: "Hosts"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Hosts(strings.Repeat("h", 300))}, want: "Hosts"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://bücher.example")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://b%C3%BCcher.example")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com:")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com:99999")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com:0")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com/a b")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com/" + strings.Repeat("a", 20_000))}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com"), webhook.PublicURL("hooks.example.com")}, want: "PublicURL"},
		{opts: []webhook.Option{webhook.SharedKey("", "x")}, want: "SharedKey"},
		{opts: []webhook.Option{webhook.SharedKey("webhooks_sharedkey_1", "")}, want: "SharedKey"},
		{opts: []webhook.Option{webhook.SharedKey("webhooks_sharedkey_1,algorithm=HMAC_SHA1", "x")}, want: "SharedKey"},
		{opts: []webhook.Option{webhook.SharedKey("webhooks sharedkey", "x")}, want: "SharedKey"},
		{opts: []webhook.Option{webhook.SharedKey("secret", "webhooks_sharedkey_1")}, want: "SharedKey"},
		{opts: []webhook.Option{webhook.SharedKey("webhooks_sharedkey_1", subaccount)}, want: "SharedKey"},
		{opts: []webhook.Option{webhook.SharedKey("webhooks_sharedkey_1", "x\n")}, want: "SharedKey"},
		{opts: []webhook.Option{webhook.AccountSharedKey("webhooks_sharedkey_1", subaccount, "x")}, want: "AccountSharedKey"},
		{opts: []webhook.Option{webhook.AccountSharedKey(subaccount, "webhooks_sharedkey_1", "")}, want: "AccountSharedKey"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.MaxBody(0)}, want: "MaxBody"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.MaxBody(math.MaxInt64)}, want: "MaxBody"},
		{opts: []webhook.Option{webhook.Token("x"), webhook.Logger(nil)}, want: "Logger"},
	}
	for _, tt := range tests {
		v, err := webhook.NewVerifier(tt.opts...)
		assert.Nil(t, v)
		var config *webhook.ConfigError
		require.ErrorAs(t, err, &config)
		assert.Equal(t, tt.want, config.Option)
		assert.NotEmpty(t, config.Remedy)
		assert.Contains(t, err.Error(), tt.want)
	}
}

func TestMiddleware(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	v := verifier(t, ownToken, webhook.Logger(slog.New(slog.NewTextHandler(&log, nil))), webhook.MaxBody(100))
	seen := 0
	h := v.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		seen++
		assert.Equal(t, "Hi", r.FormValue("Body"))
	}))
	serve := func(form url.Values, token string) *httptest.ResponseRecorder {
		req := post("http://hooks.example.com/sms", form)
		req.Header.Set("X-Twilio-Signature", webhook.Sign(token, "http://hooks.example.com/sms", form))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		return w
	}
	assert.Equal(t, http.StatusOK, serve(url.Values{"Body": {"Hi"}}, ownToken).Code)
	forged := serve(url.Values{"Body": {"Hi"}}, "another")
	assert.Equal(t, http.StatusForbidden, forged.Code)
	assert.Equal(t, "Forbidden\n", forged.Body.String())
	assert.Equal(t, http.StatusRequestEntityTooLarge, serve(url.Values{"Body": {strings.Repeat("x", 200)}}, ownToken).Code)
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodConnect} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, "http://hooks.example.com/sms", http.NoBody))
		assert.Equal(t, http.StatusForbidden, w.Code, method)
	}
	assert.Equal(t, 1, seen)
	assert.Contains(t, log.String(), "http://hooks.example.com/sms")
	assert.NotContains(t, log.String(), ownToken)
}

// TestTokensNeverPrint under any verb, in JSON or in a log.
func TestTokensNeverPrint(t *testing.T) {
	t.Parallel()
	const secret = "5ec2e75ec2e75ec2e75ec2e75ec2e700"
	v := verifier(t, secret, webhook.AccountToken(subaccount, secret), webhook.PublicURL("https://user:"+secret+"@hooks.example.com"))
	_ = v.VerifyForm("https://hooks.example.com/", nil, "RSOYDt4T1cUTdK1PDd93/VVr8B8=") // the state of the HMAC is there
	var texts []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		texts = append(texts, fmt.Sprintf(verb, v), fmt.Sprintf(verb, *v), fmt.Sprintf(verb, struct{ v *webhook.Verifier }{v}))
	}
	text, err := json.Marshal([]any{v})
	require.NoError(t, err)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("verifier", "v", v)
	for _, text := range append(texts, string(text), log.String()) {
		assert.NotContains(t, text, secret)
		assert.NotContains(t, text, fmt.Sprintf("%x", secret))
	}
}

// TestRequestsWithoutATarget do not panic, and are refused.
func TestRequestsWithoutATarget(t *testing.T) {
	t.Parallel()
	for _, r := range []*http.Request{
		{}, {URL: &url.URL{Path: "*"}, RequestURI: "*"}, {URL: &url.URL{Opaque: "x"}}, {URL: &url.URL{Path: "sms"}}, {Method: http.MethodConnect, URL: &url.URL{Host: "h:1"}, RequestURI: "h:1"},
	} {
		for _, address := range []string{"http://hooks.example.com", "http://hooks.example.com*", "http://hooks.example.comx", "http://hooks.example.comsms"} {
			r.Header = http.Header{"X-Twilio-Signature": {webhook.Sign(ownToken, address, nil)}}
			if r.Method != http.MethodConnect || address != "http://hooks.example.com" {
				require.ErrorIs(t, verifier(t, ownToken, webhook.PublicURL("http://hooks.example.com")).Verify(r), webhook.ErrWrongSignature, "%s %+v", address, r.URL)
			}
		}
	}
}

// TestDefaultLogger is not parallel: it replaces the logger of the whole process.
func TestDefaultLogger(t *testing.T) { //nolint:paralleltest // see above
	h := verifier(t, ownToken).Middleware(http.NotFoundHandler()) // made before the logger is set
	log := defaultLog(t)
	h.ServeHTTP(httptest.NewRecorder(), hook("Body", "Hi"))
	assert.Contains(t, log.String(), "there is no X-Twilio-Signature")
}

// TestVerifyFormOfAnAccount: it is named by the parameters, or by the query when
// there are none.
func TestVerifyFormOfAnAccount(t *testing.T) {
	t.Parallel()
	v, err := webhook.NewVerifier(webhook.AccountToken(subaccount, "sub"), webhook.Hosts("hooks.example.com"))
	require.NoError(t, err)
	const address = "https://hooks.example.com/sms"
	asked := address + "?AccountSid=" + subaccount + "&a=%zz"
	for _, tt := range []struct {
		address string
		form    url.Values
		want    error
	}{
		{address: address, form: url.Values{"AccountSid": {subaccount}}},
		{address: asked},
		{address: asked + "#rc=2"},
		{address: asked, form: url.Values{}, want: webhook.ErrWrongSignature},
		{address: asked, form: url.Values{"Body": {"x"}}, want: webhook.ErrWrongSignature},
		{address: asked, form: url.Values{"AccountSid": {"AC1"}}, want: webhook.ErrTwoAccounts},
		{address: address, want: webhook.ErrWrongSignature},
	} {
		require.ErrorIs(t, v.VerifyForm(tt.address, tt.form, webhook.Sign("sub", tt.address, tt.form)), tt.want, "%s %v", tt.address, tt.form)
	}
	require.ErrorIs(t, v.VerifyForm(address, nil, ""), webhook.ErrNoSignature)
}
