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
	c.url("action", &r.Action, 0)
	c.method("method", &r.Method, 13610)
	c.num("timeout", &r.Timeout, 0, 0, 13611)
	c.emptyable("finishOnKey", kindString, &r.FinishOnKey)
	c.num("maxLength", &r.MaxLength, 1, 86400, 13612)
	c.boolean("playBeep", &r.PlayBeep, 13616)
	enum(c, "trim", &r.Trim, trims, 13699)
	c.url("recordingStatusCallback", &r.RecordingStatusCallback, 13256)
	c.method("recordingStatusCallbackMethod", &r.RecordingStatusCallbackMethod, 0)
	list(c, "recordingStatusCallbackEvent", &r.RecordingStatusCallbackEvent, recordingEvents, 13621)
	c.boolean("transcribe", &r.Transcribe, 13614)
	c.url("transcribeCallback", &r.TranscribeCallback, 13257)
	c.str("recordingConfigurationId", &r.RecordingConfigurationID)
	r.rules(c)
	c.close("Record", &r.bare)
}

func (r *Record) rules(c *codec) {
	if c.in == nil {
		return
	}
	c.ruleOf("finishOnKey", r.FinishOnKey != empty && !only(r.FinishOnKey, phoneKeys), 13613,
		"finishOnKey holds a character that is not a key", "use 0 to 9, # and *, or leave it empty for no key")
	c.rule(r.Action == "", 0, "there is no action: when the recording ends, Twilio asks for this document again, and the call begins anew",
		"give it the action that takes the recording")
	c.ruleOf("maxLength", r.Transcribe == True && r.MaxLength > 120, 13615,
		"recordings this long are not transcribed", "set maxLength to 120 or less, or leave transcribe out")
}

func (Record) verb()      {}
func (Record) voiceVerb() {}
