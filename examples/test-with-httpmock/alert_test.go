package alert_test

import (
	"net/http"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	alert "github.com/seed15d99369/twilio/examples/test-with-httpmock"
)

const (
	account = "AC00000000000000000000000000000001"
	token   = "0123456789abcdef0123456789abcdef"
	address = "https://api.twilio.com/2010-04-01/Accounts/" + account + "/Messages.json"
)

// newClient returns a client whose requests end in the mock.
func newClient(t *testing.T) (*twilio.Client, *httpmock.MockTransport) {
	t.Helper()
	mock := httpmock.NewMockTransport()
	client, err := twilio.New(account, twilio.AuthToken(token),
		twilio.WithHTTPClient(&http.Client{Transport: mock}), twilio.WithRetry(twilio.RetryPolicy{MaxAttempts: 1}))
	require.NoError(t, err)
	return client, mock
}

func TestSend(t *testing.T) {
	t.Parallel()
	client, mock := newClient(t)
	mock.RegisterResponder("POST", address, func(req *http.Request) (*http.Response, error) {
		assert.Equal(t, "+14155551234", req.FormValue("To"))
		assert.Equal(t, "ALERT: disk full", req.FormValue("Body"))
		return httpmock.NewJsonResponse(http.StatusCreated, map[string]any{"sid": "SM00000000000000000000000000000001", "status": "queued"})
	})

	sid, err := alert.Send(t.Context(), client, "+14155556789", "+14155551234", "disk full")

	require.NoError(t, err)
	assert.Equal(t, "SM00000000000000000000000000000001", sid)
	assert.Equal(t, 1, mock.GetTotalCallCount())
}

func TestSendIsRefused(t *testing.T) {
	t.Parallel()
	client, mock := newClient(t)
	refusal, err := httpmock.NewJsonResponder(http.StatusBadRequest, map[string]any{"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400})
	require.NoError(t, err)
	mock.RegisterResponder("POST", address, refusal)

	_, err = alert.Send(t.Context(), client, "+14155556789", "+14155551234", "disk full")

	require.ErrorIs(t, err, twilio.ErrOptedOut)
}

func TestSendMayHaveBeenSent(t *testing.T) {
	t.Parallel()
	client, mock := newClient(t)
	mock.RegisterResponder("POST", address, httpmock.NewStringResponder(http.StatusBadGateway, "<html>bad gateway</html>"))

	_, err := alert.Send(t.Context(), client, "+14155556789", "+14155551234", "disk full")

	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Equal(t, 1, mock.GetTotalCallCount(), "it is never sent twice")
}
