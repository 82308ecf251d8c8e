package twiliotest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// What Twilio allows an application. https://www.twilio.com/docs/usage/webhooks
const (
	hookTimeout   = 15 * time.Second
	maxHookAnswer = 64 << 10 // bytes
	maxRedirects  = 10
)

// hook is an address of the application, and who answers when that one fails.
type hook struct {
	method   string // "" for POST
	url      string // "" for none
	fallback *hook
	voice    bool // signed without the port of an https address, as Twilio does for calls
}

// Handle lets a handler of the application answer the webhooks and status
// callbacks whose address begins with address, in memory; the longest one wins:
//
//	sim.Handle("https://hooks.example.com", app)
//
// The requests are signed with the account's token. Addresses that no handler
// answers are reached over the network when they are on this machine's loopback,
// and fail otherwise.
func (s *Sim) Handle(address string, h http.Handler) {
	if s.t != nil {
		s.t.Helper()
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || h == nil {
		s.fatalf("twiliotest: Handle(%q): give an address such as https://hooks.example.com, and a handler", address)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[strings.TrimSuffix(address, "/")] = h
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

// empty does what events have called for, one after the other. Nothing is locked
// meanwhile, so that the application may call the API and wait on the clock.
func (s *Sim) empty() {
	for {
		s.mu.Lock()
		if s.closed || len(s.outbox) == 0 {
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

// ask requests instructions of the application, from the fallback when the hook
// fails or what it says cannot be read, and returns them with their address; nil
// when there are none.
func (s *Sim) ask(h *hook, form url.Values) (doc *twiml.Response, at string, answer *Callback) {
	for ; h != nil && h.url != ""; h = h.fallback {
		answer = s.call(h, form)
		code, problem := answer.unusable()
		if code != 0 {
			s.alert(code, h.url, "%s", problem)
		} else if doc, code = s.instructions(answer); doc != nil {
			return doc, answer.URL, answer
		}
		form = maps.Clone(form)
		form.Set("ErrorCode", strconv.Itoa(int(code)))
		form.Set("ErrorUrl", h.url)
	}
	return nil, "", answer
}

// tell sends a status callback, of whose answer only a failure matters.
func (s *Sim) tell(h *hook, form url.Values) {
	answer := s.call(h, form)
	if code, problem := answer.unusable(); code != 0 && code != noTwiML {
		s.alert(code, h.url, "%s", problem)
	}
}

// instructions are those of an answer; see checkTwiML.
func (s *Sim) instructions(answer *Callback) (*twiml.Response, twilio.ErrorCode) {
	if strings.TrimSpace(answer.Body) == "" {
		return &twiml.Response{}, 0
	}
	return s.checkTwiML(answer.Body, answer.URL, false)
}

// checkTwiML reads TwiML, and notes what Twilio would trip over. It returns what can
// be run all the same, or nil and the code of what stands in the way.
func (s *Sim) checkTwiML(text, address string, inline bool) (*twiml.Response, twilio.ErrorCode) {
	problems := twiml.Check(text)
	if inline {
		problems = twiml.CheckInline(text)
	}
	for _, p := range problems {
		if p.Code != 0 && p.Code != tooManyReplies { // Twilio would not complain; replies are counted as they are sent
			s.alert(twilio.ErrorCode(p.Code), address, "%s", p.String())
		}
	}
	doc, _, err := twiml.ParseLenient(text)
	var unreadable *twiml.ParseError
	if errors.As(err, &unreadable) {
		return nil, twilio.ErrorCode(unreadable.Problems[0].Code)
	}
	return doc, 0
}

// call makes one request to the application, signed, and keeps it.
func (s *Sim) call(h *hook, form url.Values) *Callback {
	return s.attempt(&Callback{Method: orElse(h.method, http.MethodPost), Form: form, hook: h, token: s.hookToken()})
}

func (s *Sim) attempt(c *Callback) *Callback {
	began := s.Clock.Now()
	c.At = began
	c.exchange(s)
	if took := s.Clock.Now().Sub(began); c.Err == nil && took > hookTimeout {
		c.Status, c.Type, c.Body, c.Err = 0, "", "", fmt.Errorf("no answer within 15 seconds, but after %v", took)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.callbacks = append(s.callbacks, c)
	return c
}

func (c *Callback) exchange(s *Sim) {
	ctx, cancel := context.WithTimeout(s.hookContext, hookTimeout)
	defer cancel()
	req, err := s.hookRequest(ctx, c)
	if err != nil {
		c.URL, c.Err = c.hook.url, err
		return
	}
	client := http.Client{Transport: hookTransport{s}, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return errTooManyRedirects
		}
		return nil
	}}
	resp, err := client.Do(req)
	if err != nil {
		var urlErr *url.Error
		if errors.As(err, &urlErr) {
			err = urlErr.Err
		}
		c.Err = err
		return
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxHookAnswer+1))
	if err != nil {
		c.Err = err
		return
	}
	c.Status, c.Type, c.Body = resp.StatusCode, resp.Header.Get("Content-Type"), string(body)
}

// hookRequest builds a request as Twilio does: the fragment of the address stays
// behind, its user becomes Basic auth, and neither is signed.
func (s *Sim) hookRequest(ctx context.Context, c *Callback) (*http.Request, error) {
	u, err := url.Parse(c.hook.url)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%q is not an address", c.hook.url)
	}
	user := u.User
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	var body io.Reader
	signed := c.Form
	if c.Method == http.MethodGet {
		u.RawQuery = strings.TrimPrefix(u.RawQuery+"&"+c.Form.Encode(), "&")
		signed = nil
	} else {
		body = strings.NewReader(c.Form.Encode())
	}
	c.URL = u.String()
	req, err := http.NewRequestWithContext(ctx, c.Method, c.URL, body)
	if err != nil {
		return nil, err
	}
	if user != nil {
		password, _ := user.Password()
		req.SetBasicAuth(user.Username(), password)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	}
	req.Header.Set("User-Agent", "TwilioProxy/1.1")
	req.Header.Set("I-Twilio-Idempotency-Token", c.token)
	req.Header.Set("X-Twilio-Signature", webhook.Sign(s.AuthToken(), signedURL(u, c.hook.voice), signed))
	return req, nil
}

// signedURL leaves out the port of an https address when it is about a call.
// https://www.twilio.com/docs/usage/security
func signedURL(u *url.URL, voice bool) string {
	if !voice || u.Scheme != "https" || u.Port() == "" {
		return u.String()
	}
	bare := *u
	bare.Host = strings.TrimSuffix(u.Host, ":"+u.Port())
	return bare.String()
}

// hookToken is another for each event.
func (s *Sim) hookToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	id := digest("token", s.serial)
	return strings.Join([]string{id[:8], id[8:12], id[12:16], id[16:20], id[20:]}, "-")
}

// hookTransport reaches the application in memory, or on this machine.
type hookTransport struct{ sim *Sim }

func (t hookTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if h := t.sim.handlerFor(req.URL.String()); h != nil {
		return serveInMemory(h, req)
	}
	host := req.URL.Hostname()
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("nobody answers at %s: give the application to sim.Handle, or use a loopback address", req.URL.Host)
	}
	return t.sim.outside.RoundTrip(req)
}

// serveInMemory calls a handler as a server does.
func serveInMemory(h http.Handler, req *http.Request) (resp *http.Response, err error) {
	in := req.Clone(req.Context())
	in.RequestURI, in.Host, in.RemoteAddr = req.URL.RequestURI(), req.URL.Host, "127.0.0.1:0"
	if in.URL, err = url.ParseRequestURI(in.RequestURI); err != nil {
		return nil, err
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	if req.URL.Scheme == "https" {
		in.TLS = &tls.ConnectionState{Version: tls.VersionTLS13, HandshakeComplete: true, ServerName: req.URL.Hostname()}
	}
	defer func() {
		if cause := recover(); cause != nil {
			resp, err = nil, fmt.Errorf("the application panicked: %v", cause)
		}
	}()
	w := &hookWriter{header: http.Header{}}
	h.ServeHTTP(w, in)
	if err := req.Context().Err(); err != nil {
		return nil, err // nobody waits for the answer any more
	}
	w.WriteHeader(http.StatusOK) // unless it has been
	return w.response(req), nil
}
