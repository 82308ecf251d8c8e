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

	"github.com/stretchr/testify/assert"
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

// twilioTime is the time by Twilio's clock.
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
	resp := cannedResponse(req, s.status, strings.NewReader(text), nil)
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

// kind is a kind of resource that is reconciled: messages or calls.
type kind struct {
	name, key, op, prefix string
	mine                  func(s *shelf) fields // made by the lost create
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
			"messages", "messages", "Messages.Create", "SM",
			func(s *shelf) fields {
				return listed(s, fmt.Sprintf("SM%032d", 1)).with("body", "Hi", "num_media", "0", "messaging_service_sid", nil)
			},
			func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (string, error) {
				msg, err := c.Messages.Reconcile(ctx, reconcileParams("Hi"), unknown, opts...)
				if err != nil {
					return "", err
				}
				return msg.SID, nil
			},
		},
		{
			"calls", "calls", "Calls.Create", "CA",
			func(s *shelf) fields { return listed(s, fmt.Sprintf("CA%032d", 1)) },
			func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (string, error) {
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

// verdictOf names the verdict of a reconciliation, and checks the error that goes with it.
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

// oddLists are lists as no documentation shows them. In each one other is another
// item than mine, which the create made.
func oddLists(k *kind, mine, other fields) []struct {
	name  string
	pages [][]any
	want  string
} {
	type row = struct {
		name  string
		pages [][]any
		want  string
	}
	stranger := other.with("to", "+14155550199")
	old := other.at(-48 * time.Hour)
	rows := []row{
		{"nothing", [][]any{{}}, "not seen"},
		{"it alone", [][]any{{mine}}, "found"},
		{"a stranger's", [][]any{{stranger}}, "not seen"},
		{"null", [][]any{{nil}}, "unknown"},
		{"null and it", [][]any{{nil, mine}}, "unknown"},
		{"it and null", [][]any{{mine, nil}}, "unknown"},
		{"a number and it", [][]any{{7, mine}}, "unknown"},
		{"a text and it", [][]any{{"SM", mine}}, "unknown"},
		{"a list and it", [][]any{{[]any{}, mine}}, "unknown"},
		{"an empty object", [][]any{{fields{}}}, "unknown"},
		{"null on another page", [][]any{{stranger}, {nil}}, "unknown"},
		{"two", [][]any{{other, mine}}, "ambiguous"},
		{"one twice", [][]any{{mine}, {mine}}, "found"},
		{"it behind an old one", [][]any{{old, mine}}, "found"},
		{"it on the page behind an old one", [][]any{{stranger, old}, {mine}}, "found"},
		{"it on the page behind one that cannot be read", [][]any{{old, stranger.with("date_created", nil)}, {mine}}, "found"},
		{"it behind an empty page", [][]any{{}, {mine}}, "found"},
		{"an old page ends the reading", [][]any{{old, old.with("sid", k.sid(3))}, {nil}}, "not seen"},
		{"40 s late", [][]any{{mine.at(41 * time.Second)}}, "ambiguous"},
		{"60 s late", [][]any{{mine.at(61 * time.Second)}}, "ambiguous"},
		{"a day late", [][]any{{mine.at(24 * time.Hour)}}, "ambiguous"},
		{"in time, and another a day later", [][]any{{other.at(24 * time.Hour), mine}}, "found"},
		{"in time, and an unreadable one a day later", [][]any{{other.at(24*time.Hour).with("direction", nil), mine}}, "found"},
		{"10 min early", [][]any{{mine.at(-10 * time.Minute)}}, "ambiguous"},
		{"two days early", [][]any{{old}}, "not seen"},
		{"two days early and unreadable", [][]any{{old.with("direction", nil, "sid", 7)}}, "not seen"},
		{"answered by another way", [][]any{{mine.with("direction", "inbound")}}, "not seen"},
		{"in another order", [][]any{{old}, {mine}}, "not seen"}, // a whole page that is older ends the reading
	}
	rows[len(rows)-1] = row{"an old one between", [][]any{{stranger, old, mine}}, "found"}
	for name, value := range map[string]any{
		"missing": without{}, "null": nil, "a number": 20260414, "odd": "yesterday", "empty": "", "a list": []any{"x"}, "an object": fields{}, "true": true,
	} {
		for _, field := range []string{"date_created", "direction", "to", "sid"} {
			if field == "to" && name == "odd" {
				continue // another recipient
			}
			rows = append(rows,
				row{"its " + field + " is " + name, [][]any{{mine.with(field, value)}}, "unknown"},
				row{"behind one whose " + field + " is " + name, [][]any{{other.with(field, value), mine}}, "unknown"},
				row{"before one whose " + field + " is " + name, [][]any{{mine}, {other.with(field, value)}}, "unknown"},
				row{"late, its " + field + " is " + name, [][]any{{mine.at(time.Minute).with(field, value)}}, "unknown"},
			)
			if field != "to" {
				rows = append(rows, row{"behind a stranger's whose " + field + " is " + name, [][]any{{stranger.with(field, value), mine}}, "found"})
			}
		}
		if name != "odd" {
			rows = append(rows, row{"its from is " + name, [][]any{{mine.with("from", value)}}, "unknown"})
		}
	}
	for _, sid := range []string{"SM1", k.sid(1) + " ", k.sid(1)[:33] + "\n", "AC" + k.sid(1)[2:], `SM\u000a000000000000000000000000000`, k.sid(1) + k.sid(2)} {
		rows = append(rows, row{"its sid is " + strconv.Quote(sid), [][]any{{mine.with("sid", sid)}}, "unknown"})
	}
	for _, date := range []string{"Mon, 01 Jan 0001 00:00:00 +0000", "Thu, 01 Jan 1970 00:00:00 +0000", "2026-13-45T00:00:00Z", "0"} {
		rows = append(rows, row{"its date is " + date, [][]any{{mine.with("date_created", date)}}, "unknown"})
	}
	for _, layout := range []string{ // none of them says the second
		time.DateOnly, "2006-01-02Z07:00", " 2006-01-02 ", "2006-01-02 UTC", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15Z", "2006-01", "2006",
		"02 Jan 2006", "Mon, 02 Jan 2006", "Mon, 02 Jan 2006 15:04 -0700", "01/02/2006", "20060102", time.Kitchen, "2006-01-02T15:04:05 PST", time.ANSIC,
	} {
		rough := when(mine).Format(layout)
		rows = append(rows,
			row{"its date is " + rough, [][]any{{mine.with("date_created", rough)}}, "unknown"},
			row{"behind one whose date is " + rough, [][]any{{other.with("date_created", rough), mine}}, "unknown"},
			row{"on the page behind one whose date is " + rough, [][]any{{stranger.with("date_created", rough)}, {mine}}, "found"},
			row{"its date in other letters is " + rough, [][]any{{json.RawMessage(strings.Replace(string(mine.with("date_created", rough).and("x", 1)), "date_created", "Date_Created", 1))}}, "unknown"},
		)
	}
	for _, layout := range []string{time.RFC3339, time.RFC3339Nano, time.DateTime, " 2006-01-02T15:04:05Z07:00 ", "2006-01-02 15:04:05 -0700 UTC", "Mon, 02 Jan 2006 15:04:05 GMT", "Mon, 02 Jan 2006 15:04:05 -0700 (UTC)", "\n" + time.RFC1123Z} {
		rows = append(rows, row{"its date is " + layout, [][]any{{mine.with("date_created", when(mine).Format(layout))}}, "found"})
	}
	for _, name := range []string{"sid", "SID", "ſid", "to", "To", "from", "FROM", "direction", "Direction", "date_created", "Date_Created", "date_updated"} {
		for shown, value := range map[string]any{"null": nil, "odd": "odd", "the same": mine[strings.ToLower(name)]} {
			twice := mine.with("date_updated", nil).and(name, value)
			rows = append(rows,
				row{"it has another " + name + ", " + shown, [][]any{{twice}}, "unknown"},
				row{"behind one that has another " + name + ", " + shown, [][]any{{other.with("date_updated", nil).and(name, value), mine}}, "unknown"},
				row{"on a page before it one has another " + name + ", " + shown, [][]any{{old.with("date_updated", nil).and(name, value)}, {mine}}, "unknown"},
			)
		}
	}
	rows = append(rows, row{"something within it stands twice", [][]any{{mine.and("subresource_uris", json.RawMessage(`{"media":"/a","media":"/b"}`))}}, "found"})
	return rows
}

func TestReconcileOddLists(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		layout := newShelf(k.key)
		mine := k.mine(layout)
		for _, tt := range oddLists(&k, mine, mine.with("sid", k.sid(2))) {
			t.Run(k.name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				s := newShelf(k.key)
				s.pages = tt.pages
				sid, err := k.reconcile(t.Context(), s.client(t), s.evidence(k.op))
				require.Equal(t, tt.want, verdictOf(t, sid, err), "%v", err)
				if tt.want == "found" {
					assert.Equal(t, k.sid(1), sid)
				}
			})
		}
	}
}

// TestReconcileOddPages: a list that is not the whole one, or not Twilio's own, says
// nothing, whether the message is in it or not.
func TestReconcileOddPages(t *testing.T) {
	t.Parallel()
	k := kinds()[0]
	replace := func(old, replacement string) func(string) string {
		return func(body string) string { return strings.Replace(body, old, replacement, 1) }
	}
	tests := []struct {
		name   string
		status int
		edit   func(string) string
	}{
		{"accepted", http.StatusAccepted, nil},
		{"created", http.StatusCreated, nil},
		{"from other hands", http.StatusNonAuthoritativeInfo, nil},
		{"no content", http.StatusNoContent, nil},
		{"a part", http.StatusPartialContent, nil},
		{"several", http.StatusMultiStatus, nil},
		{"used", http.StatusIMUsed, nil},
		{"an empty list beside it", http.StatusOK, replace(`{`, `{"messages":[],`)},
		{"an empty list behind it", http.StatusOK, replace(`,"next_page_uri":null`, `,"next_page_uri":null,"messages":[]`)},
		{"an empty list in capitals", http.StatusOK, replace(`,"next_page_uri":null`, `,"next_page_uri":null,"MESSAGES":[]`)},
		{"null behind it", http.StatusOK, replace(`,"next_page_uri":null`, `,"next_page_uri":null,"Messages":null`)},
		{"a list of another name", http.StatusOK, replace(`"messages"`, `"Messages"`)},
		{"a link of another name", http.StatusOK, replace(`"next_page_uri"`, `"Next_Page_Uri"`)},
		{"two links", http.StatusOK, replace(`{`, `{"next_page_uri":"/2010-04-01/Accounts/`+testAccount+`/Messages.json?Page=1",`)},
		{"a link in meta", http.StatusOK, replace(`{`, `{"meta":{"next_page_url":"/2010-04-01/Accounts/`+testAccount+`/Messages.json?Page=1"},`)},
		{"a link that is false", http.StatusOK, replace(`"next_page_uri":null`, `"next_page_uri":false`)},
		{"a link that is 0", http.StatusOK, replace(`"next_page_uri":null`, `"next_page_uri":0`)},
		{"a link that is an object", http.StatusOK, replace(`"next_page_uri":null`, `"next_page_uri":{}`)},
		{"a link that is blank", http.StatusOK, replace(`"next_page_uri":null`, `"next_page_uri":" "`)},
		{"no link", http.StatusOK, replace(`,"next_page_uri":null`, ``)},
		{"no list", http.StatusOK, replace(`"messages"`, `"calls"`)},
		{"a list of lists", http.StatusOK, func(body string) string { return "[" + body + "]" }},
		{"half of it", http.StatusOK, func(body string) string { return body[:len(body)-1] }},
		{"two of them", http.StatusOK, func(body string) string { return body + body }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, page := range [][]any{{}, {k.mine(newShelf(k.key))}} {
				s := newShelf(k.key)
				s.pages, s.status, s.edit = [][]any{page}, tt.status, tt.edit
				sid, err := k.reconcile(t.Context(), s.client(t), s.evidence(k.op))
				require.Equal(t, "unknown", verdictOf(t, sid, err), "%v", err)
			}
		})
	}
}

// TestReconcileOddMessages: a message has more that may be odd.
func TestReconcileOddMessages(t *testing.T) {
	t.Parallel()
	k := kinds()[0]
	mine := k.mine(newShelf(k.key))
	other := mine.with("sid", k.sid(2), "body", "Something else")
	tests := []struct {
		name string
		page []any
		want string
	}{
		{"another text", []any{other}, "ambiguous"},
		{"another text, and it", []any{other, mine}, "found"},
		{"another text, 45 s late", []any{other.at(45 * time.Second)}, "ambiguous"},
		{"another text, a minute late", []any{other.at(time.Minute)}, "ambiguous"},
		{"another text, two minutes late", []any{other.at(2 * time.Minute)}, "not seen"},
		{"another text, two minutes early", []any{other.at(-2 * time.Minute)}, "not seen"},
		{"another text without a date, and it", []any{other.with("date_created", nil), mine}, "found"},
		{"another text without a direction, and it", []any{other.with("direction", nil), mine}, "found"},
		{"another text without a date", []any{other.with("date_created", nil)}, "unknown"},
		{"no text", []any{mine.with("body", "")}, "ambiguous"},
		{"a text that is null", []any{mine.with("body", nil)}, "ambiguous"},
		{"no text, late", []any{mine.with("body", "").at(time.Minute)}, "ambiguous"},
		{"media that are null", []any{mine.with("num_media", nil)}, "found"},
		{"a file", []any{mine.with("num_media", "1")}, "ambiguous"},
		{"an answer to a webhook", []any{mine.with("direction", "outbound-reply")}, "not seen"},
		{"of a call", []any{mine.with("direction", "outbound-call")}, "not seen"},
		{"a direction of the future", []any{mine.with("direction", "outbound-broadcast")}, "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(k.key)
			s.pages = [][]any{tt.page}
			sid, err := k.reconcile(t.Context(), s.client(t), s.evidence(k.op))
			require.Equal(t, tt.want, verdictOf(t, sid, err), "%v", err)
		})
	}
}

// TestReconcileReadsWithinBounds: a list that leads in a circle, or goes on for ever, was
// not read whole.
func TestReconcileReadsWithinBounds(t *testing.T) {
	t.Parallel()
	k := kinds()[0]
	s := newShelf(k.key)
	stranger := k.mine(s).with("to", "+14155550199")
	for range 60 {
		s.pages = append(s.pages, []any{stranger})
	}
	sid, err := k.reconcile(t.Context(), s.client(t), s.evidence(k.op))
	require.Equal(t, "unknown", verdictOf(t, sid, err))
	assert.Len(t, s.lists, 50)

	for _, pages := range []string{"1", "12", "123"} { // each leads to the next, the last one to the first
		circle := &circle{pages: pages}
		client, err := twilio.New(testAccount, twilio.AuthToken(testToken), twilio.WithHTTPClient(&http.Client{Transport: circle}), twilio.WithClock(s.clock))
		require.NoError(t, err)
		sid, err = k.reconcile(t.Context(), client, s.evidence(k.op))
		require.Equal(t, "unknown", verdictOf(t, sid, err))
		assert.Equal(t, len(pages)+1, circle.asked)
	}
}

type circle struct {
	pages string
	asked int
}

func (c *circle) RoundTrip(req *http.Request) (*http.Response, error) {
	c.asked++
	next := c.pages[c.asked%len(c.pages)]
	return cannedResponse(req, http.StatusOK, strings.NewReader(`{"messages":[],"next_page_uri":"`+req.URL.Path+`?Page=`+string(next)+`"}`), nil), nil
}

// TestReconcileAsksPastCaches, for one recipient only where Twilio echoes the address
// as it was sent.
func TestReconcileAsksPastCaches(t *testing.T) {
	t.Parallel()
	for to, query := range map[string]string{
		reconcileTo: "To=%2B14155551234", "415-555-1234": "PageSize=1000", "whatsapp:+525555551234": "PageSize=1000",
	} {
		s := newShelf("messages")
		params := reconcileParams("Hi")
		params.To = to
		_, err := s.client(t).Messages.Reconcile(t.Context(), params, s.evidence("Messages.Create"))
		require.ErrorIs(t, err, twilio.ErrNotSeen)
		require.Len(t, s.lists, 6)
		for _, list := range s.lists {
			assert.Equal(t, "no-cache", list.Header.Get("Cache-Control"))
			assert.Equal(t, query, list.URL.RawQuery)
		}
	}
}
