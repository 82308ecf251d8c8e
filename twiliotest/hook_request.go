package twiliotest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Twilio's limits for an application. https://www.twilio.com/docs/usage/webhooks
const (
	hookTimeout   = 15 * time.Second
	maxHookAnswer = 64 << 10 // bytes
	maxRedirects  = 10
)

var (
	errNoAnswer         = fmt.Errorf("no answer within 15 seconds: %w", context.DeadlineExceeded)
	errTooManyRedirects = errors.New("more than 10 redirects")
	errClosed           = errors.New("the simulator is closed")
)

// call makes one request to the application, signed, and keeps it.
func (s *Sim) call(h *hook, form url.Values) *Callback {
	return s.attempt(Callback{Method: cmp.Or(h.method, http.MethodPost), Form: form, hook: h, token: s.hookToken()})
}

// attempt keeps a request in the order in which they are begun; [Sim.Callbacks]
// leaves it out until it is over.
func (s *Sim) attempt(c Callback) *Callback {
	kept, began := s.beginCallback(&c), s.Clock.stopwatch()
	c.Err = s.exchange(&c)
	if c.Took = s.Clock.stopwatch().Sub(began); c.Err == nil && c.Took > hookTimeout {
		c.Err = errNoAnswer
	}
	if c.Err != nil {
		c.Status, c.Type, c.Body = 0, "", ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	*kept = c
	s.emit(EventCallback, strconv.Itoa(c.ID), "")
	return &c
}

// beginCallback keeps a request to the application as one that is under way.
func (s *Sim) beginCallback(c *Callback) (kept *Callback) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.At, c.ID, c.About, c.URL = s.Clock.Now(), s.ids.next(&s.ids.callback), aboutOf(c.Form), shown(c.hook.url)
	begun := *c
	begun.underWay = true
	s.callbacks = append(s.callbacks, &begun)
	s.emit(EventCallback, strconv.Itoa(c.ID), "")
	return &begun
}

// exchange asks, and follows redirects: the four that Twilio follows become a GET
// without parameters. https://www.twilio.com/docs/api/errors/11216
func (s *Sim) exchange(c *Callback) error {
	at, err := url.Parse(c.hook.url)
	if err != nil || at.Host == "" {
		return errors.New("the address of the webhook cannot be read")
	}
	ctx, cancel := context.WithTimeoutCause(s.hookContext, hookTimeout, errNoAnswer)
	defer cancel()
	method, form := c.Method, c.Form
	return follow(ctx, at, func(at *url.URL) (*url.URL, error) {
		next, err := s.hop(ctx, c, method, at, form)
		method, form = http.MethodGet, nil
		return next, err
	})
}

// follow visits an address and where it leads, until it leads nowhere else. The error is the
// cause of the end of ctx when that has ended.
func follow(ctx context.Context, at *url.URL, visit func(at *url.URL) (next *url.URL, err error)) error {
	for range 1 + maxRedirects {
		next, err := visit(at)
		if err != nil && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil || next == nil {
			return err
		}
		at = next
	}
	return errTooManyRedirects
}

// authorize sends the user of an address as Basic auth, nil for none.
func authorize(req *http.Request, user *url.Userinfo) {
	if user != nil {
		password, _ := user.Password()
		req.SetBasicAuth(user.Username(), password)
	}
}

// hop makes one request, and keeps its answer, unless that leads elsewhere.
func (s *Sim) hop(ctx context.Context, c *Callback, method string, at *url.URL, form url.Values) (next *url.URL, err error) {
	req, err := s.hookRequest(ctx, c, method, at, form)
	if err != nil {
		return nil, err
	}
	if c.at == nil {
		c.URL, c.Signature = req.URL.String(), req.Header.Get("X-Twilio-Signature")
		c.SignedURL = signedURL(req.URL, c.hook.voice && !c.hook.json)
	}
	c.at = at
	resp, err := s.reachWith(req, c.hook.cookies)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if next := redirected(resp, at); next != nil {
		return next, nil
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxHookAnswer+1))
	c.Status, c.Type, c.Body = resp.StatusCode, resp.Header.Get("Content-Type"), string(body)
	return nil, err
}

// reachWith is reach with the cookies that the application has set before.
func (s *Sim) reachWith(req *http.Request, cookies http.CookieJar) (*http.Response, error) {
	if cookies == nil {
		return s.reach(req)
	}
	for _, cookie := range cookies.Cookies(req.URL) {
		req.AddCookie(cookie)
	}
	resp, err := s.reach(req)
	if err == nil {
		cookies.SetCookies(req.URL, resp.Cookies())
	}
	return resp, err
}

// redirected returns where an answer leads, nil for one that Twilio does not follow.
func redirected(resp *http.Response, from *url.URL) *url.URL {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect:
	default:
		return nil
	}
	location := resp.Header.Get("Location")
	to, err := from.Parse(location)
	if err != nil || location == "" || to.Scheme != "https" && to.Scheme != "http" || to.Host == "" {
		return nil
	}
	return to
}

// hookRequest builds a request as Twilio does: the fragment of the address stays
// behind, its user becomes Basic auth, and neither is signed.
func (s *Sim) hookRequest(ctx context.Context, c *Callback, method string, at *url.URL, form url.Values) (*http.Request, error) {
	u := *at
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	if u.Path == "" {
		u.Path = "/" // as it is asked for
	}
	if c.hook.json && method != http.MethodGet {
		return s.hookJSON(ctx, c, method, at, &u, form)
	}
	var body io.Reader
	signed := form
	if method == http.MethodGet {
		u.RawQuery = joinQueries(u.RawQuery, form.Encode())
		signed = nil
	} else {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), body)
	if err != nil {
		return nil, err
	}
	authorize(req, at.User)
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	}
	req.Header.Set("User-Agent", "TwilioProxy/1.1")
	req.Header.Set("I-Twilio-Idempotency-Token", c.token)
	s.sign(req.Header, s.tokenOf(cmp.Or(c.Form.Get("AccountSid"), c.Form.Get("AccountSID"))), signedURL(&u, c.hook.voice), signed)
	return req, nil
}

// hookJSON builds a request with a JSON body, whose hash is signed as a part of the
// address. https://www.twilio.com/docs/usage/security
func (s *Sim) hookJSON(ctx context.Context, c *Callback, method string, at, asked *url.URL, form url.Values) (*http.Request, error) {
	object := map[string]string{}
	for name := range form {
		object[name] = form.Get(name)
	}
	body, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	address, header := s.signBody(s.tokenOf(c.Form.Get("account_sid")), asked.String(), body)
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header = header
	authorize(req, at.User)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "TwilioProxy/1.1")
	req.Header.Set("I-Twilio-Idempotency-Token", c.token)
	return req, nil
}

func joinQueries(own, added string) string {
	if own == "" || added == "" {
		return own + added
	}
	return own + "&" + added
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
	id := s.digest("token", s.serial)
	return strings.Join([]string{id[:8], id[8:12], id[12:16], id[16:20], id[20:]}, "-")
}
