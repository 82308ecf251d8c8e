package browser_test

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tab is a page in the browser. Whatever it shows, it must not break the rules in watched.
type tab struct {
	t     *testing.T
	desk  *desk
	whole context.Context // ends with the tab
	ctx   context.Context // ends before, when the test takes too long
	seen  *watched
}

// watched is what happened in a tab.
type watched struct {
	mu       sync.Mutex
	problems []string // exceptions, dialogs of scripts, violations of the content security policy
	requests []string
}

func (w *watched) add(list *[]string, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*list = append(*list, text)
}

// listen must not block: it is called between two messages of the browser.
func (w *watched) listen(event any) {
	switch e := event.(type) {
	case *page.EventJavascriptDialogOpening:
		w.add(&w.problems, "a dialog of a script: "+e.Message)
	case *runtime.EventExceptionThrown:
		w.add(&w.problems, "an exception: "+exceptionText(e.ExceptionDetails))
	case *cdplog.EventEntryAdded:
		if e.Entry.Source == cdplog.EntrySourceSecurity || strings.Contains(e.Entry.Text, "Content Security Policy") {
			w.add(&w.problems, "a violation: "+e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		w.add(&w.requests, e.Request.URL)
	}
}

func exceptionText(e *runtime.ExceptionDetails) string {
	if e.Exception == nil {
		return e.Text
	}
	return e.Text + " " + e.Exception.Description
}

// open opens a tab in a window of its own, whose storage no other test shares.
func (d *desk) open(t *testing.T, path string, before ...chromedp.Action[chromedp.Void]) *tab {
	t.Helper()
	p := d.newTab(shared.browser, t, chromedp.WithNewBrowserContext())
	p.do(before...)
	p.visit(path)
	return p
}

func (d *desk) newTab(parent context.Context, t *testing.T, options ...chromedp.ContextOption) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(parent, options...)
	seen := &watched{}
	require.NoError(t, chromedp.Listen(ctx, seen.listen))
	limited, stop := context.WithTimeout(ctx, patience)
	p := &tab{t: t, desk: d, whole: ctx, ctx: limited, seen: seen}
	t.Cleanup(func() {
		p.check()
		stop()
		closeTab()
	})
	// A page of a window that is not in front is taken for hidden otherwise.
	p.do(chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
		_, err := cdp.Call(ctx, at, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return err
	}), watchNetwork())
	return p
}

// watchNetwork lets the browser tell of its requests.
func watchNetwork() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
		_, err := cdp.Call(ctx, at, network.Enable, network.EnableParams{})
		return err
	})
}

// leave closes the tab before the test ends.
func (p *tab) leave() {
	p.t.Helper()
	p.check()
	require.NoError(p.t, chromedp.Cancel(p.whole))
}

// check holds a tab against the rules, after each test.
func (p *tab) check() {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	assert.Empty(p.t, p.seen.problems)
	for _, address := range p.seen.requests {
		// The pictures of an audio element are data of the browser's.
		u, err := url.Parse(address)
		local := err == nil && (p.desk.url == u.Scheme+"://"+u.Host || u.Scheme == "data")
		assert.True(p.t, local, "the page has asked another host: %s", address)
	}
	if p.t.Failed() && os.Getenv("BROWSER_SHOTS") != "" {
		p.shoot("failed-" + strings.ReplaceAll(p.t.Name(), "/", "-"))
	}
}

func (p *tab) visit(path string) {
	p.t.Helper()
	p.do(chromedp.Navigate(p.desk.url + path))
	p.arrives(path)
}

// arrives waits until a page is there and hears of events.
func (p *tab) arrives(path string) {
	p.t.Helper()
	path, _, _ = strings.Cut(path, "?")
	p.wait(`decodeURIComponent(location.pathname) === decodeURIComponent(` + quote(path) + `) && document.documentElement.dataset.state === "live"`)
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p.ctx, steps...))
}

// wait waits until an expression is true.
func (p *tab) wait(expression string) {
	p.t.Helper()
	limited, stop := context.WithTimeout(p.ctx, 15*time.Second)
	defer stop()
	for {
		_, err := chromedp.Run(limited, chromedp.Poll[chromedp.Void]("Boolean("+expression+")", chromedp.WithPollingInterval(20*time.Millisecond)))
		if err == nil {
			return
		}
		// Waiting ends when the page is left for another one, and begins anew there.
		require.NoError(p.t, limited.Err(), "the page never fulfils %s: %v; it says: %s", expression, err, p.text())
	}
}

// text is all that the page says, for the messages of failed tests.
func (p *tab) text() string {
	text, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	return text
}

// shows waits until an element that has a text is visible.
func (p *tab) shows(css, text string) {
	p.t.Helper()
	p.wait(`[...document.querySelectorAll(` + quote(css) + `)].some((e) => e.checkVisibility() && e.innerText.replace(/\s+/g, " ").includes(` + quote(text) + `))`)
}

// lacks waits until no visible element fits.
func (p *tab) lacks(css string) {
	p.t.Helper()
	p.wait(`![...document.querySelectorAll(` + quote(css) + `)].some((e) => e.checkVisibility())`)
}

// value evaluates an expression.
func value[T any](p *tab, expression string) T {
	p.t.Helper()
	result, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(p.t, err, expression)
	return result
}

func (p *tab) count(css string) int {
	p.t.Helper()
	return value[int](p, `document.querySelectorAll(`+quote(css)+`).length`)
}

// click clicks with the mouse where the element is, so that what covers it gets the click. Who
// misses because something has just moved aims again.
func (p *tab) click(css string) {
	p.t.Helper()
	limited, stop := context.WithTimeout(p.ctx, 15*time.Second)
	defer stop()
	target := `document.querySelector(` + quote(css) + `)`
	for range 5 {
		p.wait(target + `?.checkVisibility()`)
		value[bool](p, `(window.wasHit = false, `+target+`.addEventListener("click", () => window.wasHit = true, {once: true}), true)`)
		require.NoError(p.t, chromedp.Do(limited, chromedp.Click(chromedp.CSS(css), chromedp.NodeVisible)), "a click on %s", css)
		// A page that was left for another one has been hit, too.
		if hit, err := chromedp.Run(limited, chromedp.Evaluate[bool](`window.wasHit ?? true`)); err != nil || hit {
			return
		}
	}
	require.Fail(p.t, "something lies over the element", css)
}

// fill types into a field, in the place of what it held.
func (p *tab) fill(css, text string) {
	p.t.Helper()
	p.wait(`document.querySelector(` + quote(css) + `)?.checkVisibility()`)
	value[bool](p, `(() => { const e = document.querySelector(`+quote(css)+`); e.focus(); e.select?.(); return true })()`)
	p.keys(text)
}

// keys presses keys, wherever the focus is.
func (p *tab) keys(keys string, modifiers ...chromedp.Modifier) {
	p.t.Helper()
	for _, key := range keys {
		p.do(press(key, modifiers))
	}
}

// press is a key that goes down, writes its character unless the page prevents that, and
// comes up.
func press(key rune, modifiers []chromedp.Modifier) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
		events := kb.Encode(key)
		down, up := *events[0], *events[len(events)-1]
		if len(events) == 3 {
			down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		}
		for _, event := range []input.DispatchKeyEventParams{down, up} {
			for _, m := range modifiers {
				event.Modifiers |= int64(m)
			}
			if _, err := cdp.Call(ctx, at, input.DispatchKeyEvent, event); err != nil {
				return err
			}
		}
		return nil
	})
}

// shoot writes a picture of the tab into the folder that BROWSER_SHOTS names.
func (p *tab) shoot(name string) {
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(os.Getenv("BROWSER_SHOTS"), name+".png"), picture, 0o600)
	}
	assert.NoError(p.t, err)
}

// quote writes a text as a string of JavaScript.
func quote(text string) string {
	quoted, _ := json.Marshal(text) // a string always can be written
	return string(quoted)
}
