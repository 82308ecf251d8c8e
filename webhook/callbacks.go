package webhook

import (
	"context"
	"net/http"
	"time"
)

// OnMessageStatus returns a handler for status callbacks of messages. It answers 204, which
// has no body: Twilio expects none. When the function returns an error, the handler logs it
// to [slog.Default] and answers 500. Twilio then repeats the request if the address asks for
// repeats, as in https://example.com/status#rc=3&rp=5xx. The function has 14 seconds, after
// which its context ends.
//
// A callback can come before Messages.Create has returned, so that your program does
// not know the message's SID yet. Store a callback for an unknown message until Create
// returns, or put a key of your own into the address of the callback. Callbacks
// overtake each other and may come twice: see [MessageStatus.Supersedes].
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
func OnMessageStatus(handle func(ctx context.Context, in *MessageStatus) error) http.Handler {
	return OnWith(ParseMessageStatus, handle)
}

// OnCallStatus returns a handler for status callbacks of calls; see [OnMessageStatus]. A callback
// can come before Calls.Create has returned.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
func OnCallStatus(handle func(ctx context.Context, in *CallStatus) error) http.Handler {
	return OnWith(ParseCallStatus, handle)
}

// OnMachineDetection returns a handler for results of asynchronous answering machine
// detection; see [OnMessageStatus].
//
// Twilio docs: https://www.twilio.com/docs/voice/answering-machine-detection
func OnMachineDetection(handle func(ctx context.Context, in *MachineDetection) error) http.Handler {
	return OnWith(ParseMachineDetection, handle)
}

// OnRecordingStatus returns a handler for status callbacks of recordings, at a
// RecordingStatusCallback; see [OnMessageStatus]. The Action of a Record expects
// instructions: use [AnswerRecord] there.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
func OnRecordingStatus(handle func(ctx context.Context, in *RecordingStatus) error) http.Handler {
	return OnWith(ParseRecordingStatus, handle)
}

// OnTranscription returns a handler for the texts of recordings, at the TranscribeCallback of a
// Record; see [OnMessageStatus].
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record#transcribecallback
func OnTranscription(handle func(ctx context.Context, in *Transcription) error) http.Handler {
	return OnWith(ParseTranscription, handle)
}

// OnConference returns a handler for events of conferences; see [OnMessageStatus].
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/conference#statuscallback
func OnConference(handle func(ctx context.Context, in *Conference) error) http.Handler {
	return OnWith(ParseConference, handle)
}

// OnStreamStatus returns a handler for status callbacks of media streams; see [OnMessageStatus].
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/stream
func OnStreamStatus(handle func(ctx context.Context, in *StreamStatus) error) http.Handler {
	return OnWith(ParseStreamStatus, handle)
}

// OnConversation returns a handler for events of Conversations; see [OnMessageStatus].
// Twilio waits 5 seconds and does not repeat such a request, so the function has 4. For an
// event before an action use [AnswerConversation], because an error refuses the action.
//
// Twilio docs: https://www.twilio.com/docs/conversations/conversations-webhooks
func OnConversation(handle func(ctx context.Context, in *Conversation) error) http.Handler {
	return on(conversationTimeout, ParseConversation, handle)
}

// OnWith returns a handler for any other webhook that expects no instructions. It takes the
// function that reads the request; see [OnMessageStatus]:
//
//	webhook.OnWith(webhook.ParseEvents, func(ctx context.Context, in []webhook.Event) error { … })
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks
func OnWith[T any](parse func(*http.Request) (T, error), handle func(ctx context.Context, in T) error) http.Handler {
	return on(replyTimeout, parse, handle)
}

// on returns a handler that answers 204 when the function returns no error. That is so even
// when the function is late: an event that was handled must not be repeated.
func on[T any](within time.Duration, parse func(*http.Request) (T, error), do func(ctx context.Context, in T) error) http.Handler {
	if parse == nil || do == nil {
		return orServerError(nil)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if handle(w, r, within, parse, do) {
			w.WriteHeader(http.StatusNoContent)
		}
	})
}
