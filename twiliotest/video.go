package twiliotest

import (
	"net/http"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// Codes of Video. https://www.twilio.com/docs/api/errors
const (
	roomNameTooLong     = 53101
	roomNameCharacters  = 53102
	roomLimitInvalid    = 53107
	roomTypeInvalid     = 53108
	roomTimeoutInvalid  = 53109
	roomMethodInvalid   = 53110
	roomCallbackInvalid = 53111
	roomStatusInvalid   = 53112
	recordingRules      = 53120
	recordingNotHere    = 53122
	roomStayInvalid     = 53123
	audioOnlyNotHere    = 53124
	trackKindNotHere    = 53125
	identityInvalid     = 53200
	identityTooLong     = 53201
	tooManyTracks       = 53203
	participantStatus   = 53209
	subscribeRules      = 53215
	stayedTooLong       = 53216
	cannotConnect       = 53104
)

// videoState is all that the simulator keeps of Video, in the order of its creation.
type videoState struct {
	rooms        []*videoRoom
	compositions []*videoComposition
	hooks        []*videoHook
	settings     map[string]*videoStorage // by account and kind
}

// videoRules are the options of Video.
type videoRules struct {
	noAdHoc bool
}

// WithoutAdHocRooms refuses access tokens for rooms that nobody has made with the API, as
// an account does whose setting for rooms made by clients is off. Without this option
// [Sim.JoinRoom] makes the room.
//
// Twilio docs: https://www.twilio.com/docs/video/tutorials/understanding-video-rooms
func WithoutAdHocRooms() Option {
	return func(c *config) error {
		c.video.noAdHoc = true
		return nil
	}
}

// videoHandlerOf returns the handler of an operation of Video, nil for all others.
func videoHandlerOf(op *contract.Operation) handler {
	if op == nil || op.Spec != "video_v1" {
		return nil
	}
	for _, find := range [...]func(string) handler{
		roomHandler, participantHandler, trackHandler, trackRuleHandler, videoRecordingHandler, videoTranscriptionHandler,
		compositionHandler, compositionHookHandler, videoSettingsHandler,
	} {
		if handle := find(op.ID); handle != nil {
			return handle
		}
	}
	return nil
}

// videoCodeOfParam is the code with which Video refuses a value of a parameter, 0 when it
// is not Video that refuses, or has no code of its own.
func videoCodeOfParam(op *contract.Operation, name string) twilio.ErrorCode {
	if op.Spec != "video_v1" || strings.HasPrefix(name, "Page") {
		return 0
	}
	switch name {
	case "MaxParticipants":
		return roomLimitInvalid
	case "Type":
		return roomTypeInvalid
	case "EmptyRoomTimeout", "UnusedRoomTimeout":
		return roomTimeoutInvalid
	case "MaxParticipantDuration":
		return roomStayInvalid
	case "StatusCallbackMethod":
		return roomMethodInvalid
	case "StatusCallback":
		return roomCallbackInvalid
	case "Status":
		return videoStatusCode(op)
	}
	return twilio.CodeBadRequest
}

// videoStatusCode is the code of a status that cannot be set.
func videoStatusCode(op *contract.Operation) twilio.ErrorCode {
	switch op.ID {
	case "UpdateRoom":
		return roomStatusInvalid
	case "UpdateRoomParticipant":
		return participantStatus
	}
	return twilio.CodeBadRequest
}

// videoURL is the address of something of Video.
func videoURL(r *request, parts ...string) string {
	return r.origin() + "/v1/" + strings.Join(parts, "/")
}

// inCreated holds the time of a resource against the filters of a list of Video.
// https://www.twilio.com/docs/video/api/rooms-resource#read-rooms
func inCreated(r *request, created time.Time) bool {
	created = created.UTC().Truncate(time.Second)
	after, before := scalarTime(r, "DateCreatedAfter"), scalarTime(r, "DateCreatedBefore")
	return (after.IsZero() || !created.Before(after)) && (before.IsZero() || created.Before(before))
}

// matchVideoMedia recognises the address of a media file, which Twilio's files leave out:
// /v1/Recordings/RT…/Media, /v1/Rooms/RM…/Recordings/RT…/Media and /v1/Compositions/CJ…/Media.
func matchVideoMedia(method, host, path string) (ids map[string]string, ok bool) {
	rest, found := strings.CutSuffix(path, "/Media")
	if method != http.MethodGet || host != "video" || !found {
		return nil, false
	}
	if op, values, listed := contract.Find(method, host, rest); listed && op.Spec == "video_v1" {
		switch op.ID {
		case "FetchRecording", "FetchRoomRecording", "FetchComposition":
			return values, true
		}
	}
	return nil, false
}

// redirectToVideoMedia answers with the address of a file in the storage.
func (s *Sim) redirectToVideoMedia(r *request) (any, *apiError) {
	sid := r.ids["Sid"]
	if _, found := s.videoFile(sid); !found || !s.ownsVideoFile(r, sid) {
		return nil, notFound("/" + sid + "/Media")
	}
	return r.storage + "/" + r.account + "/" + sid, nil
}

// ownsVideoFile says whether a file belongs to the account, and to the room that the path
// names.
func (s *Sim) ownsVideoFile(r *request, sid string) bool {
	if c := recordOf(s.video.compositions, sid); c != nil {
		return c.account == r.account
	}
	rec := s.recordingOf(r.account, sid)
	room, named := r.ids["RoomSid"]
	return rec != nil && (!named || rec.room.sid == room)
}

// videoFile returns the file of a recording or a composition that is completed; s.mu is
// held.
func (s *Sim) videoFile(sid string) (file, bool) {
	for _, room := range s.video.rooms {
		if rec := recordOf(room.recordings, sid); rec != nil {
			return rec.file, rec.status == mediaCompleted
		}
	}
	if c := recordOf(s.video.compositions, sid); c != nil {
		return c.file, c.status == mediaCompleted
	}
	return file{}, false
}
