package video

import (
	"context"
	"iter"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// SubscribedTrack is a track of somebody else that a participant receives. The rules of
// [SubscribeRules] decide which tracks that are.
//
// Twilio docs: https://www.twilio.com/docs/video/api/track-subscriptions
type SubscribedTrack struct {
	SID            string      `json:"sid"`             // MT…
	ParticipantSID string      `json:"participant_sid"` // of whoever receives it
	PublisherSID   string      `json:"publisher_sid"`   // of whoever sends it
	RoomSID        string      `json:"room_sid"`
	Name           string      `json:"name"`
	Kind           TrackKind   `json:"kind"`
	Enabled        bool        `json:"enabled"` // false while it is muted
	DateCreated    twilio.Time `json:"date_created"`
	DateUpdated    twilio.Time `json:"date_updated"`
	URL            string      `json:"url"`
}

// SubscribedTracks shows the tracks that a participant receives.
type SubscribedTracks struct{ c *twilio.Client }

const subscribedTracksPath = participantPath + "/SubscribedTracks"

var (
	subscribedTrackGet = twilio.Operation{
		Name: "video.SubscribedTracks.Get", Method: http.MethodGet, Host: host, Path: subscribedTracksPath + "/{Sid:MT}",
	}
	subscribedTrackList = twilio.Operation{
		Name: "video.SubscribedTracks.List", Method: http.MethodGet, Host: host, Path: subscribedTracksPath, Items: "subscribed_tracks",
	}
)

// Get returns a track that a participant receives. One that the participant does not
// receive matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/video/api/track-subscriptions#get-st
func (s *SubscribedTracks) Get(ctx context.Context, room, participant, sid string, opts ...twilio.CallOption) (*SubscribedTrack, error) {
	return twilio.Invoke[SubscribedTrack](ctx, s.c, subscribedTrackGet.On(room, participant, sid), opts...)
}

// List returns the first page of the tracks that a participant receives, or the one that
// Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/video/api/track-subscriptions#get-stlist
func (s *SubscribedTracks) List(ctx context.Context, room, participant string, params TrackListParams, opts ...twilio.CallOption) (*twilio.Page[SubscribedTrack], error) {
	return twilio.InvokePage[SubscribedTrack](ctx, s.c, subscribedTrackList.On(room, participant).With(&params), opts...)
}

// All ranges over the tracks that a participant receives, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/video/api/track-subscriptions#get-stlist
func (s *SubscribedTracks) All(ctx context.Context, room, participant string, params TrackListParams, opts ...twilio.CallOption) iter.Seq2[*SubscribedTrack, error] {
	return twilio.InvokeAll[SubscribedTrack](ctx, s.c, subscribedTrackList.On(room, participant).With(&params), opts...)
}
