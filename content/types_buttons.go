package content

import "encoding/json"

// QuickReply is a text with buttons that answer it.
//
// Twilio docs: https://www.twilio.com/docs/content/twilio-quick-reply
type QuickReply struct {
	Body    string             `json:"body"`    // at most 1,024 characters
	Actions []QuickReplyButton `json:"actions"` // 1 to 10; at most 3 at WhatsApp without an approval

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

func (x *QuickReply) inspect(in *inspector) {
	in.body("Body", x.Body, required, maxRichBody)
	in.count("Actions", len(x.Actions), 1, maxButtons)
	inspectButtons(in, x.Actions)
}

func (x *QuickReply) preview() []string { return append([]string{x.Body}, labels(x.Actions)...) }

// CallToAction is a text with buttons that open an address, call a number or copy a code.
// WhatsApp takes three buttons at most without an approval.
//
// Twilio docs: https://www.twilio.com/docs/content/twilio-call-to-action
type CallToAction struct {
	Body    string              `json:"body"` // at most 1,024 characters
	Actions CallToActionButtons `json:"actions"`

	Extra map[string]json.RawMessage `json:"-"`
}

func (x *CallToAction) inspect(in *inspector) {
	in.body("Body", x.Body, required, maxRichBody)
	in.count("Actions", len(x.Actions), 1, maxButtons)
	inspectButtons(in, x.Actions)
}

func (x *CallToAction) preview() []string { return append([]string{x.Body}, labels(x.Actions)...) }

// ListPicker is a text with a button that opens a list to choose from. WhatsApp shows it
// within 24 hours of the person's last message, and takes no approval for it.
//
// Twilio docs: https://www.twilio.com/docs/content/twiliolist-picker
type ListPicker struct {
	Body   string     `json:"body"`   // at most 1,024 characters
	Button string     `json:"button"` // at most 20 characters
	Items  []ListItem `json:"items"`  // 1 to 10

	Extra map[string]json.RawMessage `json:"-"`
}

// ListItem is one choice of a [ListPicker]. Each of its texts may be a placeholder, so
// that the choices are named when the message is sent.
type ListItem struct {
	ID          string `json:"id"`                    // at most 200 characters; the webhook of the answer has it
	Item        string `json:"item"`                  // at most 24 characters
	Description string `json:"description,omitempty"` // at most 72 characters
}

func (x *ListPicker) inspect(in *inspector) {
	in.body("Body", x.Body, required, maxRichBody)
	in.text("Button", x.Button, required, maxListButton)
	in.count("Items", len(x.Items), 1, maxListItems)
	seen := map[string]bool{}
	for i, item := range x.Items {
		at := in.at("Items", i)
		at.text("ID", item.ID, required, maxListID)
		at.text("Item", item.Item, required, maxListItem)
		at.text("Description", item.Description, optional, maxListDescription)
		if item.ID != "" && seen[item.ID] {
			at.problem("ID", "is that of an earlier item", "give each item an ID of its own")
		}
		seen[item.ID] = true
	}
}

func (x *ListPicker) preview() []string {
	lines := append(make([]string, 0, 2+len(x.Items)), x.Body, "["+x.Button+"]")
	for _, item := range x.Items {
		line := "- " + item.Item
		if item.Description != "" {
			line += ": " + item.Description
		}
		lines = append(lines, line)
	}
	return lines
}

// labels are the titles of buttons in brackets.
func labels[B button](buttons []B) []string {
	lines := make([]string, len(buttons))
	for i, b := range buttons {
		lines[i] = "[" + b.label() + "]"
	}
	return lines
}

// inspectButtons looks at each button. A nil interface is a button that was left out.
func inspectButtons[B button](in *inspector, buttons []B) {
	for i, b := range buttons {
		at := in.at("Actions", i)
		if any(b) == nil {
			at.problem("", "is nil", "give a button, such as URLButton")
			continue
		}
		b.inspect(at)
	}
}

func (b URLButton) inspect(in *inspector) {
	in.buttonTitle(b.Title)
	in.url("URL", b.URL, required)
	in.text("ID", b.ID, optional, 0)
}

func (b WebviewButton) inspect(in *inspector) {
	in.buttonTitle(b.Title)
	in.url("URL", b.URL, required)
	in.text("ID", b.ID, optional, 0)
	switch b.Size {
	case WebviewTall, WebviewFull, WebviewHalf, WebviewNone:
	default:
		in.problem("Size", "is none of the sizes of a webview", "give WebviewTall, WebviewFull, WebviewHalf or WebviewNone, or use URLButton")
	}
}

func (b PhoneButton) inspect(in *inspector) {
	in.buttonTitle(b.Title)
	in.phone("Phone", b.Phone)
	in.text("ID", b.ID, optional, 0)
}

func (b CopyCodeButton) inspect(in *inspector) {
	in.buttonTitle(b.Title)
	in.text("Code", b.Code, required, 0)
	in.text("ID", b.ID, optional, 0)
}

func (b VoiceCallButton) inspect(in *inspector) {
	in.buttonTitle(b.Title)
	in.text("ID", b.ID, optional, 0)
}

func (b VoiceCallRequestButton) inspect(in *inspector) {
	in.buttonTitle(b.Title)
	in.text("ID", b.ID, optional, 0)
}

func (b QuickReplyButton) inspect(in *inspector) {
	in.buttonTitle(b.Title)
	in.text("ID", b.ID, optional, maxReplyID)
}

func (b RawButton) inspect(in *inspector) { in.raw(json.RawMessage(b)) }
