package twiliotest

import (
	"cmp"
	"slices"

	"github.com/seed15d99369/twilio/webhook"
)

// trackHandler returns the handler of an operation on tracks, nil for all others.
func trackHandler(operation string) handler {
	switch operation {
	case "FetchRoomParticipantPublishedTrack":
		return onParticipant((*Sim).fetchPublished)
	case "ListRoomParticipantPublishedTrack":
		return onParticipant((*Sim).listPublished)
	case "FetchRoomParticipantSubscribedTrack":
		return onParticipant((*Sim).fetchSubscribed)
	case "ListRoomParticipantSubscribedTrack":
		return onParticipant((*Sim).listSubscribed)
	}
	return nil
}

// videoTrack is a track that somebody publishes.
type videoTrack struct {
	itemRecord

	publisher *videoParticipant
	name      string
	kind      string
	priority  string
	content   []byte
	disabled  bool
	fails     bool            // its recording will fail
	recording *videoRecording // that is under way, nil for none
}

// publish publishes a track; s.mu is held.
func (s *Sim) publish(p *videoParticipant, media RoomMedia) (*videoTrack, *RoomError) {
	kind, room := string(media.Kind), p.room
	switch {
	case !p.ended.IsZero():
		return nil, refuseToJoin(cannotConnect, "the participant is not in the room")
	case !slices.Contains([]webhook.TrackKind{webhook.TrackKindAudio, webhook.TrackKindVideo, webhook.TrackKindData}, media.Kind):
		return nil, refuseToJoin(trackKindNotHere, "there is no such kind of tracks: give audio, video or data")
	case room.audioOnly && media.Kind == webhook.TrackKindVideo:
		return nil, refuseToJoin(trackKindNotHere, "the room takes no video")
	case room.mostTracks() > 0 && room.trackCount() >= room.mostTracks():
		return nil, refuseToJoin(tooManyTracks, "the room has %d tracks", room.mostTracks())
	}
	t := &videoTrack{
		itemRecord: s.newItemRecord(&request{account: room.account}, "MT"), publisher: p, kind: kind,
		priority: cmp.Or(media.Priority, "standard"), content: slices.Clone(media.Content),
	}
	t.name = cmp.Or(media.Name, t.sid)
	if t.content == nil {
		t.content = []byte(kind + " of " + p.identity + ": " + t.name + "\n")
	}
	p.tracks = append(p.tracks, t)
	s.tellTrack(t, "track-added")
	s.recordByRules(room)
	return t, nil
}

// unpublish ends a track; s.mu is held.
func (s *Sim) unpublish(t *videoTrack) {
	if !slices.Contains(t.publisher.tracks, t) {
		return
	}
	t.publisher.tracks = without(t.publisher.tracks, t)
	s.endRecording(t)
	s.tellTrack(t, "track-removed")
}

// enable mutes a track, or lets it send again; s.mu is held.
func (s *Sim) enable(t *videoTrack, on bool) {
	if t.disabled != on || !slices.Contains(t.publisher.tracks, t) {
		return
	}
	t.disabled, t.updated = !on, s.Clock.Now()
	if on {
		s.tellTrack(t, "track-enabled")
	} else {
		s.tellTrack(t, "track-disabled")
	}
}

// tracks are all that are published in a room.
func (v *videoRoom) tracks() []*videoTrack {
	var all []*videoTrack
	for _, p := range v.people {
		all = append(all, p.tracks...)
	}
	return all
}

func (v *videoRoom) trackCount() int { return len(v.tracks()) }

// subscribed are the tracks of others that somebody receives.
func (p *videoParticipant) subscribed() []*videoTrack {
	if !p.ended.IsZero() {
		return nil
	}
	return slices.DeleteFunc(p.room.tracks(), func(t *videoTrack) bool { return t.publisher == p || !p.rules.includes(t) })
}

// namesOf are the names of tracks, nil for none.
func namesOf(tracks []*videoTrack) (names []string) {
	for _, t := range tracks {
		names = append(names, t.name)
	}
	return names
}

// trackOf finds a track by its SID or its name.
func trackOf(tracks []*videoTrack, sidOrName string) *videoTrack {
	for _, t := range tracks {
		if t.sid == sidOrName || t.name == sidOrName {
			return t
		}
	}
	return nil
}

func (s *Sim) fetchPublished(r *request, p *videoParticipant) (any, *apiError) {
	t := trackOf(p.tracks, r.ids["Sid"])
	if t == nil {
		return nil, r.absent()
	}
	return t.json(r, p, "PublishedTracks"), nil
}

func (s *Sim) listPublished(r *request, p *videoParticipant) (any, *apiError) {
	return listItems(r, "published_tracks", p.tracks, func(t *videoTrack) any { return t.json(r, p, "PublishedTracks") })
}

func (s *Sim) fetchSubscribed(r *request, p *videoParticipant) (any, *apiError) {
	t := trackOf(p.subscribed(), r.ids["Sid"])
	if t == nil {
		return nil, r.absent()
	}
	return t.subscribedJSON(r, p), nil
}

func (s *Sim) listSubscribed(r *request, p *videoParticipant) (any, *apiError) {
	return listItems(r, "subscribed_tracks", p.subscribed(), func(t *videoTrack) any { return t.subscribedJSON(r, p) })
}

type trackJSON struct {
	SID            string  `json:"sid"`
	ParticipantSID string  `json:"participant_sid"`
	RoomSID        string  `json:"room_sid"`
	Name           string  `json:"name"`
	Kind           string  `json:"kind"`
	Enabled        bool    `json:"enabled"`
	DateCreated    *string `json:"date_created"`
	DateUpdated    *string `json:"date_updated"`
	URL            string  `json:"url"`
}

type subscribedTrackJSON struct {
	trackJSON

	PublisherSID string `json:"publisher_sid"`
}

func (t *videoTrack) json(r *request, p *videoParticipant, collection string) trackJSON {
	return trackJSON{
		SID: t.sid, ParticipantSID: p.sid, RoomSID: p.room.sid, Name: t.name, Kind: t.kind, Enabled: !t.disabled, DateCreated: iso8601(t.created),
		DateUpdated: iso8601(t.updated), URL: videoURL(r, "Rooms", p.room.sid, "Participants", p.sid, collection, t.sid),
	}
}

func (t *videoTrack) subscribedJSON(r *request, p *videoParticipant) subscribedTrackJSON {
	return subscribedTrackJSON{t.json(r, p, "SubscribedTracks"), t.publisher.sid}
}
