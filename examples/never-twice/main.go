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
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiliotest"
)

func main() { demo.Run(neverTwice) }

func neverTwice(ctx context.Context, d *demo.Demo) error {
	if d.Sim == nil {
		outcome, err := send(ctx, d.Client, d, "Just once.")
		fmt.Println(outcome)
		return err
	}
	hostile(d.Sim)
	const batch = 200
	tally := map[string]int{}
	told := 0
	for i := range batch {
		outcome, err := send(ctx, d.Client, d, fmt.Sprintf("Message %d of %d", i+1, batch))
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

// hostile lets one create in two go wrong, the same ones in every run.
func hostile(sim *twiliotest.Sim) {
	some := func(seed uint64) twiliotest.Match { return twiliotest.OnCreateMessage().Rate(0.1, seed) }
	for _, fault := range []twiliotest.Fault{
		some(1).DropBeforeRead(),
		some(2).ReadThenClose(),
		some(3).CommitThenReset(),
		some(4).CommitHidden(10 * time.Second),
		some(5).TruncatedJSON(),
		some(6).HTML(502).AfterCommit(),
		some(7).TooManyRequests("1"),
	} {
		sim.Fault(fault)
	}
}
