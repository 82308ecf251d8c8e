package twiml_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiml"
)

const prolog = `<?xml version="1.0" encoding="UTF-8"?>`

func TestElements(t *testing.T) {
	t.Parallel()
	tests := []struct {
		doc  *twiml.Response
		want string // inside the Response
	}{
		{twiml.Voice(twiml.Say{
			Voice: "Polly.Joanna", Loop: twiml.Forever, Language: twiml.LanguageEnGB, Text: "Hello",
		}), `<Say voice="Polly.Joanna" loop="0" language="en-GB">Hello</Say>`},
		{twiml.Voice(twiml.Say{Text: "Hello ", Children: []twiml.SayChild{
			twiml.Break{Strength: twiml.BreakStrong, Time: "1s"}, twiml.Text("world"), twiml.Emphasis{Level: twiml.EmphasisModerate, Text: "now"},
			twiml.Lang{Language: twiml.LanguageFrFR, Text: "oui"}, twiml.P{Children: []twiml.PChild{twiml.S{Text: "One."}, twiml.S{Text: "Two."}}},
			twiml.Phoneme{Alphabet: twiml.AlphabetIPA, Ph: "pɪˈkɑːn", Text: "pecan"},
			twiml.Prosody{Volume: "loud", Rate: "85%", Pitch: "+5%", Text: "slow"},
			twiml.SayAs{InterpretAs: twiml.AsDate, Format: twiml.FormatMDY, Text: "10/31"},
			twiml.Sub{Alias: "mercury", Text: "Hg"}, twiml.W{Role: "amazon:VB", Text: "read"},
		}}), `<Say>Hello <break strength="strong" time="1s"/>world<emphasis level="moderate">now</emphasis>` +
			`<lang xml:lang="fr-FR">oui</lang><p><s>One.</s><s>Two.</s></p><phoneme alphabet="ipa" ph="pɪˈkɑːn">pecan</phoneme>` +
			`<prosody volume="loud" rate="85%" pitch="+5%">slow</prosody><say-as interpret-as="date" format="mdy">10/31</say-as>` +
			`<sub alias="mercury">Hg</sub><w role="amazon:VB">read</w></Say>`},
		{twiml.Voice(twiml.Play{Loop: 2, URL: "https://example.com/a.mp3?x=1&y=2"}), `<Play loop="2">https://example.com/a.mp3?x=1&amp;y=2</Play>`},
		{twiml.Voice(twiml.Play{Digits: "1w2#"}), `<Play digits="1w2#"/>`},
		{twiml.Voice(twiml.Pause{}, twiml.Pause{Length: 3}), `<Pause/><Pause length="3"/>`},
		{twiml.Voice(twiml.Gather{
			Input: []twiml.GatherInput{twiml.InputDTMF, twiml.InputSpeech}, Action: "/choice", Method: twiml.MethodGet, Timeout: 4, SpeechTimeout: "auto",
			MaxSpeechTime: 20, ProfanityFilter: twiml.False, FinishOnKey: twiml.NoKey, NumDigits: 1, PartialResultCallback: "/partial",
			PartialResultCallbackMethod: twiml.MethodPost, Language: twiml.LanguageDeDE, Hints: "yes, no", BargeIn: twiml.True, Debug: twiml.True,
			ActionOnEmptyResult: twiml.True, SpeechModel: "default", Enhanced: twiml.False,
			Children: []twiml.GatherChild{twiml.Say{Text: "Press 1"}, twiml.Play{URL: "/a.mp3"}, twiml.Pause{}},
		}), `<Gather input="dtmf speech" action="/choice" method="GET" timeout="4" speechTimeout="auto" maxSpeechTime="20" profanityFilter="false" ` +
			`finishOnKey="" numDigits="1" partialResultCallback="/partial" partialResultCallbackMethod="POST" language="de-DE" hints="yes, no" ` +
			`bargeIn="true" debug="true" actionOnEmptyResult="true" speechModel="default" enhanced="false"><Say>Press 1</Say><Play>/a.mp3</Play><Pause/></Gather>`},
		{twiml.Voice(twiml.Dial{Number: "+14155551234"}), `<Dial>+14155551234</Dial>`},
		{twiml.Voice(twiml.Dial{
			Action: "/done", Method: twiml.MethodPost, Timeout: 20, HangupOnStar: twiml.True, TimeLimit: 600, CallerID: "+14155556789",
			Record: twiml.RecordFromAnswerDual, Trim: twiml.RecordingTrimSilence, RecordingStatusCallback: "/rec", RecordingStatusCallbackMethod: twiml.MethodGet,
			RecordingStatusCallbackEvent: []twiml.RecordingEvent{twiml.RecordingEventCompleted, twiml.RecordingEventAbsent}, AnswerOnBridge: twiml.True,
			RingTone: twiml.RingToneUSOld, RecordingTrack: twiml.RecordingTrackBoth, Sequential: twiml.True, ReferURL: "/refer", ReferMethod: twiml.MethodPost,
			Events: twiml.CallProgressEvent, RecordingConfigurationID: "c", CallReason: "delivery", Passports: "p",
			Children: []twiml.DialChild{twiml.Sim{SID: "DE0123456789abcdef0123456789abcdef"}},
		}), `<Dial action="/done" method="POST" timeout="20" hangupOnStar="true" timeLimit="600" callerId="+14155556789" record="record-from-answer-dual" ` +
			`trim="trim-silence" recordingStatusCallback="/rec" recordingStatusCallbackMethod="GET" recordingStatusCallbackEvent="completed absent" ` +
			`answerOnBridge="true" ringTone="us-old" recordingTrack="both" sequential="true" referUrl="/refer" referMethod="POST" events="call-progress-event" ` +
			`recordingConfigurationId="c" callReason="delivery" passports="p"><Sim>DE0123456789abcdef0123456789abcdef</Sim></Dial>`},
		{dial(twiml.Number{
			SendDigits: "wwww1928", URL: "/whisper", Method: twiml.MethodGet, StatusCallbackEvent: []twiml.CallEvent{twiml.CallEventInitiated, twiml.CallEventAnswered},
			StatusCallback: "/status", StatusCallbackMethod: twiml.MethodPost, BYOC: "BY1", MachineDetection: "Enable", AMDStatusCallbackMethod: twiml.MethodPost,
			AMDStatusCallback: "/amd", MachineDetectionTimeout: 30, MachineDetectionSpeechThreshold: 2400, MachineDetectionSpeechEndThreshold: 1200,
			MachineDetectionSilenceTimeout: 5000, PhoneNumber: "+14155551234",
		}), `<Dial><Number sendDigits="wwww1928" url="/whisper" method="GET" statusCallbackEvent="initiated answered" statusCallback="/status" ` +
			`statusCallbackMethod="POST" byoc="BY1" machineDetection="Enable" amdStatusCallbackMethod="POST" amdStatusCallback="/amd" machineDetectionTimeout="30" ` +
			`machineDetectionSpeechThreshold="2400" machineDetectionSpeechEndThreshold="1200" machineDetectionSilenceTimeout="5000">+14155551234</Number></Dial>`},
		{dial(twiml.Client{Identity: "alice"}), `<Dial><Client>alice</Client></Dial>`},
		{dial(twiml.Client{Children: []twiml.ClientChild{twiml.Identity{Identity: "alice"}, twiml.Parameter{Name: "a", Value: ""}}}),
			`<Dial><Client><Identity>alice</Identity><Parameter name="a" value=""/></Client></Dial>`},
		{dial(twiml.Conference{
			Muted: twiml.False, Beep: twiml.BeepOnEnter, StartConferenceOnEnter: twiml.True, EndConferenceOnExit: twiml.True, WaitURL: twiml.NoURL,
			WaitMethod: twiml.MethodGet, MaxParticipants: 10, Record: twiml.ConferenceRecordFromStart, Region: twiml.RegionIE1, Coach: "CA0123456789abcdef0123456789abcdef", Trim: twiml.RecordingTrimNothing,
			StatusCallbackEvent: []twiml.ConferenceEvent{twiml.ConferenceEventStart, twiml.ConferenceEventEnd}, StatusCallback: "/s", StatusCallbackMethod: twiml.MethodPost,
			RecordingStatusCallback: "/r", RecordingStatusCallbackMethod: twiml.MethodPost, RecordingStatusCallbackEvent: []twiml.RecordingEvent{twiml.RecordingEventInProgress},
			EventCallbackURL: "/e", JitterBufferSize: twiml.JitterOff, ParticipantLabel: "agent", RecordingConfigurationID: "c", Name: "Room 1",
		}), `<Dial><Conference muted="false" beep="onEnter" startConferenceOnEnter="true" endConferenceOnExit="true" waitUrl="" waitMethod="GET" ` +
			`maxParticipants="10" record="record-from-start" region="ie1" coach="CA0123456789abcdef0123456789abcdef" trim="do-not-trim" statusCallbackEvent="start end" statusCallback="/s" ` +
			`statusCallbackMethod="POST" recordingStatusCallback="/r" recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="in-progress" ` +
			`eventCallbackUrl="/e" jitterBufferSize="off" participantLabel="agent" recordingConfigurationId="c">Room 1</Conference></Dial>`},
		{dial(twiml.Queue{URL: "/about", Method: twiml.MethodPost, ReservationSID: "WR1", PostWorkActivitySID: "WA1", Name: "support"}),
			`<Dial><Queue url="/about" method="POST" reservationSid="WR1" postWorkActivitySid="WA1">support</Queue></Dial>`},
		{dial(twiml.Sip{Username: "u", Password: "p", URI: "sip:alice@example.com"}), `<Dial><Sip username="u" password="p">sip:alice@example.com</Sip></Dial>`},
		{dial(twiml.Sip{Children: []twiml.SipChild{
			twiml.URI{Priority: "1", Weight: "10", Username: "u", Password: "p", URI: "sip:alice@example.com"},
			twiml.Headers{Headers: []twiml.Header{{Name: "X-A", Value: "1"}}},
		}}), `<Dial><Sip><Uri priority="1" weight="10" username="u" password="p">sip:alice@example.com</Uri><Headers><Header name="X-A" value="1"/></Headers></Sip></Dial>`},
		{dial(twiml.Application{CustomerID: "c", CopyParentTo: twiml.True, Children: []twiml.ApplicationChild{
			twiml.ApplicationSID{SID: "AP1"}, twiml.Parameter{Name: "a", Value: "b"},
		}}), `<Dial><Application customerId="c" copyParentTo="true"><ApplicationSid>AP1</ApplicationSid><Parameter name="a" value="b"/></Application></Dial>`},
		{dial(twiml.WhatsApp{StatusCallback: "/s", PhoneNumber: "+14155551234"}), `<Dial><WhatsApp statusCallback="/s">+14155551234</WhatsApp></Dial>`},
		{twiml.Voice(twiml.Record{
			Action: "/a", Method: twiml.MethodGet, Timeout: twiml.Forever, FinishOnKey: "1#", MaxLength: 60, PlayBeep: twiml.False, Trim: twiml.RecordingTrimNothing,
			RecordingStatusCallback: "/r", RecordingStatusCallbackMethod: twiml.MethodGet, RecordingStatusCallbackEvent: []twiml.RecordingEvent{twiml.RecordingEventAbsent},
			Transcribe: twiml.True, TranscribeCallback: "/t", RecordingConfigurationID: "c",
		}), `<Record action="/a" method="GET" timeout="0" finishOnKey="1#" maxLength="60" playBeep="false" trim="do-not-trim" recordingStatusCallback="/r" ` +
			`recordingStatusCallbackMethod="GET" recordingStatusCallbackEvent="absent" transcribe="true" transcribeCallback="/t" recordingConfigurationId="c"/>`},
		{connect(twiml.Room{ParticipantIdentity: "alice", Name: "daily"}), `<Connect><Room participantIdentity="alice">daily</Room></Connect>`},
		{twiml.Voice(twiml.Connect{Action: "/done", Method: twiml.MethodPost, Children: []twiml.ConnectChild{twiml.Stream{
			Name: "s", ConnectorName: "c", URL: "wss://example.com/s", Track: twiml.InboundTrack, StatusCallback: "/st", StatusCallbackMethod: twiml.MethodGet,
			Parameters: []twiml.Parameter{{Name: "a", Value: "b"}},
		}}}), `<Connect action="/done" method="POST"><Stream name="s" connectorName="c" url="wss://example.com/s" track="inbound_track" statusCallback="/st" ` +
			`statusCallbackMethod="GET"><Parameter name="a" value="b"/></Stream></Connect>`},
		{connect(twiml.VirtualAgent{
			ConnectorName: "c", Language: "en-US", SentimentAnalysis: twiml.True, StatusCallback: "/st", StatusCallbackMethod: twiml.MethodPost,
			Children: []twiml.VirtualAgentChild{twiml.Config{Name: "a", Value: "b"}, twiml.Parameter{Name: "c", Value: "d"}},
		}), `<Connect><VirtualAgent connectorName="c" language="en-US" sentimentAnalysis="true" statusCallback="/st" statusCallbackMethod="POST">` +
			`<Config name="a" value="b"/><Parameter name="c" value="d"/></VirtualAgent></Connect>`},
		{connect(twiml.Conversation{
			ServiceInstanceSID: "IS1", InboundAutocreation: twiml.True, RoutingAssignmentTimeout: 60, InboundTimeout: 30, URL: "/u", Method: twiml.MethodPost,
			Record: twiml.RecordFromAnswer, Trim: twiml.RecordingTrimSilence, RecordingStatusCallback: "/r", RecordingStatusCallbackMethod: twiml.MethodPost,
			RecordingStatusCallbackEvent: []twiml.RecordingEvent{twiml.RecordingEventCompleted}, StatusCallback: "/s", StatusCallbackMethod: twiml.MethodGet,
			StatusCallbackEvent: []twiml.ConversationEvent{twiml.ConversationRinging, twiml.ConversationCompleted},
		}), `<Connect><Conversation serviceInstanceSid="IS1" inboundAutocreation="true" routingAssignmentTimeout="60" inboundTimeout="30" url="/u" method="POST" ` +
			`record="record-from-answer" trim="trim-silence" recordingStatusCallback="/r" recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="completed" ` +
			`statusCallback="/s" statusCallbackMethod="GET" statusCallbackEvent="call-ringing call-completed"/></Connect>`},
		{connect(twiml.AISession{AIConnector: "a", AISessionConfiguration: "b"}), `<Connect><AiSession aiConnector="a" aiSessionConfiguration="b"/></Connect>`},
		{connect(twiml.Autopilot{AssistantSID: "UA1"}), `<Connect><Autopilot>UA1</Autopilot></Connect>`},
		{connect(twiml.ConversationRelaySession{Connector: "a", SessionConfiguration: "b"}),
			`<Connect><ConversationRelaySession connector="a" sessionConfiguration="b"/></Connect>`},
		{connect(twiml.ConversationRelay{
			URL: "wss://example.com/relay", Language: "en-US", TTSLanguage: "en-US", TranscriptionLanguage: "en-US", TTSProvider: "Google", Voice: "en-US-Journey-O",
			TranscriptionProvider: "Deepgram", SpeechModel: "nova-3-general", ProfanityFilter: twiml.False, DTMFDetection: twiml.True, WelcomeGreeting: "Hi!",
			PartialPrompts: twiml.True, WelcomeGreetingInterruptible: twiml.InterruptSpeech, Interruptible: twiml.InterruptAny, Preemptible: twiml.True,
			Hints: "yes,no", IntelligenceService: "GA1", ReportInputDuringAgentSpeech: twiml.InterruptDTMF, ElevenLabsTextNormalization: "auto",
			InterruptSensitivity: twiml.SensitivityLow, Debug: []twiml.RelayDebug{twiml.RelayDebugging, twiml.RelayTokensPlayed},
			BackgroundNoiseReduction: "a", SpeechTimeout: "b", DeepgramSmartFormat: "c", IgnoreBackchannel: "d", Events: "e",
			ConversationConfiguration: "f", ApplicationReconnect: twiml.True, ConversationID: "g",
			Children: []twiml.RelayChild{
				twiml.RelayLanguage{Code: "sv-SE", TTSProvider: "Amazon", Voice: "Elin-Neural", TranscriptionProvider: "Google", SpeechModel: "long"},
				twiml.Parameter{Name: "a", Value: "b"},
			},
		}), `<Connect><ConversationRelay url="wss://example.com/relay" language="en-US" ttsLanguage="en-US" transcriptionLanguage="en-US" ttsProvider="Google" ` +
			`voice="en-US-Journey-O" transcriptionProvider="Deepgram" speechModel="nova-3-general" profanityFilter="false" dtmfDetection="true" welcomeGreeting="Hi!" ` +
			`partialPrompts="true" welcomeGreetingInterruptible="speech" interruptible="any" preemptible="true" hints="yes,no" intelligenceService="GA1" ` +
			`reportInputDuringAgentSpeech="dtmf" elevenlabsTextNormalization="auto" interruptSensitivity="low" debug="debugging tokens-played" ` +
			`backgroundnoisereduction="a" speechtimeout="b" deepgramsmartformat="c" ignorebackchannel="d" events="e" conversationConfiguration="f" applicationReconnect="true" conversationId="g">` +
			`<Language code="sv-SE" ttsProvider="Amazon" voice="Elin-Neural" transcriptionProvider="Google" speechModel="long"/>` +
			`<Parameter name="a" value="b"/></ConversationRelay></Connect>`},
		{connect(twiml.Assistant{
			ID: "aia_asst_1", Language: "en-US", TTSLanguage: "en-US", TranscriptionLanguage: "en-US", TTSProvider: "Google", Voice: "v", TranscriptionProvider: "Google",
			SpeechModel: "m", ProfanityFilter: twiml.True, DTMFDetection: twiml.True, WelcomeGreeting: "Hi!", PartialPrompts: twiml.False, WelcomeGreetingInterruptible: "any",
			Interruptible: "any", Preemptible: twiml.False, Hints: "h", IntelligenceService: "GA1", ReportInputDuringAgentSpeech: twiml.True,
			ElevenLabsTextNormalization: "on", InterruptSensitivity: "high", Debug: "debugging", Children: []twiml.RelayChild{twiml.RelayLanguage{Code: "de-DE"}},
		}), `<Connect><Assistant id="aia_asst_1" language="en-US" ttsLanguage="en-US" transcriptionLanguage="en-US" ttsProvider="Google" voice="v" ` +
			`transcriptionProvider="Google" speechModel="m" profanityFilter="true" dtmfDetection="true" welcomeGreeting="Hi!" partialPrompts="false" ` +
			`welcomeGreetingInterruptible="any" interruptible="any" preemptible="false" hints="h" intelligenceService="GA1" reportInputDuringAgentSpeech="true" ` +
			`elevenlabsTextNormalization="on" interruptSensitivity="high" debug="debugging"><Language code="de-DE"/></Assistant></Connect>`},
		{twiml.Voice(twiml.Start{Action: "/a", Method: twiml.MethodPost, Children: []twiml.StartChild{
			twiml.Siprec{
				Name: "s", ConnectorName: "c", Track: twiml.BothTracks, StatusCallback: "/st", StatusCallbackMethod: twiml.MethodPost,
				Parameters: []twiml.Parameter{{Name: "a", Value: "b"}},
			},
			twiml.Recording{
				RecordingStatusCallback: "/r", RecordingStatusCallbackMethod: twiml.MethodPost, RecordingStatusCallbackEvent: []twiml.RecordingEvent{twiml.RecordingEventInProgress},
				Trim: twiml.RecordingTrimSilence, Track: twiml.RecordingTrackInbound, Channels: twiml.RecordingChannelsDual, RecordingConfigurationID: "c",
			},
			twiml.Transcription{
				Name: "t", Track: twiml.BothTracks, StatusCallbackURL: "/st", StatusCallbackMethod: twiml.MethodPost, InboundTrackLabel: "i", OutboundTrackLabel: "o",
				PartialResults: twiml.True, LanguageCode: "en-US", TranscriptionEngine: "google", ProfanityFilter: twiml.False, SpeechModel: "telephony", Hints: "h",
				EnableAutomaticPunctuation: twiml.True, IntelligenceService: "GA1", EnableProviderData: twiml.True, ConversationConfiguration: "x", ConversationID: "y",
				Children: []twiml.TranscriptionChild{twiml.Config{Name: "a", Value: "b"}, twiml.Parameter{Name: "c", Value: "d"}},
			},
		}}, twiml.Stop{Children: []twiml.StopChild{twiml.Siprec{Name: "s"}, twiml.Transcription{Name: "t"}, twiml.Stream{Name: "u"}}}),
			`<Start action="/a" method="POST"><Siprec name="s" connectorName="c" track="both_tracks" statusCallback="/st" statusCallbackMethod="POST">` +
				`<Parameter name="a" value="b"/></Siprec><Recording recordingStatusCallback="/r" recordingStatusCallbackMethod="POST" ` +
				`recordingStatusCallbackEvent="in-progress" trim="trim-silence" track="inbound" channels="dual" recordingConfigurationId="c"/>` +
				`<Transcription name="t" track="both_tracks" statusCallbackUrl="/st" statusCallbackMethod="POST" inboundTrackLabel="i" outboundTrackLabel="o" ` +
				`partialResults="true" languageCode="en-US" transcriptionEngine="google" profanityFilter="false" speechModel="telephony" hints="h" ` +
				`enableAutomaticPunctuation="true" intelligenceService="GA1" enableProviderData="true" conversationConfiguration="x" conversationId="y">` +
				`<Config name="a" value="b"/><Parameter name="c" value="d"/></Transcription></Start>` +
				`<Stop><Siprec name="s"/><Transcription name="t"/><Stream name="u"/></Stop>`},
		{twiml.Voice(twiml.Pay{
			Input: twiml.PayDTMF, Action: "/a", BankAccountType: twiml.ConsumerChecking, StatusCallback: "/s", StatusCallbackMethod: twiml.MethodPost, Timeout: 5, MaxAttempts: 2,
			SecurityCode: twiml.False, PostalCode: "true", MinPostalCodeLength: 5, PaymentConnector: "Default", PaymentMethod: twiml.ACHDebit, TokenType: twiml.OneTime,
			ChargeAmount: "10.50", Currency: "usd", Description: "d", ValidCardTypes: []twiml.CardType{twiml.Visa, twiml.Amex}, Language: twiml.LanguageEnUS,
			Children: []twiml.PayChild{
				twiml.Prompt{
					For: twiml.ForCardNumber, ErrorType: []twiml.PromptError{twiml.ErrorTimeout}, CardType: []twiml.CardType{twiml.Visa}, Attempt: []int{1, 2},
					RequireMatchingInputs: twiml.True, Children: []twiml.PromptChild{twiml.Say{Text: "Card"}, twiml.Play{URL: "/a.mp3"}, twiml.Pause{}},
				},
				twiml.Parameter{Name: "a", Value: "b"},
			},
		}), `<Pay input="dtmf" action="/a" bankAccountType="consumer-checking" statusCallback="/s" statusCallbackMethod="POST" timeout="5" maxAttempts="2" ` +
			`securityCode="false" postalCode="true" minPostalCodeLength="5" paymentConnector="Default" paymentMethod="ach-debit" tokenType="one-time" ` +
			`chargeAmount="10.50" currency="usd" description="d" validCardTypes="visa amex" language="en-US"><Prompt for="payment-card-number" errorType="timeout" ` +
			`cardType="visa" attempt="1 2" requireMatchingInputs="true"><Say>Card</Say><Play>/a.mp3</Play><Pause/></Prompt><Parameter name="a" value="b"/></Pay>`},
		{twiml.Voice(twiml.Enqueue{
			Action: "/a", MaxQueueSize: 10, Method: twiml.MethodGet, WaitURL: "/w", WaitURLMethod: twiml.MethodPost, Name: "support",
		}, twiml.Leave{}), `<Enqueue action="/a" maxQueueSize="10" method="GET" waitUrl="/w" waitUrlMethod="POST">support</Enqueue><Leave/>`},
		{twiml.Voice(twiml.Enqueue{WorkflowSID: "WW1", Tasks: []twiml.Task{{Priority: 5, Timeout: 60, Attributes: `{"a":1}`}}}),
			`<Enqueue workflowSid="WW1"><Task priority="5" timeout="60">{"a":1}</Task></Enqueue>`},
		{twiml.Voice(twiml.Refer{Action: "/a", Method: twiml.MethodPost, SIP: "sip:alice@example.com"}),
			`<Refer action="/a" method="POST"><Sip>sip:alice@example.com</Sip></Refer>`},
		{twiml.Voice(twiml.SMS{To: "+14155551234", From: "+14155556789", Action: "/a", Method: twiml.MethodPost, StatusCallback: "/s", Body: "b"}, twiml.Echo{}),
			`<Sms to="+14155551234" from="+14155556789" action="/a" method="POST" statusCallback="/s">b</Sms><Echo/>`},
		{twiml.Voice(twiml.Redirect{Method: twiml.MethodPost, URL: "/next"}), `<Redirect method="POST">/next</Redirect>`},
		{twiml.Messaging(twiml.Redirect{}), `<Redirect/>`},
		{twiml.Voice(twiml.Hangup{Parameters: []twiml.Parameter{{Name: "a", Value: "b"}}}), `<Hangup><Parameter name="a" value="b"/></Hangup>`},
		{twiml.Voice(twiml.Reject{Reason: twiml.Busy, Parameters: []twiml.Parameter{{Name: "a", Value: "b"}}}),
			`<Reject reason="busy"><Parameter name="a" value="b"/></Reject>`},
		{twiml.Messaging(twiml.Message{
			To: "+14155551234", From: "+14155556789", Action: "/a", Method: twiml.MethodPost, StatusCallback: "/s", Body: "Thanks!",
		}), `<Message to="+14155551234" from="+14155556789" action="/a" method="POST" statusCallback="/s">Thanks!</Message>`},
		{twiml.Messaging(twiml.Message{Children: []twiml.MessageChild{twiml.Body{Text: "A cat"}, twiml.Media{URL: "https://example.com/cat.jpg"}}}),
			`<Message><Body>A cat</Body><Media>https://example.com/cat.jpg</Media></Message>`},
	}
	for _, test := range tests {
		want := prolog + "<Response>" + test.want + "</Response>"
		require.Equal(t, want, test.doc.String())
		parsed, err := twiml.Parse(want)
		require.NoError(t, err, want)
		assert.Equal(t, test.doc, parsed)
		assert.Empty(t, complaints(want), want)
	}
}

// complaints are the problems of a document that Twilio would log.
func complaints(doc string) []twiml.Problem {
	return slices.DeleteFunc(twiml.Check(doc), func(p twiml.Problem) bool { return p.Severity == twiml.SeverityHint })
}

func connect(child twiml.ConnectChild) *twiml.Response {
	return twiml.Voice(twiml.Connect{Children: []twiml.ConnectChild{child}})
}

func dial(child twiml.DialChild) *twiml.Response {
	return twiml.Voice(twiml.Dial{Children: []twiml.DialChild{child}})
}

func TestRendering(t *testing.T) {
	t.Parallel()
	cyclic := &twiml.Prosody{}
	cyclic.Children = []twiml.ProsodyChild{cyclic, cyclic}
	tests := map[string]struct {
		doc  *twiml.Response
		want string
	}{
		"nil response":       {nil, `<Response/>`},
		"zero response":      {&twiml.Response{}, `<Response/>`},
		"no verbs":           {twiml.Voice(), `<Response/>`},
		"nil verbs":          {twiml.Voice(nil, (*twiml.Say)(nil), twiml.Hangup{}), `<Response><Hangup/></Response>`},
		"pointers":           {twiml.Voice(&twiml.Say{Children: []twiml.SayChild{&twiml.Break{}}}), `<Response><Say><break/></Say></Response>`},
		"text escaped":       {twiml.Voice(twiml.Say{Text: "<&>\"'\r\n\t"}), "<Response><Say>&lt;&amp;&gt;\"'&#13;\n\t</Say></Response>"},
		"attribute escaped":  {twiml.Voice(twiml.Gather{Hints: "<&>\"'\r\n\t"}), `<Response><Gather hints="&lt;&amp;&gt;&quot;'&#13;&#10;&#9;"/></Response>`},
		"not for XML":        {twiml.Voice(twiml.Say{Text: "a\x00b\x1bc\xffd\uFFFEe\U0010FFFF"}), "<Response><Say>a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\U0010FFFF</Say></Response>"},
		"body before media":  {twiml.Messaging(twiml.Message{Body: "a", Children: []twiml.MessageChild{twiml.Media{URL: "/b"}}}), `<Response><Message><Body>a</Body><Media>/b</Media></Message></Response>`},
		"client with params": {dial(twiml.Client{Identity: "a", Children: []twiml.ClientChild{twiml.Parameter{}}}), `<Response><Dial><Client><Identity>a</Identity><Parameter name="" value=""/></Client></Dial></Response>`},
		"app with params":    {dial(twiml.Application{SID: "a", Children: []twiml.ApplicationChild{twiml.Parameter{}}}), `<Response><Dial><Application><ApplicationSid>a</ApplicationSid><Parameter name="" value=""/></Application></Dial></Response>`},
		"sip with headers":   {dial(twiml.Sip{URI: "a", Children: []twiml.SipChild{twiml.Headers{}}}), `<Response><Dial><Sip><Uri>a</Uri><Headers/></Sip></Dial></Response>`},
		"blank lists":        {twiml.Voice(twiml.Gather{Input: []twiml.GatherInput{"", " "}}), `<Response><Gather/></Response>`},
		"unknown values":     {twiml.Voice(twiml.Gather{Timeout: -5, Language: "x", Debug: 7}), `<Response><Gather timeout="-5" language="x"/></Response>`},
	}
	for name, test := range tests {
		assert.Equal(t, prolog+test.want, test.doc.String(), name)
	}
	many := twiml.Voice(slices.Repeat([]twiml.VoiceVerb{twiml.Pause{}}, 100)...)
	assert.Equal(t, 100, strings.Count(many.String(), "<Pause/>"), "depth is not length")
	endless := twiml.Voice(twiml.Say{Children: []twiml.SayChild{cyclic}}).String()
	assert.Less(t, len(endless), 2<<20, "a document that contains itself ends")
}

func TestResponseServes(t *testing.T) {
	t.Parallel()
	doc := twiml.Voice(twiml.Say{Text: "héllo"})
	server := httptest.NewServer(doc)
	defer server.Close()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		request, err := http.NewRequestWithContext(t.Context(), method, server.URL, http.NoBody)
		require.NoError(t, err)
		answer, err := server.Client().Do(request)
		require.NoError(t, err)
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, errors.Join(err, answer.Body.Close()))
		assert.Equal(t, http.StatusOK, answer.StatusCode)
		assert.Equal(t, "text/xml; charset=utf-8", answer.Header.Get("Content-Type"))
		assert.Equal(t, doc.String(), string(body))
	}
}

func TestResponseWrites(t *testing.T) {
	t.Parallel()
	doc := twiml.Voice(twiml.Hangup{})
	var out bytes.Buffer
	n, err := doc.WriteTo(&out)
	require.NoError(t, err)
	assert.Equal(t, int64(out.Len()), n)
	assert.Equal(t, doc.String(), out.String())
	assert.Equal(t, doc.String(), string(doc.Bytes()))

	reader, writer := io.Pipe()
	require.NoError(t, reader.CloseWithError(io.ErrShortWrite))
	_, err = doc.WriteTo(writer)
	assert.ErrorIs(t, err, io.ErrShortWrite)
}

func TestBool(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"", "true", "false", ""}, []string{twiml.Unset.String(), twiml.True.String(), twiml.False.String(), twiml.Bool(9).String()})
}

// TestAttributesAreNormalized: a line break in an attribute is a space, unless it is
// written as a reference.
func TestAttributesAreNormalized(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"a\nb": "a b", "a\r\n\tb": "a  b", "a&#10;b": "a\nb", "a\n&amp;&#9;&quot;'b": "a &\t\"'b", "a \"\n\"": `a " "`,
	} {
		doc, err := twiml.Parse("<Response><Gather hints='" + strings.ReplaceAll(raw, "'", "&apos;") + "'/></Response>")
		require.NoError(t, err, raw)
		gather, ok := doc.Verbs[0].(twiml.Gather)
		require.True(t, ok)
		assert.Equal(t, want, gather.Hints, raw)
	}
}

func TestTwoSpellings(t *testing.T) {
	t.Parallel()
	doc, err := twiml.Parse(`<Response><Connect><ConversationRelay url="wss://example.com/" backgroundNoiseReduction="on" ignorebackchannel="a"/></Connect></Response>`)
	require.NoError(t, err)
	assert.Equal(t, prolog+`<Response><Connect><ConversationRelay url="wss://example.com/" backgroundnoisereduction="on" ignorebackchannel="a"/></Connect></Response>`, doc.String())
	assert.Equal(t, prolog+"<Response><Gather/></Response>", twiml.Voice(twiml.Gather{Children: []twiml.GatherChild{twiml.Raw{}}}).String())
}
