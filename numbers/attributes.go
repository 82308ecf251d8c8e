package numbers

import (
	"encoding/json"
)

// Attributes are the facts about an end user or a document that a regulation asks for.
// Each country has names of its own, which [Regulations.List] tells, so that the values
// are JSON: most of them are texts, and some are lists of texts.
//
//	numbers.Attributes{}.With("business_name", "Owl Bank").WithList("address_sids", addressSID)
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-user-types
type Attributes map[string]json.RawMessage

// With returns the attributes with one more text. The receiver stays as it is.
func (a Attributes) With(name, text string) Attributes { return a.with(name, text) }

// WithList returns the attributes with one more list of texts, such as the SIDs of the
// addresses that a document proves. The receiver stays as it is.
func (a Attributes) WithList(name string, texts ...string) Attributes {
	return a.with(name, append([]string{}, texts...))
}

func (a Attributes) with(name string, value any) Attributes {
	more := Attributes{}
	for n, v := range a {
		more[n] = v
	}
	more[name], _ = json.Marshal(value) // texts always have a form
	return more
}

// Text returns a text, and "" for an attribute that is missing or is no text.
func (a Attributes) Text(name string) string {
	var text string
	if json.Unmarshal(a[name], &text) != nil {
		return ""
	}
	return text
}

// List returns a list of texts, and nil for an attribute that is missing or is no such
// list.
func (a Attributes) List(name string) []string {
	var texts []string
	if json.Unmarshal(a[name], &texts) != nil {
		return nil
	}
	return texts
}
