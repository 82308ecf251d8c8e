package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// CredentialList is a list of user names and passwords. Mapped to a domain, it says who
// may call the domain or register with it: see [Domains]. One list can be mapped to
// several domains.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource
type CredentialList struct {
	SID          string      `json:"sid"` // CL…
	AccountSID   string      `json:"account_sid"`
	FriendlyName string      `json:"friendly_name"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URI          string      `json:"uri"`

	SubresourceURIs map[string]string `json:"subresource_uris"` // the address of the credentials, by name
}

// CredentialLists manages the credential lists of the account, of which there may be
// 100. [Credentials] manages the users in a list.
type CredentialLists struct{ c *twilio.Client }

const (
	credentialListsPath = accountPath + "/CredentialLists.json"
	credentialListPath  = accountPath + "/CredentialLists/{Sid:CL}.json"
)

var (
	credentialListOfCreate = twilio.Operation{Name: "sip.CredentialLists.Create", Method: http.MethodPost, Host: hostAPI, Path: credentialListsPath, Mints: "CL"}
	credentialListOfGet    = twilio.Operation{Name: "sip.CredentialLists.Get", Method: http.MethodGet, Host: hostAPI, Path: credentialListPath}
	credentialListOfList   = twilio.Operation{Name: "sip.CredentialLists.List", Method: http.MethodGet, Host: hostAPI, Path: credentialListsPath, Items: "credential_lists"}
	credentialListOfDelete = twilio.Operation{Name: "sip.CredentialLists.Delete", Method: http.MethodDelete, Host: hostAPI, Path: credentialListPath}

	// An update converges: a value that is set twice is set.
	credentialListOfUpdate = twilio.Operation{Name: "sip.CredentialLists.Update", Method: http.MethodPost, Host: hostAPI, Path: credentialListPath, Class: twilio.ClassIdempotent}
)

// CredentialListCreateParams is a new credential list.
type CredentialListCreateParams struct {
	FriendlyName string `form:"FriendlyName" check:"required,max=64"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes an empty list. A name that another list of the account has is refused
// with code 21240, and a list above the limit of the account with code 21239. When
// nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError]: look
// for it with [CredentialLists.All] before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource
func (s *CredentialLists) Create(ctx context.Context, params CredentialListCreateParams, opts ...twilio.CallOption) (*CredentialList, error) {
	return twilio.Invoke[CredentialList](ctx, s.c, credentialListOfCreate.With(&params), opts...)
}

// Get returns a list as it stands now. A list that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource
func (s *CredentialLists) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*CredentialList, error) {
	return twilio.Invoke[CredentialList](ctx, s.c, credentialListOfGet.On(sid), opts...)
}

// CredentialListListParams are the pages of a list of credential lists.
type CredentialListListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the credential lists of the account, or the page that
// Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource
func (s *CredentialLists) List(ctx context.Context, params CredentialListListParams, opts ...twilio.CallOption) (*twilio.Page[CredentialList], error) {
	return twilio.InvokePage[CredentialList](ctx, s.c, credentialListOfList.With(&params), opts...)
}

// All ranges over the credential lists of the account, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource
func (s *CredentialLists) All(ctx context.Context, params CredentialListListParams, opts ...twilio.CallOption) iter.Seq2[*CredentialList, error] {
	return twilio.InvokeAll[CredentialList](ctx, s.c, credentialListOfList.With(&params), opts...)
}

// CredentialListUpdateParams is another name of a list.
type CredentialListUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"required,max=64"`

	Extra url.Values `form:"-"`
}

// Update gives a list another name. An update converges, so that it is repeated after
// failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource
func (s *CredentialLists) Update(ctx context.Context, sid string, params CredentialListUpdateParams, opts ...twilio.CallOption) (*CredentialList, error) {
	return twilio.Invoke[CredentialList](ctx, s.c, credentialListOfUpdate.On(sid).With(&params), opts...)
}

// Delete removes a list and the credentials in it. A list that is mapped to a domain is
// refused with code 21241: delete the mappings first.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource
func (s *CredentialLists) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, credentialListOfDelete.On(sid), opts...)
}
