package twiliotest

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// The types of a template's content that the simulator names.
const (
	typeText           = "twilio/text"
	typeMedia          = "twilio/media"
	typeQuickReply     = "twilio/quick-reply"
	typeAuthentication = "whatsapp/authentication"
)

// inSession says when a type goes to a WhatsApp user without approval, within 24 hours of
// the user's message.
type inSession int

// The rules of sessions.
const (
	always    inSession = iota
	byButtons           // only with the kinds of buttons that WhatsApp lets through
	never
)

// contentType is what Twilio documents about one type.
type contentType struct {
	name      string
	channels  []string // SMS stands for MMS, too
	session   inSession
	initiates bool // WhatsApp approves it, so that it can begin a conversation
	check     func(*contentChecker, contentFields)
}

// contentTypes begin with the simplest. Of several types in a template the last one that
// a channel supports is sent. Twilio's page does not rank twilio/schedule and
// whatsapp/flows, which only the files of its API know.
// https://www.twilio.com/docs/content/content-types-overview#channel-support-and-priority-order
var contentTypes = [...]contentType{
	{typeText, []string{channelSMS, channelRCS, channelWhatsApp}, always, true, checkText},
	{typeMedia, []string{channelSMS, channelRCS, channelWhatsApp}, always, true, checkMedia},
	{"twilio/location", []string{channelWhatsApp}, always, false, checkLocation},
	{typeQuickReply, []string{channelWhatsApp}, always, true, checkQuickReply},
	{"twilio/call-to-action", []string{channelWhatsApp}, byButtons, true, checkCallToAction},
	{"twilio/list-picker", []string{channelWhatsApp}, always, false, checkListPicker},
	{"twilio/card", []string{channelRCS, channelWhatsApp}, never, true, checkCard},
	{"twilio/carousel", []string{channelRCS, channelWhatsApp}, never, true, checkCarousel},
	{"twilio/catalog", []string{channelWhatsApp}, always, true, checkCatalog},
	{"twilio/schedule", []string{channelWhatsApp}, never, false, checkNothing},
	{"twilio/flows", []string{channelWhatsApp}, never, true, checkFlows},
	{"whatsapp/flows", []string{channelWhatsApp}, never, true, checkFlows},
	{"whatsapp/card", []string{channelWhatsApp}, never, true, checkWhatsAppCard},
	{typeAuthentication, []string{channelWhatsApp}, never, true, checkAuthentication},
}

// contentTypeNamed returns a type by its name, nil for none.
func contentTypeNamed(name string) *contentType {
	for i := range contentTypes {
		if contentTypes[i].name == name {
			return &contentTypes[i]
		}
	}
	return nil
}

// Limits of texts, in characters.
const (
	longestTemplateBody = 1024
	longestCTA          = 640 // body of twilio/call-to-action
	longestCard         = 160 // title and body of a carousel's card
	longestHeader       = 60  // header, subtitle and footer of a card
	longestTitle        = 25  // of a button
	longestID           = 256 // of a button
	longestItem         = 24
	longestItemID       = 200
	longestNote         = 72 // description of an item
	longestLink         = 2048
)

// contentChecker finds the first thing that Twilio refuses in a type.
type contentChecker struct {
	problem string // "" for none
}

func (c *contentChecker) refuse(format string, args ...any) {
	if c.problem == "" {
		c.problem = fmt.Sprintf(format, args...)
	}
}

// text holds a text against its longest length; need says that it has to be there.
func (c *contentChecker) text(name, value string, need bool, most int) {
	switch n := utf8.RuneCountInString(value); {
	case need && n == 0:
		c.refuse("%s is empty", name)
	case n > most:
		c.refuse("%s has %d characters, and %d are allowed", name, n, most)
	}
}

func (c *contentChecker) count(name string, n, least, most int) {
	if n < least || n > most {
		c.refuse("%s has %d elements, and %d to %d are allowed", name, n, least, most)
	}
}

// media checks addresses of files.
func (c *contentChecker) media(least int, urls ...string) {
	c.count("media", len(urls), least, maxMedia)
	for _, url := range urls {
		c.text("media", url, true, longestLink)
	}
}

// actions checks buttons, of which each has what its type needs.
func (c *contentChecker) actions(all []contentAction, least, most int) {
	c.count("actions", len(all), least, most)
	for _, a := range all {
		c.text("actions.title", a.Title, true, longestTitle)
		c.text("actions.id", a.ID, false, longestID)
		c.text("actions.url", a.URL, a.Type == "URL", longestLink)
		c.text("actions.phone", a.Phone, a.Type == "PHONE_NUMBER", longestItemID)
		c.text("actions.code", a.Code, a.Type == "COPY_CODE", longestItemID)
	}
}

func checkNothing(*contentChecker, contentFields) {}

// https://www.twilio.com/docs/content/twilio-text
func checkText(c *contentChecker, f contentFields) { c.text("body", f.Body, true, maxBody) }

// https://www.twilio.com/docs/content/twilio-media
func checkMedia(c *contentChecker, f contentFields) {
	c.text("body", f.Body, false, maxBody)
	c.media(1, f.Media...)
}

// https://www.twilio.com/docs/content/twiliolocation
func checkLocation(c *contentChecker, f contentFields) {
	const north, east = 90, 180 // degrees
	if f.Latitude == nil || *f.Latitude < -north || *f.Latitude > north {
		c.refuse("latitude is not between -90 and 90")
	}
	if f.Longitude == nil || *f.Longitude < -east || *f.Longitude > east {
		c.refuse("longitude is not between -180 and 180")
	}
	c.text("label", f.Label, false, longestTemplateBody)
	c.text("address", f.Address, false, longestTemplateBody)
}

// https://www.twilio.com/docs/content/twilio-quick-reply
func checkQuickReply(c *contentChecker, f contentFields) {
	const mostButtons = 10
	c.text("body", f.Body, true, longestTemplateBody)
	c.actions(f.Actions, 1, mostButtons)
}

// https://www.twilio.com/docs/content/twilio-call-to-action
func checkCallToAction(c *contentChecker, f contentFields) {
	const mostButtons, mostURLs = 10, 2
	c.text("body", f.Body, true, longestCTA)
	c.actions(f.Actions, 1, mostButtons)
	count := func(kinds ...string) (n int) {
		for _, a := range f.Actions {
			if slices.Contains(kinds, a.Type) {
				n++
			}
		}
		return n
	}
	c.count("actions of type URL", count("URL"), 0, mostURLs)
	c.count("actions of type PHONE_NUMBER and VOICE_CALL", count("PHONE_NUMBER", "VOICE_CALL"), 0, 1)
}

// https://www.twilio.com/docs/content/twiliolist-picker
func checkListPicker(c *contentChecker, f contentFields) {
	const mostItems, longestButton = 10, 20
	c.text("body", f.Body, true, longestTemplateBody)
	c.text("button", f.Button, true, longestButton)
	c.count("items", len(f.Items), 1, mostItems)
	ids := map[string]bool{}
	for _, item := range f.Items {
		c.text("items.item", item.Item, true, longestItem)
		c.text("items.id", item.ID, true, longestItemID)
		c.text("items.description", item.Description, false, longestNote)
		if ids[item.ID] {
			c.refuse("items.id %q is there twice", item.ID)
		}
		ids[item.ID] = true
	}
}

// https://www.twilio.com/docs/content/twiliocard
func checkCard(c *contentChecker, f contentFields) {
	c.text("title", f.Title, f.Body == "", longestTemplateBody)
	c.text("body", f.Body, false, maxBody)
	c.card(f, f.Title != "" && f.Body != "")
}

// https://www.twilio.com/docs/content/whatsappcard
func checkWhatsAppCard(c *contentChecker, f contentFields) {
	c.text("body", f.Body, true, longestTemplateBody)
	c.text("header_text", f.HeaderText, false, longestHeader)
	c.text("footer", f.Footer, false, longestHeader)
	if f.HeaderText != "" && len(f.Media) > 0 {
		c.refuse("a card has header_text or media, not both")
	}
	c.card(f, f.HeaderText != "" || f.Footer != "")
}

// card checks the fields that both kinds of cards have; hasMore says that there is a
// further field already, which a card needs.
func (c *contentChecker) card(f contentFields, hasMore bool) {
	const mostButtons = 10
	c.text("subtitle", f.Subtitle, false, longestHeader)
	c.media(0, f.Media...)
	c.actions(f.Actions, 0, mostButtons)
	if !hasMore && f.Subtitle == "" && len(f.Media) == 0 && len(f.Actions) == 0 {
		c.refuse("a card needs at least one field beside its text")
	}
}

// https://www.twilio.com/docs/content/carousel
func checkCarousel(c *contentChecker, f contentFields) {
	const mostCards, mostButtons = 10, 2
	c.text("body", f.Body, true, longestTemplateBody)
	c.count("cards", len(f.Cards), 1, mostCards)
	for _, card := range f.Cards {
		c.text("cards.body", card.Body, true, longestCard)
		c.text("cards.title and cards.body", card.Title+card.Body, true, longestCard)
		c.text("cards.media", card.Media, true, longestLink)
		c.actions(card.Actions, 1, mostButtons)
		if !sameKinds(card.Actions, f.Cards[0].Actions) {
			c.refuse("the buttons of the cards are not of the same types in the same order")
		}
	}
}

func sameKinds(a, b []contentAction) bool {
	return slices.EqualFunc(a, b, func(a, b contentAction) bool { return a.Type == b.Type })
}

// https://www.twilio.com/docs/content/twiliocatalog
func checkCatalog(c *contentChecker, f contentFields) {
	const mostProducts = 30
	c.text("body", f.Body, true, longestTemplateBody)
	c.text("title", f.Title, false, longestHeader)
	c.text("subtitle", f.Subtitle, false, longestHeader)
	c.count("items", len(f.Items), 0, mostProducts)
}

// https://www.twilio.com/docs/content/twilio-flows
func checkFlows(c *contentChecker, f contentFields) {
	const longestButton = 20
	c.text("body", f.Body, true, longestTemplateBody)
	c.text("button_text", f.ButtonText, true, longestButton)
	c.text("subtitle", f.Subtitle, false, longestHeader)
}

// https://www.twilio.com/docs/content/whatsappauthentication
func checkAuthentication(c *contentChecker, f contentFields) {
	const longestLife = 90 // minutes
	c.count("actions", len(f.Actions), 1, 1)
	for _, a := range f.Actions {
		c.text("actions.copy_code_text", a.CopyCodeText, true, longestTitle)
	}
	if m := f.CodeExpirationMinutes; m != nil && (*m < 1 || *m > longestLife || *m != float64(int(*m))) {
		c.refuse("code_expiration_minutes is not a whole number from 1 to 90")
	}
}
