package twiliotest

import (
	"slices"
	"strings"
)

// contentFields are the members of one type of a template's content. Each type has some
// of them.
// https://www.twilio.com/docs/content/content-types-overview
type contentFields struct {
	HeaderText string          `json:"header_text"`
	Title      string          `json:"title"`
	Body       string          `json:"body"`
	Subtitle   string          `json:"subtitle"`
	Label      string          `json:"label"`
	Address    string          `json:"address"`
	Footer     string          `json:"footer"`
	Button     string          `json:"button"`
	ButtonText string          `json:"button_text"`
	ID         string          `json:"id"`
	Media      []string        `json:"media"`
	MediaURL   string          `json:"media_url"`
	Actions    []contentAction `json:"actions"`
	Items      []contentItem   `json:"items"`
	Cards      []contentCard   `json:"cards"`
	Pages      []contentPage   `json:"pages"`
	Latitude   *float64        `json:"latitude"`
	Longitude  *float64        `json:"longitude"`

	AddSecurityRecommendation *bool    `json:"add_security_recommendation"`
	CodeExpirationMinutes     *float64 `json:"code_expiration_minutes"`
}

// contentAction is a button.
type contentAction struct {
	Type         string `json:"type"`
	Title        string `json:"title"`
	ID           string `json:"id"`
	URL          string `json:"url"`
	Phone        string `json:"phone"`
	Code         string `json:"code"`
	CopyCodeText string `json:"copy_code_text"`
}

// contentItem is a line of a list picker, or a product of a catalog.
type contentItem struct {
	ID          string `json:"id"`
	Item        string `json:"item"`
	Description string `json:"description"`
	Name        string `json:"name"`
}

// contentCard is one of a carousel.
type contentCard struct {
	Title   string          `json:"title"`
	Body    string          `json:"body"`
	Media   string          `json:"media"`
	Actions []contentAction `json:"actions"`
}

// contentPage is one of a flow.
type contentPage struct {
	Title    string `json:"title"`
	Subtitle string `json:"subtitle"`
}

// mapTexts returns the fields with each text that may have variables replaced by what f
// makes of it. It calls f in the order in which people read the texts.
func (c contentFields) mapTexts(f func(string) string) contentFields {
	for _, text := range [...]*string{
		&c.HeaderText, &c.Title, &c.Body, &c.Subtitle, &c.Label, &c.Address, &c.Footer, &c.Button, &c.ButtonText, &c.ID, &c.MediaURL,
	} {
		*text = f(*text)
	}
	c.Media = mapped(c.Media, func(url string) string { return f(url) })
	c.Actions = mapped(c.Actions, func(a contentAction) contentAction { return a.mapTexts(f) })
	c.Items = mapped(c.Items, func(i contentItem) contentItem {
		return contentItem{ID: f(i.ID), Item: f(i.Item), Description: f(i.Description), Name: f(i.Name)}
	})
	c.Cards = mapped(c.Cards, func(card contentCard) contentCard {
		actions := mapped(card.Actions, func(a contentAction) contentAction { return a.mapTexts(f) })
		return contentCard{Title: f(card.Title), Body: f(card.Body), Media: f(card.Media), Actions: actions}
	})
	c.Pages = mapped(c.Pages, func(p contentPage) contentPage { return contentPage{Title: f(p.Title), Subtitle: f(p.Subtitle)} })
	return c
}

func (a contentAction) mapTexts(f func(string) string) contentAction {
	a.Title, a.ID, a.URL, a.Phone, a.Code = f(a.Title), f(a.ID), f(a.URL), f(a.Phone), f(a.Code)
	return a
}

// mapped returns what f makes of each element; nil for none.
func mapped[T any](all []T, f func(T) T) []T {
	all = slices.Clone(all)
	for i := range all {
		all[i] = f(all[i])
	}
	return all
}

// buttons returns all buttons, those of the cards included.
func (c contentFields) buttons() []contentAction {
	all := slices.Clone(c.Actions)
	for _, card := range c.Cards {
		all = append(all, card.Actions...)
	}
	return all
}

// lines joins the texts that are there.
func lines(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), "\n")
}
