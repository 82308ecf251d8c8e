package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/webhook"
)

// conversationEvents are those of Twilio's page, and whether they come before the
// action. https://www.twilio.com/docs/conversations/conversations-webhooks
var conversationEvents = map[webhook.ConversationEventType]bool{
	"onConversationAdd": true, "onConversationUpdate": true, "onConversationRemove": true,
	"onMessageAdd": true, "onMessageUpdate": true, "onMessageRemove": true,
	"onParticipantAdd": true, "onParticipantUpdate": true, "onParticipantRemove": true, "onUserUpdate": true,
	"onConversationAdded": false, "onConversationUpdated": false, "onConversationRemoved": false, "onConversationStateUpdated": false,
	"onMessageAdded": false, "onMessageUpdated": false, "onMessageRemoved": false,
	"onParticipantAdded": false, "onParticipantUpdated": false, "onParticipantRemoved": false,
	"onDeliveryUpdated": false, "onUserAdded": false, "onUserUpdated": false,
}

func TestConversationEvents(t *testing.T) {
	t.Parallel()
	for event, before := range conversationEvents {
		c, err := webhook.ParseConversation(hook("EventType", string(event), "AccountSid", subaccount))
		require.NoError(t, err)
		assert.Equal(t, event, c.EventType)
		assert.Equal(t, before, c.EventType.PreAction(), event)
	}
}

func TestConversation(t *testing.T) {
	t.Parallel()
	added, err := webhook.ParseConversation(hook("EventType", "onMessageAdded", "AccountSid", subaccount, "Source", "SDK", "ClientIdentity", "ada",
		"ConversationSid", "CH1", "MessageSid", "IM1", "Index", "12", "Body", "Hi", "Author", "ada", "ParticipantSid", "MB1",
		"Attributes", `{"color":"red"}`, "Media", `[{"Sid":"ME1","ContentType":"image/png","Size":12,"Filename":"a.png"}]`,
		"DateCreated", "2026-01-02T03:04:05.678Z"))
	require.NoError(t, err)
	assert.Equal(t, webhook.ConversationEventTypeMessageAdded, added.EventType)
	assert.Equal(t, webhook.ConversationSourceSDK, added.Source)
	assert.Equal(t, []string{"CH1", "IM1", "MB1", "Hi", "ada", "ada"}, []string{added.ConversationSID, added.MessageSID, added.ParticipantSID, added.Body, added.Author, added.ClientIdentity})
	assert.Equal(t, 12, added.Index)
	assert.JSONEq(t, `{"color":"red"}`, string(added.Attributes))
	assert.Contains(t, string(added.Media), "image/png")
	assert.Equal(t, time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC), added.DateCreated)

	closed, err := webhook.ParseConversation(hook("EventType", "onConversationStateUpdated", "ConversationSid", "CH1", "StateFrom", "inactive", "StateTo", "closed", "Reason", "TIMER"))
	require.NoError(t, err)
	assert.Equal(t, []webhook.ConversationState{webhook.ConversationStateInactive, webhook.ConversationStateClosed}, []webhook.ConversationState{closed.StateFrom, closed.StateTo})
	assert.Equal(t, webhook.ConversationStateReasonTimer, closed.Reason)

	failed, err := webhook.ParseConversation(hook("EventType", "onDeliveryUpdated", "MessageSid", "IM1", "ChannelMessageSid", "SM1", "DeliveryReceiptSid", "DY1", "Status", "undelivered", "ErrorCode", "30006"))
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusUndelivered, failed.Status)
	assert.Equal(t, twilio.ErrorCode(30006), failed.ErrorCode)
}

// TestAddressesOfAGroup: a group MMS that makes a conversation has several.
func TestAddressesOfAGroup(t *testing.T) {
	t.Parallel()
	form := url.Values{"EventType": {"onConversationAdd"}, "MessagingBinding.Address": {"+14155551234", "+14155556789"}, "MessagingBinding.ProxyAddress": {"+14155550100"}}
	c, err := webhook.ParseConversation(post("http://h/", form))
	require.NoError(t, err)
	assert.Equal(t, webhook.MessagingBinding{Address: []string{"+14155551234", "+14155556789"}, ProxyAddress: "+14155550100"}, c.MessagingBinding)
	c.MessagingBinding.Address[0] = "changed"
	assert.Equal(t, "+14155551234", c.Raw.Get("MessagingBinding.Address"), "Raw is as it came")
}

// TestAnswerConversation: an answer lets the action happen, changes it, or refuses it.
func TestAnswerConversation(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer *webhook.ConversationAnswer
		err    error
		status int
		body   string // "" for anything
	}{
		"nothing":    {answer: nil, status: http.StatusOK, body: `{}`},
		"no change":  {answer: new(webhook.ConversationAnswer), status: http.StatusOK, body: `{}`},
		"a name":     {answer: &webhook.ConversationAnswer{FriendlyName: "Tea"}, status: http.StatusOK, body: `{"friendly_name":"Tea"}`},
		"a message":  {answer: &webhook.ConversationAnswer{Body: "<b>\n", Author: "ada", Attributes: json.RawMessage(`{"a":"b"}`)}, status: http.StatusOK, body: `{"body":"<b>\n","author":"ada","attributes":"{\"a\":\"b\"}"}`},
		"refused":    {answer: &webhook.ConversationAnswer{Refuse: true, Body: "x"}, status: http.StatusForbidden},
		"broken":     {answer: &webhook.ConversationAnswer{Attributes: json.RawMessage(`{`)}, status: http.StatusInternalServerError},
		"an error":   {answer: nil, err: errors.New("the database is away"), status: http.StatusInternalServerError},
		"both given": {answer: &webhook.ConversationAnswer{Body: "x"}, err: errors.New("the database is away"), status: http.StatusInternalServerError},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := webhook.AnswerConversation(func(_ context.Context, in *webhook.Conversation) (*webhook.ConversationAnswer, error) {
				assert.Equal(t, webhook.ConversationEventTypeMessageAdd, in.EventType)
				return tt.answer, tt.err
			})
			w := deliver(h, "", "EventType", "onMessageAdd", "ConversationSid", "CH1", "Body", "Hi")
			assert.Equal(t, tt.status, w.Code)
			if tt.body != "" {
				assert.JSONEq(t, tt.body, w.Body.String())
				assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
			}
			assert.NotContains(t, w.Body.String(), "database")
			assert.Equal(t, http.StatusBadRequest, deliver(h, "", "what", "ever").Code)
		})
	}
}

// TestAnswerConversationInTime: Twilio goes on without an answer after 5 seconds. An
// answer between 4 and 5 still counts, and is no refusal.
func TestAnswerConversationInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		w := deliver(webhook.AnswerConversation(func(ctx context.Context, _ *webhook.Conversation) (*webhook.ConversationAnswer, error) {
			<-ctx.Done()
			return nil, nil //nolint:nilnil // it says nothing
		}), "", "EventType", "onMessageAdd")
		require.Equal(t, 4*time.Second, time.Since(began))
		assert.Equal(t, http.StatusOK, w.Code)
	})
}

// FuzzConversationAnswer: the JSON of an answer decodes to the answer of the function.
func FuzzConversationAnswer(f *testing.F) {
	f.Add("Hi", "ada", `{"a":1}`, "Tea", false)
	f.Add("", "\xff", "{", "</script>", true)
	f.Fuzz(func(t *testing.T, body, author, attributes, name string, refuse bool) {
		said := &webhook.ConversationAnswer{Refuse: refuse, FriendlyName: name, Body: body, Author: author, Attributes: json.RawMessage(attributes)}
		w := deliver(webhook.AnswerConversation(func(context.Context, *webhook.Conversation) (*webhook.ConversationAnswer, error) { return said, nil }), "", "EventType", "onMessageAdd")
		broken := attributes != "" && !json.Valid([]byte(attributes))
		var got map[string]string
		switch {
		case refuse && w.Code == http.StatusForbidden:
		case !refuse && broken && w.Code == http.StatusInternalServerError:
		case !refuse && !broken && w.Code == http.StatusOK && json.Unmarshal(w.Body.Bytes(), &got) == nil:
			if utf8(body) && got["body"] != body || utf8(attributes) && got["attributes"] != attributes {
				t.Fatalf("%q", got)
			}
		default:
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	})
}

func utf8(s string) bool { return string([]rune(s)) == s }
