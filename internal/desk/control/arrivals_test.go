package control_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/verify"
)

func TestNewestAndNextMessage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.send(ada, "one"), d.send(ada, "two")
	third := d.send(bob, "three")
	for path, want := range map[string]string{
		"messages/newest":                          second,
		"messages/next":                            first,
		"messages/next?after=" + first:             second,
		"messages/newest?after=" + first:           second,
		"messages/next?after=2000-01-01T00:00:00Z": first,
	} {
		assert.Equal(t, want, get[simapi.Message](d, "phones/"+ada+"/"+path).SID, path)
	}
	for _, after := range []string{second, third, d.sim.Clock.Now().Format(time.RFC3339Nano)} {
		w := d.do(http.MethodGet, "phones/"+ada+"/messages/newest?after="+url.QueryEscape(after), "")
		assert.Equal(t, http.StatusNotFound, w.Code, after)
	}
}

func TestMessagesThatHaveNotArrivedDoNotCount(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sim.Phone(ada).Unreachable(30003)
	d.send(ada, "one")
	d.sim.Phone(ada).SendSMS(clinic, "from the phone")
	assert.Equal(t, http.StatusNotFound, d.do(http.MethodGet, "phones/"+ada+"/messages/newest", "").Code)
}

func TestAfterAMessageThatIsNotKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first := d.send(ada, "one")
	d.sim.Clear(twiliotest.Clearing{Messages: true})
	d.send(ada, "two")
	doc := readSchema(t)
	checkRefusal(t, &doc, d.do(http.MethodGet, "phones/"+ada+"/code?after="+first, ""), http.StatusGone, "after", "a message that is not kept")
}

// waiting asks in a bubble, in which time passes by itself.
func waiting(t *testing.T, path string, happens func(d *desk)) (w *httptest.ResponseRecorder, took time.Duration) {
	t.Helper()
	d := newDesk(t, twiliotest.WallTime())
	began := time.Now()
	go happens(d)
	w = d.do(http.MethodGet, path, "")
	took = time.Since(began)
	synctest.Wait()
	return w, took
}

func TestWaitForAMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, took := waiting(t, "phones/"+ada+"/messages/newest?wait=10s", func(d *desk) {
			_, err := d.sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
			assert.NoError(t, err)
		})
		assert.Equal(t, http.StatusOK, w.Code, w.Body)
		assert.Contains(t, w.Body.String(), `"body":"Hi"`)
		assert.Less(t, took, 2*time.Second)
	})
}

func TestWaitForNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		doc := readSchema(t)
		for _, path := range []string{"messages/newest", "messages/next", "code", "calls/next"} {
			w, took := waiting(t, "phones/"+ada+"/"+path+"?wait=10s", func(d *desk) {
				_, err := d.sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: bob, From: clinic, Body: "Your code is 123456"})
				assert.NoError(t, err)
			})
			checkRefusal(t, &doc, w, http.StatusNotFound, "", path)
			assert.Equal(t, 10*time.Second, took, path)
		}
	})
}

func TestWaitForACodeByCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, _ := waiting(t, "phones/"+ada+"/code?wait=30s", func(d *desk) {
			_, err := d.sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, TwiML: "<Response><Say>Hello.</Say><Say>Your code is 1, 2, 3, 4.</Say></Response>"})
			assert.NoError(t, err)
		})
		assert.Equal(t, http.StatusOK, w.Code, w.Body)
		assert.Contains(t, w.Body.String(), `"code":"1234"`)
	})
}

func TestNeverYesterdaysCode(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	before := d.sim.Clock.Now().Format(time.RFC3339Nano)
	sid := d.send(ada, "Your code is 123456")
	code := get[simapi.Code](d, "phones/"+ada+"/code")
	assert.Equal(t, simapi.Code{Code: "123456", SID: sid, At: code.At, Text: "Your code is 123456"}, code)
	d.sim.Clock.Advance(8*time.Minute + 50*time.Second)
	assert.Equal(t, "123456", get[simapi.Code](d, "phones/"+ada+"/code").Code)
	d.sim.Clock.Advance(time.Minute)
	assert.Equal(t, http.StatusNotFound, d.do(http.MethodGet, "phones/"+ada+"/code", "").Code)
	assert.Equal(t, "123456", get[simapi.Code](d, "phones/"+ada+"/code?after="+url.QueryEscape(before)).Code, "whoever says from when on gets it")
	assert.Equal(t, http.StatusNotFound, d.do(http.MethodGet, "phones/"+ada+"/code?after="+sid, "").Code)
}

func TestTheNewestCodeAndNotTheNewestMessage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.send(ada, "Your code is 1111")
	second := d.send(ada, "Your code is 2222")
	third := d.send(ada, "Thank you")
	assert.Equal(t, "2222", get[simapi.Code](d, "phones/"+ada+"/code").Code)
	assert.Equal(t, http.StatusNotFound, d.do(http.MethodGet, "phones/"+ada+"/code?after="+second, "").Code)
	assert.Equal(t, http.StatusNotFound, d.do(http.MethodGet, "phones/"+ada+"/code?after="+third, "").Code)
}

// The name of the service has digits that look like a code; the code is the one of Verify.
func TestCodeOfVerify(t *testing.T) {
	t.Parallel()
	for _, channel := range []verify.Channel{verify.ChannelSMS, verify.ChannelWhatsApp, verify.ChannelCall} {
		d := newDesk(t)
		service := d.sim.VerifyService("Studio 654321")
		_, err := verify.New(d.sim.Client()).Verifications.Create(t.Context(), service, verify.VerificationCreateParams{To: ada, Channel: channel})
		require.NoError(t, err)
		d.sim.Clock.Advance(30 * time.Second)
		want := d.sim.Verifications()[0].Code
		got := get[simapi.Code](d, "phones/"+ada+"/code")
		assert.Equal(t, want, got.Code, "%s: %s", channel, got.Text)
	}
}

func TestWaitForALine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, twiliotest.WallTime())
		d.sim.Number(clinic, twiliotest.VoiceWebhook(hook(`<Response><Say>Hello</Say><Say>Press  ONE</Say></Response>`)))
		call := answered[simapi.Call](d, d.do(http.MethodPost, "phones/"+ada+"/calls", `{"to":"+14155556789"}`))
		line := get[simapi.Line](d, "calls/"+call.SID+"/transcript/next?wait=20s&text=press+one")
		assert.Equal(t, 2, line.Index)
		doc := readSchema(t)
		w := d.do(http.MethodGet, "calls/"+call.SID+"/transcript/next?wait=20s&after=2", "")
		checkRefusal(t, &doc, w, http.StatusConflict, "", "a call that is over")
	})
}

func TestCallsThatDoNotListen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, twiliotest.WallTime())
		doc := readSchema(t)
		sid := d.callWith(hook(`<Response><Pause length="300"/></Response>`))
		began := time.Now()
		for path, body := range map[string]string{"keys": `{"keys":"1","wait":"3s"}`, "speech": `{"words":"x","wait":"3s"}`, "voicemail": `{"lasts":"2s","wait":"1s"}`} {
			checkRefusal(t, &doc, d.do(http.MethodPost, "calls/"+sid+"/"+path, body), http.StatusConflict, "", path)
		}
		assert.Equal(t, 9*time.Second, time.Since(began))
		d.do(http.MethodPost, "calls/"+sid+"/hangup", "{}")
		checkRefusal(t, &doc, d.do(http.MethodPost, "calls/"+sid+"/keys", `{"keys":"1"}`), http.StatusConflict, "", "a call that is over")
	})
}

// TestAMessageToANumberWithoutAWebhook: what a phone sends is shown with its message, also
// when nobody is asked about it, and also when the same text was sent before.
func TestAMessageToANumberWithoutAWebhook(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	seen := map[string]bool{}
	for range 2 {
		got := answered[simapi.InboundAnswer](d, d.do("POST", "phones/"+ada+"/messages", `{"to":"`+clinic+`","body":"Hi"}`))
		require.NotNil(t, got.Message)
		assert.Nil(t, got.Callback)
		assert.Equal(t, "Hi", got.Message.Body)
		assert.False(t, seen[got.Message.SID])
		seen[got.Message.SID] = true
	}
}
