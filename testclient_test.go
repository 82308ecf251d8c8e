package twilio

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// testClient is a client above a transport.
func testClient(tb testing.TB, transport http.RoundTripper, opts ...Option) *Client {
	tb.Helper()
	opts = append([]Option{WithHTTPClient(&http.Client{Transport: transport})}, opts...)
	client, err := New(testAccount, AuthToken(testToken), opts...)
	require.NoError(tb, err)
	return client
}

func createMessage(ctx context.Context, c *Client, opts ...CallOption) error {
	_, err := c.Messages.Create(ctx, MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}, opts...)
	return err
}

func getMessage(ctx context.Context, c *Client, opts ...CallOption) error {
	_, err := c.Messages.Get(ctx, testMessage, opts...)
	return err
}

func cancelMessage(ctx context.Context, c *Client, opts ...CallOption) error {
	_, err := c.Messages.Cancel(ctx, testMessage, opts...)
	return err
}

func deleteMessage(ctx context.Context, c *Client, opts ...CallOption) error {
	return c.Messages.Delete(ctx, testMessage, opts...)
}

func createIdempotent(ctx context.Context, c *Client, opts ...CallOption) error {
	return createMessage(ctx, c, append(opts, Idempotent())...)
}

// callsOfEachClass are calls of each class.
var callsOfEachClass = map[string]func(context.Context, *Client, ...CallOption) error{
	"create": createMessage, "repeatable": createIdempotent, "get": getMessage, "cancel": cancelMessage, "delete": deleteMessage,
}

// client returns a client that sends to s and waits for nothing between its attempts.
func (s *script) client(t *testing.T, opts ...Option) *Client {
	t.Helper()
	return testClient(t, s, append([]Option{WithClock(impatientClock{})}, opts...)...)
}
