package sip

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Domain is a host name at Twilio, such as owl-bank.sip.twilio.com, to which SIP phones
// and exchanges send their calls. Twilio asks VoiceURL for the TwiML that answers a
// call.
//
// A domain takes no call until a credential list or an IP access control list is mapped
// to it: see [Domains].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
type Domain struct {
	SID                       string        `json:"sid"` // SD…
	AccountSID                string        `json:"account_sid"`
	DomainName                string        `json:"domain_name"` // owl-bank.sip.twilio.com
	FriendlyName              string        `json:"friendly_name"`
	AuthType                  string        `json:"auth_type"` // see [Domain.AuthTypes]
	VoiceURL                  string        `json:"voice_url"`
	VoiceMethod               twilio.Method `json:"voice_method"`
	VoiceFallbackURL          string        `json:"voice_fallback_url"`
	VoiceFallbackMethod       twilio.Method `json:"voice_fallback_method"`
	VoiceStatusCallbackURL    string        `json:"voice_status_callback_url"`
	VoiceStatusCallbackMethod twilio.Method `json:"voice_status_callback_method"`
	SIPRegistration           bool          `json:"sip_registration"` // whether phones may register, so that calls reach them
	Secure                    bool          `json:"secure"`           // whether calls must come over TLS, with SRTP
	EmergencyCallingEnabled   bool          `json:"emergency_calling_enabled"`
	EmergencyCallerSID        string        `json:"emergency_caller_sid"` // PN…, the number that an emergency service calls back
	BYOCTrunkSID              string        `json:"byoc_trunk_sid"`       // BY…
	APIVersion                string        `json:"api_version"`
	DateCreated               twilio.Time   `json:"date_created"`
	DateUpdated               twilio.Time   `json:"date_updated"`
	URI                       string        `json:"uri"`

	SubresourceURIs map[string]string `json:"subresource_uris"` // addresses of the mappings, by name
}

// AuthType is a way in which a domain recognises those who call it.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
type AuthType string

// The ways in which a domain recognises those who call it.
const (
	AuthTypeIPACL          AuthType = "IP_ACL"          // by the address that a call comes from
	AuthTypeCredentialList AuthType = "CREDENTIAL_LIST" //nolint:gosec // by user name and password; it is none
)

// AuthTypes returns the ways in which the domain recognises those who call it. A domain
// without any refuses every call.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
func (d *Domain) AuthTypes() []AuthType {
	var types []AuthType
	for name := range strings.SplitSeq(d.AuthType, ",") {
		if name = strings.TrimSpace(name); name != "" {
			types = append(types, AuthType(name))
		}
	}
	return types
}

// Domains manages the SIP domains of the account, and in Auth the lists of those who may
// use each of them. CredentialListsV1 and IPAccessControlListsV1 are the older addresses
// of Auth.Calls, which Twilio's documentation no longer shows.
type Domains struct {
	Auth                   *DomainAuth
	CredentialListsV1      *CredentialListMappingsV1
	IPAccessControlListsV1 *IPAccessControlListMappingsV1

	c *twilio.Client
}

func newDomains(c *twilio.Client) *Domains {
	return &Domains{
		Auth:                   newDomainAuth(c),
		CredentialListsV1:      &CredentialListMappingsV1{c},
		IPAccessControlListsV1: &IPAccessControlListMappingsV1{c},
		c:                      c,
	}
}

const (
	domainsPath = accountPath + "/Domains.json"
	domainPath  = accountPath + "/Domains/{Sid:SD}.json"
)

var (
	// A name belongs to one domain of all accounts: to make it twice is refused, and the
	// name tells which domain it is.
	domainCreate = twilio.Operation{
		Name: "sip.Domains.Create", Method: http.MethodPost, Host: hostAPI, Path: domainsPath, Class: twilio.ClassIdempotent, Mints: "SD",
	}
	domainGet    = twilio.Operation{Name: "sip.Domains.Get", Method: http.MethodGet, Host: hostAPI, Path: domainPath}
	domainList   = twilio.Operation{Name: "sip.Domains.List", Method: http.MethodGet, Host: hostAPI, Path: domainsPath, Items: "domains"}
	domainDelete = twilio.Operation{Name: "sip.Domains.Delete", Method: http.MethodDelete, Host: hostAPI, Path: domainPath}

	// An update converges: a value that is set twice is set.
	domainUpdate = twilio.Operation{Name: "sip.Domains.Update", Method: http.MethodPost, Host: hostAPI, Path: domainPath, Class: twilio.ClassIdempotent}
)

// DomainCreateParams is a new domain.
type DomainCreateParams struct {
	DomainName   string `form:"DomainName" check:"required"` // letters, digits and hyphens before .sip.twilio.com
	FriendlyName string `form:"FriendlyName" check:"max=64"`

	VoiceURL                  string        `form:"VoiceUrl" check:"url"` // returns the TwiML for a call to the domain
	VoiceMethod               twilio.Method `form:"VoiceMethod" check:"method"`
	VoiceFallbackURL          string        `form:"VoiceFallbackUrl" check:"url"` // is asked when VoiceURL fails
	VoiceFallbackMethod       twilio.Method `form:"VoiceFallbackMethod" check:"method"`
	VoiceStatusCallbackURL    string        `form:"VoiceStatusCallbackUrl" check:"url"` // is told when a call ends
	VoiceStatusCallbackMethod twilio.Method `form:"VoiceStatusCallbackMethod" check:"method"`

	SIPRegistration         bool   `form:"SipRegistration"` // lets phones register, so that calls reach them
	Secure                  bool   `form:"Secure"`          // refuses calls without TLS
	EmergencyCallingEnabled bool   `form:"EmergencyCallingEnabled"`
	EmergencyCallerSID      string `form:"EmergencyCallerSid" check:"sid=PN"` // the number that an emergency service calls back
	BYOCTrunkSID            string `form:"ByocTrunkSid" check:"sid=BY"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a name that no domain can have.
func (p *DomainCreateParams) Validate(problems *twilio.Problems) {
	checkDomainName(problems, p.DomainName)
}

// Create makes a domain. Twilio refuses a name that another domain has, of this account
// or of somebody else, with code 21231, and a name below one that is not the account's,
// such as berlin.owl-bank.sip.twilio.com without owl-bank.sip.twilio.com, with code
// 21232.
//
// A create converges, because a name belongs to one domain: it is repeated after
// failures that may pass. A domain of the account that has the name and all of the
// settings already is returned as it is.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
func (s *Domains) Create(ctx context.Context, params DomainCreateParams, opts ...twilio.CallOption) (*Domain, error) {
	made, err := twilio.Invoke[Domain](ctx, s.c, domainCreate.With(&params), opts...)
	if !errors.Is(err, twilio.ErrorCode(codeDomainRefused)) {
		return made, err
	}
	for found, findErr := range s.All(ctx, DomainListParams{}, opts...) {
		if findErr == nil && found.isAs(&params) {
			return found, nil
		}
	}
	return nil, err
}

// isAs reports that a domain has the name and all of the settings of a create.
func (d *Domain) isAs(p *DomainCreateParams) bool {
	texts := [...][2]string{
		{p.FriendlyName, d.FriendlyName},
		{p.VoiceURL, d.VoiceURL},
		{string(p.VoiceMethod), string(d.VoiceMethod)},
		{p.VoiceFallbackURL, d.VoiceFallbackURL},
		{string(p.VoiceFallbackMethod), string(d.VoiceFallbackMethod)},
		{p.VoiceStatusCallbackURL, d.VoiceStatusCallbackURL},
		{string(p.VoiceStatusCallbackMethod), string(d.VoiceStatusCallbackMethod)},
		{p.EmergencyCallerSID, d.EmergencyCallerSID},
		{p.BYOCTrunkSID, d.BYOCTrunkSID},
	}
	for _, text := range texts {
		if text[0] != "" && text[0] != text[1] {
			return false
		}
	}
	return strings.EqualFold(p.DomainName, d.DomainName) && p.SIPRegistration == d.SIPRegistration &&
		p.Secure == d.Secure && p.EmergencyCallingEnabled == d.EmergencyCallingEnabled && len(p.Extra) == 0
}

// Get returns a domain as it stands now. A domain that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
func (s *Domains) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Domain, error) {
	return twilio.Invoke[Domain](ctx, s.c, domainGet.On(sid), opts...)
}

// DomainListParams are the pages of a list of domains.
type DomainListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the domains of the account, or the page that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
func (s *Domains) List(ctx context.Context, params DomainListParams, opts ...twilio.CallOption) (*twilio.Page[Domain], error) {
	return twilio.InvokePage[Domain](ctx, s.c, domainList.With(&params), opts...)
}

// All ranges over the domains of the account, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
func (s *Domains) All(ctx context.Context, params DomainListParams, opts ...twilio.CallOption) iter.Seq2[*Domain, error] {
	return twilio.InvokeAll[Domain](ctx, s.c, domainList.With(&params), opts...)
}

// DomainUpdateParams changes a domain. A field that is zero stays as it is. To take a
// setting away, send it empty in Extra.
type DomainUpdateParams struct {
	DomainName   string `form:"DomainName"` // letters, digits and hyphens before .sip.twilio.com
	FriendlyName string `form:"FriendlyName" check:"max=64"`

	VoiceURL                  string        `form:"VoiceUrl" check:"url"` // returns the TwiML for a call to the domain
	VoiceMethod               twilio.Method `form:"VoiceMethod" check:"method"`
	VoiceFallbackURL          string        `form:"VoiceFallbackUrl" check:"url"` // is asked when VoiceURL fails
	VoiceFallbackMethod       twilio.Method `form:"VoiceFallbackMethod" check:"method"`
	VoiceStatusCallbackURL    string        `form:"VoiceStatusCallbackUrl" check:"url"` // is told when a call ends
	VoiceStatusCallbackMethod twilio.Method `form:"VoiceStatusCallbackMethod" check:"method"`

	SIPRegistration         *bool  `form:"SipRegistration"`
	Secure                  *bool  `form:"Secure"`
	EmergencyCallingEnabled *bool  `form:"EmergencyCallingEnabled"`
	EmergencyCallerSID      string `form:"EmergencyCallerSid" check:"sid=PN"`
	BYOCTrunkSID            string `form:"ByocTrunkSid" check:"sid=BY"`

	Extra url.Values `form:"-"`
}

// Validate refuses a name that no domain can have.
func (p *DomainUpdateParams) Validate(problems *twilio.Problems) {
	checkDomainName(problems, p.DomainName)
}

// Update changes a domain and returns it as it is afterwards. An update converges, so
// that it is repeated after failures that may pass. A domain with subdomains keeps its
// name: another one is refused with code 21233.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
func (s *Domains) Update(ctx context.Context, sid string, params DomainUpdateParams, opts ...twilio.CallOption) (*Domain, error) {
	return twilio.Invoke[Domain](ctx, s.c, domainUpdate.On(sid).With(&params), opts...)
}

// Delete removes a domain and its mappings. The lists stay. A domain with subdomains is
// refused with code 21233.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
func (s *Domains) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, domainDelete.On(sid), opts...)
}
