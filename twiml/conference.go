package twiml

import "strings"

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

// Beep says when a room hears a beep.
type Beep string

// The values of [Beep].
const (
	BeepTrue    Beep = "true" // whenever somebody comes or goes
	BeepFalse   Beep = "false"
	BeepOnEnter Beep = "onEnter"
	BeepOnExit  Beep = "onExit"

	beeps = BeepTrue + " " + BeepFalse + " " + BeepOnEnter + " " + BeepOnExit
)

// ConferenceRecord says whether a room is recorded.
type ConferenceRecord string

// The values of [ConferenceRecord].
const (
	ConferenceDoNotRecord     ConferenceRecord = "do-not-record"
	ConferenceRecordFromStart ConferenceRecord = "record-from-start"

	conferenceRecords = ConferenceDoNotRecord + " " + ConferenceRecordFromStart
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

	regions = RegionUS1 + " " + RegionUS2 + " " + RegionIE1 + " " + RegionSG1 + " " + RegionBR1 + " " + RegionAU1 + " " + RegionJP1 + " " + RegionDE1
)

// ConferenceEvent is a change of a room that Twilio reports. Its twin in callbacks is
// webhook.ConferenceEvent, whose words are longer: [ConferenceEventStart] leads to
// conference-start there.
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

	conferenceEvents = ConferenceEventStart + " " + ConferenceEventEnd + " " + ConferenceEventJoin + " " + ConferenceEventLeave + " " + ConferenceEventMute + " " +
		ConferenceEventHold + " " + ConferenceEventModify + " " + ConferenceEventSpeaker + " " + ConferenceEventAnnouncement
)

// JitterBuffer is how much delay a room accepts for the sake of smoothness.
type JitterBuffer string

// The values of [JitterBuffer].
const (
	JitterLarge  JitterBuffer = "large"
	JitterMedium JitterBuffer = "medium"
	JitterSmall  JitterBuffer = "small"
	JitterOff    JitterBuffer = "off"

	jitterBuffers = JitterLarge + " " + JitterMedium + " " + JitterSmall + " " + JitterOff
)

func (f *Conference) fields(c *codec) {
	c.open("Conference", f.bare)
	c.boolean("muted", &f.Muted, 13230)
	enum(c, "beep", &f.Beep, beeps, 13235)
	c.boolean("startConferenceOnEnter", &f.StartConferenceOnEnter, 13232)
	c.boolean("endConferenceOnExit", &f.EndConferenceOnExit, 13231)
	c.emptyable("waitUrl", kindURL, &f.WaitURL)
	c.method("waitMethod", &f.WaitMethod, 13234)
	c.num("maxParticipants", &f.MaxParticipants, 1, 250, 0)
	enum(c, "record", &f.Record, conferenceRecords, 0)
	enum(c, "region", &f.Region, regions, 0)
	c.str("coach", &f.Coach)
	enum(c, "trim", &f.Trim, trims, 13239)
	list(c, "statusCallbackEvent", &f.StatusCallbackEvent, conferenceEvents, 0)
	c.url("statusCallback", &f.StatusCallback, 0)
	c.method("statusCallbackMethod", &f.StatusCallbackMethod, 0)
	c.url("recordingStatusCallback", &f.RecordingStatusCallback, 13256)
	c.method("recordingStatusCallbackMethod", &f.RecordingStatusCallbackMethod, 0)
	list(c, "recordingStatusCallbackEvent", &f.RecordingStatusCallbackEvent, recordingEvents, 13621)
	c.url("eventCallbackUrl", &f.EventCallbackURL, 0)
	enum(c, "jitterBufferSize", &f.JitterBufferSize, jitterBuffers, 0)
	c.str("participantLabel", &f.ParticipantLabel)
	c.str("recordingConfigurationId", &f.RecordingConfigurationID)
	c.text(&f.Name)
	f.rules(c)
	c.close("Conference", &f.bare)
}

func (f *Conference) rules(c *codec) {
	if c.in == nil {
		return
	}
	c.rule(isBlank(f.Name), 13237, "the room has no name", "write its name between the tags")
	if f.WaitURL != empty {
		c.in.checkURL("waitUrl", f.WaitURL, 13233)
	}
	c.ruleOf("coach", f.Coach != "" && !isCallSID(f.Coach), 13240, "coach is "+quote(f.Coach)+", not the SID of a call", "give it one: CA and 32 digits or letters")
	c.ruleOf("participantLabel", longerThan(f.ParticipantLabel, 128) || strings.Contains(f.ParticipantLabel, "/") || isCallSID(f.ParticipantLabel), 16023,
		"participantLabel is longer than 128 characters, holds a slash or looks like the SID of a call", "give it another one")
}

func isCallSID(s string) bool {
	const length = 34
	return len(s) == length && strings.HasPrefix(s, "CA") && only(s[len("CA"):], "0123456789abcdefABCDEF")
}

func (Conference) dialChild() {}
