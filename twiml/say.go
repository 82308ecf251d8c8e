package twiml

import "strings"

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

// SayChild is what may stand in a [Say]: [Text], [Break], [Emphasis], [Lang], [P],
// [Phoneme], [Prosody], [S], [SayAs], [Sub] and [W].
type SayChild interface{ sayChild() }

func (s *Say) fields(c *codec) {
	c.open("Say")
	voiceCode, loopCode := 13511, 13510
	if c.within("Gather") {
		voiceCode, loopCode = 13321, 13322
	}
	s.voice(c, voiceCode)
	c.num("loop", &s.Loop, 0, 0, loopCode)
	enum(c, "language", &s.Language, sayLanguages, 13512)
	c.text(&s.Text)
	children(c, &s.Children, 0)
	c.rule(isBlank(s.Text) && !c.hasChildren(), 13520, "there is nothing to say", "give it a text")
	c.textLimit(4096, 13521)
	c.close("Say")
}

func (Say) verb()        {}
func (Say) voiceVerb()   {}
func (Say) promptChild() {}
func (Say) gatherChild() {}

// voice visits the voice. Twilio adds voices, so that any with an engine before it
// passes, unless it is nearly one of those that are known.
func (s *Say) voice(c *codec, code int) {
	openEnum(c, "voice", &s.Voice, voices, code)
	if c.in == nil || s.Voice == "" || contains(string(voices), string(s.Voice)) {
		return
	}
	what := "voice is " + quote(string(s.Voice)) + ", "
	engine, speaker, dotted := strings.Cut(string(s.Voice), ".")
	if !dotted {
		slip := slipOf(string(s.Voice), strings.SplitSeq(string(voices), " "))
		c.ruleOf("voice", slip == "", code, what+"which no voice is called", "use man, woman or alice, or a name with its engine, as in Polly.Joanna")
		return
	}
	slip := slipOf(engine, strings.SplitSeq("Polly Google", " "))
	c.ruleOf("voice", slip != "", code, what+"of an unknown engine", "did you mean "+slip+"?")
	if engine == "Polly" {
		name, _, _ := strings.Cut(speaker, "-")
		slip = slipOf(name, strings.SplitSeq(pollyVoices, " "))
		c.ruleOf("voice", slip != "", code, what+"of an unknown speaker", "did you mean "+slip+"?")
	}
}

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

	voices = VoiceMan + " " + VoiceWoman + " " + VoiceAlice
)

// pollyVoices are the speakers of Amazon Polly, without what may follow their
// names, such as -Neural.
const pollyVoices = "Aditi Adriano Amy Andres Aria Arlet Arthur Astrid Ayanda Bianca Brian Burcu Camila Carla Carmen Celine " +
	"Chantal Conchita Cristiano Daniel Danielle Dora Elin Emma Enrique Ewa Filiz Gabrielle Geraint Giorgio Gregory " +
	"Gwyneth Hala Hannah Hans Hiujin Ida Ines Isabelle Ivy Jacek Jan Joanna Joey Justin Kajal Karl Kazuha Kendra " +
	"Kevin Kimberly Laura Lea Liam Lisa Liv Lotte Lucia Lupe Mads Maja Marlene Mathieu Matthew Maxim Mia Miguel " +
	"Mizuki Mía Naja Niamh Nicole Ola Olivia Pedro Penelope Raveena Remi Ricardo Ruben Russell Ruth Rémi Salli " +
	"Seoyeon Sergio Sofie Stephen Suvi Takumi Tatyana Thiago Tomoko Vicki Vitoria Zayd Zeina Zhiyu"

// Language is a language and a region, as in "en-GB". Each element takes those
// for which Twilio has a voice or a recogniser.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/say/text-speech
type Language string
