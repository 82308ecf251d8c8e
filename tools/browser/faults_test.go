package browser_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// TestFaults: what is switched on goes wrong for the program, and the page says why and what
// to do; after it is switched off all is well.
func TestFaults(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	p := d.open(t, "/_sim/phones/"+ada)

	p.click("#open-faults")
	p.click(preset("Not delivered"))
	p.shows("#faults .fault", "Switch off")
	p.shows("#fault-count", "1")
	p.keys("\x1b")
	m := d.send(ada, "This does not get there")
	p.shows("#"+m.SID+" .status", "undelivered")
	p.shows("#"+m.SID+" .problem", "30003: Handset unreachable")
	p.shows("#"+m.SID+" .problem", twilio.ErrorCode(30003).Advice())
	red := value[[]int](p, `getComputedStyle(document.querySelector("#`+m.SID+` .problem b")).color.match(/\d+/g).map(Number)`)
	require.Len(t, red, 3)
	assert.True(t, red[0] > 120 && red[0] > 2*red[1] && red[0] > 2*red[2], "the problem is red: %v", red)

	p.click("#open-faults")
	p.click(preset("Twilio is down"))
	p.shows("#faults .fault", "every request")
	p.keys("\x1b")
	_, err := d.client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: own, Body: "Hello"})
	var refused *twilio.Error
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, 503, refused.Status)
	p.shows("#wire-list .request .code", "503")

	p.click("#open-faults")
	p.click(`#faults button[data-api="DELETE /_sim/v1/faults"]`)
	p.shows("#faults", "All is well")
	p.keys("\x1b")
	p.lacks("#fault-count")
	m = d.send(ada, "This gets there")
	p.shows("#"+m.SID+" .status", "delivered")
	assert.Zero(t, p.count("#"+m.SID+" .problem"))
}

// preset is the button of a fault that can be switched on at once. Each has its own title.
func preset(title string) string {
	return map[string]string{
		"Not delivered":  `button.preset[data-body*="30003"]`,
		"Twilio is down": `button.preset[data-body*="20503"]`,
	}[title]
}
