package twiml

// Dial connects the call with somebody else: with Number, or with the first of
// Children to answer. A [Conference] stands alone.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/dial
type Dial struct {
	Action                        string // called when the dialled party has gone
	Method                        Method
	Timeout                       int // seconds of ringing, 30 by default
	HangupOnStar                  Bool
	TimeLimit                     int    // seconds, 14400 by default
	CallerID                      string // a number of yours, verified, or that of the caller
	Record                        DialRecord
	Trim                          RecordingTrim
	RecordingStatusCallback       string
	RecordingStatusCallbackMethod Method
	RecordingStatusCallbackEvent  []RecordingEvent
	AnswerOnBridge                Bool // True: the caller hears ringing until somebody answers
	RingTone                      RingTone
	RecordingTrack                RecordingTrack
	Sequential                    Bool // True: one after the other, not all at once
	ReferURL                      string
	ReferMethod                   Method
	Events                        DialEvent
	RecordingConfigurationID      string
	CallReason                    string // up to 50 characters, shown with branded calls
	Passports                     string
	Number                        string // in E.164
	Children                      []DialChild

	bare bare
}

// DialChild is an element that may stand in a [Dial]: [Number], [Client], [Conference], [Queue],
// [Sim], [Sip], [Application] and [WhatsApp]. A [Conference] stands alone.
type DialChild interface{ dialChild() }

// DialRecord says whether and from when a [Dial] is recorded.
type DialRecord string

// The values of [DialRecord]; dual gives each party a channel of its own.
const (
	DialDoNotRecord       DialRecord = "do-not-record"
	RecordFromAnswer      DialRecord = "record-from-answer"
	RecordFromRinging     DialRecord = "record-from-ringing"
	RecordFromAnswerDual  DialRecord = "record-from-answer-dual"
	RecordFromRingingDual DialRecord = "record-from-ringing-dual"
	DialRecordTrue        DialRecord = "true"  // old name of RecordFromAnswer
	DialRecordFalse       DialRecord = "false" // old name of DialDoNotRecord
)

// RecordingTrack is the part of a call that is recorded. Its twin in the API is
// twilio.RecordingTrack.
type RecordingTrack string

// The values of [RecordingTrack].
const (
	RecordingTrackBoth     RecordingTrack = "both"
	RecordingTrackInbound  RecordingTrack = "inbound"
	RecordingTrackOutbound RecordingTrack = "outbound"
)

// DialEvent is a stream of events about a [Dial].
type DialEvent string

// CallProgressEvent is the only [DialEvent].
const CallProgressEvent DialEvent = "call-progress-event"

func (d *Dial) fields(c *codec) {
	c.open("Dial", d.bare)
	c.str("action", &d.Action)
	enum(c, "method", &d.Method)
	c.num("timeout", &d.Timeout)
	c.boolean("hangupOnStar", &d.HangupOnStar)
	c.num("timeLimit", &d.TimeLimit)
	c.str("callerId", &d.CallerID)
	enum(c, "record", &d.Record)
	enum(c, "trim", &d.Trim)
	c.str("recordingStatusCallback", &d.RecordingStatusCallback)
	enum(c, "recordingStatusCallbackMethod", &d.RecordingStatusCallbackMethod)
	list(c, "recordingStatusCallbackEvent", &d.RecordingStatusCallbackEvent)
	c.boolean("answerOnBridge", &d.AnswerOnBridge)
	enum(c, "ringTone", &d.RingTone)
	enum(c, "recordingTrack", &d.RecordingTrack)
	c.boolean("sequential", &d.Sequential)
	c.str("referUrl", &d.ReferURL)
	enum(c, "referMethod", &d.ReferMethod)
	enum(c, "events", &d.Events)
	c.str("recordingConfigurationId", &d.RecordingConfigurationID)
	c.str("callReason", &d.CallReason)
	c.str("passports", &d.Passports)
	c.plain(&d.Number)
	children(c, &d.Children)
	c.close("Dial", &d.bare)
}

func (Dial) verb()      {}
func (Dial) voiceVerb() {}

// RingTone is the country whose ringing the caller hears.
type RingTone string

// The values of [RingTone].
const (
	RingToneAT    RingTone = "at"
	RingToneAU    RingTone = "au"
	RingToneBG    RingTone = "bg"
	RingToneBR    RingTone = "br"
	RingToneBE    RingTone = "be"
	RingToneCH    RingTone = "ch"
	RingToneCL    RingTone = "cl"
	RingToneCN    RingTone = "cn"
	RingToneCZ    RingTone = "cz"
	RingToneDE    RingTone = "de"
	RingToneDK    RingTone = "dk"
	RingToneEE    RingTone = "ee"
	RingToneES    RingTone = "es"
	RingToneFI    RingTone = "fi"
	RingToneFR    RingTone = "fr"
	RingToneGR    RingTone = "gr"
	RingToneHU    RingTone = "hu"
	RingToneIL    RingTone = "il"
	RingToneIN    RingTone = "in"
	RingToneIT    RingTone = "it"
	RingToneLT    RingTone = "lt"
	RingToneJP    RingTone = "jp"
	RingToneMX    RingTone = "mx"
	RingToneMY    RingTone = "my"
	RingToneNL    RingTone = "nl"
	RingToneNO    RingTone = "no"
	RingToneNZ    RingTone = "nz"
	RingTonePH    RingTone = "ph"
	RingTonePL    RingTone = "pl"
	RingTonePT    RingTone = "pt"
	RingToneRU    RingTone = "ru"
	RingToneSE    RingTone = "se"
	RingToneSG    RingTone = "sg"
	RingToneTH    RingTone = "th"
	RingToneUK    RingTone = "uk"
	RingToneUS    RingTone = "us"
	RingToneUSOld RingTone = "us-old"
	RingToneTW    RingTone = "tw"
	RingToneVE    RingTone = "ve"
	RingToneZA    RingTone = "za"
)
