// Package voice is what belongs to a telephone call beside the call itself: conferences and
// those who take part in them, recordings with their sound and their text, and queues.
// Calls are made by package twilio, and their instructions by package twiml.
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//
//		"github.com/seed15d99369/twilio"
//		"github.com/seed15d99369/twilio/voice"
//	)
//
//	func main() {
//		client, err := twilio.NewFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		ctx, v := context.Background(), voice.New(client)
//		for _, number := range []string{"+14155551234", "+14155556789"} {
//			participant, err := v.Participants.Create(ctx, "daily-standup", voice.ParticipantCreateParams{
//				To: number, From: "+14155550100", ConferenceRecord: voice.ConferenceRecordFromStart,
//			})
//			if err != nil {
//				log.Fatal(err)
//			}
//			fmt.Println("calling", number, "into", participant.ConferenceSID)
//		}
//	}
//
// # Conferences
//
// A conference begins with its first participant: a call that [Participants.Create] makes,
// or one whose TwiML has the verb Dial with the noun Conference. It has a name,
// FriendlyName, by which calls come into it, and an SID, CF…, by which it is managed. A
// participant is named by the SID of the call, or by a label. The verbs [Participants.Hold],
// [Participants.Mute], [Participants.Coach], [Participants.Announce] and
// [Participants.Kick] change one participant, [Conferences.Announce] and [Conferences.End]
// the conference.
//
// # Never called twice
//
// [Participants.Create] calls somebody, and is not repeated when nobody can say whether
// Twilio has carried it out. The error is a *[twilio.OutcomeUnknownError] then.
// [Participants.Reconcile] finds out whether the call was made, and the option
// [twilio.Settle] lets the create do that by itself. Announcements and [Members.Dequeue]
// are not repeated either. The other verbs converge, and are repeated.
//
// # Recordings
//
// [CallRecordings] starts, pauses, resumes and stops the recording of a call, and
// [ConferenceRecordings] does so for a conference. [CurrentRecording] stands for the SID of
// the one that is under way. [Recordings] has all of the account: [Recordings.DownloadWAV]
// and [Recordings.DownloadMP3] return the sound, mono or with a channel for each side.
//
// # Queues
//
// The verb Enqueue lets a caller wait in a [Queue]. [Members.DequeueFront] takes out the
// caller who has waited longest, and [Members.Dequeue] any other.
//
// Twilio docs: https://www.twilio.com/docs/voice
package voice
