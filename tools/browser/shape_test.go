package browser_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
)

func narrow() chromedp.Action[chromedp.Void] { return chromedp.EmulateViewport(360, 740) }

func dark() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
		_, err := cdp.Call(ctx, at, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
		})
		return err
	})
}

// TestPhoneWidth: on a phone one pane is shown at a time, and nothing is wider than the screen.
func TestPhoneWidth(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada Lovelace, who has a very long name indeed")
	app := d.program(office())
	d.send(ada, "https://example.com/a/very/long/address/without/any/place/to/break?token=0123456789012345678901234567890123456789")
	d.post("phones/"+ada+"/calls", map[string]string{"to": own})
	p := d.open(t, "/_sim/phones/"+ada, narrow())

	fits := func(where string) {
		t.Helper()
		assert.LessOrEqual(t, value[int](p, `document.scrollingElement.scrollWidth`), value[int](p, `innerWidth`), "%s is wider than the screen", where)
		assert.Equal(t, 1, value[int](p, `[...document.querySelectorAll(".pane")].filter((e) => e.checkVisibility()).length`), "panes at a time")
		assert.Empty(t, value[string](p, `[...document.querySelectorAll("button, input, select, textarea, a")].filter((e) => e.checkVisibility() && !e.closest("pre, .wide, .skips") &&
			(e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1) && e.offsetWidth > 1).map((e) => e.outerHTML).join("\n")`), "%s has parts beside the screen", where)
	}
	p.shows("section.call .transcript", "Press 1")
	fits("the conversation")
	p.fill(`section.call input[id^="speech-"]`, "x")
	p.do(chromedp.SetValue(chromedp.CSS(`section.call input[id^="speech-"]`), strings.Repeat("I would like to know more. ", 12)))
	p.keys("\r")
	p.shows("section.call .transcript", "I would like to know more.")
	d.post("clock", map[string]string{"advance": "50s"}) // until all is said
	p.shows("section.call .transcript", "Your choice is I would")
	p.visit("/_sim/phones/" + ada)
	p.wait(`(([said]) => said.scrollHeight > said.clientHeight && said.scrollTop + said.clientHeight > said.scrollHeight - 2)(document.querySelectorAll(".said"))`)
	for _, pane := range []string{"phones", "wire", "conversation"} {
		p.click(`[data-pane-link="` + pane + `"]`)
		p.wait(`document.getElementById("` + pane + `").checkVisibility()`)
		fits(pane)
	}
	p.click(`[data-pane-link="wire"]`)
	p.click("#wire-list .callback summary")
	p.shows(".callback .detail", app.URL+"/choice")
	fits("a detail of the wire")
	p.click(`[data-pane-link="phones"]`)
	for _, button := range []string{"#add-phone", "#open-clock", "#open-faults", "#open-more"} {
		p.click(button)
		p.wait(`document.querySelector("dialog[open]")?.getBoundingClientRect().right <= innerWidth`)
		p.keys("\x1b")
	}
	p.click(`[data-pane-link="conversation"]`)
	p.fill("#reply", "From a phone")
	p.click("#send")
	p.shows(".bubble.mine .text", "From a phone")
}

// TestDarkMode: whoever has set the system dark gets a dark page.
func TestDarkMode(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.program(map[string]http.Handler{"POST /sms": echo()})
	d.send(ada, "In the dark")
	light, night := d.open(t, "/_sim/phones/"+ada), d.open(t, "/_sim/phones/"+ada, dark())
	for _, css := range []string{"body", "#thread", "#wire", ".bubble.theirs .text"} {
		light.wait(`document.querySelector(` + quote(css) + `)`)
		night.wait(`document.querySelector(` + quote(css) + `)`)
		assert.Greater(t, value[float64](light, lightness(css)), 200.0, "%s by day", css)
		assert.Less(t, value[float64](night, lightness(css)), 80.0, "%s by night", css)
	}
}

// lightness is that of the background behind an element, 0 to 255.
func lightness(css string) string {
	return `(() => {
		for (let e = document.querySelector(` + quote(css) + `); e; e = e.parentElement) {
			const [r, g, b, a = 1] = getComputedStyle(e).backgroundColor.match(/[\d.]+/g).map(Number);
			if (a > 0) return (r + g + b) / 3;
		}
		return 255;
	})()`
}
