package verify

import (
	"encoding/json"
	"strings"
)

// Channel is how a code reaches somebody.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification
type Channel string

// The channels.
const (
	ChannelSMS      Channel = "sms"
	ChannelCall     Channel = "call"
	ChannelWhatsApp Channel = "whatsapp"
	ChannelEmail    Channel = "email" // To is an email address
	ChannelRCS      Channel = "rcs"
	ChannelSNA      Channel = "sna"  // silent network authentication: there is no code, the device opens a URL
	ChannelAuto     Channel = "auto" // Twilio chooses; the answer says which one
	ChannelRBM      Channel = "rbm"  // RCS, as attempts call it
)

// UnmarshalJSON reads a channel in letters of any case: of the attempts of a
// verification Twilio writes SMS in capital letters. It never fails, and what is not
// text reads as "".
func (c *Channel) UnmarshalJSON(text []byte) error {
	var name string
	_ = json.Unmarshal(text, &name)
	*c = Channel(strings.ToLower(name))
	return nil
}

// reachesNumbers reports a channel that reaches phone numbers and nothing else.
func (c Channel) reachesNumbers() bool {
	switch c {
	case ChannelSMS, ChannelCall, ChannelWhatsApp, ChannelRCS, ChannelSNA, ChannelAuto:
		return true
	}
	return false
}
