// Package video is Twilio Video: rooms in which people see and hear each other, the
// recordings of what they said, and films made of them.
//
// A person joins a room with an access token, which your server makes with package token
// and gives to the person's device. This program opens a room, waits, ends it and saves a
// film of it:
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//
//		"github.com/seed15d99369/twilio"
//		"github.com/seed15d99369/twilio/video"
//	)
//
//	func main() {
//		client, err := twilio.NewFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		ctx, v := context.Background(), video.New(client)
//		room, err := v.Rooms.Create(ctx, video.RoomCreateParams{
//			UniqueName: "daily", Type: video.RoomGroup, RecordParticipantsOnConnect: true,
//			StatusCallback: "https://example.com/room",
//		})
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Print("Press Enter when everybody has left the room. ")
//		_, _ = fmt.Scanln()
//		if _, err = v.Rooms.Complete(ctx, room.SID); err != nil {
//			log.Fatal(err)
//		}
//		film, err := v.Compositions.Create(ctx, video.CompositionCreateParams{
//			RoomSID: room.SID, Format: video.FormatMP4, AudioSources: []string{"*"},
//			VideoLayout: video.Layout{"grid": {VideoSources: []string{"*"}}},
//		})
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println("Twilio makes the film", film.SID)
//	}
//
// # Rooms and names
//
// A room has an SID for good, RM…, and perhaps a name. One room of a name is in progress
// at a time. A second create with the name is refused with [twilio.CodeRoomNameTaken]:
// get the room with [Rooms.Get]. A room ends by [Rooms.Complete], or by itself when it has
// been empty for its EmptyRoomTimeout, or unused for its UnusedRoomTimeout.
//
// # Rules
//
// [SubscribeRules] says which tracks a participant receives, and [RecordingRules] which
// tracks of a room are recorded. Later rules win over earlier ones.
//
// # Media
//
// Each recorded track is a [Recording] of its own. [Compositions.Create] makes one file of
// them, arranged by a [Layout], and a [CompositionHook] does so for every room. The
// methods Download return the files.
//
// Twilio docs: https://www.twilio.com/docs/video
package video
