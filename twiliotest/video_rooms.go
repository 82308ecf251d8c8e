package twiliotest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// The statuses and the types of rooms.
// https://www.twilio.com/docs/video/api/rooms-resource
const (
	roomInProgress = "in-progress"
	roomCompleted  = "completed"
	roomGroup      = "group"
	roomGroupSmall = "group-small"
	roomPeerToPeer = "peer-to-peer"
	roomGo         = "go"
)

// The limits of rooms that a request leaves out.
// https://www.twilio.com/docs/video/programmable-video-limits
const (
	defaultStay        = 4 * time.Hour
	defaultRoomTimeout = 5   // minutes
	mostTracks         = 170 // of all participants of a group room together
	longestRoomName    = 128 // characters
)

// roomHandler returns the handler of an operation on rooms, nil for all others.
func roomHandler(operation string) handler {
	switch operation {
	case "CreateRoom":
		return (*Sim).createRoom
	case "FetchRoom":
		return inRoom((*Sim).fetchRoom)
	case "ListRoom":
		return (*Sim).listRooms
	case "UpdateRoom":
		return inRoom((*Sim).updateRoom)
	}
	return nil
}

// videoRoom is a room and all that belongs to it.
type videoRoom struct {
	itemRecord

	name            string
	kind            string
	status          string
	mostPeople      int
	stay            time.Duration
	emptyTimeout    int // minutes
	unusedTimeout   int // minutes
	recordOnConnect bool
	audioOnly       bool
	large           bool
	codecs          []string
	region          string
	callback        hook
	ended           time.Time

	people         []*videoParticipant
	rules          ruleSet // which tracks are recorded
	recordings     []*videoRecording
	transcriptions []*videoTranscription
	transcribe     *transcriptionConfiguration // of the first participant's arrival, nil for none
	told           int                         // events
	departures     int
}

// inRoom lets a handler act in the room that the path names: by its SID, or by its name
// while it is in progress.
func inRoom(act func(*Sim, *request, *videoRoom) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		name, found := r.ids["RoomSid"]
		if !found {
			name = r.ids["Sid"]
		}
		room := s.roomOf(r.account, name)
		if room == nil {
			return nil, r.absent()
		}
		return act(s, r, room)
	}
}

// roomOf finds a room of an account, nil when there is none; s.mu is held.
func (s *Sim) roomOf(account, sidOrName string) *videoRoom {
	if room := recordOf(s.video.rooms, sidOrName); room != nil {
		if room.account == account {
			return room
		}
		return nil
	}
	for _, room := range s.video.rooms {
		if room.account == account && room.name == sidOrName && room.status == roomInProgress {
			return room
		}
	}
	return nil
}

func (s *Sim) createRoom(r *request) (any, *apiError) {
	room := newVideoRoom(cmp.Or(r.form.Get("Type"), roomGroup))
	if problem := s.checkRoomName(r.account, r.form.Get("UniqueName")); problem != nil {
		return nil, problem
	}
	if problem := room.apply(r); problem != nil {
		return nil, problem
	}
	s.openRoom(r.account, r.form.Get("UniqueName"), room)
	return room.json(r), nil
}

func newVideoRoom(kind string) *videoRoom {
	return &videoRoom{
		kind: kind, status: roomInProgress, mostPeople: mostPeopleIn(kind), stay: defaultStay,
		emptyTimeout: defaultRoomTimeout, unusedTimeout: defaultRoomTimeout, codecs: []string{"VP8", "H264"}, region: "us1",
	}
}

// mostPeopleIn is the limit of a type of rooms.
func mostPeopleIn(kind string) int {
	switch kind {
	case roomGroupSmall:
		return 4
	case roomPeerToPeer:
		return 10
	case roomGo:
		return 2
	}
	return 50
}

// checkRoomName refuses a name that cannot be, and that of a room in progress.
func (s *Sim) checkRoomName(account, name string) *apiError {
	switch {
	case len([]rune(name)) > longestRoomName:
		return badRequest(roomNameTooLong, "Room name is too long")
	case strings.ContainsFunc(name, unicode.IsControl):
		return badRequest(roomNameCharacters, "Room name contains invalid characters")
	case name != "" && s.roomOf(account, name) != nil:
		return badRequest(twilio.CodeRoomNameTaken, "Room exists")
	}
	return nil
}

// openRoom begins a room, which ends by itself when nobody comes; s.mu is held.
func (s *Sim) openRoom(account, name string, room *videoRoom) {
	room.itemRecord = s.newItemRecord(&request{account: account}, "RM")
	room.name = cmp.Or(name, room.sid)
	room.rules.created, room.rules.updated = room.created, room.created
	s.video.rooms = append(s.video.rooms, room)
	s.tellRoom(room, "room-created", nil)
	s.roomLater(time.Duration(room.unusedTimeout)*time.Minute, func() {
		if len(room.people) == 0 {
			s.endRoom(room)
		}
	})
}

// roomLater lets something happen to a room later.
func (s *Sim) roomLater(d time.Duration, happen func()) {
	s.Clock.after(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		happen()
		s.notify()
	})
}

// apply takes over the parameters of a request.
func (v *videoRoom) apply(r *request) *apiError {
	stay := int(v.stay / time.Second)
	for _, number := range [...]struct {
		name        string
		least, most int
		field       *int
	}{
		{"MaxParticipants", 1, mostPeopleIn(v.kind), &v.mostPeople}, {"EmptyRoomTimeout", 1, 60, &v.emptyTimeout},
		{"UnusedRoomTimeout", 1, 60, &v.unusedTimeout}, {"MaxParticipantDuration", 1, 86400, &stay},
	} {
		if problem := setVideoNumber(r, number.name, number.least, number.most, number.field); problem != nil {
			return problem
		}
	}
	v.stay = time.Duration(stay) * time.Second
	v.recordOnConnect, v.audioOnly, v.large = isTrue(r.form.Get("RecordParticipantsOnConnect")), isTrue(r.form.Get("AudioOnly")), isTrue(r.form.Get("LargeRoom"))
	v.region = cmp.Or(r.form.Get("MediaRegion"), v.region)
	if codecs := r.form["VideoCodecs"]; len(codecs) > 0 {
		v.codecs = slices.Clone(codecs)
	}
	v.callback = callbackOf(r)
	return v.applyMedia(r)
}

// applyMedia takes over which media is recorded and transcribed.
func (v *videoRoom) applyMedia(r *request) *apiError {
	records := v.recordOnConnect || r.form.Has("RecordingRules")
	switch {
	case records && !v.isGroup():
		return badRequest(recordingNotHere, "Recording is not supported for the room type %s", v.kind)
	case v.audioOnly && !v.isGroup():
		return badRequest(audioOnlyNotHere, "AudioOnly is not supported for the room type %s", v.kind)
	}
	v.rules.rules = []trackRule{{Type: ruleExclude, All: true}}
	if v.recordOnConnect {
		v.rules.rules = []trackRule{{Type: ruleInclude, All: true}}
	}
	if text := r.form.Get("RecordingRules"); text != "" {
		rules, ok := readRules(text, false)
		if !ok {
			return badRequest(recordingRules, "Invalid recording rules")
		}
		v.rules.rules = rules
	}
	configuration, ok := readTranscription(r.form.Get("TranscriptionsConfiguration"))
	if !ok {
		return badRequest(twilio.CodeBadRequest, "Invalid TranscriptionsConfiguration")
	}
	if isTrue(r.form.Get("TranscribeParticipantsOnConnect")) {
		v.transcribe = &configuration
	}
	return nil
}

// callbackOf is where a resource of Video tells of its events.
func callbackOf(r *request) hook {
	return hook{url: r.form.Get("StatusCallback"), method: cmp.Or(r.form.Get("StatusCallbackMethod"), http.MethodPost), status: true}
}

// setVideoNumber takes over a number that a form has, if it is within its bounds.
func setVideoNumber(r *request, param string, least, most int, field *int) *apiError {
	if !r.form.Has(param) {
		return nil
	}
	n, err := strconv.Atoi(r.form.Get(param))
	if err != nil || n < least || n > most {
		return badRequest(videoCodeOfParam(r.op, param), "%s takes %d to %d", param, least, most)
	}
	*field = n
	return nil
}

func scalarTime(r *request, param string) time.Time {
	if text := r.query.Get(param); text != "" {
		return scalar.Time(text)
	}
	return time.Time{}
}

// isGroup says whether the media of a room goes by way of Twilio, which can record it.
func (v *videoRoom) isGroup() bool { return v.kind == roomGroup || v.kind == roomGroupSmall }

func (s *Sim) fetchRoom(r *request, room *videoRoom) (any, *apiError) { return room.json(r), nil }

func (s *Sim) listRooms(r *request) (any, *apiError) {
	status, name := cmp.Or(r.query.Get("Status"), roomInProgress), r.query.Get("UniqueName")
	var found []*videoRoom
	for _, room := range slices.Backward(s.video.rooms) {
		if room.account == r.account && room.status == status && (name == "" || room.name == name) && inCreated(r, room.created) {
			found = append(found, room)
		}
	}
	return listItems(r, "rooms", found, func(v *videoRoom) any { return v.json(r) })
}

// updateRoom ends a room. One that has ended already stays so.
func (s *Sim) updateRoom(r *request, room *videoRoom) (any, *apiError) {
	if r.form.Get("Status") != roomCompleted {
		return nil, badRequest(roomStatusInvalid, "A room can only be set to completed")
	}
	s.endRoom(room)
	return room.json(r), nil
}

// endRoom disconnects everybody, ends the recordings and tells the application; s.mu is
// held.
func (s *Sim) endRoom(room *videoRoom) {
	if room.status != roomInProgress {
		return
	}
	for _, p := range room.connected() {
		s.disconnectFromRoom(p, twilio.CodeRoomCompleted)
	}
	for _, t := range room.transcriptions {
		t.stop(s.Clock.Now())
	}
	room.status, room.ended, room.updated = roomCompleted, s.Clock.Now(), s.Clock.Now()
	s.tellRoom(room, "room-ended", map[string]string{"RoomDuration": wholeSeconds(room.ended.Sub(room.created))})
	s.composeByHooks(room)
}

func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }

type roomJSON struct {
	SID             string            `json:"sid"`
	AccountSID      string            `json:"account_sid"`
	UniqueName      string            `json:"unique_name"`
	Status          string            `json:"status"`
	Type            string            `json:"type"`
	MaxParticipants int               `json:"max_participants"`
	MaxDuration     int               `json:"max_participant_duration"`
	MaxTracks       int               `json:"max_concurrent_published_tracks"`
	EmptyTimeout    int               `json:"empty_room_timeout"`
	UnusedTimeout   int               `json:"unused_room_timeout"`
	Record          bool              `json:"record_participants_on_connect"`
	AudioOnly       bool              `json:"audio_only"`
	EnableTURN      bool              `json:"enable_turn"`
	LargeRoom       bool              `json:"large_room"`
	VideoCodecs     []string          `json:"video_codecs"`
	MediaRegion     string            `json:"media_region"`
	StatusCallback  *string           `json:"status_callback"`
	CallbackMethod  string            `json:"status_callback_method"`
	Duration        *int              `json:"duration"`
	EndTime         *string           `json:"end_time"`
	DateCreated     *string           `json:"date_created"`
	DateUpdated     *string           `json:"date_updated"`
	URL             string            `json:"url"`
	Links           map[string]string `json:"links"`
}

func (v *videoRoom) json(r *request) roomJSON {
	url := videoURL(r, "Rooms", v.sid)
	return roomJSON{
		SID: v.sid, AccountSID: v.account, UniqueName: v.name, Status: v.status, Type: v.kind, MaxParticipants: v.mostPeople,
		MaxDuration: int(v.stay / time.Second), MaxTracks: v.mostTracks(), EmptyTimeout: v.emptyTimeout, UnusedTimeout: v.unusedTimeout,
		Record: v.recordOnConnect, AudioOnly: v.audioOnly, EnableTURN: true, LargeRoom: v.large, VideoCodecs: v.codecs, MediaRegion: v.region,
		StatusCallback: orNull(v.callback.url), CallbackMethod: v.callback.method, Duration: secondsUntil(v.created, v.ended), EndTime: iso8601(v.ended),
		DateCreated: iso8601(v.created), DateUpdated: iso8601(v.updated), URL: url, Links: map[string]string{
			"participants": url + "/Participants", "recordings": url + "/Recordings", "recording_rules": url + "/RecordingRules", "transcriptions": url + "/Transcriptions",
		},
	}
}

// mostTracks is how many tracks there may be at a time, 0 for any number.
func (v *videoRoom) mostTracks() int {
	if v.isGroup() {
		return mostTracks
	}
	return 0
}

// secondsUntil is the length of something that has ended, null for what has not.
func secondsUntil(began, ended time.Time) *int {
	if ended.IsZero() {
		return nil
	}
	seconds := int(ended.Sub(began) / time.Second)
	return &seconds
}
