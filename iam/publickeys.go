package iam

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
)

// PublicKey is the public half of a key pair, with which Twilio checks signed requests or
// encrypts the recordings of an account. The private half stays with its owner.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
type PublicKey struct {
	SID          string      `json:"sid"` // CR…
	AccountSID   string      `json:"account_sid"`
	FriendlyName string      `json:"friendly_name"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URL          string      `json:"url"`
}

// PublicKeys manages the public keys that Twilio keeps for an account.
type PublicKeys struct{ c *twilio.Client }

const (
	publicKeysPath = "/v1/Credentials/PublicKeys"
	publicKeyPath  = publicKeysPath + "/{Sid:CR}"
)

var (
	publicKeyCreate = twilio.Operation{Name: "iam.PublicKeys.Create", Method: http.MethodPost, Host: hostAccounts, Path: publicKeysPath, Mints: "CR"}
	publicKeyGet    = twilio.Operation{Name: "iam.PublicKeys.Get", Method: http.MethodGet, Host: hostAccounts, Path: publicKeyPath}
	publicKeyList   = twilio.Operation{Name: "iam.PublicKeys.List", Method: http.MethodGet, Host: hostAccounts, Path: publicKeysPath, Items: "credentials"}
	publicKeyDelete = twilio.Operation{Name: "iam.PublicKeys.Delete", Method: http.MethodDelete, Host: hostAccounts, Path: publicKeyPath}

	// A name that is set twice is set.
	publicKeyUpdate = twilio.Operation{Name: "iam.PublicKeys.Update", Method: http.MethodPost, Host: hostAccounts, Path: publicKeyPath, Class: twilio.ClassIdempotent}
)

// PublicKeyCreateParams is a new public key.
type PublicKeyCreateParams struct {
	PublicKey    string `form:"PublicKey" check:"required"` // PEM, of an RSA key
	FriendlyName string `form:"FriendlyName" check:"max=64"`
	AccountSID   string `form:"AccountSid" check:"sid=AC"` // a subaccount that is to have the key; "" is the account itself

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a private key, which must never leave its owner, and a key in another
// format than PEM.
func (p *PublicKeyCreateParams) Validate(problems *twilio.Problems) {
	switch {
	case strings.Contains(p.PublicKey, "PRIVATE KEY"):
		problems.Add("PublicKey", "is a private key", "give the public half, which begins with BEGIN PUBLIC KEY")
	case p.PublicKey != "" && !strings.Contains(p.PublicKey, "-----BEGIN "):
		problems.Add("PublicKey", "is not in PEM", "give the key as a file in PEM, which begins with -----BEGIN PUBLIC KEY-----")
	}
}

// Create gives Twilio a public key. When nobody can say whether it was kept, the error is a
// *[twilio.OutcomeUnknownError]: look for it with [PublicKeys.All] by its FriendlyName and
// DateCreated, and use it or delete it before you create another one.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *PublicKeys) Create(ctx context.Context, params PublicKeyCreateParams, opts ...twilio.CallOption) (*PublicKey, error) {
	return twilio.Invoke[PublicKey](ctx, s.c, publicKeyCreate.With(&params), opts...)
}

// Get returns a public key as it stands now, without the key itself. One that does
// not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *PublicKeys) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*PublicKey, error) {
	return twilio.Invoke[PublicKey](ctx, s.c, publicKeyGet.On(sid), opts...)
}

// PublicKeyListParams are the pages of a list of credentials.
type PublicKeyListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's public keys, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *PublicKeys) List(ctx context.Context, params PublicKeyListParams, opts ...twilio.CallOption) (*twilio.Page[PublicKey], error) {
	return twilio.InvokePage[PublicKey](ctx, s.c, publicKeyList.With(&params), opts...)
}

// All ranges over the account's public keys, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *PublicKeys) All(ctx context.Context, params PublicKeyListParams, opts ...twilio.CallOption) iter.Seq2[*PublicKey, error] {
	return twilio.InvokeAll[PublicKey](ctx, s.c, publicKeyList.With(&params), opts...)
}

// PublicKeyUpdateParams renames a public key. A field that is zero stays as it is.
type PublicKeyUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update renames a public key and returns it as it is afterwards: nothing else of it can
// change. An update converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *PublicKeys) Update(ctx context.Context, sid string, params PublicKeyUpdateParams, opts ...twilio.CallOption) (*PublicKey, error) {
	return twilio.Invoke[PublicKey](ctx, s.c, publicKeyUpdate.On(sid).With(&params), opts...)
}

// Delete removes a public key. Requests that are signed with its private half are refused
// from then on.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *PublicKeys) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, publicKeyDelete.On(sid), opts...)
}
