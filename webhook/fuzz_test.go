package webhook_test

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/seed15d99369/twilio/webhook"
)

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

// FuzzVerifyGenuine: what Twilio has signed in any form of the address is verified
// as it arrives, and nothing else is.
func FuzzVerifyGenuine(f *testing.F) {
	for variant := range uint8(64) {
		f.Add(variant, "sms", "it's", "user", "hunter/2secret", "Hi")
	}
	f.Fuzz(func(t *testing.T, variant uint8, path, query, user, password, body string) {
		is := func(bit uint8) bool { return variant&bit != 0 }
		const seenPort, signedPort, webSocket, basic, slash, apostrophe = 1, 2, 4, 8, 16, 32
		form := url.Values{"Body": {body}}
		seen := "/p" + url.PathEscape(path) + "?q=" + strings.ReplaceAll(url.QueryEscape(query), "%27", "'")
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
