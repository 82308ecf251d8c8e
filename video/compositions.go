package video

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Composition is one file that Twilio makes of the recordings of a room.
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource
type Composition struct {
	SID                   string            `json:"sid"` // CJ…
	AccountSID            string            `json:"account_sid"`
	RoomSID               string            `json:"room_sid"`
	Status                CompositionStatus `json:"status"`
	VideoLayout           Layout            `json:"video_layout"`
	AudioSources          []string          `json:"audio_sources"`
	AudioSourcesExcluded  []string          `json:"audio_sources_excluded"`
	Resolution            string            `json:"resolution"` // "640x480"
	Format                CompositionFormat `json:"format"`
	Trim                  bool              `json:"trim"`
	Duration              twilio.Duration   `json:"duration"`
	Size                  twilio.Int        `json:"size"`    // bytes
	Bitrate               twilio.Int        `json:"bitrate"` // kbit/s on average
	MediaExternalLocation string            `json:"media_external_location"`
	StatusCallback        string            `json:"status_callback"`
	StatusCallbackMethod  twilio.Method     `json:"status_callback_method"`
	DateCreated           twilio.Time       `json:"date_created"`
	DateCompleted         twilio.Time       `json:"date_completed"`
	DateDeleted           twilio.Time       `json:"date_deleted"`
	URL                   string            `json:"url"`
	Links                 map[string]string `json:"links"` // addresses of what belongs to it, by name
}

// CompositionStatus is where a composition stands.
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource
type CompositionStatus string

// The statuses of compositions.
const (
	CompositionEnqueued   CompositionStatus = "enqueued"
	CompositionProcessing CompositionStatus = "processing"
	CompositionCompleted  CompositionStatus = "completed" // the file can be downloaded
	CompositionDeleted    CompositionStatus = "deleted"   // the file is gone, and the record stays for 30 days
	CompositionFailed     CompositionStatus = "failed"
)

// Final reports whether Twilio no longer works on the composition.
func (s CompositionStatus) Final() bool {
	return s == CompositionCompleted || s == CompositionDeleted || s == CompositionFailed
}

// Err returns a *[FailedError] for a composition that has failed, and nil for all others.
func (c *Composition) Err() error {
	return failure(c.Status == CompositionFailed, "composition", c.SID, "the status callback composition-failed has Twilio's message; see that the room has recordings and that the layout names them")
}

// CompositionFormat is the format of the file of a composition.
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource
type CompositionFormat string

// The formats of compositions.
const (
	FormatMP4  CompositionFormat = "mp4"
	FormatWebM CompositionFormat = "webm"
)

// Compositions makes, finds, downloads and deletes compositions.
type Compositions struct{ c *twilio.Client }

const compositionsPath = "/v1/Compositions"

var (
	// Each create makes another file, which costs money.
	compositionCreate = twilio.Operation{Name: "video.Compositions.Create", Method: http.MethodPost, Host: host, Path: compositionsPath, Mints: "CJ"}
	compositionGet    = twilio.Operation{Name: "video.Compositions.Get", Method: http.MethodGet, Host: host, Path: compositionsPath + "/{Sid:CJ}"}
	compositionList   = twilio.Operation{
		Name: "video.Compositions.List", Method: http.MethodGet, Host: host, Path: compositionsPath, Items: "compositions",
	}
	compositionDelete   = twilio.Operation{Name: "video.Compositions.Delete", Method: http.MethodDelete, Host: host, Path: compositionsPath + "/{Sid:CJ}"}
	compositionDownload = twilio.Operation{
		Name: "video.Compositions.Download", Method: http.MethodGet, Host: host, Path: compositionsPath + "/{Sid:CJ}/Media",
	}
)

// CompositionCreateParams says which recordings of a room are composed, and how. It needs
// a VideoLayout, AudioSources, or both.
type CompositionCreateParams struct {
	RoomSID string `form:"RoomSid" check:"required,sid=RM"` // of a group room that has ended

	VideoLayout          Layout            `form:"VideoLayout,json"` // empty for a file without a picture
	AudioSources         []string          `form:"AudioSources"`     // names or SIDs of tracks; * stands for any characters
	AudioSourcesExcluded []string          `form:"AudioSourcesExcluded"`
	Resolution           string            `form:"Resolution"` // "1280x720"; "" is 640x480
	Format               CompositionFormat `form:"Format"`     // "" is FormatWebM
	Trim                 *bool             `form:"Trim"`       // leaves out what has no media; nil is true

	StatusCallback       string        `form:"StatusCallback" check:"url"`          // is told of every step: webhook.ParseComposition
	StatusCallbackMethod twilio.Method `form:"StatusCallbackMethod" check:"method"` // "" is POST

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses compositions of nothing, and layouts and sizes that cannot be.
func (p *CompositionCreateParams) Validate(problems *twilio.Problems) {
	checkPicture(problems, p.VideoLayout, p.AudioSources, p.Resolution)
}

// Create asks Twilio to compose the recordings of a room. The file is there when the
// composition is completed, minutes later: the status callback tells of it.
//
// Each create makes a file that costs money, so that it is not repeated when nobody can
// say whether it was carried out. The error is then a *[twilio.OutcomeUnknownError]: look
// with [Compositions.All] for a composition of the room before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource#create-composition
func (s *Compositions) Create(ctx context.Context, params CompositionCreateParams, opts ...twilio.CallOption) (*Composition, error) {
	return twilio.Invoke[Composition](ctx, s.c, compositionCreate.With(&params), opts...)
}

// Get returns a composition as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource#fetch-composition
func (s *Compositions) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Composition, error) {
	return twilio.Invoke[Composition](ctx, s.c, compositionGet.On(sid), opts...)
}

// CompositionListParams narrows [Compositions.List] and [Compositions.All]; its zero value
// lists everything.
type CompositionListParams struct {
	RoomSID       string            `form:"RoomSid" check:"sid=RM"`
	Status        CompositionStatus `form:"Status"`
	CreatedAfter  time.Time         `form:"DateCreatedAfter"`
	CreatedBefore time.Time         `form:"DateCreatedBefore"`
	PageSize      int               `form:"PageSize"` // 1 to 100; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of the account's compositions, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource#read-compositions
func (s *Compositions) List(ctx context.Context, params CompositionListParams, opts ...twilio.CallOption) (*twilio.Page[Composition], error) {
	return twilio.InvokePage[Composition](ctx, s.c, compositionList.With(&params), opts...)
}

// All ranges over the account's compositions, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource#read-compositions
func (s *Compositions) All(ctx context.Context, params CompositionListParams, opts ...twilio.CallOption) iter.Seq2[*Composition, error] {
	return twilio.InvokeAll[Composition](ctx, s.c, compositionList.With(&params), opts...)
}

// Delete removes the file of a composition. Its record stays for 30 days with the status
// deleted.
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource#delete-composition
func (s *Compositions) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, compositionDelete.On(sid), opts...)
}

// Download returns the file of a composition that is completed, as [Recordings.Download]
// does for a recording; close it.
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource#get-composition-media-file
func (s *Compositions) Download(ctx context.Context, sid string, params MediaDownloadParams, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, compositionDownload.On(sid).With(&params), opts...)
}
