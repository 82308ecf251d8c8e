package webhook

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio/twiml"
)

// StreamStatus is a status callback of a media stream. Twilio's pages do not confirm all of
// its parameters: Raw has all that came.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/stream
type StreamStatus struct {
	Params

	StreamSID   string      `form:"StreamSid,required"`
	AccountSID  string      `form:"AccountSid"`
	CallSID     string      `form:"CallSid"`
	StreamName  string      `form:"StreamName"`
	StreamEvent StreamEvent `form:"StreamEvent"`
	StreamError string      `form:"StreamError"`
	Timestamp   time.Time   `form:"Timestamp"`
}

// ParseStreamStatus reads a status callback of a media stream. It fails with a
// [*PayloadError] when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/stream
func ParseStreamStatus(r *http.Request) (*StreamStatus, error) {
	return parse[StreamStatus](r, "StreamStatus")
}

// DedupeKey is the same for every request about the same event of a stream:
// "stream/AC…/MZ…/stream-started".
func (s *StreamStatus) DedupeKey() string {
	return dedupeKey("stream", s.AccountSID, s.StreamSID, string(s.StreamEvent))
}

// LiveTranscription is an event of a real-time transcription. Twilio's pages do not confirm
// all of its parameters: Raw has all that came.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/transcription
type LiveTranscription struct {
	Params

	TranscriptionSID   string             `form:"TranscriptionSid,required"`
	AccountSID         string             `form:"AccountSid"`
	CallSID            string             `form:"CallSid"`
	TranscriptionEvent TranscriptionEvent `form:"TranscriptionEvent"`
	SequenceID         int                `form:"SequenceId"`
	Track              twiml.StreamTrack  `form:"Track"`
	TranscriptionData  json.RawMessage    `form:"TranscriptionData"`
	Final              bool               `form:"Final"`
	LanguageCode       string             `form:"LanguageCode"`
	Timestamp          time.Time          `form:"Timestamp"`
}

// ParseLiveTranscription reads an event of a real-time transcription. It fails
// with a [*PayloadError] when the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/transcription
func ParseLiveTranscription(r *http.Request) (*LiveTranscription, error) {
	return parse[LiveTranscription](r, "LiveTranscription")
}

// DedupeKey is the same for every request about the same event:
// "live-transcription/AC…/GT…/inbound_track/transcription-content/3", with the
// sequence.
func (t *LiveTranscription) DedupeKey() string {
	return dedupeKey("live-transcription", t.AccountSID, t.TranscriptionSID, string(t.Track), string(t.TranscriptionEvent), strconv.Itoa(t.SequenceID))
}

// Supersedes reports whether the event is later than prev, which may be nil.
func (t *LiveTranscription) Supersedes(prev *LiveTranscription) bool {
	return prev == nil || t.SequenceID > prev.SequenceID
}
