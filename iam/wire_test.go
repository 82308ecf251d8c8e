package iam_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
)

// recorder answers every request alike and keeps the last one.
type recorder struct {
	answer string
	header http.Header
	body   string
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	answer := r.answer
	if req.URL.Path == "/v2/token" && !strings.Contains(answer, "access_token") {
		answer = `{"access_token":"t0ken","expires_in":3600}` // for the client itself
	} else {
		r.header = req.Header.Clone()
		if body, err := io.ReadAll(req.Body); err == nil {
			r.body = string(body)
		}
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(answer)), Request: req}, nil
}

func (r *recorder) client(t *testing.T, credential twilio.Credential) *iam.Client {
	t.Helper()
	client, err := twilio.New("AC0123456789abcdef0123456789abcdef", credential, twilio.WithHTTPClient(&http.Client{Transport: r}))
	require.NoError(t, err)
	return iam.New(client)
}

// TestTokensCarryNoCredential: the parameters of a request for a token prove who is
// calling, so that the client's own credential stays at home.
func TestTokensCarryNoCredential(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		create func(ctx context.Context, c *iam.Client) error
	}{
		{"version 2", func(ctx context.Context, c *iam.Client) error {
			return second(c.OAuthTokens.Create(ctx, iam.OAuthTokenCreateParams{GrantType: iam.GrantClientCredentials, ClientID: "OQ1", ClientSecret: "x"}))
		}},
		{"version 1", func(ctx context.Context, c *iam.Client) error {
			return second(c.OAuthTokensV1.Create(ctx, iam.OAuthTokenV1CreateParams{GrantType: iam.GrantClientCredentials, ClientID: "OQ1", ClientSecret: "x"}))
		}},
		{"IAM", func(ctx context.Context, c *iam.Client) error {
			return second(c.Tokens.Create(ctx, iam.TokenCreateParams{GrantType: iam.GrantClientCredentials, ClientID: "OQ1", ClientSecret: "x"}))
		}},
		{"organization", func(ctx context.Context, c *iam.Client) error {
			return second(c.OrganizationTokens.Create(ctx, iam.TokenCreateParams{GrantType: iam.GrantClientCredentials, ClientID: "OQ1", ClientSecret: "x"}))
		}},
	}
	for _, tt := range tests {
		r := &recorder{answer: `{"access_token":"t0ken","token_type":"Bearer","expires_in":3600}`}
		require.NoError(t, tt.create(t.Context(), r.client(t, twilio.AuthToken("0123456789abcdef0123456789abcdef"))), tt.name)
		require.NotNil(t, r.header, tt.name)
		assert.NotContains(t, r.header, "Authorization", tt.name)
	}
}

// TestPatchOnTheWire: a change names its schema, and sends the attributes that are set and
// no others.
func TestPatchOnTheWire(t *testing.T) {
	t.Parallel()
	r := &recorder{answer: `{"id":"` + userSID + `"}`}
	users := r.client(t, twilio.OAuth("OQ0123456789abcdef0123456789abcdef", "client-secret")).OrganizationUsers
	require.NoError(t, second(users.Deactivate(t.Context(), orgSID, userSID)))
	assert.JSONEq(t, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":false}}]}`, r.body)
	assert.Equal(t, "Bearer t0ken", r.header.Get("Authorization"))
}
