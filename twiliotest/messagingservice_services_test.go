package twiliotest_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// pool is a Messaging Service that Twilio's API has made.
type pool struct {
	api

	sid string
}

// newPool makes a service with settings and phone numbers.
func newPool(t *testing.T, sim *twiliotest.Sim, settings url.Values, numbers ...string) pool {
	t.Helper()
	form := url.Values{"FriendlyName": {"Clinic"}}
	for name, values := range settings {
		form[name] = values
	}
	p := pool{api: api{t, sim}}
	p.sid = field(p.must(201, "POST", "messaging/v1/Services", form), "sid")
	for _, number := range numbers {
		p.add("PhoneNumbers", url.Values{"PhoneNumberSid": {sim.Number(number).SID()}})
	}
	return p
}

// path is the address of a service, or of something in it.
func (p pool) path(rest ...string) string {
	return "messaging/v1/Services/" + strings.Join(append([]string{p.sid}, rest...), "/")
}

func (p pool) add(collection string, form url.Values) map[string]any {
	p.Helper()
	return p.must(201, "POST", p.path(collection), form)
}

// send sends a message with the service and returns the message once nothing happens to
// it any more.
func (p pool) send(to string, more ...url.Values) twiliotest.Message {
	p.Helper()
	form := url.Values{"To": {to}, "MessagingServiceSid": {p.sid}, "Body": {"Hi"}}
	for _, values := range more {
		for name, value := range values {
			form[name] = value
		}
	}
	_, err := anything(p.T, p.sim.Client(), form)
	require.NoError(p, err)
	p.sim.Clock.Advance(time.Minute)
	messages := p.sim.Messages()
	return messages[len(messages)-1]
}

// TestMessagingServices: a service is created with Twilio's settings, listed, updated and
// deleted.
func TestMessagingServices(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	p := newPool(t, sim, nil)
	made := p.must(200, "GET", p.path(), nil)
	links, _ := made["links"].(map[string]any)
	assert.Equal(t, "https://messaging.twilio.com/v1/Services/"+p.sid+"/PhoneNumbers", links["phone_numbers"])
	delete(made, "links")
	assert.Equal(t, map[string]any{
		"sid": p.sid, "account_sid": sim.AccountSID(), "friendly_name": "Clinic", "date_created": "2026-04-14T09:30:00Z", "date_updated": "2026-04-14T09:30:00Z",
		"inbound_request_url": nil, "inbound_method": "POST", "fallback_url": nil, "fallback_method": "POST", "status_callback": nil,
		"sticky_sender": true, "mms_converter": true, "smart_encoding": true, "scan_message_content": "inherit", "fallback_to_long_code": true,
		"area_code_geomatch": true, "synchronous_validation": false, "validity_period": 36000.0, "usecase": "undeclared",
		"us_app_to_person_registered": false, "use_inbound_webhook_on_number": false, "url": "https://messaging.twilio.com/v1/Services/" + p.sid,
	}, made)

	sim.Clock.Advance(time.Minute)
	changed := p.must(200, "POST", p.path(), url.Values{
		"FriendlyName": {"Ward"}, "Usecase": {"notifications"}, "ValidityPeriod": {"60"}, "StickySender": {"false"}, "InboundRequestUrl": {"https://example.com/sms"},
	})
	assert.Equal(t, []any{"Ward", "notifications", 60.0, false, "https://example.com/sms", true, "2026-04-14T09:31:00Z"}, []any{
		changed["friendly_name"], changed["usecase"], changed["validity_period"], changed["sticky_sender"], changed["inbound_request_url"],
		changed["smart_encoding"], changed["date_updated"],
	})
	assert.Nil(t, p.must(200, "POST", p.path(), url.Values{"InboundRequestUrl": {""}})["inbound_request_url"], "an empty address removes it")

	other := newPool(t, sim, nil)
	first := p.must(200, "GET", "messaging/v1/Services?PageSize=1", nil)
	services, _ := first["services"].([]any)
	require.Len(t, services, 1)
	meta, _ := first["meta"].(map[string]any)
	assert.NotNil(t, meta["next_page_url"])

	p.must(204, "DELETE", other.path(), nil)
	p.refused(404, 20404, "GET", other.path(), nil)
	p.refused(404, 20404, "GET", other.path("PhoneNumbers"), nil)
	usecases, _ := p.must(200, "GET", "messaging/v1/Services/Usecases", nil)["usecases"].([]any)
	assert.Len(t, usecases, 6)
}

func TestMessagingServicesRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		form url.Values
		code twilio.ErrorCode
	}{
		{"no name", url.Values{"FriendlyName": {""}}, 20001},
		{"a long name", url.Values{"FriendlyName": {strings.Repeat("ä", 65)}}, 20001},
		{"a use case that Twilio does not know", url.Values{"Usecase": {"spam"}}, 21713},
		{"a validity of nothing", url.Values{"ValidityPeriod": {"0"}}, 21624},
		{"a validity of more than ten hours", url.Values{"ValidityPeriod": {"36001"}}, 21624},
		{"a method that Twilio does not use", url.Values{"InboundMethod": {"PUT"}}, 20001},
		{"a callback that is no address", url.Values{"StatusCallback": {"callback"}}, 21609},
	}
	sim := twiliotest.New(t)
	p := newPool(t, sim, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := api{t, sim}
			form := url.Values{"FriendlyName": {"Clinic"}}
			for name, values := range tt.form {
				form[name] = values
			}
			a.refused(400, tt.code, "POST", "messaging/v1/Services", form)
			a.refused(400, tt.code, "POST", p.path(), tt.form)
		})
	}
}

// TestServicesOfSubaccounts: a subaccount has services of its own, and sends with those of
// its parent, as with the parent's numbers.
func TestServicesOfSubaccounts(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	p := newPool(t, sim, nil, clinic)
	subaccount := sim.Subaccount()
	params := twilio.MessageCreateParams{To: ada, MessagingServiceSID: p.sid, Body: "Hi"}
	_, err := sim.Client().Messages.Create(t.Context(), params, twilio.OnAccount(subaccount))
	require.NoError(t, err)
	assert.Equal(t, clinic, sim.Phone(ada).ExpectSMS("Hi").From)

	client, err := twilio.New(subaccount, twilio.AuthToken(sim.SubaccountToken(subaccount)), sim.Options()...)
	require.NoError(t, err)
	get := twilio.Operation{Name: "Services.Get", Method: "GET", Host: "messaging", Path: "/v1/Services/{Sid}"}
	err = twilio.InvokeNone(t.Context(), client, get.On(p.sid))
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestPoolOfAService has senders of each kind, which are added, listed, fetched and removed.
func TestPoolOfAService(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)
	sim := twiliotest.New(t, twiliotest.StartAt(start))
	p := newPool(t, sim, nil)
	number, short := sim.Number(clinic), sim.Number("72345", twiliotest.Country("GB"))
	shortSID := short.SID()
	whatsApp := field(p.must(202, "POST", "messaging/v2/Channels/Senders", map[string]any{"sender_id": "whatsapp:" + clinic}), "sid")
	const at = "2026-04-14T09:30:00Z"
	tests := []struct {
		name, collection, key string
		form                  url.Values
		want                  map[string]any // beside the SIDs, the dates and the address
	}{
		{"a phone number", "PhoneNumbers", "phone_numbers", url.Values{"PhoneNumberSid": {number.SID()}}, map[string]any{
			"sid": number.SID(), "service_sid": p.sid, "phone_number": clinic, "country_code": "US", "capabilities": []any{"MMS", "SMS", "Voice"},
		}},
		{"a short code", "ShortCodes", "short_codes", url.Values{"ShortCodeSid": {shortSID}}, map[string]any{
			"sid": shortSID, "service_sid": p.sid, "short_code": "72345", "country_code": "GB", "capabilities": []any{"SMS", "MMS"},
		}},
		{"a name", "AlphaSenders", "alpha_senders", url.Values{"AlphaSender": {"CLINIC"}}, map[string]any{
			"service_sid": p.sid, "alpha_sender": "CLINIC", "capabilities": []any{"SMS"},
		}},
		{"a name for a country", "DestinationAlphaSenders", "alpha_senders", url.Values{"AlphaSender": {"KLINIK"}, "IsoCountryCode": {"de"}}, map[string]any{
			"service_sid": p.sid, "alpha_sender": "KLINIK", "capabilities": []any{"SMS"}, "iso_country_code": "DE",
		}},
		{"a sender of WhatsApp", "ChannelSenders", "senders", url.Values{"Sid": {whatsApp}}, map[string]any{
			"sid": whatsApp, "messaging_service_sid": p.sid, "sender": "whatsapp:" + clinic, "sender_type": "WhatsApp", "country_code": "US",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := pool{api{t, sim}, p.sid}
			made := p.add(tt.collection, tt.form)
			sid := field(made, "sid")
			for name, value := range map[string]any{
				"sid": sid, "account_sid": sim.AccountSID(), "date_created": at, "date_updated": at, "url": "https://" + strings.Replace(p.path(tt.collection, sid), "messaging", "messaging.twilio.com", 1),
			} {
				tt.want[name] = value
			}
			assert.Equal(t, tt.want, made)
			assert.Equal(t, made, p.must(200, "GET", p.path(tt.collection, sid), nil))
			listed, _ := p.must(200, "GET", p.path(tt.collection), nil)[tt.key].([]any)
			assert.Contains(t, listed, any(made))
			p.refused(409, 21710, "POST", p.path(tt.collection), tt.form)
			p.must(204, "DELETE", p.path(tt.collection, sid), nil)
			status, _ := p.call("DELETE", p.path(tt.collection, sid), nil)
			assert.Equal(t, 404, status)
			p.add(tt.collection, tt.form) // there is room again
		})
	}
	german, _ := p.must(200, "GET", p.path("DestinationAlphaSenders")+"?IsoCountryCode=DE", nil)["alpha_senders"].([]any)
	assert.Len(t, german, 1, "of two names")
}

func TestPoolRefuses(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	p, short := newPool(t, sim, nil), sim.Number("72345")
	tests := []struct {
		name, collection, param, value string
		status                         int
		code                           twilio.ErrorCode
	}{
		{"a number that the account does not have", "PhoneNumbers", "PhoneNumberSid", "PN" + nobodys, 400, 21421},
		{"a short code as a number", "PhoneNumbers", "PhoneNumberSid", short.SID(), 400, 20001},
		{"a short code that the account does not have", "ShortCodes", "ShortCodeSid", "SC" + nobodys, 400, 21421},
		{"a name without a letter", "AlphaSenders", "AlphaSender", "12345", 400, 21709},
		{"a long name", "AlphaSenders", "AlphaSender", "TheWholeClinic", 400, 21709},
		{"a channel sender that does not exist", "ChannelSenders", "Sid", "XE" + nobodys, 400, 63007},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			api{t, sim}.refused(tt.status, tt.code, "POST", p.path(tt.collection), url.Values{tt.param: {tt.value}})
		})
	}
	p.refused(400, 21709, "POST", p.path("DestinationAlphaSenders"), url.Values{"AlphaSender": {"CLINIC"}, "IsoCountryCode": {"US"}})
	p.refused(400, 21709, "POST", p.path("DestinationAlphaSenders"), url.Values{"AlphaSender": {"CLINIC"}, "IsoCountryCode": {"XX"}})
}

// nobodys are the digits of SIDs that nothing has.
const nobodys = "ffffffffffffffffffffffffffffffff"

// TestNumbersAreInOneService at a time.
func TestNumbersAreInOneService(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	p, other, number := newPool(t, sim, nil), newPool(t, sim, nil), sim.Number(clinic)
	form := url.Values{"PhoneNumberSid": {number.SID()}}
	p.add("PhoneNumbers", form)
	p.refused(409, 21712, "POST", other.path("PhoneNumbers"), form)
	p.refused(404, 21711, "GET", other.path("PhoneNumbers", number.SID()), nil)
	p.refused(404, 20404, "GET", other.path("PhoneNumbers", "PN"+nobodys), nil)
	p.must(204, "DELETE", p.path(), nil)
	other.add("PhoneNumbers", form) // the end of a service sets its numbers free
}

// TestPoolIsFull after 400 senders of a kind.
func TestPoolIsFull(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	p := newPool(t, sim, nil)
	for i := range 400 {
		p.add("AlphaSenders", url.Values{"AlphaSender": {fmt.Sprintf("CLINIC%d", i)}})
	}
	p.refused(400, 21714, "POST", p.path("AlphaSenders"), url.Values{"AlphaSender": {"CLINIC"}})
}

// TestMessagingServiceOfASim is the resource that the API shows.
func TestMessagingServiceOfASim(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	number := sim.Number(clinic)
	p := pool{api{t, sim}, sim.MessagingService(number, sim.Number("72345"), sim.Number("CLINIC"))}
	for collection, want := range map[string]int{"PhoneNumbers": 1, "ShortCodes": 1, "AlphaSenders": 1, "ChannelSenders": 1} {
		key := map[string]string{"PhoneNumbers": "phone_numbers", "ShortCodes": "short_codes", "AlphaSenders": "alpha_senders", "ChannelSenders": "senders"}[collection]
		listed, _ := p.must(200, "GET", p.path(collection), nil)[key].([]any)
		assert.Len(t, listed, want, collection)
	}
	assert.Equal(t, true, p.must(200, "GET", p.path(), nil)["use_inbound_webhook_on_number"])

	sim.MessagingService(number)
	p.refused(404, 21711, "GET", p.path("PhoneNumbers", number.SID()), nil) // a number is in one service
}
