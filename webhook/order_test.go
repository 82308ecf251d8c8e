package webhook_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/webhook"
)

// TestOrder: of two events at most one supersedes the other, an event supersedes
// none before which another stands, and a final status stays.
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
			switch {
			case prev.CallStatus.Final() != next.CallStatus.Final():
				assert.Equal(t, next.CallStatus.Final(), next.Supersedes(prev), "%d after %d", j, i)
			case prev.SequenceNumber != next.SequenceNumber:
				assert.Equal(t, next.SequenceNumber > prev.SequenceNumber, next.Supersedes(prev), "%d after %d", j, i)
			case prev.CallStatus.Final():
				assert.False(t, next.Supersedes(prev), "of two ends the first stays: %d after %d", j, i)
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
	for _, status := range []twilio.RecordingStatus{"", "something-new", "in-progress", "completed", "absent", "failed"} {
		recordings = append(recordings, &webhook.RecordingStatus{RecordingStatus: status})
	}
	assertOrder(t, recordings, func(s *webhook.RecordingStatus) bool { return s.RecordingStatus != "in-progress" })
	for _, s := range recordings {
		assert.Equal(t, s.RecordingStatus != "in-progress", s.Supersedes(&webhook.RecordingStatus{RecordingStatus: "in-progress"}))
	}
}

// TestCallsWithoutSequenceNumbers are ordered by their status.
func TestCallsWithoutSequenceNumbers(t *testing.T) {
	t.Parallel()
	parse := func(status string) *webhook.CallStatus {
		s, err := webhook.ParseCallStatus(hook("CallSid", callSID, "CallStatus", status))
		require.NoError(t, err)
		return s
	}
	steps := []string{"queued", "initiated", "ringing", "in-progress", "something-new"}
	ends := []string{"completed", "busy", "failed", "no-answer", "canceled"}
	for i, earlier := range steps {
		for j, later := range steps {
			assert.Equal(t, j > i, parse(later).Supersedes(parse(earlier)), "%s after %s", later, earlier)
		}
		for _, end := range ends {
			assert.True(t, parse(end).Supersedes(parse(earlier)), "%s after %s", end, earlier)
			assert.False(t, parse(earlier).Supersedes(parse(end)), "%s after %s", earlier, end)
		}
	}
	for _, first := range ends {
		for _, second := range ends {
			assert.False(t, parse(second).Supersedes(parse(first)), "%s after %s", second, first)
		}
	}
}

// TestFinalMessageStatuses: the first stays, and a delivered message may be read.
func TestFinalMessageStatuses(t *testing.T) {
	t.Parallel()
	ends := []twilio.MessageStatus{"canceled", "failed", "delivered", "undelivered", "read", "received"}
	for _, first := range ends {
		for _, second := range ends {
			next, prev := webhook.MessageStatus{Status: second}, webhook.MessageStatus{Status: first}
			assert.Equal(t, first == "delivered" && second == "read", next.Supersedes(&prev), "%s after %s", second, first)
			delivery, before := webhook.Conversation{Status: second}, webhook.Conversation{Status: first}
			assert.Equal(t, next.Supersedes(&prev), delivery.Supersedes(&before), "%s after %s", second, first)
		}
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
