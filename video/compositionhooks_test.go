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

var everything = video.CompositionHookParams{ //nolint:gochecknoglobals // nothing changes it
	FriendlyName: "films", VideoLayout: grid, AudioSources: []string{"*"}, Format: video.FormatMP4, Trim: twilio.Ptr(false), StatusCallback: hooks + "/film",
}

// TestHookComposesRooms: a hook composes each room that ends while it is enabled.
func TestHookComposesRooms(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	hook, err := b.CompositionHooks.Create(t.Context(), everything)
	require.NoError(t, err)
	assert.True(t, hook.Enabled)
	room := b.recordedRoom("daily")
	b.advance(time.Minute)
	film := b.filmsOf(room)[0]
	assert.Equal(t, video.CompositionCompleted, film.Status)
	assert.Equal(t, 3*time.Minute, film.Duration.Duration)
	assert.Equal(t, hook.SID, b.compositions[0].HookSID)

	disabled, err := b.CompositionHooks.Disable(t.Context(), hook.SID)
	require.NoError(t, err)
	assert.False(t, disabled.Enabled)
	assert.Equal(t, hook.VideoLayout, disabled.VideoLayout, "the rest stays as it is")
	assert.Equal(t, hook.StatusCallback, disabled.StatusCallback)
	assert.Equal(t, hook.Format, disabled.Format)
	assert.False(t, disabled.Trim)
	assert.Empty(t, b.filmsOf(b.recordedRoom("daily")))

	enabled, err := b.CompositionHooks.Enable(t.Context(), hook.SID)
	require.NoError(t, err)
	assert.True(t, enabled.Enabled)
	updates := b.count(http.MethodPost, "/v1/CompositionHooks/"+hook.SID)
	again, err := b.CompositionHooks.Enable(t.Context(), hook.SID)
	require.NoError(t, err)
	assert.Equal(t, enabled, again)
	assert.Equal(t, updates, b.count(http.MethodPost, "/v1/CompositionHooks/"+hook.SID), "nothing is to be changed")
	assert.Len(t, b.filmsOf(b.recordedRoom("daily")), 1)
	require.NoError(t, b.CompositionHooks.Delete(t.Context(), hook.SID))
	assert.Empty(t, b.filmsOf(b.recordedRoom("daily")))
	_, err = b.CompositionHooks.Enable(t.Context(), hook.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

func (b *bench) filmsOf(room *video.Room) []*video.Composition {
	b.t.Helper()
	page, err := b.Compositions.List(b.t.Context(), video.CompositionListParams{RoomSID: room.SID})
	require.NoError(b.t, err)
	return page.Items
}

// count counts the requests to an address.
func (b *bench) count(method, path string) (n int) {
	for _, r := range b.sim.Requests() {
		if r.Method == method && r.Path == path {
			n++
		}
	}
	return n
}

// TestHookOfARoomWithoutRecordings: the application is told that there is nothing to
// compose.
func TestHookOfARoomWithoutRecordings(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	hook, err := b.CompositionHooks.Create(t.Context(), everything)
	require.NoError(t, err)
	room := b.complete(b.create(video.RoomCreateParams{}))
	b.complete(b.create(video.RoomCreateParams{Type: video.RoomGo})) // nobody expects a film of it
	b.advance(time.Second)
	require.Len(t, b.compositions, 1)
	assert.Equal(t, webhook.CompositionEventHookFailed, b.compositions[0].StatusCallbackEvent)
	assert.Equal(t, hook.SID, b.compositions[0].HookSID)
	assert.Equal(t, room.SID, b.compositions[0].RoomSID)
	assert.Empty(t, b.compositions[0].CompositionSID)
}

// TestHookName: the account has one hook of a name, and a create whose answer was lost
// finds it.
func TestHookName(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Fault(twiliotest.On(http.MethodPost, "/v1/CompositionHooks").Nth(1).CommitThenReset())
	hook, err := b.CompositionHooks.Create(t.Context(), everything)
	require.NoError(t, err)
	_, err = b.CompositionHooks.Create(t.Context(), everything)
	require.ErrorIs(t, err, twilio.CodeConflict)
	for name, tt := range map[string]struct {
		params video.CompositionHookListParams
		found  bool
	}{
		"all":              {found: true},
		"by a pattern":     {params: video.CompositionHookListParams{FriendlyName: "FIL*"}, found: true},
		"by another name":  {params: video.CompositionHookListParams{FriendlyName: "film"}},
		"disabled":         {params: video.CompositionHookListParams{Enabled: twilio.Ptr(false)}},
		"enabled":          {params: video.CompositionHookListParams{Enabled: twilio.Ptr(true)}, found: true},
		"of another time":  {params: video.CompositionHookListParams{CreatedBefore: hook.DateCreated.Time}},
		"of the same time": {params: video.CompositionHookListParams{CreatedAfter: hook.DateCreated.Time}, found: true},
	} {
		var found []*video.CompositionHook
		for h, err := range b.CompositionHooks.All(t.Context(), tt.params) {
			require.NoError(t, err, name)
			found = append(found, h)
		}
		assert.Equal(t, tt.found, len(found) == 1 && found[0].SID == hook.SID, name)
	}
}

// TestLostHookOfAnotherKind: a hook of the name that composes something else is not the
// one that was to be made.
func TestLostHookOfAnotherKind(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*video.CompositionHookParams){
		"disabled":          func(p *video.CompositionHookParams) { p.Enabled = twilio.Ptr(false) },
		"of other sound":    func(p *video.CompositionHookParams) { p.AudioSources = []string{"ada*"} },
		"without a picture": func(p *video.CompositionHookParams) { p.VideoLayout = nil },
		"of another region": func(p *video.CompositionHookParams) {
			p.VideoLayout = video.Layout{"row": {VideoSources: []string{"*"}}}
		},
		"of other videos": func(p *video.CompositionHookParams) {
			p.VideoLayout = video.Layout{"grid": {VideoSources: []string{"ada*"}}}
		},
	} {
		b := newBench(t)
		other := everything
		change(&other)
		_, err := b.CompositionHooks.Create(t.Context(), other)
		require.NoError(t, err, name)
		b.sim.Fault(twiliotest.On(http.MethodPost, "/v1/CompositionHooks").Nth(1).ReadThenClose())
		_, err = b.CompositionHooks.Create(t.Context(), everything)
		require.ErrorIs(t, err, twilio.CodeConflict, name)
	}
}
