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
		{sent: "+14155551234", shown: "+14155551234", message: true, called: true, want: MatchExact},
		{sent: "+4407700900123", shown: "+447700900123", message: true, called: true, want: MatchPartial},
		{sent: "+114155551234", shown: "+14155551234", message: true, called: true, want: MatchPartial},
		{sent: "whatsapp:+4407700900123", shown: "whatsapp:+447700900123", message: true, called: true, want: MatchPartial},
		{sent: "whatsapp:+5215555551234", shown: "whatsapp:+525555551234", message: true, called: true, want: MatchExact},
		{sent: "WhatsApp:+14155551234", shown: "whatsapp:+14155551234", message: true, called: true, want: MatchExact},
		{sent: "tel:+14155551234", shown: "+14155551234", message: false, called: false, want: MatchExact},
		{sent: "sms:+14155551234", shown: "+14155551234", message: false, called: false, want: MatchExact},
		{sent: "sip:ada@example.com;transport=tls", shown: "sip:ada@example.com", message: false, called: true, want: MatchPartial},
		{sent: "client:ada?room=5", shown: "client:ada", message: true, called: true, want: MatchPartial},

		{sent: "14155551234", shown: "+14155551234", message: false, called: false, want: MatchExact},
		{sent: "4155551234", shown: "+14155551234", message: false, called: false, want: MatchExact},
		{sent: "0014155551234", shown: "+14155551234", message: false, called: false, want: MatchExact},
		{sent: "01114155551234", shown: "+14155551234", message: false, called: false, want: MatchPartial},
		{sent: "+0014155551234", shown: "+14155551234", message: false, called: false, want: MatchExact},
		{sent: "+1 (415) 555-1234", shown: "+14155551234", message: false, called: false, want: MatchExact},
		{sent: "+1.415.555.1234", shown: "+14155551234", message: false, called: false, want: MatchExact},
		{sent: "+44 (0)7700 900123", shown: "+447700900123", message: false, called: false, want: MatchExact},
		{sent: "07700 900123", shown: "+447700900123", message: false, called: false, want: MatchExact},
		{sent: " +14155551234", shown: "+14155551234", message: false, called: false, want: MatchExact},
		{sent: "tel:+1-415-555-1234", shown: "+14155551234", message: false, called: false, want: MatchExact},
		{sent: "tel:+14155551234;ext=5", shown: "+14155551234", message: false, called: false, want: MatchPartial},
		{sent: "+1800555ACME", shown: "+18005552263", message: false, called: false, want: MatchNone},
		{sent: "1-800-555-ACME", shown: "+18005552263", message: false, called: false, want: MatchNone},
		{sent: "+14155551234 ext. 5", shown: "+14155551234", message: false, called: false, want: MatchNone},
		{sent: "+14155551234x5", shown: "+14155551234", message: false, called: false, want: MatchNone},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, MatchAddress(tt.sent, tt.shown), tt.sent)
		assert.Equal(t, tt.want, MatchAddress(tt.shown, tt.sent), tt.sent)
		transport := play(reply(201, messageJSON))
		client := testClient(t, transport)
		_, err := client.Messages.Create(t.Context(), MessageCreateParams{To: tt.sent, MessagingServiceSID: "MG00000000000000000000000000000001", Body: "Hi"})
		assert.Equal(t, tt.message, len(transport.sent()) == 1, "%s: %v", tt.sent, err)
		transport = play(reply(201, `{"sid":"`+testCall+`"}`))
		client = testClient(t, transport)
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
