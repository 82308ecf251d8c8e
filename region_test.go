package twilio

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRegionsThatCannotBe: the error says what is wrong with the two.
func TestRegionsThatCannotBe(t *testing.T) {
	t.Parallel()
	tests := []struct{ region, edge, says string }{
		{"dublin", "ie1", "WithRegion has the two swapped: dublin is an edge and ie1 is a region"},
		{"sydney", "au1", "has the two swapped"},
		{"tokyo", "jp1", "has the two swapped"},
		{"ashburn", "us1", "has the two swapped"},
		{"frankfurt", "de1", "has the two swapped"},
		{"roaming", "us1", "has the two swapped"},
		{"dublin-ix", "ie1", "has the two swapped"},
		{"", "ie1", "names the region ie1 where the edge belongs"},
		{"", "us1", "names the region us1 where the edge belongs"},
		{"", "us2", "names the region us2 where the edge belongs"},
		{"ie1", "ie1", "names the region ie1 where the edge belongs"},
		{"us1", "ie1", "names the region ie1 where the edge belongs"},
		{"dublin", "", "names the edge dublin where the region belongs"},
		{"roaming", "", "names the edge roaming where the region belongs"},
		{"dublin", "dublin", "names the edge dublin where the region belongs"},
		{"ashburn", "dublin", "names the edge ashburn where the region belongs"},
		{"san-jose-ix", "", "names the edge san-jose-ix where the region belongs"},
		{"ie1", "roaming", "names the edge roaming beside a region"},
		{"au1", "roaming", "names the edge roaming beside a region"},
		{"de1", "roaming", "names the edge roaming beside a region"},
		{"ie1", "ashburn", "names the region ie1 with the edge of the region us1"},
		{"ie1", "ashburn-ix", "names the region ie1 with the edge of the region us1"},
		{"ie1", "sydney", "names the region ie1 with the edge of the region au1"},
		{"au1", "dublin", "names the region au1 with the edge of the region ie1"},
		{"jp1", "dublin-ix", "names the region jp1 with the edge of the region ie1"},
		{"jp1", "ashburn", "give the edge tokyo, or leave the edge out"},
		{"ie1 ", "dublin", "is not a region and an edge"},
		{"ie1", "dublin\n", "is not a region and an edge"},
		{"de1", "", "names a region without an edge"},
	}
	for _, tt := range tests {
		_, err := New(cannedAccount, AuthToken(goodSecret), WithRegion(tt.region, tt.edge))
		assertProblem(t, err, "WithRegion")
		assert.ErrorContains(t, err, tt.says)

		env := map[string]string{
			"TWILIO_ACCOUNT_SID": cannedAccount, "TWILIO_AUTH_TOKEN": goodSecret, "TWILIO_REGION": tt.region, "TWILIO_EDGE": tt.edge,
		}
		_, err = newFromEnv(func(name string) string { return env[name] }, nil)
		assertProblem(t, err, "TWILIO_REGION with TWILIO_EDGE")
	}
}

func TestRegionsThatMayBe(t *testing.T) {
	t.Parallel()
	tests := []struct{ region, edge, suffix string }{
		{"us1", "dublin", ".dublin.us1.twilio.com"},
		{"us1", "roaming", ".roaming.us1.twilio.com"},
		{"us1", "singapore", ".singapore.us1.twilio.com"},
		{"us1", "frankfurt-ix", ".frankfurt-ix.us1.twilio.com"},
		{"us1", "madrid", ".madrid.us1.twilio.com"},
		{"", "roaming", ".roaming.us1.twilio.com"},
		{"", "ashburn-ix", ".ashburn-ix.us1.twilio.com"},
		{"", "dublin", ".dublin.us1.twilio.com"},
		{"ie1", "", ".dublin.ie1.twilio.com"},
		{"au1", "sydney-ix", ".sydney-ix.au1.twilio.com"},
		{"au1", "singapore", ".singapore.au1.twilio.com"},
		{"jp1", "tokyo", ".tokyo.jp1.twilio.com"},
		{"de1", "frankfurt", ".frankfurt.de1.twilio.com"},
		{"us2", "umatilla", ".umatilla.us2.twilio.com"},
		{"es1", "madrid", ".madrid.es1.twilio.com"},
		{"ca1", "ashburn", ".ashburn.ca1.twilio.com"},
	}
	for _, tt := range tests {
		client, err := New(cannedAccount, AuthToken(goodSecret), WithRegion(tt.region, tt.edge))
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
		client, err := New(cannedAccount, AuthToken(goodSecret), WithRegion(region, edge))
		if err != nil {
			require.ErrorIs(t, err, ErrInvalidParams)
			return
		}
		require.Regexp(t, `^api\.[a-z0-9-]+\.[a-z0-9-]+\.twilio\.com$`, client.hostURL(hostAPI).Host)
	})
}
