// Sip-domain makes a host name for SIP phones and an exchange, says who may call it, and
// connects a carrier:
//
//	go run ./examples/sip-domain
//
// It talks to the simulator and needs no account. With -live it lists the domains of the
// account and changes nothing.
package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/sip"
)

func main() { demo.Run(sipDomain) }

func sipDomain(ctx context.Context, d *demo.Demo) error {
	s := sip.New(d.Client)
	if d.Sim == nil {
		return list(ctx, s)
	}
	domain, err := makeDomain(ctx, s)
	if err != nil {
		return err
	}
	users, err := addUsers(ctx, s)
	if err != nil {
		return err
	}
	office, err := addOffice(ctx, s)
	if err != nil {
		return err
	}
	if err := letIn(ctx, s, domain, users, office); err != nil {
		return err
	}
	if err := connectCarrier(ctx, s, domain); err != nil {
		return err
	}
	return cleanUp(ctx, s, domain, users)
}

// list prints the domains of the account.
func list(ctx context.Context, s *sip.Client) error {
	for domain, err := range s.Domains.All(ctx, sip.DomainListParams{}) {
		if err != nil {
			return err
		}
		fmt.Printf("%-40s %s\n", domain.DomainName, recognition(domain))
	}
	return nil
}

// recognition says in words how a domain recognises those who call it.
func recognition(domain *sip.Domain) string {
	var ways []string
	for _, way := range domain.AuthTypes() {
		switch way {
		case sip.AuthTypeIPACL:
			ways = append(ways, "their address")
		case sip.AuthTypeCredentialList:
			ways = append(ways, "user name and password")
		default:
			ways = append(ways, string(way))
		}
	}
	if len(ways) == 0 {
		return "refuses every call"
	}
	return "recognises callers by " + strings.Join(ways, " and ")
}

func makeDomain(ctx context.Context, s *sip.Client) (*sip.Domain, error) {
	domain, err := s.Domains.Create(ctx, sip.DomainCreateParams{
		DomainName: "owl-bank.sip.twilio.com", FriendlyName: "Owl Bank",
		VoiceURL: "https://owl-bank.example.com/voice", SIPRegistration: true,
	})
	if err != nil {
		return nil, err
	}
	fmt.Printf("%s %s\n\n", domain.DomainName, recognition(domain))
	return domain, nil
}

// addUsers makes a list of two users. The first password of one of them is too weak. A
// program of your own reads passwords from where you keep secrets.
func addUsers(ctx context.Context, s *sip.Client) (*sip.CredentialList, error) {
	users, err := s.CredentialLists.Create(ctx, sip.CredentialListCreateParams{FriendlyName: "Front desk"})
	if err != nil {
		return nil, err
	}
	_, err = s.Credentials.Create(ctx, users.SID, sip.CredentialCreateParams{Username: "ada", Password: "owl"})
	var refused *twilio.ParamError
	if !errors.As(err, &refused) {
		return nil, fmt.Errorf("a weak password was taken: %w", err)
	}
	for _, p := range refused.Problems {
		fmt.Printf("%s %s: %s\n", p.Field, p.Problem, p.Remedy)
	}
	for _, user := range []sip.CredentialCreateParams{
		{Username: "ada", Password: "Tu-whit-tu-whoo-1"},
		{Username: "grace", Password: "Hoo-hoo-hoo-hoo-2"},
	} {
		added, err := s.Credentials.Create(ctx, users.SID, user)
		if err != nil {
			return nil, err
		}
		fmt.Printf("%s has the user %s\n", users.FriendlyName, added.Username)
	}
	return users, nil
}

// addOffice makes a list with the addresses of the exchange.
func addOffice(ctx context.Context, s *sip.Client) (*sip.IPAccessControlList, error) {
	office, err := s.IPAccessControlLists.Create(ctx, sip.IPAccessControlListCreateParams{FriendlyName: "Office"})
	if err != nil {
		return nil, err
	}
	added, err := s.IPAddresses.Create(ctx, office.SID, sip.IPAddressCreateParams{
		FriendlyName: "Exchange", IPAddress: "203.0.113.8", CIDRPrefixLength: 29,
	})
	if err != nil {
		return nil, err
	}
	fmt.Printf("%s has the addresses %s/%d\n\n", office.FriendlyName, added.IPAddress, added.CIDRPrefixLength)
	return office, nil
}

// letIn maps the lists to the domain: both of them for calls, and the users for the
// registration of their phones.
func letIn(ctx context.Context, s *sip.Client, domain *sip.Domain, users *sip.CredentialList, office *sip.IPAccessControlList) error {
	auth := s.Domains.Auth
	mapping := sip.CredentialListMappingCreateParams{CredentialListSID: users.SID}
	if _, err := auth.Calls.CredentialLists.Create(ctx, domain.SID, mapping); err != nil {
		return err
	}
	if _, err := auth.Registrations.CredentialLists.Create(ctx, domain.SID, mapping); err != nil {
		return err
	}
	if _, err := auth.Calls.IPAccessControlLists.Create(ctx, domain.SID, sip.IPAccessControlListMappingCreateParams{
		IPAccessControlListSID: office.SID,
	}); err != nil {
		return err
	}
	domain, err := s.Domains.Get(ctx, domain.SID)
	if err != nil {
		return err
	}
	fmt.Printf("%s %s\n", domain.DomainName, recognition(domain))
	for mapped, err := range auth.Registrations.CredentialLists.All(ctx, domain.SID, sip.CredentialListMappingListParams{}) {
		if err != nil {
			return err
		}
		fmt.Printf("The phones of %s may register\n\n", mapped.FriendlyName)
	}
	return nil
}

// connectCarrier lets the domain call through two addresses of a carrier.
func connectCarrier(ctx context.Context, s *sip.Client, domain *sip.Domain) error {
	policy, err := s.ConnectionPolicies.Create(ctx, sip.ConnectionPolicyCreateParams{FriendlyName: "Barn Telecom"})
	if err != nil {
		return err
	}
	for _, params := range []sip.ConnectionPolicyTargetCreateParams{
		{Target: "sip:sbc1.example.com:5060", Priority: twilio.Ptr(0)},
		{Target: "sip:sbc2.example.com:5060", Priority: twilio.Ptr(10)},
	} {
		target, err := s.ConnectionPolicyTargets.Create(ctx, policy.SID, params)
		if err != nil {
			return err
		}
		fmt.Printf("%s is reached at %s, priority %d\n", policy.FriendlyName, target.Target, target.Priority)
	}
	trunk, err := s.BYOCTrunks.Create(ctx, sip.BYOCTrunkCreateParams{
		FriendlyName: "Owl Bank at Barn Telecom", ConnectionPolicySID: policy.SID, FromDomainSID: domain.SID,
	})
	if err != nil {
		return err
	}
	if _, err = s.Domains.Update(ctx, domain.SID, sip.DomainUpdateParams{BYOCTrunkSID: trunk.SID}); err != nil {
		return err
	}
	fmt.Printf("%s calls over the trunk %q\n\n", domain.DomainName, trunk.FriendlyName)
	return nil
}

// codeListInUse is Twilio's refusal to delete a credential list that is mapped.
const codeListInUse = 21241

// cleanUp deletes the users, which Twilio refuses until the domain is gone.
func cleanUp(ctx context.Context, s *sip.Client, domain *sip.Domain, users *sip.CredentialList) error {
	err := s.CredentialLists.Delete(ctx, users.SID)
	if !errors.Is(err, twilio.ErrorCode(codeListInUse)) {
		return fmt.Errorf("a list that is mapped was deleted: %w", err)
	}
	fmt.Printf("%s stays as long as a domain has it\n", users.FriendlyName)
	if err := s.Domains.Delete(ctx, domain.SID); err != nil {
		return err
	}
	if err := s.CredentialLists.Delete(ctx, users.SID); err != nil {
		return err
	}
	fmt.Printf("%s and %s are deleted\n", domain.DomainName, users.FriendlyName)
	return nil
}
