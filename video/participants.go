package video

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Participant is somebody in a room, or who was in it. A person joins with an access
// token that has a video grant; see package token.
//
// Twilio docs: https://www.twilio.com/docs/video/api/participants
type Participant struct {
	SID         string            `json:"sid"` // PA…
	RoomSID     string            `json:"room_sid"`
	AccountSID  string            `json:"account_sid"`
	Identity    string            `json:"identity"` // of the access token; of somebody anonymous the SID
	Status      ParticipantStatus `json:"status"`
	StartTime   twilio.Time       `json:"start_time"`
	EndTime     twilio.Time       `json:"end_time"`
	Duration    twilio.Duration   `json:"duration"` // of somebody who has left
	DateCreated twilio.Time       `json:"date_created"`
	DateUpdated twilio.Time       `json:"date_updated"`
	URL         string            `json:"url"`
	Links       map[string]string `json:"links"` // addresses of what belongs to it, by name
}

// ParticipantStatus says whether somebody is in a room.
//
// Twilio docs: https://www.twilio.com/docs/video/api/participants
type ParticipantStatus string

// The statuses of participants.
const (
	ParticipantConnected    ParticipantStatus = "connected"
	ParticipantReconnecting ParticipantStatus = "reconnecting" // the network was lost a moment ago
	ParticipantDisconnected ParticipantStatus = "disconnected"
)

// Final reports whether the participant has left. A person who comes back is another
// participant of the same identity.
func (s ParticipantStatus) Final() bool { return s == ParticipantDisconnected }

// Participants shows who is in a room, and removes them.
type Participants struct{ c *twilio.Client }

const participantsPath = inRoomPath + "/Participants"

var (
	participantGet  = twilio.Operation{Name: "video.Participants.Get", Method: http.MethodGet, Host: host, Path: participantsPath + "/{Sid}"}
	participantList = twilio.Operation{Name: "video.Participants.List", Method: http.MethodGet, Host: host, Path: participantsPath, Items: "participants"}

	// Somebody who was removed is out. When the request is repeated with an identity that
	// has come back meanwhile, the same person is removed, as the caller wants it.
	participantUpdate = twilio.Operation{
		Name: "video.Participants.Update", Method: http.MethodPost, Host: host, Path: participantsPath + "/{Sid}", Class: twilio.ClassIdempotent,
	}
	participantDisconnect = twilio.Operation{
		Name: "video.Participants.Disconnect", Method: http.MethodPost, Host: host, Path: participantsPath + "/{Sid}", Class: twilio.ClassIdempotent,
	}
	// A name that was removed twice is removed.
	participantAnonymize = twilio.Operation{
		Name: "video.Participants.Anonymize", Method: http.MethodPost, Host: host, Path: participantsPath + "/{Sid}/Anonymize", Class: twilio.ClassIdempotent,
	}
)

// Get returns a participant of a room, by its SID or by its identity while it is
// connected. The error of somebody who was never there matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/video/api/participants#fetch-participant
func (s *Participants) Get(ctx context.Context, room, sidOrIdentity string, opts ...twilio.CallOption) (*Participant, error) {
	return twilio.Invoke[Participant](ctx, s.c, participantGet.On(room, sidOrIdentity), opts...)
}

// ParticipantListParams narrows [Participants.List] and [Participants.All]; its zero value
// lists who is connected to a room in progress, and all who were in a room that has ended.
type ParticipantListParams struct {
	Status        ParticipantStatus `form:"Status"`
	Identity      string            `form:"Identity"`
	CreatedAfter  time.Time         `form:"DateCreatedAfter"`
	CreatedBefore time.Time         `form:"DateCreatedBefore"`
	PageSize      int               `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of a room's participants, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/video/api/participants#retrieve-participants
func (s *Participants) List(ctx context.Context, room string, params ParticipantListParams, opts ...twilio.CallOption) (*twilio.Page[Participant], error) {
	return twilio.InvokePage[Participant](ctx, s.c, participantList.On(room).With(&params), opts...)
}

// All ranges over the participants of a room, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/video/api/participants#retrieve-participants
func (s *Participants) All(ctx context.Context, room string, params ParticipantListParams, opts ...twilio.CallOption) iter.Seq2[*Participant, error] {
	return twilio.InvokeAll[Participant](ctx, s.c, participantList.On(room).With(&params), opts...)
}

// ParticipantUpdateParams removes a participant, see [Participants.Disconnect].
type ParticipantUpdateParams struct {
	Status ParticipantStatus `form:"Status" check:"required"` // ParticipantDisconnected

	Extra url.Values `form:"-"`
}

// Validate refuses every status that cannot be set.
func (p *ParticipantUpdateParams) Validate(problems *twilio.Problems) {
	if p.Status != "" && p.Status != ParticipantDisconnected {
		problems.Add("Status", "cannot be set", "give ParticipantDisconnected: an update only removes somebody")
	}
}

// Update removes a participant from a room and returns it as it is afterwards. It
// converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/video/api/participants#update-participant
func (s *Participants) Update(ctx context.Context, room, sidOrIdentity string, params ParticipantUpdateParams, opts ...twilio.CallOption) (*Participant, error) {
	return s.remove(ctx, participantUpdate.On(room, sidOrIdentity).With(&params), room, sidOrIdentity, opts)
}

// Disconnect removes a participant from a room. The person can join again as long as the
// access token is valid.
//
// Twilio docs: https://www.twilio.com/docs/video/api/participants#update-participant
func (s *Participants) Disconnect(ctx context.Context, room, sidOrIdentity string, opts ...twilio.CallOption) (*Participant, error) {
	status := url.Values{"Status": {string(ParticipantDisconnected)}}
	return s.remove(ctx, participantDisconnect.On(room, sidOrIdentity).With(status), room, sidOrIdentity, opts)
}

func (s *Participants) remove(ctx context.Context, b twilio.BoundOperation, room, sidOrIdentity string, opts []twilio.CallOption) (*Participant, error) {
	return twilio.InvokeConverging(ctx, s.c, b,
		func() (*Participant, error) { return s.Get(ctx, room, sidOrIdentity, opts...) },
		func(p *Participant) bool { return p.Status.Final() }, opts...)
}

// Anonymize replaces the identity of a participant who has left by the SID, for the sake
// of privacy. A second time it changes nothing, so that it is repeated after failures that
// may pass.
//
// Twilio docs: https://www.twilio.com/docs/video/api/participants#anonymize-participant
func (s *Participants) Anonymize(ctx context.Context, room, sid string, opts ...twilio.CallOption) (*Participant, error) {
	return twilio.Invoke[Participant](ctx, s.c, participantAnonymize.On(room, sid), opts...)
}
