package twilio_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

const (
	serviceSID = "MG000000000000000000000000000000ab"
	otherMG    = "MG000000000000000000000000000000cd"
)

// TestReconcileKnowsRewritings: a value that Twilio rewrites without a loss is found, one that has
// lost something is ambiguous even when it stands alone, and another channel is
// somebody else's.
func TestReconcileKnowsRewritings(t *testing.T) {
	t.Parallel()
	type params = twilio.MessageCreateParams
	tests := []struct {
		name   string
		params params
		shown  fields // beside the values that an answer echoes as they were sent
		want   string
	}{
		{name: "as it was sent", params: params{To: reconcileTo, From: reconcileFrom}, want: "found"},
		{name: "a recipient with separators", params: params{To: "+1 (415) 555\u20111234", From: reconcileFrom}, shown: fields{"to": reconcileTo}, want: "found"},
		{name: "a recipient with 00", params: params{To: "0014155551234", From: reconcileFrom}, shown: fields{"to": reconcileTo}, want: "found"},
		{name: "a sender with a blank behind", params: params{To: reconcileTo, From: reconcileFrom + " "}, shown: fields{"from": reconcileFrom}, want: "found"},
		{name: "a sender in other letters", params: params{To: reconcileTo, From: "Acme"}, shown: fields{"from": "ACME"}, want: "found"},
		{name: "another sender", params: params{To: reconcileTo, From: "Acme"}, shown: fields{"from": "Apex"}, want: "not seen"},
		{name: "another recipient", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"to": "+14155550199"}, want: "not seen"},

		{name: "obfuscated", params: params{To: reconcileTo, From: reconcileFrom, AddressRetention: twilio.AddressRetentionObfuscate}, shown: fields{"to": "+1415555XXXX"}, want: "ambiguous"},
		{name: "obfuscated by the account", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"to": "+1415555XXXX"}, want: "ambiguous"},
		{name: "obfuscated, another number", params: params{To: reconcileTo, From: reconcileFrom, AddressRetention: twilio.AddressRetentionObfuscate}, shown: fields{"to": "+1202555XXXX"}, want: "not seen"},

		{name: "a service, no sender yet", params: params{To: reconcileTo, MessagingServiceSID: serviceSID}, shown: fields{"from": nil}, want: "found"},
		{name: "a service, a sender of its pool", params: params{To: reconcileTo, MessagingServiceSID: serviceSID}, shown: fields{"from": reconcileFrom}, want: "ambiguous"},
		{name: "a service with a blank behind, in capitals", params: params{To: reconcileTo, MessagingServiceSID: serviceSID[:30] + "00AB "}, shown: fields{"from": nil, "messaging_service_sid": serviceSID[:30] + "00ab"}, want: "found"},
		{name: "another service", params: params{To: reconcileTo, MessagingServiceSID: serviceSID}, shown: fields{"from": nil, "messaging_service_sid": otherMG}, want: "not seen"},
		{name: "a service that is not shown", params: params{To: reconcileTo, MessagingServiceSID: serviceSID}, shown: fields{"from": reconcileFrom, "messaging_service_sid": nil}, want: "ambiguous"},
		{name: "a service in From, no sender yet", params: params{To: reconcileTo, From: serviceSID}, shown: fields{"from": nil, "messaging_service_sid": serviceSID}, want: "found"},
		{name: "a service in From, echoed", params: params{To: reconcileTo, From: serviceSID}, shown: fields{"messaging_service_sid": serviceSID}, want: "found"},
		{name: "a service in From, a sender of its pool", params: params{To: reconcileTo, From: serviceSID}, shown: fields{"from": reconcileFrom, "messaging_service_sid": serviceSID}, want: "ambiguous"},
		{name: "a service in From, another one", params: params{To: reconcileTo, From: serviceSID}, shown: fields{"from": reconcileFrom, "messaging_service_sid": otherMG}, want: "not seen"},
		{name: "a service that was filled in", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"messaging_service_sid": serviceSID}, want: "ambiguous"},
		{name: "a service that was filled in, another sender", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"from": "+14155550199", "messaging_service_sid": serviceSID}, want: "not seen"},
		{name: "service and sender", params: params{To: reconcileTo, From: reconcileFrom, MessagingServiceSID: serviceSID}, want: "found"},
		{name: "service and sender, no sender yet", params: params{To: reconcileTo, From: reconcileFrom, MessagingServiceSID: serviceSID}, shown: fields{"from": nil}, want: "ambiguous"},
		{name: "service and sender, another of the pool", params: params{To: reconcileTo, From: reconcileFrom, MessagingServiceSID: serviceSID}, shown: fields{"from": "+14155550199"}, want: "ambiguous"},
		{name: "service and sender, another service", params: params{To: reconcileTo, From: reconcileFrom, MessagingServiceSID: serviceSID}, shown: fields{"messaging_service_sid": otherMG}, want: "not seen"},
		{name: "an RCS sender, its fallback", params: params{To: reconcileTo, From: "rcs:acme_agent", FallbackFrom: reconcileFrom, MessagingServiceSID: serviceSID}, shown: fields{"from": reconcileFrom}, want: "ambiguous"},

		{name: "a trial account", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"body": "Sent from your Twilio trial account - Hi"}, want: "found"},
		{name: "nearly a trial account", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"body": "Sent from your Twilio trial account: Hi"}, want: "ambiguous"},
		{name: "a trial account, another text", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"body": "Sent from your Twilio trial account - Ho"}, want: "ambiguous"},
		{name: "a body whose marks were smoothed", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"body": "\"Hi\""}, want: "ambiguous"},
		{name: "discarded content", params: params{To: reconcileTo, From: reconcileFrom, ContentRetention: twilio.ContentRetentionDiscard}, shown: fields{"body": ""}, want: "ambiguous"},

		{name: "Mexico", params: params{To: "whatsapp:+5215555551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+525555551234"}, want: "found"},
		{name: "Mexico, the other way", params: params{To: "whatsapp:+525555551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+5215555551234"}, want: "found"},
		{name: "Argentina", params: params{To: "whatsapp:+5491155551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+541155551234"}, want: "found"},
		{name: "Argentina, the other way", params: params{To: "whatsapp:+541155551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+5491155551234"}, want: "found"},
		{name: "Brazil", params: params{To: "whatsapp:+5511955551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+551155551234"}, want: "found"},
		{name: "Brazil, the other way", params: params{To: "whatsapp:+551155551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+5511955551234"}, want: "found"},
		{name: "a Brazilian sender", params: params{To: "whatsapp:" + reconcileTo, From: "whatsapp:+5511955551234"}, shown: fields{"from": "whatsapp:+551155551234"}, want: "found"},
		{name: "Mexico, obfuscated", params: params{To: "whatsapp:+525555551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+521555555XXXX"}, want: "ambiguous"},
		{name: "Mexico, obfuscated, the other way", params: params{To: "whatsapp:+5215555551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+52555555XXXX"}, want: "ambiguous"},
		{name: "Mexico, obfuscated as a whole", params: params{To: "whatsapp:+525555551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+52XXXXXXXXXXX"}, want: "ambiguous"},
		{name: "Mexico, obfuscated and abbreviated", params: params{To: "whatsapp:+525555551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+5215555XXXX"}, want: "ambiguous"},
		{name: "Argentina, obfuscated", params: params{To: "whatsapp:+541155551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+549115555XXXX"}, want: "ambiguous"},
		{name: "Argentina, obfuscated, the other way", params: params{To: "whatsapp:+5491155551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+54115555XXXX"}, want: "ambiguous"},
		{name: "Brazil, obfuscated", params: params{To: "whatsapp:+551155551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+55119XXXXXXXX"}, want: "ambiguous"},
		{name: "Brazil, obfuscated, the other way", params: params{To: "whatsapp:+5511955551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+55115555XXXX"}, want: "ambiguous"},
		{name: "Brazil, the ninth digit obfuscated", params: params{To: "whatsapp:+551155551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+5511XXXXXXXXX"}, want: "ambiguous"},
		{name: "Brazil, obfuscated, another number", params: params{To: "whatsapp:+551155551234", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+55119666XXXXX"}, want: "not seen"},
		{name: "a Brazilian sender, obfuscated", params: params{To: "whatsapp:" + reconcileTo, From: "whatsapp:+551155551234"}, shown: fields{"from": "whatsapp:+551195555XXXX"}, want: "ambiguous"},
		{name: "a zero behind the country code", params: params{To: "+4407700900123", From: reconcileFrom}, shown: fields{"to": "+447700900123"}, want: "ambiguous"},
		{name: "a zero behind the country code, and obfuscated", params: params{To: "+4407700900123", From: reconcileFrom}, shown: fields{"to": "+44770090XXXX"}, want: "ambiguous"},
		{name: "a zero behind the country code, another number", params: params{To: "+4407700900123", From: reconcileFrom}, shown: fields{"to": "+447700900124"}, want: "not seen"},
		{name: "a zero behind the sender's country code", params: params{To: reconcileTo, From: "+4407700900123"}, shown: fields{"from": "+447700900123"}, want: "ambiguous"},
		{name: "a zero behind the country code, WhatsApp", params: params{To: "whatsapp:+4407700900123", From: "whatsapp:" + reconcileFrom}, shown: fields{"to": "whatsapp:+447700900123"}, want: "ambiguous"},
		{name: "a 1 behind +1", params: params{To: "+114155551234", From: reconcileFrom}, shown: fields{"to": "+14155551234"}, want: "ambiguous"},
		{name: "Italy's zero is a digit", params: params{To: "+390655501234", From: reconcileFrom}, shown: fields{"to": "+39655501234"}, want: "not seen"},
		{name: "tel", params: params{To: "tel:+14155551234", From: reconcileFrom}, shown: fields{"to": reconcileTo}, want: "found"},
		{name: "Mexico by SMS", params: params{To: "+5215555551234", From: reconcileFrom}, shown: fields{"to": "+525555551234"}, want: "not seen"},
		{name: "Argentina by SMS", params: params{To: "+5491155551234", From: reconcileFrom}, shown: fields{"to": "+541155551234"}, want: "not seen"},
		{name: "Brazil by SMS", params: params{To: "+5511955551234", From: reconcileFrom}, shown: fields{"to": "+551155551234"}, want: "not seen"},

		{name: "WhatsApp in capitals", params: params{To: "WhatsApp:" + reconcileTo, From: "WHATSAPP:" + reconcileFrom}, shown: fields{"to": "whatsapp:" + reconcileTo, "from": "whatsapp:" + reconcileFrom}, want: "found"},
		{name: "WhatsApp, and an SMS", params: params{To: "whatsapp:" + reconcileTo, From: "whatsapp:" + reconcileFrom}, shown: fields{"to": reconcileTo, "from": reconcileFrom}, want: "not seen"},
		{name: "an SMS, and WhatsApp", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"to": "whatsapp:" + reconcileTo, "from": "whatsapp:" + reconcileFrom}, want: "not seen"},
		{name: "an SMS, and RCS", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"to": "rcs:" + reconcileTo}, want: "not seen"},
		{name: "Messenger, and WhatsApp", params: params{To: "messenger:14155551234", From: "messenger:14155556789"}, shown: fields{"to": "whatsapp:" + reconcileTo}, want: "not seen"},
		{name: "another channel by a service", params: params{To: reconcileTo, MessagingServiceSID: serviceSID}, shown: fields{"to": "whatsapp:" + reconcileTo, "from": nil}, want: "not seen"},

		{name: "a template", params: params{To: reconcileTo, From: reconcileFrom, ContentSID: "HX00000000000000000000000000000001"}, shown: fields{"body": "Your table is ready", "num_media": "1"}, want: "found"},
		{name: "files alone", params: params{To: reconcileTo, From: reconcileFrom, MediaURL: []string{"https://example.com/a.png"}}, shown: fields{"body": "", "num_media": "1"}, want: "found"},
		{name: "files alone, on a trial account", params: params{To: reconcileTo, From: reconcileFrom, MediaURL: []string{"https://example.com/a.png"}}, shown: fields{"body": "Sent from your Twilio trial account - ", "num_media": "1"}, want: "found"},
		{name: "files alone, and a text", params: params{To: reconcileTo, From: reconcileFrom, MediaURL: []string{"https://example.com/a.png"}}, shown: fields{"body": "A text", "num_media": "1"}, want: "ambiguous"},
		{name: "files alone, fewer of them", params: params{To: reconcileTo, From: reconcileFrom, MediaURL: []string{"https://example.com/a.png", "https://example.com/b.png"}}, shown: fields{"body": "", "num_media": "1"}, want: "ambiguous"},
	}
	k := kinds()[0]
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := tt.params
			if p.ContentSID == "" && p.MediaURL == nil {
				p.Body = "Hi"
			}
			s := newShelf(k.key)
			shown := k.mine(s).with("to", p.To, "from", p.From, "messaging_service_sid", p.MessagingServiceSID)
			for field, value := range tt.shown {
				shown = shown.with(field, value)
			}
			s.pages = [][]any{{shown}}
			msg, err := s.client(t).Messages.Reconcile(t.Context(), p, s.evidence(k.op))
			sid := ""
			if err == nil {
				sid = msg.SID
			}
			require.Equal(t, tt.want, verdictOf(t, sid, err), "%v", err)
			_, rewritten := tt.shown["to"]
			if rewritten && tt.want != "not seen" && tt.name != "obfuscated by the account" {
				assert.Empty(t, s.lists[0].URL.Query().Get("To"), "the list is not narrowed to what it does not show")
			}
		})
	}
}

// TestReconcileBesideWhatIsAkin: a message that may be it stands against one that is.
func TestReconcileBesideWhatIsAkin(t *testing.T) {
	t.Parallel()
	k := kinds()[0]
	s := newShelf(k.key)
	unknown := s.evidence(k.op)
	mine := k.mine(s)
	filled := mine.with("sid", k.sid(2), "messaging_service_sid", serviceSID)
	client := s.client(t)
	s.pages = [][]any{{filled, mine}}
	sid, err := k.reconcile(t.Context(), client, unknown)
	require.Equal(t, "ambiguous", verdictOf(t, sid, err))
	var ambiguous *twilio.AmbiguousError
	require.ErrorAs(t, err, &ambiguous)
	require.Equal(t, []string{k.sid(1), k.sid(2)}, ambiguous.Candidates)
}

// TestReconcileCallRewritings: a call has two parties and nothing else.
func TestReconcileCallRewritings(t *testing.T) {
	t.Parallel()
	type params = twilio.CallCreateParams
	tests := []struct {
		name   string
		params params
		shown  fields
		want   string
	}{
		{name: "as it was made", params: params{To: reconcileTo, From: reconcileFrom}, want: "found"},
		{name: "with separators", params: params{To: "+1 415 555 1234", From: "+1.415.555.6789"}, shown: fields{"to": reconcileTo, "from": reconcileFrom}, want: "found"},
		{name: "a client", params: params{To: "client:ada", From: reconcileFrom}, want: "found"},
		{name: "a client in other letters", params: params{To: "client:ada", From: reconcileFrom}, shown: fields{"to": "client:Ada"}, want: "ambiguous"},
		{name: "SIP", params: params{To: "sip:ada@example.com", From: reconcileFrom}, shown: fields{"to": "SIP:ada@example.com"}, want: "found"},
		{name: "SIP without its parameters", params: params{To: "sip:ada@example.com;transport=tls", From: reconcileFrom}, shown: fields{"to": "sip:ada@example.com"}, want: "ambiguous"},
		{name: "SIP without its header", params: params{To: "sip:ada@example.com?X-Room=5", From: reconcileFrom}, shown: fields{"to": "sip:ada@example.com"}, want: "ambiguous"},
		{name: "a client without its parameters", params: params{To: "client:ada?room=5", From: reconcileFrom}, shown: fields{"to": "client:ada"}, want: "ambiguous"},
		{name: "a zero behind the country code", params: params{To: "+4407700900123", From: reconcileFrom}, shown: fields{"to": "+447700900123"}, want: "ambiguous"},
		{name: "an 8 behind +7", params: params{To: "+788125550123", From: reconcileFrom}, shown: fields{"to": "+78125550123"}, want: "ambiguous"},
		{name: "another party", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"to": "+14155550199"}, want: "not seen"},
		{name: "another caller", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"from": "+14155550199"}, want: "not seen"},
		{name: "a caller ID", params: params{To: reconcileTo, From: reconcileFrom, CallerID: "+14155550199"}, shown: fields{"from": "+14155550199"}, want: "ambiguous"},
		{name: "obfuscated", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"to": "+1415555XXXX"}, want: "ambiguous"},
		{name: "over WhatsApp", params: params{To: reconcileTo, From: reconcileFrom}, shown: fields{"to": "whatsapp:" + reconcileTo}, want: "not seen"},
	}
	k := kinds()[1]
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(k.key)
			shown := k.mine(s).with("to", tt.params.To, "from", tt.params.From)
			for field, value := range tt.shown {
				shown = shown.with(field, value)
			}
			s.pages = [][]any{{shown}}
			call, err := s.client(t).Calls.Reconcile(t.Context(), tt.params, s.evidence(k.op))
			sid := ""
			if err == nil {
				sid = call.SID
			}
			require.Equal(t, tt.want, verdictOf(t, sid, err), "%v", err)
		})
	}
}
