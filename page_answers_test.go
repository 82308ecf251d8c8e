package twilio

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPageRefusesListsThatAreNone(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"no list":              `{"next_page_uri":null}`,
		"null list":            `{"messages":null,"next_page_uri":null}`,
		"list of another name": `{"Messages":[],"next_page_uri":null}`,
		"object":               `{"messages":{},"next_page_uri":null}`,
		"text":                 `{"messages":"","next_page_uri":null}`,
		"no link":              `{"messages":[]}`,
		"link is a number":     `{"messages":[],"next_page_uri":1}`,
		"link is false":        `{"messages":[],"next_page_uri":false}`,
		"link is a list":       `{"messages":[],"next_page_uri":[]}`,
		"link is an object":    `{"messages":[],"next_page_uri":{}}`,
		"meta without link":    `{"messages":[],"meta":{}}`,
		"meta is null":         `{"messages":[],"meta":null}`,
		"meta is text":         `{"messages":[],"meta":"next_page_url"}`,
		"meta's is a number":   `{"messages":[],"meta":{"next_page_url":1}}`,
		"list twice":           `{"messages":[],"messages":[{"sid":"SM1"}],"next_page_uri":null}`,
		"list and null":        `{"messages":[{"sid":"SM1"}],"next_page_uri":null,"messages":null}`,
		"list in other case":   `{"messages":[{"sid":"SM1"}],"Messages":[],"next_page_uri":null}`,
		"list in capitals":     `{"MESSAGES":[],"messages":[{"sid":"SM1"}],"next_page_uri":null}`,
		"list with a long s":   `{"messages":[{"sid":"SM1"}],"meſſages":[],"next_page_uri":null}`,
		"list with an escape":  `{"messages":[{"sid":"SM1"}],"\u006dessages":[],"next_page_uri":null}`,
		"link twice":           `{"messages":[],"next_page_uri":"` + secondPage + `","next_page_uri":null}`,
		"same link twice":      `{"messages":[],"next_page_uri":null,"next_page_uri":null}`,
		"link in other case":   `{"messages":[],"next_page_uri":null,"Next_Page_URI":"` + secondPage + `"}`,
		"link in capitals":     `{"messages":[],"NEXT_PAGE_URI":null}`,
		"link is zero":         `{"messages":[],"next_page_uri":0}`,
		"link is true":         `{"messages":[],"next_page_uri":true}`,
		"link is blank":        `{"messages":[],"next_page_uri":" "}`,
		"meta twice":           `{"messages":[],"meta":{"next_page_url":"` + secondPage + `"},"meta":{"next_page_url":null}}`,
		"meta in other case":   `{"messages":[],"meta":{"next_page_url":null},"Meta":{"next_page_url":"` + secondPage + `"}}`,
		"meta's twice":         `{"messages":[],"meta":{"next_page_url":"` + secondPage + `","next_page_url":null}}`,
		"meta's in capitals":   `{"messages":[],"meta":{"NEXT_PAGE_URL":null}}`,
		"meta's is false":      `{"messages":[],"meta":{"next_page_url":false}}`,
		"meta's is an object":  `{"messages":[],"meta":{"next_page_url":{}}}`,
		"meta is a list":       `{"messages":[],"meta":[{"next_page_url":null}]}`,
		"two links":            `{"messages":[],"next_page_uri":null,"meta":{"next_page_url":"` + secondPage + `"}}`,
		"two links, turned":    `{"messages":[],"next_page_uri":"` + secondPage + `","meta":{"next_page_url":null}}`,
		"item is a number":     `{"messages":[1],"next_page_uri":null}`,
		"item is text":         `{"messages":["SM1"],"next_page_uri":null}`,
		"item is a list":       `{"messages":[[]],"next_page_uri":null}`,
		"answer is a list":     `[]`,
		"answer is null":       `null`,
		"no answer":            ``,
		"ends early":           `{"messages":[],"next_page_uri":null`,
		"more behind it":       `{"messages":[],"next_page_uri":null}{}`,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, body))
			page, err := testClient(t, transport).Messages.List(t.Context(), MessageListParams{})
			var decode *DecodeError
			require.ErrorAs(t, err, &decode)
			assert.Nil(t, page)
			assert.Len(t, transport.sent(), 1)
		})
	}
}

// TestPageToleratesWhatDoesNotMatter: names that stand twice elsewhere lose nothing of
// a list.
func TestPageToleratesWhatDoesNotMatter(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"messages":[{"sid":"SM1"}],"uri":"/a","uri":"/b","next_page_uri":null}`,
		`{"messages":[{"sid":"SM1"}],"page":0,"Page":1,"next_page_uri":null}`,
		`{"messages":[{"sid":"SM1","price":"1","Price":"2"}],"next_page_uri":null}`,
		`{"messages":[{"sid":"SM1"}],"next_page_uri":null,"meta":{"next_page_url":null}}`,
		`{"messages":[{"sid":"SM1"}],"next_page_uri":null,"meta":{"url":"/a","url":"/b"}}`,
		` { "messages" : [ { "sid" : "SM1" } ] , "next_page_uri" : null } ` + "\n",
	} {
		page, err := testClient(t, play(reply(200, body))).Messages.List(t.Context(), MessageListParams{})
		require.NoError(t, err, body)
		assert.Equal(t, []string{"SM1"}, sidsOf(page), body)
		assert.False(t, page.HasNext(), body)
	}
}

func TestPageDropsNullItems(t *testing.T) {
	t.Parallel()
	page, err := testClient(t, play(reply(200, `{"messages":[null,{"sid":"SM1"}, null ,{"sid":"SM2"}],"next_page_uri":""}`))).Messages.List(t.Context(), MessageListParams{})
	require.NoError(t, err)
	assert.Equal(t, []string{"SM1", "SM2"}, sidsOf(page))
	assert.False(t, page.HasNext())
}

func TestPageToleratesAMistypedField(t *testing.T) {
	t.Parallel()
	const body = `{"messages":[{"sid":"SM1","body":{"private":"+14155551234"},"to":"+14155551234"},{"sid":"SM2"}],"next_page_uri":null}`
	list := func(c *Client) {
		page, err := c.Messages.List(t.Context(), MessageListParams{})
		require.NoError(t, err)
		require.Equal(t, []string{"SM1", "SM2"}, sidsOf(page))
		assert.Empty(t, page.Items[0].Body)
		assert.Equal(t, "+14155551234", page.Items[0].To, "what follows is read")
	}
	lines, text := logLines(t, slog.LevelWarn, []answer{reply(200, body)}, list)
	require.Len(t, lines, 1)
	assert.Equal(t, map[string]any{
		"level": "WARN", "msg": "twilio: field of an unexpected type skipped", "op": "Messages.List", "field": "body", "want": "string",
	}, lines[0])
	assertDiscreet(t, strings.ReplaceAll(text, "body", ""))
}

// The newer APIs give the next page in meta, as a whole address.
func TestPageOfANewerAPI(t *testing.T) {
	t.Parallel()
	type service struct {
		SID string `json:"sid"`
	}
	services := Operation{Name: "Services.List", Method: http.MethodGet, Host: "verify", Path: "/v2/Services/{ServiceSid}/Limits", Class: ClassSafe, Items: "limits"}
	const (
		first = "https://verify.twilio.com/v2/Services/VA1/Limits"
		next  = first + "?PageSize=50&Page=1&PageToken=PT1"
		self  = `"url":"` + first + `?PageSize=50&Page=0","key":"limits"`
	)
	transport := play(
		reply(200, `{"limits":[{"sid":"RK1"}],"meta":{`+self+`,"next_page_url":"`+next+`"}}`),
		reply(200, `{"limits":[{"sid":"RK2"}],"meta":{`+self+`,"next_page_url":null}}`),
	)
	client := testClient(t, transport)
	var sids []string
	for item, err := range InvokeAll[service](t.Context(), client, services.On("VA1")) {
		require.NoError(t, err)
		sids = append(sids, item.SID)
	}
	assert.Equal(t, []string{"RK1", "RK2"}, sids)
	assert.Equal(t, []string{first, next}, urlsOf(transport))

	_, err := InvokePage[service](t.Context(), client, services.On("VA2").With(cursorAt{Cursor: next}))
	assertProblem(t, err, "Cursor") // of another service
	_, err = InvokePage[service](t.Context(), client, services.On("").With(cursorAt{Cursor: next}))
	require.ErrorIs(t, err, ErrInvalidParams)
	_, err = InvokePage[service](t.Context(), client, services.On("VA1").With(cursorAt{Cursor: next}), OnAccount(testSubaccount))
	require.ErrorIs(t, err, ErrInvalidParams)
	assert.Len(t, transport.sent(), 2)
}

// FuzzPage holds that no answer makes a list panic, and that a page is whole or
// an error.
func FuzzPage(f *testing.F) {
	f.Add(pageJSON(secondPage, "SM1"))
	f.Add(pageJSON(""))
	f.Add(`{"messages":[{"sid":"SM1"}],"Messages":[],"next_page_uri":null}`)
	f.Add(`{"messages":[],"me\u017f\u017fages":[],"next_page_uri":null}`)
	f.Add(`{"messages":[null,1],"meta":{"next_page_url":null}}`)
	f.Add(`{"messages":[{"price":{}}],"next_page_uri":"` + listPath + `"}`)
	f.Fuzz(func(t *testing.T, body string) {
		page, err := testClient(t, play(reply(200, body))).Messages.List(t.Context(), MessageListParams{})
		if err != nil {
			require.Nil(t, page)
			return
		}
		require.NotContains(t, page.Items, (*Message)(nil))
		require.True(t, json.Valid([]byte(body)))
		var list struct{ Messages []json.RawMessage }
		require.NoError(t, json.Unmarshal([]byte(body), &list))
		kept := slices.DeleteFunc(list.Messages, func(text json.RawMessage) bool { return string(text) == "null" })
		require.Len(t, page.Items, len(kept), "it reads the list that encoding/json does")
	})
}
