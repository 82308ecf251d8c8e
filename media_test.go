package twilio

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	mediaURL   = testAPI + "/Messages/" + testMessage + "/Media/" + testMedia
	storageURL = "https://storage.example.com/file?signature=private"
)

func download(ctx context.Context, c *Client, opts ...CallOption) (*File, error) {
	return c.Media.Download(ctx, testMessage, testMedia, opts...)
}

// redirect answers with the address of the file.
func redirect(status int, location string) answer {
	if location == "" {
		return reply(status, "")
	}
	return reply(status, "moved", "Location", location)
}

func TestDownload(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		answers []answer
		urls    []string
	}{
		{name: "direct", answers: []answer{reply(200, "a file")}, urls: []string{mediaURL}},
		{name: "301", answers: []answer{redirect(301, storageURL), reply(200, "a file")}, urls: []string{mediaURL, storageURL}},
		{name: "302", answers: []answer{redirect(302, storageURL), reply(200, "a file")}, urls: []string{mediaURL, storageURL}},
		{name: "303", answers: []answer{redirect(303, storageURL), reply(200, "a file")}, urls: []string{mediaURL, storageURL}},
		{name: "307", answers: []answer{redirect(307, storageURL), reply(200, "a file")}, urls: []string{mediaURL, storageURL}},
		{name: "308", answers: []answer{redirect(308, storageURL), reply(200, "a file")}, urls: []string{mediaURL, storageURL}},
		{name: "no scheme", answers: []answer{redirect(307, strings.TrimPrefix(storageURL, "https:")), reply(200, "a file")}, urls: []string{mediaURL, storageURL}},
		{name: "from one storage to another", answers: []answer{redirect(307, storageURL), redirect(302, "/b"), redirect(302, "https://c.example.com/"), reply(206, "a file")}, urls: []string{
			mediaURL, storageURL, "https://storage.example.com/b", "https://c.example.com/",
		}},
		{name: "after a failure of the storage", answers: []answer{redirect(307, storageURL), reply(503, ""), redirect(307, storageURL), reply(200, "a file")}, urls: []string{
			mediaURL, storageURL, mediaURL, storageURL,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(tt.answers...)
			file, err := download(t.Context(), testClient(t, transport, WithClock(newFakeClock())))
			require.NoError(t, err)
			content, err := io.ReadAll(file)
			require.NoError(t, err)
			assert.Equal(t, "a file", string(content))
			require.NoError(t, file.Close())

			require.Len(t, transport.sent(), len(tt.urls))
			for i, sent := range transport.sent() {
				assert.Equal(t, tt.urls[i], sent.url)
				assert.Equal(t, "GET", sent.method)
				assert.Empty(t, sent.body)
				if sent.url == mediaURL {
					assertHeader(t, sent, false)
					continue
				}
				assert.Equal(t, http.Header{"Accept": {"*/*"}}, sent.header, "the storage gets no credentials")
			}
		})
	}
}

// A caller's cookies are not for the storage either.
func TestDownloadSendsTheStorageNoCookies(t *testing.T) {
	t.Parallel()
	transport := play(redirect(307, storageURL), reply(200, ""))
	client := testClient(t, transport, WithHTTPClient(&http.Client{Transport: transport, Jar: cookies{}}))
	file, err := download(t.Context(), client)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	assert.Equal(t, []string{"a=1"}, transport.sent()[0].header["Cookie"])
	assert.NotContains(t, transport.sent()[1].header, "Cookie")
}

// cookies is a Jar with one for every host.
type cookies struct{}

func (cookies) SetCookies(*url.URL, []*http.Cookie) {}

func (cookies) Cookies(*url.URL) []*http.Cookie { return []*http.Cookie{{Name: "a", Value: "1"}} }

func TestDownloadRefusesRedirects(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		answers []answer
		sent    int
	}{
		{name: "to http", answers: []answer{redirect(307, "http://storage.example.com/file")}, sent: 1},
		{name: "to http on this machine", answers: []answer{redirect(307, "http://127.0.0.1/file")}, sent: 1},
		{name: "to another scheme", answers: []answer{redirect(307, "ftp://storage.example.com/file")}, sent: 1},
		{name: "to a file", answers: []answer{redirect(307, "file:///etc/hosts")}, sent: 1},
		{name: "to text", answers: []answer{redirect(307, "data:text/plain,file")}, sent: 1},
		{name: "opaque", answers: []answer{redirect(307, "https:storage.example.com")}, sent: 1},
		{name: "without host", answers: []answer{redirect(307, "https:///file")}, sent: 1},
		{name: "with a user", answers: []answer{redirect(307, "https://user:private@storage.example.com/file")}, sent: 1},
		{name: "with an empty user", answers: []answer{redirect(307, "https://@storage.example.com/file")}, sent: 1},
		{name: "not a URL", answers: []answer{redirect(307, "https://%zz")}, sent: 1},
		{name: "later to http", answers: []answer{redirect(307, storageURL), redirect(307, "http://storage.example.com/file")}, sent: 2},
		{name: "too many", answers: []answer{redirect(307, storageURL)}, sent: 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(tt.answers...)
			file, err := download(t.Context(), testClient(t, transport, WithRetry(RetryPolicy{MaxAttempts: 1})))
			assert.Nil(t, file)
			require.Error(t, err)
			assertMatches(t, err, []error{}, []error{ErrNotSent, ErrOutcomeUnknown})
			assert.Contains(t, err.Error(), "Media.Download")
			assert.NotContains(t, err.Error(), "private")
			require.Len(t, transport.sent(), tt.sent)
			for _, sent := range transport.sent()[1:] {
				assert.NotContains(t, sent.header, "Authorization")
			}
		})
	}
}

// A simulator on this machine may keep its files there without TLS, and nowhere
// else.
func TestDownloadFollowsHTTPOnlyOnThisMachine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, base, location string
		follows              bool
	}{
		{name: "this machine", base: "http://127.0.0.1:8855", location: "http://127.0.0.1:8856/file", follows: true},
		{name: "this machine, by name", base: "http://localhost:8855", location: "http://localhost/file", follows: true},
		{name: "this machine, IPv6", base: "http://[::1]:8855", location: "http://[::1]/file", follows: true},
		{name: "same server", base: "http://127.0.0.1:8855", location: "/file", follows: true},
		{name: "from this machine to https", base: "http://127.0.0.1:8855", location: storageURL, follows: true},
		{name: "from this machine to http elsewhere", base: "http://127.0.0.1:8855", location: "http://storage.example.com/file", follows: false},
		{name: "a name that looks like this machine", base: "http://127.0.0.1:8855", location: "http://127.0.0.1.example.com/file", follows: false},
		{name: "from https to http on this machine", base: "https://127.0.0.1:8855", location: "http://127.0.0.1:8855/file", follows: false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(redirect(307, tt.location), reply(200, ""))
			body, err := download(t.Context(), testClient(t, transport, WithBaseURL(tt.base), WithRetry(RetryPolicy{MaxAttempts: 1})))
			if !tt.follows {
				require.ErrorContains(t, err, "does not lead to https")
				assert.Len(t, transport.sent(), 1)
				return
			}
			require.NoError(t, err)
			require.NoError(t, body.Close())
			require.Len(t, transport.sent(), 2)
			assert.Equal(t, http.Header{"Accept": {"*/*"}}, transport.sent()[1].header)
		})
	}
}

func TestDownloadFails(t *testing.T) {
	t.Parallel()
	const denied = `<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>`
	tests := []struct {
		name    string
		answers []answer
		sent    int
		is      []error
	}{
		{name: "not found", answers: []answer{reply(404, `{"code":20404}`)}, sent: 1, is: []error{ErrNotFound}},
		{name: "server", answers: []answer{reply(500, "")}, sent: 4, is: []error{ErrServer}},
		{name: "refused", answers: []answer{reply(429, "")}, sent: 4, is: []error{ErrRateLimited, ErrNotSent}},
		{name: "dial", answers: []answer{refuseDial}, sent: 4, is: []error{syscall.ECONNREFUSED}},
		{name: "storage denies", answers: []answer{redirect(307, storageURL), reply(403, denied)}, sent: 2, is: []error{ErrPermission}},
		{name: "no storage", answers: []answer{redirect(307, storageURL), refuseDial, redirect(307, storageURL), refuseDial, redirect(307, storageURL), refuseDial, redirect(307, storageURL), refuseDial}, sent: 8, is: []error{syscall.ECONNREFUSED}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(tt.answers...)
			file, err := download(t.Context(), testClient(t, transport, WithClock(newFakeClock())))
			assert.Nil(t, file)
			assertMatches(t, err, tt.is, []error{ErrOutcomeUnknown})
			assert.Len(t, transport.sent(), tt.sent)
			assert.NotContains(t, err.Error(), "signature")
		})
	}
}

func TestDownloadMaxBytes(t *testing.T) {
	t.Parallel()
	const file = "0123456789"
	whole := func() io.Reader { return strings.NewReader(file) }
	tests := []struct {
		name  string
		body  func() io.Reader
		limit int64
		want  string
		is    bool // a *TooLargeError
	}{
		{name: "fits", body: whole, limit: 11, want: file, is: false},
		{name: "fits exactly", body: whole, limit: 10, want: file, is: false},
		{name: "one too many", body: whole, limit: 9, want: "012345678", is: true},
		{name: "one", body: whole, limit: 1, want: "0", is: true},
		{name: "far more than there is", body: whole, limit: 1 << 62, want: file, is: false},
		{name: "byte by byte, fits", body: func() io.Reader { return iotest.OneByteReader(whole()) }, limit: 10, want: file, is: false},
		{name: "byte by byte, too many", body: func() io.Reader { return iotest.OneByteReader(whole()) }, limit: 4, want: "0123", is: true},
		{name: "with the last bytes, fits", body: func() io.Reader { return iotest.DataErrReader(whole()) }, limit: 10, want: file, is: false},
		{name: "with the last bytes, too many", body: func() io.Reader { return iotest.DataErrReader(whole()) }, limit: 9, want: "012345678", is: true},
		{name: "endless", body: func() io.Reader { return &endless{} }, limit: 5, want: "\x00\x00\x00\x00\x00", is: true},
		{name: "empty", body: func() io.Reader { return strings.NewReader("") }, limit: 1, want: "", is: false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			body, err := download(t.Context(), testClient(t, play(replyReader(200, tt.body))), MaxBytes(tt.limit))
			require.NoError(t, err)
			content, err := io.ReadAll(body)
			assert.Equal(t, tt.want, string(content))
			var tooLarge *TooLargeError
			require.Equal(t, tt.is, errors.As(err, &tooLarge), "%v", err)
			if tt.is {
				assert.Equal(t, tt.limit, tooLarge.Limit)
			} else {
				require.NoError(t, err)
			}
			require.NoError(t, body.Close())
		})
	}
}

func TestDownloadIsUnboundedByItself(t *testing.T) {
	t.Parallel()
	const size = maxJSONBody + maxErrorBody
	body, err := download(t.Context(), testClient(t, play(replyReader(200, func() io.Reader { return io.LimitReader(&endless{}, size) }))))
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, body)
	require.NoError(t, err)
	assert.EqualValues(t, size, n)
	require.NoError(t, body.Close())
}

// The content of a file is not judged: its body may fail as it likes.
func TestDownloadReportsTheBodysError(t *testing.T) {
	t.Parallel()
	transport := play(cut(200, "half", syscall.ECONNRESET))
	body, err := download(t.Context(), testClient(t, transport), MaxBytes(100))
	require.NoError(t, err)
	content, err := io.ReadAll(body)
	assert.Equal(t, "half", string(content))
	require.ErrorIs(t, err, syscall.ECONNRESET)
	require.NoError(t, body.Close())
	assert.Len(t, transport.sent(), 1)
}

// Bodies of answers that are not the file are closed, so that connections are
// used again.
func TestDownloadClosesWhatItDoesNotReturn(t *testing.T) {
	t.Parallel()
	var bodies []*slowBody
	counted := func(status int) answer {
		return func(req *http.Request) (*http.Response, error) {
			resp, err := redirect(status, storageURL)(req)
			body := &slowBody{ctx: req.Context()}
			bodies = append(bodies, body)
			resp.Body = struct {
				io.Reader
				io.Closer
			}{Reader: resp.Body, Closer: body}
			return resp, err
		}
	}
	transport := play(counted(307), counted(500), counted(307), counted(307), counted(307), counted(307))
	_, err := download(t.Context(), testClient(t, transport, WithClock(newFakeClock()), WithRetry(RetryPolicy{MaxAttempts: 2})))
	require.ErrorContains(t, err, "too many redirects")
	require.Len(t, bodies, 6)
	for i, body := range bodies {
		assert.True(t, body.closed, "answer %d", i)
	}
}

func TestDownloadLogs(t *testing.T) {
	t.Parallel()
	lines, text := logLines(t, slog.LevelDebug, []answer{redirect(307, storageURL), reply(200, "private")}, func(c *Client) {
		body, err := download(t.Context(), c)
		require.NoError(t, err)
		require.NoError(t, body.Close())
	})
	require.Len(t, lines, 1)
	assert.Equal(t, "Media.Download", lines[0]["op"])
	assert.InDelta(t, 200, lines[0]["status"], 0)
	assertDiscreet(t, text)
	assert.NotContains(t, text, "storage")
}

// On real connections: another server gets the request, without credentials.
func TestDownloadOverTheNetwork(t *testing.T) {
	t.Parallel()
	headers := make(chan http.Header, 1)
	storage := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers <- r.Header
		_, _ = io.WriteString(w, "a file")
	}))
	t.Cleanup(storage.Close)
	api := httptest.NewServer(http.RedirectHandler(storage.URL+"/file", http.StatusTemporaryRedirect))
	t.Cleanup(api.Close)
	client, err := New(testAccount, AuthToken(testToken), WithBaseURL(api.URL)) // http leads to http on this machine
	require.NoError(t, err)
	t.Cleanup(client.CloseIdleConnections)

	ctx, cancel := context.WithCancel(t.Context())
	body, err := download(ctx, client)
	require.NoError(t, err)
	content, err := io.ReadAll(body)
	require.NoError(t, err)
	assert.Equal(t, "a file", string(content))
	header := <-headers
	assert.NotContains(t, header, "Authorization")
	assert.NotContains(t, header.Get("User-Agent"), "twilio")
	cancel()
	require.NoError(t, body.Close())
}
