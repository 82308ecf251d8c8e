package sip_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/sip"
)

// badInput is a call that can never succeed: the field that is wrong, the problem and a
// part of the remedy.
type badInput struct {
	name, field, problem, remedy string
	try                          func(context.Context, *sip.Client) error
}

// failure is the error of a call, whose answer is of no interest.
func failure[T any](_ *T, err error) error { return err }

func named(name string) func(context.Context, *sip.Client) error {
	return func(ctx context.Context, s *sip.Client) error {
		return failure(s.Domains.Create(ctx, sip.DomainCreateParams{DomainName: name}))
	}
}

func renamed(name string) func(context.Context, *sip.Client) error {
	return func(ctx context.Context, s *sip.Client) error {
		return failure(s.Domains.Update(ctx, "SD"+zeros, sip.DomainUpdateParams{DomainName: name}))
	}
}

func domain(params sip.DomainCreateParams) func(context.Context, *sip.Client) error {
	return func(ctx context.Context, s *sip.Client) error {
		params.DomainName = owlName
		return failure(s.Domains.Create(ctx, params))
	}
}

const exampleName = "owl-bank.sip.twilio.com"

var domainInputs = []badInput{
	{"no name", "DomainName", "is empty", "give a value", named("")},
	{"a name elsewhere", "DomainName", "does not end with .sip.twilio.com", exampleName, named("owl.example.com")},
	{"no name before the end", "DomainName", "does not end with .sip.twilio.com", exampleName, named("sip.twilio.com")},
	{"the name alone", "DomainName", "does not end with .sip.twilio.com", exampleName, named("owl-bank")},
	{"a trunk of Elastic SIP Trunking", "DomainName", "does not end with .sip.twilio.com", exampleName, named("owl.pstn.twilio.com")},
	{"an address", "DomainName", "is an address and not a host name", exampleName, named("sip:ada@owl-bank.sip.twilio.com")},
	{"a URL", "DomainName", "is an address and not a host name", exampleName, named("https://owl-bank.sip.twilio.com")},
	{"an underscore", "DomainName", "has a character that is not a letter, a digit or a hyphen", exampleName, named("owl_bank.sip.twilio.com")},
	{"a blank", "DomainName", "has a character that is not a letter, a digit or a hyphen", exampleName, named("owl bank.sip.twilio.com")},
	{"an umlaut", "DomainName", "has a character that is not a letter, a digit or a hyphen", exampleName, named("eulenbänke.sip.twilio.com")},
	{"an empty part", "DomainName", "has an empty part", exampleName, named("berlin..sip.twilio.com")},
	{"nothing before the dot", "DomainName", "has an empty part", exampleName, named(".sip.twilio.com")},
	{"a hyphen at the beginning", "DomainName", "has a part that begins or ends with a hyphen", exampleName, named("-owl.sip.twilio.com")},
	{"a hyphen at the end", "DomainName", "has a part that begins or ends with a hyphen", exampleName, named("owl-.sip.twilio.com")},
	{"a long part", "DomainName", "has a part of more than 63 characters", exampleName, named(strings.Repeat("o", 64) + ".sip.twilio.com")},
	{"a long name", "DomainName", "has more than 253 characters", exampleName, named(strings.Repeat("owl.", 60) + "sip.twilio.com")},
	{"a name elsewhere later", "DomainName", "does not end with .sip.twilio.com", exampleName, renamed("owl.example.com")},
	{"a long description", "FriendlyName", "has more than 64 characters", "give at most 64", domain(sip.DomainCreateParams{FriendlyName: strings.Repeat("o", 65)})},
	{"a webhook without a host", "VoiceURL", "is not an absolute URL", "https://", domain(sip.DomainCreateParams{VoiceURL: "/voice"})},
	{"a method", "VoiceMethod", "is not a method by which Twilio asks an address", "GET", domain(sip.DomainCreateParams{VoiceMethod: "PUT"})},
	{"the SID of a trunk of another kind", "BYOCTrunkSID", "is an SID that begins with TK", "BY", domain(sip.DomainCreateParams{BYOCTrunkSID: "TK" + zeros})},
	{"a number for its SID", "EmergencyCallerSID", "is not an SID of that kind", "PN", domain(sip.DomainCreateParams{EmergencyCallerSID: "+14155551234"})},
	{"the SID of a list", "Sid", "is an SID that begins with CL", "SD", func(ctx context.Context, s *sip.Client) error { return failure(s.Domains.Get(ctx, "CL"+zeros)) }},
}

func user(name, password string) func(context.Context, *sip.Client) error {
	return func(ctx context.Context, s *sip.Client) error {
		return failure(s.Credentials.Create(ctx, "CL"+zeros, sip.CredentialCreateParams{Username: name, Password: twilio.Secret(password)}))
	}
}

func password(text string) func(context.Context, *sip.Client) error {
	return func(ctx context.Context, s *sip.Client) error {
		return failure(s.Credentials.Update(ctx, "CL"+zeros, "CR"+zeros, sip.CredentialUpdateParams{Password: twilio.Secret(text)}))
	}
}

const strong = "at least 12 characters with a small letter, a capital and a digit"

var listInputs = []badInput{
	{"no name of a list", "FriendlyName", "is empty", "give a value", func(ctx context.Context, s *sip.Client) error {
		return failure(s.CredentialLists.Create(ctx, sip.CredentialListCreateParams{}))
	}},
	{"a long name of a list", "FriendlyName", "has more than 64 characters", "give at most 64", func(ctx context.Context, s *sip.Client) error {
		return failure(s.CredentialLists.Update(ctx, "CL"+zeros, sip.CredentialListUpdateParams{FriendlyName: strings.Repeat("o", 65)}))
	}},
	{"a long name of a list of addresses", "FriendlyName", "has more than 255 characters", "give at most 255", func(ctx context.Context, s *sip.Client) error {
		return failure(s.IPAccessControlLists.Create(ctx, sip.IPAccessControlListCreateParams{FriendlyName: strings.Repeat("o", 256)}))
	}},
	{"no user name", "Username", "is empty", "give a value", user("", string(owlPassword))},
	{"a long user name", "Username", "has more than 32 characters", "give at most 32", user(strings.Repeat("a", 33), string(owlPassword))},
	{"no password", "Password", "is empty", "give a value", user("ada", "")},
	{"a short password", "Password", "has fewer than 12 characters", strong, user("ada", "Tu-whit-tu1")},
	{"a short password of long characters", "Password", "has fewer than 12 characters", strong, user("ada", "Ñandú-ñandú")},
	{"small letters", "Password", "has no capital", strong, user("ada", "tu-whit-tu-whoo-1")},
	{"capitals", "Password", "has no small letter", strong, user("ada", "TU-WHIT-TU-WHOO-1")},
	{"no digit", "Password", "has no digit", strong, user("ada", "Tu-whit-tu-whoo-one")},
	{"no password later", "Password", "is empty", "give a value", password("")},
	{"a short password later", "Password", "has fewer than 12 characters", strong, password("Secret-1")},
	{"the SID of a list of addresses", "CredentialListSID", "is an SID that begins with AL", "CL", func(ctx context.Context, s *sip.Client) error {
		return failure(s.Domains.Auth.Calls.CredentialLists.Create(ctx, "SD"+zeros, sip.CredentialListMappingCreateParams{CredentialListSID: "AL" + zeros}))
	}},
	{"the SID of a list of users", "IPAccessControlListSID", "is an SID that begins with CL", "AL", func(ctx context.Context, s *sip.Client) error {
		return failure(s.Domains.IPAccessControlListsV1.Create(ctx, "SD"+zeros, sip.IPAccessControlListMappingV1CreateParams{IPAccessControlListSID: "CL" + zeros}))
	}},
	{"the name of a domain", "DomainSid", "is not an SID of that kind", "SD", func(ctx context.Context, s *sip.Client) error {
		return s.Domains.Auth.Registrations.CredentialLists.Delete(ctx, "owl-bank.sip.twilio.com-----------", "CL"+zeros)
	}},
}

func address(text string, prefix int) func(context.Context, *sip.Client) error {
	return func(ctx context.Context, s *sip.Client) error {
		return failure(s.IPAddresses.Create(ctx, "AL"+zeros, sip.IPAddressCreateParams{FriendlyName: "Office", IPAddress: text, CIDRPrefixLength: prefix}))
	}
}

const exampleAddress = "203.0.113.7"

var addressInputs = []badInput{
	{"no address", "IPAddress", "is empty", "give a value", address("", 0)},
	{"a host name", "IPAddress", "is no IP address", exampleAddress, address("pbx.example.com", 0)},
	{"a wildcard", "IPAddress", "is no IP address", exampleAddress, address("203.0.113.*", 0)},
	{"a zero before a number", "IPAddress", "is no IP address", exampleAddress, address("203.0.113.007", 0)},
	{"a port", "IPAddress", "is no IP address", exampleAddress, address("203.0.113.7:5060", 0)},
	{"IPv6", "IPAddress", "is an IPv6 address, and Twilio takes IPv4 alone", exampleAddress, address("2001:db8::1", 0)},
	{"IPv4 within IPv6", "IPAddress", "is an IPv6 address, and Twilio takes IPv4 alone", exampleAddress, address("::ffff:203.0.113.7", 0)},
	{"a range", "IPAddress", "has a prefix length", "CIDRPrefixLength", address("203.0.113.0/24", 0)},
	{"a long prefix", "CIDRPrefixLength", "is more than 32", "leave the field out for a single address", address(owlAddress, 33)},
	{"a negative prefix", "CIDRPrefixLength", "is negative", "positive", address(owlAddress, -1)},
	{"IPv6 later", "IPAddress", "is an IPv6 address, and Twilio takes IPv4 alone", exampleAddress, func(ctx context.Context, s *sip.Client) error {
		return failure(s.IPAddresses.Update(ctx, "AL"+zeros, "IP"+zeros, sip.IPAddressUpdateParams{IPAddress: "2001:db8::1"}))
	}},
	{"a record without an address", "IPAddress", "is no IP address", exampleAddress, func(ctx context.Context, s *sip.Client) error {
		return failure(s.IPRecords.Create(ctx, sip.IPRecordCreateParams{IPAddress: "Office"}))
	}},
	{"a record with a long prefix", "CIDRPrefixLength", "is more than 32", "leave the field out for a single address", func(ctx context.Context, s *sip.Client) error {
		return failure(s.IPRecords.Create(ctx, sip.IPRecordCreateParams{IPAddress: owlAddress, CIDRPrefixLength: 64}))
	}},
	{"no domain of a mapping", "SIPDomainSID", "is empty", "SD", func(ctx context.Context, s *sip.Client) error {
		return failure(s.SourceIPMappings.Create(ctx, sip.SourceIPMappingCreateParams{IPRecordSID: "IL" + zeros}))
	}},
}

func target(params sip.ConnectionPolicyTargetCreateParams) func(context.Context, *sip.Client) error {
	return func(ctx context.Context, s *sip.Client) error {
		return failure(s.ConnectionPolicyTargets.Create(ctx, "NY"+zeros, params))
	}
}

func to(address string) func(context.Context, *sip.Client) error {
	return target(sip.ConnectionPolicyTargetCreateParams{Target: address})
}

const exampleTarget = "sip:sbc.example.com:5060"

var carrierInputs = []badInput{
	{"no target", "Target", "is empty", "give a value", to("")},
	{"sips", "Target", "begins with sips:, which Twilio does not take", "begins with sip:", to("sips:sbc.example.com")},
	{"a host name", "Target", "does not begin with sip:", exampleTarget, to("sbc.example.com")},
	{"a host name and a port", "Target", "does not begin with sip:", exampleTarget, to("sbc.example.com:5060")},
	{"a URL", "Target", "does not begin with sip:", exampleTarget, to("https://sbc.example.com")},
	{"no host", "Target", "has no host", exampleTarget, to("sip:")},
	{"a user alone", "Target", "has no host", exampleTarget, to("sip:ada@")},
	{"parameters alone", "Target", "has no host", exampleTarget, to("sip:;transport=tls")},
	{"slashes", "Target", "has a host with a character that no host has", exampleTarget, to("sip://sbc.example.com")},
	{"two hosts", "Target", "has a host with a character that no host has", exampleTarget, to("sip:sbc1.example.com,sbc2.example.com")},
	{"a blank", "Target", "has a blank or a control character", exampleTarget, to("sip:sbc.example.com ")},
	{"a port that is no number", "Target", "has a port that is not between 1 and 65535", exampleTarget, to("sip:sbc.example.com:sip")},
	{"a high port", "Target", "has a port that is not between 1 and 65535", exampleTarget, to("sip:sbc.example.com:65536")},
	{"no port behind the colon", "Target", "has a port that is not between 1 and 65535", exampleTarget, to("sip:sbc.example.com:;transport=tls")},
	{"IPv6 that has no end", "Target", "has no host", exampleTarget, to("sip:[2001:db8::1")},
	{"brackets without an address", "Target", "has no host", exampleTarget, to("sip:[]")},
	{"IPv4 in brackets", "Target", "has no host", exampleTarget, to("sip:[203.0.113.7]")},
	{"IPv6 and a port without a colon", "Target", "has no host", exampleTarget, to("sip:[2001:db8::1]5060")},
	{"a high priority", "Priority", "is more than 65535", "0 to 65535", target(sip.ConnectionPolicyTargetCreateParams{Target: owlTarget, Priority: twilio.Ptr(65536)})},
	{"a negative priority", "Priority", "is negative", "positive", target(sip.ConnectionPolicyTargetCreateParams{Target: owlTarget, Priority: twilio.Ptr(-1)})},
	{"a high weight", "Weight", "is more than 65535", "1 to 65535", target(sip.ConnectionPolicyTargetCreateParams{Target: owlTarget, Weight: 65536})},
	{"a negative weight", "Weight", "is negative", "positive", target(sip.ConnectionPolicyTargetCreateParams{Target: owlTarget, Weight: -1})},
	{"sips later", "Target", "begins with sips:, which Twilio does not take", "begins with sip:", func(ctx context.Context, s *sip.Client) error {
		return failure(s.ConnectionPolicyTargets.Update(ctx, "NY"+zeros, "NE"+zeros, sip.ConnectionPolicyTargetUpdateParams{Target: "SIPS:sbc.example.com"}))
	}},
	{"a policy of another kind", "ConnectionPolicySID", "is an SID that begins with SD", "NY", func(ctx context.Context, s *sip.Client) error {
		return failure(s.BYOCTrunks.Create(ctx, sip.BYOCTrunkCreateParams{ConnectionPolicySID: "SD" + zeros}))
	}},
	{"a long name of a trunk", "FriendlyName", "has more than 255 characters", "give at most 255", func(ctx context.Context, s *sip.Client) error {
		return failure(s.BYOCTrunks.Create(ctx, sip.BYOCTrunkCreateParams{FriendlyName: strings.Repeat("o", 256)}))
	}},
	{"a long name of a policy", "FriendlyName", "has more than 255 characters", "give at most 255", func(ctx context.Context, s *sip.Client) error {
		return failure(s.ConnectionPolicies.Create(ctx, sip.ConnectionPolicyCreateParams{FriendlyName: strings.Repeat("o", 256)}))
	}},
}

// TestBadInput: each call is refused before it is sent, with its one problem and a remedy.
func TestBadInput(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, inputs := range [][]badInput{domainInputs, listInputs, addressInputs, carrierInputs} {
		for _, in := range inputs {
			err := in.try(t.Context(), b.Client)
			require.ErrorIs(t, err, twilio.ErrNotSent, in.name)
			found := problems(err)
			require.Len(t, found, 1, in.name)
			assert.True(t, strings.HasPrefix(found[0], in.field+" "+in.problem+": "), "%s: %s", in.name, found[0])
			assert.Contains(t, found[0], in.remedy, in.name)
		}
	}
	assert.Empty(t, b.sim.Requests())
}

// TestGoodInput: values at the bounds are sent.
func TestGoodInput(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	parent := strings.Repeat("o", 63) + ".sip.twilio.com"
	for _, name := range []string{parent, "x." + parent, "9.sip.twilio.com", "OWL--1.sip.twilio.com"} {
		require.NoError(t, named(name)(ctx, b.Client), name)
	}
	list := b.users()
	for _, params := range []sip.CredentialCreateParams{
		{Username: strings.Repeat("a", 32), Password: "Abcdefghijk1"},
		{Username: "+14155551234", Password: "ñÑ1 with blanks & signs"},
	} {
		require.NoError(t, failure(b.Credentials.Create(ctx, list.SID, params)), params.Username)
	}
	policy, err := b.ConnectionPolicies.Create(ctx, sip.ConnectionPolicyCreateParams{})
	require.NoError(t, err)
	for _, params := range []sip.ConnectionPolicyTargetCreateParams{
		{Target: "sip:203.0.113.7"},
		{Target: "SIP:sbc.example.com", Priority: twilio.Ptr(0), Weight: 1},
		{Target: "sip:ada;a?b@sbc.example.com:1;transport=tls?x-a=b:c", Priority: twilio.Ptr(65535), Weight: 65535},
		{Target: "sip:[2001:db8::1]:65535", Enabled: twilio.Ptr(false)},
		{Target: "sip:[2001:db8::1]"},
	} {
		made, err := b.ConnectionPolicyTargets.Create(ctx, policy.SID, params)
		require.NoError(t, err, params.Target)
		assert.Equal(t, params.Target, made.Target)
		assert.Equal(t, params.Enabled == nil, made.Enabled, params.Target)
	}
}

// TestPasswordIsNotShown: an error about a password, and printed params, do not show it.
func TestPasswordIsNotShown(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := sip.CredentialCreateParams{Username: "ada", Password: "hush-hush"}
	_, err := b.Credentials.Create(t.Context(), "CL"+zeros, params)
	require.ErrorIs(t, err, twilio.ErrNotSent)
	assert.NotContains(t, err.Error(), "hush")
}
