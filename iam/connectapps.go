package iam

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// ConnectApp is a program of this account that other people let act for their accounts.
// It is made in the Console.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
type ConnectApp struct {
	SID                       string                 `json:"sid"` // CN…
	AccountSID                string                 `json:"account_sid"`
	AuthorizeRedirectURL      string                 `json:"authorize_redirect_url"`
	CompanyName               string                 `json:"company_name"`
	DeauthorizeCallbackMethod twilio.Method          `json:"deauthorize_callback_method"`
	DeauthorizeCallbackURL    string                 `json:"deauthorize_callback_url"`
	Description               string                 `json:"description"`
	FriendlyName              string                 `json:"friendly_name"`
	HomepageURL               string                 `json:"homepage_url"`
	Permissions               []ConnectAppPermission `json:"permissions"`
	URI                       string                 `json:"uri"`
}

// ConnectAppPermission is one thing that a Connect app may do in the accounts of others.
type ConnectAppPermission string

// The values of ConnectAppPermission.
const (
	ConnectAppReads  ConnectAppPermission = "get-all"  // it reads everything
	ConnectAppWrites ConnectAppPermission = "post-all" // it calls, sends and changes
)

// ConnectApps manages the Connect apps that the account offers to others.
type ConnectApps struct{ c *twilio.Client }

const (
	connectAppPath  = accountPrefix + "/ConnectApps/{Sid:CN}.json"
	connectAppsPath = accountPrefix + "/ConnectApps.json"
)

var (
	connectAppGet    = twilio.Operation{Name: "iam.ConnectApps.Get", Method: http.MethodGet, Host: hostAPI, Path: connectAppPath}
	connectAppList   = twilio.Operation{Name: "iam.ConnectApps.List", Method: http.MethodGet, Host: hostAPI, Path: connectAppsPath, Items: "connect_apps"}
	connectAppDelete = twilio.Operation{Name: "iam.ConnectApps.Delete", Method: http.MethodDelete, Host: hostAPI, Path: connectAppPath}

	// A value that is set twice is set.
	connectAppUpdate = twilio.Operation{Name: "iam.ConnectApps.Update", Method: http.MethodPost, Host: hostAPI, Path: connectAppPath, Class: twilio.ClassIdempotent}
)

// Get returns a Connect app as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *ConnectApps) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*ConnectApp, error) {
	return twilio.Invoke[ConnectApp](ctx, s.c, connectAppGet.On(sid), opts...)
}

// ConnectAppListParams are the pages of a list of Connect apps.
type ConnectAppListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of Connect apps, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *ConnectApps) List(ctx context.Context, params ConnectAppListParams, opts ...twilio.CallOption) (*twilio.Page[ConnectApp], error) {
	return twilio.InvokePage[ConnectApp](ctx, s.c, connectAppList.With(&params), opts...)
}

// All ranges over all Connect apps, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *ConnectApps) All(ctx context.Context, params ConnectAppListParams, opts ...twilio.CallOption) iter.Seq2[*ConnectApp, error] {
	return twilio.InvokeAll[ConnectApp](ctx, s.c, connectAppList.With(&params), opts...)
}

// ConnectAppUpdateParams changes a Connect app. A field that is zero stays as it is.
type ConnectAppUpdateParams struct {
	AuthorizeRedirectURL      string                 `form:"AuthorizeRedirectUrl" check:"url"`
	CompanyName               string                 `form:"CompanyName"`
	DeauthorizeCallbackMethod twilio.Method          `form:"DeauthorizeCallbackMethod" check:"method"`
	DeauthorizeCallbackURL    string                 `form:"DeauthorizeCallbackUrl" check:"url"`
	Description               string                 `form:"Description"`
	FriendlyName              string                 `form:"FriendlyName"`
	HomepageURL               string                 `form:"HomepageUrl" check:"url"`
	Permissions               []ConnectAppPermission `form:"Permissions"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update changes a Connect app and returns it as it is afterwards. An update converges,
// so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *ConnectApps) Update(ctx context.Context, sid string, params ConnectAppUpdateParams, opts ...twilio.CallOption) (*ConnectApp, error) {
	return twilio.Invoke[ConnectApp](ctx, s.c, connectAppUpdate.On(sid).With(&params), opts...)
}

// Delete removes a Connect app, which can act for nobody from then on.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *ConnectApps) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, connectAppDelete.On(sid), opts...)
}
