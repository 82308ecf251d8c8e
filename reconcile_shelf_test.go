package twilio_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// handClock moves when somebody sleeps. Its step is how far the client's clock was
// set forward or back since the beginning, which moves nothing else.
type handClock struct {
	mu   sync.Mutex
	now  time.Time
	step time.Duration
}

func newHandClock() *handClock {
	return &handClock{now: time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)}
}

// Now is the client's time.
func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now.Add(c.step)
}

// Sleep moves the clock by d.
func (c *handClock) Sleep(ctx context.Context, d time.Duration) error {
	c.advance(d)
	return ctx.Err()
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// set moves the client's clock and not Twilio's.
func (c *handClock) set(step time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.step = step
}

// twilioTime is the time on Twilio's clock.
func (c *handClock) twilioTime() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// shelf answers every list with the same pages, and loses creates.
type shelf struct {
	clock *handClock
	key   string
	pages [][]any
	date  func() string // "" for none

	mu     sync.Mutex
	lists  []*http.Request
	extra  http.Header              // of the answers to lists
	status int                      // of the answers to lists
	edit   func(body string) string // changes their bodies, nil leaves them as they are
}

func newShelf(key string) *shelf {
	s := &shelf{clock: newHandClock(), key: key, extra: http.Header{}, status: http.StatusOK}
	s.date = func() string { return s.clock.twilioTime().UTC().Format(http.TimeFormat) }
	return s
}

// RoundTrip shows the page that the query names.
func (s *shelf) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodGet {
		_, _ = io.Copy(io.Discard, req.Body)
		return nil, errors.New("connection reset")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lists = append(s.lists, req)
	n, _ := strconv.Atoi(req.URL.Query().Get("Page"))
	page := map[string]any{s.key: []any{}, "next_page_uri": nil}
	if n < len(s.pages) {
		page[s.key] = s.pages[n]
	}
	if n+1 < len(s.pages) {
		page["next_page_uri"] = req.URL.Path + "?Page=" + strconv.Itoa(n+1)
	}
	body, err := json.Marshal(page)
	if err != nil {
		return nil, err
	}
	text := string(body)
	if s.edit != nil {
		text = s.edit(text)
	}
	resp := responseTo(req, s.status, strings.NewReader(text), nil)
	resp.Header = s.extra.Clone()
	if date := s.date(); date != "" {
		resp.Header.Set("Date", date)
	}
	return resp, nil
}

func (s *shelf) client(t *testing.T, opts ...twilio.Option) *twilio.Client {
	t.Helper()
	client, err := twilio.New(testAccount, twilio.AuthToken(testToken),
		append([]twilio.Option{twilio.WithHTTPClient(&http.Client{Transport: s}), twilio.WithClock(s.clock)}, opts...)...)
	require.NoError(t, err)
	return client
}

// evidence is that of a create which took a second and has just ended.
func (s *shelf) evidence(op string) *twilio.OutcomeUnknownError {
	now := s.clock.Now()
	return &twilio.OutcomeUnknownError{Op: op, AccountSID: testAccount, Started: now.Add(-time.Second), Ended: now, Err: io.ErrUnexpectedEOF}
}

type fields map[string]any

// without marks a field that is missing.
type without struct{}

// with returns the item with other fields.
func (f fields) with(name string, value any, more ...any) fields {
	changed := fields{}
	for k, v := range f {
		changed[k] = v
	}
	pairs := append([]any{name, value}, more...)
	for i := 0; i < len(pairs); i += 2 {
		key, _ := pairs[i].(string)
		if changed[key] = pairs[i+1]; pairs[i+1] == (without{}) {
			delete(changed, key)
		}
	}
	return changed
}

// at is the item as if it had been created later by d.
func (f fields) at(d time.Duration) fields {
	text, _ := f["date_created"].(string)
	created, err := time.Parse(time.RFC1123Z, text)
	if err != nil {
		return f
	}
	return f.with("date_created", created.Add(d).Format(time.RFC1123Z))
}

// and is the item with one more member behind the others, which may have the name of
// one of them.
func (f fields) and(name string, value any) json.RawMessage {
	item, _ := json.Marshal(f)
	member, _ := json.Marshal(map[string]any{name: value})
	return json.RawMessage(strings.TrimSuffix(string(item), "}") + "," + strings.TrimPrefix(string(member), "{"))
}

func when(item fields) time.Time {
	text, _ := item["date_created"].(string)
	created, _ := time.Parse(time.RFC1123Z, text)
	return created
}

// kind is a kind of resource to reconcile: messages or calls.
type kind struct {
	name, key, op, prefix string
	mine                  func(s *shelf) fields // the resource that the lost create made
	reconcile             func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (sid string, err error)
}

func (k *kind) sid(n int) string { return fmt.Sprintf("%s%032d", k.prefix, n) }

func listed(s *shelf, sid string) fields {
	return fields{
		"sid": sid, "account_sid": testAccount, "direction": "outbound-api", "to": reconcileTo, "from": reconcileFrom,
		"date_created": s.clock.twilioTime().Add(-time.Second).Format(time.RFC1123Z),
	}
}

func kinds() []kind {
	return []kind{
		{
			name: "messages", key: "messages", op: "Messages.Create", prefix: "SM",
			mine: func(s *shelf) fields {
				return listed(s, fmt.Sprintf("SM%032d", 1)).with("body", "Hi", "num_media", "0", "messaging_service_sid", nil)
			},
			reconcile: func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (string, error) {
				msg, err := c.Messages.Reconcile(ctx, reconcileParams("Hi"), unknown, opts...)
				if err != nil {
					return "", err
				}
				return msg.SID, nil
			},
		},
		{
			name: "calls", key: "calls", op: "Calls.Create", prefix: "CA",
			mine: func(s *shelf) fields { return listed(s, fmt.Sprintf("CA%032d", 1)) },
			reconcile: func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (string, error) {
				params := twilio.CallCreateParams{To: reconcileTo, From: reconcileFrom, URL: "https://example.com/voice"}
				call, err := c.Calls.Reconcile(ctx, params, unknown, opts...)
				if err != nil {
					return "", err
				}
				return call.SID, nil
			},
		},
	}
}

// verdictOf names the verdict of a reconciliation, and checks the rules for each verdict.
func verdictOf(t *testing.T, sid string, err error) string {
	t.Helper()
	var ambiguous *twilio.AmbiguousError
	switch {
	case err == nil:
		require.NotEmpty(t, sid)
		return "found"
	case errors.Is(err, twilio.ErrNotSeen):
		require.NotErrorIs(t, err, twilio.ErrOutcomeUnknown)
		return "not seen"
	}
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	require.NotErrorIs(t, err, twilio.ErrNotSent)
	if errors.As(err, &ambiguous) {
		require.NotEmpty(t, ambiguous.Candidates)
		return "ambiguous"
	}
	require.Contains(t, err.Error(), ": outcome still unknown, for the search failed: ")
	return "unknown"
}
