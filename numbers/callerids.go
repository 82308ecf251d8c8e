package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// CallerID is a number of another carrier's that the account may show when it calls. Its
// owner has confirmed it with a code. It sends no messages.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/outgoing-caller-ids
type CallerID struct {
	SID          string      `json:"sid"` // PN…
	AccountSID   string      `json:"account_sid"`
	PhoneNumber  string      `json:"phone_number"` // E.164
	FriendlyName string      `json:"friendly_name"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URI          string      `json:"uri"`
}

// ValidationRequest is a call by which Twilio asks the owner of a number for a code.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/outgoing-caller-ids#add-an-outgoing-caller-id
type ValidationRequest struct {
	AccountSID     string `json:"account_sid"`
	CallSID        string `json:"call_sid"`     // CA…
	PhoneNumber    string `json:"phone_number"` // E.164
	FriendlyName   string `json:"friendly_name"`
	ValidationCode string `json:"validation_code"` // six digits: show them to the person whose phone rings
}

// CallerIDs manages the numbers of other carriers that the account may show.
type CallerIDs struct{ c *twilio.Client }

const (
	callerIDsPath = accountPath + "/OutgoingCallerIds.json"
	callerIDPath  = accountPath + "/OutgoingCallerIds/{Sid:PN}.json"
)

var (
	// It calls somebody each time.
	callerIDValidate = twilio.Operation{Name: "numbers.CallerIDs.Validate", Method: http.MethodPost, Host: hostAPI, Path: callerIDsPath, Proof: twilio.ProofKey("call_sid"), Mints: "CA"}
	callerIDGet      = twilio.Operation{Name: "numbers.CallerIDs.Get", Method: http.MethodGet, Host: hostAPI, Path: callerIDPath}
	callerIDList     = twilio.Operation{Name: "numbers.CallerIDs.List", Method: http.MethodGet, Host: hostAPI, Path: callerIDsPath, Items: "outgoing_caller_ids"}
	callerIDDelete   = twilio.Operation{Name: "numbers.CallerIDs.Delete", Method: http.MethodDelete, Host: hostAPI, Path: callerIDPath}

	// An update converges: a name that is set twice is set.
	callerIDUpdate = twilio.Operation{Name: "numbers.CallerIDs.Update", Method: http.MethodPost, Host: hostAPI, Path: callerIDPath, Class: twilio.ClassIdempotent}
)

// ValidateParams is a number whose owner is to be called.
type ValidateParams struct {
	PhoneNumber          string        `form:"PhoneNumber" check:"required,e164"`
	FriendlyName         string        `form:"FriendlyName" check:"max=64"` // "" is the number as its people write it
	CallDelay            time.Duration `form:"CallDelay,seconds"`           // before the call, up to 60 s
	Extension            string        `form:"Extension" check:"keys"`      // is dialled once the call is taken
	StatusCallback       string        `form:"StatusCallback" check:"url"`  // is told whether the code was right
	StatusCallbackMethod twilio.Method `form:"StatusCallbackMethod" check:"method"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a delay that Twilio does not take.
func (p *ValidateParams) Validate(problems *twilio.Problems) {
	if p.CallDelay > time.Minute {
		problems.Add("CallDelay", "is more than 60 seconds", "give up to time.Minute")
	}
}

// Validate lets Twilio call a number and returns the code that the person who takes the
// call has to enter: show it to them. The number is a [CallerID] once they have; a
// StatusCallback tells the application, with VerificationStatus and OutgoingCallerIdSid.
//
// A number that is confirmed already is code 21450. When nobody can say whether Twilio
// calls, the error is a *[twilio.OutcomeUnknownError]: nobody knows the code, so that the
// person has to let the call go by and the application may ask anew.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/outgoing-caller-ids#add-an-outgoing-caller-id
func (s *CallerIDs) Validate(ctx context.Context, params ValidateParams, opts ...twilio.CallOption) (*ValidationRequest, error) {
	return twilio.Invoke[ValidationRequest](ctx, s.c, callerIDValidate.With(&params), opts...)
}

// Get returns a caller ID. One that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/outgoing-caller-ids
func (s *CallerIDs) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*CallerID, error) {
	return twilio.Invoke[CallerID](ctx, s.c, callerIDGet.On(sid), opts...)
}

// CallerIDListParams narrows [CallerIDs.List] and [CallerIDs.All]; its zero value lists
// all caller IDs.
type CallerIDListParams struct {
	PhoneNumber  string `form:"PhoneNumber"` // exactly this one, in E.164
	FriendlyName string `form:"FriendlyName"`

	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page, instead of the filters
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// List returns the first page of the account's caller IDs, or the one that Cursor names.
// Numbers that are being validated are not among them.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/outgoing-caller-ids
func (s *CallerIDs) List(ctx context.Context, params CallerIDListParams, opts ...twilio.CallOption) (*twilio.Page[CallerID], error) {
	return twilio.InvokePage[CallerID](ctx, s.c, callerIDList.With(&params), opts...)
}

// All ranges over the account's caller IDs, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/outgoing-caller-ids
func (s *CallerIDs) All(ctx context.Context, params CallerIDListParams, opts ...twilio.CallOption) iter.Seq2[*CallerID, error] {
	return twilio.InvokeAll[CallerID](ctx, s.c, callerIDList.With(&params), opts...)
}

// CallerIDUpdateParams renames a caller ID.
type CallerIDUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update renames a caller ID, and returns it.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/outgoing-caller-ids
func (s *CallerIDs) Update(ctx context.Context, sid string, params CallerIDUpdateParams, opts ...twilio.CallOption) (*CallerID, error) {
	return twilio.Invoke[CallerID](ctx, s.c, callerIDUpdate.On(sid).With(&params), opts...)
}

// Delete gives a caller ID up. Calls can no longer show it.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/outgoing-caller-ids
func (s *CallerIDs) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, callerIDDelete.On(sid), opts...)
}
