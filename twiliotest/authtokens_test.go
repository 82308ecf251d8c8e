package twiliotest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

const (
	secondaryTokens = "accounts/v1/AuthTokens/Secondary"
	promotion       = "accounts/v1/AuthTokens/Promote"
)

// TestSecondaryToken works beside the primary one until it is deleted.
func TestSecondaryToken(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a, messages := mainAccount(t, sim), in(sim.AccountSID(), "/Messages.json")
	a.refused(404, 20404, "DELETE", secondaryTokens, nil)
	a.refused(404, 20404, "POST", promotion, nil)
	made := a.must(201, "POST", secondaryTokens, nil)
	assert.Equal(t, sim.AccountSID(), made["account_sid"])
	token := field(made, "secondary_auth_token")
	assert.Regexp(t, `^[0-9a-f]{32}$`, token)
	assert.NotEqual(t, sim.AuthToken(), token)
	second := a.with(sim.AccountSID(), token)
	second.must(200, "GET", messages, nil)
	a.must(200, "GET", messages, nil)

	replaced := field(a.must(201, "POST", secondaryTokens, nil), "secondary_auth_token")
	second.refused(401, 20003, "GET", messages, nil)
	third := a.with(sim.AccountSID(), replaced)
	third.must(204, "DELETE", secondaryTokens, nil)
	third.refused(401, 20003, "GET", messages, nil)
	a.with(sim.AccountSID(), "").refused(401, 20003, "GET", messages, nil)
	a.must(200, "GET", messages, nil)
}

// TestPromotion: the new token authenticates and signs, and the old one is of no use.
func TestPromotion(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	old, client, a := sim.AuthToken(), sim.Client(), mainAccount(t, sim)
	assert.Same(t, client, sim.Client())
	handler := func(token string) http.Handler {
		verifier, err := webhook.NewVerifier(webhook.Token(token), webhook.PublicURL(hooks))
		require.NoError(t, err)
		return verifier.Middleware(status(http.StatusNoContent))
	}
	sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
	token := field(a.must(201, "POST", secondaryTokens, nil), "secondary_auth_token")
	sim.Handle(hooks, handler(old))
	sim.Phone(ada).SendSMS(clinic, "signed by the primary token")
	assert.Empty(t, sim.Alerts())

	promoted := a.must(200, "POST", promotion, nil)
	assert.Equal(t, []any{token, sim.AccountSID()}, []any{promoted["auth_token"], promoted["account_sid"]})
	assert.Equal(t, token, sim.AuthToken())
	sim.Handle(hooks, handler(token))
	sim.Phone(ada).SendSMS(clinic, "signed by the new token")
	assert.Empty(t, sim.Alerts())
	_, err := client.Balance.Get(t.Context())
	require.ErrorIs(t, err, twilio.ErrAuthentication, "it has the old token")
	_, err = sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	renewed := sim.Client()
	assert.Same(t, renewed, sim.Client())
	fresh := mainAccount(t, sim)
	assert.Equal(t, token, fresh.must(200, "GET", in(sim.AccountSID(), ".json"), nil)["auth_token"])
	fresh.refused(404, 20404, "POST", promotion, nil)
	_, err = sim.TestClient().Balance.Get(t.Context())
	require.ErrorIs(t, err, twilio.CodeNotWithTestCredentials, "test credentials stay as they are")
	keySID, secret := sim.APIKey()
	a.with(keySID, secret).must(200, "GET", in(sim.AccountSID(), "/Messages.json"), nil)
}

func TestTokensOfSubaccounts(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sub := sim.Subaccount()
	old := sim.SubaccountToken(sub)
	own := mainAccount(t, sim).with(sub, old)
	token := field(own.must(201, "POST", secondaryTokens, nil), "secondary_auth_token")
	assert.Equal(t, old, sim.SubaccountToken(sub))
	own.with(sub, token).must(200, "POST", promotion, nil)
	assert.Equal(t, token, sim.SubaccountToken(sub))
	own.refused(401, 20003, "GET", in(sub, "/Messages.json"), nil)
	own.with(sub, token).must(200, "GET", in(sub, "/Messages.json"), nil)
	mainAccount(t, sim).must(200, "GET", in(sub, "/Messages.json"), nil)
}
