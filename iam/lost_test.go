package iam_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/twiliotest"
)

// lost is a create that can be looked for by its name.
type lost struct {
	name      string
	path      string
	create    func(ctx context.Context, c *iam.Client, name string) error
	reconcile func(ctx context.Context, c *iam.Client, name string, unknown *twilio.OutcomeUnknownError) (sid, found string, err error)
	remove    func(ctx context.Context, c *iam.Client, sid string) error // nil when it stays
}

var losts = []lost{
	{
		name: "account", path: "/2010-04-01/Accounts.json",
		create: func(ctx context.Context, c *iam.Client, name string) error {
			_, err := c.Accounts.Create(ctx, iam.AccountCreateParams{FriendlyName: name})
			return err
		},
		reconcile: func(ctx context.Context, c *iam.Client, name string, unknown *twilio.OutcomeUnknownError) (string, string, error) {
			a, err := c.Accounts.Reconcile(ctx, iam.AccountCreateParams{FriendlyName: name}, unknown)
			if err != nil {
				return "", "", err
			}
			return a.SID, a.FriendlyName, nil
		},
	},
	{
		name: "key", path: "/v1/Keys",
		create: func(ctx context.Context, c *iam.Client, name string) error {
			_, err := c.Keys.Create(ctx, iam.KeyCreateParams{FriendlyName: name})
			return err
		},
		reconcile: reconcileKey,
		remove:    func(ctx context.Context, c *iam.Client, sid string) error { return c.Keys.Delete(ctx, sid) },
	},
	{
		name: "restricted key", path: "/v1/Keys",
		create: func(ctx context.Context, c *iam.Client, name string) error {
			_, err := c.Keys.CreateRestricted(ctx, iam.KeyCreateRestrictedParams{FriendlyName: name, Policy: iam.Policy{Allow: []string{"/twilio/messaging/messages/read"}}})
			return err
		},
		reconcile: reconcileKey,
		remove:    func(ctx context.Context, c *iam.Client, sid string) error { return c.Keys.Delete(ctx, sid) },
	},
	{
		name: "key of 2010", path: "/2010-04-01/Accounts/*/Keys.json",
		create: func(ctx context.Context, c *iam.Client, name string) error {
			_, err := c.KeysV2010.Create(ctx, iam.KeyV2010CreateParams{FriendlyName: name})
			return err
		},
		reconcile: func(ctx context.Context, c *iam.Client, name string, unknown *twilio.OutcomeUnknownError) (string, string, error) {
			k, err := c.KeysV2010.Reconcile(ctx, iam.KeyV2010CreateParams{FriendlyName: name}, unknown)
			if err != nil {
				return "", "", err
			}
			return k.SID, k.FriendlyName, nil
		},
		remove: func(ctx context.Context, c *iam.Client, sid string) error { return c.KeysV2010.Delete(ctx, sid) },
	},
	{
		name: "signing key", path: "/2010-04-01/Accounts/*/SigningKeys.json",
		create: func(ctx context.Context, c *iam.Client, name string) error {
			_, err := c.SigningKeys.Create(ctx, iam.SigningKeyCreateParams{FriendlyName: name})
			return err
		},
		reconcile: func(ctx context.Context, c *iam.Client, name string, unknown *twilio.OutcomeUnknownError) (string, string, error) {
			k, err := c.SigningKeys.Reconcile(ctx, iam.SigningKeyCreateParams{FriendlyName: name}, unknown)
			if err != nil {
				return "", "", err
			}
			return k.SID, k.FriendlyName, nil
		},
		remove: func(ctx context.Context, c *iam.Client, sid string) error { return c.SigningKeys.Delete(ctx, sid) },
	},
}

func reconcileKey(ctx context.Context, c *iam.Client, name string, unknown *twilio.OutcomeUnknownError) (string, string, error) {
	k, err := c.Keys.Reconcile(ctx, iam.KeyCreateParams{FriendlyName: name}, unknown)
	if err != nil {
		return "", "", err
	}
	return k.SID, k.FriendlyName, nil
}

// TestReconcile: a create whose answer was lost is sent once; its resource is found among
// others of other names, and can be deleted.
func TestReconcile(t *testing.T) {
	t.Parallel()
	for _, l := range losts {
		for _, made := range []bool{true, false} {
			b := newBench(t)
			require.NoError(t, l.create(t.Context(), b.Client, "another"), l.name)
			on := twiliotest.On(http.MethodPost, l.path)
			fault := on.ReadThenClose()
			if made {
				fault = on.CommitThenReset()
			}
			b.sim.Fault(fault)
			err := l.create(t.Context(), b.Client, "wanted")
			var unknown *twilio.OutcomeUnknownError
			require.ErrorAs(t, err, &unknown, l.name)

			sid, found, err := l.reconcile(t.Context(), b.Client, "wanted", unknown)
			if !made {
				require.ErrorIs(t, err, twilio.ErrNotSeen, l.name)
				continue
			}
			require.NoError(t, err, l.name)
			assert.Equal(t, "wanted", found, l.name)
			if l.remove != nil {
				require.NoError(t, l.remove(t.Context(), b.Client, sid), l.name)
			}
		}
	}
}

// TestReconcileNeedsName: Twilio names a resource itself when nobody does.
func TestReconcileNeedsName(t *testing.T) {
	t.Parallel()
	for _, l := range losts {
		b := newBench(t)
		b.sim.Fault(twiliotest.On(http.MethodPost, l.path).CommitThenReset())
		var unknown *twilio.OutcomeUnknownError
		require.ErrorAs(t, l.create(t.Context(), b.Client, ""), &unknown, l.name)
		_, _, err := l.reconcile(t.Context(), b.Client, "", unknown)
		var refused *twilio.ParamError
		require.ErrorAs(t, err, &refused, l.name)
		assert.Equal(t, "FriendlyName", refused.Problems[0].Field, l.name)
	}
}

// TestSettle: a subaccount has its token in every answer, so that Settle returns it.
func TestSettle(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts.json").CommitThenReset())
	made, err := b.Accounts.Create(t.Context(), iam.AccountCreateParams{FriendlyName: "clinic"}, twilio.Settle(0))
	require.NoError(t, err)
	assert.Equal(t, "clinic", made.FriendlyName)
	client, err := made.Client(b.sim.Options()...)
	require.NoError(t, err)
	_, err = client.Messages.List(t.Context(), twilio.MessageListParams{})
	require.NoError(t, err)
}

// TestLostSecondary: the token that nobody has read is deleted, and the next one works.
func TestLostSecondary(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Fault(twiliotest.On(http.MethodPost, "/v1/AuthTokens/Secondary").Nth(1).CommitThenReset())
	_, err := b.AuthTokens.CreateSecondary(t.Context(), iam.SecondaryAuthTokenCreateParams{})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	require.NoError(t, b.AuthTokens.DeleteSecondary(t.Context()))
	made, err := b.AuthTokens.CreateSecondary(t.Context(), iam.SecondaryAuthTokenCreateParams{})
	require.NoError(t, err)
	_, err = b.client(twilio.AuthToken(made.SecondaryAuthToken.Reveal())).Messages.List(t.Context(), twilio.MessageListParams{})
	require.NoError(t, err)
	require.NoError(t, b.AuthTokens.DeleteSecondary(t.Context()))
	err = b.AuthTokens.DeleteSecondary(t.Context())
	require.ErrorIs(t, err, twilio.ErrNotFound)
}
