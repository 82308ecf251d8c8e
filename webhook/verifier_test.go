package webhook_test

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/webhook"
)

// arrival is a request as it reaches the server, signed for another address.
type arrival struct {
	name    string
	signed  string // the address that Twilio signed
	address string // the address that the server sees
	method  string // "" for POST
	form    url.Values
	body    string // instead of a form
	header  []string
	opts    []webhook.Option
	token   string // of the signature, "" for ownToken
	want    error  // nil for Twilio's
}

func (a *arrival) request() *http.Request {
	req := post(a.address, a.form)
	if a.method != "" {
		req = httptest.NewRequest(a.method, a.address, http.NoBody)
	}
	if a.body != "" {
		req = httptest.NewRequest(http.MethodPost, a.address, strings.NewReader(a.body))
		req.Header.Set("Content-Type", "application/json")
	}
	if strings.HasPrefix(a.address, "https") {
		req.TLS = new(tls.ConnectionState)
	}
	token := a.token
	if token == "" {
		token = ownToken
	}
	req.Header.Set("X-Twilio-Signature", webhook.Sign(token, a.signed, a.form))
	for i := 0; i < len(a.header); i += 2 {
		req.Header.Set(a.header[i], a.header[i+1])
	}
	return req
}

// TestTraps: what happens to an address between Twilio and the server.
func TestTraps(t *testing.T) {
	t.Parallel()
	form := url.Values{"From": {"+14155550123"}, "Body": {"a+b & c"}}
	const hook, inner = "https://hooks.example.com/sms?x=1", "http://10.0.0.7:8080/sms?x=1"
	websocket := []string{"Upgrade", "websocket", "Connection", "Upgrade"}
	proxied := []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "hooks.example.com"}
	other, _ := webhook.SignBody(ownToken, "https://hooks.example.com/events", []byte(`[{"a":1}]`))
	nothing, _ := webhook.SignBody(ownToken, "https://hooks.example.com/events", nil)
	tests := []arrival{
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
		{name: "wrong token", signed: hook, address: hook, form: form, token: "another", want: webhook.ErrWrongSignature},
		{name: "rotated token", signed: hook, address: hook, form: form, token: "another", opts: []webhook.Option{webhook.Token("another")}},
		{name: "a subaccount's token", signed: hook, address: hook, form: url.Values{"AccountSid": {subaccount}}, token: "sub", opts: []webhook.Option{webhook.AccountToken(subaccount, "sub")}},
		{name: "a subaccount's token for another account", signed: hook, address: hook, form: url.Values{"AccountSid": {"AC00000000000000000000000000000002"}}, token: "sub", opts: []webhook.Option{webhook.AccountToken(subaccount, "sub")}, want: webhook.ErrWrongSignature},
		{name: "the first token for a subaccount", signed: hook, address: hook, form: url.Values{"AccountSid": {subaccount}}, opts: []webhook.Option{webhook.AccountToken(subaccount, "sub")}},
		{name: "a subaccount's GET", signed: hook + "&AccountSid=" + subaccount, address: hook + "&AccountSid=" + subaccount, method: http.MethodGet, token: "sub", opts: []webhook.Option{webhook.AccountToken(subaccount, "sub")}},
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
		{name: "fragment", signed: hook + "#rc=2", address: hook, form: form},
		{name: "WebSocket", signed: "wss://hooks.example.com/media", address: "https://hooks.example.com/media", method: http.MethodGet, header: websocket},
		{name: "WebSocket, signed with a slash", signed: "wss://hooks.example.com/media/", address: "https://hooks.example.com/media", method: http.MethodGet, header: websocket},
		{name: "WebSocket, signed without a slash", signed: "wss://hooks.example.com/media?a=1", address: "https://hooks.example.com/media/?a=1", method: http.MethodGet, header: websocket},
		{name: "WebSocket without TLS, signed with its port", signed: "ws://hooks.example.com:80/media", address: "http://hooks.example.com/media", method: http.MethodGet, header: websocket},
		{name: "WebSocket behind a proxy", signed: "wss://hooks.example.com/media", address: "http://10.0.0.7/media", method: http.MethodGet, header: websocket, opts: []webhook.Option{webhook.PublicURL("https://hooks.example.com")}},
		{name: "https is no WebSocket", signed: "wss://hooks.example.com/media", address: "https://hooks.example.com/media", method: http.MethodGet, want: webhook.ErrWrongSignature},
		{name: "no signature", signed: hook, address: hook, form: form, header: []string{"X-Twilio-Signature", ""}, want: webhook.ErrNoSignature},
		{name: "signature cut short", signed: hook, address: hook, form: form, header: []string{"X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93"}, want: webhook.ErrWrongSignature},
		{name: "signature in hexadecimal", signed: hook, address: hook, form: form, header: []string{"X-Twilio-Signature", strings.Repeat("0a", 20)}, want: webhook.ErrWrongSignature},
		{name: "signature of 28 other characters", signed: hook, address: hook, form: form, header: []string{"X-Twilio-Signature", strings.Repeat("!", 28)}, want: webhook.ErrWrongSignature},
		{name: "no form although it says so", signed: hook, address: hook, form: form, body: "a=%zz", header: []string{"Content-Type", "application/x-www-form-urlencoded"}, want: webhook.ErrBodyUnreadable},
		{name: "too large", signed: hook, address: hook, form: url.Values{"Body": {strings.Repeat("x", 101)}}, opts: []webhook.Option{webhook.MaxBody(100)}, want: webhook.ErrBodyTooLarge},
		{name: "a Content-Type that is none", signed: hook, address: hook, form: form, header: []string{"Content-Type", ";;;"}, want: webhook.ErrBodyUnsigned},
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
				return
			}
			require.NoError(t, err)
			body, err := io.ReadAll(req.Body)
			require.NoError(t, err)
			switch {
			case tt.body != "":
				assert.Equal(t, tt.body, string(body), "it can be read again")
			case tt.method == "":
				assert.Equal(t, tt.form.Encode(), string(body), "it can be read again")
			}
			require.NoError(t, req.Body.Close())
		})
	}
}

const subaccount = "AC00000000000000000000000000000001"

// TestVerifyAfterParseForm: somebody has read the form before.
func TestVerifyAfterParseForm(t *testing.T) {
	t.Parallel()
	form := url.Values{"Body": {"Hi"}}
	req := post("https://hooks.example.com/sms?x=1", form)
	req.TLS = new(tls.ConnectionState)
	req.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, "https://hooks.example.com/sms?x=1", form))
	require.NoError(t, req.ParseForm())
	require.NoError(t, verifier(t, ownToken).Verify(req))
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

func TestBodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	req := httptest.NewRequest(http.MethodPost, "https://hooks.example.com/sms", brokenReader{})
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
	require.ErrorIs(t, verifier(t, ownToken).Verify(req), webhook.ErrBodyUnreadable)
	_, err := webhook.ParseMessage(req)
	var payload *webhook.PayloadError
	require.ErrorAs(t, err, &payload)
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
		{nil, "NewVerifier"},
		{[]webhook.Option{nil}, "NewVerifier"},
		{[]webhook.Option{webhook.Token("")}, "Token"},
		{[]webhook.Option{webhook.Token(" 0123 ")}, "Token"},
		{[]webhook.Option{webhook.Token(subaccount)}, "Token"},
		{[]webhook.Option{webhook.AccountToken("SK1", "x")}, "AccountToken"},
		{[]webhook.Option{webhook.AccountToken(subaccount, "")}, "AccountToken"},
		{[]webhook.Option{webhook.Token("x"), webhook.PublicURL("hooks.example.com")}, "PublicURL"},
		{[]webhook.Option{webhook.Token("x"), webhook.PublicURL("ftp://hooks.example.com")}, "PublicURL"},
		{[]webhook.Option{webhook.Token("x"), webhook.PublicURL("https://hooks.example.com?a=1")}, "PublicURL"},
		{[]webhook.Option{webhook.Token("x"), webhook.PublicURL("https://%zz")}, "PublicURL"},
		{[]webhook.Option{webhook.Token("x"), webhook.MaxBody(0)}, "MaxBody"},
		{[]webhook.Option{webhook.Token("x"), webhook.Logger(nil)}, "Logger"},
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
	v := verifier(t, secret, webhook.AccountToken(subaccount, secret))
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

// TestVerifyFormOfAnAccount: it is named in the form, or in the query of a GET.
func TestVerifyFormOfAnAccount(t *testing.T) {
	t.Parallel()
	v, err := webhook.NewVerifier(webhook.AccountToken(subaccount, "sub"))
	require.NoError(t, err)
	const address = "https://hooks.example.com/sms"
	form := url.Values{"AccountSid": {subaccount}}
	require.NoError(t, v.VerifyForm(address, form, webhook.Sign("sub", address, form)))
	asked := address + "?AccountSid=" + subaccount + "&a=%zz"
	require.NoError(t, v.VerifyForm(asked, nil, webhook.Sign("sub", asked, nil)))
	require.ErrorIs(t, v.VerifyForm(address, nil, webhook.Sign("sub", address, nil)), webhook.ErrWrongSignature)
}

// FuzzVerify: what is signed is verified, whatever the form, and nothing panics;
// a signature by another way of computing it is the same.
func FuzzVerify(f *testing.F) {
	f.Add("https://hooks.example.com/sms?x=1", "From", "+14155550123", "Body", "Hi", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
	f.Add("https://user:pass@h:443/a%2Fb?q=it's#x", "A", "", "A", "\xff", "")
	f.Fuzz(func(t *testing.T, address, k1, v1, k2, v2, given string) {
		form := url.Values{}
		form.Add(k1, v1)
		form.Add(k2, v2)
		signature := webhook.Sign(ownToken, address, form)
		if want := reference(ownToken, address, form); signature != want {
			t.Fatalf("Sign is %s, by hand it is %s", signature, want)
		}
		v := verifier(t, ownToken, webhook.TrustForwardedHeaders())
		if err := v.VerifyForm(address, form, signature); err != nil {
			t.Fatal(err)
		}
		if given != signature && v.VerifyForm(address, form, given) == nil {
			t.Fatalf("%q passes", given)
		}
		req := &http.Request{Method: http.MethodPost, URL: &url.URL{Path: "/sms"}, RequestURI: address, Host: k1, Header: http.Header{
			"Content-Type": {"application/x-www-form-urlencoded"}, "X-Twilio-Signature": {given}, "X-Forwarded-Host": {k2}, "X-Forwarded-Port": {v1}, "Upgrade": {v2},
		}, Body: io.NopCloser(strings.NewReader(v2))}
		if err := v.Verify(req); err == nil {
			t.Fatalf("%q passes", given)
		}
	})
}
