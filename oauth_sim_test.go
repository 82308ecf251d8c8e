package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// oauthClientOf is a client of the simulator's OAuth app.
func oauthClientOf(t *testing.T, sim *twiliotest.Sim, opts ...twilio.Option) *twilio.Client {
	t.Helper()
	client, err := twilio.New(sim.AccountSID(), twilio.OAuth(sim.OAuthApp()), append(sim.Options(), opts...)...)
	require.NoError(t, err)
	return client
}

func sendHello(ctx context.Context, client *twilio.Client, opts ...twilio.CallOption) error {
	_, err := client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}, opts...)
	return err
}

// paths are those of the requests so far, tokens as "token" and the rest as "api".
func paths(sim *twiliotest.Sim) (paths []string) {
	for _, request := range sim.Requests() {
		kind := "api"
		if request.Host == "oauth" {
			kind = "token"
		}
		paths = append(paths, fmt.Sprint(kind, " ", request.Status))
	}
	return paths
}

func TestOAuthAgainstTheSimulator(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number("+14155556789")
	client := oauthClientOf(t, sim)
	require.NoError(t, sendHello(t.Context(), client))
	require.NoError(t, sendHello(t.Context(), client))
	assert.Equal(t, []string{"token 200", "api 201", "api 201"}, paths(sim))

	sim.RevokeTokens()
	require.NoError(t, sendHello(t.Context(), client))
	assert.Equal(t, []string{"api 401", "token 200", "api 201"}, paths(sim)[3:])

	sim.Clock.Advance(2 * time.Hour)
	require.NoError(t, sendHello(t.Context(), client))
	assert.Equal(t, []string{"token 200", "api 201"}, paths(sim)[6:], "a token that has ended is not tried")
	assert.Len(t, sim.Messages(), 4)

	err := sendHello(t.Context(), client, twilio.OnAccount(sim.Subaccount()))
	require.ErrorIs(t, err, twilio.ErrAuthentication, "an app of the account does not reach its subaccounts")
}

// TestOAuthFaultsOfTheTokenEndpoint: no fault there lets a message be sent twice, get
// lost, or be of unknown outcome.
func TestOAuthFaultsOfTheTokenEndpoint(t *testing.T) {
	t.Parallel()
	on := twiliotest.On(http.MethodPost, "/v2/token")
	faults := map[string]twiliotest.Fault{
		"500":              on.Status(500, 20500),
		"401":              on.Status(401, 20003),
		"HTML":             on.HTML(502),
		"HTML with 200":    on.HTML(200),
		"429":              on.TooManyRequests("1"),
		"redirect":         on.RedirectElsewhere("https://example.com/v2/token"),
		"oversized":        on.Oversized(),
		"dropped":          on.DropBeforeRead(),
		"closed":           on.ReadThenClose(),
		"committed, reset": on.CommitThenReset(),
		"truncated":        on.TruncatedJSON(),
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			sim.Number("+14155556789")
			sim.Fault(fault)
			client := oauthClientOf(t, sim)
			err := sendHello(t.Context(), client)
			require.ErrorIs(t, err, twilio.ErrNotSent)
			require.NotErrorIs(t, err, twilio.ErrOutcomeUnknown)
			assert.Empty(t, sim.Messages())
			sim.ClearFaults()
			sim.Clock.Advance(time.Minute)
			require.NoError(t, sendHello(t.Context(), client))
			assert.Len(t, sim.Messages(), 1)
		})
	}
}

// TestOAuthOnOurOwnTransport: over a socket, at a base URL.
func TestOAuthOnOurOwnTransport(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number("+14155556789")
	client, err := twilio.New(sim.AccountSID(), twilio.OAuth(sim.OAuthApp()), twilio.WithBaseURL(sim.URL()))
	require.NoError(t, err)
	defer client.CloseIdleConnections()
	require.NoError(t, sendHello(t.Context(), client))
	sim.RevokeTokens()
	require.NoError(t, sendHello(t.Context(), client))
	assert.Equal(t, []string{"token 200", "api 201", "api 401", "token 200", "api 201"}, paths(sim))
	assert.Len(t, sim.Messages(), 2)
}

// TestOAuthWithAnotherSecret: the error names the wrong secret.
func TestOAuthWithAnotherSecret(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	id, _ := sim.OAuthApp()
	client, err := twilio.New(sim.AccountSID(), twilio.OAuth(id, "another-secret-of-some-length"), sim.Options()...)
	require.NoError(t, err)
	err = sendHello(t.Context(), client)
	require.ErrorIs(t, err, twilio.ErrAuthentication)
	require.ErrorIs(t, err, twilio.ErrNotSent)
	assert.NotContains(t, err.Error(), "another-secret")
	assert.Equal(t, []string{"token 400"}, paths(sim))
}

func ExampleOAuth() {
	sim, _ := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	// Against Twilio itself: twilio.New(accountSID, twilio.OAuth(clientID, clientSecret)).
	client, err := twilio.New(sim.AccountSID(), twilio.OAuth(sim.OAuthApp()), sim.Options()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(client)

	balance, err := client.Balance.Get(ctx) // fetches an access token first
	switch {
	case errors.Is(err, twilio.ErrAuthentication):
		fmt.Println("Twilio refuses the client ID or the client secret")
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Println(balance.Amount, balance.Currency)
	}

	sim.RevokeTokens()
	_, err = client.Balance.Get(ctx) // fetches another one and asks again
	fmt.Println(err)
	// Output:
	// twilio.Client(AC5a1d0000000000000000000000000001, OAuth app OQ5a1d0000000000000000000000000001)
	// 20.00000 USD
	// <nil>
}
