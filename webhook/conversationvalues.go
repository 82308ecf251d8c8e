package webhook

import "strings"

// ConversationEventType names an event of Conversations. The events of a call that
// is connected with a conversation are another thing: they are a
// twiml.ConversationEvent.
//
// Twilio docs: https://www.twilio.com/docs/conversations/conversations-webhooks
type ConversationEventType string

// The events before the action: Twilio waits for your answer.
const (
	ConversationEventTypeConversationAdd    ConversationEventType = "onConversationAdd"
	ConversationEventTypeConversationUpdate ConversationEventType = "onConversationUpdate"
	ConversationEventTypeConversationRemove ConversationEventType = "onConversationRemove"
	ConversationEventTypeMessageAdd         ConversationEventType = "onMessageAdd"
	ConversationEventTypeMessageUpdate      ConversationEventType = "onMessageUpdate"
	ConversationEventTypeMessageRemove      ConversationEventType = "onMessageRemove"
	ConversationEventTypeParticipantAdd     ConversationEventType = "onParticipantAdd"
	ConversationEventTypeParticipantUpdate  ConversationEventType = "onParticipantUpdate"
	ConversationEventTypeParticipantRemove  ConversationEventType = "onParticipantRemove"
	ConversationEventTypeUserUpdate         ConversationEventType = "onUserUpdate"
)

// The events after the action.
const (
	ConversationEventTypeConversationAdded        ConversationEventType = "onConversationAdded"
	ConversationEventTypeConversationUpdated      ConversationEventType = "onConversationUpdated"
	ConversationEventTypeConversationRemoved      ConversationEventType = "onConversationRemoved"
	ConversationEventTypeConversationStateUpdated ConversationEventType = "onConversationStateUpdated"
	ConversationEventTypeMessageAdded             ConversationEventType = "onMessageAdded"
	ConversationEventTypeMessageUpdated           ConversationEventType = "onMessageUpdated"
	ConversationEventTypeMessageRemoved           ConversationEventType = "onMessageRemoved"
	ConversationEventTypeParticipantAdded         ConversationEventType = "onParticipantAdded"
	ConversationEventTypeParticipantUpdated       ConversationEventType = "onParticipantUpdated"
	ConversationEventTypeParticipantRemoved       ConversationEventType = "onParticipantRemoved"
	ConversationEventTypeDeliveryUpdated          ConversationEventType = "onDeliveryUpdated"
	ConversationEventTypeUserAdded                ConversationEventType = "onUserAdded"
	ConversationEventTypeUserUpdated              ConversationEventType = "onUserUpdated"
)

// PreAction reports whether the event comes before the action, so that your answer
// can change or refuse it. The names of the others end in "ed".
func (t ConversationEventType) PreAction() bool { return !strings.HasSuffix(string(t), "ed") }

// ConversationSource says from where an action came.
//
// Twilio docs: https://www.twilio.com/docs/conversations/conversations-webhooks
type ConversationSource string

// The values of [ConversationSource].
const (
	ConversationSourceSDK ConversationSource = "SDK"
	ConversationSourceAPI ConversationSource = "API"
)

// ConversationState is the state of a conversation, from initializing to closed.
//
// Twilio docs: https://www.twilio.com/docs/conversations/states-timers
type ConversationState string

// The values of [ConversationState].
const (
	ConversationStateInitializing ConversationState = "initializing"
	ConversationStateActive       ConversationState = "active"
	ConversationStateInactive     ConversationState = "inactive"
	ConversationStateClosed       ConversationState = "closed"
)

// ConversationStateReason is the cause of a change of a conversation's state.
//
// Twilio docs: https://www.twilio.com/docs/conversations/conversations-webhooks
type ConversationStateReason string

// The values of [ConversationStateReason].
const (
	ConversationStateReasonAPI   ConversationStateReason = "API"
	ConversationStateReasonTimer ConversationStateReason = "TIMER"
	ConversationStateReasonEvent ConversationStateReason = "EVENT"
)

// BindingType is how a participant takes part in a conversation.
//
// Twilio docs: https://www.twilio.com/docs/conversations/conversations-webhooks
type BindingType string

// The values of [BindingType].
const (
	BindingTypeSMS      BindingType = "SMS"
	BindingTypeChat     BindingType = "CHAT"
	BindingTypeWhatsApp BindingType = "WHATSAPP"
)
