package twiliotest

import (
	"slices"
	"time"
)

// The statuses of recordings and compositions.
// https://www.twilio.com/docs/video/api/recordings-resource
const (
	mediaEnqueued   = "enqueued"
	mediaProcessing = "processing"
	mediaCompleted  = "completed"
	mediaDeleted    = "deleted"
	mediaFailed     = "failed"
)

// recordingStored is how long the file of a recording takes to be stored.
const recordingStored = 2 * time.Second

// videoRecordingHandler returns the handler of an operation on recordings, nil for all
// others.
func videoRecordingHandler(operation string) handler {
	switch operation {
	case "FetchRecording":
		return onRecording((*Sim).fetchVideoRecording)
	case "ListRecording":
		return (*Sim).listVideoRecordings
	case "DeleteRecording":
		return onRecording((*Sim).deleteVideoRecording)
	case "FetchRoomRecording":
		return onRoomRecording((*Sim).fetchVideoRecording)
	case "ListRoomRecording":
		return inRoom((*Sim).listRoomRecordings)
	case "DeleteRoomRecording":
		return onRoomRecording((*Sim).deleteVideoRecording)
	}
	return nil
}

// videoRecording is the recording of a track.
type videoRecording struct {
	itemRecord
	file

	room   *videoRoom
	track  *videoTrack
	status string
	ended  time.Time
}

// recordByRules begins and ends recordings as the rules of a room want it; s.mu is held.
func (s *Sim) recordByRules(room *videoRoom) {
	for _, t := range room.tracks() {
		switch wanted := room.isGroup() && t.kind != "data" && room.rules.includes(t); {
		case wanted && t.recording == nil:
			s.beginRecording(t)
		case !wanted:
			s.endRecording(t)
		}
	}
}

func (s *Sim) beginRecording(t *videoTrack) {
	room := t.publisher.room
	rec := &videoRecording{
		itemRecord: s.newItemRecord(&request{account: room.account}, "RT"), file: file{t.kind + "/x-matroska", t.content},
		room: room, track: t, status: mediaProcessing,
	}
	t.recording = rec
	room.recordings = append(room.recordings, rec)
	s.tellTrackRecording(rec, "recording-started")
}

// endRecording ends the recording of a track, if there is one. Its file is there some
// seconds later.
func (s *Sim) endRecording(t *videoTrack) {
	rec := t.recording
	if rec == nil {
		return
	}
	t.recording, rec.ended = nil, s.Clock.Now()
	s.roomLater(recordingStored, func() {
		switch {
		case rec.status != mediaProcessing: // it was deleted
		case t.fails:
			rec.status = mediaFailed
			s.tellTrackRecording(rec, "recording-failed")
		default:
			rec.status = mediaCompleted
			s.tellTrackRecording(rec, "recording-completed")
		}
	})
}

// container is the format of the file.
func (v *videoRecording) container() string {
	if v.track.kind == "video" {
		return "mkv"
	}
	return "mka"
}

// codec is the first of the room's for video.
func (v *videoRecording) codec() string {
	if v.track.kind == "video" {
		return v.room.codecs[0]
	}
	return "OPUS"
}

// seconds is the length, rounded, and at least one.
func (v *videoRecording) seconds() int {
	return max(1, int(v.ended.Sub(v.created).Round(time.Second)/time.Second))
}

// offset is where the recording begins, in milliseconds on a clock that all recordings
// share.
func (v *videoRecording) offset() int64 { return v.created.UnixMilli() }

// recordingOf finds a recording of an account, nil when there is none; s.mu is held.
func (s *Sim) recordingOf(account, sid string) *videoRecording {
	for _, room := range s.video.rooms {
		if rec := recordOf(room.recordings, sid); rec != nil && rec.account == account {
			return rec
		}
	}
	return nil
}

// onRecording lets a handler act on the recording that the path names.
func onRecording(act func(*Sim, *request, *videoRecording) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		rec := s.recordingOf(r.account, r.ids["Sid"])
		if rec == nil {
			return nil, r.absent()
		}
		return act(s, r, rec)
	}
}

// onRoomRecording is onRecording for a path that names the room as well.
func onRoomRecording(act func(*Sim, *request, *videoRecording) (any, *apiError)) handler {
	return inRoom(func(s *Sim, r *request, room *videoRoom) (any, *apiError) {
		rec := recordOf(room.recordings, r.ids["Sid"])
		if rec == nil {
			return nil, r.absent()
		}
		return act(s, r, rec)
	})
}

func (s *Sim) fetchVideoRecording(r *request, rec *videoRecording) (any, *apiError) {
	return rec.json(r), nil
}

func (s *Sim) listVideoRecordings(r *request) (any, *apiError) {
	var all []*videoRecording
	for _, room := range s.video.rooms {
		if room.account == r.account {
			all = append(all, room.recordings...)
		}
	}
	return listRecordingsOf(r, all)
}

func (s *Sim) listRoomRecordings(r *request, room *videoRoom) (any, *apiError) {
	return listRecordingsOf(r, slices.Clone(room.recordings))
}

// listRecordingsOf shows those of the recordings that the filters let through.
func listRecordingsOf(r *request, all []*videoRecording) (any, *apiError) {
	found := slices.DeleteFunc(all, func(rec *videoRecording) bool { return !rec.fits(r) })
	return listItems(r, "recordings", found, func(rec *videoRecording) any { return rec.json(r) })
}

func (v *videoRecording) fits(r *request) bool {
	status, source, kind := r.query.Get("Status"), r.query.Get("SourceSid"), r.query.Get("MediaType")
	for _, sid := range r.query["GroupingSid"] {
		if sid != v.room.sid && sid != v.track.publisher.sid {
			return false
		}
	}
	return (status == "" || v.status == status) && (source == "" || v.track.sid == source) && (kind == "" || v.track.kind == kind) && inCreated(r, v.created)
}

// deleteVideoRecording removes the file. The record stays.
func (s *Sim) deleteVideoRecording(_ *request, rec *videoRecording) (any, *apiError) {
	rec.status = mediaDeleted
	return nil, nil //nolint:nilnil // no body, no error
}

type trackRecordingJSON struct {
	SID              string            `json:"sid"`
	AccountSID       string            `json:"account_sid"`
	RoomSID          string            `json:"room_sid,omitempty"`
	Status           string            `json:"status"`
	Type             string            `json:"type"`
	SourceSID        string            `json:"source_sid"`
	TrackName        string            `json:"track_name"`
	Groupings        map[string]string `json:"grouping_sids"`
	Container        string            `json:"container_format"`
	Codec            string            `json:"codec"`
	Duration         *int              `json:"duration"`
	Size             *int              `json:"size"`
	Offset           int64             `json:"offset"`
	ExternalLocation *string           `json:"media_external_location"`
	DateCreated      *string           `json:"date_created"`
	URL              string            `json:"url"`
	Links            map[string]string `json:"links"`
}

// accountTrackRecordingJSON is a recording where it is not asked for as one of a room.
type accountTrackRecordingJSON struct {
	trackRecordingJSON

	StatusCallback *string `json:"status_callback"`
	CallbackMethod string  `json:"status_callback_method"`
}

func (v *videoRecording) json(r *request) any {
	_, inRoom := r.ids["RoomSid"]
	url := videoURL(r, "Recordings", v.sid)
	if inRoom {
		url = videoURL(r, "Rooms", v.room.sid, "Recordings", v.sid)
	}
	j := trackRecordingJSON{
		SID: v.sid, AccountSID: v.account, Status: v.status, Type: v.track.kind, SourceSID: v.track.sid, TrackName: v.track.name,
		Groupings: map[string]string{"room_sid": v.room.sid, "participant_sid": v.track.publisher.sid}, Container: v.container(), Codec: v.codec(),
		Offset: v.offset(), DateCreated: iso8601(v.created), URL: url, Links: map[string]string{"media": url + "/Media"},
	}
	if v.status == mediaCompleted {
		seconds, size := v.seconds(), len(v.content)
		j.Duration, j.Size = &seconds, &size
	}
	if inRoom {
		j.RoomSID = v.room.sid
		return j
	}
	return accountTrackRecordingJSON{j, orNull(v.room.callback.url), v.room.callback.method}
}
