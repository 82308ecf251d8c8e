package video_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/video"
	"github.com/seed15d99369/twilio/webhook"
)

// TestJoin: an access token lets somebody into a room, and each mistake has its code.
func TestJoin(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		access token.Access
		wait   time.Duration // before the token is used
		secret string        // "" is the right one
		key    string        // "" is the right one
		room   string
		code   twilio.ErrorCode
	}{
		{name: "by name", room: "daily"},
		{name: "to its room", access: token.Access{Grants: []token.Grant{token.VideoGrant{Room: "daily"}}}, room: "daily"},
		{name: "to the room of the grant", access: token.Access{Grants: []token.Grant{token.VideoGrant{Room: "daily"}}}},
		{name: "to another room", access: token.Access{Grants: []token.Grant{token.VideoGrant{Room: "daily"}}}, room: "weekly", code: 53104},
		{name: "without a video grant", access: token.Access{Grants: []token.Grant{token.VoiceGrant{Incoming: true}}}, room: "daily", code: 20106},
		{name: "too late", wait: time.Hour, room: "daily", code: 20104},
		{name: "with a wrong secret", secret: "5a1dSimulatedKeySecret0000000009", room: "daily", code: 20107},
		{name: "with an unknown key", key: "SK5a1d0000000000000000000000000009", room: "daily", code: 20103},
		{name: "to no room", room: "monthly", code: twilio.CodeRoomNotFound},
		{name: "to a room that has ended", room: "ended", code: twilio.CodeRoomCompleted},
	}
	for _, tt := range tests {
		b := newBench(t, twiliotest.WithoutAdHocRooms())
		room, ended := b.create(video.RoomCreateParams{UniqueName: "daily", UnusedRoomTimeout: time.Hour}), b.create(video.RoomCreateParams{})
		b.create(video.RoomCreateParams{UniqueName: "weekly"})
		b.complete(ended)
		if tt.room == "ended" {
			tt.room = ended.SID
		}
		p, err := b.sim.JoinRoom(b.sign(tt.access, tt.key, tt.secret, tt.wait), tt.room)
		require.Equal(t, tt.code, codeOf(err), "%s: %v", tt.name, err)
		if tt.code != 0 {
			require.ErrorIs(t, err, tt.code, tt.name)
			continue
		}
		require.NoError(t, err, tt.name)
		assert.Equal(t, room.SID, p.RoomSID(), tt.name)
		assert.True(t, p.Connected(), tt.name)
	}
}

// sign signs an access token for ada, and lets time pass.
func (b *bench) sign(access token.Access, key, secret string, wait time.Duration) string {
	b.t.Helper()
	rightKey, rightSecret := b.sim.APIKey()
	if key == "" {
		key = rightKey
	}
	if secret == "" {
		secret = rightSecret
	}
	signer, err := token.NewSigner(b.sim.AccountSID(), key, secret, token.WithClock(b.sim.Clock.Now))
	require.NoError(b.t, err)
	access.Identity = "ada"
	if access.Grants == nil {
		access.Grants = []token.Grant{token.VideoGrant{}}
	}
	jwt, err := signer.Sign(access)
	require.NoError(b.t, err)
	b.advance(wait)
	return jwt
}

// TestTokensThatAreNone: texts that are no access token are refused.
func TestTokensThatAreNone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, jwt := range map[string]string{"empty": "", "no token": "hello", "no payload": "a.b.c", "no claims": "e30.e30.e30"} {
		_, err := b.sim.JoinRoom(jwt, "daily")
		assert.Equal(t, twilio.ErrorCode(20103), codeOf(err), name)
	}
}

// TestAdHocRoom: a client makes a room by joining it, unless the account forbids that.
func TestAdHocRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ada := b.join("ada", "lunch")
	room := b.room("lunch")
	assert.Equal(t, room.SID, ada.RoomSID())
	assert.Equal(t, room.SID, b.join("bob", room.SID).RoomSID())
	assert.Equal(t, video.RoomGroup, room.Type)
}

// TestFullRoom: nobody fits into a room that is full until somebody leaves. Somebody who
// joins twice takes no second place.
func TestFullRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.create(video.RoomCreateParams{UniqueName: "daily", MaxParticipants: 2})
	ada := b.join("ada", "daily")
	b.join("bob", "daily")
	_, err := b.sim.JoinRoom(b.token("cleo", ""), "daily")
	require.ErrorIs(t, err, twilio.CodeRoomFull)

	again := b.join("ada", "daily")
	assert.False(t, ada.Connected())
	require.ErrorIs(t, ada.Err(), twilio.CodeDuplicateIdentity)
	assert.NotEqual(t, ada.SID(), again.SID())
	again.Leave()
	require.NoError(t, again.Err(), "who leaves has no error")
	b.join("cleo", "daily")
}

// TestStay: a participant may stay as long as the room allows.
func TestStay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room := b.create(video.RoomCreateParams{MaxParticipantDuration: 30 * time.Minute})
	ada := b.join("ada", room.SID)
	b.advance(30*time.Minute - time.Second)
	assert.True(t, ada.Connected())
	b.advance(time.Second)
	assert.False(t, ada.Connected())
	require.ErrorIs(t, ada.Err(), twilio.ErrorCode(53216))
}

// TestParticipants: who is in the room is listed while it is in progress, and who was
// there afterwards.
func TestParticipants(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room := b.create(video.RoomCreateParams{UniqueName: "daily"})
	ada, bob := b.join("ada", "daily"), b.join("bob", "daily")
	b.advance(time.Minute)
	bob.Leave()
	assert.Equal(t, []string{"ada"}, b.people(room.SID, video.ParticipantListParams{}))
	assert.Equal(t, []string{"bob"}, b.people("daily", video.ParticipantListParams{Status: video.ParticipantDisconnected}))
	assert.Empty(t, b.people("daily", video.ParticipantListParams{Identity: "cleo"}))
	left, err := b.Participants.Get(t.Context(), "daily", "bob")
	require.NoError(t, err)
	assert.Equal(t, bob.SID(), left.SID)
	assert.Equal(t, time.Minute, left.Duration.Duration)
	assert.True(t, left.Status.Final())

	removed, err := b.Participants.Disconnect(t.Context(), "daily", "ada")
	require.NoError(t, err)
	assert.Equal(t, video.ParticipantDisconnected, removed.Status)
	require.ErrorIs(t, ada.Err(), twilio.CodeParticipantNotFound)
	again, err := b.Participants.Update(t.Context(), "daily", ada.SID(), video.ParticipantUpdateParams{Status: video.ParticipantDisconnected})
	require.NoError(t, err)
	assert.Equal(t, removed.EndTime, again.EndTime)

	cleo := b.join("cleo", "daily")
	b.complete(room)
	require.ErrorIs(t, cleo.Err(), twilio.CodeRoomCompleted)
	assert.Equal(t, []string{"ada", "bob", "cleo"}, b.people(room.SID, video.ParticipantListParams{}))
	_, err = b.Participants.Get(t.Context(), room.SID, "dan")
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

func (b *bench) people(room string, params video.ParticipantListParams) (identities []string) {
	b.t.Helper()
	for p, err := range b.Participants.All(b.t.Context(), room, params) {
		require.NoError(b.t, err)
		identities = append(identities, p.Identity)
	}
	return identities
}

// TestAnonymize: afterwards nobody can tell who it was.
func TestAnonymize(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ada := b.join("ada@example.com", "daily")
	ada.Leave()
	for range 2 {
		p, err := b.Participants.Anonymize(t.Context(), "daily", ada.SID())
		require.NoError(t, err)
		assert.Equal(t, ada.SID(), p.Identity)
	}
	_, err := b.Participants.Get(t.Context(), "daily", "ada@example.com")
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestPublishing: a room takes the tracks that its settings allow, from who is in it.
func TestPublishing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.create(video.RoomCreateParams{UniqueName: "daily", AudioOnly: true})
	ada := b.join("ada", "daily")
	mic := b.publish(ada, webhook.TrackKindAudio, "mic")
	unnamed := b.publish(ada, webhook.TrackKindData, "")
	for name, tt := range map[string]struct {
		kind webhook.TrackKind
		code twilio.ErrorCode
	}{"video in a room of sound": {webhook.TrackKindVideo, 53125}, "an unknown kind": {"smell", 53125}} {
		_, err := ada.Publish(twiliotest.RoomMedia{Kind: tt.kind})
		assert.Equal(t, tt.code, codeOf(err), name)
	}
	mic.Disable()
	track, err := b.PublishedTracks.Get(t.Context(), "daily", "ada", "mic")
	require.NoError(t, err)
	assert.Equal(t, mic.SID(), track.SID)
	assert.Equal(t, video.TrackAudio, track.Kind)
	assert.False(t, track.Enabled)
	page, err := b.PublishedTracks.List(t.Context(), "daily", ada.SID(), video.TrackListParams{})
	require.NoError(t, err)
	require.Len(t, page.Items, 2)
	assert.Equal(t, unnamed.SID(), page.Items[1].Name)

	ada.Leave()
	_, err = b.PublishedTracks.Get(t.Context(), "daily", "ada", mic.SID())
	require.ErrorIs(t, err, twilio.ErrNotFound)
	_, err = ada.Publish(twiliotest.RoomMedia{Kind: webhook.TrackKindAudio})
	assert.Equal(t, twilio.ErrorCode(53104), codeOf(err))
}

// TestTooManyTracks: a group room has room for 170 tracks.
func TestTooManyTracks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ada := b.join("ada", "daily")
	for range 170 {
		b.publish(ada, webhook.TrackKindData, "")
	}
	_, err := ada.Publish(twiliotest.RoomMedia{Kind: webhook.TrackKindData})
	assert.Equal(t, twilio.ErrorCode(53203), codeOf(err))
}

// TestRefusedTokenMakesNoRoom: somebody whose token is for another room leaves no room behind.
func TestRefusedTokenMakesNoRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.sim.JoinRoom(b.token("ada", "daily"), "weekly")
	require.Error(t, err)
	page, err := b.Rooms.List(t.Context(), video.RoomListParams{})
	require.NoError(t, err)
	assert.Empty(t, page.Items)
}
