package twiliotest

import (
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
)

// participantHandler returns the handler of an operation on participants, nil for all
// others.
func participantHandler(operation string) handler {
	switch operation {
	case "FetchRoomParticipant":
		return onParticipant((*Sim).fetchRoomParticipant)
	case "ListRoomParticipant":
		return inRoom((*Sim).listRoomParticipants)
	case "UpdateRoomParticipant":
		return onParticipant((*Sim).updateRoomParticipant)
	case "UpdateRoomParticipantAnonymize":
		return onParticipant((*Sim).anonymizeParticipant)
	}
	return nil
}

// videoParticipant is somebody who is or was in a room.
type videoParticipant struct {
	itemRecord

	room     *videoRoom
	identity string
	ended    time.Time
	reason   twilio.ErrorCode // why it was disconnected, 0 when it has left by itself
	tracks   []*videoTrack
	rules    ruleSet // which tracks it receives
}

func (p *videoParticipant) status() string {
	if p.ended.IsZero() {
		return "connected"
	}
	return "disconnected"
}

// connected are the participants who are in the room.
func (v *videoRoom) connected() []*videoParticipant {
	return slices.DeleteFunc(slices.Clone(v.people), func(p *videoParticipant) bool { return !p.ended.IsZero() })
}

// participantOf finds somebody by the SID, or by the identity: whoever came last.
func (v *videoRoom) participantOf(sidOrIdentity string) *videoParticipant {
	if p := recordOf(v.people, sidOrIdentity); p != nil {
		return p
	}
	for _, p := range slices.Backward(v.people) {
		if p.identity == sidOrIdentity {
			return p
		}
	}
	return nil
}

// onParticipant lets a handler act on the participant that the path names.
func onParticipant(act func(*Sim, *request, *videoParticipant) (any, *apiError)) handler {
	return inRoom(func(s *Sim, r *request, room *videoRoom) (any, *apiError) {
		name, found := r.ids["ParticipantSid"]
		if !found {
			name = r.ids["Sid"]
		}
		p := room.participantOf(name)
		if p == nil {
			return nil, r.absent()
		}
		return act(s, r, p)
	})
}

func (s *Sim) fetchRoomParticipant(r *request, p *videoParticipant) (any, *apiError) {
	return p.json(r, true), nil
}

// listRoomParticipants shows who is connected, unless the room has ended or a status is asked
// for. https://www.twilio.com/docs/video/api/participants#retrieve-participants
func (s *Sim) listRoomParticipants(r *request, room *videoRoom) (any, *apiError) {
	status, identity := r.query.Get("Status"), r.query.Get("Identity")
	if status == "" && room.status == roomInProgress {
		status = "connected"
	}
	var found []*videoParticipant
	for _, p := range room.people {
		if (status == "" || p.status() == status) && (identity == "" || p.identity == identity) && inCreated(r, p.created) {
			found = append(found, p)
		}
	}
	return listItems(r, "participants", found, func(p *videoParticipant) any { return p.json(r, true) })
}

func (s *Sim) updateRoomParticipant(r *request, p *videoParticipant) (any, *apiError) {
	if r.form.Get("Status") != "disconnected" {
		return nil, badRequest(participantStatus, "A participant can only be set to disconnected")
	}
	s.disconnectFromRoom(p, twilio.CodeParticipantNotFound)
	return p.json(r, true), nil
}

// anonymizeParticipant replaces the identity by the SID.
// https://www.twilio.com/docs/video/api/participants#anonymize-participant
func (s *Sim) anonymizeParticipant(r *request, p *videoParticipant) (any, *apiError) {
	p.identity, p.updated = p.sid, s.Clock.Now()
	return p.json(r, false), nil
}

// endWhenEmpty ends a room some time after the last participant has left.
func (s *Sim) endWhenEmpty(room *videoRoom) {
	room.departures++
	at := room.departures
	if room.status != roomInProgress || len(room.connected()) > 0 {
		return
	}
	arrivals := len(room.people)
	s.roomLater(time.Duration(room.emptyTimeout)*time.Minute, func() {
		if room.departures == at && len(room.people) == arrivals {
			s.endRoom(room)
		}
	})
}

type roomParticipantJSON struct {
	SID         string            `json:"sid"`
	RoomSID     string            `json:"room_sid"`
	AccountSID  string            `json:"account_sid"`
	Status      string            `json:"status"`
	Identity    string            `json:"identity"`
	DateCreated *string           `json:"date_created"`
	DateUpdated *string           `json:"date_updated"`
	StartTime   *string           `json:"start_time"`
	EndTime     *string           `json:"end_time"`
	Duration    *int              `json:"duration"`
	URL         string            `json:"url"`
	Links       map[string]string `json:"links,omitempty"`
}

// json renders a participant, with links unless it was made anonymous just now.
func (p *videoParticipant) json(r *request, linked bool) roomParticipantJSON {
	url := videoURL(r, "Rooms", p.room.sid, "Participants", p.sid)
	j := roomParticipantJSON{
		SID: p.sid, RoomSID: p.room.sid, AccountSID: p.account, Status: p.status(), Identity: p.identity, DateCreated: iso8601(p.created),
		DateUpdated: iso8601(p.updated), StartTime: iso8601(p.created), EndTime: iso8601(p.ended), Duration: secondsUntil(p.created, p.ended), URL: url,
	}
	if linked {
		j.Links = map[string]string{
			"published_tracks": url + "/PublishedTracks", "subscribed_tracks": url + "/SubscribedTracks",
			"subscribe_rules": url + "/SubscribeRules", "anonymize": url + "/Anonymize",
		}
	}
	return j
}
