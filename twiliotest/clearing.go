package twiliotest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Clearing says what [Sim.Clear] takes away.
type Clearing struct {
	Messages bool
	Calls    bool
	Wire     bool // requests to the API and to the application
	Alerts   bool

	Phone  string    // only what concerns this number; "" for all. The wire and the alerts are of no number
	Before time.Time // only what is older; zero for all
}

// Clear forgets what has happened, and returns how many things it has forgotten. What is
// still under way stays: messages that are not delivered yet, calls that go on, requests to
// the application without an answer.
func (s *Sim) Clear(c Clearing) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	cleared := 0
	if c.Messages {
		cleared += s.dropMessages(func(m *message) bool { return c.covers(m.Person(), m.Created) })
	}
	if c.Calls {
		cleared += s.dropCalls(func(one *call) bool { return c.covers(one.Person(), one.Created) })
	}
	if c.Wire && c.Phone == "" {
		cleared += drop(&s.requests, func(r Request) bool { return !r.underWay && c.covers("", r.At) && s.state.goes(EventRequest, r.ID) })
		cleared += drop(&s.callbacks, func(one *Callback) bool {
			return !one.underWay && c.covers("", one.At) && s.state.goes(EventCallback, one.ID)
		})
	}
	if c.Alerts && c.Phone == "" {
		cleared += drop(&s.alerts, func(a *alert) bool { return c.covers("", a.At) && s.state.goes(EventAlert, a.ID) })
	}
	s.emit(EventCleared, "", c.Phone)
	s.notify()
	return cleared
}

func (c Clearing) covers(phone string, at time.Time) bool {
	return (c.Phone == "" || c.Phone == phone) && (c.Before.IsZero() || at.Before(c.Before))
}

// drop takes those out of a list that are to go, and counts them.
func drop[T any](all *[]T, goes func(T) bool) int {
	before := len(*all)
	*all = slices.DeleteFunc(slices.Clone(*all), goes)
	return before - len(*all)
}

// dropMessages forgets messages that are over; s.mu is held.
func (s *Sim) dropMessages(goes func(*message) bool) int {
	var gone []*message
	drop(&s.messages, func(m *message) bool {
		if !m.Status.Final() || !goes(m) {
			return false
		}
		gone = append(gone, m)
		return true
	})
	s.forgetMessages(gone)
	return len(gone)
}

// dropCalls forgets calls that are over; s.mu is held.
func (s *Sim) dropCalls(goes func(*call) bool) int {
	var gone []*call
	drop(&s.calls, func(c *call) bool {
		if !c.Status.Final() || !goes(c) {
			return false
		}
		gone = append(gone, c)
		return true
	})
	s.forgetCalls(gone)
	return len(gone)
}

// CallbackOf returns the request to the application with an ID, which may be under way;
// false when it is not kept.
func (s *Sim) CallbackOf(id int) (Callback, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, found := slices.BinarySearchFunc(s.callbacks, id, func(c *Callback, id int) int { return c.ID - id })
	if !found {
		return Callback{}, false
	}
	return s.callbacks[i].clone(), true
}

// RequestOf returns the request with an ID, false when it is not kept.
func (s *Sim) RequestOf(id int) (Request, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.requestOf(id)
	if r == nil {
		return Request{}, false
	}
	return *r, true
}

var errNotRepeatable = errors.New("twiliotest: the request is not kept, had wrong credentials, or asked for a token")

// RepeatRequest carries a request out once more, with the token of its account, and returns
// the new one: a message is sent again, for example.
func (s *Sim) RepeatRequest(ctx context.Context, id int) (Request, error) {
	kept, _ := s.RequestOf(id)
	s.mu.Lock()
	token := s.tokenFor(kept.Account)
	s.mu.Unlock()
	if token == "" || isTokenRequest(kept.Method, kept.Host, kept.Path) {
		return Request{}, errNotRepeatable
	}
	req, err := kept.again(ctx)
	if err != nil {
		return Request{}, err
	}
	req.SetBasicAuth(kept.Account, token)
	resp, err := s.transport.RoundTrip(req)
	if err != nil {
		return Request{}, fmt.Errorf("twiliotest: the repeated request has no answer: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, resp.Body)
	return s.requestWithSID(resp.Header.Get("Twilio-Request-Id"))
}

// tokenFor is the token of an account, that of the test credentials included; "" when there
// is none. s.mu is held.
func (s *Sim) tokenFor(account string) string {
	if account == s.main.testSID {
		return s.main.testToken
	}
	if a := s.accountOf(account); a != nil {
		return a.token
	}
	return ""
}

// again is the request as a client would send it.
func (r *Request) again(ctx context.Context) (*http.Request, error) {
	address := "https://" + r.Host + ".twilio.com" + r.Path
	if len(r.Query) > 0 {
		address += "?" + r.Query.Encode()
	}
	body, media := r.Form.Encode(), "application/x-www-form-urlencoded"
	if r.JSON != nil {
		body, media = string(r.JSON), "application/json"
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, address, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", media)
	return req, nil
}

func (s *Sim) requestWithSID(sid string) (Request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range slices.Backward(s.requests) {
		if r.SID == sid {
			return r, nil
		}
	}
	return Request{}, errNotRepeatable
}
