package iam

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// OrganizationAccount is an account that an organization manages.
//
// Twilio docs: https://www.twilio.com/docs/iam/organizations/accounts
type OrganizationAccount struct {
	AccountSID   string        `json:"account_sid"`
	OwnerSID     string        `json:"owner_sid"` // of the user who owns it, US…
	FriendlyName string        `json:"friendly_name"`
	Status       AccountStatus `json:"status"`
	DateCreated  twilio.Time   `json:"date_created"`
}

// OrganizationAccounts reads the accounts of an organization. Its operations take the
// token of an organization's OAuth app and no other credential:
//
//	client, err := twilio.New(accountSID, twilio.OAuth(clientID, clientSecret)) // any account of the organization
type OrganizationAccounts struct{ c *twilio.Client }

const organizationAccountsPath = organizationPrefix + "/Accounts"

// The account in the path is the one that is read, and not the client's.
var (
	organizationAccountGet = twilio.Operation{
		Name: "iam.OrganizationAccounts.Get", Method: http.MethodGet, Host: hostOrganizations, Path: organizationAccountsPath + "/{Sid:AC}", Auth: twilio.AuthOAuth,
	}
	organizationAccountList = twilio.Operation{
		Name: "iam.OrganizationAccounts.List", Method: http.MethodGet, Host: hostOrganizations, Path: organizationAccountsPath, Items: "content", Auth: twilio.AuthOAuth,
	}
)

// Get returns an account of the organization. Another one matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/organizations/accounts
func (s *OrganizationAccounts) Get(ctx context.Context, organizationSID, accountSID string, opts ...twilio.CallOption) (*OrganizationAccount, error) {
	return twilio.Invoke[OrganizationAccount](ctx, s.c, organizationAccountGet.On(organizationSID, accountSID), opts...)
}

// OrganizationAccountListParams are the pages of a list of accounts.
type OrganizationAccountListParams struct {
	PageSize int `form:"PageSize"` // 1 to 100; 0 leaves it to Twilio

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the organization's accounts, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/iam/organizations/accounts
func (s *OrganizationAccounts) List(ctx context.Context, organizationSID string, params OrganizationAccountListParams, opts ...twilio.CallOption) (*twilio.Page[OrganizationAccount], error) {
	return twilio.InvokePage[OrganizationAccount](ctx, s.c, organizationAccountList.On(organizationSID).With(&params), opts...)
}

// All ranges over the organization's accounts, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/organizations/accounts
func (s *OrganizationAccounts) All(ctx context.Context, organizationSID string, params OrganizationAccountListParams, opts ...twilio.CallOption) iter.Seq2[*OrganizationAccount, error] {
	return twilio.InvokeAll[OrganizationAccount](ctx, s.c, organizationAccountList.On(organizationSID).With(&params), opts...)
}
