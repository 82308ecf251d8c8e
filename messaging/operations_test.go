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
		Files: []string{"messaging_v1"}, Rows: rows,
	})
}

const (
	eachIsAReview = "Each resubmission is a review, of which there are only so many."
	sendsAText    = "It sends a text, and its answer names the brand."
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

var rows = apitest.Rows{
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
}

var tollFreeValues = map[string]string{
	"NotificationEmail": "ops@example.com", "BusinessContactEmail": "ada@example.com", "BusinessCountry": "US", "BusinessRegistrationCountry": "US",
	"BusinessContactPhone": "+14155551234", "BusinessRegistrationPhoneNumber": "+14155551234",
	"OptInImageUrls": "https://example.com/opt-in.png",
}
