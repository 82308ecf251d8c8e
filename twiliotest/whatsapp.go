package twiliotest

import (
	"time"

	"github.com/seed15d99369/twilio"
)

// whatsAppPrefix begins the addresses of WhatsApp.
const whatsAppPrefix = "whatsapp:"

// windowLasts is how long free-form messages may follow a person's message.
// https://www.twilio.com/docs/whatsapp/key-concepts#the-24-hour-window
const windowLasts = 24 * time.Hour

// OpenWhatsAppWindow has the effect of a WhatsApp message from the phone: for 24
// hours free-form messages get through. Outside that window they are accepted and
// fail afterwards with 63016, unless they are templates that WhatsApp has approved.
func (p *Phone) OpenWhatsAppWindow() {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.windowUntil = p.sim.Clock.Now().Add(windowLasts)
}

// isOutsideWindow says that a message comes too late to be free-form.
func (s *Sim) isOutsideWindow(m *message) bool {
	phone := s.phones[bare(m.To)]
	return phone == nil || s.Clock.Now().After(phone.windowUntil)
}

// ExpectWhatsApp is [Phone.ExpectSMS] for WhatsApp. The message is read then.
func (p *Phone) ExpectWhatsApp(text string) *SMS {
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	return p.expect(whatsAppPrefix+p.number, "WhatsApp message", text)
}

// read marks a message of WhatsApp as read.
func (s *Sim) read(m *message) {
	if isWhatsApp(m.To) {
		m.Status, m.updated = twilio.MessageStatusRead, s.Clock.Now()
		s.emitMessage(m)
		s.tellMessage(m)
	}
}
