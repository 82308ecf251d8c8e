package twilio

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRegionsThatCannotBe: the error says how the two are wrong.
func TestRegionsThatCannotBe(t *testing.T) {
	t.Parallel()
	tests := []struct{ region, edge, says string }{
		{region: "dublin", edge: "ie1", says: "WithRegion has the two swapped: dublin is an edge and ie1 is a region"},
		{region: "sydney", edge: "au1", says: "has the two swapped"},
		{region: "tokyo", edge: "jp1", says: "has the two swapped"},
		{region: "ashburn", edge: "us1", says: "has the two swapped"},
		{region: "frankfurt", edge: "de1", says: "has the two swapped"},
		{region: "roaming", edge: "us1", says: "has the two swapped"},
		{region: "dublin-ix", edge: "ie1", says: "has the two swapped"},
		{region: "", edge: "ie1", says: "names the region ie1 where the edge belongs"},
		{region: "", edge: "us1", says: "names the region us1 where the edge belongs"},
		{region: "", edge: "us2", says: "names the region us2 where the edge belongs"},
		{region: "ie1", edge: "ie1", says: "names the region ie1 where the edge belongs"},
		{region: "us1", edge: "ie1", says: "names the region ie1 where the edge belongs"},
		{region: "dublin", edge: "", says: "names the edge dublin where the region belongs"},
		{region: "roaming", edge: "", says: "names the edge roaming where the region belongs"},
		{region: "dublin", edge: "dublin", says: "names the edge dublin where the region belongs"},
		{region: "ashburn", edge: "dublin", says: "names the edge ashburn where the region belongs"},
		{region: "san-jose-ix", edge: "", says: "names the edge san-jose-ix where the region belongs"},
		{region: "ie1", edge: "roaming", says: "names the edge roaming beside a region"},
		{region: "au1", edge: "roaming", says: "names the edge roaming beside a region"},
		{region: "de1", edge: "roaming", says: "names the edge roaming beside a region"},
		{region: "ie1", edge: "ashburn", says: "names the region ie1 with the edge of the region us1"},
		{region: "ie1", edge: "ashburn-ix", says: "names the region ie1 with the edge of the region us1"},
		{region: "ie1", edge: "sydney", says: "names the region ie1 with the edge of the region au1"},
		{region: "au1", edge: "dublin", says: "names the region au1 with the edge of the region ie1"},
		{region: "jp1", edge: "dublin-ix", says: "names the region jp1 with the edge of the region ie1"},
		{region: "jp1", edge: "ashburn", says: "give the edge tokyo, or leave the edge out"},
		{region: "ie1 ", edge: "dublin", says: "is not a region and an edge"},
		{region: "ie1", edge: "dublin\n", says: "is not a region and an edge"},
		{region: "de1", edge: "", says: "names a region without an edge"},
	}
	for _, tt := range tests {
		_, err := New(testAccount, AuthToken(testToken), WithRegion(tt.region, tt.edge))
		assertProblem(t, err, "WithRegion")
		assert.ErrorContains(t, err, tt.says)

		env := map[string]string{
			"TWILIO_ACCOUNT_SID": testAccount, "TWILIO_AUTH_TOKEN": testToken, "TWILIO_REGION": tt.region, "TWILIO_EDGE": tt.edge,
		}
		_, err = newFromEnv(func(name string) string { return env[name] }, nil)
		assertProblem(t, err, "TWILIO_REGION with TWILIO_EDGE")
	}
}

func TestRegionsThatMayBe(t *testing.T) {
	t.Parallel()
	tests := []struct{ region, edge, suffix string }{
		{region: "us1", edge: "dublin", suffix: ".dublin.us1.twilio.com"},
		{region: "us1", edge: "roaming", suffix: ".roaming.us1.twilio.com"},
		{region: "us1", edge: "singapore", suffix: ".singapore.us1.twilio.com"},
		{region: "us1", edge: "frankfurt-ix", suffix: ".frankfurt-ix.us1.twilio.com"},
		{region: "us1", edge: "madrid", suffix: ".madrid.us1.twilio.com"},
		{region: "", edge: "roaming", suffix: ".roaming.us1.twilio.com"},
		{region: "", edge: "ashburn-ix", suffix: ".ashburn-ix.us1.twilio.com"},
		{region: "", edge: "dublin", suffix: ".dublin.us1.twilio.com"},
		{region: "ie1", edge: "", suffix: ".dublin.ie1.twilio.com"},
		{region: "au1", edge: "sydney-ix", suffix: ".sydney-ix.au1.twilio.com"},
		{region: "au1", edge: "singapore", suffix: ".singapore.au1.twilio.com"},
		{region: "jp1", edge: "tokyo", suffix: ".tokyo.jp1.twilio.com"},
		{region: "de1", edge: "frankfurt", suffix: ".frankfurt.de1.twilio.com"},
		{region: "us2", edge: "umatilla", suffix: ".umatilla.us2.twilio.com"},
		{region: "es1", edge: "madrid", suffix: ".madrid.es1.twilio.com"},
		{region: "ca1", edge: "ashburn", suffix: ".ashburn.ca1.twilio.com"},
	}
	for _, tt := range tests {
		client, err := New(testAccount, AuthToken(testToken), WithRegion(tt.region, tt.edge))
		require.NoError(t, err, "%s, %s", tt.region, tt.edge)
		assert.Equal(t, tt.suffix, client.config.hostSuffix)
	}
}

// FuzzRegion holds that two names are refused or make a host of Twilio's.
func FuzzRegion(f *testing.F) {
	f.Add("ie1", "dublin")
	f.Add("dublin", "ie1")
	f.Add("", "-ix")
	f.Add("x.example.com/", "\xff")
	f.Fuzz(func(t *testing.T, region, edge string) {
		client, err := New(testAccount, AuthToken(testToken), WithRegion(region, edge))
		if err != nil {
			require.ErrorIs(t, err, ErrInvalidParams)
			return
		}
		require.Regexp(t, `^api\.[a-z0-9-]+\.[a-z0-9-]+\.twilio\.com$`, client.hostURL(hostAPI).Host)
	})
}
