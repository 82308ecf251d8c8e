package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// IPAddress is an address, or a range of addresses, from which calls may come.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
type IPAddress struct {
	SID                    string      `json:"sid"` // IP…
	AccountSID             string      `json:"account_sid"`
	IPAccessControlListSID string      `json:"ip_access_control_list_sid"` // AL…
	FriendlyName           string      `json:"friendly_name"`
	IPAddress              string      `json:"ip_address"`         // IPv4
	CIDRPrefixLength       twilio.Int  `json:"cidr_prefix_length"` // bits; 32 is a single address
	DateCreated            twilio.Time `json:"date_created"`
	DateUpdated            twilio.Time `json:"date_updated"`
	URI                    string      `json:"uri"`
}

// IPAddresses manages the addresses of an IP access control list, of which there may be
// 100.
type IPAddresses struct{ c *twilio.Client }

const (
	ipAddressesPath = accountPath + "/IpAccessControlLists/{IpAccessControlListSid:AL}/IpAddresses.json"
	ipAddressPath   = accountPath + "/IpAccessControlLists/{IpAccessControlListSid:AL}/IpAddresses/{Sid:IP}.json"
)

var (
	ipAddressCreate = twilio.Operation{Name: "sip.IPAddresses.Create", Method: http.MethodPost, Host: hostAPI, Path: ipAddressesPath, Mints: "IP"}
	ipAddressGet    = twilio.Operation{Name: "sip.IPAddresses.Get", Method: http.MethodGet, Host: hostAPI, Path: ipAddressPath}
	ipAddressList   = twilio.Operation{Name: "sip.IPAddresses.List", Method: http.MethodGet, Host: hostAPI, Path: ipAddressesPath, Items: "ip_addresses"}
	ipAddressDelete = twilio.Operation{Name: "sip.IPAddresses.Delete", Method: http.MethodDelete, Host: hostAPI, Path: ipAddressPath}

	// An update converges: a value that is set twice is set.
	ipAddressUpdate = twilio.Operation{Name: "sip.IPAddresses.Update", Method: http.MethodPost, Host: hostAPI, Path: ipAddressPath, Class: twilio.ClassIdempotent}
)

// IPAddressCreateParams is a new address, or range of addresses, of a list.
type IPAddressCreateParams struct {
	FriendlyName     string `form:"FriendlyName" check:"required,max=255"`
	IPAddress        string `form:"IpAddress" check:"required"` // IPv4: 203.0.113.7
	CIDRPrefixLength int    `form:"CidrPrefixLength"`           // bits, 1 to 32; 0 leaves it to Twilio, which takes the single address

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses addresses and ranges that Twilio does not take.
func (p *IPAddressCreateParams) Validate(problems *twilio.Problems) {
	checkIPAddress(problems, p.IPAddress, p.CIDRPrefixLength)
}

// Create adds an address to a list. An address above the limit of the list is refused
// with code 21237. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: look for it with [IPAddresses.All] before you make
// another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
func (s *IPAddresses) Create(ctx context.Context, ipAccessControlListSID string, params IPAddressCreateParams, opts ...twilio.CallOption) (*IPAddress, error) {
	return twilio.Invoke[IPAddress](ctx, s.c, ipAddressCreate.On(ipAccessControlListSID).With(&params), opts...)
}

// Get returns an address of a list. An address that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
func (s *IPAddresses) Get(ctx context.Context, ipAccessControlListSID, sid string, opts ...twilio.CallOption) (*IPAddress, error) {
	return twilio.Invoke[IPAddress](ctx, s.c, ipAddressGet.On(ipAccessControlListSID, sid), opts...)
}

// IPAddressListParams are the pages of a list of IP addresses.
type IPAddressListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the addresses of an IP access control list, or the page
// that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
func (s *IPAddresses) List(ctx context.Context, ipAccessControlListSID string, params IPAddressListParams, opts ...twilio.CallOption) (*twilio.Page[IPAddress], error) {
	return twilio.InvokePage[IPAddress](ctx, s.c, ipAddressList.On(ipAccessControlListSID).With(&params), opts...)
}

// All ranges over the addresses of an IP access control list, page by page as the loop
// gets to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
func (s *IPAddresses) All(ctx context.Context, ipAccessControlListSID string, params IPAddressListParams, opts ...twilio.CallOption) iter.Seq2[*IPAddress, error] {
	return twilio.InvokeAll[IPAddress](ctx, s.c, ipAddressList.On(ipAccessControlListSID).With(&params), opts...)
}

// IPAddressUpdateParams changes an address of a list. A field that is zero stays as it
// is.
type IPAddressUpdateParams struct {
	FriendlyName     string `form:"FriendlyName" check:"max=255"`
	IPAddress        string `form:"IpAddress"`        // IPv4: 203.0.113.7
	CIDRPrefixLength int    `form:"CidrPrefixLength"` // bits, 1 to 32

	Extra url.Values `form:"-"`
}

// Validate refuses addresses and ranges that Twilio does not take.
func (p *IPAddressUpdateParams) Validate(problems *twilio.Problems) {
	checkIPAddress(problems, p.IPAddress, p.CIDRPrefixLength)
}

// Update changes an address of a list and returns it as it is afterwards. An update
// converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
func (s *IPAddresses) Update(ctx context.Context, ipAccessControlListSID, sid string, params IPAddressUpdateParams, opts ...twilio.CallOption) (*IPAddress, error) {
	return twilio.Invoke[IPAddress](ctx, s.c, ipAddressUpdate.On(ipAccessControlListSID, sid).With(&params), opts...)
}

// Delete removes an address from a list. Calls from it are refused unless another list
// has it.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
func (s *IPAddresses) Delete(ctx context.Context, ipAccessControlListSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, ipAddressDelete.On(ipAccessControlListSID, sid), opts...)
}
