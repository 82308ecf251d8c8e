package numbers_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
)

// addressIn is an address in a country.
func addressIn(country string) numbers.AddressCreateParams {
	return numbers.AddressCreateParams{
		CustomerName: "Ada's Clinic", Street: "2 Main Street", City: "San Francisco", Region: "CA", PostalCode: "94105", ISOCountry: country,
	}
}

// address adds one.
func (b *bench) address(country string) *numbers.Address {
	b.t.Helper()
	address, err := b.Addresses.Create(b.t.Context(), addressIn(country))
	require.NoError(b.t, err)
	return address
}

// TestAddressValidation: the form of North American addresses is checked, and corrected
// unless that is not wanted.
func TestAddressValidation(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		change  func(p *numbers.AddressCreateParams)
		code    twilio.ErrorCode
		region  string
		isValid bool
	}{
		{name: "right", region: "CA", isValid: true},
		{name: "small letters", change: func(p *numbers.AddressCreateParams) { p.Region = "ca" }, region: "CA", isValid: true},
		{name: "small letters, not corrected", change: func(p *numbers.AddressCreateParams) { p.Region, p.AutoCorrectAddress = "ca", twilio.Ptr(false) }, code: 21629},
		{name: "no state", change: func(p *numbers.AddressCreateParams) { p.Region = "California" }, code: 21628},
		{name: "no postal code", change: func(p *numbers.AddressCreateParams) { p.PostalCode = "941" }, code: 21628},
		{name: "Canada", change: func(p *numbers.AddressCreateParams) { p.ISOCountry, p.Region, p.PostalCode = "CA", "ON", "m5v 2t6" }, region: "ON", isValid: true},
		{name: "elsewhere", change: func(p *numbers.AddressCreateParams) {
			p.ISOCountry, p.Region, p.PostalCode = "GB", "London", "SW1A 1AA"
		}, region: "London"},
		{name: "no country", change: func(p *numbers.AddressCreateParams) { p.ISOCountry = "ZZ" }, code: 20001},
	}
	for _, tt := range tests {
		b := newBench(t)
		params := addressIn("US")
		if tt.change != nil {
			tt.change(&params)
		}
		address, err := b.Addresses.Create(t.Context(), params)
		if tt.code != 0 {
			require.ErrorIs(t, err, tt.code, tt.name)
			continue
		}
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.region, address.Region, tt.name)
		assert.Equal(t, tt.isValid, address.Validated, tt.name)
	}
}

// TestAddressInUse: an address that a number needs stays.
func TestAddressInUse(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, address := t.Context(), b.address("US")
	bought := b.buy(wanted, numbers.Settings{AddressSID: address.SID})
	emergency := b.buy(other, numbers.Settings{EmergencyAddressSID: address.SID})
	var dependent []string
	for n, err := range b.DependentNumbers.All(ctx, address.SID, numbers.DependentListParams{}) {
		require.NoError(t, err)
		dependent = append(dependent, n.PhoneNumber)
	}
	assert.Equal(t, []string{wanted, other}, dependent)
	var refused *twilio.Error
	require.ErrorAs(t, b.Addresses.Delete(ctx, address.SID), &refused)
	assert.Equal(t, http.StatusConflict, refused.Status)
	require.NoError(t, b.Incoming.Release(ctx, bought.SID))
	require.Error(t, b.Addresses.Delete(ctx, address.SID), "for the sake of emergencies")
	require.NoError(t, b.Incoming.Release(ctx, emergency.SID))
	require.NoError(t, b.Addresses.Delete(ctx, address.SID))
	_, err := b.Addresses.Get(ctx, address.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	_, err = b.DependentNumbers.List(ctx, address.SID, numbers.DependentListParams{})
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestAddressLists: filters, and changes.
func TestAddressLists(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	office := b.address("US")
	abroad := addressIn("GB")
	abroad.CustomerName, abroad.FriendlyName, abroad.EmergencyEnabled = "Grace", "abroad", twilio.Ptr(true)
	_, err := b.Addresses.Create(ctx, abroad)
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		params numbers.AddressListParams
		want   int
	}{
		"all": {want: 2}, "a country": {numbers.AddressListParams{ISOCountry: "GB"}, 1}, "a customer": {numbers.AddressListParams{CustomerName: "Grace"}, 1},
		"a name": {numbers.AddressListParams{FriendlyName: "home"}, 0}, "for emergencies": {numbers.AddressListParams{EmergencyEnabled: twilio.Ptr(true)}, 1},
	} {
		page, err := b.Addresses.List(ctx, tt.params)
		require.NoError(t, err, name)
		assert.Len(t, page.Items, tt.want, name)
	}
	changed, err := b.Addresses.Update(ctx, office.SID, numbers.AddressUpdateParams{City: "Oakland", PostalCode: "94607"})
	require.NoError(t, err)
	assert.Equal(t, []string{"Oakland", "94607", "2 Main Street"}, []string{changed.City, changed.PostalCode, changed.Street})
	_, err = b.Addresses.Update(ctx, office.SID, numbers.AddressUpdateParams{PostalCode: "none"})
	require.ErrorIs(t, err, twilio.ErrorCode(21628))
	same, err := b.Addresses.Get(ctx, office.SID)
	require.NoError(t, err)
	assert.Equal(t, changed, same)
}
