package voice

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// RealTimeTranscription turns the words of a live call into text. The text comes to the
// StatusCallbackURL while people speak: see package webhook.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/realtime-transcription-resource
type RealTimeTranscription struct {
	SID         string       `json:"sid"` // GT…
	AccountSID  string       `json:"account_sid"`
	CallSID     string       `json:"call_sid"` // CA…
	Name        string       `json:"name"`     // "" when it was given none
	Status      StreamStatus `json:"status"`
	DateUpdated twilio.Time  `json:"date_updated"`
	URI         string       `json:"uri"`
}

// RealTimeTranscriptions writes down live calls.
type RealTimeTranscriptions struct{ c *twilio.Client }

const (
	realTimeTranscriptionsPath = callPrefix + "/Transcriptions.json"
	realTimeTranscriptionPath  = callPrefix + "/Transcriptions/{Sid}.json"
)

var (
	realTimeTranscriptionCreate = twilio.Operation{
		Name: "voice.RealTimeTranscriptions.Create", Method: http.MethodPost, Host: hostAPI, Path: realTimeTranscriptionsPath, Mints: "GT",
	}

	// A transcription that is stopped twice is stopped.
	realTimeTranscriptionStop = twilio.Operation{
		Name: "voice.RealTimeTranscriptions.Stop", Method: http.MethodPost, Host: hostAPI, Path: realTimeTranscriptionPath, Class: twilio.ClassIdempotent,
	}
)

// RealTimeTranscriptionCreateParams begins a transcription.
type RealTimeTranscriptionCreateParams struct {
	ConfigurationID              string        `form:"ConfigurationId"`                     // of a configuration with settings of its own
	ConversationConfiguration    string        `form:"ConversationConfiguration"`           // the ID of a configuration of conversations
	ConversationID               string        `form:"ConversationId"`                      // of the conversation that the text joins
	EnableAutomaticPunctuation   *bool         `form:"EnableAutomaticPunctuation"`          // nil is true
	EnableProviderData           bool          `form:"EnableProviderData"`                  // the callbacks have the raw data of the engine too
	Hints                        string        `form:"Hints"`                               // words that are likely to come, with commas
	InboundTrackLabel            string        `form:"InboundTrackLabel"`                   // the name of the other party in the callbacks
	IntelligenceService          string        `form:"IntelligenceService"`                 // SID or unique name; keeps the text
	LanguageCode                 string        `form:"LanguageCode"`                        // BCP 47: "en-US"
	Name                         string        `form:"Name"`                                // unique in the call; Stop takes it
	OutboundTrackLabel           string        `form:"OutboundTrackLabel"`                  // the name of Twilio's party in the callbacks
	PartialResults               bool          `form:"PartialResults"`                      // text comes before a sentence is over
	ProfanityFilter              *bool         `form:"ProfanityFilter"`                     // nil is true
	SpeechModel                  string        `form:"SpeechModel"`                         // of the engine: "telephony"
	StatusCallbackMethod         twilio.Method `form:"StatusCallbackMethod" check:"method"` // "" is POST
	StatusCallbackURL            string        `form:"StatusCallbackUrl" check:"callback"`  // hears the text
	Track                        Track         `form:"Track"`                               // "" is TrackBoth
	TranscriptionConfigurationID string        `form:"TranscriptionConfigurationId"`        // of a transcription configuration
	TranscriptionEngine          string        `form:"TranscriptionEngine"`                 // "google" or "deepgram"

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create begins to write down a call in progress, and returns the transcription. A call
// that is not in progress is refused with [twilio.CodeCallNotInProgress]. When nobody can
// say whether the transcription has begun, the error is a *[twilio.OutcomeUnknownError]:
// stop it by its name before you begin another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/realtime-transcription-resource
func (s *RealTimeTranscriptions) Create(
	ctx context.Context, callSID string, params RealTimeTranscriptionCreateParams, opts ...twilio.CallOption,
) (*RealTimeTranscription, error) {
	return twilio.Invoke[RealTimeTranscription](ctx, s.c, realTimeTranscriptionCreate.On(callSID).With(&params), opts...)
}

// Stop ends a transcription, named by its SID or by its name, and returns it. The call
// goes on. A transcription that the call does not have matches [twilio.ErrNotFound]. A stop
// converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/realtime-transcription-resource
func (s *RealTimeTranscriptions) Stop(ctx context.Context, callSID, sidOrName string, opts ...twilio.CallOption) (*RealTimeTranscription, error) {
	return twilio.Invoke[RealTimeTranscription](ctx, s.c, realTimeTranscriptionStop.On(callSID, sidOrName).With(stopping{StreamStopped}), opts...)
}
