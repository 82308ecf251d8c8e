package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// IPRecord is an address, or a range of addresses, of a carrier whose calls name no
// domain. A [SourceIPMapping] leads them to a domain. The address has to belong to a
// Twilio Interconnect connection of the account.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource
type IPRecord struct {
	SID              string      `json:"sid"` // IL…
	AccountSID       string      `json:"account_sid"`
	FriendlyName     string      `json:"friendly_name"`
	IPAddress        string      `json:"ip_address"`         // IPv4
	CIDRPrefixLength twilio.Int  `json:"cidr_prefix_length"` // bits; 32 is a single address
	DateCreated      twilio.Time `json:"date_created"`
	DateUpdated      twilio.Time `json:"date_updated"`
	URL              string      `json:"url"`
}

// IPRecords manages the IP records of the account.
type IPRecords struct{ c *twilio.Client }

const (
	ipRecordsPath = "/v1/IpRecords"
	ipRecordPath  = "/v1/IpRecords/{Sid:IL}"
)

var (
	ipRecordCreate = twilio.Operation{Name: "sip.IPRecords.Create", Method: http.MethodPost, Host: hostVoice, Path: ipRecordsPath, Mints: "IL"}
	ipRecordGet    = twilio.Operation{Name: "sip.IPRecords.Get", Method: http.MethodGet, Host: hostVoice, Path: ipRecordPath}
	ipRecordList   = twilio.Operation{Name: "sip.IPRecords.List", Method: http.MethodGet, Host: hostVoice, Path: ipRecordsPath, Items: "ip_records"}
	ipRecordDelete = twilio.Operation{Name: "sip.IPRecords.Delete", Method: http.MethodDelete, Host: hostVoice, Path: ipRecordPath}

	// An update converges: a value that is set twice is set.
	ipRecordUpdate = twilio.Operation{Name: "sip.IPRecords.Update", Method: http.MethodPost, Host: hostVoice, Path: ipRecordPath, Class: twilio.ClassIdempotent}
)

// IPRecordCreateParams is a new IP record.
type IPRecordCreateParams struct {
	IPAddress        string `form:"IpAddress" check:"required"` // IPv4: 203.0.113.7
	FriendlyName     string `form:"FriendlyName" check:"max=255"`
	CIDRPrefixLength int    `form:"CidrPrefixLength"` // bits, 1 to 32; 0 leaves it to Twilio, which takes the single address

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses addresses and ranges that Twilio does not take.
func (p *IPRecordCreateParams) Validate(problems *twilio.Problems) {
	checkIPAddress(problems, p.IPAddress, p.CIDRPrefixLength)
}

// Create makes an IP record. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: look for it with [IPRecords.All] before you make
// another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource
func (s *IPRecords) Create(ctx context.Context, params IPRecordCreateParams, opts ...twilio.CallOption) (*IPRecord, error) {
	return twilio.Invoke[IPRecord](ctx, s.c, ipRecordCreate.With(&params), opts...)
}

// Get returns an IP record. A record that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource
func (s *IPRecords) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*IPRecord, error) {
	return twilio.Invoke[IPRecord](ctx, s.c, ipRecordGet.On(sid), opts...)
}

// IPRecordListParams are the pages of a list of IP records.
type IPRecordListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the IP records of the account, or the page that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource
func (s *IPRecords) List(ctx context.Context, params IPRecordListParams, opts ...twilio.CallOption) (*twilio.Page[IPRecord], error) {
	return twilio.InvokePage[IPRecord](ctx, s.c, ipRecordList.With(&params), opts...)
}

// All ranges over the IP records of the account, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource
func (s *IPRecords) All(ctx context.Context, params IPRecordListParams, opts ...twilio.CallOption) iter.Seq2[*IPRecord, error] {
	return twilio.InvokeAll[IPRecord](ctx, s.c, ipRecordList.With(&params), opts...)
}

// IPRecordUpdateParams is another name of an IP record. The address stays: to change it,
// make another record.
type IPRecordUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=255"`

	Extra url.Values `form:"-"`
}

// Update gives an IP record another name. An update converges, so that it is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource
func (s *IPRecords) Update(ctx context.Context, sid string, params IPRecordUpdateParams, opts ...twilio.CallOption) (*IPRecord, error) {
	return twilio.Invoke[IPRecord](ctx, s.c, ipRecordUpdate.On(sid).With(&params), opts...)
}

// Delete removes an IP record.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/iprecord-resource
func (s *IPRecords) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, ipRecordDelete.On(sid), opts...)
}
