package messaging

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// CostEstimate is how many WhatsApp marketing messages Meta expects to deliver in a
// country, and what they cost, at several maximum prices.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/message-cost-estimate-resource
type CostEstimate struct {
	Currency       string         `json:"currency"`       // of the WhatsApp Business Account: "USD"
	Country        string         `json:"country"`        // ISO 3166-1: "BR"
	LookbackWindow LookbackWindow `json:"lookbackWindow"` // the days that Meta looked at
	Estimates      []BidEstimate  `json:"estimates"`      // one for each maximum price
	Disclaimer     string         `json:"disclaimer"`     // Twilio's: real deliveries and costs may differ
}

// BidEstimate is the estimate at one maximum price.
type BidEstimate struct {
	BidAmount           twilio.Decimal `json:"bidAmount"`           // the maximum price of 1,000 deliveries, in the smallest unit of Currency
	TargetedUsers       twilio.Int     `json:"targetedUsers"`       // how many people the estimate is for
	EstimatedDeliveries EstimateRange  `json:"estimatedDeliveries"` // messages
	EstimatedCost       EstimateRange  `json:"estimatedCost"`       // the mean of 1,000 deliveries, in the smallest unit of Currency
}

// EstimateRange is between which bounds Meta expects a value.
type EstimateRange struct {
	Lower twilio.Decimal `json:"lower"`
	Upper twilio.Decimal `json:"upper"`
}

// LookbackWindow is how many days an estimate looks back.
type LookbackWindow string

// The windows.
const (
	LookbackDay       LookbackWindow = "L1D"
	LookbackWeek      LookbackWindow = "L7D"
	LookbackFortnight LookbackWindow = "L14D"
	LookbackFourWeeks LookbackWindow = "L28D"
)

// CostEstimates reads what marketing messages on WhatsApp are expected to cost.
type CostEstimates struct{ c *twilio.Client }

var costEstimateGet = twilio.Operation{
	Name: "messaging.CostEstimates.Get", Method: http.MethodGet, Host: host, Path: "/v3/MessageCostEstimate",
}

// CostEstimateGetParams is the country of an estimate.
type CostEstimateGetParams struct {
	Country        string         `form:"country" check:"required,country"` // ISO 3166-1: "BR"
	LookbackWindow LookbackWindow `form:"lookbackWindow" check:"required"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Get returns what marketing messages on WhatsApp are expected to cost in a country,
// whatever their template is. The account needs Max Price. The currency is that of its
// WhatsApp Business Account.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/message-cost-estimate-resource
func (s *CostEstimates) Get(ctx context.Context, params CostEstimateGetParams, opts ...twilio.CallOption) (*CostEstimate, error) {
	return twilio.Invoke[CostEstimate](ctx, s.c, costEstimateGet.With(&params), opts...)
}
