package voice

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Stream is the sound of a call on its way to a WebSocket of yours, one way.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/stream-resource
type Stream struct {
	SID         string       `json:"sid"` // MZ…
	AccountSID  string       `json:"account_sid"`
	CallSID     string       `json:"call_sid"` // CA…
	Name        string       `json:"name"`     // "" when it was given none
	Status      StreamStatus `json:"status"`
	DateUpdated twilio.Time  `json:"date_updated"`
	URI         string       `json:"uri"`
}

// StreamStatus says whether a stream, a SIPREC session or a real-time transcription is
// running.
type StreamStatus string

// The statuses of streams.
const (
	StreamInProgress StreamStatus = "in-progress"
	StreamStopped    StreamStatus = "stopped"
)

// Final reports a stream that has stopped, and does not start again.
func (s StreamStatus) Final() bool { return s == StreamStopped }

// Track says whose sound is taken from a call.
type Track string

// The tracks of a call, as Twilio hears them: the inbound track is that of the other
// party, and the outbound track is that of Twilio.
const (
	TrackInbound  Track = "inbound_track"
	TrackOutbound Track = "outbound_track"
	TrackBoth     Track = "both_tracks"
)

// Parameter is a value of your own that Twilio hands to the receiver of a stream or of a
// SIPREC session. Twilio numbers the parameters in their order: Parameter1.Name and
// Parameter1.Value are the first one.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/stream-resource#custom-parameters
type Parameter struct {
	Name  string `form:"Name" check:"required"`
	Value string `form:"Value"`
}

// Streams sends the sound of live calls to WebSockets.
type Streams struct{ c *twilio.Client }

const (
	streamsPath = callPrefix + "/Streams.json"
	streamPath  = callPrefix + "/Streams/{Sid}.json"
)

var (
	streamCreate = twilio.Operation{Name: "voice.Streams.Create", Method: http.MethodPost, Host: hostAPI, Path: streamsPath, Mints: "MZ"}

	// A stream that is stopped twice is stopped.
	streamStop = twilio.Operation{Name: "voice.Streams.Stop", Method: http.MethodPost, Host: hostAPI, Path: streamPath, Class: twilio.ClassIdempotent}
)

// StreamCreateParams begins a stream.
type StreamCreateParams struct {
	URL                  string        `form:"Url" check:"required,url"`            // wss://…, without a query: use Parameters
	Name                 string        `form:"Name"`                                // unique in the call; Stop takes it
	Parameters           []Parameter   `form:"Parameter,numbered" check:"max=99"`   // for the receiver, in its first message
	StatusCallback       string        `form:"StatusCallback" check:"callback"`     // hears of the start, the stop and errors
	StatusCallbackMethod twilio.Method `form:"StatusCallbackMethod" check:"method"` // "" is POST
	Track                Track         `form:"Track"`                               // "" is TrackInbound

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create begins to send the sound of a call in progress to a WebSocket, and returns the
// stream. A call that is not in progress is refused with [twilio.CodeCallNotInProgress].
// An address that cannot be reached comes to the StatusCallback. When nobody can say
// whether the stream has begun, the error is a *[twilio.OutcomeUnknownError]: stop it by
// its name before you begin another one.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/stream-resource#create-a-stream-resource
func (s *Streams) Create(ctx context.Context, callSID string, params StreamCreateParams, opts ...twilio.CallOption) (*Stream, error) {
	return twilio.Invoke[Stream](ctx, s.c, streamCreate.On(callSID).With(&params), opts...)
}

// stopping is the parameter by which streams, SIPREC sessions and transcriptions end.
type stopping struct {
	Status StreamStatus `form:"Status"`
}

// Stop ends a stream, named by its SID or by its name, and returns it. The call goes on.
// A stream that the call does not have matches [twilio.ErrNotFound]. A stop converges, so
// that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/stream-resource#stop-a-stream
func (s *Streams) Stop(ctx context.Context, callSID, sidOrName string, opts ...twilio.CallOption) (*Stream, error) {
	return twilio.Invoke[Stream](ctx, s.c, streamStop.On(callSID, sidOrName).With(stopping{StreamStopped}), opts...)
}
