package webhook_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio/webhook"
)

// A webhook rule lets Twilio sign with a shared key in place of the auth token.
func ExampleSharedKey() {
	const sharedKey = "the secret that Twilio returned with the key"
	verifier, err := webhook.NewVerifier(
		webhook.SharedKey("webhooks_sharedkey_1", sharedKey),
		webhook.PublicURL("https://hooks.example.com"),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	form := url.Values{"From": {"+14155550123"}, "Body": {"Hello"}}
	r := httptest.NewRequest(http.MethodPost, "https://hooks.example.com/sms", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", webhook.SignShared(sharedKey, "https://hooks.example.com/sms", form))
	r.Header.Set("X-Twilio-Webhooks-Signature-Settings", webhook.SharedKeySettings("webhooks_sharedkey_1"))
	fmt.Println(verifier.Verify(r))

	r.Header.Del("X-Twilio-Webhooks-Signature-Settings")
	r.Header.Set("X-Twilio-Signature", webhook.Sign("an auth token", "https://hooks.example.com/sms", form))
	fmt.Println(verifier.Verify(r) != nil)
	// Output:
	// <nil>
	// true
}

// A server that Twilio reaches itself gives the names that it answers to. A test
// server of net/http/httptest is reached by its address on the loopback.
func ExampleHosts() {
	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.Hosts("hooks.example.com", "127.0.0.1"))
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(verifier.Middleware(http.NotFoundHandler()))
	defer server.Close()
	for _, signed := range []string{server.URL + "/sms", "https://tests.example.com/sms"} {
		r, err := http.NewRequest(http.MethodPost, server.URL+"/sms", http.NoBody)
		if err != nil {
			fmt.Println(err)
			return
		}
		u, _ := url.Parse(signed)
		r.Host = u.Host
		r.Header.Set("X-Twilio-Signature", webhook.Sign(authToken, signed, nil))
		resp, err := server.Client().Do(r)
		if err != nil {
			fmt.Println(err)
			return
		}
		_ = resp.Body.Close()
		fmt.Println(u.Hostname(), resp.Status)
	}
	// Output:
	// 127.0.0.1 404 Not Found
	// tests.example.com 403 Forbidden
}
