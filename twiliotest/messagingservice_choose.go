package twiliotest

import (
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// recipient is who gets a message, as far as the choice of the sender depends on it.
type recipient struct {
	address      string // "+14155551234", "whatsapp:+14155551234", "rcs:+14155551234"
	iso          string // of the number, "" for none
	media        bool   // the message has files
	takesRCS     bool   // the phone can show messages of RCS
	noShortCodes bool   // the carrier takes none from short codes
}

// recipientOf is who gets a message.
func (s *Sim) recipientOf(m *message) recipient {
	to := recipient{address: m.To, media: len(m.media) > 0, takesRCS: true}
	if c, known := countryOf(withoutChannel(m.To)); known {
		to.iso = c.iso
	}
	if phone := s.phones[withoutChannel(m.To)]; phone != nil {
		to.takesRCS = !phone.noRCS
	}
	return to
}

// withoutChannel takes the prefix of any channel off an address.
func withoutChannel(address string) string {
	return strings.TrimPrefix(bare(address), rcsPrefix)
}

// The senders of a pool by how well they suit a recipient, the best first. A short code
// comes before the other senders of its country, and the name of a sender is used wherever
// it is taken.
// https://www.twilio.com/docs/messaging/services,
// https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id
const (
	suitsChannel       = iota // of WhatsApp or RCS
	suitsShortCode            // of the recipient's country
	suitsName                 // for the recipient's country
	suitsAnyName              // for all countries that take names
	suitsAreaCode             // a number with the recipient's area code
	suitsCountry              // a number of the recipient's country
	suitsInternational        // a number of another country
	suitsNot
)

// stuck is the sender that a recipient had before.
type stuck struct {
	sender *poolSender
	used   time.Time
}

// stuckFor is how long a recipient keeps its sender after the last message.
// https://help.twilio.com/articles/223181288
const stuckFor = 365 * 24 * time.Hour

// choose returns the sender of a message to a recipient, nil when no sender of the pool
// suits it. The best senders take turns, unless the recipient keeps the one that it had.
func (v *messagingService) choose(to recipient, now time.Time) *poolSender {
	best := suitsNot
	var suiting []*poolSender
	for _, sender := range v.senders {
		suits := v.suits(sender, to)
		if suits < best {
			best, suiting = suits, nil
		}
		if suits == best && suits < suitsNot {
			suiting = append(suiting, sender)
		}
	}
	if len(suiting) == 0 {
		return nil
	}
	chosen := slices.MinFunc(suiting, func(a, b *poolSender) int { return a.sent - b.sent })
	if kept := v.kept(to, best, now); kept != nil {
		chosen = kept
	}
	chosen.sent++
	if v.stuck == nil {
		v.stuck = map[string]stuck{}
	}
	v.stuck[to.address] = stuck{chosen, now}
	return chosen
}

// kept returns the sender that a recipient keeps, nil for none: a number of another country
// gives way to a number or a short code of the recipient's.
// https://help.twilio.com/articles/15361592743835
func (v *messagingService) kept(to recipient, best int, now time.Time) *poolSender {
	before, found := v.stuck[to.address]
	if !v.StickySender || !found || now.Sub(before.used) > stuckFor {
		return nil
	}
	suits := v.suits(before.sender, to)
	isLocal := best == suitsShortCode || best == suitsAreaCode || best == suitsCountry
	if suits == suitsNot || suits == suitsInternational && isLocal {
		return nil
	}
	return before.sender
}

// suits says how well a sender suits a recipient.
func (v *messagingService) suits(sender *poolSender, to recipient) int {
	switch {
	case sender.kind == channelSenders:
		return suitsAsChannel(sender, to)
	case strings.Contains(to.address, ":"): // of a channel
		return suitsNot
	case sender.kind == shortCodes:
		if sender.iso == to.iso && !to.noShortCodes {
			return suitsShortCode
		}
		return suitsNot
	case sender.kind == alphaSenders:
		return suitsAsName(sender, to)
	case isTollFree(sender.address):
		if to.iso == "US" || to.iso == "CA" {
			return suitsCountry
		}
		return suitsNot
	case sender.iso != to.iso:
		return suitsInternational
	case v.AreaCodeGeomatch && hasAreaCodeOf(sender.address, to.address):
		return suitsAreaCode
	}
	return suitsCountry
}

// suitsAsChannel: a sender of RCS writes to plain numbers as well if the phone can show
// that.
func suitsAsChannel(sender *poolSender, to recipient) int {
	isRCS, channel := strings.HasPrefix(sender.address, rcsPrefix), strings.HasPrefix(to.address, rcsPrefix)
	switch {
	case isRCS && to.takesRCS && (channel || e164.MatchString(to.address)),
		isWhatsApp(sender.address) && isWhatsApp(to.address):
		return suitsChannel
	}
	return suitsNot
}

// suitsAsName: the name of a sender carries no files.
func suitsAsName(sender *poolSender, to recipient) int {
	switch {
	case to.media || !takesNames(to.iso):
		return suitsNot
	case sender.iso == to.iso:
		return suitsName
	case sender.iso == "":
		return suitsAnyName
	}
	return suitsNot
}

// withoutNames lists the countries whose carriers take no sender's name.
// https://help.twilio.com/articles/223133767
const withoutNames = "AR BE BR CA CL CN CO CR DO EC GT HN IR JP KR MX MY NI NZ PA PE PR PY SV SY TW US UY VE VI ZA"

// takesNames says that messages to a country can have the name of a sender.
func takesNames(iso string) bool { return iso != "" && !strings.Contains(withoutNames, iso) }

// hasAreaCodeOf compares the area codes of two numbers of North America.
// https://www.twilio.com/docs/messaging/services#area-code-geomatch
func hasAreaCodeOf(sender, to string) bool {
	const areaCode = len("+1415")
	return strings.HasPrefix(to, "+1") && len(to) > areaCode && strings.HasPrefix(sender, to[:areaCode])
}

// isTollFree says that a number is a toll-free one of North America.
// https://www.twilio.com/docs/glossary/what-toll-free-number
func isTollFree(number string) bool {
	national, found := strings.CutPrefix(number, "+1")
	return found && len(national) == nationalDigits && slices.Contains([]string{"800", "833", "844", "855", "866", "877", "888"}, national[:3])
}

// chooseSender gives a message the sender that its Messaging Service chooses, and returns
// the code of the failure when there is none, 0 otherwise.
func (s *Sim) chooseSender(m *message) twilio.ErrorCode {
	if m.From != "" {
		return 0
	}
	v := s.messagingServiceOf(m.account, m.MessagingServiceSID)
	if v == nil { // deleted meanwhile
		return twilio.CodeNoUsableSender
	}
	to := s.recipientOf(m)
	if !to.takesRCS && m.fallbackFrom != "" {
		m.From = m.fallbackFrom
		return 0
	}
	sender := v.choose(to, s.Clock.Now())
	if sender == nil {
		return twilio.CodeNoUsableSender
	}
	m.From = sender.address
	return 0
}

// suitsNobody says that no sender of the pool suits a message, without choosing one.
func (s *Sim) suitsNobody(v *messagingService, m *message) bool {
	to := s.recipientOf(m)
	return !slices.ContainsFunc(v.senders, func(sender *poolSender) bool { return v.suits(sender, to) < suitsNot })
}

// WithoutRCS makes the phone one that cannot show messages of RCS: a Messaging Service
// with a sender of RCS uses another of its senders then.
//
// Twilio docs: https://www.twilio.com/docs/rcs
func (p *Phone) WithoutRCS() {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.noRCS = true
}
