package twiml

// Start begins a service that runs beside the verbs that follow.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/stream
type Start struct {
	Action   string
	Method   Method
	Children []StartChild

	bare bare
}

// StartChild is an element that may stand in a [Start]:
// [Stream], [Siprec], [Transcription] and [Recording].
type StartChild interface{ startChild() }

func (s *Start) fields(c *codec) {
	c.open("Start", s.bare)
	c.str("action", &s.Action)
	enum(c, "method", &s.Method)
	children(c, &s.Children)
	c.close("Start", &s.bare)
}

// Stop ends a service that a [Start] has begun, by its name.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/stream
type Stop struct {
	Children []StopChild
}

// StopChild is an element that may stand in a [Stop]: [Stream], [Siprec] and [Transcription].
type StopChild interface{ stopChild() }

func (s *Stop) fields(c *codec) {
	c.open("Stop", "")
	children(c, &s.Children)
	c.close("Stop", nil)
}

// Stream sends the sound of a call to your WebSocket server.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/stream
type Stream struct {
	Name                 string // by which a Stop finds it
	ConnectorName        string
	URL                  string      // wss://…, without a query: use Parameter children
	Track                StreamTrack // in a Connect only the inbound one
	StatusCallback       string
	StatusCallbackMethod Method
	Parameters           []Parameter

	bare bare
}

func (s *Stream) fields(c *codec) {
	c.open("Stream", s.bare)
	c.str("name", &s.Name)
	c.str("connectorName", &s.ConnectorName)
	c.str("url", &s.URL)
	enum(c, "track", &s.Track)
	c.str("statusCallback", &s.StatusCallback)
	enum(c, "statusCallbackMethod", &s.StatusCallbackMethod)
	children(c, &s.Parameters)
	c.close("Stream", &s.bare)
}

// Siprec sends the sound of a call to a recorder over SIPREC.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/siprec
type Siprec struct {
	Name                 string // by which a Stop finds it
	ConnectorName        string
	Track                StreamTrack
	StatusCallback       string
	StatusCallbackMethod Method
	Parameters           []Parameter

	bare bare
}

func (s *Siprec) fields(c *codec) {
	c.open("Siprec", s.bare)
	c.str("name", &s.Name)
	c.str("connectorName", &s.ConnectorName)
	enum(c, "track", &s.Track)
	c.str("statusCallback", &s.StatusCallback)
	enum(c, "statusCallbackMethod", &s.StatusCallbackMethod)
	children(c, &s.Parameters)
	c.close("Siprec", &s.bare)
}

// Transcription sends the words of a call to your server as they are said.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/transcription
type Transcription struct {
	Name                       string // by which a Stop finds it
	Track                      StreamTrack
	StatusCallbackURL          string
	StatusCallbackMethod       Method
	InboundTrackLabel          string
	OutboundTrackLabel         string
	PartialResults             Bool
	LanguageCode               string // en-US by default
	TranscriptionEngine        string // "google" or "deepgram"
	ProfanityFilter            Bool
	SpeechModel                string
	Hints                      string // phrases separated by commas
	EnableAutomaticPunctuation Bool
	IntelligenceService        string
	EnableProviderData         Bool
	ConversationConfiguration  string
	ConversationID             string
	Children                   []TranscriptionChild

	bare bare
}

// TranscriptionChild is an element that may stand in a [Transcription]: [Config] and [Parameter].
type TranscriptionChild interface{ transcriptionChild() }

func (t *Transcription) fields(c *codec) {
	c.open("Transcription", t.bare)
	c.str("name", &t.Name)
	enum(c, "track", &t.Track)
	c.str("statusCallbackUrl", &t.StatusCallbackURL)
	enum(c, "statusCallbackMethod", &t.StatusCallbackMethod)
	c.str("inboundTrackLabel", &t.InboundTrackLabel)
	c.str("outboundTrackLabel", &t.OutboundTrackLabel)
	c.boolean("partialResults", &t.PartialResults)
	c.str("languageCode", &t.LanguageCode)
	c.str("transcriptionEngine", &t.TranscriptionEngine)
	c.boolean("profanityFilter", &t.ProfanityFilter)
	c.str("speechModel", &t.SpeechModel)
	c.str("hints", &t.Hints)
	c.boolean("enableAutomaticPunctuation", &t.EnableAutomaticPunctuation)
	c.str("intelligenceService", &t.IntelligenceService)
	c.boolean("enableProviderData", &t.EnableProviderData)
	c.str("conversationConfiguration", &t.ConversationConfiguration)
	c.str("conversationId", &t.ConversationID)
	children(c, &t.Children)
	c.close("Transcription", &t.bare)
}

// Recording records a call from here on.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/recording
type Recording struct {
	RecordingStatusCallback       string
	RecordingStatusCallbackMethod Method
	RecordingStatusCallbackEvent  []RecordingEvent
	Trim                          RecordingTrim
	Track                         RecordingTrack
	Channels                      RecordingChannels
	RecordingConfigurationID      string

	bare bare
}

func (r *Recording) fields(c *codec) {
	c.open("Recording", r.bare)
	c.str("recordingStatusCallback", &r.RecordingStatusCallback)
	enum(c, "recordingStatusCallbackMethod", &r.RecordingStatusCallbackMethod)
	list(c, "recordingStatusCallbackEvent", &r.RecordingStatusCallbackEvent)
	enum(c, "trim", &r.Trim)
	enum(c, "track", &r.Track)
	enum(c, "channels", &r.Channels)
	c.str("recordingConfigurationId", &r.RecordingConfigurationID)
	c.close("Recording", &r.bare)
}

// Config is a setting of a [Transcription] or a [VirtualAgent]. Name and Value are always
// written.
type Config struct {
	Name  string
	Value string
}

func (e *Config) fields(c *codec) {
	c.open("Config", "")
	c.required("name", &e.Name)
	c.required("value", &e.Value)
	c.close("Config", nil)
}

// StreamTrack is the side of a call whose sound is sent.
type StreamTrack string

// The values of [StreamTrack].
const (
	InboundTrack  StreamTrack = "inbound_track"
	OutboundTrack StreamTrack = "outbound_track"
	BothTracks    StreamTrack = "both_tracks"
)

// RecordingChannels says whether both sides of a call are recorded into one. Its twin
// in the API is twilio.RecordingChannels.
type RecordingChannels string

// The values of [RecordingChannels].
const (
	RecordingChannelsMono RecordingChannels = "mono"
	RecordingChannelsDual RecordingChannels = "dual"
)

func (Start) verb()                {}
func (Start) voiceVerb()           {}
func (Stop) verb()                 {}
func (Stop) voiceVerb()            {}
func (Stream) connectChild()       {}
func (Stream) startChild()         {}
func (Stream) stopChild()          {}
func (Siprec) startChild()         {}
func (Siprec) stopChild()          {}
func (Transcription) startChild()  {}
func (Transcription) stopChild()   {}
func (Recording) startChild()      {}
func (Config) transcriptionChild() {}
func (Config) virtualAgentChild()  {}
