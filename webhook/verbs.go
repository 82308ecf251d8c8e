package webhook

import (
	"net/http"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// Dial is how a Dial ended, sent to its Action.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/dial#action
type Dial struct {
	Params
	CallInfo

	Status          twilio.CallStatus `form:"DialCallStatus,required"` // answered as well, of a conference
	DialledCallSID  string            `form:"DialCallSid"`             // "" of a conference
	Duration        time.Duration     `form:"DialCallDuration"`
	Bridged         bool              `form:"DialBridged"`
	RecordingURL    string            `form:"RecordingUrl"`
	SIPCallID       string            `form:"DialSipCallId"`
	SIPResponseCode int               `form:"DialSipResponseCode"`
}

// ParseDial reads the end of a Dial. It fails with a [*PayloadError] when the
// request is not one.
func ParseDial(r *http.Request) (*Dial, error) { return parse[Dial](r, "Dial") }

// DedupeKey is the same for every request about the same end of a Dial. It is ""
// without a dialled call, as after a conference: a call may join one twice.
func (d *Dial) DedupeKey() string {
	if d.DialledCallSID == "" {
		return ""
	}
	return dedupeKey("dial", d.AccountSID, d.CallSID, d.DialledCallSID, string(d.Status))
}

// Refer is how a transfer ended, sent to the Action of a Refer.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/refer
type Refer struct {
	Params
	CallInfo

	Status                string `form:"ReferCallStatus"`
	SIPResponseCode       int    `form:"ReferSipResponseCode"`
	NotifySIPResponseCode int    `form:"NotifySipResponseCode"`
}

// ParseRefer reads the end of a transfer. It fails with a [*PayloadError] when the
// request is not one.
func ParseRefer(r *http.Request) (*Refer, error) { return parse[Refer](r, "Refer") }

// DedupeKey is the same for every request about the same outcome of a transfer. A
// call that is transferred twice with one outcome needs more than that: Twilio's
// header, or a key of your own.
func (r *Refer) DedupeKey() string {
	return dedupeKey("refer", r.AccountSID, r.CallSID, r.Status, strconv.Itoa(r.SIPResponseCode), strconv.Itoa(r.NotifySIPResponseCode))
}

// Enqueue is how a caller left a queue, sent to the Action of an Enqueue.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue
type Enqueue struct {
	Params
	CallInfo

	Result   string        `form:"QueueResult,required"` // bridged, hangup, leave, redirected, queue-full, error and others
	QueueSID string        `form:"QueueSid"`
	Waited   time.Duration `form:"QueueTime"`
}

// ParseEnqueue reads how a caller left a queue. It fails with a [*PayloadError]
// when the request is not one.
func ParseEnqueue(r *http.Request) (*Enqueue, error) { return parse[Enqueue](r, "Enqueue") }

// DedupeKey is the same for every request about the same stay in a queue: a call
// may be in one more than once, which its result and its time there tell apart.
func (e *Enqueue) DedupeKey() string {
	return dedupeKey("enqueue", e.AccountSID, e.CallSID, e.QueueSID, e.Result, strconv.Itoa(int(e.Waited/time.Second)))
}

// Waiting is a caller in a queue, for whom the WaitURL of an Enqueue gives
// instructions, or whom a Dial takes from it.
//
// It has no DedupeKey: Twilio asks again and again while the caller waits.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue#waiturl
type Waiting struct {
	Params
	CallInfo

	QueueSID    string        `form:"QueueSid,required"`
	Position    int           `form:"QueuePosition"` // from 1
	Waited      time.Duration `form:"QueueTime"`
	AverageWait time.Duration `form:"AvgQueueTime"`
	Size        int           `form:"CurrentQueueSize"`
	MaxSize     int           `form:"MaxQueueSize"`

	DequeuingCallSID string `form:"DequeingCallSid"` // who takes the caller; the name, spelled so, is not confirmed by Twilio's pages
}

// ParseWaiting reads a caller's place in a queue. It fails with a [*PayloadError]
// when the request is not one.
func ParseWaiting(r *http.Request) (*Waiting, error) { return parse[Waiting](r, "Waiting") }

// Pay is how a payment went, sent to the Action or the StatusCallback of a Pay.
// Numbers of cards and accounts are masked by Twilio; keep the rest out of logs too.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/pay
type Pay struct {
	Params
	CallInfo

	SID              string         `form:"Sid"` // PK…
	Result           string         `form:"Result"`
	Method           string         `form:"PaymentMethod"`
	Connector        string         `form:"PaymentConnector"`
	Amount           twilio.Decimal `form:"ChargeAmount"`
	CardNumber       string         `form:"PaymentCardNumber"` // masked
	CardType         string         `form:"PaymentCardType"`
	ExpirationDate   string         `form:"ExpirationDate"` // MMYY
	SecurityCode     string         `form:"SecurityCode"`   // masked
	Token            string         `form:"PaymentToken"`
	ConfirmationCode string         `form:"PaymentConfirmationCode"`
	ProfileID        string         `form:"ProfileId"`
	Created          time.Time      `form:"DateCreated"`
	Updated          time.Time      `form:"DateUpdated"`

	// Their names are not confirmed by Twilio's pages.
	Error        string `form:"PaymentError"`
	ErrorCode    string `form:"PayErrorCode"`
	CardPostcode string `form:"PaymentCardPostalCode"`
}

// ParsePay reads how a payment went. It fails with a [*PayloadError] when the
// request is not one.
func ParsePay(r *http.Request) (*Pay, error) { return parse[Pay](r, "Pay") }

// DedupeKey is the same for every request about the same result of a payment. It is
// "" without the payment's SID.
func (p *Pay) DedupeKey() string {
	if p.SID == "" {
		return ""
	}
	return dedupeKey("pay", p.AccountSID, p.CallSID, p.SID, p.Result, p.Error, p.Raw.Get("DateUpdated"))
}

// Connect is how a connected service ended, such as a ConversationRelay, sent to
// the Action of a Connect.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
type Connect struct {
	Params
	CallInfo

	SessionID       string           `form:"SessionId"`
	SessionStatus   string           `form:"SessionStatus"`
	SessionDuration time.Duration    `form:"SessionDuration"`
	HandoffData     string           `form:"HandoffData"` // what your side said when it ended the session
	ErrorCode       twilio.ErrorCode `form:"ErrorCode"`
	ErrorMessage    string           `form:"ErrorMessage"`
}

// ParseConnect reads the end of a connected service. It fails with a
// [*PayloadError] when the request is not one.
func ParseConnect(r *http.Request) (*Connect, error) { return parse[Connect](r, "Connect") }

// DedupeKey is the same for every request about the same session. It is "" without
// one.
func (c *Connect) DedupeKey() string {
	if c.SessionID == "" {
		return ""
	}
	return dedupeKey("connect", c.AccountSID, c.CallSID, c.SessionID)
}
