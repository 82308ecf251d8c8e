package twiliotest

import (
	"maps"
	"net/url"
	"strconv"
	"time"
)

// tellRoom tells the application of an event of a room; s.mu is held.
//
// Twilio docs: https://www.twilio.com/docs/video/api/status-callbacks
func (s *Sim) tellRoom(room *videoRoom, event string, params map[string]string) {
	if room.callback.url == "" {
		return
	}
	form := url.Values{
		"AccountSid": {room.account}, "RoomSid": {room.sid}, "RoomName": {room.name}, "RoomStatus": {room.status}, "RoomType": {room.kind},
		"SequenceNumber": {strconv.Itoa(room.told)},
	}
	room.told++
	s.tellVideo(room.sid, room.status != roomInProgress, room.callback, event, form, params)
}

// tellVideo tells the application of an event of a room or a composition.
func (s *Sim) tellVideo(sid string, over bool, to hook, event string, form url.Values, params map[string]string) {
	form.Set("StatusCallbackEvent", event)
	form.Set("Timestamp", s.Clock.Now().UTC().Format("2006-01-02T15:04:05.000Z"))
	for name, value := range params {
		form.Set(name, value)
	}
	s.tellStatus(sid, over, statusCallback{status: event, hook: &to, form: form})
}

// tellRoomParticipant tells of an event of a participant.
func (s *Sim) tellRoomParticipant(p *videoParticipant, event string, params map[string]string) {
	all := p.params()
	maps.Copy(all, params)
	s.tellRoom(p.room, event, all)
}

// params are the parameters of every event of a participant.
func (p *videoParticipant) params() map[string]string {
	return map[string]string{"ParticipantSid": p.sid, "ParticipantStatus": p.status(), "ParticipantIdentity": p.identity}
}

// tellTrack tells of an event of a track.
func (s *Sim) tellTrack(t *videoTrack, event string) {
	s.tellRoomParticipant(t.publisher, event, map[string]string{"TrackSid": t.sid, "TrackKind": t.kind, "TrackName": t.name})
}

// tellTrackRecording tells of an event of the recording of a track.
func (s *Sim) tellTrackRecording(rec *videoRecording, event string) {
	all := rec.params()
	switch event {
	case "recording-completed":
		all["MediaUri"], all["Size"] = recordingPath(rec.sid)+"/Media", strconv.Itoa(len(rec.content))
		all["Duration"] = strconv.Itoa(rec.seconds())
	case "recording-failed":
		all["FailedOperation"] = "RecordingUpload"
	}
	s.tellRoomParticipant(rec.track.publisher, event, all)
}

func recordingPath(sid string) string { return "/v1/Recordings/" + sid }

// params are the parameters of every event of a recording.
func (v *videoRecording) params() map[string]string {
	return map[string]string{
		"RecordingSid": v.sid, "SourceSid": v.track.sid, "RecordingUri": recordingPath(v.sid), "Container": v.container(), "Codec": v.codec(),
		"TrackName": v.track.name, "Type": v.track.kind, "OffsetFromTwilioVideoEpoch": strconv.FormatInt(v.offset(), 10),
	}
}

// tellComposition tells of an event of a composition.
func (s *Sim) tellComposition(c *videoComposition, event string, params map[string]string) {
	if c.callback.url == "" {
		return
	}
	form := url.Values{"AccountSid": {c.account}, "RoomSid": {c.room.sid}, "CompositionSid": {c.sid}, "CompositionUri": {"/v1/Compositions/" + c.sid}}
	if c.hook != "" {
		form.Set("HookSid", c.hook)
	}
	s.tellVideo(c.sid, c.status == mediaCompleted || c.status == mediaFailed, c.callback, event, form, params)
}

// remaining are the parameters that say how far a composition is.
func remaining(percent int, left time.Duration) map[string]string {
	return map[string]string{"PercentageDone": strconv.Itoa(percent), "SecondsRemaining": wholeSeconds(left)}
}
