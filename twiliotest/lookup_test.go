package twiliotest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/e164"
	"github.com/seed15d99369/twilio/internal/testcall"
	"github.com/seed15d99369/twilio/twiliotest"
)

// rawLookup returns the answer as it is on the wire.
func rawLookup(t *testing.T, sim *twiliotest.Sim, number string, query url.Values) map[string]any {
	t.Helper()
	var answer map[string]any
	err := testcall.Do(t.Context(), sim.Client(), testcall.Request{Method: http.MethodGet, Host: "lookups", Path: "/v2/PhoneNumbers/" + url.PathEscape(number), Query: query}, &answer)
	require.NoError(t, err, number)
	return answer
}

// TestCountriesOfNumbers: by area code where a calling code has several countries, and
// national numbers by the country that is given.
func TestCountriesOfNumbers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	tests := []struct{ number, country, e164, iso, calling, national string }{
		{"+14155551234", "", "+14155551234", "US", "1", "(415) 555-1234"},
		{"+14165550123", "", "+14165550123", "CA", "1", "(416) 555-0123"},
		{"+19025550123", "", "+19025550123", "CA", "1", "(902) 555-0123"},
		{"+17875550123", "", "+17875550123", "PR", "1", "(787) 555-0123"},
		{"+18765550123", "", "+18765550123", "JM", "1", "(876) 555-0123"},
		{"+18095550123", "", "+18095550123", "DO", "1", "(809) 555-0123"},
		{"+13405550123", "", "+13405550123", "VI", "1", "(340) 555-0123"},
		{"+18005550123", "", "+18005550123", "US", "1", "(800) 555-0123"},
		{"+447700900123", "", "+447700900123", "GB", "44", "07700900123"},
		{"+77015550123", "", "+77015550123", "KZ", "7", "87015550123"},
		{"+79165550123", "", "+79165550123", "RU", "7", "89165550123"},
		{"+34612345678", "", "+34612345678", "ES", "34", "612345678"},
		{"4155551234", "", "+14155551234", "US", "1", "(415) 555-1234"},
		{"14155551234", "US", "+14155551234", "US", "1", "(415) 555-1234"},
		{"(415) 555-1234", "us", "+14155551234", "US", "1", "(415) 555-1234"},
		{"416.555.0123", "CA", "+14165550123", "CA", "1", "(416) 555-0123"},
		{"07700 900123", "GB", "+447700900123", "GB", "44", "07700900123"},
		{"7700 900123", "GB", "+447700900123", "GB", "44", "07700900123"},
		{"06 12345678", "IT", "+390612345678", "IT", "39", "0612345678"},
		{"06 1 234 5678", "HU", "+3612345678", "HU", "36", "0612345678"},
		{"8 916 555-01-23", "RU", "+79165550123", "RU", "7", "89165550123"},
		{"800 555 01 23", "RU", "+78005550123", "RU", "7", "88005550123"},
		{"+447700900123", "US", "+447700900123", "GB", "44", "07700900123"},
	}
	for _, tt := range tests {
		query := url.Values{}
		if tt.country != "" {
			query.Set("CountryCode", tt.country)
		}
		got := rawLookup(t, sim, tt.number, query)
		assert.Equal(t, []any{tt.e164, tt.iso, tt.calling, tt.national, true}, []any{
			got["phone_number"], got["country_code"], got["calling_country_code"], got["national_format"], got["valid"],
		}, "%s in %s", tt.number, tt.country)
		v1, err := sim.Client().Lookup.GetV1(t.Context(), tt.e164, twilio.LookupGetV1Params{})
		require.NoError(t, err)
		assert.Equal(t, []string{tt.iso, tt.national}, []string{v1.CountryCode, v1.NationalFormat})
	}
}

// TestCountriesAgree with the metadata of package e164, for every area code of +1 that
// it knows.
func TestCountriesAgree(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	known := 0
	for _, number := range exampleNumbers() {
		n, err := e164.Parse(number, "")
		if err != nil || n.Country() == "" {
			continue
		}
		known++
		assert.Equal(t, n.Country(), rawLookup(t, sim, number, nil)["country_code"], number)
	}
	assert.Greater(t, known, 400)
}

// exampleNumbers has one number, 555-0123, of each possible area code.
func exampleNumbers() []string {
	var numbers []string
	for area := 200; area < 1000; area++ {
		numbers = append(numbers, "+1"+string([]byte{byte('0' + area/100), byte('0' + area/10%10), byte('0' + area%10)})+"5550123")
	}
	return numbers
}

// TestLookupsShowNull where Twilio has null: for packages that were not requested, for unknown
// facts, and for everything in a package that failed.
func TestLookupsShowNull(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	invalid := rawLookup(t, sim, "+1415", nil)
	for _, name := range []string{"country_code", "calling_country_code", "national_format", "caller_name", "line_type_intelligence"} {
		value, shown := invalid[name]
		assert.True(t, shown, name)
		assert.Nil(t, value, name)
	}
	assert.Nil(t, rawLookup(t, sim, ada, nil)["validation_errors"])

	const failed = twilio.ErrorCode(60608)
	sim.Lookup(ada, twilio.LookupResult{
		Valid:                true,
		CallerName:           twilio.LookupCallerName{CallerName: "ADA", ErrorCode: failed},
		LineTypeIntelligence: twilio.LookupLineTypeIntelligence{Type: "mobile", CarrierName: "Net", ErrorCode: failed},
		SIMSwap:              twilio.LookupSIMSwap{LastSIMSwap: twilio.LookupLastSIMSwap{SwappedInPeriod: true}, ErrorCode: failed},
		CallForwarding:       twilio.LookupCallForwarding{ErrorCode: failed},
		LineStatus:           twilio.LookupLineStatus{Status: "active", ErrorCode: failed},
		IdentityMatch:        twilio.LookupIdentityMatch{SummaryScore: 20, ErrorCode: failed, ErrorMessage: "the provider failed"},
		ReassignedNumber:     twilio.LookupReassignedNumber{IsNumberReassigned: "no", ErrorCode: failed},
		SMSPumpingRisk:       twilio.LookupSMSPumpingRisk{NumberBlocked: true, ErrorCode: failed},
	})
	fields := "caller_name,line_type_intelligence,sim_swap,call_forwarding,line_status,identity_match,reassigned_number,sms_pumping_risk"
	got := rawLookup(t, sim, ada, url.Values{"Fields": {fields}})
	packages := 0
	for name, value := range got {
		fields, isPackage := value.(map[string]any)
		if !isPackage {
			continue
		}
		packages++
		for field, value := range fields {
			switch field {
			case "error_code":
				assert.InDelta(t, 60608, value, 0, name)
			case "error_message":
				assert.Equal(t, "the provider failed", value)
			default:
				assert.Nil(t, value, "%s.%s", name, field)
			}
		}
	}
	assert.Equal(t, 8, packages)
	assert.Equal(t, []any{"US", "(415) 555-1234"}, []any{got["country_code"], got["national_format"]}, "filled in")
	v1, err := sim.Client().Lookup.GetV1(t.Context(), ada, twilio.LookupGetV1Params{Types: []string{"carrier", "caller-name"}})
	require.NoError(t, err)
	assert.Equal(t, twilio.LookupV1Carrier{ErrorCode: failed}, v1.Carrier)
	assert.Equal(t, twilio.LookupV1CallerName{ErrorCode: failed}, v1.CallerName)
}

// TestLookupsThatSaySomething: facts that are false or 0 stay, texts that are not known
// are null, and so is the code of no error.
func TestLookupsThatSaySomething(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Lookup("(415) 555-1234", twilio.LookupResult{
		Valid: true, LineTypeIntelligence: twilio.LookupLineTypeIntelligence{Type: "landline"},
		SIMSwap: twilio.LookupSIMSwap{CarrierName: "Net", ErrorCode: 60620},
	})
	got := rawLookup(t, sim, ada, url.Values{"Fields": {"line_type_intelligence,call_forwarding,sms_pumping_risk,sim_swap"}})
	for name, want := range map[string]string{
		"line_type_intelligence": `{"type":"landline","carrier_name":null,"mobile_country_code":null,"mobile_network_code":null,"error_code":null}`,
		"call_forwarding":        `{"call_forwarding_enabled":false,"error_code":null}`,
		"sms_pumping_risk":       `{"carrier_risk_category":null,"number_blocked":false,"number_blocked_date":null,"number_blocked_last_3_months":false,"sms_pumping_risk_score":0,"error_code":null}`,
		"sim_swap": `{"last_sim_swap":{"last_sim_swap_date":null,"swapped_period":null,"swapped_in_period":false},
			"carrier_name":"Net","mobile_country_code":null,"mobile_network_code":null,"error_code":60620}`,
	} {
		text, err := json.Marshal(got[name])
		require.NoError(t, err)
		assert.JSONEq(t, want, string(text), name)
	}
}

func TestInvalidNumbersOfLookups(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	for number, want := range map[string]string{
		"+1415555123": "TOO_SHORT", "+141555512345": "TOO_LONG", "+44": "TOO_SHORT", "+4477009001234567": "TOO_LONG",
		"+999555123456": "INVALID_COUNTRY_CODE", "+0155512345": "INVALID_COUNTRY_CODE", "555-HELLO": "NOT_A_NUMBER", "+": "NOT_A_NUMBER", "415555123": "TOO_SHORT",
	} {
		got := rawLookup(t, sim, number, nil)
		assert.Equal(t, false, got["valid"], number)
		assert.Equal(t, []any{want}, got["validation_errors"], number)
	}
	got := rawLookup(t, sim, "4155551234", url.Values{"CountryCode": {"XX"}})
	assert.Equal(t, []any{"INVALID_COUNTRY_CODE"}, got["validation_errors"])
}

// FuzzLookup: whatever is looked up gets an answer, and a valid number has a country.
func FuzzLookup(f *testing.F) {
	for _, seed := range [][2]string{{"+14155551234", ""}, {"07700 900123", "GB"}, {"+", "\n6"}, {"8", "RU"}, {"+7", ""}, {"１", "US"}, {"()", "04"}} {
		f.Add(seed[0], seed[1])
	}
	sim, err := twiliotest.Start()
	require.NoError(f, err)
	f.Cleanup(func() { assert.NoError(f, sim.Close()) })
	f.Fuzz(func(t *testing.T, number, country string) {
		if number == "" || number == "." || number == ".." {
			t.Skip("no path of one segment")
		}
		path := "https://lookups.twilio.com/v2/PhoneNumbers/" + url.PathEscape(number) + "?" + url.Values{"CountryCode": {country}}.Encode()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
		require.NoError(t, err)
		req.SetBasicAuth(sim.AccountSID(), sim.AuthToken())
		resp, err := sim.Transport().RoundTrip(req)
		require.NoError(t, err)
		var got twilio.LookupResult
		require.NoError(t, json.NewDecoder(resp.Body).Decode(&got))
		require.NoError(t, resp.Body.Close())
		assert.Equal(t, http.StatusOK, resp.StatusCode)
		assert.Equal(t, got.Valid, got.CountryCode != "")
		assert.Equal(t, got.Valid, len(got.ValidationErrors) == 0)
	})
}
