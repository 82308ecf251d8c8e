package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Transcription is the text of a recording, which the verb Record asks for with its
// attribute transcribe.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription
type Transcription struct {
	SID               string              `json:"sid"` // TR…
	AccountSID        string              `json:"account_sid"`
	APIVersion        string              `json:"api_version"`
	RecordingSID      string              `json:"recording_sid"` // RE…
	Duration          twilio.Duration     `json:"duration"`      // of the sound
	Price             twilio.Decimal      `json:"price"`         // "" until it is known; negative for a cost
	PriceUnit         string              `json:"price_unit"`    // ISO 4217: "USD"
	Status            TranscriptionStatus `json:"status"`
	TranscriptionText string              `json:"transcription_text"` // "" until it is completed
	Type              string              `json:"type"`               // "fast"
	DateCreated       twilio.Time         `json:"date_created"`
	DateUpdated       twilio.Time         `json:"date_updated"`
	URI               string              `json:"uri"`
}

// Err returns a *[FailedError] when Twilio could not make a text of the sound, and nil
// otherwise. Twilio gives no code for it.
func (t *Transcription) Err() error {
	if t.Status != TranscriptionStatusFailed {
		return nil
	}
	return &FailedError{Kind: "transcription", SID: t.SID, Status: string(t.Status), Remedy: "listen to the recording itself"}
}

// TranscriptionStatus is where a transcription stands.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription
type TranscriptionStatus string

// The statuses of transcriptions.
const (
	TranscriptionStatusInProgress TranscriptionStatus = "in-progress"
	TranscriptionStatusCompleted  TranscriptionStatus = "completed"
	TranscriptionStatusFailed     TranscriptionStatus = "failed"
)

// Final reports whether the transcription is made, or has failed.
func (s TranscriptionStatus) Final() bool {
	return s == TranscriptionStatusCompleted || s == TranscriptionStatusFailed
}

// Transcriptions reads and deletes all transcriptions of the account.
type Transcriptions struct{ c *twilio.Client }

// RecordingTranscriptions reads and deletes the transcriptions of one recording.
type RecordingTranscriptions struct{ c *twilio.Client }

const (
	transcriptionsPath          = accountPrefix + "/Transcriptions.json"
	transcriptionPath           = accountPrefix + "/Transcriptions/{Sid:TR}.json"
	recordingTranscriptionsPath = accountPrefix + "/Recordings/{RecordingSid:RE}/Transcriptions.json"
	recordingTranscriptionPath  = accountPrefix + "/Recordings/{RecordingSid:RE}/Transcriptions/{Sid:TR}.json"
)

var (
	transcriptionGet    = twilio.Operation{Name: "voice.Transcriptions.Get", Method: http.MethodGet, Host: hostAPI, Path: transcriptionPath}
	transcriptionList   = twilio.Operation{Name: "voice.Transcriptions.List", Method: http.MethodGet, Host: hostAPI, Path: transcriptionsPath, Items: "transcriptions"}
	transcriptionDelete = twilio.Operation{Name: "voice.Transcriptions.Delete", Method: http.MethodDelete, Host: hostAPI, Path: transcriptionPath}

	recordingTranscriptionGet    = twilio.Operation{Name: "voice.RecordingTranscriptions.Get", Method: http.MethodGet, Host: hostAPI, Path: recordingTranscriptionPath}
	recordingTranscriptionList   = twilio.Operation{Name: "voice.RecordingTranscriptions.List", Method: http.MethodGet, Host: hostAPI, Path: recordingTranscriptionsPath, Items: "transcriptions"}
	recordingTranscriptionDelete = twilio.Operation{Name: "voice.RecordingTranscriptions.Delete", Method: http.MethodDelete, Host: hostAPI, Path: recordingTranscriptionPath}
)

// TranscriptionListParams pages through transcriptions; its zero value lists all of them.
type TranscriptionListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// Get returns a transcription with its text, once it is completed. One that does not exist
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription#fetch-a-transcription-resource
func (s *Transcriptions) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Transcription, error) {
	return twilio.Invoke[Transcription](ctx, s.c, transcriptionGet.On(sid), opts...)
}

// List returns the first page of the transcriptions of the account, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription#read-multiple-transcription-resources
func (s *Transcriptions) List(ctx context.Context, params TranscriptionListParams, opts ...twilio.CallOption) (*twilio.Page[Transcription], error) {
	return twilio.InvokePage[Transcription](ctx, s.c, transcriptionList.With(&params), opts...)
}

// All ranges over the transcriptions of the account. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription#read-multiple-transcription-resources
func (s *Transcriptions) All(ctx context.Context, params TranscriptionListParams, opts ...twilio.CallOption) iter.Seq2[*Transcription, error] {
	return twilio.InvokeAll[Transcription](ctx, s.c, transcriptionList.With(&params), opts...)
}

// Delete deletes a transcription for good; the recording stays.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription#delete-a-transcription-resource
func (s *Transcriptions) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, transcriptionDelete.On(sid), opts...)
}

// Get returns a transcription of a recording with its text, once it is completed. One that
// does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription#fetch-a-transcription-resource
func (s *RecordingTranscriptions) Get(ctx context.Context, recordingSID, sid string, opts ...twilio.CallOption) (*Transcription, error) {
	return twilio.Invoke[Transcription](ctx, s.c, recordingTranscriptionGet.On(recordingSID, sid), opts...)
}

// List returns the first page of the transcriptions of a recording, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription#read-multiple-transcription-resources
func (s *RecordingTranscriptions) List(ctx context.Context, recordingSID string, params TranscriptionListParams, opts ...twilio.CallOption) (*twilio.Page[Transcription], error) {
	return twilio.InvokePage[Transcription](ctx, s.c, recordingTranscriptionList.On(recordingSID).With(&params), opts...)
}

// All ranges over the transcriptions of a recording. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription#read-multiple-transcription-resources
func (s *RecordingTranscriptions) All(ctx context.Context, recordingSID string, params TranscriptionListParams, opts ...twilio.CallOption) iter.Seq2[*Transcription, error] {
	return twilio.InvokeAll[Transcription](ctx, s.c, recordingTranscriptionList.On(recordingSID).With(&params), opts...)
}

// Delete deletes a transcription of a recording for good; the recording stays.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription#delete-a-transcription-resource
func (s *RecordingTranscriptions) Delete(ctx context.Context, recordingSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, recordingTranscriptionDelete.On(recordingSID, sid), opts...)
}
