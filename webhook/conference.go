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

	ConferenceSID       string          `form:"ConferenceSid,required"`
	AccountSID          string          `form:"AccountSid"`
	FriendlyName        string          `form:"FriendlyName"`
	StatusCallbackEvent ConferenceEvent `form:"StatusCallbackEvent"`
	SequenceNumber      int             `form:"SequenceNumber"`
	Timestamp           time.Time       `form:"Timestamp"`

	// Of a participant.
	CallSID                string                `form:"CallSid"`
	ParticipantLabel       string                `form:"ParticipantLabel"`
	ParticipantCallStatus  twilio.CallStatus     `form:"ParticipantCallStatus"`
	Muted                  bool                  `form:"Muted"`
	Hold                   bool                  `form:"Hold"`
	Coaching               bool                  `form:"Coaching"`
	StartConferenceOnEnter bool                  `form:"StartConferenceOnEnter"`
	EndConferenceOnExit    bool                  `form:"EndConferenceOnExit"`
	ReasonParticipantLeft  ParticipantLeftReason `form:"ReasonParticipantLeft"`

	// Of the end.
	CallSIDEndingConference          string                `form:"CallSidEndingConference"`
	ParticipantLabelEndingConference string                `form:"ParticipantLabelEndingConference"`
	ReasonConferenceEnded            ConferenceEndedReason `form:"ReasonConferenceEnded"`
	Reason                           string                `form:"Reason"` // in words

	// Of an announcement.
	AnnounceURL              string `form:"AnnounceUrl"`
	ReasonAnnouncementFailed string `form:"ReasonAnnouncementFailed"`

	// Of a recorded conference that has ended, in an older form. Twilio has
	// deprecated this form: use a RecordingStatusCallback.
	EventName         string        `form:"EventName"`
	RecordingURL      string        `form:"RecordingUrl"`
	Duration          time.Duration `form:"Duration"`          // of the recording
	RecordingFileSize int64         `form:"RecordingFileSize"` // bytes
}

// ParseConference reads an event of a conference. It fails with a [*PayloadError]
// when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/conference#statuscallback
func ParseConference(r *http.Request) (*Conference, error) { return parse[Conference](r, "Conference") }

// DedupeKey is the same for every request about the same event of a conference:
// "conference/AC…/CF…/participant-join/4", with the sequence number.
func (c *Conference) DedupeKey() string {
	return dedupeKey("conference", c.AccountSID, c.ConferenceSID, string(c.StatusCallbackEvent), strconv.Itoa(c.SequenceNumber))
}

// Supersedes reports whether the event is later than prev, which may be nil.
func (c *Conference) Supersedes(prev *Conference) bool {
	return prev == nil || c.SequenceNumber > prev.SequenceNumber
}
