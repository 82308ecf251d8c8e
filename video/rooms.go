package video

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Room is a place where participants see and hear each other. It is in progress until it
// is completed: by [Rooms.Complete], or by itself once it has been empty for a while.
//
// Twilio docs: https://www.twilio.com/docs/video/api/rooms-resource
type Room struct {
	SID                          string            `json:"sid"` // RM…
	AccountSID                   string            `json:"account_sid"`
	UniqueName                   string            `json:"unique_name"`
	Status                       RoomStatus        `json:"status"`
	Type                         RoomType          `json:"type"`
	MaxParticipants              twilio.Int        `json:"max_participants"`                // at the same time
	MaxParticipantDuration       twilio.Duration   `json:"max_participant_duration"`        // how long one participant may stay
	MaxConcurrentPublishedTracks twilio.Int        `json:"max_concurrent_published_tracks"` // of all participants together; 0 is without a limit
	EmptyRoomTimeout             twilio.Int        `json:"empty_room_timeout"`              // minutes after the last participant has left
	UnusedRoomTimeout            twilio.Int        `json:"unused_room_timeout"`             // minutes without a first participant
	RecordParticipantsOnConnect  bool              `json:"record_participants_on_connect"`
	AudioOnly                    bool              `json:"audio_only"`
	LargeRoom                    bool              `json:"large_room"`
	VideoCodecs                  []Codec           `json:"video_codecs"`
	MediaRegion                  string            `json:"media_region"`
	StatusCallback               string            `json:"status_callback"`
	StatusCallbackMethod         twilio.Method     `json:"status_callback_method"`
	Duration                     twilio.Duration   `json:"duration"` // of a room that has ended
	EndTime                      twilio.Time       `json:"end_time"`
	DateCreated                  twilio.Time       `json:"date_created"`
	DateUpdated                  twilio.Time       `json:"date_updated"`
	URL                          string            `json:"url"`
	Links                        map[string]string `json:"links"`       // addresses of what belongs to it, by name
	EnableTURN                   bool              `json:"enable_turn"` // always true; Twilio advises against it
}

// RoomStatus is where a room stands.
//
// Twilio docs: https://www.twilio.com/docs/video/api/rooms-resource
type RoomStatus string

// The statuses of rooms.
const (
	RoomInProgress RoomStatus = "in-progress"
	RoomCompleted  RoomStatus = "completed"
	RoomFailed     RoomStatus = "failed"
)

// Final reports whether the room has ended, so that nobody can join it any more.
func (s RoomStatus) Final() bool { return s == RoomCompleted || s == RoomFailed }

// Err returns a *[FailedError] for a room that has failed, and nil for all others.
func (r *Room) Err() error {
	return failure(r.Status == RoomFailed, "room", r.SID, "create another room")
}

// RoomType is how a room carries the media of its participants.
//
// Twilio docs: https://www.twilio.com/docs/video/tutorials/understanding-video-rooms
type RoomType string

// The types of rooms. Twilio makes new rooms of the type group, and treats the others as
// types of earlier customers.
const (
	RoomGroup      RoomType = "group"        // by way of Twilio, which can record it
	RoomGroupSmall RoomType = "group-small"  // four participants
	RoomPeerToPeer RoomType = "peer-to-peer" // directly between the devices: no recordings
	RoomGo         RoomType = "go"           // two participants, directly between the devices
)

// Codec is how media is encoded: VP8 and H264 are video, OPUS and PCMU are audio.
//
// Twilio docs: https://www.twilio.com/docs/video/managing-codecs
type Codec string

// The codecs. A room takes those of video.
const (
	CodecVP8  Codec = "VP8"
	CodecH264 Codec = "H264"
	CodecOpus Codec = "OPUS"
	CodecPCMU Codec = "PCMU"
)

// Rooms makes, finds and ends rooms.
type Rooms struct{ c *twilio.Client }

var (
	// Each create without a name makes another room.
	roomCreate = twilio.Operation{Name: "video.Rooms.Create", Method: http.MethodPost, Host: host, Path: roomsPath, Mints: "RM"}

	// One room of a name is in progress at a time: a second create is refused with 53113,
	// and the name tells which room it is.
	roomCreateNamed = twilio.Operation{
		Name: "video.Rooms.Create", Method: http.MethodPost, Host: host, Path: roomsPath, Class: twilio.ClassIdempotent,
	}
	roomGet  = twilio.Operation{Name: "video.Rooms.Get", Method: http.MethodGet, Host: host, Path: roomsPath + "/{Sid}"}
	roomList = twilio.Operation{Name: "video.Rooms.List", Method: http.MethodGet, Host: host, Path: roomsPath, Items: "rooms"}

	// A room that has ended stays so. The SID is required: a moment later the name may stand
	// for the next room, which a repeated request would end.
	roomUpdate = twilio.Operation{
		Name: "video.Rooms.Update", Method: http.MethodPost, Host: host, Path: roomsPath + "/{Sid:RM}", Class: twilio.ClassIdempotent,
	}
	roomComplete = twilio.Operation{
		Name: "video.Rooms.Complete", Method: http.MethodPost, Host: host, Path: roomsPath + "/{Sid:RM}", Class: twilio.ClassIdempotent,
	}
)

// RoomCreateParams is a new room. The zero value makes a group room without a name.
type RoomCreateParams struct {
	UniqueName      string   `form:"UniqueName" check:"max=128"` // of one room in progress at a time
	Type            RoomType `form:"Type"`                       // "" leaves it to Twilio, which uses the default of the account
	MaxParticipants int      `form:"MaxParticipants"`            // 1 to 50 at the same time; 0 leaves it to Twilio

	MaxParticipantDuration time.Duration `form:"MaxParticipantDuration,seconds"` // 24 hours at most; 0 leaves it to Twilio, which uses 4 hours
	EmptyRoomTimeout       time.Duration `form:"EmptyRoomTimeout,minutes"`       // whole minutes, 60 at most, after the last participant has left; 0 leaves it to Twilio, which uses 5
	UnusedRoomTimeout      time.Duration `form:"UnusedRoomTimeout,minutes"`      // whole minutes, 60 at most, without a first participant; 0 leaves it to Twilio, which uses 5

	RecordParticipantsOnConnect bool            `form:"RecordParticipantsOnConnect"` // of group rooms
	RecordingRules              []RecordingRule `form:"RecordingRules,json"`         // which tracks are recorded

	TranscribeParticipantsOnConnect bool                       `form:"TranscribeParticipantsOnConnect"`
	TranscriptionsConfiguration     TranscriptionConfiguration `form:"TranscriptionsConfiguration,json"` // the zero value leaves it to Twilio

	StatusCallback       string        `form:"StatusCallback" check:"url"`          // is told of every event of the room: webhook.ParseRoom
	StatusCallbackMethod twilio.Method `form:"StatusCallbackMethod" check:"method"` // "" is POST

	AudioOnly   bool    `form:"AudioOnly"`
	LargeRoom   bool    `form:"LargeRoom"`
	VideoCodecs []Codec `form:"VideoCodecs"` // CodecVP8, CodecH264
	MediaRegion string  `form:"MediaRegion"` // "gll" is the one that is nearest to the first participant
	EnableTURN  bool    `form:"EnableTurn"`  // Twilio advises against it

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// The limits of rooms. https://www.twilio.com/docs/video/api/rooms-resource
const (
	mostParticipants   = 50
	longestStay        = 24 * time.Hour
	longestRoomTimeout = time.Hour
)

// Validate refuses limits that no room has, and rules that say nothing.
func (p *RoomCreateParams) Validate(problems *twilio.Problems) {
	if p.MaxParticipants > mostParticipants {
		problems.Add("MaxParticipants", "is more than 50", "give 1 to 50, or 0 for the default of the account")
	}
	if p.MaxParticipantDuration > longestStay {
		problems.Add("MaxParticipantDuration", "is more than 24 hours", "give 24 hours or less")
	}
	if p.EmptyRoomTimeout > longestRoomTimeout {
		problems.Add("EmptyRoomTimeout", "is more than 60 minutes", "give 1 to 60 whole minutes, such as 5*time.Minute")
	}
	if p.UnusedRoomTimeout > longestRoomTimeout {
		problems.Add("UnusedRoomTimeout", "is more than 60 minutes", "give 1 to 60 whole minutes, such as 5*time.Minute")
	}
	checkRules(problems, "RecordingRules", p.RecordingRules)
}

// Create makes a room. The refusals that an application meets:
//
//	errors.Is(err, twilio.CodeRoomNameTaken)  a room of that name is in progress: get it with [Rooms.Get]
//	errors.Is(err, twilio.ErrRateLimited)     the account has as many rooms as it may have
//
// A create with a UniqueName converges, because one room of a name is in progress at a
// time: it is repeated after failures that may pass. When the answer to an attempt is lost
// and the next one is refused because of the name, the room in progress is returned if it
// has the Type and the MaxParticipants of params.
//
// A create without a name is not repeated when nobody can say whether it was carried out.
// The error is then a *[twilio.OutcomeUnknownError]. A room that nobody joins ends by
// itself, so that it is safe to make another one.
//
// Twilio docs: https://www.twilio.com/docs/video/api/rooms-resource#create-room
func (s *Rooms) Create(ctx context.Context, params RoomCreateParams, opts ...twilio.CallOption) (*Room, error) {
	if params.UniqueName == "" {
		return twilio.Invoke[Room](ctx, s.c, roomCreate.With(&params), opts...)
	}
	return twilio.InvokeConverging(ctx, s.c, roomCreateNamed.With(&params),
		func() (*Room, error) { return s.Get(ctx, params.UniqueName, opts...) }, params.describes, opts...)
}

// describes reports that a room is as the parameters want it.
func (p *RoomCreateParams) describes(r *Room) bool {
	return r.Status == RoomInProgress && r.UniqueName == p.UniqueName && (p.Type == "" || r.Type == p.Type) &&
		(p.MaxParticipants == 0 || int(r.MaxParticipants) == p.MaxParticipants)
}

// Get returns a room as it stands now, by its SID, or by its UniqueName while it is in
// progress. One that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/video/api/rooms-resource#fetch-room
func (s *Rooms) Get(ctx context.Context, sidOrName string, opts ...twilio.CallOption) (*Room, error) {
	return twilio.Invoke[Room](ctx, s.c, roomGet.On(sidOrName), opts...)
}

// RoomListParams narrows [Rooms.List] and [Rooms.All]; its zero value lists the rooms in
// progress.
type RoomListParams struct {
	Status        RoomStatus `form:"Status"` // "" is RoomInProgress
	UniqueName    string     `form:"UniqueName"`
	CreatedAfter  time.Time  `form:"DateCreatedAfter"`
	CreatedBefore time.Time  `form:"DateCreatedBefore"`
	PageSize      int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of the account's rooms, or the one that Cursor names. The
// newest room comes first.
//
// Twilio docs: https://www.twilio.com/docs/video/api/rooms-resource#read-rooms
func (s *Rooms) List(ctx context.Context, params RoomListParams, opts ...twilio.CallOption) (*twilio.Page[Room], error) {
	return twilio.InvokePage[Room](ctx, s.c, roomList.With(&params), opts...)
}

// All ranges over the account's rooms, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/video/api/rooms-resource#read-rooms
func (s *Rooms) All(ctx context.Context, params RoomListParams, opts ...twilio.CallOption) iter.Seq2[*Room, error] {
	return twilio.InvokeAll[Room](ctx, s.c, roomList.With(&params), opts...)
}

// RoomUpdateParams ends a room, see [Rooms.Complete].
type RoomUpdateParams struct {
	Status RoomStatus `form:"Status" check:"required"` // RoomCompleted

	Extra url.Values `form:"-"`
}

// Validate refuses every status that cannot be set.
func (p *RoomUpdateParams) Validate(problems *twilio.Problems) {
	if p.Status != "" && p.Status != RoomCompleted {
		problems.Add("Status", "cannot be set", "give RoomCompleted: an update only ends a room")
	}
}

// Update ends a room, which is named by its SID. It converges, so that it is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/video/api/rooms-resource#complete-room
func (s *Rooms) Update(ctx context.Context, sid string, params RoomUpdateParams, opts ...twilio.CallOption) (*Room, error) {
	return s.end(ctx, roomUpdate.On(sid).With(&params), sid, opts)
}

// Complete ends a room: every participant is disconnected, and recordings come to their
// end. It takes the SID, because a moment later the name of a room may stand for the next
// one. A room that has ended already stays so.
//
// Twilio docs: https://www.twilio.com/docs/video/api/rooms-resource#complete-room
func (s *Rooms) Complete(ctx context.Context, sid string, opts ...twilio.CallOption) (*Room, error) {
	return s.end(ctx, roomComplete.On(sid).With(url.Values{"Status": {string(RoomCompleted)}}), sid, opts)
}

func (s *Rooms) end(ctx context.Context, b twilio.BoundOperation, sid string, opts []twilio.CallOption) (*Room, error) {
	return twilio.InvokeConverging(ctx, s.c, b,
		func() (*Room, error) { return s.Get(ctx, sid, opts...) },
		func(r *Room) bool { return r.Status.Final() }, opts...)
}
