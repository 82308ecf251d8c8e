package webhook_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/webhook"
)

const (
	settingsHeader = "X-Twilio-Webhooks-Signature-Settings"
	keyName        = "webhooks_sharedkey_1"
	otherKeyName   = "webhooks_sharedkey_2"
	sharedSecret   = "s3cr3t-of-the-shared-key"
)

// TestSignShared: SignShared signs the same text as Sign, with another hash. The two
// signatures were computed with openssl.
func TestSignShared(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=", webhook.SignShared(officialToken, official, officialForm()))
	assert.Equal(t, "M5sDn7HQLZ2oOEt/pdNtlwOrdCfzOTE0f6NWiCCM6Tg=", webhook.SignShared(officialToken, official+"#rc=2", nil))
	assert.Equal(t, "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", webhook.SharedKeySettings(keyName))
	address, signature := webhook.SignBodyShared(sharedSecret, official, []byte(jsonBody))
	assert.Equal(t, official+"&bodySHA256="+jsonSum, address)
	assert.Equal(t, webhook.SignShared(sharedSecret, address, nil), signature)
}

// sha1Of signs an address with HMAC-SHA1, whatever the secret is.
func sha1Of(secret, address string) string {
	mac := hmac.New(sha1.New, []byte(secret))
	mac.Write([]byte(address))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// TestSharedKeys verify HMAC-SHA256 and nothing else, tokens verify HMAC-SHA1 and
// nothing else, and neither stands in for the other.
func TestSharedKeys(t *testing.T) {
	t.Parallel()
	const hook = "https://hooks.example.com/sms"
	here := webhook.Hosts("hooks.example.com")
	token, shared := webhook.Token(ownToken), webhook.SharedKey(keyName, sharedSecret)
	second := webhook.SharedKey(otherKeyName, "another secret")
	bound := webhook.AccountSharedKey(subaccount, keyName, sharedSecret)
	byToken, bySecret := webhook.Sign(ownToken, hook, nil), webhook.SignShared(sharedSecret, hook, nil)
	says := []string{webhook.SharedKeySettings(keyName)}
	form := url.Values{"AccountSid": {subaccount}}
	const named = hook + "?AccountSid=" + subaccount
	tests := []struct {
		name      string
		opts      []webhook.Option
		settings  []string
		signature string
		address   string // "" for hook
		form      url.Values
		want      error
	}{
		{name: "a shared key", opts: []webhook.Option{shared}, settings: says, signature: bySecret},
		{name: "a shared key beside a token", opts: []webhook.Option{token, shared}, settings: says, signature: bySecret},
		{name: "a token beside a shared key", opts: []webhook.Option{token, shared}, signature: byToken},
		{name: "the second of two keys", opts: []webhook.Option{shared, second}, settings: []string{webhook.SharedKeySettings(otherKeyName)}, signature: webhook.SignShared("another secret", hook, nil)},
		{name: "the second secret of a name", opts: []webhook.Option{webhook.SharedKey(keyName, "old"), shared}, settings: says, signature: bySecret},
		{name: "a key of the account", opts: []webhook.Option{bound}, settings: says, signature: webhook.SignShared(sharedSecret, hook, form), form: form},
		{name: "a key of the account by GET", opts: []webhook.Option{bound}, settings: says, signature: webhook.SignShared(sharedSecret, named, nil), address: named},
		{name: "a key of any account for one that has its own", opts: []webhook.Option{second, bound}, settings: []string{webhook.SharedKeySettings(otherKeyName)}, signature: webhook.SignShared("another secret", hook, form), form: form},

		{name: "a token's signature that claims a shared key", opts: []webhook.Option{token, shared}, settings: says, signature: byToken, want: webhook.ErrWrongSignature},
		{name: "a shared key's signature that claims a token", opts: []webhook.Option{token, shared}, signature: bySecret, want: webhook.ErrWrongSignature},
		{name: "SHA-1 with a shared key, claiming it", opts: []webhook.Option{token, shared}, settings: says, signature: sha1Of(sharedSecret, hook), want: webhook.ErrWrongSignature},
		{name: "SHA-1 with a shared key, claiming a token", opts: []webhook.Option{token, shared}, signature: sha1Of(sharedSecret, hook), want: webhook.ErrWrongSignature},
		{name: "SHA-256 with a token, claiming a shared key", opts: []webhook.Option{token, shared}, settings: says, signature: webhook.SignShared(ownToken, hook, nil), want: webhook.ErrWrongSignature},
		{name: "SHA-256 with a token, claiming it", opts: []webhook.Option{token, shared}, signature: webhook.SignShared(ownToken, hook, nil), want: webhook.ErrWrongSignature},
		{name: "a token's signature, and no token", opts: []webhook.Option{shared}, signature: byToken, want: webhook.ErrWrongSignature},
		{name: "SHA-1 with a shared key, and no token", opts: []webhook.Option{shared}, signature: sha1Of(sharedSecret, hook), want: webhook.ErrWrongSignature},
		{name: "SHA-1 with an empty token", opts: []webhook.Option{shared}, signature: sha1Of("", hook), want: webhook.ErrWrongSignature},
		{name: "SHA-256 with an empty key", opts: []webhook.Option{token, shared}, settings: says, signature: webhook.SignShared("", hook, nil), want: webhook.ErrWrongSignature},
		{name: "a shared key, and only tokens", opts: []webhook.Option{token}, settings: says, signature: bySecret, want: webhook.ErrSignatureSettings},
		{name: "an unknown name over a token's signature", opts: []webhook.Option{token, shared}, settings: []string{webhook.SharedKeySettings(otherKeyName)}, signature: byToken, want: webhook.ErrSignatureSettings},
		{name: "an unknown name over a known key's signature", opts: []webhook.Option{token, shared}, settings: []string{webhook.SharedKeySettings(otherKeyName)}, signature: bySecret, want: webhook.ErrSignatureSettings},
		{name: "one key's signature in the name of another", opts: []webhook.Option{shared, second}, settings: []string{webhook.SharedKeySettings(otherKeyName)}, signature: bySecret, want: webhook.ErrWrongSignature},
		{name: "the name of a token's account", opts: []webhook.Option{token, shared}, settings: []string{webhook.SharedKeySettings(subaccount)}, signature: byToken, want: webhook.ErrSignatureSettings},
		{name: "another algorithm over a token's signature", opts: []webhook.Option{token, shared}, settings: []string{"key=" + keyName + ",algorithm=HMAC_SHA1"}, signature: byToken, want: webhook.ErrSignatureSettings},
		{name: "another algorithm over a SHA-1 with the shared key", opts: []webhook.Option{token, shared}, settings: []string{"key=" + keyName + ",algorithm=HMAC_SHA1"}, signature: sha1Of(sharedSecret, hook), want: webhook.ErrSignatureSettings},
		{name: "no algorithm at all", opts: []webhook.Option{token, shared}, settings: []string{"key=" + keyName + ",algorithm=none"}, signature: bySecret, want: webhook.ErrSignatureSettings},
		{name: "an empty header over a token's signature", opts: []webhook.Option{token, shared}, settings: []string{""}, signature: byToken, want: webhook.ErrSignatureSettings},
		{name: "two headers alike", opts: []webhook.Option{token, shared}, settings: []string{says[0], says[0]}, signature: bySecret, want: webhook.ErrSignatureSettings},
		{name: "two headers that differ", opts: []webhook.Option{shared, second}, settings: []string{says[0], webhook.SharedKeySettings(otherKeyName)}, signature: bySecret, want: webhook.ErrSignatureSettings},
		{name: "two headers, the first one empty", opts: []webhook.Option{token, shared}, settings: []string{"", says[0]}, signature: bySecret, want: webhook.ErrSignatureSettings},
		{name: "a key of the account for another", opts: []webhook.Option{bound}, settings: says, signature: webhook.SignShared(sharedSecret, hook, url.Values{"AccountSid": {otherAccount}}), form: url.Values{"AccountSid": {otherAccount}}, want: webhook.ErrWrongSignature},
		{name: "a key of the account for none", opts: []webhook.Option{bound}, settings: says, signature: bySecret, want: webhook.ErrWrongSignature},
		{name: "a key of the account for one of another name", opts: []webhook.Option{bound, webhook.AccountSharedKey(otherAccount, otherKeyName, "another secret")}, settings: []string{webhook.SharedKeySettings(otherKeyName)}, signature: webhook.SignShared("another secret", hook, form), form: form, want: webhook.ErrWrongSignature},
		{name: "a key of the account for a form that names it in its query alone", opts: []webhook.Option{bound}, settings: says, signature: webhook.SignShared(sharedSecret, named, url.Values{"a": {"1"}}), address: named, form: url.Values{"a": {"1"}}, want: webhook.ErrWrongSignature},
		{name: "a signature cut short", opts: []webhook.Option{shared}, settings: says, signature: bySecret[:28], want: webhook.ErrWrongSignature},
		{name: "a signature without its padding", opts: []webhook.Option{shared}, settings: says, signature: strings.TrimRight(bySecret, "="), want: webhook.ErrWrongSignature},
		{name: "no signature", opts: []webhook.Option{shared}, settings: says, want: webhook.ErrNoSignature},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v, err := webhook.NewVerifier(append(tt.opts, here)...)
			require.NoError(t, err)
			address := hook
			if tt.address != "" {
				address = tt.address
			}
			r := httptest.NewRequest(http.MethodGet, address, http.NoBody)
			if tt.form != nil {
				r = post(address, tt.form)
			}
			r.Header.Set("X-Twilio-Signature", tt.signature)
			r.Header[settingsHeader] = tt.settings
			for _, err := range []error{v.Verify(r), v.VerifyForm(address, tt.form, tt.signature, tt.settings...)} {
				if tt.want == nil {
					require.NoError(t, err)
					continue
				}
				require.ErrorIs(t, err, tt.want)
				for _, hidden := range []string{sharedSecret, ownToken, "another secret", bySecret} {
					assert.NotContains(t, err.Error(), hidden)
				}
			}
		})
	}
}

// TestSharedKeyOfABody: JSON is bound to its signature by its hash, and names no
// account.
func TestSharedKeyOfABody(t *testing.T) {
	t.Parallel()
	address, signature := webhook.SignBodyShared(sharedSecret, "https://hooks.example.com/events", []byte(jsonBody))
	tests := []struct {
		name string
		opt  webhook.Option
		body string
		want error
	}{
		{name: "JSON", opt: webhook.SharedKey(keyName, sharedSecret), body: jsonBody},
		{name: "JSON that was changed", opt: webhook.SharedKey(keyName, sharedSecret), body: "{}", want: webhook.ErrBodyUnsigned},
		{name: "JSON that was taken away", opt: webhook.SharedKey(keyName, sharedSecret), want: webhook.ErrBodyUnsigned},
		{name: "JSON with a key of an account", opt: webhook.AccountSharedKey(subaccount, keyName, sharedSecret), body: jsonBody, want: webhook.ErrWrongSignature},
	}
	for _, tt := range tests {
		v, err := webhook.NewVerifier(tt.opt, webhook.Hosts("hooks.example.com"))
		require.NoError(t, err)
		r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(tt.body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Twilio-Signature", signature)
		r.Header.Set(settingsHeader, webhook.SharedKeySettings(keyName))
		if err := v.Verify(r); tt.want == nil {
			require.NoError(t, err, tt.name)
		} else {
			require.ErrorIs(t, err, tt.want, tt.name)
		}
	}
}

// TestSettingsHeader: which spellings of the header name the key, and which are
// refused. None of them falls back to the token, whose signature this is.
func TestSettingsHeader(t *testing.T) {
	t.Parallel()
	const hook = "https://hooks.example.com/sms"
	v := verifier(t, ownToken, webhook.SharedKey(keyName, sharedSecret))
	tests := []struct {
		settings string
		followed bool
	}{
		{settings: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", followed: true},
		{settings: "algorithm=HMAC_SHA256,key=webhooks_sharedkey_1", followed: true},
		{settings: "key=webhooks_sharedkey_1, algorithm=HMAC_SHA256", followed: true},
		{settings: " key=webhooks_sharedkey_1 ,\talgorithm=HMAC_SHA256 ", followed: true},
		{settings: "", followed: false},
		{settings: " ", followed: false},
		{settings: ",", followed: false},
		{settings: "key", followed: false},
		{settings: "=", followed: false},
		{settings: "webhooks_sharedkey_1", followed: false},
		{settings: "key=webhooks_sharedkey_1", followed: false},
		{settings: "algorithm=HMAC_SHA256", followed: false},
		{settings: "key=,algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm", followed: false},
		{settings: "key=webhooks_sharedkey_1;algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1 algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256,", followed: false},
		{settings: ",key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1,,algorithm=HMAC_SHA256", followed: false},
		{settings: "key = webhooks_sharedkey_1,algorithm = HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1\n,algorithm=HMAC_SHA256", followed: false},
		{settings: "Key=webhooks_sharedkey_1,Algorithm=HMAC_SHA256", followed: false},
		{settings: "key=WEBHOOKS_SHAREDKEY_1,algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=hmac_sha256", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=HMAC-SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA1", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA512", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=none", followed: false},
		{settings: `key="webhooks_sharedkey_1",algorithm="HMAC_SHA256"`, followed: false},
		{settings: "key=webhooks_sharedkey_1,key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_2,key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256,algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256,algorithm=HMAC_SHA1", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256,version=2", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256, key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1%00,algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_2,algorithm=HMAC_SHA256", followed: false},
		{settings: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256" + strings.Repeat(" ", 300), followed: false},
		{settings: "key=" + strings.Repeat("k", 1<<20) + ",algorithm=HMAC_SHA256", followed: false},
	}
	for _, tt := range tests {
		name := tt.settings[:min(80, len(tt.settings))]
		err := v.VerifyForm(hook, nil, webhook.SignShared(sharedSecret, hook, nil), tt.settings)
		require.Equal(t, tt.followed, err == nil, "%q: %v", name, err)
		if !tt.followed {
			require.ErrorIs(t, err, webhook.ErrSignatureSettings, name)
			assert.Less(t, len(err.Error()), 200)
		}
		require.Error(t, v.VerifyForm(hook, nil, webhook.Sign(ownToken, hook, nil), tt.settings), name)
	}
}

// TestSharedKeysNeverPrint under any verb.
func TestSharedKeysNeverPrint(t *testing.T) {
	t.Parallel()
	v, err := webhook.NewVerifier(webhook.SharedKey(keyName, sharedSecret), webhook.AccountSharedKey(subaccount, keyName, sharedSecret), webhook.Hosts("hooks.example.com"))
	require.NoError(t, err)
	_ = v.VerifyForm("https://hooks.example.com/", nil, webhook.SignShared("x", "x", nil), webhook.SharedKeySettings(keyName)) // the state of the HMAC is there
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		for _, text := range []string{fmt.Sprintf(verb, v), fmt.Sprintf(verb, *v), fmt.Sprintf(verb, struct{ v *webhook.Verifier }{v})} {
			assert.NotContains(t, text, sharedSecret)
			assert.NotContains(t, text, fmt.Sprintf("%x", sharedSecret))
		}
	}
	for _, swapped := range []webhook.Option{webhook.SharedKey("s3cr3t of the key", keyName), webhook.SharedKey(keyName, " "+sharedSecret), webhook.AccountSharedKey(sharedSecret, keyName, sharedSecret)} {
		_, err := webhook.NewVerifier(swapped)
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "s3cr3t")
	}
}
