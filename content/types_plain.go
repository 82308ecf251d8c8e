package content

import (
	"encoding/json"
	"strconv"
)

// Text is text, which every channel supports.
//
// Twilio docs: https://www.twilio.com/docs/content/twilio-text
type Text struct {
	Body string `json:"body"` // at most 1,600 characters; 1,024 at WhatsApp

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

func (x *Text) inspect(in *inspector) { in.body("Body", x.Body, required, maxBody) }

func (x *Text) preview() []string { return []string{x.Body} }

// Media is files, with a text or without.
//
// Twilio docs: https://www.twilio.com/docs/content/twilio-media
type Media struct {
	Body  string   `json:"body,omitempty"` // at most 1,600 characters
	Media []string `json:"media"`          // addresses of files that everybody can read; WhatsApp takes one

	Extra map[string]json.RawMessage `json:"-"`
}

func (x *Media) inspect(in *inspector) {
	in.body("Body", x.Body, optional, maxBody)
	in.media("Media", x.Media)
	if len(x.Media) == 0 {
		in.problem("Media", "is empty", "give the address of a file that everybody can read, or use Text")
	}
}

func (x *Media) preview() []string { return append([]string{x.Body}, x.Media...) }

// Location is a place on a map. WhatsApp shows it within 24 hours of the person's last
// message.
//
// Twilio docs: https://www.twilio.com/docs/content/twilio-location
type Location struct {
	Latitude  float64 `json:"latitude"`  // -90 to 90 degrees
	Longitude float64 `json:"longitude"` // -180 to 180 degrees
	Label     string  `json:"label,omitempty"`
	ID        string  `json:"id,omitempty"`
	Address   string  `json:"address,omitempty"`

	Extra map[string]json.RawMessage `json:"-"`
}

func (x *Location) inspect(in *inspector) {
	if !(x.Latitude >= -90 && x.Latitude <= 90) { // which also refuses what is no number
		in.problem("Latitude", "is not between -90 and 90", "give degrees, negative for the south")
	}
	if !(x.Longitude >= -180 && x.Longitude <= 180) {
		in.problem("Longitude", "is not between -180 and 180", "give degrees, negative for the west")
	}
	in.text("Label", x.Label, optional, 0)
	in.text("ID", x.ID, optional, 0)
	in.text("Address", x.Address, optional, 0)
}

func (x *Location) preview() []string {
	at := strconv.FormatFloat(x.Latitude, 'f', -1, 64) + ", " + strconv.FormatFloat(x.Longitude, 'f', -1, 64)
	return []string{x.Label, x.Address, at}
}

// Schedule offers times to choose from.
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview
type Schedule struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	TimeSlots string `json:"timeSlots"`

	Extra map[string]json.RawMessage `json:"-"`
}

func (x *Schedule) inspect(in *inspector) {
	in.text("ID", x.ID, required, 0)
	in.text("Title", x.Title, required, 0)
	in.text("TimeSlots", x.TimeSlots, required, 0)
}

func (x *Schedule) preview() []string { return []string{x.Title} }
