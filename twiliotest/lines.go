package twiliotest

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
)

// Conference is a conference and who is in it.
type Conference struct {
	SID          string
	Name         string
	Status       string // init, in-progress or completed
	Created      time.Time
	Participants []Participant
}

// Participant is a call in a conference.
type Participant struct {
	CallSID  string
	Number   string
	Label    string    // "" for none
	Joined   time.Time // zero while it is being called
	Muted    bool
	Hold     bool
	Coaching bool
}

// Conferences returns the conferences, the oldest first.
func (s *Sim) Conferences() []Conference {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Conference, 0, len(s.lines.conferences))
	for _, v := range s.lines.conferences {
		shown := Conference{SID: v.sid, Name: v.name, Status: v.status, Created: v.created}
		for _, p := range v.participants {
			shown.Participants = append(shown.Participants, Participant{
				CallSID: p.call.SID, Number: p.call.Person(), Label: p.label, Joined: p.joined, Muted: p.muted, Hold: p.hold, Coaching: p.coaching,
			})
		}
		all = append(all, shown)
	}
	return all
}

// Queue is a queue and who waits in it.
type Queue struct {
	SID     string
	Name    string
	Max     int
	Members []QueueMember // who waits longest is the first
}

// QueueMember is a call that waits in a queue.
type QueueMember struct {
	CallSID string
	Number  string
	Since   time.Time
}

// Queues returns the queues, the oldest first.
func (s *Sim) Queues() []Queue {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Queue, 0, len(s.lines.queues))
	for _, q := range s.lines.queues {
		shown := Queue{SID: q.sid, Name: q.name, Max: q.max}
		for _, m := range q.members {
			shown.Members = append(shown.Members, QueueMember{CallSID: m.call.SID, Number: m.call.Person(), Since: m.since})
		}
		all = append(all, shown)
	}
	return all
}

// Recording is a recording of a call or of a conference.
type Recording struct {
	SID           string
	CallSID       string
	ConferenceSID string // "" for a recording of a call alone
	Status        twilio.RecordingStatus
	Started       time.Time
	Lasts         time.Duration // so far
	Words         string        // that were said, as far as they are known
}

// Recordings returns the recordings that are not deleted, the oldest first.
func (s *Sim) Recordings() []Recording {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Recording, 0, len(s.lines.recordings))
	for _, rec := range s.lines.recordings {
		if !rec.deleted.IsZero() {
			continue
		}
		lasts := rec.recorded
		if !rec.since.IsZero() {
			lasts += s.Clock.Now().Sub(rec.since)
		}
		all = append(all, Recording{
			SID: rec.sid, CallSID: rec.call, ConferenceSID: rec.conference, Status: rec.status, Started: rec.created, Lasts: lasts, Words: rec.words,
		})
	}
	return all
}

// RecordingFile returns the sound of a recording that is complete, as a WAV file with one
// channel. The simulator records silence of the right length.
func (s *Sim) RecordingFile(sid string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch rec := recordOf(s.lines.recordings, sid); {
	case rec == nil, !rec.deleted.IsZero():
		return nil, errors.New("twiliotest: there is no such recording")
	case !rec.hasFile():
		return nil, errors.New("twiliotest: the recording is not complete")
	default:
		return silentWAV(rec.seconds(), 1), nil
	}
}

// NumberState is one of the account's own senders and who answers for it.
type NumberState struct {
	Number   string
	SID      string // of its resource in Twilio's API, "" for a short code or a name
	Account  string
	SMSURL   string // without a user, "" for none
	VoiceURL string // without a user, "" for none
}

// Numbers returns the account's own senders, sorted. [Sim.Number] with the options [SMSURL]
// and [VoiceURL] changes who answers for one.
func (s *Sim) Numbers() []NumberState {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]NumberState, 0, len(s.numbers))
	for _, n := range s.numbers {
		all = append(all, NumberState{
			Number: n.number, SID: n.record.sid, Account: n.record.account, SMSURL: shown(s.smsHook(n).url), VoiceURL: shown(n.voice.url),
		})
	}
	slices.SortFunc(all, func(a, b NumberState) int { return cmp.Compare(a.Number, b.Number) })
	return all
}
