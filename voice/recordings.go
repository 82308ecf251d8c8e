package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Recording is the sound of a call or of a conference. The lists of an account, a call and
// a conference have the same recordings, with some fields more or less.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#recording-properties
type Recording struct {
	SID               string                 `json:"sid"` // RE…
	AccountSID        string                 `json:"account_sid"`
	APIVersion        string                 `json:"api_version"`
	CallSID           string                 `json:"call_sid"`           // CA…, of the parent of two calls that talk to each other
	ConferenceSID     string                 `json:"conference_sid"`     // CF…, "" unless a conference is recorded
	Channels          twilio.Int             `json:"channels"`           // of the file: 1 or 2
	Duration          twilio.Duration        `json:"duration"`           // 0 until it is over
	EncryptionDetails RecordingEncryption    `json:"encryption_details"` // zero unless the account encrypts recordings
	ErrorCode         twilio.ErrorCode       `json:"error_code"`         // why it is absent
	Price             twilio.Decimal         `json:"price"`              // "" until it is known; negative for a cost
	PriceUnit         string                 `json:"price_unit"`         // ISO 4217: "USD"
	Source            twilio.RecordingSource `json:"source"`
	StartTime         twilio.Time            `json:"start_time"`
	Status            twilio.RecordingStatus `json:"status"`
	Track             twilio.RecordingTrack  `json:"track"` // among the recordings of a call alone
	DateCreated       twilio.Time            `json:"date_created"`
	DateUpdated       twilio.Time            `json:"date_updated"`
	URI               string                 `json:"uri"`
	MediaURL          string                 `json:"media_url"`        // of the file, among the recordings of the account alone; see [Recordings.DownloadMP3]
	SubresourceURIs   map[string]string      `json:"subresource_uris"` // of its transcriptions and add-on results, among the recordings of the account alone
}

// RecordingEncryption is how to decrypt a recording: with the private key that belongs to
// the public one decrypt the content key, and with that and the vector the file.
//
// Twilio docs: https://www.twilio.com/docs/voice/tutorials/voice-recording-encryption
type RecordingEncryption struct {
	PublicKeySID string `json:"encryption_public_key_sid"` // CR…
	CEK          string `json:"encryption_cek"`            // the content key, encrypted with the public key; base64
	IV           string `json:"encryption_iv"`             // the initialization vector; base64
}

// Err returns a *[FailedError] with Twilio's code when there is no sound: nobody spoke, it
// was too short, or it could not be encrypted. It returns nil otherwise.
func (r *Recording) Err() error {
	if r.Status != twilio.RecordingStatusAbsent && r.Status != twilio.RecordingStatusFailed {
		return nil
	}
	return &FailedError{
		Kind: "recording", SID: r.SID, Status: string(r.Status), Code: r.ErrorCode,
		Remedy: "there is no file to download: look the code up in Twilio's error dictionary",
	}
}

// Recordings reads, downloads and deletes all recordings of the account. [CallRecordings]
// starts, pauses and stops those of a call, and [ConferenceRecordings] those of a
// conference.
type Recordings struct{ c *twilio.Client }

const (
	recordingsPath   = accountPrefix + "/Recordings.json"
	recordingPath    = accountPrefix + "/Recordings/{Sid:RE}.json"
	recordingWAVPath = accountPrefix + "/Recordings/{Sid:RE}.wav"
	recordingMP3Path = accountPrefix + "/Recordings/{Sid:RE}.mp3"
)

var (
	recordingGet         = twilio.Operation{Name: "voice.Recordings.Get", Method: http.MethodGet, Host: hostAPI, Path: recordingPath}
	recordingList        = twilio.Operation{Name: "voice.Recordings.List", Method: http.MethodGet, Host: hostAPI, Path: recordingsPath, Items: "recordings"}
	recordingDelete      = twilio.Operation{Name: "voice.Recordings.Delete", Method: http.MethodDelete, Host: hostAPI, Path: recordingPath}
	recordingDownloadWAV = twilio.Operation{Name: "voice.Recordings.DownloadWAV", Method: http.MethodGet, Host: hostAPI, Path: recordingWAVPath}
	recordingDownloadMP3 = twilio.Operation{Name: "voice.Recordings.DownloadMP3", Method: http.MethodGet, Host: hostAPI, Path: recordingMP3Path}
)

// RecordingGetParams says whether a recording that was deleted is of interest.
type RecordingGetParams struct {
	IncludeSoftDeleted bool `form:"IncludeSoftDeleted"` // Twilio keeps the metadata for 40 days

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Get returns a recording as it stands now; [Recordings.DownloadMP3] returns the sound. One
// that does not exist, or was deleted, matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-resource
func (s *Recordings) Get(ctx context.Context, sid string, params RecordingGetParams, opts ...twilio.CallOption) (*Recording, error) {
	return twilio.Invoke[Recording](ctx, s.c, recordingGet.On(sid).With(&params), opts...)
}

// RecordingListParams narrows [Recordings.List] and [Recordings.All]; its zero value lists
// all recordings of the account.
type RecordingListParams struct {
	CallSID            string    `form:"CallSid" check:"sid=CA"`
	ConferenceSID      string    `form:"ConferenceSid" check:"sid=CF"`
	CreatedOn          time.Time `form:"DateCreated,date"` // the day in UTC on which this moment falls
	CreatedBefore      time.Time `form:"DateCreated<"`
	CreatedAfter       time.Time `form:"DateCreated>"`
	IncludeSoftDeleted bool      `form:"IncludeSoftDeleted"` // Twilio keeps the metadata for 40 days
	PageSize           int       `form:"PageSize"`           // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the recordings of the account, or the one that Cursor
// names, the newest recording first.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources
func (s *Recordings) List(ctx context.Context, params RecordingListParams, opts ...twilio.CallOption) (*twilio.Page[Recording], error) {
	return twilio.InvokePage[Recording](ctx, s.c, recordingList.With(&params), opts...)
}

// All ranges over the recordings of the account, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources
func (s *Recordings) All(ctx context.Context, params RecordingListParams, opts ...twilio.CallOption) iter.Seq2[*Recording, error] {
	return twilio.InvokeAll[Recording](ctx, s.c, recordingList.With(&params), opts...)
}

// Delete deletes the sound of a recording for good. Twilio shows the metadata for 40 days
// more, to those who ask with IncludeSoftDeleted. A recording that is still made or
// processed is refused.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource
func (s *Recordings) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, recordingDelete.On(sid), opts...)
}

// RecordingDownloadParams says how many channels a file is to have.
type RecordingDownloadParams struct {
	Channels int `form:"RequestedChannels"` // 1 mixes both sides, 2 keeps them apart; 0 is as it was recorded

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses files that do not exist.
func (p *RecordingDownloadParams) Validate(problems *twilio.Problems) {
	const most = 2
	if p.Channels > most {
		problems.Add("Channels", "is more than 2", "give 1 for a mono file, or 2 for one in which each side has a channel")
	}
}

// DownloadWAV returns the sound of a recording as a WAV file with 128 kbit/s; close it. The
// time-out of the attempt ends with the header of the answer, ctx bounds the body, and
// [twilio.MaxBytes] its length. A recording that was made in mono has no second channel:
// two are refused with code 16113. One that is not yet processed, has no sound or was
// deleted matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
func (s *Recordings) DownloadWAV(ctx context.Context, sid string, params RecordingDownloadParams, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, recordingDownloadWAV.On(sid).With(&params), opts...)
}

// DownloadMP3 is [Recordings.DownloadWAV] for an MP3 file with 32 kbit/s, which is a
// quarter of the size. A recording that is encrypted has no MP3 file.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
func (s *Recordings) DownloadMP3(ctx context.Context, sid string, params RecordingDownloadParams, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, recordingDownloadMP3.On(sid).With(&params), opts...)
}
