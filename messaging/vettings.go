package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Vetting is the examination of a brand by a third party, which raises the volume of its
// campaigns or lets it send for a political cause.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-vetting-resource
type Vetting struct {
	SID             string          `json:"brand_vetting_sid"` // VT…
	AccountSID      string          `json:"account_sid"`
	BrandSID        string          `json:"brand_sid"` // BN…
	VettingProvider VettingProvider `json:"vetting_provider"`
	VettingClass    VettingClass    `json:"vetting_class"`
	VettingID       string          `json:"vetting_id"` // of the provider
	VettingStatus   VettingStatus   `json:"vetting_status"`
	DateCreated     twilio.Time     `json:"date_created"`
	DateUpdated     twilio.Time     `json:"date_updated"`
	URL             string          `json:"url"`
}

// Err returns a *[ReviewError] when the vetting failed, and nil otherwise. Twilio's API
// gives no reason for it.
func (v *Vetting) Err() error {
	if v.VettingStatus != VettingFailed {
		return nil
	}
	return &ReviewError{Resource: "vetting", SID: v.SID, Status: string(v.VettingStatus)}
}

// VettingProvider is who examines a brand.
type VettingProvider string

// The providers.
const (
	VettingCampaignVerify VettingProvider = "campaign-verify" // of political committees, which bring its token
	VettingAegis          VettingProvider = "aegis"
)

// VettingClass is what a brand is examined for.
type VettingClass string

// The classes, of which each provider has one.
const (
	VettingStandard  VettingClass = "STANDARD"  // VettingAegis
	VettingPolitical VettingClass = "POLITICAL" // VettingCampaignVerify
)

// VettingStatus is where a vetting stands.
type VettingStatus string

// The statuses of vettings.
const (
	VettingPending    VettingStatus = "PENDING"
	VettingInProgress VettingStatus = "IN_PROGRESS"
	VettingSuccess    VettingStatus = "SUCCESS"
	VettingFailed     VettingStatus = "FAILED"
)

// Final reports whether the status stays as it is.
func (s VettingStatus) Final() bool { return s == VettingSuccess || s == VettingFailed }

// Vettings has brands examined by third parties.
type Vettings struct{ c *twilio.Client }

const vettingsPath = brandsPath + "/{BrandSid:BN}/Vettings"

var (
	vettingGet  = twilio.Operation{Name: "messaging.Vettings.Get", Method: http.MethodGet, Host: host, Path: vettingsPath + "/{BrandVettingSid:VT}"}
	vettingList = twilio.Operation{Name: "messaging.Vettings.List", Method: http.MethodGet, Host: host, Path: vettingsPath, Items: "data"}

	// The vetting's own SID has another key than sid.
	vettingCreate = twilio.Operation{
		Name: "messaging.Vettings.Create", Method: http.MethodPost, Host: host, Path: vettingsPath,
		Proof: twilio.ProofKey("brand_vetting_sid"), Mints: "VT",
	}
)

// VettingCreateParams says who examines a brand.
type VettingCreateParams struct {
	VettingProvider VettingProvider `form:"VettingProvider" check:"required"`
	VettingID       string          `form:"VettingId"` // the token of Campaign Verify: cv|1.0|tcr|10dlc|…

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate wants the token of a political committee.
func (p *VettingCreateParams) Validate(problems *twilio.Problems) {
	if p.VettingProvider == VettingCampaignVerify && p.VettingID == "" && !p.Extra.Has("VettingId") {
		problems.Add("VettingID", "is empty, although VettingProvider is campaign-verify", "give the token of Campaign Verify, which begins with cv|")
	}
}

// Create has a brand examined, which costs a fee with VettingAegis. When nobody can say
// whether the vetting was ordered, the error is a *[twilio.OutcomeUnknownError]: look
// for it with [Vettings.All] before you order another one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-vetting-resource#create-a-brandvetting-resource
func (s *Vettings) Create(ctx context.Context, brandSID string, params VettingCreateParams, opts ...twilio.CallOption) (*Vetting, error) {
	return twilio.Invoke[Vetting](ctx, s.c, vettingCreate.On(brandSID).With(&params), opts...)
}

// Get returns a vetting with its status. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-vetting-resource#fetch-a-brandvetting-resource
func (s *Vettings) Get(ctx context.Context, brandSID, sid string, opts ...twilio.CallOption) (*Vetting, error) {
	return twilio.Invoke[Vetting](ctx, s.c, vettingGet.On(brandSID, sid), opts...)
}

// VettingListParams narrows [Vettings.List] and [Vettings.All]; its zero value lists
// everything.
type VettingListParams struct {
	VettingProvider VettingProvider `form:"VettingProvider"`

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of a brand's vettings, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-vetting-resource#read-multiple-brandvetting-resources
func (s *Vettings) List(ctx context.Context, brandSID string, params VettingListParams, opts ...twilio.CallOption) (*twilio.Page[Vetting], error) {
	return twilio.InvokePage[Vetting](ctx, s.c, vettingList.On(brandSID).With(&params), opts...)
}

// All ranges over all vettings of a brand, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-vetting-resource#read-multiple-brandvetting-resources
func (s *Vettings) All(ctx context.Context, brandSID string, params VettingListParams, opts ...twilio.CallOption) iter.Seq2[*Vetting, error] {
	return twilio.InvokeAll[Vetting](ctx, s.c, vettingList.On(brandSID).With(&params), opts...)
}
