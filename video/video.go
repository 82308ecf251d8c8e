package video

import "github.com/seed15d99369/twilio"

// Client is Twilio Video for the account of one [twilio.Client]: a field for each
// resource. It is safe for concurrent use, as the twilio.Client is. Make it with [New].
//
// Twilio docs: https://www.twilio.com/docs/video/api
type Client struct {
	Rooms            *Rooms
	Participants     *Participants
	PublishedTracks  *PublishedTracks
	SubscribedTracks *SubscribedTracks
	SubscribeRules   *SubscribeRules
	RecordingRules   *RecordingRules
	RoomRecordings   *RoomRecordings
	Transcriptions   *Transcriptions

	Recordings       *Recordings
	Compositions     *Compositions
	CompositionHooks *CompositionHooks

	RecordingSettings   *RecordingSettings
	CompositionSettings *CompositionSettings
}

// New returns Video for the account, the credentials and the options of c. It sends
// nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/video/api
func New(c *twilio.Client) *Client {
	return &Client{
		Rooms:               &Rooms{c},
		Participants:        &Participants{c},
		PublishedTracks:     &PublishedTracks{c},
		SubscribedTracks:    &SubscribedTracks{c},
		SubscribeRules:      &SubscribeRules{c},
		RecordingRules:      &RecordingRules{c},
		RoomRecordings:      &RoomRecordings{c},
		Transcriptions:      &Transcriptions{c},
		Recordings:          &Recordings{c},
		Compositions:        &Compositions{c},
		CompositionHooks:    &CompositionHooks{c},
		RecordingSettings:   &RecordingSettings{c},
		CompositionSettings: &CompositionSettings{c},
	}
}

// The addresses of Video. A room is named by its SID, or by its UniqueName while it is in
// progress, and a participant by its SID or by its identity.
const (
	host            = "video"
	roomsPath       = "/v1/Rooms"
	inRoomPath      = roomsPath + "/{RoomSid}"
	participantPath = inRoomPath + "/Participants/{ParticipantSid}"
)
