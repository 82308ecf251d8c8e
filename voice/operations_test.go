package voice_test

import (
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/voice"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "voice", New: func(c *twilio.Client) any { return voice.New(c) },
		Files: []string{"api_v2010", "voice_v1"},
		Rows:  callRows, Left: left,
	})
}

// left are the operations of conferences, recordings and queues, until they are there.
var left = map[string]string{}
