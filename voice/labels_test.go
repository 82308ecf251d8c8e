package voice_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/voice"
)

// TestLabelsNameParticipants: every label that a create takes names the participant
// afterwards, and the others are refused before anybody is called.
func TestLabelsNameParticipants(t *testing.T) {
	t.Parallel()
	for label, good := range map[string]bool{
		"Ada L": true, "ä ü": true, "a&b=c": true, "a+b": true, "client:ada": true, "Front": true,
		" ada": false, "ada ": false, ".": false, "..": false, "a\tb": false, "a\x00": false, "a#b": false, "a%b": false, `a\b`: false, "a/b": false,
	} {
		b := newBench(t)
		p, err := b.Participants.Create(t.Context(), "standup", voice.ParticipantCreateParams{To: ada, From: clinic, Label: label})
		if !good {
			require.ErrorIs(t, err, twilio.ErrNotSent, label)
			assert.Equal(t, 0, b.posts("/Participants.json"), label)
			continue
		}
		require.NoError(t, err, label)
		b.sim.Clock.Advance(6 * time.Second)
		muted, err := b.Participants.Mute(t.Context(), p.ConferenceSID, label)
		require.NoError(t, err, label)
		assert.Equal(t, label, muted.Label)
	}
}
