package verify

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// RateLimit is a key by which an application limits its own verifications, such as the
// address of the person's device. Its [Bucket]s say how many are allowed in which time.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits
type RateLimit struct {
	SID         string            `json:"sid"` // RK…
	ServiceSID  string            `json:"service_sid"`
	AccountSID  string            `json:"account_sid"`
	UniqueName  string            `json:"unique_name"` // the key in VerificationCreateParams.RateLimits
	Description string            `json:"description"`
	DateCreated twilio.Time       `json:"date_created"`
	DateUpdated twilio.Time       `json:"date_updated"`
	URL         string            `json:"url"`
	Links       map[string]string `json:"links"` // addresses of what belongs to it, by name
}

// RateLimits manages the rate limits of a service.
type RateLimits struct{ c *twilio.Client }

const (
	rateLimitsPath = servicePath + "/RateLimits"
	rateLimitPath  = rateLimitsPath + "/{Sid:RK}"
)

var (
	rateLimitCreate = twilio.Operation{Name: "verify.RateLimits.Create", Method: http.MethodPost, Host: host, Path: rateLimitsPath, Mints: "RK"}
	rateLimitGet    = twilio.Operation{Name: "verify.RateLimits.Get", Method: http.MethodGet, Host: host, Path: rateLimitPath}
	rateLimitList   = twilio.Operation{Name: "verify.RateLimits.List", Method: http.MethodGet, Host: host, Path: rateLimitsPath, Items: "rate_limits"}
	rateLimitDelete = twilio.Operation{Name: "verify.RateLimits.Delete", Method: http.MethodDelete, Host: host, Path: rateLimitPath}

	// An update converges: a value that is set twice is set.
	rateLimitUpdate = twilio.Operation{
		Name: "verify.RateLimits.Update", Method: http.MethodPost, Host: host, Path: rateLimitPath, Class: twilio.ClassIdempotent,
	}
)

// RateLimitCreateParams is a new rate limit.
type RateLimitCreateParams struct {
	UniqueName  string `form:"UniqueName" check:"required"` // letters, digits, - _ and .; no personal data
	Description string `form:"Description"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a rate limit, which limits nothing until it has a bucket. A UniqueName
// that the service has already is refused with code 60208.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits#create-a-rate-limit
func (s *RateLimits) Create(ctx context.Context, serviceSID string, params RateLimitCreateParams, opts ...twilio.CallOption) (*RateLimit, error) {
	return twilio.Invoke[RateLimit](ctx, s.c, rateLimitCreate.On(serviceSID).With(&params), opts...)
}

// Get returns a rate limit, without its buckets: [Buckets.All] has them.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits#fetch-a-rate-limit
func (s *RateLimits) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*RateLimit, error) {
	return twilio.Invoke[RateLimit](ctx, s.c, rateLimitGet.On(serviceSID, sid), opts...)
}

// RateLimitListParams are the pages of a list of rate limits.
type RateLimitListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of a service's rate limits, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits#list-all-rate-limits
func (s *RateLimits) List(ctx context.Context, serviceSID string, params RateLimitListParams, opts ...twilio.CallOption) (*twilio.Page[RateLimit], error) {
	return twilio.InvokePage[RateLimit](ctx, s.c, rateLimitList.On(serviceSID).With(&params), opts...)
}

// All ranges over all rate limits of a service, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits#list-all-rate-limits
func (s *RateLimits) All(ctx context.Context, serviceSID string, params RateLimitListParams, opts ...twilio.CallOption) iter.Seq2[*RateLimit, error] {
	return twilio.InvokeAll[RateLimit](ctx, s.c, rateLimitList.On(serviceSID).With(&params), opts...)
}

// RateLimitUpdateParams changes a rate limit.
type RateLimitUpdateParams struct {
	Description string `form:"Description"`

	Extra url.Values `form:"-"`
}

// Update changes the description of a rate limit. An update converges, so that it is
// repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits#update-a-rate-limit
func (s *RateLimits) Update(ctx context.Context, serviceSID, sid string, params RateLimitUpdateParams, opts ...twilio.CallOption) (*RateLimit, error) {
	return twilio.Invoke[RateLimit](ctx, s.c, rateLimitUpdate.On(serviceSID, sid).With(&params), opts...)
}

// Delete removes a rate limit with its buckets.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits#delete-a-rate-limit
func (s *RateLimits) Delete(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, rateLimitDelete.On(serviceSID, sid), opts...)
}
