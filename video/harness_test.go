package video_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/video"
	"github.com/seed15d99369/twilio/webhook"
)

const (
	hooks  = "https://hooks.example.com"
	roomID = "RM00000000000000000000000000000001"
)

// bench is Video of a simulator, with an application that keeps the events that it is told
// of.
type bench struct {
	*video.Client

	t            *testing.T
	sim          *twiliotest.Sim
	roomEvents   []*webhook.Room
	compositions []*webhook.Composition
}

func newBench(t *testing.T, opts ...twiliotest.Option) *bench {
	t.Helper()
	sim := twiliotest.New(t, opts...)
	b := &bench{Client: video.New(sim.Client()), t: t, sim: sim}
	verifier, err := webhook.NewVerifier(webhook.Token(sim.AuthToken()), webhook.PublicURL(hooks))
	require.NoError(t, err)
	sim.Handle(hooks+"/room", verifier.Middleware(webhook.OnWith(webhook.ParseRoom, func(_ context.Context, e *webhook.Room) error {
		b.roomEvents = append(b.roomEvents, e)
		return nil
	})))
	sim.Handle(hooks+"/film", verifier.Middleware(webhook.OnWith(webhook.ParseComposition, func(_ context.Context, e *webhook.Composition) error {
		b.compositions = append(b.compositions, e)
		return nil
	})))
	return b
}

// token signs an access token of an hour for a room, "" for any room.
func (b *bench) token(identity, room string) string {
	b.t.Helper()
	key, secret := b.sim.APIKey()
	signer, err := token.NewSigner(b.sim.AccountSID(), key, secret, token.WithClock(b.sim.Clock.Now))
	require.NoError(b.t, err)
	jwt, err := signer.Sign(token.Access{Identity: identity, Grants: []token.Grant{token.VideoGrant{Room: room}}})
	require.NoError(b.t, err)
	return jwt
}

func (b *bench) create(params video.RoomCreateParams) *video.Room {
	b.t.Helper()
	room, err := b.Rooms.Create(b.t.Context(), params)
	require.NoError(b.t, err)
	return room
}

func (b *bench) room(sid string) *video.Room {
	b.t.Helper()
	room, err := b.Rooms.Get(b.t.Context(), sid)
	require.NoError(b.t, err)
	return room
}

func (b *bench) join(identity, room string) *twiliotest.RoomParticipant {
	b.t.Helper()
	p, err := b.sim.JoinRoom(b.token(identity, ""), room)
	require.NoError(b.t, err)
	return p
}

func (b *bench) publish(p *twiliotest.RoomParticipant, kind webhook.TrackKind, name string) *twiliotest.RoomTrack {
	b.t.Helper()
	track, err := p.Publish(twiliotest.RoomMedia{Kind: kind, Name: name})
	require.NoError(b.t, err)
	return track
}

func (b *bench) complete(room *video.Room) *video.Room {
	b.t.Helper()
	ended, err := b.Rooms.Complete(b.t.Context(), room.SID)
	require.NoError(b.t, err)
	return ended
}

func (b *bench) advance(d time.Duration) { b.sim.Clock.Advance(d) }

// recorded returns the names of the recordings of a room by status.
func (b *bench) recorded(room *video.Room, status video.RecordingStatus) (names []string) {
	b.t.Helper()
	for rec, err := range b.RoomRecordings.All(b.t.Context(), room.SID, video.RoomRecordingListParams{Status: status}) {
		require.NoError(b.t, err)
		names = append(names, rec.TrackName)
	}
	return names
}

// events are the names of the events of rooms so far.
func (b *bench) events() (names []string) {
	b.advance(0)
	for _, e := range b.roomEvents {
		names = append(names, string(e.StatusCallbackEvent))
	}
	return names
}

// read reads a file to its end.
func read(t *testing.T, file *twilio.File, err error) string {
	t.Helper()
	require.NoError(t, err)
	content, err := io.ReadAll(file)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	return string(content)
}

// codeOf is the code of Twilio's error, 0 for none.
func codeOf(err error) twilio.ErrorCode {
	var e *twilio.Error
	if errors.As(err, &e) {
		return e.Code
	}
	var refused *twiliotest.RoomError
	if errors.As(err, &refused) {
		return refused.Code
	}
	return 0
}
