package voice_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/voice"
)

// TestParticipantsOfCountries: a participant is called where the account may call, and
// Canada stands for the United States.
func TestParticipantsOfCountries(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.OnlyCallCountries("CA"), twiliotest.AllowUnexpected())
	sim.Number(clinic)
	v := voice.New(sim.Client())
	_, err := v.Participants.Create(t.Context(), "standup", voice.ParticipantCreateParams{To: "+442079460000", From: clinic})
	require.ErrorIs(t, err, twilio.ErrGeoPermission)
	assert.Empty(t, sim.Calls())
	_, err = v.Participants.Create(t.Context(), "standup", voice.ParticipantCreateParams{To: ada, From: clinic})
	require.NoError(t, err)
}
