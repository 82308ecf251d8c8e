package voice_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/voice"
)

// live is a call of ada that goes on.
func (b *bench) live() string {
	b.t.Helper()
	call, err := b.client.Calls.Create(b.t.Context(), twilio.CallCreateParams{To: ada, From: clinic, TwiML: `<Response><Pause length="600"/></Response>`})
	require.NoError(b.t, err)
	b.sim.Clock.Advance(6 * time.Second)
	return call.SID
}

// TestCallRecording: a recording is started, paused, resumed and stopped, downloaded in
// every form, and deleted.
func TestCallRecording(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_ = b.call(ada, "ada")
	_ = b.call(bob, "bob")
	b.sim.Clock.Advance(6 * time.Second)
	ctx, call := t.Context(), b.sim.Calls()[0].SID
	started, err := b.CallRecordings.Start(ctx, call, voice.CallRecordingStartParams{Channels: twilio.RecordingChannelsDual})
	require.NoError(t, err)
	assert.Equal(t, []any{twilio.RecordingStatusInProgress, twilio.RecordingSourceStartCallRecordingAPI}, []any{started.Status, started.Source})
	b.sim.Clock.Advance(10 * time.Second)
	paused, err := b.CallRecordings.Pause(ctx, call, voice.CurrentRecording, voice.RecordingPauseParams{Behavior: voice.PauseSkip})
	require.NoError(t, err)
	assert.Equal(t, twilio.RecordingStatusPaused, paused.Status)
	b.sim.Clock.Advance(5 * time.Second)
	_, err = b.CallRecordings.Resume(ctx, call, voice.CurrentRecording)
	require.NoError(t, err)
	b.sim.Clock.Advance(5 * time.Second)
	stopped, err := b.CallRecordings.Stop(ctx, call, voice.CurrentRecording)
	require.NoError(t, err)
	assert.Equal(t, started.SID, stopped.SID)
	b.sim.Clock.Advance(time.Minute)

	done, err := b.Recordings.Get(ctx, started.SID, voice.RecordingGetParams{})
	require.NoError(t, err)
	assert.Equal(t, []any{twilio.RecordingStatusCompleted, 15 * time.Second, twilio.Int(2)}, []any{done.Status, done.Duration.Duration, done.Channels})
	require.NoError(t, done.Err())
	mono := b.read(b.Recordings.DownloadWAV(ctx, started.SID, voice.RecordingDownloadParams{Channels: 1}))
	dual := b.read(b.Recordings.DownloadWAV(ctx, started.SID, voice.RecordingDownloadParams{Channels: 2}))
	assert.Equal(t, []byte{1, 2}, []byte{mono[22], dual[22]}, "the channels in the header of the files")
	assert.Equal(t, dual, b.read(b.Recordings.DownloadWAV(ctx, started.SID, voice.RecordingDownloadParams{})))
	mp3, err := b.Recordings.DownloadMP3(ctx, started.SID, voice.RecordingDownloadParams{})
	require.NoError(t, err)
	assert.Equal(t, "audio/mpeg", mp3.ContentType)
	require.NoError(t, mp3.Close())

	require.NoError(t, b.Recordings.Delete(ctx, started.SID))
	_, err = b.Recordings.DownloadMP3(ctx, started.SID, voice.RecordingDownloadParams{})
	require.ErrorIs(t, err, twilio.ErrNotFound)
	gone, err := b.Recordings.Get(ctx, started.SID, voice.RecordingGetParams{IncludeSoftDeleted: true})
	require.NoError(t, err)
	assert.Equal(t, twilio.RecordingStatusDeleted, gone.Status)
}

// read returns a whole file.
func (b *bench) read(file *twilio.File, err error) []byte {
	b.t.Helper()
	require.NoError(b.t, err)
	content, err := io.ReadAll(file)
	require.NoError(b.t, err)
	require.NoError(b.t, file.Close())
	return content
}

// TestStopConverges: a stop whose answer is lost is repeated, and the refusal of the second
// request is no error, whether the recording is named or the current one.
func TestStopConverges(t *testing.T) {
	t.Parallel()
	for _, named := range []bool{true, false} {
		b := newBench(t)
		call := b.live()
		started, err := b.CallRecordings.Start(t.Context(), call, voice.CallRecordingStartParams{})
		require.NoError(t, err)
		b.sim.Clock.Advance(5 * time.Second)
		sid := voice.CurrentRecording
		if named {
			sid = started.SID
		}
		b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/Calls/*/Recordings/*").Times(1).CommitThenReset())
		stopped, err := b.CallRecordings.Stop(t.Context(), call, sid)
		require.NoError(t, err, sid)
		assert.Equal(t, started.SID, stopped.SID)
		assert.Equal(t, 2, b.posts("/"+sid+".json"))
	}
}

// TestStartIsNotRepeated: a second request could start a second recording.
func TestStartIsNotRepeated(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	call := b.live()
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/Calls/*/Recordings.json").CommitThenReset())
	_, err := b.CallRecordings.Start(t.Context(), call, voice.CallRecordingStartParams{})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Equal(t, 1, b.posts("/Recordings.json"))
	page, err := b.CallRecordings.List(t.Context(), call, voice.PartRecordingListParams{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, twilio.RecordingSourceStartCallRecordingAPI, page.Items[0].Source)
}

// TestConferenceRecording: the recording of a conference has a text in the end.
func TestConferenceRecording(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	p, err := b.Participants.Create(ctx, "standup", voice.ParticipantCreateParams{To: ada, From: clinic, ConferenceRecord: voice.ConferenceRecordFromStart})
	require.NoError(t, err)
	_ = b.call(bob, "bob")
	b.sim.Clock.Advance(20 * time.Second)
	stopped, err := b.ConferenceRecordings.Stop(ctx, p.ConferenceSID, voice.CurrentRecording)
	require.NoError(t, err)
	b.sim.Clock.Advance(time.Minute)
	got, err := b.ConferenceRecordings.Get(ctx, p.ConferenceSID, stopped.SID)
	require.NoError(t, err)
	assert.Equal(t, []any{twilio.RecordingStatusCompleted, twilio.RecordingSourceConference}, []any{got.Status, got.Source})

	sid := b.sim.Transcribe(got.SID, "The standup is over.")
	b.sim.Clock.Advance(10 * time.Second)
	text, err := b.RecordingTranscriptions.Get(ctx, got.SID, sid)
	require.NoError(t, err)
	assert.Equal(t, []any{voice.TranscriptionStatusCompleted, "The standup is over."}, []any{text.Status, text.TranscriptionText})
	require.NoError(t, b.Transcriptions.Delete(ctx, sid))
}
