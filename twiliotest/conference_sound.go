package twiliotest

import (
	"net/url"
	"slices"

	"github.com/seed15d99369/twilio/twiml"
)

// entertain lets a participant hear something while it hears nobody: its music on hold, or
// that of the time before the start.
func (s *Sim) entertain(p *participant) {
	p.sounds.halt(byRedirect)
	p.sounds = nil
	switch {
	case p.joined.IsZero():
	case p.hold:
		s.entertainWith(p, p.holdMusic)
	case p.conference.status == conferenceInit && !p.silent:
		s.entertainWith(p, p.wait)
	}
}

// entertainWith lets a participant hear a document again and again, or Twilio's own music
// when there is none.
func (s *Sim) entertainWith(p *participant, h hook) {
	if h.url == "" {
		p.call.hears(Line{Kind: LineMusic})
		return
	}
	p.sounds = newRunner(p.call, inConference, nil)
	p.sounds.failed = func() {} // it is silent
	p.sounds.repeat(h, func() url.Values {
		form := p.call.form()
		form.Set("ConferenceSid", p.conference.sid)
		form.Set("FriendlyName", p.conference.name)
		return form
	})
}

// hush ends all that a participant hears and says.
func (p *participant) hush() {
	p.sounds.halt(byRedirect)
	for _, r := range p.announcing {
		r.halt(byRedirect)
	}
	p.sounds, p.announcing = nil, nil
	p.speaks.cancel()
}

// hears says whether a participant hears the others.
func (p *participant) hears() bool {
	return p.conference.status == conferenceInProgress && !p.joined.IsZero() && !p.hold
}

// heardBy returns who hears a participant: nobody before the start, on hold or when it is
// muted, and only the one whom it coaches.
// https://www.twilio.com/docs/voice/twiml/conference#attributes-coach
func (p *participant) heardBy() (listeners []*call) {
	if p.muted || !p.hears() {
		return nil
	}
	for _, other := range p.conference.participants {
		if other != p && other.hears() && (!p.coaching || other.call.SID == p.coaches) {
			listeners = append(listeners, other.call)
		}
	}
	return listeners
}

// beep lets the others hear that a participant comes or goes.
func (p *participant) beep() {
	for _, other := range p.conference.participants {
		if other != p && other.hears() && !p.joined.IsZero() {
			other.call.hears(Line{Kind: LineBeep})
		}
	}
}

// speak lets a participant say something, and tells of the beginning and of the end. Words
// that follow at once have one beginning. Who is muted or on hold is not listened to.
// https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallbackEvent
func (s *Sim) speak(p *participant, said utterance) {
	p.call.others(Line{Kind: LineHeard, Text: said.words, From: p.call.Person(), Lasts: said.lasts})
	if p.muted || !p.hears() {
		return
	}
	now := s.Clock.Now()
	if !now.Before(p.speaksTo) {
		s.tellParticipant(p, participantSpeaks, nil)
	}
	p.speaks.cancel()
	p.speaksTo = now.Add(said.lasts)
	p.speaks = s.Clock.schedule(said.lasts, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if p.call.seat == p && !s.closed {
			s.tellParticipant(p, participantIsSilent, nil)
			s.notify()
		}
	})
}

// announce fetches something and lets the conference hear it, or one participant, who is
// nil for all. What cannot be fetched or heard is an alert, and an event.
// https://www.twilio.com/docs/voice/api/conference-resource#update-a-conference-resource
func (s *Sim) announce(v *conference, to *participant, h hook) {
	if len(v.participants) == 0 {
		return
	}
	first, form, running := v.participants[0].call, s.conferenceForm(v), &v.announcing
	if to != nil {
		first, form, running = to.call, to.call.form(), &to.announcing
	}
	r := newRunner(first, inAnnouncement, nil)
	*running = append(*running, r)
	r.audience = func() []*call { return v.audience(to) }
	tell := func(event string, more url.Values) {
		*running = without(*running, r)
		more.Set("AnnounceUrl", shown(h.url))
		s.tellAnnouncement(v, to, event, more)
	}
	fail := func(problem string) { tell(announcementFails, url.Values{"ReasonAnnouncementFailed": {problem}}) }
	r.then = func() { tell(announcementEnds, url.Values{}) }
	r.failed = func() { fail("the announcement could not be fetched") }
	r.obtain(h, form, func(in instructions) {
		if verb := unheard(in.doc.Verbs); verb != nil {
			r.at = in.at
			problem := nameOf(verb) + " cannot run in an announcement: only Play, Say, Pause and Redirect can"
			r.alert(conferenceVerbUnheard, "%s", problem)
			fail(problem)
			return
		}
		r.carryOut(in)
	})
}

// unheard returns the first verb that cannot run in an announcement, nil for none.
func unheard(verbs []twiml.Verb) twiml.Verb {
	i := slices.IndexFunc(verbs, func(verb twiml.Verb) bool { return !inAnnouncement.allows(verb) })
	if i < 0 {
		return nil
	}
	return verbs[i]
}

// audience returns who hears an announcement: one participant, or all when to is nil.
func (v *conference) audience(to *participant) (listeners []*call) {
	for _, p := range v.participants {
		if !p.joined.IsZero() && (to == nil || p == to) {
			listeners = append(listeners, p.call)
		}
	}
	return listeners
}
