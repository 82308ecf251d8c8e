package video_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/video"
	"github.com/seed15d99369/twilio/webhook"
)

// simulate gives the examples an account in which ada has spoken in a room.
func simulate() (sim *twiliotest.Sim, v *video.Client, room *video.Room) {
	sim, err := twiliotest.Start()
	if err != nil {
		panic(err)
	}
	v = video.New(sim.Client())
	room, err = v.Rooms.Create(context.Background(), video.RoomCreateParams{UniqueName: "weekly", RecordParticipantsOnConnect: true})
	if err != nil {
		panic(err)
	}
	ada, err := sim.JoinRoom(accessToken(sim), "weekly")
	if err != nil {
		panic(err)
	}
	if _, err = ada.Publish(twiliotest.RoomMedia{Kind: webhook.TrackKindAudio, Name: "microphone"}); err != nil {
		panic(err)
	}
	sim.Clock.Advance(time.Minute)
	return sim, v, room
}

func accessToken(sim *twiliotest.Sim) string {
	key, secret := sim.APIKey()
	signer, err := token.NewSigner(sim.AccountSID(), key, secret, token.WithClock(sim.Clock.Now))
	if err != nil {
		panic(err)
	}
	jwt, err := signer.Sign(token.Access{Identity: "ada", Grants: []token.Grant{token.VideoGrant{}}})
	if err != nil {
		panic(err)
	}
	return jwt
}

func ExampleParticipants_Disconnect() {
	sim, v, _ := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ada, err := v.Participants.Disconnect(context.Background(), "weekly", "ada")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(ada.Identity, "was there for", ada.Duration)
	// Output: ada was there for 1m0s
}

func ExampleRecordings_Download() {
	sim, v, room := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	if _, err := v.Rooms.Complete(ctx, room.SID); err != nil {
		fmt.Println(err)
		return
	}
	sim.Clock.Advance(10 * time.Second)
	for rec, err := range v.Recordings.All(ctx, video.RecordingListParams{GroupingSID: []string{room.SID}, Status: video.RecordingCompleted}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		file, err := v.Recordings.Download(ctx, rec.SID, video.MediaDownloadParams{}, twilio.MaxBytes(1<<30))
		if err != nil {
			fmt.Println(err)
			return
		}
		_, err = io.Copy(os.Stdout, file)
		if closeErr := file.Close(); err != nil || closeErr != nil {
			fmt.Println(err, closeErr)
		}
	}
	// Output: audio of ada: microphone
}

func ExampleCompositionHooks_Create() {
	sim, v, room := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	hook, err := v.CompositionHooks.Create(ctx, video.CompositionHookParams{
		FriendlyName: "minutes", AudioSources: []string{"*"}, Format: video.FormatMP4,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := v.Rooms.Complete(ctx, room.SID); err != nil {
		fmt.Println(err)
		return
	}
	sim.Clock.Advance(5 * time.Minute)
	films, err := v.Compositions.List(ctx, video.CompositionListParams{RoomSID: room.SID})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(hook.FriendlyName, "has made a file of", films.Items[0].Duration, "which is", films.Items[0].Status)
	// Output: minutes has made a file of 1m0s which is completed
}
