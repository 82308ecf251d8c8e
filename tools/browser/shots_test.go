package browser_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// TestShots writes pictures of the page, for people to look at, into the folder that
// BROWSER_SHOTS names.
func TestShots(t *testing.T) {
	t.Parallel()
	if os.Getenv("BROWSER_SHOTS") == "" {
		t.Skip("BROWSER_SHOTS names no folder")
	}
	d := startDesk(t)
	app := d.program(restaurant())
	for number, name := range map[string]string{ada: "Ada", grace: "Grace", other: "Joan"} {
		d.phone(number, name)
	}
	picture := httptest.NewServer(http.HandlerFunc(dessert))
	t.Cleanup(picture.Close)

	d.send(other, "Thank you for your visit, Joan")
	d.put("phones/"+grace, map[string]any{"unreachable": 30003})
	d.send(grace, "Grace, your table is free at 8")
	d.send(ada, "Hello Ada, your table for two is booked for 19:30. Reply YES to confirm.")
	p := d.open(t, "/_sim/phones/"+ada, chromedp.EmulateViewport(1440, 900))
	p.fill("#reply", "YES\r")
	p.shows(".bubble.theirs", "See you tonight")
	m, err := d.client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: own, Body: "Today's dessert", MediaURL: []string{picture.URL + "/dessert.png"}})
	require.NoError(t, err)
	p.shows("#"+m.SID+" .status", "delivered")
	d.put("phones/"+ada, map[string]any{"unreachable": 30003})
	failed := d.send(ada, "Your table is ready")
	p.shows("#"+failed.SID+" .problem", "30003")
	d.put("phones/"+ada, map[string]any{"unreachable": 0})
	p.click("#wire-list .callback summary")
	p.shows(".callback .detail", "See you tonight")
	p.shoot("conversation")
	p.click("#wire-list .callback summary")

	c := d.call(ada, app.URL+"/voice")
	p.shows("#call-"+c.SID, "is calling you")
	p.shoot("ringing")
	p.click("#answer-" + c.SID)
	p.shows("#call-"+c.SID+" .transcript", "Press 1")
	p.click(`#call-` + c.SID + ` [data-key="2"]`)
	p.shows("#call-"+c.SID+" .transcript", "how many")
	p.fill("#speech-"+c.SID, "Four of us")
	p.keys("\r")
	p.shows("#call-"+c.SID+" .transcript", "until you are back")
	p.shoot("call")

	for name, look := range map[string]chromedp.Action[chromedp.Void]{"dark": dark(), "narrow": narrow()} {
		q := d.open(t, "/_sim/phones/"+ada, look)
		q.shows("#"+failed.SID+" .problem", "30003")
		q.shoot(name)
	}
	p.click("#open-faults")
	p.click(preset("Not delivered"))
	p.shows("#faults .fault", "Switch off")
	p.shoot("faults")
	p.visit("/_sim/search?q=table")
	p.shoot("search")
}

// restaurant is a program that books tables.
func restaurant() map[string]http.Handler {
	ask := func(text string) *twiml.Response {
		return twiml.Voice(twiml.Gather{
			Input: []twiml.GatherInput{twiml.InputDTMF, twiml.InputSpeech}, NumDigits: 1, Timeout: 600, SpeechTimeout: "auto", Action: "/choice",
			Children: []twiml.GatherChild{twiml.Say{Text: text}},
		})
	}
	return map[string]http.Handler{
		"POST /sms": webhook.AnswerMessage(func(context.Context, *webhook.Message) (*twiml.Response, error) {
			return twiml.Messaging(twiml.Message{Body: "Thank you! See you tonight at 19:30."}), nil
		}),
		"POST /voice": webhook.AnswerCall(func(context.Context, *webhook.Call) (*twiml.Response, error) {
			return ask("This is the restaurant. Press 1 to keep your table, 2 to change it."), nil
		}),
		"POST /choice": webhook.AnswerGather(func(_ context.Context, in *webhook.Gather) (*twiml.Response, error) {
			if in.Digits == "2" {
				return ask("For how many people?"), nil
			}
			return twiml.Voice(twiml.Say{Text: "Your table is held until you are back."}, twiml.Pause{Length: 600}), nil
		}),
	}
}

// dessert is a picture.
func dessert(w http.ResponseWriter, _ *http.Request) {
	const width, height = 240, 150
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			picture.Set(x, y, pixel(float64(x)-width/2, float64(y)-height/2))
		}
	}
	var file bytes.Buffer
	_ = png.Encode(&file, picture) // a picture in memory always can be encoded
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(file.Bytes())
}

// pixel is a plate with a cake on it.
func pixel(x, y float64) color.Color {
	switch r := math.Hypot(x, y*1.4); {
	case r < 34:
		return color.RGBA{R: 122, G: 60, B: 42, A: 255}
	case r < 40:
		return color.RGBA{R: 240, G: 196, B: 150, A: 255}
	case r < 84:
		return color.RGBA{R: 250, G: 250, B: 246, A: 255}
	case r < 88:
		return color.RGBA{R: 205, G: 205, B: 200, A: 255}
	}
	return color.RGBA{R: 96, G: 140, B: 120, A: 255}
}
