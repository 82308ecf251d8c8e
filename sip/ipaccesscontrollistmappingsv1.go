package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// IPAccessControlListMappingV1 is an [IPAccessControlListMapping] as the older address
// shows it.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
type IPAccessControlListMappingV1 struct {
	SID          string      `json:"sid"` // AL…, of the list
	AccountSID   string      `json:"account_sid"`
	DomainSID    string      `json:"domain_sid"`    // SD…
	FriendlyName string      `json:"friendly_name"` // of the list
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URI          string      `json:"uri"`
}

// IPAccessControlListMappingsV1 maps IP access control lists to a domain, as
// [IPAccessControlListMappings] does. It is the older address of the same mappings: use
// Domains.Auth.Calls.IPAccessControlLists in new programs.
type IPAccessControlListMappingsV1 struct{ c *twilio.Client }

const (
	ipAccessControlListMappingsV1Path = mappedDomainPath + "/IpAccessControlListMappings.json"
	ipAccessControlListMappingV1Path  = mappedDomainPath + "/IpAccessControlListMappings/{Sid:AL}.json"
)

var (
	// A list is mapped to a domain once: to map it twice is refused, and its SID tells
	// which mapping it is.
	ipAccessControlListMappingV1Create = twilio.Operation{
		Name: "sip.Domains.IPAccessControlListsV1.Create", Method: http.MethodPost, Host: hostAPI, Path: ipAccessControlListMappingsV1Path, Class: twilio.ClassIdempotent,
	}
	ipAccessControlListMappingV1Get    = twilio.Operation{Name: "sip.Domains.IPAccessControlListsV1.Get", Method: http.MethodGet, Host: hostAPI, Path: ipAccessControlListMappingV1Path}
	ipAccessControlListMappingV1List   = twilio.Operation{Name: "sip.Domains.IPAccessControlListsV1.List", Method: http.MethodGet, Host: hostAPI, Path: ipAccessControlListMappingsV1Path, Items: "ip_access_control_list_mappings"}
	ipAccessControlListMappingV1Delete = twilio.Operation{Name: "sip.Domains.IPAccessControlListsV1.Delete", Method: http.MethodDelete, Host: hostAPI, Path: ipAccessControlListMappingV1Path}
)

// IPAccessControlListMappingV1CreateParams is a list for a domain.
type IPAccessControlListMappingV1CreateParams struct {
	IPAccessControlListSID string `form:"IpAccessControlListSid" check:"required,sid=AL"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create maps a list to a domain. The list takes effect at once. A create converges,
// because a list is mapped to a domain once: it is repeated after failures that may
// pass, and the mapping of a list that is mapped already is returned as it is. A list
// that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
func (s *IPAccessControlListMappingsV1) Create(ctx context.Context, domainSID string, params IPAccessControlListMappingV1CreateParams, opts ...twilio.CallOption) (*IPAccessControlListMappingV1, error) {
	return mapOnce(ctx, s.c, ipAccessControlListMappingV1Create.On(domainSID).With(&params), func() (*IPAccessControlListMappingV1, error) {
		return s.Get(ctx, domainSID, params.IPAccessControlListSID, opts...)
	}, opts)
}

// Get returns the mapping of a list. A list that is not mapped to the domain matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
func (s *IPAccessControlListMappingsV1) Get(ctx context.Context, domainSID, ipAccessControlListSID string, opts ...twilio.CallOption) (*IPAccessControlListMappingV1, error) {
	return twilio.Invoke[IPAccessControlListMappingV1](ctx, s.c, ipAccessControlListMappingV1Get.On(domainSID, ipAccessControlListSID), opts...)
}

// IPAccessControlListMappingV1ListParams are the pages of a list of mappings.
type IPAccessControlListMappingV1ListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the mappings of a domain, or the page that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
func (s *IPAccessControlListMappingsV1) List(ctx context.Context, domainSID string, params IPAccessControlListMappingV1ListParams, opts ...twilio.CallOption) (*twilio.Page[IPAccessControlListMappingV1], error) {
	return twilio.InvokePage[IPAccessControlListMappingV1](ctx, s.c, ipAccessControlListMappingV1List.On(domainSID).With(&params), opts...)
}

// All ranges over the mappings of a domain, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
func (s *IPAccessControlListMappingsV1) All(ctx context.Context, domainSID string, params IPAccessControlListMappingV1ListParams, opts ...twilio.CallOption) iter.Seq2[*IPAccessControlListMappingV1, error] {
	return twilio.InvokeAll[IPAccessControlListMappingV1](ctx, s.c, ipAccessControlListMappingV1List.On(domainSID).With(&params), opts...)
}

// Delete removes the mapping of a list from a domain. The list stays.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollistmapping-resource
func (s *IPAccessControlListMappingsV1) Delete(ctx context.Context, domainSID, ipAccessControlListSID string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, ipAccessControlListMappingV1Delete.On(domainSID, ipAccessControlListSID), opts...)
}
