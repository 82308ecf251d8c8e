package iam

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Key is an API key without its secret: Twilio shows that once, in the answer to
// [Keys.Create] or [Keys.CreateRestricted].
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v1
type Key struct {
	SID          string      `json:"sid"` // SK…
	FriendlyName string      `json:"friendly_name"`
	Policy       *Policy     `json:"policy"` // of a restricted key; nil for a standard one
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
}

// Restricted reports a key that may do no more than its policy allows.
func (k *Key) Restricted() bool { return k.Policy != nil }

// NewKey is a key that was just made, with its secret.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v1#create-a-key-resource
type NewKey struct {
	SID          string        `json:"sid"` // SK…
	FriendlyName string        `json:"friendly_name"`
	Policy       *Policy       `json:"policy"` // of a restricted key; nil for a standard one
	Secret       twilio.Secret `json:"secret"` // shown this once
	DateCreated  twilio.Time   `json:"date_created"`
	DateUpdated  twilio.Time   `json:"date_updated"`
}

// Credential returns the key as the credential of a client: it works at once.
//
//	client, err := twilio.New(accountSID, key.Credential())
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys
func (k *NewKey) Credential() twilio.Credential { return twilio.APIKey(k.SID, k.Secret.Reveal()) }

// ListedKey is a key as a list shows it: with its uses, and without its policy, which
// [Keys.Get] returns.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v1#read-multiple-key-resources
type ListedKey struct {
	SID          string      `json:"sid"` // SK…
	FriendlyName string      `json:"friendly_name"`
	Flags        []string    `json:"flags"` // "rest_api" of requests, "signing" of access tokens
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
}

// Keys manages the API keys of an account. An API key is a password that can be revoked
// on its own. A standard key may do everything but manage accounts and keys, and a
// restricted one what its policy allows. Keys are made and deleted with the auth token or
// with a main key of the Console: other keys are refused with code 20003.
type Keys struct{ c *twilio.Client }

const (
	keysPath = "/v1/Keys"
	keyPath  = "/v1/Keys/{Sid:SK}"
)

var (
	keyCreate = twilio.Operation{Name: "iam.Keys.Create", Method: http.MethodPost, Host: hostIAM, Path: keysPath, Mints: "SK", ReconciledBy: "iam.Keys.Reconcile"}
	keyGet    = twilio.Operation{Name: "iam.Keys.Get", Method: http.MethodGet, Host: hostIAM, Path: keyPath}
	keyList   = twilio.Operation{Name: "iam.Keys.List", Method: http.MethodGet, Host: hostIAM, Path: keysPath, Items: "keys"}
	keyDelete = twilio.Operation{Name: "iam.Keys.Delete", Method: http.MethodDelete, Host: hostIAM, Path: keyPath}

	keyCreateRestricted = twilio.Operation{
		Name: "iam.Keys.CreateRestricted", Method: http.MethodPost, Host: hostIAM, Path: keysPath, Mints: "SK", ReconciledBy: "iam.Keys.Reconcile",
	}

	// A name and a policy that are set twice are set.
	keyUpdate = twilio.Operation{Name: "iam.Keys.Update", Method: http.MethodPost, Host: hostIAM, Path: keyPath, Class: twilio.ClassIdempotent}
)

// KeyCreateParams is a new standard key.
type KeyCreateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"` // the name by which a key of a lost answer is found
	AccountSID   string `form:"AccountSid" check:"sid=AC"`   // "" is the account of the client

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a standard key. Its secret is in the answer and never shown again: write
// it down before anything else. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]. A secret that was lost on the way cannot be read back:
// find the key with [Keys.Reconcile], delete it, and make another one.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v1#create-a-key-resource
func (s *Keys) Create(ctx context.Context, params KeyCreateParams, opts ...twilio.CallOption) (*NewKey, error) {
	params.AccountSID = cmp.Or(params.AccountSID, s.c.AccountSID())
	return twilio.Invoke[NewKey](ctx, s.c, keyCreate.With(&params), opts...)
}

// KeyCreateRestrictedParams is a new key with a policy.
type KeyCreateRestrictedParams struct {
	Policy       Policy `form:"Policy,json"`                 // what the key may do
	FriendlyName string `form:"FriendlyName" check:"max=64"` // the name by which a key of a lost answer is found
	AccountSID   string `form:"AccountSid" check:"sid=AC"`   // "" is the account of the client

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate asks for a policy and looks at it.
func (p *KeyCreateRestrictedParams) Validate(problems *twilio.Problems) {
	if len(p.Policy.Allow) == 0 && !p.Extra.Has("Policy") {
		problems.Add("Policy", "allows nothing", "allow at least one permission, such as /twilio/messaging/messages/read")
	}
	p.Policy.check(problems)
}

// typed returns the parameters with the type of the key, which is no choice here.
func (p KeyCreateRestrictedParams) typed(account string) *KeyCreateRestrictedParams {
	p.AccountSID = cmp.Or(p.AccountSID, account)
	extra := url.Values{"KeyType": {"restricted"}}
	maps.Copy(extra, p.Extra)
	p.Extra = extra
	return &p
}

// CreateRestricted makes a key that may do what its policy allows. Everything else is
// refused with code 70051, and it signs no access tokens. Its secret is shown once and is
// lost as that of [Keys.Create].
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/restricted-api-keys
func (s *Keys) CreateRestricted(ctx context.Context, params KeyCreateRestrictedParams, opts ...twilio.CallOption) (*NewKey, error) {
	return twilio.Invoke[NewKey](ctx, s.c, keyCreateRestricted.With(params.typed(s.c.AccountSID())), opts...)
}

// Get returns a key with its policy and without its secret. One that does not exist, or is
// deleted, matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v1#fetch-a-key-resource
func (s *Keys) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Key, error) {
	return twilio.Invoke[Key](ctx, s.c, keyGet.On(sid), opts...)
}

// KeyListParams narrows [Keys.List] and [Keys.All]; its zero value lists the keys of the
// client's account.
type KeyListParams struct {
	AccountSID string `form:"AccountSid" check:"sid=AC"` // "" is the account of the client
	PageSize   int    `form:"PageSize"`                  // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// on fills in the account of the first page. A cursor names its own.
func (p KeyListParams) on(account string) *KeyListParams {
	if p.Cursor == "" {
		p.AccountSID = cmp.Or(p.AccountSID, account)
	}
	return &p
}

// List returns the first page of an account's keys, or the one that Cursor names. No
// answer has a secret.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v1#read-multiple-key-resources
func (s *Keys) List(ctx context.Context, params KeyListParams, opts ...twilio.CallOption) (*twilio.Page[ListedKey], error) {
	return twilio.InvokePage[ListedKey](ctx, s.c, keyList.With(params.on(s.c.AccountSID())), opts...)
}

// All ranges over an account's keys, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v1#read-multiple-key-resources
func (s *Keys) All(ctx context.Context, params KeyListParams, opts ...twilio.CallOption) iter.Seq2[*ListedKey, error] {
	return twilio.InvokeAll[ListedKey](ctx, s.c, keyList.With(params.on(s.c.AccountSID())), opts...)
}

// KeyUpdateParams changes a key. A field that is zero stays as it is.
type KeyUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"`
	Policy       Policy `form:"Policy,json"` // of a restricted key, whole: it replaces the former one

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate looks at the policy.
func (p *KeyUpdateParams) Validate(problems *twilio.Problems) { p.Policy.check(problems) }

// Update changes a key and returns it as it is afterwards. A new policy holds for the
// next request. An update converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v1#update-a-key-resource
func (s *Keys) Update(ctx context.Context, sid string, params KeyUpdateParams, opts ...twilio.CallOption) (*Key, error) {
	return twilio.Invoke[Key](ctx, s.c, keyUpdate.On(sid).With(&params), opts...)
}

// Delete revokes a key at once: whoever still uses it is refused with code 20003, and
// access tokens that it has signed are good no more. It cannot be undone.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v1#delete-a-key-resource
func (s *Keys) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, keyDelete.On(sid), opts...)
}

// Reconcile finds the key of a [Keys.Create] or a [Keys.CreateRestricted] that ended in an
// *[twilio.OutcomeUnknownError], by its name and time: give it the account and the name of
// the create. The key has no secret, so that it is of no use to anybody: delete it.
// Without one the error is [twilio.ErrNotSeen], and *[twilio.AmbiguousError] when several
// keys fit. A create without a FriendlyName is a *[twilio.ParamError].
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/key-resource-v1#read-multiple-key-resources
func (s *Keys) Reconcile(ctx context.Context, params KeyCreateParams, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*ListedKey, error) {
	params.AccountSID = cmp.Or(params.AccountSID, s.c.AccountSID())
	list := &KeyListParams{AccountSID: params.AccountSID, PageSize: mostItems}
	return twilio.Reconcile(ctx, s.c, unknown, twilio.Reconciler[ListedKey]{
		Create: keyCreate.With(&params),
		Get:    func(sid string) twilio.BoundOperation { return keyGet.On(sid) },
		List:   func(url.Values) twilio.BoundOperation { return keyList.With(list) },
		Compare: func(sent url.Values, found *ListedKey, c *twilio.Comparison) {
			compareName(sent, found.FriendlyName, c)
		},
		Check: checkNamed,
	}, opts...)
}
