// Package sip is SIP at Twilio: SIP phones and exchanges call an application, and the
// application calls them.
//
// A [Domain] is the host name that they call, and its VoiceURL answers. A domain refuses
// every call until it knows whom to let in: a [CredentialList] with user names and
// passwords, or an [IPAccessControlList] with the addresses of an exchange, has to be
// mapped to it.
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//		"os"
//
//		"github.com/seed15d99369/twilio"
//		"github.com/seed15d99369/twilio/sip"
//	)
//
//	func main() {
//		client, err := twilio.NewFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		ctx, s := context.Background(), sip.New(client)
//		domain, err := s.Domains.Create(ctx, sip.DomainCreateParams{
//			DomainName: "owl-bank.sip.twilio.com", VoiceURL: "https://example.com/voice", SIPRegistration: true,
//		})
//		if err != nil {
//			log.Fatal(err)
//		}
//		users, err := s.CredentialLists.Create(ctx, sip.CredentialListCreateParams{FriendlyName: "Front desk"})
//		if err != nil {
//			log.Fatal(err)
//		}
//		if _, err = s.Credentials.Create(ctx, users.SID, sip.CredentialCreateParams{
//			Username: "ada", Password: twilio.Secret(os.Getenv("ADA_SIP_PASSWORD")),
//		}); err != nil {
//			log.Fatal(err)
//		}
//		mapping := sip.CredentialListMappingCreateParams{CredentialListSID: users.SID}
//		if _, err = s.Domains.Auth.Calls.CredentialLists.Create(ctx, domain.SID, mapping); err != nil {
//			log.Fatal(err)
//		}
//		if _, err = s.Domains.Auth.Registrations.CredentialLists.Create(ctx, domain.SID, mapping); err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println("ada can register with " + domain.DomainName + " and make calls")
//	}
//
// # Lists and mappings
//
// A list exists by itself, and one list can be mapped to several domains. A mapping says
// where the list counts:
//
//   - Domains.Auth.Calls.CredentialLists: the users may call the domain
//   - Domains.Auth.Calls.IPAccessControlLists: calls from the addresses are let in
//   - Domains.Auth.Registrations.CredentialLists: the users may register with the domain
//
// A mapping has the SID of its list, and a domain has one mapping of a list. To map a list
// again returns the mapping that there is.
//
// # Passwords
//
// A password is a [twilio.Secret], which no log shows. It has at least 12 characters, among
// them a small letter, a capital and a digit. Twilio never shows a password again.
//
// # Carriers
//
// A [BYOCTrunk] connects a carrier of the customer's own. Its [ConnectionPolicy] has the
// addresses of the carrier, each a [ConnectionPolicyTarget]. An [IPRecord] with a
// [SourceIPMapping] leads calls from a carrier to a domain that the calls do not name.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/sip-interface
package sip
