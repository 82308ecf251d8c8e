package webhook

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// Gather is what was entered or said, sent to the Action of a Gather. Without any
// input there is no request, unless ActionOnEmptyResult is set.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/gather
type Gather struct {
	Params
	CallInfo

	Digits       string  `form:"Digits"` // without the key that finished
	SpeechResult string  `form:"SpeechResult"`
	Confidence   float64 `form:"Confidence"` // of the speech, 0 to 1; 0 when it is not said
}

// ParseGather reads the answer to a Gather. It fails with a [*PayloadError] when
// the request is none.
func ParseGather(r *http.Request) (*Gather, error) { return parse[Gather](r, "Gather") }

// PartialGather is speech that is still being heard.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/gather#partialresultcallback
type PartialGather struct {
	Params
	CallInfo

	StableSpeech   string `form:"StableSpeechResult"`
	UnstableSpeech string `form:"UnstableSpeechResult"`
	SequenceNumber int    `form:"SequenceNumber"`
}

// ParsePartialGather reads a partial result. It fails with a [*PayloadError] when
// the request is none.
func ParsePartialGather(r *http.Request) (*PartialGather, error) {
	return parse[PartialGather](r, "PartialGather")
}

// DedupeKey is the same for every request about the same result.
func (g *PartialGather) DedupeKey() string {
	return "gather/" + g.CallSID + "/" + strconv.Itoa(g.SequenceNumber)
}

// Supersedes reports whether the result is later than prev, which may be nil.
func (g *PartialGather) Supersedes(prev *PartialGather) bool {
	return prev == nil || g.SequenceNumber > prev.SequenceNumber
}

// Record is a recording that has ended, sent to the Action of a Record.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record
type Record struct {
	Params
	CallInfo

	RecordingSID      string        `form:"RecordingSid"`
	RecordingURL      string        `form:"RecordingUrl"`
	RecordingDuration time.Duration `form:"RecordingDuration"`
	Digits            string        `form:"Digits"` // the key that ended it, or "hangup"
}

// ParseRecord reads the end of a recording. It fails with a [*PayloadError] when
// the request is none.
func ParseRecord(r *http.Request) (*Record, error) { return parse[Record](r, "Record") }

// DedupeKey is the same for every request about the same recording.
func (r *Record) DedupeKey() string { return "record/" + r.CallSID + "/" + r.RecordingSID }

// RecordingStatus is a status callback of a recording.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
type RecordingStatus struct {
	Params

	RecordingSID  string           `form:"RecordingSid,required"`
	AccountSID    string           `form:"AccountSid"`
	CallSID       string           `form:"CallSid"`       // or
	ConferenceSID string           `form:"ConferenceSid"` // of a conference
	URL           string           `form:"RecordingUrl"`
	Status        string           `form:"RecordingStatus"` // in-progress, completed, absent or failed
	Duration      time.Duration    `form:"RecordingDuration"`
	Channels      int              `form:"RecordingChannels"`
	Started       time.Time        `form:"RecordingStartTime"`
	Source        string           `form:"RecordingSource"` // DialVerb, RecordVerb, Conference, OutboundAPI and others
	Track         string           `form:"RecordingTrack"`
	ErrorCode     twilio.ErrorCode `form:"ErrorCode"`
}

// ParseRecordingStatus reads a status callback of a recording. It fails with a
// [*PayloadError] when the request is none.
func ParseRecordingStatus(r *http.Request) (*RecordingStatus, error) {
	return parse[RecordingStatus](r, "RecordingStatus")
}

// DedupeKey is the same for every request about the same status of a recording.
func (s *RecordingStatus) DedupeKey() string { return "recording/" + s.RecordingSID + "/" + s.Status }

// Supersedes reports whether the status is later than prev, which may be nil.
func (s *RecordingStatus) Supersedes(prev *RecordingStatus) bool {
	return prev == nil || prev.Status == "in-progress" && s.Status != "in-progress"
}

// Transcription is the text of a recording, sent to a Record's TranscribeCallback.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record#transcribecallback
type Transcription struct {
	Params
	CallInfo

	TranscriptionSID string `form:"TranscriptionSid,required"`
	Text             string `form:"TranscriptionText"`
	Status           string `form:"TranscriptionStatus"` // completed or failed
	URL              string `form:"TranscriptionUrl"`
	RecordingSID     string `form:"RecordingSid"`
	RecordingURL     string `form:"RecordingUrl"`
}

// ParseTranscription reads the text of a recording. It fails with a
// [*PayloadError] when the request is none.
func ParseTranscription(r *http.Request) (*Transcription, error) {
	return parse[Transcription](r, "Transcription")
}

// DedupeKey is the same for every request about the same transcription.
func (t *Transcription) DedupeKey() string { return "transcription/" + t.TranscriptionSID }

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
// request is none.
func ParseDial(r *http.Request) (*Dial, error) { return parse[Dial](r, "Dial") }

// DedupeKey is the same for every request about the same Dial.
func (d *Dial) DedupeKey() string { return "dial/" + d.CallSID + "/" + d.DialledCallSID }

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
// request is none.
func ParseRefer(r *http.Request) (*Refer, error) { return parse[Refer](r, "Refer") }

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
// when the request is none.
func ParseEnqueue(r *http.Request) (*Enqueue, error) { return parse[Enqueue](r, "Enqueue") }

// DedupeKey is the same for every request about the same stay in a queue.
func (e *Enqueue) DedupeKey() string { return "enqueue/" + e.CallSID + "/" + e.QueueSID }

// Waiting is a caller in a queue, for whom the WaitURL of an Enqueue gives
// instructions, or whom a Dial takes from it.
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
}

// ParseWaiting reads a caller's place in a queue. It fails with a [*PayloadError]
// when the request is none.
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
}

// ParsePay reads how a payment went. It fails with a [*PayloadError] when the
// request is none.
func ParsePay(r *http.Request) (*Pay, error) { return parse[Pay](r, "Pay") }

// DedupeKey is the same for every request about the same result of a payment.
func (p *Pay) DedupeKey() string { return "pay/" + p.CallSID + "/" + p.SID + "/" + p.Result }

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
// [*PayloadError] when the request is none.
func ParseConnect(r *http.Request) (*Connect, error) { return parse[Connect](r, "Connect") }

// DedupeKey is the same for every request about the same session.
func (c *Connect) DedupeKey() string { return "connect/" + c.CallSID + "/" + c.SessionID }

// StreamStatus is a status callback of a media stream. Its parameters are not all
// confirmed by Twilio's published pages; Raw has what came.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/stream
type StreamStatus struct {
	Params

	StreamSID  string    `form:"StreamSid,required"`
	AccountSID string    `form:"AccountSid"`
	CallSID    string    `form:"CallSid"`
	Name       string    `form:"StreamName"`
	Event      string    `form:"StreamEvent"` // stream-started, stream-stopped or stream-error
	Error      string    `form:"StreamError"`
	Timestamp  time.Time `form:"Timestamp"`
}

// ParseStreamStatus reads a status callback of a media stream. It fails with a
// [*PayloadError] when the request is none.
func ParseStreamStatus(r *http.Request) (*StreamStatus, error) {
	return parse[StreamStatus](r, "StreamStatus")
}

// DedupeKey is the same for every request about the same event of a stream.
func (s *StreamStatus) DedupeKey() string { return "stream/" + s.StreamSID + "/" + s.Event }

// LiveTranscription is an event of a real-time transcription. Its parameters are
// not all confirmed by Twilio's published pages; Raw has what came.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/transcription
type LiveTranscription struct {
	Params

	TranscriptionSID string          `form:"TranscriptionSid,required"`
	AccountSID       string          `form:"AccountSid"`
	CallSID          string          `form:"CallSid"`
	Event            string          `form:"TranscriptionEvent"` // transcription-started, -content, -stopped or -error
	SequenceID       int             `form:"SequenceId"`
	Track            string          `form:"Track"`
	Data             json.RawMessage `form:"TranscriptionData"`
	Final            bool            `form:"Final"`
	Language         string          `form:"LanguageCode"`
	Timestamp        time.Time       `form:"Timestamp"`
}

// ParseLiveTranscription reads an event of a real-time transcription. It fails
// with a [*PayloadError] when the request is none.
func ParseLiveTranscription(r *http.Request) (*LiveTranscription, error) {
	return parse[LiveTranscription](r, "LiveTranscription")
}

// DedupeKey is the same for every request about the same event.
func (t *LiveTranscription) DedupeKey() string {
	return "live-transcription/" + t.TranscriptionSID + "/" + strconv.Itoa(t.SequenceID) + "/" + t.Event
}

// Supersedes reports whether the event is later than prev, which may be nil.
func (t *LiveTranscription) Supersedes(prev *LiveTranscription) bool {
	return prev == nil || t.SequenceID > prev.SequenceID
}
