package browser_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// echo answers each text with its words.
func echo() http.Handler {
	return webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
		return twiml.Messaging(twiml.Message{Body: "You said: " + in.Body}), nil
	})
}

// TestTextAppears: what a program sends stands on the page without a reload.
func TestTextAppears(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	d.phone(grace, "Grace")
	p := d.open(t, "/_sim/phones/"+ada)
	value[int](p, `window.isTheSame = 1`)

	m := d.send(ada, "Your table is ready")
	p.shows("#"+m.SID+".theirs .text", "Your table is ready")
	p.shows("#"+m.SID+" .status", "delivered")
	p.shows("#wire-list .request", "POST Messages.json")

	d.send(grace, "The first")
	p.shows(`[data-phone="`+grace+`"] .unread`, "1 unread")
	d.send(grace, "The second")
	p.shows(`[data-phone="`+grace+`"] .unread`, "2 unread")
	p.shows(`[data-phone="`+grace+`"] .last`, "The second")
	p.wait(`document.title.startsWith("(2)")`)
	assert.Equal(t, 1, value[int](p, `window.isTheSame`), "the page was loaded anew")

	p.click(`[data-phone="` + grace + `"]`)
	p.arrives("/_sim/phones/" + grace)
	p.shows("#thread", "The first")
	p.lacks(`[data-phone="` + grace + `"] .unread`)
	p.wait(`!document.title.startsWith("(")`)
}

// TestReply: a reply goes out as a signed webhook, and its answer comes back as a bubble.
func TestReply(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	app := d.program(map[string]http.Handler{"POST /sms": echo()})
	p := d.open(t, "/_sim/phones/"+ada)

	p.click("#reply")
	p.keys("Is it <ready> & paid?\r")
	p.shows(".bubble.mine .text", "Is it <ready> & paid?")
	p.shows(".bubble.theirs .text", "You said: Is it <ready> & paid?")
	assert.Empty(t, value[string](p, `document.getElementById("reply").value`), "the field is empty for the next text")

	p.shows("#wire-list .callback", app.URL+"/sms")
	p.shows("#wire-list .callback .code", "200")
	p.click("#wire-list .callback summary")
	p.shows(".callback .detail", "Is it <ready> & paid?")
	p.shows(".callback .detail", "<Message>You said: Is it &lt;ready&gt; &amp; paid?</Message>")
	p.shows(".callback .detail", "of the 15 s that Twilio waits")
	p.click(".callback .detail details summary")
	p.shows(".callback .detail details", app.URL+"/sms")
	p.shows(".callback .detail details", "BodyIs it <ready> & paid?")
	p.shows(".callback .detail details", "X-Twilio-Signature")

	p.click(`.callback .detail button[data-api$="/repeat"]`)
	p.wait(`document.querySelectorAll("#wire-list .callback").length === 2`)
}

// TestRefusedReply: why a reply was refused stays beside it, whatever happens meanwhile, until
// the next attempt.
func TestRefusedReply(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.program(map[string]http.Handler{"POST /sms": echo()})
	d.phone(ada, "Ada")
	p := d.open(t, "/_sim/phones/"+ada)
	p.click("#send") // without a text
	p.shows("#composer .error", "The message is empty. Give a text")
	m := d.send(ada, "Meanwhile")
	p.shows("#"+m.SID+" .status", "delivered")
	p.shows("#composer .error", "The message is empty. Give a text")
	p.fill("#reply", "Look\r")
	p.shows(".bubble.theirs .text", "You said: Look")
	assert.Empty(t, value[string](p, `document.querySelector("#composer .error").textContent`))
}

// TestPicture: the file of a message stands in its bubble, fetched by the server, and one
// that cannot be had is a link.
func TestPicture(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	picture := httptest.NewServer(http.HandlerFunc(dessert))
	t.Cleanup(picture.Close)
	p := d.open(t, "/_sim/phones/"+ada)
	for address, check := range map[string]string{
		picture.URL + "/dessert.png":      `document.querySelector("#%s img")?.naturalWidth > 0`,
		"https://example.com/nowhere.png": `document.querySelector("#%s .text a")?.href === "https://example.com/nowhere.png"`,
	} {
		m, err := d.client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: own, Body: "Look", MediaURL: []string{address}})
		require.NoError(t, err)
		p.wait(fmt.Sprintf(check, m.SID))
	}
	p.shows("#thread", "11205")
}
