package content

import (
	"encoding/json"
	"strconv"
)

// Catalog shows products of a catalog of Meta's: all of them, or those in Items, or those
// that a variable lists when the message is sent.
//
// Twilio docs: https://www.twilio.com/docs/content/twilio-catalog
type Catalog struct {
	Title        string        `json:"title,omitempty"`
	Body         string        `json:"body"`
	Subtitle     string        `json:"subtitle,omitempty"`
	ID           string        `json:"id,omitempty"`            // of the catalog, in Meta's Commerce Manager
	Items        []CatalogItem `json:"items,omitempty"`         // at most 30
	DynamicItems string        `json:"dynamic_items,omitempty"` // the placeholder of a variable that lists the items

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

// CatalogItem is one product of a [Catalog].
type CatalogItem struct {
	ID           string  `json:"id,omitempty"` // Meta's content ID of the product
	SectionTitle string  `json:"section_title,omitempty"`
	Name         string  `json:"name,omitempty"`
	MediaURL     string  `json:"media_url,omitempty"`
	Price        float64 `json:"price,omitempty"`
	Description  string  `json:"description,omitempty"`
}

func (x *Catalog) inspect(in *inspector) {
	in.text("Title", x.Title, optional, 0)
	in.body("Body", x.Body, required, maxRichBody)
	in.text("Subtitle", x.Subtitle, optional, 0)
	in.text("ID", x.ID, optional, 0)
	in.text("DynamicItems", x.DynamicItems, optional, 0)
	in.count("Items", len(x.Items), 0, maxCatalogItems)
	for i, item := range x.Items {
		at := in.at("Items", i)
		at.text("ID", item.ID, optional, 0)
		at.text("SectionTitle", item.SectionTitle, optional, 0)
		at.text("Name", item.Name, optional, 0)
		at.url("MediaURL", item.MediaURL, optional)
		at.text("Description", item.Description, optional, 0)
		if !(item.Price >= 0) {
			at.problem("Price", "is negative or no number", "give the price of the product, or leave the field out")
		}
	}
}

func (x *Catalog) preview() []string {
	lines := append(make([]string, 0, 3+len(x.Items)), x.Title, x.Body, x.Subtitle)
	for _, item := range x.Items {
		lines = append(lines, item.Name)
	}
	return lines
}

// Authentication is a one-time passcode with a button that copies it. WhatsApp writes the
// text, in the language of the template, and shows it after an approval. The passcode is
// the value of the placeholder {{1}} when the message is sent.
//
// Twilio docs: https://www.twilio.com/docs/content/whatsappauthentication
type Authentication struct {
	AddSecurityRecommendation *bool                  `json:"add_security_recommendation,omitempty"` // the advice to keep the code secret; nil leaves it to Twilio, which adds it
	CodeExpirationMinutes     int                    `json:"code_expiration_minutes,omitempty"`     // 1 to 90; 0 leaves the line out
	Actions                   []AuthenticationButton `json:"actions"`

	Extra map[string]json.RawMessage `json:"-"`
}

// AuthenticationButton copies the passcode.
type AuthenticationButton struct {
	CopyCodeText string `json:"copy_code_text"` // what stands on the button; at most 25 characters

	Extra map[string]json.RawMessage `json:"-"`
}

// MarshalJSON adds the type COPY_CODE.
func (b AuthenticationButton) MarshalJSON() ([]byte, error) {
	type plain AuthenticationButton
	return encodeButton(kindCopyCode, plain(b))
}

// UnmarshalJSON reads a button and never fails: members of unexpected types are skipped.
func (b *AuthenticationButton) UnmarshalJSON(text []byte) error {
	type plain AuthenticationButton
	*b = AuthenticationButton(decodeButton[plain](text))
	return nil
}

// passcode is the placeholder that WhatsApp's own text of an authentication has.
const passcode = "1"

func (x *Authentication) inspect(in *inspector) {
	if x.CodeExpirationMinutes < 0 || x.CodeExpirationMinutes > 90 {
		in.problem("CodeExpirationMinutes", "is not between 1 and 90", "give whole minutes, or 0 to leave the line out")
	}
	in.count("Actions", len(x.Actions), 1, 1)
	for i, b := range x.Actions {
		in.at("Actions", i).text("CopyCodeText", b.CopyCodeText, required, maxButtonTitle)
	}
	in.use(passcode)
}

func (x *Authentication) preview() []string {
	lines := []string{"{{1}} is your verification code."}
	if x.AddSecurityRecommendation == nil || *x.AddSecurityRecommendation {
		lines[0] += " For your security, do not share this code."
	}
	if x.CodeExpirationMinutes > 0 {
		lines = append(lines, "This code expires in "+strconv.Itoa(x.CodeExpirationMinutes)+" minutes.")
	}
	for _, b := range x.Actions {
		lines = append(lines, "["+b.CopyCodeText+"]")
	}
	return lines
}
