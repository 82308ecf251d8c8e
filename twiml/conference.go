package twiml

// Conference joins a room by its name, and makes it when nobody is there.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/conference
type Conference struct {
	Muted                         Bool
	Beep                          Beep
	StartConferenceOnEnter        Bool
	EndConferenceOnExit           Bool
	WaitURL                       string // music by default, NoURL for silence
	WaitMethod                    Method
	MaxParticipants               int // 1 to 250, 250 by default
	Record                        ConferenceRecord
	Region                        Region
	Coach                         string // the SID of the call that alone hears this one
	Trim                          RecordingTrim
	StatusCallbackEvent           []ConferenceEvent
	StatusCallback                string // only that of the first to join counts
	StatusCallbackMethod          Method
	RecordingStatusCallback       string
	RecordingStatusCallbackMethod Method
	RecordingStatusCallbackEvent  []RecordingEvent
	EventCallbackURL              string
	JitterBufferSize              JitterBuffer
	ParticipantLabel              string // up to 128 characters, unique in the room, no slash
	RecordingConfigurationID      string
	Name                          string

	bare bare
}

// Beep says when a room hears a beep. Its twin in requests is voice.Beep.
type Beep string

// The values of [Beep].
const (
	BeepTrue    Beep = "true" // whenever somebody comes or goes
	BeepFalse   Beep = "false"
	BeepOnEnter Beep = "onEnter"
	BeepOnExit  Beep = "onExit"
)

// ConferenceRecord says whether a room is recorded. Its twin in requests is
// voice.ConferenceRecord.
type ConferenceRecord string

// The values of [ConferenceRecord].
const (
	ConferenceDoNotRecord     ConferenceRecord = "do-not-record"
	ConferenceRecordFromStart ConferenceRecord = "record-from-start"
)

// Region is where a room is mixed.
type Region string

// The values of [Region].
const (
	RegionUS1 Region = "us1"
	RegionUS2 Region = "us2"
	RegionIE1 Region = "ie1"
	RegionSG1 Region = "sg1"
	RegionBR1 Region = "br1"
	RegionAU1 Region = "au1"
	RegionJP1 Region = "jp1"
	RegionDE1 Region = "de1"
)

// ConferenceEvent is a change of a room that Twilio reports. Its twin in callbacks is
// webhook.ConferenceEvent, whose words are longer: [ConferenceEventStart] leads to
// conference-start there. Its twin in requests is voice.ConferenceEvent.
type ConferenceEvent string

// The values of [ConferenceEvent].
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

// JitterBuffer is how much delay a room accepts for the sake of smoothness. Its twin in
// requests is voice.JitterBuffer.
type JitterBuffer string

// The values of [JitterBuffer].
const (
	JitterLarge  JitterBuffer = "large"
	JitterMedium JitterBuffer = "medium"
	JitterSmall  JitterBuffer = "small"
	JitterOff    JitterBuffer = "off"
)

func (f *Conference) fields(c *codec) {
	c.open("Conference", f.bare)
	c.boolean("muted", &f.Muted)
	enum(c, "beep", &f.Beep)
	c.boolean("startConferenceOnEnter", &f.StartConferenceOnEnter)
	c.boolean("endConferenceOnExit", &f.EndConferenceOnExit)
	c.emptyable("waitUrl", &f.WaitURL)
	enum(c, "waitMethod", &f.WaitMethod)
	c.num("maxParticipants", &f.MaxParticipants)
	enum(c, "record", &f.Record)
	enum(c, "region", &f.Region)
	c.str("coach", &f.Coach)
	enum(c, "trim", &f.Trim)
	list(c, "statusCallbackEvent", &f.StatusCallbackEvent)
	c.str("statusCallback", &f.StatusCallback)
	enum(c, "statusCallbackMethod", &f.StatusCallbackMethod)
	c.str("recordingStatusCallback", &f.RecordingStatusCallback)
	enum(c, "recordingStatusCallbackMethod", &f.RecordingStatusCallbackMethod)
	list(c, "recordingStatusCallbackEvent", &f.RecordingStatusCallbackEvent)
	c.str("eventCallbackUrl", &f.EventCallbackURL)
	enum(c, "jitterBufferSize", &f.JitterBufferSize)
	c.str("participantLabel", &f.ParticipantLabel)
	c.str("recordingConfigurationId", &f.RecordingConfigurationID)
	c.text(&f.Name)
	c.close("Conference", &f.bare)
}

func (Conference) dialChild() {}
