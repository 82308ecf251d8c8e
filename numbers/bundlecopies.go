package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// BundleCopy is a bundle that was made from another one, so that a changed regulation can
// be satisfied while the first bundle stays in use. It is reviewed as every bundle is,
// and [Bundles.ReplaceItems] then brings its items into the first bundle.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/copies-resource
type BundleCopy struct {
	SID            string       `json:"sid"` // BU…
	AccountSID     string       `json:"account_sid"`
	RegulationSID  string       `json:"regulation_sid"` // RN…
	FriendlyName   string       `json:"friendly_name"`
	Status         BundleStatus `json:"status"`
	ValidUntil     twilio.Time  `json:"valid_until"`
	Email          string       `json:"email"`
	StatusCallback string       `json:"status_callback"`
	DateCreated    twilio.Time  `json:"date_created"`
	DateUpdated    twilio.Time  `json:"date_updated"`
}

// Err returns a *[RejectedError] for a copy that Twilio has rejected, and nil for all
// others.
func (b *BundleCopy) Err() error { return bundleErr(b.SID, b.Status) }

// BundleCopies manages the copies of a bundle.
type BundleCopies struct{ c *twilio.Client }

const bundleCopiesPath = bundleItemPath + "/Copies"

var (
	bundleCopyCreate = twilio.Operation{Name: "numbers.BundleCopies.Create", Method: http.MethodPost, Host: host, Path: bundleCopiesPath, Mints: "BU"}
	bundleCopyList   = twilio.Operation{Name: "numbers.BundleCopies.List", Method: http.MethodGet, Host: host, Path: bundleCopiesPath, Items: "results"}
)

// BundleCopyCreateParams is a new copy of a bundle.
type BundleCopyCreateParams struct {
	FriendlyName string `form:"FriendlyName"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create copies a bundle with its items. The copy is a draft.
//
// When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError]:
// look for it with [BundleCopies.All] before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/copies-resource
func (s *BundleCopies) Create(ctx context.Context, bundleSID string, params BundleCopyCreateParams, opts ...twilio.CallOption) (*BundleCopy, error) {
	return twilio.Invoke[BundleCopy](ctx, s.c, bundleCopyCreate.On(bundleSID).With(&params), opts...)
}

// BundleCopyListParams are the pages of a list of copies.
type BundleCopyListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of a bundle's copies, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/copies-resource
func (s *BundleCopies) List(ctx context.Context, bundleSID string, params BundleCopyListParams, opts ...twilio.CallOption) (*twilio.Page[BundleCopy], error) {
	return twilio.InvokePage[BundleCopy](ctx, s.c, bundleCopyList.On(bundleSID).With(&params), opts...)
}

// All ranges over a bundle's copies, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/copies-resource
func (s *BundleCopies) All(ctx context.Context, bundleSID string, params BundleCopyListParams, opts ...twilio.CallOption) iter.Seq2[*BundleCopy, error] {
	return twilio.InvokeAll[BundleCopy](ctx, s.c, bundleCopyList.On(bundleSID).With(&params), opts...)
}

// BundleReplaceItemsParams names the bundle whose items take the place of another's.
type BundleReplaceItemsParams struct {
	FromBundleSID string `form:"FromBundleSid" check:"required,sid=BU"` // an approved copy

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// ReplaceItems puts the items of an approved copy in place of a bundle's own, and
// returns the bundle. The numbers of the bundle keep it. It converges, so that it is
// repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/replace-items-resource
func (s *Bundles) ReplaceItems(ctx context.Context, bundleSID string, params BundleReplaceItemsParams, opts ...twilio.CallOption) (*BundleCopy, error) {
	return twilio.Invoke[BundleCopy](ctx, s.c, bundleReplaceItems.On(bundleSID).With(&params), opts...)
}

// BundleClone is a bundle that was made in another account.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles
type BundleClone struct {
	BundleSID      string       `json:"bundle_sid"`  // BU…, of the new bundle
	AccountSID     string       `json:"account_sid"` // to which it belongs
	RegulationSID  string       `json:"regulation_sid"`
	FriendlyName   string       `json:"friendly_name"`
	Status         BundleStatus `json:"status"`
	ValidUntil     twilio.Time  `json:"valid_until"`
	Email          string       `json:"email"`
	StatusCallback string       `json:"status_callback"`
	DateCreated    twilio.Time  `json:"date_created"`
	DateUpdated    twilio.Time  `json:"date_updated"`
	URL            string       `json:"url"`
}

// BundleCloneParams says into which account a bundle is cloned.
type BundleCloneParams struct {
	TargetAccountSID string `form:"TargetAccountSid" check:"required,sid=AC"`
	FriendlyName     string `form:"FriendlyName"`
	MoveToDraft      *bool  `form:"MoveToDraft"` // without it the clone has the status of the bundle

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Clone makes the same bundle in another account of the same owner, with items of its
// own.
//
// When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError]:
// look for its FriendlyName among the bundles of the other account before you clone
// again.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles
func (s *Bundles) Clone(ctx context.Context, bundleSID string, params BundleCloneParams, opts ...twilio.CallOption) (*BundleClone, error) {
	return twilio.Invoke[BundleClone](ctx, s.c, bundleClone.On(bundleSID).With(&params), opts...)
}
