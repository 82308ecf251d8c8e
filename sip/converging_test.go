package sip_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/sip"
	"github.com/seed15d99369/twilio/twiliotest"
)

const domainsPath = "/2010-04-01/Accounts/*/SIP/Domains.json"

// TestDomainLostAnswer: the answer to a create is lost, the second create is refused
// because the name is taken, and the domain is found.
func TestDomainLostAnswer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Fault(twiliotest.On(http.MethodPost, domainsPath).Nth(1).CommitThenReset())
	made := b.domain()
	assert.Equal(t, []string{owlName, owlVoice}, []string{made.DomainName, made.VoiceURL})
	assert.Equal(t, 2, b.posts())
	page, err := b.Domains.List(t.Context(), sip.DomainListParams{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, page.Items[0].SID, made.SID)
}

// TestDomainExists: a domain that has all of the settings is returned, and another one is
// not.
func TestDomainExists(t *testing.T) {
	t.Parallel()
	whole := sip.DomainCreateParams{
		DomainName: owlName, FriendlyName: "Owls", VoiceURL: owlVoice, VoiceMethod: http.MethodGet,
		VoiceFallbackURL: owlVoice + "/fallback", VoiceFallbackMethod: http.MethodGet,
		VoiceStatusCallbackURL: owlVoice + "/status", VoiceStatusCallbackMethod: http.MethodGet,
		SIPRegistration: true, Secure: true, EmergencyCallingEnabled: true, EmergencyCallerSID: "PN" + zeros,
	}
	b := newBench(t)
	made, err := b.Domains.Create(t.Context(), whole)
	require.NoError(t, err)
	again, err := b.Domains.Create(t.Context(), whole)
	require.NoError(t, err)
	assert.Equal(t, made.SID, again.SID)
	tests := map[string]func(*sip.DomainCreateParams){
		"FriendlyName":              func(p *sip.DomainCreateParams) { p.FriendlyName = "Barn" },
		"VoiceURL":                  func(p *sip.DomainCreateParams) { p.VoiceURL = owlVoice + "/other" },
		"VoiceMethod":               func(p *sip.DomainCreateParams) { p.VoiceMethod = http.MethodPost },
		"VoiceFallbackURL":          func(p *sip.DomainCreateParams) { p.VoiceFallbackURL = owlVoice },
		"VoiceFallbackMethod":       func(p *sip.DomainCreateParams) { p.VoiceFallbackMethod = http.MethodPost },
		"VoiceStatusCallbackURL":    func(p *sip.DomainCreateParams) { p.VoiceStatusCallbackURL = owlVoice },
		"VoiceStatusCallbackMethod": func(p *sip.DomainCreateParams) { p.VoiceStatusCallbackMethod = http.MethodPost },
		"SIPRegistration":           func(p *sip.DomainCreateParams) { p.SIPRegistration = false },
		"Secure":                    func(p *sip.DomainCreateParams) { p.Secure = false },
		"EmergencyCallingEnabled":   func(p *sip.DomainCreateParams) { p.EmergencyCallingEnabled = false },
		"EmergencyCallerSID":        func(p *sip.DomainCreateParams) { p.EmergencyCallerSID = "PN" + zeros[1:] + "2" },
		"Extra":                     func(p *sip.DomainCreateParams) { p.VoiceURL, p.Extra = "", url.Values{"VoiceUrl": {owlVoice}} },
	}
	for name, change := range tests {
		other := whole
		change(&other)
		_, err := b.Domains.Create(t.Context(), other)
		require.ErrorIs(t, err, twilio.ErrorCode(21231), name)
	}
}

// TestDomainOfAnotherAccount: a domain of the account with the same settings and another
// name is not the one that was asked for.
func TestDomainOfAnotherAccount(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.domain()
	sid := b.sim.Subaccount()
	other, err := twilio.New(sid, twilio.AuthToken(b.sim.SubaccountToken(sid)), b.sim.Options()...)
	require.NoError(t, err)
	params := sip.DomainCreateParams{DomainName: "barn.sip.twilio.com", VoiceURL: owlVoice}
	_, err = sip.New(other).Domains.Create(t.Context(), params)
	require.NoError(t, err)
	_, err = b.Domains.Create(t.Context(), params)
	require.ErrorIs(t, err, twilio.ErrorCode(21231))
}

// TestMappingLostAnswer: the answers to the creates of mappings are lost, the second
// creates are refused, and the mappings are found.
func TestMappingLostAnswer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, domain, list := t.Context(), b.domain(), b.users()
	acl, err := b.IPAccessControlLists.Create(ctx, sip.IPAccessControlListCreateParams{FriendlyName: "Office"})
	require.NoError(t, err)
	const below = "/2010-04-01/Accounts/*/SIP/Domains/*"
	tests := []struct {
		path   string
		create func() (sid string, err error)
		want   string
	}{
		{"/Auth/Registrations/CredentialListMappings.json", func() (string, error) {
			m, err := b.Domains.Auth.Registrations.CredentialLists.Create(ctx, domain.SID, sip.CredentialListMappingCreateParams{CredentialListSID: list.SID})
			return sidOf(m, func() string { return m.SID }), err
		}, list.SID},
		{"/Auth/Calls/CredentialListMappings.json", func() (string, error) {
			m, err := b.Domains.Auth.Calls.CredentialLists.Create(ctx, domain.SID, sip.CredentialListMappingCreateParams{CredentialListSID: list.SID})
			return sidOf(m, func() string { return m.SID }), err
		}, list.SID},
		{"/Auth/Calls/IpAccessControlListMappings.json", func() (string, error) {
			m, err := b.Domains.Auth.Calls.IPAccessControlLists.Create(ctx, domain.SID, sip.IPAccessControlListMappingCreateParams{IPAccessControlListSID: acl.SID})
			return sidOf(m, func() string { return m.SID }), err
		}, acl.SID},
		{"/CredentialListMappings.json", func() (string, error) {
			m, err := b.Domains.CredentialListsV1.Create(ctx, domain.SID, sip.CredentialListMappingV1CreateParams{CredentialListSID: list.SID})
			return sidOf(m, func() string { return m.SID }), err
		}, list.SID},
		{"/IpAccessControlListMappings.json", func() (string, error) {
			m, err := b.Domains.IPAccessControlListsV1.Create(ctx, domain.SID, sip.IPAccessControlListMappingV1CreateParams{IPAccessControlListSID: acl.SID})
			return sidOf(m, func() string { return m.SID }), err
		}, acl.SID},
	}
	for _, tt := range tests {
		b.sim.Fault(twiliotest.On(http.MethodPost, below+tt.path).Times(1).CommitThenReset())
		before := b.posts()
		sid, err := tt.create()
		require.NoError(t, err, tt.path)
		assert.Equal(t, tt.want, sid, tt.path)
		assert.Equal(t, before+2, b.posts(), tt.path)
	}
}

// sidOf is the SID of an answer that may be missing.
func sidOf[T any](answer *T, sid func() string) string {
	if answer == nil {
		return ""
	}
	return sid()
}

// TestMappingRefusedForAnotherReason: a refusal with the same code, when the list is not
// mapped, stays a refusal.
func TestMappingRefusedForAnotherReason(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	domain, list := b.domain(), b.users()
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/SIP/Domains/*/Auth/Calls/CredentialListMappings.json").Status(http.StatusBadRequest, 21231))
	_, err := b.Domains.Auth.Calls.CredentialLists.Create(t.Context(), domain.SID, sip.CredentialListMappingCreateParams{CredentialListSID: list.SID})
	require.ErrorIs(t, err, twilio.ErrorCode(21231))
}

// TestLostUser: whether a user was added cannot be known, so that it is not added twice.
func TestLostUser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	list := b.users()
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/SIP/CredentialLists/*/Credentials.json").CommitThenReset())
	before := b.posts()
	_, err := b.Credentials.Create(t.Context(), list.SID, sip.CredentialCreateParams{Username: "ada", Password: owlPassword})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.NotContains(t, err.Error(), owlPassword.Reveal())
	assert.Equal(t, before+1, b.posts())
	for found, err := range b.Credentials.All(t.Context(), list.SID, sip.CredentialListParams{}) {
		require.NoError(t, err)
		_, err = b.Credentials.Update(t.Context(), list.SID, found.SID, sip.CredentialUpdateParams{Password: owlPassword})
		require.NoError(t, err)
	}
	assert.Equal(t, before+2, b.posts())
}

// TestAuthTypes reads the ways in which a domain recognises its callers.
func TestAuthTypes(t *testing.T) {
	t.Parallel()
	tests := map[string][]sip.AuthType{
		"":                         nil,
		"IP_ACL":                   {sip.AuthTypeIPACL},
		"IP_ACL,CREDENTIAL_LIST":   {sip.AuthTypeIPACL, sip.AuthTypeCredentialList},
		"IP_ACL, CREDENTIAL_LIST,": {sip.AuthTypeIPACL, sip.AuthTypeCredentialList},
		"PIGEON":                   {"PIGEON"},
	}
	for text, want := range tests {
		assert.Equal(t, want, (&sip.Domain{AuthType: text}).AuthTypes(), text)
	}
}
