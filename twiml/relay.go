package twiml

// ConversationRelay connects the call to your own WebSocket server, which gets the
// caller's words as text and answers in text.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
type ConversationRelay struct {
	URL                          string // wss://…
	Language                     string // en-US by default; of both speech and hearing unless the two below say otherwise
	TTSLanguage                  string
	TranscriptionLanguage        string
	TTSProvider                  string // "Google", "Amazon" or "ElevenLabs"
	Voice                        string
	TranscriptionProvider        string // "Google" or "Deepgram"
	SpeechModel                  string
	ProfanityFilter              Bool
	DTMFDetection                Bool
	WelcomeGreeting              string
	PartialPrompts               Bool
	WelcomeGreetingInterruptible Interruption
	Interruptible                Interruption
	Preemptible                  Bool
	Hints                        string // phrases separated by commas
	IntelligenceService          string
	ReportInputDuringAgentSpeech Interruption
	ElevenLabsTextNormalization  string // "on", "auto" or "off"
	InterruptSensitivity         Sensitivity
	Debug                        []RelayDebug
	BackgroundNoiseReduction     string // this and the next three are written in lower case, and read in either: Twilio's libraries differ
	SpeechTimeout                string
	DeepgramSmartFormat          string
	IgnoreBackchannel            string
	Events                       string
	TurnDetection                string
	ConversationConfiguration    string
	ApplicationReconnect         Bool
	ConversationID               string // not confirmed by Twilio's page
	Children                     []RelayChild

	bare bare
}

// RelayChild is an element that may stand in a [ConversationRelay] and in an [Assistant]: [RelayLanguage] and [Parameter].
type RelayChild interface{ relayChild() }

func (e *ConversationRelay) fields(c *codec) {
	c.open("ConversationRelay", e.bare)
	c.str("url", &e.URL)
	c.str("language", &e.Language)
	c.str("ttsLanguage", &e.TTSLanguage)
	c.str("transcriptionLanguage", &e.TranscriptionLanguage)
	c.str("ttsProvider", &e.TTSProvider)
	c.str("voice", &e.Voice)
	c.str("transcriptionProvider", &e.TranscriptionProvider)
	c.str("speechModel", &e.SpeechModel)
	c.boolean("profanityFilter", &e.ProfanityFilter)
	c.boolean("dtmfDetection", &e.DTMFDetection)
	c.str("welcomeGreeting", &e.WelcomeGreeting)
	c.boolean("partialPrompts", &e.PartialPrompts)
	enum(c, "welcomeGreetingInterruptible", &e.WelcomeGreetingInterruptible)
	enum(c, "interruptible", &e.Interruptible)
	c.boolean("preemptible", &e.Preemptible)
	c.str("hints", &e.Hints)
	c.str("intelligenceService", &e.IntelligenceService)
	enum(c, "reportInputDuringAgentSpeech", &e.ReportInputDuringAgentSpeech)
	c.str("elevenlabsTextNormalization", &e.ElevenLabsTextNormalization)
	enum(c, "interruptSensitivity", &e.InterruptSensitivity)
	list(c, "debug", &e.Debug)
	c.either("backgroundnoisereduction", "backgroundNoiseReduction", &e.BackgroundNoiseReduction)
	c.either("speechtimeout", "speechTimeout", &e.SpeechTimeout)
	c.either("deepgramsmartformat", "deepgramSmartFormat", &e.DeepgramSmartFormat)
	c.either("ignorebackchannel", "ignoreBackchannel", &e.IgnoreBackchannel)
	c.str("events", &e.Events)
	c.str("turnDetection", &e.TurnDetection)
	c.str("conversationConfiguration", &e.ConversationConfiguration)
	c.boolean("applicationReconnect", &e.ApplicationReconnect)
	c.str("conversationId", &e.ConversationID)
	children(c, &e.Children)
	c.close("ConversationRelay", &e.bare)
}

// ConversationRelaySession connects the call to a session of a relay that is set up
// already.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
type ConversationRelaySession struct {
	Connector            string
	SessionConfiguration string

	bare bare
}

func (e *ConversationRelaySession) fields(c *codec) {
	c.open("ConversationRelaySession", e.bare)
	c.str("connector", &e.Connector)
	c.str("sessionConfiguration", &e.SessionConfiguration)
	c.close("ConversationRelaySession", &e.bare)
}

// Assistant connects the call to an assistant, by its ID, of a product that is no
// more.
//
// Deprecated: Twilio has ended AI Assistants in July 2026; use [ConversationRelay].
type Assistant struct {
	ID                           string
	Language                     string
	TTSLanguage                  string
	TranscriptionLanguage        string
	TTSProvider                  string
	Voice                        string
	TranscriptionProvider        string
	SpeechModel                  string
	ProfanityFilter              Bool
	DTMFDetection                Bool
	WelcomeGreeting              string
	PartialPrompts               Bool
	WelcomeGreetingInterruptible string
	Interruptible                string
	Preemptible                  Bool
	Hints                        string
	IntelligenceService          string
	ReportInputDuringAgentSpeech Bool
	ElevenLabsTextNormalization  string
	InterruptSensitivity         string
	Debug                        string
	Children                     []RelayChild

	bare bare
}

func (a *Assistant) fields(c *codec) {
	c.open("Assistant", a.bare)
	c.str("id", &a.ID)
	c.str("language", &a.Language)
	c.str("ttsLanguage", &a.TTSLanguage)
	c.str("transcriptionLanguage", &a.TranscriptionLanguage)
	c.str("ttsProvider", &a.TTSProvider)
	c.str("voice", &a.Voice)
	c.str("transcriptionProvider", &a.TranscriptionProvider)
	c.str("speechModel", &a.SpeechModel)
	c.boolean("profanityFilter", &a.ProfanityFilter)
	c.boolean("dtmfDetection", &a.DTMFDetection)
	c.str("welcomeGreeting", &a.WelcomeGreeting)
	c.boolean("partialPrompts", &a.PartialPrompts)
	c.str("welcomeGreetingInterruptible", &a.WelcomeGreetingInterruptible)
	c.str("interruptible", &a.Interruptible)
	c.boolean("preemptible", &a.Preemptible)
	c.str("hints", &a.Hints)
	c.str("intelligenceService", &a.IntelligenceService)
	c.boolean("reportInputDuringAgentSpeech", &a.ReportInputDuringAgentSpeech)
	c.str("elevenlabsTextNormalization", &a.ElevenLabsTextNormalization)
	c.str("interruptSensitivity", &a.InterruptSensitivity)
	c.str("debug", &a.Debug)
	children(c, &a.Children)
	c.close("Assistant", &a.bare)
}

// RelayLanguage is how one language is spoken and understood in a [ConversationRelay] or
// an [Assistant]; its element is called Language.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
type RelayLanguage struct {
	Code                  string
	TTSProvider           string
	Voice                 string
	TranscriptionProvider string
	SpeechModel           string

	bare bare
}

func (r *RelayLanguage) fields(c *codec) {
	c.open("Language", r.bare)
	c.str("code", &r.Code)
	c.str("ttsProvider", &r.TTSProvider)
	c.str("voice", &r.Voice)
	c.str("transcriptionProvider", &r.TranscriptionProvider)
	c.str("speechModel", &r.SpeechModel)
	c.close("Language", &r.bare)
}

// Interruption says what interrupts a [ConversationRelay] that is speaking.
type Interruption string

// The values of [Interruption].
const (
	InterruptNone   Interruption = "none"
	InterruptDTMF   Interruption = "dtmf"
	InterruptSpeech Interruption = "speech"
	InterruptAny    Interruption = "any"
	InterruptTrue   Interruption = "true"
	InterruptFalse  Interruption = "false"
)

// Sensitivity says how easily a [ConversationRelay] is interrupted.
type Sensitivity string

// The values of [Sensitivity].
const (
	SensitivityLow    Sensitivity = "low"
	SensitivityMedium Sensitivity = "medium"
	SensitivityHigh   Sensitivity = "high"
)

// RelayDebug is a kind of message that a [ConversationRelay] sends for debugging.
type RelayDebug string

// The values of [RelayDebug].
const (
	RelayDebugging     RelayDebug = "debugging"
	RelaySpeakerEvents RelayDebug = "speaker-events"
	RelayTokensPlayed  RelayDebug = "tokens-played"
)

func (ConversationRelay) connectChild()        {}
func (ConversationRelaySession) connectChild() {}
func (Assistant) connectChild()                {}
func (RelayLanguage) relayChild()              {}
