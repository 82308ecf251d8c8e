package twiliotest

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// Who sends the codes of a service that has no senders of its own.
const (
	verifySender = "AUTHMSG"
	verifyCaller = "+14155550100"
	verifyMailer = "verify@example.com"
	rcsPrefix    = "rcs:"
)

// mailTakes is how long a mail is on its way, on the simulator's clock.
const mailTakes = 2 * time.Second

// sendCode sends the code of a verification by its channel, and notes the attempt;
// s.mu is held.
func (s *Sim) sendCode(r *request, v *verification) {
	a := &verifyAttempt{itemRecord: s.newItemRecord(r, "VL"), verification: v, channel: v.channel}
	text := s.verifyText(r, v.service, v.code, v.channel)
	switch v.channel {
	case channelCall:
		a.call = s.callWithCode(v, text)
		a.call.attempt = a
	case channelEmail:
		a.mail = s.mailCode(r, v, text)
		a.mail.attempt = a
	case channelSNA:
		v.sna = s.newSilentAuth(r)
	default:
		a.message = s.textCode(v, text)
		a.message.attempt = a
	}
	v.sends = append(v.sends, a)
	s.verify.attempts = append(s.verify.attempts, a)
}

// textCode sends a text. It belongs to no account, so that the list of messages does
// not show it, as that of Twilio does not.
func (s *Sim) textCode(v *verification, text string) *message {
	now := s.Clock.Now()
	m := &message{
		Message: Message{
			SID: s.newSID("SM"), From: s.verifyFrom(v), To: v.to, Body: text, Direction: twilio.MessageDirectionOutboundAPI,
			Status: twilio.MessageStatusQueued, Created: now,
		},
		segments: segmentsOf(v.to, text, 0), updated: now,
	}
	if v.channel == channelWhatsApp {
		m.To = whatsAppPrefix + v.to
	}
	s.addMessage(m)
	s.Clock.after(queuedFor, func() { s.advance(m) })
	return m
}

// verifyFrom is the sender of a text: of the service's Messaging Service for the
// recipient's country, if it has one, or Verify's own.
func (s *Sim) verifyFrom(v *verification) string {
	switch v.channel {
	case channelWhatsApp:
		if from := v.service.whatsApp.From; from != nil {
			return whatsAppPrefix + bare(*from)
		}
		return whatsAppPrefix + verifySender
	case channelRCS:
		return rcsPrefix + verifySender
	}
	c, _ := countryOf(v.to)
	for _, country := range [...]string{c.iso, allCountries} {
		configuration := v.service.messagingFor(country)
		if configuration == nil {
			continue
		}
		if service := recordOf(s.messaging.services, configuration.messagingService); service != nil {
			if sender := service.choose(recipient{address: v.to, iso: c.iso}, s.Clock.Now()); sender != nil {
				return sender.address
			}
		}
	}
	return verifySender
}

// callWithCode calls the recipient and reads the code, after a key was pressed if the
// service wants that.
func (s *Sim) callWithCode(v *verification, text string) *call {
	spelt := strings.Join(strings.Split(v.code, ""), ", ")
	say := twiml.Say{Language: spokenIn(v.locale), Text: strings.ReplaceAll(text, v.code, spelt)}
	verbs := []twiml.VoiceVerb{say, say}
	if v.service.dtmfRequired {
		press := twiml.Say{Text: "Press any key to hear your code."}
		verbs = append([]twiml.VoiceVerb{twiml.Gather{NumDigits: 1, Children: []twiml.GatherChild{press}}}, verbs...)
	}
	now := s.Clock.Now()
	c := &call{
		Call: Call{
			SID: s.newSID("CA"), From: verifyCaller, To: v.to, TwiML: twiml.Voice(verbs...).String(), Direction: twilio.CallDirectionOutboundAPI,
			Status: twilio.CallStatusQueued, Created: now,
		},
		hook: hook{voice: true}, ringing: defaultRing, updated: now,
	}
	s.placeCall(c)
	return c
}

// spokenIn is a language as Say names it, "" for English, which it speaks by itself.
func spokenIn(locale string) twiml.Language {
	switch locale {
	case "en":
		return ""
	case "pt-BR":
		return twiml.Language(locale)
	}
	return twiml.Language(locale + "-" + strings.ToUpper(locale))
}

func (s *Sim) mailCode(r *request, v *verification, text string) *sentMail {
	from := configuredSender(r)
	m := &sentMail{Mail: Mail{From: from, To: v.to, Subject: fmt.Sprintf("%s: %s", v.service.friendlyName, v.code), Body: text, At: s.Clock.Now().Add(mailTakes)}}
	s.verify.mails = append(s.verify.mails, m)
	s.Clock.after(mailTakes, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		m.arrived = true
		s.notify()
	})
	return m
}
