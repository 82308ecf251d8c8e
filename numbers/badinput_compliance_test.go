package numbers_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
)

// badCompliance is a call that can never succeed.
type badCompliance struct {
	name   string
	call   func(context.Context, *bench) error
	field  string // the full path of the field at fault
	remedy string // a part of it
}

func createBundle(change func(*numbers.BundleCreateParams)) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		p := numbers.BundleCreateParams{FriendlyName: "x", Email: "ada@example.com", ISOCountry: "DE", NumberType: "local", EndUserType: "business"}
		change(&p)
		return second(b.Bundles.Create(ctx, p))
	}
}

func createPort(change func(*numbers.PortInCreateParams)) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		p := numbers.PortInCreateParams{
			AccountSID: "AC00000000000000000000000000000001", Documents: []string{document}, PhoneNumbers: []numbers.PortInNumberParams{{PhoneNumber: landline}},
			LosingCarrierInformation: numbers.LosingCarrier{CustomerName: "x", AuthorizedRepresentative: "x", AuthorizedRepresentativeEmail: "ada@example.com"},
		}
		change(&p)
		return second(b.PortIns.Create(ctx, p))
	}
}

func createOrder(change func(*numbers.HostedNumberOrderCreateParams)) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		p := numbers.HostedNumberOrderCreateParams{PhoneNumber: landline, ContactPhoneNumber: ada, AddressSID: "AD00000000000000000000000000000001", Email: "ada@example.com"}
		change(&p)
		return second(b.HostedNumberOrders.Create(ctx, p))
	}
}

func createShortCode(change func(*numbers.ShortCodeApplicationCreateParams)) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		p := numbers.ShortCodeApplicationCreateParams{
			FriendlyName: "x", ISOCountry: "US", BusinessInformation: numbers.ShortCodeBusinessInformationParams{CustomerFacingProfile: bundle},
			Setup: numbers.ShortCodeSetupParams{ChargesApply: twilio.Ptr(false)},
		}
		change(&p)
		return second(b.ShortCodeApplications.Create(ctx, p))
	}
}

func upload(change func(*numbers.SupportingDocumentUploadParams)) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		p := passport("the picture")
		change(&p)
		return second(b.SupportingDocuments.Upload(ctx, p))
	}
}

var badBundles = []badCompliance{
	{"no name", createBundle(func(p *numbers.BundleCreateParams) { p.FriendlyName = "" }), "FriendlyName", "give a value"},
	{"no email", createBundle(func(p *numbers.BundleCreateParams) { p.Email = "" }), "Email", "give one address"},
	{"an email without a domain", createBundle(func(p *numbers.BundleCreateParams) { p.Email = "ada" }), "Email", "ada@example.com"},
	{"an email that ends in a dot", createBundle(func(p *numbers.BundleCreateParams) { p.Email = "ada@example." }), "Email", "ada@example.com"},
	{"an email with a control character", createBundle(func(p *numbers.BundleCreateParams) { p.Email = "ada\x00@example.com" }), "Email", "ada@example.com"},
	{"a country of a letter in two bytes", createBundle(func(p *numbers.BundleCreateParams) { p.ISOCountry = "\u017f" }), "ISOCountry", "ISO 3166-1"},
	{"two emails in one", createBundle(func(p *numbers.BundleCreateParams) { p.Email = "ada@example.com, bob@example.com" }), "Email", "one address"},
	{"no kind of number", createBundle(func(p *numbers.BundleCreateParams) { p.NumberType = "" }), "NumberType", "RegulatedLocal"},
	{"no country", createBundle(func(p *numbers.BundleCreateParams) { p.ISOCountry = "" }), "ISOCountry", "RegulationSID"},
	{"no kind of end user", createBundle(func(p *numbers.BundleCreateParams) { p.EndUserType = "" }), "EndUserType", "EndUserIndividual"},
	{"a country in words", createBundle(func(p *numbers.BundleCreateParams) { p.ISOCountry = "Germany" }), "ISOCountry", "ISO 3166-1"},
	{"a regulation of another kind", createBundle(func(p *numbers.BundleCreateParams) { p.RegulationSID = bundle }), "RegulationSID", "RN"},
	{"a callback without a scheme", createBundle(func(p *numbers.BundleCreateParams) { p.StatusCallback = "app.example.com/bundles" }), "StatusCallback", "https://"},
	{"an SID of another kind", func(ctx context.Context, b *bench) error { return second(b.Bundles.Submit(ctx, document)) }, "Sid", "BU"},
	{"a bundle to submit that is none", func(ctx context.Context, b *bench) error { return second(b.Bundles.Submit(ctx, "")) }, "Sid", "give"},
	{"a clone for nobody", func(ctx context.Context, b *bench) error {
		return second(b.Bundles.Clone(ctx, bundle, numbers.BundleCloneParams{}))
	}, "TargetAccountSID", "AC"},
	{"items of no bundle", func(ctx context.Context, b *bench) error {
		return second(b.Bundles.ReplaceItems(ctx, bundle, numbers.BundleReplaceItemsParams{FromBundleSID: document}))
	}, "FromBundleSID", "BU"},
	{"an item that is no SID", func(ctx context.Context, b *bench) error {
		return second(b.ItemAssignments.Create(ctx, bundle, numbers.ItemAssignmentCreateParams{ObjectSID: "the passport"}))
	}, "ObjectSID", "SID"},
	{"an end user of no kind", func(ctx context.Context, b *bench) error {
		return second(b.EndUsers.Create(ctx, numbers.EndUserCreateParams{FriendlyName: "Ada"}))
	}, "Type", "give a value"},
	{"attributes that are not JSON", func(ctx context.Context, b *bench) error {
		return second(b.EndUsers.Create(ctx, numbers.EndUserCreateParams{FriendlyName: "Ada", Type: "individual", Attributes: numbers.Attributes{"first_name": []byte("Ada")}}))
	}, "Attributes", ""},
	{"more bundles than a list takes", func(ctx context.Context, b *bench) error {
		return second(b.Bundles.List(ctx, numbers.BundleListParams{BundleSIDs: make21()}))
	}, "BundleSIDs", "at most 20"},
}

func make21() []string {
	sids := make([]string, 21)
	for i := range sids {
		sids[i] = bundle
	}
	return sids
}

var badDocuments = []badCompliance{
	{"no type", upload(func(p *numbers.SupportingDocumentUploadParams) { p.Type = "" }), "Type", "give a value"},
	{"no file", upload(func(p *numbers.SupportingDocumentUploadParams) { p.File.Content = nil }), "File.Content", "bytes"},
	{"a file without a name", upload(func(p *numbers.SupportingDocumentUploadParams) { p.File.Name = "" }), "File.Name", "bill.pdf"},
	{"a file of another type", upload(func(p *numbers.SupportingDocumentUploadParams) { p.File.ContentType = "text/plain" }), "File.ContentType", "application/pdf"},
	{"a file that is too large", upload(func(p *numbers.SupportingDocumentUploadParams) { p.File.Content = make([]byte, 5<<20+1) }), "File.Content", "smaller"},
	{"a bill that is too large", func(ctx context.Context, b *bench) error {
		return second(b.PortingDocuments.Upload(ctx, numbers.PortingDocumentUploadParams{
			DocumentType: numbers.UtilityBill, File: twilio.Upload{Name: "a.pdf", ContentType: "application/pdf", Content: make([]byte, 10<<20+1)},
		}))
	}, "File.Content", "smaller"},
	{"a bill of no type", func(ctx context.Context, b *bench) error {
		return second(b.PortingDocuments.Upload(ctx, numbers.PortingDocumentUploadParams{File: passport("x").File}))
	}, "DocumentType", "give a value"},
}

var badHosting = []badCompliance{
	{"a number as people write it", createOrder(func(p *numbers.HostedNumberOrderCreateParams) { p.PhoneNumber = "(415) 555-0123" }), "PhoneNumber", "E.164"},
	{"no contact", createOrder(func(p *numbers.HostedNumberOrderCreateParams) { p.ContactPhoneNumber = "" }), "ContactPhoneNumber", "E.164"},
	{"an address of another kind", createOrder(func(p *numbers.HostedNumberOrderCreateParams) { p.AddressSID = document }), "AddressSID", "AD"},
	{"a copy to nobody", createOrder(func(p *numbers.HostedNumberOrderCreateParams) { p.CCEmails = []string{"bob"} }), "CCEmails", "ada@example.com"},
	{"a method that is none", createOrder(func(p *numbers.HostedNumberOrderCreateParams) { p.SMSMethod = "PUT" }), "SMSMethod", "POST"},
	{"a long name", createOrder(func(p *numbers.HostedNumberOrderCreateParams) { p.FriendlyName = strings.Repeat("x", 129) }), "FriendlyName", "128"},
	{"a long delay", func(ctx context.Context, b *bench) error {
		return second(b.HostedNumberOrders.Verify(ctx, "HR00000000000000000000000000000001", numbers.HostedNumberOrderVerifyParams{VerificationCallDelay: twilio.Ptr(61)}))
	}, "VerificationCallDelay", "0 to 60"},
	{"no capability", func(ctx context.Context, b *bench) error {
		return second(b.HostedNumberOrders.CreateV3(ctx, numbers.HostedNumberOrderCreateV3Params{PhoneNumber: landline}))
	}, "SMSCapability", "give a value"},
	{"a bill without a document", func(ctx context.Context, b *bench) error {
		return second(b.HostedNumberOrders.CreateV3(ctx, numbers.HostedNumberOrderCreateV3Params{PhoneNumber: landline, SMSCapability: twilio.Ptr(true), VerificationType: numbers.VerificationPhoneBill}))
	}, "VerificationDocumentSID", "RI"},
	{"a letter for no order", func(ctx context.Context, b *bench) error {
		return second(b.AuthorizationDocuments.Create(ctx, numbers.AuthorizationDocumentCreateParams{AddressSID: "AD00000000000000000000000000000001", Email: "ada@example.com", ContactPhoneNumber: ada}))
	}, "HostedNumberOrderSIDs", "give a value"},
	{"a letter for a document", func(ctx context.Context, b *bench) error {
		return second(b.AuthorizationDocuments.Create(ctx, numbers.AuthorizationDocumentCreateParams{HostedNumberOrderSIDs: []string{document}, AddressSID: "AD00000000000000000000000000000001", Email: "ada@example.com", ContactPhoneNumber: ada}))
	}, "HostedNumberOrderSIDs", "HR"},
	{"a bulk without numbers", func(ctx context.Context, b *bench) error {
		return second(b.BulkHostedNumberOrders.Create(ctx, numbers.BulkHostedNumberOrderCreateParams{}))
	}, "RequestItems", "at least one number"},
	{"a bulk with a number as people write it", func(ctx context.Context, b *bench) error {
		return second(b.BulkHostedNumberOrders.Create(ctx, numbers.BulkHostedNumberOrderCreateParams{RequestItems: []numbers.BulkHostedItem{{
			Email: "ada@example.com", AddressSID: "AD00000000000000000000000000000001", ContactPhoneNumber: ada,
			Numbers: []numbers.BulkHostedNumber{{PhoneNumber: landline}, {PhoneNumber: "415 555 0124"}},
		}}}))
	}, "RequestItems[0].Numbers[1].PhoneNumber", "E.164"},
	{"a check of no number", func(ctx context.Context, b *bench) error {
		return second(b.Eligibilities.Create(ctx, numbers.EligibilityCreateParams{}))
	}, "PhoneNumbers", "BulkEligibilities"},
	{"a check of two numbers", func(ctx context.Context, b *bench) error {
		return second(b.Eligibilities.Create(ctx, numbers.EligibilityCreateParams{PhoneNumbers: []numbers.EligibilityNumber{{PhoneNumber: landline}, {PhoneNumber: ada}}}))
	}, "PhoneNumbers", "at most 1"},
	{"a check for a bundle", func(ctx context.Context, b *bench) error {
		return second(b.Eligibilities.Create(ctx, numbers.EligibilityCreateParams{PhoneNumbers: []numbers.EligibilityNumber{{PhoneNumber: landline, HostingAccountSID: bundle}}}))
	}, "PhoneNumbers[0].HostingAccountSID", "AC"},
	{"a nameless check", func(ctx context.Context, b *bench) error {
		return second(b.BulkEligibilities.Create(ctx, numbers.BulkEligibilityCreateParams{PhoneNumbers: []numbers.EligibilityNumber{{PhoneNumber: landline}}}))
	}, "FriendlyName", "name"},
}

var badPorts = []badCompliance{
	{"no number", createPort(func(p *numbers.PortInCreateParams) { p.PhoneNumbers = nil }), "PhoneNumbers", "at least one"},
	{"a number as people write it", createPort(func(p *numbers.PortInCreateParams) {
		p.PhoneNumbers = append(p.PhoneNumbers, numbers.PortInNumberParams{PhoneNumber: "415-555-0124"})
	}), "PhoneNumbers[1].PhoneNumber", "E.164"},
	{"no carrier", createPort(func(p *numbers.PortInCreateParams) { p.LosingCarrierInformation = numbers.LosingCarrier{} }), "LosingCarrierInformation.CustomerName", "give a value"},
	{"an address by halves", createPort(func(p *numbers.PortInCreateParams) {
		p.LosingCarrierInformation.Address = numbers.CarrierAddress{Street: "1 Main St", City: "Springfield", State: "OR", Country: "US"}
	}), "LosingCarrierInformation.Address.ZIP", "give a value"},
	{"a country in words", createPort(func(p *numbers.PortInCreateParams) {
		p.LosingCarrierInformation.Address = numbers.CarrierAddress{Street: "1 Main St", City: "Springfield", State: "OR", ZIP: "97477", Country: "USA"}
	}), "LosingCarrierInformation.Address.Country", "ISO 3166-1"},
	{"a signer without an address", createPort(func(p *numbers.PortInCreateParams) { p.LosingCarrierInformation.AuthorizedRepresentativeEmail = "Ada" }), "LosingCarrierInformation.AuthorizedRepresentativeEmail", "ada@example.com"},
	{"no document", createPort(func(p *numbers.PortInCreateParams) { p.Documents = nil }), "Documents", "give a value"},
	{"a document of another kind", createPort(func(p *numbers.PortInCreateParams) { p.Documents = []string{bundle} }), "Documents", "RD"},
	{"hours without an offset", createPort(func(p *numbers.PortInCreateParams) { p.TargetPortInTimeRangeStart = "10:15" }), "TargetPortInTimeRangeStart", "10:15:00-08:00"},
	{"a day far away", createPort(func(p *numbers.PortInCreateParams) { p.TargetPortInDate = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC) }), "TargetPortInDate", ""},
	{"a day in words", func(ctx context.Context, b *bench) error {
		return second(b.PortIns.List(ctx, numbers.PortInListParams{CreatedAfter: "yesterday"}))
	}, "CreatedAfter", "2026-04-14"},
	{"a number that is none", func(ctx context.Context, b *bench) error {
		return second(b.Portabilities.Get(ctx, "", numbers.PortabilityGetParams{}))
	}, "PhoneNumber", "E.164"},
	{"no address to tell", func(ctx context.Context, b *bench) error {
		return second(b.PortingWebhooks.Set(ctx, numbers.PortingWebhookSetParams{}))
	}, "PortInTargetURL", "at least one"},
	{"an address that is none", func(ctx context.Context, b *bench) error {
		return second(b.PortingWebhooks.Set(ctx, numbers.PortingWebhookSetParams{PortInTargetURL: "/ports"}))
	}, "PortInTargetURL", "https://"},
}

var badOthers = []badCompliance{
	{"no profile", createShortCode(func(p *numbers.ShortCodeApplicationCreateParams) { p.BusinessInformation.CustomerFacingProfile = "" }), "BusinessInformation.CustomerFacingProfile", "give a value"},
	{"a profile of another kind", createShortCode(func(p *numbers.ShortCodeApplicationCreateParams) {
		p.BusinessInformation.CustomerFacingProfile = document
	}), "BusinessInformation.CustomerFacingProfile", "BU"},
	{"no word about charges", createShortCode(func(p *numbers.ShortCodeApplicationCreateParams) { p.Setup.ChargesApply = nil }), "Setup.ChargesApply", "give a value"},
	{"a country in words", createShortCode(func(p *numbers.ShortCodeApplicationCreateParams) { p.ISOCountry = "USA" }), "ISOCountry", "ISO 3166-1"},
	{"emails that look like nothing", func(ctx context.Context, b *bench) error {
		return second(b.SigningRequestConfigurations.Set(ctx, numbers.SigningRequestConfigurationSetParams{Country: "US"}))
	}, "Product", "SigningPorting"},
	{"a logo of another kind", func(ctx context.Context, b *bench) error {
		return second(b.SigningRequestConfigurations.Set(ctx, numbers.SigningRequestConfigurationSetParams{Country: "US", Product: numbers.SigningPorting, LogoSID: bundle}))
	}, "LogoSID", "RD"},
	{"a long subject", func(ctx context.Context, b *bench) error {
		return second(b.SigningRequestConfigurations.Set(ctx, numbers.SigningRequestConfigurationSetParams{Country: "US", Product: numbers.SigningPorting, EmailSubject: strings.Repeat("x", 256)}))
	}, "EmailSubject", "255"},
	{"a registration without data", func(ctx context.Context, b *bench) error {
		return second(b.SenderIDRegistrations.Create(ctx, numbers.SenderIDRegistrationCreateParams{FriendlyName: "x", RegulationID: "RN00000000000000000000000000000001", RegulationVersion: 1}))
	}, "Data", "give a value"},
}

// TestBadComplianceInputs: each is refused before anything is sent, with the field at fault and what
// to do about it.
func TestBadComplianceInputs(t *testing.T) {
	t.Parallel()
	count := 0
	for group, tests := range map[string][]badCompliance{"bundles": badBundles, "documents": badDocuments, "hosting": badHosting, "ports": badPorts, "others": badOthers} {
		for _, tt := range tests {
			count++
			t.Run(group+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				b := newBench(t)
				err := tt.call(t.Context(), b)
				var refused *twilio.ParamError
				require.ErrorAs(t, err, &refused)
				require.ErrorIs(t, err, twilio.ErrNotSent)
				assert.Empty(t, b.sim.Requests())
				remedies := map[string]string{}
				for _, problem := range refused.Problems {
					remedies[problem.Field] += problem.Problem + ": " + problem.Remedy
				}
				require.Contains(t, remedies, tt.field)
				assert.Contains(t, remedies[tt.field], tt.remedy)
				assert.Contains(t, err.Error(), tt.field)
			})
		}
	}
	assert.GreaterOrEqual(t, count, 35)
	t.Logf("%d bad inputs", count)
}
