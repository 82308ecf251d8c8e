package video

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// PublishedTrack is one stream of media that a participant sends into a room: a
// microphone, a camera, a screen, or data of the application.
//
// Twilio docs: https://www.twilio.com/docs/video/api/publishedtrack-resource
type PublishedTrack struct {
	SID            string      `json:"sid"` // MT…
	ParticipantSID string      `json:"participant_sid"`
	RoomSID        string      `json:"room_sid"`
	Name           string      `json:"name"`
	Kind           TrackKind   `json:"kind"`
	Enabled        bool        `json:"enabled"` // false while it is muted
	DateCreated    twilio.Time `json:"date_created"`
	DateUpdated    twilio.Time `json:"date_updated"`
	URL            string      `json:"url"`
}

// TrackKind is the kind of media in a track or in a recording of a track.
//
// Twilio docs: https://www.twilio.com/docs/video/api/publishedtrack-resource
type TrackKind string

// The kinds of tracks.
const (
	TrackAudio TrackKind = "audio"
	TrackVideo TrackKind = "video"
	TrackData  TrackKind = "data" // is never recorded
)

// PublishedTracks shows the tracks that a participant sends.
type PublishedTracks struct{ c *twilio.Client }

const publishedTracksPath = participantPath + "/PublishedTracks"

var (
	publishedTrackGet = twilio.Operation{
		Name: "video.PublishedTracks.Get", Method: http.MethodGet, Host: host, Path: publishedTracksPath + "/{Sid}", // or the name of the track
	}
	publishedTrackList = twilio.Operation{
		Name: "video.PublishedTracks.List", Method: http.MethodGet, Host: host, Path: publishedTracksPath, Items: "published_tracks",
	}
)

// Get returns a track of a participant, by its SID or by its name. One that is no longer
// published matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/video/api/publishedtrack-resource#get-pt
func (s *PublishedTracks) Get(ctx context.Context, room, participant, sidOrName string, opts ...twilio.CallOption) (*PublishedTrack, error) {
	return twilio.Invoke[PublishedTrack](ctx, s.c, publishedTrackGet.On(room, participant, sidOrName), opts...)
}

// TrackListParams are the pages of a list of published or subscribed tracks.
type TrackListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the tracks that a participant sends, or the one that
// Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/video/api/publishedtrack-resource#get-list-resource
func (s *PublishedTracks) List(ctx context.Context, room, participant string, params TrackListParams, opts ...twilio.CallOption) (*twilio.Page[PublishedTrack], error) {
	return twilio.InvokePage[PublishedTrack](ctx, s.c, publishedTrackList.On(room, participant).With(&params), opts...)
}

// All ranges over the tracks that a participant sends, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/video/api/publishedtrack-resource#get-list-resource
func (s *PublishedTracks) All(ctx context.Context, room, participant string, params TrackListParams, opts ...twilio.CallOption) iter.Seq2[*PublishedTrack, error] {
	return twilio.InvokeAll[PublishedTrack](ctx, s.c, publishedTrackList.On(room, participant).With(&params), opts...)
}
