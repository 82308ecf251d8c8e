package e164_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/e164"
)

// TestWithheldCallers: a value that stands for a withheld number is neither a number nor the
// name of a sender, in any notation.
func TestWithheldCallers(t *testing.T) {
	t.Parallel()
	for _, stand := range []string{
		"Anonymous", "Restricted", "Unavailable", "Blocked", "Unknown", "Private", "Withheld",
		"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "+8566", "+464",
		"266696687", "7378742833", "2562533", "8656696", "86282452253",
		"+266 696 687", "+٢٦٦٦٩٦٦٨٧",
	} {
		for _, text := range []string{stand, strings.ToUpper(stand), strings.ToLower(stand), " " + stand + "\n"} {
			address, err := e164.ParseAddress(text, "")
			assert.Zero(t, address, "%q", text)
			require.ErrorIs(t, err, e164.ErrWithheld, "%q", text)
			checkText(t, err, text)
			number, err := e164.Parse(text, "")
			assert.Empty(t, number, "%q", text)
			require.ErrorIs(t, err, e164.ErrWithheld, "%q", text)
		}
	}
	_, err := e164.ParseAddress("whatsapp:+266696687", "")
	require.ErrorIs(t, err, e164.ErrWithheld)
}

// The same digits can be a number where a region says whose.
func TestNumbersThatLookWithheld(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, region string
		want         e164.Address
	}{
		{text: "266 696 687", region: "PT", want: e164.Address{Channel: e164.ChannelSMS, Number: "+351266696687"}},
		{text: "737-874-2833", region: "US", want: e164.Address{Channel: e164.ChannelSMS, Number: "+17378742833"}},
		{text: "8566", want: e164.Address{Channel: e164.ChannelSMS, ID: "8566"}},
		{text: "464", want: e164.Address{Channel: e164.ChannelSMS, ID: "464"}},
	} {
		address, err := e164.ParseAddress(tt.text, tt.region)
		require.NoError(t, err, tt.text)
		assert.Equal(t, tt.want, address)
	}
}
