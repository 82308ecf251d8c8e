package iam_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/twiliotest"
)

// bench is a simulator with the package as the account's auth token uses it.
type bench struct {
	*iam.Client
	t   *testing.T
	sim *twiliotest.Sim
}

func newBench(t *testing.T) *bench {
	t.Helper()
	sim := twiliotest.New(t)
	return &bench{iam.New(sim.Client()), t, sim}
}

// client returns a client of the account with a credential.
func (b *bench) client(credential twilio.Credential) *twilio.Client {
	b.t.Helper()
	client, err := twilio.New(b.sim.AccountSID(), credential, b.sim.Options()...)
	require.NoError(b.t, err)
	return client
}

// organization returns the package as an app of the organization uses it.
func (b *bench) organization() *iam.Client {
	b.t.Helper()
	return iam.New(b.client(twilio.OAuth(b.sim.OrganizationOAuthApp())))
}
