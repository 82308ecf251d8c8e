package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// IPAccessControlList is a list of IP addresses and ranges. Mapped to a domain, it lets
// calls from these addresses in: see [Domains]. One list can be mapped to several
// domains.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource
type IPAccessControlList struct {
	SID          string      `json:"sid"` // AL…
	AccountSID   string      `json:"account_sid"`
	FriendlyName string      `json:"friendly_name"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URI          string      `json:"uri"`

	SubresourceURIs map[string]string `json:"subresource_uris"` // the address of the IP addresses, by name
}

// IPAccessControlLists manages the IP access control lists of the account, of which
// there may be 1,000. [IPAddresses] manages the addresses in a list.
type IPAccessControlLists struct{ c *twilio.Client }

const (
	ipAccessControlListsPath = accountPath + "/IpAccessControlLists.json"
	ipAccessControlListPath  = accountPath + "/IpAccessControlLists/{Sid:AL}.json"
)

var (
	ipAccessControlListCreate = twilio.Operation{Name: "sip.IPAccessControlLists.Create", Method: http.MethodPost, Host: hostAPI, Path: ipAccessControlListsPath, Mints: "AL"}
	ipAccessControlListGet    = twilio.Operation{Name: "sip.IPAccessControlLists.Get", Method: http.MethodGet, Host: hostAPI, Path: ipAccessControlListPath}
	ipAccessControlListList   = twilio.Operation{Name: "sip.IPAccessControlLists.List", Method: http.MethodGet, Host: hostAPI, Path: ipAccessControlListsPath, Items: "ip_access_control_lists"}
	ipAccessControlListDelete = twilio.Operation{Name: "sip.IPAccessControlLists.Delete", Method: http.MethodDelete, Host: hostAPI, Path: ipAccessControlListPath}

	// An update converges: a value that is set twice is set.
	ipAccessControlListUpdate = twilio.Operation{Name: "sip.IPAccessControlLists.Update", Method: http.MethodPost, Host: hostAPI, Path: ipAccessControlListPath, Class: twilio.ClassIdempotent}
)

// IPAccessControlListCreateParams is a new IP access control list.
type IPAccessControlListCreateParams struct {
	FriendlyName string `form:"FriendlyName" check:"required,max=255"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes an empty list. A list above the limit of the account is refused with code
// 21255. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: look for it with [IPAccessControlLists.All] before you
// make another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource
func (s *IPAccessControlLists) Create(ctx context.Context, params IPAccessControlListCreateParams, opts ...twilio.CallOption) (*IPAccessControlList, error) {
	return twilio.Invoke[IPAccessControlList](ctx, s.c, ipAccessControlListCreate.With(&params), opts...)
}

// Get returns a list as it stands now. A list that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource
func (s *IPAccessControlLists) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*IPAccessControlList, error) {
	return twilio.Invoke[IPAccessControlList](ctx, s.c, ipAccessControlListGet.On(sid), opts...)
}

// IPAccessControlListListParams are the pages of a list of IP access control lists.
type IPAccessControlListListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the IP access control lists of the account, or the page
// that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource
func (s *IPAccessControlLists) List(ctx context.Context, params IPAccessControlListListParams, opts ...twilio.CallOption) (*twilio.Page[IPAccessControlList], error) {
	return twilio.InvokePage[IPAccessControlList](ctx, s.c, ipAccessControlListList.With(&params), opts...)
}

// All ranges over the IP access control lists of the account, page by page as the loop
// gets to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource
func (s *IPAccessControlLists) All(ctx context.Context, params IPAccessControlListListParams, opts ...twilio.CallOption) iter.Seq2[*IPAccessControlList, error] {
	return twilio.InvokeAll[IPAccessControlList](ctx, s.c, ipAccessControlListList.With(&params), opts...)
}

// IPAccessControlListUpdateParams is another name of a list.
type IPAccessControlListUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"required,max=255"`

	Extra url.Values `form:"-"`
}

// Update gives a list another name. An update converges, so that it is repeated after
// failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource
func (s *IPAccessControlLists) Update(ctx context.Context, sid string, params IPAccessControlListUpdateParams, opts ...twilio.CallOption) (*IPAccessControlList, error) {
	return twilio.Invoke[IPAccessControlList](ctx, s.c, ipAccessControlListUpdate.On(sid).With(&params), opts...)
}

// Delete removes a list and the addresses in it. A list that is mapped to a domain is
// refused with code 21236: delete the mappings first.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource
func (s *IPAccessControlLists) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, ipAccessControlListDelete.On(sid), opts...)
}
