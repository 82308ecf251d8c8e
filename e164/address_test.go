package e164_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/e164"
)

func TestParseAddress(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, region string
		want         e164.Address
		twilio       string // what String gives
	}{
		"number":                        {"+14155551234", "", e164.Address{Channel: e164.ChannelSMS, Number: "+14155551234"}, "+14155551234"},
		"national number":               {"(415) 555-0123", "US", e164.Address{Channel: e164.ChannelSMS, Number: "+14155550123"}, "+14155550123"},
		"whatsapp":                      {"whatsapp:+14155551234", "", e164.Address{Channel: e164.ChannelWhatsApp, Number: "+14155551234"}, "whatsapp:+14155551234"},
		"whatsapp, as people write it":  {" WhatsApp: (415) 555-0123 ", "US", e164.Address{Channel: e164.ChannelWhatsApp, Number: "+14155550123"}, "whatsapp:+14155550123"},
		"WhatsApp, Mexico":              {"whatsapp:+5215555550123", "", e164.Address{Channel: e164.ChannelWhatsApp, Number: "+5215555550123"}, "whatsapp:+5215555550123"},
		"WhatsApp, Mexico, spaces":      {"whatsapp: +52 1 (55) 5555-0123", "US", e164.Address{Channel: e164.ChannelWhatsApp, Number: "+5215555550123"}, "whatsapp:+5215555550123"},
		"WhatsApp, Mexico as dialled":   {"whatsapp:+525555550123", "", e164.Address{Channel: e164.ChannelWhatsApp, Number: "+525555550123"}, "whatsapp:+525555550123"},
		"WhatsApp, Argentina":           {"whatsapp:+5491155550123", "", e164.Address{Channel: e164.ChannelWhatsApp, Number: "+5491155550123"}, "whatsapp:+5491155550123"},
		"WhatsApp, Argentina, no 9":     {"whatsapp:+541155550123", "", e164.Address{Channel: e164.ChannelWhatsApp, Number: "+541155550123"}, "whatsapp:+541155550123"},
		"WhatsApp, Brazil":              {"whatsapp:+5585955550123", "", e164.Address{Channel: e164.ChannelWhatsApp, Number: "+5585955550123"}, "whatsapp:+5585955550123"},
		"WhatsApp, Brazil, eight":       {"whatsapp:+558555550123", "", e164.Address{Channel: e164.ChannelWhatsApp, Number: "+558555550123"}, "whatsapp:+558555550123"},
		"WhatsApp, Brazil, old mobile":  {"whatsapp:+558595550123", "", e164.Address{Channel: e164.ChannelWhatsApp, Number: "+558595550123"}, "whatsapp:+558595550123"},
		"messenger":                     {"messenger:1234567890", "", e164.Address{Channel: e164.ChannelMessenger, ID: "1234567890"}, "messenger:1234567890"},
		"WhatsApp user without number":  {"whatsapp:US.1302015550123", "", e164.Address{Channel: e164.ChannelWhatsApp, ID: "US.1302015550123"}, "whatsapp:US.1302015550123"},
		"SIP over TLS":                  {"sips:ada@example.com", "", e164.Address{Channel: e164.ChannelSIPS, ID: "ada@example.com"}, "sips:ada@example.com"},
		"SIM":                           {"sim:DE00000000000000000000000000000001", "", e164.Address{Channel: e164.ChannelSIM, ID: "DE00000000000000000000000000000001"}, "sim:DE00000000000000000000000000000001"},
		"name that begins with a digit": {"7 Seas", "US", e164.Address{Channel: e164.ChannelSMS, ID: "7 Seas"}, "7 Seas"},
		"name that begins with a plus":  {"+Plus Co", "US", e164.Address{Channel: e164.ChannelSMS, ID: "+Plus Co"}, "+Plus Co"},
		"RCS sender":                    {"rcs:acme_agent", "", e164.Address{Channel: e164.ChannelRCS, ID: "acme_agent"}, "rcs:acme_agent"},
		"RCS user":                      {"rcs:+1 415 555 1234", "", e164.Address{Channel: e164.ChannelRCS, Number: "+14155551234"}, "rcs:+14155551234"},
		"client":                        {"client:zoë@example.com", "", e164.Address{Channel: e164.ChannelClient, ID: "zoë@example.com"}, "client:zoë@example.com"},
		"client with parameters":        {"client:ada?room=5", "", e164.Address{Channel: e164.ChannelClient, ID: "ada?room=5"}, "client:ada?room=5"},
		"SIP":                           {"sip:ada@example.com", "", e164.Address{Channel: e164.ChannelSIP, ID: "ada@example.com"}, "sip:ada@example.com"},
		"SIP with everything":           {"SIP:+14155551234@192.0.2.1:5060;transport=tls?x-id=1", "", e164.Address{Channel: e164.ChannelSIP, ID: "+14155551234@192.0.2.1:5060;transport=tls?x-id=1"}, "sip:+14155551234@192.0.2.1:5060;transport=tls?x-id=1"},
		"short code":                    {"72345", "", e164.Address{Channel: e164.ChannelSMS, ID: "72345"}, "72345"},
		"short code in Germany":         {"72345", "DE", e164.Address{Channel: e164.ChannelSMS, ID: "72345"}, "72345"},
		"short code of six digits":      {"723456", "DE", e164.Address{Channel: e164.ChannelSMS, ID: "723456"}, "723456"},
		"short code of three digits":    {"555", "US", e164.Address{Channel: e164.ChannelSMS, ID: "555"}, "555"},
		"short code of eight digits":    {"12345678", "", e164.Address{Channel: e164.ChannelSMS, ID: "12345678"}, "12345678"},
		"eight digits in Denmark":       {"32000000", "DK", e164.Address{Channel: e164.ChannelSMS, Number: "+4532000000"}, "+4532000000"},
		"short code in Arabic digits":   {"٧٢٣٤٥", "", e164.Address{Channel: e164.ChannelSMS, ID: "72345"}, "72345"},
		"short code in Devanagari":      {"१२३४५६७८", "", e164.Address{Channel: e164.ChannelSMS, ID: "12345678"}, "12345678"},
		"name that holds a stand-in":    {"Private Bnk", "", e164.Address{Channel: e164.ChannelSMS, ID: "Private Bnk"}, "Private Bnk"},
		"client called Anonymous":       {"client:Anonymous", "", e164.Address{Channel: e164.ChannelClient, ID: "Anonymous"}, "client:Anonymous"},
		"seven digits in America":       {"5550123", "US", e164.Address{Channel: e164.ChannelSMS, ID: "5550123"}, "5550123"},
		"sender's name":                 {"ACME", "", e164.Address{Channel: e164.ChannelSMS, ID: "ACME"}, "ACME"},
		"sender with signs":             {"A&B +1-_ 24", "US", e164.Address{Channel: e164.ChannelSMS, ID: "A&B +1-_ 24"}, "A&B +1-_ 24"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := e164.ParseAddress(tt.text, tt.region)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.twilio, got.String())
			again, err := e164.ParseAddress(got.String(), "")
			assert.NoError(t, err)
			assert.Equal(t, got, again)
		})
	}
}

func TestAddressKind(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ shortCode, senderName bool }{
		"72345":               {shortCode: true},
		"ACME":                {senderName: true},
		"+14155551234":        {},
		"messenger:123456789": {},
		"rcs:72345":           {},
	}
	for text, tt := range tests {
		address, err := e164.ParseAddress(text, "")
		require.NoError(t, err)
		assert.Equal(t, tt.shortCode, address.IsShortCode(), text)
		assert.Equal(t, tt.senderName, address.IsSenderName(), text)
	}
	assert.Empty(t, e164.Address{}.String())
	assert.Equal(t, "+14155551234", e164.Address{Number: "+14155551234"}.String())
}

func TestParseAddressRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, region string
		kind         error
		part         string
		says         string
	}{
		"empty":                          {"", "", e164.ErrEmpty, "", "has no digits"},
		"unknown channel":                {"signal:+14155551234", "", e164.ErrChannel, "signal:", "use whatsapp:"},
		"tel:":                           {"tel:+14155551234", "", e164.ErrChannel, "tel:", "none for texts and calls"},
		"colon in front":                 {":+14155551234", "", e164.ErrChannel, ":", "use whatsapp:"},
		"whatsapp without a number":      {"whatsapp:", "", e164.ErrEmpty, "", "has no digits"},
		"whatsapp twice":                 {"whatsapp:whatsapp:+14155551234", "", e164.ErrPrefix, "whatsapp:", "begins with a prefix"},
		"whatsapp without country code":  {"whatsapp:4155550123", "", e164.ErrNoRegion, "", "write + and the country code"},
		"whatsapp with an extension":     {"whatsapp:+14155550123 x5", "", e164.ErrExtension, "x5", `("x5")`},
		"messenger without an ID":        {"messenger:", "", e164.ErrAddress, "", "messenger: and the ID"},
		"messenger with spaces":          {"messenger:Ada Lovelace", "", e164.ErrAddress, "Ada Lovelace", `("Ada Lovelace")`},
		"rcs without an ID":              {"rcs:", "", e164.ErrAddress, "", "a number with +"},
		"rcs, bad number":                {"rcs:+1415", "", e164.ErrTooShort, "", "too few digits"},
		"client without an identity":     {"client:", "", e164.ErrAddress, "", "identity of a user"},
		"client with a line end":         {"client:ada\nlovelace", "", e164.ErrAddress, "ada\nlovelace", `("ada\nlovelace")`},
		"client not in UTF-8":            {"client:\xff", "", e164.ErrAddress, "\xff", `("\xff")`},
		"SIP without a host":             {"sip:ada@", "", e164.ErrAddress, "ada@", "user@host"},
		"SIP without a user":             {"sip:example.com", "", e164.ErrAddress, "example.com", "user@host"},
		"SIP, long":                      {"sip:a" + strings.Repeat("ü", 15), "", e164.ErrAddress, "a" + strings.Repeat("ü", 15), `("aüüüüüüüüüüü…")`},
		"SIP with a space":               {"sip:ada lovelace@example.com", "", e164.ErrAddress, "ada lovelace@example.com", "user@host"},
		"sender of 12 characters":        {"Acme Limited", "", e164.ErrAddress, "Acme Limited", "up to 11 letters"},
		"sender with an umlaut":          {"Müller", "", e164.ErrAddress, "Müller", "up to 11 letters"},
		"sender with a dot":              {"acme.com", "", e164.ErrAddress, "acme.com", "up to 11 letters"},
		"extension, no sender's name":    {"5550123 x5", "US", e164.ErrExtension, "x5", `("x5")`},
		"two digits":                     {"12", "", e164.ErrNoRegion, "", "no country code"},
		"nine digits":                    {"123456789", "", e164.ErrNoRegion, "", "no country code"},
		"unknown region":                 {"72345", "XX", e164.ErrUnknownRegion, "XX", "ISO 3166"},
		"unknown region, seven digits":   {"5550123", "XX", e164.ErrUnknownRegion, "XX", "ISO 3166"},
		"too much text":                  {"client:" + strings.Repeat("a", 1018), "", e164.ErrTooLong, "", "1024 bytes"},
		"WhatsApp, Mexico, 044":          {"whatsapp:044 55 5555 0123", "MX", e164.ErrTrunkPrefix, "044", "write +52 and the ten digits"},
		"WhatsApp, Mexico, a digit more": {"whatsapp:+52155555501234", "", e164.ErrTooLong, "", "too many digits"},
		"SMS, Mexico, as WhatsApp has":   {"+5215555550123", "", e164.ErrTrunkPrefix, "1", "leave the 1 out"},
		"RCS, Mexico, as WhatsApp has":   {"rcs:+5215555550123", "", e164.ErrTrunkPrefix, "1", "leave the 1 out"},
		"only signs of a sender":         {"+-_ &", "", e164.ErrCharacter, "_", `("_")`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := e164.ParseAddress(tt.text, tt.region)
			assert.Zero(t, got)
			require.ErrorIs(t, err, tt.kind)
			var bad *e164.Error
			require.ErrorAs(t, err, &bad)
			assert.Equal(t, tt.part, bad.Part)
			assert.Contains(t, err.Error(), tt.says)
			checkText(t, err, "")
		})
	}
}
