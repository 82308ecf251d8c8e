package webhook_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// recordTo returns a callback function that stores its event in got and returns err.
func recordTo[T any](got *T, err error) func(context.Context, T) error {
	return func(_ context.Context, in T) error {
		*got = in
		return err
	}
}

// TestCallbacks: each handler gives its event to the function and answers without a
// body; an error is 500, and a request of another kind is 400.
func TestCallbacks(t *testing.T) {
	t.Parallel()
	away := errors.New("the database is away")
	for name, tt := range map[string]struct {
		handler func(failure error, got *string) http.Handler
		pairs   []string
		want    string
	}{
		"OnMessageStatus": {handler: func(failure error, got *string) http.Handler {
			return webhook.OnMessageStatus(func(_ context.Context, in *webhook.MessageStatus) error {
				*got = string(in.Status)
				return failure
			})
		}, pairs: []string{"MessageSid", "SM1", "MessageStatus", "sent"}, want: "sent"},
		"OnCallStatus": {handler: func(failure error, got *string) http.Handler {
			return webhook.OnCallStatus(func(_ context.Context, in *webhook.CallStatus) error {
				*got = string(in.CallStatus)
				return failure
			})
		}, pairs: []string{"CallSid", "CA1", "CallStatus", "ringing"}, want: "ringing"},
		"OnMachineDetection": {handler: func(failure error, got *string) http.Handler {
			return webhook.OnMachineDetection(func(_ context.Context, in *webhook.MachineDetection) error {
				*got = string(in.AnsweredBy)
				return failure
			})
		}, pairs: []string{"CallSid", "CA1", "AnsweredBy", "human"}, want: "human"},
		"OnRecordingStatus": {handler: func(failure error, got *string) http.Handler {
			return webhook.OnRecordingStatus(func(_ context.Context, in *webhook.RecordingStatus) error {
				*got = string(in.RecordingStatus)
				return failure
			})
		}, pairs: []string{"RecordingSid", "RE1", "RecordingStatus", "completed"}, want: "completed"},
		"OnTranscription": {handler: func(failure error, got *string) http.Handler {
			return webhook.OnTranscription(func(_ context.Context, in *webhook.Transcription) error {
				*got = in.TranscriptionText
				return failure
			})
		}, pairs: []string{"CallSid", "CA1", "TranscriptionSid", "TR1", "TranscriptionText", "Hello"}, want: "Hello"},
		"OnConference": {handler: func(failure error, got *string) http.Handler {
			return webhook.OnConference(func(_ context.Context, in *webhook.Conference) error {
				*got = string(in.StatusCallbackEvent)
				return failure
			})
		}, pairs: []string{"ConferenceSid", "CF1", "StatusCallbackEvent", "conference-end"}, want: "conference-end"},
		"OnStreamStatus": {handler: func(failure error, got *string) http.Handler {
			return webhook.OnStreamStatus(func(_ context.Context, in *webhook.StreamStatus) error {
				*got = string(in.StreamEvent)
				return failure
			})
		}, pairs: []string{"StreamSid", "MZ1", "StreamEvent", "stream-error"}, want: "stream-error"},
		"OnConversation": {handler: func(failure error, got *string) http.Handler {
			return webhook.OnConversation(func(_ context.Context, in *webhook.Conversation) error {
				*got = in.Body
				return failure
			})
		}, pairs: []string{"EventType", "onMessageAdded", "Body", "Hi"}, want: "Hi"},
		"OnWith": {handler: func(failure error, got *string) http.Handler {
			return webhook.OnWith(webhook.ParseRoom, func(_ context.Context, in *webhook.Room) error {
				*got = string(in.StatusCallbackEvent)
				return failure
			})
		}, pairs: []string{"RoomSid", "RM1", "StatusCallbackEvent", "room-ended"}, want: "room-ended"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got string
			answer := deliver(tt.handler(nil, &got), "", tt.pairs...)
			assert.Equal(t, tt.want, got)
			assert.Equal(t, http.StatusNoContent, answer.Code)
			assert.Empty(t, answer.Body.String())
			assert.Empty(t, answer.Header())
			failed := deliver(tt.handler(away, &got), "", tt.pairs...)
			assert.Equal(t, http.StatusInternalServerError, failed.Code)
			assert.NotContains(t, failed.Body.String(), "database")
			got = "nothing"
			assert.Equal(t, http.StatusBadRequest, deliver(tt.handler(nil, &got), "", "what", "ever").Code)
			assert.Equal(t, "nothing", got)
		})
	}
}

// TestCallbackOfEvents: a request of Event Streams has several events.
func TestCallbackOfEvents(t *testing.T) {
	t.Parallel()
	var got []webhook.Event
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "http://h/", strings.NewReader(`[{"id":"1","type":"a"},{"id":"2","type":"b"}]`))
	webhook.OnWith(webhook.ParseEvents, recordTo(&got, nil)).ServeHTTP(w, r)
	assert.Equal(t, http.StatusNoContent, w.Code)
	assert.Len(t, got, 2)
}

// TestCallbackInTime: the context ends before Twilio gives up, and an event that was handled
// late counts as handled.
func TestCallbackInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, tt := range []struct {
			err  error
			want int
		}{{err: nil, want: http.StatusNoContent}, {err: context.DeadlineExceeded, want: http.StatusInternalServerError}} {
			for within, h := range map[time.Duration]http.Handler{
				14 * time.Second: webhook.OnCallStatus(func(ctx context.Context, _ *webhook.CallStatus) error {
					<-ctx.Done()
					return tt.err
				}),
				4 * time.Second: webhook.OnConversation(func(ctx context.Context, _ *webhook.Conversation) error {
					<-ctx.Done()
					return tt.err
				}),
			} {
				began := time.Now()
				w := deliver(h, "", "CallSid", "CA1", "CallStatus", "ringing", "EventType", "onMessageAdded")
				assert.Equal(t, within, time.Since(began))
				assert.Equal(t, tt.want, w.Code)
			}
		}
	})
}

// TestAnswersOfActions: the addresses behind Dial and Record want instructions.
func TestAnswersOfActions(t *testing.T) {
	t.Parallel()
	dial := webhook.AnswerDial(func(_ context.Context, in *webhook.Dial) (*twiml.Response, error) {
		return twiml.Voice(twiml.Say{Text: string(in.DialCallStatus) + " " + in.DialCallSID}), nil
	})
	assert.Contains(t, deliver(dial, "", "CallSid", "CA1", "DialCallStatus", "busy", "DialCallSid", "CA2").Body.String(), "<Say>busy CA2</Say>")
	assert.Equal(t, http.StatusBadRequest, deliver(dial, "", "CallSid", "CA1").Code)
	record := webhook.AnswerRecord(func(_ context.Context, in *webhook.Record) (*twiml.Response, error) {
		return twiml.Voice(twiml.Play{URL: in.RecordingURL}), nil
	})
	assert.Contains(t, deliver(record, "", "CallSid", "CA1", "RecordingUrl", "https://h/r").Body.String(), "<Play>https://h/r</Play>")
}

// TestNoFunction: a handler that was given no function answers 500 and does not panic.
func TestNoFunction(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.Handler{
		"OnCallStatus":       webhook.OnCallStatus(nil),
		"OnConversation":     webhook.OnConversation(nil),
		"OnWith":             webhook.OnWith[*webhook.Call](nil, nil),
		"AnswerCall":         webhook.AnswerCall(nil),
		"AnswerConversation": webhook.AnswerConversation(nil),
	} {
		assert.Equal(t, http.StatusInternalServerError, deliver(handler, "", "CallSid", "CA1", "CallStatus", "ringing", "EventType", "onMessageAdded").Code, name)
	}
}
