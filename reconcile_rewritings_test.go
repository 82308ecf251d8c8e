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

// TestReconcileKnowsRewritings: a message that Twilio has rewritten without a loss is
// found, one that has lost something is ambiguous even when it stands alone, and one of
// another channel is somebody else's.
func TestReconcileKnowsRewritings(t *testing.T) {
	t.Parallel()
	type params = twilio.MessageCreateParams
	tests := []struct {
		name   string
		params params
		shown  fields // beside what an answer echoes as it was sent
		want   string
	}{
		{"as it was sent", params{To: reconcileTo, From: reconcileFrom}, nil, "found"},
		{"a recipient with separators", params{To: "+1 (415) 555\u20111234", From: reconcileFrom}, fields{"to": reconcileTo}, "found"},
		{"a recipient with 00", params{To: "0014155551234", From: reconcileFrom}, fields{"to": reconcileTo}, "found"},
		{"a sender with a blank behind", params{To: reconcileTo, From: reconcileFrom + " "}, fields{"from": reconcileFrom}, "found"},
		{"a sender in other letters", params{To: reconcileTo, From: "Acme"}, fields{"from": "ACME"}, "found"},
		{"another sender", params{To: reconcileTo, From: "Acme"}, fields{"from": "Apex"}, "not seen"},
		{"another recipient", params{To: reconcileTo, From: reconcileFrom}, fields{"to": "+14155550199"}, "not seen"},

		{"obfuscated", params{To: reconcileTo, From: reconcileFrom, AddressRetention: twilio.AddressRetentionObfuscate}, fields{"to": "+1415555XXXX"}, "ambiguous"},
		{"obfuscated by the account", params{To: reconcileTo, From: reconcileFrom}, fields{"to": "+1415555XXXX"}, "ambiguous"},
		{"obfuscated, another number", params{To: reconcileTo, From: reconcileFrom, AddressRetention: twilio.AddressRetentionObfuscate}, fields{"to": "+1202555XXXX"}, "not seen"},

		{"a service, no sender yet", params{To: reconcileTo, MessagingServiceSID: serviceSID}, fields{"from": nil}, "found"},
		{"a service, a sender of its pool", params{To: reconcileTo, MessagingServiceSID: serviceSID}, fields{"from": reconcileFrom}, "ambiguous"},
		{"a service with a blank behind, in capitals", params{To: reconcileTo, MessagingServiceSID: serviceSID[:30] + "00AB "}, fields{"from": nil, "messaging_service_sid": serviceSID[:30] + "00ab"}, "found"},
		{"another service", params{To: reconcileTo, MessagingServiceSID: serviceSID}, fields{"from": nil, "messaging_service_sid": otherMG}, "not seen"},
		{"a service that is not shown", params{To: reconcileTo, MessagingServiceSID: serviceSID}, fields{"from": reconcileFrom, "messaging_service_sid": nil}, "ambiguous"},
		{"a service in From, no sender yet", params{To: reconcileTo, From: serviceSID}, fields{"from": nil, "messaging_service_sid": serviceSID}, "found"},
		{"a service in From, echoed", params{To: reconcileTo, From: serviceSID}, fields{"messaging_service_sid": serviceSID}, "found"},
		{"a service in From, a sender of its pool", params{To: reconcileTo, From: serviceSID}, fields{"from": reconcileFrom, "messaging_service_sid": serviceSID}, "ambiguous"},
		{"a service in From, another one", params{To: reconcileTo, From: serviceSID}, fields{"from": reconcileFrom, "messaging_service_sid": otherMG}, "not seen"},
		{"a service that was filled in", params{To: reconcileTo, From: reconcileFrom}, fields{"messaging_service_sid": serviceSID}, "ambiguous"},
		{"a service that was filled in, another sender", params{To: reconcileTo, From: reconcileFrom}, fields{"from": "+14155550199", "messaging_service_sid": serviceSID}, "not seen"},
		{"service and sender", params{To: reconcileTo, From: reconcileFrom, MessagingServiceSID: serviceSID}, nil, "found"},
		{"service and sender, no sender yet", params{To: reconcileTo, From: reconcileFrom, MessagingServiceSID: serviceSID}, fields{"from": nil}, "ambiguous"},
		{"service and sender, another of the pool", params{To: reconcileTo, From: reconcileFrom, MessagingServiceSID: serviceSID}, fields{"from": "+14155550199"}, "ambiguous"},
		{"service and sender, another service", params{To: reconcileTo, From: reconcileFrom, MessagingServiceSID: serviceSID}, fields{"messaging_service_sid": otherMG}, "not seen"},
		{"an RCS sender, its fallback", params{To: reconcileTo, From: "rcs:acme_agent", FallbackFrom: reconcileFrom, MessagingServiceSID: serviceSID}, fields{"from": reconcileFrom}, "ambiguous"},

		{"a trial account", params{To: reconcileTo, From: reconcileFrom}, fields{"body": "Sent from your Twilio trial account - Hi"}, "found"},
		{"nearly a trial account", params{To: reconcileTo, From: reconcileFrom}, fields{"body": "Sent from your Twilio trial account: Hi"}, "ambiguous"},
		{"a trial account, another text", params{To: reconcileTo, From: reconcileFrom}, fields{"body": "Sent from your Twilio trial account - Ho"}, "ambiguous"},
		{"a body whose marks were smoothed", params{To: reconcileTo, From: reconcileFrom}, fields{"body": "\"Hi\""}, "ambiguous"},
		{"discarded content", params{To: reconcileTo, From: reconcileFrom, ContentRetention: twilio.ContentRetentionDiscard}, fields{"body": ""}, "ambiguous"},

		{"Mexico", params{To: "whatsapp:+5215555551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+525555551234"}, "found"},
		{"Mexico, the other way", params{To: "whatsapp:+525555551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+5215555551234"}, "found"},
		{"Argentina", params{To: "whatsapp:+5491155551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+541155551234"}, "found"},
		{"Argentina, the other way", params{To: "whatsapp:+541155551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+5491155551234"}, "found"},
		{"Brazil", params{To: "whatsapp:+5511955551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+551155551234"}, "found"},
		{"Brazil, the other way", params{To: "whatsapp:+551155551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+5511955551234"}, "found"},
		{"a Brazilian sender", params{To: "whatsapp:" + reconcileTo, From: "whatsapp:+5511955551234"}, fields{"from": "whatsapp:+551155551234"}, "found"},
		{"Mexico, obfuscated", params{To: "whatsapp:+525555551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+521555555XXXX"}, "ambiguous"},
		{"Mexico, obfuscated, the other way", params{To: "whatsapp:+5215555551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+52555555XXXX"}, "ambiguous"},
		{"Mexico, obfuscated as a whole", params{To: "whatsapp:+525555551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+52XXXXXXXXXXX"}, "ambiguous"},
		{"Mexico, obfuscated and abbreviated", params{To: "whatsapp:+525555551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+5215555XXXX"}, "ambiguous"},
		{"Argentina, obfuscated", params{To: "whatsapp:+541155551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+549115555XXXX"}, "ambiguous"},
		{"Argentina, obfuscated, the other way", params{To: "whatsapp:+5491155551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+54115555XXXX"}, "ambiguous"},
		{"Brazil, obfuscated", params{To: "whatsapp:+551155551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+55119XXXXXXXX"}, "ambiguous"},
		{"Brazil, obfuscated, the other way", params{To: "whatsapp:+5511955551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+55115555XXXX"}, "ambiguous"},
		{"Brazil, the ninth digit obfuscated", params{To: "whatsapp:+551155551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+5511XXXXXXXXX"}, "ambiguous"},
		{"Brazil, obfuscated, another number", params{To: "whatsapp:+551155551234", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+55119666XXXXX"}, "not seen"},
		{"a Brazilian sender, obfuscated", params{To: "whatsapp:" + reconcileTo, From: "whatsapp:+551155551234"}, fields{"from": "whatsapp:+551195555XXXX"}, "ambiguous"},
		{"a zero behind the country code", params{To: "+4407700900123", From: reconcileFrom}, fields{"to": "+447700900123"}, "ambiguous"},
		{"a zero behind the country code, and obfuscated", params{To: "+4407700900123", From: reconcileFrom}, fields{"to": "+44770090XXXX"}, "ambiguous"},
		{"a zero behind the country code, another number", params{To: "+4407700900123", From: reconcileFrom}, fields{"to": "+447700900124"}, "not seen"},
		{"a zero behind the sender's country code", params{To: reconcileTo, From: "+4407700900123"}, fields{"from": "+447700900123"}, "ambiguous"},
		{"a zero behind the country code, WhatsApp", params{To: "whatsapp:+4407700900123", From: "whatsapp:" + reconcileFrom}, fields{"to": "whatsapp:+447700900123"}, "ambiguous"},
		{"a 1 behind +1", params{To: "+114155551234", From: reconcileFrom}, fields{"to": "+14155551234"}, "ambiguous"},
		{"Italy's zero is a digit", params{To: "+390655501234", From: reconcileFrom}, fields{"to": "+39655501234"}, "not seen"},
		{"tel", params{To: "tel:+14155551234", From: reconcileFrom}, fields{"to": reconcileTo}, "found"},
		{"Mexico by SMS", params{To: "+5215555551234", From: reconcileFrom}, fields{"to": "+525555551234"}, "not seen"},
		{"Argentina by SMS", params{To: "+5491155551234", From: reconcileFrom}, fields{"to": "+541155551234"}, "not seen"},
		{"Brazil by SMS", params{To: "+5511955551234", From: reconcileFrom}, fields{"to": "+551155551234"}, "not seen"},

		{"WhatsApp in capitals", params{To: "WhatsApp:" + reconcileTo, From: "WHATSAPP:" + reconcileFrom}, fields{"to": "whatsapp:" + reconcileTo, "from": "whatsapp:" + reconcileFrom}, "found"},
		{"WhatsApp, and an SMS", params{To: "whatsapp:" + reconcileTo, From: "whatsapp:" + reconcileFrom}, fields{"to": reconcileTo, "from": reconcileFrom}, "not seen"},
		{"an SMS, and WhatsApp", params{To: reconcileTo, From: reconcileFrom}, fields{"to": "whatsapp:" + reconcileTo, "from": "whatsapp:" + reconcileFrom}, "not seen"},
		{"an SMS, and RCS", params{To: reconcileTo, From: reconcileFrom}, fields{"to": "rcs:" + reconcileTo}, "not seen"},
		{"Messenger, and WhatsApp", params{To: "messenger:14155551234", From: "messenger:14155556789"}, fields{"to": "whatsapp:" + reconcileTo}, "not seen"},
		{"another channel by a service", params{To: reconcileTo, MessagingServiceSID: serviceSID}, fields{"to": "whatsapp:" + reconcileTo, "from": nil}, "not seen"},

		{"a template", params{To: reconcileTo, From: reconcileFrom, ContentSID: "HX00000000000000000000000000000001"}, fields{"body": "Your table is ready", "num_media": "1"}, "found"},
		{"files alone", params{To: reconcileTo, From: reconcileFrom, MediaURL: []string{"https://example.com/a.png"}}, fields{"body": "", "num_media": "1"}, "found"},
		{"files alone, on a trial account", params{To: reconcileTo, From: reconcileFrom, MediaURL: []string{"https://example.com/a.png"}}, fields{"body": "Sent from your Twilio trial account - ", "num_media": "1"}, "found"},
		{"files alone, and a text", params{To: reconcileTo, From: reconcileFrom, MediaURL: []string{"https://example.com/a.png"}}, fields{"body": "A text", "num_media": "1"}, "ambiguous"},
		{"files alone, fewer of them", params{To: reconcileTo, From: reconcileFrom, MediaURL: []string{"https://example.com/a.png", "https://example.com/b.png"}}, fields{"body": "", "num_media": "1"}, "ambiguous"},
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
		{"as it was made", params{To: reconcileTo, From: reconcileFrom}, nil, "found"},
		{"with separators", params{To: "+1 415 555 1234", From: "+1.415.555.6789"}, fields{"to": reconcileTo, "from": reconcileFrom}, "found"},
		{"a client", params{To: "client:ada", From: reconcileFrom}, nil, "found"},
		{"a client in other letters", params{To: "client:ada", From: reconcileFrom}, fields{"to": "client:Ada"}, "ambiguous"},
		{"SIP", params{To: "sip:ada@example.com", From: reconcileFrom}, fields{"to": "SIP:ada@example.com"}, "found"},
		{"SIP without its parameters", params{To: "sip:ada@example.com;transport=tls", From: reconcileFrom}, fields{"to": "sip:ada@example.com"}, "ambiguous"},
		{"SIP without its header", params{To: "sip:ada@example.com?X-Room=5", From: reconcileFrom}, fields{"to": "sip:ada@example.com"}, "ambiguous"},
		{"a client without its parameters", params{To: "client:ada?room=5", From: reconcileFrom}, fields{"to": "client:ada"}, "ambiguous"},
		{"a zero behind the country code", params{To: "+4407700900123", From: reconcileFrom}, fields{"to": "+447700900123"}, "ambiguous"},
		{"an 8 behind +7", params{To: "+788125550123", From: reconcileFrom}, fields{"to": "+78125550123"}, "ambiguous"},
		{"another party", params{To: reconcileTo, From: reconcileFrom}, fields{"to": "+14155550199"}, "not seen"},
		{"another caller", params{To: reconcileTo, From: reconcileFrom}, fields{"from": "+14155550199"}, "not seen"},
		{"a caller ID", params{To: reconcileTo, From: reconcileFrom, CallerID: "+14155550199"}, fields{"from": "+14155550199"}, "ambiguous"},
		{"obfuscated", params{To: reconcileTo, From: reconcileFrom}, fields{"to": "+1415555XXXX"}, "ambiguous"},
		{"over WhatsApp", params{To: reconcileTo, From: reconcileFrom}, fields{"to": "whatsapp:" + reconcileTo}, "not seen"},
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
