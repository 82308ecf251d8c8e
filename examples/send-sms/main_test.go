package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestEveryEndIsReached, and each is told in a sentence of its own kind.
func TestEveryEndIsReached(t *testing.T) {
	t.Parallel()
	sim, err := twiliotest.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sim.Close()) })
	d := &demo.Demo{Client: sim.Client(), From: sim.Number("+14155556789").Number(), To: sim.Phone("+14155551234").Number(), Sim: sim}
	all, err := ends(t.Context(), sim)
	require.NoError(t, err)
	var kinds []string
	for _, end := range all {
		ended, err := end.reach(t.Context(), d, twilio.MessageCreateParams{To: d.To, From: d.From, Body: "Your table is ready."})
		require.NoError(t, err, end.name)
		assert.NotEmpty(t, strings.TrimSpace(end.name))
		assert.Regexp(t, `\.$`, ended, "a sentence")
		assert.NotContains(t, ended, "twilio:", "%s: in words", end.name)
		kinds = append(kinds, strings.FieldsFunc(ended, func(r rune) bool { return r == '.' || r == ',' })[0])
	}
	assert.Equal(t, []string{
		"delivered", "undelivered", "failed", "refused", "refused", "not sent", "not sent", "delivered", "not sent", "ambiguous", "unknown", "not sent",
	}, kinds)
}
