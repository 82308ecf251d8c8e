package messaging

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// TypingIndicator says whether Twilio has shown that somebody is typing.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource
type TypingIndicator struct {
	Success bool `json:"success"`
}

// TypingChannel is a channel that shows when somebody is typing.
type TypingChannel string

// The channels of [TypingIndicators.Create].
const (
	TypingWhatsApp TypingChannel = "WHATSAPP"
	TypingApple    TypingChannel = "APPLE" // Apple Messages for Business
	TypingRCS      TypingChannel = "RCS"
)

// TypingEvent is the beginning or the end of typing.
type TypingEvent string

// The events.
const (
	TypingStart TypingEvent = "START"
	TypingEnd   TypingEvent = "END" // of Apple alone
)

// TypingIndicators shows people that an answer is being typed.
type TypingIndicators struct{ c *twilio.Client }

// An indicator that is shown twice is shown: a second request sends nobody anything.
var (
	typingIndicatorCreate = twilio.Operation{
		Name: "messaging.TypingIndicators.Create", Method: http.MethodPost, Host: host, Path: "/v3/Indicators/Typing.json",
		Body: twilio.BodyJSON, Class: twilio.ClassIdempotent,
	}
	typingIndicatorCreateV2 = twilio.Operation{
		Name: "messaging.TypingIndicators.CreateV2", Method: http.MethodPost, Host: host, Path: "/v2/Indicators/Typing.json", Class: twilio.ClassIdempotent,
	}
)

// TypingIndicatorCreateParams says to whom an answer is being typed. On WhatsApp the
// message that is answered says so, and From and To on the other channels.
type TypingIndicatorCreateParams struct {
	Channel   TypingChannel `json:"channel" check:"required"`
	MessageID string        `json:"messageId" check:"sid=SM|MM"` // of TypingWhatsApp: the message that is answered
	From      string        `json:"from"`                        // "rcs:agent" or "apple:" and the ID of the business
	To        string        `json:"to"`                          // "rcs:+14155551234" or "apple:urn:mbid:" and the ID of the person
	Event     TypingEvent   `json:"event"`                       // "" is TypingStart

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

// Validate refuses what the channel cannot be found by.
func (p *TypingIndicatorCreateParams) Validate(problems *twilio.Problems) {
	switch p.Channel {
	case TypingWhatsApp:
		p.need(problems, "MessageID", p.MessageID, "messageId", "give the SID of the message that is answered")
	case TypingApple, TypingRCS:
		p.need(problems, "From", p.From, "from", "give the address of the sender, with the prefix of the channel")
		p.need(problems, "To", p.To, "to", "give the address of the recipient, with the prefix of the channel")
	}
	if p.Channel != TypingApple && p.Event == TypingEnd {
		problems.Add("Event", "is one that only Apple's channel has", "leave it out: the indicator ends with the answer")
	}
}

func (p *TypingIndicatorCreateParams) need(problems *twilio.Problems, field, value, name, remedy string) {
	if _, isExtra := p.Extra[name]; value == "" && !isExtra {
		problems.Add(field, "is empty, and Channel "+string(p.Channel)+" needs it", remedy)
	}
}

// Create shows somebody that an answer is being typed. WhatsApp shows it for 25 seconds
// or until the answer arrives, and marks the message as read. It converges, so that it
// is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource
func (s *TypingIndicators) Create(ctx context.Context, params TypingIndicatorCreateParams, opts ...twilio.CallOption) (*TypingIndicator, error) {
	return twilio.Invoke[TypingIndicator](ctx, s.c, typingIndicatorCreate.With(&params), opts...)
}

// TypingChannelV2 is a channel of version 2 of the API.
type TypingChannelV2 string

// TypingWhatsAppV2 is the only channel of version 2.
const TypingWhatsAppV2 TypingChannelV2 = "whatsapp"

// TypingIndicatorCreateV2Params is the message that is answered.
type TypingIndicatorCreateV2Params struct {
	Channel   TypingChannelV2 `form:"channel" check:"required"`
	MessageID string          `form:"messageId" check:"required,sid=SM|MM"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// CreateV2 is [TypingIndicators.Create] in version 2 of the API, which knows WhatsApp
// alone.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource
func (s *TypingIndicators) CreateV2(ctx context.Context, params TypingIndicatorCreateV2Params, opts ...twilio.CallOption) (*TypingIndicator, error) {
	return twilio.Invoke[TypingIndicator](ctx, s.c, typingIndicatorCreateV2.With(&params), opts...)
}
