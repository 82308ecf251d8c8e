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
		"E.164":                          {text: "+14155552671", want: "+14155552671"},
		"E.164, another region":          {text: "+14155552671", region: "GB", want: "+14155552671"},
		"brackets":                       {text: "(415) 555-0123", region: "US", want: "+14155550123"},
		"dashes":                         {text: "415-555-0123", region: "US", want: "+14155550123"},
		"digits":                         {text: "4155550123", region: "US", want: "+14155550123"},
		"dots":                           {text: "415.555.0123", region: "US", want: "+14155550123"},
		"region in small letters":        {text: "4155550123", region: "us", want: "+14155550123"},
		"country code without plus":      {text: "1 415 555 0123", region: "US", want: "+14155550123"},
		"plus and brackets":              {text: "+1 (415) 555-0123", want: "+14155550123"},
		"plus within brackets":           {text: "(+1) 415 555 0123", want: "+14155550123"},
		"space after plus":               {text: "+ 1 415 555 0123", want: "+14155550123"},
		"spaces around":                  {text: "\t +1 415 555 0123\r\n", want: "+14155550123"},
		"possible, not assigned":         {text: "+44 7700 900123", want: "+447700900123"},
		"national, not assigned":         {text: "07700 900123", region: "GB", want: "+447700900123"},
		"country code of the region":     {text: "447700900123", region: "GB", want: "+447700900123"},
		"a neighbour's region":           {text: "07700 900123", region: "IM", want: "+447700900123"},
		"00 from Greece":                 {text: "0030 210 000 0000", region: "GR", want: "+302100000000"},
		"00 from Germany to Britain":     {text: "0044 7700 900123", region: "DE", want: "+447700900123"},
		"011 from America":               {text: "011 44 7700 900123", region: "US", want: "+447700900123"},
		"0011 from Australia":            {text: "0011 44 7700 900123", region: "AU", want: "+447700900123"},
		"8~10 from Russia":               {text: "810 44 7700 900123", region: "RU", want: "+447700900123"},
		"trunk prefix in brackets":       {text: "+49 (0)30 123456", want: "+4930123456"},
		"trunk prefix of Britain":        {text: "+44 (0)7700 900123", want: "+447700900123"},
		"trunk prefix of North America":  {text: "+1 1 415 555 0123", want: "+14155550123"},
		"trunk prefix of Belarus":        {text: "+375 8 29 000-00-00", want: "+375290000000"},
		"mobiles of Argentina":           {text: "011 15-0000-0000", region: "AR", want: "+5491100000000"},
		"a zero that belongs to it":      {text: "+39 06 5550 0000", want: "+390655500000"},
		"that zero in brackets":          {text: "+39 (0)6 5550 0000", want: "+390655500000"},
		"that zero, national":            {text: "06 5550 0000", region: "IT", want: "+390655500000"},
		"Sheffield begins with 0114":     {text: "0114 496 0123", region: "GB", want: "+441144960123"},
		"slash":                          {text: "030/123456", region: "DE", want: "+4930123456"},
		"full-width digits":              {text: "＋１４１５５５５０１２３", want: "+14155550123"},
		"full-width national":            {text: "（４１５）５５５－０１２３", region: "US", want: "+14155550123"},
		"Arabic digits":                  {text: "+١٤١٥٥٥٥٠١٢٣", want: "+14155550123"},
		"Persian digits":                 {text: "+۱۴۱۵۵۵۵۰۱۲۳", want: "+14155550123"},
		"Devanagari digits":              {text: "+१ (४१५) ५५५-०१२३", want: "+14155550123"},
		"Bengali digits, national":       {text: "০৭৭০০ ৯০০১২৩", region: "GB", want: "+447700900123"},
		"Thai digits":                    {text: "+๑ ๔๑๕ ๕๕๕ ๐๑๒๓", want: "+14155550123"},
		"mathematical digits":            {text: "+𝟏𝟒𝟏𝟓𝟓𝟓𝟓𝟎𝟏𝟐𝟑", want: "+14155550123"},
		"digits of two scripts":          {text: "+1 ४१५ ۵۵۵ ０１２３", want: "+14155550123"},
		"a trunk prefix in Thai":         {text: "+๔๙ (๐)๓๐ ๑๒๓๔๕๖", want: "+4930123456"},
		"a full-width trunk prefix":      {text: "＋４９（０）３０１２３４５６", want: "+4930123456"},
		"Mexico, ten digits":             {text: "55 5555 0123", region: "MX", want: "+525555550123"},
		"Mexico, ten digits after +52":   {text: "+52 55 5555 0123", want: "+525555550123"},
		"en dash, figure dash, minus":    {text: "+1\u2013415\u2012555\u22120123", want: "+14155550123"},
		"no-break and thin spaces":       {text: "+1\u00a0415\u2009555\u202f0123", want: "+14155550123"},
		"zero-width and byte order mark": {text: "\ufeff+1\u200b415\u200d555\u20600123", want: "+14155550123"},
		"marks of direction":             {text: "\u202a+1 415 555 0123\u202c", want: "+14155550123"},
		"soft hyphens":                   {text: "+1\u00ad415\u00ad555\u00ad0123", want: "+14155550123"},
		"of no country":                  {text: "+800 0000 0000", want: "+80000000000"},
		"a magic number":                 {text: "+15005550006", want: "+15005550006"},
		"seven digits":                   {text: "+683 4000", want: "+6834000"},
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
		"empty":                               {text: "", region: "US", kind: e164.ErrEmpty, says: `"" has no digits`},
		"spaces":                              {text: " \t\n", region: "US", kind: e164.ErrEmpty, says: "has no digits"},
		"only a plus":                         {text: "+", kind: e164.ErrEmpty, says: `"+" has no digits`},
		"only signs":                          {text: "()-./", region: "US", kind: e164.ErrEmpty, says: "has no digits"},
		"only zero-width":                     {text: "\u200b\ufeff", region: "US", kind: e164.ErrEmpty, says: `"\u200b\ufeff"`},
		"no region":                           {text: "(415) 555-0123", kind: e164.ErrNoRegion, says: "4155…23 has no country code, and no region"},
		"00 without a region":                 {text: "0030 210 000 0000", kind: e164.ErrNoRegion, part: "00", says: `("00"); write + in its place`},
		"011 without a region":                {text: "011 44 7700 900123", kind: e164.ErrNoRegion, part: "011", says: `("011"); write + in its place`},
		"unknown region":                      {text: "+14155550123", region: "XX", kind: e164.ErrUnknownRegion, part: "XX", says: "ISO 3166"},
		"region UK":                           {text: "07700 900123", region: "uk", kind: e164.ErrUnknownRegion, part: "uk", says: `write "GB"`},
		"region by name":                      {text: "030 123456", region: "Germany", kind: e164.ErrUnknownRegion, part: "Germany", says: `("Germany")`},
		"region by number":                    {text: "030 123456", region: "49", kind: e164.ErrUnknownRegion, part: "49", says: `("49")`},
		"region of no country":                {text: "+80000000000", region: "001", kind: e164.ErrUnknownRegion, part: "001", says: `("001")`},
		"long region":                         {text: "+14155550123", region: strings.Repeat("U", 1000), kind: e164.ErrUnknownRegion, part: "UUUUUUUUUUUUUUUU", says: "ISO 3166"},
		"country code 999":                    {text: "+9995550123", region: "US", kind: e164.ErrCountryCode, part: "+999", says: `+9995…23 has no country code that exists ("+999")`},
		"country code 000":                    {text: "+0004155550123", region: "US", kind: e164.ErrCountryCode, part: "+000", says: `("+000")`},
		"plus and 00":                         {text: "+0044 7700 900123", region: "GB", kind: e164.ErrCountryCode, part: "+004", says: "has no country code"},
		"country code after 00":               {text: "00 999 555 0123", region: "DE", kind: e164.ErrInternationalPrefix, part: "00", says: "write + in place"},
		"00 from America":                     {text: "0044 7700 900123", region: "US", kind: e164.ErrInternationalPrefix, part: "00", says: "is not a number of US"},
		"00 from America, ten digits":         {text: "0044770090", region: "US", kind: e164.ErrInternationalPrefix, part: "00", says: "write + in place"},
		"011 from Britain":                    {text: "011 44 7700 900123", region: "GB", kind: e164.ErrInternationalPrefix, part: "011", says: "dialled from there"},
		"country code alone":                  {text: "+1", kind: e164.ErrTooShort, says: `"+1" has too few digits`},
		"two digits":                          {text: "12", region: "US", kind: e164.ErrTooShort, says: "area code included"},
		"no area code":                        {text: "555-0123", region: "US", kind: e164.ErrTooShort, says: "5550…23 has too few digits"},
		"no area code, with plus":             {text: "+1 555 0123", kind: e164.ErrTooShort, says: "area code included"},
		"one digit less":                      {text: "+1 415 555 012", kind: e164.ErrTooShort, says: "+1415…12 has too few"},
		"six digits":                          {text: "+49 3012", kind: e164.ErrTooShort, says: `"+49 3012" has too few`},
		"one digit more":                      {text: "+1 415 555 01234", kind: e164.ErrTooLong, says: "+1415…34 has too many"},
		"two numbers":                         {text: "415 555 0123 / 415 555 0124", region: "US", kind: e164.ErrTooLong, says: "pass one number"},
		"plus forgotten":                      {text: "447700900123", region: "US", kind: e164.ErrTooLong, says: "write + before its country code"},
		"sixteen digits":                      {text: "+49 30 12345678901234", kind: e164.ErrTooLong, says: "too many digits"},
		"too much text":                       {text: strings.Repeat("1", 65), region: "US", kind: e164.ErrTooLong, says: "1111…11 has more than 64 bytes"},
		"megabytes":                           {text: strings.Repeat(" ", 4<<20), region: "US", kind: e164.ErrTooLong, says: "has more than 64 bytes"},
		"between two lengths":                 {text: "+65 9000 00000", kind: e164.ErrNotPossible, says: "no number of its country has"},
		"trunk prefix, too short":             {text: "+44 020 1234", kind: e164.ErrTrunkPrefix, says: "begins with a trunk prefix"},
		"trunk prefix in brackets, too short": {text: "+44 (0)20 1234", kind: e164.ErrTrunkPrefix, part: "(0)", says: "leave it out"},
		"zero in brackets for no reason":      {text: "+34 (0)91 000 000", kind: e164.ErrTrunkPrefix, part: "(0)", says: "does not fit"},
		"trunk prefix, national":              {text: "020 1234", region: "GB", kind: e164.ErrTrunkPrefix, says: "write all other digits"},
		"trunk prefix where none exists":      {text: "+1 (0)415 555 0123", kind: e164.ErrTrunkPrefix, part: "(0)", says: "does not fit"},
		"Mexico, 044":                         {text: "044 55 5555 0123", region: "MX", kind: e164.ErrTrunkPrefix, part: "044", says: `("044"); leave the 044 out: write +52 and the ten digits`},
		"Mexico, 045":                         {text: "(045) 55 5555 0123", region: "MX", kind: e164.ErrTrunkPrefix, part: "045", says: "write +52 and the ten digits"},
		"Mexico, 01":                          {text: "01 (55) 5555-0123", region: "MX", kind: e164.ErrTrunkPrefix, part: "01", says: "that Mexico has given up"},
		"Mexico, 1":                           {text: "1 55 5555 0123", region: "MX", kind: e164.ErrTrunkPrefix, part: "1", says: "leave the 1 out"},
		"Mexico, 044 after +52":               {text: "+52 044 55 5555 0123", kind: e164.ErrTrunkPrefix, part: "044", says: "leave the 044 out"},
		"Mexico, 045 after +52":               {text: "+52 045 55 5555 0123", kind: e164.ErrTrunkPrefix, part: "045", says: "leave the 045 out"},
		"Mexico, 01 after +52":                {text: "+52 01 55 5555 0123", kind: e164.ErrTrunkPrefix, part: "01", says: "leave the 01 out"},
		"Mexico, 1 after +52":                 {text: "+5215555550123", kind: e164.ErrTrunkPrefix, part: "1", says: "leave the 1 out"},
		"Mexico, 1 after 52":                  {text: "52 1 55 5555 0123", region: "MX", kind: e164.ErrTrunkPrefix, part: "1", says: "leave the 1 out"},
		"Mexico, dialled from America":        {text: "011 52 1 55 5555 0123", region: "US", kind: e164.ErrTrunkPrefix, part: "1", says: "leave the 1 out"},
		"Mexico, 044 without a region":        {text: "044 55 5555 0123", kind: e164.ErrNoRegion, part: "044", says: "if it is Mexican, write +52 and the ten digits after 044"},
		"Mexico, eleven digits":               {text: "+52 2 55 5555 0123", kind: e164.ErrTooLong, says: "too many digits"},
		"Mexico, no area code":                {text: "5555 0123", region: "MX", kind: e164.ErrTooShort, says: "area code included"},
		"withheld, a word":                    {text: " Anonymous ", region: "US", kind: e164.ErrWithheld, says: "treat the caller as unknown"},
		"withheld, a number":                  {text: "+266696687", kind: e164.ErrWithheld, says: "+2666…87 stands for a caller who hides the number"},
		"withheld, a number with a region":    {text: "+7378742833", region: "US", kind: e164.ErrWithheld, says: "no number to store"},
		"withheld, a number that is possible": {text: "+86 2824 52253", kind: e164.ErrWithheld, says: "stands for a caller"},
		"withheld, without plus":              {text: "266696687", kind: e164.ErrWithheld, says: "stands for a caller"},
		"vanity number":                       {text: "1-800-FLOWERS", region: "US", kind: e164.ErrLetters, part: "FLOWERS", says: `has letters ("FLOWERS"); write the digits`},
		"vanity number with plus":             {text: "+1 800 GO AHEAD", kind: e164.ErrLetters, part: "GO", says: `("GO")`},
		"placeholder":                         {text: "+1 415 555 xxxx", kind: e164.ErrLetters, part: "xxxx", says: `("xxxx")`},
		"the letter O":                        {text: "+1 415 555 O123", kind: e164.ErrLetters, part: "O", says: `("O")`},
		"a word in front":                     {text: "Tel +1 415 555 0123", kind: e164.ErrLetters, part: "Tel", says: `("Tel")`},
		"an x in front":                       {text: "x 415 555 0123", region: "US", kind: e164.ErrLetters, part: "x", says: `("x")`},
		"a name":                              {text: "Ada", region: "US", kind: e164.ErrLetters, part: "Ada", says: `("Ada")`},
		"extension x":                         {text: "+1 415 555 0123 x123", kind: e164.ErrExtension, part: "x123", says: `has an extension ("x123")`},
		"extension ext.":                      {text: "415-555-0123 ext. 5", region: "US", kind: e164.ErrExtension, part: "ext. 5", says: `("ext. 5")`},
		"extension in words":                  {text: "415-555-0123 Extension 5", region: "US", kind: e164.ErrExtension, part: "Extension 5", says: "take it off"},
		"extension of RFC 3966":               {text: "+1-415-555-0123;ext=5", kind: e164.ErrExtension, part: ";ext=5", says: `(";ext=5")`},
		"extension #":                         {text: "415 555 0123 #5", region: "US", kind: e164.ErrExtension, part: "#5", says: `("#5")`},
		"extension ~":                         {text: "415 555 0123 ~5", region: "US", kind: e164.ErrExtension, part: "~5", says: `("~5")`},
		"extension in full width":             {text: "415 555 0123 ～5", region: "US", kind: e164.ErrExtension, part: "～5", says: "take it off"},
		"pauses":                              {text: "+14155550123,,5", kind: e164.ErrExtension, part: ",,5", says: `(",,5")`},
		"tel:":                                {text: "tel:+1-415-555-0123", kind: e164.ErrPrefix, part: "tel:", says: `begins with a prefix ("tel:")`},
		"whatsapp:":                           {text: "whatsapp:+14155551234", kind: e164.ErrPrefix, part: "whatsapp:", says: "ParseAddress"},
		"label":                               {text: "Phone: +1 415 555 0123", kind: e164.ErrPrefix, part: "Phone:", says: "pass the number alone"},
		"two plus signs":                      {text: "++1 415 555 0123", kind: e164.ErrCharacter, part: "+1 415 555 0123", says: "second plus sign"},
		"plus at the end":                     {text: "415 555 0123+", region: "US", kind: e164.ErrCharacter, part: "+", says: "not in front"},
		"star code":                           {text: "*67 415 555 0123", region: "US", kind: e164.ErrCharacter, part: "*", says: `("*")`},
		"tab between two":                     {text: "+1 415 555 0123\t+1 415 555 0124", kind: e164.ErrCharacter, part: "\t", says: `("\t")`},
		"two lines":                           {text: "+1 415 555\n0123", kind: e164.ErrCharacter, part: "\n", says: `("\n")`},
		"NUL":                                 {text: "+1415555\x000123", kind: e164.ErrCharacter, part: "\x00", says: `("\x00")`},
		"not UTF-8":                           {text: "+1415555\xff0123", kind: e164.ErrCharacter, says: "not valid UTF-8"},
		"an emoji":                            {text: "📞 +14155550123", kind: e164.ErrCharacter, part: "📞", says: "take it out"},
		"colon between digits":                {text: "415:555:0123", region: "US", kind: e164.ErrCharacter, part: ":", says: `(":")`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := e164.Parse(tt.text, tt.region)
			assert.Empty(t, got)
			checkError(t, err, tt.kind, tt.part, tt.says)
			checkText(t, err, tt.text)
		})
	}
}

// checkError checks the kind of an error, the part that it names, and its text.
func checkError(t *testing.T, err, kind error, part, says string) {
	t.Helper()
	require.ErrorIs(t, err, kind)
	var bad *e164.Error
	require.ErrorAs(t, err, &bad)
	assert.Equal(t, part, bad.Part)
	assert.Contains(t, err.Error(), says)
}

// checkText checks the properties of all errors: one line, bounded, with a problem and
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
		{n: "+14155552671", country: "US", national: "(415) 555-2671", international: "+1 415-555-2671", typ: e164.TypeFixedLineOrMobile, assigned: true},
		{n: "+447700900123", national: "07700 900123", international: "+44 7700 900123", typ: e164.TypeUnknown, assigned: false},
		{n: "+4930123456", country: "DE", national: "030 123456", international: "+49 30 123456", typ: e164.TypeFixedLine, assigned: true},
		{n: "+390655500000", country: "IT", national: "06 5550 0000", international: "+39 06 5550 0000", typ: e164.TypeFixedLine, assigned: true},
		{n: "+18005550199", country: "US", national: "(800) 555-0199", international: "+1 800-555-0199", typ: e164.TypeTollFree, assigned: true},
		{n: "+19005550199", country: "US", national: "(900) 555-0199", international: "+1 900-555-0199", typ: e164.TypePremium, assigned: true},
		{n: "+15005550006", country: "US", national: "(500) 555-0006", international: "+1 500-555-0006", typ: e164.TypePersonal, assigned: true},
		{n: "+61491570006", country: "AU", national: "0491 570 006", international: "+61 491 570 006", typ: e164.TypeMobile, assigned: true},
		{n: "+80000000000", national: "0000 0000", international: "+800 0000 0000", typ: e164.TypeTollFree, assigned: true},
		{n: "+5491100000000", country: "AR", national: "+54 9 11 0000-0000", international: "+54 9 11 0000-0000", typ: e164.TypeUnknown, assigned: false},
		{n: "+5215555550123", country: "MX", national: "55 5555 0123", international: "+52 55 5555 0123", typ: e164.TypeFixedLineOrMobile, assigned: true},
		{n: "+99955501234", national: "+99955501234", international: "+99955501234", typ: e164.TypeUnknown, assigned: false},
		{n: "no number", national: "no number", international: "no number", typ: e164.TypeUnknown, assigned: false},
		{n: "", typ: e164.TypeUnknown, assigned: false},
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
