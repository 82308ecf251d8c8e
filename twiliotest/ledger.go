package twiliotest

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
)

// Request is one request that the simulator received. Its credentials are not
// kept.
type Request struct {
	At     time.Time // on the simulator's clock
	Method string
	Host   string // the product: "api"
	Path   string // escaped: "/2010-04-01/Accounts/AC…/Messages.json"
	Query  url.Values
	Form   url.Values
	JSON   json.RawMessage  // the body if it is JSON, else nil
	Status int              // of the answer, 0 if there was none
	Code   twilio.ErrorCode // of the answer, 0 if it was none of an error
	Fault  string           // the fault that it met, see Sim.Fault; "" for none
}

// Requests returns every request so far, the oldest first.
func (s *Sim) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Message is a message that the simulator accepted, in its state at the time.
type Message struct {
	SID                 string
	From                string // "" until a Messaging Service has chosen it
	To                  string
	Body                string // as it was sent, even when the record has been redacted
	MediaURLs           []string
	ContentSID          string            // of the template, "" for none
	ContentVariables    map[string]string // of the template, nil for none
	Content             Content           // of the template, as its recipient sees it
	MessagingServiceSID string
	Direction           twilio.MessageDirection
	Status              twilio.MessageStatus
	ErrorCode           twilio.ErrorCode
	Created             time.Time
	SendAt              time.Time // zero unless it was scheduled
	Sent                time.Time // zero until then
}

// Messages returns every message that was ever accepted, deleted ones included,
// the oldest first. Those with codes of Verify are among them, although the API's list
// of messages does not show them.
func (s *Sim) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	messages := make([]Message, len(s.messages))
	for i, m := range s.messages {
		messages[i] = m.Message
		messages[i].MediaURLs = slices.Clone(m.MediaURLs)
		messages[i].ContentVariables, messages[i].Content = maps.Clone(m.ContentVariables), m.Content.clone()
	}
	return messages
}
