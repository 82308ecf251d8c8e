package twilio

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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

var errCable = errors.New("somebody pulled the cable at https://user:secret@example.com/+14155551234")

// publicText takes out what an error may show: SIDs, and the number of our advice.
var publicText = strings.NewReplacer(cannedAccount, "", cannedMessage, "", cannedMedia, "", cannedCall, "", "such as +14155551234", "", "only: +14155551234", "")

// requirePrintable checks what holds for the text of every error: one line,
// without secrets, addresses or whole phone numbers.
func requirePrintable(t *testing.T, err error) {
	t.Helper()
	text := err.Error()
	require.NotContains(t, text, "\n")
	require.NotContains(t, text, cannedToken)
	require.NotContains(t, text, "<html>")
	require.NotRegexp(t, `\d{7}`, publicText.Replace(text))
	require.True(t, strings.HasPrefix(text, "twilio: "), text)
}
