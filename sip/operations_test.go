package sip_test

import (
	"net/url"
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/sip"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "sip", New: func(c *twilio.Client) any { return sip.New(c) },
		Files: []string{"api_v2010", "voice_v1"}, Rows: rows,
	})
}

const (
	setTwice   = "A value that is set twice is set."
	onceByName = "A name belongs to one domain of all accounts, and a second create is refused."
	mappedOnce = "A list is mapped to a domain once, and a second create is refused."
)

var (
	domainValues   = map[string]string{"DomainName": "owl-bank.sip.twilio.com"}
	passwordValues = map[string]string{"Password": "Tu-whit-tu-whoo-1"}
	addressValues  = map[string]string{"IpAddress": "203.0.113.7", "CidrPrefixLength": "29"}
	targetValues   = map[string]string{"Target": "sip:sbc.example.com:5060"}
)

var rows = apitest.Rows{
	"Domains.Create": {Operation: "CreateSipDomain", Values: domainValues, Class: twilio.ClassIdempotent, Why: onceByName},
	"Domains.Get":    {Operation: "FetchSipDomain"},
	"Domains.List":   {Operation: "ListSipDomain"},
	"Domains.Update": {Operation: "UpdateSipDomain", Values: domainValues, Class: twilio.ClassIdempotent, Why: setTwice},
	"Domains.Delete": {Operation: "DeleteSipDomain"},

	"CredentialLists.Create": {Operation: "CreateSipCredentialList"},
	"CredentialLists.Get":    {Operation: "FetchSipCredentialList"},
	"CredentialLists.List":   {Operation: "ListSipCredentialList"},
	"CredentialLists.Update": {Operation: "UpdateSipCredentialList", Class: twilio.ClassIdempotent, Why: setTwice},
	"CredentialLists.Delete": {Operation: "DeleteSipCredentialList"},

	"Credentials.Create": {Operation: "CreateSipCredential", Values: passwordValues},
	"Credentials.Get":    {Operation: "FetchSipCredential"},
	"Credentials.List":   {Operation: "ListSipCredential"},
	"Credentials.Update": {Operation: "UpdateSipCredential", Values: passwordValues, Class: twilio.ClassIdempotent, Why: setTwice},
	"Credentials.Delete": {Operation: "DeleteSipCredential"},

	"IPAccessControlLists.Create": {Operation: "CreateSipIpAccessControlList"},
	"IPAccessControlLists.Get":    {Operation: "FetchSipIpAccessControlList"},
	"IPAccessControlLists.List":   {Operation: "ListSipIpAccessControlList"},
	"IPAccessControlLists.Update": {Operation: "UpdateSipIpAccessControlList", Class: twilio.ClassIdempotent, Why: setTwice},
	"IPAccessControlLists.Delete": {Operation: "DeleteSipIpAccessControlList"},

	"IPAddresses.Create": {Operation: "CreateSipIpAddress", Values: addressValues},
	"IPAddresses.Get":    {Operation: "FetchSipIpAddress"},
	"IPAddresses.List":   {Operation: "ListSipIpAddress"},
	"IPAddresses.Update": {Operation: "UpdateSipIpAddress", Values: addressValues, Class: twilio.ClassIdempotent, Why: setTwice},
	"IPAddresses.Delete": {Operation: "DeleteSipIpAddress"},

	"BYOCTrunks.Create": {Operation: "CreateByocTrunk"},
	"BYOCTrunks.Get":    {Operation: "FetchByocTrunk"},
	"BYOCTrunks.List":   {Operation: "ListByocTrunk"},
	"BYOCTrunks.Update": {Operation: "UpdateByocTrunk", Class: twilio.ClassIdempotent, Why: setTwice},
	"BYOCTrunks.Delete": {Operation: "DeleteByocTrunk"},

	"ConnectionPolicies.Create": {Operation: "CreateConnectionPolicy"},
	"ConnectionPolicies.Get":    {Operation: "FetchConnectionPolicy"},
	"ConnectionPolicies.List":   {Operation: "ListConnectionPolicy"},
	"ConnectionPolicies.Update": {Operation: "UpdateConnectionPolicy", Class: twilio.ClassIdempotent, Why: setTwice},
	"ConnectionPolicies.Delete": {Operation: "DeleteConnectionPolicy"},

	"ConnectionPolicyTargets.Create":  {Operation: "CreateConnectionPolicyTarget", Values: targetValues},
	"ConnectionPolicyTargets.Get":     {Operation: "FetchConnectionPolicyTarget"},
	"ConnectionPolicyTargets.List":    {Operation: "ListConnectionPolicyTarget"},
	"ConnectionPolicyTargets.Update":  {Operation: "UpdateConnectionPolicyTarget", Values: targetValues, Class: twilio.ClassIdempotent, Why: setTwice},
	"ConnectionPolicyTargets.Enable":  {Operation: "UpdateConnectionPolicyTarget", Fixed: url.Values{"Enabled": {"true"}}, Partial: true, Class: twilio.ClassIdempotent, Why: setTwice},
	"ConnectionPolicyTargets.Disable": {Operation: "UpdateConnectionPolicyTarget", Fixed: url.Values{"Enabled": {"false"}}, Partial: true, Class: twilio.ClassIdempotent, Why: setTwice},
	"ConnectionPolicyTargets.Delete":  {Operation: "DeleteConnectionPolicyTarget"},

	"IPRecords.Create": {Operation: "CreateIpRecord", Values: addressValues},
	"IPRecords.Get":    {Operation: "FetchIpRecord"},
	"IPRecords.List":   {Operation: "ListIpRecord"},
	"IPRecords.Update": {Operation: "UpdateIpRecord", Class: twilio.ClassIdempotent, Why: setTwice},
	"IPRecords.Delete": {Operation: "DeleteIpRecord"},

	"SourceIPMappings.Create": {Operation: "CreateSourceIpMapping"},
	"SourceIPMappings.Get":    {Operation: "FetchSourceIpMapping"},
	"SourceIPMappings.List":   {Operation: "ListSourceIpMapping"},
	"SourceIPMappings.Update": {Operation: "UpdateSourceIpMapping", Class: twilio.ClassIdempotent, Why: setTwice},
	"SourceIPMappings.Delete": {Operation: "DeleteSourceIpMapping"},

	"Domains.Auth.Calls.CredentialLists.Create": {Operation: "CreateSipAuthCallsCredentialListMapping", Class: twilio.ClassIdempotent, Why: mappedOnce},
	"Domains.Auth.Calls.CredentialLists.Get":    {Operation: "FetchSipAuthCallsCredentialListMapping"},
	"Domains.Auth.Calls.CredentialLists.List":   {Operation: "ListSipAuthCallsCredentialListMapping"},
	"Domains.Auth.Calls.CredentialLists.Delete": {Operation: "DeleteSipAuthCallsCredentialListMapping"},

	"Domains.Auth.Calls.IPAccessControlLists.Create": {Operation: "CreateSipAuthCallsIpAccessControlListMapping", Class: twilio.ClassIdempotent, Why: mappedOnce},
	"Domains.Auth.Calls.IPAccessControlLists.Get":    {Operation: "FetchSipAuthCallsIpAccessControlListMapping"},
	"Domains.Auth.Calls.IPAccessControlLists.List":   {Operation: "ListSipAuthCallsIpAccessControlListMapping"},
	"Domains.Auth.Calls.IPAccessControlLists.Delete": {Operation: "DeleteSipAuthCallsIpAccessControlListMapping"},

	"Domains.Auth.Registrations.CredentialLists.Create": {Operation: "CreateSipAuthRegistrationsCredentialListMapping", Class: twilio.ClassIdempotent, Why: mappedOnce},
	"Domains.Auth.Registrations.CredentialLists.Get":    {Operation: "FetchSipAuthRegistrationsCredentialListMapping"},
	"Domains.Auth.Registrations.CredentialLists.List":   {Operation: "ListSipAuthRegistrationsCredentialListMapping"},
	"Domains.Auth.Registrations.CredentialLists.Delete": {Operation: "DeleteSipAuthRegistrationsCredentialListMapping"},

	"Domains.CredentialListsV1.Create": {Operation: "CreateSipCredentialListMapping", Class: twilio.ClassIdempotent, Why: mappedOnce},
	"Domains.CredentialListsV1.Get":    {Operation: "FetchSipCredentialListMapping"},
	"Domains.CredentialListsV1.List":   {Operation: "ListSipCredentialListMapping"},
	"Domains.CredentialListsV1.Delete": {Operation: "DeleteSipCredentialListMapping"},

	"Domains.IPAccessControlListsV1.Create": {Operation: "CreateSipIpAccessControlListMapping", Class: twilio.ClassIdempotent, Why: mappedOnce},
	"Domains.IPAccessControlListsV1.Get":    {Operation: "FetchSipIpAccessControlListMapping"},
	"Domains.IPAccessControlListsV1.List":   {Operation: "ListSipIpAccessControlListMapping"},
	"Domains.IPAccessControlListsV1.Delete": {Operation: "DeleteSipIpAccessControlListMapping"},
}
