package twiliotest

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// tellSession sends the status callback of the start or the end of a stream or a
// transcription. Twilio has not published those of SIPREC sessions, and those of payments
// follow from the keys that people press.
// https://www.twilio.com/docs/voice/twiml/stream, https://www.twilio.com/docs/voice/twiml/transcription
func (s *Sim) tellSession(session *callSession, event string) {
	switch session.Kind {
	case SessionStream:
		s.sendOf(session, url.Values{"StreamSid": {session.SID}, "StreamName": {session.Name}, "StreamEvent": {"stream-" + event}, "Timestamp": {s.timestamp()}})
	case SessionTranscription:
		s.tellTranscription(session, event, url.Values{"Track": {session.track()}})
	default:
	}
}

// tellTranscription sends an event of a transcription.
func (s *Sim) tellTranscription(session *callSession, event string, form url.Values) {
	session.told++
	form.Set("TranscriptionSid", session.SID)
	form.Set("TranscriptionEvent", "transcription-"+event)
	form.Set("SequenceId", strconv.Itoa(session.told))
	form.Set("LanguageCode", cmp.Or(session.Params.Get("LanguageCode"), "en-US"))
	form.Set("Timestamp", s.timestamp())
	s.sendOf(session, form)
}

// timestamp is the time as these callbacks write it.
func (s *Sim) timestamp() string { return s.Clock.Now().UTC().Format(time.RFC3339) }

// paymentStep is the status of the callbacks of a payment among the [Delivery] options: they
// have no event of their own.
const paymentStep = "payment-step"

// sendOf sends a status callback of a session, if it has an address for them.
func (s *Sim) sendOf(session *callSession, form url.Values) {
	if session.hook.url == "" {
		return
	}
	form.Set("AccountSid", session.account)
	form.Set("CallSid", session.CallSID)
	status := cmp.Or(form.Get("StreamEvent"), form.Get("TranscriptionEvent"), paymentStep)
	s.tellStatus(session.SID, session.Status != sessionRuns, statusCallback{status: status, hook: &session.hook, form: form})
}

// The tracks of a call: the inbound one is the sound of the person at the phone.
const (
	inboundTrack  = "inbound_track"
	outboundTrack = "outbound_track"
	bothTracks    = "both_tracks"
)

func (c *callSession) track() string { return cmp.Or(c.Params.Get("Track"), bothTracks) }

// result is what somebody has said, as a real-time transcription tells it.
type result struct {
	track string
	text  string
}

// transcribeLive lets the real-time transcriptions of a call hear a line. The final result
// comes when the line ends. A result that may still change comes when the line begins, if
// the transcription asks for partial results.
// https://www.twilio.com/docs/voice/twiml/transcription
func (s *Sim) transcribeLive(c *call, line Line) {
	track := trackHeard(line)
	for _, session := range s.voice.sessions {
		listens := session.Kind == SessionTranscription && session.CallSID == c.SID && session.Status == sessionRuns
		if !listens || track == "" || session.track() != bothTracks && session.track() != track {
			continue
		}
		said := &result{track: track, text: line.Text}
		if isTrue(session.Params.Get("PartialResults")) {
			s.tellResult(session, said, false)
		}
		session.heard = append(session.heard, said)
		s.Clock.after(line.Lasts, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if slices.Contains(session.heard, said) && !s.closed {
				session.heard = without(session.heard, said)
				s.tellResult(session, said, true)
			}
		})
	}
}

// trackHeard is the track of a line, "" for a line without words.
func trackHeard(line Line) string {
	switch {
	case line.Text == "":
	case line.Kind == LineSpoke:
		return inboundTrack
	case line.Kind == LineSay, line.Kind == LineHeard:
		return outboundTrack
	}
	return ""
}

// tellHeard tells the results of a transcription that ends before the lines do.
func (s *Sim) tellHeard(session *callSession) {
	for _, said := range session.heard {
		s.tellResult(session, said, true)
	}
	session.heard = nil
}

func (s *Sim) tellResult(session *callSession, said *result, final bool) {
	data, _ := json.Marshal(map[string]any{"transcript": said.text, "confidence": json.Number(confidence)})
	s.tellTranscription(session, "content", url.Values{
		"Track": {said.track}, "TranscriptionData": {string(data)}, "Final": {strconv.FormatBool(final)},
	})
}
