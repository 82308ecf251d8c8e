package twiliotest

import (
	"slices"
	"strconv"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// Codes of a Pay. https://www.twilio.com/docs/api/errors
const (
	payAmountInvalid    = 64003
	payChargeRefused    = 64008
	payTokenRefused     = 64010
	payAccountMisplaced = 64017 // bankAccountType is for a payment by ach-debit
)

// mostCharged is the amount that a charge stays below.
// https://www.twilio.com/docs/voice/twiml/pay#chargeamount
const mostCharged = 1_000_000

// payProblem returns why a Pay asks for nothing, with Twilio's code; 0 for one that does.
func payProblem(v twiml.Pay) (twilio.ErrorCode, string) {
	amount, err := strconv.ParseFloat(v.ChargeAmount, 64)
	isAmount := err == nil && amount >= 0 && amount < mostCharged
	switch {
	case v.ChargeAmount != "" && !isAmount:
		return payAmountInvalid, "chargeAmount is no amount: write a decimal number below 1,000,000, such as 19.99"
	case v.BankAccountType != "" && v.PaymentMethod != twiml.ACHDebit:
		return payAccountMisplaced, "bankAccountType is for a payment by ach-debit: leave it out, or set paymentMethod to ach-debit"
	}
	return 0, ""
}

// charges says whether the payment is charged; otherwise it becomes a token.
func (p *paying) charges() bool {
	amount, _ := strconv.ParseFloat(p.v.ChargeAmount, 64)
	return amount > 0
}

// longest is how many keys the current step takes, after which it ends by itself. A step
// whose length is not known ends by the number sign, or when no further key comes.
func (p *paying) longest() int {
	const unknown = 50
	switch p.asked() {
	case twiml.ForCardNumber:
		_, digits := brandOf(p.keys)
		return digits
	case twiml.ForExpirationDate:
		return len("MMYY")
	case twiml.ForSecurityCode:
		return securityCodeDigits(p.brand())
	case twiml.ForRoutingNumber:
		return routingDigits
	case twiml.ForPostalCode, twiml.ForAccountNumber, twiml.ForProcessing:
	}
	return unknown
}

// postalCodeTooShort is why a postal code is asked for again. Its name is not confirmed by
// Twilio's pages.
const postalCodeTooShort twiml.PromptError = "invalid-postal-code"

// judge returns what is wrong with the keys of the current step, "" for nothing.
func (p *paying) judge() twiml.PromptError {
	if p.keys == "" {
		return twiml.ErrorTimeout
	}
	switch p.asked() {
	case twiml.ForCardNumber:
		return judgeCard(p.keys, p.validCards())
	case twiml.ForExpirationDate:
		return judgeExpiration(p.keys, p.sim.Clock.Now().UTC())
	case twiml.ForSecurityCode:
		if len(p.keys) != p.longest() {
			return twiml.ErrorSecurityCode
		}
	case twiml.ForPostalCode:
		if len(p.keys) < p.v.MinPostalCodeLength {
			return postalCodeTooShort
		}
	case twiml.ForRoutingNumber:
		return judgeRouting(p.keys)
	case twiml.ForAccountNumber:
		return judgeAccount(p.keys)
	case twiml.ForProcessing:
	}
	return ""
}

// validCards are the brands that the Pay takes.
// https://www.twilio.com/docs/voice/twiml/pay#validcardtypes
func (p *paying) validCards() []twiml.CardType {
	if len(p.v.ValidCardTypes) > 0 {
		return p.v.ValidCardTypes
	}
	return []twiml.CardType{twiml.Visa, twiml.Mastercard, twiml.Amex}
}

// brand is the brand of the card, "" while there is no number.
func (p *paying) brand() twiml.CardType {
	brand, _ := brandOf(p.data[twiml.ForCardNumber])
	return brand
}

// prompt lets the person hear what a step asks for: the prompt of the document that fits
// best, or one of ours.
func (p *paying) prompt(step twiml.PromptFor, problem twiml.PromptError, then func()) {
	verbs := []twiml.Verb{twiml.Say{Text: ownPrompt(step, problem)}}
	p.twice = false
	if chosen := p.chosen(step, problem); chosen != nil {
		p.twice, verbs = chosen.RequireMatchingInputs == twiml.True, nil
		for _, child := range chosen.Children {
			if verb, ok := child.(twiml.Verb); ok {
				verbs = append(verbs, verb)
			}
		}
	}
	p.within(p.doing, inGather, verbs, then)
}

// chosen is the prompt of the document that names most of what there is now: the problem,
// the attempt and the brand of the card. It is nil when no prompt fits.
// https://www.twilio.com/docs/voice/twiml/pay/prompt
func (p *paying) chosen(step twiml.PromptFor, problem twiml.PromptError) *twiml.Prompt {
	var best *twiml.Prompt
	most := -1
	for _, child := range p.v.Children {
		prompt, ok := child.(twiml.Prompt)
		if !ok || prompt.For != step || !allows(prompt.ErrorType, problem) || !allows(prompt.Attempt, p.attempt) || !allows(prompt.CardType, p.brand()) {
			continue
		}
		if named := min(len(prompt.ErrorType), 1) + min(len(prompt.Attempt), 1) + min(len(prompt.CardType), 1); named > most {
			best, most = &prompt, named
		}
	}
	return best
}

// allows says whether a list, of which an empty one allows everything, has a value.
func allows[T comparable](list []T, value T) bool {
	return len(list) == 0 || slices.Contains(list, value)
}

// ownPrompt is the prompt of a step for which the document has none.
func ownPrompt(step twiml.PromptFor, problem twiml.PromptError) string {
	words := map[twiml.PromptFor]string{
		twiml.ForCardNumber:     "Please enter the number of your card, and then the number sign.",
		twiml.ForExpirationDate: "Please enter the month and the year in which your card expires, with two digits each.",
		twiml.ForSecurityCode:   "Please enter the security code of your card.",
		twiml.ForPostalCode:     "Please enter your postal code, and then the number sign.",
		twiml.ForRoutingNumber:  "Please enter the routing number of your bank.",
		twiml.ForAccountNumber:  "Please enter the number of your account, and then the number sign.",
		twiml.ForProcessing:     "Thank you. We are working on your payment.",
	}[step]
	if problem != "" {
		return "That was not right. " + words
	}
	return words
}
