package iam_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestUpdateClosesOnce: an update that closes an account and whose answer is lost is
// repeated, and the refusal of the repetition says nothing about the update. An account that
// was closed before keeps its name, and an update of it stays an error.
func TestUpdateClosesOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sub, err := b.Accounts.Create(t.Context(), iam.AccountCreateParams{FriendlyName: "clinic"})
	require.NoError(t, err)
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/"+sub.SID+".json").Nth(1).CommitThenReset())
	closed, err := b.Accounts.Update(t.Context(), sub.SID, iam.AccountUpdateParams{FriendlyName: "former clinic", Status: iam.AccountClosed})
	require.NoError(t, err)
	assert.Equal(t, iam.AccountClosed, closed.Status)
	assert.Equal(t, "former clinic", closed.FriendlyName)

	for _, params := range []iam.AccountUpdateParams{{FriendlyName: "another", Status: iam.AccountClosed}, {Status: iam.AccountActive}} {
		_, err = b.Accounts.Update(t.Context(), sub.SID, params)
		require.ErrorIs(t, err, twilio.ErrorCode(21479))
	}
}

// TestAccountVerbs: a suspended account is refused until it is activated, and a closed one
// stays closed.
func TestAccountVerbs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sub, err := b.Accounts.Create(t.Context(), iam.AccountCreateParams{FriendlyName: "clinic"})
	require.NoError(t, err)
	client, err := sub.Client(b.sim.Options()...)
	require.NoError(t, err)
	list := func() error {
		_, err := client.Messages.List(t.Context(), twilio.MessageListParams{})
		return err
	}
	require.NoError(t, list())

	suspended, err := b.Accounts.Suspend(t.Context(), sub.SID)
	require.NoError(t, err)
	assert.Equal(t, iam.AccountSuspended, suspended.Status)
	assert.False(t, suspended.Status.Final())
	require.ErrorIs(t, list(), twilio.ErrorCode(20005))

	active, err := b.Accounts.Activate(t.Context(), sub.SID)
	require.NoError(t, err)
	assert.Equal(t, iam.AccountActive, active.Status)
	require.NoError(t, list())

	closed, err := b.Accounts.Close(t.Context(), sub.SID)
	require.NoError(t, err)
	assert.Equal(t, iam.AccountClosed, closed.Status)
	assert.True(t, closed.Status.Final())
	require.Error(t, list())
	_, err = b.Accounts.Activate(t.Context(), sub.SID)
	require.Error(t, err)
}

// TestCloseConverges: a Close that was carried out is no error the second time, whether an
// answer was lost or somebody else has closed the account.
func TestCloseConverges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sub, err := b.Accounts.Create(t.Context(), iam.AccountCreateParams{FriendlyName: "clinic"})
	require.NoError(t, err)
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/"+sub.SID+".json").Nth(1).CommitThenReset())
	closed, err := b.Accounts.Close(t.Context(), sub.SID)
	require.NoError(t, err)
	assert.Equal(t, iam.AccountClosed, closed.Status)
	again, err := b.Accounts.Close(t.Context(), sub.SID)
	require.NoError(t, err)
	assert.Equal(t, iam.AccountClosed, again.Status)
}

// TestKeysWorkAtOnce: a key of each API is a credential when it was made, and none once it
// is deleted.
func TestKeysWorkAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v1, err := b.Keys.Create(t.Context(), iam.KeyCreateParams{FriendlyName: "one"})
	require.NoError(t, err)
	v2010, err := b.KeysV2010.Create(t.Context(), iam.KeyV2010CreateParams{FriendlyName: "two"})
	require.NoError(t, err)
	tests := []struct {
		name       string
		credential twilio.Credential
		remove     func() error
	}{
		{name: "key", credential: v1.Credential(), remove: func() error { return b.Keys.Delete(t.Context(), v1.SID) }},
		{name: "key of 2010", credential: v2010.Credential(), remove: func() error { return b.KeysV2010.Delete(t.Context(), v2010.SID) }},
	}
	for _, tt := range tests {
		client := b.client(tt.credential)
		_, err = client.Messages.List(t.Context(), twilio.MessageListParams{})
		require.NoError(t, err, tt.name)
		_, err = iam.New(client).Keys.Create(t.Context(), iam.KeyCreateParams{})
		require.ErrorIs(t, err, twilio.CodeNotAuthenticated, "%s: keys make no keys", tt.name)
		require.NoError(t, tt.remove(), tt.name)
		_, err = client.Messages.List(t.Context(), twilio.MessageListParams{})
		require.ErrorIs(t, err, twilio.CodeNotAuthenticated, tt.name)
	}
}

// TestRestrictedKey: a key may do what its policy allows, and a new policy holds for the
// next request.
func TestRestrictedKey(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	key, err := b.Keys.CreateRestricted(t.Context(), iam.KeyCreateRestrictedParams{
		FriendlyName: "reader", Policy: iam.Policy{Allow: []string{"/twilio/messaging/messages/list"}},
	})
	require.NoError(t, err)
	require.NotNil(t, key.Policy)
	assert.Equal(t, iam.Policy{Allow: []string{"/twilio/messaging/messages/list"}}, *key.Policy)
	client := b.client(key.Credential())
	b.sim.Number("+14155556789")
	send := func() error {
		_, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: b.sim.Phone("+14155551234").Number(), From: "+14155556789", Body: "Hello"})
		return err
	}
	_, err = client.Messages.List(t.Context(), twilio.MessageListParams{})
	require.NoError(t, err)
	require.ErrorIs(t, send(), twilio.ErrorCode(70051))

	_, err = b.Keys.Update(t.Context(), key.SID, iam.KeyUpdateParams{Policy: iam.Policy{Allow: []string{"/twilio/messaging/messages/create"}}})
	require.NoError(t, err)
	require.NoError(t, send())
	b.sim.Phone("+14155551234").ExpectSMS("Hello")
	found, err := b.Keys.Get(t.Context(), key.SID)
	require.NoError(t, err)
	assert.True(t, found.Restricted())
}

// TestKeysOfAnotherAccount: the account of a key is the client's unless a call names it.
func TestKeysOfAnotherAccount(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sub := b.sim.Subaccount()
	key, err := b.Keys.Create(t.Context(), iam.KeyCreateParams{FriendlyName: "of the subaccount", AccountSID: sub})
	require.NoError(t, err)
	client, err := twilio.New(sub, key.Credential(), b.sim.Options()...)
	require.NoError(t, err)
	_, err = client.Messages.List(t.Context(), twilio.MessageListParams{})
	require.NoError(t, err)
	for listed, err := range b.Keys.All(t.Context(), iam.KeyListParams{AccountSID: sub}) {
		require.NoError(t, err)
		assert.Equal(t, key.SID, listed.SID)
	}
}

// TestOAuthApp: an app is the credential of a client when it was made.
func TestOAuthApp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	app, err := b.OAuthApps.Create(t.Context(), iam.OAuthAppCreateParams{
		FriendlyName: "sender", Policy: iam.Policy{Allow: []string{"/twilio/messaging/messages/list"}},
	})
	require.NoError(t, err)
	_, err = b.client(app.Credential()).Messages.List(t.Context(), twilio.MessageListParams{})
	require.NoError(t, err)

	token, err := b.OAuthTokens.Create(t.Context(), iam.OAuthTokenCreateParams{GrantType: iam.GrantClientCredentials, ClientID: app.SID, ClientSecret: app.Secret})
	require.NoError(t, err)
	assert.NotEmpty(t, token.AccessToken.Reveal())
	assert.Positive(t, token.ExpiresIn.Duration)
}
