package twiliotest_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/testcall"
	"github.com/seed15d99369/twilio/twiliotest"
)

func TestWhatsAppWindow(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	client, phone := sim.Client(), sim.Phone(ada)
	freeForm := twilio.WhatsAppSendParams{To: ada, From: clinic, Body: "Hello from WhatsApp!"}

	late, err := client.WhatsApp.Send(t.Context(), freeForm)
	require.NoError(t, err, "it is accepted")
	sim.Clock.Advance(time.Minute)
	late, err = client.Messages.Get(t.Context(), late.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusFailed, late.Status)
	require.ErrorIs(t, late.Err(), twilio.ErrTemplateRequired)
	require.ErrorIs(t, late.Err(), twilio.CodeOutsideWindow)

	sim.Template("HX00000000000000000000000000000001", "Hello {{1}}, your table is ready.")
	template := twilio.WhatsAppSendParams{To: "whatsapp:" + ada, From: "whatsapp:" + clinic, ContentSID: "HX00000000000000000000000000000001", ContentVariables: map[string]string{"1": "Ada"}}
	msg, err := client.WhatsApp.Send(t.Context(), template)
	require.NoError(t, err)
	assert.Equal(t, "whatsapp:"+ada, msg.To)
	sms := phone.ExpectWhatsApp("Hello Ada, your table is ready.")
	assert.Equal(t, msg.SID, sms.SID)

	phone.OpenWhatsAppWindow()
	msg, err = client.WhatsApp.Send(t.Context(), freeForm)
	require.NoError(t, err)
	phone.ExpectWhatsApp("Hello")
	msg, err = client.Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusRead, msg.Status)
	assert.Equal(t, twilio.Decimal("-0.00500"), msg.Price)

	sim.Clock.Advance(25 * time.Hour)
	late, err = client.WhatsApp.Send(t.Context(), freeForm)
	require.NoError(t, err)
	sim.Clock.Advance(time.Minute)
	late, err = client.Messages.Get(t.Context(), late.SID)
	require.NoError(t, err)
	require.ErrorIs(t, late.Err(), twilio.ErrTemplateRequired, "the window has closed")
}

func TestWhatsAppSenders(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	service := sim.MessagingService(sim.Number(clinic))
	_, err := sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{To: ada, From: "+14155550199", Body: "x"})
	require.ErrorIs(t, err, twilio.CodeChannelSenderNotFound)
	// Another client may send a request that our client refuses itself.
	_, err = anything(t, sim.Client(), url.Values{"To": {"whatsapp:" + ada}, "From": {clinic}, "Body": {"x"}})
	require.ErrorIs(t, err, twilio.CodeChannelMismatch)
	_, err = anything(t, sim.Client(), url.Values{"To": {"whatsapp:415"}, "From": {"whatsapp:" + clinic}, "Body": {"x"}})
	require.ErrorIs(t, err, twilio.CodeInvalidTo)

	user, err := sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{To: "US.1302015550123", From: clinic, Body: "x"})
	require.NoError(t, err, "somebody who shows no number")
	assert.Equal(t, "whatsapp:US.1302015550123", user.To)

	phone := sim.Phone(ada)
	phone.OpenWhatsAppWindow()
	_, err = sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{To: ada, MessagingServiceSID: service, Body: "by service"})
	require.NoError(t, err)
	assert.Equal(t, "whatsapp:"+clinic, phone.ExpectWhatsApp("by service").From)
}

func TestLookups(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	client := sim.Client()
	info, err := client.Lookup.Get(t.Context(), ada, twilio.LookupGetParams{})
	require.NoError(t, err)
	assert.True(t, info.Valid)
	assert.Equal(t, "US", info.CountryCode)
	assert.Equal(t, "(415) 555-1234", info.NationalFormat)
	assert.Zero(t, info.LineTypeIntelligence, "it was not asked for")

	info, err = client.Lookup.Get(t.Context(), ada, twilio.LookupGetParams{Fields: []twilio.LookupField{
		twilio.LookupFieldLineTypeIntelligence, twilio.LookupFieldCallerName,
	}})
	require.NoError(t, err)
	assert.Equal(t, "mobile", info.LineTypeIntelligence.Type)
	assert.Equal(t, twilio.CodeLookupNoCoverage, info.CallerName.ErrorCode)
	require.ErrorIs(t, info.Err(), twilio.ErrInvalidNumber)

	sim.Lookup("+447700900123", twilio.LookupResult{
		Valid: true, CountryCode: "GB", CallerName: twilio.LookupCallerName{CallerName: "ADA", CallerType: "CONSUMER"},
		LineTypeIntelligence: twilio.LookupLineTypeIntelligence{Type: "landline", CarrierName: "BT"},
	})
	info, err = client.Lookup.Get(t.Context(), "+447700900123", twilio.LookupGetParams{Fields: []twilio.LookupField{twilio.LookupFieldCallerName}})
	require.NoError(t, err)
	require.NoError(t, info.Err())
	assert.Equal(t, "ADA", info.CallerName.CallerName)
	v1, err := client.Lookup.GetV1(t.Context(), "+447700900123", twilio.LookupGetV1Params{Types: []string{"carrier", "caller-name"}})
	require.NoError(t, err)
	assert.Equal(t, "BT", v1.Carrier.Name)
	assert.Equal(t, "ADA", v1.CallerName.CallerName)
	require.NoError(t, v1.Err())
	v1, err = client.Lookup.GetV1(t.Context(), "4155551234", twilio.LookupGetV1Params{CountryCode: "US", Types: []string{"caller-name"}})
	require.NoError(t, err)
	assert.Equal(t, ada, v1.PhoneNumber)
	require.ErrorIs(t, v1.Err(), twilio.CodeLookupNoCoverage)

	for number, want := range map[string]twilio.LookupValidationError{
		"+1415": twilio.LookupTooShort, "+1415555123456789": twilio.LookupTooLong, "abc": twilio.LookupNotANumber, "+0155512345": twilio.LookupInvalidCountryCode,
	} {
		info, err := client.Lookup.Get(t.Context(), number, twilio.LookupGetParams{})
		require.NoError(t, err, "an invalid number is no error")
		assert.False(t, info.Valid)
		assert.Equal(t, []twilio.LookupValidationError{want}, info.ValidationErrors, number)
		_, err = client.Lookup.GetV1(t.Context(), number, twilio.LookupGetV1Params{})
		require.ErrorIs(t, err, twilio.ErrNotFound)
	}
	err = testcall.Do(t.Context(), client, testcall.Request{Method: http.MethodGet, Host: "lookups", Path: "/v2/PhoneNumbers/" + ada, Query: map[string][]string{"Fields": {"colour"}}}, nil)
	require.ErrorIs(t, err, twilio.CodeBadRequest)
}

func TestMagicLookups(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	fields := []twilio.LookupField{twilio.LookupFieldSIMSwap}
	info, err := sim.TestClient().Lookup.Get(t.Context(), "+12345678901", twilio.LookupGetParams{Fields: fields})
	require.NoError(t, err)
	require.NoError(t, info.Err())
	assert.Equal(t, "PT24H", info.SIMSwap.LastSIMSwap.SwappedPeriod)
	info, err = sim.TestClient().Lookup.Get(t.Context(), ada, twilio.LookupGetParams{Fields: fields})
	require.NoError(t, err)
	require.ErrorIs(t, info.Err(), twilio.CodeLookupNotMagic)
}
