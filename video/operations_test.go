package video_test

import (
	"net/url"
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/video"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "video", New: func(c *twilio.Client) any { return video.New(c) },
		Files: []string{"video_v1"}, Rows: rows, Constants: constants,
	})
}

const (
	setTwice    = "A value that is set twice is set."
	endedIsOver = "A room that has ended stays so."
	outIsOut    = "Somebody who was removed is out."
	onceByName  = "One room of a name is in progress at a time, and a second create is refused as a conflict."
	mediaFiles  = "Twilio's files leave the media out: https://www.twilio.com/docs/video/api/recordings-resource#get-media-subresource"
	roomSID     = "A name may stand for another room a moment later, so that the update takes the SID alone."
)

var (
	room = "RM00000000000000000000000000000001"
	rows = apitest.Rows{
		"Rooms.Create":   {Operation: "CreateRoom", Class: twilio.ClassIdempotent, Why: onceByName + " Without a name it is a create: see rooms_test.go.", Values: roomValues},
		"Rooms.Get":      {Operation: "FetchRoom"},
		"Rooms.List":     {Operation: "ListRoom"},
		"Rooms.Update":   {Operation: "UpdateRoom", IDs: map[string]string{"Sid": room}, Values: map[string]string{"Status": "completed"}, Class: twilio.ClassIdempotent, Why: endedIsOver + " " + roomSID},
		"Rooms.Complete": {Operation: "UpdateRoom", IDs: map[string]string{"Sid": room}, Fixed: url.Values{"Status": {"completed"}}, Class: twilio.ClassIdempotent, Why: endedIsOver + " " + roomSID},

		"Participants.Get":        {Operation: "FetchRoomParticipant"},
		"Participants.List":       {Operation: "ListRoomParticipant"},
		"Participants.Update":     {Operation: "UpdateRoomParticipant", Values: map[string]string{"Status": "disconnected"}, Class: twilio.ClassIdempotent, Why: outIsOut},
		"Participants.Disconnect": {Operation: "UpdateRoomParticipant", Fixed: url.Values{"Status": {"disconnected"}}, Class: twilio.ClassIdempotent, Why: outIsOut},
		"Participants.Anonymize":  {Operation: "UpdateRoomParticipantAnonymize", Class: twilio.ClassIdempotent, Why: "A name that was removed twice is removed."},

		"PublishedTracks.Get":   {Operation: "FetchRoomParticipantPublishedTrack"},
		"PublishedTracks.List":  {Operation: "ListRoomParticipantPublishedTrack"},
		"SubscribedTracks.Get":  {Operation: "FetchRoomParticipantSubscribedTrack"},
		"SubscribedTracks.List": {Operation: "ListRoomParticipantSubscribedTrack"},

		"SubscribeRules.Get":    {Operation: "FetchRoomParticipantSubscribeRule"},
		"SubscribeRules.Update": {Operation: "UpdateRoomParticipantSubscribeRule", Class: twilio.ClassIdempotent, Why: setTwice},
		"RecordingRules.Get":    {Operation: "FetchRoomRecordingRule"},
		"RecordingRules.Update": {Operation: "UpdateRoomRecordingRule", Class: twilio.ClassIdempotent, Why: setTwice},

		"RoomRecordings.Get":      {Operation: "FetchRoomRecording"},
		"RoomRecordings.List":     {Operation: "ListRoomRecording"},
		"RoomRecordings.Delete":   {Operation: "DeleteRoomRecording"},
		"RoomRecordings.Download": {Unlisted: "GET https://video.twilio.com/v1/Rooms/{RoomSid}/Recordings/{Sid}/Media", IDs: map[string]string{"RoomSid": room, "Sid": "RT00000000000000000000000000000001"}, Why: mediaFiles},

		"Transcriptions.Create":  {Operation: "CreateRoomTranscriptions", Proof: "ttid", Why: "Its answer has a type ID and no SID."},
		"Transcriptions.Get":     {Operation: "FetchRoomTranscriptions"},
		"Transcriptions.List":    {Operation: "ListRoomTranscriptions"},
		"Transcriptions.Update":  {Operation: "UpdateRoomTranscriptions", Class: twilio.ClassIdempotent, Why: setTwice},
		"Transcriptions.Stop":    {Operation: "UpdateRoomTranscriptions", Fixed: url.Values{"Status": {"stopped"}}, Partial: true, Class: twilio.ClassIdempotent, Why: setTwice},
		"Transcriptions.Restart": {Operation: "UpdateRoomTranscriptions", Fixed: url.Values{"Status": {"started"}}, Partial: true, Class: twilio.ClassIdempotent, Why: setTwice},

		"Recordings.Get":      {Operation: "FetchRecording"},
		"Recordings.List":     {Operation: "ListRecording"},
		"Recordings.Delete":   {Operation: "DeleteRecording"},
		"Recordings.Download": {Unlisted: "GET https://video.twilio.com/v1/Recordings/{Sid}/Media", IDs: map[string]string{"Sid": "RT00000000000000000000000000000001"}, Why: mediaFiles},

		"Compositions.Create":   {Operation: "CreateComposition", Values: map[string]string{"Resolution": "1280x720"}},
		"Compositions.Get":      {Operation: "FetchComposition"},
		"Compositions.List":     {Operation: "ListComposition"},
		"Compositions.Delete":   {Operation: "DeleteComposition"},
		"Compositions.Download": {Unlisted: "GET https://video.twilio.com/v1/Compositions/{Sid}/Media", IDs: map[string]string{"Sid": "CJ00000000000000000000000000000001"}, Why: mediaFiles},

		"CompositionHooks.Create":  {Operation: "CreateCompositionHook", Values: map[string]string{"Resolution": "1280x720"}, Class: twilio.ClassIdempotent, Why: "The account has one hook of a name, and a second create is refused as a conflict."},
		"CompositionHooks.Get":     {Operation: "FetchCompositionHook"},
		"CompositionHooks.List":    {Operation: "ListCompositionHook"},
		"CompositionHooks.Update":  {Operation: "UpdateCompositionHook", Values: map[string]string{"Resolution": "1280x720"}, Class: twilio.ClassIdempotent, Why: setTwice},
		"CompositionHooks.Enable":  {Why: "It reads the hook and updates all of it, and is tested in compositionhooks_test.go."},
		"CompositionHooks.Disable": {Why: "It reads the hook and updates all of it, and is tested in compositionhooks_test.go."},
		"CompositionHooks.Delete":  {Operation: "DeleteCompositionHook"},

		"RecordingSettings.Get":      {Operation: "FetchRecordingSettings"},
		"RecordingSettings.Update":   {Operation: "CreateRecordingSettings", Class: twilio.ClassIdempotent, Why: setTwice},
		"CompositionSettings.Get":    {Operation: "FetchCompositionSettings"},
		"CompositionSettings.Update": {Operation: "CreateCompositionSettings", Class: twilio.ClassIdempotent, Why: setTwice},
	}
)

// roomValues are within the limits of a room.
var roomValues = map[string]string{"MaxParticipants": "7", "EmptyRoomTimeout": "8", "UnusedRoomTimeout": "9", "MaxParticipantDuration": "3600"}

// constants are in Twilio's documentation and in no enum of its files.
var constants = []apitest.Constant{}
