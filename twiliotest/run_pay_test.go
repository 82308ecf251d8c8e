package twiliotest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// Numbers of cards that payment providers publish for tests.
const (
	visa       = "4111111111111111"
	mastercard = "5555555555554444"
	amex       = "378282246310005"
	maestro    = "6759649826438453"
)

// paid parses the last request to the action of a Pay.
func paid(t *testing.T, sim *twiliotest.Sim) *webhook.Pay {
	t.Helper()
	forms := told(sim, "/after")
	require.NotEmpty(t, forms)
	got, err := webhook.ParsePay(posted(forms[len(forms)-1]))
	require.NoError(t, err)
	return got
}

// TestPay charges a card, whose data the person enters step by step.
func TestPay(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Pay{Action: "/after", StatusCallback: "/status", ChargeAmount: "19.99", PaymentConnector: "bank"})
	call.ExpectSay("number of your card")
	call.Press(visa)
	call.ExpectSay("expires")
	call.Press("1299")
	call.ExpectSay("security code")
	call.Press("123")
	call.ExpectSay("postal code")
	call.Press("94105#")
	call.ExpectSay("working on your payment")
	call.ExpectSay("action")
	call.ExpectEnd()
	got := paid(t, sim)
	assert.Equal(t, []any{webhook.PayResultSuccess, twiml.CreditCard, "bank", "19.99", "xxxxxxxxxxxx1111", twiml.Visa, "1299", "xxx", "94105", ""}, []any{
		got.Result, got.PaymentMethod, got.PaymentConnector, string(got.ChargeAmount), got.PaymentCardNumber, got.PaymentCardType, got.ExpirationDate, got.SecurityCode,
		got.PaymentCardPostalCode, got.PaymentToken,
	})
	assert.NotEmpty(t, got.PaymentConfirmationCode)
	session := sim.CallSessions(call.SID)[0]
	assert.Equal(t, []any{twiliotest.SessionPayment, got.SID, "complete", "19.99", []string{"payment-card-number", "expiration-date", "security-code", "postal-code"}},
		[]any{session.Kind, session.SID, session.Status, session.Params.Get("ChargeAmount"), session.Captured})

	events := told(sim, "/status")
	assert.Equal(t, []string{"", "payment-card-number", "expiration-date", "security-code", "postal-code", ""}, values(events, "For"))
	assert.Equal(t, []string{"", "", "", "", "", "success"}, values(events, "Result"))
	assert.NotEmpty(t, events[0].Get("DateCreated"))
	assert.Equal(t, got.SID, events[0].Get("Sid"))
}

// TestPayShowsNoNumber: neither the number of a card nor its security code stands in a
// request, in the transcript or in a failure.
func TestPayShowsNoNumber(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec, twiliotest.AllowUnexpected())
	sim.Handle(hooks, twiml.Voice(twiml.Pay{StatusCallback: "/status", PostalCode: "94105", Action: "/status"}))
	sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
	call := sim.Phone(ada).Call(clinic)
	call.Press(visa + "1299" + "987")
	call.ExpectSay("working on")
	shown := fmt.Sprint(call.Transcript())
	call.Press("4012 8888 8888 1881")
	for _, callback := range sim.Callbacks() {
		for name := range callback.Form {
			shown += " " + callback.Form.Get(name)
		}
	}
	shown += " "
	assert.Contains(t, shown, " xxxxxxxxxxxx1111 ")
	assert.NotContains(t, shown, visa)
	assert.NotContains(t, shown, " 987 ")
	assert.NotContains(t, shown, `pressed "9"`)
	failure := rec.finish()
	assert.Contains(t, failure, `Press("xxxx xxxx xxxx xxxx")`)
	assert.NotContains(t, failure, "4012")
}

// TestPayToken: without an amount, or with 0, there is a token and no charge.
func TestPayToken(t *testing.T) {
	t.Parallel()
	for _, amount := range []string{"", "0"} {
		t.Run("amount "+amount, func(t *testing.T) {
			t.Parallel()
			sim, call := callInto(t, twiml.Pay{Action: "/after", ChargeAmount: amount, SecurityCode: twiml.False, PostalCode: "false"})
			call.Press(mastercard + "1299")
			call.ExpectEnd()
			got := paid(t, sim)
			assert.Equal(t, []any{webhook.PayResultSuccess, twiml.Mastercard, "", ""}, []any{got.Result, got.PaymentCardType, got.PaymentConfirmationCode, got.SecurityCode})
			assert.NotEmpty(t, got.PaymentToken)
		})
	}
}

// TestPayByAccount asks for the numbers of a bank and of an account.
func TestPayByAccount(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Pay{Action: "/after", PaymentMethod: twiml.ACHDebit, BankAccountType: twiml.ConsumerSavings})
	call.ExpectSay("routing number")
	call.Press("021000021")
	call.ExpectSay("number of your account")
	call.Press("000123456789#")
	call.ExpectEnd()
	form := told(sim, "/after")[0]
	assert.Equal(t, []string{"success", "021000021", "xxxxxxxx6789", "consumer-savings"},
		[]string{form.Get("Result"), form.Get("BankRoutingNumber"), form.Get("BankAccountNumber"), form.Get("BankAccountType")})
}

// TestPayJudges: a wrong entry is asked for again, and the status callback says why.
func TestPayJudges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		pay     twiml.Pay
		keys    string
		problem string
		step    string
	}{
		{"wrong last digit", twiml.Pay{}, "4111111111111112", "invalid-card-number", "payment-card-number"},
		{"too short", twiml.Pay{}, "41111#", "invalid-card-number", "payment-card-number"},
		{"brand that is not taken", twiml.Pay{ValidCardTypes: []twiml.CardType{twiml.Amex}}, visa, "invalid-card-type", "payment-card-number"},
		{"brand that is not taken by default", twiml.Pay{}, maestro + "#", "invalid-card-type", "payment-card-number"},
		{"no month", twiml.Pay{}, visa + "1399", "invalid-date", "expiration-date"},
		{"expired", twiml.Pay{}, visa + "0320", "invalid-date", "expiration-date"},
		{"code of three digits", twiml.Pay{}, amex + "1299123#", "invalid-security-code", "security-code"},
		{"short postal code", twiml.Pay{MinPostalCodeLength: 5}, visa + "1299123" + "941#", "invalid-postal-code", "postal-code"},
		{"wrong bank", twiml.Pay{PaymentMethod: twiml.ACHDebit}, "021000022", "invalid-bank-routing-number", "bank-routing-number"},
		{"short bank", twiml.Pay{PaymentMethod: twiml.ACHDebit}, "0210#", "invalid-bank-routing-number", "bank-routing-number"},
		{"short account", twiml.Pay{PaymentMethod: twiml.ACHDebit}, "021000021" + "12#", "invalid-bank-account-number", "bank-account-number"},
		{"nothing", twiml.Pay{}, "#", "timeout", "payment-card-number"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.pay.StatusCallback, tt.pay.Action = "/status", "/after"
			sim, call := callInto(t, tt.pay)
			call.Press(tt.keys)
			call.ExpectSay("that was not right")
			call.Press("*")
			call.ExpectSay("action")
			call.ExpectEnd()
			events := told(sim, "/status")
			last := events[len(events)-2]
			assert.Equal(t, []string{tt.problem, tt.step, "1"}, []string{last.Get("ErrorType"), last.Get("For"), last.Get("Attempt")})
			assert.Equal(t, webhook.PayResultCallerInterruptedWithStar, paid(t, sim).Result)
			assert.Equal(t, "cancel", sim.CallSessions(call.SID)[0].Status)
		})
	}
}

// TestPayGivesUp after so many attempts at a step; each waits for its time.
func TestPayGivesUp(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Pay{Action: "/after", StatusCallback: "/status", MaxAttempts: 2, Timeout: 10, Children: []twiml.PayChild{
		twiml.Prompt{For: twiml.ForCardNumber, Children: []twiml.PromptChild{twiml.Say{Text: "."}}},
	}})
	line := call.ExpectSay("action")
	call.ExpectEnd()
	assert.Equal(t, webhook.PayResultTooManyFailedAttempts, paid(t, sim).Result)
	assert.Equal(t, []string{"", "timeout", "timeout", ""}, values(told(sim, "/status"), "ErrorType"))
	assert.InDelta(t, 20, line.At.Sub(call.Started).Seconds(), 0.5)
}

// TestPayTimeoutSubmits: keys that stop are judged as they are.
func TestPayTimeoutSubmits(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Pay{Action: "/after", SecurityCode: twiml.False})
	call.Press(visa + "1299" + "94105")
	call.ExpectEnd()
	assert.Equal(t, "94105", paid(t, sim).PaymentCardPostalCode)
}

// TestPayDeclined: the payment connector says no, and the debugger knows.
func TestPayDeclined(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		amount string
		code   int
	}{
		{"charge", "5", 64008},
		{"token", "", 64010},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim, call := callInto(t, twiml.Pay{Action: "/after", ChargeAmount: tt.amount, PostalCode: "false"}, twiml.Say{Text: "Never."})
			sim.DeclinePayments("insufficient funds")
			call.Press(visa + "1299123")
			call.ExpectSay("action")
			call.ExpectEnd()
			if tt.code == 64008 {
				sim.ExpectAlert(64008)
			} else {
				sim.ExpectAlert(64010)
			}
			got := paid(t, sim)
			assert.Equal(t, []any{webhook.PayResultPaymentConnectorError, "insufficient funds", "", ""}, []any{got.Result, got.PaymentError, got.PaymentConfirmationCode, got.PaymentToken})
		})
	}
}

// TestPayAndHangup tells the action of a caller who hangs up.
func TestPayAndHangup(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Pay{Action: "/after", StatusCallback: "/status"})
	call.Press(visa)
	call.Hangup()
	sim.Clock.Advance(time.Second)
	got := paid(t, sim)
	assert.Equal(t, []any{webhook.PayResultCallerHungUp, "xxxxxxxxxxxx1111"}, []any{got.Result, got.PaymentCardNumber})
	assert.Equal(t, []string{"", "", "caller-hung-up"}, values(told(sim, "/status"), "Result"))
	assert.Equal(t, "cancel", sim.CallSessions(call.SID)[0].Status)
}

// TestPayIsRefused: attributes that Twilio cannot use end the Pay at once.
func TestPayIsRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		pay  twiml.Pay
		code int
	}{
		"no amount":       {twiml.Pay{ChargeAmount: "-1"}, 64003},
		"too much":        {twiml.Pay{ChargeAmount: "1000000"}, 64003},
		"account of card": {twiml.Pay{BankAccountType: twiml.ConsumerChecking}, 64017},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.pay.Action = "/after"
			sim := twiliotest.New(t, twiliotest.AllowAlerts())
			sim.Handle(hooks, twiml.Voice(tt.pay))
			sim.Handle(hooks+"/after", twiml.Voice(twiml.Say{Text: "This is the action."}))
			sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
			call := sim.Phone(ada).Call(clinic)
			call.ExpectEnd()
			assert.Equal(t, webhook.PayResultValidationError, paid(t, sim).Result)
			var codes []int
			for _, alert := range sim.Alerts() {
				codes = append(codes, int(alert.Code))
			}
			assert.Contains(t, codes, tt.code)
		})
	}
}

// TestPayPrompts: the prompt is heard that fits best.
func TestPayPrompts(t *testing.T) {
	t.Parallel()
	says := func(text string) []twiml.PromptChild { return []twiml.PromptChild{twiml.Say{Text: text}} }
	_, call := callInto(t, twiml.Pay{PostalCode: "false", MaxAttempts: 3, Children: []twiml.PayChild{
		twiml.Prompt{For: twiml.ForCardNumber, Children: says("Card.")},
		twiml.Prompt{For: twiml.ForCardNumber, Children: says("Never heard, because the first of equals is.")},
		twiml.Prompt{For: twiml.ForCardNumber, ErrorType: []twiml.PromptError{twiml.ErrorTimeout, twiml.ErrorCardNumber}, Children: says("Wrong card.")},
		twiml.Prompt{For: twiml.ForCardNumber, ErrorType: []twiml.PromptError{twiml.ErrorCardNumber}, Attempt: []int{3}, Children: says("Last try.")},
		twiml.Prompt{For: twiml.ForSecurityCode, CardType: []twiml.CardType{twiml.Visa}, Children: says("Three digits.")},
		twiml.Prompt{For: twiml.ForSecurityCode, CardType: []twiml.CardType{twiml.Amex}, Children: says("Four digits.")},
	}}, twiml.Say{Text: "Goodbye."})
	call.ExpectSay("card.")
	call.Press("1#")
	call.ExpectSay("wrong card")
	call.Press("1#")
	call.ExpectSay("last try")
	call.Press(amex + "1299")
	call.ExpectSay("four digits")
	call.Press("1234")
	call.ExpectSay("goodbye")
	call.ExpectEnd()
	var said []string
	for _, line := range call.Transcript() {
		if line.Kind == twiliotest.LineSay {
			said = append(said, strings.Fields(line.Text)[0])
		}
	}
	assert.Equal(t, []string{"Card.", "Wrong", "Last", "Please", "Four", "Thank", "Goodbye."}, said)
}

// TestPayMatchingInputs asks twice, and once more when the two differ.
func TestPayMatchingInputs(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Pay{Action: "/after", StatusCallback: "/status", PaymentMethod: twiml.ACHDebit, Children: []twiml.PayChild{
		twiml.Prompt{For: twiml.ForAccountNumber, RequireMatchingInputs: twiml.True, Children: []twiml.PromptChild{twiml.Say{Text: "Your account."}}},
	}})
	call.Press("021000021")
	call.Press("1234#")
	call.Press("1235#")
	call.Press("1234#")
	call.Press("1234#")
	call.ExpectSay("action")
	call.ExpectEnd()
	assert.Equal(t, []string{"", "", "input-matching-failed", "", ""}, values(told(sim, "/status"), "ErrorType"))
	assert.Equal(t, []string{"", "1", "1", "2", ""}, values(told(sim, "/status"), "Attempt"))
}

// TestPromptAlone: a Prompt belongs into a Pay.
func TestPromptAlone(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Prompt{For: twiml.ForCardNumber}, twiml.Say{Text: "Goodbye."})
	sim.ExpectNotSimulated("<Prompt>")
	call.ExpectSay("goodbye")
	call.ExpectEnd()
}
