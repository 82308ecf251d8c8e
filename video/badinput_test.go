package video_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/video"
)

// TestBadInputs: arguments that can never succeed are refused before anything is sent,
// with the field and the problem.
func TestBadInputs(t *testing.T) {
	t.Parallel()
	region := func(r video.Region) video.CompositionCreateParams {
		return video.CompositionCreateParams{RoomSID: roomID, VideoLayout: video.Layout{"grid": r}}
	}
	sources := []string{"*"}
	createRoom := func(params video.RoomCreateParams) func(context.Context, *video.Client) error {
		return func(ctx context.Context, v *video.Client) error {
			_, err := v.Rooms.Create(ctx, params)
			return err
		}
	}
	compose := func(params video.CompositionCreateParams) func(context.Context, *video.Client) error {
		return func(ctx context.Context, v *video.Client) error {
			_, err := v.Compositions.Create(ctx, params)
			return err
		}
	}
	tests := map[string]struct {
		call func(context.Context, *video.Client) error
		want string
	}{
		"51 participants":             {createRoom(video.RoomCreateParams{MaxParticipants: 51}), "MaxParticipants is more than 50"},
		"negative participants":       {createRoom(video.RoomCreateParams{MaxParticipants: -1}), "MaxParticipants is negative"},
		"a stay of two days":          {createRoom(video.RoomCreateParams{MaxParticipantDuration: 48 * time.Hour}), "MaxParticipantDuration is more than 24 hours"},
		"a stay of half a second":     {createRoom(video.RoomCreateParams{MaxParticipantDuration: time.Second / 2}), "MaxParticipantDuration cannot be sent"},
		"empty for five hours":        {createRoom(video.RoomCreateParams{EmptyRoomTimeout: 5 * time.Hour}), "EmptyRoomTimeout is more than 60 minutes"},
		"unused for a day":            {createRoom(video.RoomCreateParams{UnusedRoomTimeout: 24 * time.Hour}), "UnusedRoomTimeout is more than 60 minutes"},
		"empty for a minute and half": {createRoom(video.RoomCreateParams{EmptyRoomTimeout: 90 * time.Second}), "EmptyRoomTimeout cannot be sent"},
		"unused for a negative time":  {createRoom(video.RoomCreateParams{UnusedRoomTimeout: -time.Minute}), "UnusedRoomTimeout is negative"},
		"a long name":                 {createRoom(video.RoomCreateParams{UniqueName: strings.Repeat("n", 129)}), "UniqueName has more than 128 characters"},
		"a callback without a scheme": {createRoom(video.RoomCreateParams{StatusCallback: "example.com/room"}), "StatusCallback"},
		"a callback by PUT":           {createRoom(video.RoomCreateParams{StatusCallbackMethod: "PUT"}), "StatusCallbackMethod"},
		"a rule without a type":       {createRoom(video.RoomCreateParams{RecordingRules: []video.RecordingRule{{All: true}}}), "RecordingRules[0].Type is empty"},
		"a rule without tracks":       {createRoom(video.RoomCreateParams{RecordingRules: []video.RecordingRule{{Type: video.RuleInclude}}}), "RecordingRules[0] names no tracks"},
		"an update of nothing": {func(ctx context.Context, v *video.Client) error {
			_, err := v.Rooms.Update(ctx, roomID, video.RoomUpdateParams{})
			return err
		}, "Status is empty"},
		"a room that is opened again": {func(ctx context.Context, v *video.Client) error {
			_, err := v.Rooms.Update(ctx, roomID, video.RoomUpdateParams{Status: video.RoomInProgress})
			return err
		}, "Status cannot be set"},
		"a room that ends by its name": {func(ctx context.Context, v *video.Client) error {
			_, err := v.Rooms.Complete(ctx, "daily")
			return err
		}, "Sid"},
		"a room without a name": {func(ctx context.Context, v *video.Client) error {
			_, err := v.Rooms.Get(ctx, "")
			return err
		}, "Sid is empty"},
		"a participant who is connected": {func(ctx context.Context, v *video.Client) error {
			_, err := v.Participants.Update(ctx, "daily", "ada", video.ParticipantUpdateParams{Status: video.ParticipantConnected})
			return err
		}, "Status cannot be set"},
		"a participant without a name": {func(ctx context.Context, v *video.Client) error {
			_, err := v.Participants.Disconnect(ctx, "daily", "")
			return err
		}, "Sid is empty"},
		"no subscribe rules": {func(ctx context.Context, v *video.Client) error {
			_, err := v.SubscribeRules.Update(ctx, "daily", "ada", video.SubscribeRulesUpdateParams{})
			return err
		}, "Rules is empty"},
		"a subscribe rule without tracks": {func(ctx context.Context, v *video.Client) error {
			_, err := v.SubscribeRules.Update(ctx, "daily", "ada", video.SubscribeRulesUpdateParams{Rules: []video.SubscribeRule{{Type: video.RuleInclude, All: true}, {Type: video.RuleExclude}}})
			return err
		}, "Rules[1] names no tracks"},
		"no recording rules": {func(ctx context.Context, v *video.Client) error {
			_, err := v.RecordingRules.Update(ctx, "daily", video.RecordingRulesUpdateParams{})
			return err
		}, "Rules is empty"},
		"a subscribed track by its name": {func(ctx context.Context, v *video.Client) error {
			_, err := v.SubscribedTracks.Get(ctx, "daily", "ada", "camera")
			return err
		}, "Sid"},
		"recordings of a named room": {func(ctx context.Context, v *video.Client) error {
			_, err := v.RoomRecordings.List(ctx, "daily", video.RoomRecordingListParams{})
			return err
		}, "RoomSid"},
		"a recording of a call": {func(ctx context.Context, v *video.Client) error {
			_, err := v.Recordings.Get(ctx, "RE00000000000000000000000000000001")
			return err
		}, "Sid"},
		"a file for half a second": {func(ctx context.Context, v *video.Client) error {
			_, err := v.Recordings.Download(ctx, "RT00000000000000000000000000000001", video.MediaDownloadParams{TTL: time.Second / 2})
			return err
		}, "TTL cannot be sent"},
		"a composition of nothing":      {compose(video.CompositionCreateParams{RoomSID: roomID}), "VideoLayout is empty, and so is AudioSources"},
		"a composition of no room":      {compose(video.CompositionCreateParams{VideoLayout: grid}), "RoomSID is empty"},
		"a composition of a named room": {compose(video.CompositionCreateParams{RoomSID: "daily", VideoLayout: grid}), "RoomSID"},
		"a region of nothing":           {compose(region(video.Region{})), `VideoLayout["grid"].VideoSources is empty`},
		"a region far behind":           {compose(region(video.Region{VideoSources: sources, ZPos: -100})), `VideoLayout["grid"].ZPos is not between -99 and 99`},
		"a region left of the picture":  {compose(region(video.Region{VideoSources: sources, XPos: -1})), `VideoLayout["grid"].XPos is negative`},
		"a region of too many columns":  {compose(region(video.Region{VideoSources: sources, MaxColumns: 1001})), `VideoLayout["grid"].MaxColumns is more than 1,000`},
		"a region of too many rows":     {compose(region(video.Region{VideoSources: sources, MaxRows: 1001})), `VideoLayout["grid"].MaxRows is more than 1,000`},
		"a region without a name":       {compose(video.CompositionCreateParams{RoomSID: roomID, VideoLayout: video.Layout{"": {VideoSources: sources}}}), "VideoLayout has a region without a name"},
		"a region beyond the picture":   {compose(region(video.Region{VideoSources: sources, YPos: 1000, Height: 600})), `VideoLayout["grid"].Height reaches beyond 1,280 pixels`},
		"a region that begins beyond":   {compose(region(video.Region{VideoSources: sources, XPos: 5000})), `VideoLayout["grid"].Width reaches beyond 1,280 pixels`},
		"a cell after the last":         {compose(region(video.Region{VideoSources: sources, MaxColumns: 1, MaxRows: 1, CellsExcluded: []int{1}})), `VideoLayout["grid"].CellsExcluded has a cell that the region does not have`},
		"a picture with a sign":         {compose(video.CompositionCreateParams{RoomSID: roomID, VideoLayout: grid, Resolution: "+640x480"}), "Resolution is not a size"},
		"a cell before the first":       {compose(region(video.Region{VideoSources: sources, CellsExcluded: []int{-1}})), `VideoLayout["grid"].CellsExcluded has a negative cell`},
		"a picture that is no picture":  {compose(video.CompositionCreateParams{RoomSID: roomID, VideoLayout: grid, Resolution: "large"}), "Resolution is not a size"},
		"a picture that is too large":   {compose(video.CompositionCreateParams{RoomSID: roomID, VideoLayout: grid, Resolution: "1280x1280"}), "Resolution is not a size"},
		"a picture that is too wide":    {compose(video.CompositionCreateParams{RoomSID: roomID, VideoLayout: grid, Resolution: "1281x640"}), "Resolution is not a size"},
		"a picture that is too small":   {compose(video.CompositionCreateParams{RoomSID: roomID, VideoLayout: grid, Resolution: "15x640"}), "Resolution is not a size"},
		"a callback of a composition":   {compose(video.CompositionCreateParams{RoomSID: roomID, VideoLayout: grid, StatusCallback: "film"}), "StatusCallback"},
		"a hook without a name":         {createHook(video.CompositionHookParams{VideoLayout: grid}), "FriendlyName is empty"},
		"a hook of a long name":         {createHook(video.CompositionHookParams{FriendlyName: strings.Repeat("n", 101), VideoLayout: grid}), "FriendlyName has more than 100 characters"},
		"a hook that composes nothing":  {createHook(video.CompositionHookParams{FriendlyName: "films"}), "VideoLayout is empty, and so is AudioSources"},
		"a hook of a strange size":      {createHook(video.CompositionHookParams{FriendlyName: "films", AudioSources: sources, Resolution: "x"}), "Resolution is not a size"},
		"a hook of a strange layout":    {createHook(video.CompositionHookParams{FriendlyName: "films", VideoLayout: video.Layout{"a": {VideoSources: sources, ZPos: 100}}}), `VideoLayout["a"].ZPos is not between -99 and 99`},
		"settings without a name":       {setStorage(video.StorageSettingsUpdateParams{}), "FriendlyName is empty"},
		"a bucket without an address":   {setStorage(video.StorageSettingsUpdateParams{FriendlyName: "ours", AWSS3URL: "films"}), "AWSS3URL"},
		"credentials of another kind":   {setStorage(video.StorageSettingsUpdateParams{FriendlyName: "ours", AWSCredentialsSID: roomID}), "AWSCredentialsSID"},
		"a key of another kind":         {setStorage(video.StorageSettingsUpdateParams{FriendlyName: "ours", EncryptionKeySID: "CR1"}), "EncryptionKeySID"},
		"a transcription that is failed": {func(ctx context.Context, v *video.Client) error {
			_, err := v.Transcriptions.Update(ctx, "daily", "video_transcriptions_1", video.TranscriptionUpdateParams{Status: video.TranscriptionFailed})
			return err
		}, "Status cannot be set"},
	}
	for name, tt := range tests {
		b := newBench(t)
		err := tt.call(t.Context(), b.Client)
		var refused *twilio.ParamError
		require.ErrorAs(t, err, &refused, name)
		require.ErrorIs(t, err, twilio.ErrNotSent, name)
		assert.ErrorContains(t, err, tt.want, name)
		assert.NotEmpty(t, refused.Problems[0].Remedy, name)
		assert.Empty(t, b.sim.Requests(), name)
		assert.NotErrorIs(t, err, twilio.ErrOutcomeUnknown, name)
	}
}

func createHook(params video.CompositionHookParams) func(context.Context, *video.Client) error {
	return func(ctx context.Context, v *video.Client) error {
		_, err := v.CompositionHooks.Create(ctx, params)
		return err
	}
}

func setStorage(params video.StorageSettingsUpdateParams) func(context.Context, *video.Client) error {
	return func(ctx context.Context, v *video.Client) error {
		_, err := v.RecordingSettings.Update(ctx, params)
		return err
	}
}
