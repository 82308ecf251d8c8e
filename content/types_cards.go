package content

import (
	"encoding/json"
	"slices"
)

// Card is a picture or a film, a title, a text and buttons, of which it has a title or a
// text, and one thing besides.
//
// Twilio docs: https://www.twilio.com/docs/content/twiliocard
type Card struct {
	Title    string      `json:"title,omitempty"`
	Subtitle string      `json:"subtitle,omitempty"` // RCS shows it behind the body
	Body     string      `json:"body,omitempty"`
	Media    []string    `json:"media,omitempty"` // addresses of files that everybody can read
	Actions  CardButtons `json:"actions,omitempty"`

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

func (x *Card) inspect(in *inspector) {
	in.body("Title", x.Title, optional, 0)
	in.body("Body", x.Body, optional, 0)
	in.text("Subtitle", x.Subtitle, optional, 0)
	in.media("Media", x.Media)
	inspectButtons(in, x.Actions)
	switch {
	case x.Title == "" && x.Body == "":
		in.problem("Title", "is empty, and so is Body", "give one of the two")
	case (x.Title == "" || x.Body == "") && x.Subtitle == "" && len(x.Media)+len(x.Actions)+len(x.Extra) == 0:
		in.problem("Title", "or Body is all that is set", "give a subtitle, a file or a button besides, or use the type Text")
	}
}

func (x *Card) preview() []string {
	lines := append([]string{x.Title, x.Body, x.Subtitle}, x.Media...)
	return append(lines, labels(x.Actions)...)
}

// WhatsAppCard is a text with a header, a footer and buttons, of which it has one at
// least. WhatsApp shows it after an approval.
//
// Twilio docs: https://www.twilio.com/docs/content/whatsappcard
type WhatsAppCard struct {
	Body       string      `json:"body"`                  // at most 1,024 characters
	HeaderText string      `json:"header_text,omitempty"` // at most 60 characters; instead of Media
	Media      []string    `json:"media,omitempty"`       // the address of a file that everybody can read; instead of HeaderText
	Footer     string      `json:"footer,omitempty"`      // at most 60 characters, without placeholders
	Actions    CardButtons `json:"actions,omitempty"`

	Extra map[string]json.RawMessage `json:"-"`
}

func (x *WhatsAppCard) inspect(in *inspector) {
	in.body("Body", x.Body, required, maxRichBody)
	in.text("HeaderText", x.HeaderText, optional, maxHeader)
	in.text("Footer", x.Footer, optional, maxHeader)
	in.media("Media", x.Media)
	in.count("Actions", len(x.Actions), 0, maxButtons)
	inspectButtons(in, x.Actions)
	switch {
	case x.HeaderText != "" && len(x.Media) > 0:
		in.problem("HeaderText", "and Media are both set", "a card has one header: leave one of them out")
	case x.HeaderText == "" && x.Footer == "" && len(x.Media)+len(x.Actions)+len(x.Extra) == 0:
		in.problem("Body", "is all that is set", "give a header, a footer, a file or a button besides, or use the type Text")
	}
}

func (x *WhatsAppCard) preview() []string {
	lines := append([]string{x.HeaderText}, x.Media...)
	lines = append(lines, x.Body, x.Footer)
	return append(lines, labels(x.Actions)...)
}

// Carousel is a text above a row of cards. WhatsApp shows it after an approval.
//
// Twilio docs: https://www.twilio.com/docs/content/carousel
type Carousel struct {
	Body  string         `json:"body"` // RCS does not show it
	Cards []CarouselCard `json:"cards"`

	Extra map[string]json.RawMessage `json:"-"`
}

// CarouselCard is one card of a [Carousel]. Title and body have at most 160 characters
// together. All cards have buttons of the same types in the same order.
type CarouselCard struct {
	Title   string          `json:"title,omitempty"`
	Body    string          `json:"body"`
	Media   string          `json:"media"`   // the address of a picture or a film; placeholders behind the host
	Actions CarouselButtons `json:"actions"` // 1 or 2
}

func (x *Carousel) inspect(in *inspector) {
	in.body("Body", x.Body, required, maxRichBody)
	in.count("Cards", len(x.Cards), 1, maxCards)
	for i, card := range x.Cards {
		at := in.at("Cards", i)
		at.text("Title", card.Title, optional, maxCardText)
		at.text("Body", card.Body, required, maxCardText)
		if lengthOf(card.Title)+lengthOf(card.Body) > maxCardText && lengthOf(card.Title) <= maxCardText && lengthOf(card.Body) <= maxCardText {
			at.problem("Body", "has more than 160 characters together with Title", "shorten one of the two")
		}
		at.url("Media", card.Media, required)
		at.count("Actions", len(card.Actions), 1, maxCardButtons)
		inspectButtons(at, card.Actions)
		if len(card.Actions) > 0 && !slices.Equal(kinds(card.Actions), kinds(x.Cards[0].Actions)) {
			at.problem("Actions", "are of other types than those of the first card", "give all cards buttons of the same types in the same order")
		}
	}
}

// kinds are the types of buttons in their order.
func kinds(buttons CarouselButtons) []string {
	list := make([]string, len(buttons))
	for i, b := range buttons {
		if b != nil {
			list[i] = b.kind()
		}
	}
	return list
}

func (x *Carousel) preview() []string {
	lines := append(make([]string, 0, 1+3*len(x.Cards)), x.Body)
	for _, card := range x.Cards {
		lines = append(lines, card.Title, card.Body, card.Media)
		lines = append(lines, labels(card.Actions)...)
	}
	return lines
}
