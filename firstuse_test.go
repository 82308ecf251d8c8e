package twilio_test

import (
	"cmp"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/e164"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// The first things that people do with an account, each with the values that a newcomer's
// guide would give them.

func TestFirstUseSendsAText(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, shop := sim.Phone("+14155551234"), sim.Number("+14155556789")
	msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada.Number(), From: shop.Number(), Body: "Your verification code is 123456",
	})
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusQueued, msg.Status)
	ada.ExpectSMS("Your verification code is 123456")
	msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusDelivered, msg.Status)
	assert.NoError(t, msg.Err())
}

func TestFirstUseCalls(t *testing.T) {
	t.Parallel()
	const typed = "<Response><Say>Hello! This is an automated call.</Say></Response>"
	built := twiml.Voice(twiml.Say{Text: "Hello! This is an automated call."}).String()
	sim := twiliotest.New(t)
	ada, shop := sim.Phone("+14155551234"), sim.Number("+14155556789")
	for _, instructions := range []string{typed, built} {
		call, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada.Number(), From: shop.Number(), TwiML: instructions})
		require.NoError(t, err)
		taken := ada.ExpectCall()
		assert.Equal(t, instructions, taken.TwiML)
		sim.Clock.Advance(time.Minute)
		call, err = sim.Client().Calls.Get(t.Context(), call.SID)
		require.NoError(t, err)
		assert.Equal(t, twilio.CallStatusCompleted, call.Status)
		assert.NoError(t, call.Err())
	}
}

// TestFirstUseServesAMenu: a menu has an action, which is an address at the application, so
// the menu is served there.
func TestFirstUseServesAMenu(t *testing.T) {
	t.Parallel()
	menu := twiml.Voice(
		twiml.Say{Text: "Please press 1 for support"},
		twiml.Gather{NumDigits: 1, Action: "/handle-input", Children: []twiml.GatherChild{twiml.Say{Text: "Press any key to continue"}}},
	)
	for _, problem := range twiml.Check(menu.String()) {
		assert.Equal(t, twiml.SeverityHint, problem.Severity, problem)
	}
	sim := twiliotest.New(t)
	ada, shop := sim.Phone("+14155551234"), sim.Number("+14155556789", twiliotest.VoiceWebhook(menu))
	call := ada.Call(shop.Number())
	assert.Equal(t, menu.String(), call.TwiML)

	_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada.Number(), From: shop.Number(), TwiML: menu.String()})
	require.ErrorIs(t, err, twilio.ErrNotSent)
	require.ErrorContains(t, err, "/handle-input")
}

func TestFirstUseSendsWhatsApp(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, shop := sim.Phone("+14155551234"), sim.Number("+14155556789")
	ada.OpenWhatsAppWindow()
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: "whatsapp:+14155551234", From: "whatsapp:+14155556789", Body: "Hello from WhatsApp!",
	})
	require.NoError(t, err)
	ada.ExpectWhatsApp("Hello from WhatsApp!")
	_, err = sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{To: ada.Number(), From: shop.Number(), Body: "Hello from WhatsApp!"})
	require.NoError(t, err)
	ada.ExpectWhatsApp("Hello from WhatsApp!")
}

func TestFirstUseLooksUpACarrier(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	found, err := sim.Client().Lookup.Get(t.Context(), "+14155551234", twilio.LookupGetParams{Fields: []twilio.LookupField{twilio.LookupFieldLineTypeIntelligence}})
	require.NoError(t, err)
	assert.True(t, found.Valid)
	assert.Equal(t, "mobile", found.LineTypeIntelligence.Type)
	assert.NotEmpty(t, found.LineTypeIntelligence.CarrierName)

	carrier, err := sim.Client().Lookup.GetV1(t.Context(), "+14155551234", twilio.LookupGetV1Params{Types: []string{"carrier"}})
	require.NoError(t, err)
	assert.NotEmpty(t, carrier.Carrier.Name)
}

func TestFirstUseReadsTheBalance(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.Balance("12.50", "USD"))
	balance, err := sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "12.50000 USD", string(balance.Amount)+" "+balance.Currency)
}

// TestFirstUseAuthenticates: a token and a key both do, and each mistake is told apart as
// far as anybody can know it.
func TestFirstUseAuthenticates(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	account, token := sim.AccountSID(), sim.AuthToken()
	key, secret := sim.APIKey()
	const otherAccount, otherKey, otherToken = "AC00000000000000000000000000000009", "SK00000000000000000000000000000009", "00000000000000000000000000000009"
	tests := map[string]struct {
		account string
		with    twilio.Credential
		refused string // by New, before anything is sent; "" when Twilio has to refuse it
		works   bool
	}{
		"the key":                    {account: account, with: twilio.APIKey(key, secret), works: true},
		"the token":                  {account: account, with: twilio.AuthToken(token), works: true},
		"no account":                 {with: twilio.AuthToken(token), refused: "accountSID is empty: give the account's SID, AC and 32 hexadecimal digits"},
		"an account without AC":      {account: account[2:], with: twilio.AuthToken(token), refused: "accountSID is not an account SID"},
		"the key as the account":     {account: key, with: twilio.APIKey(key, secret), refused: "accountSID is the SID of an API key: give the account's SID, AC…, here and the key to twilio.APIKey"},
		"the account as the key":     {account: account, with: twilio.APIKey(account, token), refused: "keySID is an account SID: pass the account SID as New's first argument"},
		"no SID of the key":          {account: account, with: twilio.APIKey("", secret), refused: "keySID is empty: give the key's SID, SK and 32 hexadecimal digits"},
		"no secret":                  {account: account, with: twilio.APIKey(key, ""), refused: "keySecret is empty: copy the secret that was shown when the key was made"},
		"the SID as the secret":      {account: account, with: twilio.APIKey(key, key), refused: "keySecret is a SID, not a secret"},
		"SID and secret are swapped": {account: account, with: twilio.APIKey(secret, key), refused: "SID and secret are swapped"},
		"no token":                   {account: account, with: twilio.AuthToken(""), refused: "token is empty: copy the account's auth token from the Console"},
		"a blank before the token":   {account: account, with: twilio.AuthToken(" " + token), refused: "token has a blank before it"},
		"a quoted token":             {account: account, with: twilio.AuthToken(`"` + token + `"`), refused: "token stands in quotation marks"},
		"the account as the token":   {account: account, with: twilio.AuthToken(account), refused: "token is a SID, not a secret"},
		"the key's SID as the token": {account: account, with: twilio.AuthToken(key), refused: "token is a SID, not a secret"},
		"the secret as the token":    {account: account, with: twilio.AuthToken(secret)},
		"the token as the secret":    {account: account, with: twilio.APIKey(key, token)},
		"a token that never was":     {account: account, with: twilio.AuthToken(otherToken)},
		"a key that never was":       {account: account, with: twilio.APIKey(otherKey, secret)},
		"another account":            {account: otherAccount, with: twilio.AuthToken(token)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := twilio.New(tt.account, tt.with, sim.Options()...)
			if tt.refused != "" {
				var problems *twilio.ParamError
				require.ErrorAs(t, err, &problems)
				require.ErrorContains(t, err, tt.refused)
				return
			}
			require.NoError(t, err)
			_, err = client.Balance.Get(t.Context())
			if tt.works {
				require.NoError(t, err)
				return
			}
			requireTrouble(t, err, trouble{is: twilio.ErrAuthentication, code: twilio.CodeNotAuthenticated, says: "Authenticate", remedy: "Check the account SID and its auth token, or the API key and what it may reach."})
		})
	}
}

// TestFirstUseRevokesCredentials: credentials that have worked stop when the account, the key
// or the token is changed, and each error says what is wrong as far as Twilio tells.
func TestFirstUseRevokesCredentials(t *testing.T) {
	t.Parallel()
	notAuthenticated := trouble{is: twilio.ErrAuthentication, code: twilio.CodeNotAuthenticated, says: "Authenticate", remedy: "Check the account SID and its auth token"}
	tests := map[string]struct {
		make   func(*testing.T, *iam.Client) (with twilio.Credential, account string) // account is "" for the main one
		revoke func(*testing.T, *twiliotest.Sim, string) error                        // takes the SID of the account
		want   trouble
	}{
		"a key that was deleted": {
			make: func(t *testing.T, c *iam.Client) (twilio.Credential, string) {
				t.Helper()
				key, err := c.Keys.Create(t.Context(), iam.KeyCreateParams{FriendlyName: "deployment"})
				require.NoError(t, err)
				return key.Credential(), ""
			},
			revoke: func(t *testing.T, sim *twiliotest.Sim, _ string) error {
				t.Helper()
				c := iam.New(sim.Client())
				for key, err := range c.Keys.All(t.Context(), iam.KeyListParams{}) {
					if err != nil || key.FriendlyName == "deployment" {
						return errors.Join(err, c.Keys.Delete(t.Context(), key.SID))
					}
				}
				return errors.New("the list has no such key")
			},
			want: notAuthenticated,
		},
		"a token that was replaced": {
			make: newBranch,
			revoke: func(t *testing.T, sim *twiliotest.Sim, account string) error {
				t.Helper()
				c := iam.New(sim.Client())
				branch, err := c.Accounts.Get(t.Context(), account)
				require.NoError(t, err)
				client, err := branch.Client(sim.Options()...)
				require.NoError(t, err)
				tokens := iam.New(client).AuthTokens
				_, err = tokens.CreateSecondary(t.Context(), iam.SecondaryAuthTokenCreateParams{})
				require.NoError(t, err)
				_, err = tokens.Promote(t.Context(), iam.AuthTokenPromoteParams{})
				return err
			},
			want: notAuthenticated,
		},
		"an account that is suspended": {
			make: newBranch,
			revoke: func(t *testing.T, sim *twiliotest.Sim, account string) error {
				t.Helper()
				c := iam.New(sim.Client())
				_, err := c.Accounts.Suspend(t.Context(), account)
				return err
			},
			want: trouble{is: twilio.ErrInsufficientFunds, code: 20005, says: "not active", remedy: "Top up or activate the account"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t)
			admin := iam.New(sim.Client())
			with, account := tt.make(t, admin)
			client, err := twilio.New(cmp.Or(account, sim.AccountSID()), with, sim.Options()...)
			require.NoError(t, err)
			list := func() error {
				_, err := client.Messages.List(t.Context(), twilio.MessageListParams{})
				return err
			}
			require.NoError(t, list())
			require.NoError(t, tt.revoke(t, sim, account))
			requireTrouble(t, list(), tt.want)
		})
	}
}

// newBranch makes a subaccount, and returns its own token and its SID.
func newBranch(t *testing.T, c *iam.Client) (with twilio.Credential, account string) {
	t.Helper()
	branch, err := c.Accounts.Create(t.Context(), iam.AccountCreateParams{FriendlyName: "Branch"})
	require.NoError(t, err)
	return twilio.AuthToken(branch.AuthToken.Reveal()), branch.SID
}

// TestFirstUseRestrictsAKey: a restricted key does what its policy allows, and the error names
// what is missing.
func TestFirstUseRestrictsAKey(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	key, err := iam.New(sim.Client()).Keys.CreateRestricted(t.Context(), iam.KeyCreateRestrictedParams{
		FriendlyName: "reader", Policy: iam.Policy{Allow: []string{"/twilio/messaging/messages/list"}},
	})
	require.NoError(t, err)
	reader, err := twilio.New(sim.AccountSID(), key.Credential(), sim.Options()...)
	require.NoError(t, err)
	_, err = reader.Messages.List(t.Context(), twilio.MessageListParams{})
	require.NoError(t, err)
	_, err = reader.Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"})
	requireTrouble(t, err, trouble{is: twilio.ErrAuthentication, code: 70051, says: "/twilio/messaging/messages/create", remedy: "its permissions"})
}

// TestFirstUseWritesNumbers: E.164 is accepted, and everything else is refused before it is
// sent, with the form that is wanted. Package e164 makes E.164 of the other forms.
func TestFirstUseWritesNumbers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	shop := sim.Number("+14155556789").Number()
	send := func(to string) error {
		_, text := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: to, From: shop, Body: "Hello"})
		_, call := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: to, From: shop, TwiML: "<Response/>"})
		return errors.Join(text, call)
	}
	for _, good := range []string{"+14155551234", "+447700900123", "+4930123456"} {
		require.NoError(t, send(good), good)
	}
	before := len(sim.Requests())
	for _, bad := range []string{"(415) 555-1234", "415-555-1234", "4155551234"} {
		err := send(bad)
		require.ErrorIs(t, err, twilio.ErrNotSent, bad)
		require.ErrorContains(t, err, "Messages.Create: To ", bad)
		require.ErrorContains(t, err, "Calls.Create: To ", bad)
		require.ErrorContains(t, err, "write the number in E.164, digits only: +14155551234", bad)
		number, err := e164.Parse(bad, "US")
		require.NoError(t, err)
		assert.Equal(t, "+14155551234", number.String())
		require.NoError(t, send(number.String()))
		before += 2
	}
	assert.Len(t, sim.Requests(), before)
}

// trouble is what an error has to say.
type trouble struct {
	is     error            // the sentinel that a program tests for
	code   twilio.ErrorCode // 0 for an error that no code belongs to
	says   string           // the cause
	remedy string           // what to do
}

func requireTrouble(t *testing.T, err error, want trouble) {
	t.Helper()
	require.ErrorIs(t, err, want.is)
	if want.code != 0 {
		require.ErrorIs(t, err, want.code)
	}
	require.ErrorContains(t, err, want.says)
	require.ErrorContains(t, err, want.remedy)
}

// TestTroubles provokes each of the usual troubles in the simulator. The error names the cause
// and the remedy; docs/troubleshooting.md has the table.
func TestTroubles(t *testing.T) {
	t.Parallel()
	const ada, shop = "+14155551234", "+14155556789"
	text := func(t *testing.T, client *twilio.Client, to string) (*twilio.Message, error) {
		t.Helper()
		return client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: to, From: shop, Body: "Hello"})
	}
	final := func(t *testing.T, sim *twiliotest.Sim, msg *twilio.Message, err error) error {
		t.Helper()
		require.NoError(t, err)
		sim.Clock.Advance(time.Minute)
		msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
		require.NoError(t, err)
		return msg.Err()
	}
	tests := map[string]struct {
		opts    []twiliotest.Option
		provoke func(*testing.T, *twiliotest.Sim) error
		want    trouble
	}{
		"the number is invalid": {
			provoke: func(t *testing.T, sim *twiliotest.Sim) error {
				t.Helper()
				_, err := text(t, sim.Client(), "415-555-1234")
				return err
			},
			want: trouble{is: twilio.ErrNotSent, says: "To does not begin with + and the country code", remedy: "write the number in E.164, digits only: +14155551234"},
		},
		"the balance is used up": {
			opts: []twiliotest.Option{twiliotest.Balance("0", "USD")},
			provoke: func(t *testing.T, sim *twiliotest.Sim) error {
				t.Helper()
				_, err := text(t, sim.Client(), ada)
				return err
			},
			want: trouble{is: twilio.ErrInsufficientFunds, code: 20005, says: "Account not active: its balance is used up", remedy: "Top up or activate the account"},
		},
		"the country gets no messages": {
			opts: []twiliotest.Option{twiliotest.OnlyCountries("US")},
			provoke: func(t *testing.T, sim *twiliotest.Sim) error {
				t.Helper()
				_, err := text(t, sim.Client(), "+447700900123")
				return err
			},
			want: trouble{is: twilio.ErrGeoPermission, code: 21408, says: "has not been enabled for the region", remedy: "Enable the recipient's country in the account's messaging geographic permissions."},
		},
		"the country gets no calls": {
			opts: []twiliotest.Option{twiliotest.OnlyCallCountries("US")},
			provoke: func(t *testing.T, sim *twiliotest.Sim) error {
				t.Helper()
				_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: "+447700900123", From: shop, TwiML: "<Response/>"})
				return err
			},
			want: trouble{is: twilio.ErrGeoPermission, code: 21215, says: "not enabled in the voice geographic permissions", remedy: "Enable the country in the account's voice geographic permissions."},
		},
		"the rate is too high": {
			provoke: func(t *testing.T, sim *twiliotest.Sim) error {
				t.Helper()
				sim.Fault(twiliotest.OnCreateMessage().TooManyRequests("1"))
				_, err := text(t, sim.Client(), ada)
				return err
			},
			want: trouble{is: twilio.ErrRateLimited, code: 20429, says: "Too many concurrent requests", remedy: "Make fewer requests at the same time."},
		},
		"WhatsApp wants a template": {
			provoke: func(t *testing.T, sim *twiliotest.Sim) error {
				t.Helper()
				msg, err := sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{To: ada, From: shop, Body: "Hello from WhatsApp!"})
				return final(t, sim, msg, err)
			},
			want: trouble{is: twilio.ErrTemplateRequired, code: 63016, says: "outside the 24 h window", remedy: "approved template"},
		},
		"the credentials are wrong": {
			provoke: func(t *testing.T, sim *twiliotest.Sim) error {
				t.Helper()
				client, err := twilio.New(sim.AccountSID(), twilio.AuthToken("00000000000000000000000000000009"), sim.Options()...)
				require.NoError(t, err)
				_, err = text(t, client, ada)
				return err
			},
			want: trouble{is: twilio.ErrAuthentication, code: 20003, says: "Authenticate", remedy: "Check the account SID and its auth token"},
		},
		"the TwiML of a request is wrong": {
			provoke: func(t *testing.T, sim *twiliotest.Sim) error {
				t.Helper()
				_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: shop, TwiML: "<Response><Say>Hello</Response>"})
				return err
			},
			want: trouble{is: twilio.ErrNotSent, says: "</Response> stands where </Say> should (12100)", remedy: "close <Say> first"},
		},
		"the TwiML at an address is wrong": {
			provoke: func(t *testing.T, sim *twiliotest.Sim) error {
				t.Helper()
				sim.Handle("https://app.example.com/voice", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "text/xml")
					_, _ = w.Write([]byte("<Response><Say>Hello</Response>"))
				}))
				_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: shop, URL: "https://app.example.com/voice"})
				require.NoError(t, err)
				sim.Phone(ada).ExpectCall()
				alert := sim.ExpectAlert(twilio.CodeMalformedTwiML)
				return errors.Join(alert.Code, errors.New(alert.Message+" "+alert.Code.Advice()))
			},
			want: trouble{is: twilio.CodeMalformedTwiML, says: "</Response> stands where </Say> should", remedy: "Write well-formed XML."},
		},
	}
	for code, remedy := range map[twilio.ErrorCode]string{
		30001: "Send more slowly", 30002: "Ask Twilio's support", 30003: "Wait some hours, then try again", 30004: "Stop sending to this recipient",
		30005: "Remove the number from your list", 30006: "Remove the number from your list, or call it", 30007: "Do not send the same text again",
		30008: "Wait, then send the message once more", 30034: "A2P campaign is verified",
	} {
		tests["not delivered: "+code.Error()] = struct {
			opts    []twiliotest.Option
			provoke func(*testing.T, *twiliotest.Sim) error
			want    trouble
		}{
			provoke: func(t *testing.T, sim *twiliotest.Sim) error {
				t.Helper()
				sim.Phone(ada).Unreachable(code)
				msg, err := text(t, sim.Client(), ada)
				return final(t, sim, msg, err)
			},
			want: trouble{is: code, code: code, says: code.Title(), remedy: remedy},
		}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, append(tt.opts, twiliotest.AllowUnexpected())...)
			sim.Number(shop)
			sim.Phone(ada)
			err := tt.provoke(t, sim)
			require.Error(t, err)
			t.Log(err)
			requireTrouble(t, err, tt.want)
		})
	}
}
