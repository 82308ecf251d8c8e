package twiml

// Record records the caller and posts the recording's address to Action.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record
type Record struct {
	Action                        string // the document itself when empty, with which the call begins anew
	Method                        Method
	Timeout                       int    // seconds of silence that end it, 5 by default; Forever takes any
	FinishOnKey                   string // any of 0 to 9, # and *, all by default; NoKey for none
	MaxLength                     int    // seconds, 3600 by default
	PlayBeep                      Bool
	Trim                          RecordingTrim
	RecordingStatusCallback       string
	RecordingStatusCallbackMethod Method
	RecordingStatusCallbackEvent  []RecordingEvent
	Transcribe                    Bool // en-US, recordings of 2 to 120 seconds
	TranscribeCallback            string
	RecordingConfigurationID      string

	bare bare
}

func (r *Record) fields(c *codec) {
	c.open("Record", r.bare)
	c.str("action", &r.Action)
	enum(c, "method", &r.Method)
	c.num("timeout", &r.Timeout)
	c.emptyable("finishOnKey", &r.FinishOnKey)
	c.num("maxLength", &r.MaxLength)
	c.boolean("playBeep", &r.PlayBeep)
	enum(c, "trim", &r.Trim)
	c.str("recordingStatusCallback", &r.RecordingStatusCallback)
	enum(c, "recordingStatusCallbackMethod", &r.RecordingStatusCallbackMethod)
	list(c, "recordingStatusCallbackEvent", &r.RecordingStatusCallbackEvent)
	c.boolean("transcribe", &r.Transcribe)
	c.str("transcribeCallback", &r.TranscribeCallback)
	c.str("recordingConfigurationId", &r.RecordingConfigurationID)
	c.close("Record", &r.bare)
}

func (Record) verb()      {}
func (Record) voiceVerb() {}
