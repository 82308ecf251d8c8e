package twilio_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/webhook"
)

const (
	anAccount = "AC00000000000000000000000000000001"
	aKey      = "SK00000000000000000000000000000001"
	aSecret   = "5a1d0000c0ffee000000000000c0ffee"
)

// takers are all functions of this module that take a credential, by the argument
// that they get.
var takers = map[string]struct {
	good string
	take func(value string) error
}{
	"twilio.New accountSID":           {good: anAccount, take: func(s string) error { _, err := twilio.New(s, twilio.AuthToken(aSecret)); return err }},
	"twilio.AuthToken":                {good: aSecret, take: func(s string) error { return client(twilio.AuthToken(s)) }},
	"twilio.APIKey keySID":            {good: aKey, take: func(s string) error { return client(twilio.APIKey(s, aSecret)) }},
	"twilio.APIKey keySecret":         {good: aSecret, take: func(s string) error { return client(twilio.APIKey(aKey, s)) }},
	"twilio.OAuth clientID":           {good: "OQ" + aKey[2:], take: func(s string) error { return client(twilio.OAuth(s, aSecret)) }},
	"twilio.OAuth clientSecret":       {good: aSecret, take: func(s string) error { return client(twilio.OAuth("OQ"+aKey[2:], s)) }},
	"webhook.Token":                   {good: aSecret, take: func(s string) error { return verifier(webhook.Token(s)) }},
	"webhook.AccountToken SID":        {good: anAccount, take: func(s string) error { return verifier(webhook.AccountToken(s, aSecret)) }},
	"webhook.AccountToken token":      {good: aSecret, take: func(s string) error { return verifier(webhook.AccountToken(anAccount, s)) }},
	"webhook.SharedKey key":           {good: aSecret, take: func(s string) error { return verifier(webhook.SharedKey("webhooks_sharedkey_1", s)) }},
	"webhook.AccountSharedKey SID":    {good: anAccount, take: func(s string) error { return verifier(webhook.AccountSharedKey(s, "webhooks_sharedkey_1", aSecret)) }},
	"webhook.AccountSharedKey key":    {good: aSecret, take: func(s string) error { return verifier(webhook.AccountSharedKey(anAccount, "webhooks_sharedkey_1", s)) }},
	"token.NewSigner accountSID":      {good: anAccount, take: func(s string) error { _, err := token.NewSigner(s, aKey, aSecret); return err }},
	"token.NewSigner keySID":          {good: aKey, take: func(s string) error { _, err := token.NewSigner(anAccount, s, aSecret); return err }},
	"token.NewSigner keySecret":       {good: aSecret, take: func(s string) error { _, err := token.NewSigner(anAccount, aKey, s); return err }},
	"token.NewLegacySigner SID":       {good: anAccount, take: func(s string) error { return legacy(s, aSecret) }},
	"token.NewLegacySigner authToken": {good: aSecret, take: func(s string) error { return legacy(anAccount, s) }},
}

func client(credential twilio.Credential) error {
	_, err := twilio.New(anAccount, credential)
	return err
}

func legacy(accountSID, authToken string) error {
	_, err := token.NewLegacySigner(accountSID, authToken) //nolint:staticcheck // it is still there
	return err
}

func verifier(opt webhook.Option) error {
	_, err := webhook.NewVerifier(opt, webhook.Hosts("example.com"))
	return err
}

// TestEveryPackageRefusesWhatWasCopiedAlong: one check serves all of them.
func TestEveryPackageRefusesWhatWasCopiedAlong(t *testing.T) {
	t.Parallel()
	for name, taker := range takers {
		require.NoError(t, taker.take(taker.good), name)
		for _, pattern := range []string{
			`"$"`, "'$'", "`$`", "“$”", "‘$’", "($)", "[$]", "<$>", "{$}", "${$", "**$**", "*$*", "__$__", "$.", "$...", "$…", "$,", "$;", "$:", ":$", "=$",
			" $", "$ ", "\t$", "$\n", "$\r\n", "\u00a0$", "\u200b$", "$\u200d", "\ufeff$", "$\u202c", "$\u00ad", "$\x00", "$\xff", "$é", "$\\",
			"TWILIO_AUTH_TOKEN=$", "AUTH_TOKEN=$", "CLIENT_ID=$", "export SECRET=$", "authToken:$", "authToken: $", `"secret": "$"`, `authToken="$"`,
			"Bearer $", "Basic $", "Authorization: Bearer $", anAccount + ":$", aKey + ":$", "OQ" + aKey[2:] + ":$", "https://$@api.twilio.com",
			"your_auth_token", "YOUR-AUTH-TOKEN", "your api key", "TWILIO_AUTH_TOKEN", "$TWILIO_AUTH_TOKEN", "AUTH_TOKEN", "", "  ", "\u200b",
		} {
			value := strings.ReplaceAll(pattern, "$", taker.good)
			if strings.HasPrefix(pattern, "$TWILIO") {
				value = pattern
			}
			err := taker.take(value)
			require.Error(t, err, "%s %q", name, pattern)
			assert.NotContains(t, err.Error(), taker.good, "%s %q", name, pattern)
			assert.NotContains(t, err.Error(), aSecret, "%s %q", name, pattern)
		}
		middle := taker.good[:17] + "\u200b" + taker.good[17:]
		for _, value := range []string{middle, strings.Replace(middle, "\u200b", "\n", 1), strings.Replace(middle, "\u200b", " ", 1)} {
			assert.Error(t, taker.take(value), "%s %q", name, value)
		}
	}
}

// TestEveryPackageTakesTheSecretsOfTests: a secret's letters are Twilio's business.
func TestEveryPackageTakesTheSecretsOfTests(t *testing.T) {
	t.Parallel()
	for name, taker := range takers {
		if taker.good != aSecret {
			continue
		}
		for _, secret := range []string{
			"x", "secret", "token", "test-token", "auth_token", "12345", "abc==", "a.b-c_d~e+f/g", "(a)[b]", strings.Repeat("x", 32), strings.Repeat("0", 32),
			"0123456789abcdef0123456789ABCDEF", "5a1dSimulatedKeySecret0000000001", "a+b/c=d&e%f?g#h!ij~k|l*m",
		} {
			assert.NoError(t, taker.take(secret), "%s %q", name, secret)
		}
	}
	assert.NoError(t, verifier(webhook.Token("not the account's token")), "a phrase that a test uses")
}
