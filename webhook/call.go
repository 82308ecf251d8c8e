package webhook

import (
	"net/http"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// CallInfo holds the parameters that every request about a call has.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml#request-parameters
type CallInfo struct {
	CallSID       string               `form:"CallSid,required"`
	AccountSID    string               `form:"AccountSid"`
	From          string               `form:"From"` // E.164, client:…, sip:…, whatsapp:…; withheld numbers are anonymous
	To            string               `form:"To"`
	CallStatus    twilio.CallStatus    `form:"CallStatus"`
	Direction     twilio.CallDirection `form:"Direction"`
	ParentCallSID string               `form:"ParentCallSid"` // of a dialled leg
	ForwardedFrom string               `form:"ForwardedFrom"`
	CallerName    string               `form:"CallerName"` // with the lookup of caller IDs
	FromPlace     Place                `form:"From*"`
	ToPlace       Place                `form:"To*"`
}

// Call is a request for the instructions of a call. The answer is a TwiML document.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application
type Call struct {
	Params
	CallInfo

	CallToken                string            `form:"CallToken"`         // shows the caller's number when you call on
	StirVerstat              StirVerstat       `form:"StirVerstat"`       // how well the caller's number is attested
	StirPassportToken        string            `form:"StirPassportToken"` // the attestation itself
	SIPDomain                string            `form:"SipDomain"`         // of a call over SIP, as those below
	SIPDomainSID             string            `form:"SipDomainSid"`      //
	SIPUsername              string            `form:"SipUsername"`       //
	SIPCallID                string            `form:"SipCallId"`
	SIPSourceIP              string            `form:"SipSourceIp"`
	AnsweredBy               twilio.AnsweredBy `form:"AnsweredBy"` // with machine detection
	MachineDetectionDuration time.Duration     `form:"MachineDetectionDuration,ms"`
	ErrorCode                twilio.ErrorCode  `form:"ErrorCode"` // the error for which Twilio requests the fallback, 0 in any other request
	ErrorURL                 string            `form:"ErrorUrl"`
}

// ParseCall reads the request of a call for instructions. It fails with a
// [*PayloadError] when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application
func ParseCall(r *http.Request) (*Call, error) { return parse[Call](r, "Call") }

// DedupeKey is the same for every request for instructions that a call makes in one
// status: "call/AC…/CA…/ringing". The request to the fallback address has a key of its
// own, which ends in "/fallback/11205". A call may request one document several times in
// one status, such as a menu that redirects to itself. Use Twilio's header or a key of your
// own for such a document.
func (c *Call) DedupeKey() string {
	return dedupeKey("call", c.AccountSID, c.CallSID, string(c.CallStatus)) + fallbackSuffix(c.ErrorCode, c.ErrorURL)
}

// CallStatus is a status callback of a call. Callbacks may come twice and in any
// order: see [CallStatus.Supersedes]. The first can come before Calls.Create has
// returned the call's SID: see [OnMessageStatus].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
type CallStatus struct {
	Params
	CallInfo

	CallDuration      time.Duration `form:"CallDuration"` // of a call that is over
	BilledMinutes     int           `form:"Duration"`     // of a call that is over; Twilio calls it Duration, which is a time in minutes
	SIPResponseCode   int           `form:"SipResponseCode"`
	RecordingSID      string        `form:"RecordingSid"`
	RecordingURL      string        `form:"RecordingUrl"`
	RecordingDuration time.Duration `form:"RecordingDuration"`
	Timestamp         time.Time     `form:"Timestamp"`
	CallbackSource    string        `form:"CallbackSource"`
	SequenceNumber    int           `form:"SequenceNumber"` // from 0
	StirStatus        StirStatus    `form:"StirStatus"`
}

// ParseCallStatus reads a status callback of a call. It fails with a
// [*PayloadError] when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
func ParseCallStatus(r *http.Request) (*CallStatus, error) {
	s, err := parse[CallStatus](r, "CallStatus")
	if err != nil {
		return nil, err
	}
	if s.CallStatus == "" {
		return nil, &PayloadError{Payload: "CallStatus", Parameter: "CallStatus", Problem: "is missing"}
	}
	return s, nil
}

// DedupeKey is the same for every request about the same event of a call:
// "call-status/AC…/CA…/ringing/1", with the sequence number.
func (s *CallStatus) DedupeKey() string {
	return dedupeKey("call-status", s.AccountSID, s.CallSID, string(s.CallStatus), strconv.Itoa(s.SequenceNumber))
}

// Supersedes reports whether the event is later than prev, which may be nil. A call
// that is over stays over. Otherwise the event with the higher sequence number is
// later. Callbacks without a number are told apart by their status: a call is queued,
// initiated, ringing, in progress and then over, and of two ends the first stays.
func (s *CallStatus) Supersedes(prev *CallStatus) bool {
	switch {
	case prev == nil:
		return true
	case s.CallStatus.Final() != prev.CallStatus.Final():
		return s.CallStatus.Final()
	case s.SequenceNumber != prev.SequenceNumber:
		return s.SequenceNumber > prev.SequenceNumber
	}
	return callRank(s.CallStatus) > callRank(prev.CallStatus)
}

// callRank orders the statuses of a call before its end. A status that this package does
// not know is later than those that it knows.
func callRank(status twilio.CallStatus) int {
	const queued, initiated, ringing, inProgress, unknown = 1, 2, 3, 4, 5
	switch status {
	case twilio.CallStatusQueued:
		return queued
	case CallStatusInitiated:
		return initiated
	case twilio.CallStatusRinging:
		return ringing
	case twilio.CallStatusInProgress:
		return inProgress
	}
	return unknown // or over, and all ends rank the same
}

// MachineDetection is the result of asynchronous answering machine detection.
//
// Twilio docs: https://www.twilio.com/docs/voice/answering-machine-detection
type MachineDetection struct {
	Params

	CallSID                  string            `form:"CallSid,required"`
	AccountSID               string            `form:"AccountSid"`
	AnsweredBy               twilio.AnsweredBy `form:"AnsweredBy,required"`
	MachineDetectionDuration time.Duration     `form:"MachineDetectionDuration,ms"`
}

// ParseMachineDetection reads the result of answering machine detection. It fails
// with a [*PayloadError] when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/answering-machine-detection
func ParseMachineDetection(r *http.Request) (*MachineDetection, error) {
	return parse[MachineDetection](r, "MachineDetection")
}

// DedupeKey is the same for every request about the same call:
// "machine-detection/AC…/CA…".
func (d *MachineDetection) DedupeKey() string {
	return dedupeKey("machine-detection", d.AccountSID, d.CallSID)
}
