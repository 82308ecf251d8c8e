package content

import (
	"encoding/json"
	"iter"
)

// Types is what a template says, once or in several ways: of the types that are set, each
// channel gets the richest that it supports. A template that goes to WhatsApp and to SMS
// has buttons in one type, and a plain text in another:
//
//	content.Types{
//		Text:       &content.Text{Body: "Your order {{1}} is ready. Reply YES to pick it up."},
//		QuickReply: &content.QuickReply{
//			Body:    "Your order {{1}} is ready.",
//			Actions: []content.QuickReplyButton{{Title: "I pick it up", ID: "yes"}},
//		},
//	}
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview
type Types struct {
	Text           *Text           `json:"twilio/text,omitempty"`
	Media          *Media          `json:"twilio/media,omitempty"`
	Location       *Location       `json:"twilio/location,omitempty"`
	QuickReply     *QuickReply     `json:"twilio/quick-reply,omitempty"`
	CallToAction   *CallToAction   `json:"twilio/call-to-action,omitempty"`
	ListPicker     *ListPicker     `json:"twilio/list-picker,omitempty"`
	Card           *Card           `json:"twilio/card,omitempty"`
	Carousel       *Carousel       `json:"twilio/carousel,omitempty"`
	Catalog        *Catalog        `json:"twilio/catalog,omitempty"`
	Schedule       *Schedule       `json:"twilio/schedule,omitempty"`
	Flows          *Flows          `json:"twilio/flows,omitempty"`
	WhatsAppFlows  *WhatsAppFlows  `json:"whatsapp/flows,omitempty"`
	WhatsAppCard   *WhatsAppCard   `json:"whatsapp/card,omitempty"`
	Authentication *Authentication `json:"whatsapp/authentication,omitempty"`

	Extra map[string]json.RawMessage `json:"-"` // types that this package does not model, by Twilio's names
}

// TypeName is how Twilio's JSON calls a type: with a slash behind the family.
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview
type TypeName string

// The names of the types, from the plainest to the richest.
const (
	TypeText           TypeName = "twilio/text"
	TypeMedia          TypeName = "twilio/media"
	TypeLocation       TypeName = "twilio/location"
	TypeQuickReply     TypeName = "twilio/quick-reply"
	TypeCallToAction   TypeName = "twilio/call-to-action"
	TypeListPicker     TypeName = "twilio/list-picker"
	TypeCard           TypeName = "twilio/card"
	TypeCarousel       TypeName = "twilio/carousel"
	TypeCatalog        TypeName = "twilio/catalog"
	TypeSchedule       TypeName = "twilio/schedule"
	TypeFlows          TypeName = "twilio/flows"
	TypeWhatsAppFlows  TypeName = "whatsapp/flows"
	TypeWhatsAppCard   TypeName = "whatsapp/card"
	TypeAuthentication TypeName = "whatsapp/authentication"
)

// Type is one way in which a template says something: a pointer to [Text], [Media],
// [Location], [QuickReply], [CallToAction], [ListPicker], [Card], [Carousel], [Catalog],
// [Schedule], [Flows], [WhatsAppFlows], [WhatsAppCard] or [Authentication]. No other
// package can add one.
type Type interface {
	inspect(in *inspector)
	preview() []string // lines that may hold placeholders
}

// All ranges over the types that are set, from the plainest to the richest, without those
// in Extra.
func (t *Types) All() iter.Seq2[TypeName, Type] {
	return func(yield func(TypeName, Type) bool) {
		for _, s := range t.slots() {
			if value := s.get(); value != nil && !yield(s.name, value) {
				return
			}
		}
	}
}

// slot is the place of one type.
type slot struct {
	name   TypeName
	field  string // of Types
	get    func() Type
	decode func(text []byte)
}

// slots lists the types from the plainest to the richest, as Twilio chooses among them.
// https://www.twilio.com/docs/content/content-types-overview
func (t *Types) slots() []slot {
	return []slot{
		slotOf(TypeText, "Text", &t.Text),
		slotOf(TypeMedia, "Media", &t.Media),
		slotOf(TypeLocation, "Location", &t.Location),
		slotOf(TypeQuickReply, "QuickReply", &t.QuickReply),
		slotOf(TypeCallToAction, "CallToAction", &t.CallToAction),
		slotOf(TypeListPicker, "ListPicker", &t.ListPicker),
		slotOf(TypeCard, "Card", &t.Card),
		slotOf(TypeCarousel, "Carousel", &t.Carousel),
		slotOf(TypeCatalog, "Catalog", &t.Catalog),
		slotOf(TypeSchedule, "Schedule", &t.Schedule),
		slotOf(TypeFlows, "Flows", &t.Flows),
		slotOf(TypeWhatsAppFlows, "WhatsAppFlows", &t.WhatsAppFlows),
		slotOf(TypeWhatsAppCard, "WhatsAppCard", &t.WhatsAppCard),
		slotOf(TypeAuthentication, "Authentication", &t.Authentication),
	}
}

func slotOf[T any, P interface {
	*T
	Type
}](name TypeName, field string, at *P,
) slot {
	return slot{
		name: name, field: field,
		get: func() Type {
			if *at == nil {
				return nil
			}
			return *at
		},
		decode: func(text []byte) {
			*at = new(T)
			decodeObject(text, *at)
		},
	}
}

// UnmarshalJSON reads Twilio's object of types and never fails. A type that this package
// does not model, and one that is no object, goes to Extra as it stands. So does a member
// that this package does not model, into the Extra of its type.
func (t *Types) UnmarshalJSON(text []byte) error {
	*t = Types{}
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return nil //nolint:nilerr // one odd property must not fail a whole template
	}
	for _, s := range t.slots() {
		if value := members[string(s.name)]; isObject(value) {
			s.decode(value)
			delete(members, string(s.name))
		}
	}
	t.Extra = withoutNulls(members)
	return nil
}

// MarshalJSON writes Twilio's object of types, with those in Extra. It fails when Extra
// holds something that is not JSON, or a type that is set as a field.
func (t Types) MarshalJSON() ([]byte, error) {
	members := map[string]json.RawMessage{}
	for name, value := range t.All() {
		text, err := encodeObject(value, nil)
		if err != nil {
			return nil, err
		}
		members[string(name)] = text
	}
	return encodeObject(members, t.Extra)
}
