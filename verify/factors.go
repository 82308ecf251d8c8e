package verify

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Factor is one way for an [Entity] to prove itself: an authenticator app, a device that
// takes push notifications, or a passkey.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/factor
type Factor struct {
	SID          string            `json:"sid"` // YF…
	AccountSID   string            `json:"account_sid"`
	ServiceSID   string            `json:"service_sid"`
	EntitySID    string            `json:"entity_sid"`
	Identity     string            `json:"identity"`
	DateCreated  twilio.Time       `json:"date_created"`
	DateUpdated  twilio.Time       `json:"date_updated"`
	FriendlyName string            `json:"friendly_name"`
	Status       FactorStatus      `json:"status"`
	FactorType   FactorType        `json:"factor_type"`
	Config       FactorConfig      `json:"config"`
	Metadata     map[string]string `json:"metadata"`
	URL          string            `json:"url"`
}

// Verified reports that the factor has proven itself once, so that it can be challenged.
func (f *Factor) Verified() bool { return f.Status == FactorVerified }

// NewFactor is a factor as only the answer to its creation shows it.
type NewFactor struct {
	Factor

	Binding FactorBinding   `json:"binding"`
	Options json.RawMessage `json:"options"` // of passkeys: hand it to navigator.credentials.create as it is
}

// FactorBinding is the secret that binds a factor to a device. It is shown once.
type FactorBinding struct {
	Secret    string `json:"secret"` // of TOTP, in base32
	URI       string `json:"uri"`    // of TOTP: otpauth://totp/…, for a QR code
	Alg       string `json:"alg"`    // of push: "ES256"
	PublicKey string `json:"public_key"`
}

// FactorConfig is how a factor works. Each type has some of the fields.
type FactorConfig struct {
	SDKVersion           string               `json:"sdk_version"` // of push
	AppID                string               `json:"app_id"`
	NotificationPlatform NotificationPlatform `json:"notification_platform"`
	NotificationToken    string               `json:"notification_token"`

	Alg        TOTPAlgorithm   `json:"alg"`  // of TOTP
	Skew       twilio.Int      `json:"skew"` // how many codes before and after the present one are taken
	CodeLength twilio.Int      `json:"code_length"`
	TimeStep   twilio.Duration `json:"time_step"` // after which there is a new code

	PasskeyConfig // of passkeys
}

// FactorType is a way for somebody to prove himself.
type FactorType string

// The types of factors.
const (
	FactorPush     FactorType = "push"
	FactorTOTP     FactorType = "totp"
	FactorPasskeys FactorType = "passkeys"
)

// FactorStatus says whether a factor has proven itself once.
type FactorStatus string

// The statuses of factors.
const (
	FactorUnverified FactorStatus = "unverified"
	FactorVerified   FactorStatus = "verified"
)

// NotificationPlatform is how push notifications reach a device.
type NotificationPlatform string

// The platforms.
const (
	NotificationAPN  NotificationPlatform = "apn" // Apple
	NotificationFCM  NotificationPlatform = "fcm" // Google
	NotificationNone NotificationPlatform = "none"
)

// TOTPAlgorithm is the hash with which an authenticator app makes its codes.
type TOTPAlgorithm string

// The hashes.
const (
	TOTPSHA1   TOTPAlgorithm = "sha1"
	TOTPSHA256 TOTPAlgorithm = "sha256"
	TOTPSHA512 TOTPAlgorithm = "sha512"
)

// Factors manages the factors of an entity.
type Factors struct{ c *twilio.Client }

const (
	factorsPath = entityPath + "/Factors"
	factorPath  = factorsPath + "/{Sid:YF}"
)

var (
	factorCreate = twilio.Operation{Name: "verify.Factors.Create", Method: http.MethodPost, Host: host, Path: factorsPath, Mints: "YF"}
	factorGet    = twilio.Operation{Name: "verify.Factors.Get", Method: http.MethodGet, Host: host, Path: factorPath}
	factorList   = twilio.Operation{Name: "verify.Factors.List", Method: http.MethodGet, Host: host, Path: factorsPath, Items: "factors"}
	factorDelete = twilio.Operation{Name: "verify.Factors.Delete", Method: http.MethodDelete, Host: host, Path: factorPath}

	// An update of the settings converges. To verify is a create: a wrong code that is
	// tried twice counts as two of five tries.
	factorUpdate = twilio.Operation{Name: "verify.Factors.Update", Method: http.MethodPost, Host: host, Path: factorPath, Class: twilio.ClassIdempotent}
	factorVerify = twilio.Operation{Name: "verify.Factors.Verify", Method: http.MethodPost, Host: host, Path: factorPath}
)

// FactorCreateParams is a new factor for an authenticator app or for push notifications.
type FactorCreateParams struct {
	FriendlyName string     `form:"FriendlyName" check:"required,max=64"` // the name of the device, or of the account in the app; no personal data
	FactorType   FactorType `form:"FactorType" check:"required"`          // FactorTOTP or FactorPush; Passkeys.CreateFactor makes the third type

	Binding  FactorBindingParams `form:"Binding"`
	Config   FactorConfigParams  `form:"Config"`
	Metadata map[string]string   `form:"Metadata,json"` // at most 1,024 characters of JSON

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// FactorBindingParams is the secret that binds a factor to a device.
type FactorBindingParams struct {
	Secret    string `form:"Secret"`    // of TOTP, in base32; "" lets Twilio make one
	Alg       string `form:"Alg"`       // of push: "ES256"
	PublicKey string `form:"PublicKey"` // of push: ECDSA, PKIX in DER, in base64
}

// FactorConfigParams says how a factor works. Those of TOTP that are zero are the
// service's.
type FactorConfigParams struct {
	AppID                string               `form:"AppId" check:"max=100"` // of push: com.example.app
	NotificationPlatform NotificationPlatform `form:"NotificationPlatform"`
	NotificationToken    string               `form:"NotificationToken" check:"max=255"` // of the device: 32 to 255 characters
	SDKVersion           string               `form:"SdkVersion"`

	Alg        TOTPAlgorithm `form:"Alg"`
	TimeStep   time.Duration `form:"TimeStep,seconds"` // 20 s to 60 s
	CodeLength int           `form:"CodeLength"`       // 3 to 8
	Skew       *int          `form:"Skew"`             // how many codes before and after the present one are taken: 0 to 2
}

// Validate refuses a push factor without the fields that Twilio requires of it.
func (p *FactorCreateParams) Validate(problems *twilio.Problems) {
	if p.FactorType != FactorPush {
		return
	}
	for _, field := range [...]struct{ name, wire, value string }{
		{"Binding.PublicKey", "Binding.PublicKey", p.Binding.PublicKey},
		{"Config.AppID", "Config.AppId", p.Config.AppID},
		{"Config.NotificationPlatform", "Config.NotificationPlatform", string(p.Config.NotificationPlatform)},
		{"Config.SDKVersion", "Config.SdkVersion", p.Config.SDKVersion},
	} {
		if field.value == "" && !p.Extra.Has(field.wire) {
			problems.Add(field.name, "is empty, although FactorType is push", "give the value that the device's Verify SDK shows")
		}
	}
	isReached := p.Config.NotificationPlatform != "" && p.Config.NotificationPlatform != NotificationNone
	if isReached && p.Config.NotificationToken == "" && !p.Extra.Has("Config.NotificationToken") {
		problems.Add("Config.NotificationToken", "is empty, although NotificationPlatform is "+string(p.Config.NotificationPlatform), "give the token of the device, or NotificationNone")
	}
}

// Create makes a factor, and its entity if the identity has none. For an authenticator
// app show Binding.URI as a QR code, once, and verify the factor with the app's first
// code: see [Factors.Verify].
//
// When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError].
// A factor whose answer was lost has a secret that nobody knows: [Factors.All] shows it,
// unverified, and [Factors.Delete] removes it.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/factor#create-a-factor-resource
func (s *Factors) Create(ctx context.Context, serviceSID, identity string, params FactorCreateParams, opts ...twilio.CallOption) (*NewFactor, error) {
	return twilio.Invoke[NewFactor](ctx, s.c, factorCreate.On(serviceSID, identity).With(&params), opts...)
}

// Get returns a factor, without its secret.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/factor#fetch-a-factor-resource
func (s *Factors) Get(ctx context.Context, serviceSID, identity, sid string, opts ...twilio.CallOption) (*Factor, error) {
	return twilio.Invoke[Factor](ctx, s.c, factorGet.On(serviceSID, identity, sid), opts...)
}

// FactorListParams are the pages of a list of factors.
type FactorListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of an entity's factors, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/factor#read-multiple-factor-resources
func (s *Factors) List(ctx context.Context, serviceSID, identity string, params FactorListParams, opts ...twilio.CallOption) (*twilio.Page[Factor], error) {
	return twilio.InvokePage[Factor](ctx, s.c, factorList.On(serviceSID, identity).With(&params), opts...)
}

// All ranges over all factors of an entity, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/factor#read-multiple-factor-resources
func (s *Factors) All(ctx context.Context, serviceSID, identity string, params FactorListParams, opts ...twilio.CallOption) iter.Seq2[*Factor, error] {
	return twilio.InvokeAll[Factor](ctx, s.c, factorList.On(serviceSID, identity).With(&params), opts...)
}

// FactorUpdateParams changes the settings of a factor. A field that is zero stays as it
// is.
type FactorUpdateParams struct {
	FriendlyName string                   `form:"FriendlyName" check:"max=64"`
	Config       FactorUpdateConfigParams `form:"Config"`

	Extra url.Values `form:"-"`
}

// FactorUpdateConfigParams changes how a factor works.
type FactorUpdateConfigParams struct {
	NotificationPlatform NotificationPlatform `form:"NotificationPlatform"` // of push
	NotificationToken    string               `form:"NotificationToken" check:"max=255"`
	SDKVersion           string               `form:"SdkVersion"`

	Alg        TOTPAlgorithm `form:"Alg"`              // of TOTP
	TimeStep   time.Duration `form:"TimeStep,seconds"` // 20 s to 60 s
	CodeLength int           `form:"CodeLength"`       // 3 to 8
	Skew       *int          `form:"Skew"`             // 0 to 2
}

// Update changes the settings of a factor. An update converges, so that it is repeated
// after failures that may pass. [Factors.Verify] verifies a factor.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/factor#update-a-factor-resource
func (s *Factors) Update(ctx context.Context, serviceSID, identity, sid string, params FactorUpdateParams, opts ...twilio.CallOption) (*Factor, error) {
	return twilio.Invoke[Factor](ctx, s.c, factorUpdate.On(serviceSID, identity, sid).With(&params), opts...)
}

// FactorVerifyParams proves that somebody has the device.
type FactorVerifyParams struct {
	AuthPayload string `form:"AuthPayload"` // of TOTP: the code that the app shows; of push: the device's signature

	Extra url.Values `form:"-"`
}

// Validate refuses a proof that is empty: Twilio would take it for an update.
func (p *FactorVerifyParams) Validate(problems *twilio.Problems) {
	if p.AuthPayload == "" && !p.Extra.Has("AuthPayload") {
		problems.Add("AuthPayload", "is empty", "give the code that the app shows, or the signature of the device")
	}
}

// Verify proves a new factor once. A wrong code of an authenticator app is no error: see
// [Factor.Verified]. After five of them the error matches
// [twilio.CodeVerifyFactorAttemptsUsed] and [twilio.ErrRateLimited].
//
// It is not repeated, because each try counts. When its answer is lost the error is a
// *[twilio.OutcomeUnknownError]: [Factors.Get] says whether the factor is verified.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/factor#verify-a-factor
func (s *Factors) Verify(ctx context.Context, serviceSID, identity, sid string, params FactorVerifyParams, opts ...twilio.CallOption) (*Factor, error) {
	return twilio.Invoke[Factor](ctx, s.c, factorVerify.On(serviceSID, identity, sid).With(&params), opts...)
}

// Delete removes a factor.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/factor#delete-a-factor-resource
func (s *Factors) Delete(ctx context.Context, serviceSID, identity, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, factorDelete.On(serviceSID, identity, sid), opts...)
}
