package twilio_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// oddLists are lists as no documentation shows them. In each one other is another
// item than mine, which is the one that the create made.
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
		{name: "nothing", pages: [][]any{{}}, want: "not seen"},
		{name: "it alone", pages: [][]any{{mine}}, want: "found"},
		{name: "a stranger's", pages: [][]any{{stranger}}, want: "not seen"},
		{name: "null", pages: [][]any{{nil}}, want: "unknown"},
		{name: "null and it", pages: [][]any{{nil, mine}}, want: "unknown"},
		{name: "it and null", pages: [][]any{{mine, nil}}, want: "unknown"},
		{name: "a number and it", pages: [][]any{{7, mine}}, want: "unknown"},
		{name: "a text and it", pages: [][]any{{"SM", mine}}, want: "unknown"},
		{name: "a list and it", pages: [][]any{{[]any{}, mine}}, want: "unknown"},
		{name: "an empty object", pages: [][]any{{fields{}}}, want: "unknown"},
		{name: "null on another page", pages: [][]any{{stranger}, {nil}}, want: "unknown"},
		{name: "two", pages: [][]any{{other, mine}}, want: "ambiguous"},
		{name: "one twice", pages: [][]any{{mine}, {mine}}, want: "found"},
		{name: "it behind an old one", pages: [][]any{{old, mine}}, want: "found"},
		{name: "it on the page behind an old one", pages: [][]any{{stranger, old}, {mine}}, want: "found"},
		{name: "it on the page behind one that cannot be read", pages: [][]any{{old, stranger.with("date_created", nil)}, {mine}}, want: "found"},
		{name: "it behind an empty page", pages: [][]any{{}, {mine}}, want: "found"},
		{name: "an old page ends the reading", pages: [][]any{{old, old.with("sid", k.sid(3))}, {nil}}, want: "not seen"},
		{name: "40 s late", pages: [][]any{{mine.at(41 * time.Second)}}, want: "ambiguous"},
		{name: "60 s late", pages: [][]any{{mine.at(61 * time.Second)}}, want: "ambiguous"},
		{name: "a day late", pages: [][]any{{mine.at(24 * time.Hour)}}, want: "ambiguous"},
		{name: "in time, and another a day later", pages: [][]any{{other.at(24 * time.Hour), mine}}, want: "found"},
		{name: "in time, and an unreadable one a day later", pages: [][]any{{other.at(24*time.Hour).with("direction", nil), mine}}, want: "found"},
		{name: "10 min early", pages: [][]any{{mine.at(-10 * time.Minute)}}, want: "ambiguous"},
		{name: "two days early", pages: [][]any{{old}}, want: "not seen"},
		{name: "two days early and unreadable", pages: [][]any{{old.with("direction", nil, "sid", 7)}}, want: "not seen"},
		{name: "answered by another way", pages: [][]any{{mine.with("direction", "inbound")}}, want: "not seen"},
		{name: "in another order", pages: [][]any{{old}, {mine}}, want: "not seen"}, // a whole page that is older ends the reading
	}
	rows[len(rows)-1] = row{name: "an old one between", pages: [][]any{{stranger, old, mine}}, want: "found"}
	for name, value := range map[string]any{
		"missing": without{}, "null": nil, "a number": 20260414, "odd": "yesterday", "empty": "", "a list": []any{"x"}, "an object": fields{}, "true": true,
	} {
		for _, field := range []string{"date_created", "direction", "to", "sid"} {
			if field == "to" && name == "odd" {
				continue // another recipient
			}
			rows = append(rows,
				row{name: "its " + field + " is " + name, pages: [][]any{{mine.with(field, value)}}, want: "unknown"},
				row{name: "behind one whose " + field + " is " + name, pages: [][]any{{other.with(field, value), mine}}, want: "unknown"},
				row{name: "before one whose " + field + " is " + name, pages: [][]any{{mine}, {other.with(field, value)}}, want: "unknown"},
				row{name: "late, its " + field + " is " + name, pages: [][]any{{mine.at(time.Minute).with(field, value)}}, want: "unknown"},
			)
			if field != "to" {
				rows = append(rows, row{name: "behind a stranger's whose " + field + " is " + name, pages: [][]any{{stranger.with(field, value), mine}}, want: "found"})
			}
		}
		if name != "odd" {
			rows = append(rows, row{name: "its from is " + name, pages: [][]any{{mine.with("from", value)}}, want: "unknown"})
		}
	}
	for _, sid := range []string{"SM1", k.sid(1) + " ", k.sid(1)[:33] + "\n", "AC" + k.sid(1)[2:], `SM\u000a000000000000000000000000000`, k.sid(1) + k.sid(2)} {
		rows = append(rows, row{name: "its sid is " + strconv.Quote(sid), pages: [][]any{{mine.with("sid", sid)}}, want: "unknown"})
	}
	for _, date := range []string{"Mon, 01 Jan 0001 00:00:00 +0000", "Thu, 01 Jan 1970 00:00:00 +0000", "2026-13-45T00:00:00Z", "0"} {
		rows = append(rows, row{name: "its date is " + date, pages: [][]any{{mine.with("date_created", date)}}, want: "unknown"})
	}
	for _, layout := range []string{ // none of them says the second
		time.DateOnly, "2006-01-02Z07:00", " 2006-01-02 ", "2006-01-02 UTC", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15Z", "2006-01", "2006",
		"02 Jan 2006", "Mon, 02 Jan 2006", "Mon, 02 Jan 2006 15:04 -0700", "01/02/2006", "20060102", time.Kitchen, "2006-01-02T15:04:05 PST", time.ANSIC,
	} {
		rough := when(mine).Format(layout)
		rows = append(rows,
			row{name: "its date is " + rough, pages: [][]any{{mine.with("date_created", rough)}}, want: "unknown"},
			row{name: "behind one whose date is " + rough, pages: [][]any{{other.with("date_created", rough), mine}}, want: "unknown"},
			row{name: "on the page behind one whose date is " + rough, pages: [][]any{{stranger.with("date_created", rough)}, {mine}}, want: "found"},
			row{name: "its date in other letters is " + rough, pages: [][]any{{json.RawMessage(strings.Replace(string(mine.with("date_created", rough).and("x", 1)), "date_created", "Date_Created", 1))}}, want: "unknown"},
		)
	}
	for _, layout := range []string{time.RFC3339, time.RFC3339Nano, time.DateTime, " 2006-01-02T15:04:05Z07:00 ", "2006-01-02 15:04:05 -0700 UTC", "Mon, 02 Jan 2006 15:04:05 GMT", "Mon, 02 Jan 2006 15:04:05 -0700 (UTC)", "\n" + time.RFC1123Z} {
		rows = append(rows, row{name: "its date is " + layout, pages: [][]any{{mine.with("date_created", when(mine).Format(layout))}}, want: "found"})
	}
	for _, name := range []string{"sid", "SID", "ſid", "to", "To", "from", "FROM", "direction", "Direction", "date_created", "Date_Created", "date_updated"} {
		for shown, value := range map[string]any{"null": nil, "odd": "odd", "the same": mine[strings.ToLower(name)]} {
			twice := mine.with("date_updated", nil).and(name, value)
			rows = append(rows,
				row{name: "it has another " + name + ", " + shown, pages: [][]any{{twice}}, want: "unknown"},
				row{name: "behind one that has another " + name + ", " + shown, pages: [][]any{{other.with("date_updated", nil).and(name, value), mine}}, want: "unknown"},
				row{name: "on a page before it one has another " + name + ", " + shown, pages: [][]any{{old.with("date_updated", nil).and(name, value)}, {mine}}, want: "unknown"},
			)
		}
	}
	rows = append(rows, row{name: "something within it stands twice", pages: [][]any{{mine.and("subresource_uris", json.RawMessage(`{"media":"/a","media":"/b"}`))}}, want: "found"})
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
		{name: "accepted", status: http.StatusAccepted},
		{name: "created", status: http.StatusCreated},
		{name: "from other hands", status: http.StatusNonAuthoritativeInfo},
		{name: "no content", status: http.StatusNoContent},
		{name: "a part", status: http.StatusPartialContent},
		{name: "several", status: http.StatusMultiStatus},
		{name: "used", status: http.StatusIMUsed},
		{name: "an empty list beside it", status: http.StatusOK, edit: replace(`{`, `{"messages":[],`)},
		{name: "an empty list behind it", status: http.StatusOK, edit: replace(`,"next_page_uri":null`, `,"next_page_uri":null,"messages":[]`)},
		{name: "an empty list in capitals", status: http.StatusOK, edit: replace(`,"next_page_uri":null`, `,"next_page_uri":null,"MESSAGES":[]`)},
		{name: "null behind it", status: http.StatusOK, edit: replace(`,"next_page_uri":null`, `,"next_page_uri":null,"Messages":null`)},
		{name: "a list of another name", status: http.StatusOK, edit: replace(`"messages"`, `"Messages"`)},
		{name: "a link of another name", status: http.StatusOK, edit: replace(`"next_page_uri"`, `"Next_Page_Uri"`)},
		{name: "two links", status: http.StatusOK, edit: replace(`{`, `{"next_page_uri":"/2010-04-01/Accounts/`+testAccount+`/Messages.json?Page=1",`)},
		{name: "a link in meta", status: http.StatusOK, edit: replace(`{`, `{"meta":{"next_page_url":"/2010-04-01/Accounts/`+testAccount+`/Messages.json?Page=1"},`)},
		{name: "a link that is false", status: http.StatusOK, edit: replace(`"next_page_uri":null`, `"next_page_uri":false`)},
		{name: "a link that is 0", status: http.StatusOK, edit: replace(`"next_page_uri":null`, `"next_page_uri":0`)},
		{name: "a link that is an object", status: http.StatusOK, edit: replace(`"next_page_uri":null`, `"next_page_uri":{}`)},
		{name: "a link that is blank", status: http.StatusOK, edit: replace(`"next_page_uri":null`, `"next_page_uri":" "`)},
		{name: "no link", status: http.StatusOK, edit: replace(`,"next_page_uri":null`, ``)},
		{name: "no list", status: http.StatusOK, edit: replace(`"messages"`, `"calls"`)},
		{name: "a list of lists", status: http.StatusOK, edit: func(body string) string { return "[" + body + "]" }},
		{name: "half of it", status: http.StatusOK, edit: func(body string) string { return body[:len(body)-1] }},
		{name: "two of them", status: http.StatusOK, edit: func(body string) string { return body + body }},
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
		{name: "another text", page: []any{other}, want: "ambiguous"},
		{name: "another text, and it", page: []any{other, mine}, want: "found"},
		{name: "another text, 45 s late", page: []any{other.at(45 * time.Second)}, want: "ambiguous"},
		{name: "another text, a minute late", page: []any{other.at(time.Minute)}, want: "ambiguous"},
		{name: "another text, two minutes late", page: []any{other.at(2 * time.Minute)}, want: "not seen"},
		{name: "another text, two minutes early", page: []any{other.at(-2 * time.Minute)}, want: "not seen"},
		{name: "another text without a date, and it", page: []any{other.with("date_created", nil), mine}, want: "found"},
		{name: "another text without a direction, and it", page: []any{other.with("direction", nil), mine}, want: "found"},
		{name: "another text without a date", page: []any{other.with("date_created", nil)}, want: "unknown"},
		{name: "no text", page: []any{mine.with("body", "")}, want: "ambiguous"},
		{name: "a text that is null", page: []any{mine.with("body", nil)}, want: "ambiguous"},
		{name: "no text, late", page: []any{mine.with("body", "").at(time.Minute)}, want: "ambiguous"},
		{name: "media that are null", page: []any{mine.with("num_media", nil)}, want: "found"},
		{name: "a file", page: []any{mine.with("num_media", "1")}, want: "ambiguous"},
		{name: "an answer to a webhook", page: []any{mine.with("direction", "outbound-reply")}, want: "not seen"},
		{name: "of a call", page: []any{mine.with("direction", "outbound-call")}, want: "not seen"},
		{name: "a direction of the future", page: []any{mine.with("direction", "outbound-broadcast")}, want: "unknown"},
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

// TestReconcileReadsWithinBounds: a list that leads in a circle, or goes on for ever, was not
// read whole.
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
	return responseTo(req, http.StatusOK, strings.NewReader(`{"messages":[],"next_page_uri":"`+req.URL.Path+`?Page=`+string(next)+`"}`), nil), nil
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
