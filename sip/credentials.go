package sip

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Credential is a user name with a password, which Twilio never shows. Twilio keeps a
// hash of the password alone.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
type Credential struct {
	SID               string      `json:"sid"` // CR…
	AccountSID        string      `json:"account_sid"`
	CredentialListSID string      `json:"credential_list_sid"` // CL…
	Username          string      `json:"username"`
	DateCreated       twilio.Time `json:"date_created"`
	DateUpdated       twilio.Time `json:"date_updated"`
	URI               string      `json:"uri"`
}

// Credentials manages the users of a credential list, of which there may be 1,000.
type Credentials struct{ c *twilio.Client }

const (
	credentialsPath = accountPath + "/CredentialLists/{CredentialListSid:CL}/Credentials.json"
	credentialPath  = accountPath + "/CredentialLists/{CredentialListSid:CL}/Credentials/{Sid:CR}.json"
)

var (
	credentialCreate = twilio.Operation{Name: "sip.Credentials.Create", Method: http.MethodPost, Host: hostAPI, Path: credentialsPath, Mints: "CR"}
	credentialGet    = twilio.Operation{Name: "sip.Credentials.Get", Method: http.MethodGet, Host: hostAPI, Path: credentialPath}
	credentialList   = twilio.Operation{Name: "sip.Credentials.List", Method: http.MethodGet, Host: hostAPI, Path: credentialsPath, Items: "credentials"}
	credentialDelete = twilio.Operation{Name: "sip.Credentials.Delete", Method: http.MethodDelete, Host: hostAPI, Path: credentialPath}

	// An update converges: a value that is set twice is set.
	credentialUpdate = twilio.Operation{Name: "sip.Credentials.Update", Method: http.MethodPost, Host: hostAPI, Path: credentialPath, Class: twilio.ClassIdempotent}
)

// CredentialCreateParams is a new user of a list.
type CredentialCreateParams struct {
	Username string        `form:"Username" check:"required,max=32"` // unique in the list
	Password twilio.Secret `form:"Password" check:"required"`        // at least 12 characters, among them a small letter, a capital and a digit

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a password that Twilio finds too weak.
func (p *CredentialCreateParams) Validate(problems *twilio.Problems) {
	checkPassword(problems, p.Password)
}

// Create adds a user to a list. A user name that the list has already is refused with
// code 21243, and a user above the limit of the list with code 21242.
//
// When nobody can say whether the user was added, the error is a
// *[twilio.OutcomeUnknownError]. Look for the user name with [Credentials.All]. If the
// list has it, [Credentials.Update] makes sure of the password.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
func (s *Credentials) Create(ctx context.Context, credentialListSID string, params CredentialCreateParams, opts ...twilio.CallOption) (*Credential, error) {
	return twilio.Invoke[Credential](ctx, s.c, credentialCreate.On(credentialListSID).With(&params), opts...)
}

// Get returns a user of a list, without the password. A user that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
func (s *Credentials) Get(ctx context.Context, credentialListSID, sid string, opts ...twilio.CallOption) (*Credential, error) {
	return twilio.Invoke[Credential](ctx, s.c, credentialGet.On(credentialListSID, sid), opts...)
}

// CredentialListParams are the pages of a list of credentials.
type CredentialListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the users of a credential list, or the page that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
func (s *Credentials) List(ctx context.Context, credentialListSID string, params CredentialListParams, opts ...twilio.CallOption) (*twilio.Page[Credential], error) {
	return twilio.InvokePage[Credential](ctx, s.c, credentialList.On(credentialListSID).With(&params), opts...)
}

// All ranges over the users of a credential list, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
func (s *Credentials) All(ctx context.Context, credentialListSID string, params CredentialListParams, opts ...twilio.CallOption) iter.Seq2[*Credential, error] {
	return twilio.InvokeAll[Credential](ctx, s.c, credentialList.On(credentialListSID).With(&params), opts...)
}

// CredentialUpdateParams is another password of a user.
type CredentialUpdateParams struct {
	Password twilio.Secret `form:"Password" check:"required"` // at least 12 characters, among them a small letter, a capital and a digit

	Extra url.Values `form:"-"`
}

// Validate refuses a password that Twilio finds too weak.
func (p *CredentialUpdateParams) Validate(problems *twilio.Problems) {
	checkPassword(problems, p.Password)
}

// Update gives a user another password. The user name stays: to change it, create
// another user and delete this one. An update converges, so that it is repeated after
// failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
func (s *Credentials) Update(ctx context.Context, credentialListSID, sid string, params CredentialUpdateParams, opts ...twilio.CallOption) (*Credential, error) {
	return twilio.Invoke[Credential](ctx, s.c, credentialUpdate.On(credentialListSID, sid).With(&params), opts...)
}

// Delete removes a user from a list. The user can no longer call or register.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
func (s *Credentials) Delete(ctx context.Context, credentialListSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, credentialDelete.On(credentialListSID, sid), opts...)
}
