package twilio

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
