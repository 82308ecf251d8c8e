package sip_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/sip"
	"github.com/seed15d99369/twilio/twiliotest"
)

// simulate gives the examples an account to work with.
func simulate() (sim *twiliotest.Sim, s *sip.Client) {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return sim, sip.New(sim.Client())
}

// A domain that the users of a list may call, and with which their phones may register.
func Example() {
	sim, s := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	domain, err := s.Domains.Create(ctx, sip.DomainCreateParams{
		DomainName: "owl-bank.sip.twilio.com", VoiceURL: "https://example.com/voice", SIPRegistration: true,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	users, err := s.CredentialLists.Create(ctx, sip.CredentialListCreateParams{FriendlyName: "Front desk"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = s.Credentials.Create(ctx, users.SID, sip.CredentialCreateParams{
		Username: "ada", Password: "Tu-whit-tu-whoo-1", // of your own choice
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	mapping := sip.CredentialListMappingCreateParams{CredentialListSID: users.SID}
	if _, err = s.Domains.Auth.Calls.CredentialLists.Create(ctx, domain.SID, mapping); err != nil {
		fmt.Println(err)
		return
	}
	if _, err = s.Domains.Auth.Registrations.CredentialLists.Create(ctx, domain.SID, mapping); err != nil {
		fmt.Println(err)
		return
	}
	domain, err = s.Domains.Get(ctx, domain.SID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(domain.DomainName, domain.AuthTypes())
	// Output: owl-bank.sip.twilio.com [CREDENTIAL_LIST]
}

// Calls from the addresses of an exchange.
func ExampleIPAccessControlListMappings_Create() {
	sim, s := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	domain, err := s.Domains.Create(ctx, sip.DomainCreateParams{DomainName: "owl-bank.sip.twilio.com"})
	if err != nil {
		fmt.Println(err)
		return
	}

	office, err := s.IPAccessControlLists.Create(ctx, sip.IPAccessControlListCreateParams{FriendlyName: "Office"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = s.IPAddresses.Create(ctx, office.SID, sip.IPAddressCreateParams{
		FriendlyName: "Exchange", IPAddress: "203.0.113.8", CIDRPrefixLength: 29, // 203.0.113.8 to 203.0.113.15
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	mapped, err := s.Domains.Auth.Calls.IPAccessControlLists.Create(ctx, domain.SID, sip.IPAccessControlListMappingCreateParams{
		IPAccessControlListSID: office.SID,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(mapped.FriendlyName, mapped.SID == office.SID)
	// Output: Office true
}

// A carrier with two addresses, of which the second is for the time when the first one
// fails.
func ExampleBYOCTrunks_Create() {
	sim, s := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	policy, err := s.ConnectionPolicies.Create(ctx, sip.ConnectionPolicyCreateParams{FriendlyName: "Barn Telecom"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, target := range []sip.ConnectionPolicyTargetCreateParams{
		{Target: "sip:sbc1.example.com:5060", Priority: twilio.Ptr(0)},
		{Target: "sip:sbc2.example.com:5060", Priority: twilio.Ptr(10)},
	} {
		if _, err = s.ConnectionPolicyTargets.Create(ctx, policy.SID, target); err != nil {
			fmt.Println(err)
			return
		}
	}
	trunk, err := s.BYOCTrunks.Create(ctx, sip.BYOCTrunkCreateParams{
		FriendlyName: "Barn Telecom", ConnectionPolicySID: policy.SID, VoiceURL: "https://example.com/voice",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(trunk.FriendlyName, trunk.ConnectionPolicySID == policy.SID)
	// Output: Barn Telecom true
}

// The errors that a form for a new user tells apart.
func ExampleCredentials_Create() {
	sim, s := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	users, err := s.CredentialLists.Create(ctx, sip.CredentialListCreateParams{FriendlyName: "Front desk"})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, password := range []string{"owl", "Tu-whit-tu-whoo-1", "Tu-whit-tu-whoo-1"} {
		_, err := s.Credentials.Create(ctx, users.SID, sip.CredentialCreateParams{Username: "ada", Password: twilio.Secret(password)})
		switch {
		case errors.Is(err, twilio.ErrInvalidParams):
			fmt.Println("The password is too weak.")
		case errors.Is(err, twilio.ErrorCode(21243)):
			fmt.Println("Somebody else has the user name.")
		case errors.Is(err, twilio.ErrOutcomeUnknown):
			fmt.Println("Look whether the list has the user before you try again.")
		case err != nil:
			fmt.Println(err)
		default:
			fmt.Println("Welcome!")
		}
	}
	// Output:
	// The password is too weak.
	// Welcome!
	// Somebody else has the user name.
}
