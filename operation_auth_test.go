package twilio_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

const authPath = "/v1/Things"

// headerKeeper answers every request and keeps its header.
type headerKeeper struct{ header http.Header }

func (k *headerKeeper) RoundTrip(req *http.Request) (*http.Response, error) {
	k.header = req.Header.Clone()
	return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody, Request: req}, nil
}

func authClient(t *testing.T, rt http.RoundTripper, credential twilio.Credential) *twilio.Client {
	t.Helper()
	client, err := twilio.New("AC0123456789abcdef0123456789abcdef", credential, twilio.WithHTTPClient(&http.Client{Transport: rt}))
	require.NoError(t, err)
	return client
}

// TestAuthNone: the request carries no credential, whatever the client has.
func TestAuthNone(t *testing.T) {
	t.Parallel()
	for _, credential := range []twilio.Credential{
		twilio.AuthToken("0123456789abcdef0123456789abcdef"),
		twilio.OAuth("OQ0123456789abcdef0123456789abcdef", "client-secret"),
	} {
		keeper := &headerKeeper{}
		open := twilio.Operation{Name: "Things.Delete", Method: http.MethodDelete, Host: "iam", Path: authPath, Auth: twilio.AuthNone}
		require.NoError(t, twilio.InvokeNone(t.Context(), authClient(t, keeper, credential), open.On()))
		assert.NotContains(t, keeper.header, "Authorization", credential)
	}
}

// TestAuthOAuth: another credential than an app's is refused before anything is sent.
func TestAuthOAuth(t *testing.T) {
	t.Parallel()
	keeper := &headerKeeper{}
	op := twilio.Operation{Name: "Things.Delete", Method: http.MethodDelete, Host: "iam", Path: authPath, Auth: twilio.AuthOAuth}
	for _, credential := range []twilio.Credential{
		twilio.AuthToken("0123456789abcdef0123456789abcdef"),
		twilio.APIKey("SK0123456789abcdef0123456789abcdef", "key-secret"),
	} {
		err := twilio.InvokeNone(t.Context(), authClient(t, keeper, credential), op.On())
		var refused *twilio.ParamError
		require.ErrorAs(t, err, &refused)
		assert.Equal(t, "credential", refused.Problems[0].Field)
		require.ErrorIs(t, err, twilio.ErrNotSent)
		assert.Contains(t, err.Error(), "twilio.OAuth(clientID, clientSecret)")
		assert.Nil(t, keeper.header)
	}
}

// TestURL: the address has the parameters, and an operation with a body has none.
func TestURL(t *testing.T) {
	t.Parallel()
	client := authClient(t, &headerKeeper{}, twilio.AuthToken("0123456789abcdef0123456789abcdef"))
	type query struct {
		State string `form:"state" check:"required"`
	}
	get := twilio.Operation{Name: "Things.Get", Method: http.MethodGet, Host: "oauth", Path: authPath}
	address, err := client.URL(get.With(query{State: "a b&c"}))
	require.NoError(t, err)
	assert.Equal(t, "https://oauth.twilio.com/v1/Things?state=a%20b%26c", address)

	for name, op := range map[string]twilio.BoundOperation{
		"State":            get.With(query{}),
		"Operation.Method": twilio.Operation{Name: "Things.Create", Method: http.MethodPost, Host: "oauth", Path: authPath}.On(),
	} {
		_, err := client.URL(op)
		var refused *twilio.ParamError
		require.ErrorAs(t, err, &refused, name)
		assert.Equal(t, name, refused.Problems[0].Field)
	}
	_, err = (*twilio.Client)(nil).URL(get.On())
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
}
