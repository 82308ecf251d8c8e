package twiliotest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/voice"
	"github.com/seed15d99369/twilio/webhook"
)

// voicemail records the caller, and has the recording transcribed.
func voicemail() twiml.Record { return twiml.Record{Action: "/after", TranscribeCallback: "/status"} }

// TestRecordTranscribed: the text is that of the words, or the one that the test sets, and
// the callback and the API agree.
func TestRecordTranscribed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		set    func(recording string) (string, bool)
		status webhook.TranscriptionStatus
		text   string
	}{
		{"the words", nil, webhook.TranscriptionStatusCompleted, "Please call me back."},
		{"another text", func(string) (string, bool) { return "Please fall flat back.", true }, webhook.TranscriptionStatusCompleted, "Please fall flat back."},
		{"no text", func(string) (string, bool) { return "noise", false }, webhook.TranscriptionStatusFailed, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim, call := callInto(t, voicemail())
			sim.Transcriptions(tt.set)
			call.LeaveMessage(4*time.Second, "Please call me back.")
			call.Hangup()
			sim.Clock.Advance(time.Minute)
			forms := told(sim, "/status")
			require.Len(t, forms, 1)
			got, err := webhook.ParseTranscription(posted(forms[0]))
			require.NoError(t, err)
			assert.Equal(t, []any{tt.status, tt.text, call.SID}, []any{got.TranscriptionStatus, got.TranscriptionText, got.CallSID})
			shown, err := voice.New(sim.Client()).RecordingTranscriptions.Get(t.Context(), got.RecordingSID, got.TranscriptionSID)
			require.NoError(t, err)
			assert.Equal(t, []string{string(tt.status), tt.text, got.RecordingSID}, []string{string(shown.Status), shown.TranscriptionText, shown.RecordingSID})
			assert.Equal(t, tt.status == webhook.TranscriptionStatusCompleted, shown.Price != "", "a failed one costs nothing")
		})
	}
}

// TestTranscriptionsMayAskTheSimulator: the function of the test runs without a lock.
func TestTranscriptionsMayAskTheSimulator(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, voicemail())
	sim.Transcriptions(func(recording string) (string, bool) { return sim.Calls()[0].SID + " " + recording[:2], true })
	call.LeaveMessage(4 * time.Second)
	call.Hangup()
	sim.Clock.Advance(time.Minute)
	assert.Equal(t, []string{call.SID + " RE"}, values(told(sim, "/status"), "TranscriptionText"))
}

// TestRecordTooLongToTranscribe: recordings of 2 to 120 seconds are transcribed.
func TestRecordTooLongToTranscribe(t *testing.T) {
	t.Parallel()
	for name, lasts := range map[string]time.Duration{"too short": time.Second, "too long": 121 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, call := callInto(t, voicemail())
			call.LeaveMessage(lasts)
			call.Hangup()
			sim.Clock.Advance(time.Minute)
			sim.ExpectAlert(13617)
			assert.Empty(t, told(sim, "/status"))
		})
	}
	for name, lasts := range map[string]time.Duration{"shortest": 2 * time.Second, "longest": 120 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, call := callInto(t, voicemail())
			call.LeaveMessage(lasts)
			call.Hangup()
			sim.Clock.Advance(time.Minute)
			assert.Equal(t, []string{"(speech)"}, values(told(sim, "/status"), "TranscriptionText"))
		})
	}
}
