package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// ItemAssignment is an end user, a document or an address in a bundle.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/item-assignments
type ItemAssignment struct {
	SID         string      `json:"sid"` // BV…
	AccountSID  string      `json:"account_sid"`
	BundleSID   string      `json:"bundle_sid"`
	ObjectSID   string      `json:"object_sid"` // IT…, RD… or AD…
	DateCreated twilio.Time `json:"date_created"`
	URL         string      `json:"url"`
}

// ItemAssignments manages the items of a bundle.
type ItemAssignments struct{ c *twilio.Client }

const (
	itemAssignmentsPath = bundleItemPath + "/ItemAssignments"
	itemAssignmentPath  = itemAssignmentsPath + "/{Sid:BV}"
)

var (
	itemAssignmentCreate = twilio.Operation{Name: "numbers.ItemAssignments.Create", Method: http.MethodPost, Host: host, Path: itemAssignmentsPath, Mints: "BV"}
	itemAssignmentGet    = twilio.Operation{Name: "numbers.ItemAssignments.Get", Method: http.MethodGet, Host: host, Path: itemAssignmentPath}
	itemAssignmentList   = twilio.Operation{Name: "numbers.ItemAssignments.List", Method: http.MethodGet, Host: host, Path: itemAssignmentsPath, Items: "results"}
	itemAssignmentDelete = twilio.Operation{Name: "numbers.ItemAssignments.Delete", Method: http.MethodDelete, Host: host, Path: itemAssignmentPath}
)

// ItemAssignmentCreateParams names what goes into a bundle.
type ItemAssignmentCreateParams struct {
	ObjectSID string `form:"ObjectSid" check:"required,sid"` // of an end user (IT…), a document (RD…) or an address (AD…)

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create puts an end user, a document or an address into a bundle that is a draft.
//
// When nobody can say whether it was done, the error is a *[twilio.OutcomeUnknownError]:
// look for the ObjectSID with [ItemAssignments.All] before you put it in again.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/item-assignments#create-an-item-assignment
func (s *ItemAssignments) Create(ctx context.Context, bundleSID string, params ItemAssignmentCreateParams, opts ...twilio.CallOption) (*ItemAssignment, error) {
	return twilio.Invoke[ItemAssignment](ctx, s.c, itemAssignmentCreate.On(bundleSID).With(&params), opts...)
}

// Get returns one item of a bundle. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/item-assignments
func (s *ItemAssignments) Get(ctx context.Context, bundleSID, sid string, opts ...twilio.CallOption) (*ItemAssignment, error) {
	return twilio.Invoke[ItemAssignment](ctx, s.c, itemAssignmentGet.On(bundleSID, sid), opts...)
}

// ItemAssignmentListParams are the pages of a list of items.
type ItemAssignmentListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of a bundle's items, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/item-assignments
func (s *ItemAssignments) List(ctx context.Context, bundleSID string, params ItemAssignmentListParams, opts ...twilio.CallOption) (*twilio.Page[ItemAssignment], error) {
	return twilio.InvokePage[ItemAssignment](ctx, s.c, itemAssignmentList.On(bundleSID).With(&params), opts...)
}

// All ranges over a bundle's items, page by page as the loop gets to them. It stops after
// yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/item-assignments
func (s *ItemAssignments) All(ctx context.Context, bundleSID string, params ItemAssignmentListParams, opts ...twilio.CallOption) iter.Seq2[*ItemAssignment, error] {
	return twilio.InvokeAll[ItemAssignment](ctx, s.c, itemAssignmentList.On(bundleSID).With(&params), opts...)
}

// Delete takes an item out of a bundle that is a draft. The end user, the document or the
// address itself stays.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/item-assignments
func (s *ItemAssignments) Delete(ctx context.Context, bundleSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, itemAssignmentDelete.On(bundleSID, sid), opts...)
}
