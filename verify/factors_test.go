package verify_test

import (
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/verify"
)

// totp makes a TOTP factor of the identity, and the app that has scanned it.
func (b *bench) totp() (*verify.NewFactor, *twiliotest.Authenticator) {
	b.t.Helper()
	factor, err := b.Factors.Create(b.t.Context(), b.service, identity, verify.FactorCreateParams{
		FriendlyName: "Ada's phone", FactorType: verify.FactorTOTP, Config: verify.FactorConfigParams{Skew: twilio.Ptr(0)},
	})
	require.NoError(b.t, err)
	return factor, b.sim.Authenticator(factor.Binding.URI)
}

// TestAuthenticatorApp: the factor is verified with the app's code, and a challenge with
// the next one.
func TestAuthenticatorApp(t *testing.T) {
	t.Parallel()
	b, ctx := newBench(t), t.Context()
	factor, app := b.totp()
	assert.Equal(t, verify.TOTPSHA1, factor.Config.Alg)
	assert.Equal(t, 30*time.Second, factor.Config.TimeStep.Duration)
	assert.Zero(t, factor.Config.Skew)
	assert.NotEmpty(t, factor.Binding.Secret)
	assert.False(t, factor.Verified())

	tried, err := b.Factors.Verify(ctx, b.service, identity, factor.SID, verify.FactorVerifyParams{AuthPayload: wrong(app.Code())})
	require.NoError(t, err, "a wrong code is no error")
	assert.False(t, tried.Verified())
	tried, err = b.Factors.Verify(ctx, b.service, identity, factor.SID, verify.FactorVerifyParams{AuthPayload: app.Code()})
	require.NoError(t, err)
	assert.True(t, tried.Verified())

	b.sim.Clock.Advance(time.Minute)
	challenge, err := b.Challenges.Create(ctx, b.service, identity, verify.ChallengeCreateParams{FactorSID: factor.SID, AuthPayload: wrong(app.Code())})
	require.NoError(t, err)
	assert.False(t, challenge.Approved())
	assert.False(t, challenge.Status.Final())
	challenge, err = b.Challenges.Create(ctx, b.service, identity, verify.ChallengeCreateParams{FactorSID: factor.SID, AuthPayload: app.Code()})
	require.NoError(t, err)
	assert.True(t, challenge.Approved())
	assert.True(t, challenge.Status.Final())

	page, err := b.Challenges.List(ctx, b.service, identity, verify.ChallengeListParams{FactorSID: factor.SID, Status: verify.ChallengeApproved, Order: verify.OrderNewestFirst})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, challenge.SID, page.Items[0].SID)
}

// TestTooManyCodesOfAnApp: five wrong codes, and no retry tries another time.
func TestTooManyCodesOfAnApp(t *testing.T) {
	t.Parallel()
	b, ctx := newBench(t), t.Context()
	factor, app := b.totp()
	for range 5 {
		_, err := b.Factors.Verify(ctx, b.service, identity, factor.SID, verify.FactorVerifyParams{AuthPayload: wrong(app.Code())})
		require.NoError(t, err)
	}
	before := len(b.sim.Requests())
	_, err := b.Factors.Verify(ctx, b.service, identity, factor.SID, verify.FactorVerifyParams{AuthPayload: app.Code()})
	require.ErrorIs(t, err, twilio.CodeVerifyFactorAttemptsUsed)
	require.ErrorIs(t, err, twilio.ErrRateLimited)
	assert.Len(t, b.sim.Requests(), before+1)

	require.NoError(t, b.Factors.Delete(ctx, b.service, identity, factor.SID))
	_, err = b.Factors.Get(ctx, b.service, identity, factor.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestPush: the device signs, the question has lines, and the notification is sent again.
func TestPush(t *testing.T) {
	t.Parallel()
	b, ctx := newBench(t), t.Context()
	device := b.sim.PushDevice()
	params := verify.FactorCreateParams{
		FriendlyName: "Ada's phone", FactorType: verify.FactorPush,
		Binding:  verify.FactorBindingParams{Alg: "ES256", PublicKey: device.PublicKey()},
		Config:   verify.FactorConfigParams{AppID: "com.example.app", NotificationPlatform: verify.NotificationFCM, NotificationToken: "0123456789abcdef0123456789abcdef", SDKVersion: "1.0"},
		Metadata: map[string]string{"os": "Android"},
	}
	factor, err := b.Factors.Create(ctx, b.service, identity, params)
	require.NoError(t, err)
	assert.Equal(t, params.Metadata, factor.Metadata)
	assert.Equal(t, verify.NotificationFCM, factor.Config.NotificationPlatform)
	_, err = b.Factors.Verify(ctx, b.service, identity, factor.SID, verify.FactorVerifyParams{AuthPayload: device.VerifyFactor(factor.SID)})
	require.NoError(t, err)

	asked := verify.ChallengeCreateParams{
		FactorSID: factor.SID, HiddenDetails: map[string]string{"ip": "203.0.113.7"},
		Details: verify.ChallengeDetailsParams{Message: "Sign in?", Fields: []verify.ChallengeField{{Label: "Place", Value: "London"}, {Label: "Device", Value: "Laptop"}}},
	}
	challenge, err := b.Challenges.Create(ctx, b.service, identity, asked)
	require.NoError(t, err)
	assert.Equal(t, asked.Details.Fields, challenge.Details.Fields)
	assert.Equal(t, asked.HiddenDetails, challenge.HiddenDetails)
	assert.NotEmpty(t, challenge.Links["notifications"])
	again, err := b.Notifications.Create(ctx, b.service, identity, challenge.SID, verify.NotificationCreateParams{TTL: twilio.Ptr(time.Duration(0))})
	require.NoError(t, err)
	assert.Zero(t, again.TTL)
	challenge, err = b.Challenges.Update(ctx, b.service, identity, challenge.SID, verify.ChallengeUpdateParams{AuthPayload: device.Deny(challenge.SID)})
	require.NoError(t, err)
	assert.Equal(t, verify.ChallengeDenied, challenge.Status)
	assert.False(t, challenge.Approved())
	assert.True(t, challenge.Status.Final())

	_, err = b.Challenges.Update(ctx, b.service, identity, challenge.SID, verify.ChallengeUpdateParams{AuthPayload: device.Approve(challenge.SID)})
	require.ErrorIs(t, err, twilio.CodeVerifyChallengeAnswered)
}

// browser answers the options of a passkey as a browser's credential.toJSON does.
func browser(t *testing.T, kind string, options json.RawMessage, response map[string]any) []byte {
	t.Helper()
	var shown struct {
		PublicKey struct {
			Challenge string `json:"challenge"`
		} `json:"publicKey"`
	}
	require.NoError(t, json.Unmarshal(options, &shown))
	client, err := json.Marshal(map[string]string{"type": kind, "challenge": shown.PublicKey.Challenge, "origin": "https://login.example.com"})
	require.NoError(t, err)
	response["clientDataJSON"] = base64.RawURLEncoding.EncodeToString(client)
	text, err := json.Marshal(map[string]any{
		"id": "Y3JlZGVudGlhbA", "rawId": "Y3JlZGVudGlhbA", "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": map[string]any{}, "response": response,
	})
	require.NoError(t, err)
	return text
}

// TestPasskey is registered and asked for; the browser's JSON is decoded into the
// parameters as it is.
func TestPasskey(t *testing.T) {
	t.Parallel()
	b, ctx := newBench(t), t.Context()
	config := verify.PasskeyConfig{
		RelyingParty:            verify.RelyingParty{ID: "example.com", Name: "Owl Bank", Origins: []string{"https://login.example.com"}},
		AuthenticatorAttachment: verify.AttachmentPlatform, DiscoverableCredentials: verify.PasskeyPreferred, UserVerification: verify.PasskeyRequired,
	}
	factor, err := b.Passkeys.CreateFactor(ctx, b.service, verify.PasskeyCreateFactorParams{FriendlyName: "Ada", Identity: identity, Config: config})
	require.NoError(t, err)
	assert.Equal(t, config, factor.Config.PasskeyConfig)

	var attested verify.PasskeyVerifyFactorParams
	require.NoError(t, json.Unmarshal(browser(t, "webauthn.create", factor.Options, map[string]any{"attestationObject": "o2NmbXQ", "transports": []string{"internal"}}), &attested))
	verified, err := b.Passkeys.VerifyFactor(ctx, b.service, attested)
	require.NoError(t, err)
	assert.True(t, verified.Verified())

	challenge, err := b.Passkeys.CreateChallenge(ctx, b.service, verify.PasskeyCreateChallengeParams{Identity: identity})
	require.NoError(t, err)
	var asserted verify.PasskeyApproveChallengeParams
	require.NoError(t, json.Unmarshal(browser(t, "webauthn.get", challenge.Options, map[string]any{"authenticatorData": "AA", "signature": "AA"}), &asserted))
	approved, err := b.Passkeys.ApproveChallenge(ctx, b.service, asserted)
	require.NoError(t, err)
	assert.True(t, approved.Approved())
	assert.Equal(t, factor.SID, approved.FactorSID)
}

// TestAccessToken lets a device make its factor.
func TestAccessToken(t *testing.T) {
	t.Parallel()
	b, ctx := newBench(t), t.Context()
	token, err := b.AccessTokens.Create(ctx, b.service, verify.AccessTokenCreateParams{Identity: identity, FactorType: verify.FactorPush, TTL: 2 * time.Minute})
	require.NoError(t, err)
	assert.NotEmpty(t, token.Token)
	assert.Equal(t, 2*time.Minute, token.TTL.Duration)
	again, err := b.AccessTokens.Get(ctx, b.service, token.SID)
	require.NoError(t, err)
	assert.Equal(t, identity, again.EntityIdentity)
}

func TestForm(t *testing.T) {
	t.Parallel()
	form, err := newBench(t).Forms.Get(t.Context(), verify.FormTypePush)
	require.NoError(t, err)
	assert.Equal(t, verify.FormTypePush, form.FormType)
	assert.Contains(t, form.Forms, "create_factor")
}
