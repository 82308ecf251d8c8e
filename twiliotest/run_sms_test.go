package twiliotest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// TestSmsRefused: a message that Twilio refuses is an alert, and the call goes on.
func TestSmsRefused(t *testing.T) {
	t.Parallel()
	sim := answering(t, twiml.SMS{Body: "Hi", StatusCallback: "/status"}, twiml.Say{Text: "Goodbye."}) //nolint:staticcheck // it is deprecated
	sim.Phone(ada).OptOut()
	call := sim.Phone(ada).Call(clinic)
	call.ExpectSay("goodbye")
	call.ExpectEnd()
	sim.ExpectAlert(twilio.CodeUnsubscribed)
	assert.Empty(t, sim.Messages())
}
