package twilio

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio/internal/form"
	"github.com/seed15d99369/twilio/internal/redact"
)

// Call is a telephone call, made or received.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource
type Call struct {
	SID             string        `json:"sid"` // CA…
	AccountSID      string        `json:"account_sid"`
	AnsweredBy      AnsweredBy    `json:"answered_by"` // "" unless MachineDetection was asked for
	APIVersion      string        `json:"api_version"`
	CallerName      string        `json:"caller_name"`
	DateCreated     Time          `json:"date_created"`
	DateUpdated     Time          `json:"date_updated"`
	Direction       CallDirection `json:"direction"`
	Duration        Duration      `json:"duration"` // of the conversation; 0 until it is over
	EndTime         Time          `json:"end_time"`
	ForwardedFrom   string        `json:"forwarded_from"`
	From            string        `json:"from"`
	FromFormatted   string        `json:"from_formatted"`
	GroupSID        string        `json:"group_sid"`
	ParentCallSID   string        `json:"parent_call_sid"`
	PhoneNumberSID  string        `json:"phone_number_sid"`
	Price           Decimal       `json:"price"`      // "" until it is known; negative for a cost
	PriceUnit       string        `json:"price_unit"` // ISO 4217: "USD"
	QueueTime       Int           `json:"queue_time"` // milliseconds before it was dialled
	StartTime       Time          `json:"start_time"` // when it was answered, zero until then
	Status          CallStatus    `json:"status"`
	SubresourceURIs CallResources `json:"subresource_uris"`
	To              string        `json:"to"`
	StirVerstat     string        `json:"stir_verstat"` // how well the caller's number is attested
	ToFormatted     string        `json:"to_formatted"`
	TrunkSID        string        `json:"trunk_sid"`
	URI             string        `json:"uri"`
}

// CallResources are the addresses of the resources that belong to a call, as paths.
type CallResources struct {
	Events                          string `json:"events"`
	Notifications                   string `json:"notifications"`
	Payments                        string `json:"payments"`
	Recordings                      string `json:"recordings"`
	SIPREC                          string `json:"siprec"`
	Streams                         string `json:"streams"`
	Transcriptions                  string `json:"transcriptions"`
	UserDefinedMessages             string `json:"user_defined_messages"`
	UserDefinedMessageSubscriptions string `json:"user_defined_message_subscriptions"`
}

// Err returns a *[CallError] when the call reached nobody: busy, no answer,
// failed; nil otherwise. Twilio gives no code for it.
func (c *Call) Err() error {
	switch c.Status {
	case CallStatusBusy, CallStatusNoAnswer, CallStatusFailed:
		return &CallError{SID: c.SID, Status: c.Status}
	default:
		return nil
	}
}

func (c *Call) createdSID() string { return sidOf(c.SID, callSIDs) }

// CallError says that a call reached nobody.
type CallError struct {
	SID    string
	Status CallStatus // busy, no-answer or failed
}

// Error names the call and what became of it.
func (e *CallError) Error() string {
	return fmt.Sprintf("twilio: call %s: %s", redact.Line(e.SID), redact.Line(string(e.Status)))
}

// Is matches [ErrUnreachable] for a call that was not taken. A call that failed
// most often went to a number that does not exist.
func (e *CallError) Is(target error) bool {
	return target == ErrUnreachable && e.Status != CallStatusFailed
}

// CallStatus is where a call stands.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#call-status-values
type CallStatus string

// The statuses of calls.
const (
	CallStatusQueued     CallStatus = "queued"
	CallStatusRinging    CallStatus = "ringing"
	CallStatusInProgress CallStatus = "in-progress"
	CallStatusCompleted  CallStatus = "completed"
	CallStatusBusy       CallStatus = "busy"
	CallStatusFailed     CallStatus = "failed"
	CallStatusNoAnswer   CallStatus = "no-answer"
	CallStatusCanceled   CallStatus = "canceled"
)

// Final reports whether the call is over.
func (s CallStatus) Final() bool {
	switch s {
	case CallStatusCompleted, CallStatusBusy, CallStatusFailed, CallStatusNoAnswer, CallStatusCanceled:
		return true
	default:
		return false
	}
}

// CallDirection says who called, and from where.
type CallDirection string

// The directions of calls.
const (
	CallDirectionInbound              CallDirection = "inbound"
	CallDirectionOutboundAPI          CallDirection = "outbound-api"
	CallDirectionOutboundDial         CallDirection = "outbound-dial"
	CallDirectionTrunkingOriginating  CallDirection = "trunking-originating"
	CallDirectionTrunkingTerminating  CallDirection = "trunking-terminating"
	CallDirectionOutboundConversation CallDirection = "outbound-conversation"
)

// AnsweredBy is the person or the machine that took a call, as machine detection heard it.
//
// Twilio docs: https://www.twilio.com/docs/voice/answering-machine-detection
type AnsweredBy string

// The results of machine detection.
const (
	AnsweredByHuman             AnsweredBy = "human"
	AnsweredByMachineStart      AnsweredBy = "machine_start"
	AnsweredByMachineEndBeep    AnsweredBy = "machine_end_beep"
	AnsweredByMachineEndSilence AnsweredBy = "machine_end_silence"
	AnsweredByMachineEndOther   AnsweredBy = "machine_end_other"
	AnsweredByFax               AnsweredBy = "fax"
	AnsweredByUnknown           AnsweredBy = "unknown"
)

// MachineDetection says whether, and how patiently, to listen for a machine. Its twin
// in documents is twiml.MachineDetection.
type MachineDetection string

// The choices of machine detection.
const (
	MachineDetectionEnable           MachineDetection = "Enable"           // as soon as it is known
	MachineDetectionDetectMessageEnd MachineDetection = "DetectMessageEnd" // after the greeting, for leaving a message
)

// CallEvent is a step of a call that a status callback may be told. Its twin in
// documents is twiml.CallEvent.
type CallEvent string

// The steps of a call.
const (
	CallEventInitiated CallEvent = "initiated"
	CallEventRinging   CallEvent = "ringing"
	CallEventAnswered  CallEvent = "answered"
	CallEventCompleted CallEvent = "completed"
)

// RecordingEvent is a step of a recording that its status callback may be told. Its
// twin in documents is twiml.RecordingEvent.
type RecordingEvent string

// The steps of a recording.
const (
	RecordingEventInProgress RecordingEvent = "in-progress"
	RecordingEventCompleted  RecordingEvent = "completed"
	RecordingEventAbsent     RecordingEvent = "absent"
)

// RecordingChannels says whether a recording keeps the two sides apart. Its twin in
// documents is twiml.RecordingChannels.
type RecordingChannels string

// The choices of channels.
const (
	RecordingChannelsMono RecordingChannels = "mono"
	RecordingChannelsDual RecordingChannels = "dual"
)

// RecordingTrack says which side is recorded. Its twin in documents is
// twiml.RecordingTrack.
type RecordingTrack string

// The tracks of a call.
const (
	RecordingTrackInbound  RecordingTrack = "inbound"
	RecordingTrackOutbound RecordingTrack = "outbound"
	RecordingTrackBoth     RecordingTrack = "both"
)

// RecordingTrim says whether silence at the ends of a recording is cut off. Its twin
// in documents is twiml.RecordingTrim.
type RecordingTrim string

// The choices of trimming.
const (
	RecordingTrimSilence RecordingTrim = "trim-silence"
	RecordingTrimNothing RecordingTrim = "do-not-trim"
)

// Method is how Twilio asks an address of yours. Its twin in documents is
// twiml.Method.
type Method string

// The methods of callbacks.
const (
	MethodGet  Method = "GET"
	MethodPost Method = "POST"
)

// Calls makes and manages calls.
type Calls struct{ c *Client }

const (
	callsPath = accountPrefix + "/Calls.json"
	callPath  = accountPrefix + "/Calls/{Sid:CA}.json"
)

var (
	callCreate = Operation{Name: "Calls.Create", Method: http.MethodPost, Host: hostAPI, Path: callsPath, Mints: callSIDs, ReconciledBy: "Calls.Reconcile"}
	callGet    = Operation{Name: "Calls.Get", Method: http.MethodGet, Host: hostAPI, Path: callPath}
	callList   = Operation{Name: "Calls.List", Method: http.MethodGet, Host: hostAPI, Path: callsPath, Items: "calls"}
	// An update may run instructions on a live call, twice if it is repeated.
	callUpdate   = Operation{Name: "Calls.Update", Method: http.MethodPost, Host: hostAPI, Path: callPath}
	callRedirect = Operation{Name: "Calls.Redirect", Method: http.MethodPost, Host: hostAPI, Path: callPath}
	// A call that is over stays over.
	callHangup = Operation{Name: "Calls.Hangup", Method: http.MethodPost, Host: hostAPI, Path: callPath, Class: ClassIdempotent}
	callCancel = Operation{Name: "Calls.Cancel", Method: http.MethodPost, Host: hostAPI, Path: callPath, Class: ClassIdempotent}
	callDelete = Operation{Name: "Calls.Delete", Method: http.MethodDelete, Host: hostAPI, Path: callPath}
)

// CallCreateParams is a call to be made: to one party, from a number of the
// account, with instructions at a URL, in TwiML, or in an application.
type CallCreateParams struct {
	To       string `form:"To" check:"required,callee"`   // E.164, a SIP address (sip:…) or a client (client:…)
	From     string `form:"From" check:"required,caller"` // a number of the account, a verified caller ID, a client, or the name that a SIP call shows
	CallerID string `form:"CallerId"`

	URL            string `form:"Url" check:"url"`               // of the instructions, absolute
	TwiML          string `form:"Twiml"`                         // the instructions themselves, at most 4,000 characters
	ApplicationSID string `form:"ApplicationSid" check:"sid=AP"` // of an application that has the instructions
	Method         Method `form:"Method" check:"method"`         // "" leaves it to Twilio, which uses POST
	FallbackURL    string `form:"FallbackUrl" check:"url"`
	FallbackMethod Method `form:"FallbackMethod" check:"method"`

	StatusCallback       string      `form:"StatusCallback" check:"callback"`
	StatusCallbackEvents []CallEvent `form:"StatusCallbackEvent"` // nil leaves it to Twilio, which tells completed
	StatusCallbackMethod Method      `form:"StatusCallbackMethod" check:"method"`

	Timeout    time.Duration `form:"Timeout,seconds"`                // how long it rings, to 600 s; 0 leaves it to Twilio, which uses 60 s
	TimeLimit  time.Duration `form:"TimeLimit,seconds"`              // of the call; 0 leaves it to Twilio
	SendDigits string        `form:"SendDigits" check:"keys,max=32"` // keys pressed once it is answered: 0-9 A-D # *, w for half a second, W for a second
	CallReason string        `form:"CallReason" check:"max=50"`      // shown to the callee, at most 50 characters

	Record                        bool              `form:"Record"`
	RecordingChannels             RecordingChannels `form:"RecordingChannels"`
	RecordingTrack                RecordingTrack    `form:"RecordingTrack"`
	RecordingStatusCallback       string            `form:"RecordingStatusCallback" check:"url"`
	RecordingStatusCallbackEvents []RecordingEvent  `form:"RecordingStatusCallbackEvent"`
	RecordingStatusCallbackMethod Method            `form:"RecordingStatusCallbackMethod" check:"method"`
	RecordingConfigurationID      string            `form:"RecordingConfigurationId"`
	Trim                          RecordingTrim     `form:"Trim"`

	MachineDetection                   MachineDetection `form:"MachineDetection"`
	MachineDetectionTimeout            time.Duration    `form:"MachineDetectionTimeout,seconds"`                 // 0 leaves it to Twilio, which uses 30 s
	MachineDetectionSpeechThreshold    time.Duration    `form:"MachineDetectionSpeechThreshold,milliseconds"`    // 1 s to 6 s
	MachineDetectionSpeechEndThreshold time.Duration    `form:"MachineDetectionSpeechEndThreshold,milliseconds"` // 0.5 s to 5 s
	MachineDetectionSilenceTimeout     time.Duration    `form:"MachineDetectionSilenceTimeout,milliseconds"`     // 2 s to 10 s
	AsyncAMD                           bool             `form:"AsyncAmd"`                                        // the call goes on while the machine is listened for
	AsyncAMDStatusCallback             string           `form:"AsyncAmdStatusCallback" check:"url"`
	AsyncAMDStatusCallbackMethod       Method           `form:"AsyncAmdStatusCallbackMethod" check:"method"`

	SIPAuthUsername       string   `form:"SipAuthUsername"`
	SIPAuthPassword       string   `form:"SipAuthPassword"`
	BYOC                  string   `form:"Byoc" check:"sid=BY"`           // SID of a trunk, BY…
	CallToken             string   `form:"CallToken"`                     // of the inbound call whose caller ID is passed on
	Passports             []string `form:"Passports,comma" check:"max=5"` // of STIR/SHAKEN, in base64; at most 5
	ClientNotificationURL string   `form:"ClientNotificationUrl" check:"url"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a call without instructions, with instructions from two places, and
// a name as the caller of a number.
func (p *CallCreateParams) Validate(problems *Problems) {
	if form.IsCallerName(p.From) && p.To != "" && channelOf(p.To) == "" && !problems.Has("To") {
		problems.Add("From", "is a name although To is a number", "give a number of the account in E.164, or a verified caller ID")
	}
	if p.URL == "" && p.TwiML == "" && p.ApplicationSID == "" && !gives(p.Extra, "Url", "Twiml", "ApplicationSid") {
		problems.Add("TwiML", "and URL and ApplicationSID are empty", "say what happens when somebody answers")
	}
	checkInstructions(problems, p.URL != "" || gives(p.Extra, "Url"), p.TwiML)
}

// Create makes a call. The client's retries never make it twice, as long as a
// caller's own transport does not repeat requests. When it may have been made
// although no usable answer came back, the error is an *[OutcomeUnknownError], which
// [Settle] lets the call settle by itself.
//
// A status callback, or the request for instructions, can come before Create has
// returned.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func (s *Calls) Create(ctx context.Context, params CallCreateParams, opts ...CallOption) (*Call, error) {
	return InvokeSettled(ctx, s.c, callCreate.With(&params), func(ctx context.Context, unknown *OutcomeUnknownError, opts ...CallOption) (*Call, error) {
		return s.Reconcile(ctx, params, unknown, opts...)
	}, opts...)
}

// Get returns a call as it stands now.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#fetch-a-call-resource
func (s *Calls) Get(ctx context.Context, sid string, opts ...CallOption) (*Call, error) {
	return Invoke[Call](ctx, s.c, callGet.On(sid), opts...)
}

// CallListParams narrows [Calls.List] and [Calls.All]; its zero
// value lists everything, the newest first.
type CallListParams struct {
	To            string     `form:"To" check:"filter"`
	From          string     `form:"From" check:"filter"`
	ParentCallSID string     `form:"ParentCallSid" check:"sid=CA"`
	Status        CallStatus `form:"Status"`
	StartedOn     time.Time  `form:"StartTime,date"` // the day in UTC on which this moment falls
	StartedBefore time.Time  `form:"StartTime<"`
	StartedAfter  time.Time  `form:"StartTime>"`
	EndedOn       time.Time  `form:"EndTime,date"` // the day in UTC on which this moment falls
	EndedBefore   time.Time  `form:"EndTime<"`
	EndedAfter    time.Time  `form:"EndTime>"`
	PageSize      int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of calls, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
func (s *Calls) List(ctx context.Context, params CallListParams, opts ...CallOption) (*Page[Call], error) {
	return InvokePage[Call](ctx, s.c, callList.With(&params), opts...)
}

// All ranges over all calls, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
func (s *Calls) All(ctx context.Context, params CallListParams, opts ...CallOption) iter.Seq2[*Call, error] {
	return InvokeAll[Call](ctx, s.c, callList.With(&params), opts...)
}

// CallUpdateParams changes a call that is under way. For one thing at a time see
// [Calls.Hangup], [Calls.Cancel] and [Calls.Redirect].
type CallUpdateParams struct {
	URL                  string        `form:"Url" check:"url"` // of new instructions, absolute
	TwiML                string        `form:"Twiml"`           // the new instructions themselves
	Method               Method        `form:"Method" check:"method"`
	Status               CallStatus    `form:"Status"` // "canceled" while it rings, "completed" at any time
	FallbackURL          string        `form:"FallbackUrl" check:"url"`
	FallbackMethod       Method        `form:"FallbackMethod" check:"method"`
	StatusCallback       string        `form:"StatusCallback" check:"callback"`
	StatusCallbackMethod Method        `form:"StatusCallbackMethod" check:"method"`
	TimeLimit            time.Duration `form:"TimeLimit,seconds"`

	Extra url.Values `form:"-"`
}

// Validate refuses an update that changes nothing, and instructions from two places.
func (p *CallUpdateParams) Validate(problems *Problems) {
	if p.URL == "" && p.TwiML == "" && p.Status == "" && p.StatusCallback == "" && p.FallbackURL == "" && p.TimeLimit == 0 && len(p.Extra) == 0 {
		problems.Add("Status", "and URL and TwiML are empty", "say what to change")
	}
	checkInstructions(problems, p.URL != "" || gives(p.Extra, "Url"), p.TwiML)
}

// Update changes a call that is under way. It may run instructions on a live call,
// and running them twice would show: an update is not repeated, and when its answer
// is lost the error is an *[OutcomeUnknownError]. Look at the call with
// [Calls.Get] before you update it again. [Calls.Hangup] and
// [Calls.Cancel] converge, and are repeated.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
func (s *Calls) Update(ctx context.Context, sid string, params CallUpdateParams, opts ...CallOption) (*Call, error) {
	return Invoke[Call](ctx, s.c, callUpdate.On(sid).With(&params), opts...)
}

// CallRedirectParams are new instructions for a call: at a URL or in TwiML.
type CallRedirectParams struct {
	URL            string `form:"Url" check:"url"` // absolute
	TwiML          string `form:"Twiml"`           // at most 4,000 characters
	Method         Method `form:"Method" check:"method"`
	FallbackURL    string `form:"FallbackUrl" check:"url"`
	FallbackMethod Method `form:"FallbackMethod" check:"method"`

	Extra url.Values `form:"-"`
}

// Validate refuses a redirection without instructions, and with instructions from two
// places.
func (p *CallRedirectParams) Validate(problems *Problems) {
	if p.URL == "" && p.TwiML == "" && !gives(p.Extra, "Url", "Twiml") {
		problems.Add("TwiML", "and URL are empty", "give the call new instructions")
	}
	checkInstructions(problems, p.URL != "" || gives(p.Extra, "Url"), p.TwiML)
}

// Redirect gives a call that is under way new instructions. It is not repeated,
// because the caller would hear them twice. When its answer is lost the error is an
// *[OutcomeUnknownError]: nothing that Twilio shows says which instructions run.
//
// Twilio docs: https://www.twilio.com/docs/voice/tutorials/how-to-modify-calls-in-progress
func (s *Calls) Redirect(ctx context.Context, sid string, params CallRedirectParams, opts ...CallOption) (*Call, error) {
	return Invoke[Call](ctx, s.c, callRedirect.On(sid).With(&params), opts...)
}

// Hangup ends a call, whether it is answered or still ringing. A call that is
// over already is refused with code 21220.
//
// Twilio docs: https://www.twilio.com/docs/voice/tutorials/how-to-modify-calls-in-progress
func (s *Calls) Hangup(ctx context.Context, sid string, opts ...CallOption) (*Call, error) {
	return s.end(ctx, &callHangup, sid, CallStatusCompleted, opts)
}

// Cancel ends a call that nobody has answered yet; one that was answered goes on.
//
// Twilio docs: https://www.twilio.com/docs/voice/tutorials/how-to-modify-calls-in-progress
func (s *Calls) Cancel(ctx context.Context, sid string, opts ...CallOption) (*Call, error) {
	return s.end(ctx, &callCancel, sid, CallStatusCanceled, opts)
}

func (s *Calls) end(ctx context.Context, op *Operation, sid string, status CallStatus, opts []CallOption) (*Call, error) {
	return InvokeConverging(ctx, s.c, op.On(sid).With(url.Values{"Status": {string(status)}}),
		func() (*Call, error) { return s.Get(ctx, sid, opts...) },
		func(c *Call) bool { return c.Status == status }, opts...)
}

// Delete removes the record of a call that is over.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#delete-a-call-resource
func (s *Calls) Delete(ctx context.Context, sid string, opts ...CallOption) error {
	return InvokeNone(ctx, s.c, callDelete.On(sid), opts...)
}
