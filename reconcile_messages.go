// After a create of unknown outcome: the description of messages for Reconcile.

package twilio

import (
	"context"
	"net/url"
	"slices"
	"strings"
)

// Reconcile finds out what became of a message whose create ended in an
// *[OutcomeUnknownError]: params and unknown are those of that create. It looks
// for the message in the account's list for two minutes, or as long as [Horizon] says.
//
// It returns the message when it was sent after all, [ErrNotSeen] when the lists
// were read whole and do not have it, and *[AmbiguousError] when it cannot tell.
// Every other error says nothing of the message, which stays unknown; an error
// without Started and Ended is refused with a *[ParamError] in it. Give Reconcile a
// context of its own: most often the create's has ended.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func (s *Messages) Reconcile(ctx context.Context, params MessageCreateParams, unknown *OutcomeUnknownError, opts ...CallOption) (*Message, error) {
	return Reconcile(ctx, s.c, unknown, Reconciler[Message]{
		Create:  messageCreate.With(&params),
		Get:     func(sid string) BoundOperation { return messageGet.On(sid) },
		List:    listMessagesLike,
		Check:   checkParties,
		Compare: compareMessage,
	}, opts...)
}

// Reconcile is [Messages.Reconcile] for WhatsApp.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func (s *WhatsApp) Reconcile(ctx context.Context, params WhatsAppSendParams, unknown *OutcomeUnknownError, opts ...CallOption) (*Message, error) {
	return s.c.Messages.Reconcile(ctx, *params.message(), unknown, opts...)
}

// listMessagesLike lists the messages to the recipient of a create, and all messages
// when Twilio may show the recipient in another way than it was sent.
func listMessagesLike(sent url.Values) BoundOperation {
	retention := AddressRetention(sent.Get("AddressRetention"))
	if retention != "" && retention != AddressRetentionRetain {
		return listFor(&messageList, "")
	}
	return listFor(&messageList, canonicalAddress(sent.Get("To")))
}

// compareMessage compares the fields that a message echoes. No answer echoes a template
// or the address of a file; Twilio renders templates, and may change any body.
func compareMessage(sent url.Values, m *Message, c *Comparison) {
	compareDirection(c, string(m.Direction), string(MessageDirectionOutboundAPI),
		string(MessageDirectionInbound), string(MessageDirectionOutboundCall), string(MessageDirectionOutboundReply))
	c.Address("to", m.To, sent.Get("To"))
	compareSender(sent, m, c)
	c.AtMost(matchContent(sent, m))
}

// compareDirection tells resources that the API has created from others. A direction
// that is not known cannot be read.
func compareDirection(c *Comparison, shown, created string, others ...string) {
	switch {
	case shown == created:
	case slices.Contains(others, shown):
		c.AtMost(MatchNone)
	default:
		c.Unreadable("direction")
	}
}

// senderOf returns the sender of a message: a number or a name, a Messaging Service, or
// both. Twilio takes a service's SID in From, too.
func senderOf(sent url.Values) (from, service string) {
	from, service = sent.Get("From"), strings.TrimSpace(sent.Get("MessagingServiceSid"))
	if sid := strings.TrimSpace(from); service == "" && isSID(strings.ToUpper(sid), servicePrefix) {
		return "", sid
	}
	return from, service
}

func compareSender(sent url.Values, m *Message, c *Comparison) {
	from, service := senderOf(sent)
	c.AtMost(matchService(strings.TrimSpace(m.MessagingServiceSID), service))
	switch {
	case service == "":
		c.Address("from", m.From, from)
	case from == "" && m.From == "", MatchAddress(m.From, sent.Get("From")) == MatchExact:
		// the service has not chosen a sender yet, or has chosen the one that was asked for
	default:
		c.AtMost(MatchPartial) // out of the service's pool, as far as one can tell
	}
}

// matchService compares Messaging Services. Twilio fills one in for a number that is in
// a pool.
func matchService(shown, sent string) Match {
	switch {
	case strings.EqualFold(shown, sent):
		return MatchExact
	case shown == "", sent == "":
		return MatchPartial
	}
	return MatchNone
}

// trialPrefix stands before every body that a trial account sends.
// https://www.twilio.com/docs/messaging/guides/how-to-use-your-free-trial-account
const trialPrefix = "Sent from your Twilio trial account - "

// matchContent compares bodies and the number of files. A body that is gone may have
// been redacted. A number of files that is null or odd reads as 0.
func matchContent(sent url.Values, m *Message) Match {
	body, files, template := sent.Get("Body"), len(sent["MediaUrl"]), sent.Get("ContentSid") != ""
	switch {
	case m.NumMedia > 0 && int(m.NumMedia) != files && !template:
		return MatchOtherContent
	case m.Body == body, m.Body == trialPrefix+body, template && body == "":
		if m.NumMedia == 0 && files > 0 && !template {
			return MatchPartial // the files were not counted yet, or the number cannot be read
		}
		return MatchExact
	case m.Body == "":
		return MatchPartial
	}
	return MatchOtherContent
}

// checkParties refuses parameters without a recipient or a sender: every resource would
// be alike by them, or none.
func checkParties(sent url.Values, problems *Problems) {
	const remedy = "pass the parameters of the create"
	if strings.TrimSpace(sent.Get("To")) == "" {
		problems.Add("To", "is empty", remedy)
	}
	if strings.TrimSpace(sent.Get("From")+sent.Get("MessagingServiceSid")) == "" {
		problems.Add("From", "is empty", remedy)
	}
}
