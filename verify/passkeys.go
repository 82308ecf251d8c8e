package verify

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// PasskeyConfig says who asks for passkeys, and for which ones.
//
// Twilio docs: https://www.twilio.com/docs/verify/passkeys
type PasskeyConfig struct {
	RelyingParty            RelyingParty            `json:"relying_party"`
	AuthenticatorAttachment AuthenticatorAttachment `json:"authenticator_attachment"`
	DiscoverableCredentials PasskeyRequirement      `json:"discoverable_credentials"`
	UserVerification        PasskeyRequirement      `json:"user_verification"`
}

// RelyingParty is the application that asks for passkeys.
type RelyingParty struct {
	ID      string   `json:"id"`      // its domain: example.com
	Name    string   `json:"name"`    // as people know it
	Origins []string `json:"origins"` // https://login.example.com
}

// AuthenticatorAttachment says which devices may hold a passkey.
type AuthenticatorAttachment string

// The attachments.
const (
	AttachmentPlatform      AuthenticatorAttachment = "platform"       // the device itself
	AttachmentCrossPlatform AuthenticatorAttachment = "cross-platform" // a key that can be taken off
	AttachmentAny           AuthenticatorAttachment = "any"
)

// PasskeyRequirement says how much a property of a passkey is wanted.
type PasskeyRequirement string

// The requirements.
const (
	PasskeyRequired    PasskeyRequirement = "required"
	PasskeyPreferred   PasskeyRequirement = "preferred"
	PasskeyDiscouraged PasskeyRequirement = "discouraged"
)

// CredentialType is the kind of a credential.
type CredentialType string

// CredentialPublicKey is the only kind that there is.
const CredentialPublicKey CredentialType = "public-key"

// CredentialTransport is how a browser reaches the device that holds a passkey.
type CredentialTransport string

// The transports.
const (
	TransportUSB       CredentialTransport = "usb"
	TransportNFC       CredentialTransport = "nfc"
	TransportBLE       CredentialTransport = "ble"
	TransportSmartCard CredentialTransport = "smart-card"
	TransportInternal  CredentialTransport = "internal"
	TransportHybrid    CredentialTransport = "hybrid"
)

// Passkeys registers passkeys and asks for them. The browser's part is WebAuthn.
type Passkeys struct{ c *twilio.Client }

// All of them are creates: each one counts, and Twilio does not say that a second one
// changes nothing. Only the first two make something new at every call.
var (
	passkeyCreateFactor = twilio.Operation{
		Name: "verify.Passkeys.CreateFactor", Method: http.MethodPost, Host: host, Path: passkeysPath + "/Factors", Body: twilio.BodyJSON, Mints: "YF",
	}
	passkeyCreateChallenge = twilio.Operation{
		Name: "verify.Passkeys.CreateChallenge", Method: http.MethodPost, Host: host, Path: passkeysPath + "/Challenges", Body: twilio.BodyJSON, Mints: "YC",
	}
	passkeyVerifyFactor = twilio.Operation{
		Name: "verify.Passkeys.VerifyFactor", Method: http.MethodPost, Host: host, Path: passkeysPath + "/VerifyFactor", Body: twilio.BodyJSON,
	}
	passkeyApproveChallenge = twilio.Operation{
		Name: "verify.Passkeys.ApproveChallenge", Method: http.MethodPost, Host: host, Path: passkeysPath + "/ApproveChallenge", Body: twilio.BodyJSON,
	}
)

// PasskeyCreateFactorParams is the registration of a passkey.
type PasskeyCreateFactorParams struct {
	FriendlyName string        `json:"friendly_name" check:"required"` // that the browser shows
	Identity     string        `json:"identity" check:"required"`      // of the entity
	Config       PasskeyConfig `json:"config"`                         // zero fields are the service's

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

// CreateFactor begins the registration of a passkey. Hand Options of the answer to
// navigator.credentials.create in the browser, and its result to
// [Passkeys.VerifyFactor]. When the answer is lost the error is a
// *[twilio.OutcomeUnknownError]: begin anew, because a registration that is not finished
// is of no use to anybody.
//
// Twilio docs: https://www.twilio.com/docs/verify/passkeys
func (s *Passkeys) CreateFactor(ctx context.Context, serviceSID string, params PasskeyCreateFactorParams, opts ...twilio.CallOption) (*NewFactor, error) {
	return twilio.Invoke[NewFactor](ctx, s.c, passkeyCreateFactor.On(serviceSID).With(&params), opts...)
}

// PasskeyVerifyFactorParams is the result of navigator.credentials.create. The JSON of a
// browser's credential.toJSON can be decoded into it.
type PasskeyVerifyFactorParams struct {
	ID                      string                  `json:"id"`    // base64url
	RawID                   string                  `json:"rawId"` // base64url
	AuthenticatorAttachment AuthenticatorAttachment `json:"authenticatorAttachment"`
	Type                    CredentialType          `json:"type"` // "" is CredentialPublicKey
	Response                PasskeyAttestation      `json:"response" check:"required"`

	Extra map[string]json.RawMessage `json:"-"`
}

// PasskeyAttestation is a new key pair, as the browser describes it.
type PasskeyAttestation struct {
	AttestationObject string                `json:"attestationObject"` // base64url
	ClientDataJSON    string                `json:"clientDataJSON"`    // base64url
	Transports        []CredentialTransport `json:"transports"`
}

// VerifyFactor ends the registration of a passkey. When its answer is lost the error is
// a *[twilio.OutcomeUnknownError]: [Factors.Get] says whether the factor is verified.
//
// Twilio docs: https://www.twilio.com/docs/verify/passkeys
func (s *Passkeys) VerifyFactor(ctx context.Context, serviceSID string, params PasskeyVerifyFactorParams, opts ...twilio.CallOption) (*Factor, error) {
	return twilio.Invoke[Factor](ctx, s.c, passkeyVerifyFactor.On(serviceSID).With(&params), opts...)
}

// PasskeyChallenge is a challenge that a browser answers.
type PasskeyChallenge struct {
	Challenge

	Options json.RawMessage `json:"options"` // hand it to navigator.credentials.get as it is
}

// PasskeyCreateChallengeParams says whose passkey is asked for. Without either field the
// person may choose any passkey of the service that the browser offers.
type PasskeyCreateChallengeParams struct {
	Identity  string `json:"identity"`   // of the entity
	FactorSID string `json:"factor_sid"` // one passkey of it, YF…

	Extra map[string]json.RawMessage `json:"-"`
}

// CreateChallenge asks for a passkey. Hand Options of the answer to
// navigator.credentials.get in the browser, and its result to
// [Passkeys.ApproveChallenge]. When the answer is lost the error is a
// *[twilio.OutcomeUnknownError]: ask anew, because nobody has seen the lost challenge.
//
// Twilio docs: https://www.twilio.com/docs/verify/passkeys
func (s *Passkeys) CreateChallenge(ctx context.Context, serviceSID string, params PasskeyCreateChallengeParams, opts ...twilio.CallOption) (*PasskeyChallenge, error) {
	return twilio.Invoke[PasskeyChallenge](ctx, s.c, passkeyCreateChallenge.On(serviceSID).With(&params), opts...)
}

// PasskeyApproveChallengeParams is the result of navigator.credentials.get. The JSON of
// a browser's credential.toJSON can be decoded into it.
type PasskeyApproveChallengeParams struct {
	ID                      string                  `json:"id" check:"required"`    // base64url
	RawID                   string                  `json:"rawId" check:"required"` // base64url
	AuthenticatorAttachment AuthenticatorAttachment `json:"authenticatorAttachment" check:"required"`
	Type                    CredentialType          `json:"type"` // "" is CredentialPublicKey
	Response                PasskeyAssertion        `json:"response" check:"required"`

	Extra map[string]json.RawMessage `json:"-"`
}

// PasskeyAssertion is the proof that somebody has the passkey.
type PasskeyAssertion struct {
	AuthenticatorData string `json:"authenticatorData" check:"required"` // base64url
	ClientDataJSON    string `json:"clientDataJSON" check:"required"`    // base64url
	Signature         string `json:"signature" check:"required"`         // base64url
	UserHandle        string `json:"userHandle"`                         // base64url of the entity's SID
}

// ApproveChallenge checks the proof of a passkey: see [Challenge.Approved]. When its
// answer is lost the error is a *[twilio.OutcomeUnknownError]: ask for the passkey anew.
//
// Twilio docs: https://www.twilio.com/docs/verify/passkeys
func (s *Passkeys) ApproveChallenge(ctx context.Context, serviceSID string, params PasskeyApproveChallengeParams, opts ...twilio.CallOption) (*PasskeyChallenge, error) {
	return twilio.Invoke[PasskeyChallenge](ctx, s.c, passkeyApproveChallenge.On(serviceSID).With(&params), opts...)
}
