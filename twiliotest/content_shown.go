package twiliotest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Content is a template as the recipient of a message sees it, beside its text and its
// files. The zero value is that of a message without a template.
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview
type Content struct {
	Type    string     // of the template's types the one that was sent: "twilio/quick-reply"
	Buttons []Button   // below the text; the button that opens a list is not among them
	Items   []ListItem // of a list picker
	Cards   []Card     // of a carousel
}

// Button is one that a person can press, with [SMS.Press] or in an app of theirs.
type Button struct {
	Type  string // QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE and others of Twilio's
	Title string
	ID    string // the payload of a quick reply
	URL   string
	Phone string
	Code  string
}

// ListItem is a line of a list that a person can choose with [SMS.Choose].
type ListItem struct {
	ID          string
	Title       string
	Description string
}

// Card is one of a carousel.
type Card struct {
	Title    string
	Body     string
	MediaURL string
	Buttons  []Button
}

// clone returns a copy that shares nothing.
func (c Content) clone() Content {
	c.Buttons, c.Items, c.Cards = slices.Clone(c.Buttons), slices.Clone(c.Items), slices.Clone(c.Cards)
	for i := range c.Cards {
		c.Cards[i].Buttons = slices.Clone(c.Cards[i].Buttons)
	}
	return c
}

// buttons returns all buttons, those of the cards included.
func (c Content) buttons() []Button {
	all := slices.Clone(c.Buttons)
	for _, card := range c.Cards {
		all = append(all, card.Buttons...)
	}
	return all
}

// describe names the type and the things that a person can press or choose, "" for none.
func (c Content) describe() string {
	if c.Type == "" {
		return ""
	}
	text := []string{" as " + c.Type}
	for _, b := range c.buttons() {
		text = append(text, fmt.Sprintf("button %q", b.Title))
	}
	for _, item := range c.Items {
		text = append(text, fmt.Sprintf("item %q", item.Title))
	}
	return strings.Join(text, ", ")
}

// kindFor returns the type of a template that a channel gets, nil when it supports none:
// the richest, and for a phone number the text before the media.
// https://www.twilio.com/docs/content/content-types-overview#channel-support-and-priority-order
func (v *templateValues) kindFor(channel string) *contentType {
	var chosen *contentType
	for i := range contentTypes {
		kind := &contentTypes[i]
		if _, found := v.types[kind.name]; !found || !slices.Contains(kind.channels, channel) {
			continue
		}
		if chosen == nil || channel != channelSMS {
			chosen = kind
		}
	}
	return chosen
}

// shownFields makes of filled fields the text, the files and the rest of a message.
func shownFields(kind *contentType, f contentFields, values map[string]string) (body string, media []string, content Content) {
	content = Content{Type: kind.name, Buttons: buttonsOf(f.Actions)}
	for _, card := range f.Cards {
		content.Cards = append(content.Cards, Card{Title: card.Title, Body: card.Body, MediaURL: card.Media, Buttons: buttonsOf(card.Actions)})
	}
	for _, item := range f.Items {
		if item.Item != "" {
			content.Items = append(content.Items, ListItem{ID: item.ID, Title: item.Item, Description: item.Description})
		}
	}
	media = f.Media
	if f.MediaURL != "" {
		media = append(slices.Clone(media), f.MediaURL)
	}
	if kind.name == typeAuthentication {
		return authenticationText(f, values), media, content
	}
	return lines(f.HeaderText, f.Title, f.Body, f.Subtitle, f.Label, f.Address, f.Footer), media, content
}

func buttonsOf(actions []contentAction) (buttons []Button) {
	for _, a := range actions {
		b := Button{Type: a.Type, Title: a.Title, ID: a.ID, URL: a.URL, Phone: a.Phone, Code: a.Code}
		if b.Type == "" {
			b.Type = buttonQuickReply // a quick reply may leave its type out
		}
		if a.CopyCodeText != "" {
			b.Title = a.CopyCodeText
		}
		buttons = append(buttons, b)
	}
	return buttons
}

// authenticationText is WhatsApp's text for a code, which is the only variable.
// https://www.twilio.com/docs/content/whatsappauthentication
func authenticationText(f contentFields, values map[string]string) string {
	text := values[codeVariable] + " is your verification code."
	if f.AddSecurityRecommendation == nil || *f.AddSecurityRecommendation {
		text += " For your security, do not share this code."
	}
	if f.CodeExpirationMinutes != nil {
		text = lines(text, "This code expires in "+strconv.Itoa(int(*f.CodeExpirationMinutes))+" minutes.")
	}
	return text
}

// codeVariable is the variable of whatsapp/authentication, in whose text the sender has
// no say.
const codeVariable = "1"
