package twilio

import (
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

		{"a short code", "12345", "12345", alike},
		{"another short code", "12345", "12346", unlike},
		{"the end of a short code", "123456", "23456", unlike},
		{"a name", "Acme", "Acme", alike},
		{"a name in other letters", "ACME", "Acme", alike},
		{"a name with a blank behind", "Acme", "Acme ", alike},
		{"another name", "Acme", "Apex", unlike},
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

// FuzzAddressLikeness: the order does not matter, everything is like itself, and
// another channel is never alike.
func FuzzAddressLikeness(f *testing.F) {
	for _, seed := range [][2]string{
		{"+14155551234", "4155551234"}, {"whatsapp:+5215555551234", "whatsapp:+525555551234"}, {"+1415555XXXX", "+14155551234"},
		{"05551234567", "15551234567"}, {"Acme", "ACME "}, {"\u202a+1", "00"}, {"client:a", "client:A"}, {":", "::"}, {"+", "(0)"}, {"000000000", "0"}, {"x\xff", "*"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		how := addressLikeness(a, b)
		require.Equal(t, how, addressLikeness(b, a))
		require.Equal(t, alike, addressLikeness(a, a))
		require.Equal(t, alike, addressLikeness(a, " "+a+"\u00a0"))
		require.NotEqual(t, similar, how)
		if readAddress(a).channel != readAddress(b).channel {
			require.Equal(t, unlike, how)
		}
		if number, country := readNumber(a); country {
			require.NotEmpty(t, number)
		}
	})
}
