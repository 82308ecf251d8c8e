package verify

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Verification is a code that somebody was sent and is to give back. It lives for ten
// minutes; a code that is sent again in that time is the same one.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification
type Verification struct {
	SID              string             `json:"sid"` // VE…
	ServiceSID       string             `json:"service_sid"`
	AccountSID       string             `json:"account_sid"`
	To               string             `json:"to"`      // E.164, or an email address
	Channel          Channel            `json:"channel"` // of the last code that was sent
	Status           VerificationStatus `json:"status"`
	Valid            bool               `json:"valid"` // Twilio advises to look at Status
	Lookup           VerificationLookup `json:"lookup"`
	Amount           string             `json:"amount"` // of a transaction under PSD2
	Payee            string             `json:"payee"`
	SendCodeAttempts []SendCodeAttempt  `json:"send_code_attempts"` // the oldest first, five at most
	DateCreated      twilio.Time        `json:"date_created"`
	DateUpdated      twilio.Time        `json:"date_updated"`
	SNA              VerificationSNA    `json:"sna"`
	URL              string             `json:"url"`
}

// VerificationLookup is what is known of the number, if the service has LookupEnabled.
type VerificationLookup struct {
	Carrier VerificationCarrier `json:"carrier"`
}

// VerificationCarrier is the network of a number.
type VerificationCarrier struct {
	Name              string           `json:"name"`
	Type              string           `json:"type"` // "mobile", "landline", "voip"
	MobileCountryCode string           `json:"mobile_country_code"`
	MobileNetworkCode string           `json:"mobile_network_code"`
	ErrorCode         twilio.ErrorCode `json:"error_code"`
}

// SendCodeAttempt is one sending of a code.
type SendCodeAttempt struct {
	AttemptSID string      `json:"attempt_sid"` // VL…
	Channel    Channel     `json:"channel"`
	Time       twilio.Time `json:"time"`
}

// VerificationSNA is the step of silent network authentication.
type VerificationSNA struct {
	URL string `json:"url"` // the device opens it over its mobile network
}

// VerificationStatus is where a verification stands.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification
type VerificationStatus string

// The statuses of verifications.
const (
	VerificationPending            VerificationStatus = "pending"
	VerificationApproved           VerificationStatus = "approved"
	VerificationCanceled           VerificationStatus = "canceled"
	VerificationMaxAttemptsReached VerificationStatus = "max_attempts_reached" // five checks have failed
	VerificationDeleted            VerificationStatus = "deleted"
	VerificationFailed             VerificationStatus = "failed"
	VerificationExpired            VerificationStatus = "expired"
)

// Final reports whether the verification is over. One that is pending can still be
// approved.
func (s VerificationStatus) Final() bool {
	switch s {
	case VerificationApproved, VerificationCanceled, VerificationMaxAttemptsReached, VerificationDeleted, VerificationFailed, VerificationExpired:
		return true
	}
	return false
}

// Verifications sends codes.
type Verifications struct{ c *twilio.Client }

const (
	verificationsPath = servicePath + "/Verifications"
	verificationPath  = verificationsPath + "/{Sid}" // or the recipient: the SID of a verification has no kind here
)

var (
	// Every create within the life of a verification answers with the same SID, so that
	// it mints none.
	verificationCreate = twilio.Operation{
		Name: "verify.Verifications.Create", Method: http.MethodPost, Host: host, Path: verificationsPath,
		ReconciledBy: "verify.Verifications.Reconcile",
	}
	verificationGet = twilio.Operation{Name: "verify.Verifications.Get", Method: http.MethodGet, Host: host, Path: verificationPath}

	// A verification that is canceled or approved stays so.
	verificationUpdate = twilio.Operation{
		Name: "verify.Verifications.Update", Method: http.MethodPost, Host: host, Path: verificationPath, Class: twilio.ClassIdempotent,
	}
	verificationCancel = twilio.Operation{
		Name: "verify.Verifications.Cancel", Method: http.MethodPost, Host: host, Path: verificationPath, Class: twilio.ClassIdempotent,
	}
	verificationApprove = twilio.Operation{
		Name: "verify.Verifications.Approve", Method: http.MethodPost, Host: host, Path: verificationPath, Class: twilio.ClassIdempotent,
	}
)

// VerificationCreateParams says who is verified, and how.
type VerificationCreateParams struct {
	To      string  `form:"To" check:"required,contact"` // E.164, or an email address for ChannelEmail
	Channel Channel `form:"Channel" check:"required"`

	CustomFriendlyName string `form:"CustomFriendlyName"`         // instead of the service's, in the message
	CustomMessage      string `form:"CustomMessage"`              // Twilio advises against it: use a template
	Locale             string `form:"Locale"`                     // of the message: "de"; "" is the language of the number's country
	TemplateSID        string `form:"TemplateSid" check:"sid=HJ"` // of SMS and calls; "" is the service's
	SendDigits         string `form:"SendDigits" check:"keys"`    // keys that are pressed once a call is answered
	CustomCode         string `form:"CustomCode" check:"max=10"`  // 4 to 10 characters; the service needs CustomCodeEnabled
	AppHash            string `form:"AppHash"`                    // of an Android app that reads the SMS by itself
	Amount             string `form:"Amount"`                     // of a transaction under PSD2
	Payee              string `form:"Payee"`
	DeviceIP           string `form:"DeviceIp"` // IPv4 or IPv6 of the device; Twilio asks for it with ChannelAuto

	TemplateCustomSubstitutions map[string]string  `form:"TemplateCustomSubstitutions,json"` // for the variables of the template
	ChannelConfiguration        EmailConfiguration `form:"ChannelConfiguration,json"`        // of ChannelEmail
	RateLimits                  map[string]string  `form:"RateLimits,json"`                  // by their UniqueName: "end_user_ip_address": "203.0.113.7"
	Tags                        map[string]string  `form:"Tags,json"`                        // for Event Streams: at most 10, of 128 characters each; no personal data

	EnableSNAClientToken bool      `form:"EnableSnaClientToken"` // the check of ChannelSNA needs the device's token as well
	RiskCheck            RiskCheck `form:"RiskCheck"`            // "" is RiskCheckEnable

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// EmailConfiguration is how one email looks.
//
// Twilio docs: https://www.twilio.com/docs/verify/email
type EmailConfiguration struct {
	TemplateID    string            `json:"template_id,omitempty"` // of SendGrid
	From          string            `json:"from,omitempty"`        // an email address
	FromName      string            `json:"from_name,omitempty"`
	Substitutions map[string]string `json:"substitutions,omitempty"` // for the variables of the template
}

// RiskCheck says whether Fraud Guard looks at a verification.
//
// Twilio docs: https://www.twilio.com/docs/verify/preventing-toll-fraud/sms-fraud-guard
type RiskCheck string

// The settings of Fraud Guard.
const (
	RiskCheckEnable  RiskCheck = "enable"
	RiskCheckDisable RiskCheck = "disable" // for a recipient whom the application trusts
)

// Validate refuses a recipient whom the channel does not reach.
func (p *VerificationCreateParams) Validate(problems *twilio.Problems) {
	isEmail := strings.Contains(p.To, "@")
	switch {
	case p.To == "" || problems.Has("To"):
	case p.Channel == ChannelEmail && !isEmail:
		problems.Add("To", "is not an email address, although Channel is email", "give an email address, or another Channel")
	case p.Channel.reachesNumbers() && isEmail:
		problems.Add("To", "is an email address, and Channel "+string(p.Channel)+" does not reach it", "give a phone number in E.164, or ChannelEmail")
	case p.Channel.reachesNumbers() && !strings.HasPrefix(p.To, "+"):
		problems.Add("To", "has a prefix", "give the number alone, such as +14155551234: Channel says how the code is sent")
	}
}

// Create sends a code, or sends it again: within ten minutes the code and the SID stay
// the same, and five sends are allowed. The errors that an application meets:
//
//	errors.Is(err, twilio.CodeVerifySendsUsed)     five codes were sent; wait until the verification has expired
//	errors.Is(err, twilio.ErrRateLimited)          that, or another limit: of Twilio's, or of the service
//	errors.Is(err, twilio.CodeVerifyFraudBlocked)  Fraud Guard blocks the prefix of the number for 12 hours
//	errors.Is(err, twilio.ErrGeoPermission)        the country is not enabled for Verify
//	errors.Is(err, twilio.ErrInvalidNumber)        the channel does not reach the number, such as SMS a landline
//
// The client's retries never send a code twice, as long as a caller's own transport does
// not repeat requests. When it may have been sent although no usable answer came back,
// the error is an *[twilio.OutcomeUnknownError], which [twilio.Settle] lets the call
// settle by itself.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification#start-new-verification
func (s *Verifications) Create(ctx context.Context, serviceSID string, params VerificationCreateParams, opts ...twilio.CallOption) (*Verification, error) {
	return twilio.InvokeSettled(ctx, s.c, verificationCreate.On(serviceSID).With(&params),
		func(ctx context.Context, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*Verification, error) {
			return s.Reconcile(ctx, serviceSID, params, unknown, opts...)
		}, opts...)
}

// Get returns a verification, by its SID or by its recipient while it is pending.
// One that is approved is gone, and so is one that expired: the error matches
// [twilio.ErrNotFound]. [Attempts.List] still shows how codes were sent.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification#fetch-a-verification
func (s *Verifications) Get(ctx context.Context, serviceSID, sidOrTo string, opts ...twilio.CallOption) (*Verification, error) {
	return twilio.Invoke[Verification](ctx, s.c, verificationGet.On(serviceSID, sidOrTo), opts...)
}

// VerificationUpdateParams ends a verification. For one way at a time see
// [Verifications.Cancel] and [Verifications.Approve].
type VerificationUpdateParams struct {
	Status VerificationStatus `form:"Status" check:"required"` // VerificationCanceled or VerificationApproved

	Extra url.Values `form:"-"`
}

// Update ends a verification, which is named by its SID or by its recipient. An update
// converges, so that it is repeated after failures that may pass. When the error then
// matches [twilio.ErrNotFound], the verification is over either way: ended by the
// request whose answer was lost, or expired.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification#update-a-verification-status
func (s *Verifications) Update(ctx context.Context, serviceSID, sidOrTo string, params VerificationUpdateParams, opts ...twilio.CallOption) (*Verification, error) {
	return s.end(ctx, verificationUpdate.On(serviceSID, sidOrTo).With(&params), params.Status, serviceSID, sidOrTo, opts)
}

// Cancel ends a verification, so that its code can no longer be used and the next one
// is a new one. It is named by its SID or by its recipient.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification#update-a-verification-status
func (s *Verifications) Cancel(ctx context.Context, serviceSID, sidOrTo string, opts ...twilio.CallOption) (*Verification, error) {
	return s.endAs(ctx, verificationCancel, VerificationCanceled, serviceSID, sidOrTo, opts)
}

// Approve ends a verification whose custom code the application has checked by itself,
// so that Twilio counts it as converted. It is named by its SID or by its recipient.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification#update-a-verification-status
func (s *Verifications) Approve(ctx context.Context, serviceSID, sidOrTo string, opts ...twilio.CallOption) (*Verification, error) {
	return s.endAs(ctx, verificationApprove, VerificationApproved, serviceSID, sidOrTo, opts)
}

func (s *Verifications) endAs(ctx context.Context, op twilio.Operation, status VerificationStatus, serviceSID, sidOrTo string, opts []twilio.CallOption) (*Verification, error) {
	return s.end(ctx, op.On(serviceSID, sidOrTo).With(url.Values{"Status": {string(status)}}), status, serviceSID, sidOrTo, opts)
}

func (s *Verifications) end(ctx context.Context, b twilio.BoundOperation, status VerificationStatus, serviceSID, sidOrTo string, opts []twilio.CallOption) (*Verification, error) {
	return twilio.InvokeConverging(ctx, s.c, b,
		func() (*Verification, error) { return s.Get(ctx, serviceSID, sidOrTo, opts...) },
		func(v *Verification) bool { return v.Status == status }, opts...)
}
