package twilio

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

const (
	cannedAccount = "AC00000000000000000000000000000001"
	cannedToken   = "c0ffee0123456789abcdef0123456789"
	cannedMessage = "SM00000000000000000000000000000001"
	cannedCall    = "CA00000000000000000000000000000001"
	cannedMedia   = "ME00000000000000000000000000000001"
)

// canned answers every request alike and counts them.
type canned struct {
	status   int
	body     string
	header   http.Header
	err      error // instead of an answer
	requests atomic.Int64
}

// RoundTrip reads the request whole, as a server would.
func (c *canned) RoundTrip(req *http.Request) (*http.Response, error) {
	c.requests.Add(1)
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		_ = req.Body.Close()
	}
	if c.err != nil {
		return nil, c.err
	}
	header := c.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		StatusCode: c.status, Header: header, Request: req, ContentLength: -1,
		Body: io.NopCloser(bytes.NewReader([]byte(c.body))), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

// client returns a client that sends to c and never really waits.
func (c *canned) client(t *testing.T, opts ...Option) *Client {
	t.Helper()
	opts = append([]Option{WithHTTPClient(&http.Client{Transport: c}), WithClock(impatientClock{})}, opts...)
	client, err := New(cannedAccount, AuthToken(cannedToken), opts...)
	require.NoError(t, err)
	return client
}

// impatientClock tells the time and sleeps not at all.
type impatientClock struct{ systemClock }

func (impatientClock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// errSecret is what another party's error should not have said.
const errSecret = "pa+ss/wo\"rd=of<somebody>"

var errCable = errors.New("somebody pulled the cable at https://user:" + url.QueryEscape(errSecret) + "@example.com/+14155551234?To=%2B14155551234")

// publicText is what an error may show: SIDs.
var publicText = regexp.MustCompile(`\b[A-Z]{2}[0-9a-fA-F]{32}\b`)

// anyNumber is seven digits in whatever script, without a letter between them.
var anyNumber = regexp.MustCompile(`\p{N}(?:[^\p{L}\p{N}]*\p{N}){6}`)

// requirePrintable checks what holds for the text of every error: one printable
// line, without secrets, addresses, paths or whole phone numbers.
func requirePrintable(t *testing.T, err error) {
	t.Helper()
	text := err.Error()
	require.True(t, strings.HasPrefix(text, "twilio: "), text)
	require.True(t, utf8.ValidString(text), text)
	require.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), "%q", text)
	require.NotContains(t, text, "<html>")
	for _, secret := range []string{cannedToken, goodSecret, errSecret} {
		requireNoSecret(t, text, secret)
	}
	text = withoutRemedies(err)
	for _, address := range []string{"://", "example.com", "twilio.com", "/2010-04-01", "/v1/", "/v2/", ".json", "user:", "%2F%2F"} {
		require.NotContains(t, text, address)
	}
	require.NotRegexp(t, anyNumber, publicText.ReplaceAllString(text, ""))
}

// withoutRemedies is the text of an error without the examples of numbers and
// addresses that our own remedies give.
func withoutRemedies(err error) string {
	text := err.Error()
	var paramErr *ParamError
	if errors.As(err, &paramErr) {
		for _, p := range paramErr.Problems {
			text = strings.ReplaceAll(text, p.Remedy, "")
		}
	}
	return text
}

// requireNoSecret looks for a secret in each form in which a request carries it.
func requireNoSecret(t *testing.T, text, secret string) {
	t.Helper()
	quoted, err := json.Marshal(secret)
	require.NoError(t, err)
	forms := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`), strconv.QuoteToASCII(secret), hex.EncodeToString([]byte(secret))}
	for _, user := range []string{"", cannedAccount + ":", goodKey + ":", "user:"} {
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
			forms = append(forms, encoding.EncodeToString([]byte(user+secret)))
		}
	}
	for _, form := range forms {
		require.NotContains(t, text, form)
	}
}
