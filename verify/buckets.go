package verify

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Bucket is how many verifications a [RateLimit] allows in a time.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limit-buckets
type Bucket struct {
	SID          string          `json:"sid"` // BL…
	RateLimitSID string          `json:"rate_limit_sid"`
	ServiceSID   string          `json:"service_sid"`
	AccountSID   string          `json:"account_sid"`
	Max          twilio.Int      `json:"max"` // verifications within Interval
	Interval     twilio.Duration `json:"interval"`
	DateCreated  twilio.Time     `json:"date_created"`
	DateUpdated  twilio.Time     `json:"date_updated"`
	URL          string          `json:"url"`
}

// Buckets manages the buckets of a rate limit.
type Buckets struct{ c *twilio.Client }

const (
	bucketsPath = rateLimitsPath + "/{RateLimitSid:RK}/Buckets"
	bucketPath  = bucketsPath + "/{Sid:BL}"
)

var (
	bucketCreate = twilio.Operation{Name: "verify.Buckets.Create", Method: http.MethodPost, Host: host, Path: bucketsPath, Mints: "BL"}
	bucketGet    = twilio.Operation{Name: "verify.Buckets.Get", Method: http.MethodGet, Host: host, Path: bucketPath}
	bucketList   = twilio.Operation{Name: "verify.Buckets.List", Method: http.MethodGet, Host: host, Path: bucketsPath, Items: "buckets"}
	bucketDelete = twilio.Operation{Name: "verify.Buckets.Delete", Method: http.MethodDelete, Host: host, Path: bucketPath}

	// An update converges: a value that is set twice is set.
	bucketUpdate = twilio.Operation{
		Name: "verify.Buckets.Update", Method: http.MethodPost, Host: host, Path: bucketPath, Class: twilio.ClassIdempotent,
	}
)

// BucketCreateParams is a new bucket.
type BucketCreateParams struct {
	Max      int           `form:"Max" check:"required"` // verifications within Interval
	Interval time.Duration `form:"Interval,seconds" check:"required"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a bucket. An Interval that the rate limit has already is refused with
// code 60211.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limit-buckets#create-a-bucket
func (s *Buckets) Create(ctx context.Context, serviceSID, rateLimitSID string, params BucketCreateParams, opts ...twilio.CallOption) (*Bucket, error) {
	return twilio.Invoke[Bucket](ctx, s.c, bucketCreate.On(serviceSID, rateLimitSID).With(&params), opts...)
}

// Get returns a bucket as it stands now. One that was deleted matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limit-buckets#fetch-a-bucket
func (s *Buckets) Get(ctx context.Context, serviceSID, rateLimitSID, sid string, opts ...twilio.CallOption) (*Bucket, error) {
	return twilio.Invoke[Bucket](ctx, s.c, bucketGet.On(serviceSID, rateLimitSID, sid), opts...)
}

// BucketListParams are the pages of a list of buckets.
type BucketListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of a rate limit's buckets, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limit-buckets#list-all-buckets
func (s *Buckets) List(ctx context.Context, serviceSID, rateLimitSID string, params BucketListParams, opts ...twilio.CallOption) (*twilio.Page[Bucket], error) {
	return twilio.InvokePage[Bucket](ctx, s.c, bucketList.On(serviceSID, rateLimitSID).With(&params), opts...)
}

// All ranges over all buckets of a rate limit, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limit-buckets#list-all-buckets
func (s *Buckets) All(ctx context.Context, serviceSID, rateLimitSID string, params BucketListParams, opts ...twilio.CallOption) iter.Seq2[*Bucket, error] {
	return twilio.InvokeAll[Bucket](ctx, s.c, bucketList.On(serviceSID, rateLimitSID).With(&params), opts...)
}

// BucketUpdateParams changes a bucket. A field that is zero stays as it is.
type BucketUpdateParams struct {
	Max      int           `form:"Max"`
	Interval time.Duration `form:"Interval,seconds"`

	Extra url.Values `form:"-"`
}

// Update changes a bucket. An update converges, so that it is repeated after failures
// that may pass.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limit-buckets#update-a-bucket
func (s *Buckets) Update(ctx context.Context, serviceSID, rateLimitSID, sid string, params BucketUpdateParams, opts ...twilio.CallOption) (*Bucket, error) {
	return twilio.Invoke[Bucket](ctx, s.c, bucketUpdate.On(serviceSID, rateLimitSID, sid).With(&params), opts...)
}

// Delete removes a bucket.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limit-buckets#delete-a-bucket
func (s *Buckets) Delete(ctx context.Context, serviceSID, rateLimitSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, bucketDelete.On(serviceSID, rateLimitSID, sid), opts...)
}
