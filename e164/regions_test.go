package e164_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/e164"
)

// The metadata has an example for each region and type; all ways to write it come
// out the same.
func TestExamplesOfEveryRegion(t *testing.T) {
	t.Parallel()
	checked := 0
	for region := range phonenumbers.GetSupportedRegions() {
		for kind := phonenumbers.FIXED_LINE; kind < phonenumbers.UNKNOWN; kind++ {
			example := phonenumbers.GetExampleNumberForType(region, kind)
			if example == nil || phonenumbers.IsPossibleNumberWithReason(example) != phonenumbers.IS_POSSIBLE {
				continue // the region has none, or one without an area code
			}
			want := e164.Number(phonenumbers.Format(example, phonenumbers.E164))
			if !e164.Valid(string(want)) {
				continue // too short to be dialled from abroad
			}
			checkExample(t, region, want)
			checked++
		}
	}
	assert.Greater(t, checked, 900)
}

func checkExample(t *testing.T, region string, want e164.Number) {
	t.Helper()
	for text, in := range map[string]string{string(want): "", want.International(): "", want.National(): region} {
		got, err := e164.Parse(text, in)
		assert.NoError(t, err, "%s: %q", region, text)
		assert.Equal(t, want, got, "%s: %q", region, text)
	}
	assert.True(t, want.Assigned(), "%s: %s", region, want)
	assert.NotEqual(t, e164.TypeUnknown, want.Type(), "%s: %s", region, want)
}

// Random digits hit prefixes that nobody thinks of: carrier codes, mobile tokens.
func TestParseTwiceIsParseOnce(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	accepted := 0
	for region := range phonenumbers.GetSupportedRegions() {
		code := phonenumbers.GetCountryCodeForRegion(region)
		trunk := phonenumbers.GetNddPrefixForRegion(region, true)
		for range 20 {
			digits := fmt.Sprint(random.Uint64())[:5+random.IntN(9)]
			for text, in := range map[string]string{
				digits: region, trunk + digits: region,
				fmt.Sprintf("+%d %s", code, digits): "", fmt.Sprintf("+%d (%s) %s", code, trunk, digits): "",
			} {
				number, err := e164.Parse(text, in)
				if err != nil {
					continue
				}
				accepted++
				again, err := e164.Parse(string(number), "")
				require.NoError(t, err, "%q in %q", text, in)
				require.Equal(t, number, again, "%q in %q", text, in)
				read, err := phonenumbers.Parse(string(number), "")
				require.NoError(t, err, "%q in %q", text, in)
				require.True(t, phonenumbers.IsPossibleNumber(read), "%q in %q", text, in)
			}
		}
	}
	assert.Greater(t, accepted, 2_000)
}
