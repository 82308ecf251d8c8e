package webhook

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// Conversation is an event of Conversations: of a conversation, one of its messages
// or participants, a delivery, or a user. EventType says which, and which of the
// fields are filled. An event before the action lets your server change it or refuse
// it: see [AnswerConversation]. An event after the action is news: see
// [OnConversation].
//
// Twilio docs: https://www.twilio.com/docs/conversations/conversations-webhooks
type Conversation struct {
	Params

	AccountSID          string                `form:"AccountSid"`
	EventType           ConversationEventType `form:"EventType,required"`
	Source              ConversationSource    `form:"Source"`
	ClientIdentity      string                `form:"ClientIdentity"` // of the user who did it, by an SDK
	ChatServiceSID      string                `form:"ChatServiceSid"`
	ConversationSID     string                `form:"ConversationSid"` // "" of a user's events, and before the conversation is made
	MessagingServiceSID string                `form:"MessagingServiceSid"`
	DateCreated         time.Time             `form:"DateCreated"`
	DateUpdated         time.Time             `form:"DateUpdated"`
	DateRemoved         time.Time             `form:"DateRemoved"`
	Attributes          json.RawMessage       `form:"Attributes"`   // your own data
	FriendlyName        string                `form:"FriendlyName"` // of a conversation or a user

	// Of a conversation.
	UniqueName  string            `form:"UniqueName"`
	State       ConversationState `form:"State"`
	MessageBody string            `form:"MessageBody"` // of the message with which it begins

	// Of onConversationStateUpdated.
	StateUpdated time.Time               `form:"StateUpdated"`
	StateFrom    ConversationState       `form:"StateFrom"`
	StateTo      ConversationState       `form:"StateTo"`
	Reason       ConversationStateReason `form:"Reason"`

	// Of a message; a delivery has its MessageSID.
	MessageSID string          `form:"MessageSid"` // IM…
	Index      int             `form:"Index"`      // of the message in the conversation, from 0
	Body       string          `form:"Body"`
	Author     string          `form:"Author"` // an identity or an address
	Media      json.RawMessage `form:"Media"`  // an array of the attached files

	// Of a participant or a user. A participant has either an identity or addresses.
	ParticipantSID       string           `form:"ParticipantSid"` // MB…; of a message, its author
	Identity             string           `form:"Identity"`
	RoleSID              string           `form:"RoleSid"`
	LastReadMessageIndex int              `form:"LastReadMessageIndex"`
	MessagingBinding     MessagingBinding `form:"MessagingBinding.*"`
	UserSID              string           `form:"UserSid"`
	IsOnline             bool             `form:"isOnline"`
	IsNotifiable         bool             `form:"isNotifiable"` // can be reached by push notifications

	// Of onDeliveryUpdated.
	DeliveryReceiptSID string               `form:"DeliveryReceiptSid"`
	ChannelMessageSID  string               `form:"ChannelMessageSid"` // SM… or WA…
	Status             twilio.MessageStatus `form:"Status"`
	ErrorCode          twilio.ErrorCode     `form:"ErrorCode"` // of a failed or undelivered message
}

// MessagingBinding holds the addresses by which somebody without an identity takes
// part in a conversation.
//
// Twilio docs: https://www.twilio.com/docs/conversations/conversations-webhooks
type MessagingBinding struct {
	Type             BindingType `form:"Type"`
	Address          []string    `form:"Address"`          // of the participant; all addresses when a group MMS makes the conversation
	ProxyAddress     string      `form:"ProxyAddress"`     // your number, which the participant sees
	ProjectedAddress string      `form:"ProjectedAddress"` // your number for an identity in a group MMS
	AuthorAddress    string      `form:"AuthorAddress"`    // of the author when a group MMS makes the conversation
}

// ParseConversation reads an event of Conversations. It fails with a
// [*PayloadError] when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/conversations/conversations-webhooks
func ParseConversation(r *http.Request) (*Conversation, error) {
	return parse[Conversation](r, "Conversation")
}

// DedupeKey is the same for every request about the same event. It is
// "conversation/AC…/onMessageAdded/" followed by these parts with a slash between each:
// the SIDs of the conversation, the message, the participant, the user and the receipt,
// then the delivery's status, the state, the index of the last message read, and the date.
// It is "" for an event before the action and for an event without a date, because two
// attempts may look alike.
func (c *Conversation) DedupeKey() string {
	raw := c.Raw.Get
	when := cmp.Or(raw("DateRemoved"), raw("StateUpdated"), raw("DateUpdated"), raw("DateCreated"))
	if c.EventType.PreAction() || when == "" {
		return ""
	}
	return dedupeKey("conversation", c.AccountSID, string(c.EventType), c.ConversationSID, c.MessageSID, c.ParticipantSID, c.UserSID,
		c.DeliveryReceiptSID, string(c.Status), string(c.StateTo), strconv.Itoa(c.LastReadMessageIndex), when)
}

// Supersedes reports whether a delivery is later than prev, which may be nil: see
// [MessageStatus.Supersedes]. Other events are as late as their dates.
func (c *Conversation) Supersedes(prev *Conversation) bool {
	return prev == nil || supersedes(c.Status, prev.Status)
}
