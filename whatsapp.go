package twilio

import (
	"context"
	"net/http"

	"github.com/seed15d99369/twilio/internal/sid"
)

// WhatsApp sends WhatsApp messages. They are messages like all others:
// [Messages] fetches and lists them.
type WhatsApp struct{ c *Client }

// It is messaging underneath, under a name of its own in logs and errors.
var whatsAppSend = Operation{Name: "WhatsApp.Send", Method: http.MethodPost, Host: hostAPI, Path: messagesPath, Mints: messageSIDs, ReconciledBy: "Messages.Reconcile"}

// WhatsAppSendParams is a WhatsApp message: free-form within 24 hours of the
// recipient's last message, an approved template at any time. It has the fields of
// [MessageCreateParams]. To and From may leave out the prefix whatsapp:, and From
// may be the SID of a Messaging Service.
type WhatsAppSendParams MessageCreateParams

// Send sends a WhatsApp message. The promises of [Messages.Create] about sending twice
// and about status callbacks hold for Send, too. Outside the 24 hours a
// free-form message is accepted and fails afterwards: its Err matches
// [ErrTemplateRequired]. A template gets through.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api
func (s *WhatsApp) Send(ctx context.Context, params WhatsAppSendParams, opts ...CallOption) (*Message, error) {
	return InvokeSettled(ctx, s.c, whatsAppSend.With((*WhatsAppSendParams)(params.message())), func(ctx context.Context, unknown *OutcomeUnknownError, opts ...CallOption) (*Message, error) {
		return s.Reconcile(ctx, params, unknown, opts...)
	}, opts...)
}

// message is the message as it is sent: the same with whatsapp: before its addresses.
func (p *WhatsAppSendParams) message() *MessageCreateParams {
	message := MessageCreateParams(*p)
	message.To, message.From = whatsAppAddress(p.To), whatsAppAddress(p.From)
	return &message
}

// Validate refuses addresses of other channels, and all that Validate of
// [MessageCreateParams] refuses.
func (p *WhatsAppSendParams) Validate(problems *Problems) {
	checkWhatsApp(problems, "To", p.To)
	checkWhatsApp(problems, "From", p.From)
	if sid.IsInAnyCase(p.From) && !isService(p.From) && !problems.Has("From") {
		problems.Add("From", "is an SID that is no Messaging Service's", "give a WhatsApp number, or the SID of a Messaging Service: MG and 32 hexadecimal digits")
	}
	(*MessageCreateParams)(p).Validate(problems)
}

// checkWhatsApp refuses addresses of other channels.
func checkWhatsApp(problems *Problems, field, address string) {
	if channel := channelOf(address); channel != "" && channel != whatsAppChannel && !problems.Has(field) {
		problems.Add(field, "is an address of another channel", "give a number in E.164, or send with Messages.Create")
	}
}
