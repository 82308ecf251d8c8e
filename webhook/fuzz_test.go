package webhook_test

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/seed15d99369/twilio/webhook"
)

// FuzzVerify: a signed request is verified, whatever its form, and nothing panics. A second
// implementation computes the same signature.
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

// FuzzVerifyGenuine: a request that Twilio has signed in any form of the address is verified
// as it arrives, and nothing else is.
func FuzzVerifyGenuine(f *testing.F) {
	for variant := range uint8(64) {
		f.Add(variant, "sms", "it's", "user", "hunter/2secret", "Hi")
	}
	f.Fuzz(func(t *testing.T, variant uint8, file, query, user, password, body string) {
		is := func(bit uint8) bool { return variant&bit != 0 }
		const seenPort, signedPort, webSocket, basic, slash, apostrophe = 1, 2, 4, 8, 16, 32
		form := url.Values{"Body": {body}}
		seen := "/p" + url.PathEscape(file) + "?q=" + strings.ReplaceAll(url.QueryEscape(query), "%27", "'")
		if len(user)+len(password) > 700 || len(seen) > 16<<10 {
			return // longer than any that is looked at
		}
		signed := seen
		if is(apostrophe) {
			signed = strings.ReplaceAll(seen, "'", "%27")
		}
		r := post("https://hooks.example.com"+seen, form)
		scheme := "https"
		if is(webSocket) {
			scheme, form = "wss", nil
			r = httptest.NewRequest(http.MethodGet, "https://hooks.example.com"+seen, http.NoBody)
			r.Header.Set("Upgrade", "websocket")
			if is(slash) && !is(apostrophe) {
				signed = strings.Replace(seen, "?", "/?", 1)
			}
		}
		r.TLS = new(tls.ConnectionState)
		userinfo, seenHost, signedHost := "", "hooks.example.com", "hooks.example.com"
		if is(basic) {
			user = strings.ReplaceAll(user, ":", "")
			r.SetBasicAuth(user, password)
			userinfo = url.UserPassword(user, password).String() + "@"
		}
		if is(seenPort) {
			seenHost += ":443"
		}
		if is(signedPort) {
			signedHost += ":443"
		}
		r.Host, r.RequestURI = seenHost, seen
		signature := webhook.Sign(ownToken, scheme+"://"+userinfo+signedHost+signed, form)
		r.Header.Set("X-Twilio-Signature", signature)
		v := verifier(t, ownToken)
		if err := v.Verify(r); err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, scheme+"://"+userinfo+signedHost+"/x"+signed, form))
		if v.Verify(r) == nil {
			t.Fatal("another path passes")
		}
	})
}

// FuzzSettingsHeader: a header names the key, or the request is refused. It is read
// as it is written: the text between its commas, without the blanks around it.
func FuzzSettingsHeader(f *testing.F) {
	for _, seed := range []string{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", "algorithm=HMAC_SHA256, key=webhooks_sharedkey_1", "key=webhooks_sharedkey_1", "", "key=a,key=b,algorithm=HMAC_SHA256", "key=webhooks_sharedkey_1,algorithm=HMAC_SHA1"} {
		f.Add(seed)
	}
	v := verifier(f, ownToken, webhook.SharedKey(keyName, sharedSecret))
	const address = "https://hooks.example.com/sms"
	byToken, byKey := webhook.Sign(ownToken, address, nil), webhook.SignShared(sharedSecret, address, nil)
	f.Fuzz(func(t *testing.T, settings string) {
		if v.VerifyForm(address, nil, byToken, settings) == nil {
			t.Fatalf("%q falls back to the token", settings)
		}
		var parts []string
		for part := range strings.SplitSeq(settings, ",") {
			parts = append(parts, strings.Trim(part, " \t"))
		}
		slices.Sort(parts)
		want := len(settings) <= 256 && slices.Equal(parts, []string{"algorithm=HMAC_SHA256", "key=" + keyName})
		if err := v.VerifyForm(address, nil, byKey, settings); (err == nil) != want {
			t.Fatalf("%q: %v", settings, err)
		}
	})
}

// FuzzForwardedPrefix: a prefix that is accepted is a path in its simplest form, which means
// the same to every reader.
func FuzzForwardedPrefix(f *testing.F) {
	for _, seed := range []string{"/tenantA", "/a/b/", "", "/", "//", "/../a", "/a%2Fb", "/a?b", "/a#b", "a", "/a,/b", "/.", "/a\\b", "@h"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		prefix, err := webhook.ForwardedPrefix(http.Header{"X-Forwarded-Prefix": {value}})
		if err != nil || prefix == "" {
			return
		}
		u, err := url.Parse("https://hooks.example.com" + prefix + "/status")
		if err != nil || u.Host != "hooks.example.com" || u.RawQuery != "" || u.Fragment != "" || u.EscapedPath() != prefix+"/status" || u.Path != path.Clean(prefix)+"/status" {
			t.Fatalf("%q: %+v %v", value, u, err)
		}
	})
}

// FuzzPublicURL: an address that is accepted can match: a request that Twilio signs for it
// is verified, and a request that is signed for another host is not.
func FuzzPublicURL(f *testing.F) {
	for _, seed := range []string{"https://hooks.example.com", "HTTPS://Hooks.Example.com:443/api/", "http://user:p@ss@h:8080", "https://[::1]:1/a", "https://bücher.example", "https://h:99999", "https://h?x", "//h", "https://h/a b", "https://h\\@x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, public string) {
		v, err := webhook.NewVerifier(webhook.Token(ownToken), webhook.PublicURL(public))
		if err != nil {
			return
		}
		u, err := url.Parse(public)
		if err != nil {
			t.Fatal(err)
		}
		sign := func(address string) *http.Request {
			r := post("http://10.0.0.7/sms", nil)
			r.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, address, nil))
			return r
		}
		if err := v.Verify(sign(strings.TrimSuffix(public, "/") + "/sms")); err != nil {
			t.Fatalf("%q: %v", public, err)
		}
		if other := u.Scheme + "://x" + u.Host + u.EscapedPath() + "/sms"; v.Verify(sign(other)) == nil {
			t.Fatalf("%q verifies %q", public, other)
		}
		if err := v.VerifyForm(public+"/sms", nil, webhook.Sign(ownToken, public+"/sms", nil)); err != nil {
			t.Fatalf("%q: %v", public, err)
		}
	})
}

// FuzzUnescaped: all forms of an address that are tried mean the same.
func FuzzUnescaped(f *testing.F) {
	for _, seed := range []string{"/u%40x%3a1", "/a%2540b", "/%%40", "/%4", "/%c3%B1", "/%c3%B1%40", "%2F%3F%23%25", "?a=%26&b=%3D"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, wantErr := url.PathUnescape(s)
		for _, raw := range webhook.WithoutEscapes(s) {
			got, err := url.PathUnescape(raw)
			if got != want || (err == nil) != (wantErr == nil) {
				t.Fatalf("%q becomes %q: %q %v, not %q %v", s, raw, got, err, want, wantErr)
			}
			for _, mark := range []string{"/", "?", "#", "&", "=", ";", "%", "+", "\\"} {
				if strings.Count(raw, mark) > strings.Count(s, mark) {
					t.Fatalf("%q becomes %q, which has another %s", s, raw, mark)
				}
			}
		}
	})
}

// FuzzValuesOf: a query is read as net/url reads it.
func FuzzValuesOf(f *testing.F) {
	f.Add("AccountSid=AC1&x=%zz&Account%53id=AC2&AccountSid;=3", "AccountSid")
	f.Add("a=1&a=2&&a&=a&a==", "a")
	f.Add("%61+=+&a%20=1", "a ")
	f.Fuzz(func(t *testing.T, query, name string) {
		if name == "" || strings.Count(query, "&") > 1000 {
			return // nothing is something to net/url only at times, and it bounds the number
		}
		values, _ := url.ParseQuery(query)
		if got := webhook.QueryValues(query, name); !slices.Equal(got, values[name]) {
			t.Fatalf("%q of %q is %q, net/url says %q", name, query, got, values[name])
		}
	})
}
