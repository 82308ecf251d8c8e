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

// GatherChild is what may stand in a [Gather]: [Say], [Play] and [Pause].
type GatherChild interface{ gatherChild() }

// GatherInput is a way to answer a [Gather].
type GatherInput string

// The values of [GatherInput]; a list of both takes whichever comes first.
const (
	InputDTMF   GatherInput = "dtmf"
	InputSpeech GatherInput = "speech"

	gatherInputs = InputDTMF + " " + InputSpeech
)

func (g *Gather) fields(c *codec) {
	c.open("Gather", g.bare)
	list(c, "input", &g.Input, gatherInputs, 13326)
	c.url("action", &g.Action, 0)
	c.method("method", &g.Method, 13312)
	c.num("timeout", &g.Timeout, 0, 0, 13313)
	c.str("speechTimeout", &g.SpeechTimeout)
	c.num("maxSpeechTime", &g.MaxSpeechTime, 1, 0, 13328)
	c.boolean("profanityFilter", &g.ProfanityFilter, 13333)
	c.emptyable("finishOnKey", kindString, &g.FinishOnKey)
	c.num("numDigits", &g.NumDigits, 1, 0, 13314)
	c.url("partialResultCallback", &g.PartialResultCallback, 0)
	c.method("partialResultCallbackMethod", &g.PartialResultCallbackMethod, 13329)
	enum(c, "language", &g.Language, gatherLanguages, 13331)
	c.str("hints", &g.Hints)
	c.boolean("bargeIn", &g.BargeIn, 13332)
	c.boolean("debug", &g.Debug, 0)
	c.boolean("actionOnEmptyResult", &g.ActionOnEmptyResult, 13338)
	c.str("speechModel", &g.SpeechModel)
	c.boolean("enhanced", &g.Enhanced, 0)
	g.rules(c)
	children(c, &g.Children, 13320)
	c.close("Gather", &g.bare)
}

func (g *Gather) rules(c *codec) {
	if c.in == nil {
		return
	}
	c.ruleOf("finishOnKey", g.FinishOnKey != empty && (len(g.FinishOnKey) > 1 || !only(g.FinishOnKey, phoneKeys)), 13310,
		"finishOnKey is not one key", "use one of 0 to 9, # and *, or leave it empty for no key")
	c.ruleOf("speechTimeout", g.SpeechTimeout != "auto" && !only(g.SpeechTimeout, "0123456789"), 13327,
		"speechTimeout is neither a number nor auto", "use whole seconds, or auto")
	c.ruleOf("speechTimeout", g.SpeechTimeout == "auto" && g.SpeechModel != "" && g.SpeechModel != "default", 13335,
		"speechTimeout is auto beside a speechModel", "use whole seconds, or leave speechModel out")
}

func (Gather) verb()      {}
func (Gather) voiceVerb() {}
