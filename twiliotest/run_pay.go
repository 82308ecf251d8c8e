package twiliotest

import (
	"cmp"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// What a Pay does unless it says otherwise, and how long the payment connector takes, which
// is ours.
// https://www.twilio.com/docs/voice/twiml/pay#attributes
const (
	usualPayTimeout  = 5 * time.Second
	usualPayAttempts = 3
	processingTakes  = 2 * time.Second
)

// paying is a Pay that asks for the data of a card or of an account.
type paying struct {
	*runner

	v       twiml.Pay
	session *callSession
	doing   *activity
	left    []twiml.PromptFor // the steps that are not done yet, the current one first
	data    map[twiml.PromptFor]string
	keys    string // of the current step
	twice   bool   // the current step wants the same keys a second time
	first   string // the keys of the first time
	attempt int    // at the current step, from 1
	timer   appointment
	decline string // why the payment connector has declined, "" for nothing
}

// pay asks the person for the data of a payment, step by step, and charges it or makes a
// token of it.
// https://www.twilio.com/docs/voice/twiml/pay
func (r *runner) pay(v twiml.Pay) (through bool) {
	p := &paying{runner: r, v: v, data: map[twiml.PromptFor]string{}, doing: &activity{secret: true}}
	p.doing.key, p.doing.stop = p.key, p.stopped
	p.left = stepsOf(v)
	if v.PostalCode != "" && !asksPostalCode(v) && v.PostalCode != "false" {
		p.data[twiml.ForPostalCode] = v.PostalCode
	}
	r.begin(p.doing)
	p.session = r.beginSession(SessionPayment, v)
	p.tellBegun()
	if code, problem := payProblem(v); code != 0 {
		r.alert(code, "%s", problem)
		p.finish(webhook.PayResultValidationError)
		return false
	}
	p.ask("")
	return false
}

// stepsOf are the pieces of data that a Pay asks for, in their order.
func stepsOf(v twiml.Pay) []twiml.PromptFor {
	if v.PaymentMethod == twiml.ACHDebit {
		return []twiml.PromptFor{twiml.ForRoutingNumber, twiml.ForAccountNumber}
	}
	steps := []twiml.PromptFor{twiml.ForCardNumber, twiml.ForExpirationDate}
	if v.SecurityCode != twiml.False {
		steps = append(steps, twiml.ForSecurityCode)
	}
	if asksPostalCode(v) {
		steps = append(steps, twiml.ForPostalCode)
	}
	return steps
}

// asksPostalCode says whether the person is asked for the postal code, which the
// application may know already.
func asksPostalCode(v twiml.Pay) bool { return v.PostalCode == "" || v.PostalCode == "true" }

// asked is the current step.
func (p *paying) asked() twiml.PromptFor { return p.left[0] }

// ask prompts for the current step, once more if there was a problem.
func (p *paying) ask(problem twiml.PromptError) {
	p.keys = ""
	if p.first == "" {
		p.attempt++
	}
	p.prompt(p.asked(), problem, func() { p.await() })
}

// await ends the step when no further key comes in a time.
func (p *paying) await() {
	timeout := usualPayTimeout
	if p.v.Timeout > 0 {
		timeout = seconds(p.v.Timeout)
	}
	p.timer.cancel()
	p.timer = p.after(timeout, p.submit)
}

// key takes a key. The star ends the Pay, and the number sign the step.
func (p *paying) key(key string) {
	p.doing.hush()
	switch key {
	case "*":
		p.finish(webhook.PayResultCallerInterruptedWithStar)
		return
	case "#":
		p.submit()
		return
	}
	p.keys += key
	if len(p.keys) >= p.longest() {
		p.submit()
		return
	}
	p.await()
}

// submit judges the keys of the current step.
func (p *paying) submit() {
	p.timer.cancel()
	problem := p.judge()
	switch {
	case problem != "":
		p.failed(problem)
	case p.twice && p.first == "":
		p.first = p.keys
		p.ask("")
	case p.twice && p.first != p.keys:
		p.failed(twiml.ErrorInputMatching)
	default:
		p.accept()
	}
}

// failed asks once more, unless that was often enough.
func (p *paying) failed(problem twiml.PromptError) {
	p.first = ""
	p.tellStep(problem)
	if p.attempt >= cmp.Or(p.v.MaxAttempts, usualPayAttempts) {
		p.finish(webhook.PayResultTooManyFailedAttempts)
		return
	}
	p.ask(problem)
}

// accept keeps the data of a step, and goes on with the next one.
func (p *paying) accept() {
	p.data[p.asked()] = p.keys
	p.session.Captured = append(p.session.Captured, string(p.asked()))
	p.tellStep("")
	p.left, p.attempt, p.first = p.left[1:], 0, ""
	if len(p.left) == 0 {
		p.process()
		return
	}
	p.ask("")
}

// process hands the data to the payment connector.
func (p *paying) process() {
	p.doing.key = nil
	p.prompt(twiml.ForProcessing, "", func() { p.after(processingTakes, p.processed) })
}

// processed takes the answer of the payment connector.
func (p *paying) processed() {
	if p.decline = p.sim.voice.declined; p.decline == "" {
		p.finish(webhook.PayResultSuccess)
		return
	}
	code := twilio.ErrorCode(payTokenRefused)
	if p.charges() {
		code = payChargeRefused
	}
	p.alert(code, "the payment connector has declined the payment: %s", p.decline)
	p.finish(webhook.PayResultPaymentConnectorError)
}

// finish goes on with the action, or with the next verb.
func (p *paying) finish(result webhook.PayResult) {
	p.clear()
	p.end(result)
	if p.v.Action == "" || p.goTo(p.v.Action, "", p.outcome(result)) {
		p.step()
	}
}

// stopped ends the Pay with the call, or because the call gets other instructions.
func (p *paying) stopped(why ending) {
	p.end(webhook.PayResultCallerHungUp)
	if why == byHangup && p.v.Action != "" {
		p.report(p.v.Action, "", p.outcome(webhook.PayResultCallerHungUp))
	}
}

// end ends the session, and tells of it.
func (p *paying) end(result webhook.PayResult) {
	status := paymentCanceled
	if result == webhook.PayResultSuccess {
		status = paymentComplete
	}
	p.sim.endSession(p.session, status)
	p.sim.sendOf(p.session, p.outcome(result))
}

// DeclinePayments lets the payment connector decline the payments from now on, for a reason
// that the application gets as the parameter PaymentError of the result
// payment-connector-error. "" lets the connector accept payments again. A declined payment
// is an alert as well: 64008 for a charge and 64010 for a token.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/pay#action
func (s *Sim) DeclinePayments(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.voice.declined = reason
}
