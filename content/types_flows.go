package content

import "encoding/json"

// Flows is a text with a button that opens a form of several pages within WhatsApp.
// WhatsApp shows it after an approval.
//
// Twilio docs: https://www.twilio.com/docs/content/flows
type Flows struct {
	Body       string     `json:"body"` // at most 1,024 characters
	ButtonText string     `json:"button_text"`
	Subtitle   string     `json:"subtitle,omitempty"`
	MediaURL   string     `json:"media_url,omitempty"`
	Type       string     `json:"type"`  // WhatsApp's category of the form: "SIGN_UP", "SURVEY", "OTHER"
	Pages      []FlowPage `json:"pages"` // 1 to 10

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

// FlowPage is one page of a form.
type FlowPage struct {
	ID         string          `json:"id"`
	NextPageID string          `json:"next_page_id,omitempty"` // "" for the last page
	Title      string          `json:"title"`
	Subtitle   string          `json:"subtitle,omitempty"`
	Layout     []FlowComponent `json:"layout"` // from top to bottom
}

// FlowComponent is a text, a picture, an input or the button at the foot of a page. What
// a component has depends on its type, and stands in Extra by Twilio's names: "name",
// "text", "options", "required".
type FlowComponent struct {
	Type  string `json:"type"` // "TEXT_BODY", "TEXT_INPUT", "DATE_PICKER", "FOOTER"
	Label string `json:"label,omitempty"`

	Extra map[string]json.RawMessage `json:"-"`
}

// UnmarshalJSON reads a component and never fails: a member that is not modelled goes to
// Extra.
func (c *FlowComponent) UnmarshalJSON(text []byte) error {
	type plain FlowComponent
	*c = FlowComponent(decodeButton[plain](text))
	return nil
}

// MarshalJSON writes a component with what Extra holds.
func (c FlowComponent) MarshalJSON() ([]byte, error) {
	type plain FlowComponent
	return encodeObject(plain(c), nil)
}

func (x *Flows) inspect(in *inspector) {
	in.body("Body", x.Body, required, maxRichBody)
	in.text("ButtonText", x.ButtonText, required, maxButtonTitle)
	in.text("Subtitle", x.Subtitle, optional, maxHeader)
	in.url("MediaURL", x.MediaURL, optional)
	in.text("Type", x.Type, required, 0)
	in.count("Pages", len(x.Pages), 1, maxPages)
	for i := range x.Pages {
		x.Pages[i].inspect(in.at("Pages", i), x.Pages)
	}
}

func (p *FlowPage) inspect(in *inspector, pages []FlowPage) {
	in.text("ID", p.ID, required, 0)
	in.text("Title", p.Title, required, 0)
	in.text("Subtitle", p.Subtitle, optional, 0)
	in.count("Layout", len(p.Layout), 1, 0)
	if p.NextPageID != "" && !hasPage(pages, p.NextPageID) {
		in.problem("NextPageID", "is the ID of none of the pages", "give the ID of the page that follows, or leave the field out for the last page")
	}
	for i, component := range p.Layout {
		at := in.at("Layout", i)
		at.text("Type", component.Type, required, 0)
		at.text("Label", component.Label, optional, 0)
		at.extra(component.Extra)
	}
}

func hasPage(pages []FlowPage, id string) bool {
	for i := range pages {
		if pages[i].ID == id {
			return true
		}
	}
	return false
}

func (x *Flows) preview() []string { return []string{x.Body, x.Subtitle, "[" + x.ButtonText + "]"} }

// WhatsAppFlows is a text with a button that opens a form which was made in the WhatsApp
// Business Account. WhatsApp shows it after an approval.
//
// Twilio docs: https://www.twilio.com/docs/content/whatsapp-flows
type WhatsAppFlows struct {
	Body                string `json:"body"` // at most 1,024 characters
	ButtonText          string `json:"button_text"`
	Subtitle            string `json:"subtitle,omitempty"`
	MediaURL            string `json:"media_url,omitempty"`
	FlowID              string `json:"flow_id"`              // Meta's
	FlowToken           string `json:"flow_token,omitempty"` // comes back with the answer
	FirstPageID         string `json:"flow_first_page_id,omitempty"`
	IsFirstPageEndpoint bool   `json:"is_flow_first_page_endpoint,omitempty"` // an endpoint of the business gives the first page

	Extra map[string]json.RawMessage `json:"-"`
}

func (x *WhatsAppFlows) inspect(in *inspector) {
	in.body("Body", x.Body, required, maxRichBody)
	in.text("ButtonText", x.ButtonText, required, maxButtonTitle)
	in.text("Subtitle", x.Subtitle, optional, maxHeader)
	in.url("MediaURL", x.MediaURL, optional)
	in.text("FlowID", x.FlowID, required, 0)
	in.text("FlowToken", x.FlowToken, optional, 0)
	in.text("FirstPageID", x.FirstPageID, optional, 0)
}

func (x *WhatsAppFlows) preview() []string {
	return []string{x.Body, x.Subtitle, "[" + x.ButtonText + "]"}
}
