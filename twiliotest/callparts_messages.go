package twiliotest

import (
	"encoding/json"
)

// Why a user-defined message is refused.
// https://www.twilio.com/docs/api/errors/32702, https://www.twilio.com/docs/api/errors/32703
const (
	messageContentInvalid = 32702
	messageContentTooLong = 32703

	maxUserDefinedMessage = 10_000 // bytes
)

// userDefinedMessage is JSON that was sent to the Voice SDK of a call.
type userDefinedMessage struct {
	itemRecord

	callSID string
	key     string // of the request, "" for none
	content string
}

// callSubscription has the messages of the Voice SDK of a call forwarded.
type callSubscription struct {
	itemRecord

	callSID string
	key     string // of the request, "" for none
}

// UserDefinedMessages returns the contents of the user-defined messages that the program
// has sent to the Voice SDK of a call, the oldest first.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/userdefinedmessage-resource
func (s *Sim) UserDefinedMessages(callSID string) []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	var contents []json.RawMessage
	for _, m := range s.voice.messages {
		if m.callSID == callSID {
			contents = append(contents, json.RawMessage(m.content))
		}
	}
	return contents
}

func (s *Sim) createUserDefinedMessage(r *request) (any, *apiError) {
	c, problem := s.liveCall(r)
	content, key := r.form.Get("Content"), r.form.Get("IdempotencyKey")
	switch {
	case problem != nil:
		return nil, problem
	case len(content) > maxUserDefinedMessage:
		return nil, badRequest(messageContentTooLong, "Content is longer than 10,000 bytes")
	case !json.Valid([]byte(content)):
		return nil, badRequest(messageContentInvalid, "Content is no JSON")
	}
	for _, m := range s.voice.messages {
		if key != "" && m.callSID == c.SID && m.key == key {
			return messageOfCall(&m.itemRecord, m.callSID), nil
		}
	}
	m := &userDefinedMessage{itemRecord: s.newItemRecord(r, "KX"), callSID: c.SID, key: key, content: content}
	s.voice.messages = append(s.voice.messages, m)
	return messageOfCall(&m.itemRecord, m.callSID), nil
}

// messageOfCall shows a message of a call, and what a subscription has in common with it.
func messageOfCall(v *itemRecord, callSID string) map[string]any {
	return map[string]any{"sid": v.sid, "account_sid": v.account, "call_sid": callSID, "date_created": rfc2822(v.created)}
}

func (s *Sim) createCallSubscription(r *request) (any, *apiError) {
	c, problem := s.liveCall(r)
	if problem != nil {
		return nil, problem
	}
	key := r.form.Get("IdempotencyKey")
	for _, sub := range s.voice.subscriptions {
		if key != "" && sub.callSID == c.SID && sub.key == key {
			return sub.json(r), nil
		}
	}
	sub := &callSubscription{itemRecord: s.newItemRecord(r, "ZY"), callSID: c.SID, key: key}
	s.voice.subscriptions = append(s.voice.subscriptions, sub)
	return sub.json(r), nil
}

func (c *callSubscription) json(r *request) map[string]any {
	shown := messageOfCall(&c.itemRecord, c.callSID)
	shown["uri"] = accountPath(r.account, "/Calls/"+c.callSID+"/UserDefinedMessageSubscriptions/"+c.sid+".json")
	return shown
}

func (s *Sim) deleteCallSubscription(r *request) (any, *apiError) {
	c, problem := s.liveCall(r)
	if problem != nil {
		return nil, problem
	}
	sub := recordOf(s.voice.subscriptions, r.ids["Sid"])
	if sub == nil || sub.callSID != c.SID {
		return nil, r.absent()
	}
	s.voice.subscriptions = without(s.voice.subscriptions, sub)
	return nil, nil //nolint:nilnil // no body, no error
}
