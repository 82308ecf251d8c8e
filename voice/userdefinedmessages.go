package voice

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// UserDefinedMessage is JSON of your own that Twilio hands to the Voice SDK at the other
// end of a call.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/userdefinedmessage-resource
type UserDefinedMessage struct {
	SID         string      `json:"sid"` // KX…
	AccountSID  string      `json:"account_sid"`
	CallSID     string      `json:"call_sid"` // CA…
	DateCreated twilio.Time `json:"date_created"`
}

// UserDefinedMessages sends messages to the Voice SDK of live calls.
type UserDefinedMessages struct{ c *twilio.Client }

const userDefinedMessagesPath = callPrefix + "/UserDefinedMessages.json"

var userDefinedMessageCreate = twilio.Operation{
	Name: "voice.UserDefinedMessages.Create", Method: http.MethodPost, Host: hostAPI, Path: userDefinedMessagesPath, Mints: "KX",
}

// UserDefinedMessageCreateParams is a message to the Voice SDK.
type UserDefinedMessageCreateParams struct {
	Content        json.RawMessage `form:"Content,json" check:"required"` // JSON of your own, up to 10,000 bytes
	IdempotencyKey string          `form:"IdempotencyKey"`                // your own, another one for each message

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// maxMessageContent is how long a message can be, in bytes.
// https://www.twilio.com/docs/api/errors/32703
const maxMessageContent = 10_000

// Validate refuses a content that is too long.
func (p *UserDefinedMessageCreateParams) Validate(problems *twilio.Problems) {
	if len(p.Content) > maxMessageContent {
		problems.Add("Content", "is longer than 10,000 bytes", "shorten it, or send a reference to it")
	}
}

// Create sends a message to the Voice SDK of a call in progress, and returns it. A call
// that is not in progress is refused with [twilio.CodeCallNotInProgress]. When nobody can
// say whether the message was sent, the error is a *[twilio.OutcomeUnknownError].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/userdefinedmessage-resource
func (s *UserDefinedMessages) Create(ctx context.Context, callSID string, params UserDefinedMessageCreateParams, opts ...twilio.CallOption) (*UserDefinedMessage, error) {
	return twilio.Invoke[UserDefinedMessage](ctx, s.c, userDefinedMessageCreate.On(callSID).With(&params), opts...)
}

// UserDefinedMessageSubscription has Twilio forward the messages that the Voice SDK of a
// call sends to an address of yours.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/userdefinedmessagesubscription-resource
type UserDefinedMessageSubscription struct {
	SID         string      `json:"sid"` // ZY…
	AccountSID  string      `json:"account_sid"`
	CallSID     string      `json:"call_sid"` // CA…
	DateCreated twilio.Time `json:"date_created"`
	URI         string      `json:"uri"`
}

// UserDefinedMessageSubscriptions subscribes to the messages of the Voice SDK of live calls.
type UserDefinedMessageSubscriptions struct{ c *twilio.Client }

const (
	userDefinedMessageSubscriptionsPath = callPrefix + "/UserDefinedMessageSubscriptions.json"
	userDefinedMessageSubscriptionPath  = callPrefix + "/UserDefinedMessageSubscriptions/{Sid:ZY}.json"
)

var (
	userDefinedMessageSubscriptionCreate = twilio.Operation{
		Name: "voice.UserDefinedMessageSubscriptions.Create", Method: http.MethodPost, Host: hostAPI, Path: userDefinedMessageSubscriptionsPath, Mints: "ZY",
	}
	userDefinedMessageSubscriptionDelete = twilio.Operation{
		Name: "voice.UserDefinedMessageSubscriptions.Delete", Method: http.MethodDelete, Host: hostAPI, Path: userDefinedMessageSubscriptionPath,
	}
)

// UserDefinedMessageSubscriptionCreateParams names the address that hears the messages.
type UserDefinedMessageSubscriptionCreateParams struct {
	Callback       string        `form:"Callback" check:"required,callback"`
	IdempotencyKey string        `form:"IdempotencyKey"`        // your own, another one for each subscription
	Method         twilio.Method `form:"Method" check:"method"` // "" is POST

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create subscribes to the messages of the Voice SDK of a call in progress, and returns
// the subscription. A call that is not in progress is refused with
// [twilio.CodeCallNotInProgress]. When nobody can say whether the subscription was made,
// the error is a *[twilio.OutcomeUnknownError]: a second one doubles the messages.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/userdefinedmessagesubscription-resource
func (s *UserDefinedMessageSubscriptions) Create(
	ctx context.Context, callSID string, params UserDefinedMessageSubscriptionCreateParams, opts ...twilio.CallOption,
) (*UserDefinedMessageSubscription, error) {
	return twilio.Invoke[UserDefinedMessageSubscription](ctx, s.c, userDefinedMessageSubscriptionCreate.On(callSID).With(&params), opts...)
}

// Delete ends a subscription. One that does not exist any more matches
// [twilio.ErrNotFound], unless an earlier attempt of the same call may have deleted it.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/userdefinedmessagesubscription-resource
func (s *UserDefinedMessageSubscriptions) Delete(ctx context.Context, callSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, userDefinedMessageSubscriptionDelete.On(callSID, sid), opts...)
}
