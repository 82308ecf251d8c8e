package twiliotest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestAccessTokensOfSubaccounts: a key signs access tokens for its own account, and those of
// another account are refused.
func TestAccessTokensOfSubaccounts(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sub := sim.Subaccount()
	key, err := iam.New(sim.Client()).KeysV2010.Create(t.Context(), iam.KeyV2010CreateParams{FriendlyName: "rooms"}, twilio.OnAccount(sub))
	require.NoError(t, err)
	join := func(account string) error {
		signer, err := token.NewSigner(account, key.SID, key.Secret.Reveal())
		require.NoError(t, err)
		jwt, err := signer.Sign(token.Access{Identity: "ada", Grants: []token.Grant{token.VideoGrant{Room: "daily"}}})
		require.NoError(t, err)
		_, err = sim.JoinRoom(jwt, "daily")
		return err
	}
	require.NoError(t, join(sub))
	require.ErrorContains(t, join(sim.AccountSID()), "20103")
}
