package twiliotest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/voice"
)

// TestRecord: what ends a recording, how long it is, and what its action is told.
func TestRecord(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		record  twiml.Record
		act     func(*twiliotest.Call)
		digits  string        // of the action, "-" when it is not asked for
		length  time.Duration // of the recording
		silence time.Duration // that passed after the words
	}{
		{"silence", twiml.Record{}, func(c *twiliotest.Call) { c.LeaveMessage(12 * time.Second) }, "", 12 * time.Second, 5 * time.Second},
		{"silence that is kept", twiml.Record{Trim: twiml.RecordingTrimNothing, Timeout: 3}, func(c *twiliotest.Call) { c.LeaveMessage(12 * time.Second) }, "", 15 * time.Second, 3 * time.Second},
		{"a key", twiml.Record{}, func(c *twiliotest.Call) { c.LeaveMessage(12 * time.Second); c.Press("7") }, "7", 12 * time.Second, 0},
		{"a key during the words", twiml.Record{}, func(c *twiliotest.Call) { c.Speak("I should like to book a room"); wait(c, time.Second); c.Press("#") }, "#", time.Second, 0},
		{"one of some keys", twiml.Record{FinishOnKey: "#*"}, func(c *twiliotest.Call) { c.LeaveMessage(4 * time.Second); c.Press("7*") }, "*", 4 * time.Second, 0},
		{"no key", twiml.Record{FinishOnKey: twiml.NoKey}, func(c *twiliotest.Call) { c.LeaveMessage(4 * time.Second); c.Press("#") }, "", 4 * time.Second, 5 * time.Second},
		{"the longest time", twiml.Record{MaxLength: 10}, func(c *twiliotest.Call) { c.LeaveMessage(12 * time.Second) }, "", 10 * time.Second, 0},
		{"the longest time, any silence", twiml.Record{MaxLength: 60, Timeout: twiml.Forever}, func(c *twiliotest.Call) { c.LeaveMessage(12 * time.Second) }, "", 12 * time.Second, 48 * time.Second},
		{"words with a pause between", twiml.Record{}, func(c *twiliotest.Call) {
			c.LeaveMessage(2 * time.Second)
			wait(c, 4*time.Second)
			c.LeaveMessage(2 * time.Second)
		}, "", 8 * time.Second, 5 * time.Second},
		{"a hangup", twiml.Record{}, func(c *twiliotest.Call) { c.LeaveMessage(12 * time.Second); c.Hangup() }, "hangup", 12 * time.Second, 0},
		{"nobody speaks", twiml.Record{}, func(*twiliotest.Call) {}, "-", 0, 5 * time.Second},
		{"nobody speaks, and hangs up", twiml.Record{}, func(c *twiliotest.Call) { wait(c, 2*time.Second); c.Hangup() }, "-", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.record.Action, tt.record.RecordingStatusCallback = "/recorded", "/told"
			tt.record.RecordingStatusCallbackEvent = []twiml.RecordingEvent{twiml.RecordingEventInProgress, twiml.RecordingEventCompleted, twiml.RecordingEventAbsent}
			sim, application, call := calling(t, docs{"/voice": doc(twiml.Say{Text: "beep?"}, tt.record, twiml.Say{Text: "next"}), "/recorded": doc(twiml.Say{Text: "thanks"}), "/told": status(http.StatusNoContent)})
			call.ExpectSay("beep?")
			tt.act(call)
			call.ExpectEnd()
			sim.Clock.Advance(time.Minute)

			recording := recordings(t, sim, call.SID)[0]
			var told []string
			handed := 0
			for _, form := range application.forms() {
				if form.Has("RecordingStatus") {
					told = append(told, form.Get("RecordingStatus"))
				}
				if form.Has("Digits") {
					handed++
					assert.Equal(t, []string{tt.digits, recording.SID}, []string{form.Get("Digits"), form.Get("RecordingSid")})
					assert.Equal(t, tt.length.Seconds(), recording.Duration.Seconds())
					assert.Contains(t, form.Get("RecordingUrl"), "https://api.twilio.com/2010-04-01/Accounts/"+sim.AccountSID()+"/Recordings/RE")
				}
			}
			if tt.digits == "-" {
				assert.Zero(t, handed)
				assert.Equal(t, []string{"in-progress", "absent"}, told)
				assert.Equal(t, "absent", string(recording.Status))
				return
			}
			assert.Equal(t, 1, handed, "the action is asked once")
			assert.Equal(t, []string{"in-progress", "completed"}, told)
			assert.Equal(t, "RecordVerb", string(recording.Source))
			file, err := voice.New(sim.Client()).Recordings.DownloadWAV(t.Context(), recording.SID, voice.RecordingDownloadParams{})
			require.NoError(t, err)
			assert.NoError(t, file.Close())
		})
	}
}

func recordings(t *testing.T, sim *twiliotest.Sim, callSID string) (found []voice.Recording) {
	t.Helper()
	for recording, err := range voice.New(sim.Client()).Recordings.All(t.Context(), voice.RecordingListParams{CallSID: callSID, IncludeSoftDeleted: true}) {
		require.NoError(t, err)
		found = append(found, *recording)
	}
	require.NotEmpty(t, found)
	return found
}

// TestBeep is heard before a recording, unless the verb says otherwise.
func TestBeep(t *testing.T) {
	t.Parallel()
	_, _, call := calling(t, docs{"/voice": doc(twiml.Record{MaxLength: 2}, twiml.Record{MaxLength: 2, PlayBeep: twiml.False})})
	call.ExpectEnd()
	assert.Equal(t, []string{"beep"}, story(call))
}
