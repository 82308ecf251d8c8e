package iam

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// KeyV2010 is a standard API key as the API of 2010 shows it, without its secret: Twilio shows that
// once, in the answer to [KeysV2010.Create].
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
type KeyV2010 struct {
	SID          string      `json:"sid"` // SK…
	FriendlyName string      `json:"friendly_name"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
}

// NewKeyV2010 is a standard key that was just made, with its secret.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
type NewKeyV2010 struct {
	SID          string        `json:"sid"` // SK…
	FriendlyName string        `json:"friendly_name"`
	Secret       twilio.Secret `json:"secret"` // shown this once
	DateCreated  twilio.Time   `json:"date_created"`
	DateUpdated  twilio.Time   `json:"date_updated"`
}

// Credential returns the key as the credential of a client: it works at once.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys
func (k *NewKeyV2010) Credential() twilio.Credential {
	return twilio.APIKey(k.SID, k.Secret.Reveal())
}

// KeysV2010 manages the standard keys of an account. [Keys] is the newer resource, which
// makes restricted keys as well; this one takes [twilio.OnAccount], and so reaches the
// keys of a subaccount.
type KeysV2010 struct{ c *twilio.Client }

const (
	keyV2010sPath = accountPrefix + "/Keys.json"
	keyV2010Path  = accountPrefix + "/Keys/{Sid:SK}.json"
)

var (
	keyV2010Create = twilio.Operation{Name: "iam.KeysV2010.Create", Method: http.MethodPost, Host: hostAPI, Path: keyV2010sPath, Mints: "SK", ReconciledBy: "iam.KeysV2010.Reconcile"}
	keyV2010Get    = twilio.Operation{Name: "iam.KeysV2010.Get", Method: http.MethodGet, Host: hostAPI, Path: keyV2010Path}
	keyV2010List   = twilio.Operation{Name: "iam.KeysV2010.List", Method: http.MethodGet, Host: hostAPI, Path: keyV2010sPath, Items: "keys"}
	keyV2010Delete = twilio.Operation{Name: "iam.KeysV2010.Delete", Method: http.MethodDelete, Host: hostAPI, Path: keyV2010Path}

	// A name that is set twice is set.
	keyV2010Update = twilio.Operation{Name: "iam.KeysV2010.Update", Method: http.MethodPost, Host: hostAPI, Path: keyV2010Path, Class: twilio.ClassIdempotent}
)

// KeyV2010CreateParams is a new standard key.
type KeyV2010CreateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"` // the name by which a key of a lost answer is found

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a standard key. Its secret is in the answer and never shown again:
// write it down before anything else. When nobody can say whether it was made, the error
// is a *[twilio.OutcomeUnknownError]. A secret that was lost on the way cannot be read
// back: find the key with [KeysV2010.Reconcile], delete it, and make another one.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010#create-a-key-resource
func (s *KeysV2010) Create(ctx context.Context, params KeyV2010CreateParams, opts ...twilio.CallOption) (*NewKeyV2010, error) {
	return twilio.Invoke[NewKeyV2010](ctx, s.c, keyV2010Create.With(&params), opts...)
}

// Get returns a standard key without its secret. One that does not exist, or is deleted,
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
func (s *KeysV2010) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*KeyV2010, error) {
	return twilio.Invoke[KeyV2010](ctx, s.c, keyV2010Get.On(sid), opts...)
}

// KeyV2010ListParams are the pages of a list of keys.
type KeyV2010ListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the keys of the account, or the one that Cursor
// names. No answer has a secret.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
func (s *KeysV2010) List(ctx context.Context, params KeyV2010ListParams, opts ...twilio.CallOption) (*twilio.Page[KeyV2010], error) {
	return twilio.InvokePage[KeyV2010](ctx, s.c, keyV2010List.With(&params), opts...)
}

// All ranges over the keys of the account, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
func (s *KeysV2010) All(ctx context.Context, params KeyV2010ListParams, opts ...twilio.CallOption) iter.Seq2[*KeyV2010, error] {
	return twilio.InvokeAll[KeyV2010](ctx, s.c, keyV2010List.With(&params), opts...)
}

// KeyV2010UpdateParams renames a key. A field that is zero stays as it is.
type KeyV2010UpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update renames a standard key and returns it as it is afterwards. An update converges, so
// that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
func (s *KeysV2010) Update(ctx context.Context, sid string, params KeyV2010UpdateParams, opts ...twilio.CallOption) (*KeyV2010, error) {
	return twilio.Invoke[KeyV2010](ctx, s.c, keyV2010Update.On(sid).With(&params), opts...)
}

// Delete revokes a standard key at once: whoever still uses it is refused with code 20003, and
// access tokens that it has signed are good no more. It cannot be undone.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
func (s *KeysV2010) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, keyV2010Delete.On(sid), opts...)
}

// Reconcile finds the key of a [KeysV2010.Create] that ended in an
// *[twilio.OutcomeUnknownError], by its name and time. The key has no secret, so that it
// is of no use to anybody: delete it. Without one the error is [twilio.ErrNotSeen], and
// *[twilio.AmbiguousError] when several keys fit. A create without a FriendlyName is a
// *[twilio.ParamError].
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
func (s *KeysV2010) Reconcile(ctx context.Context, params KeyV2010CreateParams, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*KeyV2010, error) {
	return twilio.Reconcile(ctx, s.c, unknown, twilio.Reconciler[KeyV2010]{
		Create: keyV2010Create.With(&params),
		Get:    func(sid string) twilio.BoundOperation { return keyV2010Get.On(sid) },
		List: func(url.Values) twilio.BoundOperation {
			return keyV2010List.With(&KeyV2010ListParams{PageSize: mostItems})
		},
		Compare: func(sent url.Values, found *KeyV2010, c *twilio.Comparison) { compareName(sent, found.FriendlyName, c) },
		Check:   checkNamed,
	}, opts...)
}
