package video_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/video"
	"github.com/seed15d99369/twilio/webhook"
)

// recordingStored is how long the simulator takes to store the file of a recording.
const recordingStored = 2 * time.Second

// TestRecording: a recording follows its track, and its file can be downloaded until it is
// deleted.
func TestRecording(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room := b.create(video.RoomCreateParams{UniqueName: "daily", RecordParticipantsOnConnect: true})
	ada := b.join("ada", "daily")
	_, err := ada.Publish(twiliotest.RoomMedia{Kind: webhook.TrackKindVideo, Name: "cam", Content: []byte("a film")})
	require.NoError(t, err)
	b.advance(90 * time.Second)
	sid := b.recordings(video.RecordingListParams{})[0].SID
	_, err = b.Recordings.Download(t.Context(), sid, video.MediaDownloadParams{})
	require.ErrorIs(t, err, twilio.ErrNotFound, "it is still being recorded")
	b.complete(room)
	b.advance(recordingStored)

	rec, err := b.Recordings.Get(t.Context(), sid)
	require.NoError(t, err)
	require.NoError(t, rec.Err())
	assert.Equal(t, video.RecordingCompleted, rec.Status)
	assert.True(t, rec.Status.Final())
	assert.Equal(t, video.TrackVideo, rec.Type)
	assert.Equal(t, video.ContainerMKV, rec.ContainerFormat)
	assert.Equal(t, video.CodecVP8, rec.Codec)
	assert.Equal(t, 90*time.Second, rec.Duration.Duration)
	assert.Equal(t, twilio.Int(6), rec.Size)
	assert.Equal(t, video.Groupings{RoomSID: room.SID, ParticipantSID: ada.SID()}, rec.Groupings)
	file, err := b.Recordings.Download(t.Context(), sid, video.MediaDownloadParams{TTL: time.Hour})
	assert.Equal(t, "a film", read(t, file, err))
	assert.Equal(t, "video/x-matroska", file.ContentType)
	file, err = b.RoomRecordings.Download(t.Context(), room.SID, sid, video.MediaDownloadParams{})
	assert.Equal(t, "a film", read(t, file, err))

	require.NoError(t, b.Recordings.Delete(t.Context(), sid))
	_, err = b.Recordings.Download(t.Context(), sid, video.MediaDownloadParams{})
	require.ErrorIs(t, err, twilio.ErrNotFound)
	gone, err := b.RoomRecordings.Get(t.Context(), room.SID, sid)
	require.NoError(t, err)
	assert.Equal(t, video.RecordingDeleted, gone.Status)
	assert.Equal(t, room.SID, gone.RoomSID)
}

func (b *bench) recordings(params video.RecordingListParams) (found []*video.Recording) {
	b.t.Helper()
	for rec, err := range b.Recordings.All(b.t.Context(), params) {
		require.NoError(b.t, err)
		found = append(found, rec)
	}
	return found
}

// TestRecordingFilters: recordings are found by what they belong to, and those of other
// rooms stay away.
func TestRecordingFilters(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	rooms := map[string]*video.Room{}
	tracks := map[string]*twiliotest.RoomTrack{}
	people := map[string]*twiliotest.RoomParticipant{}
	for _, name := range []string{"daily", "weekly"} {
		rooms[name] = b.create(video.RoomCreateParams{UniqueName: name, RecordParticipantsOnConnect: true})
		for _, who := range []string{"ada", "bob"} {
			p := b.join(who, name)
			people[name+"-"+who] = p
			tracks[name+"-"+who] = b.publish(p, webhook.TrackKindAudio, name+"-"+who)
		}
	}
	b.publish(people["daily-ada"], webhook.TrackKindVideo, "daily-cam")
	people["weekly-bob"].Leave()
	b.advance(recordingStored)
	tests := []struct {
		name   string
		params video.RecordingListParams
		want   []string
	}{
		{name: "all", want: []string{"daily-ada", "daily-bob", "daily-cam", "weekly-ada", "weekly-bob"}},
		{name: "completed", params: video.RecordingListParams{Status: video.RecordingCompleted}, want: []string{"weekly-bob"}},
		{name: "of video", params: video.RecordingListParams{MediaType: video.TrackVideo}, want: []string{"daily-cam"}},
		{name: "of a track", params: video.RecordingListParams{SourceSID: tracks["daily-bob"].SID()}, want: []string{"daily-bob"}},
		{name: "of a room", params: video.RecordingListParams{GroupingSID: []string{rooms["weekly"].SID}}, want: []string{"weekly-ada", "weekly-bob"}},
		{name: "of a person", params: video.RecordingListParams{GroupingSID: []string{rooms["daily"].SID, people["daily-ada"].SID()}}, want: []string{"daily-ada", "daily-cam"}},
		{name: "of a person of another room", params: video.RecordingListParams{GroupingSID: []string{rooms["daily"].SID, people["weekly-ada"].SID()}}},
		{name: "of later", params: video.RecordingListParams{CreatedAfter: b.sim.Clock.Now().Add(time.Hour)}},
	}
	for _, tt := range tests {
		var names []string
		for _, rec := range b.recordings(tt.params) {
			names = append(names, rec.TrackName)
		}
		assert.Equal(t, tt.want, names, tt.name)
	}
	other := b.recordings(video.RecordingListParams{GroupingSID: []string{rooms["weekly"].SID}})[1]
	_, err := b.RoomRecordings.Get(t.Context(), rooms["daily"].SID, other.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	_, err = b.RoomRecordings.Download(t.Context(), rooms["daily"].SID, other.SID, video.MediaDownloadParams{})
	require.ErrorIs(t, err, twilio.ErrNotFound)
	require.ErrorIs(t, b.RoomRecordings.Delete(t.Context(), rooms["daily"].SID, "RT00000000000000000000000000000009"), twilio.ErrNotFound)
}

// TestFailedRecording: a recording that could not be stored has an error and no file.
func TestFailedRecording(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room := b.create(video.RoomCreateParams{RecordParticipantsOnConnect: true, StatusCallback: hooks + "/room"})
	track := b.publish(b.join("ada", room.SID), webhook.TrackKindAudio, "mic")
	track.FailRecording()
	track.Unpublish()
	b.advance(recordingStored)
	rec := b.recordings(video.RecordingListParams{})[0]
	require.ErrorIs(t, rec.Err(), twilio.ErrServer)
	require.ErrorContains(t, rec.Err(), "video: the recording "+rec.SID+" has failed")
	assert.True(t, rec.Status.Final())
	last := b.roomEvents[len(b.roomEvents)-1]
	assert.Equal(t, webhook.RoomEventRecordingFailed, last.StatusCallbackEvent)
	assert.Equal(t, webhook.FailedOperationRecordingUpload, last.FailedOperation)
}
