package twiliotest

// Number is one of the account's own senders.
type Number struct{ number string }

// Number makes a phone number, a short code or a sender's name the account's own,
// so that messages can be sent from it.
func (s *Sim) Number(number string) *Number {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.numbers[number] == nil {
		s.numbers[number] = &Number{number}
	}
	return s.numbers[number]
}

// Number returns the number itself.
func (n *Number) Number() string { return n.number }

// service is a Messaging Service.
type service struct {
	senders []*Number
	used    int
}

// MessagingService makes a Messaging Service with some of the account's numbers,
// which it takes in turn, and returns its SID.
//
// Twilio docs: https://www.twilio.com/docs/messaging/services
func (s *Sim) MessagingService(senders ...*Number) (sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sid = s.newSID("MG")
	s.services[sid] = &service{senders: senders}
	return sid
}

// next returns the sender of the next message.
func (s *service) next() string {
	number := s.senders[s.used%len(s.senders)].number
	s.used++
	return number
}
