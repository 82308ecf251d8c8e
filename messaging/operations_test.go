package messaging_test

import (
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/messaging"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "messaging", New: func(c *twilio.Client) any { return messaging.New(c) },
		Files: []string{"messaging_v1", "messaging_v2", "messaging_v3", "accounts_v1", "api_v2010"},
		Rows:  rows, Constants: constants,
	})
}

const (
	setTwice      = "A value that is set twice is set."
	inPoolOnce    = "A sender is in a pool once, and a second create returns the one that is there."
	oneForDomain  = "A domain has one certificate, and a service has one domain."
	shownTwice    = "An indicator that is shown twice is shown."
	wrongCounts   = "A wrong code counts as a try. Update has the settings."
	noCode        = setTwice + " Verify has the code."
	eachIsAReview = "Each resubmission is a review, of which there are only so many."
	sendsAText    = "It sends a text, and its answer names the brand."
	newer         = "https://github.com/twilio/twilio-node, version 6.3.1"
	pnSID         = "PN00000000000000000000000000000001"
	scSID         = "SC00000000000000000000000000000001"
	aiSID         = "AI00000000000000000000000000000001"
	xeSID         = "XE00000000000000000000000000000001"
)

var rows = apitest.Rows{
	"Services.Create": {Operation: "CreateService"},
	"Services.Get":    {Operation: "FetchService"},
	"Services.List":   {Operation: "ListService"},
	"Services.Update": {Operation: "UpdateService", Class: twilio.ClassIdempotent, Why: setTwice},
	"Services.Delete": {Operation: "DeleteService"},

	"Services.UseCases": {Operation: "FetchUsecase"},

	"PhoneNumbers.Create": {Operation: "CreatePhoneNumber", Class: twilio.ClassIdempotent, Why: inPoolOnce},
	"PhoneNumbers.Get":    {Operation: "FetchPhoneNumber", IDs: map[string]string{"Sid": pnSID}, Why: kindOfSID},
	"PhoneNumbers.List":   {Operation: "ListPhoneNumber"},
	"PhoneNumbers.Delete": {Operation: "DeletePhoneNumber", IDs: map[string]string{"Sid": pnSID}, Why: kindOfSID},

	"ShortCodes.Create": {Operation: "CreateShortCode", Class: twilio.ClassIdempotent, Why: inPoolOnce},
	"ShortCodes.Get":    {Operation: "FetchShortCode", File: "messaging_v1", IDs: map[string]string{"Sid": scSID}, Why: kindOfSID},
	"ShortCodes.List":   {Operation: "ListShortCode", File: "messaging_v1"},
	"ShortCodes.Delete": {Operation: "DeleteShortCode", IDs: map[string]string{"Sid": scSID}, Why: kindOfSID},

	"AlphaSenders.Create": {Operation: "CreateAlphaSender", Values: map[string]string{"AlphaSender": "Owl Bank"}, Class: twilio.ClassIdempotent, Why: inPoolOnce},
	"AlphaSenders.Get":    {Operation: "FetchAlphaSender", IDs: map[string]string{"Sid": aiSID}, Why: kindOfSID},
	"AlphaSenders.List":   {Operation: "ListAlphaSender"},
	"AlphaSenders.Delete": {Operation: "DeleteAlphaSender", IDs: map[string]string{"Sid": aiSID}, Why: kindOfSID},

	"DestinationAlphaSenders.Create": {
		Operation: "CreateDestinationAlphaSender", Values: map[string]string{"AlphaSender": "Owl Bank", "IsoCountryCode": "FR"},
		Class: twilio.ClassIdempotent, Why: inPoolOnce,
	},
	"DestinationAlphaSenders.Get":    {Operation: "FetchDestinationAlphaSender", IDs: map[string]string{"Sid": aiSID}, Why: kindOfSID},
	"DestinationAlphaSenders.List":   {Operation: "ListDestinationAlphaSender", Values: map[string]string{"IsoCountryCode": "FR"}},
	"DestinationAlphaSenders.Delete": {Operation: "DeleteDestinationAlphaSender", IDs: map[string]string{"Sid": aiSID}, Why: kindOfSID},

	"ChannelSenders.Create": {Operation: "CreateChannelSender", Class: twilio.ClassIdempotent, Why: inPoolOnce},
	"ChannelSenders.Get":    {Operation: "FetchChannelSender", IDs: map[string]string{"Sid": xeSID}, Why: kindOfSID},
	"ChannelSenders.List":   {Operation: "ListChannelSender"},
	"ChannelSenders.Delete": {Operation: "DeleteChannelSender", IDs: map[string]string{"Sid": xeSID}, Why: kindOfSID},

	"DomainCertificates.Get":     {Operation: "FetchDomainCertV4", File: "messaging_v2"},
	"DomainCertificates.GetV1":   {Operation: "FetchDomainCertV4", File: "messaging_v1"},
	"DomainCertificates.Update":  {Operation: "UpdateDomainCertV4", Values: map[string]string{"TlsCert": pemSample}, Class: twilio.ClassIdempotent, Why: oneForDomain},
	"DomainCertificates.Request": {Operation: "UpdateRequestManagedCert", Class: twilio.ClassIdempotent, Why: oneForDomain},
	"DomainCertificates.Delete":  {Operation: "DeleteDomainCertV4"},

	"DomainConfigs.Get":          {Operation: "FetchDomainConfig"},
	"DomainConfigs.GetByService": {Operation: "FetchDomainConfigMessagingService"},
	"DomainConfigs.Update":       {Operation: "UpdateDomainConfig", Class: twilio.ClassIdempotent, Why: setTwice},

	"DomainDNS.Validate": {Operation: "FetchDomainDnsValidation"},

	"DomainAssociations.Create": {Operation: "CreateLinkshorteningMessagingService", Class: twilio.ClassIdempotent, Why: oneForDomain},
	"DomainAssociations.Get":    {Operation: "FetchLinkshorteningMessagingServiceDomainAssociation"},
	"DomainAssociations.Delete": {Operation: "DeleteLinkshorteningMessagingService"},

	"AccountShortCodes.Get":    {Operation: "FetchShortCode", File: "api_v2010"},
	"AccountShortCodes.List":   {Operation: "ListShortCode", File: "api_v2010"},
	"AccountShortCodes.Update": {Operation: "UpdateShortCode", Class: twilio.ClassIdempotent, Why: setTwice},

	"GeoPermissions.Get":    {Operation: "FetchMessagingGeopermissions", Values: map[string]string{"CountryCode": "US"}},
	"GeoPermissions.Update": {Operation: "UpdateMessagingGeopermissions", Values: map[string]string{"country_code": "US"}, Class: twilio.ClassIdempotent, Why: setTwice},

	"SafeList.Create": {Operation: "CreateSafelist", Values: safeNumber, Class: twilio.ClassIdempotent, Why: "A number stands on the list once."},
	"SafeList.Get":    {Operation: "FetchSafelist", Values: safeNumber},
	"SafeList.Delete": {Operation: "DeleteSafelist", Values: safeNumber},

	"Consents.Upsert": {Operation: "CreateBulkConsents", Values: bulkValues, Class: twilio.ClassIdempotent, Why: setTwice},
	"Contacts.Upsert": {Operation: "CreateBulkContacts", Values: bulkValues, Class: twilio.ClassIdempotent, Why: setTwice},

	"Deactivations.Download": {Operation: "FetchDeactivation"},
	"Deactivations.Numbers":  {Why: "It reads the file of Download, and is tested in deactivations_test.go."},

	"Senders.Create": {Operation: "CreateChannelsSender", Values: senderValues},
	"Senders.Get":    {Operation: "FetchChannelsSender"},
	"Senders.List":   {Operation: "ListChannelsSender"},
	"Senders.Update": {Operation: "UpdateChannelsSender", Values: senderValues, Partial: true, Class: twilio.ClassIdempotent, Why: noCode},
	"Senders.Verify": {Operation: "UpdateChannelsSender", Values: map[string]string{"verification_code": "123456"}, Partial: true, Class: twilio.ClassCreate, Why: wrongCounts},
	"Senders.Delete": {Operation: "DeleteChannelsSender"},

	"TypingIndicators.Create":   {Operation: "CreateV3TypingIndicator", Class: twilio.ClassIdempotent, Why: shownTwice},
	"TypingIndicators.CreateV2": {Operation: "CreateTypingIndicator", Class: twilio.ClassIdempotent, Why: shownTwice},

	"Brands.Create":   {Operation: "CreateBrandRegistrations"},
	"Brands.Get":      {Operation: "FetchBrandRegistrations"},
	"Brands.List":     {Operation: "ListBrandRegistrations"},
	"Brands.Resubmit": {Operation: "UpdateBrandRegistrations", Class: twilio.ClassCreate, Why: eachIsAReview},
	"Brands.SendOTP":  {Operation: "CreateBrandRegistrationOtp", Proof: "brand_registration_sid", Why: sendsAText},

	"Vettings.Create": {Operation: "CreateBrandVetting", Proof: "brand_vetting_sid", Why: "The vetting's own SID has another key than sid."},
	"Vettings.Get":    {Operation: "FetchBrandVetting"},
	"Vettings.List":   {Operation: "ListBrandVetting"},

	"Campaigns.Create":   {Operation: "CreateUsAppToPerson", Values: campaignValues},
	"Campaigns.Get":      {Operation: "FetchUsAppToPerson"},
	"Campaigns.List":     {Operation: "ListUsAppToPerson"},
	"Campaigns.Resubmit": {Operation: "UpdateUsAppToPerson", Class: twilio.ClassCreate, Values: campaignValues, Why: eachIsAReview},
	"Campaigns.Delete":   {Operation: "DeleteUsAppToPerson"},
	"Campaigns.UseCases": {Operation: "FetchUsAppToPersonUsecase"},

	"ExternalCampaigns.Create": {Operation: "CreateExternalCampaign"},

	"TollFreeVerifications.Create":   {Operation: "CreateTollfreeVerification", Values: tollFreeValues},
	"TollFreeVerifications.Get":      {Operation: "FetchTollfreeVerification"},
	"TollFreeVerifications.List":     {Operation: "ListTollfreeVerification"},
	"TollFreeVerifications.Resubmit": {Operation: "UpdateTollfreeVerification", Class: twilio.ClassCreate, Values: tollFreeValues, Why: eachIsAReview},
	"TollFreeVerifications.Delete":   {Operation: "DeleteTollfreeVerification"},

	"CheckUSSender": {Why: "It reads several resources, and is tested in ussender_test.go."},

	"CostEstimates.Get": {Unlisted: "GET https://messaging.twilio.com/v3/MessageCostEstimate", Values: map[string]string{"country": "BR"}, Why: "It is newer than the files: " + newer},
}

const kindOfSID = "The file does not say of which kind the SID is, and the operation that lists them does."

// pemSample has the marks of a certificate and its key.
const pemSample = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"

var (
	safeNumber   = map[string]string{"PhoneNumber": ada}
	bulkValues   = map[string]string{"correlation_id": correlation, "country_iso_code": "US"}
	senderValues = map[string]string{
		"sender_id": "whatsapp:" + owl, "profile.accent_color": "#0a5c36", "email": "support@example.com",
	}
)

// Texts of the lengths that reviewers want.
const (
	aDescription = "Owl Bank sends reminders of appointments to its customers."
	aFlow        = "Customers tick a box on https://example.com/join to receive reminders."
	aSample      = "Owl Bank: your appointment is tomorrow at 9."
)

var campaignValues = map[string]string{
	"Description": aDescription, "MessageFlow": aFlow, "MessageSamples": aSample, "OptInMessage": aSample, "OptOutMessage": aSample, "HelpMessage": aSample,
	"OptInKeywords": "START", "OptOutKeywords": "STOP", "HelpKeywords": "HELP",
}

var tollFreeValues = map[string]string{
	"NotificationEmail": "ops@example.com", "BusinessContactEmail": "ada@example.com", "BusinessCountry": "US", "BusinessRegistrationCountry": "US",
	"BusinessContactPhone": "+14155551234", "BusinessRegistrationPhoneNumber": "+14155551234",
	"OptInImageUrls": "https://example.com/opt-in.png",
}

// constants are in Twilio's documentation and in no enum of its files.
var constants = []apitest.Constant{
	{Type: "TypingChannel", Value: "RCS", Why: newer},
}
