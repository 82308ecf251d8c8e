package webhook

import (
	"net/http"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// Dial is how a Dial ended, sent to its Action.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/dial#action
type Dial struct {
	Params
	CallInfo

	DialCallStatus      DialCallStatus `form:"DialCallStatus,required"`
	DialCallSID         string         `form:"DialCallSid"` // "" of a conference
	DialCallDuration    time.Duration  `form:"DialCallDuration"`
	DialBridged         bool           `form:"DialBridged"`
	RecordingURL        string         `form:"RecordingUrl"`
	DialSIPCallID       string         `form:"DialSipCallId"`
	DialSIPResponseCode int            `form:"DialSipResponseCode"`
}

// ParseDial reads the end of a Dial. It fails with a [*PayloadError] when the
// request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/dial#action
func ParseDial(r *http.Request) (*Dial, error) { return parse[Dial](r, "Dial") }

// DedupeKey is the same for every request about the same end of a Dial:
// "dial/AC…/CA…/CA…/busy", with the call, the dialled call and how that ended. It is
// "" without a dialled call, as after a conference: a call may join one twice.
func (d *Dial) DedupeKey() string {
	if d.DialCallSID == "" {
		return ""
	}
	return dedupeKey("dial", d.AccountSID, d.CallSID, d.DialCallSID, string(d.DialCallStatus))
}

// Refer is how a transfer ended, sent to the Action of a Refer.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/refer
type Refer struct {
	Params
	CallInfo

	ReferCallStatus       twilio.CallStatus `form:"ReferCallStatus"`
	ReferSIPResponseCode  int               `form:"ReferSipResponseCode"`
	NotifySIPResponseCode int               `form:"NotifySipResponseCode"`
}

// ParseRefer reads the end of a transfer. It fails with a [*PayloadError] when the
// request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/refer
func ParseRefer(r *http.Request) (*Refer, error) { return parse[Refer](r, "Refer") }

// DedupeKey is the same for every request about the same outcome of a transfer:
// "refer/AC…/CA…/failed/202/486", with the two response codes of SIP. A
// call that is transferred twice with one outcome needs more than that: Twilio's
// header, or a key of your own.
func (r *Refer) DedupeKey() string {
	return dedupeKey("refer", r.AccountSID, r.CallSID, string(r.ReferCallStatus), strconv.Itoa(r.ReferSIPResponseCode), strconv.Itoa(r.NotifySIPResponseCode))
}

// Enqueue is how a caller left a queue, sent to the Action of an Enqueue.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue
type Enqueue struct {
	Params
	CallInfo

	QueueResult QueueResult   `form:"QueueResult,required"`
	QueueSID    string        `form:"QueueSid"`
	QueueTime   time.Duration `form:"QueueTime"` // how long the caller waited
}

// ParseEnqueue reads how a caller left a queue. It fails with a [*PayloadError]
// when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue
func ParseEnqueue(r *http.Request) (*Enqueue, error) { return parse[Enqueue](r, "Enqueue") }

// DedupeKey is the same for every request about the same stay in a queue:
// "enqueue/AC…/CA…/QU…/leave/90". A call may be in one more than once, which its
// result and its seconds there tell apart.
func (e *Enqueue) DedupeKey() string {
	return dedupeKey("enqueue", e.AccountSID, e.CallSID, e.QueueSID, string(e.QueueResult), strconv.Itoa(int(e.QueueTime/time.Second)))
}

// Waiting is a caller in a queue, for whom the WaitURL of an Enqueue gives
// instructions, or whom a Dial takes from it.
//
// It has no DedupeKey, because Twilio repeats the request while the caller waits.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue#waiturl
type Waiting struct {
	Params
	CallInfo

	QueueSID         string        `form:"QueueSid,required"`
	QueuePosition    int           `form:"QueuePosition"` // from 1
	QueueTime        time.Duration `form:"QueueTime"`     // how long the caller has waited
	AvgQueueTime     time.Duration `form:"AvgQueueTime"`  // how long callers wait on average
	CurrentQueueSize int           `form:"CurrentQueueSize"`
	MaxQueueSize     int           `form:"MaxQueueSize"`

	// DequeingCallSID is the call that takes the caller. Twilio's pages do not confirm
	// the name, which is spelled like this.
	DequeingCallSID string `form:"DequeingCallSid"`
}

// ParseWaiting reads a caller's place in a queue. It fails with a [*PayloadError]
// when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue#waiturl
func ParseWaiting(r *http.Request) (*Waiting, error) { return parse[Waiting](r, "Waiting") }

// Pay is how a payment went, sent to the Action or the StatusCallback of a Pay.
// Numbers of cards and accounts are masked by Twilio; keep the rest out of logs too.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/pay
type Pay struct {
	Params
	CallInfo

	SID                     string              `form:"Sid"` // PK…
	Result                  PayResult           `form:"Result"`
	PaymentMethod           twiml.PaymentMethod `form:"PaymentMethod"`
	PaymentConnector        string              `form:"PaymentConnector"`
	ChargeAmount            twilio.Decimal      `form:"ChargeAmount"`
	PaymentCardNumber       string              `form:"PaymentCardNumber"` // masked
	PaymentCardType         twiml.CardType      `form:"PaymentCardType"`
	ExpirationDate          string              `form:"ExpirationDate"` // MMYY
	SecurityCode            string              `form:"SecurityCode"`   // masked
	PaymentToken            string              `form:"PaymentToken"`
	PaymentConfirmationCode string              `form:"PaymentConfirmationCode"`
	ProfileID               string              `form:"ProfileId"`
	DateCreated             time.Time           `form:"DateCreated"`
	DateUpdated             time.Time           `form:"DateUpdated"`

	// Their names are not confirmed by Twilio's pages.
	PaymentError          string `form:"PaymentError"`
	PayErrorCode          string `form:"PayErrorCode"`
	PaymentCardPostalCode string `form:"PaymentCardPostalCode"`
}

// ParsePay reads how a payment went. It fails with a [*PayloadError] when the
// request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/pay
func ParsePay(r *http.Request) (*Pay, error) { return parse[Pay](r, "Pay") }

// DedupeKey is the same for every request about the same result of a payment. It is
// "pay/AC…/CA…/PK…/", then the result, PaymentError and DateUpdated as they came. It
// is "" without the payment's SID.
func (p *Pay) DedupeKey() string {
	if p.SID == "" {
		return ""
	}
	return dedupeKey("pay", p.AccountSID, p.CallSID, p.SID, string(p.Result), p.PaymentError, p.Raw.Get("DateUpdated"))
}

// Connect is how a connected service ended, such as a ConversationRelay, sent to
// the Action of a Connect.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
type Connect struct {
	Params
	CallInfo

	SessionID       string           `form:"SessionId"`
	SessionStatus   SessionStatus    `form:"SessionStatus"`
	SessionDuration time.Duration    `form:"SessionDuration"`
	HandoffData     string           `form:"HandoffData"` // the data with which your side ended the session
	ErrorCode       twilio.ErrorCode `form:"ErrorCode"`
	ErrorMessage    string           `form:"ErrorMessage"`
}

// ParseConnect reads the end of a connected service. It fails with a
// [*PayloadError] when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
func ParseConnect(r *http.Request) (*Connect, error) { return parse[Connect](r, "Connect") }

// DedupeKey is the same for every request about the same session:
// "connect/AC…/CA…/VX…". It is "" without one.
func (c *Connect) DedupeKey() string {
	if c.SessionID == "" {
		return ""
	}
	return dedupeKey("connect", c.AccountSID, c.CallSID, c.SessionID)
}
