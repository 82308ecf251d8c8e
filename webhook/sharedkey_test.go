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

// TestSignShared: what is signed is what Sign signs, and the hash is another. The two
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
		{"a shared key", []webhook.Option{shared}, says, bySecret, "", nil, nil},
		{"a shared key beside a token", []webhook.Option{token, shared}, says, bySecret, "", nil, nil},
		{"a token beside a shared key", []webhook.Option{token, shared}, nil, byToken, "", nil, nil},
		{"the second of two keys", []webhook.Option{shared, second}, []string{webhook.SharedKeySettings(otherKeyName)}, webhook.SignShared("another secret", hook, nil), "", nil, nil},
		{"the second secret of a name", []webhook.Option{webhook.SharedKey(keyName, "old"), shared}, says, bySecret, "", nil, nil},
		{"a key of the account", []webhook.Option{bound}, says, webhook.SignShared(sharedSecret, hook, form), "", form, nil},
		{"a key of the account by GET", []webhook.Option{bound}, says, webhook.SignShared(sharedSecret, named, nil), named, nil, nil},
		{"a key of any account for one that has its own", []webhook.Option{second, bound}, []string{webhook.SharedKeySettings(otherKeyName)}, webhook.SignShared("another secret", hook, form), "", form, nil},

		{"a token's signature that claims a shared key", []webhook.Option{token, shared}, says, byToken, "", nil, webhook.ErrWrongSignature},
		{"a shared key's signature that claims a token", []webhook.Option{token, shared}, nil, bySecret, "", nil, webhook.ErrWrongSignature},
		{"SHA-1 with a shared key, claiming it", []webhook.Option{token, shared}, says, sha1Of(sharedSecret, hook), "", nil, webhook.ErrWrongSignature},
		{"SHA-1 with a shared key, claiming a token", []webhook.Option{token, shared}, nil, sha1Of(sharedSecret, hook), "", nil, webhook.ErrWrongSignature},
		{"SHA-256 with a token, claiming a shared key", []webhook.Option{token, shared}, says, webhook.SignShared(ownToken, hook, nil), "", nil, webhook.ErrWrongSignature},
		{"SHA-256 with a token, claiming it", []webhook.Option{token, shared}, nil, webhook.SignShared(ownToken, hook, nil), "", nil, webhook.ErrWrongSignature},
		{"a token's signature, and no token", []webhook.Option{shared}, nil, byToken, "", nil, webhook.ErrWrongSignature},
		{"SHA-1 with a shared key, and no token", []webhook.Option{shared}, nil, sha1Of(sharedSecret, hook), "", nil, webhook.ErrWrongSignature},
		{"SHA-1 with an empty token", []webhook.Option{shared}, nil, sha1Of("", hook), "", nil, webhook.ErrWrongSignature},
		{"SHA-256 with an empty key", []webhook.Option{token, shared}, says, webhook.SignShared("", hook, nil), "", nil, webhook.ErrWrongSignature},
		{"a shared key, and only tokens", []webhook.Option{token}, says, bySecret, "", nil, webhook.ErrSignatureSettings},
		{"an unknown name over a token's signature", []webhook.Option{token, shared}, []string{webhook.SharedKeySettings(otherKeyName)}, byToken, "", nil, webhook.ErrSignatureSettings},
		{"an unknown name over a known key's signature", []webhook.Option{token, shared}, []string{webhook.SharedKeySettings(otherKeyName)}, bySecret, "", nil, webhook.ErrSignatureSettings},
		{"one key's signature in the name of another", []webhook.Option{shared, second}, []string{webhook.SharedKeySettings(otherKeyName)}, bySecret, "", nil, webhook.ErrWrongSignature},
		{"the name of a token's account", []webhook.Option{token, shared}, []string{webhook.SharedKeySettings(subaccount)}, byToken, "", nil, webhook.ErrSignatureSettings},
		{"another algorithm over a token's signature", []webhook.Option{token, shared}, []string{"key=" + keyName + ",algorithm=HMAC_SHA1"}, byToken, "", nil, webhook.ErrSignatureSettings},
		{"another algorithm over a SHA-1 with the shared key", []webhook.Option{token, shared}, []string{"key=" + keyName + ",algorithm=HMAC_SHA1"}, sha1Of(sharedSecret, hook), "", nil, webhook.ErrSignatureSettings},
		{"no algorithm at all", []webhook.Option{token, shared}, []string{"key=" + keyName + ",algorithm=none"}, bySecret, "", nil, webhook.ErrSignatureSettings},
		{"an empty header over a token's signature", []webhook.Option{token, shared}, []string{""}, byToken, "", nil, webhook.ErrSignatureSettings},
		{"two headers alike", []webhook.Option{token, shared}, []string{says[0], says[0]}, bySecret, "", nil, webhook.ErrSignatureSettings},
		{"two headers that differ", []webhook.Option{shared, second}, []string{says[0], webhook.SharedKeySettings(otherKeyName)}, bySecret, "", nil, webhook.ErrSignatureSettings},
		{"two headers, the first one empty", []webhook.Option{token, shared}, []string{"", says[0]}, bySecret, "", nil, webhook.ErrSignatureSettings},
		{"a key of the account for another", []webhook.Option{bound}, says, webhook.SignShared(sharedSecret, hook, url.Values{"AccountSid": {otherAccount}}), "", url.Values{"AccountSid": {otherAccount}}, webhook.ErrWrongSignature},
		{"a key of the account for none", []webhook.Option{bound}, says, bySecret, "", nil, webhook.ErrWrongSignature},
		{"a key of the account for one of another name", []webhook.Option{bound, webhook.AccountSharedKey(otherAccount, otherKeyName, "another secret")}, []string{webhook.SharedKeySettings(otherKeyName)}, webhook.SignShared("another secret", hook, form), "", form, webhook.ErrWrongSignature},
		{"a key of the account for a form that names it in its query alone", []webhook.Option{bound}, says, webhook.SignShared(sharedSecret, named, url.Values{"a": {"1"}}), named, url.Values{"a": {"1"}}, webhook.ErrWrongSignature},
		{"a signature cut short", []webhook.Option{shared}, says, bySecret[:28], "", nil, webhook.ErrWrongSignature},
		{"a signature without its padding", []webhook.Option{shared}, says, strings.TrimRight(bySecret, "="), "", nil, webhook.ErrWrongSignature},
		{"no signature", []webhook.Option{shared}, says, "", "", nil, webhook.ErrNoSignature},
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
		{"JSON", webhook.SharedKey(keyName, sharedSecret), jsonBody, nil},
		{"JSON that was changed", webhook.SharedKey(keyName, sharedSecret), "{}", webhook.ErrBodyUnsigned},
		{"JSON that was taken away", webhook.SharedKey(keyName, sharedSecret), "", webhook.ErrBodyUnsigned},
		{"JSON with a key of an account", webhook.AccountSharedKey(subaccount, keyName, sharedSecret), jsonBody, webhook.ErrWrongSignature},
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
		{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", true},
		{"algorithm=HMAC_SHA256,key=webhooks_sharedkey_1", true},
		{"key=webhooks_sharedkey_1, algorithm=HMAC_SHA256", true},
		{" key=webhooks_sharedkey_1 ,\talgorithm=HMAC_SHA256 ", true},
		{"", false},
		{" ", false},
		{",", false},
		{"key", false},
		{"=", false},
		{"webhooks_sharedkey_1", false},
		{"key=webhooks_sharedkey_1", false},
		{"algorithm=HMAC_SHA256", false},
		{"key=,algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_1,algorithm=", false},
		{"key=webhooks_sharedkey_1,algorithm", false},
		{"key=webhooks_sharedkey_1;algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_1 algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA256,", false},
		{",key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_1,,algorithm=HMAC_SHA256", false},
		{"key = webhooks_sharedkey_1,algorithm = HMAC_SHA256", false},
		{"key=webhooks_sharedkey_1\n,algorithm=HMAC_SHA256", false},
		{"Key=webhooks_sharedkey_1,Algorithm=HMAC_SHA256", false},
		{"key=WEBHOOKS_SHAREDKEY_1,algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_1,algorithm=hmac_sha256", false},
		{"key=webhooks_sharedkey_1,algorithm=HMAC-SHA256", false},
		{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA1", false},
		{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA512", false},
		{"key=webhooks_sharedkey_1,algorithm=none", false},
		{`key="webhooks_sharedkey_1",algorithm="HMAC_SHA256"`, false},
		{"key=webhooks_sharedkey_1,key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_2,key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA256,algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA256,algorithm=HMAC_SHA1", false},
		{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA256,version=2", false},
		{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA256, key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_1%00,algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_2,algorithm=HMAC_SHA256", false},
		{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA256" + strings.Repeat(" ", 300), false},
		{"key=" + strings.Repeat("k", 1<<20) + ",algorithm=HMAC_SHA256", false},
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
