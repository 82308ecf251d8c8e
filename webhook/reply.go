package webhook

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio/twiml"
)

// answerWithin is a little less than the 15 s after which Twilio gives up.
// https://www.twilio.com/docs/api/errors/11205
const answerWithin = 14 * time.Second

// AnswerMessage answers incoming messages. The function has 14 seconds, after
// which its context ends: Twilio gives up at 15. A nil or empty response sends no
// reply. After an error Twilio is told 500, and asks the fallback URL, if there is
// one; the error is logged by slog's default logger.
//
// Twilio docs: https://www.twilio.com/docs/messaging/twiml
func AnswerMessage(answer func(ctx context.Context, in *Message) (*twiml.Response, error)) http.Handler {
	return AnswerWith(ParseMessage, answer)
}

// AnswerCall answers calls with instructions; see [AnswerMessage]. An empty
// response hangs up.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml
func AnswerCall(answer func(ctx context.Context, in *Call) (*twiml.Response, error)) http.Handler {
	return AnswerWith(ParseCall, answer)
}

// AnswerGather answers what was entered or said; see [AnswerMessage].
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/gather
func AnswerGather(answer func(ctx context.Context, in *Gather) (*twiml.Response, error)) http.Handler {
	return AnswerWith(ParseGather, answer)
}

// AnswerWith answers any other webhook, by the function that reads it:
//
//	webhook.AnswerWith(webhook.ParseDial, func(ctx context.Context, in *webhook.Dial) (*twiml.Response, error) { … })
//
// See [AnswerMessage]. A status callback is answered with a nil response.
func AnswerWith[T any](parse func(*http.Request) (*T, error), answer func(ctx context.Context, in *T) (*twiml.Response, error)) http.Handler {
	if parse == nil || answer == nil {
		return orNoHandler(nil)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in, err := parse(r)
		if err != nil {
			slog.LogAttrs(r.Context(), slog.LevelWarn, "webhook: a request cannot be read", slog.String("error", err.Error()))
			http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), answerWithin)
		defer cancel()
		doc, err := answer(ctx, in)
		if err == nil && ctx.Err() != nil {
			err = errors.New("the answer comes too late")
		}
		if err != nil {
			slog.LogAttrs(r.Context(), slog.LevelError, "webhook: the handler failed", slog.String("error", err.Error()))
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		if doc == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		doc.ServeHTTP(w, r)
	})
}
