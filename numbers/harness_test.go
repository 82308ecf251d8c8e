package numbers_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	ada      = "+14155551234"
	landline = "+14155550123"
)

// bench is the phone numbers of a simulator.
type bench struct {
	*numbers.Client

	t   *testing.T
	sim *twiliotest.Sim
}

func newBench(t *testing.T, opts ...twiliotest.Option) *bench {
	t.Helper()
	sim := twiliotest.New(t, opts...)
	return &bench{Client: numbers.New(sim.Client()), t: t, sim: sim}
}

// addressParams and address are a resource of the API of 2010, which the tests need.
type addressParams struct {
	CustomerName string `form:"CustomerName"`
	Street       string `form:"Street"`
	City         string `form:"City"`
	Region       string `form:"Region"`
	PostalCode   string `form:"PostalCode"`
	ISOCountry   string `form:"IsoCountry"`
}

type address struct {
	SID string `json:"sid"`
}

// address makes an address of the account.
func (b *bench) address() string {
	b.t.Helper()
	create := twilio.Operation{Name: "Addresses.Create", Method: "POST", Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Addresses.json"}
	made, err := twilio.Invoke[address](b.t.Context(), b.sim.Client(), create.With(addressParams{
		CustomerName: "Ada", Street: "1 Main St", City: "Springfield", Region: "OR", PostalCode: "97477", ISOCountry: "US",
	}))
	require.NoError(b.t, err)
	return made.SID
}

// bundle makes a draft for a German local number of a person.
func (b *bench) bundle() *numbers.Bundle {
	b.t.Helper()
	bundle, err := b.Bundles.Create(b.t.Context(), numbers.BundleCreateParams{
		FriendlyName: "Berlin", Email: "ada@example.com", ISOCountry: "DE", NumberType: numbers.RegulatedLocal, EndUserType: numbers.EndUserIndividual,
		StatusCallback: "https://app.example.com/bundles",
	})
	require.NoError(b.t, err)
	return bundle
}

// items are what a German local number of a person needs.
type items struct{ endUser, passport, home string }

func (b *bench) items() items {
	b.t.Helper()
	ctx := b.t.Context()
	names := numbers.Attributes{}.With("first_name", "Ada").With("last_name", "Byron")
	endUser, err := b.EndUsers.Create(ctx, numbers.EndUserCreateParams{FriendlyName: "Ada", Type: numbers.EndUserIndividual, Attributes: names})
	require.NoError(b.t, err)
	passport, err := b.SupportingDocuments.Create(ctx, numbers.SupportingDocumentCreateParams{FriendlyName: "Passport", Type: "passport", Attributes: names})
	require.NoError(b.t, err)
	home, err := b.SupportingDocuments.Create(ctx, numbers.SupportingDocumentCreateParams{
		FriendlyName: "Home", Type: "address", Attributes: numbers.Attributes{}.WithList("address_sids", b.address()),
	})
	require.NoError(b.t, err)
	return items{endUser.SID, passport.SID, home.SID}
}

func (b *bench) assign(bundle string, objects ...string) {
	b.t.Helper()
	for _, object := range objects {
		_, err := b.ItemAssignments.Create(b.t.Context(), bundle, numbers.ItemAssignmentCreateParams{ObjectSID: object})
		require.NoError(b.t, err)
	}
}

// submitted makes a bundle with everything and hands it in.
func (b *bench) submitted() (*numbers.Bundle, items) {
	b.t.Helper()
	bundle, all := b.bundle(), b.items()
	b.assign(bundle.SID, all.endUser, all.passport, all.home)
	bundle, err := b.Bundles.Submit(b.t.Context(), bundle.SID)
	require.NoError(b.t, err)
	return bundle, all
}
