package webhook

import (
	"net/http"
	"strconv"
	"time"
)

// Room is an event of a video room, of one of its participants, of a track, or of a
// recording.
//
// Twilio docs: https://www.twilio.com/docs/video/api/status-callbacks
type Room struct {
	Params

	RoomSID             string        `form:"RoomSid,required"`
	AccountSID          string        `form:"AccountSid"`
	RoomName            string        `form:"RoomName"`
	RoomStatus          RoomStatus    `form:"RoomStatus"`
	RoomType            RoomType      `form:"RoomType"`
	RoomDuration        time.Duration `form:"RoomDuration"`
	StatusCallbackEvent RoomEvent     `form:"StatusCallbackEvent"`
	Timestamp           time.Time     `form:"Timestamp"`
	SequenceNumber      int           `form:"SequenceNumber"` // Twilio's own; it does not give the order of events

	ParticipantSID      string            `form:"ParticipantSid"`
	ParticipantStatus   ParticipantStatus `form:"ParticipantStatus"`
	ParticipantIdentity string            `form:"ParticipantIdentity"`
	ParticipantDuration time.Duration     `form:"ParticipantDuration"`

	TrackSID  string    `form:"TrackSid"`
	TrackKind TrackKind `form:"TrackKind"`
	TrackName string    `form:"TrackName"`

	RecordingSID               string          `form:"RecordingSid"`
	SourceSID                  string          `form:"SourceSid"`
	RecordingURI               string          `form:"RecordingUri"`
	Container                  string          `form:"Container"`
	Codec                      string          `form:"Codec"`
	Type                       TrackKind       `form:"Type"` // of the recording, as those below
	MediaURI                   string          `form:"MediaUri"`
	Duration                   time.Duration   `form:"Duration"`
	Size                       int64           `form:"Size"`                          // bytes
	OffsetFromTwilioVideoEpoch time.Duration   `form:"OffsetFromTwilioVideoEpoch,ms"` // of a track, on the clock that all tracks of a room share
	MediaExternalLocation      string          `form:"MediaExternalLocation"`         // in your own storage
	FailedOperation            FailedOperation `form:"FailedOperation"`
}

// ParseRoom reads an event of a video room. It fails with a [*PayloadError] when
// the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/video/api/status-callbacks
func ParseRoom(r *http.Request) (*Room, error) { return parse[Room](r, "Room") }

// DedupeKey is the same for every request about the same event of a room. It is
// "room/AC…/RM…/participant-connected/PA…/MT…/RT…/4": the event, the SIDs of the
// participant, the track and the recording, and the sequence number.
func (r *Room) DedupeKey() string {
	return dedupeKey("room", r.AccountSID, r.RoomSID, string(r.StatusCallbackEvent), r.ParticipantSID, r.TrackSID, r.RecordingSID, strconv.Itoa(r.SequenceNumber))
}

// Composition is an event of a composition of a video room's recordings. The events are
// those of Twilio's page. The page does not confirm the names of the parameters, RoomSid
// included: Raw has all parameters.
//
// Twilio docs: https://www.twilio.com/docs/video/api/status-callbacks
type Composition struct {
	Params

	CompositionSID      string           `form:"CompositionSid"` // "" of a hook that failed
	AccountSID          string           `form:"AccountSid"`
	RoomSID             string           `form:"RoomSid"`
	HookSID             string           `form:"HookSid"` // of the rule that made it
	StatusCallbackEvent CompositionEvent `form:"StatusCallbackEvent,required"`
	Timestamp           time.Time        `form:"Timestamp"`
	CompositionURI      string           `form:"CompositionUri"`
	MediaURI            string           `form:"MediaUri"`
	Duration            time.Duration    `form:"Duration"`
	Size                int64            `form:"Size"` // bytes
	PercentageDone      int              `form:"PercentageDone"`
	SecondsRemaining    time.Duration    `form:"SecondsRemaining"`
	FailedOperation     FailedOperation  `form:"FailedOperation"`
	ErrorMessage        string           `form:"ErrorMessage"`
}

// ParseComposition reads an event of a composition. It fails with a
// [*PayloadError] when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/video/api/status-callbacks
func ParseComposition(r *http.Request) (*Composition, error) {
	return parse[Composition](r, "Composition")
}

// DedupeKey is the same for every request about the same event of a composition:
// "composition/AC…/CJ…/composition-progress/50", with the percentage. It is "" without
// a composition.
func (c *Composition) DedupeKey() string {
	if c.CompositionSID == "" {
		return ""
	}
	return dedupeKey("composition", c.AccountSID, c.CompositionSID, string(c.StatusCallbackEvent), strconv.Itoa(c.PercentageDone))
}
