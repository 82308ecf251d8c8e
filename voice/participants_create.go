package voice

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// A second request would call a second time, and cost money a second time: it is never
// repeated, not even with a label.
var participantCreate = twilio.Operation{
	Name: "voice.Participants.Create", Method: http.MethodPost, Host: hostAPI, Path: participantCreatePath,
	Proof: twilio.ProofKey("call_sid"), Mints: "CA", ReconciledBy: "voice.Participants.Reconcile",
}

// ParticipantCreateParams is a call into a conference. The settings of the conference are
// those of its first participant.
type ParticipantCreateParams struct {
	To       string `form:"To" check:"required,callee"`   // E.164, a SIP address (sip:…), a client (client:…) or an application (app:AP…)
	From     string `form:"From" check:"required,caller"` // a number of the account, a verified caller ID, a client, or the name that a SIP call shows
	CallerID string `form:"CallerId" check:"caller"`      // shown instead of From
	Label    string `form:"Label" check:"max=128"`        // a name for the participant, of which the conference has one; without a slash

	Muted                  bool          `form:"Muted"`
	StartConferenceOnEnter *bool         `form:"StartConferenceOnEnter"` // nil leaves it to Twilio, which uses true; false waits for another participant
	EndConferenceOnExit    bool          `form:"EndConferenceOnExit"`    // everybody is hung up on when this participant leaves
	Beep                   Beep          `form:"Beep"`                   // "" leaves it to Twilio, which uses BeepTrue
	EarlyMedia             *bool         `form:"EarlyMedia"`             // the others hear it ring; nil leaves it to Twilio, which uses true
	WaitURL                string        `form:"WaitUrl" check:"url"`    // of the music until the conference starts; Extra with an empty WaitUrl is silence
	WaitMethod             twilio.Method `form:"WaitMethod" check:"method"`
	Coaching               bool          `form:"Coaching"`
	CallSIDToCoach         string        `form:"CallSidToCoach" check:"sid=CA"` // of the participant who alone hears this one
	JitterBufferSize       JitterBuffer  `form:"JitterBufferSize"`              // "" leaves it to Twilio, which uses JitterLarge

	StatusCallback       string             `form:"StatusCallback" check:"url"`
	StatusCallbackEvents []twilio.CallEvent `form:"StatusCallbackEvent"` // nil leaves it to Twilio, which tells completed
	StatusCallbackMethod twilio.Method      `form:"StatusCallbackMethod" check:"method"`

	Timeout    time.Duration `form:"Timeout,seconds"`               // how long it rings, 5 s to 600 s; 0 leaves it to Twilio, which uses 60 s
	TimeLimit  time.Duration `form:"TimeLimit,seconds"`             // of the call; 0 leaves it to Twilio
	CallReason string        `form:"CallReason" check:"max=50"`     // shown to the callee
	CallToken  string        `form:"CallToken"`                     // of the inbound call whose caller ID is passed on
	Passports  []string      `form:"Passports,comma" check:"max=5"` // of STIR/SHAKEN, in base64; at most 5

	Record                        bool                        `form:"Record"` // of this participant
	RecordingChannels             twilio.RecordingChannels    `form:"RecordingChannels"`
	RecordingTrack                twilio.RecordingTrack       `form:"RecordingTrack"`
	RecordingStatusCallback       string                      `form:"RecordingStatusCallback" check:"url"`
	RecordingStatusCallbackEvents []ParticipantRecordingEvent `form:"RecordingStatusCallbackEvent"`
	RecordingStatusCallbackMethod twilio.Method               `form:"RecordingStatusCallbackMethod" check:"method"`
	RecordingConfigurationID      string                      `form:"RecordingConfigurationId"`
	Trim                          twilio.RecordingTrim        `form:"Trim"`

	MaxParticipants                         int                         `form:"MaxParticipants"` // of the conference, 2 to 250; 0 leaves it to Twilio, which uses 250
	Region                                  string                      `form:"Region"`          // where the conference is mixed: "ie1"
	ConferenceStatusCallback                string                      `form:"ConferenceStatusCallback" check:"url"`
	ConferenceStatusCallbackEvents          []ConferenceEvent           `form:"ConferenceStatusCallbackEvent"` // nil leaves it to Twilio, which tells start and end
	ConferenceStatusCallbackMethod          twilio.Method               `form:"ConferenceStatusCallbackMethod" check:"method"`
	ConferenceRecord                        ConferenceRecord            `form:"ConferenceRecord"`
	ConferenceTrim                          twilio.RecordingTrim        `form:"ConferenceTrim"`
	ConferenceRecordingStatusCallback       string                      `form:"ConferenceRecordingStatusCallback" check:"url"`
	ConferenceRecordingStatusCallbackEvents []ParticipantRecordingEvent `form:"ConferenceRecordingStatusCallbackEvent"`
	ConferenceRecordingStatusCallbackMethod twilio.Method               `form:"ConferenceRecordingStatusCallbackMethod" check:"method"`

	MachineDetection                   twilio.MachineDetection `form:"MachineDetection"`
	MachineDetectionTimeout            time.Duration           `form:"MachineDetectionTimeout,seconds"`                 // 0 leaves it to Twilio, which uses 30 s
	MachineDetectionSpeechThreshold    time.Duration           `form:"MachineDetectionSpeechThreshold,milliseconds"`    // 1 s to 6 s
	MachineDetectionSpeechEndThreshold time.Duration           `form:"MachineDetectionSpeechEndThreshold,milliseconds"` // 0.5 s to 5 s
	MachineDetectionSilenceTimeout     time.Duration           `form:"MachineDetectionSilenceTimeout,milliseconds"`     // 2 s to 10 s
	AMDStatusCallback                  string                  `form:"AmdStatusCallback" check:"url"`                   // is told who or what has answered
	AMDStatusCallbackMethod            twilio.Method           `form:"AmdStatusCallbackMethod" check:"method"`

	SIPAuthUsername       string        `form:"SipAuthUsername"`
	SIPAuthPassword       twilio.Secret `form:"SipAuthPassword"`
	CallerDisplayName     string        `form:"CallerDisplayName" check:"max=255"` // of a SIP call, 2 to 255 characters
	BYOC                  string        `form:"Byoc" check:"sid=BY"`               // SID of a trunk, by which a number is called
	ClientNotificationURL string        `form:"ClientNotificationUrl" check:"url"`

	Emergency EmergencyCaller `form:",inline"` // of a call to an emergency number

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// EmergencyCaller says where the caller of an emergency number is.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource
type EmergencyCaller struct {
	Position string `form:"EmergencyCallerPosition"`         // latitude and longitude with a blank between them: "37.78 -122.41"
	Location string `form:"EmergencyCallerLocation"`         // within the address, such as a floor; Twilio uses 20 characters
	Name     string `form:"EmergencyName" check:"max=20"`    // at most 20 characters
	Address  string `form:"EmergencyAddress" check:"max=60"` // at most 60 characters
	ZipCode  string `form:"EmergencyZipCode" check:"max=20"` // at most 20 characters
	City     string `form:"EmergencyCity"`
	State    string `form:"EmergencyState" check:"max=20"`    // at most 20 characters
	Country  string `form:"EmergencyCountry" check:"country"` // "US" or "CA"
}

// Beep says when a conference is beeped into. Its twin in documents is twiml.Beep.
type Beep string

// The choices of beeps.
const (
	BeepTrue    Beep = "true" // when the participant comes, and when the participant leaves
	BeepFalse   Beep = "false"
	BeepOnEnter Beep = "onEnter"
	BeepOnExit  Beep = "onExit"
)

// JitterBuffer says how much delay of the network is evened out. Its twin in documents is
// twiml.JitterBuffer.
type JitterBuffer string

// The sizes of jitter buffers.
const (
	JitterLarge  JitterBuffer = "large"
	JitterMedium JitterBuffer = "medium"
	JitterSmall  JitterBuffer = "small"
	JitterOff    JitterBuffer = "off"
)

// ConferenceRecord says whether a conference is recorded. Its twin in documents is
// twiml.ConferenceRecord.
type ConferenceRecord string

// The choices of recording.
const (
	ConferenceDoNotRecord     ConferenceRecord = "do-not-record"
	ConferenceRecordFromStart ConferenceRecord = "record-from-start"
)

// ConferenceEvent is an event of a conference that a status callback may be told. Its twin
// in documents is twiml.ConferenceEvent.
type ConferenceEvent string

// The events of conferences.
const (
	ConferenceEventStart        ConferenceEvent = "start"
	ConferenceEventEnd          ConferenceEvent = "end"
	ConferenceEventJoin         ConferenceEvent = "join"
	ConferenceEventLeave        ConferenceEvent = "leave"
	ConferenceEventMute         ConferenceEvent = "mute"
	ConferenceEventHold         ConferenceEvent = "hold"
	ConferenceEventModify       ConferenceEvent = "modify"
	ConferenceEventSpeaker      ConferenceEvent = "speaker"
	ConferenceEventAnnouncement ConferenceEvent = "announcement"
)

// ParticipantRecordingEvent is a step of the recording of a participant, or of the
// conference, that a status callback may be told. Of a conference Twilio tells the last
// four alone.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource
type ParticipantRecordingEvent string

// The steps of the recording of a participant.
const (
	ParticipantRecordingStarted    ParticipantRecordingEvent = "started"
	ParticipantRecordingPaused     ParticipantRecordingEvent = "paused"
	ParticipantRecordingResumed    ParticipantRecordingEvent = "resumed"
	ParticipantRecordingStopped    ParticipantRecordingEvent = "stopped"
	ParticipantRecordingInProgress ParticipantRecordingEvent = "in-progress"
	ParticipantRecordingCompleted  ParticipantRecordingEvent = "completed"
	ParticipantRecordingFailed     ParticipantRecordingEvent = "failed"
	ParticipantRecordingAbsent     ParticipantRecordingEvent = "absent"
)

// Bounds of a call into a conference.
// https://www.twilio.com/docs/voice/api/conference-participant-resource#create-a-participant
const (
	shortestRing     = 5 * time.Second
	longestRing      = 600 * time.Second
	fewestInRoom     = 2
	mostInRoom       = 250
	shortestShowName = 2
)

// Validate refuses a call that no conference takes.
func (p *ParticipantCreateParams) Validate(problems *twilio.Problems) {
	if p.Timeout != 0 && (p.Timeout < shortestRing || p.Timeout > longestRing) {
		problems.Add("Timeout", "is not between 5 s and 600 s", "give a time within, or 0 for 60 s")
	}
	if p.MaxParticipants != 0 && (p.MaxParticipants < fewestInRoom || p.MaxParticipants > mostInRoom) {
		problems.Add("MaxParticipants", "is not between 2 and 250", "give a number within, or 0 for 250")
	}
	if p.Coaching && p.CallSIDToCoach == "" {
		problems.Add("CallSIDToCoach", "is empty although Coaching is true", "give the SID of the call that is to be coached")
	}
	if utf8.RuneCountInString(p.CallerDisplayName) == 1 {
		problems.Add("CallerDisplayName", "has one character", "give 2 to 255 characters")
	}
	p.validateParties(problems)
}

// validateParties refuses a name as the caller of a number, and a label that would be
// taken for something else.
func (p *ParticipantCreateParams) validateParties(problems *twilio.Problems) {
	if strings.HasPrefix(p.To, "+") && p.From != "" && !strings.HasPrefix(p.From, "+") && isName(p.From) && !problems.Has("From") {
		problems.Add("From", "is a name although To is a number", "give a number of the account in E.164, or a verified caller ID")
	}
	switch {
	case strings.ContainsAny(p.Label, `/\?#%`):
		problems.Add("Label", `has one of / \ ? # %`, "leave them out: the label stands in addresses")
	case p.Label == ".", p.Label == "..", strings.TrimSpace(p.Label) != p.Label, strings.ContainsFunc(p.Label, unicode.IsControl):
		problems.Add("Label", "is a dot segment, or has control characters or blanks around it", "give a name of your own, such as agent-7")
	case isSID(p.Label, "CA"):
		problems.Add("Label", "is the SID of a call", "give a name of your own, such as agent-7")
	}
}

// isName reports a text with a letter, and without the colon of an address.
func isName(s string) bool {
	return !strings.Contains(s, ":") && strings.ContainsFunc(s, func(r rune) bool { return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' })
}

// isSID reports an SID of a kind.
func isSID(s, kind string) bool {
	const length = 34
	return len(s) == length && strings.HasPrefix(s, kind) && strings.Trim(s[len(kind):], "0123456789abcdefABCDEF") == ""
}

// Create calls somebody into a conference, and begins the conference if there is none. It
// is named by its SID or by its FriendlyName; one that is over is refused, except by name:
// then another conference begins. The errors that an application meets:
//
//	errors.Is(err, twilio.ErrorCode(16020))  the conference is full
//	errors.Is(err, twilio.ErrorCode(16026))  another participant has the label
//	errors.Is(err, twilio.ErrGeoPermission)  the country is not enabled for calls
//	errors.Is(err, twilio.ErrInvalidNumber)  nobody can be called there
//
// The client's retries never call twice, as long as a caller's own transport does not
// repeat requests. When the call may have been made although no usable answer came back,
// the error is an *[twilio.OutcomeUnknownError], which [twilio.Settle] lets Create settle
// by itself. With a label [Participants.Get] shows whether the participant is there.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource#create-a-participant
func (s *Participants) Create(ctx context.Context, conferenceSID string, params ParticipantCreateParams, opts ...twilio.CallOption) (*Participant, error) {
	return twilio.InvokeSettled(ctx, s.c, participantCreate.On(conferenceSID).With(&params),
		func(ctx context.Context, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*Participant, error) {
			return s.Reconcile(ctx, conferenceSID, params, unknown, opts...)
		}, opts...)
}
