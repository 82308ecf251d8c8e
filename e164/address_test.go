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
		twilio       string // the result of String
	}{
		"number":                        {text: "+14155551234", want: e164.Address{Channel: e164.ChannelSMS, Number: "+14155551234"}, twilio: "+14155551234"},
		"national number":               {text: "(415) 555-0123", region: "US", want: e164.Address{Channel: e164.ChannelSMS, Number: "+14155550123"}, twilio: "+14155550123"},
		"whatsapp":                      {text: "whatsapp:+14155551234", want: e164.Address{Channel: e164.ChannelWhatsApp, Number: "+14155551234"}, twilio: "whatsapp:+14155551234"},
		"whatsapp, as people write it":  {text: " WhatsApp: (415) 555-0123 ", region: "US", want: e164.Address{Channel: e164.ChannelWhatsApp, Number: "+14155550123"}, twilio: "whatsapp:+14155550123"},
		"WhatsApp, Mexico":              {text: "whatsapp:+5215555550123", want: e164.Address{Channel: e164.ChannelWhatsApp, Number: "+5215555550123"}, twilio: "whatsapp:+5215555550123"},
		"WhatsApp, Mexico, spaces":      {text: "whatsapp: +52 1 (55) 5555-0123", region: "US", want: e164.Address{Channel: e164.ChannelWhatsApp, Number: "+5215555550123"}, twilio: "whatsapp:+5215555550123"},
		"WhatsApp, Mexico as dialled":   {text: "whatsapp:+525555550123", want: e164.Address{Channel: e164.ChannelWhatsApp, Number: "+525555550123"}, twilio: "whatsapp:+525555550123"},
		"WhatsApp, Argentina":           {text: "whatsapp:+5491155550123", want: e164.Address{Channel: e164.ChannelWhatsApp, Number: "+5491155550123"}, twilio: "whatsapp:+5491155550123"},
		"WhatsApp, Argentina, no 9":     {text: "whatsapp:+541155550123", want: e164.Address{Channel: e164.ChannelWhatsApp, Number: "+541155550123"}, twilio: "whatsapp:+541155550123"},
		"WhatsApp, Brazil":              {text: "whatsapp:+5585955550123", want: e164.Address{Channel: e164.ChannelWhatsApp, Number: "+5585955550123"}, twilio: "whatsapp:+5585955550123"},
		"WhatsApp, Brazil, eight":       {text: "whatsapp:+558555550123", want: e164.Address{Channel: e164.ChannelWhatsApp, Number: "+558555550123"}, twilio: "whatsapp:+558555550123"},
		"WhatsApp, Brazil, old mobile":  {text: "whatsapp:+558595550123", want: e164.Address{Channel: e164.ChannelWhatsApp, Number: "+558595550123"}, twilio: "whatsapp:+558595550123"},
		"messenger":                     {text: "messenger:1234567890", want: e164.Address{Channel: e164.ChannelMessenger, ID: "1234567890"}, twilio: "messenger:1234567890"},
		"WhatsApp user without number":  {text: "whatsapp:US.1302015550123", want: e164.Address{Channel: e164.ChannelWhatsApp, ID: "US.1302015550123"}, twilio: "whatsapp:US.1302015550123"},
		"SIP over TLS":                  {text: "sips:ada@example.com", want: e164.Address{Channel: e164.ChannelSIPS, ID: "ada@example.com"}, twilio: "sips:ada@example.com"},
		"SIM":                           {text: "sim:DE00000000000000000000000000000001", want: e164.Address{Channel: e164.ChannelSIM, ID: "DE00000000000000000000000000000001"}, twilio: "sim:DE00000000000000000000000000000001"},
		"name that begins with a digit": {text: "7 Seas", region: "US", want: e164.Address{Channel: e164.ChannelSMS, ID: "7 Seas"}, twilio: "7 Seas"},
		"name that begins with a plus":  {text: "+Plus Co", region: "US", want: e164.Address{Channel: e164.ChannelSMS, ID: "+Plus Co"}, twilio: "+Plus Co"},
		"RCS sender":                    {text: "rcs:acme_agent", want: e164.Address{Channel: e164.ChannelRCS, ID: "acme_agent"}, twilio: "rcs:acme_agent"},
		"RCS user":                      {text: "rcs:+1 415 555 1234", want: e164.Address{Channel: e164.ChannelRCS, Number: "+14155551234"}, twilio: "rcs:+14155551234"},
		"client":                        {text: "client:zoë@example.com", want: e164.Address{Channel: e164.ChannelClient, ID: "zoë@example.com"}, twilio: "client:zoë@example.com"},
		"client with parameters":        {text: "client:ada?room=5", want: e164.Address{Channel: e164.ChannelClient, ID: "ada?room=5"}, twilio: "client:ada?room=5"},
		"SIP":                           {text: "sip:ada@example.com", want: e164.Address{Channel: e164.ChannelSIP, ID: "ada@example.com"}, twilio: "sip:ada@example.com"},
		"SIP with everything":           {text: "SIP:+14155551234@192.0.2.1:5060;transport=tls?x-id=1", want: e164.Address{Channel: e164.ChannelSIP, ID: "+14155551234@192.0.2.1:5060;transport=tls?x-id=1"}, twilio: "sip:+14155551234@192.0.2.1:5060;transport=tls?x-id=1"},
		"short code":                    {text: "72345", want: e164.Address{Channel: e164.ChannelSMS, ID: "72345"}, twilio: "72345"},
		"short code in Germany":         {text: "72345", region: "DE", want: e164.Address{Channel: e164.ChannelSMS, ID: "72345"}, twilio: "72345"},
		"short code of six digits":      {text: "723456", region: "DE", want: e164.Address{Channel: e164.ChannelSMS, ID: "723456"}, twilio: "723456"},
		"short code of three digits":    {text: "555", region: "US", want: e164.Address{Channel: e164.ChannelSMS, ID: "555"}, twilio: "555"},
		"short code of eight digits":    {text: "12345678", want: e164.Address{Channel: e164.ChannelSMS, ID: "12345678"}, twilio: "12345678"},
		"eight digits in Denmark":       {text: "32000000", region: "DK", want: e164.Address{Channel: e164.ChannelSMS, Number: "+4532000000"}, twilio: "+4532000000"},
		"short code in Arabic digits":   {text: "٧٢٣٤٥", want: e164.Address{Channel: e164.ChannelSMS, ID: "72345"}, twilio: "72345"},
		"short code in Devanagari":      {text: "१२३४५६७८", want: e164.Address{Channel: e164.ChannelSMS, ID: "12345678"}, twilio: "12345678"},
		"name that holds a stand-in":    {text: "Private Bnk", want: e164.Address{Channel: e164.ChannelSMS, ID: "Private Bnk"}, twilio: "Private Bnk"},
		"client called Anonymous":       {text: "client:Anonymous", want: e164.Address{Channel: e164.ChannelClient, ID: "Anonymous"}, twilio: "client:Anonymous"},
		"seven digits in America":       {text: "5550123", region: "US", want: e164.Address{Channel: e164.ChannelSMS, ID: "5550123"}, twilio: "5550123"},
		"sender's name":                 {text: "ACME", want: e164.Address{Channel: e164.ChannelSMS, ID: "ACME"}, twilio: "ACME"},
		"sender with signs":             {text: "A&B +1-_ 24", region: "US", want: e164.Address{Channel: e164.ChannelSMS, ID: "A&B +1-_ 24"}, twilio: "A&B +1-_ 24"},
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
		"empty":                          {text: "", kind: e164.ErrEmpty, says: "has no digits"},
		"unknown channel":                {text: "signal:+14155551234", kind: e164.ErrChannel, part: "signal:", says: "use whatsapp:"},
		"tel:":                           {text: "tel:+14155551234", kind: e164.ErrChannel, part: "tel:", says: "none for texts and calls"},
		"colon in front":                 {text: ":+14155551234", kind: e164.ErrChannel, part: ":", says: "use whatsapp:"},
		"whatsapp without a number":      {text: "whatsapp:", kind: e164.ErrEmpty, says: "has no digits"},
		"whatsapp twice":                 {text: "whatsapp:whatsapp:+14155551234", kind: e164.ErrPrefix, part: "whatsapp:", says: "begins with a prefix"},
		"whatsapp without country code":  {text: "whatsapp:4155550123", kind: e164.ErrNoRegion, says: "write + and the country code"},
		"whatsapp with an extension":     {text: "whatsapp:+14155550123 x5", kind: e164.ErrExtension, part: "x5", says: `("x5")`},
		"messenger without an ID":        {text: "messenger:", kind: e164.ErrAddress, says: "messenger: and the ID"},
		"messenger with spaces":          {text: "messenger:Ada Lovelace", kind: e164.ErrAddress, part: "Ada Lovelace", says: `("Ada Lovelace")`},
		"rcs without an ID":              {text: "rcs:", kind: e164.ErrAddress, says: "a number with +"},
		"rcs, bad number":                {text: "rcs:+1415", kind: e164.ErrTooShort, says: "too few digits"},
		"client without an identity":     {text: "client:", kind: e164.ErrAddress, says: "identity of a user"},
		"client with a line end":         {text: "client:ada\nlovelace", kind: e164.ErrAddress, part: "ada\nlovelace", says: `("ada\nlovelace")`},
		"client not in UTF-8":            {text: "client:\xff", kind: e164.ErrAddress, part: "\xff", says: `("\xff")`},
		"SIP without a host":             {text: "sip:ada@", kind: e164.ErrAddress, part: "ada@", says: "user@host"},
		"SIP without a user":             {text: "sip:example.com", kind: e164.ErrAddress, part: "example.com", says: "user@host"},
		"SIP, long":                      {text: "sip:a" + strings.Repeat("ü", 15), kind: e164.ErrAddress, part: "a" + strings.Repeat("ü", 15), says: `("aüüüüüüüüüüü…")`},
		"SIP with a space":               {text: "sip:ada lovelace@example.com", kind: e164.ErrAddress, part: "ada lovelace@example.com", says: "user@host"},
		"sender of 12 characters":        {text: "Acme Limited", kind: e164.ErrAddress, part: "Acme Limited", says: "up to 11 letters"},
		"sender with an umlaut":          {text: "Müller", kind: e164.ErrAddress, part: "Müller", says: "up to 11 letters"},
		"sender with a dot":              {text: "acme.com", kind: e164.ErrAddress, part: "acme.com", says: "up to 11 letters"},
		"extension, no sender's name":    {text: "5550123 x5", region: "US", kind: e164.ErrExtension, part: "x5", says: `("x5")`},
		"two digits":                     {text: "12", kind: e164.ErrNoRegion, says: "no country code"},
		"nine digits":                    {text: "123456789", kind: e164.ErrNoRegion, says: "no country code"},
		"unknown region":                 {text: "72345", region: "XX", kind: e164.ErrUnknownRegion, part: "XX", says: "ISO 3166"},
		"unknown region, seven digits":   {text: "5550123", region: "XX", kind: e164.ErrUnknownRegion, part: "XX", says: "ISO 3166"},
		"too much text":                  {text: "client:" + strings.Repeat("a", 1018), kind: e164.ErrTooLong, says: "1024 bytes"},
		"WhatsApp, Mexico, 044":          {text: "whatsapp:044 55 5555 0123", region: "MX", kind: e164.ErrTrunkPrefix, part: "044", says: "write +52 and the ten digits"},
		"WhatsApp, Mexico, a digit more": {text: "whatsapp:+52155555501234", kind: e164.ErrTooLong, says: "too many digits"},
		"SMS, Mexico, as WhatsApp has":   {text: "+5215555550123", kind: e164.ErrTrunkPrefix, part: "1", says: "leave the 1 out"},
		"RCS, Mexico, as WhatsApp has":   {text: "rcs:+5215555550123", kind: e164.ErrTrunkPrefix, part: "1", says: "leave the 1 out"},
		"only signs of a sender":         {text: "+-_ &", kind: e164.ErrCharacter, part: "_", says: `("_")`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := e164.ParseAddress(tt.text, tt.region)
			assert.Zero(t, got)
			checkError(t, err, tt.kind, tt.part, tt.says)
			checkText(t, err, "")
		})
	}
}
