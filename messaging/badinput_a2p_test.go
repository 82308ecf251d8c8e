package messaging_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
)

const (
	bundle      = "BU00000000000000000000000000000001"
	otherBundle = "BU00000000000000000000000000000002"
	campaignSID = "QE00000000000000000000000000000001"
	vettingSID  = "VT00000000000000000000000000000001"
	requestSID  = "HH00000000000000000000000000000001"
)

// aCampaign is a registration that is in order.
func aCampaign(change func(*messaging.CampaignCreateParams)) messaging.CampaignCreateParams {
	params := messaging.CampaignCreateParams{
		BrandRegistrationSID: brandSID, UseCase: messaging.UseCaseCustomerCare, Description: aDescription, MessageFlow: aFlow,
		MessageSamples: []string{aSample, aSample}, HasEmbeddedLinks: twilio.Ptr(false), HasEmbeddedPhone: twilio.Ptr(false),
	}
	change(&params)
	return params
}

// aResubmission is a correction that is in order.
func aResubmission(change func(*messaging.CampaignResubmitParams)) messaging.CampaignResubmitParams {
	params := messaging.CampaignResubmitParams{
		Description: aDescription, MessageFlow: aFlow, MessageSamples: []string{aSample, aSample},
		HasEmbeddedLinks: twilio.Ptr(false), HasEmbeddedPhone: twilio.Ptr(false), AgeGated: twilio.Ptr(false), DirectLending: twilio.Ptr(false),
	}
	change(&params)
	return params
}

// aTollFree is a submission that is in order.
func aTollFree(change func(*messaging.TollFreeVerificationCreateParams)) messaging.TollFreeVerificationCreateParams {
	params := messaging.TollFreeVerificationCreateParams{
		TollFreePhoneNumberSID: numberSID, BusinessName: "Owl Bank", BusinessWebsite: "https://example.com", NotificationEmail: "ops@example.com",
		UseCaseCategories: []messaging.TollFreeUseCase{messaging.TollFreeCustomerCare}, UseCaseSummary: aDescription, ProductionMessageSample: aSample,
		MessageVolume: "1,000", OptInType: messaging.OptInWebForm, OptInImageURLs: []string{"https://example.com/opt-in.png"},
	}
	change(&params)
	return params
}

// a2pInput is a call that can never succeed, and the field that its error names.
type a2pInput struct {
	name string
	call func(context.Context, *messaging.Client) error
	want string // "field problem"
}

func brandInput(name, want string, params messaging.BrandCreateParams) a2pInput {
	return a2pInput{name, func(ctx context.Context, c *messaging.Client) error {
		_, err := c.Brands.Create(ctx, params)
		return err
	}, want}
}

func campaignInput(name, want string, change func(*messaging.CampaignCreateParams)) a2pInput {
	return a2pInput{name, func(ctx context.Context, c *messaging.Client) error {
		_, err := c.Campaigns.Create(ctx, serviceSID, aCampaign(change))
		return err
	}, want}
}

func resubmitInput(name, want string, change func(*messaging.CampaignResubmitParams)) a2pInput {
	return a2pInput{name, func(ctx context.Context, c *messaging.Client) error {
		_, err := c.Campaigns.Resubmit(ctx, serviceSID, campaignSID, aResubmission(change))
		return err
	}, want}
}

func tollFreeInput(name, want string, change func(*messaging.TollFreeVerificationCreateParams)) a2pInput {
	return a2pInput{name, func(ctx context.Context, c *messaging.Client) error {
		_, err := c.TollFreeVerifications.Create(ctx, aTollFree(change))
		return err
	}, want}
}

func editInput(name, want string, params messaging.TollFreeVerificationResubmitParams) a2pInput {
	return a2pInput{name, func(ctx context.Context, c *messaging.Client) error {
		_, err := c.TollFreeVerifications.Resubmit(ctx, requestSID, params)
		return err
	}, want}
}

func senderInput(name, want string, params messaging.USSenderCheck) a2pInput {
	return a2pInput{name, func(ctx context.Context, c *messaging.Client) error {
		_, err := c.CheckUSSender(ctx, params)
		return err
	}, want}
}

func getInput(name, want string, call func(context.Context, *messaging.Client) error) a2pInput {
	return a2pInput{name, call, want}
}

func brandAndVettingInputs() []a2pInput {
	return []a2pInput{
		brandInput("a brand without its profile", "CustomerProfileBundleSID is empty", messaging.BrandCreateParams{A2PProfileBundleSID: bundle}),
		brandInput("a brand without its trust product", "A2PProfileBundleSID is empty", messaging.BrandCreateParams{CustomerProfileBundleSID: bundle}),
		brandInput("a brand of one bundle", "A2PProfileBundleSID is the same bundle as CustomerProfileBundleSID",
			messaging.BrandCreateParams{CustomerProfileBundleSID: bundle, A2PProfileBundleSID: bundle}),
		brandInput("a brand of a brand", "CustomerProfileBundleSID is an SID that begins with BN",
			messaging.BrandCreateParams{CustomerProfileBundleSID: brandSID, A2PProfileBundleSID: otherBundle}),
		brandInput("a parameter twice", `Extra has "BrandType", which a field of the struct sends already`, messaging.BrandCreateParams{
			CustomerProfileBundleSID: bundle, A2PProfileBundleSID: otherBundle, BrandType: messaging.BrandStandard, Extra: url.Values{"BrandType": {"STANDARD"}},
		}),
		getInput("a brand by the SID of a bundle", "Sid is an SID that begins with BU", func(ctx context.Context, c *messaging.Client) error {
			_, err := c.Brands.Get(ctx, bundle)
			return err
		}),
		getInput("no brand to resubmit", "Sid is empty", func(ctx context.Context, c *messaging.Client) error {
			_, err := c.Brands.Resubmit(ctx, "")
			return err
		}),
		getInput("a text to a phone number", "BrandRegistrationSid is not an SID of that kind", func(ctx context.Context, c *messaging.Client) error {
			_, err := c.Brands.SendOTP(ctx, longCode)
			return err
		}),
		getInput("a vetting by nobody", "VettingProvider is empty", func(ctx context.Context, c *messaging.Client) error {
			_, err := c.Vettings.Create(ctx, brandSID, messaging.VettingCreateParams{})
			return err
		}),
		getInput("a political vetting without its token", "VettingID is empty, although VettingProvider is campaign-verify", func(ctx context.Context, c *messaging.Client) error {
			_, err := c.Vettings.Create(ctx, brandSID, messaging.VettingCreateParams{VettingProvider: messaging.VettingCampaignVerify})
			return err
		}),
		getInput("the SID of a vetting in place of its brand", "BrandSid is an SID that begins with VT", func(ctx context.Context, c *messaging.Client) error {
			_, err := c.Vettings.Get(ctx, vettingSID, vettingSID)
			return err
		}),
	}
}

func campaignInputs() []a2pInput {
	return []a2pInput{
		campaignInput("a campaign without a brand", "BrandRegistrationSID is empty", func(p *messaging.CampaignCreateParams) { p.BrandRegistrationSID = "" }),
		campaignInput("a campaign without a use case", "UseCase is empty", func(p *messaging.CampaignCreateParams) { p.UseCase = "" }),
		campaignInput("a short description", "Description has a text of fewer than 40 characters", func(p *messaging.CampaignCreateParams) { p.Description = "Reminders." }),
		campaignInput("a long description", "Description has more than 4096 characters", func(p *messaging.CampaignCreateParams) { p.Description = strings.Repeat("Reminders. ", 400) }),
		campaignInput("no consent", "MessageFlow is empty", func(p *messaging.CampaignCreateParams) { p.MessageFlow = "" }),
		campaignInput("a short account of the consent", "MessageFlow has a text of fewer than 40 characters", func(p *messaging.CampaignCreateParams) { p.MessageFlow = "On the web." }),
		campaignInput("no samples", "MessageSamples is empty", func(p *messaging.CampaignCreateParams) { p.MessageSamples = nil }),
		campaignInput("one sample", "MessageSamples has one sample only", func(p *messaging.CampaignCreateParams) { p.MessageSamples = []string{aSample} }),
		campaignInput("six samples", "MessageSamples has more than 5 items", func(p *messaging.CampaignCreateParams) {
			p.MessageSamples = []string{aSample, aSample, aSample, aSample, aSample, aSample}
		}),
		campaignInput("a short sample", "MessageSamples has a text of fewer than 20 characters", func(p *messaging.CampaignCreateParams) { p.MessageSamples[1] = "Hi!" }),
		campaignInput("a long sample", "MessageSamples has a sample of more than 1024 characters", func(p *messaging.CampaignCreateParams) {
			p.MessageSamples[0] = strings.Repeat("x", 1025)
		}),
		campaignInput("nobody says whether there are links", "HasEmbeddedLinks is empty", func(p *messaging.CampaignCreateParams) { p.HasEmbeddedLinks = nil }),
		campaignInput("a keyword of two words", "OptOutKeywords has a keyword that is empty, or that has other characters than letters and digits",
			func(p *messaging.CampaignCreateParams) { p.OptOutKeywords = []string{"STOP", "OPT OUT"} }),
		campaignInput("too many keywords", "HelpKeywords has more than 255 characters", func(p *messaging.CampaignCreateParams) {
			p.HelpKeywords = []string{strings.Repeat("HELP", 64)}
		}),
		campaignInput("keywords without an answer", "OptInMessage is empty, although there are OptInKeywords", func(p *messaging.CampaignCreateParams) { p.OptInKeywords = []string{"START"} }),
		campaignInput("a short answer", "HelpMessage has a text of fewer than 20 characters", func(p *messaging.CampaignCreateParams) { p.HelpMessage = "Call us." }),
		campaignInput("a policy without its address", "PrivacyPolicyURL is not an absolute URL", func(p *messaging.CampaignCreateParams) { p.PrivacyPolicyURL = "example.com/privacy" }),
		resubmitInput("nobody says whether the content is for adults", "AgeGated is empty", func(p *messaging.CampaignResubmitParams) { p.AgeGated = nil }),
		resubmitInput("a correction with one sample", "MessageSamples has one sample only", func(p *messaging.CampaignResubmitParams) { p.MessageSamples = p.MessageSamples[:1] }),
		getInput("a campaign of a brand", "MessagingServiceSid is an SID that begins with BN", func(ctx context.Context, c *messaging.Client) error {
			_, err := c.Campaigns.List(ctx, brandSID, messaging.CampaignListParams{})
			return err
		}),
		getInput("a campaign without an SID", "Sid is empty", func(ctx context.Context, c *messaging.Client) error { return c.Campaigns.Delete(ctx, serviceSID, "") }),
		getInput("an external campaign without its ID", "CampaignID is empty", func(ctx context.Context, c *messaging.Client) error {
			_, err := c.ExternalCampaigns.Create(ctx, messaging.ExternalCampaignCreateParams{MessagingServiceSID: serviceSID})
			return err
		}),
	}
}

func tollFreeInputs() []a2pInput {
	type params = messaging.TollFreeVerificationCreateParams
	return []a2pInput{
		tollFreeInput("a number in place of its SID", "TollFreePhoneNumberSID is not an SID of that kind", func(p *params) { p.TollFreePhoneNumberSID = tollFree }),
		tollFreeInput("no business", "BusinessName is empty", func(p *params) { p.BusinessName = "" }),
		tollFreeInput("no use case", "UseCaseCategories is empty", func(p *params) { p.UseCaseCategories = nil }),
		tollFreeInput("no picture of the consent", "OptInImageURLs is empty", func(p *params) { p.OptInImageURLs = nil }),
		tollFreeInput("a picture that is a file", "OptInImageURLs item 1 is not an absolute URL", func(p *params) { p.OptInImageURLs = []string{"opt-in.png"} }),
		tollFreeInput("an address that is a name", "NotificationEmail is not an email address", func(p *params) { p.NotificationEmail = "Ada" }),
		tollFreeInput("two addresses", "NotificationEmail is not an email address", func(p *params) { p.NotificationEmail = "ada@example.com, ops@example.com" }),
		tollFreeInput("a contact without an address", "BusinessContactEmail is not an email address", func(p *params) { p.BusinessContactEmail = "ada@" }),
		tollFreeInput("a national number", "BusinessContactPhone does not begin with + and the country code", func(p *params) { p.BusinessContactPhone = "4155551234" }),
		tollFreeInput("a country by its name", "BusinessCountry is not the code of a country", func(p *params) { p.BusinessCountry = "United States" }),
		tollFreeInput("a company without its registration", "BusinessRegistrationNumber is empty, although BusinessType is not SOLE_PROPRIETOR", func(p *params) {
			p.BusinessType, p.BusinessRegistrationCountry = messaging.BusinessPrivateProfit, "US"
		}),
		tollFreeInput("a vetting by nobody", "VettingProvider is empty, although there is a VettingID", func(p *params) { p.VettingID = "cv|1.0" }),
		tollFreeInput("a vetting without its ID", "VettingID is empty, although there is a VettingProvider", func(p *params) { p.VettingProvider = messaging.TollFreeCampaignVerify }),
		editInput("a correction with a country of digits", "BusinessRegistrationCountry is not the code of a country", messaging.TollFreeVerificationResubmitParams{BusinessRegistrationCountry: "01"}),
		editInput("a correction with an address that is none", "NotificationEmail is not an email address", messaging.TollFreeVerificationResubmitParams{NotificationEmail: "ops@a@b"}),
		getInput("a list by a number", "TollFreePhoneNumberSID is not an SID of that kind", func(ctx context.Context, c *messaging.Client) error {
			_, err := c.TollFreeVerifications.List(ctx, messaging.TollFreeVerificationListParams{TollFreePhoneNumberSID: tollFree})
			return err
		}),
	}
}

func senderInputs() []a2pInput {
	return []a2pInput{
		senderInput("no sender", "From is empty, and so is MessagingServiceSID", messaging.USSenderCheck{}),
		senderInput("a sender of WhatsApp", "From is an address of a channel, for which these rules do not hold", messaging.USSenderCheck{From: "whatsapp:" + longCode}),
		senderInput("a national number", "From is neither a number in E.164 nor a short code", messaging.USSenderCheck{From: "4155556789"}),
		senderInput("a name", "From has other characters than digits", messaging.USSenderCheck{From: "OwlBank"}),
		senderInput("a number that is too short", "From begins with +1 and does not have ten more digits", messaging.USSenderCheck{From: "+141555567"}),
		senderInput("a number that is too long", "From is not a number in E.164", messaging.USSenderCheck{From: "+4477009001231234"}),
		senderInput("the SID of a number", "MessagingServiceSID is not the SID of a Messaging Service", messaging.USSenderCheck{MessagingServiceSID: numberSID}),
		senderInput("fewer services than none", "MaxServices is not within 0 to 999", messaging.USSenderCheck{From: longCode, MaxServices: -1}),
	}
}

// TestA2PBadInputs: each call is refused before anything is sent, with the field and a
// remedy.
func TestA2PBadInputs(t *testing.T) {
	t.Parallel()
	for _, inputs := range [][]a2pInput{brandAndVettingInputs(), campaignInputs(), tollFreeInputs(), senderInputs()} {
		for _, input := range inputs {
			t.Run(input.name, func(t *testing.T) {
				t.Parallel()
				twilioAnswers := &answers{}
				err := input.call(t.Context(), clientOf(t, twilioAnswers))
				assert.Equal(t, []string{input.want}, problems(err))
				require.ErrorIs(t, err, twilio.ErrNotSent)
				assert.Contains(t, err.Error(), ": ", "it has a remedy")
				assert.Empty(t, twilioAnswers.requests, "nothing is sent")
			})
		}
	}
}
