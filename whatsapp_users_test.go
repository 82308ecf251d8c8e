package twilio

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatsAppUsersWithoutNumbers: somebody with a username may have no number. Their
// ID is an address, with the prefix and, where the channel is clear, without.
func TestWhatsAppUsersWithoutNumbers(t *testing.T) {
	t.Parallel()
	create := func(to string) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error {
			_, err := c.Messages.Create(ctx, MessageCreateParams{To: to, From: "whatsapp:+14155556789", Body: "Hello"})
			return err
		}
	}
	send := func(to string) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error {
			_, err := c.WhatsApp.Send(ctx, WhatsAppSendParams{To: to, From: "+14155556789", Body: "Hello"})
			return err
		}
	}
	call := func(to string) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Create(ctx, CallCreateParams{To: to, From: "whatsapp:+14155556789", URL: "https://example.com/voice"})
			return err
		}
	}
	for name, tt := range map[string]struct {
		try  func(context.Context, *Client) error
		want string
	}{
		"message":                      {try: create("whatsapp:US.1302015550123"), want: "whatsapp:US.1302015550123"},
		"WhatsApp with the prefix":     {try: send("whatsapp:US.1302015550123"), want: "whatsapp:US.1302015550123"},
		"WhatsApp without the prefix":  {try: send("US.1302015550123"), want: "whatsapp:US.1302015550123"},
		"a country like a service":     {try: send("MG.1302015550123"), want: "whatsapp:MG.1302015550123"},
		"a country like a short code":  {try: send("DE.1302015550123"), want: "whatsapp:DE.1302015550123"},
		"call":                         {try: call("whatsapp:US.1302015550123"), want: "whatsapp:US.1302015550123"},
		"prefix in capitals is mended": {try: send("WhatsApp:US.1302015550123"), want: "whatsapp:US.1302015550123"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mock := httpmock.NewMockTransport()
			var sent url.Values
			mock.RegisterNoResponder(func(req *http.Request) (*http.Response, error) {
				body, err := io.ReadAll(req.Body)
				if err == nil {
					sent, err = url.ParseQuery(string(body))
				}
				return httpmock.NewStringResponse(http.StatusCreated, `{"sid":"`+testMessage+`"}`), err
			})
			client, err := New(testAccount, AuthToken(testToken), WithHTTPClient(&http.Client{Transport: mock}))
			require.NoError(t, err)
			_ = tt.try(t.Context(), client) // a call's SID is another, which this row does not test
			assert.Equal(t, []string{tt.want}, sent["To"])
		})
	}
}

// TestUserIDsAreMasked: a user's ID leads to a person as a number does.
func TestUserIDsAreMasked(t *testing.T) {
	t.Parallel()
	refused := play(reply(http.StatusBadRequest, `{"code":63024,"message":"whatsapp:US.1302015550123 is no recipient","status":400}`))
	_, err := refused.client(t).WhatsApp.Send(t.Context(), WhatsAppSendParams{To: "US.1302015550123", From: "+14155556789", Body: "Hello"})
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "1302015550123")
	assert.Contains(t, err.Error(), "US.1302…23")

	failed := MessageError{SID: testMessage, Status: MessageStatusFailed, Message: "no user US.1302015550123"}
	assert.NotContains(t, failed.Error(), "1302015550123")
}
