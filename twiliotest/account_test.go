package twiliotest_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const accountsList = "api/2010-04-01/Accounts.json"

// sids lists the SIDs of a list.
func sids(answer map[string]any, key string) (found []string) {
	items, _ := answer[key].([]any)
	for _, item := range items {
		object, _ := item.(map[string]any)
		found = append(found, field(object, "sid"))
	}
	return found
}

func TestSubaccountsAreMadeAndListed(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	a := mainAccount(t, sim)
	first := sim.Subaccount()
	made := a.must(201, "POST", accountsList, url.Values{"FriendlyName": {"clinic"}})
	second := field(made, "sid")
	assert.Regexp(t, `^AC[0-9a-f]{32}$`, second)
	assert.Equal(t, "SubAccount Created at 2026-04-14 09:30 am", a.must(200, "GET", in(first, ".json"), nil)["friendly_name"])
	assert.Equal(t, []any{"clinic", "active", "Full", sim.AccountSID()}, []any{made["friendly_name"], made["status"], made["type"], made["owner_account_sid"]})
	assert.Equal(t, sim.SubaccountToken(second), made["auth_token"])

	assert.Equal(t, []string{sim.AccountSID(), first, second}, sids(a.must(200, "GET", accountsList, nil), "accounts"))
	assert.Equal(t, []string{second}, sids(a.must(200, "GET", accountsList+"?FriendlyName=clinic", nil), "accounts"))
	a.must(200, "POST", in(second, ".json"), url.Values{"Status": {"suspended"}, "FriendlyName": {"late payer"}})
	assert.Equal(t, []string{second}, sids(a.must(200, "GET", accountsList+"?Status=suspended", nil), "accounts"))
	assert.Equal(t, []string{sim.AccountSID(), first}, sids(a.must(200, "GET", accountsList+"?Status=active", nil), "accounts"))

	own := a.with(first, sim.SubaccountToken(first))
	assert.Equal(t, []string{first}, sids(own.must(200, "GET", accountsList, nil), "accounts"))
	own.refused(404, 20404, "GET", in(second, ".json"), nil)
	own.refused(400, 21101, "POST", accountsList, nil)
	own.must(200, "POST", in(first, ".json"), url.Values{"FriendlyName": {"mine"}})
	own.refused(403, 20006, "POST", in(first, ".json"), url.Values{"Status": {"suspended"}})
	a.refused(400, 20002, "POST", accountsList, url.Values{"FriendlyName": {strings.Repeat("é", 65)}})
	a.must(201, "POST", accountsList, url.Values{"FriendlyName": {strings.Repeat("é", 64)}})
}

func TestStatusesOfAccountsThatCannotBe(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a, sub, closed := mainAccount(t, sim), sim.Subaccount(), sim.Subaccount()
	a.must(200, "POST", in(closed, ".json"), url.Values{"Status": {"closed"}})
	a.refused(400, 21477, "POST", in(sim.AccountSID(), ".json"), url.Values{"Status": {"suspended"}})
	a.refused(400, 21479, "POST", in(closed, ".json"), url.Values{"Status": {"active"}})
	a.refused(404, 20404, "POST", in("AC0123456789abcdef0123456789abcdef", ".json"), url.Values{"Status": {"active"}})
	sim.SuspendAccount()
	a.refused(400, 21476, "POST", in(sub, ".json"), url.Values{"Status": {"active"}})
}

// TestSuspendedSubaccount: its own requests are refused, and its parent looks, tidies up
// and reactivates it.
func TestSuspendedSubaccount(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	a, sub := mainAccount(t, sim), sim.Subaccount()
	own := a.with(sub, sim.SubaccountToken(sub))
	message := url.Values{"To": {ada}, "From": {clinic}, "Body": {"See you at 9"}}
	call := own.must(201, "POST", in(sub, "/Calls.json"), url.Values{"To": {ada}, "From": {clinic}, "Twiml": {"<Response><Pause length=\"60\"/></Response>"}})
	sim.Clock.Advance(7 * time.Second)
	scheduled := own.must(201, "POST", in(sub, "/Messages.json"), message)

	a.must(200, "POST", in(sub, ".json"), url.Values{"Status": {"suspended"}})
	own.refused(403, 20005, "GET", in(sub, "/Messages.json"), nil)
	own.refused(403, 20005, "GET", in(sub, ".json"), nil)
	own.refused(403, 20005, "POST", "verify/v2/Services", url.Values{"FriendlyName": {"x"}})
	a.refused(403, 20005, "POST", in(sub, "/Messages.json"), message)
	a.refused(403, 20005, "POST", in(sub, "/Keys.json"), nil)
	assert.Equal(t, "in-progress", a.must(200, "GET", in(sub, "/Calls/"+field(call, "sid")+".json"), nil)["status"], "calls go on")
	a.must(200, "POST", in(sub, "/Calls/"+field(call, "sid")+".json"), url.Values{"Status": {"completed"}})
	sim.Clock.Advance(time.Minute)
	failed := a.must(200, "GET", in(sub, "/Messages/"+field(scheduled, "sid")+".json"), nil)
	assert.Equal(t, []any{"failed", float64(30002)}, []any{failed["status"], failed["error_code"]})

	a.must(200, "POST", in(sub, ".json"), url.Values{"Status": {"active"}})
	own.must(201, "POST", in(sub, "/Messages.json"), message)
	sim.Phone(ada).ExpectSMS("See you at 9")
}

// TestClosedSubaccount: nobody acts for it any more, its numbers are gone, and its history
// can be read.
func TestClosedSubaccount(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a, sub := mainAccount(t, sim), sim.Subaccount()
	own := a.with(sub, sim.SubaccountToken(sub))
	key := a.must(201, "POST", in(sub, "/Keys.json"), nil)
	bought := own.must(201, "POST", in(sub, "/IncomingPhoneNumbers.json"), url.Values{"PhoneNumber": {"+14155550123"}})
	a.must(200, "POST", in(sub, ".json"), url.Values{"Status": {"closed"}})

	own.refused(401, 20003, "GET", in(sub, ".json"), nil)
	a.with(field(key, "sid"), field(key, "secret")).refused(401, 20003, "GET", in(sub, "/Messages.json"), nil)
	a.refused(404, 20404, "GET", in(sub, "/IncomingPhoneNumbers/"+field(bought, "sid")+".json"), nil)
	a.must(200, "GET", in(sub, "/Messages.json"), nil)
	a.refused(403, 20403, "POST", in(sub, "/Messages.json"), url.Values{"To": {ada}, "From": {clinic}, "Body": {"x"}})
	a.refused(403, 20403, "POST", "iam/v1/Keys", url.Values{"AccountSid": {sub}})
	assert.Equal(t, "closed", a.must(200, "GET", in(sub, ".json"), nil)["status"])
	own.refused(401, 20003, "POST", "accounts/v1/AuthTokens/Secondary", nil)
}

// TestSuspendedAccount suspends its subaccounts, and nobody reaches its numbers.
func TestSuspendedAccount(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic, twiliotest.SMSWebhook(text("text/xml", "<Response/>")), twiliotest.VoiceWebhook(text("text/xml", "<Response/>")))
	a, sub := mainAccount(t, sim), sim.Subaccount()
	own := a.with(sub, sim.SubaccountToken(sub))
	suspended := sim.Subaccount()
	a.must(200, "POST", in(suspended, ".json"), url.Values{"Status": {"suspended"}})
	sim.SuspendAccount()

	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "x"})
	require.ErrorIs(t, err, twilio.CodeAccountNotActive)
	var refusal *twilio.Error
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, 403, refusal.Status)
	own.refused(403, 20005, "GET", in(sub, "/Messages.json"), nil)
	a.refused(403, 20005, "POST", accountsList, nil)
	assert.Equal(t, "suspended", a.must(200, "GET", in(sub, ".json"), nil)["status"])
	sim.Phone(ada).SendSMS(clinic, "Hello")
	assert.Empty(t, sim.Callbacks())
	assert.Empty(t, sim.Messages())
	assert.Equal(t, twilio.CallStatusFailed, sim.Phone(ada).Call(clinic).Status)
	sim.ExpectAlert(10003)

	sim.ReactivateAccount()
	own.must(200, "GET", in(sub, "/Messages.json"), nil)
	assert.Equal(t, "suspended", a.must(200, "GET", in(suspended, ".json"), nil)["status"], "it was suspended by itself")
	sim.Phone(ada).SendSMS(clinic, "Hello")
	assert.Len(t, sim.Callbacks(), 1)
}

// TestWrongCredentials: each of a beginner's mistakes is answered as Twilio answers it.
func TestWrongCredentials(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	keySID, secret := sim.APIKey()
	sub, other := sim.Subaccount(), sim.Subaccount()
	a := mainAccount(t, sim)
	gone := a.must(201, "POST", in(sim.AccountSID(), "/Keys.json"), nil)
	a.must(204, "DELETE", in(sim.AccountSID(), "/Keys/"+field(gone, "sid")+".json"), nil)
	tests := []struct {
		name, authorization string
		account             string
		status, code        int
	}{
		{"right", basic(sim.AccountSID(), sim.AuthToken()), sim.AccountSID(), 200, 0},
		{"right key", basic(keySID, secret), sim.AccountSID(), 200, 0},
		{"nothing", "", sim.AccountSID(), 401, 20003},
		{"empty user and secret", basic("", ""), sim.AccountSID(), 401, 20003},
		{"no token", basic(sim.AccountSID(), ""), sim.AccountSID(), 401, 20003},
		{"swapped", basic(sim.AuthToken(), sim.AccountSID()), sim.AccountSID(), 401, 20003},
		{"SID of a key with the token", basic(keySID, sim.AuthToken()), sim.AccountSID(), 401, 20003},
		{"account with the secret of a key", basic(sim.AccountSID(), secret), sim.AccountSID(), 401, 20003},
		{"swapped key", basic(secret, keySID), sim.AccountSID(), 401, 20003},
		{"deleted key", basic(field(gone, "sid"), field(gone, "secret")), sim.AccountSID(), 401, 20003},
		{"token of another account", basic(sub, sim.SubaccountToken(other)), sub, 401, 20003},
		{"subaccount with the token of its parent", basic(sub, sim.AuthToken()), sub, 401, 20003},
		{"subaccount for its parent", basic(sub, sim.SubaccountToken(sub)), sim.AccountSID(), 401, 20003},
		{"subaccount for another one", basic(sub, sim.SubaccountToken(sub)), other, 401, 20003},
		{"blank behind the token", basic(sim.AccountSID(), sim.AuthToken()+" "), sim.AccountSID(), 401, 20003},
		{"line end behind the token", basic(sim.AccountSID(), sim.AuthToken()+"\n"), sim.AccountSID(), 401, 20003},
		{"blank before the SID", basic(" "+sim.AccountSID(), sim.AuthToken()), sim.AccountSID(), 401, 20003},
		{"capitals", basic(sim.AccountSID(), strings.ToUpper(sim.AuthToken())), sim.AccountSID(), 401, 20003},
		{"test token with the live SID", basic(sim.AccountSID(), sim.TestAuthToken()), sim.AccountSID(), 401, 20003},
		{"live token with the test SID", basic(sim.TestAccountSID(), sim.AuthToken()), sim.TestAccountSID(), 401, 20003},
		{"test credentials for the live account", basic(sim.TestAccountSID(), sim.TestAuthToken()), sim.AccountSID(), 401, 20003},
		{"test credentials", basic(sim.TestAccountSID(), sim.TestAuthToken()), sim.TestAccountSID(), 403, 20008},
		{"token as bearer", "Bearer " + sim.AuthToken(), sim.AccountSID(), 401, 20003},
		{"not base64", "Basic " + sim.AccountSID() + ":" + sim.AuthToken(), sim.AccountSID(), 401, 20003},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, answer := asker{t, sim, tt.authorization}.ask("GET", in(tt.account, "/Messages.json"), nil)
			assert.Equal(t, tt.status, status)
			code, _ := answer["code"].(float64)
			assert.Equal(t, tt.code, int(code))
		})
	}
}
