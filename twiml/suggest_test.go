package twiml_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiml"
)

// TestNearestNames: who misspells a name is told the right one, and no list.
func TestNearestNames(t *testing.T) {
	t.Parallel()
	tests := map[string]string{ // verbs: the remedy
		// attributes
		`<Gather digits="1"/><Hangup/>`:                                             "did you mean numDigits?",
		`<Gather digit="1"/><Hangup/>`:                                              "did you mean numDigits?",
		`<Gather gatherDigits="1"/><Hangup/>`:                                       "did you mean numDigits?",
		`<Gather num_digits="1"/><Hangup/>`:                                         "did you mean numDigits?",
		`<Gather numdigits="1"/><Hangup/>`:                                          "did you mean numDigits?",
		`<Gather finish_on_key="#"/><Hangup/>`:                                      "did you mean finishOnKey?",
		`<Gather finishKey="#"/><Hangup/>`:                                          "did you mean finishOnKey?",
		`<Gather partialCallback="/a"/><Hangup/>`:                                   "did you mean partialResultCallback?",
		`<Gather callback="/a"/><Hangup/>`:                                          "did you mean partialResultCallback?",
		`<Dial caller="+14155551234">+14155556789</Dial>`:                           "did you mean callerId?",
		`<Dial recording="true">+14155556789</Dial>`:                                "did you mean record?",
		`<Dial callerID="+14155551234">+14155556789</Dial>`:                         "did you mean callerId?",
		`<Record length="3" action="/a"/>`:                                          "did you mean maxLength?",
		`<Record transcription="true" action="/a"/>`:                                "did you mean transcribe?",
		`<Message callbackUrl="/a">b</Message>`:                                     "did you mean statusCallback?",
		`<Dial><Number statusCallbackEvents="ringing">+14155551234</Number></Dial>`: "did you mean statusCallbackEvent?",
		`<Say lang="en-GB">a</Say>`:                                                 "did you mean language?",
		// far from everything
		`<Gather mood="calm"/><Hangup/>`:  "remove it: no attribute of <Gather> has a name like it",
		`<Dial x="1">+14155551234</Dial>`: "remove it: no attribute of <Dial> has a name like it",
		`<Say mood="calm">a</Say>`:        "remove it; its attributes are voice, loop, language",
		`<Pause seconds="2"/>`:            "remove it; its attributes are length",
		`<Echo mood="calm"/>`:             "remove it: <Echo> takes no attributes",
		// values
		`<Gather input="key"/><Hangup/>`:                     "use one of dtmf, speech",
		`<Gather input="dtfm"/><Hangup/>`:                    `did you mean "dtmf"?`,
		`<Dial record="ringing-dual">+14155551234</Dial>`:    `did you mean "record-from-ringing-dual"?`,
		`<Dial ringTone="xx">+14155551234</Dial>`:            "see Twilio's documentation for the 40 values",
		`<Say language="Klingon">a</Say>`:                    "see Twilio's documentation for the 69 values",
		`<Say><say-as interpret-as="phone">1</say-as></Say>`: `did you mean "telephone"?`,
		`<Record trim="trim" action="/a"/>`:                  "use one of trim-silence, do-not-trim",
		// elements
		`<Recording/>`:            "it goes into <Start>",
		`<Records/>`:              "did you mean <Record>?",
		`<Redirekt>/a</Redirekt>`: "did you mean <Redirect>?",
		`<Dial><PhoneNumber>+14155551234</PhoneNumber></Dial>`: "did you mean <Number>?",
		`<TextMessage>a</TextMessage>`:                         "did you mean <Message>?",
		`<Shout/>`:                                             "remove it; names are case-sensitive",
	}
	for verbs, remedy := range tests {
		problems := twiml.Check(r(verbs))
		if assert.Len(t, problems, 1, "%s: %v", verbs, problems) {
			assert.Equal(t, remedy, problems[0].Remedy, verbs)
		}
	}
	require.NotEmpty(t, tests)
}
