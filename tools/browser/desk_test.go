package browser_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// TestSearch: a search finds messages by words and by codes, and leads to them.
func TestSearch(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	var wanted *twilio.Message
	for i := range 60 {
		if m := d.send(ada, "Message "+string(rune('A'+i%26))+" of many"); i == 2 {
			wanted = m
		}
	}
	d.put("phones/"+grace, map[string]any{"unreachable": 30003})
	failed := d.send(grace, "Lost")
	d.post("clock", map[string]string{"advance": "10s"}) // a page of results does not change by itself
	p := d.open(t, "/_sim/")
	p.keys("/")
	p.keys("code:30003\r")
	p.shows(".results", "Lost")
	assert.Equal(t, 1, p.count(".results li"))
	p.fill("#q", "sid:"+wanted.SID+"\r")
	p.shows(".results", "Message C of many")
	p.click(".results a")
	p.arrives("/_sim/messages/" + wanted.SID)
	p.shows("#"+wanted.SID+".marked .text", "Message C of many")
	p.wait(`(() => {
		const thread = document.getElementById("thread").getBoundingClientRect(), it = document.getElementById("` + wanted.SID + `").getBoundingClientRect();
		return it.top >= thread.top && it.bottom <= thread.bottom;
	})()`)
	p.visit("/_sim/messages/" + failed.SID)
	p.shows("#conversation-title", grace)
	p.shows("#"+failed.SID+".marked .problem", "30003")
}

// TestClock: a jump of the clock sends a message that was scheduled.
func TestClock(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	services := messaging.New(d.client)
	service, err := services.Services.Create(t.Context(), messaging.ServiceCreateParams{FriendlyName: "Reminders"})
	require.NoError(t, err)
	numbers := read[struct{ Numbers []struct{ SID string } }](d, "numbers").Numbers
	require.NotEmpty(t, numbers)
	_, err = services.PhoneNumbers.Create(t.Context(), service.SID, messaging.PhoneNumberCreateParams{PhoneNumberSID: numbers[0].SID})
	require.NoError(t, err)
	m, err := d.client.Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada, MessagingServiceSID: service.SID, Body: "Tomorrow at 9", SendAt: time.Now().Add(50 * time.Minute),
	})
	require.NoError(t, err)
	p := d.open(t, "/_sim/phones/"+ada)
	p.shows("#"+m.SID+" .status", "scheduled")
	p.click("#open-clock")
	p.fill("#advance", "50m\r")
	p.keys("\x1b")
	p.shows("#"+m.SID+" .status", "delivered")
	p.click("#open-clock")
	p.fill("#advance", "yesterday\r")
	p.shows("#clock-dialog .error", "time span")
}

// TestNotification: a page in the background tells of a message, and the notification opens it.
func TestNotification(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	p := d.open(t, "/_sim/phones/"+ada, chromedp.Func(func(ctx context.Context, at *chromedp.Target) error {
		_, err := cdp.Call(ctx, at, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
			window.notes = [];
			window.Notification = class {
				static permission = "default";
				static requestPermission() { return Promise.resolve((this.permission = "granted")); }
				constructor(title, options) { window.notes.push({title, body: options.body}); window.note = this; }
			};
			Object.defineProperty(document, "visibilityState", {get: () => window.isHidden ? "hidden" : "visible"});
			Object.defineProperty(document, "hidden", {get: () => Boolean(window.isHidden)});
			document.hasFocus = () => !window.isHidden;`})
		return err
	}))
	p.click("#open-more")
	p.click("#notify")
	p.shows("#notify-state", "You are notified")
	p.keys("\x1b")
	p.shows("#"+d.send(ada, "Seen anyway").SID+" .status", "delivered")
	value[bool](p, `window.isHidden = true`)
	m := d.send(ada, "Your table is ready")
	p.wait(`window.notes.length === 1`)
	assert.Equal(t, own+" to "+ada, value[string](p, `window.notes[0].title`))
	assert.Equal(t, "Your table is ready", value[string](p, `window.notes[0].body`))
	value[bool](p, `(window.note.onclick(), true)`)
	p.arrives("/_sim/messages/" + m.SID)
	p.shows("#"+m.SID+".marked", "Your table is ready")
}

// TestClear: history goes once somebody has confirmed it, and not before.
func TestClear(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.send(grace, "Stays longer")
	m := d.send(ada, "Stays a while")
	p := d.open(t, "/_sim/phones/"+ada)
	p.shows("#"+m.SID+" .status", "delivered") // what is under way is not cleared
	p.click("#open-more")
	p.click("#open-clear")
	p.click("#clear-dialog [data-close]")
	p.lacks("dialog[open]")
	assert.Equal(t, 1, p.count(".bubble"), "nothing was confirmed")

	p.click("#open-more")
	p.click("#open-clear")
	p.click(`#clear-dialog input[name="phone"][value="` + ada + `"]`)
	p.click("#clear-now")
	p.lacks("dialog[open]")
	p.lacks(".bubble")
	p.shows(`[data-phone="`+grace+`"] .last`, "Stays longer")
	p.click("#open-more")
	p.click("#open-clear")
	p.click(`#clear-dialog input[name="phone"][value=""]`)
	p.click("#clear-now")
	p.lacks("#wire-list li")
	p.visit("/_sim/phones/" + grace)
	assert.Zero(t, p.count(".bubble"))
}

// TestCopy: a request of the wire is copied as Go and as curl, without the token.
func TestCopy(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.send(ada, "It's \"quoted\"")
	p := d.open(t, "/_sim/phones/"+ada)
	_, err := chromedp.Run(p.ctx, func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		state := chromedp.FromContext(ctx)
		_, err := chromedp.CallBrowser(ctx, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: "clipboard-write"}, Setting: browser.PermissionSettingGranted, BrowserContextID: state.BrowserContextID,
		})
		return chromedp.Void{}, err
	})
	require.NoError(t, err)
	p.click("#wire-list .request summary")
	for button, text := range map[string]string{"as=go": "client.Messages.Create(", "as=curl": "curl "} {
		p.click(`.request [data-snippet$="` + button + `"]`)
		p.shows("#snippet", text)
		p.shows("#snippet", `"quoted`)
		assert.NotContains(t, value[string](p, `document.getElementById("snippet").textContent`), d.token)
		p.shows("#snippet-state", "clipboard")
		p.keys("\x1b")
	}
}

// TestRooms: a conference and a queue stand on the page with the people in them.
func TestRooms(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.program(map[string]http.Handler{
		"POST /voice": webhook.AnswerCall(func(_ context.Context, in *webhook.Call) (*twiml.Response, error) {
			if in.From == other {
				return twiml.Voice(twiml.Enqueue{Name: "support"}), nil
			}
			return twiml.Voice(twiml.Dial{Children: []twiml.DialChild{twiml.Conference{Name: "Standup"}}}), nil
		}),
	})
	for number, name := range map[string]string{ada: "Ada", grace: "Grace", other: "Joan"} {
		d.phone(number, name)
		d.post("phones/"+number+"/calls", map[string]string{"to": own})
	}
	p := d.open(t, "/_sim/")
	p.shows(`[id^="conference-"] .who`, "Standup")
	p.shows(`[id^="conference-"]`, ada)
	p.shows(`[id^="conference-"]`, grace)
	p.shows(`[id^="queue-"] .who`, "support")
	p.shows(`[id^="queue-"]`, "1 waiting")
	p.shows(`[id^="queue-"]`, other)
	p.click(`[id^="queue-"] a`)
	p.wait(`location.pathname.startsWith("/_sim/calls/") && document.documentElement.dataset.state === "live"`)
	p.shows("#conversation-title", "Joan")
	p.click(`section.call [data-act="hangup"]`)
	p.lacks(`[id^="queue-"] a`)
}

// TestNumbers: a number of the program is added and its webhooks are changed on the page.
func TestNumbers(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	app := d.program(map[string]http.Handler{"POST /texts": echo()})
	p := d.open(t, "/_sim/phones/"+ada)
	p.click(`[data-dialog="number-dialog"][data-fill*="` + own[1:] + `"]`)
	p.fill("#own-sms", app.URL+"/texts\r")
	p.lacks("dialog[open]")
	p.shows(".number .hook", "Texts: "+app.URL+"/texts")
	p.shows(".number .hook", "Calls: "+app.URL+"/voice") // this stays
	p.fill("#reply", "Hello\r")
	p.shows(".bubble.theirs .text", "You said: Hello")

	p.click("#add-number")
	p.fill("#own-number", "+447700900123")
	p.fill("#own-sms", app.URL+"/texts\r")
	p.lacks("dialog[open]")
	p.shows(".number", "+447700900123")
	p.wait(`[...document.getElementById("reply-to").options].some((one) => one.value === "+447700900123")`)
}

// TestAddPhone: a phone with a name is added on the page, which goes to its conversation.
func TestAddPhone(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	p := d.open(t, "/_sim/")
	p.click("#add-phone")
	p.fill("#new-number", "nonsense\r")
	p.shows("#phone-dialog .error", "number")
	p.fill("#new-number", ada)
	p.fill("#new-name", "Ada\r")
	p.arrives("/_sim/phones/" + ada)
	p.shows("#conversation-title", "Ada")
}
