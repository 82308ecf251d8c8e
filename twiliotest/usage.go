package twiliotest

import (
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// usageHandlerOf returns the handler of an operation on the usage of an account, nil for all
// others.
func usageHandlerOf(op *contract.Operation) handler {
	if op == nil || op.Spec != "api_v2010" {
		return nil
	}
	switch op.ID {
	case "CreateUsageTrigger":
		return (*Sim).createTrigger
	case "FetchUsageTrigger":
		return inTrigger((*Sim).fetchTrigger)
	case "ListUsageTrigger":
		return (*Sim).listTriggers
	case "UpdateUsageTrigger":
		return inTrigger((*Sim).updateTrigger)
	case "DeleteUsageTrigger":
		return inTrigger((*Sim).deleteTrigger)
	}
	if strings.HasPrefix(op.ID, "ListUsageRecord") {
		return (*Sim).listUsage
	}
	return nil
}

// usageState holds everything that was used, and who wants to be told of it.
type usageState struct {
	charges  []charge
	triggers []*trigger
}

// charge is one thing that was used, and its price.
type charge struct {
	at       time.Time
	account  string
	category string // the narrowest of its categories
	verify   bool   // of Verify, which counts its messages and calls besides
	count    int64  // how many
	usage    int64  // how many units are paid for
	price    money
}

// charge takes the price of something out of the balance and notes its usage, so that the
// prices of all usage are the money that is gone; s.mu is held.
func (s *Sim) charge(c charge) {
	c.at = s.Clock.Now()
	if c.account == "" {
		c.account = s.main.sid // of Verify, whose messages no list of an account shows
	}
	s.balance -= c.price
	s.usage.charges = append(s.usage.charges, c)
	s.state.addCharge(c)
	s.fireTriggers(c)
}

// chargeMessage charges a message that is sent or that came in.
func (s *Sim) chargeMessage(m *message) {
	kind, units := "sms", int64(m.segments)
	ours, prices := m.From, s.pricesOf(m.To)
	direction, price := "-outbound", prices.sms*money(units)
	inbound := m.Direction == twilio.MessageDirectionInbound
	if inbound {
		ours, direction, price = m.To, "-inbound", prices.inboundSMS*money(units)
	}
	switch {
	case isWhatsApp(m.To):
		kind, units, price = "channels-messaging", 1, pricePerWhatsApp
	case len(m.media) > 0 && inbound:
		kind, units, price = "mms", 1, prices.inboundMMS
	case len(m.media) > 0:
		kind, units, price = "mms", 1, prices.mms
	}
	category := kind + direction
	if kind != "channels-messaging" {
		category += senderLength(ours)
	}
	m.price = price
	s.charge(charge{account: m.account, category: category, verify: m.attempt != nil, count: 1, usage: units, price: price})
}

// senderLength is the end of a category: of short codes, or of all other senders.
func senderLength(sender string) string {
	if sender = bareNumber(sender); sender != "" && strings.Trim(sender, "0123456789") == "" {
		return "-shortcode"
	}
	return "-longcode"
}

// chargeCall charges a call that is over for the minutes that have begun.
func (s *Sim) chargeCall(c *call, minutes int64) {
	category, price := "calls-outbound", s.pricesOf(c.To).call
	switch {
	case c.Direction == twilio.CallDirectionInbound:
		category, price = "calls-inbound-"+lineOf(c.To), s.pricesOf(c.To).inboundCall
	case strings.HasPrefix(c.To, "client:"):
		category, price = "calls-client", pricePerAddress
	case strings.HasPrefix(c.To, "sip:"):
		category, price = "calls-sip-outbound", pricePerAddress
	}
	c.price = price * money(minutes)
	s.charge(charge{account: c.account, category: category, verify: c.attempt != nil, count: 1, usage: minutes, price: c.price})
}

// lineOf is the end of the category of a call to a number.
func lineOf(number string) string {
	if isTollFree(number) {
		return "tollfree"
	}
	return "local"
}

// chargeNumber charges the first month of a number, which Twilio takes at once.
func (s *Sim) chargeNumber(account string, item *stock) {
	category := "phonenumbers-local"
	switch item.Kind {
	case KindTollFree:
		category = "phonenumbers-tollfree"
	case KindMobile:
		category = "phonenumbers-mobile"
	}
	s.charge(charge{account: account, category: category, count: 1, usage: 1, price: s.pricesOf(item.PhoneNumber).ofNumber(item.Kind)})
}

// chargeSeat charges a participant who leaves a conference, besides the call.
func (s *Sim) chargeSeat(p *participant) {
	if p.joined.IsZero() {
		return // never was in it
	}
	minutes := minutesOf(s.Clock.Now().Sub(p.joined))
	s.charge(charge{account: p.call.account, category: "calls-globalconference", count: 1, usage: minutes, price: pricePerSeat * money(minutes)})
}

// chargeRecording charges a recording that is complete.
func (s *Sim) chargeRecording(rec *recording) {
	minutes := minutesOf(rec.recorded)
	rec.price = pricePerRecording * money(minutes)
	s.charge(charge{account: rec.account, category: "calls-recordings", count: 1, usage: minutes, price: rec.price})
}

// chargeTranscription charges the text of a recording.
func (s *Sim) chargeTranscription(tr *transcription) {
	minutes := minutesOf(tr.recording.recorded)
	tr.price = pricePerTranscription * money(minutes)
	s.charge(charge{account: tr.account, category: "transcriptions", count: 1, usage: minutes, price: tr.price})
}

// minutesOf counts the minutes that have begun in a time.
func minutesOf(d time.Duration) int64 { return int64((d + time.Minute - 1) / time.Minute) }
