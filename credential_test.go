package twilio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCredentialsAreChecked(t *testing.T) {
	t.Parallel()
	const lower = "SK0123456789abcdef0123456789abcdef"
	tests := []struct {
		name       string
		account    string
		credential Credential
		fields     []string // that are wrong, in this order
	}{
		{name: "key", account: testAccount, credential: APIKey(testKey, testToken)},
		{name: "key in hexadecimal", account: testAccount, credential: APIKey(lower, testToken)},
		{name: "token", account: testAccount, credential: AuthToken(testToken)},
		{name: "token of another length", account: testAccount, credential: AuthToken("x")},
		{name: "secret with a colon", account: testAccount, credential: APIKey(testKey, "a:b")},

		{name: "app", account: testAccount, credential: OAuth(testClientID, testToken)},
		{name: "app with an ID of another shape", account: testAccount, credential: OAuth("0oa1b2c3-d4", "s_-~.+/=")},

		{name: "app without ID", account: testAccount, credential: OAuth("", testToken), fields: []string{"clientID"}},
		{name: "app without secret", account: testAccount, credential: OAuth(testClientID, ""), fields: []string{"clientSecret"}},
		{name: "app without anything", account: testAccount, credential: OAuth("", ""), fields: []string{"clientID", "clientSecret"}},
		{name: "swapped app and secret", account: testAccount, credential: OAuth(testToken, testClientID), fields: []string{"clientSecret"}},
		{name: "swapped account and app", account: testClientID, credential: OAuth(testAccount, testToken), fields: []string{"accountSID", "clientID"}},
		{name: "key as app", account: testAccount, credential: OAuth(testKey, testToken), fields: []string{"clientID"}},
		{name: "app as key", account: testAccount, credential: APIKey(testClientID, testToken), fields: []string{"keySID"}},
		{name: "app as token", account: testAccount, credential: AuthToken(testClientID), fields: []string{"token"}},
		{name: "app with a blank", account: testAccount, credential: OAuth(testClientID+" ", testToken), fields: []string{"clientID"}},
		{name: "app that is not ASCII", account: testAccount, credential: OAuth("gehéim", testToken), fields: []string{"clientID"}},
		{name: "app's secret with a line", account: testAccount, credential: OAuth(testClientID, testToken+"\n"), fields: []string{"clientSecret"}},

		{name: "nothing", account: "", credential: Credential{}, fields: []string{"accountSID", "credential"}},
		{name: "swapped account and key", account: testKey, credential: APIKey(testAccount, testToken), fields: []string{"accountSID", "keySID"}},
		{name: "swapped account and token", account: testToken, credential: AuthToken(testAccount), fields: []string{"accountSID", "token"}},
		{name: "swapped key and secret", account: testAccount, credential: APIKey(testToken, testKey), fields: []string{"keySID", "keySecret"}},
		{name: "key as token", account: testAccount, credential: AuthToken(testKey), fields: []string{"token"}},
		{name: "account as secret", account: testAccount, credential: APIKey(testKey, testAccount), fields: []string{"keySecret"}},
		{name: "account in lower case", account: strings.ToLower(testAccount), credential: AuthToken(testToken), fields: []string{"accountSID"}},
		{name: "account of 33", account: testAccount[:33], credential: AuthToken(testToken), fields: []string{"accountSID"}},
		{name: "account of 35", account: testAccount + "0", credential: AuthToken(testToken), fields: []string{"accountSID"}},
		{name: "account with a blank", account: " " + testAccount, credential: AuthToken(testToken), fields: []string{"accountSID"}},
		{name: "account with a letter of two bytes", account: "AC" + strings.Repeat("0", 30) + "é", credential: AuthToken(testToken), fields: []string{"accountSID"}},
		{name: "key with a dash", account: testAccount, credential: APIKey("SK"+strings.Repeat("0", 31)+"-", testToken), fields: []string{"keySID"}},
		{name: "token with a blank", account: testAccount, credential: AuthToken(testToken + " "), fields: []string{"token"}},
		{name: "token with a tab", account: testAccount, credential: AuthToken("\t" + testToken), fields: []string{"token"}},
		{name: "secret with a line", account: testAccount, credential: APIKey(testKey, testToken+"\r\n"), fields: []string{"keySecret"}},
		{name: "secret that is not ASCII", account: testAccount, credential: APIKey(testKey, "gehéim"), fields: []string{"keySecret"}},
		{name: "secret with a byte too much", account: testAccount, credential: APIKey(testKey, testToken+"\xff"), fields: []string{"keySecret"}},
		{name: "secret with NUL", account: testAccount, credential: APIKey(testKey, testToken+"\x00"), fields: []string{"keySecret"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, err := New(tt.account, tt.credential)
			if tt.fields == nil {
				require.NoError(t, err)
				assert.Equal(t, tt.account, client.AccountSID())
				return
			}
			assert.Nil(t, client)
			assert.Equal(t, tt.fields, problemFields(t, err))
			assert.NotContains(t, err.Error(), testToken)
		})
	}
}

// problemFields returns the arguments that an error complains of.
func problemFields(t *testing.T, err error) []string {
	t.Helper()
	var params *ParamError
	require.ErrorAs(t, err, &params)
	fields := make([]string, len(params.Problems))
	for i, p := range params.Problems {
		fields[i] = p.Field
		assert.NotEmpty(t, p.Problem)
		assert.NotEmpty(t, p.Remedy)
	}
	return fields
}

// TestSecretsStayHiddenInside: fmt calls no method of a value in a field that
// is not exported, and walks through it instead.
func TestSecretsStayHiddenInside(t *testing.T) {
	t.Parallel()
	type service struct {
		client     *Client
		value      Client
		credential Credential
		option     Option
		byName     map[string]Credential
		list       []*Client
		err        error
		ctx        context.Context
	}
	type key struct{}
	for prefix, credential := range map[string]Credential{"key:": APIKey(testKey, testToken), "token:": AuthToken(testToken), "app:": OAuth(testClientID, testToken)} {
		client, err := New(testAccount, credential)
		require.NoError(t, err)
		inside := service{
			client: client, value: *client, credential: credential, option: WithRetry(RetryPolicy{}),
			byName: map[string]Credential{"a": credential}, list: []*Client{client},
			err: fmt.Errorf("with %v: %w", client, errors.New("x")),
			ctx: context.WithValue(t.Context(), key{}, credential),
		}
		for _, holder := range []any{inside, &inside, []service{inside}, map[string]*service{"x": &inside}, inside.ctx} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%08b", "%U"} {
				requireDiscreet(t, fmt.Sprintf(verb, holder), testToken, prefix)
			}
			var logged bytes.Buffer
			text := slog.New(slog.NewTextHandler(&logged, nil))
			text.WithGroup("g").With("client", client, "credential", credential).Info("x", slog.Group("h", "holder", holder))
			slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "holder", holder, "client", client, "credential", credential)
			requireDiscreet(t, logged.String(), testToken, prefix)
			assert.Contains(t, logged.String(), credential.String(), "the credential says what it is")
		}
	}
}

// FuzzNew: whatever stands where, it is refused or used, and a refused value is
// not shown, because it may be a secret.
func FuzzNew(f *testing.F) {
	f.Add(testAccount, testKey, testToken)
	f.Add(testKey, testToken, testAccount)
	f.Add("", "\xff", "%!v(PANIC=x)")
	f.Fuzz(func(t *testing.T, account, key, secret string) {
		for _, credential := range []Credential{APIKey(key, secret), AuthToken(secret), OAuth(key, secret)} {
			client, err := New(account, credential)
			if err == nil {
				assert.True(t, isSID(client.AccountSID(), "AC"))
				assert.Equal(t, -1, strings.IndexFunc(client.headers().Get("Authorization"), func(r rune) bool { return r < ' ' || r > '~' }))
				continue
			}
			assert.Nil(t, client)
			assert.ErrorIs(t, err, ErrInvalidParams)
			const long = 16 // shorter ones are words that an error may have
			for _, value := range []string{account, key, secret} {
				if len(value) >= long {
					assert.NotContains(t, err.Error(), value)
				}
			}
		}
	})
}
