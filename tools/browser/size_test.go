package browser_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The page stays small, however long the conversation is.
const (
	mostNodes = 3000
	mostBytes = 400_000 // of HTML
)

// TestThousandMessages: the page of a long conversation is small, and its newest message seen.
func TestThousandMessages(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	for i := range 1000 {
		d.send(ada, fmt.Sprintf("Message %d, of about the length that messages have", i))
	}
	assert.LessOrEqual(t, len(d.get("/_sim/phones/"+ada)), mostBytes, "bytes of HTML")
	p := d.open(t, "/_sim/phones/"+ada)
	assert.LessOrEqual(t, p.count("*"), mostNodes, "nodes")
	assert.True(t, value[bool](p, `(() => {
		const thread = document.getElementById("thread").getBoundingClientRect();
		const last = [...document.querySelectorAll(".bubble")].at(-1).getBoundingClientRect();
		return last.top >= thread.top && last.bottom <= thread.bottom + 1;
	})()`), "the newest message is seen")
	p.wait(`performance.getEntriesByName("first-contentful-paint").length`)
	t.Logf("1,000 messages: first paint after %.0f ms, %d nodes, %d bytes of HTML", value[float64](p, `performance.getEntriesByName("first-contentful-paint")[0].startTime`),
		p.count("*"), len(d.get("/_sim/phones/"+ada)))

	p.click(`#thread [data-end="bottom"]`)
	p.shows("#thread", "Message 900,")
	assert.LessOrEqual(t, p.count("*"), mostNodes, "nodes of an older part")
	m := d.send(ada, "The newest of all")
	p.click(`#thread .turn:last-child a`)
	p.shows("#"+m.SID, "The newest of all")
	assert.LessOrEqual(t, p.count("*"), mostNodes, "nodes, back at the newest")
}
