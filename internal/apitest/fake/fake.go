// Package fake is a small product with which the harness tests itself: a few operations
// of several of Twilio's products, one of each shape. Its operations are values that a
// test can bind wrongly.
package fake

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Client has the services of the product.
type Client struct {
	Limits   *Limits
	Webhooks *Webhooks
	Passkeys *Passkeys
	Members  *Members
	Payments *Payments
	Files    *Files
	Nested   *Nested
	Batches  *Batches
}

// Nested has a service within it.
type Nested struct{ Forms *Forms }

// Operations are the operations of the product, which a test may change.
type Operations struct {
	LimitCreate, LimitGet, LimitList, LimitUpdate, LimitDelete, LimitClear twilio.Operation
	WebhookCreate, PasskeyApprove, MemberPatch, PaymentUpdate, FileGet     twilio.Operation
	FormGet                                                                twilio.Operation
	BatchCreate, BatchSend, BatchUpload                                    twilio.Operation
}

const (
	limitsPath = "/v2/Services/{ServiceSid:VA}/RateLimits"
	limitPath  = limitsPath + "/{Sid:RK}"
)

// Right returns the operations as they should be.
func Right() Operations {
	ops := Operations{
		LimitCreate: twilio.Operation{Name: "fake.Limits.Create", Method: http.MethodPost, Host: "verify", Path: limitsPath},
		LimitGet:    twilio.Operation{Name: "fake.Limits.Get", Method: http.MethodGet, Host: "verify", Path: limitPath},
		LimitList:   twilio.Operation{Name: "fake.Limits.List", Method: http.MethodGet, Host: "verify", Path: limitsPath, Items: "rate_limits"},
		LimitUpdate: twilio.Operation{Name: "fake.Limits.Update", Method: http.MethodPost, Host: "verify", Path: limitPath, Class: twilio.ClassIdempotent},
		LimitClear:  twilio.Operation{Name: "fake.Limits.Clear", Method: http.MethodPost, Host: "verify", Path: limitPath, Class: twilio.ClassIdempotent},
		LimitDelete: twilio.Operation{Name: "fake.Limits.Delete", Method: http.MethodDelete, Host: "verify", Path: limitPath},

		WebhookCreate:  twilio.Operation{Name: "fake.Webhooks.Create", Method: http.MethodPost, Host: "verify", Path: "/v2/Services/{ServiceSid:VA}/Webhooks"},
		PasskeyApprove: twilio.Operation{Name: "fake.Passkeys.Approve", Method: http.MethodPost, Host: "verify", Path: "/v2/Services/{ServiceSid:VA}/Passkeys/ApproveChallenge", Body: twilio.BodyJSON},
		MemberPatch: twilio.Operation{
			Name: "fake.Members.Patch", Method: http.MethodPatch, Host: "preview-iam", Path: "/Organizations/{OrganizationSid:OR}/scim/Users/{UserSid:US}",
			Body: twilio.BodyJSON, Class: twilio.ClassIdempotent, Auth: twilio.AuthOAuth,
		},
		PaymentUpdate: twilio.Operation{Name: "fake.Payments.Update", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid:CA}/Payments/{Sid:PK}.json"},
		FileGet:       twilio.Operation{Name: "fake.Files.Get", Method: http.MethodGet, Host: "messaging", Path: "/v1/Deactivations"},
		FormGet:       twilio.Operation{Name: "fake.Nested.Forms.Get", Method: http.MethodGet, Host: "verify", Path: "/v2/Forms/{FormType}"},
	}
	ops.addUnlisted()
	return ops
}

// New returns the product with operations.
func New(c *twilio.Client, ops Operations) *Client {
	return &Client{
		Limits: &Limits{c, ops}, Webhooks: &Webhooks{c, ops}, Passkeys: &Passkeys{c, ops}, Members: &Members{c, ops},
		Payments: &Payments{c, ops}, Files: &Files{c, ops}, Nested: &Nested{Forms: &Forms{c, ops}}, Batches: &Batches{c, ops},
	}
}

// Limit is a limit of a Verify service.
type Limit struct {
	SID         string            `json:"sid"`
	ServiceSID  string            `json:"service_sid"`
	AccountSID  string            `json:"account_sid"`
	UniqueName  string            `json:"unique_name"`
	Description string            `json:"description"`
	DateCreated twilio.Time       `json:"date_created"`
	DateUpdated twilio.Time       `json:"date_updated"`
	URL         string            `json:"url"`
	Links       map[string]string `json:"links"`
}

// Limits makes and changes limits.
type Limits struct {
	c   *twilio.Client
	ops Operations
}

// LimitCreateParams is a new limit.
type LimitCreateParams struct {
	UniqueName  string `form:"UniqueName" check:"required"`
	Description string `form:"Description"`

	Extra url.Values `form:"-"`
}

// Create makes a limit in a service.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits
func (s *Limits) Create(ctx context.Context, serviceSID string, params LimitCreateParams, opts ...twilio.CallOption) (*Limit, error) {
	return twilio.Invoke[Limit](ctx, s.c, s.ops.LimitCreate.On(serviceSID).With(&params), opts...)
}

// Get returns a limit as it stands now.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits
func (s *Limits) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*Limit, error) {
	return twilio.Invoke[Limit](ctx, s.c, s.ops.LimitGet.On(serviceSID, sid), opts...)
}

// LimitListParams are the pages of a list.
type LimitListParams struct {
	PageSize int `form:"PageSize"`

	Cursor string     `form:"-"`
	Extra  url.Values `form:"-"`
}

// List returns the first page of limits.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits
func (s *Limits) List(ctx context.Context, serviceSID string, params LimitListParams, opts ...twilio.CallOption) (*twilio.Page[Limit], error) {
	return twilio.InvokePage[Limit](ctx, s.c, s.ops.LimitList.On(serviceSID).With(&params), opts...)
}

// All ranges over the limits of all pages.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits
func (s *Limits) All(ctx context.Context, serviceSID string, params LimitListParams, opts ...twilio.CallOption) iter.Seq2[*Limit, error] {
	return twilio.InvokeAll[Limit](ctx, s.c, s.ops.LimitList.On(serviceSID).With(&params), opts...)
}

// LimitUpdateParams changes a limit.
type LimitUpdateParams struct {
	Description string `form:"Description"`

	Extra url.Values `form:"-"`
}

// Update changes the description of a limit.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits
func (s *Limits) Update(ctx context.Context, serviceSID, sid string, params LimitUpdateParams, opts ...twilio.CallOption) (*Limit, error) {
	return twilio.Invoke[Limit](ctx, s.c, s.ops.LimitUpdate.On(serviceSID, sid).With(&params), opts...)
}

// Clear empties the description of a limit.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits
func (s *Limits) Clear(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*Limit, error) {
	return twilio.Invoke[Limit](ctx, s.c, s.ops.LimitClear.On(serviceSID, sid).With(url.Values{"Description": {""}}), opts...)
}

// Delete removes a limit for good.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits
func (s *Limits) Delete(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, s.ops.LimitDelete.On(serviceSID, sid), opts...)
}

// Webhook is an address that events go to.
type Webhook struct {
	SID           string         `json:"sid"`
	ServiceSID    string         `json:"service_sid"`
	AccountSID    string         `json:"account_sid"`
	FriendlyName  string         `json:"friendly_name"`
	EventTypes    []string       `json:"event_types"`
	Status        WebhookStatus  `json:"status"`
	Version       WebhookVersion `json:"version"`
	WebhookURL    string         `json:"webhook_url"`
	WebhookMethod twilio.Method  `json:"webhook_method"`
	DateCreated   twilio.Time    `json:"date_created"`
	DateUpdated   twilio.Time    `json:"date_updated"`
	URL           string         `json:"url"`
}

// WebhookStatus says whether events are sent.
type WebhookStatus string

// The statuses of webhooks. Paused is in no file of Twilio's.
const (
	WebhookEnabled  WebhookStatus = "enabled"
	WebhookDisabled WebhookStatus = "disabled"
	WebhookPaused   WebhookStatus = "paused"
)

// WebhookVersion is the form of the events.
type WebhookVersion string

// The forms of events.
const (
	WebhookV1 WebhookVersion = "v1"
	WebhookV2 WebhookVersion = "v2"
)

// Webhooks makes webhooks.
type Webhooks struct {
	c   *twilio.Client
	ops Operations
}

// WebhookCreateParams is a new webhook.
type WebhookCreateParams struct {
	FriendlyName string         `form:"FriendlyName" check:"required"`
	EventTypes   []string       `form:"EventTypes" check:"required"`
	WebhookURL   string         `form:"WebhookUrl" check:"required,url"`
	Status       WebhookStatus  `form:"Status"`
	Version      WebhookVersion `form:"Version"`

	Extra url.Values `form:"-"`
}

// Create makes a webhook for some kinds of events.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/webhooks
func (s *Webhooks) Create(ctx context.Context, serviceSID string, params WebhookCreateParams, opts ...twilio.CallOption) (*Webhook, error) {
	return twilio.Invoke[Webhook](ctx, s.c, s.ops.WebhookCreate.On(serviceSID).With(&params), opts...)
}

// Passkeys approves challenges.
type Passkeys struct {
	c   *twilio.Client
	ops Operations
}

// PasskeyApproveParams is the answer of a device.
type PasskeyApproveParams struct {
	ID         string          `json:"id" check:"required"`
	RawID      string          `json:"rawId" check:"required"`
	Attachment Attachment      `json:"authenticatorAttachment" check:"required"`
	Type       CredentialType  `json:"type"`
	Response   PasskeyResponse `json:"response" check:"required"`

	Extra map[string]json.RawMessage `json:"-"`
}

// PasskeyResponse is signed by the device.
type PasskeyResponse struct {
	AuthenticatorData string `json:"authenticatorData" check:"required"`
	ClientDataJSON    string `json:"clientDataJSON" check:"required"`
	Signature         string `json:"signature" check:"required"`
	UserHandle        string `json:"userHandle"`
}

// Attachment is where an authenticator is.
type Attachment string

// The places of authenticators.
const (
	AttachmentPlatform      Attachment = "platform"
	AttachmentCrossPlatform Attachment = "cross-platform"
)

// CredentialType is the kind of a credential.
type CredentialType string

// CredentialPublicKey is the only kind.
const CredentialPublicKey CredentialType = "public-key"

// Challenge is what a device has to answer.
type Challenge struct {
	SID             string            `json:"sid"`
	AccountSID      string            `json:"account_sid"`
	ServiceSID      string            `json:"service_sid"`
	EntitySID       string            `json:"entity_sid"`
	FactorSID       string            `json:"factor_sid"`
	Identity        string            `json:"identity"`
	FactorType      FactorType        `json:"factor_type"`
	Status          ChallengeStatus   `json:"status"`
	RespondedReason Reason            `json:"responded_reason"`
	Details         Details           `json:"details"`
	HiddenDetails   map[string]string `json:"hidden_details"`
	Metadata        json.RawMessage   `json:"metadata"`
	Options         json.RawMessage   `json:"options"`
	DateCreated     twilio.Time       `json:"date_created"`
	DateUpdated     twilio.Time       `json:"date_updated"`
	DateResponded   twilio.Time       `json:"date_responded"`
	ExpirationDate  twilio.Time       `json:"expiration_date"`
	Links           map[string]string `json:"links"`
	URL             string            `json:"url"`
}

// Details are shown to the person.
type Details struct {
	Message string        `json:"message"`
	Fields  []DetailField `json:"fields"`
}

// DetailField is a line of the details.
type DetailField struct {
	Label string          `json:"label"`
	Value string          `json:"value"`
	Size  twilio.Int      `json:"size"`
	Shown *bool           `json:"shown"`
	Since twilio.Duration `json:"since"`
}

// FactorType is the kind of a factor.
type FactorType string

// The kinds of factors.
const (
	FactorPush     FactorType = "push"
	FactorTOTP     FactorType = "totp"
	FactorPasskeys FactorType = "passkeys"
)

// ChallengeStatus is where a challenge stands.
type ChallengeStatus string

// The statuses of challenges.
const (
	ChallengePending  ChallengeStatus = "pending"
	ChallengeExpired  ChallengeStatus = "expired"
	ChallengeApproved ChallengeStatus = "approved"
	ChallengeDenied   ChallengeStatus = "denied"
)

// Reason is why a challenge was denied.
type Reason string

// The reasons.
const (
	ReasonNone         Reason = "none"
	ReasonNotNeeded    Reason = "not_needed"
	ReasonNotRequested Reason = "not_requested"
)

// Approve hands in the answer of a device.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/passkeys
func (s *Passkeys) Approve(ctx context.Context, serviceSID string, params PasskeyApproveParams, opts ...twilio.CallOption) (*Challenge, error) {
	return twilio.Invoke[Challenge](ctx, s.c, s.ops.PasskeyApprove.On(serviceSID).With(&params), opts...)
}

// Members changes the people of an organization.
type Members struct {
	c   *twilio.Client
	ops Operations
}

// MemberPatchParams are changes of a person.
type MemberPatchParams struct {
	IfMatch    string   `header:"If-Match"`
	Operations []Change `json:"Operations"`
	Schemas    []string `json:"schemas"`

	Extra map[string]json.RawMessage `json:"-"`
}

// Change is one change.
type Change struct {
	Op    string          `json:"op"`
	Path  string          `json:"path"`
	Value json.RawMessage `json:"value"`
}

// Patch changes a person.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim
func (s *Members) Patch(ctx context.Context, organizationSID, userSID string, params MemberPatchParams, opts ...twilio.CallOption) (*json.RawMessage, error) {
	return twilio.Invoke[json.RawMessage](ctx, s.c, s.ops.MemberPatch.On(organizationSID, userSID).With(&params), opts...)
}

// Payments takes payments in calls.
type Payments struct {
	c   *twilio.Client
	ops Operations
}

// Payment is one payment.
type Payment struct {
	SID         string      `json:"sid"`
	CallSID     string      `json:"call_sid"`
	AccountSID  string      `json:"account_sid"`
	DateCreated twilio.Time `json:"date_created"`
	DateUpdated twilio.Time `json:"date_updated"`
	URI         string      `json:"uri"`
}

// PaymentUpdateParams goes on with a payment.
type PaymentUpdateParams struct {
	IdempotencyKey string         `form:"IdempotencyKey" check:"required"`
	StatusCallback string         `form:"StatusCallback" check:"required,callback"`
	Capture        PaymentCapture `form:"Capture"`
	Status         PaymentStatus  `form:"Status"`

	Extra url.Values `form:"-"`
}

// PaymentCapture is the part that the caller is asked for.
type PaymentCapture string

// The parts of a payment.
const (
	CaptureCardNumber  PaymentCapture = "payment-card-number"
	CaptureExpiration  PaymentCapture = "expiration-date"
	CaptureCode        PaymentCapture = "security-code"
	CapturePostalCode  PaymentCapture = "postal-code"
	CaptureRouting     PaymentCapture = "bank-routing-number"
	CaptureBankAccount PaymentCapture = "bank-account-number"

	CaptureCardNumberAgain PaymentCapture = "payment-card-number-matcher"
	CaptureExpirationAgain PaymentCapture = "expiration-date-matcher"
	CaptureCodeAgain       PaymentCapture = "security-code-matcher"
	CapturePostalCodeAgain PaymentCapture = "postal-code-matcher"
)

// PaymentStatus ends a payment.
type PaymentStatus string

// The ends of a payment.
const (
	PaymentComplete PaymentStatus = "complete"
	PaymentCancel   PaymentStatus = "cancel"
)

// Update goes on with a payment, which Twilio does afterwards.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/payment-resource
func (s *Payments) Update(ctx context.Context, callSID, sid string, params PaymentUpdateParams, opts ...twilio.CallOption) (*Payment, error) {
	return twilio.Invoke[Payment](ctx, s.c, s.ops.PaymentUpdate.On(callSID, sid).With(&params), opts...)
}

// Files fetches files.
type Files struct {
	c   *twilio.Client
	ops Operations
}

// FileGetParams is the day of a file.
type FileGetParams struct {
	Date time.Time `form:"Date,date"`

	Extra url.Values `form:"-"`
}

// Get returns the numbers that were given up on a day.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/deactivations-resource
func (s *Files) Get(ctx context.Context, params FileGetParams, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, s.ops.FileGet.With(&params), opts...)
}

// Forms reads forms.
type Forms struct {
	c   *twilio.Client
	ops Operations
}

// Form is a form with its fields.
type Form struct {
	FormType FormType        `json:"form_type"`
	Forms    json.RawMessage `json:"forms"`
	FormMeta json.RawMessage `json:"form_meta"`
	URL      string          `json:"url"`
}

// Get returns a form of a kind.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/forms
func (s *Forms) Get(ctx context.Context, formType FormType, opts ...twilio.CallOption) (*Form, error) {
	return twilio.Invoke[Form](ctx, s.c, s.ops.FormGet.On(string(formType)), opts...)
}

// FormType is the kind of a form.
type FormType string

// FormPush is the form for push factors.
const FormPush FormType = "form-push"
