package twiml

import "strings"

// Start begins something that goes on beside the verbs that follow.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/stream
type Start struct {
	Action   string
	Method   Method
	Children []StartChild

	bare bare
}

// StartChild is what may stand in a [Start]:
// [Stream], [Siprec], [Transcription] and [Recording].
type StartChild interface{ startChild() }

func (s *Start) fields(c *codec) {
	c.open("Start", s.bare)
	c.url("action", &s.Action, 0)
	c.method("method", &s.Method, 0)
	children(c, &s.Children, 14300)
	c.rule(!c.hasChildren(), codeSchema, "there is nothing to start", "give it a <Stream>, or another service")
	c.close("Start", &s.bare)
}

// Stop ends what a [Start] has begun, by its name.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/stream
type Stop struct {
	Children []StopChild
}

// StopChild is what may stand in a [Stop]: [Stream], [Siprec] and [Transcription].
type StopChild interface{ stopChild() }

func (s *Stop) fields(c *codec) {
	c.open("Stop", "")
	children(c, &s.Children, 0)
	c.rule(!c.hasChildren(), codeSchema, "there is nothing to stop", "give it what was started, with its name")
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
	c.webSocket("url", &s.URL, 31922, 31923)
	c.ruleOf("url", strings.Contains(s.URL, "?"), codeSchema, "url has a query, which a Stream cannot", "use Parameter elements")
	enum(c, "track", &s.Track, streamTracks, 31941)
	c.ruleOf("track", c.within("Connect") && (s.Track == OutboundTrack || s.Track == BothTracks), 31941,
		"a <Stream> in a <Connect> hears the caller only", "use inbound_track, or put it into <Start>")
	c.url("statusCallback", &s.StatusCallback, 0)
	c.method("statusCallbackMethod", &s.StatusCallbackMethod, 0)
	children(c, &s.Parameters, 0)
	c.rule(s.URL == "" && s.ConnectorName == "" && c.lacks("url") && !c.within("Stop"), 31923, "there is no url", "give it the wss:// address of your server")
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
	enum(c, "track", &s.Track, streamTracks, 0)
	c.url("statusCallback", &s.StatusCallback, 0)
	c.method("statusCallbackMethod", &s.StatusCallbackMethod, 0)
	children(c, &s.Parameters, 0)
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

// TranscriptionChild is what may stand in a [Transcription]: [Config] and [Parameter].
type TranscriptionChild interface{ transcriptionChild() }

func (t *Transcription) fields(c *codec) {
	c.open("Transcription", t.bare)
	c.str("name", &t.Name)
	enum(c, "track", &t.Track, streamTracks, 0)
	c.url("statusCallbackUrl", &t.StatusCallbackURL, 0)
	c.method("statusCallbackMethod", &t.StatusCallbackMethod, 0)
	c.str("inboundTrackLabel", &t.InboundTrackLabel)
	c.str("outboundTrackLabel", &t.OutboundTrackLabel)
	c.boolean("partialResults", &t.PartialResults, 0)
	c.str("languageCode", &t.LanguageCode)
	c.str("transcriptionEngine", &t.TranscriptionEngine)
	c.boolean("profanityFilter", &t.ProfanityFilter, 0)
	c.str("speechModel", &t.SpeechModel)
	c.str("hints", &t.Hints)
	c.boolean("enableAutomaticPunctuation", &t.EnableAutomaticPunctuation, 0)
	c.str("intelligenceService", &t.IntelligenceService)
	c.boolean("enableProviderData", &t.EnableProviderData, 0)
	c.str("conversationConfiguration", &t.ConversationConfiguration)
	c.str("conversationId", &t.ConversationID)
	children(c, &t.Children, 0)
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
	c.url("recordingStatusCallback", &r.RecordingStatusCallback, 13256)
	c.method("recordingStatusCallbackMethod", &r.RecordingStatusCallbackMethod, 0)
	list(c, "recordingStatusCallbackEvent", &r.RecordingStatusCallbackEvent, recordingEvents, 13621)
	enum(c, "trim", &r.Trim, trims, 0)
	enum(c, "track", &r.Track, recordingTracks, 0)
	enum(c, "channels", &r.Channels, channelKinds, 0)
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

// StreamTrack is the side of a call that is heard.
type StreamTrack string

// The values of [StreamTrack].
const (
	InboundTrack  StreamTrack = "inbound_track"
	OutboundTrack StreamTrack = "outbound_track"
	BothTracks    StreamTrack = "both_tracks"

	streamTracks = InboundTrack + " " + OutboundTrack + " " + BothTracks
)

// RecordingChannels says whether both sides of a call are recorded into one. Its twin
// in the API is twilio.RecordingChannels.
type RecordingChannels string

// The values of [RecordingChannels].
const (
	RecordingChannelsMono RecordingChannels = "mono"
	RecordingChannelsDual RecordingChannels = "dual"

	channelKinds = RecordingChannelsMono + " " + RecordingChannelsDual
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
