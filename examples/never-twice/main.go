// Never-twice sends a batch of texts through a network that loses answers, resets
// connections and is overloaded. It repeats a text only when the text was certainly not
// sent, and compares its own count with the simulator's:
//
//	go run ./examples/never-twice
//
// It runs against the simulator. With -live it sends one text, which settles its own
// outcome.
package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiliotest"
)

func main() { demo.Run(neverTwice) }

func neverTwice(ctx context.Context, d *demo.Demo) error {
	batch := 200
	if d.Sim == nil {
		batch = 1
	} else {
		makeHostile(d.Sim)
	}
	var all tally
	for i := range batch {
		params := twilio.MessageCreateParams{To: d.To, From: d.From, Body: fmt.Sprintf("Message %d of %d", i+1, batch)}
		if err := all.send(ctx, d, params); err != nil {
			return err
		}
	}
	fmt.Printf("%d of %d texts were sent.\n", all.sent, batch)
	fmt.Printf("  %d creates certainly sent nothing, and were repeated.\n", all.notSent)
	fmt.Printf("  %d creates lost their outcome, were looked for and not seen, and were repeated.\n", all.notSeen)
	fmt.Printf("  %d texts could not be decided.\n", all.undecided)
	if d.Sim != nil {
		compare(d.Sim, batch)
	}
	return nil
}

// tally counts the outcomes of a batch.
type tally struct{ sent, notSent, notSeen, undecided int }

// send sends one text. It sends again only after an error which proves that nothing
// was sent: ErrNotSent, or ErrNotSeen of a create that looked for its own message.
func (t *tally) send(ctx context.Context, d *demo.Demo, params twilio.MessageCreateParams) error {
	for {
		_, err := d.Client.Messages.Create(ctx, params, twilio.Settle(0))
		switch {
		case err == nil:
			t.sent++
			return nil
		case errors.Is(err, twilio.ErrNotSeen):
			t.notSeen++
		case errors.Is(err, twilio.ErrNotSent):
			t.notSent++
		case errors.Is(err, twilio.ErrOutcomeUnknown):
			t.undecided++ // a person has to look: it is not sent again
			return nil
		default:
			return err
		}
		if err := d.Sleep(ctx, max(twilio.RetryAfter(err), time.Second)); err != nil {
			return err
		}
	}
}

// makeHostile lets more than one create in two go wrong, the same ones in every run.
func makeHostile(sim *twiliotest.Sim) {
	some := func(seed uint64) twiliotest.Match { return twiliotest.OnCreateMessage().Rate(0.1, seed) }
	for _, fault := range []twiliotest.Fault{
		some(1).DropBeforeRead(),
		some(2).ReadThenClose(),
		some(3).CommitThenReset(),
		some(4).CommitHidden(10 * time.Second),
		some(5).TruncatedJSON(),
		some(6).HTML(502).AfterCommit(),
		some(7).TooManyRequests("60"),
		some(8).LateCommit(20 * time.Second),
	} {
		sim.Fault(fault)
	}
}

// compare shows the faults that occurred, and the messages that the simulator sent.
func compare(sim *twiliotest.Sim, batch int) {
	faults := map[string]int{}
	for _, request := range sim.Requests() {
		if request.Fault != "" {
			faults[request.Fault]++
		}
	}
	fmt.Println("What went wrong on the way:")
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		fmt.Printf("  %3d × %s\n", faults[name], name)
	}
	bodies := map[string]int{}
	duplicates := 0
	for _, msg := range sim.Messages() {
		if bodies[msg.Body]++; bodies[msg.Body] > 1 {
			duplicates++
		}
	}
	fmt.Printf("The simulator sent %d of %d different texts; %d were sent twice.\n", len(bodies), batch, duplicates)
}
