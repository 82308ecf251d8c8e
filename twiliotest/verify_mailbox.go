package twiliotest

import (
	"cmp"
	"encoding/json"
	"time"
)

// Mail is a mail that Verify sent.
type Mail struct {
	From    string
	To      string
	Subject string
	Body    string
	At      time.Time // when it arrived, on the simulator's clock
}

// sentMail is a mail and its way.
type sentMail struct {
	Mail

	attempt  *verifyAttempt
	arrived  bool
	expected bool // a test has asked for it
}

// configuredSender is who sends the mails of a request.
func configuredSender(r *request) string {
	var configuration struct {
		From string `json:"from"`
	}
	_ = json.Unmarshal([]byte(r.form.Get("ChannelConfiguration")), &configuration) // refuseObjects has refused all else
	return cmp.Or(configuration.From, verifyMailer)
}

// Mailbox is where somebody's mail arrives.
type Mailbox struct {
	sim     *Sim
	address string
}

// Mailbox returns the mailbox of an email address, to which verifications can be sent.
//
// Twilio docs: https://www.twilio.com/docs/verify/email
func (s *Sim) Mailbox(address string) *Mailbox { return &Mailbox{sim: s, address: address} }

// Address returns the mailbox's address.
func (m *Mailbox) Address() string { return m.address }

// Mails returns the mails that have arrived so far, the oldest first.
func (m *Mailbox) Mails() []Mail {
	m.sim.mu.Lock()
	defer m.sim.mu.Unlock()
	var mails []Mail
	for _, sent := range m.sim.verify.mails {
		if sent.To == m.address && sent.arrived {
			mails = append(mails, sent.Mail)
		}
	}
	return mails
}
