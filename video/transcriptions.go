package video

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Transcription turns the speech in a room into text while it is in progress. The text
// goes to the devices of the participants.
//
// Twilio docs: https://www.twilio.com/docs/video/api/transcriptions
type Transcription struct {
	TTID          string                     `json:"ttid"` // "video_transcriptions_…"
	AccountSID    string                     `json:"account_sid"`
	RoomSID       string                     `json:"room_sid"`
	SourceSID     string                     `json:"source_sid"` // CA…, of the call that carries the sound
	Status        TranscriptionStatus        `json:"status"`
	Configuration TranscriptionConfiguration `json:"configuration"`
	StartTime     twilio.Time                `json:"start_time"`
	EndTime       twilio.Time                `json:"end_time"`
	Duration      twilio.Duration            `json:"duration"` // of one that was stopped
	DateCreated   twilio.Time                `json:"date_created"`
	DateUpdated   twilio.Time                `json:"date_updated"`
	URL           string                     `json:"url"`
}

// TranscriptionConfiguration is how speech is understood. Members that Twilio adds go
// through Extra of the parameters, as JSON under the name of the parameter.
//
// Twilio docs: https://www.twilio.com/docs/video/api/transcriptions
type TranscriptionConfiguration struct {
	LanguageCode    string `json:"languageCode,omitempty"`    // "en-US"
	SpeechModel     string `json:"speechModel,omitempty"`     // "long", "telephony"
	PartialResults  *bool  `json:"partialResults,omitempty"`  // text that still changes, while somebody speaks
	ProfanityFilter *bool  `json:"profanityFilter,omitempty"` // replaces letters of swear words
}

// TranscriptionStatus says whether speech is turned into text.
//
// Twilio docs: https://www.twilio.com/docs/video/api/transcriptions
type TranscriptionStatus string

// The statuses of transcriptions.
const (
	TranscriptionStarted TranscriptionStatus = "started"
	TranscriptionStopped TranscriptionStatus = "stopped" // it can be started again
	TranscriptionFailed  TranscriptionStatus = "failed"
)

// Final reports whether the transcription cannot be started again.
func (s TranscriptionStatus) Final() bool { return s == TranscriptionFailed }

// Err returns a *[FailedError] for a transcription that has failed, and nil for all
// others.
func (t *Transcription) Err() error {
	return failure(t.Status == TranscriptionFailed, "transcription", t.TTID, "see that the language and the speech model go together, and create another one")
}

// Transcriptions starts and stops the transcriptions of a room.
type Transcriptions struct{ c *twilio.Client }

const (
	transcriptionsPath = inRoomPath + "/Transcriptions"
	transcriptionPath  = transcriptionsPath + "/{Ttid}"
)

var (
	// A transcription costs money while it runs. Its answer has no SID but a type ID.
	transcriptionCreate = twilio.Operation{
		Name: "video.Transcriptions.Create", Method: http.MethodPost, Host: host, Path: transcriptionsPath, Proof: twilio.ProofKey("ttid"),
	}
	transcriptionGet  = twilio.Operation{Name: "video.Transcriptions.Get", Method: http.MethodGet, Host: host, Path: transcriptionPath}
	transcriptionList = twilio.Operation{
		Name: "video.Transcriptions.List", Method: http.MethodGet, Host: host, Path: transcriptionsPath, Items: "transcriptions",
	}
	// A transcription that is stopped twice is stopped, and one that is started twice runs.
	transcriptionUpdate = twilio.Operation{
		Name: "video.Transcriptions.Update", Method: http.MethodPost, Host: host, Path: transcriptionPath, Class: twilio.ClassIdempotent,
	}
	transcriptionStop = twilio.Operation{
		Name: "video.Transcriptions.Stop", Method: http.MethodPost, Host: host, Path: transcriptionPath, Class: twilio.ClassIdempotent,
	}
	transcriptionRestart = twilio.Operation{
		Name: "video.Transcriptions.Restart", Method: http.MethodPost, Host: host, Path: transcriptionPath, Class: twilio.ClassIdempotent,
	}
)

// TranscriptionCreateParams is a new transcription.
type TranscriptionCreateParams struct {
	Configuration TranscriptionConfiguration `form:"Configuration,json"` // the zero value leaves it to Twilio

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create starts a transcription of a room in progress, which is named by its SID or its
// name. It is not repeated when nobody can say whether it was carried out. The error is
// then a *[twilio.OutcomeUnknownError]: [Transcriptions.List] shows whether one runs.
//
// Twilio docs: https://www.twilio.com/docs/video/api/transcriptions
func (s *Transcriptions) Create(ctx context.Context, room string, params TranscriptionCreateParams, opts ...twilio.CallOption) (*Transcription, error) {
	return twilio.Invoke[Transcription](ctx, s.c, transcriptionCreate.On(room).With(&params), opts...)
}

// Get returns a transcription as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/video/api/transcriptions
func (s *Transcriptions) Get(ctx context.Context, room, ttid string, opts ...twilio.CallOption) (*Transcription, error) {
	return twilio.Invoke[Transcription](ctx, s.c, transcriptionGet.On(room, ttid), opts...)
}

// TranscriptionListParams are the pages of a list of transcriptions.
type TranscriptionListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of a room's transcriptions, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/video/api/transcriptions
func (s *Transcriptions) List(ctx context.Context, room string, params TranscriptionListParams, opts ...twilio.CallOption) (*twilio.Page[Transcription], error) {
	return twilio.InvokePage[Transcription](ctx, s.c, transcriptionList.On(room).With(&params), opts...)
}

// All ranges over the transcriptions of a room, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/video/api/transcriptions
func (s *Transcriptions) All(ctx context.Context, room string, params TranscriptionListParams, opts ...twilio.CallOption) iter.Seq2[*Transcription, error] {
	return twilio.InvokeAll[Transcription](ctx, s.c, transcriptionList.On(room).With(&params), opts...)
}

// TranscriptionUpdateParams changes a transcription. A field that is zero stays as it is.
type TranscriptionUpdateParams struct {
	Status        TranscriptionStatus        `form:"Status"` // TranscriptionStarted or TranscriptionStopped
	Configuration TranscriptionConfiguration `form:"Configuration,json"`

	Extra url.Values `form:"-"`
}

// Validate refuses a status that cannot be set.
func (p *TranscriptionUpdateParams) Validate(problems *twilio.Problems) {
	if p.Status == TranscriptionFailed {
		problems.Add("Status", "cannot be set", "give TranscriptionStarted or TranscriptionStopped")
	}
}

// Update changes a transcription and returns it as it is afterwards. An update converges,
// so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/video/api/transcriptions
func (s *Transcriptions) Update(ctx context.Context, room, ttid string, params TranscriptionUpdateParams, opts ...twilio.CallOption) (*Transcription, error) {
	return twilio.Invoke[Transcription](ctx, s.c, transcriptionUpdate.On(room, ttid).With(&params), opts...)
}

// Stop ends a transcription until [Transcriptions.Restart], or for good.
//
// Twilio docs: https://www.twilio.com/docs/video/api/transcriptions
func (s *Transcriptions) Stop(ctx context.Context, room, ttid string, opts ...twilio.CallOption) (*Transcription, error) {
	return s.set(ctx, transcriptionStop, TranscriptionStopped, room, ttid, opts)
}

// Restart lets a transcription that was stopped go on.
//
// Twilio docs: https://www.twilio.com/docs/video/api/transcriptions
func (s *Transcriptions) Restart(ctx context.Context, room, ttid string, opts ...twilio.CallOption) (*Transcription, error) {
	return s.set(ctx, transcriptionRestart, TranscriptionStarted, room, ttid, opts)
}

func (s *Transcriptions) set(ctx context.Context, op twilio.Operation, status TranscriptionStatus, room, ttid string, opts []twilio.CallOption) (*Transcription, error) {
	return twilio.Invoke[Transcription](ctx, s.c, op.On(room, ttid).With(url.Values{"Status": {string(status)}}), opts...)
}
