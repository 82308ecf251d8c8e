package e164_test

import (
	"regexp"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/e164"
)

// seeds are ways to write numbers, right and wrong ones.
var seeds = [][2]string{
	{"+14155552671", ""},
	{"(415) 555-0123", "US"},
	{"0044 7700 900123", "DE"},
	{"011 44 7700 900123", "US"},
	{"+49 (0)30 123456", ""},
	{"+44 (0)20 1234", "GB"},
	{"011 15-0000-0000", "AR"},
	{"0 90 97177-0000", "BR"},
	{"860119960000000", "CN"},
	{"+375 8 29 000-00-00", ""},
	{"＋１４１５５５５０１２３", ""},
	{"+1\u200b415\u00a0555\u20130123", ""},
	{"+1 415 555 0123 ext. 5", ""},
	{"+1-415-555-0123;ext=5", ""},
	{"1-800-FLOWERS", "US"},
	{"whatsapp:+14155551234", ""},
	{"sip:ada@example.com", ""},
	{"client:ada", ""},
	{"72345", ""},
	{"ACME", ""},
	{"0044770090", "US"},
	{"044 55 5555 0123", "MX"},
	{"whatsapp:+5215555550123", ""},
	{"+१४१५५५५०१२३", ""},
	{"Anonymous", "US"},
	{"266696687", "PT"},
	{"+1415555\xff0123", "UK"},
}

func FuzzParse(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, region string) {
		number, err := e164.Parse(text, region)
		if err != nil {
			assert.Empty(t, number)
			checkText(t, err, "")
			return
		}
		require.True(t, e164.Valid(string(number)), "%q", number)
		again, err := e164.Parse(string(number), "")
		require.NoError(t, err)
		assert.Equal(t, number, again)
		read, err := phonenumbers.Parse(string(number), "")
		require.NoError(t, err)
		assert.True(t, phonenumbers.IsPossibleNumber(read), "%q", number)
		if number.Assigned() {
			assert.NotEqual(t, e164.TypeUnknown, number.Type())
		}
		written, err := e164.Parse(number.International(), "")
		require.NoError(t, err, "%q", number.International())
		assert.Equal(t, number, written)
	})
}

// FuzzNumber reads digits that phonenumbers accepts, too: where both take a
// number to be assigned, they agree on which it is.
func FuzzNumber(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, region string) {
		number, err := e164.Parse(text, region)
		if err != nil || !number.Assigned() {
			return
		}
		read, err := phonenumbers.Parse(text, region)
		if err != nil || !phonenumbers.IsValidNumber(read) {
			return
		}
		assert.Equal(t, phonenumbers.Format(read, phonenumbers.E164), string(number))
	})
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, region string) {
		address, err := e164.ParseAddress(text, region)
		if err != nil {
			assert.Zero(t, address)
			checkText(t, err, "")
			return
		}
		assert.NotEqual(t, address.Number == "", address.ID == "", "%+v", address)
		again, err := e164.ParseAddress(address.String(), "")
		require.NoError(t, err)
		assert.Equal(t, address, again)
	})
}

func FuzzValid(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed[0])
	}
	syntax := regexp.MustCompile(`\A\+[1-9]\d{6,14}\z`)
	f.Fuzz(func(t *testing.T, s string) {
		assert.Equal(t, syntax.MatchString(s), e164.Valid(s))
		n := e164.Number(s)
		if !n.Assigned() {
			assert.Equal(t, e164.TypeUnknown, n.Type())
		}
		assert.Equal(t, s == "", n.National() == "" && n.International() == "" && n.WhatsApp() == "")
	})
}
