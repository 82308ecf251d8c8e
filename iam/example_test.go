package iam_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/twiliotest"
)

// simulate gives the examples an account to work with.
func simulate() (sim *twiliotest.Sim, client *twilio.Client) {
	sim, err := twiliotest.Start(twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	client = sim.Client()
	return sim, client
}

func Example() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, options := context.Background(), sim.Options()

	keys := iam.New(client).Keys
	key, err := keys.CreateRestricted(ctx, iam.KeyCreateRestrictedParams{
		FriendlyName: "reader of messages 2026-04",
		Policy:       iam.Policy{Allow: []string{"/twilio/messaging/messages/list"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("The key %q has the secret %s.\n", key.FriendlyName, key.Secret)

	reader, err := twilio.New(client.AccountSID(), key.Credential(), options...)
	if err != nil {
		fmt.Println(err)
		return
	}
	page, err := reader.Messages.List(ctx, twilio.MessageListParams{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("It lists %d messages.\n", len(page.Items))

	if err := keys.Delete(ctx, key.SID); err != nil {
		fmt.Println(err)
		return
	}
	_, err = reader.Messages.List(ctx, twilio.MessageListParams{})
	fmt.Println("The deleted key is refused:", errors.Is(err, twilio.ErrAuthentication))
	// Output:
	// The key "reader of messages 2026-04" has the secret [redacted].
	// It lists 0 messages.
	// The deleted key is refused: true
}

func ExampleAccounts() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	accounts := iam.New(client).Accounts
	sub, err := accounts.Create(ctx, iam.AccountCreateParams{FriendlyName: "Owl Bank"})
	if err != nil {
		fmt.Println(err)
		return
	}
	sub, err = accounts.Suspend(ctx, sub.SID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sub.FriendlyName, "is", sub.Status)
	// Output: Owl Bank is suspended
}

func ExampleOrganizationUsers() {
	sim, _ := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, options := context.Background(), sim.Options()
	accountSID, organizationSID := sim.AccountSID(), sim.OrganizationSID()
	clientID, clientSecret := sim.OrganizationOAuthApp()

	client, err := twilio.New(accountSID, twilio.OAuth(clientID, clientSecret), options...)
	if err != nil {
		fmt.Println(err)
		return
	}
	users := iam.New(client).OrganizationUsers
	ada, err := users.Create(ctx, organizationSID, iam.OrganizationUserCreateParams{
		UserName: "ada@example.com", DisplayName: "Ada",
		Emails:  []iam.UserEmail{{Value: "ada@example.com", Type: "work", Primary: true}},
		Schemas: []string{iam.SchemaUser},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ada, err = users.Deactivate(ctx, organizationSID, ada.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(ada.DisplayName, "may sign in:", ada.Active)
	// Output: Ada may sign in: false
}
