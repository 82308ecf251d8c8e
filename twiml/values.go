package twiml

// Bool is a switch with three positions. Its zero value leaves the choice to
// Twilio, whose default differs from attribute to attribute.
type Bool int8

// The positions of a [Bool].
const (
	Unset Bool = iota // the attribute is left out
	True
	False
)

// String returns "true", "false" or, for [Unset] and anything else, "".
func (b Bool) String() string {
	switch b {
	case True:
		return "true"
	case False:
		return "false"
	default:
		return ""
	}
}

// Forever in any number writes 0, which an unset field would leave out: Say and
// Play repeat until the caller hangs up, Record takes any length of silence.
const Forever = -1

// NoKey in FinishOnKey writes an empty list of keys: no key ends the input.
const NoKey = empty

// NoURL in the WaitURL of a [Conference] writes an empty address: silence
// instead of the music on hold.
const NoURL = empty

// empty stands for an attribute that is there and empty. No real value is equal to
// it, because XML cannot carry U+0000.
const empty = "\x00"

// Method is the HTTP method with which Twilio calls a URL. Its twin in the API is
// twilio.Method.
type Method string

// The methods that Twilio knows.
const (
	MethodGet  Method = "GET"
	MethodPost Method = "POST"
)

// RecordingTrim says whether silence is cut off both ends of a recording. Its twin in
// the API is twilio.RecordingTrim.
type RecordingTrim string

// The values of [RecordingTrim].
const (
	RecordingTrimSilence RecordingTrim = "trim-silence"
	RecordingTrimNothing RecordingTrim = "do-not-trim"
)

// RecordingEvent is a change of a recording that Twilio reports. Its twin in the API
// is twilio.RecordingEvent.
type RecordingEvent string

// The values of [RecordingEvent].
const (
	RecordingEventInProgress RecordingEvent = "in-progress"
	RecordingEventCompleted  RecordingEvent = "completed"
	RecordingEventAbsent     RecordingEvent = "absent"
)

// CallEvent is a change of a dialled leg that Twilio reports. Its twin in the API is
// twilio.CallEvent.
type CallEvent string

// The values of [CallEvent].
const (
	CallEventInitiated CallEvent = "initiated"
	CallEventRinging   CallEvent = "ringing"
	CallEventAnswered  CallEvent = "answered"
	CallEventCompleted CallEvent = "completed"
)

// MachineDetection says whether, and how patiently, a dialled leg is listened to for a
// machine. Its twin in the API is twilio.MachineDetection.
type MachineDetection string

// The values of [MachineDetection].
const (
	MachineDetectionEnable           MachineDetection = "Enable"           // as soon as it is known
	MachineDetectionDetectMessageEnd MachineDetection = "DetectMessageEnd" // after the greeting, for leaving a message
)

// Parameter is a name and a value handed on by the element around it. Both are
// always written.
type Parameter struct {
	Name  string
	Value string
}

func (p *Parameter) fields(c *codec) {
	c.open("Parameter", "")
	c.required("name", &p.Name)
	c.required("value", &p.Value)
	c.close("Parameter", nil)
}

func (Parameter) clientChild()        {}
func (Parameter) applicationChild()   {}
func (Parameter) virtualAgentChild()  {}
func (Parameter) relayChild()         {}
func (Parameter) transcriptionChild() {}
func (Parameter) payChild()           {}
