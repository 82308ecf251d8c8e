package sip

import (
	"context"
	"iter"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// CredentialListMapping says that the users of a credential list may call a domain, or
// register with it. The mapping has the SID of the list.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
type CredentialListMapping struct {
	SID          string      `json:"sid"` // CL…, of the list
	AccountSID   string      `json:"account_sid"`
	FriendlyName string      `json:"friendly_name"` // of the list
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
}

// CredentialListMappings maps credential lists to a domain:
// Domains.Auth.Calls.CredentialLists says who may call the domain, and
// Domains.Auth.Registrations.CredentialLists who may register with it.
type CredentialListMappings struct {
	c *twilio.Client
	mappingOperations
}

// CredentialListMappingCreateParams is a list for a domain.
type CredentialListMappingCreateParams struct {
	CredentialListSID string `form:"CredentialListSid" check:"required,sid=CL"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create maps a list to a domain. The list takes effect at once. A create converges,
// because a list is mapped to a domain once: it is repeated after failures that may
// pass, and the mapping of a list that is mapped already is returned as it is. A list
// that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
func (s *CredentialListMappings) Create(ctx context.Context, domainSID string, params CredentialListMappingCreateParams, opts ...twilio.CallOption) (*CredentialListMapping, error) {
	return mapOnce(ctx, s.c, s.create.On(domainSID).With(&params), func() (*CredentialListMapping, error) {
		return s.Get(ctx, domainSID, params.CredentialListSID, opts...)
	}, opts)
}

// Get returns the mapping of a list. A list that is not mapped to the domain matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
func (s *CredentialListMappings) Get(ctx context.Context, domainSID, credentialListSID string, opts ...twilio.CallOption) (*CredentialListMapping, error) {
	return twilio.Invoke[CredentialListMapping](ctx, s.c, s.get.On(domainSID, credentialListSID), opts...)
}

// CredentialListMappingListParams are the pages of a list of mappings.
type CredentialListMappingListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the mappings of a domain, or the page that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
func (s *CredentialListMappings) List(ctx context.Context, domainSID string, params CredentialListMappingListParams, opts ...twilio.CallOption) (*twilio.Page[CredentialListMapping], error) {
	return twilio.InvokePage[CredentialListMapping](ctx, s.c, s.list.On(domainSID).With(&params), opts...)
}

// All ranges over the mappings of a domain, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
func (s *CredentialListMappings) All(ctx context.Context, domainSID string, params CredentialListMappingListParams, opts ...twilio.CallOption) iter.Seq2[*CredentialListMapping, error] {
	return twilio.InvokeAll[CredentialListMapping](ctx, s.c, s.list.On(domainSID).With(&params), opts...)
}

// Delete removes the mapping of a list from a domain. The list stays.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
func (s *CredentialListMappings) Delete(ctx context.Context, domainSID, credentialListSID string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, s.remove.On(domainSID, credentialListSID), opts...)
}
