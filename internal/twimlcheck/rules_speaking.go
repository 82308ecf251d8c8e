package twimlcheck

import (
	"cmp"
	"strconv"
	"strings"
)

func (r rules) speaking() {
	switch r.n.Name {
	case "Say":
		r.say()
	case "Play":
		r.keys("digits", 13430)
		r.linkText()
		r.element(r.n.isEmpty() && r.n.attr("digits") == "", codeSchema, "there is nothing to play", "give it the address of a sound file, or digits")
	case "Redirect":
		r.linkText()
		r.element(r.n.isEmpty(), 0, "there is no address: Twilio asks for this document again", "give it the address of the next document")
	case "Gather":
		r.gather()
	case "Record":
		r.record()
	case "Pay":
		r.pay()
	case "Sms":
		r.element(r.n.isEmpty(), codeSchema, "the message is empty", "give it a text")
	case "lang":
		r.element(!r.n.has("xml:lang"), codeSchema, "there is no xml:lang", `name the language, as in xml:lang="fr-FR"`)
	case "say-as":
		r.element(!r.n.has("interpret-as"), codeSchema, "there is no interpret-as", `say how to read it, as in interpret-as="date"`)
	}
}

func (r rules) say() {
	r.voice()
	r.attribute("language", isOldLanguage(r.n, "language") && r.n.attr("voice") == "", 0,
		"language is "+Quote(r.n.attr("language"))+", which only the voices man and woman know", "name the region, as in fr-FR, or set voice to man or woman")
	r.element(r.n.isEmpty(), 13520, "there is nothing to say", "give it a text")
	r.textLimit(4096, 13521)
}

// voice looks at the voice. Twilio adds voices, so that any with an engine before it
// passes, unless it is nearly one of those that are known.
func (r rules) voice() {
	voice := r.n.attr("voice")
	if voice == "" || Contains(sayVoiceValues, voice) {
		return
	}
	code := codeOf(elementOf("Say").attribute("voice"), r.n, r.parent)
	message := "voice is " + Quote(voice) + ", "
	engine, speaker, dotted := strings.Cut(voice, ".")
	if !dotted {
		near := slipOf(voice, strings.Split(sayVoiceValues, " "))
		r.attribute("voice", near == "", code, message+"which no voice is called", "use man, woman or alice, or a name with its engine, as in Polly.Joanna")
		return
	}
	near := slipOf(engine, []string{"Polly", "Google"})
	r.attribute("voice", near != "", code, message+"of an unknown engine", "did you mean "+near+"?")
	if engine == "Polly" {
		name, _, _ := strings.Cut(speaker, "-")
		near := slipOf(name, strings.Split(pollyVoices, " "))
		r.attribute("voice", near != "", code, message+"of an unknown speaker", "did you mean "+near+"?")
	}
}

// pollyVoices are the speakers of Amazon Polly, without the engine that may follow
// their names, as in -Neural.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/say/text-speech
const pollyVoices = "Aditi Adriano Amy Andres Aria Arlet Arthur Astrid Ayanda Bianca Brian Burcu Camila Carla Carmen Celine " +
	"Chantal Conchita Cristiano Daniel Danielle Dora Elin Emma Enrique Ewa Filiz Gabrielle Geraint Giorgio Gregory " +
	"Gwyneth Hala Hannah Hans Hiujin Ida Ines Isabelle Ivy Jacek Jan Joanna Joey Justin Kajal Karl Kazuha Kendra " +
	"Kevin Kimberly Laura Lea Liam Lisa Liv Lotte Lucia Lupe Mads Maja Marlene Mathieu Matthew Maxim Mia Miguel " +
	"Mizuki Mía Naja Niamh Nicole Ola Olivia Pedro Penelope Raveena Remi Ricardo Ruben Russell Ruth Rémi Salli " +
	"Seoyeon Sergio Sofie Stephen Suvi Takumi Tatyana Thiago Tomoko Vicki Vitoria Zayd Zeina Zhiyu"

// isOldLanguage reports that an attribute is the language of a <Say> by a name of
// Twilio's first samples. The voices man and woman, one of which is the default, know
// some languages by such names.
func isOldLanguage(n *Node, attribute string) bool {
	const old = "en en-gb es fr de it"
	return n.Name == "Say" && attribute == "language" && Contains("man woman", cmp.Or(n.attr("voice"), "man")) && Contains(old, n.attr("language"))
}

func (r rules) gather() {
	key, timeout, model := r.n.attr("finishOnKey"), r.n.attr("speechTimeout"), r.n.attr("speechModel")
	r.attribute("finishOnKey", len(key) > 1 || !only(key, phoneKeys), 13310,
		"finishOnKey is not one key", "use one of 0 to 9, # and *, or leave it empty for no key")
	r.attribute("speechTimeout", timeout != "auto" && !only(timeout, digits), 13327,
		"speechTimeout is neither a number nor auto", "use whole seconds, or auto")
	r.attribute("speechTimeout", timeout == "auto" && model != "" && model != "default", 13335,
		"speechTimeout is auto beside a speechModel", "use whole seconds, or leave speechModel out")
}

func (r rules) record() {
	const maxTranscribed = 120 // seconds
	r.attribute("finishOnKey", !only(r.n.attr("finishOnKey"), phoneKeys), 13613,
		"finishOnKey holds a character that is not a key", "use 0 to 9, # and *, or leave it empty for no key")
	r.element(r.n.attr("action") == "", 0, "there is no action: when the recording ends, Twilio asks for this document again, and the call begins anew",
		"give it the action that takes the recording")
	length, _ := strconv.Atoi(r.n.attr("maxLength"))
	r.attribute("maxLength", r.n.attr("transcribe") == "true" && length > maxTranscribed, 13615,
		"recordings this long are not transcribed", "set maxLength to 120 or less, or leave transcribe out")
}

func (r rules) pay() {
	r.attribute("chargeAmount", !isAmount(r.n.attr("chargeAmount")), 64003, "chargeAmount is not an amount", "use digits and a point, as in 9.99")
	r.attribute("bankAccountType", r.n.attr("bankAccountType") != "" && r.n.attr("paymentMethod") == "credit-card", 64017,
		"bankAccountType stands beside a credit card", "leave one of the two out")
}

// isAmount reports whether text is a decimal number, or nothing.
func isAmount(text string) bool {
	whole, cents, _ := strings.Cut(text, ".")
	return only(whole, digits) && only(cents, digits) && text != "."
}
