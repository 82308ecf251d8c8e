package messaging_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
)

// badInput is a call that can never succeed: the field that is wrong, the problem and a
// part of the remedy.
type badInput struct {
	name, field, problem, remedy string
	try                          func(context.Context, *messaging.Client) error
}

// failure is the error of a call, whose answer is of no interest.
func failure[T any](_ *T, err error) error { return err }

func createService(change func(*messaging.ServiceCreateParams)) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error {
		params := messaging.ServiceCreateParams{FriendlyName: "Owl Bank"}
		change(&params)
		return failure(m.Services.Create(ctx, params))
	}
}

func updateService(params messaging.ServiceUpdateParams) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error {
		return failure(m.Services.Update(ctx, mgSID, params))
	}
}

func addName(name string) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error {
		return failure(m.AlphaSenders.Create(ctx, mgSID, messaging.AlphaSenderCreateParams{AlphaSender: name}))
	}
}

func permit(changes ...messaging.GeoPermissionChange) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error {
		return failure(m.GeoPermissions.Update(ctx, messaging.GeoPermissionUpdateParams{Permissions: changes}))
	}
}

func consent(changes ...func(*messaging.Consent)) func(context.Context, *messaging.Client) error {
	var items []messaging.Consent
	for i, change := range changes {
		item := messaging.Consent{
			ContactID: ada, CorrelationID: string(rune('a'+i)) + correlation[1:], SenderID: mgSID,
			Status: messaging.ConsentOptIn, Source: messaging.ConsentSourceWebsite,
		}
		change(&item)
		items = append(items, item)
	}
	return func(ctx context.Context, m *messaging.Client) error {
		return failure(m.Consents.Upsert(ctx, messaging.ConsentUpsertParams{Items: items}))
	}
}

func contact(items ...messaging.Contact) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error {
		return failure(m.Contacts.Upsert(ctx, messaging.ContactUpsertParams{Items: items}))
	}
}

func register(params messaging.SenderCreateParams) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error { return failure(m.Senders.Create(ctx, params)) }
}

func profile(p messaging.SenderProfile) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error {
		return failure(m.Senders.Update(ctx, xeSID, messaging.SenderUpdateParams{Profile: p}))
	}
}

func verify(code string) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error {
		return failure(m.Senders.Verify(ctx, xeSID, messaging.SenderVerifyParams{Configuration: messaging.SenderVerification{VerificationCode: code}}))
	}
}

func typing(params messaging.TypingIndicatorCreateParams) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error {
		return failure(m.TypingIndicators.Create(ctx, params))
	}
}

func upload(text string) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error {
		return failure(m.DomainCertificates.Update(ctx, "DN00000000000000000000000000000001", messaging.DomainCertificateUpdateParams{TLSCert: text}))
	}
}

func safe(number string) func(context.Context, *messaging.Client) error {
	return func(ctx context.Context, m *messaging.Client) error {
		return failure(m.SafeList.Create(ctx, messaging.SafeListCreateParams{PhoneNumber: number}))
	}
}

var serviceInputs = []badInput{
	{name: "no name", field: "FriendlyName", problem: "is empty", remedy: "give a value", try: createService(func(p *messaging.ServiceCreateParams) { p.FriendlyName = "" })},
	{name: "a long name", field: "FriendlyName", problem: "has more than 64 characters", remedy: "give at most 64", try: createService(func(p *messaging.ServiceCreateParams) { p.FriendlyName = strings.Repeat("o", 65) })},
	{name: "a long name later", field: "FriendlyName", problem: "has more than 64 characters", remedy: "give at most 64", try: updateService(messaging.ServiceUpdateParams{FriendlyName: strings.Repeat("o", 65)})},
	{name: "a webhook without a host", field: "InboundRequestURL", problem: "is not an absolute URL", remedy: "https://", try: createService(func(p *messaging.ServiceCreateParams) { p.InboundRequestURL = "/sms" })},
	{name: "a webhook that Twilio cannot ask", field: "StatusCallback", problem: "has an underscore in its host", remedy: "underscore", try: updateService(messaging.ServiceUpdateParams{StatusCallback: "https://my_host.example.com/status"})},
	{name: "a method", field: "InboundMethod", problem: "is not a method by which Twilio asks an address", remedy: "GET", try: createService(func(p *messaging.ServiceCreateParams) { p.InboundMethod = "PUT" })},
	{name: "a method later", field: "FallbackMethod", problem: "is not a method by which Twilio asks an address", remedy: "GET", try: updateService(messaging.ServiceUpdateParams{FallbackMethod: "delete"})},
	{name: "a day", field: "ValidityPeriod", problem: "is longer than 10 hours", remedy: "1 second to 10 hours", try: createService(func(p *messaging.ServiceCreateParams) { p.ValidityPeriod = 24 * time.Hour })},
	{name: "a day later", field: "ValidityPeriod", problem: "is longer than 10 hours", remedy: "1 second to 10 hours", try: updateService(messaging.ServiceUpdateParams{ValidityPeriod: 24 * time.Hour})},
	{name: "half a second", field: "ValidityPeriod", problem: "cannot be sent", remedy: "round it", try: createService(func(p *messaging.ServiceCreateParams) { p.ValidityPeriod = 1500 * time.Millisecond })},
	{name: "a time that is past", field: "ValidityPeriod", problem: "is negative", remedy: "positive", try: updateService(messaging.ServiceUpdateParams{ValidityPeriod: -time.Second})},
	{name: "the SID of a number", field: "Sid", problem: "is an SID that begins with PN", remedy: "MG", try: func(ctx context.Context, m *messaging.Client) error { return failure(m.Services.Get(ctx, pnSID)) }},
	{name: "no SID", field: "Sid", problem: "is empty", remedy: "SID", try: func(ctx context.Context, m *messaging.Client) error { return m.Services.Delete(ctx, "") }},
}

var poolInputs = []badInput{
	{name: "a number for its SID", field: "PhoneNumberSID", problem: "is not an SID of that kind", remedy: "PN", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.PhoneNumbers.Create(ctx, mgSID, messaging.PhoneNumberCreateParams{PhoneNumberSID: owl}))
	}},
	{name: "the SID of a short code", field: "PhoneNumberSID", problem: "is an SID that begins with SC", remedy: "PN", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.PhoneNumbers.Create(ctx, mgSID, messaging.PhoneNumberCreateParams{PhoneNumberSID: scSID}))
	}},
	{name: "no short code", field: "ShortCodeSID", problem: "is empty", remedy: "SC", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.ShortCodes.Create(ctx, mgSID, messaging.ShortCodeCreateParams{}))
	}},
	{name: "the SID of a name", field: "Sid", problem: "is an SID that begins with AI", remedy: "PN", try: func(ctx context.Context, m *messaging.Client) error {
		return m.PhoneNumbers.Delete(ctx, mgSID, aiSID)
	}},
	{name: "an address for a SID", field: "SID", problem: "is not an SID of that kind", remedy: "XE", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.ChannelSenders.Create(ctx, mgSID, messaging.ChannelSenderCreateParams{SID: "whatsapp:" + owl}))
	}},
	{name: "no name", field: "AlphaSender", problem: "is empty", remedy: "give a value", try: addName("")},
	{name: "a long name", field: "AlphaSender", problem: "has more than 11 characters", remedy: "give at most 11", try: addName("Owl Bank Ltd")},
	{name: "digits alone", field: "AlphaSender", problem: "has no letter", remedy: "one letter", try: addName("12345")},
	{name: "an accent", field: "AlphaSender", problem: "has a character that networks do not take", remedy: "letters, digits", try: addName("Café")},
	{name: "a blank", field: "AlphaSender", problem: "has a blank at an end", remedy: "take the blank away", try: addName("Owl ")},
	{name: "the name of a country", field: "ISOCountryCode", problem: "is not the code of a country", remedy: "ISO 3166-1", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.DestinationAlphaSenders.Create(ctx, mgSID, messaging.DestinationAlphaSenderCreateParams{AlphaSender: "Owl", ISOCountryCode: "France"}))
	}},
	{name: "no certificate", field: "TLSCert", problem: "is empty", remedy: "give a value", try: upload("")},
	{name: "the name of a file", field: "TLSCert", problem: "has no certificate in PEM", remedy: "-----BEGIN CERTIFICATE-----", try: upload("cert.pem")},
	{name: "no private key", field: "TLSCert", problem: "has no private key in PEM", remedy: "private key", try: upload("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")},
	{name: "a fallback without a scheme", field: "FallbackURL", problem: "is not an absolute URL", remedy: "https://", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.DomainConfigs.Update(ctx, "DN00000000000000000000000000000001", messaging.DomainConfigUpdateParams{FallbackURL: "example.com"}))
	}},
	{name: "a domain for its SID", field: "DomainSid", problem: "is not an SID of that kind", remedy: "SID", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.DomainAssociations.Create(ctx, "go.example.com", mgSID))
	}},
}

var accountInputs = []badInput{
	{name: "no country at all", field: "Permissions", problem: "is empty", remedy: "give a value", try: permit()},
	{name: "no country", field: "Permissions[0].CountryCode", problem: "is empty", remedy: "ISO 3166-1", try: permit(messaging.GeoPermissionChange{Enabled: true})},
	{name: "a calling code", field: "Permissions[1].CountryCode", problem: "is not the code of a country", remedy: "ISO 3166-1", try: permit(messaging.GeoPermissionChange{CountryCode: "GB"}, messaging.GeoPermissionChange{CountryCode: "+44"})},
	{name: "a country twice", field: "Permissions[1].CountryCode", problem: "is that of an earlier item", remedy: "each country once", try: permit(messaging.GeoPermissionChange{CountryCode: "GB"}, messaging.GeoPermissionChange{CountryCode: "GB", Enabled: true})},
	{name: "countries by name", field: "CountryCodes", problem: "item 2 is not the code of a country", remedy: "ISO 3166-1", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.GeoPermissions.Get(ctx, messaging.GeoPermissionGetParams{CountryCodes: []string{"GB", "India"}}))
	}},
	{name: "a national number", field: "PhoneNumber", problem: "is neither a phone number in E.164 nor the beginning of a thousand", remedy: "+14155551234", try: safe("2125550147")},
	{name: "a hundred numbers", field: "PhoneNumber", problem: "is neither a phone number in E.164 nor the beginning of a thousand", remedy: "xxx", try: safe("+121255501xx")},
	{name: "a short thousand", field: "PhoneNumber", problem: "is neither a phone number in E.164 nor the beginning of a thousand", remedy: "xxx", try: safe("+21255xxx")},
	{name: "a long thousand", field: "PhoneNumber", problem: "is neither a phone number in E.164 nor the beginning of a thousand", remedy: "xxx", try: safe("+2125550147012xxx")},
	{name: "no number", field: "PhoneNumber", problem: "is empty", remedy: "give a value", try: func(ctx context.Context, m *messaging.Client) error {
		return m.SafeList.Delete(ctx, messaging.SafeListDeleteParams{})
	}},
	{name: "no consent", field: "Items", problem: "is empty", remedy: "give a value", try: consent()},
	{name: "26 consents", field: "Items", problem: "has more than 25 items", remedy: "give at most 25", try: consent(make26(func(*messaging.Consent) {})...)},
	{name: "a national contact", field: "Items[0].ContactID", problem: "does not begin with + and the country code", remedy: "E.164", try: consent(func(c *messaging.Consent) { c.ContactID = "2125550147" })},
	{name: "no sender", field: "Items[0].SenderID", problem: "is empty", remedy: "numbers", try: consent(func(c *messaging.Consent) { c.SenderID = "" })},
	{name: "no status", field: "Items[1].Status", problem: "is empty", remedy: "give a value", try: consent(func(*messaging.Consent) {}, func(c *messaging.Consent) { c.Status = "" })},
	{name: "a UUID with hyphens", field: "Items[0].CorrelationID", problem: "is no UUID of 32 characters", remedy: "without hyphens", try: consent(func(c *messaging.Consent) { c.CorrelationID = "ad388b5a-46b3-3b87-4b0d-41f7226db2ef" })},
	{name: "a UUID twice", field: "Items[1].CorrelationID", problem: "is that of an earlier item", remedy: "another one for each item", try: consent(func(c *messaging.Consent) { c.CorrelationID = correlation }, func(c *messaging.Consent) { c.CorrelationID = correlation })},
	{name: "no ZIP code", field: "Items[0].ZIPCode", problem: "is empty", remedy: "give a value", try: contact(messaging.Contact{ContactID: ada, CorrelationID: correlation})},
	{name: "a country by name", field: "Items[0].CountryISOCode", problem: "is not the code of a country", remedy: "ISO 3166-1", try: contact(messaging.Contact{ContactID: ada, CorrelationID: correlation, ZIPCode: "94105", CountryISOCode: "USA"})},
	{name: "no day", field: "Date", problem: "is empty", remedy: "give a value", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.Deactivations.Download(ctx, messaging.DeactivationDownloadParams{}))
	}},
	{name: "the webhook of a short code", field: "SMSURL", problem: "is not an absolute URL", remedy: "https://", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.AccountShortCodes.Update(ctx, scSID, messaging.AccountShortCodeUpdateParams{SMSURL: "sms.php"}))
	}},
}

var channelInputs = []badInput{
	{name: "no sender", field: "SenderID", problem: "is empty", remedy: "give a value", try: register(messaging.SenderCreateParams{})},
	{name: "a number without a channel", field: "SenderID", problem: "does not begin with the channel", remedy: "whatsapp:+14155556789", try: register(messaging.SenderCreateParams{SenderID: owl})},
	{name: "a channel without a number", field: "SenderID", problem: "has nothing behind the channel", remedy: "append", try: register(messaging.SenderCreateParams{SenderID: "whatsapp:"})},
	{name: "a national number", field: "SenderID", problem: "has no phone number in E.164", remedy: "whatsapp:+14155556789", try: register(messaging.SenderCreateParams{SenderID: "whatsapp:(212) 555-0147"})},
	{name: "no name", field: "Profile.Name", problem: "is empty, and WhatsApp shows it", remedy: "name of the business", try: register(messaging.SenderCreateParams{SenderID: "whatsapp:" + owl})},
	{name: "an application for calls", field: "Configuration.VoiceApplicationSID", problem: "is an SID that begins with PN", remedy: "AP", try: register(messaging.SenderCreateParams{
		SenderID: "whatsapp:" + owl, Profile: messaging.SenderProfile{Name: "Owl Bank"}, Configuration: messaging.SenderConfiguration{VoiceApplicationSID: pnSID},
	})},
	{name: "a color by name", field: "Profile.AccentColor", problem: "is no color", remedy: "#0a5c36", try: profile(messaging.SenderProfile{AccentColor: "green"})},
	{name: "a logo without a host", field: "Profile.LogoURL", problem: "is not an absolute URL", remedy: "https://", try: profile(messaging.SenderProfile{LogoURL: "logo.png"})},
	{name: "a website without a scheme", field: "Profile.Websites[0].Website", problem: "is not an absolute URL", remedy: "https://", try: profile(messaging.SenderProfile{Websites: []messaging.SenderWebsite{{Website: "example.com"}}})},
	{name: "a mailbox", field: "Profile.Emails", problem: "has an item that is no email address", remedy: "support@example.com", try: profile(messaging.SenderProfile{Emails: []messaging.SenderEmail{{Email: "support"}}})},
	{name: "no code", field: "Configuration.VerificationCode", problem: "is empty", remedy: "the code that the owner", try: verify("")},
	{name: "a code in words", field: "Configuration.VerificationCode", problem: "has a character that is no digit", remedy: "the code that the owner", try: verify("one two")},
	{name: "no channel", field: "Channel", problem: "is empty", remedy: "give a value", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.Senders.List(ctx, messaging.SenderListParams{}))
	}},
	{name: "typing to nobody on WhatsApp", field: "MessageID", problem: "is empty, and Channel WHATSAPP needs it", remedy: "SID of the message", try: typing(messaging.TypingIndicatorCreateParams{Channel: messaging.TypingWhatsApp})},
	{name: "typing to nobody on RCS", field: "To", problem: "is empty, and Channel RCS needs it", remedy: "address of the recipient", try: typing(messaging.TypingIndicatorCreateParams{Channel: messaging.TypingRCS, From: "rcs:owl"})},
	{name: "the end of typing on WhatsApp", field: "Event", problem: "is one that only Apple's channel has", remedy: "leave it out", try: typing(messaging.TypingIndicatorCreateParams{
		Channel: messaging.TypingWhatsApp, MessageID: "SM00000000000000000000000000000001", Event: messaging.TypingEnd,
	})},
	{name: "a call that is answered", field: "MessageID", problem: "is an SID that begins with CA", remedy: "SM", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.TypingIndicators.CreateV2(ctx, messaging.TypingIndicatorCreateV2Params{Channel: messaging.TypingWhatsAppV2, MessageID: "CA00000000000000000000000000000001"}))
	}},
	{name: "an estimate for a continent", field: "Country", problem: "is not the code of a country", remedy: "ISO 3166-1", try: func(ctx context.Context, m *messaging.Client) error {
		return failure(m.CostEstimates.Get(ctx, messaging.CostEstimateGetParams{Country: "Europe", LookbackWindow: messaging.LookbackWeek}))
	}},
}

func make26[T any](item T) []T {
	items := make([]T, 26)
	for i := range items {
		items[i] = item
	}
	return items
}

// TestBadInput: each call is refused before anything is sent, and the error names the
// field and the remedy.
func TestBadInput(t *testing.T) {
	t.Parallel()
	for group, inputs := range map[string][]badInput{"services": serviceInputs, "pools": poolInputs, "the account": accountInputs, "channels": channelInputs} {
		for _, tt := range inputs {
			name := group + ": " + tt.name
			m := answering(t, func(r *http.Request) (*http.Response, error) {
				assert.Fail(t, "it is sent", "%s: %s %s", name, r.Method, r.URL)
				return reply(r, http.StatusBadRequest, `{}`)
			})
			err := tt.try(t.Context(), m)
			require.ErrorIs(t, err, twilio.ErrInvalidParams, name)
			require.ErrorIs(t, err, twilio.ErrNotSent, name)
			assert.Equal(t, []string{tt.field + " " + tt.problem}, problems(err), name)
			require.ErrorContains(t, err, tt.remedy, name)
			assert.NotRegexp(t, "212|MIIB", err.Error(), "%s: an error shows no value", name)
		}
	}
}
