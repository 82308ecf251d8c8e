package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// conversationTimeout is a little less than the 5 s after which Conversations goes on
// without an answer.
// https://www.twilio.com/docs/conversations/conversations-webhooks
const conversationTimeout = 4 * time.Second

// ConversationAnswer changes or refuses an action before it happens. An empty field leaves
// its value as it is, and the zero value changes nothing.
//
// Twilio docs: https://www.twilio.com/docs/conversations/conversations-webhooks
type ConversationAnswer struct {
	Refuse bool // the action does not happen; the other fields do not count

	FriendlyName string          // of onConversationAdd and onConversationUpdate
	Body         string          // of onMessageAdd and onMessageUpdate, as those below
	Author       string          //
	Attributes   json.RawMessage // your own data; they replace the old ones
}

// body is the JSON of an answer. Attributes stand in it as a text.
func (a *ConversationAnswer) body() ([]byte, error) {
	if len(a.Attributes) > 0 && !json.Valid(a.Attributes) {
		return nil, errors.New("the Attributes of a ConversationAnswer are not JSON")
	}
	return json.Marshal(struct {
		FriendlyName string `json:"friendly_name,omitempty"`
		Body         string `json:"body,omitempty"`
		Author       string `json:"author,omitempty"`
		Attributes   string `json:"attributes,omitempty"`
	}{a.FriendlyName, a.Body, a.Author, string(a.Attributes)})
}

// AnswerConversation returns a handler for the events of Conversations that come before an
// action. The action waits for the answer. A nil answer lets the action happen unchanged. An
// error refuses the action, because Twilio takes 500 for a refusal: return nil where a
// fault of your server must not stop a message. The function has 4 seconds, after which its
// context ends; Twilio lets the action happen after 5. An event after an action is
// answered in the same way, and the answer changes nothing.
//
// Twilio docs: https://www.twilio.com/docs/conversations/conversations-webhooks
func AnswerConversation(answer func(ctx context.Context, in *Conversation) (*ConversationAnswer, error)) http.Handler {
	if answer == nil {
		return orServerError(nil)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body []byte // nil refuses the action
		handled := handle(w, r, conversationTimeout, ParseConversation, func(ctx context.Context, in *Conversation) error {
			said, err := answer(ctx, in)
			switch {
			case err != nil:
			case said == nil:
				body = []byte("{}")
			case !said.Refuse:
				body, err = said.body()
			}
			return err
		})
		switch {
		case !handled:
		case body == nil:
			http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
		default:
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(body)
		}
	})
}
