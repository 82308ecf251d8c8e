package twiliotest

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// payTime is how the callbacks of a Pay write a time.
const payTime = "2006-01-02T15:04:05.000Z"

// tellBegun tells the status callback that a payment has begun.
// https://www.twilio.com/docs/voice/twiml/pay#statuscallback
func (p *paying) tellBegun() {
	form := p.about()
	form.Set("DateCreated", p.session.Started.UTC().Format(payTime))
	p.sim.sendOf(p.session, form)
}

// tellStep tells the status callback how a step went.
func (p *paying) tellStep(problem twiml.PromptError) {
	form := p.captured()
	form.Set("For", string(p.asked()))
	form.Set("Attempt", strconv.Itoa(p.attempt))
	if problem != "" {
		form.Set("ErrorType", string(problem))
	}
	p.sim.sendOf(p.session, form)
}

// about returns the parameters that each callback has.
func (p *paying) about() url.Values {
	form := url.Values{
		"Sid": {p.session.SID}, "PaymentConnector": {cmp.Or(p.v.PaymentConnector, "Default")}, "PaymentMethod": {string(cmp.Or(p.v.PaymentMethod, twiml.CreditCard))},
	}
	if p.charges() {
		form.Set("ChargeAmount", p.v.ChargeAmount)
	}
	return form
}

// captured adds the data of the steps that are done. The numbers of cards and accounts, and
// security codes, are masked.
func (p *paying) captured() url.Values {
	form := p.about()
	form.Set("DateUpdated", p.sim.Clock.Now().UTC().Format(payTime))
	for step, value := range p.data {
		switch step {
		case twiml.ForCardNumber:
			form.Set("PaymentCardNumber", masked(value))
			form.Set("PaymentCardType", string(p.brand()))
		case twiml.ForExpirationDate:
			form.Set("ExpirationDate", value)
		case twiml.ForSecurityCode:
			form.Set("SecurityCode", strings.Repeat("x", len(value)))
		case twiml.ForPostalCode:
			form.Set("PaymentCardPostalCode", value)
		case twiml.ForRoutingNumber:
			form.Set("BankRoutingNumber", value)
		case twiml.ForAccountNumber:
			form.Set("BankAccountNumber", masked(value))
			form.Set("BankAccountType", string(cmp.Or(p.v.BankAccountType, twiml.ConsumerChecking)))
		case twiml.ForProcessing:
		}
	}
	return form
}

// masked keeps the last four digits of a number.
func masked(number string) string {
	const shown = 4
	hidden := max(len(number)-shown, 0)
	return strings.Repeat("x", hidden) + number[hidden:]
}

// outcome returns the parameters of the action: a charge has a confirmation code, and
// otherwise there is a token.
// https://www.twilio.com/docs/voice/twiml/pay#action
func (p *paying) outcome(result webhook.PayResult) url.Values {
	form := p.captured()
	form.Set("Result", string(result))
	form.Set("ProfileId", "")
	confirmation, token := "", ""
	switch {
	case result != webhook.PayResultSuccess:
	case p.charges():
		confirmation = "ch_" + strings.TrimPrefix(p.session.SID, "PK")
	default:
		token = "tok_" + strings.TrimPrefix(p.session.SID, "PK")
	}
	form.Set("PaymentConfirmationCode", confirmation)
	form.Set("PaymentToken", token)
	if p.decline != "" {
		form.Set("PaymentError", p.decline)
	}
	return form
}
