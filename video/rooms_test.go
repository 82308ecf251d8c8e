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

// TestRoomOfEachType: the types differ in their limits, and in whether Twilio records.
func TestRoomOfEachType(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		params  video.RoomCreateParams
		most    twilio.Int // participants
		refused twilio.ErrorCode
	}{
		{name: "group by default", most: 50},
		{name: "group, recorded", params: video.RoomCreateParams{Type: video.RoomGroup, RecordParticipantsOnConnect: true, AudioOnly: true, MaxParticipants: 7}, most: 7},
		{name: "small group", params: video.RoomCreateParams{Type: video.RoomGroupSmall}, most: 4},
		{name: "peer to peer", params: video.RoomCreateParams{Type: video.RoomPeerToPeer}, most: 10},
		{name: "go", params: video.RoomCreateParams{Type: video.RoomGo}, most: 2},
		{name: "too many for go", params: video.RoomCreateParams{Type: video.RoomGo, MaxParticipants: 3}, refused: 53107},
		{name: "recorded peer to peer", params: video.RoomCreateParams{Type: video.RoomPeerToPeer, RecordParticipantsOnConnect: true}, refused: 53122},
		{name: "go with rules", params: video.RoomCreateParams{Type: video.RoomGo, RecordingRules: []video.RecordingRule{{Type: video.RuleInclude, All: true}}}, refused: 53122},
		{name: "sound alone, peer to peer", params: video.RoomCreateParams{Type: video.RoomPeerToPeer, AudioOnly: true}, refused: 53124},
		{name: "an unknown type", params: video.RoomCreateParams{Type: "ballroom"}, refused: 53108},
		{name: "data is not recorded", params: video.RoomCreateParams{RecordingRules: []video.RecordingRule{{Type: video.RuleInclude, Kind: video.TrackData}}}, refused: 53120},
	}
	for _, tt := range tests {
		b := newBench(t)
		room, err := b.Rooms.Create(t.Context(), tt.params)
		require.Equal(t, tt.refused, codeOf(err), tt.name)
		if tt.refused != 0 {
			continue
		}
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.most, room.MaxParticipants, tt.name)
		assert.Equal(t, video.RoomInProgress, room.Status, tt.name)
		assert.Equal(t, room.SID, room.UniqueName, "%s: a room without a name is called by its SID", tt.name)
		assert.Equal(t, 4*time.Hour, room.MaxParticipantDuration.Duration, tt.name)
		assert.Equal(t, twilio.Int(5), room.EmptyRoomTimeout, tt.name)
	}
}

// TestRoomName: one room of a name is in progress at a time, and it is found by the name
// as long as it is.
func TestRoomName(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.create(video.RoomCreateParams{UniqueName: "daily"})
	_, err := b.Rooms.Create(t.Context(), video.RoomCreateParams{UniqueName: "daily"})
	require.ErrorIs(t, err, twilio.CodeRoomNameTaken)
	assert.Equal(t, first.SID, b.room("daily").SID)

	ended := b.complete(first)
	assert.Equal(t, video.RoomCompleted, ended.Status)
	assert.True(t, ended.Status.Final())
	assert.False(t, ended.EndTime.IsZero())
	require.NoError(t, ended.Err())
	_, err = b.Rooms.Get(t.Context(), "daily")
	require.ErrorIs(t, err, twilio.ErrNotFound, "the name is free")
	assert.Equal(t, video.RoomCompleted, b.room(first.SID).Status)
	assert.Equal(t, ended.EndTime, b.complete(first).EndTime, "a room that has ended stays so")
	assert.NotEqual(t, first.SID, b.create(video.RoomCreateParams{UniqueName: "daily"}).SID)
}

// TestLostCreate: the create of a room with a name is repeated, and the room that the lost
// answer was about is returned. Without a name nobody knows which room it is.
func TestLostCreate(t *testing.T) {
	t.Parallel()
	lost := twiliotest.On(http.MethodPost, "/v1/Rooms").Nth(1).CommitThenReset()
	named := newBench(t)
	named.sim.Fault(lost)
	room := named.create(video.RoomCreateParams{UniqueName: "daily", MaxParticipants: 7})
	assert.Equal(t, "daily", room.UniqueName)
	page, err := named.Rooms.List(t.Context(), video.RoomListParams{})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "there is one room")

	unnamed := newBench(t)
	unnamed.sim.Fault(lost)
	_, err = unnamed.Rooms.Create(t.Context(), video.RoomCreateParams{})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Len(t, unnamed.sim.Requests(), 1)
}

// TestLostCreateOfAnotherRoom: a room of the name that is not as the parameters want it is
// somebody else's.
func TestLostCreateOfAnotherRoom(t *testing.T) {
	t.Parallel()
	for name, params := range map[string]video.RoomCreateParams{
		"another size": {UniqueName: "daily", MaxParticipants: 7}, "another type": {UniqueName: "daily", Type: video.RoomGo},
	} {
		b := newBench(t)
		b.create(video.RoomCreateParams{UniqueName: "daily", MaxParticipants: 3})
		b.sim.Fault(twiliotest.On(http.MethodPost, "/v1/Rooms").Nth(1).ReadThenClose())
		_, err := b.Rooms.Create(t.Context(), params)
		require.ErrorIs(t, err, twilio.CodeRoomNameTaken, name)
	}
}

// TestRoomList: rooms in progress come first to mind, the newest before the others.
func TestRoomList(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.create(video.RoomCreateParams{UniqueName: "first"})
	b.advance(time.Minute)
	second := b.create(video.RoomCreateParams{UniqueName: "second"})
	b.complete(first)
	tests := []struct {
		name   string
		params video.RoomListParams
		want   []string
	}{
		{name: "in progress", want: []string{second.SID}},
		{name: "completed", params: video.RoomListParams{Status: video.RoomCompleted}, want: []string{first.SID}},
		{name: "by name", params: video.RoomListParams{UniqueName: "first"}},
		{name: "completed, by name", params: video.RoomListParams{UniqueName: "first", Status: video.RoomCompleted}, want: []string{first.SID}},
		{name: "since the second", params: video.RoomListParams{CreatedAfter: second.DateCreated.Time}, want: []string{second.SID}},
		{name: "before the second", params: video.RoomListParams{CreatedBefore: second.DateCreated.Time}},
	}
	for _, tt := range tests {
		var got []string
		for room, err := range b.Rooms.All(t.Context(), tt.params) {
			require.NoError(t, err, tt.name)
			got = append(got, room.SID)
		}
		assert.Equal(t, tt.want, got, tt.name)
	}
}

// TestRoomEndsByItself: a room that nobody joins ends, and so does one that everybody has
// left. Somebody who comes back in time keeps it open.
func TestRoomEndsByItself(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	unused := b.create(video.RoomCreateParams{UnusedRoomTimeout: 2 * time.Minute})
	left := b.create(video.RoomCreateParams{UniqueName: "left", EmptyRoomTimeout: 3 * time.Minute})
	ada := b.join("ada", "left")
	b.advance(2*time.Minute - time.Second)
	assert.Equal(t, video.RoomInProgress, b.room(unused.SID).Status)
	b.advance(time.Second)
	assert.Equal(t, video.RoomCompleted, b.room(unused.SID).Status)

	b.advance(10 * time.Minute)
	assert.Equal(t, video.RoomInProgress, b.room(left.SID).Status, "somebody is in it")
	ada.Leave()
	b.advance(2 * time.Minute)
	ada = b.join("ada", "left")
	b.advance(2 * time.Minute)
	assert.Equal(t, video.RoomInProgress, b.room(left.SID).Status, "ada came back in time")
	ada.Leave()
	b.advance(3 * time.Minute)
	assert.Equal(t, video.RoomCompleted, b.room(left.SID).Status)
}

// TestRoomEvents: the application is told of everything that happens in a room, by
// requests that are signed.
func TestRoomEvents(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room := b.create(video.RoomCreateParams{UniqueName: "daily", StatusCallback: hooks + "/room", RecordParticipantsOnConnect: true})
	ada := b.join("ada", "daily")
	camera := b.publish(ada, webhook.TrackKindVideo, "camera")
	camera.Disable()
	camera.Disable()
	camera.Enable()
	b.advance(10 * time.Second)
	camera.Unpublish()
	b.advance(time.Minute)
	b.complete(room)
	assert.Equal(t, []string{
		"room-created", "participant-connected", "track-added", "recording-started", "track-disabled", "track-enabled", "track-removed",
		"recording-completed", "participant-disconnected", "room-ended",
	}, b.events())

	assert.Equal(t, room.SID, b.roomEvents[0].RoomSID)
	assert.Equal(t, webhook.RoomTypeGroup, b.roomEvents[0].RoomType)
	assert.Equal(t, "ada", b.roomEvents[1].ParticipantIdentity)
	assert.Equal(t, camera.SID(), b.roomEvents[2].TrackSID)
	stored := b.roomEvents[7]
	assert.Equal(t, 10*time.Second, stored.Duration)
	assert.Equal(t, "/v1/Recordings/"+stored.RecordingSID+"/Media", stored.MediaURI)
	assert.Equal(t, 70*time.Second, b.roomEvents[8].ParticipantDuration)
	last := b.roomEvents[9]
	assert.Equal(t, 70*time.Second, last.RoomDuration)
	assert.Equal(t, webhook.RoomStatusCompleted, last.RoomStatus)
	assert.Equal(t, 9, last.SequenceNumber)
	assert.WithinDuration(t, b.sim.Clock.Now(), last.Timestamp, time.Second)
}

// TestRoomEventsAsTwilioMayDeliver: events of rooms come twice and out of order, too.
func TestRoomEventsAsTwilioMayDeliver(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.StatusCallbacks(twiliotest.Doubled("room-created"), twiliotest.Dropped("participant-connected"), twiliotest.Reversed()))
	room := b.create(video.RoomCreateParams{StatusCallback: hooks + "/room"})
	b.join("ada", room.SID)
	assert.Empty(t, b.events())
	b.complete(room)
	assert.Equal(t, []string{"room-ended", "participant-disconnected", "room-created", "room-created"}, b.events())
}

func TestFailedRoom(t *testing.T) {
	t.Parallel()
	room := video.Room{SID: roomID, Status: video.RoomFailed}
	require.ErrorIs(t, room.Err(), twilio.ErrServer)
	require.EqualError(t, room.Err(), "video: the room "+roomID+" has failed: create another room")
	assert.True(t, room.Status.Final())
	assert.False(t, video.RoomInProgress.Final())
}
