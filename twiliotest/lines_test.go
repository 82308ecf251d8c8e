package twiliotest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

func TestConferencesAreShown(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	confer(t, sim)
	got := sim.Conferences()
	require.Len(t, got, 1)
	assert.Equal(t, []string{"Standup", "in-progress"}, []string{got[0].Name, got[0].Status})
	require.Len(t, got[0].Participants, 2)
	assert.Equal(t, sim.Calls()[0].SID, got[0].Participants[0].CallSID)
	assert.Equal(t, []string{ada, "+14155550123"}, []string{got[0].Participants[0].Number, got[0].Participants[1].Number})
	assert.False(t, got[0].Participants[1].Joined.IsZero())
}

func TestQueuesAreShown(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	call := enqueued(t, sim)
	got := sim.Queues()
	require.Len(t, got, 1)
	assert.Equal(t, "Support", got[0].Name)
	require.Len(t, got[0].Members, 1)
	assert.Equal(t, twiliotest.QueueMember{CallSID: call.SID, Number: ada, Since: sim.Clock.Now()}, got[0].Members[0])
	call.Hangup()
	assert.Empty(t, sim.Queues()[0].Members)
}

func TestRecordingsAreShown(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	call := leftMessage(t, sim)
	got := sim.Recordings()
	require.Len(t, got, 1)
	assert.Equal(t, []string{call.SID, "Please call me back."}, []string{got[0].CallSID, got[0].Words})
	assert.Equal(t, twilio.RecordingStatusCompleted, got[0].Status)
	assert.Equal(t, 3*time.Second, got[0].Lasts)
	sound, err := sim.RecordingFile(got[0].SID)
	require.NoError(t, err)
	assert.Equal(t, "RIFF", string(sound[:4]))
	_, err = sim.RecordingFile("RE")
	require.Error(t, err)
}

func TestNumbersAreShown(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic, twiliotest.SMSURL("https://user:secret@app.example.com/sms"))
	sim.Number(clinic, twiliotest.VoiceURL("https://app.example.com/voice"))
	number := sim.Number("Clinic")
	assert.Equal(t, []twiliotest.NumberState{
		{Number: clinic, SID: sim.Numbers()[0].SID, Account: sim.AccountSID(), SMSURL: "https://app.example.com/sms", VoiceURL: "https://app.example.com/voice"},
		{Number: "Clinic", SID: number.SID(), Account: sim.AccountSID()},
	}, sim.Numbers())
}
