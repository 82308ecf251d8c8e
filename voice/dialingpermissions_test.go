package voice_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/voice"
)

const (
	premium  = "+449098790123" // of Ofcom's fictional premium numbers
	personal = "+447000000000" // personal numbers begin with +4470
	canadian = "+16135550123"
)

func (b *callBench) permit(changes ...voice.DialingPermissionChange) {
	b.t.Helper()
	update, err := b.DialingPermissions.Update(b.t.Context(), voice.DialingPermissionUpdateParams{Changes: changes})
	require.NoError(b.t, err)
	assert.EqualValues(b.t, len(changes), update.UpdateCount)
}

// TestDialingPermissions: calls go to the countries and the groups of numbers that are
// enabled, from the next call on.
func TestDialingPermissions(t *testing.T) {
	t.Parallel()
	b := newCallBench(t, twiliotest.OnlyCallCountries("us"))
	require.NoError(t, b.call(callee))
	require.NoError(t, b.call(canadian), "Canada has the permission of the United States")
	err := b.call(london)
	require.ErrorIs(t, err, twilio.CodeCallGeoPermission)
	require.ErrorIs(t, err, twilio.ErrGeoPermission)
	var apiErr *twilio.Error
	require.ErrorAs(t, err, &apiErr)
	assert.Equal(t, 400, apiErr.Status)
	require.NoError(t, b.call("sip:desk@example.com"), "an address has no country")

	b.permit(voice.DialingPermissionChange{ISOCode: "GB", LowRiskNumbers: voice.PermissionEnabled},
		voice.DialingPermissionChange{ISOCode: "US", LowRiskNumbers: voice.PermissionDisabled})
	require.NoError(t, b.call(london))
	require.ErrorIs(t, b.call(callee), twilio.CodeCallGeoPermission)
	require.ErrorIs(t, b.call(premium), twilio.CodeCallGeoPermission, "premium numbers are of high risk")
	require.ErrorIs(t, b.call(personal), twilio.CodeCallGeoPermission, "fraud uses personal numbers")

	b.permit(voice.DialingPermissionChange{ISOCode: "GB", HighRiskSpecialNumbers: voice.PermissionEnabled})
	require.NoError(t, b.call(premium))
	require.NoError(t, b.call(london), "the other groups stay as they were")
	require.ErrorIs(t, b.call(personal), twilio.CodeCallGeoPermission)
	b.permit(voice.DialingPermissionChange{ISOCode: "GB", HighRiskTollFraudNumbers: voice.PermissionEnabled, LowRiskNumbers: voice.PermissionDisabled})
	require.NoError(t, b.call(personal))
	require.ErrorIs(t, b.call(london), twilio.CodeCallGeoPermission)

	permission, err := b.DialingPermissions.Get(t.Context(), "GB")
	require.NoError(t, err)
	assert.Equal(t, []any{"GB", "EUROPE", []string{"+44"}, false, true, true}, []any{
		permission.ISOCode, permission.Continent, permission.CountryCodes, permission.LowRiskNumbersEnabled,
		permission.HighRiskSpecialNumbersEnabled, permission.HighRiskTollFraudNumbersEnabled,
	})
	_, err = b.DialingPermissions.Get(t.Context(), "XX")
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestDialingPermissionsWithoutTheOption: every country can be called, and no number of
// high risk.
func TestDialingPermissionsWithoutTheOption(t *testing.T) {
	t.Parallel()
	b := newCallBench(t)
	require.NoError(t, b.call(london))
	require.ErrorIs(t, b.call(premium), twilio.CodeCallGeoPermission)
}

// TestDialingPermissionFilters: the list has all countries, or those that the filters ask
// for.
func TestDialingPermissionFilters(t *testing.T) {
	t.Parallel()
	b := newCallBench(t, twiliotest.OnlyCallCountries("US", "GB"))
	tests := []struct {
		name   string
		params voice.DialingPermissionListParams
		want   []string
	}{
		{"enabled", voice.DialingPermissionListParams{LowRiskNumbersEnabled: twilio.Ptr(true)}, []string{"GB", "US"}},
		{"in pages", voice.DialingPermissionListParams{LowRiskNumbersEnabled: twilio.Ptr(true), PageSize: 1}, []string{"GB", "US"}},
		{"code of a country", voice.DialingPermissionListParams{CountryCode: "49"}, []string{"DE"}},
		{"ISO 3166-1", voice.DialingPermissionListParams{ISOCode: "FR"}, []string{"FR"}},
		{"continent", voice.DialingPermissionListParams{Continent: "NORTH_AMERICA", LowRiskNumbersEnabled: twilio.Ptr(true)}, []string{"US"}},
		{"special", voice.DialingPermissionListParams{HighRiskSpecialNumbersEnabled: twilio.Ptr(true)}, nil},
		{"fraud", voice.DialingPermissionListParams{HighRiskTollFraudNumbersEnabled: twilio.Ptr(false), ISOCode: "GB"}, []string{"GB"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for permission, err := range b.DialingPermissions.All(t.Context(), tt.params) {
				require.NoError(t, err)
				got = append(got, permission.ISOCode)
			}
			assert.Equal(t, tt.want, got)
		})
	}
	n := 0
	for permission, err := range b.DialingPermissions.All(t.Context(), voice.DialingPermissionListParams{PageSize: 100}) {
		require.NoError(t, err)
		assert.NotEmpty(t, permission.Continent, permission.ISOCode)
		n++
	}
	assert.Greater(t, n, 200)
}

func TestHighRiskPrefixes(t *testing.T) {
	t.Parallel()
	b := newCallBench(t)
	var got []string
	for prefix, err := range b.HighRiskPrefixes.All(t.Context(), "GB", voice.HighRiskPrefixListParams{PageSize: 3}) {
		require.NoError(t, err)
		got = append(got, prefix.Prefix)
	}
	assert.Contains(t, got, "+449")
	assert.Len(t, got, 8)
	page, err := b.HighRiskPrefixes.List(t.Context(), "NO", voice.HighRiskPrefixListParams{})
	require.NoError(t, err)
	assert.Empty(t, page.Items)
}

// TestInheritance: a subaccount has the permissions of its parent until it has its own.
func TestInheritance(t *testing.T) {
	t.Parallel()
	b, ctx := newCallBench(t, twiliotest.OnlyCallCountries("US")), t.Context()
	sub := b.sim.Subaccount()
	client, err := twilio.New(sub, twilio.AuthToken(b.sim.SubaccountToken(sub)), b.sim.Options()...)
	require.NoError(t, err)
	own := voice.New(client)
	call := func(to string) error {
		return errorOf(b.sim.Client().Calls.Create(ctx, twilio.CallCreateParams{To: to, From: caller, TwiML: "<Response><Pause/></Response>"}, twilio.OnAccount(sub)))
	}
	setting, err := own.Settings.Get(ctx)
	require.NoError(t, err)
	assert.True(t, setting.DialingPermissionsInheritance)

	b.permit(voice.DialingPermissionChange{ISOCode: "GB", LowRiskNumbers: voice.PermissionEnabled})
	require.NoError(t, call(london), "the permission of the parent")
	_, err = own.DialingPermissions.Update(ctx, voice.DialingPermissionUpdateParams{Changes: []voice.DialingPermissionChange{{ISOCode: "FR", LowRiskNumbers: voice.PermissionEnabled}}})
	require.NoError(t, err)
	require.ErrorIs(t, call("+33199000123"), twilio.ErrGeoPermission, "its own permissions do not hold while it inherits")

	setting, err = own.Settings.Update(ctx, voice.SettingUpdateParams{DialingPermissionsInheritance: twilio.Ptr(false)})
	require.NoError(t, err)
	assert.False(t, setting.DialingPermissionsInheritance)
	require.ErrorIs(t, call(london), twilio.ErrGeoPermission)
	require.NoError(t, call("+33199000123"))
	require.NoError(t, b.call(london), "the parent keeps its own")

	_, err = own.Settings.Update(ctx, voice.SettingUpdateParams{DialingPermissionsInheritance: twilio.Ptr(true)})
	require.NoError(t, err)
	require.NoError(t, call(london))

	setting, err = b.Settings.Update(ctx, voice.SettingUpdateParams{DialingPermissionsInheritance: twilio.Ptr(true)})
	require.NoError(t, err)
	assert.False(t, setting.DialingPermissionsInheritance, "the account itself has no parent")
}
