package twilio

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAddressLikeness compares what Twilio shows with what was sent, and the other
// way round.
func TestAddressLikeness(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, shown, sent string
		want              likeness
	}{
		{"the same", "+14155551234", "+14155551234", alike},
		{"another number", "+14155551234", "+14155556789", unlike},
		{"blanks", "+14155551234", "+1 415 555 1234", alike},
		{"a blank behind", "+14155551234", "+14155551234 ", alike},
		{"a line break behind", "+14155551234", "+14155551234\r\n", alike},
		{"brackets and a dash", "+14155551234", "+1 (415) 555-1234", alike},
		{"dots", "+14155551234", "+1.415.555.1234", alike},
		{"slashes", "+14155551234", "+1/415/5551234", alike},
		{"non-breaking hyphens", "+14155551234", "+1\u2011415\u2011555\u20111234", alike},
		{"dashes of a typesetter", "+14155551234", "+1\u2013415\u2014555\u22121234", alike},
		{"non-breaking blanks", "+14155551234", "+1\u00a0415\u202f555\u00a01234", alike},
		{"marks of direction", "+14155551234", "\u202a+14155551234\u202c", alike},
		{"a byte order mark", "+14155551234", "\ufeff+14155551234", alike},
		{"a soft hyphen", "+14155551234", "+1415\u00ad5551234", alike},
		{"00 for +", "+447700900123", "00447700900123", alike},
		{"00 and blanks", "+447700900123", "00 44 7700 900123", alike},
		{"00 of another country", "+447700900123", "00497700900123", unlike},
		{"the zero that is dialled at home", "+447700900123", "+44 (0)7700 900123", alike},
		{"no +", "+14155551234", "14155551234", alike},
		{"no country code", "+14155551234", "4155551234", alike},
		{"no country code, with separators", "+14155551234", "(415) 555-1234", alike},
		{"no country code, a zero in front", "+447700900123", "07700 900123", alike},
		{"no area code", "+14155551234", "555-1234", akin},
		{"too short", "+14155551234", "51234", unlike},
		{"another number without its country code", "+14155551234", "4155556789", unlike},
		{"dialled from abroad", "+14155551234", "01114155551234", akin},
		{"both without country code", "4155551234", "14155551234", akin},
		{"a digit more", "+141555512345", "+14155551234", unlike},
		{"another country", "+24155551234", "+14155551234", unlike},

		{"obfuscated", "+1415555XXXX", "+14155551234", akin},
		{"obfuscated in small letters", "+1415555xxxx", "+14155551234", akin},
		{"obfuscated with stars", "+1415555****", "+14155551234", akin},
		{"obfuscated, another number", "+1202555XXXX", "+14155551234", unlike},
		{"obfuscated, a digit more", "+1415555XXXXX", "+14155551234", unlike},
		{"obfuscated, no country code", "+1415555XXXX", "415-555-1234", akin},
		{"obfuscated as a whole", "+1XXXXXXXXXX", "+14155551234", akin},
		{"obfuscated alike", "+1415555XXXX", "+1415555XXXX", alike},
		{"obfuscated WhatsApp", "whatsapp:+1415555XXXX", "whatsapp:+14155551234", akin},
		{"a name with an X", "4XL", "401", unlike},

		{"WhatsApp", "whatsapp:+14155551234", "whatsapp:+14155551234", alike},
		{"WhatsApp in capitals", "whatsapp:+14155551234", "WhatsApp:+14155551234", alike},
		{"WhatsApp with blanks", "whatsapp:+14155551234", "whatsapp: +1 415 555 1234", alike},
		{"WhatsApp and SMS", "whatsapp:+14155551234", "+14155551234", unlike},
		{"Messenger and WhatsApp", "messenger:14155551234", "whatsapp:14155551234", unlike},
		{"RCS and SMS", "rcs:+14155551234", "+14155551234", unlike},
		{"RCS and WhatsApp", "rcs:+14155551234", "whatsapp:+14155551234", unlike},
		{"RCS", "rcs:+14155551234", "rcs:+1-415-555-1234", alike},
		{"Messenger", "messenger:1234567890", "messenger:1234567890", alike},
		{"Messenger, the end of another", "messenger:1234567890", "messenger:4567890", unlike},

		{"Mexico", "whatsapp:+5215555551234", "whatsapp:+525555551234", alike},
		{"Argentina", "whatsapp:+5491155551234", "whatsapp:+541155551234", alike},
		{"Brazil", "whatsapp:+5511955551234", "whatsapp:+551155551234", alike},
		{"Brazil, another area", "whatsapp:+5511955551234", "whatsapp:+552155551234", unlike},
		{"Mexico, another number", "whatsapp:+5215555551234", "whatsapp:+525555551235", unlike},
		{"Mexico without WhatsApp", "+5215555551234", "+525555551234", unlike},
		{"Argentina without WhatsApp", "+5491155551234", "+541155551234", unlike},
		{"Brazil without WhatsApp", "+5511955551234", "+551155551234", unlike},
		{"Mexico, RCS", "rcs:+5215555551234", "rcs:+525555551234", unlike},
		{"Mexico, obfuscated", "whatsapp:+521555555XXXX", "whatsapp:+525555551234", akin},
		{"a 1 behind another country's code", "whatsapp:+5715555551234", "whatsapp:+575555551234", unlike},
		{"a 9 behind another country's code", "whatsapp:+5691155551234", "whatsapp:+561155551234", unlike},

		// A mask hides the digit by which two forms differ, or stands for more digits than it has marks.
		{"Mexico, obfuscated, the shorter form", "whatsapp:+52555555XXXX", "whatsapp:+5215555551234", akin},
		{"Mexico, obfuscated, eight digits", "whatsapp:+52155XXXXXXXX", "whatsapp:+525555551234", akin},
		{"Mexico, obfuscated as a whole", "whatsapp:+52XXXXXXXXXXX", "whatsapp:+525555551234", akin},
		{"Mexico, obfuscated as a whole, the shorter form", "whatsapp:+52XXXXXXXXXX", "whatsapp:+5215555551234", akin},
		{"Mexico, abbreviated", "whatsapp:+5215555XXXX", "whatsapp:+525555551234", akin},
		{"Mexico, abbreviated, the longer form", "whatsapp:+5215555XXXX", "whatsapp:+5215555551234", akin},
		{"Mexico, obfuscated, another number", "whatsapp:+521551111XXXX", "whatsapp:+525555551234", unlike},
		{"Mexico, obfuscated, RCS", "rcs:+521555555XXXX", "rcs:+525555551234", unlike},
		{"Mexico, obfuscated, SMS", "+521555555XXXX", "whatsapp:+525555551234", unlike},
		{"Argentina, obfuscated", "whatsapp:+549115555XXXX", "whatsapp:+541155551234", akin},
		{"Argentina, obfuscated, the shorter form", "whatsapp:+54115555XXXX", "whatsapp:+5491155551234", akin},
		{"Argentina, obfuscated as a whole", "whatsapp:+54XXXXXXXXX34", "whatsapp:+541155551234", akin},
		{"Argentina, obfuscated, another number", "whatsapp:+549115556XXXX", "whatsapp:+541155551234", unlike},
		{"Brazil, obfuscated", "whatsapp:+5511955XXXXXX", "whatsapp:+551155551234", akin},
		{"Brazil, obfuscated, the shorter form", "whatsapp:+55115555XXXX", "whatsapp:+5511955551234", akin},
		{"Brazil, the ninth digit obfuscated", "whatsapp:+5511XXXXXXXXX", "whatsapp:+551155551234", akin},
		{"Brazil, obfuscated as a whole", "whatsapp:+XXXXXXXXXXX34", "whatsapp:+551155551234", akin},
		{"Brazil, obfuscated, another area", "whatsapp:+55219XXXXXXXX", "whatsapp:+551155551234", unlike},
		{"thirteen digits, obfuscated as a whole", "whatsapp:+86XXXXXXXXXXX", "whatsapp:+8613800138000", akin},
		{"abbreviated", "+1415XXXX", "+14155551234", akin},
		{"abbreviated, the end shown", "+1415XXXX34", "+14155551234", akin},
		{"abbreviated, another end", "+1415XXXX35", "+14155551234", unlike},
		{"abbreviated, another number", "+1202XXXX", "+14155551234", unlike},
		{"Mexico without +", "whatsapp:+525555551234", "whatsapp:5215555551234", alike},

		// What is dialled before a number at home, behind the country code.
		{"a zero behind the country code", "+447700900123", "+4407700900123", akin},
		{"a zero behind the country code, with 00", "+447700900123", "0044 (0) 7700 900123", akin},
		{"a zero behind the country code, WhatsApp", "whatsapp:+447700900123", "whatsapp:+4407700900123", akin},
		{"a zero behind the country code, obfuscated", "+44770090XXXX", "+4407700900123", akin},
		{"a zero behind the country code, another number", "+447700900124", "+4407700900123", unlike},
		{"two zeros behind the country code", "+447700900123", "+44007700900123", unlike},
		{"a zero within the number", "+447700900123", "+4477000900123", unlike},
		{"a zero behind three digits of a country code", "+353201234567", "+3530201234567", akin},
		{"a 1 behind +1", "+14155551234", "+114155551234", akin},
		{"a 0 behind +1", "+14155551234", "+104155551234", unlike},
		{"an area code that begins with a zero, short", "+12015550123", "+1215550123", unlike},
		{"an 8 behind +7", "+78125550123", "+788125550123", akin},
		{"an 8 that is the number's own", "+78125550123", "+7125550123", unlike},
		{"06 behind +36", "+3615550123", "+360615550123", akin},
		{"0 behind +36", "+3615550123", "+36015550123", unlike},
		{"an 8 behind +370", "+37061255501", "+370861255501", akin},
		{"80 behind +375", "+375291234567", "+37580291234567", akin},
		{"Italy's zero is a digit", "+390655501234", "+39655501234", unlike},
		{"Ivory Coast's zero is a digit", "+2250555501234", "+225555501234", unlike},
		{"00 behind +", "+14155551234", "+0014155551234", alike},

		{"tel", "+14155551234", "tel:+14155551234", alike},
		{"tel with separators", "+14155551234", "TEL:+1-415-555-1234", alike},
		{"tel, another number", "+14155551234", "tel:+14155556789", unlike},
		{"tel with parameters", "+14155551234", "tel:+1-415-555-1234;ext=5", akin},
		{"tel with a context", "+14155551234", "tel:555-1234;phone-context=+1415", akin},
		{"tel and WhatsApp", "whatsapp:+14155551234", "tel:+14155551234", unlike},
		{"sms", "+14155551234", "sms:+14155551234", alike},
		{"sms with a body", "+14155551234", "sms:+14155551234?body=Hi", akin},
		{"a vanity number", "+18005551234", "+1800555ACME", unlike},     // it is refused
		{"an extension", "+14155551234", "+14155551234 ext. 5", unlike}, // it is refused

		{"a short code", "12345", "12345", alike},
		{"another short code", "12345", "12346", unlike},
		{"the end of a short code", "123456", "23456", unlike},
		{"a name", "Acme", "Acme", alike},
		{"a name in other letters", "ACME", "Acme", alike},
		{"a name with a blank behind", "Acme", "Acme ", alike},
		{"another name", "Acme", "Apex", unlike},
		{"a name with something behind a mark", "Acme", "Acme;5", akin},
		{"a name and a number", "Acme", "+14155551234", unlike},
		{"a name that begins with a digit", "7 Seas", "7 seas", alike},
		{"a SIM in other letters", "HS0000000000000000000000000000000a", "HS0000000000000000000000000000000A", alike},

		{"a client", "client:ada", "client:ada", alike},
		{"a client in other letters", "client:ada", "client:Ada", akin},
		{"another client", "client:ada", "client:bob", unlike},
		{"a client and a name", "client:ada", "ada", unlike},
		{"SIP", "sip:ada@example.com", "SIP:ada@example.com", alike},
		{"SIP in other letters", "sip:ada@example.com", "sip:ada@Example.com", akin},
		{"SIP and a client", "sip:ada", "client:ada", unlike},
		{"SIP with parameters", "sip:ada@example.com", "sip:ada@example.com;transport=tls", akin},
		{"SIP with a header", "sip:ada@example.com", "sip:ada@example.com?X-Room=5", akin},
		{"SIP with another header", "sip:ada@example.com?X-Room=6", "sip:ada@example.com?X-Room=5", akin},
		{"SIP with the same header", "sip:ada@example.com?X-Room=5", "sip:ada@example.com?X-Room=5", alike},
		{"SIP with parameters, another party", "sip:bob@example.com", "sip:ada@example.com;transport=tls", unlike},
		{"a client with parameters", "client:ada", "client:ada?room=5", akin},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, addressLikeness(tt.shown, tt.sent), "%q, %q", tt.shown, tt.sent)
			assert.Equal(t, tt.want, addressLikeness(tt.sent, tt.shown), "%q, %q", tt.sent, tt.shown)
		})
	}
}

// TestListFilter: only what Twilio echoes as it was sent may narrow a list.
func TestListFilter(t *testing.T) {
	t.Parallel()
	for to, filtered := range map[string]bool{
		"+14155551234": true, "+525555551234": true, "whatsapp:+14155551234": true,
		"+12015550123": true, "+18005550123": true, "+390655501234": true, "+2250555501234": true, "whatsapp:+447700900123": true,
		"+4407700900123": false, "whatsapp:+4407700900123": false, "+114155551234": false, "+788125550123": false, "+360615550123": false, "tel:+14155551234": false,
		"": false, "4155551234": false, "+1 415 555 1234": false, "+14155551234 ": false, "+1415555XXXX": false, "+0155551234": false, "+": false, "+123": false,
		"whatsapp:14155551234": false, "WhatsApp:+14155551234": false, "whatsapp:+525555551234": false, "whatsapp:+5215555551234": false,
		"whatsapp:+541155551234": false, "whatsapp:+5511955551234": false, "rcs:+14155551234": false, "messenger:123": false, "client:ada": false, "Acme": false,
	} {
		params := MessageCreateParams{To: to}
		want := ""
		if filtered {
			want = to
		}
		assert.Equal(t, want, params.listedTo(), to)
		params.AddressRetention = AddressRetentionObfuscate
		assert.Empty(t, params.listedTo(), to)
	}
}

// TestSpellingsOfARecipient: a spelling is refused before it is sent, or known again in
// whatever way Twilio writes it. None is told apart from what it means.
func TestSpellingsOfARecipient(t *testing.T) {
	t.Parallel()
	tests := []struct {
		sent, shown     string
		message, called bool // it is sent
		want            likeness
	}{
		{"+14155551234", "+14155551234", true, true, alike},
		{"+4407700900123", "+447700900123", true, true, akin},
		{"+114155551234", "+14155551234", true, true, akin},
		{"whatsapp:+4407700900123", "whatsapp:+447700900123", true, true, akin},
		{"whatsapp:+5215555551234", "whatsapp:+525555551234", true, true, alike},
		{"WhatsApp:+14155551234", "whatsapp:+14155551234", true, true, alike},
		{"tel:+14155551234", "+14155551234", false, false, alike},
		{"sms:+14155551234", "+14155551234", false, false, alike},
		{"sip:ada@example.com;transport=tls", "sip:ada@example.com", false, true, akin},
		{"client:ada?room=5", "client:ada", true, true, akin},

		{"14155551234", "+14155551234", false, false, alike},
		{"4155551234", "+14155551234", false, false, alike},
		{"0014155551234", "+14155551234", false, false, alike},
		{"01114155551234", "+14155551234", false, false, akin},
		{"+0014155551234", "+14155551234", false, false, alike},
		{"+1 (415) 555-1234", "+14155551234", false, false, alike},
		{"+1.415.555.1234", "+14155551234", false, false, alike},
		{"+44 (0)7700 900123", "+447700900123", false, false, alike},
		{"07700 900123", "+447700900123", false, false, alike},
		{" +14155551234", "+14155551234", false, false, alike},
		{"tel:+1-415-555-1234", "+14155551234", false, false, alike},
		{"tel:+14155551234;ext=5", "+14155551234", false, false, akin},
		{"+1800555ACME", "+18005552263", false, false, unlike},
		{"1-800-555-ACME", "+18005552263", false, false, unlike},
		{"+14155551234 ext. 5", "+14155551234", false, false, unlike},
		{"+14155551234x5", "+14155551234", false, false, unlike},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, addressLikeness(tt.sent, tt.shown), tt.sent)
		assert.Equal(t, tt.want, addressLikeness(tt.shown, tt.sent), tt.sent)
		transport := play(reply(201, messageJSON))
		client := wireClient(t, transport)
		_, err := client.Messages.Create(t.Context(), MessageCreateParams{To: tt.sent, MessagingServiceSID: "MG00000000000000000000000000000001", Body: "Hi"})
		assert.Equal(t, tt.message, len(transport.sent()) == 1, "%s: %v", tt.sent, err)
		transport = play(reply(201, `{"sid":"CA00000000000000000000000000000001"}`))
		client = wireClient(t, transport)
		_, err = client.Calls.Create(t.Context(), CallCreateParams{To: tt.sent, From: "+14155556789", URL: "https://example.com/voice"})
		assert.Equal(t, tt.called, len(transport.sent()) == 1, "%s: %v", tt.sent, err)
		if tt.want == unlike {
			assert.False(t, tt.message || tt.called, "%s is sent, and would not be known again", tt.sent)
		}
		if tt.want != alike || tt.sent != tt.shown {
			assert.Empty(t, listedAs(tt.sent), tt.sent)
		}
	}
}

// FuzzAddressLikeness: the order does not matter, everything is like itself, and
// another channel is never alike.
func FuzzAddressLikeness(f *testing.F) {
	for _, seed := range [][2]string{
		{"+14155551234", "4155551234"}, {"whatsapp:+5215555551234", "whatsapp:+525555551234"}, {"+1415555XXXX", "+14155551234"},
		{"05551234567", "15551234567"}, {"Acme", "ACME "}, {"\u202a+1", "00"}, {"client:a", "client:A"}, {":", "::"}, {"+", "(0)"}, {"000000000", "0"}, {"x\xff", "*"},
		{"+4407700900123", "+447700900123"}, {"whatsapp:+5511XXXXXXXXX", "whatsapp:+551155551234"}, {"+1415XX", "+14155551234"}, {"tel:+14155551234;ext=5", "+14155551234"}, {"+5", "+5"}, {"+360615550123", "+3615550123"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		how := addressLikeness(a, b)
		require.Equal(t, how, addressLikeness(b, a))
		require.Equal(t, alike, addressLikeness(a, a))
		require.Equal(t, alike, addressLikeness(a, " "+a+"\u00a0"))
		require.NotEqual(t, similar, how)
		if how == alike {
			requireSameDigits(t, readAddress(a).digits, readAddress(b).digits)
		}
		if readAddress(a).channel != readAddress(b).channel {
			require.Equal(t, unlike, how)
		}
		if number, country := readNumber(a); country {
			require.NotEmpty(t, number)
		}
	})
}

// requireSameDigits holds that numbers which are alike differ by digits that are
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
