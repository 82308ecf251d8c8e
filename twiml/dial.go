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

// DialChild is what may stand in a [Dial]: [Number], [Client], [Conference], [Queue],
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

	dialRecords = DialDoNotRecord + " " + RecordFromAnswer + " " + RecordFromRinging + " " +
		RecordFromAnswerDual + " " + RecordFromRingingDual + " " + DialRecordTrue + " " + DialRecordFalse
)

// RecordingTrack is the part of a call that is recorded. Its twin in the API is
// twilio.RecordingTrack.
type RecordingTrack string

// The values of [RecordingTrack].
const (
	RecordingTrackBoth     RecordingTrack = "both"
	RecordingTrackInbound  RecordingTrack = "inbound"
	RecordingTrackOutbound RecordingTrack = "outbound"

	recordingTracks = RecordingTrackBoth + " " + RecordingTrackInbound + " " + RecordingTrackOutbound
)

// DialEvent is a stream of events about a [Dial].
type DialEvent string

// CallProgressEvent is the only [DialEvent].
const CallProgressEvent DialEvent = "call-progress-event"

func (d *Dial) fields(c *codec) {
	c.open("Dial", d.bare)
	c.url("action", &d.Action, 0)
	c.method("method", &d.Method, 13210)
	c.num("timeout", &d.Timeout, 1, 0, 13212)
	c.boolean("hangupOnStar", &d.HangupOnStar, 13213)
	c.num("timeLimit", &d.TimeLimit, 1, 0, 13216)
	c.str("callerId", &d.CallerID)
	enum(c, "record", &d.Record, dialRecords, 13217)
	enum(c, "trim", &d.Trim, trims, 0)
	c.url("recordingStatusCallback", &d.RecordingStatusCallback, 13256)
	c.method("recordingStatusCallbackMethod", &d.RecordingStatusCallbackMethod, 0)
	list(c, "recordingStatusCallbackEvent", &d.RecordingStatusCallbackEvent, recordingEvents, 13621)
	c.boolean("answerOnBridge", &d.AnswerOnBridge, 13219)
	enum(c, "ringTone", &d.RingTone, ringTones, 13220)
	enum(c, "recordingTrack", &d.RecordingTrack, recordingTracks, 13622)
	c.boolean("sequential", &d.Sequential, 13218)
	c.url("referUrl", &d.ReferURL, 0)
	c.method("referMethod", &d.ReferMethod, 0)
	enum(c, "events", &d.Events, CallProgressEvent, 0)
	c.str("recordingConfigurationId", &d.RecordingConfigurationID)
	c.str("callReason", &d.CallReason)
	c.str("passports", &d.Passports)
	c.plain(&d.Number)
	children(c, &d.Children, 13215)
	d.rules(c)
	c.close("Dial", &d.bare)
}

func (d *Dial) rules(c *codec) {
	if c.in == nil {
		return
	}
	conference := false
	for _, child := range d.Children {
		_, is := child.(Conference)
		conference = conference || is
	}
	c.rule(conference && (len(d.Children) > 1 || d.Number != ""), 13000,
		"a Conference stands beside somebody else", "dial the Conference alone")
	c.rule(!conference && d.Number != "" && len(d.Children) > 0, codeSchema,
		"there is text beside the nouns", "move the number into a <Number>")
	c.rule(d.Number != "" && !hasDigit(d.Number), 13223, "the number is "+quote(d.Number), "write it in E.164, as in +14155551234")
	c.rule(d.Number == "" && !c.hasChildren(), codeSchema,
		"there is nobody to dial", "give it a number, or a noun such as <Number> or <Client>")
	c.ruleOf("callReason", longerThan(d.CallReason, 50), codeSchema, "callReason is longer than 50 characters", "shorten it")
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

	ringTones = RingToneAT + " " + RingToneAU + " " + RingToneBG + " " + RingToneBR + " " + RingToneBE + " " + RingToneCH + " " + RingToneCL + " " + RingToneCN + " " +
		RingToneCZ + " " + RingToneDE + " " + RingToneDK + " " + RingToneEE + " " + RingToneES + " " + RingToneFI + " " + RingToneFR + " " + RingToneGR + " " +
		RingToneHU + " " + RingToneIL + " " + RingToneIN + " " + RingToneIT + " " + RingToneLT + " " + RingToneJP + " " + RingToneMX + " " + RingToneMY + " " +
		RingToneNL + " " + RingToneNO + " " + RingToneNZ + " " + RingTonePH + " " + RingTonePL + " " + RingTonePT + " " + RingToneRU + " " + RingToneSE + " " +
		RingToneSG + " " + RingToneTH + " " + RingToneUK + " " + RingToneUS + " " + RingToneUSOld + " " + RingToneTW + " " + RingToneVE + " " + RingToneZA
)
