package twilio

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// golden is an answer with every property, and what it is decoded into.
type golden struct {
	operation string // a key of exercises
	status    int
	json      string
	want      any
	required  string // the property without which the answer is useless, "" for none
}

const goldenMessage = `{
	"body": "Hi", "num_segments": "1", "direction": "outbound-api", "from": "+14155556789", "to": "+14155551234",
	"date_created": "Fri, 24 May 2019 17:44:46 +0000", "date_updated": "Fri, 24 May 2019 17:44:50 +0000", "date_sent": "Fri, 24 May 2019 17:44:49 +0000",
	"price": "-0.00750", "price_unit": "USD", "error_message": "Unreachable destination handset", "error_code": 30003,
	"uri": "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/SM00000000000000000000000000000001.json",
	"account_sid": "AC00000000000000000000000000000001", "num_media": "2", "status": "undelivered",
	"messaging_service_sid": "MG00000000000000000000000000000001", "sid": "SM00000000000000000000000000000001", "api_version": "2010-04-01",
	"subresource_uris": {"media": "/2010-04-01/Accounts/AC1/Messages/SM1/Media.json", "feedback": "/2010-04-01/Accounts/AC1/Messages/SM1/Feedback.json"}
}`

const goldenMediaItem = `{
	"sid": "ME00000000000000000000000000000001", "account_sid": "AC00000000000000000000000000000001",
	"parent_sid": "SM00000000000000000000000000000001", "content_type": "image/jpeg",
	"date_created": "Sun, 16 Aug 2015 15:53:54 +0000", "date_updated": "Sun, 16 Aug 2015 15:53:55 +0000", "uri": "/2010-04-01/x.json"
}`

const goldenCall = `{
	"sid": "CA00000000000000000000000000000001", "account_sid": "AC00000000000000000000000000000001", "answered_by": "machine_end_beep",
	"api_version": "2010-04-01", "caller_name": "ADA", "date_created": "Fri, 24 May 2019 17:44:46 +0000", "date_updated": "Fri, 24 May 2019 17:44:50 +0000",
	"direction": "outbound-api", "duration": "65", "end_time": "Fri, 24 May 2019 17:44:49 +0000", "forwarded_from": "+14155550111",
	"from": "+14155556789", "from_formatted": "(415) 555-6789", "group_sid": "GP00000000000000000000000000000001",
	"parent_call_sid": "CA00000000000000000000000000000002", "phone_number_sid": "PN00000000000000000000000000000001", "price": "-0.02000",
	"price_unit": "USD", "queue_time": "1000", "start_time": "Fri, 24 May 2019 17:44:47 +0000", "status": "completed",
	"stir_verstat": "TN-Validation-Passed-A",
	"subresource_uris": {"events": "/e", "notifications": "/n", "payments": "/p", "recordings": "/r", "siprec": "/s", "streams": "/st",
		"transcriptions": "/t", "user_defined_messages": "/u", "user_defined_message_subscriptions": "/us"},
	"to": "+14155551234", "to_formatted": "(415) 555-1234", "trunk_sid": "TK00000000000000000000000000000001", "uri": "/2010-04-01/x.json"
}`

func wantedCall() *Call {
	return &Call{
		SID: cannedCall, AccountSID: cannedAccount, AnsweredBy: AnsweredByMachineEndBeep, APIVersion: "2010-04-01", CallerName: "ADA",
		DateCreated: may2019(46), DateUpdated: may2019(50), Direction: CallDirectionOutboundAPI, Duration: Duration{65 * time.Second},
		EndTime: may2019(49), ForwardedFrom: "+14155550111", From: "+14155556789", FromFormatted: "(415) 555-6789",
		GroupSID: "GP00000000000000000000000000000001", ParentCallSID: "CA00000000000000000000000000000002",
		PhoneNumberSID: "PN00000000000000000000000000000001", Price: "-0.02000", PriceUnit: "USD", QueueTime: 1000, StartTime: may2019(47),
		Status: CallStatusCompleted, SubresourceURIs: CallResources{
			Events: "/e", Notifications: "/n", Payments: "/p", Recordings: "/r", SIPREC: "/s", Streams: "/st",
			Transcriptions: "/t", UserDefinedMessages: "/u", UserDefinedMessageSubscriptions: "/us",
		},
		To: "+14155551234", ToFormatted: "(415) 555-1234", TrunkSID: "TK00000000000000000000000000000001", URI: "/2010-04-01/x.json",
		StirVerstat: "TN-Validation-Passed-A",
	}
}

const goldenLookup = `{
	"calling_country_code": "1", "country_code": "US", "phone_number": "+14155551234", "national_format": "(415) 555-1234", "valid": true,
	"validation_errors": ["INVALID_BUT_POSSIBLE"], "url": "https://lookups.twilio.com/v2/PhoneNumbers/+14155551234",
	"caller_name": {"caller_name": "ADA", "caller_type": "CONSUMER", "error_code": 60600},
	"sim_swap": {"last_sim_swap": {"last_sim_swap_date": "2015-08-16T15:53:54Z", "swapped_period": "PT24H", "swapped_in_period": true},
		"carrier_name": "Net", "mobile_country_code": "310", "mobile_network_code": "456", "error_code": 60606},
	"call_forwarding": {"call_forwarding_enabled": true, "error_code": 60607}, "line_status": {"status": "active", "error_code": 60608},
	"line_type_intelligence": {"type": "mobile", "carrier_name": "Net", "mobile_country_code": "310", "mobile_network_code": "456", "error_code": 60610},
	"identity_match": {"first_name_match": "exact_match", "last_name_match": "exact_match", "address_lines_match": "no_match", "city_match": "no_match",
		"state_match": "no_match", "postal_code_match": "no_match", "address_country_match": "no_match", "national_id_match": "no_match",
		"date_of_birth_match": "no_match", "summary_score": 20, "error_code": 60611, "error_message": "x"},
	"reassigned_number": {"last_verified_date": "20240123", "is_number_reassigned": "no", "error_code": "60622"},
	"sms_pumping_risk": {"carrier_risk_category": "low", "number_blocked": true, "number_blocked_date": "2015-08-16T15:53:54Z",
		"number_blocked_last_3_months": true, "sms_pumping_risk_score": 7, "error_code": 60601},
	"phone_number_quality_score": {"score": 1}, "pre_fill": {"first_name": "Ada"}
}`

func wantedLookup() *LookupResult {
	return &LookupResult{
		PhoneNumber: "+14155551234", Valid: true, ValidationErrors: []LookupValidationError{LookupInvalidButPossible}, CallingCountryCode: "1",
		CountryCode: "US", NationalFormat: "(415) 555-1234", URL: "https://lookups.twilio.com/v2/PhoneNumbers/+14155551234",
		CallerName:     LookupCallerName{"ADA", "CONSUMER", 60600},
		SIMSwap:        LookupSIMSwap{LookupLastSIMSwap{aug2015(54), "PT24H", true}, "Net", "310", "456", 60606},
		CallForwarding: LookupCallForwarding{true, 60607}, LineStatus: LookupLineStatus{"active", 60608},
		LineTypeIntelligence: LookupLineTypeIntelligence{"mobile", "Net", "310", "456", 60610},
		IdentityMatch: LookupIdentityMatch{
			FirstNameMatch: "exact_match", LastNameMatch: "exact_match", AddressLinesMatch: "no_match", CityMatch: "no_match", StateMatch: "no_match",
			PostalCodeMatch: "no_match", AddressCountryMatch: "no_match", NationalIDMatch: "no_match", DateOfBirthMatch: "no_match",
			SummaryScore: 20, ErrorCode: 60611, ErrorMessage: "x",
		},
		ReassignedNumber:        LookupReassignedNumber{"20240123", "no", 60622},
		SMSPumpingRisk:          LookupSMSPumpingRisk{"low", true, aug2015(54), true, 7, 60601},
		PhoneNumberQualityScore: json.RawMessage(`{"score": 1}`), PreFill: json.RawMessage(`{"first_name": "Ada"}`),
	}
}

const goldenLookupV1 = `{
	"phone_number": "+14155551234", "country_code": "US", "national_format": "(415) 555-1234", "url": "https://lookups.twilio.com/v1/x",
	"carrier": {"name": "Net", "type": "mobile", "mobile_country_code": "310", "mobile_network_code": "456", "error_code": 60600},
	"caller_name": {"caller_name": "ADA", "caller_type": "CONSUMER", "error_code": "60601"}, "add_ons": {"status": "successful"}
}`

func wantedLookupV1() *LookupV1Result {
	return &LookupV1Result{
		PhoneNumber: "+14155551234", CountryCode: "US", NationalFormat: "(415) 555-1234", URL: "https://lookups.twilio.com/v1/x",
		Carrier: LookupV1Carrier{"Net", "mobile", "310", "456", 60600}, CallerName: LookupV1CallerName{"ADA", "CONSUMER", 60601},
		AddOns: json.RawMessage(`{"status": "successful"}`),
	}
}

func may2019(second int) Time {
	return Time{time.Date(2019, 5, 24, 17, 44, second, 0, time.UTC)}
}

func aug2015(second int) Time {
	return Time{time.Date(2015, 8, 16, 15, 53, second, 0, time.UTC)}
}

func wantedMessage() *Message {
	return &Message{
		SID: cannedMessage, AccountSID: cannedAccount, APIVersion: "2010-04-01", Body: "Hi",
		DateCreated: may2019(46), DateSent: may2019(49), DateUpdated: may2019(50), Direction: MessageDirectionOutboundAPI,
		ErrorCode: CodeHandsetUnreachable, ErrorMessage: "Unreachable destination handset", From: "+14155556789", To: "+14155551234",
		MessagingServiceSID: "MG00000000000000000000000000000001", NumMedia: 2, NumSegments: 1, Price: "-0.00750", PriceUnit: "USD",
		Status: MessageStatusUndelivered, SubresourceURIs: MessageResources{
			Feedback: "/2010-04-01/Accounts/AC1/Messages/SM1/Feedback.json", Media: "/2010-04-01/Accounts/AC1/Messages/SM1/Media.json",
		},
		URI: "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/SM00000000000000000000000000000001.json",
	}
}

func wantedMedia() *Media {
	return &Media{
		SID: cannedMedia, AccountSID: cannedAccount, ParentSID: cannedMessage, ContentType: "image/jpeg",
		DateCreated: aug2015(54), DateUpdated: aug2015(55), URI: "/2010-04-01/x.json",
	}
}

func goldens() []golden {
	return []golden{
		{"Balance.Get", 200, `{"account_sid": "AC00000000000000000000000000000001", "balance": "12.34", "currency": "USD"}`,
			&Balance{AccountSID: cannedAccount, Amount: "12.34", Currency: "USD"}, ""},
		{"Calls.Cancel", 200, goldenCall, wantedCall(), ""},
		{"Calls.Create", 201, goldenCall, wantedCall(), "sid"},
		{"Calls.Get", 200, goldenCall, wantedCall(), ""},
		{"Calls.Hangup", 200, goldenCall, wantedCall(), ""},
		{"Calls.Redirect", 200, goldenCall, wantedCall(), "sid"},
		{"Calls.Update", 200, goldenCall, wantedCall(), "sid"},
		{"Lookup.Get", 200, goldenLookup, wantedLookup(), ""},
		{"Lookup.GetV1", 200, goldenLookupV1, wantedLookupV1(), ""},
		{"Media.Get", 200, goldenMediaItem, wantedMedia(), ""},
		{"Messages.Cancel", 200, goldenMessage, wantedMessage(), ""},
		{"Messages.Create", 201, goldenMessage, wantedMessage(), "sid"},
		{"Messages.CreateFeedback", 200, `{"account_sid": "AC00000000000000000000000000000001", "message_sid": "SM00000000000000000000000000000001",
			"outcome": "confirmed", "date_created": "Sun, 16 Aug 2015 15:53:54 +0000", "date_updated": "Sun, 16 Aug 2015 15:53:55 +0000", "uri": "/2010-04-01/x.json"}`,
			&MessageFeedback{AccountSID: cannedAccount, MessageSID: cannedMessage, Outcome: MessageFeedbackConfirmed,
				DateCreated: aug2015(54), DateUpdated: aug2015(55), URI: "/2010-04-01/x.json"}, "message_sid"},
		{"Messages.Get", 200, goldenMessage, wantedMessage(), ""},
		{"Messages.Redact", 200, goldenMessage, wantedMessage(), ""},
		{"Messages.Update", 200, goldenMessage, wantedMessage(), ""},
		{"WhatsApp.Send", 201, goldenMessage, wantedMessage(), "sid"},
	}
}

func TestGoldenAnswers(t *testing.T) {
	t.Parallel()
	answered := map[string]bool{}
	for _, g := range goldens() {
		answered[g.operation] = true
		got, err := exercises[g.operation](t.Context(), (&canned{status: g.status, body: g.json}).client(t))
		require.NoError(t, err, g.operation)
		assert.Equal(t, g.want, got, g.operation)
		assert.Empty(t, zeroFields(reflect.ValueOf(g.want).Elem()), "%s: what the golden answer leaves out", g.operation)
	}
	for _, b := range operations {
		if b.result != nil && b.op.Items == "" && !b.inner {
			assert.True(t, answered[b.op.Name], "%s has no golden answer", b.op.Name)
		}
	}
}

// zeroFields names the fields that a test has not given a value.
func zeroFields(v reflect.Value) []string {
	var zero []string
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			zero = append(zero, v.Type().Field(i).Name)
		}
	}
	return zero
}

// oddValues are what no property of ours is meant to be.
var oddValues = []string{
	`null`, `""`, `0`, `-1`, `1e400`, `3.5`, `"garbage"`, `true`, `[]`, `[1,"a",null]`, `{}`, `{"a":{"b":[]}}`, `"\ud800"`, `99999999999999999999`,
}

// TestOddPropertiesAreTolerated replaces every property of every golden answer by
// every odd value: a resource never fails as a whole, the others stay what they
// are, and only what a create cannot do without is missed.
func TestOddPropertiesAreTolerated(t *testing.T) {
	t.Parallel()
	for _, g := range goldens() {
		var properties map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(g.json), &properties))
		for name := range properties {
			for _, odd := range oddValues {
				changed := maps.Clone(properties)
				changed[name] = json.RawMessage(odd)
				checkOddAnswer(t, g, name, odd, compose(changed))
			}
		}
	}
}

// compose writes an object, whose values may be what encoding/json refuses.
func compose(properties map[string]json.RawMessage) string {
	pairs := make([]string, 0, len(properties))
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		pairs = append(pairs, fmt.Sprintf("%q: %s", name, properties[name]))
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

func checkOddAnswer(t *testing.T, g golden, name, odd, body string) {
	t.Helper()
	got, err := exercises[g.operation](t.Context(), (&canned{status: g.status, body: body}).client(t))
	if name == g.required {
		assert.ErrorIs(t, err, ErrOutcomeUnknown, "%s with %s %s", g.operation, name, odd)
		return
	}
	if !assert.NoError(t, err, "%s with %s %s", g.operation, name, odd) {
		return
	}
	gotValue, wantValue := reflect.ValueOf(got).Elem(), reflect.ValueOf(g.want).Elem()
	for i := range wantValue.NumField() {
		tag, _, _ := strings.Cut(wantValue.Type().Field(i).Tag.Get("json"), ",")
		if tag != name {
			assert.Equal(t, wantValue.Field(i).Interface(), gotValue.Field(i).Interface(), "%s with %s %s: %s", g.operation, name, odd, tag)
		}
	}
}

// TestNullAnswer decodes every property as null: what is not there is zero.
func TestNullAnswer(t *testing.T) {
	t.Parallel()
	for _, g := range goldens() {
		var properties map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(g.json), &properties))
		for name := range properties {
			if name != g.required {
				properties[name] = json.RawMessage("null")
			}
		}
		got, err := exercises[g.operation](t.Context(), (&canned{status: g.status, body: compose(properties)}).client(t))
		require.NoError(t, err, g.operation)
		v := reflect.ValueOf(got).Elem()
		for i := range v.NumField() {
			tag := v.Type().Field(i).Tag.Get("json")
			if text, raw := v.Field(i).Interface().(json.RawMessage); raw {
				assert.Equal(t, "null", string(text), "%s %s", g.operation, tag)
				continue
			}
			if tag != g.required {
				assert.Zero(t, v.Field(i).Interface(), "%s %s", g.operation, tag)
			}
		}
	}
}

// TestListKeysAndLinksAreNotTolerated: what was not read whole must not pass for
// the whole.
func TestListKeysAndLinksAreNotTolerated(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Messages.List", "Media.List"} {
		op := operationOf(t, name)
		for _, odd := range append(oddValues, "") {
			for _, property := range []string{op.Items, "next_page_uri"} {
				properties := map[string]json.RawMessage{op.Items: json.RawMessage("[]"), "next_page_uri": json.RawMessage("null")}
				properties[property] = json.RawMessage(odd)
				if odd == "" {
					delete(properties, property)
				}
				_, err := exercises[name](t.Context(), (&canned{status: 200, body: compose(properties)}).client(t))
				if property == op.Items && odd == `[]` || property == "next_page_uri" && (odd == `null` || odd == `""`) {
					assert.NoError(t, err, "%s with %s %s", name, property, odd)
					continue
				}
				var decodeErr *DecodeError
				assert.ErrorAs(t, err, &decodeErr, "%s with %s %s", name, property, odd)
			}
		}
	}
}

func TestItemsOfAListAreTolerated(t *testing.T) {
	t.Parallel()
	body := `{"messages": [null, ` + goldenMessage + `, {"sid": 5, "body": "kept"}], "next_page_uri": null}`
	got, err := exercises["Messages.List"](t.Context(), (&canned{status: http.StatusOK, body: body}).client(t))
	require.NoError(t, err)
	page, ok := got.(*Page[Message])
	require.True(t, ok)
	assert.Equal(t, []*Message{wantedMessage(), {Body: "kept"}}, page.Items)
}
