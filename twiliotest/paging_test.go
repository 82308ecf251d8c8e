package twiliotest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestDeletingWhatAListShows: a program that deletes each item of a list while it ranges
// over the list deletes them all, as with Twilio.
func TestDeletingWhatAListShows(t *testing.T) {
	t.Parallel()
	const messages = 130 // three pages
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	ada, shop := sim.Phone("+14155551234").Number(), sim.Number("+14155556789").Number()
	client := sim.Client()
	for range messages {
		_, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: shop, Body: "Hello"})
		require.NoError(t, err)
	}
	sim.Clock.Advance(time.Hour)
	deleted := 0
	for msg, err := range client.Messages.All(t.Context(), twilio.MessageListParams{}) {
		require.NoError(t, err)
		require.NoError(t, client.Messages.Delete(t.Context(), msg.SID))
		deleted++
	}
	assert.Equal(t, messages, deleted)
}

// TestDeletingAroundAPage: what follows the end of a page may be gone as well, and what is
// left of the list comes once.
func TestDeletingAroundAPage(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	services := messaging.New(sim.Client()).Services
	for range 12 {
		sim.MessagingService()
	}
	params := messaging.ServiceListParams{PageSize: 3}
	page, err := services.List(t.Context(), params)
	require.NoError(t, err)
	all, err := services.List(t.Context(), messaging.ServiceListParams{PageSize: 20})
	require.NoError(t, err)
	require.Len(t, all.Items, 12)
	for _, gone := range all.Items[2:5] {
		require.NoError(t, services.Delete(t.Context(), gone.SID))
	}
	next, err := page.Next(t.Context())
	require.NoError(t, err)
	var sids []string
	for _, service := range next.Items {
		sids = append(sids, service.SID)
	}
	assert.Equal(t, []string{all.Items[5].SID, all.Items[6].SID, all.Items[7].SID}, sids)
	for _, gone := range all.Items[7:] {
		require.NoError(t, services.Delete(t.Context(), gone.SID))
	}
	last, err := next.Next(t.Context())
	require.NoError(t, err)
	assert.Empty(t, last.Items)

	_, err = services.List(t.Context(), messaging.ServiceListParams{Cursor: "https://messaging.twilio.com/v1/Services?PageToken=PAMG00000000000000000000000000000001"})
	require.ErrorIs(t, err, twilio.ErrorCode(21481))
}
