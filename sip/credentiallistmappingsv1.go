package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// CredentialListMappingV1 is a [CredentialListMapping] as the older address shows it.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
type CredentialListMappingV1 struct {
	SID          string      `json:"sid"` // CL…, of the list
	AccountSID   string      `json:"account_sid"`
	DomainSID    string      `json:"domain_sid"`    // SD…
	FriendlyName string      `json:"friendly_name"` // of the list
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URI          string      `json:"uri"`
}

// CredentialListMappingsV1 maps credential lists to a domain, as
// [CredentialListMappings] does for calls. It is the older address of the same mappings:
// use Domains.Auth.Calls.CredentialLists in new programs.
type CredentialListMappingsV1 struct{ c *twilio.Client }

const (
	credentialListMappingsV1Path = mappedDomainPath + "/CredentialListMappings.json"
	credentialListMappingV1Path  = mappedDomainPath + "/CredentialListMappings/{Sid:CL}.json"
)

var (
	// A list is mapped to a domain once: to map it twice is refused, and its SID tells
	// which mapping it is.
	credentialListMappingV1Create = twilio.Operation{
		Name: "sip.Domains.CredentialListsV1.Create", Method: http.MethodPost, Host: hostAPI, Path: credentialListMappingsV1Path, Class: twilio.ClassIdempotent,
	}
	credentialListMappingV1Get    = twilio.Operation{Name: "sip.Domains.CredentialListsV1.Get", Method: http.MethodGet, Host: hostAPI, Path: credentialListMappingV1Path}
	credentialListMappingV1List   = twilio.Operation{Name: "sip.Domains.CredentialListsV1.List", Method: http.MethodGet, Host: hostAPI, Path: credentialListMappingsV1Path, Items: "credential_list_mappings"}
	credentialListMappingV1Delete = twilio.Operation{Name: "sip.Domains.CredentialListsV1.Delete", Method: http.MethodDelete, Host: hostAPI, Path: credentialListMappingV1Path}
)

// CredentialListMappingV1CreateParams is a list for a domain.
type CredentialListMappingV1CreateParams struct {
	CredentialListSID string `form:"CredentialListSid" check:"required,sid=CL"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create maps a list to a domain. The list takes effect at once. A create converges,
// because a list is mapped to a domain once: it is repeated after failures that may
// pass, and the mapping of a list that is mapped already is returned as it is. A list
// that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
func (s *CredentialListMappingsV1) Create(ctx context.Context, domainSID string, params CredentialListMappingV1CreateParams, opts ...twilio.CallOption) (*CredentialListMappingV1, error) {
	return mapOnce(ctx, s.c, credentialListMappingV1Create.On(domainSID).With(&params), func() (*CredentialListMappingV1, error) {
		return s.Get(ctx, domainSID, params.CredentialListSID, opts...)
	}, opts)
}

// Get returns the mapping of a list. A list that is not mapped to the domain matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
func (s *CredentialListMappingsV1) Get(ctx context.Context, domainSID, credentialListSID string, opts ...twilio.CallOption) (*CredentialListMappingV1, error) {
	return twilio.Invoke[CredentialListMappingV1](ctx, s.c, credentialListMappingV1Get.On(domainSID, credentialListSID), opts...)
}

// CredentialListMappingV1ListParams are the pages of a list of mappings.
type CredentialListMappingV1ListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the mappings of a domain, or the page that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
func (s *CredentialListMappingsV1) List(ctx context.Context, domainSID string, params CredentialListMappingV1ListParams, opts ...twilio.CallOption) (*twilio.Page[CredentialListMappingV1], error) {
	return twilio.InvokePage[CredentialListMappingV1](ctx, s.c, credentialListMappingV1List.On(domainSID).With(&params), opts...)
}

// All ranges over the mappings of a domain, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
func (s *CredentialListMappingsV1) All(ctx context.Context, domainSID string, params CredentialListMappingV1ListParams, opts ...twilio.CallOption) iter.Seq2[*CredentialListMappingV1, error] {
	return twilio.InvokeAll[CredentialListMappingV1](ctx, s.c, credentialListMappingV1List.On(domainSID).With(&params), opts...)
}

// Delete removes the mapping of a list from a domain. The list stays.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
func (s *CredentialListMappingsV1) Delete(ctx context.Context, domainSID, credentialListSID string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, credentialListMappingV1Delete.On(domainSID, credentialListSID), opts...)
}
