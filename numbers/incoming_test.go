package numbers_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestBuyRefused: each refusal of Twilio has its code.
func TestBuyRefused(t *testing.T) {
	t.Parallel()
	const local, foreign, bundle, deaf = "+14155550001", "+14155550002", "+14155550003", "+14155550004"
	stock := twiliotest.Inventory(
		twiliotest.Stock{PhoneNumber: local, AddressRequirements: "local"},
		twiliotest.Stock{PhoneNumber: foreign, AddressRequirements: "foreign"},
		twiliotest.Stock{PhoneNumber: bundle, NeedsBundle: true},
		twiliotest.Stock{PhoneNumber: deaf, WithoutSMS: true},
	)
	const bundleSID, noAddress, noApp = "BU00000000000000000000000000000001", "AD00000000000000000000000000000001", "AP00000000000000000000000000000001"
	at := func(b *bench, country string) string { return b.address(country).SID }
	tests := []struct {
		name     string
		number   string
		settings func(b *bench) numbers.Settings
		extra    url.Values
		code     twilio.ErrorCode // 0 for a purchase
	}{
		{name: "nobody's, but not for sale", number: "+14155550299", code: 21422},
		{name: "no number", extra: url.Values{"PhoneNumber": {"33"}}, code: 21421},
		{name: "an address is needed", number: local, code: 21631},
		{name: "an address that is not there", number: local, settings: func(*bench) numbers.Settings { return numbers.Settings{AddressSID: noAddress} }, code: 21613},
		{name: "an address elsewhere", number: local, settings: func(b *bench) numbers.Settings { return numbers.Settings{AddressSID: at(b, "GB")} }, code: 21615},
		{name: "the right address", number: local, settings: func(b *bench) numbers.Settings { return numbers.Settings{AddressSID: at(b, "US")} }},
		{name: "a foreign address is needed", number: foreign, settings: func(b *bench) numbers.Settings { return numbers.Settings{AddressSID: at(b, "US")} }, code: 21631},
		{name: "a foreign address", number: foreign, settings: func(b *bench) numbers.Settings { return numbers.Settings{AddressSID: at(b, "GB")} }},
		{name: "a bundle is needed", number: bundle, code: 21649},
		{name: "a bundle", number: bundle, settings: func(*bench) numbers.Settings { return numbers.Settings{BundleSID: bundleSID} }},
		{name: "texts to a number without", number: deaf, settings: func(*bench) numbers.Settings { return numbers.Settings{SMSURL: "https://example.com"} }, code: 21407},
		{name: "an application that is not there", number: wanted, settings: func(*bench) numbers.Settings { return numbers.Settings{SMSApplicationSID: noApp} }, code: 21420},
		{name: "a fallback alone", number: wanted, extra: url.Values{"SmsFallbackUrl": {"https://example.com"}}, code: 21406},
		{name: "a fallback alone, of calls", number: wanted, extra: url.Values{"VoiceFallbackUrl": {"https://example.com"}}, code: 21405},
		{name: "a caller's name abroad", number: "+442079460001", settings: func(*bench) numbers.Settings { return numbers.Settings{VoiceCallerIDLookup: twilio.Ptr(true)} }, code: 21409},
		{name: "an address of emergencies that is not there", number: wanted, settings: func(*bench) numbers.Settings { return numbers.Settings{EmergencyAddressSID: noAddress} }, code: 21613},
	}
	for _, tt := range tests {
		b := newBench(t, stock)
		params := numbers.BuyParams{PhoneNumber: tt.number, Extra: tt.extra}
		if tt.settings != nil {
			params.Settings = tt.settings(b)
		}
		bought, err := b.Incoming.Buy(t.Context(), params)
		if tt.code == 0 {
			require.NoError(t, err, tt.name)
			assert.Equal(t, tt.number, bought.PhoneNumber, tt.name)
			continue
		}
		require.ErrorIs(t, err, tt.code, tt.name)
		assert.Empty(t, b.owned(numbers.IncomingListParams{}), tt.name)
	}
}

// TestBuyKinds: a kind takes its own numbers, and lists them.
func TestBuyKinds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	_, err := b.Incoming.TollFree.Buy(ctx, numbers.BuyParams{PhoneNumber: wanted})
	require.ErrorIs(t, err, twilio.CodeNumberOfAnotherKind)
	free, err := b.Incoming.TollFree.Buy(ctx, numbers.BuyParams{PhoneNumber: "+18885550100"})
	require.NoError(t, err)
	got, err := b.Incoming.Get(ctx, free.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.TypeTollFree, got.Type)
	b.buy(wanted, numbers.Settings{})
	for kind, want := range map[*numbers.IncomingKind]int{b.Incoming.Local: 1, b.Incoming.TollFree: 1, b.Incoming.Mobile: 0} {
		page, err := kind.List(ctx, numbers.IncomingListParams{})
		require.NoError(t, err)
		assert.Len(t, page.Items, want)
	}
}

// TestBuyInAreaCode: Twilio chooses, and has no number in some area codes.
func TestBuyInAreaCode(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, want := range []string{"+13125550100", "+13125550101"} {
		bought, err := b.Incoming.BuyInAreaCode(t.Context(), numbers.BuyInAreaCodeParams{AreaCode: 312, Settings: numbers.Settings{FriendlyName: "clinic"}})
		require.NoError(t, err)
		assert.Equal(t, []string{want, "clinic"}, []string{bought.PhoneNumber, bought.FriendlyName})
	}
	_, err := b.Incoming.BuyInAreaCode(t.Context(), numbers.BuyInAreaCodeParams{AreaCode: 999})
	require.ErrorIs(t, err, twilio.CodeAreaCodeWithoutNumbers)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	_, err = b.Incoming.BuyInAreaCode(t.Context(), numbers.BuyInAreaCodeParams{Extra: url.Values{"AreaCode": {"415"}}})
	require.NoError(t, err, "by Extra")
}

// TestNumbersCostMoney: the first month at once, and nothing without money.
func TestNumbersCostMoney(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.Balance("3.00", "USD"))
	b.buy(wanted, numbers.Settings{})
	_, err := b.Incoming.TollFree.Buy(t.Context(), numbers.BuyParams{PhoneNumber: "+18005550100"})
	require.NoError(t, err)
	balance, err := b.sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, twilio.Decimal("-0.30000"), balance.Amount)
	_, err = b.Incoming.Buy(t.Context(), numbers.BuyParams{PhoneNumber: other})
	require.ErrorIs(t, err, twilio.CodeAccountNotActive)
}

// TestList: numbers of the account from the start are among those that were bought, the
// newest first; short codes and names are not.
func TestList(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.Inventory(twiliotest.Stock{PhoneNumber: "+14155550001", Beta: true}))
	b.sim.Number("+14155556789")
	b.sim.Number("12345")
	b.sim.Number("OwlBank")
	b.buy(wanted, numbers.Settings{FriendlyName: "clinic"})
	b.buy("+14155550001", numbers.Settings{})
	const given, beta = "+14155556789", "+14155550001"
	tests := []struct {
		name   string
		params numbers.IncomingListParams
		want   []string
	}{
		{name: "all", want: []string{beta, wanted, given}},
		{name: "in pages", params: numbers.IncomingListParams{PageSize: 1}, want: []string{beta, wanted, given}},
		{name: "a number", params: numbers.IncomingListParams{PhoneNumber: wanted}, want: []string{wanted}},
		{name: "a pattern", params: numbers.IncomingListParams{PhoneNumber: "+1415555*9"}, want: []string{given}},
		{name: "a name", params: numbers.IncomingListParams{FriendlyName: "clinic"}, want: []string{wanted}},
		{name: "the number as its people write it", params: numbers.IncomingListParams{FriendlyName: "(415) 555-6789"}, want: []string{given}},
		{name: "without beta", params: numbers.IncomingListParams{Beta: twilio.Ptr(false)}, want: []string{wanted, given}},
		{name: "Twilio's", params: numbers.IncomingListParams{Origin: "twilio"}, want: []string{beta, wanted, given}},
		{name: "hosted", params: numbers.IncomingListParams{Origin: "hosted"}},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, b.owned(tt.params), tt.name)
	}
}

func says(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		twiml.Messaging(twiml.Message{Body: text + " by " + r.Method}).ServeHTTP(w, r)
	})
}

// TestWebhooks: a number that was bought receives texts at the addresses that the API set,
// from the next text on, and no more once it was released. It can send until then.
func TestWebhooks(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.AllowAlerts())
	ctx, phone := t.Context(), b.sim.Phone(ada)
	b.sim.Handle("https://example.com/first", says("first"))
	b.sim.Handle("https://example.com/second", says("second"))
	b.sim.Handle("https://example.com/fails", http.NotFoundHandler())

	bought := b.buy(wanted, numbers.Settings{SMSURL: "https://example.com/first", SMSMethod: http.MethodGet})
	phone.SendSMS(wanted, "hello")
	phone.ExpectSMS("first by GET").Reply("thanks")
	phone.ExpectSMS("first by GET")

	update := func(settings numbers.Settings, extra url.Values) {
		_, err := b.Incoming.Update(ctx, bought.SID, numbers.UpdateParams{Settings: settings, Extra: extra})
		require.NoError(t, err)
	}
	update(numbers.Settings{SMSURL: "https://example.com/second", SMSMethod: http.MethodPost}, nil)
	phone.SendSMS(wanted, "hello")
	phone.ExpectSMS("second by POST")

	update(numbers.Settings{SMSURL: "https://example.com/fails", SMSFallbackURL: "https://example.com/first"}, nil)
	phone.SendSMS(wanted, "hello")
	phone.ExpectSMS("first by POST")

	update(numbers.Settings{}, url.Values{"SmsUrl": {""}, "SmsFallbackUrl": {""}})
	assert.Empty(t, phone.SendSMS(wanted, "hello").URL, "nobody is asked")

	_, err := b.sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{To: ada, From: wanted, Body: "from a bought number"})
	require.NoError(t, err)
	phone.ExpectSMS("from a bought number")

	update(numbers.Settings{SMSURL: "https://example.com/first"}, nil)
	require.NoError(t, b.Incoming.Release(ctx, bought.SID))
	assert.Empty(t, phone.SendSMS(wanted, "hello").URL, "it goes nowhere")
	assert.Equal(t, twilio.CallStatusFailed, phone.Call(wanted).Status)
	_, err = b.sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{To: ada, From: wanted, Body: "too late"})
	require.ErrorIs(t, err, twilio.ErrorCode(21606))
	_, err = b.sim.Client().Calls.Create(ctx, twilio.CallCreateParams{To: ada, From: wanted, TwiML: "<Response><Hangup/></Response>"})
	require.ErrorIs(t, err, twilio.CodeCallFromNotOwned)
	_, err = b.Incoming.Get(ctx, bought.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestVoiceWebhooks: calls are answered at VoiceUrl, and StatusCallback is told of the end.
func TestVoiceWebhooks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var ended url.Values
	b.sim.Handle("https://example.com/voice", twiml.Voice(twiml.Say{Text: "Hello"}))
	b.sim.Handle("https://example.com/ended", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		ended = r.Form
		w.WriteHeader(http.StatusNoContent)
	}))
	b.buy(wanted, numbers.Settings{VoiceURL: "https://example.com/voice", StatusCallback: "https://example.com/ended", StatusCallbackMethod: http.MethodGet})
	assert.Contains(t, b.sim.Phone(ada).Call(wanted).TwiML, "Hello")
	b.sim.Clock.Advance(30_000_000_000)
	assert.Equal(t, []string{wanted, "completed"}, []string{ended.Get("To"), ended.Get("CallStatus")})
}

// TestApplications: the addresses of an application stand in for a number's own.
func TestApplications(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	app, err := twilio.Invoke[struct {
		SID string `json:"sid"`
	}](t.Context(), b.sim.Client(), twilio.Operation{
		Name: "Applications.Create", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Applications.json",
	}.With(url.Values{"SmsUrl": {"https://example.com/app"}, "SmsMethod": {"GET"}, "VoiceUrl": {"https://example.com/voice"}}))
	require.NoError(t, err)
	b.sim.Handle("https://example.com/app", says("the application"))
	b.sim.Handle("https://example.com/own", says("the number"))
	b.sim.Handle("https://example.com/voice", twiml.Voice(twiml.Say{Text: "Hello"}))
	b.buy(wanted, numbers.Settings{SMSURL: "https://example.com/own", SMSApplicationSID: app.SID, VoiceApplicationSID: app.SID})
	phone := b.sim.Phone(ada)
	phone.SendSMS(wanted, "hello")
	phone.ExpectSMS("the application by GET")
	assert.Contains(t, phone.Call(wanted).TwiML, "Hello")
}

// TestSettingsAreShown: the settings that were sent come back, and those of numbers that
// the test has made as well.
func TestSettingsAreShown(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	address := b.address("US")
	settings := numbers.Settings{
		FriendlyName: "clinic", SMSURL: "https://example.com/sms", SMSMethod: http.MethodGet, SMSFallbackURL: "https://example.com/sms2", SMSFallbackMethod: http.MethodGet,
		VoiceURL: "https://example.com/voice", VoiceFallbackURL: "https://example.com/voice2", StatusCallback: "https://example.com/ended",
		VoiceCallerIDLookup: twilio.Ptr(true), AddressSID: address.SID, EmergencyAddressSID: address.SID, EmergencyStatus: numbers.EmergencyActive,
	}
	n := b.buy(wanted, settings)
	assert.Equal(t, []any{
		"clinic", "https://example.com/sms", twilio.Method("GET"), "https://example.com/sms2", twilio.Method("GET"), "https://example.com/voice", twilio.Method("POST"),
		"https://example.com/voice2", "https://example.com/ended", true, address.SID, address.SID, numbers.EmergencyActive, numbers.EmergencyAddressRegistered, numbers.ReceiveVoice,
	}, []any{
		n.FriendlyName, n.SMSURL, n.SMSMethod, n.SMSFallbackURL, n.SMSFallbackMethod, n.VoiceURL, n.VoiceMethod,
		n.VoiceFallbackURL, n.StatusCallback, n.VoiceCallerIDLookup, n.AddressSID, n.EmergencyAddressSID, n.EmergencyStatus, n.EmergencyAddressStatus, n.VoiceReceiveMode,
	})
	assert.True(t, n.EmergencyAddressStatus.Final())
	b.sim.Number("+14155556789", twiliotest.SMSURL("https://example.com/own"), twiliotest.WebhookMethod(http.MethodGet))
	page, err := b.Incoming.List(t.Context(), numbers.IncomingListParams{PhoneNumber: "+14155556789"})
	require.NoError(t, err)
	assert.Equal(t, []any{"https://example.com/own", twilio.Method("GET")}, []any{page.Items[0].SMSURL, page.Items[0].SMSMethod})
}

// TestTransfer: a number moves to a subaccount with its SID, and works there.
func TestTransfer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, sub, phone := t.Context(), b.sim.Subaccount(), b.sim.Phone(ada)
	b.sim.Handle("https://example.com/sms", says("moved"))
	bought := b.buy(wanted, numbers.Settings{SMSURL: "https://example.com/sms"})
	moved, err := b.Incoming.Transfer(ctx, bought.SID, numbers.TransferParams{ToAccountSID: sub})
	require.NoError(t, err)
	assert.Equal(t, []string{sub, bought.SID, bought.SMSURL}, []string{moved.AccountSID, moved.SID, moved.SMSURL})
	assert.Empty(t, b.owned(numbers.IncomingListParams{}))
	assert.Equal(t, []string{wanted}, b.owned(numbers.IncomingListParams{}, twilio.OnAccount(sub)))

	asked := phone.SendSMS(wanted, "hello")
	assert.Equal(t, sub, asked.Form.Get("AccountSid"))
	phone.ExpectSMS("moved")
	message := twilio.MessageCreateParams{To: ada, From: wanted, Body: "hello"}
	_, err = b.sim.Client().Messages.Create(ctx, message)
	require.ErrorIs(t, err, twilio.ErrorCode(21606), "it is no longer the main account's")
	_, err = b.sim.Client().Messages.Create(ctx, message, twilio.OnAccount(sub))
	require.NoError(t, err)
	phone.ExpectSMS("hello")

	back, err := b.Incoming.Transfer(ctx, bought.SID, numbers.TransferParams{ToAccountSID: b.sim.AccountSID()}, twilio.OnAccount(sub))
	require.NoError(t, err)
	assert.Equal(t, b.sim.AccountSID(), back.AccountSID)
}

// TestTransferRefused: to nobody, by a subaccount, and without an address there.
func TestTransferRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.Inventory(twiliotest.Stock{PhoneNumber: "+14155550001", AddressRequirements: "any"}))
	ctx, sub := t.Context(), b.sim.Subaccount()
	bought := b.buy("+14155550001", numbers.Settings{AddressSID: b.address("US").SID})
	_, err := b.Incoming.Transfer(ctx, bought.SID, numbers.TransferParams{ToAccountSID: "AC00000000000000000000000000000001"})
	require.ErrorIs(t, err, twilio.ErrorCode(21471))
	_, err = b.Incoming.Transfer(ctx, bought.SID, numbers.TransferParams{ToAccountSID: sub})
	require.ErrorIs(t, err, twilio.CodeAddressNotOnFile, "the address is the main account's")

	there, err := b.Addresses.Create(ctx, addressIn("US"), twilio.OnAccount(sub))
	require.NoError(t, err)
	_, err = b.Incoming.Transfer(ctx, bought.SID, numbers.TransferParams{ToAccountSID: sub, AddressSID: there.SID})
	require.NoError(t, err)

	client, err := twilio.New(sub, twilio.AuthToken(b.sim.SubaccountToken(sub)), b.sim.Options()...)
	require.NoError(t, err)
	_, err = numbers.New(client).Incoming.Transfer(ctx, bought.SID, numbers.TransferParams{ToAccountSID: b.sim.AccountSID()})
	require.ErrorIs(t, err, twilio.ErrorCode(21474))
}

// TestReleasedNumberLeavesItsService: a Messaging Service no longer sends from it.
func TestReleasedNumberLeavesItsService(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	service := b.sim.MessagingService(b.sim.Number("+14155556789"))
	page, err := b.Incoming.List(t.Context(), numbers.IncomingListParams{})
	require.NoError(t, err)
	require.NoError(t, b.Incoming.Release(t.Context(), page.Items[0].SID))
	_, err = b.sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, MessagingServiceSID: service, Body: "hello"})
	require.ErrorIs(t, err, twilio.ErrorCode(21704))
}

// TestAddOns are kept as they are sent, and go with their number.
func TestAddOns(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, bought := t.Context(), b.buy(wanted, numbers.Settings{})
	const installed = "XE00000000000000000000000000000001"
	addOn, err := b.AddOns.Create(ctx, bought.SID, numbers.AddOnCreateParams{InstalledAddOnSID: installed})
	require.NoError(t, err)
	assert.Equal(t, bought.SID, addOn.ResourceSID)
	require.NoError(t, b.Incoming.Release(ctx, bought.SID))
	_, err = b.AddOns.Get(ctx, bought.SID, addOn.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestTestCredentials: Twilio's magic numbers, of which nothing is bought.
func TestTestCredentials(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n := numbers.New(b.sim.TestClient())
	for number, code := range map[string]twilio.ErrorCode{"+15005550000": 21422, "+15005550001": 21421, "+15005550006": 0, wanted: 21421} {
		bought, err := n.Incoming.Buy(t.Context(), numbers.BuyParams{PhoneNumber: number})
		if code != 0 {
			require.ErrorIs(t, err, code, number)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, number, bought.PhoneNumber)
	}
	for area, code := range map[int]twilio.ErrorCode{533: 21452, 500: 0} {
		_, err := n.Incoming.BuyInAreaCode(t.Context(), numbers.BuyInAreaCodeParams{AreaCode: area})
		if code != 0 {
			require.ErrorIs(t, err, code)
			continue
		}
		require.NoError(t, err)
	}
	_, err := n.Incoming.List(t.Context(), numbers.IncomingListParams{})
	require.ErrorIs(t, err, twilio.CodeNotWithTestCredentials)
}
