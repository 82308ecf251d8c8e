package content

import (
	"slices"
	"strings"
)

// Channel is a way to a recipient, for a preview.
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview
type Channel string

// The channels that templates are sent on.
const (
	ChannelSMS       Channel = "sms" // and MMS
	ChannelRCS       Channel = "rcs"
	ChannelWhatsApp  Channel = "whatsapp"
	ChannelMessenger Channel = "messenger"
)

// supports reports whether a channel shows a type. WhatsApp shows all.
// https://www.twilio.com/docs/content/content-types-overview
func (c Channel) supports(name TypeName) bool {
	switch c {
	case ChannelWhatsApp:
		return true
	case ChannelSMS:
		return name == TypeText || name == TypeMedia
	case ChannelRCS:
		return slices.Contains([]TypeName{TypeText, TypeMedia, TypeCard, TypeCarousel}, name)
	case ChannelMessenger:
		return slices.Contains([]TypeName{TypeText, TypeMedia, TypeQuickReply, TypeCallToAction, TypeCard}, name)
	default:
		return false
	}
}

// On returns the type that Twilio sends on a channel: of those that are set, the richest
// that the channel supports. It is nil when the channel supports none of them.
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview
func (t *Types) On(channel Channel) Type {
	var richest Type
	for name, value := range t.All() {
		if channel.supports(name) {
			richest = value
		}
	}
	return richest
}

// Render returns a preview of the message on a channel as text, line by line, with
// [buttons] in brackets: "Your order 1234 is ready.\n[I pick it up]". It checks the values
// as [TemplateContent.WhatsApp] does, and sends nothing. When the channel supports none of
// the types, the error is a *[twilio.ParamError].
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview
func (t *TemplateContent) Render(channel Channel, variables map[string]string) (string, error) {
	const op = "content.Template.Render"
	shown := t.Types.On(channel)
	if shown == nil {
		return "", paramError(op, "channel", "supports none of the template's types", "give the template the type Text, which every channel supports")
	}
	if err := t.checkValues(op, variables); err != nil {
		return "", err
	}
	var lines []string
	for _, line := range shown.preview() {
		if line != "" {
			lines = append(lines, fill(line, variables))
		}
	}
	return strings.Join(lines, "\n"), nil
}
