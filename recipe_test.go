package twilio_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// TestRecipeIsTheDocumentedOne: the kill test kills the code that docs/reliability.md
// shows.
func TestRecipeIsTheDocumentedOne(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("recipe_test.go")
	require.NoError(t, err)
	_, recipe, found := strings.Cut(string(source), "// THE RECIPE\n")
	require.True(t, found)
	var programs []string
	for _, block := range documentedBlocks(t, "docs/reliability.md") {
		programs = append(programs, codeOf(block.text))
	}
	assert.True(t, standsIn(programs, codeOf(recipe)), "docs/reliability.md has another recipe")
}

// The code below is a part of docs/reliability.md, line by line.
// THE RECIPE

// end is how one try ended. One of its fields is set.
type end struct {
	SID     string // of the message
	Refused string // why Twilio refuses this message
	NotSent string // why nothing was sent: it may be sent again
}

// deliver sends a message once, however often it is called, and even when a process
// that called it before has died. The tries of the message are kept under the name
// of its job.
func deliver(ctx context.Context, client *twilio.Client, job string, params twilio.MessageCreateParams) (end, error) {
	for try := 1; ; try++ {
		name := fmt.Sprintf("%s.%d", job, try)
		var record twilio.CreateRecord
		err := load(name+".record", &record)
		if errors.Is(err, fs.ErrNotExist) {
			return begin(ctx, client, name, params)
		}
		var last end
		if err == nil {
			err = load(name+".end", &last)
		}
		if errors.Is(err, fs.ErrNotExist) { // the process that made the record did not come back
			msg, found := client.Messages.Reconcile(ctx, params, record.Unknown())
			last, err = conclude(name, msg, found)
		}
		if err != nil || last.NotSent == "" {
			return last, err
		}
	}
}

// begin writes down that the message is about to be sent, and sends it.
func begin(ctx context.Context, client *twilio.Client, name string, params twilio.MessageCreateParams) (end, error) {
	ctx, cancel := context.WithTimeout(ctx, 40*time.Second)
	defer cancel()
	record, err := client.Messages.NewRecord(ctx, params)
	if err != nil {
		return end{}, err
	}
	if err := keep(name+".record", record); err != nil {
		return end{}, err // nothing was sent
	}
	msg, err := client.Messages.Create(ctx, params, twilio.WithRecord(record), twilio.Settle(0))
	return conclude(name, msg, err)
}

// conclude writes down how a try ended, if it has ended.
func conclude(name string, msg *twilio.Message, err error) (end, error) {
	var last end
	switch {
	case err == nil:
		last.SID = msg.SID
	case errors.Is(err, twilio.ErrOutcomeUnknown):
		return end{}, err // still open: deliver looks again when it is called again
	case errors.Is(err, twilio.ErrNotSent), errors.Is(err, twilio.ErrNotSeen):
		last.NotSent = err.Error()
	default:
		last.Refused = err.Error()
	}
	return last, keep(name+".end", last)
}

// keep writes a file that is whole or not there at all, and never replaces one. So
// of two processes one goes on, and the other one gets fs.ErrExist.
func keep(name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(name), "*.temp")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // a file that stays is in nobody's way
	_, err = temp.Write(text)
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Link(temp.Name(), name)
}

// load reads the record that keep wrote.
func load(name string, value any) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, value)
}
