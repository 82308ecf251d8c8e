package twilio

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	listPath   = "/2010-04-01/Accounts/" + testAccount + "/Messages.json"
	secondPage = listPath + "?PageSize=2&Page=1&PageToken=PASM2"
	thirdPage  = listPath + "?PageSize=2&Page=2&PageToken=PASM4"
)

// pageJSON is a page of messages with these SIDs; next "" is the last one.
func pageJSON(next string, sids ...string) string {
	items := make([]string, len(sids))
	for i, sid := range sids {
		items[i] = `{"sid":"` + sid + `"}`
	}
	link := "null"
	if next != "" {
		text, _ := json.Marshal(next)
		link = string(text)
	}
	return `{"messages":[` + strings.Join(items, ",") + `],"next_page_uri":` + link + `,"page":0}`
}

// threePages answers three pages by their address.
func threePages(req *http.Request) (*http.Response, error) {
	pages := map[string]string{
		"":      pageJSON(secondPage, "SM1", "SM2"),
		"PASM2": pageJSON(thirdPage, "SM3", "SM4"),
		"PASM4": pageJSON("", "SM5"),
	}
	body, found := pages[req.URL.Query().Get("PageToken")]
	if !found {
		return reply(400, `{"code":20006}`)(req)
	}
	return reply(200, body)(req)
}

func sidsOf(page *Page[Message]) (sids []string) {
	for _, msg := range page.Items {
		sids = append(sids, msg.SID)
	}
	return sids
}

// urlsOf are the addresses that were asked for, without our host.
func urlsOf(s *script) (urls []string) {
	for _, sent := range s.sent() {
		urls = append(urls, strings.TrimPrefix(sent.url, "https://api.twilio.com"))
	}
	return urls
}

func TestPageNext(t *testing.T) {
	t.Parallel()
	transport := play(threePages)
	client := testClient(t, transport)
	page, err := client.Messages.List(t.Context(), MessageListParams{PageSize: 2, To: "+14155551234"})
	require.NoError(t, err)
	assert.Equal(t, []string{"SM1", "SM2"}, sidsOf(page))
	assert.True(t, page.HasNext())
	assert.Equal(t, secondPage, page.Cursor)

	page, err = page.Next(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"SM3", "SM4"}, sidsOf(page))
	assert.Equal(t, thirdPage, page.Cursor)

	page, err = page.Next(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"SM5"}, sidsOf(page))
	assert.False(t, page.HasNext())
	assert.Empty(t, page.Cursor)

	page, err = page.Next(t.Context())
	require.ErrorIs(t, err, ErrLastPage)
	assert.Nil(t, page)
	assert.Equal(t, []string{listPath + "?To=%2B14155551234&PageSize=2", secondPage, thirdPage}, urlsOf(transport),
		"the link of a page is sent as it is")
}

func TestPageZeroValueIsTheLast(t *testing.T) {
	t.Parallel()
	var page Page[Message]
	assert.False(t, page.HasNext())
	next, err := page.Next(t.Context())
	require.ErrorIs(t, err, ErrLastPage)
	assert.Nil(t, next)
}

// TestPageReadBackFromJSON: such a page has no client, and its cursor leads on.
func TestPageReadBackFromJSON(t *testing.T) {
	t.Parallel()
	transport := play(threePages)
	client := testClient(t, transport)
	first, err := client.Messages.List(t.Context(), MessageListParams{PageSize: 2})
	require.NoError(t, err)
	text, err := json.Marshal(first)
	require.NoError(t, err)
	var read Page[Message]
	require.NoError(t, json.Unmarshal(text, &read))

	assert.Equal(t, []string{"SM1", "SM2"}, sidsOf(&read))
	assert.True(t, read.HasNext(), "a page follows")
	next, err := read.Next(t.Context())
	assertProblem(t, err, "Page")
	require.NotErrorIs(t, err, ErrLastPage)
	assert.ErrorContains(t, err, "list again with its Cursor")
	assert.Nil(t, next)

	next, err = client.Messages.List(t.Context(), MessageListParams{Cursor: read.Cursor})
	require.NoError(t, err)
	assert.Equal(t, []string{"SM3", "SM4"}, sidsOf(next))

	last := Page[Message]{Items: read.Items}
	assert.False(t, last.HasNext())
	_, err = last.Next(t.Context())
	require.ErrorIs(t, err, ErrLastPage)
}

// TestPageFollowsALongList: a link that leads on is not taken for a circle.
func TestPageFollowsALongList(t *testing.T) {
	t.Parallel()
	const pages = 3000
	count := 0
	client := testClient(t, play(func(req *http.Request) (*http.Response, error) {
		number, _ := strconv.Atoi(req.URL.Query().Get("Page"))
		link := ""
		if number < pages-1 {
			link = listPath + "?Page=" + strconv.Itoa(number+1)
		}
		return reply(200, pageJSON(link, "SM"+strconv.Itoa(number)))(req)
	}))
	for _, err := range client.Messages.All(t.Context(), MessageListParams{}) {
		require.NoError(t, err)
		count++
	}
	assert.Equal(t, pages, count)
}

func TestPageOfNothing(t *testing.T) {
	t.Parallel()
	page, err := testClient(t, play(reply(200, pageJSON("")))).Messages.List(t.Context(), MessageListParams{})
	require.NoError(t, err)
	assert.NotNil(t, page.Items)
	assert.Empty(t, page.Items)
	text, err := json.Marshal(page)
	require.NoError(t, err)
	assert.JSONEq(t, `{"items":[],"cursor":""}`, string(text))
}

func TestPageKeepsTheCallOptions(t *testing.T) {
	t.Parallel()
	subaccount := func(path string) string { return strings.ReplaceAll(path, testAccount, testSubaccount) }
	transport := play(reply(200, pageJSON(subaccount(secondPage), "SM1")), reply(200, pageJSON("", "SM2")))
	client := testClient(t, transport)
	page, err := client.Messages.List(t.Context(), MessageListParams{}, OnAccount(testSubaccount))
	require.NoError(t, err)
	_, err = page.Next(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{subaccount(listPath), subaccount(secondPage)}, urlsOf(transport))

	_, err = client.Messages.List(t.Context(), MessageListParams{Cursor: page.Cursor})
	assertProblem(t, err, "Cursor") // of another account
	_, err = client.Messages.List(t.Context(), MessageListParams{Cursor: page.Cursor}, OnAccount(testSubaccount))
	require.NoError(t, err)
}

func TestPageAll(t *testing.T) {
	t.Parallel()
	transport := play(threePages)
	all := testClient(t, transport).Messages.All(t.Context(), MessageListParams{PageSize: 2})
	assert.Empty(t, transport.sent(), "nothing is fetched before it is ranged over")

	var sids []string
	for msg, err := range all {
		require.NoError(t, err)
		sids = append(sids, msg.SID)
		assert.Len(t, transport.sent(), (len(sids)+1)/2, "a page is fetched when the loop gets to it")
	}
	assert.Equal(t, []string{"SM1", "SM2", "SM3", "SM4", "SM5"}, sids)
	assert.Equal(t, []string{listPath + "?PageSize=2", secondPage, thirdPage}, urlsOf(transport))

	for msg, err := range all {
		require.NoError(t, err)
		assert.Equal(t, "SM1", msg.SID, "each range begins anew")
		break
	}
	assert.Len(t, transport.sent(), 4, "what nobody asks for is not fetched")
}

func TestPageAllFromACursor(t *testing.T) {
	t.Parallel()
	transport := play(threePages)
	var sids []string
	for msg, err := range testClient(t, transport).Messages.All(t.Context(), MessageListParams{Cursor: secondPage}) {
		require.NoError(t, err)
		sids = append(sids, msg.SID)
	}
	assert.Equal(t, []string{"SM3", "SM4", "SM5"}, sids)
	assert.Equal(t, []string{secondPage, thirdPage}, urlsOf(transport))
}

func TestPageAllStopsAfterAnError(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		answers []answer
		sids    []string
		is      error
	}{
		{name: "at first", answers: []answer{reply(401, "")}, is: ErrAuthentication},
		{name: "later", answers: []answer{reply(200, pageJSON(secondPage, "SM1", "SM2")), reply(404, "")}, sids: []string{"SM1", "SM2"}, is: ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(tt.answers...)
			var sids []string
			var errs []error
			for msg, err := range testClient(t, transport).Messages.All(t.Context(), MessageListParams{}) {
				if err != nil {
					assert.Nil(t, msg)
					errs = append(errs, err)
					continue // as a careless caller does
				}
				sids = append(sids, msg.SID)
			}
			assert.Equal(t, tt.sids, sids)
			require.Len(t, errs, 1)
			assert.ErrorIs(t, errs[0], tt.is)
			assert.Len(t, transport.sent(), len(tt.answers))
		})
	}
}

func TestPageAllEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	transport := play(threePages)
	var last error
	for _, err := range testClient(t, transport).Messages.All(ctx, MessageListParams{}) {
		last = err
		cancel()
	}
	require.ErrorIs(t, last, context.Canceled)
	assert.Len(t, transport.sent(), 1)
}

// A later page may fail for a moment like every other request.
func TestPageIsRepeated(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, pageJSON(secondPage, "SM1")), reply(500, ""), reply(200, pageJSON("", "SM2")))
	count := 0
	for _, err := range testClient(t, transport, WithClock(newFakeClock())).Messages.All(t.Context(), MessageListParams{}) {
		require.NoError(t, err)
		count++
	}
	assert.Equal(t, 2, count)
	assert.Equal(t, []string{listPath, secondPage, secondPage}, urlsOf(transport))
}
