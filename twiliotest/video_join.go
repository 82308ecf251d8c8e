package twiliotest

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/webhook"
)

// RoomError is why somebody could not join a room, publish a track in it, or stay: the
// error that Twilio's client SDK shows. It matches its code.
//
// Twilio docs: https://www.twilio.com/docs/video/build-js-video-application-recommendations-and-best-practices
type RoomError struct {
	Code    twilio.ErrorCode
	Message string
}

// Error is the code and its message.
func (e *RoomError) Error() string {
	return fmt.Sprintf("twiliotest: the room refused with code %d: %s", int(e.Code), e.Message)
}

// Unwrap returns the code, for errors.Is.
func (e *RoomError) Unwrap() error { return e.Code }

func refuseToJoin(code twilio.ErrorCode, format string, args ...any) *RoomError {
	return &RoomError{Code: code, Message: fmt.Sprintf(format, args...)}
}

// RoomParticipant is somebody in a room, as the Video SDK on a device sees it.
type RoomParticipant struct {
	sim *Sim
	p   *videoParticipant
}

// JoinRoom joins a room with an access token, as a person's device does:
//
//	signer, _ := token.NewSigner(sim.AccountSID(), keySID, secret) // of sim.APIKey()
//	jwt, _ := signer.Sign(token.Access{Identity: "ada", Grants: []token.Grant{token.VideoGrant{Room: "daily"}}})
//	ada, err := sim.JoinRoom(jwt, "daily")
//
// The room is named by its SID or its name. A room that is not in progress is made, unless
// there is [WithoutAdHocRooms]. The error is a *[RoomError]: the token is not signed with a
// key of the account, has expired, or lets its bearer into another room; the room is full
// (53105), has ended (53118) or does not exist (53106). Somebody of the same identity who
// is in the room is disconnected, with 53205.
//
// Twilio docs: https://www.twilio.com/docs/video/tutorials/user-identity-access-tokens
func (s *Sim) JoinRoom(accessToken, room string) (*RoomParticipant, error) {
	p, problem := s.join(accessToken, room)
	s.empty()
	if problem != nil {
		return nil, problem
	}
	return &RoomParticipant{s, p}, nil
}

func (s *Sim) join(accessToken, name string) (*videoParticipant, *RoomError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	claims, grant, problem := s.readToken(accessToken)
	if problem != nil {
		return nil, problem
	}
	name = cmp.Or(name, grant.Room)
	if !grantsRoom(grant, name, s.roomOf(claims.Subject, name)) {
		return nil, refuseToJoin(cannotConnect, "the access token is for another room")
	}
	room, problem := s.roomToJoin(claims.Subject, name)
	if problem != nil {
		return nil, problem
	}
	return s.connect(room, claims.Identity)
}

// grantsRoom says whether a grant lets its bearer into the room that a name stands for. The
// room is nil when nobody has made it yet.
func grantsRoom(grant token.VideoGrant, name string, room *videoRoom) bool {
	switch {
	case grant.Room == "" || grant.Room == name:
		return true
	case room == nil:
		return false
	}
	return grant.Room == room.name || grant.Room == room.sid
}

// readToken verifies an access token and returns its grant of Video; s.mu is held.
func (s *Sim) readToken(accessToken string) (*token.Claims, token.VideoGrant, *RoomError) {
	none := token.VideoGrant{}
	issuer := issuerOf(accessToken)
	secret := s.secretOfKey(issuer)
	if secret == "" {
		return nil, none, refuseToJoin(20103, "the issuer of the access token is no API key of the account")
	}
	claims, err := token.Verify(accessToken, secret, s.Clock.Now())
	switch {
	case err != nil:
		return nil, none, refuseToJoin(tokenCode(err), "%v", err)
	case !s.mayActFor(recordOf(s.access.keys, issuer).account, claims.Subject):
		return nil, none, refuseToJoin(20103, "the subject of the access token is not the account")
	}
	for _, grant := range claims.Grants {
		if video, ok := grant.(token.VideoGrant); ok {
			return claims, video, whyNotIdentity(claims.Identity)
		}
	}
	return nil, none, refuseToJoin(20106, "the access token has no video grant")
}

// whyNotIdentity refuses an identity that no participant may have.
func whyNotIdentity(identity string) *RoomError {
	const longest = 128 // characters
	switch {
	case identity == "":
		return refuseToJoin(identityInvalid, "the access token has no identity")
	case len([]rune(identity)) > longest:
		return refuseToJoin(identityTooLong, "the identity has more than %d characters", longest)
	}
	return nil
}

// tokenCode is the code of a token that cannot be used.
func tokenCode(err error) twilio.ErrorCode {
	switch {
	case errors.Is(err, token.ErrExpired):
		return 20104
	case errors.Is(err, token.ErrNotYetValid):
		return 20105
	case errors.Is(err, token.ErrSignature):
		return 20107
	case errors.Is(err, token.ErrAlgorithm):
		return 20102
	}
	return 20101
}

// issuerOf reads who has signed a token, "" when that cannot be read. The signature is
// verified later.
func issuerOf(jwt string) string {
	const longest = 64 << 10 // bytes
	parts := strings.SplitN(jwt, ".", 3)
	if len(parts) < 3 || len(jwt) > longest {
		return ""
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		Issuer string `json:"iss"`
	}
	if err != nil || json.Unmarshal(payload, &claims) != nil {
		return ""
	}
	return claims.Issuer
}

// roomToJoin finds a room in progress, or makes one if it may.
func (s *Sim) roomToJoin(account, name string) (*videoRoom, *RoomError) {
	room := s.roomOf(account, name)
	switch {
	case room != nil && room.status != roomInProgress:
		return nil, refuseToJoin(twilio.CodeRoomCompleted, "the room has ended")
	case room != nil:
		return room, nil
	case s.config.video.noAdHoc:
		return nil, refuseToJoin(twilio.CodeRoomNotFound, "there is no room of that name, and clients may not make one")
	}
	if problem := s.checkRoomName(account, name); problem != nil {
		return nil, refuseToJoin(problem.code, "%s", problem.message)
	}
	room = newVideoRoom(roomGroup)
	room.rules.rules = []trackRule{{Type: ruleExclude, All: true}}
	room.callback.method = "POST"
	s.openRoom(account, name, room)
	return room, nil
}

// connect lets somebody into a room, in place of somebody of the same identity.
func (s *Sim) connect(room *videoRoom, identity string) (*videoParticipant, *RoomError) {
	for _, other := range room.connected() {
		if other.identity == identity {
			s.disconnectFromRoom(other, twilio.CodeDuplicateIdentity)
		}
	}
	if len(room.connected()) >= room.mostPeople {
		return nil, refuseToJoin(twilio.CodeRoomFull, "the room has %d participants", room.mostPeople)
	}
	p := &videoParticipant{itemRecord: s.newItemRecord(&request{account: room.account}, "PA"), room: room, identity: identity}
	p.rules = ruleSet{rules: []trackRule{{Type: ruleInclude, All: true}}, created: p.created, updated: p.created}
	room.people = append(room.people, p)
	if room.transcribe != nil && len(room.people) == 1 {
		s.transcribeRoom(room, *room.transcribe)
	}
	s.tellRoomParticipant(p, "participant-connected", nil)
	s.roomLater(room.stay, func() { s.disconnectFromRoom(p, stayedTooLong) })
	return p, nil
}

// disconnect removes somebody from a room, with the code of the reason, 0 when the person
// has left; s.mu is held.
func (s *Sim) disconnectFromRoom(p *videoParticipant, reason twilio.ErrorCode) {
	if !p.ended.IsZero() {
		return
	}
	for len(p.tracks) > 0 {
		s.unpublish(p.tracks[0])
	}
	p.ended, p.updated, p.reason = s.Clock.Now(), s.Clock.Now(), reason
	s.tellRoomParticipant(p, "participant-disconnected", map[string]string{"ParticipantDuration": wholeSeconds(p.ended.Sub(p.created))})
	s.endWhenEmpty(p.room)
}

// SID returns the SID of the participant, PA….
func (r *RoomParticipant) SID() string { return r.p.sid }

// RoomSID returns the SID of the room, RM….
func (r *RoomParticipant) RoomSID() string { return r.p.room.sid }

// Connected says whether the participant is still in the room.
func (r *RoomParticipant) Connected() bool {
	r.sim.mu.Lock()
	defer r.sim.mu.Unlock()
	return r.p.ended.IsZero()
}

// Err returns why the participant was disconnected, a *[RoomError], and nil for somebody
// who is connected, or who has left: with 53118 the room was completed, with 53205
// somebody of the same identity has joined, with 53216 the longest stay was over, and
// with 53204 the application has removed the participant.
func (r *RoomParticipant) Err() error {
	r.sim.mu.Lock()
	defer r.sim.mu.Unlock()
	if r.p.reason == 0 {
		return nil
	}
	return refuseToJoin(r.p.reason, "the participant was disconnected")
}

// Leave leaves the room. The tracks of the participant end.
func (r *RoomParticipant) Leave() {
	r.sim.mu.Lock()
	r.sim.disconnectFromRoom(r.p, 0)
	r.sim.notify()
	r.sim.mu.Unlock()
	r.sim.empty()
}

// Receives returns the names of the tracks of others that the participant receives, as the
// subscribe rules want it.
func (r *RoomParticipant) Receives() []string {
	r.sim.mu.Lock()
	defer r.sim.mu.Unlock()
	return namesOf(r.p.subscribed())
}

// RoomMedia is a track that a participant publishes.
type RoomMedia struct {
	Kind     webhook.TrackKind
	Name     string // "" is the SID of the track
	Priority string // "low", "standard" or "high"; "" is "standard"
	Content  []byte // of the file of a recording; nil is a text that names the track
}

// RoomTrack is a track that a participant publishes.
type RoomTrack struct {
	sim *Sim
	t   *videoTrack
}

// Publish publishes a track, which the others receive and Twilio records as the rules want
// it. The error is a *[RoomError]: the room takes no video (53125), or has as many tracks
// as it may (53203).
func (r *RoomParticipant) Publish(media RoomMedia) (*RoomTrack, error) {
	r.sim.mu.Lock()
	t, problem := r.sim.publish(r.p, media)
	r.sim.notify()
	r.sim.mu.Unlock()
	r.sim.empty()
	if problem != nil {
		return nil, problem
	}
	return &RoomTrack{r.sim, t}, nil
}

// SID returns the SID of the track, MT….
func (r *RoomTrack) SID() string { return r.t.sid }

// Enable lets the track send again after Disable, as a person does who unmutes it.
func (r *RoomTrack) Enable() { r.act(func(s *Sim) { s.enable(r.t, true) }) }

// Disable keeps the track from sending, as a person does who mutes it.
func (r *RoomTrack) Disable() { r.act(func(s *Sim) { s.enable(r.t, false) }) }

// Unpublish takes the track out of the room, and ends its recording.
func (r *RoomTrack) Unpublish() { r.act(func(s *Sim) { s.unpublish(r.t) }) }

// FailRecording lets the recording of the track fail when it ends.
func (r *RoomTrack) FailRecording() { r.act(func(*Sim) { r.t.fails = true }) }

func (r *RoomTrack) act(do func(*Sim)) {
	r.sim.mu.Lock()
	do(r.sim)
	r.sim.notify()
	r.sim.mu.Unlock()
	r.sim.empty()
}
