package twiliotest_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// passkeyService returns a service for passkeys of example.com.
func passkeyService(t *testing.T) verifyAPI {
	t.Helper()
	v := newVerify(t)
	got := v.post("/v2/Services/"+v.service, "Passkeys.RelyingParty.Id", "example.com", "Passkeys.RelyingParty.Name", "Owls",
		"Passkeys.RelyingParty.Origins", "login.example.com", "Passkeys.AuthenticatorAttachment", "platform",
		"Passkeys.DiscoverableCredentials", "preferred", "Passkeys.UserVerification", "preferred")
	require.Equal(t, 200, got.status, got.body)
	return v
}

// publicKey returns the options that an answer has for the browser.
func publicKey(r reply) map[string]any {
	options, _ := r.body["options"].(map[string]any)
	key, _ := options["publicKey"].(map[string]any)
	return key
}

// credential is the answer of a browser to options.
func credential(kind, origin string, options map[string]any) map[string]any {
	data, _ := json.Marshal(map[string]any{"type": kind, "challenge": options["challenge"], "origin": origin})
	return map[string]any{
		"id": "Y3JlZGVudGlhbA", "rawId": "Y3JlZGVudGlhbA", "type": "public-key", "authenticatorAttachment": "platform",
		"response": map[string]any{"clientDataJSON": base64.RawURLEncoding.EncodeToString(data)},
	}
}

// with adds a member to the response of a credential.
func with(credential map[string]any, pairs ...string) map[string]any {
	response, _ := credential["response"].(map[string]any)
	for i := 0; i < len(pairs); i += 2 {
		response[pairs[i]] = pairs[i+1]
	}
	return credential
}

func created(options map[string]any) map[string]any {
	return with(credential("webauthn.create", "https://login.example.com", options), "attestationObject", "o2NmbXQ")
}

func asserted(options map[string]any) map[string]any {
	return with(credential("webauthn.get", "https://login.example.com", options), "authenticatorData", "AA", "signature", "AA")
}

// TestPasskey is registered, verified, asked and approved.
func TestPasskey(t *testing.T) {
	t.Parallel()
	v := passkeyService(t)
	made := v.postJSON(v.in("/Passkeys/Factors"), map[string]any{"friendly_name": "Ada's phone", "identity": adaIdentity})
	require.Equal(t, http.StatusCreated, made.status, made.body)
	assert.Equal(t, []any{"unverified", "passkeys", nil}, []any{made.body["status"], made.body["factor_type"], made.body["binding"]})
	options := publicKey(made)
	assert.Equal(t, map[string]any{"id": "example.com", "name": "Owls"}, options["rp"])
	assert.Equal(t, base64.RawURLEncoding.EncodeToString([]byte(made.text("sid"))), options["challenge"])

	v.refused(v.postJSON(v.in("/Passkeys/Challenges"), map[string]any{"identity": adaIdentity}), 404, 60390, "it is not verified")
	verified := v.postJSON(v.in("/Passkeys/VerifyFactor"), created(options))
	assert.Equal(t, []any{200, "verified", made.body["sid"]}, []any{verified.status, verified.body["status"], verified.body["sid"]})

	for name, body := range map[string]map[string]any{
		"of an entity": {"identity": adaIdentity}, "of a factor": {"factor_sid": made.text("sid")}, "of whoever comes": {},
	} {
		asked := v.postJSON(v.in("/Passkeys/Challenges"), body)
		require.Equal(t, http.StatusCreated, asked.status, "%s: %v", name, asked.body)
		assert.Equal(t, "example.com", publicKey(asked)["rpId"], name)
		answered := v.postJSON(v.in("/Passkeys/ApproveChallenge"), asserted(publicKey(asked)))
		assert.Equal(t, []any{200, "approved", made.body["sid"], adaIdentity}, []any{answered.status, answered.body["status"], answered.body["factor_sid"], answered.body["identity"]}, name)
		v.refused(v.postJSON(v.in("/Passkeys/ApproveChallenge"), asserted(publicKey(asked))), 403, 60322, name)
	}
}

// TestRefusedPasskeys holds the code of each refusal.
func TestRefusedPasskeys(t *testing.T) {
	t.Parallel()
	v := passkeyService(t)
	made := v.postJSON(v.in("/Passkeys/Factors"), map[string]any{"friendly_name": "x", "identity": adaIdentity})
	options := publicKey(made)
	for name, body := range map[string]map[string]any{
		"another kind":   with(credential("webauthn.get", "https://login.example.com", options), "attestationObject", "x"),
		"another origin": with(credential("webauthn.create", "https://evil.example.com", options), "attestationObject", "x"),
		"no attestation": credential("webauthn.create", "https://login.example.com", options),
		"another factor": created(map[string]any{"challenge": "WUYw"}),
		"no base64":      created(map[string]any{"challenge": "?"}),
	} {
		v.refused(v.postJSON(v.in("/Passkeys/VerifyFactor"), body), 403, 60311, name)
	}
	v.refused(v.postJSON(v.in("/Passkeys/Challenges"), map[string]any{"identity": "nobody-0001"}), 404, 60392)
	v.refused(v.postJSON(v.in("/Passkeys/ApproveChallenge"), asserted(options)), 404, 60390, "there is no such credential")
	v.postJSON(v.in("/Passkeys/VerifyFactor"), created(options))
	v.refused(v.postJSON(v.in("/Passkeys/ApproveChallenge"), asserted(options)), 403, 60324, "the challenge is none")
	asked := v.postJSON(v.in("/Passkeys/Challenges"), map[string]any{"identity": adaIdentity})
	v.sim.Clock.Advance(5 * time.Minute)
	v.refused(v.postJSON(v.in("/Passkeys/ApproveChallenge"), asserted(publicKey(asked))), 403, 60323)

	v.refused(v.postJSON(v.in("/Passkeys/Factors"), map[string]any{"identity": adaIdentity}), 400, 60300, "no name")
	v.refused(v.postJSON(v.in("/Passkeys/Factors"), map[string]any{"friendly_name": "x", "identity": adaIdentity, "colour": "red"}), 400, 60300, "an unknown member")
	bare := newVerify(t)
	got := bare.postJSON(bare.in("/Passkeys/Factors"), map[string]any{"friendly_name": "x", "identity": adaIdentity})
	bare.refused(got, 400, 60393)
	assert.Contains(t, got.text("message"), "authenticator_attachment, discoverable_credentials, user_verification")
	config := map[string]any{"authenticator_attachment": "any", "discoverable_credentials": "required", "user_verification": "required"}
	bare.refused(bare.postJSON(bare.in("/Passkeys/Factors"), map[string]any{"friendly_name": "x", "identity": adaIdentity, "config": config}), 400, 60300, "no relying party")
	config["relying_party"] = map[string]any{"id": "owl.example.com", "name": "Owls", "origins": []string{"https://example.com"}}
	made = bare.postJSON(bare.in("/Passkeys/Factors"), map[string]any{"friendly_name": "x", "identity": adaIdentity, "config": config})
	assert.Equal(t, map[string]any{"id": "owl.example.com", "name": "Owls"}, publicKey(made)["rp"])
	assert.NotContains(t, publicKey(made)["authenticatorSelection"], "authenticatorAttachment", "any will do")
}

// TestPasskeyOfSomebodyElse does not answer the challenge of an entity.
func TestPasskeyOfSomebodyElse(t *testing.T) {
	t.Parallel()
	v := passkeyService(t)
	for id, identity := range map[string]string{"YWRh": adaIdentity, "Ym9i": "bob-0001"} {
		made := v.postJSON(v.in("/Passkeys/Factors"), map[string]any{"friendly_name": "x", "identity": identity})
		body := created(publicKey(made))
		body["id"] = id
		require.Equal(t, 200, v.postJSON(v.in("/Passkeys/VerifyFactor"), body).status)
	}
	asked := v.postJSON(v.in("/Passkeys/Challenges"), map[string]any{"identity": adaIdentity})
	body := asserted(publicKey(asked))
	body["id"] = "Ym9i"
	v.refused(v.postJSON(v.in("/Passkeys/ApproveChallenge"), body), 403, 60324)
	body["id"] = "YWRh"
	assert.Equal(t, "approved", v.postJSON(v.in("/Passkeys/ApproveChallenge"), body).text("status"))
}
