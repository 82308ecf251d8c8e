package twiliotest

import (
	"fmt"
	"strings"
)

// buttonQuickReply is the type of the buttons that answer.
const buttonQuickReply = "QUICK_REPLY"

// Press presses the quick reply with a title, as the person at the phone does, and
// returns the answer of the application, whose webhook has ButtonText and ButtonPayload.
// Options add parameters or replace them. The test fails when the message has no such
// button, or the button only opens something on the phone.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/buttons
func (m *SMS) Press(title string, opts ...InboundOption) *Callback {
	return m.answerWith(func() (string, []InboundOption, error) { return m.press(title) }, opts)
}

// Choose chooses an item of a list by its title, as the person at the phone does, and
// returns the answer of the application, whose webhook has ListId and ListTitle. Options
// add parameters or replace them. The test fails when the message has no such item.
//
// Twilio docs: https://www.twilio.com/docs/content/twiliolist-picker
func (m *SMS) Choose(title string, opts ...InboundOption) *Callback {
	return m.answerWith(func() (string, []InboundOption, error) { return m.choose(title) }, opts)
}

// answerWith replies to the message with what a choice makes.
func (m *SMS) answerWith(choice func() (string, []InboundOption, error), opts []InboundOption) *Callback {
	if m.phone == nil {
		return &Callback{Err: errNothingPending}
	}
	s := m.phone().sim
	if s.t != nil {
		s.t.Helper()
	}
	body, params, err := choice()
	if err != nil {
		s.fatalf("twiliotest: the message %s: %v", m.SID, err)
		return &Callback{Err: err}
	}
	params = append(params, Param("OriginalRepliedMessageSid", m.SID), Param("OriginalRepliedMessageSender", m.From))
	return m.Reply(body, append(params, opts...)...)
}

// press finds a button and returns the text and the parameters of the message that it
// sends.
func (m *SMS) press(title string) (string, []InboundOption, error) {
	var titles []string
	for _, b := range m.Content.buttons() {
		titles = append(titles, b.Title)
		if b.Title != title {
			continue
		}
		if b.Type != buttonQuickReply {
			return "", nil, fmt.Errorf("the button %q is of the type %s, which sends nothing: read it from Content.Buttons", title, b.Type)
		}
		params := []InboundOption{Param("ButtonText", b.Title), Param("ButtonPayload", b.ID), Param("ButtonType", "REPLY")}
		if b.ID == "" {
			params[1] = Param("ButtonPayload", b.Title)
		}
		if !m.approved {
			params = append(params, Param("MessageType", "interactive"))
		}
		return b.Title, params, nil
	}
	return "", nil, noSuchChoice("button", title, titles)
}

// choose is press for an item of a list.
func (m *SMS) choose(title string) (string, []InboundOption, error) {
	var titles []string
	for _, item := range m.Content.Items {
		titles = append(titles, item.Title)
		if item.Title == title {
			return item.Title, []InboundOption{Param("ListId", item.ID), Param("ListTitle", item.Title), Param("MessageType", "interactive")}, nil
		}
	}
	return "", nil, noSuchChoice("item", title, titles)
}

func noSuchChoice(what, title string, titles []string) error {
	if len(titles) == 0 {
		return fmt.Errorf("it has no %ss, and so none with the title %q", what, title)
	}
	return fmt.Errorf("it has no %s with the title %q, only \"%s\"", what, title, strings.Join(titles, `", "`))
}
