package verify

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// AttemptsSummary counts attempts, and how many of their codes were given back.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/list-verification-attempts
type AttemptsSummary struct {
	TotalAttempts            twilio.Int     `json:"total_attempts"`
	TotalConverted           twilio.Int     `json:"total_converted"`
	TotalUnconverted         twilio.Int     `json:"total_unconverted"`
	ConversionRatePercentage twilio.Decimal `json:"conversion_rate_percentage"` // 0 to 100
	URL                      string         `json:"url"`
}

// AttemptsSummaries counts the account's attempts.
type AttemptsSummaries struct{ c *twilio.Client }

var attemptsSummaryGet = twilio.Operation{Name: "verify.AttemptsSummary.Get", Method: http.MethodGet, Host: host, Path: "/v2/Attempts/Summary"}

// AttemptsSummaryGetParams narrows the attempts that are counted; its zero value counts
// all of them.
type AttemptsSummaryGetParams struct {
	ServiceSID        string    `form:"VerifyServiceSid" check:"sid=VA"`
	Channel           Channel   `form:"Channel"`                          // RCS is ChannelRBM here
	Country           string    `form:"Country" check:"country"`          // ISO 3166-1: "US"
	DestinationPrefix string    `form:"DestinationPrefix" check:"filter"` // of the numbers: "+4477"
	CreatedAfter      time.Time `form:"DateCreatedAfter"`
	CreatedBefore     time.Time `form:"DateCreatedBefore"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Get counts the attempts that match params.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/list-verification-attempts
func (s *AttemptsSummaries) Get(ctx context.Context, params AttemptsSummaryGetParams, opts ...twilio.CallOption) (*AttemptsSummary, error) {
	return twilio.Invoke[AttemptsSummary](ctx, s.c, attemptsSummaryGet.With(&params), opts...)
}
