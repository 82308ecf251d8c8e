// Never-twice sends a batch of texts through a network that loses answers, resets
// connections and is overloaded, settles what is unknown, and compares what the
// program was told with what was sent:
//
//	go run ./examples/never-twice
//
// It runs against the simulator only; with -live it sends one text and shows how
// its outcome would be settled.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
)

func main() { demo.Run(neverTwice) }

func neverTwice(ctx context.Context, d *demo.Demo) error {
	if d.Sim == nil {
		outcome, err := send(ctx, d.Client, d, "Just once.")
		fmt.Println(outcome)
		return err
	}
	network := &hostile{next: d.Sim.Transport(), random: rand.New(rand.NewPCG(1, 2))}
	client, err := twilio.New(d.Sim.AccountSID(), twilio.AuthToken(d.Sim.AuthToken()),
		append(d.Sim.Options(), twilio.WithHTTPClient(&http.Client{Transport: network}))...)
	if err != nil {
		return err
	}
	const batch = 200
	tally := map[string]int{}
	told := 0
	for i := range batch {
		outcome, err := send(ctx, client, d, fmt.Sprintf("Message %d of %d", i+1, batch))
		if err != nil {
			return err
		}
		tally[outcome]++
		if strings.HasPrefix(outcome, "sent") {
			told++
		}
	}
	for _, outcome := range []string{"sent", "sent, as the list says", "not sent", "not sent, as the list says", "undecided"} {
		fmt.Printf("%4d %s\n", tally[outcome], outcome)
	}
	bodies := map[string]int{}
	duplicates := 0
	for _, msg := range d.Sim.Messages() {
		if bodies[msg.Body]++; bodies[msg.Body] > 1 {
			duplicates++
		}
	}
	fmt.Printf("told that %d were sent; Twilio sent %d; duplicates: %d\n", told, len(d.Sim.Messages()), duplicates)
	return nil
}

// send sends a text and settles its outcome.
func send(ctx context.Context, client *twilio.Client, d *demo.Demo, body string) (outcome string, err error) {
	params := twilio.MessageCreateParams{To: d.To, From: d.From, Body: body}
	_, err = client.Messages.Create(ctx, params)
	var unknown *twilio.OutcomeUnknownError
	switch {
	case err == nil:
		return "sent", nil
	case errors.Is(err, twilio.ErrNotSent):
		return "not sent", nil
	case !errors.As(err, &unknown):
		return "", err
	}
	// Most often the cause is that ctx has ended: look for the message in another.
	rctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Minute)
	defer cancel()
	_, err = client.Messages.Reconcile(rctx, params, unknown)
	switch {
	case err == nil:
		return "sent, as the list says", nil
	case errors.Is(err, twilio.ErrNotSeen):
		return "not sent, as the list says", nil
	case errors.Is(err, twilio.ErrOutcomeUnknown):
		return "undecided", nil
	}
	return "", err
}

// hostile is a network in which one create in two goes wrong.
type hostile struct {
	next   http.RoundTripper
	random *rand.Rand
}

var errReset = errors.New("connection reset")

func (h *hostile) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodPost {
		return h.next.RoundTrip(req)
	}
	switch h.random.IntN(8) {
	case 0: // the connection is never made
		return nil, errReset
	case 1: // the request arrives nowhere, but nobody can tell
		_, _ = io.Copy(io.Discard, req.Body)
		return nil, errReset
	case 2: // the message is sent, and the answer is lost
		resp, err := h.next.RoundTrip(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		return nil, errReset
	case 3: // Twilio is overloaded
		return &http.Response{
			StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"1"}}, Request: req,
			Body: io.NopCloser(strings.NewReader(`{"code":20429,"message":"Too many requests"}`)),
		}, nil
	}
	return h.next.RoundTrip(req)
}
