package webhook

import (
	"net/http"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// Conference is an event of a conference or of one of its participants.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/conference#statuscallback
type Conference struct {
	Params

	ConferenceSID  string    `form:"ConferenceSid,required"`
	AccountSID     string    `form:"AccountSid"`
	FriendlyName   string    `form:"FriendlyName"`
	Event          string    `form:"StatusCallbackEvent"` // conference-start, participant-join and others
	SequenceNumber int       `form:"SequenceNumber"`
	Timestamp      time.Time `form:"Timestamp"`

	// Of a participant.
	CallSID                string            `form:"CallSid"`
	ParticipantLabel       string            `form:"ParticipantLabel"`
	ParticipantCallStatus  twilio.CallStatus `form:"ParticipantCallStatus"`
	Muted                  bool              `form:"Muted"`
	Hold                   bool              `form:"Hold"`
	Coaching               bool              `form:"Coaching"`
	StartConferenceOnEnter bool              `form:"StartConferenceOnEnter"`
	EndConferenceOnExit    bool              `form:"EndConferenceOnExit"`
	ReasonParticipantLeft  string            `form:"ReasonParticipantLeft"`

	// Of the end.
	CallSIDEndingConference          string `form:"CallSidEndingConference"`
	ParticipantLabelEndingConference string `form:"ParticipantLabelEndingConference"`
	ReasonConferenceEnded            string `form:"ReasonConferenceEnded"`
	Reason                           string `form:"Reason"` // in words

	// Of an announcement.
	AnnounceURL              string `form:"AnnounceUrl"`
	ReasonAnnouncementFailed string `form:"ReasonAnnouncementFailed"`
}

// ParseConference reads an event of a conference. It fails with a [*PayloadError]
// when the request is none.
func ParseConference(r *http.Request) (*Conference, error) { return parse[Conference](r, "Conference") }

// DedupeKey is the same for every request about the same event of a conference.
func (c *Conference) DedupeKey() string {
	return "conference/" + c.ConferenceSID + "/" + c.Event + "/" + strconv.Itoa(c.SequenceNumber)
}

// Supersedes reports whether the event is later than prev, which may be nil.
func (c *Conference) Supersedes(prev *Conference) bool {
	return prev == nil || c.SequenceNumber > prev.SequenceNumber
}

// Room is an event of a video room, of one of its participants, of a track, or of a
// recording.
//
// Twilio docs: https://www.twilio.com/docs/video/api/status-callbacks
type Room struct {
	Params

	RoomSID        string        `form:"RoomSid,required"`
	AccountSID     string        `form:"AccountSid"`
	RoomName       string        `form:"RoomName"`
	RoomStatus     string        `form:"RoomStatus"`
	RoomType       string        `form:"RoomType"`
	RoomDuration   time.Duration `form:"RoomDuration"`
	Event          string        `form:"StatusCallbackEvent"` // room-created, participant-connected, track-added and others
	Timestamp      time.Time     `form:"Timestamp"`
	SequenceNumber int           `form:"SequenceNumber"` // Twilio's own: it says nothing of the order

	ParticipantSID      string        `form:"ParticipantSid"`
	ParticipantStatus   string        `form:"ParticipantStatus"` // connected or disconnected
	ParticipantIdentity string        `form:"ParticipantIdentity"`
	ParticipantDuration time.Duration `form:"ParticipantDuration"`

	TrackSID  string `form:"TrackSid"`
	TrackKind string `form:"TrackKind"` // data, audio or video
	TrackName string `form:"TrackName"`

	RecordingSID      string        `form:"RecordingSid"`
	SourceSID         string        `form:"SourceSid"`
	RecordingURI      string        `form:"RecordingUri"`
	Container         string        `form:"Container"`
	Codec             string        `form:"Codec"`
	RecordingType     string        `form:"Type"`
	MediaURI          string        `form:"MediaUri"`
	RecordingDuration time.Duration `form:"Duration"`
	RecordingSize     int64         `form:"Size"`                          // bytes
	Offset            time.Duration `form:"OffsetFromTwilioVideoEpoch,ms"` // of a track, on the clock that all tracks of a room share
	ExternalLocation  string        `form:"MediaExternalLocation"`         // in your own storage
	FailedOperation   string        `form:"FailedOperation"`
}

// ParseRoom reads an event of a video room. It fails with a [*PayloadError] when
// the request is none.
func ParseRoom(r *http.Request) (*Room, error) { return parse[Room](r, "Room") }

// DedupeKey is the same for every request about the same event of a room.
func (r *Room) DedupeKey() string {
	return "room/" + r.RoomSID + "/" + r.Event + "/" + r.ParticipantSID + r.TrackSID + r.RecordingSID + "/" + strconv.Itoa(r.SequenceNumber)
}
