package video_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/video"
)

// TestTranscription: a transcription runs until it is stopped, goes on when it is
// restarted, and ends with its room.
func TestTranscription(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room := b.create(video.RoomCreateParams{UniqueName: "daily"})
	german := video.TranscriptionConfiguration{LanguageCode: "de-DE", PartialResults: twilio.Ptr(true)}
	started, err := b.Transcriptions.Create(t.Context(), "daily", video.TranscriptionCreateParams{Configuration: german})
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(started.TTID, "video_transcriptions_"))
	assert.Equal(t, german, started.Configuration)
	b.advance(time.Minute)
	stopped, err := b.Transcriptions.Stop(t.Context(), "daily", started.TTID)
	require.NoError(t, err)
	assert.Equal(t, video.TranscriptionStopped, stopped.Status)
	assert.False(t, stopped.Status.Final())
	assert.Equal(t, time.Minute, stopped.Duration.Duration)
	_, err = b.Transcriptions.Restart(t.Context(), "daily", started.TTID)
	require.NoError(t, err)
	b.complete(room)
	over, err := b.Transcriptions.Get(t.Context(), room.SID, started.TTID)
	require.NoError(t, err)
	assert.Equal(t, video.TranscriptionStopped, over.Status)
	require.NoError(t, over.Err())
	_, err = b.Transcriptions.Restart(t.Context(), room.SID, started.TTID)
	require.ErrorIs(t, err, twilio.CodeRoomCompleted)
	_, err = b.Transcriptions.Create(t.Context(), room.SID, video.TranscriptionCreateParams{})
	require.ErrorIs(t, err, twilio.CodeRoomCompleted)
}

// TestTranscriptionFromTheBeginning: the first participant starts it.
func TestTranscriptionFromTheBeginning(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.create(video.RoomCreateParams{
		UniqueName: "daily", TranscribeParticipantsOnConnect: true, TranscriptionsConfiguration: video.TranscriptionConfiguration{LanguageCode: "en-US"},
	})
	list := func() []*video.Transcription {
		page, err := b.Transcriptions.List(t.Context(), "daily", video.TranscriptionListParams{})
		require.NoError(t, err)
		return page.Items
	}
	assert.Empty(t, list())
	b.join("ada", "daily")
	b.join("bob", "daily")
	require.Len(t, list(), 1)
	assert.Equal(t, "en-US", list()[0].Configuration.LanguageCode)
	changed, err := b.Transcriptions.Update(t.Context(), "daily", list()[0].TTID, video.TranscriptionUpdateParams{Configuration: video.TranscriptionConfiguration{LanguageCode: "en-GB"}})
	require.NoError(t, err)
	assert.Equal(t, video.TranscriptionStarted, changed.Status)
	assert.Equal(t, "en-GB", changed.Configuration.LanguageCode)
}

func TestFailedTranscription(t *testing.T) {
	t.Parallel()
	failed := video.Transcription{TTID: "video_transcriptions_1", Status: video.TranscriptionFailed}
	require.ErrorIs(t, failed.Err(), twilio.ErrServer)
	assert.True(t, failed.Status.Final())
}
