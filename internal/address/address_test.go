package address

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestIsCanonical: only an address that Twilio echoes as it was sent may narrow a list.
func TestIsCanonical(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]bool{
		"+14155551234": true, "+525555551234": true, "whatsapp:+14155551234": true,
		"+12015550123": true, "+18005550123": true, "+390655501234": true, "+2250555501234": true, "whatsapp:+447700900123": true,
		"+4407700900123": false, "whatsapp:+4407700900123": false, "+114155551234": false, "+788125550123": false, "+360615550123": false, "tel:+14155551234": false,
		"": false, "4155551234": false, "+1 415 555 1234": false, "+14155551234 ": false, "+1415555XXXX": false, "+0155551234": false, "+": false, "+123": false,
		"whatsapp:14155551234": false, "WhatsApp:+14155551234": false, "whatsapp:+525555551234": false, "whatsapp:+5215555551234": false,
		"whatsapp:+541155551234": false, "whatsapp:+5511955551234": false, "rcs:+14155551234": false, "messenger:123": false, "client:ada": false, "Acme": false,
	} {
		assert.Equal(t, want, IsCanonical(to), to)
	}
}

// TestChannel: blanks, invisible marks and capitals do not make another channel.
func TestChannel(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"whatsapp:+14155551234": "whatsapp", "WhatsApp:+14155551234": "whatsapp", " whatsapp :+14155551234": "whatsapp", //nolint:gocritic // blanks are the point
		"\u202awhatsapp:+14155551234": "whatsapp",
		"sip:ada@example.com:5060":    "sip", "messenger:123": "messenger", "+14155551234": "", "12345": "", "Acme": "", "": "", ":": "",
	} {
		assert.Equal(t, want, Channel(s), "%q", s)
	}
}

// TestForWhatsApp: the prefix stands there once, in small letters.
func TestForWhatsApp(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"+14155551234": "whatsapp:+14155551234", "whatsapp:+14155551234": "whatsapp:+14155551234", "WHATSAPP:+14155551234": "whatsapp:+14155551234",
		"US.1302015550123": "whatsapp:US.1302015550123", "messenger:123": "messenger:123", "": "",
	} {
		assert.Equal(t, want, ForWhatsApp(s), "%q", s)
	}
}
