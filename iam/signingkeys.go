package iam

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// SigningKey is a key that signs access tokens, without its secret: Twilio shows that
// once, in the answer to [SigningKeys.Create].
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
type SigningKey struct {
	SID          string      `json:"sid"` // SK…
	FriendlyName string      `json:"friendly_name"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
}

// NewSigningKey is a signing key that was just made, with its secret.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
type NewSigningKey struct {
	SID          string        `json:"sid"` // SK…
	FriendlyName string        `json:"friendly_name"`
	Secret       twilio.Secret `json:"secret"` // shown this once
	DateCreated  twilio.Time   `json:"date_created"`
	DateUpdated  twilio.Time   `json:"date_updated"`
}

// Credential returns the key as the credential of a client.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys
func (k *NewSigningKey) Credential() twilio.Credential {
	return twilio.APIKey(k.SID, k.Secret.Reveal())
}

// SigningKeys manages the keys that sign the access tokens of Twilio's client-side SDKs, see
// package token. Standard keys of [Keys] do that as well, so that new programs use those.
type SigningKeys struct{ c *twilio.Client }

const (
	signingKeysPath = accountPrefix + "/SigningKeys.json"
	signingKeyPath  = accountPrefix + "/SigningKeys/{Sid:SK}.json"
)

var (
	signingKeyCreate = twilio.Operation{Name: "iam.SigningKeys.Create", Method: http.MethodPost, Host: hostAPI, Path: signingKeysPath, Mints: "SK", ReconciledBy: "iam.SigningKeys.Reconcile"}
	signingKeyGet    = twilio.Operation{Name: "iam.SigningKeys.Get", Method: http.MethodGet, Host: hostAPI, Path: signingKeyPath}
	signingKeyList   = twilio.Operation{Name: "iam.SigningKeys.List", Method: http.MethodGet, Host: hostAPI, Path: signingKeysPath, Items: "signing_keys"}
	signingKeyDelete = twilio.Operation{Name: "iam.SigningKeys.Delete", Method: http.MethodDelete, Host: hostAPI, Path: signingKeyPath}

	// A name that is set twice is set.
	signingKeyUpdate = twilio.Operation{Name: "iam.SigningKeys.Update", Method: http.MethodPost, Host: hostAPI, Path: signingKeyPath, Class: twilio.ClassIdempotent}
)

// SigningKeyCreateParams is a new signing key.
type SigningKeyCreateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"` // the name by which a key of a lost answer is found

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a signing key. Its secret is in the answer and never shown again:
// write it down before anything else. When nobody can say whether it was made, the error
// is a *[twilio.OutcomeUnknownError]. A secret that was lost on the way cannot be read
// back: find the key with [SigningKeys.Reconcile], delete it, and make another one.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
func (s *SigningKeys) Create(ctx context.Context, params SigningKeyCreateParams, opts ...twilio.CallOption) (*NewSigningKey, error) {
	return twilio.Invoke[NewSigningKey](ctx, s.c, signingKeyCreate.With(&params), opts...)
}

// Get returns a signing key without its secret. One that does not exist, or is deleted,
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
func (s *SigningKeys) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*SigningKey, error) {
	return twilio.Invoke[SigningKey](ctx, s.c, signingKeyGet.On(sid), opts...)
}

// SigningKeyListParams are the pages of a list of keys.
type SigningKeyListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the signing keys of the account, or the one that Cursor
// names. No answer has a secret.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
func (s *SigningKeys) List(ctx context.Context, params SigningKeyListParams, opts ...twilio.CallOption) (*twilio.Page[SigningKey], error) {
	return twilio.InvokePage[SigningKey](ctx, s.c, signingKeyList.With(&params), opts...)
}

// All ranges over the signing keys of the account, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
func (s *SigningKeys) All(ctx context.Context, params SigningKeyListParams, opts ...twilio.CallOption) iter.Seq2[*SigningKey, error] {
	return twilio.InvokeAll[SigningKey](ctx, s.c, signingKeyList.With(&params), opts...)
}

// SigningKeyUpdateParams renames a key. A field that is zero stays as it is.
type SigningKeyUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update renames a signing key and returns it as it is afterwards. An update converges, so
// that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
func (s *SigningKeys) Update(ctx context.Context, sid string, params SigningKeyUpdateParams, opts ...twilio.CallOption) (*SigningKey, error) {
	return twilio.Invoke[SigningKey](ctx, s.c, signingKeyUpdate.On(sid).With(&params), opts...)
}

// Delete revokes a signing key at once: whoever still uses it is refused with code 20003, and
// access tokens that it has signed are good no more. It cannot be undone.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
func (s *SigningKeys) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, signingKeyDelete.On(sid), opts...)
}

// Reconcile finds the key of a [SigningKeys.Create] that ended in an
// *[twilio.OutcomeUnknownError], by its name and time. The key has no secret, so that it
// is of no use to anybody: delete it. Without one the error is [twilio.ErrNotSeen], and
// *[twilio.AmbiguousError] when several keys fit. A create without a FriendlyName is a
// *[twilio.ParamError].
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
func (s *SigningKeys) Reconcile(ctx context.Context, params SigningKeyCreateParams, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*SigningKey, error) {
	return twilio.Reconcile(ctx, s.c, unknown, twilio.Reconciler[SigningKey]{
		Create: signingKeyCreate.With(&params),
		Get:    func(sid string) twilio.BoundOperation { return signingKeyGet.On(sid) },
		List: func(url.Values) twilio.BoundOperation {
			return signingKeyList.With(&SigningKeyListParams{PageSize: mostItems})
		},
		Compare: func(sent url.Values, found *SigningKey, c *twilio.Comparison) {
			compareName(sent, found.FriendlyName, c)
		},
		Check: checkNamed,
	}, opts...)
}
