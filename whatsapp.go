package twilio

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// WhatsAppService sends WhatsApp messages. They are messages like all others:
// [MessagesService] fetches and lists them.
type WhatsAppService struct{ c *Client }

// It is messaging underneath, under a name of its own in logs and errors.
var whatsAppSend = operation{name: "WhatsApp.Send", method: http.MethodPost, host: hostAPI, path: messagesPath, class: ClassCreate, settledBy: "Messages.Reconcile"}

// WhatsAppSendParams is a WhatsApp message: free-form within 24 hours of the
// recipient's last message, an approved template at any time.
type WhatsAppSendParams struct {
	To                  string // E.164, with or without the prefix whatsapp:
	From                string // a WhatsApp sender of the account, likewise
	MessagingServiceSID string // instead of From, or beside it

	Body     string   // free-form
	MediaURL []string // one file

	ContentSID       string            // of an approved template, HX…
	ContentVariables map[string]string // its placeholders: "1": "Ada"

	PersistentAction []string  // "geo:37.787890,-122.391664|label"
	SendAt           time.Time // 15 minutes to 35 days ahead; with a Messaging Service
	StatusCallback   string
	ValidityPeriod   time.Duration // in the queue, whole seconds; 0 leaves it to Twilio

	Extra url.Values // parameters that this package does not model
}

// Send sends a WhatsApp message. Like [MessagesService.Create] it never sends
// twice. Outside the 24 hours a free-form message is accepted and fails
// afterwards: its Err matches [ErrTemplateRequired], and a template gets through.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api
func (s *WhatsAppService) Send(ctx context.Context, params WhatsAppSendParams, opts ...CallOption) (*Message, error) {
	return do[Message](ctx, s.c, whatsAppSend.with(params.message()), opts)
}

func (p *WhatsAppSendParams) message() *MessageCreateParams {
	return &MessageCreateParams{
		To: whatsAppAddress(p.To), From: whatsAppAddress(p.From), MessagingServiceSID: p.MessagingServiceSID,
		Body: p.Body, MediaURL: p.MediaURL, ContentSID: p.ContentSID, ContentVariables: p.ContentVariables,
		PersistentAction: p.PersistentAction, SendAt: p.SendAt, StatusCallback: p.StatusCallback,
		ValidityPeriod: p.ValidityPeriod, Extra: p.Extra,
	}
}

const whatsAppPrefix = "whatsapp:"

// whatsAppAddress adds the channel's prefix where it is missing.
func whatsAppAddress(number string) string {
	if number == "" || strings.HasPrefix(number, whatsAppPrefix) {
		return number
	}
	return whatsAppPrefix + number
}
