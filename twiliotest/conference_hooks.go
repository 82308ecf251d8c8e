package twiliotest

import (
	"errors"
	"time"

	"github.com/seed15d99369/twilio"
)

// JoinConference puts a call that goes on into the conference of a name, as an answer with
// a Dial and a Conference does, and begins the conference if there is none in progress:
//
//	call := ada.Call(clinic.Number())
//	sim.JoinConference(call.SID, "standup")
//
// The call has the settings of a participant who sets none, and stays until it is over or
// gets other instructions. The test fails when there is no such call, when it does not go
// on, and when the conference is full.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/conference
func (s *Sim) JoinConference(callSID, name string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.withCall("JoinConference", callSID, func(c *call) *apiError {
		if c.seat != nil {
			s.leaveConference(c, leftByUpdate)
		}
		return s.joinConference(c, name, newConferenceOptions(), participantOptions{starts: true})
	})
}

// Enqueue lets a call that goes on wait at the end of the queue of a name, as an answer
// with an Enqueue does, and creates the queue if there is none. The call waits until it is
// dequeued, is over or gets other instructions. The test fails when there is no such call,
// when it does not go on, and when the queue is full.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue
func (s *Sim) Enqueue(callSID, queueName string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.withCall("Enqueue", callSID, func(c *call) *apiError { return s.joinQueue(c, queueName) })
}

// withCall does something to a call that goes on, and delivers what follows. It fails the
// test when that cannot be.
func (s *Sim) withCall(method, sid string, do func(*call) *apiError) {
	if s.t != nil {
		s.t.Helper()
	}
	if err := s.tryCall(sid, do); err != nil {
		s.fatalf("twiliotest: %s(%s): %v", method, sid, err)
		return
	}
	s.empty()
}

func (s *Sim) tryCall(sid string, do func(*call) *apiError) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	for _, c := range s.calls {
		switch {
		case c.SID != sid:
		case c.Status != twilio.CallStatusInProgress:
			return errors.New("the call is " + string(c.Status) + ": give one that is in progress")
		default:
			if problem := do(c); problem != nil {
				return errors.New(problem.message)
			}
			return nil
		}
	}
	return errors.New("there is no such call: sim.Calls() lists them")
}

// Hangup lets the person at the phone end the calls that go on, those that the phone has
// taken and those that it has made. The test fails when there is none.
func (p *Phone) Hangup() {
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	p.inCalls("Hangup", func(c *call) { p.sim.endCall(c, twilio.CallStatusCompleted) })
}

// Speak lets the person at the phone speak for a time in the conferences that the phone is
// in. Applications that ask for the event speaker hear of the beginning now, and of the end
// after that time. The test fails when the phone is in no call.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallbackEvent
func (p *Phone) Speak(lasts time.Duration) {
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	s := p.sim
	p.inCalls("Speak", func(c *call) {
		seat := c.seat
		if seat == nil {
			return
		}
		s.tellParticipant(seat, participantSpeaks, nil)
		s.Clock.after(lasts, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if c.seat == seat {
				s.tellParticipant(seat, participantIsSilent, nil)
			}
		})
	})
}

// inCalls does something to each call of the phone that goes on, and delivers what follows.
func (p *Phone) inCalls(method string, do func(*call)) {
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	if p.sim.eachCall(p.number, do) == 0 {
		p.sim.fatalf("twiliotest: %s: %s is in no call: let it take one with ExpectCall", method, p.number)
		return
	}
	p.sim.empty()
}

// eachCall does something to each call of a number that goes on, and counts them.
func (s *Sim) eachCall(number string, do func(*call)) (found int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	for _, c := range s.calls {
		inbound := c.Direction == twilio.CallDirectionInbound
		if c.Status == twilio.CallStatusInProgress && (inbound && c.From == number || !inbound && c.To == number) {
			do(c)
			found++
		}
	}
	return found
}
