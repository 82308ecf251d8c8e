package e164_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/e164"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, region string
		want         e164.Number
	}{
		"E.164":                          {"+14155552671", "", "+14155552671"},
		"E.164, another region":          {"+14155552671", "GB", "+14155552671"},
		"brackets":                       {"(415) 555-0123", "US", "+14155550123"},
		"dashes":                         {"415-555-0123", "US", "+14155550123"},
		"digits":                         {"4155550123", "US", "+14155550123"},
		"dots":                           {"415.555.0123", "US", "+14155550123"},
		"region in small letters":        {"4155550123", "us", "+14155550123"},
		"country code without plus":      {"1 415 555 0123", "US", "+14155550123"},
		"plus and brackets":              {"+1 (415) 555-0123", "", "+14155550123"},
		"plus within brackets":           {"(+1) 415 555 0123", "", "+14155550123"},
		"space after plus":               {"+ 1 415 555 0123", "", "+14155550123"},
		"spaces around":                  {"\t +1 415 555 0123\r\n", "", "+14155550123"},
		"possible, not assigned":         {"+44 7700 900123", "", "+447700900123"},
		"national, not assigned":         {"07700 900123", "GB", "+447700900123"},
		"country code of the region":     {"447700900123", "GB", "+447700900123"},
		"a neighbour's region":           {"07700 900123", "IM", "+447700900123"},
		"00 from Greece":                 {"0030 210 000 0000", "GR", "+302100000000"},
		"00 from Germany to Britain":     {"0044 7700 900123", "DE", "+447700900123"},
		"011 from America":               {"011 44 7700 900123", "US", "+447700900123"},
		"0011 from Australia":            {"0011 44 7700 900123", "AU", "+447700900123"},
		"8~10 from Russia":               {"810 44 7700 900123", "RU", "+447700900123"},
		"trunk prefix in brackets":       {"+49 (0)30 123456", "", "+4930123456"},
		"trunk prefix of Britain":        {"+44 (0)7700 900123", "", "+447700900123"},
		"trunk prefix of North America":  {"+1 1 415 555 0123", "", "+14155550123"},
		"trunk prefix of Belarus":        {"+375 8 29 000-00-00", "", "+375290000000"},
		"mobiles of Argentina":           {"011 15-0000-0000", "AR", "+5491100000000"},
		"a zero that belongs to it":      {"+39 06 5550 0000", "", "+390655500000"},
		"that zero in brackets":          {"+39 (0)6 5550 0000", "", "+390655500000"},
		"that zero, national":            {"06 5550 0000", "IT", "+390655500000"},
		"Sheffield begins with 0114":     {"0114 496 0123", "GB", "+441144960123"},
		"slash":                          {"030/123456", "DE", "+4930123456"},
		"full-width digits":              {"＋１４１５５５５０１２３", "", "+14155550123"},
		"full-width national":            {"（４１５）５５５－０１２３", "US", "+14155550123"},
		"Arabic digits":                  {"+١٤١٥٥٥٥٠١٢٣", "", "+14155550123"},
		"Persian digits":                 {"+۱۴۱۵۵۵۵۰۱۲۳", "", "+14155550123"},
		"Devanagari digits":              {"+१ (४१५) ५५५-०१२३", "", "+14155550123"},
		"Bengali digits, national":       {"০৭৭০০ ৯০০১২৩", "GB", "+447700900123"},
		"Thai digits":                    {"+๑ ๔๑๕ ๕๕๕ ๐๑๒๓", "", "+14155550123"},
		"mathematical digits":            {"+𝟏𝟒𝟏𝟓𝟓𝟓𝟓𝟎𝟏𝟐𝟑", "", "+14155550123"},
		"digits of two scripts":          {"+1 ४१५ ۵۵۵ ０１２３", "", "+14155550123"},
		"a trunk prefix in Thai":         {"+๔๙ (๐)๓๐ ๑๒๓๔๕๖", "", "+4930123456"},
		"a full-width trunk prefix":      {"＋４９（０）３０１２３４５６", "", "+4930123456"},
		"Mexico, ten digits":             {"55 5555 0123", "MX", "+525555550123"},
		"Mexico, ten digits after +52":   {"+52 55 5555 0123", "", "+525555550123"},
		"en dash, figure dash, minus":    {"+1\u2013415\u2012555\u22120123", "", "+14155550123"},
		"no-break and thin spaces":       {"+1\u00a0415\u2009555\u202f0123", "", "+14155550123"},
		"zero-width and byte order mark": {"\ufeff+1\u200b415\u200d555\u20600123", "", "+14155550123"},
		"marks of direction":             {"\u202a+1 415 555 0123\u202c", "", "+14155550123"},
		"soft hyphens":                   {"+1\u00ad415\u00ad555\u00ad0123", "", "+14155550123"},
		"of no country":                  {"+800 0000 0000", "", "+80000000000"},
		"a magic number":                 {"+15005550006", "", "+15005550006"},
		"seven digits":                   {"+683 4000", "", "+6834000"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := e164.Parse(tt.text, tt.region)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
			assert.True(t, e164.Valid(string(got)))
			again, err := e164.Parse(string(got), "")
			assert.NoError(t, err)
			assert.Equal(t, got, again)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, region string
		kind         error
		part         string
		says         string // part of the error's text
	}{
		"empty":                               {"", "US", e164.ErrEmpty, "", `"" has no digits`},
		"spaces":                              {" \t\n", "US", e164.ErrEmpty, "", "has no digits"},
		"only a plus":                         {"+", "", e164.ErrEmpty, "", `"+" has no digits`},
		"only signs":                          {"()-./", "US", e164.ErrEmpty, "", "has no digits"},
		"only zero-width":                     {"\u200b\ufeff", "US", e164.ErrEmpty, "", `"\u200b\ufeff"`},
		"no region":                           {"(415) 555-0123", "", e164.ErrNoRegion, "", "4155…23 has no country code, and no region"},
		"00 without a region":                 {"0030 210 000 0000", "", e164.ErrNoRegion, "00", `("00"); write + in its place`},
		"011 without a region":                {"011 44 7700 900123", "", e164.ErrNoRegion, "011", `("011"); write + in its place`},
		"unknown region":                      {"+14155550123", "XX", e164.ErrUnknownRegion, "XX", "ISO 3166"},
		"region UK":                           {"07700 900123", "uk", e164.ErrUnknownRegion, "uk", `write "GB"`},
		"region by name":                      {"030 123456", "Germany", e164.ErrUnknownRegion, "Germany", `("Germany")`},
		"region by number":                    {"030 123456", "49", e164.ErrUnknownRegion, "49", `("49")`},
		"region of no country":                {"+80000000000", "001", e164.ErrUnknownRegion, "001", `("001")`},
		"long region":                         {"+14155550123", strings.Repeat("U", 1000), e164.ErrUnknownRegion, "UUUUUUUUUUUUUUUU", "ISO 3166"},
		"country code 999":                    {"+9995550123", "US", e164.ErrCountryCode, "+999", `+9995…23 has no country code that exists ("+999")`},
		"country code 000":                    {"+0004155550123", "US", e164.ErrCountryCode, "+000", `("+000")`},
		"plus and 00":                         {"+0044 7700 900123", "GB", e164.ErrCountryCode, "+004", "has no country code"},
		"country code after 00":               {"00 999 555 0123", "DE", e164.ErrInternationalPrefix, "00", "write + in place"},
		"00 from America":                     {"0044 7700 900123", "US", e164.ErrInternationalPrefix, "00", "is not a number of US"},
		"00 from America, ten digits":         {"0044770090", "US", e164.ErrInternationalPrefix, "00", "write + in place"},
		"011 from Britain":                    {"011 44 7700 900123", "GB", e164.ErrInternationalPrefix, "011", "dialled from there"},
		"country code alone":                  {"+1", "", e164.ErrTooShort, "", `"+1" has too few digits`},
		"two digits":                          {"12", "US", e164.ErrTooShort, "", "area code included"},
		"no area code":                        {"555-0123", "US", e164.ErrTooShort, "", "5550…23 has too few digits"},
		"no area code, with plus":             {"+1 555 0123", "", e164.ErrTooShort, "", "area code included"},
		"one digit less":                      {"+1 415 555 012", "", e164.ErrTooShort, "", "+1415…12 has too few"},
		"six digits":                          {"+49 3012", "", e164.ErrTooShort, "", `"+49 3012" has too few`},
		"one digit more":                      {"+1 415 555 01234", "", e164.ErrTooLong, "", "+1415…34 has too many"},
		"two numbers":                         {"415 555 0123 / 415 555 0124", "US", e164.ErrTooLong, "", "pass one number"},
		"plus forgotten":                      {"447700900123", "US", e164.ErrTooLong, "", "write + before its country code"},
		"sixteen digits":                      {"+49 30 12345678901234", "", e164.ErrTooLong, "", "too many digits"},
		"too much text":                       {strings.Repeat("1", 65), "US", e164.ErrTooLong, "", "1111…11 has more than 64 bytes"},
		"megabytes":                           {strings.Repeat(" ", 4<<20), "US", e164.ErrTooLong, "", "has more than 64 bytes"},
		"between two lengths":                 {"+65 9000 00000", "", e164.ErrNotPossible, "", "no number of its country has"},
		"trunk prefix, too short":             {"+44 020 1234", "", e164.ErrTrunkPrefix, "", "begins with a trunk prefix"},
		"trunk prefix in brackets, too short": {"+44 (0)20 1234", "", e164.ErrTrunkPrefix, "(0)", "leave it out"},
		"zero in brackets for no reason":      {"+34 (0)91 000 000", "", e164.ErrTrunkPrefix, "(0)", "does not fit"},
		"trunk prefix, national":              {"020 1234", "GB", e164.ErrTrunkPrefix, "", "write all other digits"},
		"trunk prefix where none exists":      {"+1 (0)415 555 0123", "", e164.ErrTrunkPrefix, "(0)", "does not fit"},
		"Mexico, 044":                         {"044 55 5555 0123", "MX", e164.ErrTrunkPrefix, "044", `("044"); leave the 044 out: write +52 and the ten digits`},
		"Mexico, 045":                         {"(045) 55 5555 0123", "MX", e164.ErrTrunkPrefix, "045", "write +52 and the ten digits"},
		"Mexico, 01":                          {"01 (55) 5555-0123", "MX", e164.ErrTrunkPrefix, "01", "that Mexico has given up"},
		"Mexico, 1":                           {"1 55 5555 0123", "MX", e164.ErrTrunkPrefix, "1", "leave the 1 out"},
		"Mexico, 044 after +52":               {"+52 044 55 5555 0123", "", e164.ErrTrunkPrefix, "044", "leave the 044 out"},
		"Mexico, 045 after +52":               {"+52 045 55 5555 0123", "", e164.ErrTrunkPrefix, "045", "leave the 045 out"},
		"Mexico, 01 after +52":                {"+52 01 55 5555 0123", "", e164.ErrTrunkPrefix, "01", "leave the 01 out"},
		"Mexico, 1 after +52":                 {"+5215555550123", "", e164.ErrTrunkPrefix, "1", "leave the 1 out"},
		"Mexico, 1 after 52":                  {"52 1 55 5555 0123", "MX", e164.ErrTrunkPrefix, "1", "leave the 1 out"},
		"Mexico, dialled from America":        {"011 52 1 55 5555 0123", "US", e164.ErrTrunkPrefix, "1", "leave the 1 out"},
		"Mexico, 044 without a region":        {"044 55 5555 0123", "", e164.ErrNoRegion, "044", "if it is Mexican, write +52 and the ten digits after 044"},
		"Mexico, eleven digits":               {"+52 2 55 5555 0123", "", e164.ErrTooLong, "", "too many digits"},
		"Mexico, no area code":                {"5555 0123", "MX", e164.ErrTooShort, "", "area code included"},
		"withheld, a word":                    {" Anonymous ", "US", e164.ErrWithheld, "", "treat the caller as unknown"},
		"withheld, a number":                  {"+266696687", "", e164.ErrWithheld, "", "+2666…87 stands for a caller who hides the number"},
		"withheld, a number with a region":    {"+7378742833", "US", e164.ErrWithheld, "", "no number to store"},
		"withheld, a number that is possible": {"+86 2824 52253", "", e164.ErrWithheld, "", "stands for a caller"},
		"withheld, without plus":              {"266696687", "", e164.ErrWithheld, "", "stands for a caller"},
		"vanity number":                       {"1-800-FLOWERS", "US", e164.ErrLetters, "FLOWERS", `has letters ("FLOWERS"); write the digits`},
		"vanity number with plus":             {"+1 800 GO AHEAD", "", e164.ErrLetters, "GO", `("GO")`},
		"placeholder":                         {"+1 415 555 xxxx", "", e164.ErrLetters, "xxxx", `("xxxx")`},
		"the letter O":                        {"+1 415 555 O123", "", e164.ErrLetters, "O", `("O")`},
		"a word in front":                     {"Tel +1 415 555 0123", "", e164.ErrLetters, "Tel", `("Tel")`},
		"an x in front":                       {"x 415 555 0123", "US", e164.ErrLetters, "x", `("x")`},
		"a name":                              {"Ada", "US", e164.ErrLetters, "Ada", `("Ada")`},
		"extension x":                         {"+1 415 555 0123 x123", "", e164.ErrExtension, "x123", `has an extension ("x123")`},
		"extension ext.":                      {"415-555-0123 ext. 5", "US", e164.ErrExtension, "ext. 5", `("ext. 5")`},
		"extension in words":                  {"415-555-0123 Extension 5", "US", e164.ErrExtension, "Extension 5", "take it off"},
		"extension of RFC 3966":               {"+1-415-555-0123;ext=5", "", e164.ErrExtension, ";ext=5", `(";ext=5")`},
		"extension #":                         {"415 555 0123 #5", "US", e164.ErrExtension, "#5", `("#5")`},
		"extension ~":                         {"415 555 0123 ~5", "US", e164.ErrExtension, "~5", `("~5")`},
		"extension in full width":             {"415 555 0123 ～5", "US", e164.ErrExtension, "～5", "take it off"},
		"pauses":                              {"+14155550123,,5", "", e164.ErrExtension, ",,5", `(",,5")`},
		"tel:":                                {"tel:+1-415-555-0123", "", e164.ErrPrefix, "tel:", `begins with a prefix ("tel:")`},
		"whatsapp:":                           {"whatsapp:+14155551234", "", e164.ErrPrefix, "whatsapp:", "ParseAddress"},
		"label":                               {"Phone: +1 415 555 0123", "", e164.ErrPrefix, "Phone:", "pass the number alone"},
		"two plus signs":                      {"++1 415 555 0123", "", e164.ErrCharacter, "+1 415 555 0123", "second plus sign"},
		"plus at the end":                     {"415 555 0123+", "US", e164.ErrCharacter, "+", "not in front"},
		"star code":                           {"*67 415 555 0123", "US", e164.ErrCharacter, "*", `("*")`},
		"tab between two":                     {"+1 415 555 0123\t+1 415 555 0124", "", e164.ErrCharacter, "\t", `("\t")`},
		"two lines":                           {"+1 415 555\n0123", "", e164.ErrCharacter, "\n", `("\n")`},
		"NUL":                                 {"+1415555\x000123", "", e164.ErrCharacter, "\x00", `("\x00")`},
		"not UTF-8":                           {"+1415555\xff0123", "", e164.ErrCharacter, "", "not valid UTF-8"},
		"an emoji":                            {"📞 +14155550123", "", e164.ErrCharacter, "📞", "take it out"},
		"colon between digits":                {"415:555:0123", "US", e164.ErrCharacter, ":", `(":")`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := e164.Parse(tt.text, tt.region)
			assert.Empty(t, got)
			require.ErrorIs(t, err, tt.kind)
			var bad *e164.Error
			require.ErrorAs(t, err, &bad)
			assert.Equal(t, tt.part, bad.Part)
			assert.Contains(t, err.Error(), tt.says)
			checkText(t, err, tt.text)
		})
	}
}

// checkText holds what all errors promise: one line, bounded, with a problem and
// a remedy, and no whole number.
func checkText(t *testing.T, err error, input string) {
	t.Helper()
	var bad *e164.Error
	require.ErrorAs(t, err, &bad)
	assert.NotEmpty(t, bad.Problem)
	assert.NotEmpty(t, bad.Remedy)
	assert.LessOrEqual(t, len(bad.Part), 1024)
	assert.Less(t, len(err.Error()), 400)
	assert.NotContains(t, err.Error(), "\n")
	digits := 0
	for _, r := range input {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits >= 7 {
		assert.NotContains(t, strings.Split(err.Error(), ";")[0], strings.TrimSpace(input))
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		n                                e164.Number
		country, national, international string
		typ                              e164.Type
		assigned                         bool
	}{
		{"+14155552671", "US", "(415) 555-2671", "+1 415-555-2671", e164.TypeFixedLineOrMobile, true},
		{"+447700900123", "", "07700 900123", "+44 7700 900123", e164.TypeUnknown, false},
		{"+4930123456", "DE", "030 123456", "+49 30 123456", e164.TypeFixedLine, true},
		{"+390655500000", "IT", "06 5550 0000", "+39 06 5550 0000", e164.TypeFixedLine, true},
		{"+18005550199", "US", "(800) 555-0199", "+1 800-555-0199", e164.TypeTollFree, true},
		{"+19005550199", "US", "(900) 555-0199", "+1 900-555-0199", e164.TypePremium, true},
		{"+15005550006", "US", "(500) 555-0006", "+1 500-555-0006", e164.TypePersonal, true},
		{"+61491570006", "AU", "0491 570 006", "+61 491 570 006", e164.TypeMobile, true},
		{"+80000000000", "", "0000 0000", "+800 0000 0000", e164.TypeTollFree, true},
		{"+5491100000000", "AR", "+54 9 11 0000-0000", "+54 9 11 0000-0000", e164.TypeUnknown, false},
		{"+5215555550123", "MX", "55 5555 0123", "+52 55 5555 0123", e164.TypeFixedLineOrMobile, true},
		{"+99955501234", "", "+99955501234", "+99955501234", e164.TypeUnknown, false},
		{"no number", "", "no number", "no number", e164.TypeUnknown, false},
		{"", "", "", "", e164.TypeUnknown, false},
	}
	for _, tt := range tests {
		t.Run(string(tt.n), func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, string(tt.n), tt.n.String())
			assert.Equal(t, tt.country, tt.n.Country())
			assert.Equal(t, tt.national, tt.n.National())
			assert.Equal(t, tt.international, tt.n.International())
			assert.Equal(t, tt.typ, tt.n.Type())
			assert.Equal(t, tt.assigned, tt.n.Assigned())
		})
	}
	assert.Equal(t, "whatsapp:+14155551234", e164.Number("+14155551234").WhatsApp())
	assert.Empty(t, e164.Number("").WhatsApp())
}

func TestValid(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"+1234567", "+14155552671", "+447700900123", "+123456789012345", "+99955501234"} {
		assert.True(t, e164.Valid(s), s)
	}
	for _, s := range []string{
		"", "+", "+1", "+123456", "+1234567890123456", "14155552671", "+04155552671", "+1415555267a", "+1415555267 ",
		" +14155552671", "++4155552671", "+1415-5552671", "＋14155552671", "+１４１５", "+1415555267\x00", "whatsapp:+14155552671",
	} {
		assert.False(t, e164.Valid(s), s)
	}
}
