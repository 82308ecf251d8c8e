package twiliotest_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// basic is the header Authorization of a user and a secret.
func basic(user, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+secret))
}

// asker asks the simulator with one header Authorization.
type asker struct {
	*testing.T
	sim           *twiliotest.Sim
	authorization string
}

// ask sends a form to an address such as "api/2010-04-01/Accounts.json".
func (a asker) ask(method, address string, form url.Values) (status int, answer map[string]any) {
	a.Helper()
	host, path, _ := strings.Cut(address, "/")
	req, err := http.NewRequestWithContext(a.Context(), method, "https://"+host+".twilio.com/"+path, strings.NewReader(form.Encode()))
	require.NoError(a, err)
	req.Header.Set("Authorization", a.authorization)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := a.sim.Transport().RoundTrip(req)
	require.NoError(a, err)
	text, err := io.ReadAll(resp.Body)
	require.NoError(a, err)
	require.NoError(a, resp.Body.Close())
	if len(text) > 0 {
		require.NoError(a, json.Unmarshal(text, &answer), "%s", text)
	}
	return resp.StatusCode, answer
}

// must is ask for what has to succeed.
func (a asker) must(status int, method, address string, form url.Values) map[string]any {
	a.Helper()
	got, answer := a.ask(method, address, form)
	require.Equal(a, status, got, "%s %s: %v", method, address, answer)
	return answer
}

// refused is ask for what has to fail with a status and a code.
func (a asker) refused(status, code int, method, address string, form url.Values) {
	a.Helper()
	got, answer := a.ask(method, address, form)
	assert.Equal(a, status, got, "%s %s: %v", method, address, answer)
	assert.EqualValues(a, code, answer["code"], "%s %s: %v", method, address, answer)
}

// mainAccount returns who asks with the primary token of the account.
func mainAccount(t *testing.T, sim *twiliotest.Sim) asker {
	t.Helper()
	return asker{t, sim, basic(sim.AccountSID(), sim.AuthToken())}
}

// with returns who asks with other credentials.
func (a asker) with(user, secret string) asker { return asker{a.T, a.sim, basic(user, secret)} }

// in is an address below an account in the API of 2010.
func in(account, rest string) string { return "api/2010-04-01/Accounts/" + account + rest }
