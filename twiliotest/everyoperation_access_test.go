package twiliotest_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/testcall"
	"github.com/seed15d99369/twilio/twiliotest"
)

// authorizedApps stands for the collection of the Connect apps that have access.
const authorizedApps = "authorized Connect apps"

// authorize adds the credentials that the host of a request takes.
func authorize(t require.TestingT, sim *twiliotest.Sim, req *http.Request) {
	if req.URL.Host != "preview-iam.twilio.com" {
		req.SetBasicAuth(sim.AccountSID(), sim.AuthToken())
		return
	}
	id, secret := sim.OrganizationOAuthApp()
	req.Header.Set("Authorization", "Bearer "+accessToken(t, sim, id, secret))
}

// accessToken gets an access token of an app.
func accessToken(t require.TestingT, sim *twiliotest.Sim, id, secret string) string {
	status, answer := requestToken(t, sim, id, secret)
	require.Equal(t, http.StatusOK, status, "%v", answer)
	return fmt.Sprint(answer["access_token"])
}

// secondaryToken makes a secondary auth token, after the first one has been promoted.
func (d *driver) secondaryToken() {
	d.Helper()
	require.NoError(d, testcall.Do(d.Context(), d.sim.Client(), testcall.Request{Method: "POST", Host: "accounts", Path: "/v1/AuthTokens/Secondary"}, nil))
}

// fitCredential gives a credential the account and the keys that it can have.
func fitCredential(t *testing.T, sim *twiliotest.Sim, form url.Values) {
	t.Helper()
	form.Set("AccountSid", sim.AccountSID())
	if form.Has("Credentials") {
		form.Set("Credentials", "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
		return
	}
	form.Set("PublicKey", rsaPublicKey(t, 2048))
}

// rsaPublicKey is the public half of an RSA key, in PEM.
func rsaPublicKey(t *testing.T, bits int) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	require.NoError(t, err)
	return inPEM(t, key.Public())
}

func inPEM(t *testing.T, key any) string {
	t.Helper()
	text, err := x509.MarshalPKIXPublicKey(key)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: text}))
}

// accessObject is a body that fits an operation on OAuth apps or users; nil for all other
// operations.
func (d *driver) accessObject(op *contract.Operation, path string) map[string]any {
	d.serial++
	switch {
	case path != "":
	case op.ID == "CreateOauthAppAccount", op.ID == "UpdateOauthAppAccount":
		body := map[string]any{
			"type": "Client Credential", "friendly_name": fmt.Sprintf("app %d", d.serial), "description": "An app", "access_token_ttl": 600,
			"policy": map[string]any{"allow": []string{"/twilio/messaging/messages/read"}, "deny": []string{"/twilio/messaging/messages/delete"}},
		}
		if op.ID == "CreateOauthAppAccount" {
			body["owner_sid"], body["client_sid"] = d.sim.AccountSID(), "OQ0123456789abcdef0123456789abcdef"
		}
		return body
	case op.ID == "CreateOrganizationUser", op.ID == "UpdateOrganizationUser":
		name := fmt.Sprintf("ada%d@example.com", d.serial)
		return map[string]any{
			"userName": name, "displayName": "Ada", "active": true, "externalId": fmt.Sprint(d.serial), "locale": "en", "timezone": "UTC",
			"emails": []any{map[string]any{"primary": true, "type": "work", "value": name}}, "name": map[string]any{"givenName": "Ada", "familyName": "Owl"},
		}
	}
	return nil
}
