package numbers

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// NumberRegion is the region of Twilio in which the calls to a phone number are
// processed.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure/inbound-processing-api
type NumberRegion struct {
	SID          string      `json:"sid"` // QQ…
	AccountSID   string      `json:"account_sid"`
	PhoneNumber  string      `json:"phone_number"`
	FriendlyName string      `json:"friendly_name"`
	VoiceRegion  string      `json:"voice_region"` // "us1", "ie1", "au1", "jp1"
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URL          string      `json:"url"`
}

// SIPDomainRegion is the region in which the calls to a SIP domain are processed.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure/inbound-processing-api
type SIPDomainRegion struct {
	SID          string      `json:"sid"` // QQ…
	AccountSID   string      `json:"account_sid"`
	SIPDomain    string      `json:"sip_domain"` // "owlbank.sip.twilio.com"
	FriendlyName string      `json:"friendly_name"`
	VoiceRegion  string      `json:"voice_region"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URL          string      `json:"url"`
}

// TrunkRegion is the region in which the calls to a SIP trunk are processed.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure/inbound-processing-api
type TrunkRegion struct {
	SID            string      `json:"sid"` // QQ…
	AccountSID     string      `json:"account_sid"`
	SIPTrunkDomain string      `json:"sip_trunk_domain"` // "owlbank.pstn.twilio.com"
	FriendlyName   string      `json:"friendly_name"`
	VoiceRegion    string      `json:"voice_region"`
	DateCreated    twilio.Time `json:"date_created"`
	DateUpdated    twilio.Time `json:"date_updated"`
	URL            string      `json:"url"`
}

// NumberRegions manages the regions of phone numbers.
type NumberRegions struct{ c *twilio.Client }

// SIPDomainRegions manages the regions of SIP domains.
type SIPDomainRegions struct{ c *twilio.Client }

// TrunkRegions manages the regions of SIP trunks.
type TrunkRegions struct{ c *twilio.Client }

const (
	numberRegionPath    = "/v2/PhoneNumbers/{PhoneNumber}"
	sipDomainRegionPath = "/v2/SipDomains/{SipDomain}"
	trunkRegionPath     = "/v2/Trunks/{SipTrunkDomain}"
)

// A region that is set twice is set.
var (
	numberRegionGet       = twilio.Operation{Name: "numbers.NumberRegions.Get", Method: http.MethodGet, Host: routesHost, Path: numberRegionPath}
	numberRegionUpdate    = twilio.Operation{Name: "numbers.NumberRegions.Update", Method: http.MethodPost, Host: routesHost, Path: numberRegionPath, Class: twilio.ClassIdempotent}
	sipDomainRegionGet    = twilio.Operation{Name: "numbers.SIPDomainRegions.Get", Method: http.MethodGet, Host: routesHost, Path: sipDomainRegionPath}
	sipDomainRegionUpdate = twilio.Operation{Name: "numbers.SIPDomainRegions.Update", Method: http.MethodPost, Host: routesHost, Path: sipDomainRegionPath, Class: twilio.ClassIdempotent}
	trunkRegionGet        = twilio.Operation{Name: "numbers.TrunkRegions.Get", Method: http.MethodGet, Host: routesHost, Path: trunkRegionPath}
	trunkRegionUpdate     = twilio.Operation{Name: "numbers.TrunkRegions.Update", Method: http.MethodPost, Host: routesHost, Path: trunkRegionPath, Class: twilio.ClassIdempotent}
)

// RegionUpdateParams changes the region in which calls are processed. A field that is
// zero stays as it is.
type RegionUpdateParams struct {
	VoiceRegion  string `form:"VoiceRegion"` // "us1", "ie1", "au1", "jp1"
	FriendlyName string `form:"FriendlyName" check:"max=64"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Get returns the region of a phone number, which is named in E.164 or by its SID.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure/inbound-processing-api
func (s *NumberRegions) Get(ctx context.Context, phoneNumber string, opts ...twilio.CallOption) (*NumberRegion, error) {
	return twilio.Invoke[NumberRegion](ctx, s.c, numberRegionGet.On(phoneNumber), opts...)
}

// Update sets the region of a phone number. The webhooks of the number must be set in
// that region, too.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure/inbound-processing-api
func (s *NumberRegions) Update(ctx context.Context, phoneNumber string, params RegionUpdateParams, opts ...twilio.CallOption) (*NumberRegion, error) {
	return twilio.Invoke[NumberRegion](ctx, s.c, numberRegionUpdate.On(phoneNumber).With(&params), opts...)
}

// Get returns the region of a SIP domain, which is named by its address.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure/inbound-processing-api
func (s *SIPDomainRegions) Get(ctx context.Context, sipDomain string, opts ...twilio.CallOption) (*SIPDomainRegion, error) {
	return twilio.Invoke[SIPDomainRegion](ctx, s.c, sipDomainRegionGet.On(sipDomain), opts...)
}

// Update sets the region of a SIP domain.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure/inbound-processing-api
func (s *SIPDomainRegions) Update(ctx context.Context, sipDomain string, params RegionUpdateParams, opts ...twilio.CallOption) (*SIPDomainRegion, error) {
	return twilio.Invoke[SIPDomainRegion](ctx, s.c, sipDomainRegionUpdate.On(sipDomain).With(&params), opts...)
}

// Get returns the region of a SIP trunk, which is named by its address.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure/inbound-processing-api
func (s *TrunkRegions) Get(ctx context.Context, sipTrunkDomain string, opts ...twilio.CallOption) (*TrunkRegion, error) {
	return twilio.Invoke[TrunkRegion](ctx, s.c, trunkRegionGet.On(sipTrunkDomain), opts...)
}

// Update sets the region of a SIP trunk.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure/inbound-processing-api
func (s *TrunkRegions) Update(ctx context.Context, sipTrunkDomain string, params RegionUpdateParams, opts ...twilio.CallOption) (*TrunkRegion, error) {
	return twilio.Invoke[TrunkRegion](ctx, s.c, trunkRegionUpdate.On(sipTrunkDomain).With(&params), opts...)
}
