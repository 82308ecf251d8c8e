package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// EndUser is whoever answers the calls and reads the messages of a phone number: a
// person or a business.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-users
type EndUser struct {
	SID          string      `json:"sid"` // IT…
	AccountSID   string      `json:"account_sid"`
	FriendlyName string      `json:"friendly_name"`
	Type         EndUserKind `json:"type"`
	Attributes   Attributes  `json:"attributes"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URL          string      `json:"url"`
}

// EndUsers manages the end users of the account.
type EndUsers struct{ c *twilio.Client }

const (
	endUsersPath = regulatoryPath + "/EndUsers"
	endUserPath  = endUsersPath + "/{Sid:IT}"
)

var (
	endUserCreate = twilio.Operation{Name: "numbers.EndUsers.Create", Method: http.MethodPost, Host: host, Path: endUsersPath, Mints: "IT"}
	endUserGet    = twilio.Operation{Name: "numbers.EndUsers.Get", Method: http.MethodGet, Host: host, Path: endUserPath}
	endUserList   = twilio.Operation{Name: "numbers.EndUsers.List", Method: http.MethodGet, Host: host, Path: endUsersPath, Items: "results"}
	endUserDelete = twilio.Operation{Name: "numbers.EndUsers.Delete", Method: http.MethodDelete, Host: host, Path: endUserPath}

	// An update sets values, which a second one sets to the same.
	endUserUpdate = twilio.Operation{Name: "numbers.EndUsers.Update", Method: http.MethodPost, Host: host, Path: endUserPath, Class: twilio.ClassIdempotent}
)

// EndUserCreateParams is a new end user.
type EndUserCreateParams struct {
	FriendlyName string      `form:"FriendlyName" check:"required"`
	Type         EndUserKind `form:"Type" check:"required"`
	Attributes   Attributes  `form:"Attributes,json"` // those that EndUserTypes lists for the type

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes an end user, for use in any number of bundles.
//
// When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError]:
// look for its FriendlyName with [EndUsers.All] before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-users#create-an-end-user
func (s *EndUsers) Create(ctx context.Context, params EndUserCreateParams, opts ...twilio.CallOption) (*EndUser, error) {
	return twilio.Invoke[EndUser](ctx, s.c, endUserCreate.With(&params), opts...)
}

// Get returns an end user. One that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-users
func (s *EndUsers) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*EndUser, error) {
	return twilio.Invoke[EndUser](ctx, s.c, endUserGet.On(sid), opts...)
}

// EndUserListParams are the pages of a list of end users.
type EndUserListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's end users, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-users
func (s *EndUsers) List(ctx context.Context, params EndUserListParams, opts ...twilio.CallOption) (*twilio.Page[EndUser], error) {
	return twilio.InvokePage[EndUser](ctx, s.c, endUserList.With(&params), opts...)
}

// All ranges over the account's end users, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-users
func (s *EndUsers) All(ctx context.Context, params EndUserListParams, opts ...twilio.CallOption) iter.Seq2[*EndUser, error] {
	return twilio.InvokeAll[EndUser](ctx, s.c, endUserList.With(&params), opts...)
}

// EndUserUpdateParams changes an end user. A field that is zero stays as it is.
type EndUserUpdateParams struct {
	FriendlyName string     `form:"FriendlyName"`
	Attributes   Attributes `form:"Attributes,json"` // all of them: they take the place of those that are kept

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update changes an end user and returns it as it is afterwards. One that is part of a
// bundle under review is refused as a conflict.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-users
func (s *EndUsers) Update(ctx context.Context, sid string, params EndUserUpdateParams, opts ...twilio.CallOption) (*EndUser, error) {
	return twilio.Invoke[EndUser](ctx, s.c, endUserUpdate.On(sid).With(&params), opts...)
}

// Delete removes an end user. One that is part of a bundle is refused with 21644.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-users
func (s *EndUsers) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, endUserDelete.On(sid), opts...)
}
