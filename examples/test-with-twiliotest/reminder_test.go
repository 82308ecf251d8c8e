package reminder_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	reminder "github.com/seed15d99369/twilio/examples/test-with-twiliotest"
	"github.com/seed15d99369/twilio/twiliotest"
)

func TestPatientIsReminded(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	r := reminder.Reminder{Twilio: sim.Client(), From: clinic.Number()}

	require.NoError(t, r.Remind(t.Context(), ada.Number(), "9"))

	ada.ExpectSMS("See you at 9")
}

func TestWhoSaidStopIsLeftAlone(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	ada.OptOut()
	r := reminder.Reminder{Twilio: sim.Client(), From: clinic.Number()}

	require.ErrorIs(t, r.Remind(t.Context(), ada.Number(), "9"), reminder.ErrUnwelcome)
	require.Empty(t, sim.Messages())
}
