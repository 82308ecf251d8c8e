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
		{"key", cannedAccount, APIKey(goodKey, goodSecret), nil},
		{"key in hexadecimal", cannedAccount, APIKey(lower, goodSecret), nil},
		{"token", cannedAccount, AuthToken(goodSecret), nil},
		{"token of another length", cannedAccount, AuthToken("x"), nil},
		{"secret with a colon", cannedAccount, APIKey(goodKey, "a:b"), nil},

		{"app", cannedAccount, OAuth(goodClientID, goodSecret), nil},
		{"app with an ID of another shape", cannedAccount, OAuth("0oa1b2c3-d4", "s_-~.+/="), nil},

		{"app without ID", cannedAccount, OAuth("", goodSecret), []string{"clientID"}},
		{"app without secret", cannedAccount, OAuth(goodClientID, ""), []string{"clientSecret"}},
		{"app without anything", cannedAccount, OAuth("", ""), []string{"clientID", "clientSecret"}},
		{"swapped app and secret", cannedAccount, OAuth(goodSecret, goodClientID), []string{"clientSecret"}},
		{"swapped account and app", goodClientID, OAuth(cannedAccount, goodSecret), []string{"accountSID", "clientID"}},
		{"key as app", cannedAccount, OAuth(goodKey, goodSecret), []string{"clientID"}},
		{"app as key", cannedAccount, APIKey(goodClientID, goodSecret), []string{"keySID"}},
		{"app as token", cannedAccount, AuthToken(goodClientID), []string{"token"}},
		{"app with a blank", cannedAccount, OAuth(goodClientID+" ", goodSecret), []string{"clientID"}},
		{"app that is not ASCII", cannedAccount, OAuth("gehéim", goodSecret), []string{"clientID"}},
		{"app's secret with a line", cannedAccount, OAuth(goodClientID, goodSecret+"\n"), []string{"clientSecret"}},

		{"nothing", "", Credential{}, []string{"accountSID", "credential"}},
		{"swapped account and key", goodKey, APIKey(cannedAccount, goodSecret), []string{"accountSID", "keySID"}},
		{"swapped account and token", goodSecret, AuthToken(cannedAccount), []string{"accountSID", "token"}},
		{"swapped key and secret", cannedAccount, APIKey(goodSecret, goodKey), []string{"keySID", "keySecret"}},
		{"key as token", cannedAccount, AuthToken(goodKey), []string{"token"}},
		{"account as secret", cannedAccount, APIKey(goodKey, cannedAccount), []string{"keySecret"}},
		{"account in lower case", strings.ToLower(cannedAccount), AuthToken(goodSecret), []string{"accountSID"}},
		{"account of 33", cannedAccount[:33], AuthToken(goodSecret), []string{"accountSID"}},
		{"account of 35", cannedAccount + "0", AuthToken(goodSecret), []string{"accountSID"}},
		{"account with a blank", " " + cannedAccount, AuthToken(goodSecret), []string{"accountSID"}},
		{"account with a letter of two bytes", "AC" + strings.Repeat("0", 30) + "é", AuthToken(goodSecret), []string{"accountSID"}},
		{"key with a dash", cannedAccount, APIKey("SK"+strings.Repeat("0", 31)+"-", goodSecret), []string{"keySID"}},
		{"token with a blank", cannedAccount, AuthToken(goodSecret + " "), []string{"token"}},
		{"token with a tab", cannedAccount, AuthToken("\t" + goodSecret), []string{"token"}},
		{"secret with a line", cannedAccount, APIKey(goodKey, goodSecret+"\r\n"), []string{"keySecret"}},
		{"secret that is not ASCII", cannedAccount, APIKey(goodKey, "gehéim"), []string{"keySecret"}},
		{"secret with a byte too much", cannedAccount, APIKey(goodKey, goodSecret+"\xff"), []string{"keySecret"}},
		{"secret with NUL", cannedAccount, APIKey(goodKey, goodSecret+"\x00"), []string{"keySecret"}},
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
			assert.NotContains(t, err.Error(), goodSecret)
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

// TestSecretsStayHiddenInside: fmt calls no method of what stands in a field that
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
	for prefix, credential := range map[string]Credential{"key:": APIKey(goodKey, goodSecret), "token:": AuthToken(goodSecret), "app:": OAuth(goodClientID, goodSecret)} {
		client, err := New(cannedAccount, credential)
		require.NoError(t, err)
		inside := service{
			client: client, value: *client, credential: credential, option: WithRetry(RetryPolicy{}),
			byName: map[string]Credential{"a": credential}, list: []*Client{client},
			err: fmt.Errorf("with %v: %w", client, errors.New("x")),
			ctx: context.WithValue(t.Context(), key{}, credential),
		}
		for _, holder := range []any{inside, &inside, []service{inside}, map[string]*service{"x": &inside}, inside.ctx} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%08b", "%U"} {
				requireDiscreet(t, fmt.Sprintf(verb, holder), goodSecret, prefix)
			}
			var logged bytes.Buffer
			text := slog.New(slog.NewTextHandler(&logged, nil))
			text.WithGroup("g").With("client", client, "credential", credential).Info("x", slog.Group("h", "holder", holder))
			slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "holder", holder, "client", client, "credential", credential)
			requireDiscreet(t, logged.String(), goodSecret, prefix)
			assert.Contains(t, logged.String(), credential.String(), "the credential says what it is")
		}
	}
}

// FuzzNew: whatever stands where, it is refused or used, and what is refused is
// not shown, because it may be a secret.
func FuzzNew(f *testing.F) {
	f.Add(cannedAccount, goodKey, goodSecret)
	f.Add(goodKey, goodSecret, cannedAccount)
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
