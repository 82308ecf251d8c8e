package numbers_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
)

// TestBadInput: arguments that can never succeed are refused before anything is sent. The
// error names the field and the remedy.
func TestBadInput(t *testing.T) {
	t.Parallel()
	const pn, ad, link = "PN00000000000000000000000000000001", "AD00000000000000000000000000000001", "https://example.com"
	type client = *numbers.Client
	buy := func(p numbers.BuyParams) func(context.Context, client) error {
		return func(ctx context.Context, n client) error { _, err := n.Incoming.Buy(ctx, p); return err }
	}
	settings := func(s numbers.Settings) func(context.Context, client) error {
		return buy(numbers.BuyParams{PhoneNumber: wanted, Settings: s})
	}
	area := func(p numbers.BuyInAreaCodeParams) func(context.Context, client) error {
		return func(ctx context.Context, n client) error { _, err := n.Incoming.BuyInAreaCode(ctx, p); return err }
	}
	update := func(sid string, s numbers.Settings) func(context.Context, client) error {
		return func(ctx context.Context, n client) error {
			_, err := n.Incoming.Update(ctx, sid, numbers.UpdateParams{Settings: s})
			return err
		}
	}
	transfer := func(p numbers.TransferParams) func(context.Context, client) error {
		return func(ctx context.Context, n client) error { _, err := n.Incoming.Transfer(ctx, pn, p); return err }
	}
	search := func(p numbers.AvailableListParams) func(context.Context, client) error {
		return func(ctx context.Context, n client) error { _, err := n.Available.Local.List(ctx, "US", p); return err }
	}
	validate := func(p numbers.ValidateParams) func(context.Context, client) error {
		return func(ctx context.Context, n client) error { _, err := n.CallerIDs.Validate(ctx, p); return err }
	}
	address := func(change func(*numbers.AddressCreateParams)) func(context.Context, client) error {
		return func(ctx context.Context, n client) error {
			p := addressIn("US")
			change(&p)
			_, err := n.Addresses.Create(ctx, p)
			return err
		}
	}
	tests := []struct {
		name    string
		call    func(context.Context, client) error
		field   string
		problem string
		remedy  string
	}{
		{"no number", buy(numbers.BuyParams{}), "PhoneNumber", "is empty", "or use BuyInAreaCode"},
		{"a national number", buy(numbers.BuyParams{PhoneNumber: "(415) 555-0123"}), "PhoneNumber", "has blanks or brackets", "E.164"},
		{"a number without a plus", buy(numbers.BuyParams{PhoneNumber: "14155550123"}), "PhoneNumber", "does not begin with +", "E.164"},
		{"a WhatsApp address", buy(numbers.BuyParams{PhoneNumber: "whatsapp:+14155550123"}), "PhoneNumber", "does not begin with +", "E.164"},
		{"a relative address", settings(numbers.Settings{SMSURL: "/sms"}), "Settings.SMSURL", "is not an absolute URL", "https"},
		{"an address without a scheme", settings(numbers.Settings{VoiceURL: "example.com/voice"}), "Settings.VoiceURL", "is not an absolute URL", "https"},
		{"a fallback that is no address", settings(numbers.Settings{SMSURL: link, SMSFallbackURL: "ftp://example.com"}), "Settings.SMSFallbackURL", "", "https"},
		{"a fallback alone", settings(numbers.Settings{SMSFallbackURL: link}), "Settings.SMSFallbackURL", "is given without an SMSURL", "give SMSURL as well"},
		{"a fallback of calls alone", settings(numbers.Settings{VoiceFallbackURL: link}), "Settings.VoiceFallbackURL", "is given without a VoiceURL", "give VoiceURL as well"},
		{"a status callback that is no address", settings(numbers.Settings{StatusCallback: "done"}), "Settings.StatusCallback", "is not an absolute URL", "https"},
		{"another method", settings(numbers.Settings{SMSMethod: "PUT"}), "Settings.SMSMethod", "", "GET"},
		{"another method of calls", settings(numbers.Settings{VoiceFallbackMethod: "PATCH"}), "Settings.VoiceFallbackMethod", "", "GET"},
		{"a long name", settings(numbers.Settings{FriendlyName: strings.Repeat("a", 65)}), "Settings.FriendlyName", "", "64"},
		{"another kind of address", settings(numbers.Settings{AddressSID: pn}), "Settings.AddressSID", "", "AD"},
		{"another kind of bundle", settings(numbers.Settings{BundleSID: ad}), "Settings.BundleSID", "", "BU"},
		{"another kind of identity", settings(numbers.Settings{IdentitySID: ad}), "Settings.IdentitySID", "", "RI"},
		{"another kind of application", settings(numbers.Settings{SMSApplicationSID: ad}), "Settings.SMSApplicationSID", "", "AP"},
		{"another kind of trunk", settings(numbers.Settings{TrunkSID: ad}), "Settings.TrunkSID", "", "TK"},
		{"another kind of emergency address", settings(numbers.Settings{EmergencyAddressSID: pn}), "Settings.EmergencyAddressSID", "", "AD"},
		{"no emergency status", settings(numbers.Settings{EmergencyStatus: "active"}), "Settings.EmergencyStatus", "is no status", "EmergencyActive"},
		{"no receive mode", settings(numbers.Settings{VoiceReceiveMode: "video"}), "Settings.VoiceReceiveMode", "is no mode", "ReceiveVoice"},
		{"no area code", area(numbers.BuyInAreaCodeParams{}), "AreaCode", "is no area code", "415"},
		{"an area code of two digits", area(numbers.BuyInAreaCodeParams{AreaCode: 41}), "AreaCode", "is no area code", "415"},
		{"a fallback alone, in an area code", area(numbers.BuyInAreaCodeParams{AreaCode: 415, Settings: numbers.Settings{SMSFallbackURL: link}}), "Settings.SMSFallbackURL", "is given without an SMSURL", "give SMSURL"},
		{"an update of nothing", update("", numbers.Settings{}), "Sid", "is empty", ""},
		{"an update of an address", update(ad, numbers.Settings{}), "Sid", "", "PN"},
		{"an update to no status", update(pn, numbers.Settings{EmergencyStatus: "on"}), "Settings.EmergencyStatus", "is no status", "EmergencyActive"},
		{"a transfer to nobody", transfer(numbers.TransferParams{}), "ToAccountSID", "is empty", "AC"},
		{"a transfer to a number", transfer(numbers.TransferParams{ToAccountSID: pn}), "ToAccountSID", "", "AC"},
		{"a search for a long area code", search(numbers.AvailableListParams{AreaCode: 4155}), "AreaCode", "is no area code", "415"},
		{"a search for one digit", search(numbers.AvailableListParams{Contains: "4"}), "Contains", "is no pattern", "2 to 16"},
		{"a search with blanks", search(numbers.AvailableListParams{Contains: "415 555"}), "Contains", "is no pattern", "2 to 16"},
		{"a search for too much", search(numbers.AvailableListParams{Contains: "12345678901234567"}), "Contains", "is no pattern", "2 to 16"},
		{"a search with a plus inside", search(numbers.AvailableListParams{Contains: "4+15"}), "Contains", "is no pattern", "2 to 16"},
		{"a place without longitude", search(numbers.AvailableListParams{NearLatLong: "37.84"}), "NearLatLong", "is no place", "latitude and longitude"},
		{"a place beyond the pole", search(numbers.AvailableListParams{NearLatLong: "91,0"}), "NearLatLong", "is no place", "latitude and longitude"},
		{"two places", search(numbers.AvailableListParams{NearLatLong: "37.84,-122.46", NearNumber: ada}), "NearLatLong", "is given beside NearNumber", "one of the two"},
		{"a national number as a place", search(numbers.AvailableListParams{NearNumber: "415-555-1234"}), "NearNumber", "", "E.164"},
		{"a distance from nowhere", search(numbers.AvailableListParams{Distance: 10}), "Distance", "is given without a place", "NearNumber or NearLatLong"},
		{"a distance that is too far", search(numbers.AvailableListParams{Distance: 501, NearNumber: ada}), "Distance", "is more than 500 miles", "up to 500"},
		{"a negative distance", search(numbers.AvailableListParams{Distance: -1, NearNumber: ada}), "Distance", "is negative", ""},
		{"a blank behind a city", search(numbers.AvailableListParams{InLocality: "Oakland "}), "InLocality", "", ""},
		{"nobody to call", validate(numbers.ValidateParams{}), "PhoneNumber", "is empty", "E.164"},
		{"a client to call", validate(numbers.ValidateParams{PhoneNumber: "client:ada"}), "PhoneNumber", "", "E.164"},
		{"a long delay", validate(numbers.ValidateParams{PhoneNumber: ada, CallDelay: 61 * time.Second}), "CallDelay", "is more than 60 seconds", "time.Minute"},
		{"a delay of half a second", validate(numbers.ValidateParams{PhoneNumber: ada, CallDelay: 1500 * time.Millisecond}), "CallDelay", "cannot be sent", "round it"},
		{"an extension of letters", validate(numbers.ValidateParams{PhoneNumber: ada, Extension: "ext 5"}), "Extension", "", ""},
		{"a callback that is no address", validate(numbers.ValidateParams{PhoneNumber: ada, StatusCallback: "example.com"}), "StatusCallback", "is not an absolute URL", "https"},
		{"an address without a street", address(func(p *numbers.AddressCreateParams) { p.Street = "" }), "Street", "is empty", ""},
		{"an address without a customer", address(func(p *numbers.AddressCreateParams) { p.CustomerName = "" }), "CustomerName", "is empty", ""},
		{"an address without a country", address(func(p *numbers.AddressCreateParams) { p.ISOCountry = "" }), "ISOCountry", "is empty", ""},
		{"the name of a country", address(func(p *numbers.AddressCreateParams) { p.ISOCountry = "USA" }), "ISOCountry", "is not the code of a country", "US"},
		{"an add-on of another kind", func(ctx context.Context, n client) error {
			_, err := n.AddOns.Create(ctx, pn, numbers.AddOnCreateParams{InstalledAddOnSID: ad})
			return err
		}, "InstalledAddOnSID", "", "XE"},
		{"a parameter twice", buy(numbers.BuyParams{PhoneNumber: wanted, Settings: numbers.Settings{SMSURL: link}, Extra: url.Values{"SmsUrl": {link}}}), "Extra", "", ""},
	}
	require.GreaterOrEqual(t, len(tests), 35)
	for _, tt := range tests {
		b := newBench(t)
		err := tt.call(t.Context(), b.Client)
		require.ErrorIs(t, err, twilio.ErrInvalidParams, tt.name)
		require.ErrorIs(t, err, twilio.ErrNotSent, tt.name)
		assert.Empty(t, b.sim.Requests(), tt.name)
		found := problems(err)
		require.Len(t, found, 1, "%s: %v", tt.name, err)
		assert.Equal(t, tt.field, found[0].Field, tt.name)
		assert.Contains(t, found[0].Problem, tt.problem, tt.name)
		assert.Contains(t, found[0].Remedy, tt.remedy, tt.name)
		assert.NotEmpty(t, found[0].Remedy, tt.name)
		assert.NotContains(t, err.Error(), "5550123", "%s: a number is not shown", tt.name)
	}
}
