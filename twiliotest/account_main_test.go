package twiliotest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	ownSID   = "AC00000000000000000000000000000abc"
	ownToken = "a-token-of-its-own-of-32-letters"
)

// identity is all that a simulator is known by: credentials, and the first SIDs that it makes.
func identity(t *testing.T, opts ...twiliotest.Option) []string {
	t.Helper()
	sim := twiliotest.New(t, append(opts, twiliotest.AllowUnexpected())...)
	keySID, keySecret := sim.APIKey()
	mainSID, mainSecret := sim.MainAPIKey()
	app, appSecret := sim.OAuthApp()
	orgApp, orgSecret := sim.OrganizationOAuthApp()
	number, short := sim.Number(clinic), sim.Number("12345")
	sub := sim.Subaccount()
	message := send(t, sim, "Hi")
	require.Len(t, sim.Requests(), 1)
	return []string{
		sim.AccountSID(), sim.AuthToken(), sim.TestAccountSID(), sim.TestAuthToken(), keySID, keySecret, mainSID, mainSecret,
		app, appSecret, orgApp, orgSecret, sim.OrganizationSID(), number.SID(), short.SID(), sub, sim.SubaccountToken(sub), message.SID, sim.Requests()[0].SID,
	}
}

// TestSimulatorsBesideEachOther have nothing in common unless their options are the same.
func TestSimulatorsBesideEachOther(t *testing.T) {
	t.Parallel()
	tests := map[string][]twiliotest.Option{
		"usual":            nil,
		"seed 7":           {twiliotest.Seed(7)},
		"seed 77":          {twiliotest.Seed(77)},
		"greatest seed":    {twiliotest.Seed(1<<64 - 1)},
		"account":          {twiliotest.Account(ownSID, ownToken)},
		"another account":  {twiliotest.Account(strings.Replace(ownSID, "abc", "abd", 1), strings.ToUpper(ownToken))},
		"account and seed": {twiliotest.Account(strings.Replace(ownSID, "abc", "abe", 1), ownToken[1:]+"7"), twiliotest.Seed(7)},
	}
	of := map[string]string{}
	for name, opts := range tests {
		all := identity(t, opts...)
		assert.Equal(t, all, identity(t, opts...), "the same in every run")
		for _, id := range all {
			assert.Empty(t, of[id], "%s has %s, too", name, id)
			of[id] = name
		}
	}
	usual := identity(t)
	assert.Equal(t, usual, identity(t, twiliotest.Seed(0)))
	assert.Equal(t, []string{"AC5a1d0000000000000000000000000001", "5a1d00000000000000000000000000a1"}, usual[:2])
}

// TestAccount: clients of that account are let in, and its token signs.
func TestAccount(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.Account(ownSID, ownToken), twiliotest.AllowUnexpected())
	assert.Equal(t, []string{ownSID, ownToken}, []string{sim.AccountSID(), sim.AuthToken()})
	number := sim.Number(clinic)
	client, err := twilio.New(ownSID, twilio.AuthToken(ownToken), sim.Options()...)
	require.NoError(t, err)
	msg, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: number.Number(), Body: "Hi"})
	require.NoError(t, err)
	assert.Equal(t, ownSID, msg.AccountSID)
	_, err = sim.TestClient().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: "+15005550006", Body: "Hi"})
	require.NoError(t, err)
	usual, err := twilio.New("AC5a1d0000000000000000000000000001", twilio.AuthToken("5a1d00000000000000000000000000a1"), sim.Options()...)
	require.NoError(t, err)
	_, err = usual.Balance.Get(t.Context())
	require.ErrorIs(t, err, twilio.ErrAuthentication)
}

// TestAccountsThatCannotBe are refused, without their token in the error.
func TestAccountsThatCannotBe(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, sid, token, want string }{
		{"nothing", "", "", "AC and 32"},
		{"an SID of another kind", strings.Replace(ownSID, "AC", "SK", 1), ownToken, "AC and 32"},
		{"a short SID", ownSID[1:], ownToken, "AC and 32"},
		{"capitals", strings.Replace(ownSID, "abc", "ABC", 1), ownToken, "AC and 32"},
		{"a token for an SID", ownToken, ownSID, "AC and 32"},
		{"a short token", ownSID, ownToken[1:], "32 characters"},
		{"a long token", ownSID, ownToken + "x", "32 characters"},
		{"a line's end", ownSID, ownToken[1:] + "\n", "32 characters"},
		{"a space", ownSID, ownToken[1:] + " ", "32 characters"},
		{"letters beyond ASCII", ownSID, ownToken[2:] + "é", "32 characters"},
	}
	for _, tt := range tests {
		_, err := twiliotest.Start(twiliotest.Account(tt.sid, tt.token))
		require.ErrorContains(t, err, tt.want, tt.name)
		assert.NotContains(t, err.Error(), "of-its-own", tt.name)
	}
}

// TestSeedsOfChances: the seed of a simulator decides about the rate of a fault.
func TestSeedsOfChances(t *testing.T) {
	t.Parallel()
	struck := func(seed uint64) (pattern string) {
		sim := twiliotest.New(t, twiliotest.Seed(seed))
		sim.Fault(twiliotest.On(http.MethodGet, "/2010-04-01/Accounts/*/Balance.json").Rate(0.5, 1).Status(http.StatusBadRequest, twilio.CodeBadRequest))
		for range 40 {
			_, err := sim.Client().Balance.Get(t.Context())
			pattern += map[bool]string{true: "x", false: "."}[err != nil]
		}
		return pattern
	}
	usual, other := struck(0), struck(7)
	assert.Equal(t, usual, struck(0))
	assert.Equal(t, other, struck(7))
	assert.NotEqual(t, usual, other)
}

// TestRecognizes: every kind of credential of a simulator, and none of another one.
func TestRecognizes(t *testing.T) {
	t.Parallel()
	sim, other := twiliotest.New(t), twiliotest.New(t, twiliotest.Account(ownSID, ownToken))
	a := mainAccount(t, sim)
	secondary := field(a.must(201, "POST", "accounts/v1/AuthTokens/Secondary", nil), "secondary_auth_token")
	keySID, keySecret := sim.APIKey()
	sub := sim.Subaccount()
	bearer := "Bearer " + accessTokenOf(t, sim)
	tests := []struct {
		name, authorization string
		want                bool
	}{
		{"token", basic(sim.AccountSID(), sim.AuthToken()), true},
		{"secondary token", basic(sim.AccountSID(), secondary), true},
		{"API key", basic(keySID, keySecret), true},
		{"test credentials", basic(sim.TestAccountSID(), sim.TestAuthToken()), true},
		{"subaccount", basic(sub, sim.SubaccountToken(sub)), true},
		{"access token", bearer, true},
		{"nothing", "", false},
		{"no secret", basic(sim.AccountSID(), ""), false},
		{"wrong token", basic(sim.AccountSID(), "0"+sim.AuthToken()[1:]), false},
		{"token of the test credentials", basic(sim.AccountSID(), sim.TestAuthToken()), false},
		{"swapped", basic(sim.AuthToken(), sim.AccountSID()), false},
		{"token for the key", basic(keySID, sim.AuthToken()), false},
		{"altered access token", bearer + "x", false},
		{"no access token", "Bearer ", false},
		{"another scheme", strings.Replace(basic(sim.AccountSID(), sim.AuthToken()), "Basic", "Digest", 1), false},
	}
	for _, tt := range tests {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.twilio.com/", http.NoBody)
		require.NoError(t, err)
		r.Header.Set("Authorization", tt.authorization)
		assert.Equal(t, tt.want, sim.Recognizes(r), tt.name)
		assert.False(t, other.Recognizes(r), tt.name)
		r.Header.Set("Authorization", basic(ownSID, ownToken))
		assert.Equal(t, []bool{false, true}, []bool{sim.Recognizes(r), other.Recognizes(r)})
	}
	assert.False(t, sim.Recognizes(nil))
	sim.Clock.Advance(2 * time.Hour)
	r := &http.Request{Header: http.Header{"Authorization": {bearer}}}
	assert.False(t, sim.Recognizes(r), "an access token that has ended")
}

// accessTokenOf asks for an access token of the simulator's OAuth app.
func accessTokenOf(t *testing.T, sim *twiliotest.Sim) string {
	t.Helper()
	id, secret := sim.OAuthApp()
	answer := mainAccount(t, sim).must(200, "POST", "oauth/v2/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}})
	return field(answer, "access_token")
}
