package twilio

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Answers with every property, and the values that they decode to.

const goldenMessage = `{
	"body": "Hi", "num_segments": "1", "direction": "outbound-api", "from": "+14155556789", "to": "+14155551234",
	"date_created": "Fri, 24 May 2019 17:44:46 +0000", "date_updated": "Fri, 24 May 2019 17:44:50 +0000", "date_sent": "Fri, 24 May 2019 17:44:49 +0000",
	"price": "-0.00750", "price_unit": "USD", "error_message": "Unreachable destination handset", "error_code": 30003,
	"uri": "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/SM00000000000000000000000000000001.json",
	"account_sid": "AC00000000000000000000000000000001", "num_media": "2", "status": "undelivered",
	"messaging_service_sid": "MG00000000000000000000000000000001", "sid": "SM00000000000000000000000000000001", "api_version": "2010-04-01",
	"subresource_uris": {"media": "/2010-04-01/Accounts/AC1/Messages/SM1/Media.json", "feedback": "/2010-04-01/Accounts/AC1/Messages/SM1/Feedback.json"}
}`

func wantedLookup() *LookupResult {
	return &LookupResult{
		PhoneNumber: "+14155551234", Valid: true, ValidationErrors: []LookupValidationError{LookupInvalidButPossible}, CallingCountryCode: "1",
		CountryCode: "US", NationalFormat: "(415) 555-1234", URL: "https://lookups.twilio.com/v2/PhoneNumbers/+14155551234",
		CallerName:     LookupCallerName{CallerName: "ADA", CallerType: "CONSUMER", ErrorCode: 60600},
		SIMSwap:        LookupSIMSwap{LastSIMSwap: LookupLastSIMSwap{LastSIMSwapDate: aug2015(54), SwappedPeriod: "PT24H", SwappedInPeriod: true}, CarrierName: "Net", MobileCountryCode: "310", MobileNetworkCode: "456", ErrorCode: 60606},
		CallForwarding: LookupCallForwarding{CallForwardingEnabled: true, ErrorCode: 60607}, LineStatus: LookupLineStatus{Status: "active", ErrorCode: 60608},
		LineTypeIntelligence: LookupLineTypeIntelligence{Type: "mobile", CarrierName: "Net", MobileCountryCode: "310", MobileNetworkCode: "456", ErrorCode: 60610},
		IdentityMatch: LookupIdentityMatch{
			FirstNameMatch: "exact_match", LastNameMatch: "exact_match", AddressLinesMatch: "no_match", CityMatch: "no_match", StateMatch: "no_match",
			PostalCodeMatch: "no_match", AddressCountryMatch: "no_match", NationalIDMatch: "no_match", DateOfBirthMatch: "no_match",
			SummaryScore: 20, ErrorCode: 60611, ErrorMessage: "x",
		},
		ReassignedNumber:        LookupReassignedNumber{LastVerifiedDate: "20240123", IsNumberReassigned: "no", ErrorCode: 60622},
		SMSPumpingRisk:          LookupSMSPumpingRisk{CarrierRiskCategory: "low", NumberBlocked: true, NumberBlockedDate: aug2015(54), NumberBlockedLast3Months: true, SMSPumpingRiskScore: 7, ErrorCode: 60601},
		PhoneNumberQualityScore: json.RawMessage(`{"score": 1}`), PreFill: json.RawMessage(`{"first_name": "Ada"}`),
	}
}

func wantedLookupV1() *LookupV1Result {
	return &LookupV1Result{
		PhoneNumber: "+14155551234", CountryCode: "US", NationalFormat: "(415) 555-1234", URL: "https://lookups.twilio.com/v1/x",
		Carrier: LookupV1Carrier{Name: "Net", Type: "mobile", MobileCountryCode: "310", MobileNetworkCode: "456", ErrorCode: 60600}, CallerName: LookupV1CallerName{CallerName: "ADA", CallerType: "CONSUMER", ErrorCode: 60601},
		AddOns: json.RawMessage(`{"status": "successful"}`),
	}
}

func may2019(second int) Time {
	return Time{Time: time.Date(2019, 5, 24, 17, 44, second, 0, time.UTC)}
}

func aug2015(second int) Time {
	return Time{Time: time.Date(2015, 8, 16, 15, 53, second, 0, time.UTC)}
}

func wantedMessage() *Message {
	return &Message{
		SID: testMessage, AccountSID: testAccount, APIVersion: "2010-04-01", Body: "Hi",
		DateCreated: may2019(46), DateSent: may2019(49), DateUpdated: may2019(50), Direction: MessageDirectionOutboundAPI,
		ErrorCode: CodeHandsetUnreachable, ErrorMessage: "Unreachable destination handset", From: "+14155556789", To: "+14155551234",
		MessagingServiceSID: "MG00000000000000000000000000000001", NumMedia: 2, NumSegments: 1, Price: "-0.00750", PriceUnit: "USD",
		Status: MessageStatusUndelivered, SubresourceURIs: MessageResources{
			Feedback: "/2010-04-01/Accounts/AC1/Messages/SM1/Feedback.json", Media: "/2010-04-01/Accounts/AC1/Messages/SM1/Media.json",
		},
		URI: "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/SM00000000000000000000000000000001.json",
	}
}

// oddValues are values that no property of ours is meant to have.
var oddValues = []string{
	`null`, `""`, `0`, `-1`, `1e400`, `3.5`, `"garbage"`, `true`, `[]`, `[1,"a",null]`, `{}`, `{"a":{"b":[]}}`, `"\ud800"`, `99999999999999999999`,
}

// compose writes an object, whose values encoding/json may refuse.
func compose(properties map[string]json.RawMessage) string {
	pairs := make([]string, 0, len(properties))
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		pairs = append(pairs, fmt.Sprintf("%q: %s", name, properties[name]))
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

// TestListKeysAndLinksAreNotTolerated: a list that was not read whole must not pass for
// the whole.
func TestListKeysAndLinksAreNotTolerated(t *testing.T) {
	t.Parallel()
	for _, op := range []*Operation{&messageList, &callList} {
		for _, odd := range append(oddValues, "") {
			for _, property := range []string{op.Items, "next_page_uri"} {
				properties := map[string]json.RawMessage{op.Items: json.RawMessage("[]"), "next_page_uri": json.RawMessage("null")}
				properties[property] = json.RawMessage(odd)
				if odd == "" {
					delete(properties, property)
				}
				_, err := InvokePage[json.RawMessage](t.Context(), play(reply(200, compose(properties))).client(t), op.On())
				if property == op.Items && odd == `[]` || property == "next_page_uri" && (odd == `null` || odd == `""`) {
					assert.NoError(t, err, "%s with %s %s", op.Name, property, odd)
					continue
				}
				var decodeErr *DecodeError
				assert.ErrorAs(t, err, &decodeErr, "%s with %s %s", op.Name, property, odd)
			}
		}
	}
}

func TestItemsOfAListAreTolerated(t *testing.T) {
	t.Parallel()
	body := `{"messages": [null, ` + goldenMessage + `, {"sid": 5, "body": "kept"}], "next_page_uri": null}`
	page, err := play(reply(http.StatusOK, body)).client(t).Messages.List(t.Context(), MessageListParams{})
	require.NoError(t, err)
	assert.Equal(t, []*Message{wantedMessage(), {Body: "kept"}}, page.Items)
}
