package content

import (
	"bytes"
	"encoding/json"
)

// CallToActionButton is a button of a [CallToAction]: a [URLButton], a [PhoneButton], a
// [CopyCodeButton], a [VoiceCallButton] or a [VoiceCallRequestButton].
type CallToActionButton interface {
	button
	inCallToAction()
}

// CardButton is a button of a [Card] or of a [WhatsAppCard]: a [URLButton], a
// [WebviewButton], a [PhoneButton], a [QuickReplyButton], a [CopyCodeButton] or a
// [VoiceCallButton].
type CardButton interface {
	button
	inCard()
}

// CarouselButton is a button of a [CarouselCard]: a [URLButton], a [PhoneButton] or a
// [QuickReplyButton].
type CarouselButton interface {
	button
	inCarousel()
}

// button is a button of any type.
type button interface {
	inspect(in *inspector)
	kind() string  // Twilio's type
	label() string // what the person reads on it
}

// CallToActionButtons are the buttons of a [CallToAction], in their order.
type CallToActionButtons []CallToActionButton

// CardButtons are the buttons of a card, in their order.
type CardButtons []CardButton

// CarouselButtons are the buttons of one card of a carousel, in their order.
type CarouselButtons []CarouselButton

// UnmarshalJSON reads buttons by their type and never fails: a button of a type that this
// package does not model becomes a [RawButton].
func (b *CallToActionButtons) UnmarshalJSON(text []byte) error {
	*b = decodeButtons[CallToActionButton](text)
	return nil
}

// UnmarshalJSON reads buttons by their type and never fails: a button of a type that this
// package does not model becomes a [RawButton].
func (b *CardButtons) UnmarshalJSON(text []byte) error {
	*b = decodeButtons[CardButton](text)
	return nil
}

// UnmarshalJSON reads buttons by their type and never fails: a button of a type that this
// package does not model becomes a [RawButton].
func (b *CarouselButtons) UnmarshalJSON(text []byte) error {
	*b = decodeButtons[CarouselButton](text)
	return nil
}

// URLButton opens an address.
type URLButton struct {
	Title string `json:"title"`
	URL   string `json:"url"` // may end with a placeholder: https://example.com/{{1}}
	ID    string `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

// WebviewButton opens an address within the app, on RCS. Other channels open it as a
// [URLButton] does.
type WebviewButton struct {
	Title string      `json:"title"`
	URL   string      `json:"url"`
	Size  WebviewSize `json:"webview_size"`
	ID    string      `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:"-"`
}

// WebviewSize is how much of the screen a webview covers.
type WebviewSize string

// The sizes of webviews.
const (
	WebviewTall WebviewSize = "TALL"
	WebviewFull WebviewSize = "FULL"
	WebviewHalf WebviewSize = "HALF"
	WebviewNone WebviewSize = "NONE" // the browser opens the address
)

// PhoneButton calls a number from the person's phone.
type PhoneButton struct {
	Title string `json:"title"`
	Phone string `json:"phone"` // E.164
	ID    string `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:"-"`
}

// CopyCodeButton copies a coupon code.
type CopyCodeButton struct {
	Title string `json:"title"`
	Code  string `json:"code"`
	ID    string `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:"-"`
}

// VoiceCallButton calls the business over WhatsApp. It is a private beta of Twilio's.
type VoiceCallButton struct {
	Title string `json:"title"`
	ID    string `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:"-"`
}

// VoiceCallRequestButton asks the person for permission to be called over WhatsApp. It is
// a private beta of Twilio's.
type VoiceCallRequestButton struct {
	Title string `json:"title"`
	ID    string `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:"-"`
}

// QuickReplyButton answers with its title. The webhook of the answer has ID as its
// ButtonPayload.
type QuickReplyButton struct {
	Title string `json:"title"`
	ID    string `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:"-"`
}

// RawButton is a button of a type that this package does not model, in Twilio's JSON.
type RawButton json.RawMessage

// Twilio's types of buttons.
const (
	kindURL              = "URL"
	kindPhone            = "PHONE_NUMBER"
	kindCopyCode         = "COPY_CODE"
	kindVoiceCall        = "VOICE_CALL"
	kindVoiceCallRequest = "VOICE_CALL_REQUEST"
	kindQuickReply       = "QUICK_REPLY"
)

func (URLButton) inCallToAction()              {}
func (PhoneButton) inCallToAction()            {}
func (CopyCodeButton) inCallToAction()         {}
func (VoiceCallButton) inCallToAction()        {}
func (VoiceCallRequestButton) inCallToAction() {}
func (RawButton) inCallToAction()              {}

func (URLButton) inCard()        {}
func (WebviewButton) inCard()    {}
func (PhoneButton) inCard()      {}
func (CopyCodeButton) inCard()   {}
func (VoiceCallButton) inCard()  {}
func (QuickReplyButton) inCard() {}
func (RawButton) inCard()        {}

func (URLButton) inCarousel()        {}
func (PhoneButton) inCarousel()      {}
func (QuickReplyButton) inCarousel() {}
func (RawButton) inCarousel()        {}

func (URLButton) kind() string              { return kindURL }
func (WebviewButton) kind() string          { return kindURL }
func (PhoneButton) kind() string            { return kindPhone }
func (CopyCodeButton) kind() string         { return kindCopyCode }
func (VoiceCallButton) kind() string        { return kindVoiceCall }
func (VoiceCallRequestButton) kind() string { return kindVoiceCallRequest }
func (QuickReplyButton) kind() string       { return kindQuickReply }
func (b RawButton) kind() string            { return readButton(b).Type }

func (b URLButton) label() string              { return b.Title }
func (b WebviewButton) label() string          { return b.Title }
func (b PhoneButton) label() string            { return b.Title }
func (b CopyCodeButton) label() string         { return b.Title }
func (b VoiceCallButton) label() string        { return b.Title }
func (b VoiceCallRequestButton) label() string { return b.Title }
func (b QuickReplyButton) label() string       { return b.Title }
func (b RawButton) label() string              { return readButton(b).Title }

// MarshalJSON adds the type URL.
func (b URLButton) MarshalJSON() ([]byte, error) {
	type plain URLButton
	return encodeButton(b.kind(), plain(b))
}

// MarshalJSON adds the type URL.
func (b WebviewButton) MarshalJSON() ([]byte, error) {
	type plain WebviewButton
	return encodeButton(b.kind(), plain(b))
}

// MarshalJSON adds the type PHONE_NUMBER.
func (b PhoneButton) MarshalJSON() ([]byte, error) {
	type plain PhoneButton
	return encodeButton(b.kind(), plain(b))
}

// MarshalJSON adds the type COPY_CODE.
func (b CopyCodeButton) MarshalJSON() ([]byte, error) {
	type plain CopyCodeButton
	return encodeButton(b.kind(), plain(b))
}

// MarshalJSON adds the type VOICE_CALL.
func (b VoiceCallButton) MarshalJSON() ([]byte, error) {
	type plain VoiceCallButton
	return encodeButton(b.kind(), plain(b))
}

// MarshalJSON adds the type VOICE_CALL_REQUEST.
func (b VoiceCallRequestButton) MarshalJSON() ([]byte, error) {
	type plain VoiceCallRequestButton
	return encodeButton(b.kind(), plain(b))
}

// MarshalJSON adds the type QUICK_REPLY.
func (b QuickReplyButton) MarshalJSON() ([]byte, error) {
	type plain QuickReplyButton
	return encodeButton(b.kind(), plain(b))
}

// UnmarshalJSON reads a button and never fails: members of unexpected types are skipped.
func (b *QuickReplyButton) UnmarshalJSON(text []byte) error {
	type plain QuickReplyButton
	*b = QuickReplyButton(decodeButton[plain](text))
	return nil
}

// MarshalJSON writes the button as it stands.
func (b RawButton) MarshalJSON() ([]byte, error) { return json.RawMessage(b).MarshalJSON() }

func encodeButton(kind string, plain any) ([]byte, error) {
	text, err := json.Marshal(kind)
	if err != nil {
		return nil, err
	}
	return encodeObject(plain, map[string]json.RawMessage{"type": text})
}

// decodeButton reads a button of a known type. Plain is a type without an UnmarshalJSON.
func decodeButton[Plain any](text []byte) Plain {
	var b Plain
	decodeObject(text, &b, "type")
	return b
}

// rawMembers are the members by which buttons are told apart, and the title.
type rawMembers struct {
	Type, Title string
	WebviewSize WebviewSize `json:"webview_size"`
}

func readButton(text []byte) (members rawMembers) {
	_ = json.Unmarshal(text, &members)
	return members
}

// decodeButtons reads a list of buttons. Those that do not belong into such a list, or
// are of no known type, become raw.
func decodeButtons[B button](text []byte) []B {
	var list []json.RawMessage
	if json.Unmarshal(text, &list) != nil {
		return nil
	}
	var buttons []B
	for _, item := range list {
		b, ok := readAs(item).(B)
		if !ok {
			b, ok = button(RawButton(compact(item))).(B)
		}
		if ok && !isNull(item) {
			buttons = append(buttons, b)
		}
	}
	return buttons
}

// readAs reads a button by its type, nil for one of no known type.
func readAs(text []byte) button {
	switch members := readButton(text); members.Type {
	case kindURL:
		if members.WebviewSize != "" {
			return decodeButton[WebviewButton](text)
		}
		return decodeButton[URLButton](text)
	case kindPhone:
		return decodeButton[PhoneButton](text)
	case kindCopyCode:
		return decodeButton[CopyCodeButton](text)
	case kindVoiceCall:
		return decodeButton[VoiceCallButton](text)
	case kindVoiceCallRequest:
		return decodeButton[VoiceCallRequestButton](text)
	case kindQuickReply:
		return decodeButton[QuickReplyButton](text)
	default:
		return nil
	}
}

func compact(text []byte) []byte {
	var b bytes.Buffer
	if json.Compact(&b, text) != nil {
		return text
	}
	return b.Bytes()
}
