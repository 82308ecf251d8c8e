package page

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	clinic = "+14155556789"
	ada    = "+14155551234"
)

// desk is a simulator and its page.
type desk struct {
	t   *testing.T
	sim *twiliotest.Sim
	h   http.Handler
}

func newDesk(t *testing.T, opts ...twiliotest.Option) *desk {
	t.Helper()
	begins := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	sim, err := twiliotest.Start(append([]twiliotest.Option{twiliotest.KeepAnswers(), twiliotest.StartAt(begins)}, opts...)...)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sim.Close()) })
	return &desk{t: t, sim: sim, h: newHandler(func(*http.Request) *twiliotest.Sim { return sim }, time.UTC)}
}

func (d *desk) do(method, path string, headers ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:8855"+path, http.NoBody)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	d.h.ServeHTTP(w, r)
	return w
}

// get returns a page that is there.
func (d *desk) get(path string) string {
	d.t.Helper()
	w := d.do(http.MethodGet, path)
	require.Equal(d.t, http.StatusOK, w.Code, "%s: %s", path, w.Body)
	return w.Body.String()
}

// shows fails with a short message, where an assertion would print a whole page.
func shows(t *testing.T, page, want string) {
	t.Helper()
	if !strings.Contains(page, want) {
		t.Errorf("the page does not show %s", want)
	}
}

func showsNot(t *testing.T, page, not string) {
	t.Helper()
	if strings.Contains(page, not) {
		t.Errorf("the page shows %s", not)
	}
}

// answers is an application whose answer is a document.
func answers(twiml string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte(twiml))
	})
}

func (d *desk) send(body string, media ...string) *twilio.Message {
	d.t.Helper()
	m, err := d.sim.Client().Messages.Create(d.t.Context(), twilio.MessageCreateParams{From: clinic, To: ada, Body: body, MediaURL: media})
	require.NoError(d.t, err)
	d.sim.Clock.Advance(10 * time.Second)
	return m
}

func TestStates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func(t *testing.T, d *desk)
		path string
		want []string
		not  []string
	}{
		{
			name: "nothing yet", path: "/_sim/", make: func(*testing.T, *desk) {},
			want: []string{"Twilio is on your desk", "export TWILIO_BASE_URL=http://127.0.0.1:8855", "export TWILIO_ACCOUNT_SID=AC", "curl http://127.0.0.1:8855/api/2010-04-01/Accounts/AC", "Add one, or send a message", "Add the number that your program sends from", "Every request of your program"},
			not:  []string{`id="composer"`},
		},
		{
			name: "a phone that said nothing", path: "/_sim/phones/" + ada, make: func(_ *testing.T, d *desk) { d.sim.Phone(ada).SetName("Ada") },
			want: []string{"Nothing said yet", `<h1 id="conversation-title">Ada</h1>`, "--data-urlencode To=&#43;14155551234", "Give your program a number first", `id="habit-dialog"`},
		},
		{
			name: "a message that was delivered", path: "/_sim/phones/" + ada, make: func(_ *testing.T, d *desk) { d.send("See you at 9") },
			want: []string{`class="bubble theirs"`, `<p dir="auto">See you at 9</p>`, `<span class="status delivered">delivered</span>`, "1 segment", "USD", `data-say="New message: See you at 9"`, "Monday, 2 March", `<option value="&#43;14155556789" selected>`},
			not:  []string{`class="problem"`},
		},
		{
			name: "a message that was not delivered", path: "/_sim/phones/" + ada, make: func(_ *testing.T, d *desk) { d.sim.Phone(ada).Unreachable(30003); d.send("See you at 9") },
			want: []string{`class="bubble theirs failed"`, "30003: " + twilio.ErrorCode(30003).Title(), twilio.ErrorCode(30003).Advice(), `href="https://www.twilio.com/docs/errors/30003" rel="noreferrer noopener"`, "unreachable, 30003", `class="last failed"`},
		},
		{
			name: "a reply and its webhook", path: "/_sim/phones/" + ada, make: func(t *testing.T, d *desk) {
				t.Helper()
				_, err := d.sim.Phone(ada).TrySMS(t.Context(), clinic, "Yes")
				require.NoError(t, err)
			},
			want: []string{`class="bubble mine"`, "You: Yes", `<li id="callback-1" class="callback good">`, `<span class="code">200</span>`, `aria-label="under 1 ms of 15 s"`},
		},
		{
			name: "a webhook that fails", path: "/_sim/phones/" + ada, make: func(t *testing.T, d *desk) {
				t.Helper()
				d.sim.Number(clinic, twiliotest.SMSWebhook(http.NotFoundHandler()))
				_, err := d.sim.Phone(ada).TrySMS(t.Context(), clinic, "Yes")
				require.NoError(t, err)
			},
			want: []string{"11217: ", twilio.ErrorCode(11217).Advice(), `<li id="callback-1" class="callback bad">`, `<li id="alert-1" class="alert bad">`},
		},
		{
			name: "whoever opted out", path: "/_sim/phones/" + ada, make: func(_ *testing.T, d *desk) { d.sim.Phone(ada).OptOut() },
			want: []string{"opted out with STOP"},
		},
		{
			name: "a request that is refused", path: "/_sim/", make: func(t *testing.T, d *desk) {
				t.Helper()
				d.sim.Phone(ada).OptOut()
				_, err := d.sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{From: clinic, To: ada, Body: "x"})
				require.Error(t, err)
			},
			want: []string{`<li id="request-1" class="request bad">`, `<b class="bad">21610</b>`, `<span class="target">Messages.json</span>`},
		},
		{
			name: "faults", path: "/_sim/", make: func(_ *testing.T, d *desk) {
				d.sim.Fault(twiliotest.OnCreateMessage().To(ada).Nth(2).Times(3).Status(503, 0))
			},
			want: []string{`id="fault-count">1</b>`, "to &#43;14155551234", "the one with the number 2", "3 at most", "seen 0, struck 0", `data-api="DELETE /_sim/v1/faults/1"`},
			not:  []string{"All is well"},
		},
		{
			name: "no faults", path: "/_sim/fragments/faults", make: func(*testing.T, *desk) {},
			want: []string{"All is well"}, not: []string{"Switch all off"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			if test.name != "nothing yet" && test.name != "a phone that said nothing" {
				d.sim.Number(clinic, twiliotest.SMSWebhook(answers("<Response/>")))
			}
			test.make(t, d)
			page := d.get(test.path)
			for _, want := range test.want {
				shows(t, page, escaped(want))
			}
			for _, not := range test.not {
				showsNot(t, page, not)
			}
		})
	}
}

// escaped writes the apostrophes of the catalogue as templates do.
func escaped(text string) string { return strings.ReplaceAll(text, "'", "&#39;") }

func TestCalls(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sim.Number(clinic, twiliotest.VoiceWebhook(answers(`<Response><Gather input="dtmf" numDigits="1" timeout="20"><Say>Press 1.</Say></Gather><Say>Leave a message.</Say><Record maxLength="30" timeout="0"/></Response>`)))
	phone := d.sim.Phone(ada)
	call, err := phone.Dial(t.Context(), clinic)
	require.NoError(t, err)
	d.sim.Clock.Advance(6 * time.Second)

	page := d.get("/_sim/phones/" + ada)
	for _, want := range []string{
		`<section class="call live" id="call-` + call.SID, "Press 1.", "The program listens to keys.", `data-api="POST /_sim/v1/calls/` + call.SID + `/hangup"`,
		`data-pad="POST /_sim/v1/calls/` + call.SID + `/keys"`, `data-body="{&#34;keys&#34;:&#34;7&#34;}"`, `<em>On a call</em>`,
	} {
		shows(t, page, want)
	}

	d.sim.Clock.Advance(22 * time.Second)
	shows(t, d.get("/_sim/phones/"+ada), "The program records what you say.")
	require.NoError(t, call.TryLeaveMessage(t.Context(), 4*time.Second, "I would rather come at ten."))
	d.sim.Clock.Advance(10 * time.Second)
	call.Hangup()
	d.sim.Clock.Advance(10 * time.Second)

	page = d.get("/_sim/calls/" + call.SID)
	for _, want := range []string{`class="callcard mine over marked" data-marked`, "<summary>Transcript, 4 lines</summary>", "I would rather come at ten.", `<audio controls preload="none" src="/_sim/v1/recordings/RE`, "completed"} {
		shows(t, page, want)
	}
	showsNot(t, page, `<section class="call`)
}

func TestRinging(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sim.Number(clinic)
	d.sim.Phone(ada).NoAnswer()
	call, err := d.sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{From: clinic, To: ada, TwiML: "<Response><Say>Hi</Say></Response>"})
	require.NoError(t, err)
	d.sim.Clock.Advance(3 * time.Second)

	page := d.get("/_sim/")
	shows(t, page, `<div class="ring" id="ring-`+call.SID+`" role="alert">`)
	shows(t, page, `data-api="POST /_sim/v1/calls/`+call.SID+`/answer"`)
	shows(t, page, "<em>Rings</em>")
	page = d.get("/_sim/phones/" + ada)
	shows(t, page, `<div class="ring here" id="ring-`)
	shows(t, page, `data-act="answer" class="button good"`)
	showsNot(t, page, `data-act="hangup"`)
	shows(t, d.get("/_sim/fragments/ringing?phone=%2B14155551234"), "ring here")
}

func TestRooms(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sim.Number(clinic, twiliotest.VoiceWebhook(answers(`<Response><Dial><Conference startConferenceOnEnter="true">ward round</Conference></Dial></Response>`)))
	d.sim.Number("+14155550199", twiliotest.VoiceWebhook(answers(`<Response><Enqueue>front desk</Enqueue></Response>`)))
	joined, err := d.sim.Phone(ada).Dial(t.Context(), clinic)
	require.NoError(t, err)
	_, err = d.sim.Phone("+14155550123").Dial(t.Context(), "+14155550199")
	require.NoError(t, err)
	d.sim.Clock.Advance(2 * time.Second)
	page := d.get("/_sim/fragments/phones")
	for _, want := range []string{"Conferences", "ward round", `href="/_sim/calls/` + joined.SID + `">` + "&#43;14155551234</a>", "Queues", "front desk", "1 waiting", "since 09:00:"} {
		shows(t, page, want)
	}
}

func TestDetails(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sim.Number(clinic, twiliotest.SMSWebhook(answers("<Response><Message>Thanks</Message></Response>")))
	sent := d.send("See you at 9")
	_, err := d.sim.Phone(ada).TrySMS(t.Context(), clinic, "Yes & no")
	require.NoError(t, err)

	request := d.get("/_sim/fragments/wire/requests/1")
	for _, want := range []string{`id="detail-request-1"`, `<th scope="row">Body</th><td>See you at 9</td>`, "&#34;sid&#34;: &#34;" + sent.SID, d.sim.AccountSID(), `data-snippet="/_sim/v1/requests/1/snippet?as=curl"`, `data-api="POST /_sim/v1/requests/1/repeat"`} {
		shows(t, request, want)
	}
	kept := d.sim.Callbacks()[0]
	callback := d.get("/_sim/fragments/wire/callbacks/1")
	for _, want := range []string{"Signed", strings.ReplaceAll(kept.Signature, "+", "&#43;"), "\nBodyYes &amp; no\n", "&lt;Message&gt;Thanks&lt;/Message&gt;", "text/xml", "of the 15 s that Twilio waits", `href="/_sim/messages/` + kept.About} {
		shows(t, callback, want)
	}
	showsNot(t, callback, "snippet")
	page := d.get("/_sim/wire/callbacks/1")
	shows(t, page, `<li id="callback-1" class="callback good marked" data-marked><details id="details-callback-1" data-detail="/_sim/fragments/wire/callbacks/1" open>`)
	shows(t, page, `<body data-pane="wire">`)
	shows(t, d.get("/_sim/messages/"+sent.SID), `<li id="`+sent.SID+`" class="bubble theirs marked" data-marked`)
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sim.Number(clinic)
	d.send("Hello")
	for _, path := range []string{
		"/_sim/phones/+14155550100", "/_sim/messages/SM0", "/_sim/calls/CA0", "/_sim/wire/requests/99", "/_sim/wire/requests/x", "/_sim/wire/secrets/1",
		"/_sim/fragments/nothing", "/_sim/fragments/wire/requests/99", "/_sim/nothing", "/_sim/assets/../page.go", "/_sim/assets/", "/_sim/media/SM0/ME0", "/_sim/assets/%2e%2e/page.go",
	} {
		assert.Contains(t, []int{http.StatusNotFound, http.StatusTemporaryRedirect, http.StatusMovedPermanently}, d.do(http.MethodGet, path).Code, path)
	}
	page := d.do(http.MethodGet, "/_sim/messages/SM0").Body.String()
	shows(t, page, "This message is not kept")
	assert.Len(t, d.sim.Phones(), 1, "a page that is read makes no phone")
	nobody := newHandler(func(*http.Request) *twiliotest.Sim { return nil }, time.UTC)
	w := httptest.NewRecorder()
	nobody.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_sim/", http.NoBody))
	assert.Equal(t, http.StatusNotFound, w.Code)
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions} {
		w := d.do(method, "/_sim/")
		assert.Equal(t, http.StatusMethodNotAllowed, w.Code, method)
		assert.Equal(t, "GET, HEAD", w.Header().Get("Allow"))
	}
	assert.Equal(t, http.StatusOK, d.do(http.MethodHead, "/_sim/").Code)
	before := d.sim.EventSerial()
	for _, path := range pages(d) {
		d.do(http.MethodGet, path)
	}
	assert.Equal(t, before, d.sim.EventSerial(), "reading changes nothing")
	assert.Empty(t, d.sim.Requests())
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, path := range []string{"/_sim/", "/_sim/assets/page.css", "/_sim/fragments/wire", "/_sim/nothing"} {
		h := d.do(http.MethodGet, path).Header()
		assert.Equal(t, policy, h.Get("Content-Security-Policy"), path)
		assert.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), path)
		assert.Equal(t, "no-referrer", h.Get("Referrer-Policy"), path)
	}
	script := d.do(http.MethodGet, "/_sim/assets/main.js")
	assert.Equal(t, "text/javascript; charset=utf-8", script.Header().Get("Content-Type"))
	again := d.do(http.MethodGet, "/_sim/assets/main.js", "If-None-Match", script.Header().Get("ETag"))
	assert.Equal(t, http.StatusNotModified, again.Code)
	assert.Equal(t, "image/svg+xml", d.do(http.MethodGet, "/_sim/assets/icons/desk.svg").Header().Get("Content-Type"))
}

// TestSignedIn holds that the page of a workspace does not show the token: whoever reads it
// has just typed it.
func TestSignedIn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.do(http.MethodGet, "/_sim/", "Authorization", "Basic QUM6dG9rZW4=").Body.String()
	showsNot(t, page, d.sim.AuthToken())
	shows(t, page, "$TWILIO_AUTH_TOKEN")
}

func TestMedia(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, address, contentType, content string
		shown, served, disposition          string
	}{
		{"a picture", "https://example.com/a.png", "image/png", "\x89PNG", `<img src="/_sim/media/`, "image/png", ""},
		{"a sound", "https://example.com/a.mp3", "audio/mpeg", "ID3", `<audio controls preload="none" src="/_sim/media/`, "audio/mpeg", ""},
		{"a film", "https://example.com/a.mp4", "video/mp4", "film", `<video controls`, "video/mp4", ""},
		{"a drawing that could hold a script", "https://example.com/a.svg", "image/svg+xml", "<svg/>", `<a class="file" href="/_sim/media/`, "application/octet-stream", "attachment"},
		{"a page", "https://example.com/a.html", "text/html", "<script>", `<a class="file" href="/_sim/media/`, "application/octet-stream", "attachment"},
		{"a file that the simulator does not hold", "https://example.com/b.png", "", "", `<a class="file" href="https://example.com/b.png" rel="noreferrer noopener"`, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.sim.Number(clinic)
			if test.contentType != "" {
				d.sim.File(test.address, test.contentType, []byte(test.content))
			}
			sent := d.send("Look", test.address)
			shows(t, d.get("/_sim/phones/"+ada), test.shown)
			m, _ := d.sim.MessageOf(sent.SID)
			w := d.do(http.MethodGet, "/_sim/media/"+m.SID+"/"+m.Media[0].SID)
			if test.served == "" {
				return
			}
			assert.Equal(t, test.served, w.Header().Get("Content-Type"))
			assert.Equal(t, test.disposition, w.Header().Get("Content-Disposition"))
			assert.Equal(t, "default-src 'none'; sandbox", w.Header().Get("Content-Security-Policy"))
			assert.Equal(t, test.content, w.Body.String())
		})
	}
}

func TestWindow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name              string
		n, before, around int
		from, to          int
	}{
		{"nothing", 0, -1, -1, 0, 0},
		{"few", 7, -1, -1, 0, 7},
		{"the newest", 1000, -1, -1, 950, 1000},
		{"the ones before", 1000, 950, -1, 900, 950},
		{"the oldest", 1000, 20, -1, 0, 20},
		{"around one", 1000, -1, 500, 475, 525},
		{"around the newest", 1000, -1, 999, 950, 1000},
		{"around the oldest", 1000, -1, 0, 0, 25},
	}
	for _, test := range tests {
		from, to := window(test.n, test.before, test.around)
		assert.Equal(t, []int{test.from, test.to}, []int{from, to}, test.name)
	}
}

func TestEarlier(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sim.Number(clinic)
	ctx := context.Background()
	for range 70 {
		_, err := d.sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{From: clinic, To: ada, Body: "Hello"})
		require.NoError(t, err)
		d.sim.Clock.Advance(time.Second)
	}
	messages := d.sim.Messages()
	newest := d.get("/_sim/phones/" + ada)
	showsNot(t, newest, `<li id="`+messages[19].SID)
	shows(t, newest, `<li id="`+messages[20].SID)
	shows(t, newest, `<li id="`+messages[69].SID)
	shows(t, newest, `data-fragment="/_sim/fragments/conversation?before=`+messages[20].SID+`&amp;phone=%2B14155551234"`)
	earlier := d.get("/_sim/fragments/conversation?phone=%2B14155551234&before=" + messages[20].SID)
	shows(t, earlier, `<li id="`+messages[0].SID)
	showsNot(t, earlier, `<li id="`+messages[20].SID)
	shows(t, earlier, "Back to the newest")
	showsNot(t, earlier, ">Earlier<")

	shows(t, newest, `data-fragment="/_sim/fragments/wire?before=request-21"`)
	wire := d.get("/_sim/fragments/wire?before=request-21")
	shows(t, wire, `<li id="request-20"`)
	showsNot(t, wire, `<li id="request-21"`)
	marked := d.get("/_sim/wire/requests/5")
	shows(t, marked, `<li id="request-5" class="request good marked"`)
}

func TestWords(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{0: "under 1 ms", 12 * time.Millisecond: "12 ms", 1234 * time.Millisecond: "1.23 s", 15 * time.Second: "15 s", 100 * time.Second: "100 s", 1500 * time.Second: "1500 s"} {
		assert.Equal(t, want, took(d))
	}
	for d, want := range map[time.Duration]string{0: "0:00", 61 * time.Second: "1:01", 600 * time.Second: "10:00"} {
		assert.Equal(t, want, lasts(d))
	}
	for text, want := range map[string]string{
		"https://example.com/a?b=1": "https://example.com/a?b=1", "http://localhost:8080/x": "http://localhost:8080/x",
		"javascript:alert(1)": "", "data:text/html,x": "", "//example.com": "", "/path": "", "JaVaScRiPt://example.com/%0aalert(1)": "", "ftp://example.com": "", "": "", "http:": "", "\x7fhttp://a": "",
	} {
		assert.Equal(t, want, webAddress(text), text)
	}
	assert.Equal(t, strings.Repeat("é", 80)+"…", beginning(strings.Repeat("é", 81)))
}

// TestNews holds that the unread are counted from messages to a phone, the newest first, and
// not from those that its person has sent.
func TestNews(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sim.Number(clinic)
	d.send("One")
	d.send("Two")
	_, err := d.sim.Phone(ada).TrySMS(t.Context(), clinic, "Three")
	require.NoError(t, err)
	shows(t, d.get("/_sim/fragments/phones"), `data-news="1772442010000 1772442000000"`)
}
