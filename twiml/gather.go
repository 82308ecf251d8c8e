package twiml

// Gather collects digits or speech while its children play, and posts them to
// Action. When nothing comes in, the verb after it runs.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/gather
type Gather struct {
	Input                       []GatherInput
	Action                      string // the document itself when empty
	Method                      Method
	Timeout                     int    // seconds without input, 5 by default
	SpeechTimeout               string // seconds of silence that end speech, or "auto"
	MaxSpeechTime               int    // seconds
	ProfanityFilter             Bool
	FinishOnKey                 string // one of 0 to 9, # and *; # by default, NoKey for none
	NumDigits                   int
	PartialResultCallback       string
	PartialResultCallbackMethod Method
	Language                    Language
	Hints                       string // phrases separated by commas
	BargeIn                     Bool
	Debug                       Bool
	ActionOnEmptyResult         Bool // True: Action is called even when nothing came in
	SpeechModel                 string
	Enhanced                    Bool // deprecated by Twilio
	Children                    []GatherChild

	bare bare
}

// GatherChild is an element that may stand in a [Gather]: [Say], [Play] and [Pause].
type GatherChild interface{ gatherChild() }

// GatherInput is a way to answer a [Gather].
type GatherInput string

// The values of [GatherInput]; a list of both takes whichever comes first.
const (
	InputDTMF   GatherInput = "dtmf"
	InputSpeech GatherInput = "speech"
)

func (g *Gather) fields(c *codec) {
	c.open("Gather", g.bare)
	list(c, "input", &g.Input)
	c.str("action", &g.Action)
	enum(c, "method", &g.Method)
	c.num("timeout", &g.Timeout)
	c.str("speechTimeout", &g.SpeechTimeout)
	c.num("maxSpeechTime", &g.MaxSpeechTime)
	c.boolean("profanityFilter", &g.ProfanityFilter)
	c.emptyable("finishOnKey", &g.FinishOnKey)
	c.num("numDigits", &g.NumDigits)
	c.str("partialResultCallback", &g.PartialResultCallback)
	enum(c, "partialResultCallbackMethod", &g.PartialResultCallbackMethod)
	enum(c, "language", &g.Language)
	c.str("hints", &g.Hints)
	c.boolean("bargeIn", &g.BargeIn)
	c.boolean("debug", &g.Debug)
	c.boolean("actionOnEmptyResult", &g.ActionOnEmptyResult)
	c.str("speechModel", &g.SpeechModel)
	c.boolean("enhanced", &g.Enhanced)
	children(c, &g.Children)
	c.close("Gather", &g.bare)
}

func (Gather) verb()      {}
func (Gather) voiceVerb() {}
