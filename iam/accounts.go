package iam

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Account is an account or one of its subaccounts. A subaccount has numbers, messages and
// credentials of its own, and its parent pays for it.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/account
type Account struct {
	SID             string            `json:"sid"`               // AC…
	OwnerAccountSID string            `json:"owner_account_sid"` // the parent's; the account's own when it has none
	AuthToken       twilio.Secret     `json:"auth_token"`        // all-powerful in this account
	FriendlyName    string            `json:"friendly_name"`
	Status          AccountStatus     `json:"status"`
	Type            AccountType       `json:"type"`
	DateCreated     twilio.Time       `json:"date_created"`
	DateUpdated     twilio.Time       `json:"date_updated"`
	URI             string            `json:"uri"`
	SubresourceURIs map[string]string `json:"subresource_uris"` // addresses of what belongs to it, by name
}

// Client returns a client for this account with its own auth token. It fails as
// [twilio.New] does, for instance when the answer that the account came in had no token.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/subaccounts
func (a *Account) Client(opts ...twilio.Option) (*twilio.Client, error) {
	return twilio.New(a.SID, twilio.AuthToken(a.AuthToken.Reveal()), opts...)
}

// AccountStatus says whether an account may be used.
type AccountStatus string

// The statuses of an account.
const (
	AccountActive         AccountStatus = "active"
	AccountSuspended      AccountStatus = "suspended"       // its requests are refused with code 20005 until it is activated
	AccountPendingClosure AccountStatus = "pending_closure" // of an organization's account
	AccountClosed         AccountStatus = "closed"          // for good
)

// Final reports whether the status stays: an account that is closed is never opened again.
func (s AccountStatus) Final() bool { return s == AccountClosed }

// errClosed refuses every change of an account that is closed.
// https://www.twilio.com/docs/api/errors/21479
const errClosed twilio.ErrorCode = 21479

// AccountType is trial until the account is paid for.
type AccountType string

// The types of accounts.
const (
	AccountTrial AccountType = "Trial"
	AccountFull  AccountType = "Full"
)

// Accounts manages the account and its subaccounts. Twilio lets the auth token and a
// main API key of the Console do that, and refuses standard and restricted keys with
// code 20003.
type Accounts struct{ c *twilio.Client }

const (
	accountsPath = "/2010-04-01/Accounts.json"
	accountPath  = "/2010-04-01/Accounts/{Sid:AC}.json"
)

// An update sets values, and a value that is set twice is set.
var (
	accountCreate   = twilio.Operation{Name: "iam.Accounts.Create", Method: http.MethodPost, Host: hostAPI, Path: accountsPath, Mints: "AC", ReconciledBy: "iam.Accounts.Reconcile"}
	accountGet      = twilio.Operation{Name: "iam.Accounts.Get", Method: http.MethodGet, Host: hostAPI, Path: accountPath}
	accountList     = twilio.Operation{Name: "iam.Accounts.List", Method: http.MethodGet, Host: hostAPI, Path: accountsPath, Items: "accounts"}
	accountUpdate   = twilio.Operation{Name: "iam.Accounts.Update", Method: http.MethodPost, Host: hostAPI, Path: accountPath, Class: twilio.ClassIdempotent}
	accountSuspend  = twilio.Operation{Name: "iam.Accounts.Suspend", Method: http.MethodPost, Host: hostAPI, Path: accountPath, Class: twilio.ClassIdempotent}
	accountActivate = twilio.Operation{Name: "iam.Accounts.Activate", Method: http.MethodPost, Host: hostAPI, Path: accountPath, Class: twilio.ClassIdempotent}
	accountClose    = twilio.Operation{Name: "iam.Accounts.Close", Method: http.MethodPost, Host: hostAPI, Path: accountPath, Class: twilio.ClassIdempotent}
)

// AccountCreateParams is a new subaccount.
type AccountCreateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"` // the name by which a subaccount of a lost answer is found; "" is the date and the time

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a subaccount, whose auth token is in the answer. A parent has at most 1,000
// subaccounts. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: [Accounts.Reconcile] looks for it, and returns it with
// its token.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/subaccounts
func (s *Accounts) Create(ctx context.Context, params AccountCreateParams, opts ...twilio.CallOption) (*Account, error) {
	return twilio.InvokeSettled(ctx, s.c, accountCreate.With(&params),
		func(ctx context.Context, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*Account, error) {
			return s.Reconcile(ctx, params, unknown, opts...)
		}, opts...)
}

// Get returns an account as it stands now: the client's own or one of its subaccounts.
// Another one matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/api/account#fetch-an-account-resource
func (s *Accounts) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Account, error) {
	return twilio.Invoke[Account](ctx, s.c, accountGet.On(sid), opts...)
}

// AccountListParams narrows [Accounts.List] and [Accounts.All]; its zero value lists
// everything.
type AccountListParams struct {
	FriendlyName string        `form:"FriendlyName" check:"filter"` // the whole name
	Status       AccountStatus `form:"Status"`
	PageSize     int           `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of accounts, or the one that Cursor names: the account
// itself and its subaccounts, closed ones included.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/account#read-multiple-account-resources
func (s *Accounts) List(ctx context.Context, params AccountListParams, opts ...twilio.CallOption) (*twilio.Page[Account], error) {
	return twilio.InvokePage[Account](ctx, s.c, accountList.With(&params), opts...)
}

// All ranges over the account and its subaccounts, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/account#read-multiple-account-resources
func (s *Accounts) All(ctx context.Context, params AccountListParams, opts ...twilio.CallOption) iter.Seq2[*Account, error] {
	return twilio.InvokeAll[Account](ctx, s.c, accountList.With(&params), opts...)
}

// AccountUpdateParams changes an account. A field that is zero stays as it is.
type AccountUpdateParams struct {
	FriendlyName string        `form:"FriendlyName" check:"max=64"`
	Status       AccountStatus `form:"Status"` // Suspend, Activate and Close set it as well

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update changes an account and returns it as it is afterwards. An update converges, so
// that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/account#update-an-account-resource
func (s *Accounts) Update(ctx context.Context, sid string, params AccountUpdateParams, opts ...twilio.CallOption) (*Account, error) {
	updated, err := twilio.Invoke[Account](ctx, s.c, accountUpdate.On(sid).With(&params), opts...)
	if params.Status == AccountClosed && errors.Is(err, errClosed) { // an earlier attempt may have closed it
		if found, getErr := s.Get(ctx, sid, opts...); getErr == nil && (params.FriendlyName == "" || found.FriendlyName == params.FriendlyName) {
			return found, nil
		}
	}
	return updated, err
}

// Suspend stops a subaccount: its requests, calls and messages are refused with code
// 20005 until [Accounts.Activate]. Its numbers stay its own, and go on costing money.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/account#suspend-a-subaccount
func (s *Accounts) Suspend(ctx context.Context, sid string, opts ...twilio.CallOption) (*Account, error) {
	return twilio.Invoke[Account](ctx, s.c, accountSuspend.On(sid).With(AccountUpdateParams{Status: AccountSuspended}), opts...)
}

// Activate lets a suspended subaccount work again. One that is closed is refused with
// code 21479.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/account#update-an-account-resource
func (s *Accounts) Activate(ctx context.Context, sid string, opts ...twilio.CallOption) (*Account, error) {
	return twilio.Invoke[Account](ctx, s.c, accountActivate.On(sid).With(AccountUpdateParams{Status: AccountActive}), opts...)
}

// Close closes a subaccount for good. Nobody can open it again: its numbers are released,
// its credentials stop working, and Twilio deletes it after 30 days. [Accounts.Suspend]
// is the verb that can be undone. An account that is closed already is returned as it is.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/account#close-a-subaccount
func (s *Accounts) Close(ctx context.Context, sid string, opts ...twilio.CallOption) (*Account, error) {
	closed, err := twilio.Invoke[Account](ctx, s.c, accountClose.On(sid).With(AccountUpdateParams{Status: AccountClosed}), opts...)
	if errors.Is(err, errClosed) {
		return s.Get(ctx, sid, opts...)
	}
	return closed, err
}

// Reconcile finds out what became of an [Accounts.Create] that ended in an
// *[twilio.OutcomeUnknownError]. It looks for a subaccount of that name and time, for
// two minutes or as long as [twilio.Horizon] says, and never makes one.
//
// It returns the subaccount with its token when it was made after all,
// [twilio.ErrNotSeen] when the list was read whole and does not have it, and
// *[twilio.AmbiguousError] when it cannot tell. A create without a FriendlyName is a
// *[twilio.ParamError], because Twilio chose the name.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/account#read-multiple-account-resources
func (s *Accounts) Reconcile(ctx context.Context, params AccountCreateParams, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*Account, error) {
	return twilio.Reconcile(ctx, s.c, unknown, twilio.Reconciler[Account]{
		Create: accountCreate.With(&params),
		Get:    func(sid string) twilio.BoundOperation { return accountGet.On(sid) },
		List: func(url.Values) twilio.BoundOperation {
			return accountList.With(&AccountListParams{PageSize: mostItems})
		},
		Compare: func(sent url.Values, found *Account, c *twilio.Comparison) { compareName(sent, found.FriendlyName, c) },
		Check:   checkNamed,
	}, opts...)
}

// NewRecord makes a record of a subaccount that is about to be made, to be written down
// before [Accounts.Create] gets it by [twilio.WithRecord]. See
// [twilio.Messages.NewRecord], which does this for messages.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/subaccounts
func (s *Accounts) NewRecord(ctx context.Context, params AccountCreateParams, opts ...twilio.CallOption) (*twilio.CreateRecord, error) {
	return twilio.NewRecord(ctx, s.c, accountCreate.With(&params), opts...)
}
