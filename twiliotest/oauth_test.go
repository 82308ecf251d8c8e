package twiliotest_test

import (
	"encoding/base64"
	"encoding/json"
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

// requestToken asks for a token of an app.
func requestToken(t require.TestingT, sim *twiliotest.Sim, id, secret string) (status int, answer map[string]any) {
	return askToken(t, sim, url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}})
}

// askToken requests a token from the simulator and returns the answer.
func askToken(t require.TestingT, sim *twiliotest.Sim, form url.Values) (status int, answer map[string]any) {
	client := &http.Client{Transport: sim.Transport()}
	resp, err := client.PostForm("https://oauth.twilio.com/v2/token", form)
	require.NoError(t, err)
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&answer))
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode, answer
}

func tokenForm(sim *twiliotest.Sim) url.Values {
	id, secret := sim.OAuthApp()
	return url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
}

// getBalance asks with an access token.
func getBalance(t *testing.T, sim *twiliotest.Sim, authorization string) (status int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.twilio.com/2010-04-01/Accounts/"+sim.AccountSID()+"/Balance.json", http.NoBody)
	require.NoError(t, err)
	req.Header.Set("Authorization", authorization)
	resp, err := sim.Transport().RoundTrip(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}

func TestTokensAreGivenAndTaken(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)
	sim := twiliotest.New(t, twiliotest.StartAt(at))
	status, answer := askToken(t, sim, tokenForm(sim))
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, "bearer", answer["token_type"])
	assert.EqualValues(t, 3600, answer["expires_in"])
	token, _ := answer["access_token"].(string)
	parts := strings.Split(token, ".")
	require.Len(t, parts, 3)
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	var claims map[string]any
	require.NoError(t, json.Unmarshal(payload, &claims))
	assert.EqualValues(t, at.Unix(), claims["iat"])
	assert.EqualValues(t, at.Unix()+3600, claims["exp"])

	_, second := askToken(t, sim, tokenForm(sim))
	assert.NotEqual(t, token, second["access_token"])
	assert.Equal(t, http.StatusOK, getBalance(t, sim, "Bearer "+token), "the older one stays good")
	for _, other := range []string{"", "Bearer", "Bearer ", "bearer", "Basic " + token, token, "Bearer " + token + "x"} {
		assert.Equal(t, http.StatusUnauthorized, getBalance(t, sim, other), other)
	}
	sim.Clock.Advance(time.Hour - time.Nanosecond)
	assert.Equal(t, http.StatusOK, getBalance(t, sim, "Bearer "+token))
	sim.Clock.Advance(time.Nanosecond)
	assert.Equal(t, http.StatusUnauthorized, getBalance(t, sim, "Bearer "+token), "an hour is over")

	_, third := askToken(t, sim, tokenForm(sim))
	token, _ = third["access_token"].(string)
	sim.RevokeTokens()
	assert.Equal(t, http.StatusUnauthorized, getBalance(t, sim, "Bearer "+token))
	requests := sim.Requests()
	assert.Equal(t, twilio.CodeNotAuthenticated, requests[len(requests)-1].Code)
}

func TestTokensAreRefused(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	tests := []struct {
		name, field, value, message string
	}{
		{"another secret", "client_secret", "5a1dSimulatedClientSecret0000002", "client_secret"},
		{"no secret", "client_secret", "", "client_secret"},
		{"another app", "client_id", "OQ5a1d0000000000000000000000000002", "client_id"},
		{"another grant", "grant_type", "authorization_code", "grant_type"},
		{"what the published API does not have", "ClientId", "x", "ClientId"},
	}
	for _, tt := range tests {
		form := tokenForm(sim)
		form.Set(tt.field, tt.value)
		status, answer := askToken(t, sim, form)
		assert.Equal(t, http.StatusBadRequest, status, tt.name)
		assert.Contains(t, answer["message"], tt.message, tt.name)
		assert.Nil(t, answer["access_token"], tt.name)
	}
	program, err := twiliotest.Start() // which gets Twilio's answer where a test is told to stub
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, program.Close()) })
	for _, path := range []string{"/v2/token", "/v1/token"} { // a GET, and another version
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://oauth.twilio.com"+path, http.NoBody)
		require.NoError(t, err)
		resp, err := program.Transport().RoundTrip(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		assert.Equal(t, http.StatusUnauthorized, resp.StatusCode, path)
	}
}

// TestLedgerKeepsNoClientSecret, as it keeps no other credentials.
func TestLedgerKeepsNoClientSecret(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	_, secret := sim.OAuthApp()
	askToken(t, sim, tokenForm(sim))
	request := sim.Requests()[0]
	assert.Equal(t, "oauth", request.Host)
	assert.Equal(t, "/v2/token", request.Path)
	assert.Equal(t, "client_credentials", request.Form.Get("grant_type"))
	assert.NotContains(t, request.Form, "client_secret")
	text, err := json.Marshal(sim.Requests())
	require.NoError(t, err)
	assert.NotContains(t, string(text), secret)
}

// TestLedgerKeepsNoAuthorizationCode: whoever has the code of an authorization gets a token
// for it. The Code of another operation is no such secret.
func TestLedgerKeepsNoAuthorizationCode(t *testing.T) {
	t.Parallel()
	const secret = "c0de-of-the-test"
	sim := twiliotest.New(t)
	client := &http.Client{Transport: sim.Transport()}
	form := url.Values{"code": {secret}, "Code": {secret}, "code_verifier": {secret}, "scope": {"offline_access"}}
	for _, address := range []string{"https://oauth.twilio.com/v2/token", "https://oauth.twilio.com/v1/token", "https://iam.twilio.com/v1/token", "https://preview-iam.twilio.com/v1/token"} {
		resp, err := client.PostForm(address, form)
		require.NoError(t, err, address)
		require.NoError(t, resp.Body.Close(), address)
	}
	requests := sim.Requests()
	require.Len(t, requests, 4)
	for _, request := range requests {
		assert.Equal(t, url.Values{"scope": {"offline_access"}}, request.Form, request.Host+request.Path)
	}
	resp, err := client.PostForm("https://verify.twilio.com/v2/Services/VA0123456789abcdef0123456789abcdef/VerificationCheck", url.Values{"Code": {"123456"}})
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, "123456", sim.Requests()[4].Form.Get("Code"))
}
