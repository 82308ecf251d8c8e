package twiliotest

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Request is one request that the simulator received. Its credentials are not
// kept.
type Request struct {
	ID      int       // 1, 2, 3 and so on
	SID     string    // of the answer's header Twilio-Request-Id
	At      time.Time // on the simulator's clock
	Account string    // whose credentials it has, "" for ones that are wrong
	By      string    // the SID of the account or the API key that it authenticates with, "" for none
	Method  string
	Host    string // the product: "api"
	Path    string // escaped: "/2010-04-01/Accounts/AC…/Messages.json"
	Query   url.Values
	Form    url.Values
	JSON    json.RawMessage  // the body if it is JSON, else nil
	Status  int              // of the answer, 0 if there was none
	Code    twilio.ErrorCode // of the answer, 0 if it was none of an error
	Fault   string           // the fault that it met, see Sim.Fault; "" for none
	Took    time.Duration    // until the answer went out, 0 before that; real time with WallTime, whatever its speed
	Answer  string           // its first 64 kB, kept with KeepAnswers alone

	underWay bool      // no answer has gone out yet
	began    time.Time // on the clock's stopwatch
}

// ledgerIDs are the last IDs that were given.
type ledgerIDs struct{ request, callback, alert, fault int }

func (ids *ledgerIDs) next(last *int) int {
	*last++
	return *last
}

// KeepAnswers keeps the body of every answer in [Request].Answer, up to 64 kB of each.
func KeepAnswers() Option {
	return func(c *config) error {
		c.keepAnswers = true
		return nil
	}
}

// maxAnswerKept is how much of an answer is kept, in bytes.
const maxAnswerKept = 64 << 10

// noteRequest keeps a request; s.mu is held.
func (s *Sim) noteRequest(r Request) (id int) {
	r.ID = s.ids.next(&s.ids.request)
	r.SID, r.underWay, r.began = "RQ"+s.digest("RQ", r.ID), true, s.Clock.stopwatch()
	s.requests = append(s.requests, r)
	s.emit(EventRequest, strconv.Itoa(r.ID), "")
	return r.ID
}

// noteAnswer completes what is kept of a request; s.mu is held.
func (s *Sim) noteAnswer(id int, a answer) {
	r := s.requestOf(id)
	if r == nil {
		return
	}
	r.Status, r.Code = a.status, a.code
	if s.config.keepAnswers && a.pending == nil {
		body, _ := a.encode()
		r.Answer = strings.ToValidUTF8(string(body[:min(len(body), maxAnswerKept)]), "\uFFFD")
	}
}

// noteEnd says when the answer to a request has gone out; s.mu is held.
func (s *Sim) noteEnd(id int) {
	if r := s.requestOf(id); r != nil {
		r.Took, r.underWay = s.Clock.stopwatch().Sub(r.began), false
		s.emit(EventRequest, strconv.Itoa(id), "")
	}
}

// requestOf returns what is kept of a request, nil for nothing; s.mu is held.
func (s *Sim) requestOf(id int) *Request {
	i, found := slices.BinarySearchFunc(s.requests, id, func(r Request, id int) int { return r.ID - id })
	if !found {
		return nil
	}
	return &s.requests[i]
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
	Account             string
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
	Segments            int       // that it is split into, 0 for channels without any
	Price               string    // with a minus sign, as the API shows it; "" until it is known
	Media               []Media
}

// Person returns the number of whoever is not the program, without its channel: of the sender
// of an incoming message, and of the recipient of any other.
func (m *Message) Person() string {
	if m.Direction == twilio.MessageDirectionInbound {
		return withoutChannel(m.From)
	}
	return withoutChannel(m.To)
}

// Messages returns every message that was ever accepted, deleted ones included,
// the oldest first. Those with codes of Verify are among them, although the API's list
// of messages does not show them.
func (s *Sim) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	messages := make([]Message, len(s.messages))
	for i, m := range s.messages {
		messages[i] = s.shownMessage(m)
	}
	return messages
}

// Media is a file of a message.
type Media struct {
	SID         string
	URL         string // in MediaURL
	ContentType string
	Content     []byte // shared: do not change it
}

// MessageOf returns the message with a SID, false when there is none or it is not kept
// any more.
func (s *Sim) MessageOf(sid string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messageIndex.bySID[sid]
	if m == nil {
		return Message{}, false
	}
	return s.shownMessage(m), true
}

// shownMessage is a message for whoever is outside of the simulator; s.mu is held.
func (s *Sim) shownMessage(m *message) Message {
	shown := m.Message
	shown.MediaURLs = slices.Clone(m.MediaURLs)
	shown.ContentVariables, shown.Content = maps.Clone(m.ContentVariables), m.Content.clone()
	shown.Account, shown.Segments = m.account, m.segments
	if m.price != 0 {
		shown.Price = (-m.price).String() + " " + s.config.currency
	}
	for _, file := range m.media {
		shown.Media = append(shown.Media, Media{SID: file.sid, URL: file.url, ContentType: file.contentType, Content: file.content})
	}
	return shown
}

// credentialSID is the form of the SID of an account or of an API key.
var credentialSID = regexp.MustCompile(`^(AC|SK)[0-9a-fA-F]{32}$`)

// sidOfCredential returns by which SID a request authenticates, "" for none. Another user
// name is not shown, because it may be a secret that stands in the wrong place.
func sidOfCredential(r *http.Request) string {
	user, _, _ := r.BasicAuth()
	if !credentialSID.MatchString(user) {
		return ""
	}
	return user
}
