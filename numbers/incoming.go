package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"slices"

	"github.com/seed15d99369/twilio"
)

// IncomingNumber is a number that the account owns. Its addresses say which webhooks
// Twilio asks when the number is called or texted.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
type IncomingNumber struct {
	SID                    string                 `json:"sid"` // PN…
	AccountSID             string                 `json:"account_sid"`
	PhoneNumber            string                 `json:"phone_number"` // E.164
	FriendlyName           string                 `json:"friendly_name"`
	Type                   NumberType             `json:"type"`   // "" in the lists of one kind
	Status                 string                 `json:"status"` // "in-use"
	Origin                 string                 `json:"origin"` // "twilio", or "hosted" for a number of another carrier's
	Beta                   bool                   `json:"beta"`
	Capabilities           Capabilities           `json:"capabilities"`
	AddressRequirements    AddressRequirement     `json:"address_requirements"`
	AddressSID             string                 `json:"address_sid"`           // AD…
	BundleSID              string                 `json:"bundle_sid"`            // BU…
	IdentitySID            string                 `json:"identity_sid"`          // RI…
	EmergencyAddressSID    string                 `json:"emergency_address_sid"` // AD…
	EmergencyAddressStatus EmergencyAddressStatus `json:"emergency_address_status"`
	EmergencyStatus        EmergencyStatus        `json:"emergency_status"`
	SMSApplicationSID      string                 `json:"sms_application_sid"` // AP…; its addresses stand in for those of SMS
	SMSURL                 string                 `json:"sms_url"`
	SMSMethod              twilio.Method          `json:"sms_method"`
	SMSFallbackURL         string                 `json:"sms_fallback_url"`
	SMSFallbackMethod      twilio.Method          `json:"sms_fallback_method"`
	VoiceApplicationSID    string                 `json:"voice_application_sid"` // AP…; its addresses stand in for those of voice
	VoiceURL               string                 `json:"voice_url"`
	VoiceMethod            twilio.Method          `json:"voice_method"`
	VoiceFallbackURL       string                 `json:"voice_fallback_url"`
	VoiceFallbackMethod    twilio.Method          `json:"voice_fallback_method"`
	VoiceCallerIDLookup    bool                   `json:"voice_caller_id_lookup"` // webhooks have the CallerName, which costs money
	VoiceReceiveMode       VoiceReceiveMode       `json:"voice_receive_mode"`
	TrunkSID               string                 `json:"trunk_sid"` // TK…; calls go to the trunk and not to the addresses
	StatusCallback         string                 `json:"status_callback"`
	StatusCallbackMethod   twilio.Method          `json:"status_callback_method"`
	APIVersion             string                 `json:"api_version"`
	DateCreated            twilio.Time            `json:"date_created"`
	DateUpdated            twilio.Time            `json:"date_updated"`
	URI                    string                 `json:"uri"`
}

// NumberType is the kind of a number.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
type NumberType string

// The values of NumberType.
const (
	TypeLocal    NumberType = "local"
	TypeMobile   NumberType = "mobile"
	TypeTollFree NumberType = "toll-free"
	TypeNational NumberType = "national"
)

// EmergencyStatus says whether calls from the number to emergency services are routed by
// its emergency address.
//
// Twilio docs: https://www.twilio.com/docs/voice/tutorials/emergency-calling-for-programmable-voice
type EmergencyStatus string

// The values of EmergencyStatus.
const (
	EmergencyActive   EmergencyStatus = "Active"
	EmergencyInactive EmergencyStatus = "Inactive"
)

// EmergencyAddressStatus is how far the registration of the emergency address with the
// number has got.
//
// Twilio docs: https://www.twilio.com/docs/voice/tutorials/emergency-calling-for-programmable-voice
type EmergencyAddressStatus string

// The values of EmergencyAddressStatus.
const (
	EmergencyAddressRegistered            EmergencyAddressStatus = "registered"
	EmergencyAddressUnregistered          EmergencyAddressStatus = "unregistered"
	EmergencyAddressPendingRegistration   EmergencyAddressStatus = "pending-registration"
	EmergencyAddressRegistrationFailure   EmergencyAddressStatus = "registration-failure"
	EmergencyAddressPendingUnregistration EmergencyAddressStatus = "pending-unregistration"
	EmergencyAddressUnregistrationFailure EmergencyAddressStatus = "unregistration-failure"
)

// Final reports that the status does not change by itself any more.
func (s EmergencyAddressStatus) Final() bool {
	return s != "" && s != EmergencyAddressPendingRegistration && s != EmergencyAddressPendingUnregistration
}

// VoiceReceiveMode says how the number takes calls. Twilio has ended fax.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
type VoiceReceiveMode string

// The values of VoiceReceiveMode.
const (
	ReceiveVoice VoiceReceiveMode = "voice"
	ReceiveFax   VoiceReceiveMode = "fax"
)

// IncomingNumbers manages the numbers that the account owns. Its fields do so for one
// kind of number each.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
type IncomingNumbers struct {
	c *twilio.Client

	Local    *IncomingKind
	Mobile   *IncomingKind
	TollFree *IncomingKind
}

func newIncomingNumbers(c *twilio.Client) *IncomingNumbers {
	return &IncomingNumbers{c, incomingKind(c, "Local"), incomingKind(c, "Mobile"), incomingKind(c, "TollFree")}
}

const (
	incomingPath       = accountPath + "/IncomingPhoneNumbers.json"
	incomingNumberPath = accountPath + "/IncomingPhoneNumbers/{Sid:PN}.json"
	incomingItems      = "incoming_phone_numbers"
)

var (
	incomingGet     = twilio.Operation{Name: "numbers.Incoming.Get", Method: http.MethodGet, Host: hostAPI, Path: incomingNumberPath}
	incomingList    = twilio.Operation{Name: "numbers.Incoming.List", Method: http.MethodGet, Host: hostAPI, Path: incomingPath, Items: incomingItems}
	incomingRelease = twilio.Operation{Name: "numbers.Incoming.Release", Method: http.MethodDelete, Host: hostAPI, Path: incomingNumberPath}

	// An update converges: a value that is set twice is set.
	incomingUpdate = twilio.Operation{Name: "numbers.Incoming.Update", Method: http.MethodPost, Host: hostAPI, Path: incomingNumberPath, Class: twilio.ClassIdempotent}

	// A transfer converges: the number is in the other account, however often it is asked
	// for. The second request no longer finds it in the first account.
	incomingTransfer = twilio.Operation{Name: "numbers.Incoming.Transfer", Method: http.MethodPost, Host: hostAPI, Path: incomingNumberPath, Class: twilio.ClassIdempotent}
)

// Settings say which webhooks answer when a number is called or texted, and for whom it
// is registered. They are given when it is bought, and changed by [IncomingNumbers.Update].
// A field that is zero is left to Twilio, or stays as it is.
type Settings struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"`
	APIVersion   string `form:"ApiVersion"` // of the TwiML sessions; Twilio uses 2010-04-01

	SMSURL            string        `form:"SmsUrl" check:"url"` // is asked about each message
	SMSMethod         twilio.Method `form:"SmsMethod" check:"method"`
	SMSFallbackURL    string        `form:"SmsFallbackUrl" check:"url"` // is asked when SMSURL fails
	SMSFallbackMethod twilio.Method `form:"SmsFallbackMethod" check:"method"`
	SMSApplicationSID string        `form:"SmsApplicationSid" check:"sid=AP"` // its addresses stand in for those above

	VoiceURL            string           `form:"VoiceUrl" check:"url"` // is asked about each call
	VoiceMethod         twilio.Method    `form:"VoiceMethod" check:"method"`
	VoiceFallbackURL    string           `form:"VoiceFallbackUrl" check:"url"` // is asked when VoiceURL fails
	VoiceFallbackMethod twilio.Method    `form:"VoiceFallbackMethod" check:"method"`
	VoiceApplicationSID string           `form:"VoiceApplicationSid" check:"sid=AP"` // its addresses stand in for those above
	VoiceCallerIDLookup *bool            `form:"VoiceCallerIdLookup"`                // webhooks have the CallerName, which costs money
	VoiceReceiveMode    VoiceReceiveMode `form:"VoiceReceiveMode"`

	StatusCallback       string        `form:"StatusCallback" check:"url"` // is told when a call is over
	StatusCallbackMethod twilio.Method `form:"StatusCallbackMethod" check:"method"`
	TrunkSID             string        `form:"TrunkSid" check:"sid=TK"` // calls go to the trunk, and the settings of voice are ignored

	AddressSID          string          `form:"AddressSid" check:"sid=AD"`  // needed where AddressRequirements say so
	BundleSID           string          `form:"BundleSid" check:"sid=BU"`   // needed where the country's regulation says so
	IdentitySID         string          `form:"IdentitySid" check:"sid=RI"` // needed in some countries beside an address
	EmergencyStatus     EmergencyStatus `form:"EmergencyStatus"`
	EmergencyAddressSID string          `form:"EmergencyAddressSid" check:"sid=AD"`
}

// validate refuses settings that no number can have, under the field that holds them.
func (p *Settings) validate(problems *twilio.Problems) {
	if p.EmergencyStatus != "" && p.EmergencyStatus != EmergencyActive && p.EmergencyStatus != EmergencyInactive {
		problems.Add("Settings.EmergencyStatus", "is no status", "give EmergencyActive or EmergencyInactive")
	}
	if p.VoiceReceiveMode != "" && p.VoiceReceiveMode != ReceiveVoice && p.VoiceReceiveMode != ReceiveFax {
		problems.Add("Settings.VoiceReceiveMode", "is no mode", "give ReceiveVoice or ReceiveFax")
	}
}

// validateNew refuses besides the settings that a number cannot begin with: a fallback
// without the address that it stands in for.
func (p *Settings) validateNew(problems *twilio.Problems) {
	p.validate(problems)
	if p.SMSFallbackURL != "" && p.SMSURL == "" {
		problems.Add("Settings.SMSFallbackURL", "is given without an SMSURL", "give SMSURL as well")
	}
	if p.VoiceFallbackURL != "" && p.VoiceURL == "" {
		problems.Add("Settings.VoiceFallbackURL", "is given without a VoiceURL", "give VoiceURL as well")
	}
}

// Get returns a number as it stands now. One that the account does not own matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingNumbers) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*IncomingNumber, error) {
	return twilio.Invoke[IncomingNumber](ctx, s.c, incomingGet.On(sid), opts...)
}

// IncomingListParams narrows [IncomingNumbers.List] and [IncomingNumbers.All], and the
// lists of one kind; its zero value lists all numbers.
type IncomingListParams struct {
	PhoneNumber  string `form:"PhoneNumber"`  // E.164, or a pattern in which * is any digit: "+1415*"
	FriendlyName string `form:"FriendlyName"` // exactly this one
	Origin       string `form:"Origin"`       // "twilio" or "hosted"
	Beta         *bool  `form:"Beta"`         // whether numbers that are new to the platform count

	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page, instead of the filters
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// List returns the first page of the numbers that the account owns, or the one that
// Cursor names. The numbers of subaccounts are not among them.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingNumbers) List(ctx context.Context, params IncomingListParams, opts ...twilio.CallOption) (*twilio.Page[IncomingNumber], error) {
	return twilio.InvokePage[IncomingNumber](ctx, s.c, incomingList.With(&params), opts...)
}

// All ranges over the numbers that the account owns, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingNumbers) All(ctx context.Context, params IncomingListParams, opts ...twilio.CallOption) iter.Seq2[*IncomingNumber, error] {
	return twilio.InvokeAll[IncomingNumber](ctx, s.c, incomingList.With(&params), opts...)
}

// UpdateParams changes a number. A setting that is zero stays as it is; Extra empties one:
// url.Values{"SmsUrl": {""}}.
type UpdateParams struct {
	Settings Settings `form:",inline"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses settings that no number can have.
func (p *UpdateParams) Validate(problems *twilio.Problems) { p.Settings.validate(problems) }

// Update changes a number, its webhooks above all. The change has effect from the next
// call and the next message on.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingNumbers) Update(ctx context.Context, sid string, params UpdateParams, opts ...twilio.CallOption) (*IncomingNumber, error) {
	return twilio.Invoke[IncomingNumber](ctx, s.c, incomingUpdate.On(sid).With(&params), opts...)
}

// TransferParams says which account a number moves to, and gives the registration that
// the country of the number asks for there. Addresses and bundles are those of the account that gets it.
type TransferParams struct {
	ToAccountSID string `form:"AccountSid" check:"sid=AC"`
	AddressSID   string `form:"AddressSid" check:"sid=AD"`
	BundleSID    string `form:"BundleSid" check:"sid=BU"`
	IdentitySID  string `form:"IdentitySid" check:"sid=RI"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a transfer to nobody.
func (p *TransferParams) Validate(problems *twilio.Problems) {
	if p.ToAccountSID == "" {
		problems.Add("ToAccountSID", "is empty", "give the SID of the account that gets the number, AC…")
	}
}

// Transfer moves a number between the account and its subaccounts, with its SID and its
// webhooks. It takes the credentials of the main account. A number that a subaccount owns
// is named by [twilio.OnAccount]. Accounts that do not belong together are refused with
// code 21473. A transfer converges: it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingNumbers) Transfer(ctx context.Context, sid string, params TransferParams, opts ...twilio.CallOption) (*IncomingNumber, error) {
	there := slices.Concat(opts, []twilio.CallOption{twilio.OnAccount(params.ToAccountSID)})
	return twilio.InvokeConverging(ctx, s.c, incomingTransfer.On(sid).With(&params),
		func() (*IncomingNumber, error) { return s.Get(ctx, sid, there...) },
		func(n *IncomingNumber) bool { return n.AccountSID == params.ToAccountSID }, opts...)
}

// Release gives a number up. Its webhooks are asked no more, and it can no longer send.
// Whether it can be bought back nobody can promise.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingNumbers) Release(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, incomingRelease.On(sid), opts...)
}
