package numbers_test

import (
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/numbers"
)

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
		FriendlyName: "Home", Type: "address", Attributes: numbers.Attributes{}.WithList("address_sids", b.address("US").SID),
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
