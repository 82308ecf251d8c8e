package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
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

// circle answers pages of one item whose links lead from each to the next, and
// from the last one back to the one that has the number again.
func circle(pages, again int) answer {
	return func(req *http.Request) (*http.Response, error) {
		number, _ := strconv.Atoi(req.URL.Query().Get("Page"))
		next := number + 1
		if next == pages {
			next = again
		}
		link := listPath + "?Page=" + strconv.Itoa(next)
		if number%2 == 1 { // one address in two spellings
			link = "https://api.twilio.com" + link
		}
		return reply(200, pageJSON(link, "SM"+strconv.Itoa(number)))(req)
	}
}

// TestPageRefusesACircle: pages that lead to each other end with an error, however
// many they are and however long the way to them is.
func TestPageRefusesACircle(t *testing.T) {
	t.Parallel()
	for pages := 1; pages <= 40; pages++ {
		for again := range pages {
			transport := play(circle(pages, again))
			var errs []error
			for _, err := range testClient(t, transport).Messages.All(t.Context(), MessageListParams{}) {
				require.LessOrEqual(t, len(transport.sent()), 3*pages+1, "%d pages, back to %d", pages, again)
				if err != nil {
					errs = append(errs, err)
				}
			}
			require.Len(t, errs, 1)
			var decode *DecodeError
			require.ErrorAs(t, errs[0], &decode)
			assert.ErrorContains(t, errs[0], "its next page is ")
			assert.GreaterOrEqual(t, len(transport.sent()), pages, "%d pages, back to %d", pages, again)
		}
	}
}

// TestPageNextRefusesACircle: whoever asks page by page is told too, and a page
// whose Next was asked twice is none.
func TestPageNextRefusesACircle(t *testing.T) {
	t.Parallel()
	client := testClient(t, play(circle(2, 0)))
	page, err := client.Messages.List(t.Context(), MessageListParams{Cursor: listPath + "?Page=1"})
	require.NoError(t, err)
	for range 3 {
		_, err = page.Next(t.Context())
		require.NoError(t, err, "the same page again, not a circle")
	}
	for read := 0; err == nil; read++ {
		require.Less(t, read, 10)
		page, err = page.Next(t.Context())
	}
	assert.ErrorContains(t, err, "the pages lead in a circle")
}

// TestPageFollowsALongList: what leads on is not taken for a circle.
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

// wrongLinks lead elsewhere than to another page of the messages.
var wrongLinks = map[string]string{
	"another host":            "https://example.com" + secondPage,
	"host of a similar name":  "https://api.twilio.com.example.com" + secondPage,
	"another product":         "https://lookups.twilio.com" + secondPage,
	"another edge":            "https://api.dublin.ie1.twilio.com" + secondPage,
	"a port":                  "https://api.twilio.com:8443" + secondPage,
	"a user":                  "https://user@api.twilio.com" + secondPage,
	"user that looks like us": "https://api.twilio.com@example.com" + secondPage,
	"http":                    "http://api.twilio.com" + secondPage,
	"another scheme":          "ftp://api.twilio.com" + secondPage,
	"no scheme":               "//api.twilio.com" + secondPage,
	"no scheme, another host": "//example.com" + secondPage,
	"opaque":                  "https:api.twilio.com" + secondPage,
	"script":                  "javascript:alert(1)?Page=1",
	"no host":                 "https://" + secondPage,
	"another resource":        "/2010-04-01/Accounts/" + testAccount + "/Keys.json?Page=1",
	"another resource, whole": "https://api.twilio.com/2010-04-01/Accounts/" + testAccount + "/Keys.json?Page=1",
	"another account":         strings.ReplaceAll(secondPage, testAccount, testSubaccount),
	"a message":               "/2010-04-01/Accounts/" + testAccount + "/Messages/" + testMessage + ".json?Page=1",
	"dot segments":            "/2010-04-01/Accounts/" + testAccount + "/Messages/../Messages.json?Page=1",
	"escaped path":            "/2010-04-01/Accounts/" + testAccount + "%2FMessages.json?Page=1",
	"escaped letter":          "/2010-04-01/Accounts/" + testAccount + "/%4Dessages.json?Page=1",
	"doubled slash":           "/2010-04-01/Accounts/" + testAccount + "//Messages.json?Page=1",
	"path behind it":          listPath + "/more?Page=1",
	"relative path":           strings.TrimPrefix(secondPage, "/"),
	"only a query":            "?Page=1",
	"only a path":             listPath,
	"empty query":             listPath + "?",
	"query in the fragment":   listPath + "#?Page=1",
	"escaped query":           listPath + "%3FPage=1",
	"blank in the query":      listPath + "?Page=1 HTTP/1.1",
	"line break in the query": listPath + "?Page=1\r\nX: y",
	"path of a base URL":      "/api" + secondPage,
	"not a link":              "%zz",
	"not a link, control":     "\x7f",
	"number":                  "2",
}

func TestPageRefusesLinksThatLeadElsewhere(t *testing.T) {
	t.Parallel()
	for name, link := range wrongLinks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, pageJSON(link, "SM1")))
			page, err := testClient(t, transport).Messages.List(t.Context(), MessageListParams{})
			var decode *DecodeError
			require.ErrorAs(t, err, &decode)
			assert.Equal(t, "Messages.List", decode.Op)
			assert.Nil(t, page, "what was not read whole does not pass for the whole")
			assert.Len(t, transport.sent(), 1)
			assert.NotContains(t, err.Error(), "Page=")
		})
		t.Run(name+" as a cursor", func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, pageJSON("")))
			_, err := testClient(t, transport).Messages.List(t.Context(), MessageListParams{Cursor: link})
			assertProblem(t, err, "Cursor")
			assert.Empty(t, transport.sent())
		})
	}
}

func TestPageFollowsOurLinks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, link, url string
		opts            []Option
	}{
		{name: "path", link: secondPage, url: "https://api.twilio.com" + secondPage},
		{name: "whole", link: "https://api.twilio.com" + secondPage, url: "https://api.twilio.com" + secondPage},
		{name: "fragment, which is not sent", link: secondPage + "#top", url: "https://api.twilio.com" + secondPage},
		{name: "query as it is", link: listPath + "?To=%2B1&DateSent%3E=2&b=1&a=%zz;&a", url: "https://api.twilio.com" + listPath + "?To=%2B1&DateSent%3E=2&b=1&a=%zz;&a"},
		{name: "region", link: "https://api.dublin.ie1.twilio.com" + secondPage, url: "https://api.dublin.ie1.twilio.com" + secondPage, opts: []Option{WithRegion("ie1", "dublin")}},
		{name: "base URL, path", link: secondPage, url: "http://127.0.0.1:8855/t/api" + secondPage, opts: []Option{WithBaseURL("http://127.0.0.1:8855/t")}},
		{name: "base URL, path with its own", link: "/t/api" + secondPage, url: "http://127.0.0.1:8855/t/api" + secondPage, opts: []Option{WithBaseURL("http://127.0.0.1:8855/t")}},
		{name: "base URL beside a region, Twilio's own", link: "https://api.twilio.com" + secondPage, url: "http://127.0.0.1:8855/api" + secondPage, opts: []Option{WithBaseURL("http://127.0.0.1:8855"), WithRegion("ie1", "dublin")}},
		{name: "base URL beside a region, the region's", link: "https://api.dublin.ie1.twilio.com" + secondPage, url: "http://127.0.0.1:8855/api" + secondPage, opts: []Option{WithBaseURL("http://127.0.0.1:8855"), WithRegion("ie1", "dublin")}},
		{name: "gateway, other spelling", link: "https://GW.example.com:443/api" + secondPage, url: "https://gw.example.com/api" + secondPage, opts: []Option{WithBaseURL("https://gw.example.com")}},
		{name: "mock, path", link: secondPage, url: "http://mock:4010" + secondPage, opts: mock("http://mock:4010")},
		{name: "mock, whole", link: "http://mock:4010" + secondPage, url: "http://mock:4010" + secondPage, opts: mock("http://mock:4010")},
		{name: "mock, Twilio's own", link: "https://api.twilio.com" + secondPage, url: "http://mock:4010" + secondPage, opts: mock("http://mock:4010")},
		{name: "mock, usual port", link: "http://mock" + secondPage, url: "http://mock:80" + secondPage, opts: mock("http://mock:80")},
		{name: "gateway with a path, path", link: secondPage, url: "https://gw.example.com/twilio" + secondPage, opts: mock("https://gw.example.com/twilio/")},
		{name: "gateway with a path, its own path", link: "/twilio" + secondPage, url: "https://gw.example.com/twilio" + secondPage, opts: mock("https://gw.example.com/twilio/")},
		{name: "gateway with a path, whole", link: "https://gw.example.com/twilio" + secondPage, url: "https://gw.example.com/twilio" + secondPage, opts: mock("https://gw.example.com/twilio")},
		{name: "gateway with a path, Twilio's own", link: "https://api.twilio.com" + secondPage, url: "https://gw.example.com/twilio" + secondPage, opts: mock("https://gw.example.com/twilio")},
		{name: "base URL, whole", link: "http://127.0.0.1:8855/t/api" + secondPage, url: "http://127.0.0.1:8855/t/api" + secondPage, opts: []Option{WithBaseURL("http://127.0.0.1:8855/t")}},
		{name: "base URL, Twilio's own", link: "https://api.twilio.com" + secondPage, url: "http://127.0.0.1:8855/t/api" + secondPage, opts: []Option{WithBaseURL("http://127.0.0.1:8855/t")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, pageJSON(tt.link, "SM1")), reply(200, pageJSON("")))
			client := testClient(t, transport, tt.opts...)
			page, err := client.Messages.List(t.Context(), MessageListParams{})
			require.NoError(t, err)
			assert.Equal(t, tt.link, page.Cursor)
			_, err = page.Next(t.Context())
			require.NoError(t, err)
			assert.Equal(t, tt.url, transport.sent()[1].url)
			assertHeader(t, transport.sent()[1], false)

			_, err = client.Messages.List(t.Context(), MessageListParams{Cursor: tt.link})
			require.NoError(t, err)
			assert.Equal(t, tt.url, transport.sent()[2].url, "a cursor says as much as a page")
		})
	}
}

// mock are the options for a server that knows Twilio's paths as they are.
func mock(base string) []Option {
	return []Option{WithBaseURL(base), WithPlainHTTP(), WithoutProductSegment()}
}

func TestPageRefusesOtherHostsThanTheMock(t *testing.T) {
	t.Parallel()
	for _, link := range []string{
		"http://mock:4011" + secondPage, "https://mock:4010" + secondPage, "http://mocks:4010" + secondPage, "http://mock:4010/api" + secondPage,
		"/api" + secondPage, "https://lookups.twilio.com" + secondPage, "http://api.twilio.com" + secondPage, "//mock:4010" + secondPage, "mock:4010" + secondPage,
	} {
		_, err := testClient(t, play(reply(200, pageJSON(link))), mock("http://mock:4010")...).Messages.List(t.Context(), MessageListParams{})
		var decode *DecodeError
		assert.ErrorAs(t, err, &decode, link)
	}
}

func TestPageRefusesOtherHostsThanTheBaseURL(t *testing.T) {
	t.Parallel()
	for _, link := range []string{
		"http://127.0.0.1:8855" + secondPage, "http://127.0.0.1:8855/lookups" + secondPage, "http://127.0.0.1:8856/api" + secondPage,
		"https://127.0.0.1:8855/api" + secondPage, "http://api.twilio.com" + secondPage, "https://api.twilio.com/api" + secondPage,
	} {
		client := testClient(t, play(reply(200, pageJSON(link))), WithBaseURL("http://127.0.0.1:8855"))
		_, err := client.Messages.List(t.Context(), MessageListParams{})
		var decode *DecodeError
		assert.ErrorAs(t, err, &decode, link)
	}
}

func TestPageRefusesALinkToItself(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, pageJSON(secondPage, "SM1")))
	var errs []error
	for _, err := range testClient(t, transport).Messages.All(t.Context(), MessageListParams{}) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	require.Len(t, errs, 1)
	var decode *DecodeError
	require.ErrorAs(t, errs[0], &decode)
	assert.ErrorContains(t, errs[0], "the page itself")
	assert.Len(t, transport.sent(), 2)
}

func TestPageRefusesACursorBesideFilters(t *testing.T) {
	t.Parallel()
	for name, params := range map[string]MessageListParams{
		"filter":    {Cursor: secondPage, To: "+14155551234"},
		"page size": {Cursor: secondPage, PageSize: 2},
		"extra":     {Cursor: secondPage, Extra: url.Values{"X": {""}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			transport := play(threePages)
			client := testClient(t, transport)
			_, err := client.Messages.List(t.Context(), params)
			assertProblem(t, err, "Cursor")
			for _, err := range client.Messages.All(t.Context(), params) {
				assertProblem(t, err, "Cursor")
			}
			assert.Empty(t, transport.sent())
		})
	}
}

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

// The newer APIs say what follows in meta, as a whole address.
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

// cursorAt are the parameters of a list that goes on at a cursor.
type cursorAt struct{ Cursor string }

// FuzzCursor holds that a link or cursor that is accepted leads to this list on
// our host, whatever it is.
func FuzzCursor(f *testing.F) {
	for _, link := range wrongLinks {
		f.Add(link)
	}
	f.Add(secondPage)
	f.Add("https://api.twilio.com" + secondPage)
	f.Add("http://127.0.0.1:8855/t/api" + secondPage)
	errReached := errors.New("reached the transport")
	bases := map[string][]Option{"https://api.twilio.com" + listPath: nil, "http://127.0.0.1:8855/t/api" + listPath: {WithBaseURL("http://127.0.0.1:8855/t")}, "http://mock:4010" + listPath: mock("http://mock:4010")}
	f.Fuzz(func(t *testing.T, link string) {
		for address, opts := range bases {
			transport := play(broken(errReached))
			client := testClient(t, transport, append(opts, WithRetry(RetryPolicy{MaxAttempts: 1}))...)
			_, err := client.Messages.List(t.Context(), MessageListParams{Cursor: link})
			require.Error(t, err)
			if len(transport.sent()) == 0 {
				require.ErrorIs(t, err, ErrInvalidParams, "%q", link)
				continue
			}
			if link == "" {
				require.Equal(t, address, transport.sent()[0].url)
				continue
			}
			require.True(t, strings.HasPrefix(transport.sent()[0].url, address+"?"), "%q leads to %q", link, transport.sent()[0].url)
			sent, err := url.Parse(transport.sent()[0].url)
			require.NoError(t, err)
			require.Empty(t, sent.Fragment)
			require.NotContains(t, sent.RawQuery, " ")

			page := play(reply(200, pageJSON(link)))
			_, err = testClient(t, page, opts...).Messages.List(t.Context(), MessageListParams{})
			require.NoError(t, err, "a page's link is judged like a cursor")
		}
	})
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
