package iam

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// ConnectApp is a connect app.
// TODO: Say what a connect app is, and complete the link.
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

// ConnectAppPermission is the permission of a connect app.
// TODO: Say what it tells; one type serves for the same values in a package.
type ConnectAppPermission string

// The values of ConnectAppPermission.
const (
	ConnectAppPermissionGetAll  ConnectAppPermission = "get-all"
	ConnectAppPermissionPostAll ConnectAppPermission = "post-all"
)

// ConnectApps manages the connect apps of the account.
type ConnectApps struct{ c *twilio.Client }

const (
	connectAppPath  = accountPrefix + "/ConnectApps/{Sid:CN}.json"
	connectAppsPath = accountPrefix + "/ConnectApps.json"
)

var (
	connectAppGet    = twilio.Operation{Name: "iam.ConnectApps.Get", Method: http.MethodGet, Host: hostAPI, Path: connectAppPath}
	connectAppList   = twilio.Operation{Name: "iam.ConnectApps.List", Method: http.MethodGet, Host: hostAPI, Path: connectAppsPath, Items: "connect_apps"}
	connectAppDelete = twilio.Operation{Name: "iam.ConnectApps.Delete", Method: http.MethodDelete, Host: hostAPI, Path: connectAppPath}

	// TODO: Say why an update may be carried out twice, or make it a ClassCreate.
	connectAppUpdate = twilio.Operation{Name: "iam.ConnectApps.Update", Method: http.MethodPost, Host: hostAPI, Path: connectAppPath, Class: twilio.ClassIdempotent}
)

// Get returns a connect app as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
// TODO: Say what is special about it, and complete the link.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *ConnectApps) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*ConnectApp, error) {
	return twilio.Invoke[ConnectApp](ctx, s.c, connectAppGet.On(sid), opts...)
}

// ConnectAppListParams are the pages of a list of connect apps.
type ConnectAppListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of connect apps, or the one that Cursor names.
// TODO: Say whose they are and in which order they come, and complete the link.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *ConnectApps) List(ctx context.Context, params ConnectAppListParams, opts ...twilio.CallOption) (*twilio.Page[ConnectApp], error) {
	return twilio.InvokePage[ConnectApp](ctx, s.c, connectAppList.With(&params), opts...)
}

// All ranges over all connect apps, page by page as the loop gets to them. It stops
// after yielding an error.
// TODO: Say whose they are, and complete the link.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *ConnectApps) All(ctx context.Context, params ConnectAppListParams, opts ...twilio.CallOption) iter.Seq2[*ConnectApp, error] {
	return twilio.InvokeAll[ConnectApp](ctx, s.c, connectAppList.With(&params), opts...)
}

// ConnectAppUpdateParams changes a connect app. A field that is zero stays as it is.
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

// Update changes a connect app and returns it as it is afterwards. An update converges,
// so that it is repeated after failures that may pass.
// TODO: Say whether it may be repeated, and complete the link.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *ConnectApps) Update(ctx context.Context, sid string, params ConnectAppUpdateParams, opts ...twilio.CallOption) (*ConnectApp, error) {
	return twilio.Invoke[ConnectApp](ctx, s.c, connectAppUpdate.On(sid).With(&params), opts...)
}

// Delete removes a connect app.
// TODO: Say what goes with it and when it is refused, and complete the link.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *ConnectApps) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, connectAppDelete.On(sid), opts...)
}
