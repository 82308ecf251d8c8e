package webhook_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/webhook"
)

// TestOrder: of two events at most one supersedes the other, an event supersedes
// none before which another stands, and what is over stays over.
func TestOrder(t *testing.T) {
	t.Parallel()
	var calls []*webhook.CallStatus
	var partial []*webhook.PartialGather
	var conferences []*webhook.Conference
	var live []*webhook.LiveTranscription
	for sequence := range 3 {
		for _, status := range []twilio.CallStatus{"", "something-new", "queued", "initiated", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"} {
			calls = append(calls, &webhook.CallStatus{SequenceNumber: sequence, CallInfo: webhook.CallInfo{CallStatus: status}})
		}
		partial = append(partial, &webhook.PartialGather{SequenceNumber: sequence})
		conferences = append(conferences, &webhook.Conference{SequenceNumber: sequence})
		live = append(live, &webhook.LiveTranscription{SequenceID: sequence})
	}
	assertOrder(t, calls, func(s *webhook.CallStatus) bool { return s.CallStatus.Final() })
	assertOrder(t, partial, nil)
	assertOrder(t, conferences, nil)
	assertOrder(t, live, nil)
	for i, prev := range calls {
		for j, next := range calls {
			if prev.CallStatus.Final() == next.CallStatus.Final() {
				assert.Equal(t, next.SequenceNumber > prev.SequenceNumber, next.Supersedes(prev), "%d after %d", j, i)
			} else {
				assert.Equal(t, next.CallStatus.Final(), next.Supersedes(prev), "%d after %d", j, i)
			}
		}
	}
	for i := range partial {
		for j := range partial {
			assert.Equal(t, j > i, partial[j].Supersedes(partial[i]))
			assert.Equal(t, j > i, conferences[j].Supersedes(conferences[i]))
			assert.Equal(t, j > i, live[j].Supersedes(live[i]))
		}
	}

	var messages []*webhook.MessageStatus
	for _, status := range []twilio.MessageStatus{"", "something-new", "accepted", "scheduled", "canceled", "queued", "sending", "sent", "failed", "delivered", "undelivered", "partially_delivered", "read", "receiving", "received"} {
		messages = append(messages, &webhook.MessageStatus{Status: status})
	}
	assertOrder(t, messages, func(s *webhook.MessageStatus) bool { return s.Status.Final() })

	var recordings []*webhook.RecordingStatus
	for _, status := range []string{"", "something-new", "in-progress", "completed", "absent", "failed"} {
		recordings = append(recordings, &webhook.RecordingStatus{Status: status})
	}
	assertOrder(t, recordings, func(s *webhook.RecordingStatus) bool { return s.Status != "in-progress" })
	for _, s := range recordings {
		assert.Equal(t, s.Status != "in-progress", s.Supersedes(&webhook.RecordingStatus{Status: "in-progress"}))
	}
}

// assertOrder takes final nil for events that are never the last.
func assertOrder[P interface {
	comparable
	Supersedes(prev P) bool
}](t *testing.T, all []P, final func(P) bool) {
	t.Helper()
	var none P
	for _, a := range all {
		assert.True(t, a.Supersedes(none))
		assert.False(t, a.Supersedes(a))
		for _, b := range all {
			if a.Supersedes(b) {
				assert.False(t, b.Supersedes(a), "%+v, %+v", a, b)
				assert.False(t, final != nil && final(b) && !final(a), "%+v, %+v", a, b)
			}
			for _, c := range all {
				if a.Supersedes(b) && b.Supersedes(c) {
					assert.True(t, a.Supersedes(c), "%+v, %+v, %+v", a, b, c)
				}
			}
		}
	}
}
