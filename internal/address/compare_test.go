package address

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCompare compares the address that Twilio shows with the one that was sent, in
// both orders.
func TestCompare(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, shown, sent string
		want              Match
	}{
		{"the same", "+14155551234", "+14155551234", Exact},
		{"another number", "+14155551234", "+14155556789", None},
		{"blanks", "+14155551234", "+1 415 555 1234", Exact},
		{"a blank behind", "+14155551234", "+14155551234 ", Exact},
		{"a line break behind", "+14155551234", "+14155551234\r\n", Exact},
		{"brackets and a dash", "+14155551234", "+1 (415) 555-1234", Exact},
		{"dots", "+14155551234", "+1.415.555.1234", Exact},
		{"slashes", "+14155551234", "+1/415/5551234", Exact},
		{"non-breaking hyphens", "+14155551234", "+1\u2011415\u2011555\u20111234", Exact},
		{"dashes of a typesetter", "+14155551234", "+1\u2013415\u2014555\u22121234", Exact},
		{"non-breaking blanks", "+14155551234", "+1\u00a0415\u202f555\u00a01234", Exact},
		{"marks of direction", "+14155551234", "\u202a+14155551234\u202c", Exact},
		{"a byte order mark", "+14155551234", "\ufeff+14155551234", Exact},
		{"a soft hyphen", "+14155551234", "+1415\u00ad5551234", Exact},
		{"00 for +", "+447700900123", "00447700900123", Exact},
		{"00 and blanks", "+447700900123", "00 44 7700 900123", Exact},
		{"00 of another country", "+447700900123", "00497700900123", None},
		{"the zero that is dialled at home", "+447700900123", "+44 (0)7700 900123", Exact},
		{"no +", "+14155551234", "14155551234", Exact},
		{"no country code", "+14155551234", "4155551234", Exact},
		{"no country code, with separators", "+14155551234", "(415) 555-1234", Exact},
		{"no country code, a zero in front", "+447700900123", "07700 900123", Exact},
		{"no area code", "+14155551234", "555-1234", Partial},
		{"too short", "+14155551234", "51234", None},
		{"another number without its country code", "+14155551234", "4155556789", None},
		{"dialled from abroad", "+14155551234", "01114155551234", Partial},
		{"both without country code", "4155551234", "14155551234", Partial},
		{"a digit more", "+141555512345", "+14155551234", None},
		{"another country", "+24155551234", "+14155551234", None},

		{"obfuscated", "+1415555XXXX", "+14155551234", Partial},
		{"obfuscated in small letters", "+1415555xxxx", "+14155551234", Partial},
		{"obfuscated with stars", "+1415555****", "+14155551234", Partial},
		{"obfuscated, another number", "+1202555XXXX", "+14155551234", None},
		{"obfuscated, a digit more", "+1415555XXXXX", "+14155551234", None},
		{"obfuscated, no country code", "+1415555XXXX", "415-555-1234", Partial},
		{"obfuscated as a whole", "+1XXXXXXXXXX", "+14155551234", Partial},
		{"obfuscated alike", "+1415555XXXX", "+1415555XXXX", Exact},
		{"obfuscated WhatsApp", "whatsapp:+1415555XXXX", "whatsapp:+14155551234", Partial},
		{"a name with an X", "4XL", "401", None},

		{"WhatsApp", "whatsapp:+14155551234", "whatsapp:+14155551234", Exact},
		{"WhatsApp in capitals", "whatsapp:+14155551234", "WhatsApp:+14155551234", Exact},
		{"WhatsApp with blanks", "whatsapp:+14155551234", "whatsapp: +1 415 555 1234", Exact},
		{"WhatsApp and SMS", "whatsapp:+14155551234", "+14155551234", None},
		{"Messenger and WhatsApp", "messenger:14155551234", "whatsapp:14155551234", None},
		{"RCS and SMS", "rcs:+14155551234", "+14155551234", None},
		{"RCS and WhatsApp", "rcs:+14155551234", "whatsapp:+14155551234", None},
		{"RCS", "rcs:+14155551234", "rcs:+1-415-555-1234", Exact},
		{"Messenger", "messenger:1234567890", "messenger:1234567890", Exact},
		{"Messenger, the end of another", "messenger:1234567890", "messenger:4567890", None},

		{"Mexico", "whatsapp:+5215555551234", "whatsapp:+525555551234", Exact},
		{"Argentina", "whatsapp:+5491155551234", "whatsapp:+541155551234", Exact},
		{"Brazil", "whatsapp:+5511955551234", "whatsapp:+551155551234", Exact},
		{"Brazil, another area", "whatsapp:+5511955551234", "whatsapp:+552155551234", None},
		{"Mexico, another number", "whatsapp:+5215555551234", "whatsapp:+525555551235", None},
		{"Mexico without WhatsApp", "+5215555551234", "+525555551234", None},
		{"Argentina without WhatsApp", "+5491155551234", "+541155551234", None},
		{"Brazil without WhatsApp", "+5511955551234", "+551155551234", None},
		{"Mexico, RCS", "rcs:+5215555551234", "rcs:+525555551234", None},
		{"Mexico, obfuscated", "whatsapp:+521555555XXXX", "whatsapp:+525555551234", Partial},
		{"a 1 behind another country's code", "whatsapp:+5715555551234", "whatsapp:+575555551234", None},
		{"a 9 behind another country's code", "whatsapp:+5691155551234", "whatsapp:+561155551234", None},

		// A mask hides the digit by which two forms differ, or stands for more digits than it has marks.
		{"Mexico, obfuscated, the shorter form", "whatsapp:+52555555XXXX", "whatsapp:+5215555551234", Partial},
		{"Mexico, obfuscated, eight digits", "whatsapp:+52155XXXXXXXX", "whatsapp:+525555551234", Partial},
		{"Mexico, obfuscated as a whole", "whatsapp:+52XXXXXXXXXXX", "whatsapp:+525555551234", Partial},
		{"Mexico, obfuscated as a whole, the shorter form", "whatsapp:+52XXXXXXXXXX", "whatsapp:+5215555551234", Partial},
		{"Mexico, abbreviated", "whatsapp:+5215555XXXX", "whatsapp:+525555551234", Partial},
		{"Mexico, abbreviated, the longer form", "whatsapp:+5215555XXXX", "whatsapp:+5215555551234", Partial},
		{"Mexico, obfuscated, another number", "whatsapp:+521551111XXXX", "whatsapp:+525555551234", None},
		{"Mexico, obfuscated, RCS", "rcs:+521555555XXXX", "rcs:+525555551234", None},
		{"Mexico, obfuscated, SMS", "+521555555XXXX", "whatsapp:+525555551234", None},
		{"Argentina, obfuscated", "whatsapp:+549115555XXXX", "whatsapp:+541155551234", Partial},
		{"Argentina, obfuscated, the shorter form", "whatsapp:+54115555XXXX", "whatsapp:+5491155551234", Partial},
		{"Argentina, obfuscated as a whole", "whatsapp:+54XXXXXXXXX34", "whatsapp:+541155551234", Partial},
		{"Argentina, obfuscated, another number", "whatsapp:+549115556XXXX", "whatsapp:+541155551234", None},
		{"Brazil, obfuscated", "whatsapp:+5511955XXXXXX", "whatsapp:+551155551234", Partial},
		{"Brazil, obfuscated, the shorter form", "whatsapp:+55115555XXXX", "whatsapp:+5511955551234", Partial},
		{"Brazil, the ninth digit obfuscated", "whatsapp:+5511XXXXXXXXX", "whatsapp:+551155551234", Partial},
		{"Brazil, obfuscated as a whole", "whatsapp:+XXXXXXXXXXX34", "whatsapp:+551155551234", Partial},
		{"Brazil, obfuscated, another area", "whatsapp:+55219XXXXXXXX", "whatsapp:+551155551234", None},
		{"thirteen digits, obfuscated as a whole", "whatsapp:+86XXXXXXXXXXX", "whatsapp:+8613800138000", Partial},
		{"abbreviated", "+1415XXXX", "+14155551234", Partial},
		{"abbreviated, the end shown", "+1415XXXX34", "+14155551234", Partial},
		{"abbreviated, another end", "+1415XXXX35", "+14155551234", None},
		{"abbreviated, another number", "+1202XXXX", "+14155551234", None},
		{"Mexico without +", "whatsapp:+525555551234", "whatsapp:5215555551234", Exact},

		// A trunk prefix behind the country code.
		{"a zero behind the country code", "+447700900123", "+4407700900123", Partial},
		{"a zero behind the country code, with 00", "+447700900123", "0044 (0) 7700 900123", Partial},
		{"a zero behind the country code, WhatsApp", "whatsapp:+447700900123", "whatsapp:+4407700900123", Partial},
		{"a zero behind the country code, obfuscated", "+44770090XXXX", "+4407700900123", Partial},
		{"a zero behind the country code, another number", "+447700900124", "+4407700900123", None},
		{"two zeros behind the country code", "+447700900123", "+44007700900123", None},
		{"a zero within the number", "+447700900123", "+4477000900123", None},
		{"a zero behind three digits of a country code", "+353201234567", "+3530201234567", Partial},
		{"a 1 behind +1", "+14155551234", "+114155551234", Partial},
		{"a 0 behind +1", "+14155551234", "+104155551234", None},
		{"an area code that begins with a zero, short", "+12015550123", "+1215550123", None},
		{"an 8 behind +7", "+78125550123", "+788125550123", Partial},
		{"an 8 that is the number's own", "+78125550123", "+7125550123", None},
		{"06 behind +36", "+3615550123", "+360615550123", Partial},
		{"0 behind +36", "+3615550123", "+36015550123", None},
		{"an 8 behind +370", "+37061255501", "+370861255501", Partial},
		{"80 behind +375", "+375291234567", "+37580291234567", Partial},
		{"Italy's zero is a digit", "+390655501234", "+39655501234", None},
		{"Ivory Coast's zero is a digit", "+2250555501234", "+225555501234", None},
		{"00 behind +", "+14155551234", "+0014155551234", Exact},

		{"tel", "+14155551234", "tel:+14155551234", Exact},
		{"tel with separators", "+14155551234", "TEL:+1-415-555-1234", Exact},
		{"tel, another number", "+14155551234", "tel:+14155556789", None},
		{"tel with parameters", "+14155551234", "tel:+1-415-555-1234;ext=5", Partial},
		{"tel with a context", "+14155551234", "tel:555-1234;phone-context=+1415", Partial},
		{"tel and WhatsApp", "whatsapp:+14155551234", "tel:+14155551234", None},
		{"sms", "+14155551234", "sms:+14155551234", Exact},
		{"sms with a body", "+14155551234", "sms:+14155551234?body=Hi", Partial},
		{"a vanity number", "+18005551234", "+1800555ACME", None},     // it is refused
		{"an extension", "+14155551234", "+14155551234 ext. 5", None}, // it is refused

		{"a short code", "12345", "12345", Exact},
		{"another short code", "12345", "12346", None},
		{"the end of a short code", "123456", "23456", None},
		{"a name", "Acme", "Acme", Exact},
		{"a name in other letters", "ACME", "Acme", Exact},
		{"a name with a blank behind", "Acme", "Acme ", Exact},
		{"another name", "Acme", "Apex", None},
		{"a name with something behind a mark", "Acme", "Acme;5", Partial},
		{"a name and a number", "Acme", "+14155551234", None},
		{"a name that begins with a digit", "7 Seas", "7 seas", Exact},
		{"a SIM in other letters", "HS0000000000000000000000000000000a", "HS0000000000000000000000000000000A", Exact},

		{"a client", "client:ada", "client:ada", Exact},
		{"a client in other letters", "client:ada", "client:Ada", Partial},
		{"another client", "client:ada", "client:bob", None},
		{"a client and a name", "client:ada", "ada", None},
		{"SIP", "sip:ada@example.com", "SIP:ada@example.com", Exact},
		{"SIP in other letters", "sip:ada@example.com", "sip:ada@Example.com", Partial},
		{"SIP and a client", "sip:ada", "client:ada", None},
		{"SIP with parameters", "sip:ada@example.com", "sip:ada@example.com;transport=tls", Partial},
		{"SIP with a header", "sip:ada@example.com", "sip:ada@example.com?X-Room=5", Partial},
		{"SIP with another header", "sip:ada@example.com?X-Room=6", "sip:ada@example.com?X-Room=5", Partial},
		{"SIP with the same header", "sip:ada@example.com?X-Room=5", "sip:ada@example.com?X-Room=5", Exact},
		{"SIP with parameters, another party", "sip:bob@example.com", "sip:ada@example.com;transport=tls", None},
		{"a client with parameters", "client:ada", "client:ada?room=5", Partial},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, Compare(tt.shown, tt.sent), "%q, %q", tt.shown, tt.sent)
			assert.Equal(t, tt.want, Compare(tt.sent, tt.shown), "%q, %q", tt.sent, tt.shown)
		})
	}
}

// FuzzCompare: the order does not matter, every address is itself, and
// another channel never matches.
func FuzzCompare(f *testing.F) {
	for _, seed := range [][2]string{
		{"+14155551234", "4155551234"}, {"whatsapp:+5215555551234", "whatsapp:+525555551234"}, {"+1415555XXXX", "+14155551234"},
		{"05551234567", "15551234567"}, {"Acme", "ACME "}, {"\u202a+1", "00"}, {"client:a", "client:A"}, {":", "::"}, {"+", "(0)"}, {"000000000", "0"}, {"x\xff", "*"},
		{"+4407700900123", "+447700900123"}, {"whatsapp:+5511XXXXXXXXX", "whatsapp:+551155551234"}, {"+1415XX", "+14155551234"}, {"tel:+14155551234;ext=5", "+14155551234"}, {"+5", "+5"}, {"+360615550123", "+3615550123"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		match := Compare(a, b)
		require.Equal(t, match, Compare(b, a))
		require.Equal(t, Exact, Compare(a, a))
		require.Equal(t, Exact, Compare(a, " "+a+"\u00a0"))
		if match == Exact {
			requireSameDigits(t, parse(a).digits, parse(b).digits)
		}
		if parse(a).channel != parse(b).channel {
			require.Equal(t, None, match)
		}
		if number, country := readNumber(a); country {
			require.NotEmpty(t, number)
		}
	})
}

// requireSameDigits holds that numbers which match exactly differ by digits that are
// missing from one of them, not by digits that are others, and never at their ends.
func requireSameDigits(t *testing.T, a, b string) {
	t.Helper()
	if a == "" || b == "" {
		return
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	end := min(fewestDigits, len(a))
	require.Equal(t, b[len(b)-end:], a[len(a)-end:])
	left := b
	for i := range len(a) {
		at := strings.IndexByte(left, a[i])
		require.GreaterOrEqual(t, at, 0, "%s is not a part of %s", a, b)
		left = left[at+1:]
	}
}
