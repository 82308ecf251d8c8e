package webhook_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

func TestAnswers(t *testing.T) {
	t.Parallel()
	thanks := twiml.Messaging(twiml.Message{Body: "Thanks"})
	message := func(doc *twiml.Response, err error) http.Handler {
		return webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
			assert.Equal(t, "Hi", in.Body)
			return doc, err
		})
	}
	inbound := []string{"MessageSid", "SM1", "From", "a", "To", "b", "Body", "Hi"}
	got := deliver(message(thanks, nil), "", inbound...)
	assert.Equal(t, thanks.String(), got.Body.String())
	assert.Equal(t, "text/xml; charset=utf-8", got.Header().Get("Content-Type"))
	assert.Equal(t, http.StatusNoContent, deliver(message(nil, nil), "", inbound...).Code)
	failed := deliver(message(thanks, errors.New("the database is away")), "", inbound...)
	assert.Equal(t, http.StatusInternalServerError, failed.Code)
	assert.NotContains(t, failed.Body.String(), "database")
	assert.Equal(t, http.StatusBadRequest, deliver(message(thanks, nil), "", "what", "ever").Code)

	call := webhook.AnswerCall(func(context.Context, *webhook.Call) (*twiml.Response, error) { return twiml.Voice(twiml.Hangup{}), nil })
	assert.Contains(t, deliver(call, "", "CallSid", "CA1").Body.String(), "<Hangup/>")
	gather := webhook.AnswerGather(func(_ context.Context, in *webhook.Gather) (*twiml.Response, error) {
		return twiml.Voice(twiml.Say{Text: in.Digits}), nil
	})
	assert.Contains(t, deliver(gather, "", "CallSid", "CA1", "Digits", "12").Body.String(), "<Say>12</Say>")
	status := webhook.AnswerWith(webhook.ParseMessageStatus, func(context.Context, *webhook.MessageStatus) (*twiml.Response, error) { return nil, nil })
	assert.Equal(t, http.StatusNoContent, deliver(status, "", "MessageSid", "SM1", "MessageStatus", "sent").Code)
}

// TestAnswerInTime: the context ends before Twilio gives up, and an answer after
// that is an error.
func TestAnswerInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		h := webhook.AnswerCall(func(ctx context.Context, _ *webhook.Call) (*twiml.Response, error) {
			<-ctx.Done()
			return twiml.Voice(), nil
		})
		w := deliver(h, "", "CallSid", "CA1")
		require.Equal(t, 14*time.Second, time.Since(began))
		assert.Equal(t, http.StatusInternalServerError, w.Code)
	})
}
