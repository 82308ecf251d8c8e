package webhook

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio/twiml"
)

// replyTimeout is a little less than the 15 s after which Twilio gives up.
// https://www.twilio.com/docs/api/errors/11205
const replyTimeout = 14 * time.Second

// AnswerMessage returns a handler for incoming messages. The function has 14 seconds, after
// which its context ends: Twilio gives up at 15. A nil or empty response sends no reply.
// When the function returns an error, the handler logs it to [slog.Default] and answers
// 500; Twilio then requests the fallback URL, if there is one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/twiml
func AnswerMessage(answer func(ctx context.Context, in *Message) (*twiml.Response, error)) http.Handler {
	return AnswerWith(ParseMessage, answer)
}

// AnswerCall returns a handler that answers calls with instructions; see [AnswerMessage]. An
// empty response hangs up. The request for the instructions of an outgoing call can come
// before Calls.Create has returned.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml
func AnswerCall(answer func(ctx context.Context, in *Call) (*twiml.Response, error)) http.Handler {
	return AnswerWith(ParseCall, answer)
}

// AnswerGather returns a handler for the Action of a Gather, which answers the caller's input
// with instructions; see [AnswerMessage].
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/gather
func AnswerGather(answer func(ctx context.Context, in *Gather) (*twiml.Response, error)) http.Handler {
	return AnswerWith(ParseGather, answer)
}

// AnswerDial returns a handler for the Action of a Dial, which answers the end of a dialled
// call with instructions for the caller; see [AnswerMessage]. An empty response hangs up.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/dial#action
func AnswerDial(answer func(ctx context.Context, in *Dial) (*twiml.Response, error)) http.Handler {
	return AnswerWith(ParseDial, answer)
}

// AnswerRecord returns a handler for the Action of a Record, which answers the end of a
// recording with instructions for the caller; see [AnswerMessage]. An empty response hangs
// up.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record
func AnswerRecord(answer func(ctx context.Context, in *Record) (*twiml.Response, error)) http.Handler {
	return AnswerWith(ParseRecord, answer)
}

// AnswerWith returns a handler for any other webhook that expects instructions. It takes the
// function that reads the request:
//
//	webhook.AnswerWith(webhook.ParseEnqueue, func(ctx context.Context, in *webhook.Enqueue) (*twiml.Response, error) { … })
//
// See [AnswerMessage]. For webhooks that expect no instructions, use [OnWith].
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml
func AnswerWith[T any](parse func(*http.Request) (*T, error), answer func(ctx context.Context, in *T) (*twiml.Response, error)) http.Handler {
	if parse == nil || answer == nil {
		return orServerError(nil)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var doc *twiml.Response
		handled := handle(w, r, replyTimeout, parse, func(ctx context.Context, in *T) (err error) {
			doc, err = answer(ctx, in)
			if err == nil && ctx.Err() != nil {
				err = errors.New("the answer comes too late")
			}
			return err
		})
		switch {
		case !handled:
		case doc == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			doc.ServeHTTP(w, r)
		}
	})
}

// handle reads a request and hands it to a function, whose context ends after within.
// When one of the two fails, handle answers, logs the error, and returns false.
func handle[T any](w http.ResponseWriter, r *http.Request, within time.Duration, parse func(*http.Request) (T, error), do func(ctx context.Context, in T) error) bool {
	in, err := parse(r)
	if err != nil {
		slog.LogAttrs(r.Context(), slog.LevelWarn, "webhook: a request cannot be read", slog.String("error", err.Error()))
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return false
	}
	ctx, cancel := context.WithTimeout(r.Context(), within)
	defer cancel()
	if err := do(ctx, in); err != nil {
		slog.LogAttrs(r.Context(), slog.LevelError, "webhook: the handler failed", slog.String("error", err.Error()))
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return false
	}
	return true
}
