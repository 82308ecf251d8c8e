package twilio

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// clearEnv unsets the variables that NewFromEnv reads; the test cannot be parallel.
func clearEnv(t *testing.T) {
	t.Helper()
	for _, name := range environmentVariables() {
		t.Setenv(name, "")
	}
}

func environmentVariables() []string {
	return []string{
		"TWILIO_ACCOUNT_SID", "TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_AUTH_TOKEN",
		"TWILIO_BASE_URL", "TWILIO_CLIENT_ID", "TWILIO_CLIENT_SECRET", "TWILIO_EDGE", "TWILIO_REGION",
	}
}

func TestNewFromEnvReadsTheEnvironment(t *testing.T) {
	clearEnv(t)
	_, err := NewFromEnv()
	assert.Equal(t, []string{"TWILIO_API_KEY", "TWILIO_ACCOUNT_SID"}, problemFields(t, err))

	t.Setenv("TWILIO_ACCOUNT_SID", testAccount)
	t.Setenv("TWILIO_AUTH_TOKEN", testToken)
	t.Setenv("TWILIO_REGION", "jp1")
	client, err := NewFromEnv(WithUserAgent("billing/1.4"))
	require.NoError(t, err)
	assert.Equal(t, testAccount, client.AccountSID())
	assert.Equal(t, "https://api.tokyo.jp1.twilio.com", client.hostURL(hostAPI).String())
	assert.Equal(t, "billing/1.4", client.config.userAgent)
	assert.Equal(t, AuthToken(testToken).basicAuth(testAccount), client.headers().Get("Authorization"))
}

// TestEnvReadsNoOtherVariable keeps the documentation of NewFromEnv complete.
func TestEnvReadsNoOtherVariable(t *testing.T) {
	t.Parallel()
	var read []string
	env := map[string]string{"TWILIO_ACCOUNT_SID": testAccount, "TWILIO_AUTH_TOKEN": testToken}
	_, err := newFromEnv(func(name string) string {
		read = append(read, name)
		return env[name]
	}, nil)
	require.NoError(t, err)
	slices.Sort(read)
	assert.Equal(t, environmentVariables(), slices.Compact(read))
}

// TestEnvSaysWhatIsMissing tries every set of the four variables that hold the
// account and the credential.
func TestEnvSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	const otherToken = "70ce70ce70ce70ce70ce70ce70ce70ce"
	key, token := APIKey(testKey, testToken), AuthToken(otherToken)
	tests := []struct {
		account, key, secret, token bool
		want                        Credential // the zero one when it is refused
		missing                     string
	}{
		{account: true, key: true, secret: true, token: true, want: key},
		{account: true, key: true, secret: true, want: key},
		{account: true, key: true, token: true, missing: "TWILIO_API_SECRET"},
		{account: true, key: true, missing: "TWILIO_API_SECRET"},
		{account: true, secret: true, token: true, missing: "TWILIO_API_KEY"},
		{account: true, secret: true, missing: "TWILIO_API_KEY"},
		{account: true, token: true, want: token},
		{account: true, missing: "TWILIO_API_KEY"},
		{key: true, secret: true, token: true, missing: "TWILIO_ACCOUNT_SID"},
		{key: true, secret: true, missing: "TWILIO_ACCOUNT_SID"},
		{token: true, missing: "TWILIO_ACCOUNT_SID"},
		{key: true, missing: "TWILIO_API_SECRET"},
		{secret: true, missing: "TWILIO_API_KEY"},
		{missing: "TWILIO_API_KEY"},
	}
	for _, tt := range tests {
		env := map[string]string{}
		set := func(when bool, name, value string) {
			if when {
				env[name] = value
			}
		}
		set(tt.account, "TWILIO_ACCOUNT_SID", testAccount)
		set(tt.key, "TWILIO_API_KEY", testKey)
		set(tt.secret, "TWILIO_API_SECRET", testToken)
		set(tt.token, "TWILIO_AUTH_TOKEN", otherToken)

		client, err := newFromEnv(func(name string) string { return env[name] }, nil)
		if tt.missing != "" {
			assert.Nil(t, client)
			want := []string{tt.missing}
			if !tt.account && tt.missing != "TWILIO_ACCOUNT_SID" {
				want = append(want, "TWILIO_ACCOUNT_SID")
			}
			assert.Equal(t, want, problemFields(t, err), "all that is missing, at once: %v", env)
			assert.NotContains(t, err.Error(), testToken)
			assert.NotContains(t, err.Error(), otherToken)
			continue
		}
		require.NoError(t, err, "%v", env)
		assert.Equal(t, tt.want.basicAuth(testAccount), client.headers().Get("Authorization"), "%v", env)
	}
}

// TestEnvIsCheckedAsArgumentsAre: a wrong argument is as wrong in a variable.
func TestEnvIsCheckedAsArgumentsAre(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, variable, value, field string
	}{
		{name: "key as account", variable: "TWILIO_ACCOUNT_SID", value: testKey, field: "TWILIO_ACCOUNT_SID"},
		{name: "account in quotes", variable: "TWILIO_ACCOUNT_SID", value: `"` + testAccount + `"`, field: "TWILIO_ACCOUNT_SID"},
		{name: "account and a line", variable: "TWILIO_ACCOUNT_SID", value: testAccount + "\n", field: "TWILIO_ACCOUNT_SID"},
		{name: "account as token", variable: "TWILIO_AUTH_TOKEN", value: testAccount, field: "TWILIO_AUTH_TOKEN"},
		{name: "token and a line", variable: "TWILIO_AUTH_TOKEN", value: testToken + "\n", field: "TWILIO_AUTH_TOKEN"},
		{name: "region in capitals", variable: "TWILIO_REGION", value: "IE1", field: "TWILIO_REGION with TWILIO_EDGE"},
		{name: "edge as a host", variable: "TWILIO_EDGE", value: "dublin.ie1.twilio.com", field: "TWILIO_REGION with TWILIO_EDGE"},
		{name: "region as edge", variable: "TWILIO_EDGE", value: "ie1", field: "TWILIO_REGION with TWILIO_EDGE"},
		{name: "edge as region", variable: "TWILIO_REGION", value: "dublin", field: "TWILIO_REGION with TWILIO_EDGE"},
		{name: "token in quotes", variable: "TWILIO_AUTH_TOKEN", value: `"` + testToken + `"`, field: "TWILIO_AUTH_TOKEN"},
		{name: "base URL without scheme", variable: "TWILIO_BASE_URL", value: "127.0.0.1:8855", field: "TWILIO_BASE_URL"},
		{name: "base URL in plain http", variable: "TWILIO_BASE_URL", value: "http://twilio.example.com", field: "TWILIO_BASE_URL"},
	}
	for _, tt := range tests {
		env := map[string]string{"TWILIO_ACCOUNT_SID": testAccount, "TWILIO_AUTH_TOKEN": testToken}
		env[tt.variable] = tt.value
		_, err := newFromEnv(func(name string) string { return env[name] }, nil)
		assert.Equal(t, []string{tt.field}, problemFields(t, err), tt.name)
		assert.NotContains(t, err.Error(), testToken, tt.name)
		assert.ErrorContains(t, err, "twilio: NewFromEnv: "+tt.field+" ", tt.name)
	}
}

// TestEnvNamesTheKeysVariables: a key has two variables.
func TestEnvNamesTheKeysVariables(t *testing.T) {
	t.Parallel()
	env := map[string]string{"TWILIO_ACCOUNT_SID": testAccount, "TWILIO_API_KEY": testKey + " ", "TWILIO_API_SECRET": "'" + testToken + "'"}
	_, err := newFromEnv(func(name string) string { return env[name] }, []Option{WithTimeout(-1)})
	assert.Equal(t, []string{"TWILIO_API_KEY", "TWILIO_API_SECRET", "WithTimeout"}, problemFields(t, err))
}

// TestEnvBaseURLInPlainHTTP: the program allows it, not the environment.
func TestEnvBaseURLInPlainHTTP(t *testing.T) {
	t.Parallel()
	env := map[string]string{"TWILIO_ACCOUNT_SID": testAccount, "TWILIO_AUTH_TOKEN": testToken, "TWILIO_BASE_URL": "http://mock:4010"}
	client, err := newFromEnv(func(name string) string { return env[name] }, []Option{WithPlainHTTP(), WithoutProductSegment()})
	require.NoError(t, err)
	assert.Equal(t, "http://mock:4010", client.hostURL(hostAPI).String())
}

// TestEnvHoldsOneCredential: a key and an app exclude each other, halves of them too;
// an auth token may stand beside either, because webhooks are verified with it.
func TestEnvHoldsOneCredential(t *testing.T) {
	t.Parallel()
	const account, token = "TWILIO_ACCOUNT_SID=" + testAccount, "TWILIO_AUTH_TOKEN=" + testToken
	const key, secret = "TWILIO_API_KEY=" + testKey, "TWILIO_API_SECRET=" + testToken
	const id, idSecret = "TWILIO_CLIENT_ID=" + testClientID, "TWILIO_CLIENT_SECRET=" + testToken
	tests := []struct {
		env   []string
		want  string // the credential, "" when it is refused
		field string
		names string // another variable that the error names
	}{
		{env: []string{id, idSecret}, want: "OAuth app " + testClientID, field: "", names: ""},
		{env: []string{id, idSecret, token}, want: "OAuth app " + testClientID, field: "", names: ""},
		{env: []string{id}, want: "", field: "TWILIO_CLIENT_SECRET", names: "TWILIO_CLIENT_ID"},
		{env: []string{id, token}, want: "", field: "TWILIO_CLIENT_SECRET", names: "TWILIO_CLIENT_ID"},
		{env: []string{idSecret}, want: "", field: "TWILIO_CLIENT_ID", names: "TWILIO_CLIENT_SECRET"},
		{env: []string{idSecret, token}, want: "", field: "TWILIO_CLIENT_ID", names: "TWILIO_CLIENT_SECRET"},
		{env: []string{key, secret, id, idSecret}, want: "", field: "TWILIO_CLIENT_ID", names: "TWILIO_API_KEY"},
		{env: []string{key, secret, id, idSecret, token}, want: "", field: "TWILIO_CLIENT_ID", names: "TWILIO_API_KEY"},
		{env: []string{key, secret, idSecret}, want: "", field: "TWILIO_CLIENT_SECRET", names: "TWILIO_API_KEY"},
		{env: []string{secret, id, idSecret}, want: "", field: "TWILIO_CLIENT_ID", names: "TWILIO_API_SECRET"},
	}
	for _, tt := range tests {
		env := map[string]string{}
		for _, pair := range append(tt.env, account) {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		client, err := newFromEnv(func(name string) string { return env[name] }, nil)
		if tt.want != "" {
			require.NoError(t, err)
			assert.Equal(t, tt.want, client.credential.String())
			assert.Empty(t, client.headers()["Authorization"])
			continue
		}
		assert.Equal(t, []string{tt.field}, problemFields(t, err))
		assert.Contains(t, err.Error(), tt.names)
		assert.NotContains(t, err.Error(), testToken)
	}
}
