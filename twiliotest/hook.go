package twiliotest

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/seed15d99369/twilio"
)

// hook is an address of the application, and who answers when that one fails.
type hook struct {
	method   string // "" for POST
	url      string // "" for none
	fallback *hook
	voice    bool             // about a call: signed without the port of an https address
	status   bool             // told of a status: the answer holds no instructions
	json     bool             // the parameters are sent as one JSON object
	failure  twilio.ErrorCode // of an answer to a status with an error, 0 for the usual one
	cookies  http.CookieJar   // of the call or the conversation, nil for none
}

// Handle lets a handler of the application answer the webhooks and status
// callbacks whose address begins with address, in memory; the longest one wins:
//
//	sim.Handle("https://hooks.example.com", app)
//
// The requests are signed with the account's token. A handler has 15 seconds, as
// with Twilio; those of a clock that somebody else advances meanwhile count, too.
// One that ignores its context goes on after that, and its answer is dropped.
//
// Addresses that no handler answers are reached over the network when they are on
// this machine's loopback or a host of [WebhookHosts], and fail otherwise. A user in
// the address makes no difference here.
func (s *Sim) Handle(address string, h http.Handler) {
	if s.t != nil {
		s.t.Helper()
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || isNil(h) {
		s.fatalf("twiliotest: Handle(%q): give an address such as https://hooks.example.com, and a handler", shown(address))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[strings.TrimSuffix(shown(address), "/")] = h
}

// isNil finds a pointer that points nowhere and a function that is none, too.
func isNil(h http.Handler) bool {
	value := reflect.ValueOf(h)
	return h == nil || (value.Kind() == reflect.Pointer || value.Kind() == reflect.Func) && value.IsNil()
}

// handlerFor returns who answers an address, nil for nobody.
func (s *Sim) handlerFor(address string) http.Handler {
	s.mu.Lock()
	defer s.mu.Unlock()
	var best string
	for prefix := range s.handlers {
		rest, ok := strings.CutPrefix(address, prefix)
		if ok && len(prefix) >= len(best) && (rest == "" || strings.ContainsRune("/?", rune(rest[0]))) {
			best = prefix
		}
	}
	return s.handlers[best]
}

// later has empty do something once nothing is locked; s.mu is held.
func (s *Sim) later(do func()) { s.outbox = append(s.outbox, do) }

// empty runs the functions in the outbox, one after the other. Nothing is locked
// meanwhile, so that the application may call the API and wait on the clock.
func (s *Sim) empty() {
	for {
		s.mu.Lock()
		s.trim()
		s.rememberOrLog()
		if s.closed || len(s.outbox) == 0 || s.state.isRestoring() {
			s.mu.Unlock()
			return
		}
		do := s.outbox[0]
		s.outbox = s.outbox[1:]
		s.delivering++
		s.mu.Unlock()
		do()
		s.mu.Lock()
		s.delivering--
		s.notify()
		s.mu.Unlock()
	}
}

// shown is an address as others may see it: without its user and its fragment,
// neither of which Twilio sends.
func shown(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		u.User, u.Fragment, u.RawFragment = nil, "", ""
		return u.String()
	}
	address, _, _ = strings.Cut(address, "#")
	return address[strings.LastIndexByte(address, '@')+1:] // a malformed address: the text before may hold a secret
}
