package page

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// TestPresets holds that the control API takes each of them: it reads a fault from the same
// JSON.
func TestPresets(t *testing.T) {
	t.Parallel()
	all := presets()
	require.Len(t, all, 12)
	for _, preset := range all {
		var fault twiliotest.Fault
		require.NoError(t, json.Unmarshal([]byte(preset.Body), &fault), preset.Title)
	}
}

// TestEffects holds that the kinds of an own fault are those that there are.
func TestEffects(t *testing.T) {
	t.Parallel()
	for _, kind := range effects() {
		var fault twiliotest.Fault
		err := json.Unmarshal([]byte(`{"effect":{"kind":"`+kind.Value+`"}}`), &fault)
		if err != nil {
			assert.NotContains(t, err.Error(), "is none of the kinds", kind.Value)
		}
	}
	assert.Len(t, effects(), 16)
}

func TestSearch(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sim.Number(clinic)
	d.sim.Phone("+14155550123").Unreachable(30003)
	sent := d.send("See you at 9")
	tests := []struct{ query, want, not string }{
		{"see+you", "1 found for", "How could"},
		{"to:5551234+status:delivered", `href="/_sim/messages/` + sent.SID, "Nothing found"},
		{"code:30003", "Nothing found", "1 found"},
		{"code:x", "The search cannot be read: ", "found for"},
		{"", "How to search", "found"},
	}
	for _, test := range tests {
		page := d.get("/_sim/search?q=" + test.query)
		shows(t, page, test.want)
		showsNot(t, page, test.not)
		shows(t, page, `<body data-pane="conversation">`)
	}
	for range 60 {
		d.send("Many")
	}
	shows(t, d.get("/_sim/search?q=many"), "60 found for <b>many</b>, of which the newest 50 are shown")
}
