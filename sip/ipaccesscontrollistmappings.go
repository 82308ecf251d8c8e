package sip

import (
	"context"
	"iter"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// IPAccessControlListMapping says that calls to a domain may come from the addresses of
// an IP access control list. The mapping has the SID of the list.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
type IPAccessControlListMapping struct {
	SID          string      `json:"sid"` // AL…, of the list
	AccountSID   string      `json:"account_sid"`
	FriendlyName string      `json:"friendly_name"` // of the list
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
}

// IPAccessControlListMappings maps IP access control lists to a domain:
// Domains.Auth.Calls.IPAccessControlLists says from which addresses calls may come.
type IPAccessControlListMappings struct {
	c *twilio.Client
	mappingOperations
}

// IPAccessControlListMappingCreateParams is a list for a domain.
type IPAccessControlListMappingCreateParams struct {
	IPAccessControlListSID string `form:"IpAccessControlListSid" check:"required,sid=AL"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create maps a list to a domain. The list takes effect at once. A create converges,
// because a list is mapped to a domain once: it is repeated after failures that may
// pass, and the mapping of a list that is mapped already is returned as it is. A list
// that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
func (s *IPAccessControlListMappings) Create(ctx context.Context, domainSID string, params IPAccessControlListMappingCreateParams, opts ...twilio.CallOption) (*IPAccessControlListMapping, error) {
	return mapOnce(ctx, s.c, s.create.On(domainSID).With(&params), func() (*IPAccessControlListMapping, error) {
		return s.Get(ctx, domainSID, params.IPAccessControlListSID, opts...)
	}, opts)
}

// Get returns the mapping of a list. A list that is not mapped to the domain matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
func (s *IPAccessControlListMappings) Get(ctx context.Context, domainSID, ipAccessControlListSID string, opts ...twilio.CallOption) (*IPAccessControlListMapping, error) {
	return twilio.Invoke[IPAccessControlListMapping](ctx, s.c, s.get.On(domainSID, ipAccessControlListSID), opts...)
}

// IPAccessControlListMappingListParams are the pages of a list of mappings.
type IPAccessControlListMappingListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the mappings of a domain, or the page that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
func (s *IPAccessControlListMappings) List(ctx context.Context, domainSID string, params IPAccessControlListMappingListParams, opts ...twilio.CallOption) (*twilio.Page[IPAccessControlListMapping], error) {
	return twilio.InvokePage[IPAccessControlListMapping](ctx, s.c, s.list.On(domainSID).With(&params), opts...)
}

// All ranges over the mappings of a domain, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
func (s *IPAccessControlListMappings) All(ctx context.Context, domainSID string, params IPAccessControlListMappingListParams, opts ...twilio.CallOption) iter.Seq2[*IPAccessControlListMapping, error] {
	return twilio.InvokeAll[IPAccessControlListMapping](ctx, s.c, s.list.On(domainSID).With(&params), opts...)
}

// Delete removes the mapping of a list from a domain. The list stays.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
func (s *IPAccessControlListMappings) Delete(ctx context.Context, domainSID, ipAccessControlListSID string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, s.remove.On(domainSID, ipAccessControlListSID), opts...)
}
