package sip_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/sip"
)

// accepts reports that params have no problem.
func accepts(params twilio.Validator) bool {
	var problems twilio.Problems
	params.Validate(&problems)
	return problems.Err("Test") == nil
}

// FuzzDomainName: a name that is taken is a host name below sip.twilio.com.
func FuzzDomainName(f *testing.F) {
	for _, seed := range []string{"", owlName, "berlin." + owlName, ".sip.twilio.com", "-.sip.twilio.com", "owl_bank.sip.twilio.com", "sip:ada@" + owlName, strings.Repeat("o", 64) + ".sip.twilio.com", "\xff.sip.twilio.com"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if name == "" || !accepts(&sip.DomainCreateParams{DomainName: name}) {
			return
		}
		assert.LessOrEqual(t, len(name), 253)
		labels := strings.Split(strings.ToLower(name), ".")
		assert.Equal(t, []string{"sip", "twilio", "com"}, labels[len(labels)-3:])
		for _, label := range labels {
			assert.Regexp(t, `^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`, label)
		}
	})
}

// FuzzIPAddress: an address that is taken is IPv4.
func FuzzIPAddress(f *testing.F) {
	for _, seed := range []string{"", owlAddress, "203.0.113.0/24", "203.0.113.007", "2001:db8::1", "::ffff:203.0.113.7", "fe80::1%eth0", "1.2.3"} {
		f.Add(seed, 32)
	}
	f.Fuzz(func(t *testing.T, address string, prefix int) {
		if address == "" || !accepts(&sip.IPAddressCreateParams{IPAddress: address, CIDRPrefixLength: prefix}) {
			return
		}
		ip, err := netip.ParseAddr(address)
		assert.NoError(t, err)
		assert.True(t, ip.Is4())
		assert.LessOrEqual(t, prefix, 32)
		assert.Equal(t, address, ip.String())
	})
}

// FuzzTarget: a target that is taken begins with sip: and has no blank.
func FuzzTarget(f *testing.F) {
	for _, seed := range []string{"", owlTarget, "sips:sbc.example.com", "sip:", "sip:ada@", "sip:@", "sip:[", "sip:]", "sip:[]", "sip:[::1]5060", "sip:a:b:c", "sip:a;b?c@d:1;e?f", "SIP:x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, target string) {
		if target == "" || !accepts(&sip.ConnectionPolicyTargetCreateParams{Target: target}) {
			return
		}
		assert.Regexp(t, `^[sS][iI][pP]:[^\s\p{Cc}]+$`, target)
	})
}

// FuzzPassword: a password that is taken has what Twilio asks for.
func FuzzPassword(f *testing.F) {
	for _, seed := range []string{"", string(owlPassword), "Abcdefghijk1", "abcdefghijk1", "ABCDEFGHIJK1", "Abcdefghijkl", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xffAa1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, password string) {
		if password == "" || !accepts(&sip.CredentialUpdateParams{Password: twilio.Secret(password)}) {
			return
		}
		assert.GreaterOrEqual(t, len(password), 12)
		assert.NotEqual(t, strings.ToUpper(password), password)
		assert.NotEqual(t, strings.ToLower(password), password)
		assert.True(t, strings.ContainsAny(password, "0123456789"))
	})
}
