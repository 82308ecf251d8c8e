package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// SourceIPMapping leads calls that come from the addresses of an [IPRecord] to a domain,
// so that the calls need not name the domain.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource
type SourceIPMapping struct {
	SID          string      `json:"sid"`            // IB…
	IPRecordSID  string      `json:"ip_record_sid"`  // IL…
	SIPDomainSID string      `json:"sip_domain_sid"` // SD…
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URL          string      `json:"url"`
}

// SourceIPMappings manages the source IP mappings of the account.
type SourceIPMappings struct{ c *twilio.Client }

const (
	sourceIPMappingsPath = "/v1/SourceIpMappings"
	sourceIPMappingPath  = "/v1/SourceIpMappings/{Sid:IB}"
)

var (
	sourceIPMappingCreate = twilio.Operation{Name: "sip.SourceIPMappings.Create", Method: http.MethodPost, Host: hostVoice, Path: sourceIPMappingsPath, Mints: "IB"}
	sourceIPMappingGet    = twilio.Operation{Name: "sip.SourceIPMappings.Get", Method: http.MethodGet, Host: hostVoice, Path: sourceIPMappingPath}
	sourceIPMappingList   = twilio.Operation{Name: "sip.SourceIPMappings.List", Method: http.MethodGet, Host: hostVoice, Path: sourceIPMappingsPath, Items: "source_ip_mappings"}
	sourceIPMappingDelete = twilio.Operation{Name: "sip.SourceIPMappings.Delete", Method: http.MethodDelete, Host: hostVoice, Path: sourceIPMappingPath}

	// An update converges: a value that is set twice is set.
	sourceIPMappingUpdate = twilio.Operation{Name: "sip.SourceIPMappings.Update", Method: http.MethodPost, Host: hostVoice, Path: sourceIPMappingPath, Class: twilio.ClassIdempotent}
)

// SourceIPMappingCreateParams is the domain for the calls from an IP record.
type SourceIPMappingCreateParams struct {
	IPRecordSID  string `form:"IpRecordSid" check:"required,sid=IL"`
	SIPDomainSID string `form:"SipDomainSid" check:"required,sid=SD"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create leads the calls from an IP record to a domain. The record and the domain have
// to exist. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: look for it with [SourceIPMappings.All] before you make
// another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource
func (s *SourceIPMappings) Create(ctx context.Context, params SourceIPMappingCreateParams, opts ...twilio.CallOption) (*SourceIPMapping, error) {
	return twilio.Invoke[SourceIPMapping](ctx, s.c, sourceIPMappingCreate.With(&params), opts...)
}

// Get returns a mapping as it stands now. A mapping that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource
func (s *SourceIPMappings) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*SourceIPMapping, error) {
	return twilio.Invoke[SourceIPMapping](ctx, s.c, sourceIPMappingGet.On(sid), opts...)
}

// SourceIPMappingListParams are the pages of a list of source IP mappings.
type SourceIPMappingListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the source IP mappings of the account, or the page that
// Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource
func (s *SourceIPMappings) List(ctx context.Context, params SourceIPMappingListParams, opts ...twilio.CallOption) (*twilio.Page[SourceIPMapping], error) {
	return twilio.InvokePage[SourceIPMapping](ctx, s.c, sourceIPMappingList.With(&params), opts...)
}

// All ranges over the source IP mappings of the account, page by page as the loop gets
// to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource
func (s *SourceIPMappings) All(ctx context.Context, params SourceIPMappingListParams, opts ...twilio.CallOption) iter.Seq2[*SourceIPMapping, error] {
	return twilio.InvokeAll[SourceIPMapping](ctx, s.c, sourceIPMappingList.With(&params), opts...)
}

// SourceIPMappingUpdateParams is another domain for the calls from an IP record.
type SourceIPMappingUpdateParams struct {
	SIPDomainSID string `form:"SipDomainSid" check:"required,sid=SD"`

	Extra url.Values `form:"-"`
}

// Update leads the calls from an IP record to another domain. An update converges, so
// that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource
func (s *SourceIPMappings) Update(ctx context.Context, sid string, params SourceIPMappingUpdateParams, opts ...twilio.CallOption) (*SourceIPMapping, error) {
	return twilio.Invoke[SourceIPMapping](ctx, s.c, sourceIPMappingUpdate.On(sid).With(&params), opts...)
}

// Delete removes a mapping. The IP record and the domain stay.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/sourceipmapping-resource
func (s *SourceIPMappings) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, sourceIPMappingDelete.On(sid), opts...)
}
