package twiliotest

import (
	"slices"

	"github.com/seed15d99369/twilio"
)

// departure is why a participant leaves a conference, as the event says it.
// https://www.twilio.com/docs/voice/twiml/conference#request-parameters
type departure string

// The reasons of departures.
const (
	leftByHangup    departure = "participant_hung_up"
	leftByUpdate    departure = "participant_updated_via_api" // its call got other instructions, or was ended
	leftByModerator departure = "moderator_ended_conference"
	leftByEnd       departure = "conference_ended_via_api"
	leftUnanswered  departure = "participant_add_failed"
	leftByKick      departure = "kicked" // which the event calls an update
)

// joinConference puts a call that goes on into the conference of a name, and begins that
// conference if there is none in progress; s.mu is held. It says why the call cannot be
// in it. The call stays until it is over or leaves: see leaveConference.
func (s *Sim) joinConference(c *call, name string, room conferenceOptions, options participantOptions) *apiError {
	if problem := s.conferenceNamed(c.account, name).refuse(&options, nil); problem != nil {
		return problem
	}
	p := s.addParticipant(s.openConference(c.account, name, room), c, options)
	s.takeSeat(p)
	return nil
}

// addParticipant adds a call to a conference, which it joins by takeSeat.
func (s *Sim) addParticipant(v *conference, c *call, options participantOptions) *participant {
	now := s.Clock.Now()
	p := &participant{participantOptions: options, call: c, conference: v, created: now, updated: now}
	v.participants, v.updated, c.seat = append(v.participants, p), now, p
	s.emit(EventConference, v.sid, c.Person())
	return p
}

// takeSeat lets a participant whose call was answered join.
func (s *Sim) takeSeat(p *participant) {
	v := p.conference
	p.joined, p.updated = s.Clock.Now(), s.Clock.Now()
	s.tellParticipant(p, participantJoin, nil)
	if v.status == conferenceInit && v.canStart() {
		s.startConference(v)
	} else {
		s.entertain(p)
	}
	if p.beepsOnEnter {
		p.beep()
	}
}

// canStart says whether two are there and one of them may start the conference.
func (v *conference) canStart() bool {
	seated, starts := 0, false
	for _, p := range v.participants {
		if !p.joined.IsZero() {
			seated++
			starts = starts || p.starts
		}
	}
	return seated > 1 && starts
}

func (s *Sim) startConference(v *conference) {
	v.status, v.updated = conferenceInProgress, s.Clock.Now()
	s.tellConference(v, conferenceStarts, nil)
	for _, p := range v.participants {
		s.entertain(p)
	}
	if v.record == nil {
		return
	}
	rec := s.recordConference(v, *v.record)
	if v.recorded.url != "" {
		rec.completed = func() { s.tellRecorded(v, rec) }
	}
}

// leaveConference takes a call out of its conference, which can end by that; s.mu is
// held. It does nothing to a call that is in none.
func (s *Sim) leaveConference(c *call, why departure) {
	p := c.seat
	if p == nil {
		return
	}
	v := p.conference
	if p.beepsOnExit {
		p.beep()
	}
	p.hush()
	c.seat, v.participants, v.updated = nil, without(v.participants, p), s.Clock.Now()
	for _, coach := range v.participants {
		if coach.coaches == c.SID {
			coach.coaches, coach.coaching = "", false
		}
	}
	s.tellDeparture(p, why)
	s.chargeSeat(p)
	end := either(why == leftByKick, "kicked", "left")
	switch {
	case v.status == conferenceCompleted: // it is being ended
	case p.ends && !p.joined.IsZero():
		s.endConference(v, "participant-with-end-conference-on-exit-"+end, p, leftByModerator)
	case len(v.participants) == 0:
		s.endConference(v, "last-participant-"+end, p, leftByModerator)
	}
}

// endConference lets everybody leave; by is the participant who caused the end, nil for
// none.
func (s *Sim) endConference(v *conference, reason string, by *participant, others departure) {
	v.status, v.reason, v.updated = conferenceCompleted, reason, s.Clock.Now()
	left := slices.Clone(v.participants)
	for _, p := range left {
		s.leaveConference(p.call, others)
	}
	for _, r := range v.announcing {
		r.halt(byRedirect)
	}
	v.announcing = nil
	for _, rec := range s.lines.recordings {
		if rec.conference == v.sid {
			s.stopRecording(rec)
		}
	}
	if by != nil {
		v.endedBy = by.call.SID
	}
	s.tellEnd(v, by)
	for _, p := range left {
		s.sendOnward(p)
	}
}

// sendOnward lets the call of a participant go on that others have taken out of a
// conference.
func (s *Sim) sendOnward(p *participant) {
	if p.onward == nil {
		s.disconnect(p.call)
		return
	}
	p.onward()
}

// disconnect ends a call that has left its conference and has nothing else to do.
func (s *Sim) disconnect(c *call) {
	switch {
	case c.Status.Final():
	case c.Started.IsZero():
		s.endCall(c, twilio.CallStatusCanceled)
	default:
		s.endCall(c, twilio.CallStatusCompleted)
	}
}

// endLine ends all that a call that is over takes part in.
func (s *Sim) endLine(c *call) {
	why := leftByHangup
	if c.Started.IsZero() {
		why = leftUnanswered
	}
	s.stopRecordingsOf(c)
	s.leaveConference(c, why)
	s.leaveQueue(c)
}
