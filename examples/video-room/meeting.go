package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/video"
	"github.com/seed15d99369/twilio/webhook"
)

const roomName = "daily"

// meeting is a room and what becomes of it.
type meeting struct {
	video    *video.Client
	signer   *token.Signer
	callback string // the address of the application, "" for none
	sleep    func(context.Context, time.Duration) error
	meet     func(context.Context) error // people join, speak and leave
}

// hold opens the room, lets people meet, and saves what was recorded.
func (m *meeting) hold(ctx context.Context) error {
	room, err := m.open(ctx)
	if err != nil {
		return err
	}
	if err := m.meet(ctx); err != nil {
		return err
	}
	if _, err := m.video.Rooms.Complete(ctx, room.SID); err != nil {
		return err
	}
	if err := m.sleep(ctx, 10*time.Second); err != nil { // until the recordings are stored
		return err
	}
	fmt.Println("The room is closed.")
	if err := m.saveRecordings(ctx, room); err != nil {
		return err
	}
	return m.saveFilm(ctx, room)
}

// open opens the room, or finds the one of that name that is open.
func (m *meeting) open(ctx context.Context) (*video.Room, error) {
	room, err := m.video.Rooms.Create(ctx, video.RoomCreateParams{
		UniqueName: roomName, Type: video.RoomGroup, MaxParticipants: 2, RecordParticipantsOnConnect: true, StatusCallback: m.url("/room"),
	})
	if errors.Is(err, twilio.CodeRoomNameTaken) {
		room, err = m.video.Rooms.Get(ctx, roomName)
	}
	if err != nil {
		return nil, err
	}
	fmt.Printf("The room %q is open for %d people.\n", room.UniqueName, room.MaxParticipants)
	return room, nil
}

// url is an address of the application, "" when it has none.
func (m *meeting) url(path string) string {
	if m.callback == "" {
		return ""
	}
	return m.callback + path
}

// accessToken lets somebody into the room for an hour.
func (m *meeting) accessToken(identity string) (string, error) {
	return m.signer.Sign(token.Access{Identity: identity, Grants: []token.Grant{token.VideoGrant{Room: roomName}}})
}

// actors are three people with devices, of whom the room holds two.
func (m *meeting) actors(ctx context.Context, sim *twiliotest.Sim) error {
	for _, name := range []string{"ada", "bob", "cleo"} {
		jwt, err := m.accessToken(name)
		if err != nil {
			return err
		}
		person, err := sim.JoinRoom(jwt, roomName)
		if errors.Is(err, twilio.CodeRoomFull) {
			fmt.Printf("%s cannot join: the room is full.\n", name)
			continue
		}
		if err != nil {
			return err
		}
		if _, err := person.Publish(twiliotest.RoomMedia{Kind: webhook.TrackKindAudio, Name: name + "-microphone"}); err != nil {
			return err
		}
		if _, err := person.Publish(twiliotest.RoomMedia{Kind: webhook.TrackKindVideo, Name: name + "-camera"}); err != nil {
			return err
		}
	}
	if err := m.hide(ctx, "ada", "bob-camera"); err != nil {
		return err
	}
	return m.sleep(ctx, 3*time.Minute)
}

// hide keeps a track from somebody, and says what the person still receives.
func (m *meeting) hide(ctx context.Context, from, track string) error {
	_, err := m.video.SubscribeRules.Update(ctx, roomName, from, video.SubscribeRulesUpdateParams{Rules: []video.SubscribeRule{
		{Type: video.RuleInclude, All: true},
		{Type: video.RuleExclude, Track: track},
	}})
	if err != nil {
		return err
	}
	for received, err := range m.video.SubscribedTracks.All(ctx, roomName, from, video.TrackListParams{}) {
		if err != nil {
			return err
		}
		fmt.Printf("%s no longer sees %s, and still receives %s.\n", from, track, received.Name)
	}
	return nil
}

// saveRecordings downloads the recording of each track.
func (m *meeting) saveRecordings(ctx context.Context, room *video.Room) error {
	for rec, err := range m.video.RoomRecordings.All(ctx, room.SID, video.RoomRecordingListParams{}) {
		if err != nil {
			return err
		}
		if err := rec.Err(); err != nil {
			fmt.Println(err)
			continue
		}
		file, err := m.video.RoomRecordings.Download(ctx, room.SID, rec.SID, video.MediaDownloadParams{})
		if err != nil {
			return err
		}
		size, err := save(file)
		if err != nil {
			return err
		}
		fmt.Printf("Saved %s.%s: %s, %d bytes\n", rec.TrackName, rec.ContainerFormat, rec.Duration.Duration, size)
	}
	return nil
}

// saveFilm has Twilio make a film of all recordings, waits for it and downloads it.
func (m *meeting) saveFilm(ctx context.Context, room *video.Room) error {
	film, err := m.video.Compositions.Create(ctx, video.CompositionCreateParams{
		RoomSID: room.SID, Format: video.FormatMP4, Resolution: "1280x720", AudioSources: []string{"*"}, StatusCallback: m.url("/film"),
		VideoLayout: video.Layout{
			"main": {VideoSources: []string{"ada-*"}},
			"corner": {
				VideoSources: []string{"*"}, VideoSourcesExcluded: []string{"ada-*"},
				XPos: 960, YPos: 540, ZPos: 1, Width: 320, Height: 180, MaxColumns: 1,
			},
		},
	})
	for err == nil && !film.Status.Final() {
		if err = m.sleep(ctx, 20*time.Second); err == nil {
			film, err = m.video.Compositions.Get(ctx, film.SID)
		}
	}
	if err != nil {
		return err
	}
	if err := film.Err(); err != nil {
		return err
	}
	file, err := m.video.Compositions.Download(ctx, film.SID, video.MediaDownloadParams{})
	if err != nil {
		return err
	}
	size, err := save(file)
	if err != nil {
		return err
	}
	fmt.Printf("Saved daily.%s: %s, %d bytes\n", film.Format, film.Duration.Duration, size)
	return nil
}

// save reads a file to its end. A program of your own copies it into a file.
func save(file *twilio.File) (size int64, err error) {
	size, err = io.Copy(io.Discard, file)
	return size, errors.Join(err, file.Close())
}

// events prints the events of the room and of the film, as Twilio tells of them.
func events() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /room", webhook.OnWith(webhook.ParseRoom, func(_ context.Context, e *webhook.Room) error {
		switch e.StatusCallbackEvent {
		case webhook.RoomEventParticipantConnected:
			fmt.Printf("  %s has joined.\n", e.ParticipantIdentity)
		case webhook.RoomEventParticipantDisconnected:
			fmt.Printf("  %s has left after %s.\n", e.ParticipantIdentity, e.ParticipantDuration)
		case webhook.RoomEventTrackAdded:
			fmt.Printf("  %s sends %s.\n", e.ParticipantIdentity, e.TrackKind)
		case webhook.RoomEventEnded:
			fmt.Printf("  The room has ended after %s.\n", e.RoomDuration)
		}
		return nil
	}))
	mux.Handle("POST /film", webhook.OnWith(webhook.ParseComposition, func(_ context.Context, e *webhook.Composition) error {
		if e.StatusCallbackEvent == webhook.CompositionEventProgress {
			fmt.Printf("  The film is %d %% done, and takes %s more.\n", e.PercentageDone, e.SecondsRemaining)
		}
		return nil
	}))
	return mux
}
