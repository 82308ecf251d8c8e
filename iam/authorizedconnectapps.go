package iam

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// AuthorizedConnectApp is a program of somebody else's that may act for this account.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
type AuthorizedConnectApp struct {
	AccountSID             string                 `json:"account_sid"`
	ConnectAppSID          string                 `json:"connect_app_sid"` // CN…
	ConnectAppCompanyName  string                 `json:"connect_app_company_name"`
	ConnectAppDescription  string                 `json:"connect_app_description"`
	ConnectAppFriendlyName string                 `json:"connect_app_friendly_name"`
	ConnectAppHomepageURL  string                 `json:"connect_app_homepage_url"`
	Permissions            []ConnectAppPermission `json:"permissions"`
	URI                    string                 `json:"uri"`
}

// AuthorizedConnectApps reads who may act for the account.
type AuthorizedConnectApps struct{ c *twilio.Client }

const (
	authorizedConnectAppPath  = accountPrefix + "/AuthorizedConnectApps/{ConnectAppSid:CN}.json"
	authorizedConnectAppsPath = accountPrefix + "/AuthorizedConnectApps.json"
)

var (
	authorizedConnectAppGet  = twilio.Operation{Name: "iam.AuthorizedConnectApps.Get", Method: http.MethodGet, Host: hostAPI, Path: authorizedConnectAppPath}
	authorizedConnectAppList = twilio.Operation{Name: "iam.AuthorizedConnectApps.List", Method: http.MethodGet, Host: hostAPI, Path: authorizedConnectAppsPath, Items: "authorized_connect_apps"}
)

// Get returns an authorized Connect app as it stands now. One that does not exist
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *AuthorizedConnectApps) Get(ctx context.Context, connectAppSID string, opts ...twilio.CallOption) (*AuthorizedConnectApp, error) {
	return twilio.Invoke[AuthorizedConnectApp](ctx, s.c, authorizedConnectAppGet.On(connectAppSID), opts...)
}

// AuthorizedConnectAppListParams are the pages of a list of authorized Connect apps.
type AuthorizedConnectAppListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of authorized Connect apps, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *AuthorizedConnectApps) List(ctx context.Context, params AuthorizedConnectAppListParams, opts ...twilio.CallOption) (*twilio.Page[AuthorizedConnectApp], error) {
	return twilio.InvokePage[AuthorizedConnectApp](ctx, s.c, authorizedConnectAppList.With(&params), opts...)
}

// All ranges over all authorized Connect apps, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/connect-apps
func (s *AuthorizedConnectApps) All(ctx context.Context, params AuthorizedConnectAppListParams, opts ...twilio.CallOption) iter.Seq2[*AuthorizedConnectApp, error] {
	return twilio.InvokeAll[AuthorizedConnectApp](ctx, s.c, authorizedConnectAppList.With(&params), opts...)
}
