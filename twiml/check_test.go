package twiml_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiml"
)

// r puts verbs into a document.
func r(verbs string) string { return "<Response>" + verbs + "</Response>" }

func TestCheckFinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		doc     string
		code    int
		line    int
		column  int
		element string
		parts   string // of the message and the remedy, separated by |
	}{
		// not XML, or not one document
		{"", 12100, 1, 1, "", "no element|<Response/>"},
		{"  \n ", 12100, 2, 2, "", "no element"},
		{"Hello", 12100, 1, 1, "", "text outside"},
		{"<Response>\n  <Say>a & b</Say></Response>", 12100, 2, 10, "Say", "not XML|&amp;"},
		{r("<Say>a</Gather>"), 12100, 1, 17, "Say", "</Gather> stands where </Say>"},
		{"<Response><Say>a</Say>", 12100, 1, 23, "Response", "<Response> is never closed|</Response>"},
		{r("<Hangup/>") + r("<Hangup/>"), 12100, 1, 31, "", "second root|one <Response>"},
		{r("") + "bye", 12100, 1, 22, "", "text outside"},
		{"</Response>", 12100, 1, 1, "", "closes nothing"},
		{" <?xml version=\"1.0\"?><Response/>", 12100, 1, 2, "", "before the XML declaration"},
		{"\ufeff<Response/>", 12100, 1, 1, "", "byte order mark"},
		{`<?xml version="1.0" encoding="ISO-8859-1"?><Response/>`, 12100, 1, 1, "", "not declared as XML 1.0 in UTF-8"},
		{`<?xml version="1.1"?><Response/>`, 12100, 1, 1, "", "not declared as XML 1.0 in UTF-8"},
		{r("<Say>\xff</Say>"), 12100, 1, 16, "Say", "invalid UTF-8|save it as UTF-8"},
		{r(`<Play loop="1" loop="2">/a</Play>`), 12100, 1, 26, "Play", "two attributes loop"},
		{r(`<Play loop=1>/a</Play>`), 12100, 1, 22, "Play", "not XML|quotation marks"},
		{"<Response>" + strings.Repeat(" ", 65536) + "</Response>", 11750, 1, 1, "", "65557 bytes|65536"},
		{"<Response>" + strings.Repeat("<a/>", 1<<18) + "</Response>", 11750, 1, 1, "", "more than 1048576 bytes"},
		{r("<Say>" + strings.Repeat("<prosody>", 70) + strings.Repeat("</prosody>", 70) + "</Say>"), 12200, 1, 574, "prosody", "deeper than 64"},
		// the wrong element, in the wrong place
		{"<response/>", 12102, 1, 1, "response", "the root is <response>|case-sensitive"},
		{"<Say>a</Say>", 12102, 1, 1, "Say", "the root is <Say>"},
		{r("\n  <say>a</say>"), 12200, 2, 3, "say", "not a TwiML element|<Say>?"},
		{r("<Speak>a</Speak>"), 12200, 1, 11, "Speak", "not a TwiML element"},
		{r("<Say>é</Say><Hangupp/>"), 12200, 1, 23, "Hangupp", "<Hangup>?"},
		{r("<Say><Dial>+14155551234</Dial></Say>"), 12200, 1, 16, "Dial", "<Dial> must not stand in <Say>|<Response>"},
		{r("<Gather><Dial>+14155551234</Dial></Gather><Hangup/>"), 13320, 1, 19, "Dial", "must not stand in <Gather>"},
		{r("<Dial><Say>a</Say></Dial>"), 13215, 1, 17, "Say", "must not stand in <Dial>|<Gather> or <Prompt> or <Response>"},
		{r("<Number>+14155551234</Number>"), 12200, 1, 11, "Number", "<Dial>"},
		{r("<Play><Say>a</Say></Play>"), 12200, 1, 17, "Say", "must not stand in <Play>"},
		{r("<Say><s><p>a</p></s></Say>"), 12200, 1, 19, "p", "must not stand in <s>"},
		{r("<Response/>"), 12200, 1, 11, "Response", "one <Response>, around everything"},
		{r("hello"), 12200, 1, 11, "Response", `holds text where none belongs: "hello"`},
		{r("<Gather>hello</Gather><Hangup/>"), 12200, 1, 19, "Gather", "holds text"},
		{r("<Dial><Number>+14155551234</Number> or <Number>+14155556789</Number></Dial>"), 12200, 1, 47, "Dial", "holds text"},
		// attributes
		{r(`<Say Voice="alice">a</Say>`), 12200, 1, 16, "Say", "no attribute Voice|did you mean voice?"},
		{r(`<Gather numdigits="1"/><Hangup/>`), 12200, 1, 19, "Gather", "numDigits?"},
		{r(`<Hangup reason="busy"/>`), 12200, 1, 19, "Hangup", "takes no attributes"},
		{r(`<Pause seconds="2"/>`), 12200, 1, 18, "Pause", "its attributes are length"},
		{r(`<Say language="en-UK">a</Say>`), 13512, 1, 16, "Say", `"en-UK"|"en-GB"`},
		{r(`<Say language="Klingon">a</Say>`), 13512, 1, 16, "Say", "69 values"},
		{r(`<Gather language="de_DE"/><Hangup/>`), 13331, 1, 19, "Gather", `"de-DE"?`},
		{r(`<Say voice="Alice">a</Say>`), 13511, 1, 16, "Say", "alice"},
		{r(`<Say voice="poly.Joanna">a</Say>`), 13511, 1, 16, "Say", "Polly?"},
		{r(`<Say loop="twice">a</Say>`), 13510, 1, 16, "Say", `"twice", not a whole number`},
		{r(`<Say loop="-1">a</Say>`), 13510, 1, 16, "Say", "not a whole number from 0"},
		{r(`<Say>` + strings.Repeat("é", 4097) + `</Say>`), 13521, 1, 11, "Say", "longer than 4096"},
		{r(`<Say><say-as interpret-as="phone">1</say-as></Say>`), 12200, 1, 24, "say-as", "interpret-as|telephone"},
		{r(`<Say><say-as>1</say-as></Say>`), 12200, 1, 16, "say-as", "no interpret-as"},
		{r(`<Say><break strength="stronk"/></Say>`), 12200, 1, 23, "break", `"strong"?`},
		{r(`<Say><sub>Hg</sub></Say>`), 12200, 1, 16, "sub", "no alias"},
		{r(`<Say><lang>oui</lang></Say>`), 12200, 1, 16, "lang", "no xml:lang"},
		{r(`<Play/>`), 12200, 1, 11, "Play", "nothing to play"},
		{r(`<Play digits="1-2"/>`), 13430, 1, 17, "Play", "not a key"},
		{r(`<Play loop="">/a</Play>`), 13410, 1, 17, "Play", "not a whole number"},
		{r(`<Play>C:\sounds\a.wav</Play>`), 12200, 1, 11, "Play", "not a web address"},
		{r(`<Pause length="1.5"/>`), 13910, 1, 18, "Pause", "not a whole number"},
		{r(`<Gather numDigits="0"/><Hangup/>`), 13314, 1, 19, "Gather", "out of range|1 up"},
		{r(`<Gather input="dtmf voice"/><Hangup/>`), 13326, 1, 19, "Gather", `"voice"|use one of dtmf, speech`},
		{r(`<Gather input=""/><Hangup/>`), 13326, 1, 19, "Gather", "input is empty"},
		{r(`<Gather finishOnKey="##"/><Hangup/>`), 13310, 1, 19, "Gather", "not one key"},
		{r(`<Gather speechTimeout="soon"/><Hangup/>`), 13327, 1, 19, "Gather", "neither a number nor auto"},
		{r(`<Gather speechTimeout="auto" speechModel="phone_call"/><Hangup/>`), 13335, 1, 19, "Gather", "beside a speechModel"},
		{r(`<Gather bargeIn="yes"/><Hangup/>`), 13332, 1, 19, "Gather", "neither true nor false"},
		{r(`<Gather actionOnEmptyResult="True"/><Hangup/>`), 13338, 1, 19, "Gather", "lower case"},
		{r(`<Gather action="ftp://example.com/a"/><Hangup/>`), 12200, 1, 19, "Gather", "not a web address"},
		{r(`<Gather method="PUT"/><Hangup/>`), 13312, 1, 19, "Gather", "use one of GET, POST"},
		{r(`<Gather method="post"/><Hangup/>`), 13312, 1, 19, "Gather", `"POST"?`},
		{r(`<Dial/>`), 12200, 1, 11, "Dial", "nobody to dial"},
		{r(`<Dial record="record-from-anser">+14155551234</Dial>`), 13217, 1, 17, "Dial", `"record-from-answer"?`},
		{r(`<Dial ringTone="xx">+14155551234</Dial>`), 13220, 1, 17, "Dial", "ringTone"},
		{r(`<Dial timeout="0">+14155551234</Dial>`), 13212, 1, 17, "Dial", "out of range"},
		{r(`<Dial recordingStatusCallbackEvent="completed,absent">+14155551234</Dial>`), 13621, 1, 17, "Dial", "completed,absent"},
		{r(`<Dial>+14155551234<Number>+14155556789</Number></Dial>`), 12200, 1, 11, "Dial", "text beside the nouns"},
		{r(`<Dial><Conference>a</Conference><Number>+14155556789</Number></Dial>`), 13000, 1, 11, "Dial", "alone"},
		{r(`<Dial callReason="` + strings.Repeat("a", 51) + `">+14155551234</Dial>`), 12200, 1, 17, "Dial", "callReason"},
		{r(`<Dial><Number sendDigits="1,2">+14155551234</Number></Dial>`), 13222, 1, 25, "Number", "not a key"},
		{r(`<Dial><Number/></Dial>`), 13223, 1, 17, "Number", "no number"},
		{r(`<Dial><Sip/></Dial>`), 13243, 1, 17, "Sip", "no address"},
		{r(`<Dial><Conference beep="onLeave">a</Conference></Dial>`), 13235, 1, 29, "Conference", "onLeave"},
		{r(`<Dial><Conference maxParticipants="251">a</Conference></Dial>`), 12200, 1, 29, "Conference", "1 to 250"},
		{r(`<Dial><Conference/></Dial>`), 13237, 1, 17, "Conference", "no name"},
		{r(`<Dial><Conference participantLabel="a/b">a</Conference></Dial>`), 16023, 1, 29, "Conference", "slash"},
		{r(`<Record maxLength="100000" action="/a"/>`), 13612, 1, 19, "Record", "1 to 86400"},
		{r(`<Record finishOnKey="x" action="/a"/>`), 13613, 1, 19, "Record", "not a key"},
		{r(`<Record transcribe="true" maxLength="121" action="/a"/>`), 13615, 1, 37, "Record", "120"},
		{r(`<Record trim="trim" action="/a"/>`), 13699, 1, 19, "Record", "trim-silence"},
		{r(`<Redirect method="HEAD">/a</Redirect>`), 13710, 1, 21, "Redirect", "GET, POST"},
		{r(`<Reject reason="bussy"/>`), 13810, 1, 19, "Reject", `"busy"?`},
		{r(`<Message/>`), 14103, 1, 11, "Message", "empty"},
		{r(`<Message>` + strings.Repeat("a", 1601) + `</Message>`), 14103, 1, 11, "Message", "1600"},
		{r(`<Message><Body>` + strings.Repeat("a", 1601) + `</Body></Message>`), 14103, 1, 20, "Body", "1600"},
		{r(`<Message statusCallback="mailto:a@example.com">a</Message>`), 14105, 1, 20, "Message", "not a web address"},
		// verbs as a sequence
		{r(`<Say>a</Say><Message>b</Message>`), 12200, 1, 23, "Message", "<Message> stands beside <Say>"},
		{r(`<Message>b</Message><Echo/>`), 14110, 1, 31, "Echo", "<Echo> stands beside <Message>"},
		{r(strings.Repeat("<Message>a</Message>", 12)), 14109, 1, 211, "Message", "more than 10"},
		{r(`<Hangup/><Say>a</Say><Say>b</Say>`), 0, 1, 20, "Say", "never reached|before <Hangup>"},
		{r(`<Redirect>/a</Redirect><Hangup/>`), 0, 1, 34, "Hangup", "never reached"},
		{r(`<Pause/><Reject/>`), 0, 1, 19, "Reject", "answers the call|<Hangup>"},
		{r(`<Hangup/><Gather/>`), 0, 1, 20, "Gather", "never reached"},
		{r(`<Reject/><Enqueue>a</Enqueue>`), 0, 1, 20, "Enqueue", "never reached"},
		{r(`<Gather/>`), 0, 1, 11, "Gather", "nothing follows|actionOnEmptyResult"},
		{r("<Say>a</Say><Gather/>\n<!-- the end -->"), 0, 1, 23, "Gather", "nothing follows"},
		// elements of services
		{r(`<Connect><Say>a</Say></Connect>`), 12200, 1, 20, "Say", "must not stand in <Connect>"},
		{r(`<Connect><ConversationRelay/></Connect>`), 64101, 1, 20, "ConversationRelay", "there is no url|wss://"},
		{r(`<Connect><ConversationRelay url="https://example.com"/></Connect>`), 64101, 1, 39, "ConversationRelay", "not the address of a WebSocket"},
		{r(`<Connect><ConversationRelay url="wss://example.com" interruptible="dmtf"/></Connect>`), 64101, 1, 63, "ConversationRelay", `"dtmf"?`},
		{r(`<Connect><ConversationRelay url="wss://example.com"><Lang/></ConversationRelay></Connect>`), 12200, 1, 63, "Lang", "not a TwiML element"},
		{r(`<Start><Stream url="wss://example.com/?a=1"/></Start><Pause/>`), 12200, 1, 26, "Stream", "has a query"},
		{r(`<Start><Stream url="wss://example.com/" track="both"/></Start><Pause/>`), 31941, 1, 51, "Stream", "both_tracks"},
		{r(`<Start><Recording channels="stereo"/></Start><Pause/>`), 12200, 1, 29, "Recording", "mono, dual"},
		{r(`<Stop><Recording/></Stop>`), 12200, 1, 17, "Recording", "must not stand in <Stop>"},
		{r(`<Pay timeout="soon"/>`), 12200, 1, 16, "Pay", "digits only"},
		{r(`<Pay validCardTypes="visa mastercart"/>`), 12200, 1, 16, "Pay", `"mastercard"?`},
		{r(`<Pay><Prompt for="postcode"/></Pay>`), 12200, 1, 24, "Prompt", "not one of its values"},
		{r(`<Pay><Prompt attempt="1 two"/></Pay>`), 12200, 1, 24, "Prompt", `"1 two", not a list`},
		{r(`<Pay><Prompt attempt="0 1"/></Pay>`), 12200, 1, 24, "Prompt", `"0", out of range`},
		{r(`<Pay><Prompt attempt=""/></Pay>`), 12200, 1, 24, "Prompt", "attempt is empty"},
		{r(`<Connect><Stream url="wss://example.com/" track="both_tracks"/></Connect>`), 31941, 1, 53, "Stream", "inbound_track"},
		{r(`<Dial><Conference participantLabel="` + strings.Repeat("a", 129) + `">a</Conference></Dial>`), 16023, 1, 29, "Conference", "128"},
		{r(`<Enqueue waitUrl="ftp://example.com">a</Enqueue>`), 14202, 1, 20, "Enqueue", "not a web address"},
		{r(`<Enqueue method="PUT">a</Enqueue>`), 14201, 1, 20, "Enqueue", "GET, POST"},
		{r(`<Enqueue>` + strings.Repeat("a", 65) + `</Enqueue>`), 14205, 1, 11, "Enqueue", "64"},
		{r(`<Enqueue/>`), 14204, 1, 11, "Enqueue", "no queue|workflowSid"},
		{r(`<Enqueue workflowSid="WK1"><Task>{}</Task></Enqueue>`), 14220, 1, 20, "Enqueue", `"WK1"|WW`},
		{r(`<Enqueue workflowSid="WW1"><Task>language=en</Task></Enqueue>`), 14221, 1, 38, "Task", "not a JSON object"},
		{r(`<Dial><Queue/></Dial>`), 14212, 1, 17, "Queue", "no queue"},
		{r(`<Dial><Queue>` + strings.Repeat("a", 65) + `</Queue></Dial>`), 14213, 1, 17, "Queue", "64"},
		{r(`<Start><Say>a</Say></Start><Pause/>`), 14300, 1, 18, "Say", "must not stand in <Start>"},
		{r(`<Enqueue workflowSid="WW1"><Task priority="high">{}</Task></Enqueue>`), 12200, 1, 44, "Task", "digits only"},
		{r(`<Refer/>`), 12200, 1, 11, "Refer", "there is no <Sip>"},
		{r(`<Refer><Sip>sip:a@example.com</Sip><Sip>sip:b@example.com</Sip></Refer>`), 12200, 1, 46, "Sip", "more than one"},
		{r(`<Refer><Sip> </Sip></Refer>`), 12200, 1, 11, "Refer", "the <Sip> is empty"},
		{r(`<Message><Body/><Body> </Body></Message>`), 14103, 1, 11, "Message", "empty"},
		{r(`<Refer><Sip username="a">sip:a@example.com</Sip></Refer>`), 12200, 1, 23, "Sip", "no attribute username"},
		{r(`<Leave now="true"/>`), 12200, 1, 18, "Leave", "takes no attributes"},
		{r(`<Refer><Sip>sip:a@example.com<Uri>sip:b@example.com</Uri></Sip></Refer>`), 12200, 1, 40, "Uri", "must not stand in the <Sip> of a <Refer>"},
		{r(`<Refer><Sip>alice</Sip></Refer>`), 13243, 1, 11, "Refer", `"alice", not one of SIP`},
		{r(`<Dial><Sip>alice</Sip></Dial>`), 13243, 1, 17, "Sip", `"alice", not one of SIP`},
		{r(`<Dial><Sip><Uri>alice</Uri></Sip></Dial>`), 13243, 1, 22, "Uri", "no SIP address"},
		// text where it says nothing, and nothing where there should be text
		{"<Response>\n\n<Pause/>\n  stray\n<Hangup/></Response>", 12200, 4, 3, "Response", `"stray"`},
		{r(`<Say><sub alias="a"> <!-- --><![CDATA[<]]> </sub></Say><Play>a<Say>b</Say></Play>`), 12200, 1, 73, "Say", "must not stand in <Play>"},
		{r(`<Say/>`), 13520, 1, 11, "Say", "nothing to say"},
		{r(`<Say> </Say>`), 13520, 1, 11, "Say", "nothing to say"},
		{r(`<Gather><Say voice="alicia">a</Say></Gather><Hangup/>`), 13321, 1, 24, "Say", "which no voice is called"},
		{r(`<Gather><Say loop="x">a</Say></Gather><Hangup/>`), 13322, 1, 24, "Say", "loop"},
		{r(`<Say voice="Polly.Joana">a</Say>`), 13511, 1, 16, "Say", "unknown speaker|Joanna?"},
		{r(`<Say voice="polly.Joanna">a</Say>`), 13511, 1, 16, "Say", "unknown engine|Polly?"},
		{r(`<Say language="ar-DZ">a</Say>`), 13512, 1, 16, "Say", `"ar-DZ"`},
		{r(`<Gather language="arb"/><Hangup/>`), 13331, 1, 19, "Gather", `"arb"`},
		{r(`<Say><lang xml:lang="">a</lang></Say>`), 13512, 1, 22, "lang", `is ""`},
		{r(`<Pay language="af-ZA"/>`), 12200, 1, 16, "Pay", `"af-ZA"`},
		{r(`<Pay chargeAmount="1,50"/>`), 64003, 1, 16, "Pay", "not an amount|9.99"},
		{r(`<Pay bankAccountType="consumer-checking" paymentMethod="credit-card"/>`), 64017, 1, 16, "Pay", "credit card"},
		{r(`<Message><Media/></Message>`), 12200, 1, 20, "Media", "no file"},
		{r(`<Message>a<Media>/b.jpg</Media></Message>`), 12200, 1, 11, "Message", "text beside the children|<Body>"},
		{r(`<Dial><Client/></Dial>`), 12200, 1, 17, "Client", "nobody to call"},
		{r(`<Dial><Client>alice<Parameter name="a" value="b"/></Client></Dial>`), 12200, 1, 17, "Client", "<Identity>"},
		{r(`<Dial><Sim/></Dial>`), 12200, 1, 17, "Sim", "no SIM"},
		{r(`<Dial><WhatsApp>alice</WhatsApp></Dial>`), 13223, 1, 17, "WhatsApp", "no number"},
		{r(`<Dial><Application/></Dial>`), 12200, 1, 17, "Application", "no application"},
		{r(`<Dial>alice</Dial>`), 13223, 1, 11, "Dial", `"alice"|E.164`},
		{r(`<Dial><Number>alice</Number></Dial>`), 13223, 1, 17, "Number", "no number"},
		{r(`<Connect/>`), 12200, 1, 11, "Connect", "nothing to connect"},
		{r(`<Connect><Room/></Connect>`), 12200, 1, 20, "Room", "no room"},
		{r(`<Start/>`), 12200, 1, 11, "Start", "nothing to start"},
		{r(`<Stop/>`), 12200, 1, 11, "Stop", "nothing to stop"},
		{r(`<Connect><ConversationRelay url="wss://"/></Connect>`), 64101, 1, 39, "ConversationRelay", "not the address of a WebSocket"},
		{r(`<Connect><ConversationRelay url="wss://example.com/" speechTimeout="1" speechtimeout="2"/></Connect>`), 12200, 1, 64, "ConversationRelay", "speechTimeout stands beside speechtimeout|keep one"},
		{r(`<Start><Stream/></Start><Pause/>`), 31923, 1, 18, "Stream", "no url"},
		{r(`<Start><Stream url=""/></Start><Pause/>`), 31923, 1, 26, "Stream", "not the address of a WebSocket"},
		{r(`<Start><Stream url="wss://"/></Start><Pause/>`), 31923, 1, 26, "Stream", "not the address of a WebSocket"},
		{r(`<Start><Stream url="ws://example.com/"/></Start><Pause/>`), 31922, 1, 26, "Stream", "use wss://"},
		{r(`<Sms/>`), 12200, 1, 11, "Sms", "empty"},
		{r(`<Enqueue>a<Task>{}</Task></Enqueue>`), 14220, 1, 11, "Enqueue", "no workflowSid"},
		{r(`<Enqueue workflowSid="WW1">a<Task>{}</Task></Enqueue>`), 12200, 1, 11, "Enqueue", "a name beside"},
		{r(`<Enqueue workflowSid="WW1"><Task>[1]</Task></Enqueue>`), 14221, 1, 38, "Task", "not a JSON object"},
		{r(`<Dial><Conference coach="bob">a</Conference></Dial>`), 13240, 1, 29, "Conference", `"bob"`},
		{r(`<Dial><Conference participantLabel="CA0123456789abcdef0123456789abcdef">a</Conference></Dial>`), 16023, 1, 29, "Conference", "SID of a call"},
		{r(`<Dial><Conference waitUrl="ftp://example.com">a</Conference></Dial>`), 13233, 1, 29, "Conference", "not a web address"},
		{r(`<Play>https:///a.mp3</Play>`), 12200, 1, 11, "Play", "not a web address"},
		{`<Response version="1"/>`, 12101, 1, 11, "Response", "no attribute version"},
		{r(`<Dial timeout="+5">+14155551234</Dial>`), 13212, 1, 17, "Dial", "not a whole number"},
		{r("<Gather input=\"dtmf\u00a0speech\"/><Hangup/>"), 13326, 1, 19, "Gather", "not one of its values"},
		{r(`<Dial><Number statusCallbackEvent="initiated,ringing">+14155551234</Number></Dial>`), 12200, 1, 25, "Number", "with commas|one space"},
		{r(`<number>+14155551234</number>`), 12200, 1, 11, "number", "<Number>? it goes into <Dial>"},
		{"<Response>\n<Gather\n  numDigits='1'\n  input='voice'/>\n<Hangup/></Response>", 13326, 4, 3, "Gather", "voice"},
		// what encoding/xml lets pass
		{r(`<Play loop="1"digits="1"/>`), 12100, 1, 25, "Play", "between the attribute digits|space"},
		{`<?xml encoding="UTF-8"?><Response/>`, 12100, 1, 1, "", "not declared as XML 1.0"},
		{`<?XML version="1.0"?><Response/>`, 12100, 1, 1, "", "misspelt|lower case"},
		{`<Response/><!DOCTYPE a>`, 12100, 1, 12, "", "must not stand here"},
		{r(`<!ELEMENT a>`), 12100, 1, 11, "Response", "must not stand here"},
		{r("<Say>a &nbsp; b</Say>"), 12100, 1, 18, "Say", "&nbsp;|XML knows &amp;"},
		{r("<Say>\x00</Say>"), 12100, 1, 16, "Say", "illegal character|remove the character"},
		{r("<!-- a -- b -->"), 12100, 1, 18, "Response", "comment"},
		{"<Response><Say", 12100, 1, 14, "Say", "unexpected EOF|complete it"},
		{"\xff\xfe<\x00R\x00", 12100, 1, 1, "", "UTF-16|save it as UTF-8"},
		{r("<Say>&" + strings.Repeat("a", 1000) + ";</Say>"), 12100, 1, 16, "Say", "…"},
		{r(`<Echo>a</Echo>`), 12200, 1, 17, "Echo", "text where none belongs"},
	}
	for _, test := range tests {
		problems := twiml.Check(test.doc)
		if !assert.Len(t, problems, 1, "%.120s\n%v", test.doc, problems) {
			continue
		}
		p := problems[0]
		assert.Equal(t, []any{test.code, test.line, test.column, test.element}, []any{p.Code, p.Line, p.Column, p.Element}, "%.120s\n%s", test.doc, p)
		for part := range strings.SplitSeq(test.parts, "|") {
			assert.Contains(t, p.Message+"; "+p.Remedy, part, "%.120s", test.doc)
		}
		assert.Equal(t, problems, twiml.Check([]byte(test.doc)))
	}
}

// TestTextBehindAnElement is not taken for text where none belongs.
func TestTextBehindAnElement(t *testing.T) {
	t.Parallel()
	problems := twiml.Check(r(`<Say><sub alias="a"><break/>Hg</sub></Say>`))
	require.Len(t, problems, 2)
	assert.Equal(t, `line 1, column 39: <sub> holds text behind an element: "Hg" (12200); move it before the element, or into one`, problems[1].String())
}

func TestCheckPasses(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{
		"<Response/>",
		prolog + "\n<!-- a comment -->\n<Response>\n  <!-- another -->\n</Response>\n",
		`<Response xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="a.xsd"/>`,
		r("<Say><![CDATA[a < b]]> &#233;&lt;</Say>"),
		r("\n<Gather>\n<Say>a</Say>\n</Gather>\n<Say>b</Say>"),
		r("<Dial>\n  <Number>+14155551234</Number>\n  <Number>+14155556789</Number>\n</Dial>"),
		r(`<Say voice="Polly.Somebody-New">a</Say><Say voice="Engine9.xx">a</Say>`),
		r(`<Dial record="true">+14155551234</Dial>`),
		r(`<Gather finishOnKey=""/><Hangup/>`),
		r(`<Dial><Conference waitUrl="">a</Conference></Dial>`),
		r(`<Say>` + strings.Repeat("é", 4096) + `</Say>`),
		r(`<Message>a</Message><Sms>b</Sms>`),
		r(`<Say voice="woman" language="fr">a</Say><Say voice="man" language="en-gb">a</Say><Gather><Say voice="man" language="de">a</Say></Gather><Say voice="woman" language="en">a</Say>`),
		r(`<Say voice="man" language="es">a</Say><Say language="it" voice="woman">a</Say><Say voice="man" language="fr-FR">a</Say>`),
		r(`<Pay paymentMethod="ach-debit"><Prompt for="bank-routing-number" errorType="invalid-bank-routing-number invalid-bank-account-number date-validation-failed"/></Pay>`),
		r(`<Connect><ConversationRelay url="wss://example.com/" conversationConfiguration="a" applicationReconnect="true" conversationId="b"/></Connect>`),
		r(`<Message>a` + "<!-- -->" + `</Message><Message><Body>a</Body>` + strings.Repeat("<Media>/a.jpg</Media>", 10) + `</Message>`),
		r(`<Record action="/a"/>`), r(`<Dial>+14155551234</Dial><Say>a</Say>`), r(`<Dial><Sip>sip:alice@example.com</Sip></Dial>`),
		r(`<Start><Stream url="wss://example.com/"/></Start><Say>a</Say>`), r(`<Start><Siprec/></Start><Start><Recording/></Start><Pause/>`),
		r(`<Enqueue>a</Enqueue><Say>a</Say>`), r(`<Connect><Room>a</Room></Connect><Say>a</Say>`), r(`<Pay/><Say>a</Say>`),
		r(`<Gather action="/a"/><Say>a</Say><Redirect>/b</Redirect>`), r(`<Dial action="/a">+14155551234</Dial>`), r(`<Say loop="2">a</Say><Hangup/>`),
		r(`<Enqueue action="/a" waitUrl="">a</Enqueue>`), r(`<Gather action=""/><Hangup/>`),
		r(`<Stop><Stream name="a"/></Stop>`),
		r(`<Start><Stream connectorName="a"/></Start><Pause/>`),
		r(`<Dial>(415) 555-1234</Dial>`),
		r(`<Connect><ConversationRelay url="wss://example.com/" ttsProvider="SomebodyNew" turnDetection="a" speechTimeout="b"/></Connect>`),
		"<!DOCTYPE Response>" + r("<Hangup/>"),
		r(`<Message>a</Message><Redirect>/b</Redirect>`),
		r(`<Gather actionOnEmptyResult="true"/>`),
		r(`<Connect action="/a"><Stream url="wss://example.com/"><Parameter name="a" value="b"/></Stream></Connect>`),
		r(`<Connect><ConversationRelay url="wss://example.com/?a=1"/></Connect>`),
		r(`<Start><Transcription name="a"/></Start><Stop><Stream name="a"/></Stop>`),
		r(`<Pay><Prompt for="postal-code"><Say>a</Say></Prompt></Pay><Enqueue>a</Enqueue><Echo/><Sms>a</Sms><Refer><Sip>sip:a@example.com</Sip></Refer><Leave/>`),
	} {
		assert.Empty(t, twiml.Check(doc), doc)
	}
}

func TestCheckInline(t *testing.T) {
	t.Parallel()
	tests := []struct {
		doc   string
		code  int
		parts string
	}{
		{r(`<Gather action="/choice"/><Hangup/>`), 15004, "action|in full"},
		{r(`<Record action="choice"/>`), 15004, "relative"},
		{r(`<Redirect>/next</Redirect>`), 15004, "the address"},
		{r(`<Play>//example.com/a.mp3</Play>`), 15004, "the address"},
		{r(`<Message>a</Message>`), 12200, "cannot run on a call"},
		{r(`<Say>` + strings.Repeat("é", 3970) + `</Say>`), 32018, "4002 characters"},
		{"<Say/>", 12102, "root"},
		{"", 12100, "no element"},
	}
	for _, test := range tests {
		problems := twiml.CheckInline(test.doc)
		if assert.Len(t, problems, 1, "%.80s\n%v", test.doc, problems) {
			assert.Equal(t, test.code, problems[0].Code)
			for part := range strings.SplitSeq(test.parts, "|") {
				assert.Contains(t, problems[0].String(), part)
			}
		}
	}
	assert.Empty(t, twiml.CheckInline(r(`<Say>`+strings.Repeat("é", 3968)+`</Say>`)))
	assert.Empty(t, twiml.CheckInline([]byte(r(`<Gather action="https://example.com/"><Play>https://example.com/a.mp3</Play></Gather><Hangup/>`))))
	assert.Empty(t, twiml.Check(r(`<Gather action="/choice"/><Hangup/>`)))
}

func TestCheckIsBounded(t *testing.T) {
	t.Parallel()
	large := twiml.Check(r(strings.Repeat(" ", 65536) + "<a/>"))
	if assert.Len(t, large, 2, "a document that is too large is looked into all the same") {
		assert.Equal(t, []int{11750, 12200}, []int{large[0].Code, large[1].Code})
	}
	_, err := twiml.Parse(r(strings.Repeat(" ", 65536)))
	require.Error(t, err)
	name := strings.Repeat("n", 100_000)
	for _, p := range twiml.Check(r("<" + name + "/><Say " + name + "='1'/>")) {
		assert.Less(t, len(p.String())+len(p.Element), 400)
	}
	assert.Len(t, twiml.Check(r(strings.Repeat("<a/>", 10000))), 100)
	assert.Len(t, twiml.Check(r(strings.Repeat("<Play/>", 200))), 100)
	var parseErr *twiml.ParseError
	_, err = twiml.Parse(r(strings.Repeat(`<Say language="x"/>`, 200) + "<a/>"))
	require.ErrorAs(t, err, &parseErr, "a hundred other problems do not hide it")
	assert.Len(t, parseErr.Problems, 1)
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{
		"", "<Response>", "<Say/>", r("<Foo/>"), r("<Say foo=\"1\"/>"), r("text"), r(`<Pause length="x"/>`), r(`<Pause length="-1"/>`),
		r(`<Gather debug="1"/><Hangup/>`), r("<Say><Dial>1</Dial></Say>"),
	} {
		got, err := twiml.Parse(doc)
		assert.Nil(t, got, doc)
		var parseErr *twiml.ParseError
		if assert.ErrorAs(t, err, &parseErr, doc) {
			assert.NotEmpty(t, parseErr.Problems, doc)
			assert.True(t, strings.HasPrefix(err.Error(), "twiml: parse: line 1, column "), err)
		}
	}
	_, err := twiml.Parse(r("<Foo/><Bar/>"))
	assert.EqualError(t, err, "twiml: parse: line 1, column 11: <Foo> is not a TwiML element (12200); remove it; names are case-sensitive (and 1 more)")
	assert.EqualError(t, errors.Join(&twiml.ParseError{}), "twiml: parse: the document cannot be read")
}

func TestParseKeepsOddValues(t *testing.T) {
	t.Parallel()
	got, err := twiml.Parse(r(`<Gather timeout="-5" language="xx" input="dtmf  brain"/><Redirect/><Hangup/>`))
	require.NoError(t, err)
	assert.Equal(t, twiml.Voice(
		twiml.Gather{Timeout: -5, Language: "xx", Input: []twiml.GatherInput{"dtmf", "brain"}}, twiml.Redirect{}, twiml.Hangup{},
	), got)
}
