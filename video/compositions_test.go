package video_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/video"
	"github.com/seed15d99369/twilio/webhook"
)

// grid shows every video.
var grid = video.Layout{"grid": {VideoSources: []string{"*"}}} //nolint:gochecknoglobals // nothing changes it

// recordedRoom is a room that has ended: ada spoke for a minute, nobody for a minute, and
// bob showed something for a minute.
func (b *bench) recordedRoom(name string) *video.Room {
	b.t.Helper()
	room := b.create(video.RoomCreateParams{UniqueName: name, RecordParticipantsOnConnect: true})
	ada := b.join("ada", name)
	mic := b.publish(ada, webhook.TrackKindAudio, "ada-mic")
	b.advance(time.Minute)
	mic.Unpublish()
	b.advance(time.Minute)
	bob := b.join("bob", name)
	b.publish(bob, webhook.TrackKindVideo, "bob-screen")
	b.advance(time.Minute)
	return b.complete(room)
}

// TestComposition: a composition goes through its steps, tells of them, and has a file of
// the recordings in the end.
func TestComposition(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room := b.recordedRoom("daily")
	layout := video.Layout{
		"main": {VideoSources: []string{"*-screen"}, ZPos: -1, Width: 1280, Height: 720, MaxColumns: 2, MaxRows: 2, CellsExcluded: []int{3}, Reuse: video.ReuseShowNewest},
		"pip":  {VideoSources: []string{"*"}, VideoSourcesExcluded: []string{"*-screen"}, XPos: 10, YPos: 20},
	}
	film, err := b.Compositions.Create(t.Context(), video.CompositionCreateParams{
		RoomSID: room.SID, VideoLayout: layout, AudioSources: []string{"*"}, Resolution: "1280x720", Format: video.FormatMP4, StatusCallback: hooks + "/film",
	})
	require.NoError(t, err)
	assert.Equal(t, video.CompositionEnqueued, film.Status)
	assert.Equal(t, layout, film.VideoLayout)
	assert.True(t, film.Trim)
	requests := b.sim.Requests()
	assert.JSONEq(t, `{
		"main":{"video_sources":["*-screen"],"z_pos":-1,"width":1280,"height":720,"max_columns":2,"max_rows":2,"cells_excluded":[3],"reuse":"show_newest"},
		"pip":{"video_sources":["*"],"video_sources_excluded":["*-screen"],"x_pos":10,"y_pos":20}
	}`, requests[len(requests)-1].Form.Get("VideoLayout"))

	_, err = b.Compositions.Download(t.Context(), film.SID, video.MediaDownloadParams{})
	require.ErrorIs(t, err, twilio.ErrNotFound, "it is not there yet")
	b.advance(5 * time.Second)
	assert.Equal(t, video.CompositionProcessing, b.film(film.SID).Status)
	b.advance(time.Minute)
	film = b.film(film.SID)
	require.NoError(t, film.Err())
	assert.Equal(t, video.CompositionCompleted, film.Status)
	assert.True(t, film.Status.Final())
	assert.Equal(t, 2*time.Minute, film.Duration.Duration, "the minute without media is left out")
	assert.False(t, film.DateCompleted.IsZero())
	file, err := b.Compositions.Download(t.Context(), film.SID, video.MediaDownloadParams{})
	assert.Equal(t, "audio of ada: ada-mic\nvideo of bob: bob-screen\n", read(t, file, err))
	assert.Equal(t, "video/mp4", file.ContentType)
	assert.Equal(t, film.Size, twilio.Int(file.Length))

	var steps []string
	for _, e := range b.compositions {
		assert.Equal(t, film.SID, e.CompositionSID)
		steps = append(steps, string(e.StatusCallbackEvent))
	}
	assert.Equal(t, []string{"composition-enqueued", "composition-started", "composition-progress", "composition-progress", "composition-progress", "composition-available"}, steps)
	assert.Equal(t, 25, b.compositions[2].PercentageDone)
	assert.Equal(t, 30*time.Second, b.compositions[2].SecondsRemaining)
	assert.Equal(t, 2*time.Minute, b.compositions[5].Duration)
	assert.Equal(t, "/v1/Compositions/"+film.SID+"/Media", b.compositions[5].MediaURI)

	require.NoError(t, b.Compositions.Delete(t.Context(), film.SID))
	assert.Equal(t, video.CompositionDeleted, b.film(film.SID).Status)
	_, err = b.Compositions.Download(t.Context(), film.SID, video.MediaDownloadParams{})
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

func (b *bench) film(sid string) *video.Composition {
	b.t.Helper()
	film, err := b.Compositions.Get(b.t.Context(), sid)
	require.NoError(b.t, err)
	return film
}

// TestCompositionSources: the sources choose the recordings, and without any the
// composition fails.
func TestCompositionSources(t *testing.T) {
	t.Parallel()
	const spoken, shown = "audio of ada: ada-mic\n", "video of bob: bob-screen\n"
	untrimmed := twilio.Ptr(false)
	tests := []struct {
		name   string
		params video.CompositionCreateParams
		want   string // "" for a failure
		length time.Duration
	}{
		{name: "everything", params: video.CompositionCreateParams{VideoLayout: grid, AudioSources: []string{"*"}}, want: spoken + shown, length: 2 * time.Minute},
		{name: "untrimmed", params: video.CompositionCreateParams{VideoLayout: grid, AudioSources: []string{"*"}, Trim: untrimmed}, want: spoken + shown, length: 3 * time.Minute},
		{name: "sound", params: video.CompositionCreateParams{AudioSources: []string{"ada*"}}, want: spoken, length: time.Minute},
		{name: "video", params: video.CompositionCreateParams{VideoLayout: grid}, want: shown, length: time.Minute},
		{name: "video and excluded sound", params: video.CompositionCreateParams{VideoLayout: grid, AudioSources: []string{"*"}, AudioSourcesExcluded: []string{"*mic"}}, want: shown, length: time.Minute},
		{name: "nobody's sound", params: video.CompositionCreateParams{AudioSources: []string{"cleo*"}}},
		{name: "excluded video", params: video.CompositionCreateParams{VideoLayout: video.Layout{"all": {VideoSources: []string{"*"}, VideoSourcesExcluded: []string{"b*b-*n"}}}}},
	}
	for _, tt := range tests {
		b := newBench(t)
		tt.params.RoomSID, tt.params.StatusCallback = b.recordedRoom("daily").SID, hooks+"/film"
		film, err := b.Compositions.Create(t.Context(), tt.params)
		require.NoError(t, err, tt.name)
		b.advance(time.Minute)
		film = b.film(film.SID)
		if tt.want == "" {
			require.ErrorIs(t, film.Err(), twilio.ErrServer, tt.name)
			last := b.compositions[len(b.compositions)-1]
			assert.Equal(t, webhook.CompositionEventFailed, last.StatusCallbackEvent, tt.name)
			assert.NotEmpty(t, last.ErrorMessage, tt.name)
			continue
		}
		require.NoError(t, film.Err(), tt.name)
		assert.Equal(t, tt.length, film.Duration.Duration, tt.name)
		file, err := b.Compositions.Download(t.Context(), film.SID, video.MediaDownloadParams{})
		assert.Equal(t, tt.want, read(t, file, err), tt.name)
	}
}

// TestCompositionOfTheWrongRoom: a room has to exist, and to have ended.
func TestCompositionOfTheWrongRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	open := b.create(video.RoomCreateParams{})
	for name, tt := range map[string]struct {
		room string
		code twilio.ErrorCode
	}{"in progress": {open.SID, twilio.CodeBadRequest}, "none": {roomID, twilio.CodeRoomNotFound}} {
		_, err := b.Compositions.Create(t.Context(), video.CompositionCreateParams{RoomSID: tt.room, VideoLayout: grid})
		assert.Equal(t, tt.code, codeOf(err), name)
	}
}

// TestLostComposition: a composition costs money, so that a lost create is not repeated.
func TestLostComposition(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room := b.recordedRoom("daily")
	b.sim.Fault(twiliotest.On(http.MethodPost, "/v1/Compositions").CommitThenReset())
	_, err := b.Compositions.Create(t.Context(), video.CompositionCreateParams{RoomSID: room.SID, VideoLayout: grid})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	page, err := b.Compositions.List(t.Context(), video.CompositionListParams{RoomSID: room.SID, Status: video.CompositionEnqueued})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1)
	page, err = b.Compositions.List(t.Context(), video.CompositionListParams{RoomSID: roomID})
	require.NoError(t, err)
	assert.Empty(t, page.Items)
}

// TestDeletedComposition: one that is deleted while Twilio works on it stays deleted.
func TestDeletedComposition(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Duration{0, 20 * time.Second} {
		b := newBench(t)
		film, err := b.Compositions.Create(t.Context(), video.CompositionCreateParams{RoomSID: b.recordedRoom("daily").SID, VideoLayout: grid})
		require.NoError(t, err)
		b.advance(after)
		require.NoError(t, b.Compositions.Delete(t.Context(), film.SID))
		b.advance(time.Minute)
		assert.Equal(t, video.CompositionDeleted, b.film(film.SID).Status, after)
	}
}
