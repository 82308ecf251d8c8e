package twiliotest

import (
	"encoding/json"
	"time"

	"github.com/seed15d99369/twilio"
)

// typingLasts is how long a phone shows that somebody writes to it, if no message comes.
// https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource
const typingLasts = 25 * time.Second

// ShowsTyping says whether the phone shows that somebody writes to it: for 25 seconds after
// the request for a typing indicator, or until a message arrives.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource
func (p *Phone) ShowsTyping() bool {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	return p.sim.Clock.Now().Before(p.typingUntil)
}

// typingHandler returns the handler of an operation on typing indicators, nil for all
// others.
func typingHandler(operation string) handler {
	switch operation {
	case "CreateTypingIndicator":
		return (*Sim).showTyping
	case "CreateV3TypingIndicator":
		return (*Sim).showTypingV3
	}
	return nil
}

// showTyping shows a person that the application writes to it. The message that the
// request names is one from that person.
func (s *Sim) showTyping(r *request) (any, *apiError) {
	return s.typeTo(r, r.form.Get("messageId"))
}

// showTypingV3 is showTyping with a body of JSON. Apple's channel has no phones here.
func (s *Sim) showTypingV3(r *request) (any, *apiError) {
	var asked struct {
		Channel   string `json:"channel"`
		MessageID string `json:"messageId"`
		From      string `json:"from"`
		To        string `json:"to"`
		Event     string `json:"event"`
	}
	if json.Unmarshal(r.body, &asked) != nil {
		return nil, badRequest(twilio.CodeBadRequest, "The body is not a JSON object")
	}
	switch asked.Channel {
	case "WHATSAPP":
		return s.typeTo(r, asked.MessageID)
	case "APPLE":
		if asked.From == "" || asked.To == "" {
			return nil, badRequest(twilio.CodeBadRequest, "The channel APPLE needs from and to")
		}
		return typingShown{true}, nil
	}
	return nil, badRequest(twilio.CodeBadRequest, "channel is WHATSAPP or APPLE")
}

type typingShown struct {
	Success bool `json:"success"`
}

func (s *Sim) typeTo(r *request, messageSID string) (any, *apiError) {
	m := s.find(r, messageSID)
	if m == nil || m.Direction != twilio.MessageDirectionInbound || !isWhatsApp(m.From) {
		return nil, badRequest(twilio.CodeBadRequest, "messageId %s is no message from a WhatsApp user", messageSID)
	}
	if phone := s.phones[bare(m.From)]; phone != nil {
		phone.typingUntil = s.Clock.Now().Add(typingLasts)
	}
	return typingShown{true}, nil
}
