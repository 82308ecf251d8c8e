package webhook

import (
	"net/http"
	"time"

	"github.com/seed15d99369/twilio"
)

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
// the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record
func ParseRecord(r *http.Request) (*Record, error) { return parse[Record](r, "Record") }

// DedupeKey is the same for every request about the same recording:
// "record/AC…/CA…/RE…". It is "" without one.
func (r *Record) DedupeKey() string {
	if r.RecordingSID == "" {
		return ""
	}
	return dedupeKey("record", r.AccountSID, r.CallSID, r.RecordingSID)
}

// RecordingStatus is a status callback of a recording.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
type RecordingStatus struct {
	Params

	RecordingSID       string                 `form:"RecordingSid,required"`
	AccountSID         string                 `form:"AccountSid"`
	CallSID            string                 `form:"CallSid"`       // or
	ConferenceSID      string                 `form:"ConferenceSid"` // of a conference
	RecordingURL       string                 `form:"RecordingUrl"`
	RecordingStatus    twilio.RecordingStatus `form:"RecordingStatus"`
	RecordingDuration  time.Duration          `form:"RecordingDuration"`
	RecordingChannels  int                    `form:"RecordingChannels"`
	RecordingStartTime time.Time              `form:"RecordingStartTime"`
	RecordingSource    twilio.RecordingSource `form:"RecordingSource"`
	RecordingTrack     twilio.RecordingTrack  `form:"RecordingTrack"`
	ErrorCode          twilio.ErrorCode       `form:"ErrorCode"`
}

// ParseRecordingStatus reads a status callback of a recording. It fails with a
// [*PayloadError] when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
func ParseRecordingStatus(r *http.Request) (*RecordingStatus, error) {
	return parse[RecordingStatus](r, "RecordingStatus")
}

// DedupeKey is the same for every request about the same status of a recording:
// "recording/AC…/RE…/completed".
func (s *RecordingStatus) DedupeKey() string {
	return dedupeKey("recording", s.AccountSID, s.RecordingSID, string(s.RecordingStatus))
}

// Supersedes reports whether the status is later than prev, which may be nil.
func (s *RecordingStatus) Supersedes(prev *RecordingStatus) bool {
	return prev == nil || prev.RecordingStatus == twilio.RecordingStatusInProgress && s.RecordingStatus != twilio.RecordingStatusInProgress
}

// Transcription is the text of a recording, sent to a Record's TranscribeCallback.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record#transcribecallback
type Transcription struct {
	Params
	CallInfo

	TranscriptionSID    string              `form:"TranscriptionSid,required"`
	TranscriptionText   string              `form:"TranscriptionText"`
	TranscriptionStatus TranscriptionStatus `form:"TranscriptionStatus"`
	TranscriptionURL    string              `form:"TranscriptionUrl"`
	RecordingSID        string              `form:"RecordingSid"`
	RecordingURL        string              `form:"RecordingUrl"`
}

// ParseTranscription reads the text of a recording. It fails with a
// [*PayloadError] when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record#transcribecallback
func ParseTranscription(r *http.Request) (*Transcription, error) {
	return parse[Transcription](r, "Transcription")
}

// DedupeKey is the same for every request about the same transcription:
// "transcription/AC…/TR…".
func (t *Transcription) DedupeKey() string {
	return dedupeKey("transcription", t.AccountSID, t.TranscriptionSID)
}
