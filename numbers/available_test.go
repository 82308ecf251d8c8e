package numbers_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

// special are numbers that differ from each other in one way each.
var special = twiliotest.Inventory(
	twiliotest.Stock{PhoneNumber: "+14155550001", Beta: true},
	twiliotest.Stock{PhoneNumber: "+14155550002", WithoutSMS: true},
	twiliotest.Stock{PhoneNumber: "+14155550003", WithoutMMS: true},
	twiliotest.Stock{PhoneNumber: "+14155550004", WithoutVoice: true},
	twiliotest.Stock{PhoneNumber: "+14155550005", AddressRequirements: "any"},
	twiliotest.Stock{PhoneNumber: "+14155550006", AddressRequirements: "local"},
	twiliotest.Stock{PhoneNumber: "+14155550007", AddressRequirements: "foreign"},
	twiliotest.Stock{PhoneNumber: "+14155550008", Locality: "Sausalito", Region: "CA", PostalCode: "94965", RateCenter: "SAUSALITO", LATA: "722", Latitude: 37.8591, Longitude: -122.4853},
)

// TestSearchFilters: each filter takes the numbers that fit, and leaves the others out.
func TestSearchFilters(t *testing.T) {
	t.Parallel()
	yes, no := twilio.Ptr(true), twilio.Ptr(false)
	const first, plain = "+14155550001", "+14155550100"
	tests := []struct {
		name   string
		params numbers.AvailableListParams
		has    []string
		hasNot []string
	}{
		{name: "nothing", has: []string{first, plain, "+12125550100"}},
		{name: "an area code", params: numbers.AvailableListParams{AreaCode: 415}, has: []string{first, plain}, hasNot: []string{"+12125550100"}},
		{name: "no such area code", params: numbers.AvailableListParams{AreaCode: 999}, hasNot: []string{plain}},
		{name: "digits", params: numbers.AvailableListParams{Contains: "5550123"}, has: []string{"+14155550123", "+12125550123"}, hasNot: []string{plain}},
		{name: "letters", params: numbers.AvailableListParams{Contains: "KK0123"}, has: []string{"+14155550123"}, hasNot: []string{plain}},
		{name: "a beginning", params: numbers.AvailableListParams{Contains: "+1415"}, has: []string{plain}, hasNot: []string{"+12125550100"}},
		{name: "an end", params: numbers.AvailableListParams{Contains: "0100$"}, has: []string{plain}, hasNot: []string{"+14155550101"}},
		{name: "one digit of any kind", params: numbers.AvailableListParams{Contains: "+1415555010*"}, has: []string{plain}, hasNot: []string{"+14155550110"}},
		{name: "digits of any kind", params: numbers.AvailableListParams{Contains: "+1415%10$"}, has: []string{"+14155550110"}, hasNot: []string{plain}},
		{name: "with SMS", params: numbers.AvailableListParams{SMSEnabled: yes}, has: []string{plain}, hasNot: []string{"+14155550002"}},
		{name: "without SMS", params: numbers.AvailableListParams{SMSEnabled: no}, has: []string{"+14155550002"}, hasNot: []string{plain}},
		{name: "with MMS", params: numbers.AvailableListParams{MMSEnabled: yes}, has: []string{plain}, hasNot: []string{"+14155550003", "+14155550002"}},
		{name: "with voice", params: numbers.AvailableListParams{VoiceEnabled: yes}, has: []string{plain}, hasNot: []string{"+14155550004"}},
		{name: "with fax", params: numbers.AvailableListParams{FaxEnabled: yes}, hasNot: []string{plain}},
		{name: "without any address", params: numbers.AvailableListParams{ExcludeAllAddressRequired: yes}, has: []string{plain}, hasNot: []string{"+14155550005", "+14155550006", "+14155550007"}},
		{name: "without a local address", params: numbers.AvailableListParams{ExcludeLocalAddressRequired: yes}, has: []string{"+14155550005", "+14155550007"}, hasNot: []string{"+14155550006"}},
		{name: "without a foreign address", params: numbers.AvailableListParams{ExcludeForeignAddressRequired: yes}, has: []string{"+14155550005", "+14155550006"}, hasNot: []string{"+14155550007"}},
		{name: "without beta", params: numbers.AvailableListParams{Beta: no}, has: []string{plain}, hasNot: []string{first}},
		{name: "with beta", params: numbers.AvailableListParams{Beta: yes}, has: []string{plain, first}},
		{name: "a region", params: numbers.AvailableListParams{InRegion: "NY"}, has: []string{"+12125550100"}, hasNot: []string{plain}},
		{name: "a city", params: numbers.AvailableListParams{InLocality: "San Francisco"}, has: []string{plain}, hasNot: []string{"+14155550008"}},
		{name: "a postal code", params: numbers.AvailableListParams{InPostalCode: "94965"}, has: []string{"+14155550008"}, hasNot: []string{plain}},
		{name: "a rate centre", params: numbers.AvailableListParams{InRateCenter: "SAUSALITO"}, has: []string{"+14155550008"}, hasNot: []string{plain}},
		{name: "a LATA", params: numbers.AvailableListParams{InLATA: "132"}, has: []string{"+12125550100"}, hasNot: []string{plain}},
		{name: "near a place", params: numbers.AvailableListParams{NearLatLong: "37.86,-122.49"}, has: []string{"+14155550008", plain}, hasNot: []string{"+12125550100"}},
		{name: "very near a place", params: numbers.AvailableListParams{NearLatLong: "37.86,-122.49", Distance: 2}, has: []string{"+14155550008"}, hasNot: []string{plain}},
		{name: "near a number", params: numbers.AvailableListParams{NearNumber: "+15105551234"}, has: []string{plain}, hasNot: []string{"+12125550100"}},
	}
	for _, tt := range tests {
		b := newBench(t, special)
		found := map[string]bool{}
		for n, err := range b.Available.Local.All(t.Context(), "US", tt.params) {
			require.NoError(t, err, tt.name)
			found[n.PhoneNumber] = true
		}
		for _, number := range tt.has {
			assert.True(t, found[number], "%s: %s is missing", tt.name, number)
		}
		for _, number := range tt.hasNot {
			assert.False(t, found[number], "%s: %s is there", tt.name, number)
		}
	}
}

// TestSearchKinds: a kind that a country does not have is not found.
func TestSearchKinds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	kinds := map[string]*numbers.AvailableKind{
		"local": b.Available.Local, "mobile": b.Available.Mobile, "toll_free": b.Available.TollFree, "national": b.Available.National,
		"voip": b.Available.VoIP, "shared_cost": b.Available.SharedCost, "machine_to_machine": b.Available.MachineToMachine,
	}
	list, err := b.Available.Countries.List(t.Context())
	require.NoError(t, err)
	assert.Len(t, list.Countries, 7)
	for _, country := range list.Countries {
		one, err := b.Available.Countries.Get(t.Context(), country.CountryCode)
		require.NoError(t, err)
		assert.Equal(t, &country, one)
		for name, kind := range kinds {
			page, err := kind.List(t.Context(), country.CountryCode, numbers.AvailableListParams{PageSize: 1})
			if !country.Has(name) {
				require.ErrorIs(t, err, twilio.ErrNotFound, "%s %s", country.CountryCode, name)
				continue
			}
			require.NoError(t, err, "%s %s", country.CountryCode, name)
			assert.Equal(t, country.CountryCode, page.Items[0].ISOCountry)
		}
	}
	_, err = b.Available.Countries.Get(t.Context(), "AQ")
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestAvailableNumber: the facts of a number, and that it is gone once somebody has it.
func TestAvailableNumber(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	search := numbers.AvailableListParams{Contains: "+14155550123$"}
	page, err := b.Available.Local.List(t.Context(), "US", search)
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, &numbers.AvailableNumber{
		PhoneNumber: wanted, FriendlyName: "(415) 555-0123", ISOCountry: "US", Locality: "San Francisco", Region: "CA", PostalCode: "94105", RateCenter: "SNFC CNTRL",
		LATA: "722", Latitude: "37.7749", Longitude: "-122.4194", AddressRequirements: numbers.AddressNone, Capabilities: numbers.Capabilities{MMS: true, SMS: true, Voice: true},
	}, page.Items[0])
	assert.Equal(t, "voice, SMS, MMS", page.Items[0].Capabilities.String())
	assert.Equal(t, "none", numbers.Capabilities{}.String())

	bought := b.buy(wanted, numbers.Settings{})
	for _, gone := range []string{"bought", "released"} {
		page, err = b.Available.Local.List(t.Context(), "US", search)
		require.NoError(t, err)
		assert.Empty(t, page.Items, gone)
		_ = b.Incoming.Release(t.Context(), bought.SID)
	}
	b.sim.Number(other)
	page, err = b.Available.Local.List(t.Context(), "US", numbers.AvailableListParams{Contains: other + "$"})
	require.NoError(t, err)
	assert.Empty(t, page.Items, "a number of the account from the start")
}

// TestSearchPages: a page goes on where the one before has ended.
func TestSearchPages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	seen := map[string]bool{}
	for n, err := range b.Available.Local.All(t.Context(), "US", numbers.AvailableListParams{AreaCode: 415, PageSize: 30}) {
		require.NoError(t, err)
		assert.False(t, seen[n.PhoneNumber], n.PhoneNumber)
		seen[n.PhoneNumber] = true
	}
	assert.Len(t, seen, 100)
	assert.Len(t, b.sim.Requests(), 4)
}

// TestInventoryOption refuses numbers that cannot be sold.
func TestInventoryOption(t *testing.T) {
	t.Parallel()
	for text, item := range map[string]twiliotest.Stock{
		`"4155550123" is no phone number in E.164`: {PhoneNumber: "4155550123"},
		`AddressRequirements "some"`:               {PhoneNumber: wanted, AddressRequirements: "some"},
		`Kind "Landline"`:                          {PhoneNumber: wanted, Kind: "Landline"},
	} {
		_, err := twiliotest.Start(twiliotest.Inventory(item))
		require.ErrorContains(t, err, text)
	}
}

// TestSimulatorRefusesPatterns that Twilio refuses, when a program sends them all the same.
func TestSimulatorRefusesPatterns(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.Available.Local.List(t.Context(), "US", numbers.AvailableListParams{Extra: map[string][]string{"Contains": {"*1*"}}})
	var refused *twilio.Error
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, http.StatusBadRequest, refused.Status)
}
