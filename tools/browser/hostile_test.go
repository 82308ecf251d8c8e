package browser_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// hostile are texts that would run a script, load something, or leave their place on the
// page, were they anything else than text.
func hostile() []string {
	return []string{
		`<script>window.pwned = 1; alert(1)</script>`,
		`<img src=x onerror="window.pwned = 1">`,
		`"><svg onload=window.pwned=1><b class="injected">`,
		`' autofocus onfocus='window.pwned = 1`,
		`</template></textarea></title></p></li><iframe src="https://evil.example/"></iframe>`,
		`javascript:window.pwned=1`,
		`<a class="injected" href="javascript:window.pwned=1">here</a>`,
		`<link rel="stylesheet" href="https://evil.example/x.css"><base href="https://evil.example/">`,
		`<form action="https://evil.example/"><button class="injected">OK</button></form>`,
		`{{.}} ${window.pwned=1} <!-- --> ]]> &lt;script&gt; ` + "\u202e\u2028",
	}
}

// harmless holds that nothing has become more than text.
func (p *tab) harmless(where string) {
	p.t.Helper()
	assert.True(p.t, value[bool](p, `window.pwned === undefined`), "%s: a script has run", where)
	assert.Zero(p.t, p.count(`.injected, iframe, object, embed, base, style, svg, img[src="x"], script:not([src^="/_sim/assets/"]), link:not([href^="/_sim/assets/"]), form[action^="http"], [style]`), "%s: an element was injected", where)
	assert.Zero(p.t, value[int](p, `[...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name) || /^\s*(javascript|data|vbscript):/i.test(a.value) && /^(href|src|action|formaction|data-api|data-source|data-fragment)$/.test(a.name))).length`), "%s: an attribute is a script", where)
}

// TestHostileTexts: whatever comes from outside, by whatever road, stays text.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	texts := hostile()
	app := d.program(map[string]http.Handler{
		"POST /sms": webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
			return twiml.Messaging(twiml.Message{Body: "Answer: " + in.Body}), nil
		}),
		"POST /broken": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusInternalServerError)
			for _, text := range texts {
				_, _ = w.Write([]byte(text + "\n"))
			}
		}),
		"POST /voice": webhook.AnswerCall(func(context.Context, *webhook.Call) (*twiml.Response, error) {
			verbs := make([]twiml.VoiceVerb, 0, len(texts)+1)
			for _, text := range texts {
				verbs = append(verbs, twiml.Say{Text: text})
			}
			return twiml.Voice(append(verbs, twiml.Dial{Children: []twiml.DialChild{twiml.Conference{Name: texts[1]}}})...), nil
		}),
	})
	d.phone(ada, texts[2])
	d.phone(grace, texts[0])
	p := d.open(t, "/_sim/phones/"+ada)

	for _, text := range texts {
		d.post("phones/"+ada+"/messages", map[string]string{"to": own, "body": text})
		d.send(ada, text)
		d.post("faults", map[string]any{"path": "/" + text, "to": text, "nth": 99, "effect": map[string]any{"kind": "status", "status": 500}})
		_, _ = d.client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: own, Body: text, StatusCallback: app.URL + "/broken?text=" + text})
		d.get("/_sim/search?q=" + queryOf(text))
	}
	call := d.call(ada, app.URL+"/voice")
	p.click("#answer-" + call.SID)
	p.shows("#thread", texts[9][:len(`{{.}} ${window.pwned=1}`)])
	p.shows("#call-"+call.SID+" .transcript", texts[0])
	d.post("clock", map[string]string{"advance": "5m"}) // until all is said
	p.shows("#phones h2", "Conferences")
	p.shows(".room .who", texts[1])
	p.harmless("the conversation")
	assert.Equal(t, texts[2], value[string](p, `document.getElementById("conversation-title").innerText`))

	value[bool](p, `(document.querySelectorAll("details").forEach((e) => e.open = true), true)`)
	p.wait(`[...document.querySelectorAll("#wire-list details[data-detail]")].every((e) => e.querySelector("[data-keep]").hasChildNodes())`)
	p.click("#open-faults")
	p.shows("#faults .fault", "the one with the number 99")
	p.harmless("the wire and the faults")
	p.keys("\x1b")
	for _, text := range texts {
		p.visit("/_sim/search?q=" + queryOf(text))
		p.harmless("the search for " + text)
	}
	p.visit("/_sim/phones/" + queryOf(texts[2]))
	p.harmless("a phone that is not there")
	p.visit("/_sim/?pane=" + queryOf(texts[2]) + "&wire=" + queryOf(texts[2]))
	p.harmless("the start")
	p.visit("/_sim/wire/alerts/1")
	p.harmless("an alert")
}
