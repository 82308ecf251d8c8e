package twiliotest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// Limits of a message.
// https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
const (
	maxBody     = 1600 // characters
	maxMedia    = 10
	minSchedule = 15 * time.Minute
	maxSchedule = 35 * 24 * time.Hour
)

// refuseMessage returns why Twilio would not accept a message, nil if it would.
func (s *Sim) refuseMessage(r *request) *apiError {
	for _, refuse := range [...]func(*request) *apiError{refuseContent, refuseRecipient, s.refuseCountry, s.refuseSender, s.refuseSchedule} {
		if problem := refuse(r); problem != nil {
			return problem
		}
	}
	to := withoutChannel(r.form.Get("To"))
	switch {
	case s.optedOut(r):
		return badRequest(twilio.CodeUnsubscribed, "Attempt to send to unsubscribed recipient %s", to)
	case s.balance <= 0:
		return accountNotActive()
	}
	return nil
}

func accountNotActive() *apiError {
	return &apiError{status: http.StatusForbidden, code: twilio.CodeAccountNotActive, message: "Account not active: its balance is used up"}
}

// refuseContent checks the content of a message; it needs no account.
func refuseContent(r *request) *apiError {
	form := r.form
	body, urls, content, variables := form.Get("Body"), form["MediaUrl"], form.Get("ContentSid"), form.Get("ContentVariables")
	switch {
	case form.Get("To") == "":
		return badRequest(21604, "A 'To' phone number is required.")
	case form.Get("From") == "" && form.Get("MessagingServiceSid") == "":
		return badRequest(21603, "A 'From' phone number or a Messaging Service is required.")
	case body == "" && len(urls) == 0 && content == "":
		return badRequest(21619, "A text message body or media urls must be specified.")
	case utf8.RuneCountInString(body) > maxBody:
		return badRequest(21617, "The concatenated message body exceeds the 1600 character limit.")
	case len(urls) > maxMedia:
		return badRequest(21623, "Number of media files exceeds allowed limit.")
	case variables != "" && content == "":
		return badRequest(21654, "ContentVariables are given without a ContentSid.")
	case variables != "" && json.Unmarshal([]byte(variables), new(map[string]string)) != nil:
		return badRequest(21656, "The ContentVariables parameter is not a JSON object of strings.")
	case isTrue(form.Get("ShortenUrls")) && form.Get("MessagingServiceSid") == "":
		return badRequest(30124, "ShortenUrls needs a MessagingServiceSid.")
	case !inPeriod(form.Get("ValidityPeriod")):
		return badRequest(21624, "The ValidityPeriod must be between 1 and 36000 seconds.")
	}
	return nil
}

func inPeriod(seconds string) bool {
	n := atoi(seconds, 1)
	return n >= 1 && n <= longestValidity
}

func refuseRecipient(r *request) *apiError {
	switch to := r.form.Get("To"); {
	case !e164.MatchString(withoutChannel(to)) && (!isWhatsApp(to) || !whatsAppUser.MatchString(bare(to))):
		return badRequest(21211, "The 'To' number %s is not a valid phone number.", to)
	case to == r.form.Get("From"):
		return badRequest(21266, "'To' and 'From' number cannot be the same: %s", to)
	}
	return nil
}

func (s *Sim) refuseSender(r *request) *apiError {
	from, serviceSID := r.form.Get("From"), r.form.Get("MessagingServiceSid")
	switch channel := channelOf(from); {
	case from != "" && channel != channelOf(r.form.Get("To")):
		return badRequest(twilio.CodeChannelMismatch, "The 'From' and 'To' addresses are of different channels.")
	case channel != "" && !s.owns(r.account, bare(from)) && !s.isChannelSender(from):
		return badRequest(twilio.CodeChannelSenderNotFound, "Twilio could not find a Channel with the specified From address %s", from)
	case channel == "" && from != "" && !isSender(from):
		return badRequest(21212, "The 'From' number %s is not a valid phone number, shortcode, or alphanumeric sender ID.", from)
	case channel == "" && from != "" && !s.owns(r.account, from):
		return badRequest(21606, "The 'From' phone number %s is not a valid, message-capable number of this account for %s.", from, r.form.Get("To"))
	case from != "":
		if _, fits := s.waiting(r.account, from); !fits {
			return badRequest(twilio.CodeSenderQueueFull, "This 'From' number has exceeded the maximum number of queued messages: %s", from)
		}
	}
	if problem := s.refuseFallback(r); problem != nil || serviceSID == "" {
		return problem
	}
	switch v := s.messagingServiceOf(r.account, serviceSID); {
	case v == nil:
		return badRequest(twilio.CodeMessagingServiceNotFound, "The Messaging Service %s does not exist.", serviceSID)
	case len(v.senders) == 0:
		return badRequest(twilio.CodeMessagingServiceEmpty, "The Messaging Service contains no phone numbers.")
	}
	return nil
}

// channelOf is the channel of an address, "" for SMS.
func channelOf(address string) string {
	channel, _, found := strings.Cut(address, ":")
	if !found {
		return ""
	}
	return channel
}

// refuseFallback checks the sender for phones that show no messages of RCS.
// https://www.twilio.com/docs/api/errors/21667
func (s *Sim) refuseFallback(r *request) *apiError {
	fallback := r.form.Get("FallbackFrom")
	v := s.messagingServiceOf(r.account, r.form.Get("MessagingServiceSid"))
	switch {
	case fallback == "":
		return nil
	case r.form.Get("From") != "":
		return badRequest(21664, "FallbackFrom cannot be used together with From.")
	case r.form.Get("MessagingServiceSid") == "":
		return badRequest(21666, "FallbackFrom needs a MessagingServiceSid.")
	case v != nil && !slices.ContainsFunc(v.senders, func(sender *poolSender) bool { return strings.HasPrefix(sender.address, rcsPrefix) }):
		return badRequest(21667, "FallbackFrom needs a Messaging Service with an RCS sender.")
	case s.numbers[fallback] == nil:
		return badRequest(21606, "The 'FallbackFrom' phone number %s is not a valid, message-capable number of this account.", fallback)
	}
	return nil
}

// refuseSynchronously refuses a message for which its Messaging Service has no sender, if
// the service says so at once. Other services accept the message, which then fails.
func (s *Sim) refuseSynchronously(m *message) *apiError {
	v := s.messagingServiceOf(m.account, m.MessagingServiceSID)
	if v != nil && v.SynchronousValidation && m.From == "" && s.suitsNobody(v, m) {
		return badRequest(twilio.CodeNoUsableSender, "The Messaging Service has no sender for %s.", m.To)
	}
	return nil
}

// refuseSchedule checks the rules of Twilio's page for scheduled messages.
// https://www.twilio.com/docs/messaging/features/message-scheduling
func (s *Sim) refuseSchedule(r *request) *apiError {
	kind, at := r.form.Get("ScheduleType"), r.form.Get("SendAt")
	switch {
	case kind == "" && at == "":
		return nil
	case at == "":
		return badRequest(35111, "SendAt is required for scheduled messages.")
	case kind == "":
		return badRequest(20001, "ScheduleType is required with SendAt.")
	case r.form.Get("MessagingServiceSid") == "":
		return badRequest(35118, "MessagingServiceSid is required to schedule a message.")
	}
	if ahead := scalar.Time(at).Sub(s.Clock.Now()); ahead < minSchedule || ahead > maxSchedule {
		return badRequest(35114, "SendAt time must be between 900 and 3024000 seconds in the future.")
	}
	return nil
}
