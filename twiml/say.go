package twiml

// Say reads a text to the caller. Text comes before Children, which hold SSML and
// more [Text]. Twilio takes 4096 characters.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/say
type Say struct {
	Voice    SayVoice
	Loop     int // times; Forever repeats until the caller hangs up
	Language Language
	Text     string
	Children []SayChild

	bare bare
}

// SayChild is a text or an element that may stand in a [Say]: [Text], [Break], [Emphasis], [Lang], [P],
// [Phoneme], [Prosody], [S], [SayAs], [Sub] and [W].
type SayChild interface{ sayChild() }

func (s *Say) fields(c *codec) {
	c.open("Say", s.bare)
	enum(c, "voice", &s.Voice)
	c.num("loop", &s.Loop)
	enum(c, "language", &s.Language)
	c.text(&s.Text)
	children(c, &s.Children)
	c.close("Say", &s.bare)
}

func (Say) verb()        {}
func (Say) voiceVerb()   {}
func (Say) promptChild() {}
func (Say) gatherChild() {}

// SayVoice names who speaks, as in "Polly.Joanna-Neural" or
// "Google.en-US-Chirp3-HD-Aoede". Twilio adds voices all the time, so that only
// those without an engine are constants.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/say/text-speech
type SayVoice string

// The voices without an engine.
const (
	VoiceMan   SayVoice = "man"
	VoiceWoman SayVoice = "woman"
	VoiceAlice SayVoice = "alice"
)

// Language is a language and a region, as in "en-GB". Each element takes those
// for which Twilio has a voice or a recogniser.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/say/text-speech
type Language string
