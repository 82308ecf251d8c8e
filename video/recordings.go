package video

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Recording is the media of one track of a room. [Compositions] makes one file of all
// recordings of a room.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource
type Recording struct {
	SID                   string            `json:"sid"` // RT…
	AccountSID            string            `json:"account_sid"`
	RoomSID               string            `json:"room_sid"` // of RoomRecordings; Recordings has it in Groupings
	Status                RecordingStatus   `json:"status"`
	Type                  TrackKind         `json:"type"` // TrackAudio or TrackVideo
	SourceSID             string            `json:"source_sid"`
	TrackName             string            `json:"track_name"` // of a track without a name its SID
	Groupings             Groupings         `json:"grouping_sids"`
	ContainerFormat       ContainerFormat   `json:"container_format"`
	Codec                 Codec             `json:"codec"`
	Duration              twilio.Duration   `json:"duration"` // whole seconds, at least one
	Size                  twilio.Int        `json:"size"`     // bytes
	Offset                twilio.Int        `json:"offset"`   // milliseconds on a clock that all tracks of a room share: the differences matter
	MediaExternalLocation string            `json:"media_external_location"`
	StatusCallback        string            `json:"status_callback"`
	StatusCallbackMethod  twilio.Method     `json:"status_callback_method"`
	DateCreated           twilio.Time       `json:"date_created"`
	URL                   string            `json:"url"`
	Links                 map[string]string `json:"links"` // addresses of what belongs to it, by name
}

// Groupings are what a recording belongs to.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource
type Groupings struct {
	RoomSID        string `json:"room_sid"`
	ParticipantSID string `json:"participant_sid"`
}

// RecordingStatus is where a recording stands.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource
type RecordingStatus string

// The statuses of recordings.
const (
	RecordingProcessing RecordingStatus = "processing" // it is being recorded or stored
	RecordingCompleted  RecordingStatus = "completed"
	RecordingDeleted    RecordingStatus = "deleted" // the media is gone, and the record stays for 30 days
	RecordingFailed     RecordingStatus = "failed"
)

// Final reports whether the media of the recording no longer grows.
func (s RecordingStatus) Final() bool {
	return s == RecordingCompleted || s == RecordingDeleted || s == RecordingFailed
}

// Err returns a *[FailedError] for a recording that has failed, and nil for all others.
func (r *Recording) Err() error {
	return failure(r.Status == RecordingFailed, "recording", r.SID, "the status callback recording-failed names the step that failed")
}

// ContainerFormat is the format of the file of a recording.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource
type ContainerFormat string

// The formats of recordings.
const (
	ContainerMKA ContainerFormat = "mka" // audio
	ContainerMKV ContainerFormat = "mkv" // video
)

// Recordings finds, downloads and deletes the recordings of all rooms of the account.
type Recordings struct{ c *twilio.Client }

const recordingsPath = "/v1/Recordings"

var (
	recordingGet  = twilio.Operation{Name: "video.Recordings.Get", Method: http.MethodGet, Host: host, Path: recordingsPath + "/{Sid:RT}"}
	recordingList = twilio.Operation{
		Name: "video.Recordings.List", Method: http.MethodGet, Host: host, Path: recordingsPath, Items: "recordings",
	}
	recordingDelete   = twilio.Operation{Name: "video.Recordings.Delete", Method: http.MethodDelete, Host: host, Path: recordingsPath + "/{Sid:RT}"}
	recordingDownload = twilio.Operation{
		Name: "video.Recordings.Download", Method: http.MethodGet, Host: host, Path: recordingsPath + "/{Sid:RT}/Media",
	}
)

// Get returns a recording as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource#fetch-recording
func (s *Recordings) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Recording, error) {
	return twilio.Invoke[Recording](ctx, s.c, recordingGet.On(sid), opts...)
}

// RecordingListParams narrows [Recordings.List] and [Recordings.All]; its zero value lists
// everything.
type RecordingListParams struct {
	Status        RecordingStatus `form:"Status"`
	MediaType     TrackKind       `form:"MediaType"`               // TrackAudio or TrackVideo
	SourceSID     string          `form:"SourceSid" check:"sid"`   // of the track
	GroupingSID   []string        `form:"GroupingSid" check:"sid"` // of a room, of a participant, or both
	CreatedAfter  time.Time       `form:"DateCreatedAfter"`
	CreatedBefore time.Time       `form:"DateCreatedBefore"`
	PageSize      int             `form:"PageSize"` // 1 to 100; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of the account's recordings, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource#read-recordings
func (s *Recordings) List(ctx context.Context, params RecordingListParams, opts ...twilio.CallOption) (*twilio.Page[Recording], error) {
	return twilio.InvokePage[Recording](ctx, s.c, recordingList.With(&params), opts...)
}

// All ranges over the account's recordings, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource#read-recordings
func (s *Recordings) All(ctx context.Context, params RecordingListParams, opts ...twilio.CallOption) iter.Seq2[*Recording, error] {
	return twilio.InvokeAll[Recording](ctx, s.c, recordingList.With(&params), opts...)
}

// Delete removes the media of a recording. Its record stays for 30 days with the status
// deleted.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource#delete-recording
func (s *Recordings) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, recordingDelete.On(sid), opts...)
}

// MediaDownloadParams says how a file is handed out.
type MediaDownloadParams struct {
	TTL time.Duration `form:"Ttl,seconds"` // how long the address of the file in Twilio's storage is valid; 0 leaves it to Twilio, which uses an hour

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Download returns the file of a recording that is completed; close it. Twilio answers
// with a redirect to its storage, to which the credentials are not sent. The time-out of
// the attempt ends with the answer's header, ctx bounds the body, and twilio.MaxBytes its
// length.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource#get-media-subresource
func (s *Recordings) Download(ctx context.Context, sid string, params MediaDownloadParams, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, recordingDownload.On(sid).With(&params), opts...)
}
