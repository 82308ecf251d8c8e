package browser_test

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// violation is a finding of axe-core.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct{ HTML string }
}

// accessible holds that axe-core finds nothing serious on what the tab shows, or in a part of it.
func (p *tab) accessible(what string, part ...string) {
	p.t.Helper()
	script, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	require.NoError(p.t, err, "run npm ci --ignore-scripts in tools/browser")
	if !value[bool](p, `"axe" in window`) {
		p.do(chromedp.Evaluate[chromedp.Void](string(script)))
	}
	for _, v := range value[[]violation](p, `axe.run(`+quote(cmp.Or(strings.Join(part, ""), "html"))+`, {resultTypes: ["violations"]}).then((r) => r.violations)`) {
		text := []any{"%s: %s, %s: %+v", what, v.ID, v.Help, v.Nodes}
		assert.NotContains(p.t, []string{"serious", "critical"}, v.Impact, text...)
		p.t.Log(append([]any{v.Impact}, text[1:]...)...)
	}
}

// TestAccessible: axe-core finds nothing serious or critical on any state of the page.
// https://github.com/dequelabs/axe-core
func TestAccessible(t *testing.T) {
	t.Parallel()
	looks := map[string][]chromedp.Action[chromedp.Void]{"light": nil, "dark": {dark()}, "narrow": {narrow()}}
	for name, look := range looks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := startDesk(t)
			p := d.open(t, "/_sim/", look...)
			p.accessible("the empty desk")

			d.phone(ada, "Ada")
			app := d.program(office())
			d.send(ada, "This arrives")
			d.put("phones/"+ada, map[string]any{"unreachable": 30003})
			failed := d.send(ada, "This does not")
			p.visit("/_sim/phones/" + ada)
			p.shows("#"+failed.SID+" .problem", "30003")
			p.accessible("a conversation with a failure")
			if name == "narrow" {
				for _, pane := range []string{"phones", "wire", "conversation"} {
					p.click(`[data-pane-link="` + pane + `"]`)
					p.accessible(pane)
				}
			} else {
				p.click("#wire-list .request summary")
				p.wait(`document.querySelector("#wire-list .detail").hasChildNodes()`)
				p.accessible("a detail of the wire")
			}

			c := d.call(ada, app.URL+"/voice")
			p.shows("#call-"+c.SID, "is calling you")
			p.accessible("a call that rings")
			p.click("#answer-" + c.SID)
			p.shows("#call-"+c.SID+" .transcript", "Press 1")
			p.accessible("a live call")

			for _, dialog := range []string{"phone", "number", "clock", "faults", "more", "clear", "habit", "keys", "snippet"} {
				value[bool](p, `(document.querySelector("dialog[open]")?.close(), document.getElementById("`+dialog+`-dialog").showModal(), true)`)
				p.accessible("the dialog "+dialog, "#"+dialog+"-dialog")
			}
			p.visit("/_sim/search?q=This")
			p.shows(".results", "This arrives")
			p.accessible("the results of a search")
			p.visit("/_sim/search?q=nothing-like-that")
			p.accessible("a search without results")
		})
	}
}
