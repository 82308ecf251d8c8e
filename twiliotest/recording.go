package twiliotest

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// How long a recording is worked on, on the simulator's clock.
const (
	recordingStops     = time.Second // from stopped to processing
	recordingProcesses = 2 * time.Second
)

// Codes of recordings. https://www.twilio.com/docs/api/errors
const (
	recordingTooShort   = 16101
	recordingsAtOnce    = 16108
	recordingIsMono     = 16113
	recordingHookFailed = 11217
)

// recordingKept is how long the metadata of a deleted recording can still be read.
// https://www.twilio.com/en-us/changelog/fetch-deleted-call-recording-metadata-
const recordingKept = 40 * 24 * time.Hour

// recordingOrder is how a call or a conference is recorded.
type recordingOrder struct {
	source   twilio.RecordingSource
	channels int
	track    string
	callback hook
	events   []string
}

// recordingOrderOf reads the parameters of a recording; prefix is "Conference" for those
// of the conference that a participant is added to.
func recordingOrderOf(form url.Values, prefix string, source twilio.RecordingSource) recordingOrder {
	callback := prefix + "RecordingStatusCallback"
	order := recordingOrder{
		source: source, channels: 1, track: cmp.Or(form.Get("RecordingTrack"), "both"), events: listed(form[callback+"Event"]),
		callback: hook{url: form.Get(callback), method: form.Get(callback + "Method"), voice: true, status: true, failure: recordingHookFailed},
	}
	if form.Get("RecordingChannels") == "dual" {
		order.channels = 2
	}
	if len(order.events) == 0 {
		order.events = []string{string(twilio.RecordingStatusCompleted)}
	}
	return order
}

// refuseRecordingOrder returns why nothing can be recorded so.
func refuseRecordingOrder(r *request) *apiError {
	switch channels, track := r.form.Get("RecordingChannels"), r.form.Get("RecordingTrack"); {
	case channels != "" && channels != "mono" && channels != "dual":
		return badRequest(twilio.CodeBadRequest, "RecordingChannels must be mono or dual.")
	case track != "" && track != "both" && track != "inbound" && track != "outbound":
		return badRequest(twilio.CodeBadRequest, "RecordingTrack must be both, inbound or outbound.")
	}
	return nil
}

// recording is a recording of a call or of a conference.
type recording struct {
	itemRecord
	recordingOrder

	call           string // its SID
	conference     string // the SID, "" for a recording of a call alone
	status         twilio.RecordingStatus
	recorded       time.Duration // before since
	since          time.Time     // from which on it grows, zero while it does not
	price          money         // 0 until it is complete
	deleted        time.Time     // zero until then
	transcriptions []*transcription
	words          string // that were said, "" for unknown ones
	completed      func() // follows its completion, nil for nothing
}

// startRecording begins to record a call that goes on; s.mu is held. The recording ends
// with the call.
func (s *Sim) startRecording(c *call, order recordingOrder) *recording {
	return s.newRecording(c.account, c.SID, "", order)
}

// recordConference begins to record a conference; the recording ends with it.
func (s *Sim) recordConference(v *conference, order recordingOrder) *recording {
	first := ""
	if len(v.participants) > 0 {
		first = v.participants[0].call.SID
	}
	return s.newRecording(v.account, first, v.sid, order)
}

func (s *Sim) newRecording(account, callSID, conferenceSID string, order recordingOrder) *recording {
	now := s.Clock.Now()
	rec := &recording{
		itemRecord:     itemRecord{sid: s.newSID("RE"), account: account, created: now, updated: now},
		recordingOrder: order, call: callSID, conference: conferenceSID, status: twilio.RecordingStatusInProgress, since: now,
	}
	s.lines.recordings = append(s.lines.recordings, rec)
	s.emitRecording(rec)
	s.tellRecording(rec)
	return rec
}

// isActive says whether a recording can still grow.
func (rec *recording) isActive() bool {
	return rec.deleted.IsZero() && (rec.status == twilio.RecordingStatusInProgress || rec.status == twilio.RecordingStatusPaused)
}

// halt lets a recording grow no more, until it is resumed.
func (rec *recording) halt(now time.Time) {
	if !rec.since.IsZero() {
		rec.recorded, rec.since = rec.recorded+now.Sub(rec.since), time.Time{}
	}
}

// pauseRecording lets a recording hear nothing: it leaves the pause out, or is silent.
func (s *Sim) pauseRecording(rec *recording, skips bool) {
	rec.status, rec.updated = twilio.RecordingStatusPaused, s.Clock.Now()
	if skips {
		rec.halt(rec.updated)
	}
}

func (s *Sim) resumeRecording(rec *recording) {
	rec.status, rec.updated = twilio.RecordingStatusInProgress, s.Clock.Now()
	if rec.since.IsZero() {
		rec.since = rec.updated
	}
}

// stopRecording ends a recording that is active, and works on it; s.mu is held.
func (s *Sim) stopRecording(rec *recording) {
	if !rec.isActive() {
		return
	}
	rec.updated = s.Clock.Now()
	rec.halt(rec.updated)
	rec.status = twilio.RecordingStatusStopped
	s.emitRecording(rec)
	s.moveRecording(rec, recordingStops, func() {
		rec.status = twilio.RecordingStatusProcessing
		s.moveRecording(rec, recordingProcesses, func() { s.finishRecording(rec) })
	})
}

// moveRecording does something to a recording after a time, unless it is deleted then.
func (s *Sim) moveRecording(rec *recording, after time.Duration, then func()) {
	s.Clock.after(after, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if rec.deleted.IsZero() && !s.closed {
			rec.updated = s.Clock.Now()
			then()
			s.emitRecording(rec)
			s.notify()
		}
	})
}

// stopRecordingsOf ends what a call is recorded in, itself alone.
func (s *Sim) stopRecordingsOf(c *call) {
	for _, rec := range s.lines.recordings {
		if rec.call == c.SID && rec.conference == "" {
			s.stopRecording(rec)
		}
	}
}

// finishRecording makes a recording complete, or absent when there is not a second of it.
func (s *Sim) finishRecording(rec *recording) {
	rec.status = twilio.RecordingStatusAbsent
	if rec.seconds() > 0 {
		rec.status = twilio.RecordingStatusCompleted
		s.chargeRecording(rec)
	}
	s.tellRecording(rec)
	if rec.completed != nil && rec.hasFile() {
		rec.completed()
	}
}

// seconds is how long a recording is that has stopped.
func (rec *recording) seconds() int { return int(rec.recorded / time.Second) }

// isOver says whether a recording has its last status.
func (rec *recording) isOver() bool {
	return rec.status == twilio.RecordingStatusCompleted || rec.status == twilio.RecordingStatusAbsent
}

// tellRecording sends a status callback of a recording if it was asked for; s.mu is held.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
func (s *Sim) tellRecording(rec *recording) {
	if rec.callback.url == "" || !slices.Contains(rec.events, string(rec.status)) {
		s.tellStatus(rec.sid, rec.isOver()) // the callbacks that were held back
		return
	}
	form := url.Values{
		"AccountSid": {rec.account}, "RecordingSid": {rec.sid}, "RecordingUrl": {rec.mediaURL(apiOrigin)}, "RecordingStatus": {string(rec.status)},
		"RecordingChannels": {strconv.Itoa(rec.channels)}, "RecordingStartTime": {rec.created.UTC().Format(eventTime)},
		"RecordingSource": {string(rec.source)}, "RecordingTrack": {rec.track}, "ErrorCode": {strconv.Itoa(rec.errorCode())},
	}
	if rec.conference != "" {
		form.Set("ConferenceSid", rec.conference)
	} else {
		form.Set("CallSid", rec.call)
	}
	if rec.isOver() {
		form.Set("RecordingDuration", strconv.Itoa(rec.seconds()))
	}
	h := rec.callback
	s.tellStatus(rec.sid, rec.isOver(), statusCallback{status: string(rec.status), hook: &h, form: form})
}

// errorCode is why a recording is absent, 0 for one that is not.
func (rec *recording) errorCode() int {
	if rec.status == twilio.RecordingStatusAbsent {
		return recordingTooShort
	}
	return 0
}

// apiOrigin begins the addresses that callbacks tell of.
const apiOrigin = "https://api.twilio.com"

// mediaURL is the address of the file, to which .mp3 or .wav may be added.
func (rec *recording) mediaURL(origin string) string {
	return origin + accountPath(rec.account, "/Recordings/"+rec.sid)
}

// recordingForm returns what the last status callback of a call tells of the recording
// that the call was created with.
func (rec *recording) callForm() url.Values {
	return url.Values{"RecordingSid": {rec.sid}, "RecordingUrl": {rec.mediaURL(apiOrigin)}, "RecordingDuration": {strconv.Itoa(rec.seconds())}}
}
