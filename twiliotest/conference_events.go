package twiliotest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// The events of conferences.
// https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallbackEvent
const (
	conferenceStarts    = "conference-start"
	conferenceEnds      = "conference-end"
	participantJoin     = "participant-join"
	participantLeave    = "participant-leave"
	participantMute     = "participant-mute"
	participantUnmute   = "participant-unmute"
	participantHold     = "participant-hold"
	participantUnhold   = "participant-unhold"
	participantModify   = "participant-modify"
	participantSpeaks   = "participant-speech-start"
	participantIsSilent = "participant-speech-stop"
	announcementEnds    = "announcement-end"
	announcementFails   = "announcement-fail"
)

// subscription is the word that asks for an event.
func subscription(event string) string {
	switch event {
	case participantUnmute:
		return "mute"
	case participantUnhold:
		return "hold"
	case participantSpeaks, participantIsSilent:
		return "speaker"
	case announcementEnds, announcementFails:
		return "announcement"
	}
	return event[strings.IndexByte(event, '-')+1:]
}

func conferenceHook(address, method string) hook {
	return hook{url: address, method: method, voice: true, status: true, failure: conferenceEventFailed}
}

// conferenceForm returns the parameters that every event of a conference has.
func (s *Sim) conferenceForm(v *conference) url.Values {
	return url.Values{
		"ConferenceSid": {v.sid}, "FriendlyName": {v.name}, "AccountSid": {v.account},
		"Timestamp": {s.Clock.Now().UTC().Format(eventTime)},
	}
}

// eventTime is how events write times, with a zone that is always UTC.
const eventTime = "Mon, 02 Jan 2006 15:04:05 +0000"

// tellConference sends an event of a conference if it was asked for; s.mu is held.
func (s *Sim) tellConference(v *conference, event string, more url.Values) {
	over := event == conferenceEnds
	s.emit(EventConference, v.sid, "")
	if v.callback.url == "" || !slices.Contains(v.events, subscription(event)) {
		s.tellStatus(v.sid, over) // the callbacks that were held back
		return
	}
	v.told++
	form, h := s.conferenceForm(v), v.callback
	form.Set("StatusCallbackEvent", event)
	form.Set("SequenceNumber", strconv.Itoa(v.told))
	for name, values := range more {
		form[name] = values
	}
	s.tellStatus(v.sid, over, statusCallback{status: event, hook: &h, form: form})
}

// tellParticipant sends an event of a participant.
func (s *Sim) tellParticipant(p *participant, event string, more url.Values) {
	form := url.Values{
		"CallSid": {p.call.SID}, "Muted": {strconv.FormatBool(p.muted)}, "Hold": {strconv.FormatBool(p.hold)},
		"Coaching": {strconv.FormatBool(p.coaching)}, "EndConferenceOnExit": {strconv.FormatBool(p.ends)},
		"StartConferenceOnEnter": {strconv.FormatBool(p.starts)},
	}
	if p.label != "" {
		form.Set("ParticipantLabel", p.label)
	}
	for name, values := range more {
		form[name] = values
	}
	s.tellConference(p.conference, event, form)
}

func (s *Sim) tellDeparture(p *participant, why departure) {
	if why == leftByKick {
		why = leftByUpdate
	}
	s.tellParticipant(p, participantLeave, url.Values{"ReasonParticipantLeft": {string(why)}, "ParticipantCallStatus": {string(p.call.Status)}})
}

// tellEnd sends the last event of a conference; by is nil when no participant ended it.
func (s *Sim) tellEnd(v *conference, by *participant) {
	form := url.Values{"ReasonConferenceEnded": {v.reason}, "Reason": {"The conference was ended by a request"}}
	if by != nil {
		form.Set("CallSidEndingConference", by.call.SID)
		form.Set("Reason", "The participant with the call "+by.call.SID+" has left")
		if by.label != "" {
			form.Set("ParticipantLabelEndingConference", by.label)
		}
	}
	s.tellConference(v, conferenceEnds, form)
}

// tellAnnouncement says nothing once the conference is over.
func (s *Sim) tellAnnouncement(v *conference, to *participant, event string, form url.Values) {
	switch {
	case v.status == conferenceCompleted:
	case to != nil && to.call.seat == to:
		s.tellParticipant(to, event, form)
	default:
		s.tellConference(v, event, form)
	}
}

// tellRecorded tells of the recording of a conference as Twilio did before there were
// status callbacks of recordings.
// https://www.twilio.com/docs/voice/twiml/conference#attributes-event-callback-url
func (s *Sim) tellRecorded(v *conference, rec *recording) {
	form, h := s.conferenceForm(v), v.recorded
	form.Set("EventName", "conference-record-end")
	form.Set("RecordingUrl", rec.mediaURL(apiOrigin))
	form.Set("Duration", strconv.Itoa(rec.seconds()))
	form.Set("RecordingFileSize", strconv.Itoa(len(silentWAV(rec.seconds(), rec.channels))))
	s.later(func() { _, _ = s.judge(s.call(&h, form)) })
}
