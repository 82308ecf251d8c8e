package twiliotest

import (
	"context"
	"errors"
	"time"
)

// EventKind says what has changed.
type EventKind string

// The kinds of events.
const (
	EventMessage    EventKind = "message"
	EventCall       EventKind = "call" // its status, its transcript, or what it listens to
	EventRequest    EventKind = "request"
	EventCallback   EventKind = "callback"
	EventAlert      EventKind = "alert"
	EventPhone      EventKind = "phone"
	EventNumber     EventKind = "number"
	EventConference EventKind = "conference" // itself, or who takes part
	EventQueue      EventKind = "queue"      // itself, or who waits
	EventRecording  EventKind = "recording"
	EventFault      EventKind = "fault"
	EventClock      EventKind = "clock"
	EventCleared    EventKind = "cleared" // by Sim.Clear
)

// Event says that something in the simulator is new or has changed. Whoever wants to know
// how it is now asks for it by its SID.
type Event struct {
	Serial int64 // 1, 2, 3 and so on
	At     time.Time
	Kind   EventKind
	SID    string // of the message, the call and so on; the ID of a request, a callback, an alert or a fault in digits; "" for none
	Phone  string // the number of the person whom it concerns, "" for none
}

// eventsKept is how many events can still be read.
const eventsKept = 1024

// ErrEventsMissed says that events after a serial are not kept any more. Read the state
// afresh, and go on from [Sim.EventSerial].
var ErrEventsMissed = errors.New("twiliotest: the events after that serial are not kept any more")

// eventLog is a ring of the newest events. The zero value is ready.
type eventLog struct {
	serial  int64
	kept    []Event       // the one with a serial stands at serial % eventsKept, once the ring is full
	waiting chan struct{} // closed at the next event, nil when nobody waits
}

// emit keeps an event; s.mu is held.
func (s *Sim) emit(kind EventKind, sid, phone string) {
	log := &s.events
	log.serial++
	s.state.mark(kind, sid)
	event := Event{Serial: log.serial, At: s.Clock.Now(), Kind: kind, SID: sid, Phone: phone}
	if len(log.kept) < eventsKept {
		log.kept = append(log.kept, event)
	} else {
		log.kept[(log.serial-1)%eventsKept] = event
	}
	if log.waiting != nil {
		close(log.waiting)
		log.waiting = nil
	}
}

// after returns the events after a serial, and a channel that ends at the next one when
// there are none.
func (log *eventLog) after(serial int64) (events []Event, next <-chan struct{}, err error) {
	switch oldest := log.serial - int64(len(log.kept)) + 1; {
	case serial > log.serial, serial < oldest-1:
		return nil, nil, ErrEventsMissed
	case serial == log.serial:
		if log.waiting == nil {
			log.waiting = make(chan struct{})
		}
		return nil, log.waiting, nil
	}
	for n := serial; n < log.serial; n++ {
		events = append(events, log.kept[n%eventsKept])
	}
	return events, nil, nil
}

// EventSerial returns the serial of the newest event, 0 before the first one.
func (s *Sim) EventSerial() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.events.serial
}

// WaitEvents returns the events after a serial, the oldest first, as soon as there is one.
// It lets no virtual time pass. The newest 1,024 events are kept: the error is
// [ErrEventsMissed] when some of those after the serial are gone.
func (s *Sim) WaitEvents(ctx context.Context, after int64) ([]Event, error) {
	if ctx == nil {
		return nil, errNilContext
	}
	for {
		s.mu.Lock()
		events, next, err := s.events.after(after)
		closed := s.closed
		s.mu.Unlock()
		switch {
		case closed:
			return nil, errClosed
		case err != nil, events != nil:
			return events, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-next:
		case <-s.hookContext.Done(): // the simulator is closed
		}
	}
}

// emitMessage tells that a message is new or has changed; s.mu is held.
func (s *Sim) emitMessage(m *message) { s.emit(EventMessage, m.SID, m.Person()) }

// emitCall tells that a call is new or has changed; s.mu is held.
func (s *Sim) emitCall(c *call) { s.emit(EventCall, c.SID, c.Person()) }

// emitRecording tells that a recording is new or has changed; s.mu is held.
func (s *Sim) emitRecording(rec *recording) {
	phone := ""
	if c := s.callIndex.bySID[rec.call]; c != nil {
		phone = c.Person()
	}
	s.emit(EventRecording, rec.sid, phone)
}
