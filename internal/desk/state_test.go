package desk_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/desk"
)

// once starts a desk, lets a function use it, and ends it.
func once(t *testing.T, config desk.Config, use func(*desk.Desk)) {
	t.Helper()
	config.Logger = slog.New(slog.DiscardHandler)
	d, err := desk.New(config)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Serve(ctx) }()
	use(d)
	cancel()
	require.NoError(t, <-ended)
}

// TestRestart: with a state file a message is there after a restart, and the numbers are not
// made a second time.
func TestRestart(t *testing.T) {
	t.Parallel()
	config := desk.Config{StateFile: filepath.Join(t.TempDir(), "state")}
	sid := ""
	once(t, config, func(d *desk.Desk) {
		client, err := twilio.New(d.Example().AccountSID(), twilio.AuthToken(d.Example().AuthToken()), twilio.WithBaseURL(d.URL()))
		require.NoError(t, err)
		message, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
		require.NoError(t, err)
		sid = message.SID
	})
	info, err := os.Stat(config.StateFile)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	once(t, config, func(d *desk.Desk) {
		assert.Equal(t, sid, d.Example().Messages()[0].SID)
		assert.Len(t, d.Example().Numbers(), 1)
	})

	require.NoError(t, os.Chmod(config.StateFile, 0o644))
	_, err = desk.New(config)
	var field *desk.FieldError
	require.ErrorAs(t, err, &field)
	assert.Equal(t, "StateFile", field.Field)
}
