package twiliotest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/sip"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	sipName     = "owl-bank.sip.twilio.com"
	sipPassword = twilio.Secret("Tu-whit-tu-whoo-1")
	sipNone     = "00000000000000000000000000000999"
	sipAddress  = "sip:sbc.example.com:5060"
)

// sipBench is SIP of a simulator.
type sipBench struct {
	*sip.Client

	t   *testing.T
	sim *twiliotest.Sim
}

func newSIPBench(t *testing.T) *sipBench {
	t.Helper()
	sim := twiliotest.New(t)
	return &sipBench{Client: sip.New(sim.Client()), t: t, sim: sim}
}

// sipDone fails the test for an error.
func sipDone[T any](t *testing.T) func(*T, error) *T {
	t.Helper()
	return func(result *T, err error) *T {
		t.Helper()
		require.NoError(t, err)
		return result
	}
}

func (b *sipBench) domain(name string) *sip.Domain {
	b.t.Helper()
	return sipDone[sip.Domain](b.t)(b.Domains.Create(b.t.Context(), sip.DomainCreateParams{DomainName: name}))
}

func (b *sipBench) users(name string) *sip.CredentialList {
	b.t.Helper()
	return sipDone[sip.CredentialList](b.t)(b.CredentialLists.Create(b.t.Context(), sip.CredentialListCreateParams{FriendlyName: name}))
}

func (b *sipBench) addresses(name string) *sip.IPAccessControlList {
	b.t.Helper()
	return sipDone[sip.IPAccessControlList](b.t)(b.IPAccessControlLists.Create(b.t.Context(), sip.IPAccessControlListCreateParams{FriendlyName: name}))
}

// sipRefused looks for Twilio's code and status in an error.
func sipRefused(t *testing.T, err error, status int, code twilio.ErrorCode, what string) {
	t.Helper()
	var apiErr *twilio.Error
	require.ErrorAs(t, err, &apiErr, what)
	assert.Equal(t, []int{status, int(code)}, []int{apiErr.Status, int(apiErr.Code)}, what)
}

// TestSIPDomainNames: a name belongs to one domain, and a name below another one to the
// account that has that.
func TestSIPDomainNames(t *testing.T) {
	t.Parallel()
	b := newSIPBench(t)
	ctx := t.Context()
	owl := b.domain(sipName)
	assert.Equal(t, []string{sipName, "", "POST"}, []string{owl.DomainName, owl.AuthType, string(owl.VoiceMethod)})

	create := func(client *sip.Client, name string) error {
		_, err := client.Domains.Create(ctx, sip.DomainCreateParams{DomainName: name, FriendlyName: "Another"})
		return err
	}
	branch := b.subaccount()
	sipRefused(t, create(b.Client, sipName), http.StatusBadRequest, 21231, "the name is taken")
	sipRefused(t, create(b.Client, "OWL-bank.sip.twilio.com"), http.StatusBadRequest, 21231, "in other letters")
	sipRefused(t, create(branch, sipName), http.StatusBadRequest, 21231, "by another account")
	sipRefused(t, create(b.Client, "berlin.barn.sip.twilio.com"), http.StatusBadRequest, 21232, "nobody has the name above it")
	require.NoError(t, create(branch, "berlin.owl-bank.sip.twilio.com"), "the main account has the name above it")
	require.NoError(t, create(branch, "barn.sip.twilio.com"))
	sipRefused(t, create(b.Client, "barn.sip.twilio.com"), http.StatusBadRequest, 21231, "a subaccount has the name")
	sipRefused(t, create(b.Client, "paris.barn.sip.twilio.com"), http.StatusBadRequest, 21232, "a subaccount has the name above it")

	sipRefused(t, b.Domains.Delete(ctx, owl.SID), http.StatusBadRequest, 21233, "it has a subdomain")
	_, err := b.Domains.Update(ctx, owl.SID, sip.DomainUpdateParams{DomainName: "owls.sip.twilio.com"})
	sipRefused(t, err, http.StatusBadRequest, 21233, "it has a subdomain")
	updated := sipDone[sip.Domain](t)(b.Domains.Update(ctx, owl.SID, sip.DomainUpdateParams{DomainName: sipName, FriendlyName: "Owls"}))
	assert.Equal(t, "Owls", updated.FriendlyName)
}

// subaccount is SIP of a new subaccount.
func (b *sipBench) subaccount() *sip.Client {
	b.t.Helper()
	sid := b.sim.Subaccount()
	client, err := twilio.New(sid, twilio.AuthToken(b.sim.SubaccountToken(sid)), b.sim.Options()...)
	require.NoError(b.t, err)
	return sip.New(client)
}

// TestSIPDomainRename: a name that is given up is free again.
func TestSIPDomainRename(t *testing.T) {
	t.Parallel()
	b := newSIPBench(t)
	ctx := t.Context()
	owl, barn := b.domain(sipName), b.domain("barn.sip.twilio.com")
	_, err := b.Domains.Update(ctx, barn.SID, sip.DomainUpdateParams{DomainName: sipName})
	sipRefused(t, err, http.StatusBadRequest, 21231, "the name is taken")
	sipDone[sip.Domain](t)(b.Domains.Update(ctx, owl.SID, sip.DomainUpdateParams{DomainName: "owls.sip.twilio.com"}))
	sipDone[sip.Domain](t)(b.Domains.Update(ctx, barn.SID, sip.DomainUpdateParams{DomainName: sipName}))
	require.NoError(t, b.Domains.Delete(ctx, barn.SID))
	b.domain(sipName)
	sipRefused(t, b.Domains.Delete(ctx, barn.SID), http.StatusNotFound, 20404, "it is gone")
}

// TestSIPMappings: the lists of a domain say how it recognises callers, and a list that is
// mapped stays.
func TestSIPMappings(t *testing.T) {
	t.Parallel()
	b := newSIPBench(t)
	ctx, calls := t.Context(), b.Domains.Auth.Calls
	domain, users, office := b.domain(sipName), b.users("Front desk"), b.addresses("Office")
	byUsers := sip.CredentialListMappingCreateParams{CredentialListSID: users.SID}
	byAddress := sip.IPAccessControlListMappingCreateParams{IPAccessControlListSID: office.SID}

	mapped := sipDone[sip.CredentialListMapping](t)(calls.CredentialLists.Create(ctx, domain.SID, byUsers))
	assert.Equal(t, []string{users.SID, "Front desk"}, []string{mapped.SID, mapped.FriendlyName})
	assert.Equal(t, []sip.AuthType{sip.AuthTypeCredentialList}, b.authTypes(domain.SID))
	sipDone[sip.IPAccessControlListMapping](t)(calls.IPAccessControlLists.Create(ctx, domain.SID, byAddress))
	assert.Equal(t, []sip.AuthType{sip.AuthTypeIPACL, sip.AuthTypeCredentialList}, b.authTypes(domain.SID))

	sipRefused(t, b.CredentialLists.Delete(ctx, users.SID), http.StatusBadRequest, 21241, "the list is mapped")
	sipRefused(t, b.IPAccessControlLists.Delete(ctx, office.SID), http.StatusBadRequest, 21236, "the list is mapped")
	sipDone[sip.CredentialList](t)(b.CredentialLists.Update(ctx, users.SID, sip.CredentialListUpdateParams{FriendlyName: "Lobby"}))
	assert.Equal(t, "Lobby", sipDone[sip.CredentialListMapping](t)(calls.CredentialLists.Get(ctx, domain.SID, users.SID)).FriendlyName)

	require.NoError(t, calls.CredentialLists.Delete(ctx, domain.SID, users.SID))
	require.NoError(t, calls.IPAccessControlLists.Delete(ctx, domain.SID, office.SID))
	assert.Empty(t, b.authTypes(domain.SID))
	sipRefused(t, calls.CredentialLists.Delete(ctx, domain.SID, users.SID), http.StatusNotFound, 20404, "the mapping is gone")
	require.NoError(t, b.CredentialLists.Delete(ctx, users.SID))
	require.NoError(t, b.IPAccessControlLists.Delete(ctx, office.SID))
}

func (b *sipBench) authTypes(domainSID string) []sip.AuthType {
	b.t.Helper()
	return sipDone[sip.Domain](b.t)(b.Domains.Get(b.t.Context(), domainSID)).AuthTypes()
}

// TestSIPMappingsOfEachUse: registrations have lists of their own, and the older addresses
// show the lists of calls.
func TestSIPMappingsOfEachUse(t *testing.T) {
	t.Parallel()
	b := newSIPBench(t)
	ctx, auth := t.Context(), b.Domains.Auth
	domain, users, office := b.domain(sipName), b.users("Front desk"), b.addresses("Office")

	sipDone[sip.CredentialListMapping](t)(auth.Registrations.CredentialLists.Create(ctx, domain.SID, sip.CredentialListMappingCreateParams{CredentialListSID: users.SID}))
	assert.Empty(t, b.authTypes(domain.SID), "registrations let no call in")
	_, err := auth.Calls.CredentialLists.Get(ctx, domain.SID, users.SID)
	sipRefused(t, err, http.StatusNotFound, 20404, "the list is not mapped for calls")
	sipRefused(t, b.CredentialLists.Delete(ctx, users.SID), http.StatusBadRequest, 21241, "the list is mapped for registrations")

	older := sipDone[sip.CredentialListMappingV1](t)(b.Domains.CredentialListsV1.Create(ctx, domain.SID, sip.CredentialListMappingV1CreateParams{CredentialListSID: users.SID}))
	assert.Equal(t, domain.SID, older.DomainSID)
	assert.True(t, strings.HasSuffix(older.URI, "/SIP/Domains/"+domain.SID+"/CredentialListMappings/"+users.SID+".json"), older.URI)
	sipDone[sip.CredentialListMapping](t)(auth.Calls.CredentialLists.Get(ctx, domain.SID, users.SID))
	sipDone[sip.IPAccessControlListMapping](t)(auth.Calls.IPAccessControlLists.Create(ctx, domain.SID, sip.IPAccessControlListMappingCreateParams{IPAccessControlListSID: office.SID}))
	page := sipDone[twilio.Page[sip.IPAccessControlListMappingV1]](t)(b.Domains.IPAccessControlListsV1.List(ctx, domain.SID, sip.IPAccessControlListMappingV1ListParams{}))
	require.Len(t, page.Items, 1)
	assert.Equal(t, office.SID, page.Items[0].SID)

	require.NoError(t, b.Domains.Delete(ctx, domain.SID))
	require.NoError(t, b.CredentialLists.Delete(ctx, users.SID), "the mappings went with the domain")
	_, err = auth.Calls.CredentialLists.List(ctx, domain.SID, sip.CredentialListMappingListParams{})
	sipRefused(t, err, http.StatusNotFound, 20404, "the domain is gone")
}

// TestSIPMappingRefusals: the domain and the list have to exist, and a list is mapped once.
func TestSIPMappingRefusals(t *testing.T) {
	t.Parallel()
	b := newSIPBench(t)
	ctx, lists := t.Context(), b.Domains.Auth.Calls.CredentialLists
	domain, users := b.domain(sipName), b.users("Front desk")
	byUsers := sip.CredentialListMappingCreateParams{CredentialListSID: users.SID}
	_, err := lists.Create(ctx, "SD"+sipNone, byUsers)
	sipRefused(t, err, http.StatusNotFound, 20404, "no such domain")
	_, err = lists.Create(ctx, domain.SID, sip.CredentialListMappingCreateParams{CredentialListSID: "CL" + sipNone})
	sipRefused(t, err, http.StatusNotFound, 20404, "no such list")
	others := b.subaccount()
	_, err = others.Domains.Auth.Calls.CredentialLists.Create(ctx, domain.SID, byUsers)
	sipRefused(t, err, http.StatusNotFound, 20404, "the domain of another account")

	sipDone[sip.CredentialListMapping](t)(lists.Create(ctx, domain.SID, byUsers))
	create := twilio.Operation{Name: "Mappings.Create", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/SIP/Domains/{DomainSid:SD}/Auth/Calls/CredentialListMappings.json"}
	_, err = twilio.Invoke[sip.CredentialListMapping](ctx, b.sim.Client(), create.On(domain.SID).With(url.Values{"CredentialListSid": {users.SID}}))
	sipRefused(t, err, http.StatusBadRequest, 21231, "the list is mapped already")
	page := sipDone[twilio.Page[sip.CredentialListMapping]](t)(lists.List(ctx, domain.SID, sip.CredentialListMappingListParams{}))
	assert.Len(t, page.Items, 1)
}

// TestSIPCredentials: a user name is unique in its list, and nothing shows the password.
func TestSIPCredentials(t *testing.T) {
	t.Parallel()
	b := newSIPBench(t)
	ctx := t.Context()
	users, other := b.users("Front desk"), b.users("Vault")
	params := sip.CredentialCreateParams{Username: "ada", Password: sipPassword}
	ada := sipDone[sip.Credential](t)(b.Credentials.Create(ctx, users.SID, params))
	assert.Equal(t, []string{users.SID, "ada"}, []string{ada.CredentialListSID, ada.Username})
	_, err := b.Credentials.Create(ctx, users.SID, params)
	sipRefused(t, err, http.StatusBadRequest, 21243, "the list has the user name")
	sipDone[sip.Credential](t)(b.Credentials.Create(ctx, other.SID, params))
	_, err = b.CredentialLists.Create(ctx, sip.CredentialListCreateParams{FriendlyName: "Vault"})
	sipRefused(t, err, http.StatusBadRequest, 21240, "another list has the name")
	_, err = b.CredentialLists.Update(ctx, users.SID, sip.CredentialListUpdateParams{FriendlyName: "Vault"})
	sipRefused(t, err, http.StatusBadRequest, 21240, "another list has the name")
	sipDone[sip.CredentialList](t)(b.CredentialLists.Update(ctx, users.SID, sip.CredentialListUpdateParams{FriendlyName: "Front desk"}))

	sipDone[sip.Credential](t)(b.Credentials.Update(ctx, users.SID, ada.SID, sip.CredentialUpdateParams{Password: "Hoo-hoo-hoo-hoo-2"}))
	for _, r := range b.sim.Requests() {
		assert.NotContains(t, fmt.Sprint(r.Form), "hoo", "the ledger keeps no password")
	}
	require.NoError(t, b.CredentialLists.Delete(ctx, users.SID))
	_, err = b.Credentials.Get(ctx, users.SID, ada.SID)
	sipRefused(t, err, http.StatusNotFound, 20404, "it went with its list")
}

// TestSIPRefusals sends what package sip refuses by itself.
func TestSIPRefusals(t *testing.T) {
	t.Parallel()
	b := newSIPBench(t)
	users, acl := b.users("Front desk"), b.addresses("Office")
	policy := sipDone[sip.ConnectionPolicy](t)(b.ConnectionPolicies.Create(t.Context(), sip.ConnectionPolicyCreateParams{FriendlyName: "Carrier"}))
	const account = "/2010-04-01/Accounts/{AccountSid}/SIP"
	target := "/v1/ConnectionPolicies/" + policy.SID + "/Targets"
	tests := []struct {
		name, host, path string
		form             url.Values
		code             twilio.ErrorCode
	}{
		{"no name of a domain", "api", account + "/Domains.json", url.Values{}, 21231},
		{"a name elsewhere", "api", account + "/Domains.json", url.Values{"DomainName": {"owl.example.com"}}, 21231},
		{"an empty part", "api", account + "/Domains.json", url.Values{"DomainName": {"owl..sip.twilio.com"}}, 21231},
		{"a hyphen at the end", "api", account + "/Domains.json", url.Values{"DomainName": {"owl-.sip.twilio.com"}}, 21231},
		{"no such trunk", "api", account + "/Domains.json", url.Values{"DomainName": {sipName}, "ByocTrunkSid": {"BY" + sipNone}}, 21300},
		{"no name of a list", "api", account + "/CredentialLists.json", url.Values{}, 21240},
		{"no name of a list of addresses", "api", account + "/IpAccessControlLists.json", url.Values{}, 21235},
		{"no password", "api", account + "/CredentialLists/" + users.SID + "/Credentials.json", url.Values{"Username": {"ada"}}, 21243},
		{"a short password", "api", account + "/CredentialLists/" + users.SID + "/Credentials.json", url.Values{"Username": {"ada"}, "Password": {"Tu-whit-1"}}, 21243},
		{"no capital", "api", account + "/CredentialLists/" + users.SID + "/Credentials.json", url.Values{"Username": {"ada"}, "Password": {"tu-whit-tu-whoo-1"}}, 21243},
		{"no digit", "api", account + "/CredentialLists/" + users.SID + "/Credentials.json", url.Values{"Username": {"ada"}, "Password": {"Tu-whit-tu-whoo"}}, 21243},
		{"a long user name", "api", account + "/CredentialLists/" + users.SID + "/Credentials.json", url.Values{"Username": {strings.Repeat("a", 33)}, "Password": {"Tu-whit-tu-whoo-1"}}, 21243},
		{"IPv6", "api", account + "/IpAccessControlLists/" + acl.SID + "/IpAddresses.json", url.Values{"FriendlyName": {"Office"}, "IpAddress": {"2001:db8::1"}}, 21238},
		{"a long prefix", "api", account + "/IpAccessControlLists/" + acl.SID + "/IpAddresses.json", url.Values{"FriendlyName": {"Office"}, "IpAddress": {"203.0.113.7"}, "CidrPrefixLength": {"33"}}, 21238},
		{"no address of a record", "voice", "/v1/IpRecords", url.Values{"IpAddress": {"Office"}}, 20001},
		{"sips", "voice", target, url.Values{"Target": {"sips:sbc.example.com"}}, 20001},
		{"a high priority", "voice", target, url.Values{"Target": {sipAddress}, "Priority": {"65536"}}, 20001},
		{"no weight", "voice", target, url.Values{"Target": {sipAddress}, "Weight": {"0"}}, 20001},
		{"no such policy", "voice", "/v1/ByocTrunks", url.Values{"ConnectionPolicySid": {"NY" + sipNone}}, 20001},
		{"no such domain of a trunk", "voice", "/v1/ByocTrunks", url.Values{"FromDomainSid": {"SD" + sipNone}}, 20001},
		{"no such record", "voice", "/v1/SourceIpMappings", url.Values{"IpRecordSid": {"IL" + sipNone}, "SipDomainSid": {"SD" + sipNone}}, 20001},
	}
	for _, tt := range tests {
		create := twilio.Operation{Name: "Test.Create", Method: http.MethodPost, Host: tt.host, Path: tt.path}
		_, err := twilio.Invoke[sip.Domain](t.Context(), b.sim.Client(), create.With(tt.form))
		sipRefused(t, err, http.StatusBadRequest, tt.code, tt.name)
	}
}

// TestSIPCarriers: a trunk, its policy with targets, and the calls that name no domain.
func TestSIPCarriers(t *testing.T) {
	t.Parallel()
	b := newSIPBench(t)
	ctx, domain := t.Context(), b.domain(sipName)
	policy := sipDone[sip.ConnectionPolicy](t)(b.ConnectionPolicies.Create(ctx, sip.ConnectionPolicyCreateParams{FriendlyName: "Carrier"}))
	target := sipDone[sip.ConnectionPolicyTarget](t)(b.ConnectionPolicyTargets.Create(ctx, policy.SID, sip.ConnectionPolicyTargetCreateParams{Target: sipAddress}))
	assert.Equal(t, []any{twilio.Int(10), twilio.Int(10), true}, []any{target.Priority, target.Weight, target.Enabled}, "as Twilio has them")
	target = sipDone[sip.ConnectionPolicyTarget](t)(b.ConnectionPolicyTargets.Disable(ctx, policy.SID, target.SID))
	assert.False(t, target.Enabled)
	target = sipDone[sip.ConnectionPolicyTarget](t)(b.ConnectionPolicyTargets.Enable(ctx, policy.SID, target.SID))
	assert.True(t, target.Enabled)

	trunk := sipDone[sip.BYOCTrunk](t)(b.BYOCTrunks.Create(ctx, sip.BYOCTrunkCreateParams{ConnectionPolicySID: policy.SID, FromDomainSID: domain.SID}))
	domain = sipDone[sip.Domain](t)(b.Domains.Update(ctx, domain.SID, sip.DomainUpdateParams{BYOCTrunkSID: trunk.SID}))
	assert.Equal(t, trunk.SID, domain.BYOCTrunkSID)

	record := sipDone[sip.IPRecord](t)(b.IPRecords.Create(ctx, sip.IPRecordCreateParams{IPAddress: "203.0.113.7"}))
	assert.EqualValues(t, 32, record.CIDRPrefixLength, "a single address")
	mapping := sipDone[sip.SourceIPMapping](t)(b.SourceIPMappings.Create(ctx, sip.SourceIPMappingCreateParams{IPRecordSID: record.SID, SIPDomainSID: domain.SID}))
	_, err := b.SourceIPMappings.Update(ctx, mapping.SID, sip.SourceIPMappingUpdateParams{SIPDomainSID: "SD" + sipNone})
	sipRefused(t, err, http.StatusBadRequest, 20001, "no such domain")
}

// TestSIPLimits: the account and its lists hold so much and no more.
func TestSIPLimits(t *testing.T) {
	t.Parallel()
	b := newSIPBench(t)
	ctx := t.Context()
	users, acl := b.users("Front desk"), b.addresses("Office")
	tests := []struct {
		name   string
		most   int
		code   twilio.ErrorCode
		create func(i int) error
	}{
		{"credential lists", 99, 21239, func(i int) error {
			_, err := b.CredentialLists.Create(ctx, sip.CredentialListCreateParams{FriendlyName: fmt.Sprint("List ", i)})
			return err
		}},
		{"credentials", 1000, 21242, func(i int) error {
			_, err := b.Credentials.Create(ctx, users.SID, sip.CredentialCreateParams{Username: fmt.Sprint("ada", i), Password: sipPassword})
			return err
		}},
		{"lists of addresses", 999, 21255, func(int) error {
			_, err := b.IPAccessControlLists.Create(ctx, sip.IPAccessControlListCreateParams{FriendlyName: "Office"})
			return err
		}},
		{"addresses", 100, 21237, func(int) error {
			_, err := b.IPAddresses.Create(ctx, acl.SID, sip.IPAddressCreateParams{FriendlyName: "Office", IPAddress: "203.0.113.7", CIDRPrefixLength: 29})
			return err
		}},
	}
	for _, tt := range tests {
		for i := range tt.most {
			require.NoError(t, tt.create(i), tt.name)
		}
		sipRefused(t, tt.create(tt.most), http.StatusBadRequest, tt.code, tt.name)
	}
}
