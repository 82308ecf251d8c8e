package webhook

import (
	"cmp"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio"
)

// MessageStatus is a status callback of a message. Callbacks may come twice and in
// any order: see [MessageStatus.Supersedes]. The first can come before
// Messages.Create has returned the message's SID: see [OnMessageStatus].
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
type MessageStatus struct {
	Params

	MessageSID           string               `form:"MessageSid|SmsSid,required"`
	AccountSID           string               `form:"AccountSid"`
	MessagingServiceSID  string               `form:"MessagingServiceSid"`
	From                 string               `form:"From"`
	To                   string               `form:"To"`
	Status               twilio.MessageStatus `form:"MessageStatus|SmsStatus,required"`
	ErrorCode            twilio.ErrorCode     `form:"ErrorCode"` // of a failed or undelivered message
	ErrorMessage         string               `form:"ErrorMessage"`
	ChannelInstallSID    string               `form:"ChannelInstallSid"`
	ChannelPrefix        string               `form:"ChannelPrefix"` // whatsapp
	ChannelStatusMessage string               `form:"ChannelStatusMessage"`
	ChannelToAddress     string               `form:"ChannelToAddress"` // the name is not confirmed by Twilio's pages
	EventType            MessageEventType     `form:"EventType"`
	RawDlrDoneDate       time.Time            // when the carrier was done, to the minute; zero if it did not say
}

// ParseMessageStatus reads a status callback, an older one with SmsSid and
// SmsStatus alone included. It fails with a [*PayloadError] when
// the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
func ParseMessageStatus(r *http.Request) (*MessageStatus, error) {
	s, err := parse[MessageStatus](r, "MessageStatus")
	if err != nil {
		return nil, err
	}
	if done, err := time.Parse("0601021504", s.Raw.Get("RawDlrDoneDate")); err == nil {
		s.RawDlrDoneDate = done
	}
	return s, nil
}

// DedupeKey is the same for every request about the same status of a message:
// "message-status/AC…/SM…/delivered".
func (s *MessageStatus) DedupeKey() string {
	return dedupeKey("message-status", s.AccountSID, s.MessageSID, string(s.Status))
}

// Err returns a [*twilio.MessageError] when the message failed, was not delivered,
// or has an error code, and nil otherwise. The error matches the code and its
// categories, as [twilio.Message.Err] does.
func (s *MessageStatus) Err() error {
	msg := twilio.Message{
		SID: s.MessageSID, Status: s.Status, ErrorCode: s.ErrorCode, ErrorMessage: cmp.Or(s.ErrorMessage, s.ChannelStatusMessage),
	}
	return msg.Err()
}

// Supersedes reports whether the status is later than prev, which may be nil. A
// message is accepted or scheduled, then queued, sending, sent, and last delivered,
// undelivered, failed or canceled. Of two final statuses the first stays, except
// that a delivered message may become read. A status that this package does not know
// is later than those that are not final.
func (s *MessageStatus) Supersedes(prev *MessageStatus) bool {
	return prev == nil || supersedes(s.Status, prev.Status)
}

// Ranks of messages' statuses.
const (
	rankUnknown = 10
	rankFinal   = 20
)

func supersedes(next, prev twilio.MessageStatus) bool {
	if next == twilio.MessageStatusRead && prev == twilio.MessageStatusDelivered {
		return true
	}
	return rank(next) > rank(prev)
}

func rank(status twilio.MessageStatus) int {
	switch status {
	case twilio.MessageStatusAccepted, twilio.MessageStatusScheduled, twilio.MessageStatusReceiving:
		return 1
	case twilio.MessageStatusQueued:
		return 2
	case twilio.MessageStatusSending:
		return 3
	case twilio.MessageStatusSent:
		return 4
	case twilio.MessageStatusPartiallyDelivered:
		return rankUnknown
	}
	if status.Final() {
		return rankFinal
	}
	return rankUnknown
}
