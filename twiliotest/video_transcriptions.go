package twiliotest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"time"

	"github.com/seed15d99369/twilio"
)

// videoTranscriptionHandler returns the handler of an operation on transcriptions of
// rooms, nil for all others.
func videoTranscriptionHandler(operation string) handler {
	switch operation {
	case "CreateRoomTranscriptions":
		return inRoom((*Sim).createTranscription)
	case "FetchRoomTranscriptions":
		return onTranscription((*Sim).fetchRoomTranscription)
	case "ListRoomTranscriptions":
		return inRoom((*Sim).listRoomTranscriptions)
	case "UpdateRoomTranscriptions":
		return onTranscription((*Sim).updateTranscription)
	}
	return nil
}

// The statuses of transcriptions. https://www.twilio.com/docs/video/api/transcriptions
const (
	transcriptionStarted = "started"
	transcriptionStopped = "stopped"
)

// transcriptionConfiguration is how speech is understood, as it was sent.
type transcriptionConfiguration json.RawMessage

// readTranscription reads a configuration: a JSON object, or nothing.
func readTranscription(text string) (transcriptionConfiguration, bool) {
	if text == "" {
		return transcriptionConfiguration("{}"), true
	}
	isObject := bytes.HasPrefix(bytes.TrimSpace([]byte(text)), []byte("{"))
	return transcriptionConfiguration(text), isObject && json.Valid([]byte(text))
}

// videoTranscription turns the speech in a room into text.
type videoTranscription struct {
	itemRecord

	room          *videoRoom
	status        string
	configuration transcriptionConfiguration
	started       time.Time
	ended         time.Time
}

// onTranscription lets a handler act on the transcription that the path names.
func onTranscription(act func(*Sim, *request, *videoTranscription) (any, *apiError)) handler {
	return inRoom(func(s *Sim, r *request, room *videoRoom) (any, *apiError) {
		t := recordOf(room.transcriptions, r.ids["Ttid"])
		if t == nil {
			return nil, r.absent()
		}
		return act(s, r, t)
	})
}

func (s *Sim) createTranscription(r *request, room *videoRoom) (any, *apiError) {
	configuration, ok := readTranscription(r.form.Get("Configuration"))
	switch {
	case !ok:
		return nil, badRequest(twilio.CodeBadRequest, "Invalid Configuration")
	case room.status != roomInProgress:
		return nil, badRequest(twilio.CodeRoomCompleted, "The room has ended")
	}
	return s.transcribeRoom(room, configuration).json(r), nil
}

// transcribe begins a transcription; s.mu is held.
func (s *Sim) transcribeRoom(room *videoRoom, configuration transcriptionConfiguration) *videoTranscription {
	t := &videoTranscription{
		itemRecord: s.newItemRecord(&request{account: room.account}, "video_transcriptions_"), room: room, status: transcriptionStarted, configuration: configuration,
	}
	t.started = t.created
	room.transcriptions = append(room.transcriptions, t)
	return t
}

// stop ends a transcription that runs.
func (v *videoTranscription) stop(now time.Time) {
	if v.status == transcriptionStarted {
		v.status, v.ended, v.updated = transcriptionStopped, now, now
	}
}

func (s *Sim) fetchRoomTranscription(r *request, t *videoTranscription) (any, *apiError) {
	return t.json(r), nil
}

func (s *Sim) listRoomTranscriptions(r *request, room *videoRoom) (any, *apiError) {
	return listItems(r, "transcriptions", room.transcriptions, func(t *videoTranscription) any { return t.json(r) })
}

// updateTranscription stops a transcription, or lets it go on as long as the room does.
func (s *Sim) updateTranscription(r *request, t *videoTranscription) (any, *apiError) {
	configuration, ok := readTranscription(cmp.Or(r.form.Get("Configuration"), string(t.configuration)))
	status := r.form.Get("Status")
	switch {
	case !ok:
		return nil, badRequest(twilio.CodeBadRequest, "Invalid Configuration")
	case status == "failed":
		return nil, badRequest(twilio.CodeBadRequest, "A transcription can be set to started and stopped")
	case status == transcriptionStarted && t.room.status != roomInProgress:
		return nil, badRequest(twilio.CodeRoomCompleted, "The room has ended")
	}
	now := s.Clock.Now()
	t.configuration, t.updated = configuration, now
	switch {
	case status == transcriptionStopped:
		t.stop(now)
	case status == transcriptionStarted && t.status != transcriptionStarted:
		t.status, t.started, t.ended = transcriptionStarted, now, time.Time{}
	}
	return t.json(r), nil
}

type roomTranscriptionJSON struct {
	TTID          string          `json:"ttid"`
	AccountSID    string          `json:"account_sid"`
	RoomSID       string          `json:"room_sid"`
	SourceSID     *string         `json:"source_sid"`
	Status        string          `json:"status"`
	Configuration json.RawMessage `json:"configuration"`
	StartTime     *string         `json:"start_time"`
	EndTime       *string         `json:"end_time"`
	Duration      *int            `json:"duration"`
	DateCreated   *string         `json:"date_created"`
	DateUpdated   *string         `json:"date_updated"`
	URL           string          `json:"url"`
}

func (v *videoTranscription) json(r *request) roomTranscriptionJSON {
	return roomTranscriptionJSON{
		TTID: v.sid, AccountSID: v.account, RoomSID: v.room.sid, Status: v.status, Configuration: json.RawMessage(v.configuration),
		StartTime: iso8601(v.started), EndTime: iso8601(v.ended), Duration: secondsUntil(v.started, v.ended), DateCreated: iso8601(v.created),
		DateUpdated: iso8601(v.updated), URL: videoURL(r, "Rooms", v.room.sid, "Transcriptions", v.sid),
	}
}
