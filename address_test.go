package twilio

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestListFilter: only an address that Twilio echoes as it was sent may narrow a list.
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
		want := url.Values{"To": {to}}
		if !filtered {
			want = url.Values{"PageSize": {"1000"}}
		}
		sent := url.Values{"To": {to}}
		assert.Equal(t, want, listMessagesLike(sent).params, to)
		sent.Set("AddressRetention", string(AddressRetentionRetain))
		assert.Equal(t, want, listMessagesLike(sent).params, to)
		sent.Set("AddressRetention", string(AddressRetentionObfuscate))
		assert.Equal(t, url.Values{"PageSize": {"1000"}}, listMessagesLike(sent).params, to)
	}
}

// TestSpellingsOfARecipient: a spelling is refused before it is sent, or known again in
// whatever way Twilio writes it. None passes for another address.
func TestSpellingsOfARecipient(t *testing.T) {
	t.Parallel()
	tests := []struct {
		sent, shown     string
		message, called bool // it is sent
		want            Match
	}{
		{"+14155551234", "+14155551234", true, true, MatchExact},
		{"+4407700900123", "+447700900123", true, true, MatchPartial},
		{"+114155551234", "+14155551234", true, true, MatchPartial},
		{"whatsapp:+4407700900123", "whatsapp:+447700900123", true, true, MatchPartial},
		{"whatsapp:+5215555551234", "whatsapp:+525555551234", true, true, MatchExact},
		{"WhatsApp:+14155551234", "whatsapp:+14155551234", true, true, MatchExact},
		{"tel:+14155551234", "+14155551234", false, false, MatchExact},
		{"sms:+14155551234", "+14155551234", false, false, MatchExact},
		{"sip:ada@example.com;transport=tls", "sip:ada@example.com", false, true, MatchPartial},
		{"client:ada?room=5", "client:ada", true, true, MatchPartial},

		{"14155551234", "+14155551234", false, false, MatchExact},
		{"4155551234", "+14155551234", false, false, MatchExact},
		{"0014155551234", "+14155551234", false, false, MatchExact},
		{"01114155551234", "+14155551234", false, false, MatchPartial},
		{"+0014155551234", "+14155551234", false, false, MatchExact},
		{"+1 (415) 555-1234", "+14155551234", false, false, MatchExact},
		{"+1.415.555.1234", "+14155551234", false, false, MatchExact},
		{"+44 (0)7700 900123", "+447700900123", false, false, MatchExact},
		{"07700 900123", "+447700900123", false, false, MatchExact},
		{" +14155551234", "+14155551234", false, false, MatchExact},
		{"tel:+1-415-555-1234", "+14155551234", false, false, MatchExact},
		{"tel:+14155551234;ext=5", "+14155551234", false, false, MatchPartial},
		{"+1800555ACME", "+18005552263", false, false, MatchNone},
		{"1-800-555-ACME", "+18005552263", false, false, MatchNone},
		{"+14155551234 ext. 5", "+14155551234", false, false, MatchNone},
		{"+14155551234x5", "+14155551234", false, false, MatchNone},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, MatchAddress(tt.sent, tt.shown), tt.sent)
		assert.Equal(t, tt.want, MatchAddress(tt.shown, tt.sent), tt.sent)
		transport := play(reply(201, messageJSON))
		client := wireClient(t, transport)
		_, err := client.Messages.Create(t.Context(), MessageCreateParams{To: tt.sent, MessagingServiceSID: "MG00000000000000000000000000000001", Body: "Hi"})
		assert.Equal(t, tt.message, len(transport.sent()) == 1, "%s: %v", tt.sent, err)
		transport = play(reply(201, `{"sid":"CA00000000000000000000000000000001"}`))
		client = wireClient(t, transport)
		_, err = client.Calls.Create(t.Context(), CallCreateParams{To: tt.sent, From: "+14155556789", URL: "https://example.com/voice"})
		assert.Equal(t, tt.called, len(transport.sent()) == 1, "%s: %v", tt.sent, err)
		if tt.want == MatchNone {
			assert.False(t, tt.message || tt.called, "%s is sent, and would not be known again", tt.sent)
		}
		if tt.want != MatchExact || tt.sent != tt.shown {
			assert.Empty(t, canonicalAddress(tt.sent), tt.sent)
		}
	}
}
