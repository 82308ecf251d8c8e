package page

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// tag is a start tag, with its attributes as a browser reads them.
type tag struct {
	name  string
	attrs map[string]string
	text  string // until the next tag
}

var (
	aTag  = regexp.MustCompile(`^<([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9-]*(?:="[^"<>]*")?)*)\s*>`)
	anEnd = regexp.MustCompile(`^</[a-z][a-z0-9]*>`)
	anAtt = regexp.MustCompile(`([a-z][a-z0-9-]*)(?:="([^"]*)")?`)
)

// tags reads HTML more strictly than a browser: a "<" that begins no tag in the form of the
// templates fails the test, and so do elements that overlap. So does text of others that has become a tag by being odd.
func tags(t *testing.T, page string) []tag {
	t.Helper()
	var all []tag
	var open []string
	rest := strings.TrimPrefix(page, "<!DOCTYPE html>")
	for {
		text, more, found := strings.Cut(rest, "<")
		if len(all) > 0 {
			all[len(all)-1].text += html.UnescapeString(text)
		}
		if !found {
			require.Empty(t, open, "elements that do not end")
			return all
		}
		rest = "<" + more
		if end := anEnd.FindString(rest); end != "" {
			require.NotEmpty(t, open, "an end too many: %.80q", rest)
			require.Equal(t, "</"+open[len(open)-1]+">", end, "elements overlap: %.80q", rest)
			open, rest = open[:len(open)-1], rest[len(end):]
			continue
		}
		m := aTag.FindStringSubmatch(rest)
		require.NotNil(t, m, "no tag: %.80q", rest)
		one := tag{name: m[1], attrs: map[string]string{}}
		for _, a := range anAtt.FindAllStringSubmatch(m[2], -1) {
			require.NotContains(t, one.attrs, a[1], "an attribute stands twice in %s", m[0])
			one.attrs[a[1]] = html.UnescapeString(a[2])
		}
		all, rest = append(all, one), rest[len(m[0]):]
		if !slices.Contains([]string{"meta", "link", "img", "input"}, one.name) {
			open = append(open, one.name)
		}
	}
}

// elements are those that the templates use, and no others.
var elements = strings.Fields(`a audio b body button code dd details dialog div dl dt em fieldset form h1 h2 h3 head header html i img input kbd label legend li link
	main meta meter nav noscript ol option p pre script section select small span summary table tbody td textarea th time title tr ul video`)

// checkSafe holds that a page has no script and no style but the server's files, and no
// address of another scheme than the web's.
func checkSafe(t *testing.T, where string, all []tag) {
	t.Helper()
	for _, one := range all {
		assert.Contains(t, elements, one.name, where)
		for name, value := range one.attrs {
			assert.False(t, strings.HasPrefix(name, "on") || name == "style" || name == "srcdoc" || name == "formaction", "%s: %s has the attribute %s", where, one.name, name)
			switch name {
			case "href":
				leads := strings.HasPrefix(value, "/_sim/") || strings.HasPrefix(value, "#") || strings.HasPrefix(value, "?pane=") || webAddress(value) != ""
				assert.True(t, leads, "%s: a link leads to %q", where, value)
				if webAddress(value) != "" {
					assert.Equal(t, "noreferrer noopener", one.attrs["rel"], "%s: the link to %q", where, value)
				}
			case "src":
				assert.True(t, strings.HasPrefix(value, "/_sim/"), "%s: %s loads %q", where, one.name, value)
			}
		}
		if one.name == "script" {
			assert.Equal(t, "/_sim/assets/main.js", one.attrs["src"], where)
			assert.Empty(t, strings.TrimSpace(one.text), where)
		}
	}
}

// pages are the addresses of everything that the desk can show.
func pages(d *desk) []string {
	all := []string{"/_sim/", "/_sim/?pane=wire", "/_sim/search?q=hello", "/_sim/search?q=to:%22", "/_sim/search"}
	for _, name := range []string{"bar", "ringing", "phones", "conversation", "wire", "faults"} {
		all = append(all, "/_sim/fragments/"+name)
	}
	for _, filter := range []string{"requests", "callbacks", "alerts"} {
		all = append(all, "/_sim/fragments/wire?wire="+filter)
	}
	for i, p := range d.sim.Phones() {
		if i == 0 {
			all = append(all, phoneLink(p.Number))
		}
		all = append(all, source("conversation", "phone", p.Number), source("phones", "phone", p.Number))
	}
	for _, m := range d.sim.Messages()[:min(1, len(d.sim.Messages()))] {
		all = append(all, "/_sim/messages/"+m.SID)
	}
	for _, c := range d.sim.Calls()[:min(1, len(d.sim.Calls()))] {
		all = append(all, "/_sim/calls/"+c.SID)
	}
	for kind, count := range map[string]int{"requests": len(d.sim.Requests()), "callbacks": len(d.sim.Callbacks()), "alerts": len(d.sim.Alerts())} {
		for id := range count {
			all = append(all, "/_sim/fragments/wire/"+kind+"/"+strconv.Itoa(id+1))
		}
		if count > 0 {
			all = append(all, "/_sim/wire/"+kind+"/1")
		}
	}
	return all
}

// busy makes a desk with something of every kind, in which a text stands wherever it can.
func busy(t *testing.T, text string) *desk {
	t.Helper()
	d := newDesk(t)
	xml := html.EscapeString(text)
	hooks := http.NewServeMux()
	hooks.Handle("/sms", answers("<Response><Message>"+xml+"</Message></Response>"))
	hooks.HandleFunc("/broken", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(text))
	})
	hooks.Handle("/voice", answers(`<Response><Gather timeout="2" input="dtmf speech"><Say>`+xml+`</Say></Gather><Record maxLength="9"/><Dial><Conference>`+xml+`</Conference></Dial></Response>`))
	hooks.Handle("/queue", answers("<Response><Enqueue>"+xml+"</Enqueue></Response>"))
	for i, path := range []string{"/sms", "/broken", "/queue"} {
		address := "https://app.example.com" + path
		d.sim.Handle(address, hooks)
		d.sim.Number("+1415555678"+strconv.Itoa(7+i), twiliotest.SMSURL(address+"?"+text), twiliotest.VoiceURL(address))
	}
	d.sim.Handle("https://app.example.com/voice", hooks)
	d.sim.Number("+14155556786", twiliotest.VoiceURL("https://app.example.com/voice"))

	ctx := t.Context()
	phone := d.sim.Phone(ada)
	phone.SetName(text)
	for _, to := range []string{"+14155556787", "+14155556788"} {
		_, err := phone.TrySMS(ctx, to, text, twiliotest.Attach("https://example.com/"+text))
		require.NoError(t, err)
	}
	_, err := phone.TrySMS(ctx, "+14155556787", text, twiliotest.Attach("javascript://example.com/%0aalert(1)"))
	require.NoError(t, err)
	d.sim.Phone("+14155550123").Unreachable(30003)
	for _, to := range []string{ada, "+14155550123", "whatsapp:" + ada} {
		from := "+14155556787"
		_, _ = d.sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{From: from, To: to, Body: text, MediaURL: []string{"javascript:" + text, "https://example.com/a.png?" + text}})
		_, _ = d.sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{From: from, To: to, Body: text})
	}
	d.sim.Clock.Advance(time.Minute)
	call, err := phone.Dial(ctx, "+14155556786")
	require.NoError(t, err)
	d.sim.Clock.Advance(time.Second)
	_ = call.TrySpeak(ctx, text)
	d.sim.Clock.Advance(10 * time.Second)
	_ = call.TryLeaveMessage(ctx, time.Second, text)
	d.sim.Clock.Advance(10 * time.Second)
	_, err = d.sim.Phone("+14155550124").Dial(ctx, "+14155556789")
	require.NoError(t, err)
	d.sim.Fault(twiliotest.On(http.MethodGet, "/"+text).To(text).Status(500, 0))
	d.sim.Phone("+14155550125").NoAnswer()
	_, err = d.sim.Client().Calls.Create(ctx, twilio.CallCreateParams{From: "+14155556786", To: "+14155550125", TwiML: "<Response><Say>" + xml + "</Say></Response>"})
	require.NoError(t, err)
	d.sim.Clock.Advance(2 * time.Second)
	return d
}

func TestTextOfOthersStaysText(t *testing.T) {
	t.Parallel()
	nasties := []struct{ name, text string }{
		{"a script", `<script>alert("nasty")</script>`},
		{"an end of an attribute", `"><img src=x onerror=alert('nasty')>`},
		{"an attribute", `" onmouseover="alert('nasty')" x="`},
		{"an end of a title", `</title></textarea></style><svg onload=nasty()>`},
		{"an address", `javascript:alert('nasty')`},
		{"a comment", `<!--nasty--><![CDATA[nasty]]>`},
		{"an end of JSON", `'}];nasty();//{{.}}`},
	}
	for _, nasty := range nasties {
		t.Run(nasty.name, func(t *testing.T) {
			t.Parallel()
			d := busy(t, nasty.text)
			shown := 0
			more := []string{"/_sim/search?q=" + urlEscape(nasty.text), "/_sim/phones/" + urlEscape(nasty.text), "/_sim/fragments/conversation?phone=" + urlEscape(nasty.text), "/_sim/fragments/wire?wire=" + urlEscape(nasty.text) + "&before=" + urlEscape(nasty.text)}
			for _, path := range append(pages(d), more...) {
				page := d.do(http.MethodGet, path).Body.String()
				if !strings.HasPrefix(page, "<") {
					continue // the text of a 404
				}
				all := tags(t, page)
				checkSafe(t, path, all)
				for _, one := range all {
					shown += strings.Count(one.text, nasty.text)
				}
			}
			assert.Greater(t, shown, 50, "the text is shown as it is")
		})
	}
}

func urlEscape(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(fmt.Sprintf("%q", text), "\"", ""), " ", "%20")
}

// TestStructure holds what a screen reader and the script rely on.
func TestStructure(t *testing.T) {
	t.Parallel()
	d := busy(t, "hello")
	for _, path := range pages(d) {
		page := d.get(path)
		all := tags(t, page)
		ids, labelled := map[string]bool{}, map[string]bool{}
		for _, one := range all {
			if id := one.attrs["id"]; id != "" {
				assert.False(t, ids[id], "%s: the id %s stands twice", path, id)
				ids[id] = true
			}
			if one.name == "label" {
				labelled[one.attrs["for"]] = true
			}
		}
		for _, one := range all {
			switch one.name {
			case "input", "select", "textarea":
				named := labelled[one.attrs["id"]] && one.attrs["id"] != "" || one.attrs["type"] == "hidden" || one.attrs["type"] == "checkbox" || one.attrs["type"] == "radio"
				assert.True(t, named, "%s: %v has no label", path, one)
			case "img":
				assert.NotEmpty(t, one.attrs["alt"], path)
			case "dialog", "section":
				named := one.attrs["aria-label"] != "" || ids[one.attrs["aria-labelledby"]]
				assert.True(t, named, "%s: %v has no name", path, one)
			case "button", "a":
				assert.True(t, one.attrs["class"] != "" || one.attrs["href"] != "" || one.attrs["data-key"] != "", "%s: %v", path, one)
			}
			for _, name := range []string{"data-dialog", "data-form", "aria-controls"} {
				if target := one.attrs[name]; target != "" && ids["more-dialog"] {
					assert.True(t, ids[target], "%s: %s leads nowhere: %s", path, name, target)
				}
			}
		}
	}
}

// TestLinksLead holds that every address of this server on a page is there.
func TestLinksLead(t *testing.T) {
	t.Parallel()
	d := busy(t, "hello")
	seen := map[string]bool{}
	for _, path := range pages(d) {
		for _, one := range tags(t, d.get(path)) {
			for _, name := range []string{"href", "src", "data-source", "data-fragment", "data-detail"} {
				address := one.attrs[name]
				if !strings.HasPrefix(address, "/_sim/") || strings.HasPrefix(address, "/_sim/v1/") || seen[address] {
					continue
				}
				seen[address] = true
				assert.Equal(t, http.StatusOK, d.do(http.MethodGet, address).Code, "%s of %s", address, path)
			}
		}
	}
	assert.Greater(t, len(seen), 30)
}

// controlCalls are the calls of the control API that the page makes.
var controlCalls = []*regexp.Regexp{
	regexp.MustCompile(`^PUT /_sim/v1/phones/[^/]+$`), regexp.MustCompile(`^POST /_sim/v1/phones/[^/]+/(messages|calls)$`),
	regexp.MustCompile(`^POST /_sim/v1/calls/CA[0-9a-f]{32}/(answer|decline|keys|speech|voicemail|hangup)$`),
	regexp.MustCompile(`^POST /_sim/v1/(requests|callbacks)/\d+/repeat$`), regexp.MustCompile(`^(POST|DELETE) /_sim/v1/faults$`),
	regexp.MustCompile(`^DELETE /_sim/v1/faults/\d+$`), regexp.MustCompile(`^POST /_sim/v1/clock$`), regexp.MustCompile(`^PUT /_sim/v1/numbers/[^/]+$`),
	regexp.MustCompile(`^DELETE /_sim/v1/history$`),
}

func TestControlCalls(t *testing.T) {
	t.Parallel()
	d := busy(t, "hello")
	used := make([]bool, len(controlCalls))
	for _, path := range pages(d) {
		for _, one := range tags(t, d.get(path)) {
			call := one.attrs["data-api"]
			if call == "" {
				continue
			}
			i := slices.IndexFunc(controlCalls, func(known *regexp.Regexp) bool { return known.MatchString(call) })
			if assert.GreaterOrEqual(t, i, 0, "%s: no call of the control API: %s", path, call) {
				used[i] = true
			}
		}
	}
	assert.NotContains(t, used, false)
}

// TestManyMessages holds the bound of 3,000 elements, and that the page is made in time.
func TestManyMessages(t *testing.T) {
	t.Parallel()
	const many = 1000
	d := newDesk(t)
	d.sim.Number(clinic, twiliotest.SMSWebhook(answers("<Response/>")))
	for i := range many {
		to := ada
		if i%10 == 0 {
			to = fmt.Sprintf("+1415555%04d", i)
		}
		_, err := d.sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{From: clinic, To: to, Body: "Hello " + strconv.Itoa(i)})
		require.NoError(t, err)
		d.sim.Clock.Advance(2 * time.Second)
		if i%20 == 0 {
			_, err = d.sim.Phone(ada).TrySMS(t.Context(), clinic, "Yes")
			require.NoError(t, err)
		}
	}
	for _, path := range []string{"/_sim/", "/_sim/phones/" + ada, "/_sim/wire/requests/500", "/_sim/messages/" + d.sim.Messages()[500].SID} {
		count := len(tags(t, d.get(path)))
		assert.Less(t, count, 3000, path)
		t.Logf("%s has %d elements", path, count)
	}
}

// TestAssets holds that the files load nothing from elsewhere, and that the script builds no
// HTML out of text.
func TestAssets(t *testing.T) {
	t.Parallel()
	lines := 0
	entries, err := assetFiles.ReadDir("assets")
	require.NoError(t, err)
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		content, err := assetFiles.ReadFile("assets/" + entry.Name())
		require.NoError(t, err)
		text := string(content)
		for _, not := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "@import", "http://", ".style"} {
			assert.NotContains(t, text, not, entry.Name())
		}
		assert.NotRegexp(t, `(?m)^[^/\n]*https://`, text, entry.Name())
		if strings.HasSuffix(entry.Name(), ".js") {
			lines += strings.Count(text, "\n")
		}
	}
	assert.LessOrEqual(t, lines, 700)
}
