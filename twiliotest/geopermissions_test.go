package twiliotest_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const geoPermissions = "accounts/v1/Messaging/GeoPermissions"

// country is the permission of a country as the API shows it.
func (a api) country(iso string) map[string]any {
	a.Helper()
	permissions, _ := a.must(200, "GET", geoPermissions+"?CountryCode="+iso, nil)["permissions"].([]any)
	require.Len(a, permissions, 1)
	permission, _ := permissions[0].(map[string]any)
	return permission
}

// TestGeoPermissions: messages go to the countries that are enabled.
func TestGeoPermissions(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.OnlyCountries("us", "CA"))
	a := api{t, sim}
	sim.Number(clinic)
	send := func(to string) error {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: to, From: clinic, Body: "Hi"})
		return err
	}
	require.NoError(t, send(ada))
	require.ErrorIs(t, send(londoner), twilio.ErrorCode(21408))
	assert.Equal(t, map[string]any{"country_code": "GB", "type": "country", "enabled": false, "prefix": "+44", "message": ""}, a.country("GB"))
	assert.Equal(t, true, a.country("CA")["enabled"])

	changed := a.must(200, "PATCH", geoPermissions, url.Values{"Permissions": {
		`{"country_code":"GB","type":"country","enabled":true}`, `{"country_code":"US","type":"country","enabled":false}`,
		`{"country_code":"PK","type":"country","enabled":true}`, `{"country_code":"CU","type":"country","enabled":true}`,
		`{"country_code":"XX","type":"country","enabled":true}`, `{"country_code":"FR","type":"region","enabled":true}`, `{"country_code":"FR","type":"country"}`,
	}})
	permission := func(iso, kind string, enabled bool, code float64, problems ...any) map[string]any {
		if problems == nil {
			problems = []any{}
		}
		return map[string]any{"country_code": iso, "type": kind, "enabled": enabled, "error_code": code, "error_messages": problems}
	}
	assert.Equal(t, []any{
		permission("GB", "country", true, 0), permission("US", "country", false, 0),
		permission("PK", "country", false, 30649, "High risk country permission cannot be updated"),
		permission("CU", "country", false, 30649, "Non-supported country permission cannot be updated"),
		permission("XX", "country", false, 30649, "Invalid country code"), permission("FR", "region", false, 30649, "Invalid type"),
		permission("FR", "country", false, 30649, "Enabled is missing"),
	}, changed["permissions"])
	require.NoError(t, send(londoner))
	require.ErrorIs(t, send(ada), twilio.ErrorCode(21408))
	require.ErrorIs(t, send(berliner), twilio.ErrorCode(21408))
	assert.Equal(t, "High Risk Country", a.country("PK")["message"])
	_, err := anything(t, sim.Client(), url.Values{"To": {"whatsapp:" + ada}, "From": {"whatsapp:" + clinic}, "Body": {"Hi"}})
	require.NoError(t, err, "WhatsApp has no such permissions")
	a.refused(400, 20001, "GET", geoPermissions+"?CountryCode=XX", nil)
	a.refused(400, 20001, "PATCH", geoPermissions, url.Values{"Permissions": {"GB"}})
}

// TestAllCountriesAreEnabled unless an option says otherwise, and every country is listed
// once.
func TestAllCountriesAreEnabled(t *testing.T) {
	t.Parallel()
	a := api{t, twiliotest.New(t)}
	permissions, _ := a.must(200, "GET", geoPermissions, nil)["permissions"].([]any)
	seen := map[any]bool{}
	for _, p := range permissions {
		permission, _ := p.(map[string]any)
		assert.Equal(t, true, permission["enabled"], permission)
		assert.False(t, seen[permission["country_code"]], permission)
		seen[permission["country_code"]] = true
	}
	assert.Greater(t, len(seen), 230)
	_, err := twiliotest.Start(twiliotest.OnlyCountries("XX"))
	require.ErrorContains(t, err, `OnlyCountries("XX")`)
}

// TestGlobalSafeList keeps numbers, which Verify knows as well.
func TestGlobalSafeList(t *testing.T) {
	t.Parallel()
	a := api{t, twiliotest.New(t)}
	const list = "accounts/v1/SafeList/Numbers"
	made := a.must(201, "POST", list, url.Values{"PhoneNumber": {ada}})
	assert.Regexp(t, "^GN[0-9a-f]{32}$", made["sid"])
	assert.Equal(t, ada, made["phone_number"])
	at := list + "?PhoneNumber=" + url.QueryEscape(ada)
	assert.Equal(t, made, a.must(200, "GET", at, nil))
	assert.Equal(t, made["sid"], a.must(200, "GET", "verify/v2/SafeList/Numbers/"+url.PathEscape(ada), nil)["sid"])
	a.refused(400, 60411, "POST", list, url.Values{"PhoneNumber": {ada}})
	a.refused(400, 20001, "POST", list, url.Values{"PhoneNumber": {"555"}})
	a.must(204, "DELETE", at, nil)
	a.refused(404, 20404, "GET", at, nil)
	a.refused(404, 20404, "DELETE", at, nil)
}

// TestConsents: who opted out by a consent gets nothing from that sender.
func TestConsents(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	p := newPool(t, sim, nil, clinic)
	sim.Number(newYork)
	const id, bulk = "0123456789abcdef0123456789abcdef", "accounts/v1/Consents/Bulk"
	consent := func(contact, sender, status string) string {
		return `{"contact_id":"` + contact + `","correlation_id":"` + id + `","sender_id":"` + sender + `","status":"` + status + `","source":"website"}`
	}
	result := func(code float64, problems ...any) map[string]any {
		if problems == nil {
			problems = []any{}
		}
		return map[string]any{"correlation_id": id, "error_code": code, "error_messages": problems}
	}
	send := func(from, service string) error {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: from, MessagingServiceSID: service, Body: "Hi"})
		return err
	}
	set := func(items ...string) any { return p.must(201, "POST", bulk, url.Values{"Items": items})["items"] }

	assert.Equal(t, []any{
		result(0),
		result(30646, "INVALID_CONTACT_ID", "INVALID_DATE_OF_CONSENT"),
		result(30646, "INVALID_SENDER_ID", "INVALID_STATUS", "INVALID_SOURCE"),
	}, set(consent(ada, p.sid, "opt-out"),
		`{"contact_id":"+1","correlation_id":"`+id+`","sender_id":"`+p.sid+`","status":"opt-out","source":"offline","date_of_consent":"2026-04-14"}`,
		`{"contact_id":"`+ada+`","correlation_id":"`+id+`","sender_id":"MG1?","status":"maybe","source":"guess","date_of_consent":"2026-04-14T09:30:00Z"}`))
	require.ErrorIs(t, send("", p.sid), twilio.ErrorCode(21610))
	require.ErrorIs(t, send(clinic, ""), twilio.ErrorCode(21610), "the number is one of the service")
	require.NoError(t, send(newYork, ""), "a sender that has nothing to do with it")
	set(consent(ada, newYork, "opt-out"))
	require.ErrorIs(t, send(newYork, ""), twilio.ErrorCode(21610))

	phone := sim.Phone(ada)
	phone.SendSMS(clinic, "START") // lifts those of the number and of its service
	require.NoError(t, send("", p.sid))
	require.ErrorIs(t, send(newYork, ""), twilio.ErrorCode(21610))
	phone.SendSMS(clinic, "STOP")
	require.ErrorIs(t, send("", p.sid), twilio.ErrorCode(21610))
	set(consent(ada, p.sid, "opt-in"))
	require.NoError(t, send("", p.sid), "a consent lifts the STOP")

	p.refused(400, 20001, "POST", bulk, url.Values{"Items": {"{"}})
	p.refused(400, 20001, "POST", bulk, url.Values{"Items": slice(consent(ada, clinic, "opt-out"), 26)})
}

// TestContacts are answered one by one.
func TestContacts(t *testing.T) {
	t.Parallel()
	a := api{t, twiliotest.New(t)}
	const id = "0123456789abcdef0123456789abcdef"
	items := a.must(201, "POST", "accounts/v1/Contacts/Bulk", url.Values{"Items": {
		`{"contact_id":"+14155551234","correlation_id":"` + id + `","country_iso_code":"US","zip_code":"94103"}`,
		`{"contact_id":"+19","correlation_id":"x","country_iso_code":"XX"}`,
	}})["items"]
	assert.Equal(t, []any{
		map[string]any{"correlation_id": id, "error_code": 0.0, "error_messages": []any{}},
		map[string]any{"correlation_id": "x", "error_code": 30647.0, "error_messages": []any{
			"INVALID_CONTACT_ID", "INVALID_CORRELATION_ID", "INVALID_COUNTRY_ISO_CODE", "INVALID_ZIP_CODE",
		}},
	}, items)
}

// TestTyping: the phone shows it for a while, or until the message comes.
func TestTyping(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	sim.Number(clinic)
	phone := sim.Phone(ada)
	phone.SendWhatsApp(clinic, "Hello")
	inbound := sim.Messages()[0].SID
	const v2, v3 = "messaging/v2/Indicators/Typing.json", "messaging/v3/Indicators/Typing.json"
	form := url.Values{"channel": {"whatsapp"}, "messageId": {inbound}}

	assert.False(t, phone.ShowsTyping())
	assert.Equal(t, map[string]any{"success": true}, a.must(200, "POST", v2, form))
	assert.True(t, phone.ShowsTyping())
	sim.Clock.Advance(25*time.Second - 1)
	assert.True(t, phone.ShowsTyping())
	sim.Clock.Advance(1)
	assert.False(t, phone.ShowsTyping())

	a.must(200, "POST", v3, map[string]any{"channel": "WHATSAPP", "messageId": inbound})
	assert.True(t, phone.ShowsTyping())
	reply, err := sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{To: ada, From: clinic, Body: "Good morning"})
	require.NoError(t, err)
	phone.ExpectWhatsApp("Good morning")
	assert.False(t, phone.ShowsTyping())

	a.refused(400, 20001, "POST", v2, url.Values{"channel": {"whatsapp"}, "messageId": {reply.SID}})
	a.refused(400, 20001, "POST", v2, url.Values{"channel": {"whatsapp"}, "messageId": {"SM" + nobodys}})
	a.refused(400, 20001, "POST", v3, map[string]any{"channel": "SMS", "messageId": inbound})
	a.refused(400, 20001, "POST", v3, map[string]any{"channel": "APPLE"})
	a.must(200, "POST", v3, map[string]any{"channel": "APPLE", "from": "apple:a", "to": "apple:b", "event": "END"})
}
