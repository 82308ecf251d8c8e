package pricing_test

import (
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/pricing"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "pricing", New: func(c *twilio.Client) any { return pricing.New(c) },
		Files: []string{"pricing_v1", "pricing_v2"}, Rows: rows,
	})
}

const (
	number = "+14155551234"
	e164   = "Twilio's file does not say that the path takes a number in E.164 alone."
)

var toNumber = map[string]string{"DestinationNumber": number}

var rows = apitest.Rows{
	"Messaging.Get":  {Operation: "FetchMessagingCountry"},
	"Messaging.List": {Operation: "ListMessagingCountry"},

	"PhoneNumbers.Get":  {Operation: "FetchPhoneNumberCountry"},
	"PhoneNumbers.List": {Operation: "ListPhoneNumberCountry"},

	"Voice.Get":       {Operation: "FetchVoiceCountry", File: "pricing_v2"},
	"Voice.GetNumber": {Operation: "FetchVoiceNumber", File: "pricing_v2", IDs: toNumber, Why: e164},
	"Voice.List":      {Operation: "ListVoiceCountry", File: "pricing_v2"},

	"VoiceV1.Get":       {Operation: "FetchVoiceCountry", File: "pricing_v1"},
	"VoiceV1.GetNumber": {Operation: "FetchVoiceNumber", File: "pricing_v1", IDs: map[string]string{"Number": number}, Why: e164},
	"VoiceV1.List":      {Operation: "ListVoiceCountry", File: "pricing_v1"},

	"Trunking.Get":       {Operation: "FetchTrunkingCountry"},
	"Trunking.GetNumber": {Operation: "FetchTrunkingNumber", IDs: toNumber, Why: e164},
	"Trunking.List":      {Operation: "ListTrunkingCountry"},
}
