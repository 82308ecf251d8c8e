// Send-sms sends one text and says what became of it, in words. Against the
// simulator it shows eight ends that a text can have, one after the other:
//
//	go run ./examples/send-sms
//
// With -live it sends one text to your own phone.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiliotest"
)

func main() { demo.Run(sendSMS) }

func sendSMS(ctx context.Context, d *demo.Demo) error {
	if d.Sim == nil {
		return send(ctx, d, "a text to your phone", d.To)
	}
	for _, end := range ends(d.Sim) {
		if end.fault != nil {
			d.Sim.Fault(*end.fault)
		}
		if err := send(ctx, d, end.name, end.to); err != nil {
			return err
		}
	}
	return nil
}

// end is a phone, or a network, with which a text comes to a particular end.
type end struct {
	name, to string
	fault    *twiliotest.Fault // for one create, nil for none
}

func ends(sim *twiliotest.Sim) []end {
	ada, away, quit := sim.Phone("+14155551234"), sim.Phone("+14155550101"), sim.Phone("+14155550102")
	away.Unreachable(twilio.CodeHandsetUnreachable)
	quit.OptOut()
	once := func() twiliotest.Match { return twiliotest.OnCreateMessage().Times(1) }
	lost, refused, busy := once().CommitThenReset(), once().ReadThenClose(), once().TooManyRequests("60")
	return []end{
		{"a phone that is on", ada.Number(), nil},
		{"a phone that is off", away.Number(), nil},
		{"somebody who replied STOP", quit.Number(), nil},
		{"a number that cannot be", "+1415", nil},
		{"a number without a plus", "4155551234", nil},
		{"the answer is lost after it was sent", ada.Number(), &lost},
		{"the connection is lost before Twilio acted", ada.Number(), &refused},
		{"too many texts at once", ada.Number(), &busy},
	}
}

// send sends a text and follows it to its end.
func send(ctx context.Context, d *demo.Demo, name, to string) error {
	fmt.Printf("%-42s ", name+":")
	msg, err := d.Client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: to, From: d.From, Body: "Your table is ready.",
	}, twilio.Settle(0))
	if err != nil {
		fmt.Println(refusal(err))
		return ctx.Err()
	}
	for !msg.Status.Final() {
		if err := d.Sleep(ctx, time.Second); err != nil {
			return err
		}
		if msg, err = d.Client.Messages.Get(ctx, msg.SID); err != nil {
			return err
		}
	}
	if msg.Err() == nil {
		fmt.Println(msg.Status)
		return nil
	}
	fmt.Printf("%s, code %d. %s\n", msg.Status, msg.ErrorCode, msg.ErrorCode.Advice())
	return nil
}

// refusal says what an error means for whoever wanted to send, the most particular
// reason first.
func refusal(err error) string {
	var ambiguous *twilio.AmbiguousError
	switch {
	case errors.Is(err, twilio.ErrInvalidParams):
		return "not sent, because it can never succeed: " + err.Error()
	case errors.As(err, &ambiguous):
		return fmt.Sprintf("it may be one of %v: a person has to look", ambiguous.Candidates)
	case errors.Is(err, twilio.ErrOutcomeUnknown):
		return "it may have been sent: do not send again before somebody has looked"
	case errors.Is(err, twilio.ErrNotSeen):
		return "certainly not sent: it was looked for and is not there. Send it again if you like."
	case errors.Is(err, twilio.ErrNotSent):
		return fmt.Sprintf("certainly not sent. Send it again in %s.", max(twilio.RetryAfter(err), time.Second))
	case errors.Is(err, twilio.ErrOptedOut):
		return "refused, because the recipient does not want messages. Never send again."
	case errors.Is(err, twilio.ErrInvalidNumber):
		return "refused, because the number is wrong. Ask for another one."
	}
	return "refused: " + err.Error()
}
