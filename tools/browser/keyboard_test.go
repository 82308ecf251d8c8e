package browser_test

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tabTo presses Tab until the element has the focus. Each stop on the way shows that it has it.
func (p *tab) tabTo(css string) {
	p.t.Helper()
	for range 80 {
		if value[bool](p, `document.activeElement.matches(`+quote(css)+`)`) {
			return
		}
		p.keys(kb.Tab)
		assert.True(p.t, value[bool](p, focusIsSeen), "the focus cannot be seen on %s", value[string](p, `document.activeElement.outerHTML.slice(0, 200)`))
	}
	require.Fail(p.t, "Tab never comes to the element", css)
}

// focusIsSeen: an outline or a shadow is drawn around what has the focus, or a line in it.
const focusIsSeen = `(() => {
	const e = document.activeElement;
	if (e === document.body) return true;
	const drawn = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
	return e.matches(":focus-visible") && [e, e.parentElement].some((one) => drawn(getComputedStyle(one)));
})()`

func (p *tab) hasFocus(css string) {
	p.t.Helper()
	p.wait(`document.activeElement.matches(` + quote(css) + `)`)
}

// TestKeyboardOnly: a person without a mouse comes from the start to a reply that is sent.
func TestKeyboardOnly(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	d.phone(grace, "Grace")
	d.program(map[string]http.Handler{"POST /sms": echo()})
	p := d.open(t, "/_sim/")

	p.keys(kb.Tab)
	p.hasFocus(`.skips a[href="#phones"]`)
	p.tabTo("#phone-list a")
	first := value[string](p, `document.activeElement.dataset.phone`)
	p.keys(kb.ArrowDown)
	p.wait(`document.activeElement.dataset.phone && document.activeElement.dataset.phone !== "` + first + `"`)
	p.keys(kb.ArrowUp)
	p.wait(`document.activeElement.dataset.phone === "` + first + `"`)
	p.keys(kb.Enter)
	p.wait(`location.pathname.startsWith("/_sim/phones/") && document.documentElement.dataset.state === "live"`)
	p.tabTo("#reply")
	p.keys("By hand" + kb.Enter)
	p.shows(".bubble.theirs .text", "You said: By hand")
	p.hasFocus("#reply")
}

// TestKeyboardCall: a call is answered, a key pressed and the receiver put down by keyboard.
func TestKeyboardCall(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	app := d.program(office())
	p := d.open(t, "/_sim/phones/"+ada)

	c := d.call(ada, app.URL+"/voice")
	live := "#call-" + c.SID
	p.shows(live, "is calling you")
	p.tabTo("#answer-" + c.SID)
	p.keys(kb.Enter)
	p.shows(live+" .transcript", "Press 1")
	p.hasFocus(live)
	p.tabTo(live + " [data-key]")
	p.keys("1")
	p.shows(live+" .transcript", "Your choice is 1.")
	p.hasFocus(live + ` [data-key="1"]`)
	p.keys(kb.Tab, chromedp.ModifierShift) // to the transcript
	p.keys(kb.Tab, chromedp.ModifierShift)
	p.hasFocus("#hangup-" + c.SID)
	p.keys(" ")
	p.shows("#"+c.SID+" .status", "completed")
	p.hasFocus("#reply")
}

// TestKeyboardDialogs: a dialog holds the focus, and Escape gives it back.
func TestKeyboardDialogs(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	p := d.open(t, "/_sim/phones/"+ada)
	for button, dialog := range map[string]string{
		"#add-phone": "#phone-dialog", "#add-number": "#number-dialog", "#open-clock": "#clock-dialog",
		"#open-faults": "#faults-dialog", "#open-more": "#more-dialog", "#edit-phone": "#habit-dialog",
	} {
		p.tabTo(button)
		p.keys(kb.Enter)
		p.wait(`document.querySelector("` + dialog + `").open`)
		p.wait(`document.activeElement.closest("` + dialog + `")`)
		p.keys(kb.Escape)
		p.wait(`!document.querySelector("dialog[open]")`)
		p.hasFocus(button)
	}
	p.keys("?")
	p.wait(`document.getElementById("keys-dialog").open`)
	p.keys(kb.Escape)
	p.wait(`!document.querySelector("dialog[open]")`)
	for keys, css := range map[string]string{"/": "#q", "r": "#reply", "gw": "#wire", "gp": "#phones", "gc": "#conversation"} {
		value[bool](p, `(document.activeElement.blur(), true)`)
		p.keys(keys)
		p.hasFocus(css)
	}
}
