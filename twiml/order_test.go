package twiml_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiml"
)

// TestHints: what Twilio would run, and can hardly be meant.
func TestHints(t *testing.T) {
	t.Parallel()
	const loops = "begins anew|the action that takes the recording"
	tests := []struct {
		verbs  string
		column int
		parts  string // of the message and the remedy, separated by |
	}{
		// a Record without action loops
		{`<Record/>`, 11, loops},
		{`<Record maxLength="30" recordingStatusCallback="/a" transcribe="true" transcribeCallback="/b"/>`, 11, loops},
		{`<Record action=""/>`, 11, loops},
		{`<Say>a</Say><Record/><Hangup/>`, 23, loops},
		// what follows is never reached
		{`<Record action="/a"/><Say>a</Say>`, 32, "<Say> is never reached, unless the recording is empty|the action of <Record>"},
		{`<Dial action="/a">+14155551234</Dial><Say>a</Say><Hangup/>`, 48, "<Say> is never reached|the action of <Dial>"},
		{`<Dial action=""><Conference>a</Conference></Dial><Hangup/>`, 60, "<Hangup> is never reached"},
		{`<Dial action="/a">+14155551234</Dial><Record/>`, 48, ""},
		{`<Enqueue action="/a">a</Enqueue><Say>a</Say>`, 43, "never reached|the action of <Enqueue>"},
		{`<Connect action="/a"><Room>a</Room></Connect><Say>a</Say>`, 56, "never reached|the action of <Connect>"},
		{`<Pay action="/a"/><Say>a</Say>`, 29, "never reached|the action of <Pay>"},
		{`<Refer action="/a"><Sip>sip:alice@example.com</Sip></Refer><Say>a</Say>`, 70, "never reached|the action of <Refer>"},
		{`<Leave/><Say>a</Say>`, 19, "never reached|before <Leave>"},
		{`<Reject/><Say>a</Say>`, 20, "never reached|before <Reject>"},
		{`<Gather action="/a" actionOnEmptyResult="true"/><Say>a</Say>`, 59, "never reached|actionOnEmptyResult"},
		{`<Say loop="0">a</Say><Say>b</Say>`, 32, "never reached|repeats until the caller hangs up"},
		{`<Play loop="0">/a</Play><Hangup/>`, 35, "never reached|repeats"},
		{`<Message>a</Message><Redirect>/a</Redirect><Message>b</Message>`, 54, "<Message> is never reached"},
		// the call ends where it should not
		{`<Start><Stream url="wss://example.com/"/></Start>`, 11, "the call ends at once|<Dial> or <Pause>"},
		{`<Say>a</Say><Start><Transcription/></Start><!-- the end -->`, 23, "nothing follows the <Start>"},
		{`<Start><Siprec/></Start><Start><Recording/></Start>`, 35, "nothing follows the <Start>"},
		{`<Redirect/>`, 11, "no address|asks for this document again"},
		{`<Say>a</Say><Redirect method="GET"> </Redirect>`, 23, "no address"},
		{`<Message>a</Message><Redirect></Redirect>`, 31, "no address"},
		// products that have ended
		{`<Connect><Autopilot>UA1</Autopilot></Connect>`, 20, "has ended Autopilot|<ConversationRelay>"},
		{`<Connect action="/a"><Assistant id="a"/></Connect>`, 32, "has ended AI Assistants|<ConversationRelay>"},
		// what is in Twilio's samples, or runs all the same
		{`<Say language="fr">a</Say>`, 16, `"fr"|fr-FR`},
		{`<Say language="en-gb">a</Say>`, 16, `"en-gb"|man or woman`},
		{`<Dial><Sip>alice@example.com</Sip></Dial>`, 17, "without its scheme|sip:alice@example.com"},
		{`<Dial><Sip><Uri>alice@example.com</Uri></Sip></Dial>`, 22, "without its scheme"},
		{`<Dial><Sip>alice@example.com:5060;transport=tls?x-page=https://example.com/</Sip></Dial>`, 17, "without its scheme"},
		{`<Refer><Sip> +14155551234@example.com </Sip></Refer>`, 11, "without its scheme"},
		{`<Connect><ConversationRelay url="wss://example.com/" ttsProvider="amazon"/></Connect>`, 64, `"amazon"|"Amazon"`},
		{`<Connect><ConversationRelay url="wss://example.com/" transcriptionProvider="deepgram"/></Connect>`, 64, `"Deepgram"`},
	}
	for _, test := range tests {
		doc := r(test.verbs)
		problems := twiml.Check(doc)
		if test.parts == "" {
			assert.Len(t, problems, 2, "what is never reached is looked into all the same")
			continue
		}
		if !assert.Len(t, problems, 1, "%s\n%v", doc, problems) {
			continue
		}
		p := problems[0]
		assert.Equal(t, []any{0, twiml.SeverityHint, 1, test.column}, []any{p.Code, p.Severity, p.Line, p.Column}, doc)
		for part := range strings.SplitSeq(test.parts, "|") {
			assert.Contains(t, p.Message+"; "+p.Remedy, part, doc)
		}
		_, err := twiml.Parse(doc)
		require.NoError(t, err, "a hint keeps nothing from being read")
	}
}

// TestTooManyMedia: a message holds ten.
func TestTooManyMedia(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "<Body>a</Body>"} {
		problems := twiml.Check(r("<Message>" + body + strings.Repeat("<Media>/a.jpg</Media>", 11) + "</Message>"))
		require.Len(t, problems, 1)
		assert.Equal(t, []any{21623, twiml.SeverityError, "Message", 11}, []any{problems[0].Code, problems[0].Severity, problems[0].Element, problems[0].Column})
		assert.Contains(t, problems[0].Message, "more than 10 media")
	}
}

// TestNoSample: what only looks like one of Twilio's samples has a problem.
func TestNoSample(t *testing.T) {
	t.Parallel()
	for verbs, code := range map[string]int{
		`<Say voice="alice" language="fr">a</Say>`: 13512, `<Say voice="Polly.Lea" language="fr">a</Say>`: 13512, `<Say voice="woman" language="pt">a</Say>`: 13512,
		`<Say voice="woman" language="FR">a</Say>`: 13512, `<Dial><Sip>example.com</Sip></Dial>`: 13243, `<Dial><Sip>@example.com</Sip></Dial>`: 13243,
		`<Dial><Sip>alice@</Sip></Dial>`: 13243, `<Dial><Sip>tel:alice@example.com</Sip></Dial>`: 13243, `<Dial><Sip>https://alice@example.com</Sip></Dial>`: 13243,
		`<Dial><Sip><Uri>alice smith@example.com</Uri></Sip></Dial>`: 13243, `<Refer><Sip>alice</Sip></Refer>`: 13243,
	} {
		problems := twiml.Check(r(verbs))
		if assert.Len(t, problems, 1, verbs) {
			assert.Equal(t, code, problems[0].Code, verbs)
		}
	}
}
