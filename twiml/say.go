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
}

// SayChild is what may stand in a [Say].
type SayChild interface{ sayChild() }

func (s *Say) fields(c *codec) {
	c.open("Say")
	c.voice("voice", &s.Voice)
	c.num("loop", &s.Loop, 0, 0, 13510)
	enum(c, "language", &s.Language, languages, 13512)
	c.text(&s.Text)
	children(c, &s.Children, 0)
	c.textLimit(4096, 13521)
	c.close("Say")
}

func (Say) verb()        {}
func (Say) voiceVerb()   {}
func (Say) promptChild() {}
func (Say) gatherChild() {}

// SayVoice names who speaks, as in "Polly.Joanna-Neural" or
// "Google.en-US-Chirp3-HD-Aoede". Twilio adds voices all the time, so that only
// those which need no language are constants.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/say/text-speech
type SayVoice string

// The voices that speak every language.
const (
	VoiceMan   SayVoice = "man"
	VoiceWoman SayVoice = "woman"
	VoiceAlice SayVoice = "alice"

	voices = VoiceMan + " " + VoiceWoman + " " + VoiceAlice
)

// Language is a language and a region, as in "en-GB". Each element takes those
// for which Twilio has a voice or a recogniser.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/say/text-speech
type Language string
