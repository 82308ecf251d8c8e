// Send-sms sends one text and says in words how it ended. Against the
// simulator it shows every end that a text can have, one after the other:
//
//	go run ./examples/send-sms
//
// With -live it sends one text to your own phone.
package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
)

func main() { demo.Run(sendSMS) }

func sendSMS(ctx context.Context, d *demo.Demo) error {
	text := twilio.MessageCreateParams{To: d.To, From: d.From, Body: "Your table is ready."}
	if d.Sim == nil {
		ended, err := send(ctx, d, text)
		fmt.Println(ended)
		return err
	}
	all, err := ends(ctx, d.Sim)
	if err != nil {
		return err
	}
	for _, end := range all {
		ended, err := end.reach(ctx, d, text)
		if err != nil {
			return err
		}
		fmt.Printf("%-44s %s\n", end.name+":", ended)
	}
	return nil
}

// send sends a text and says how it ended.
func send(ctx context.Context, d *demo.Demo, text twilio.MessageCreateParams) (ended string, err error) {
	msg, err := d.Client.Messages.Create(ctx, text, twilio.Settle(0))
	if err != nil {
		return failure(err), ctx.Err()
	}
	msg, err = follow(ctx, d, msg)
	if err != nil {
		return "", err
	}
	return fate(msg), nil
}

// patience is how long a text is followed: some carriers never say that they have
// delivered it.
const patience = time.Minute

// follow asks for a message until its status is final, or until patience is over.
func follow(ctx context.Context, d *demo.Demo, msg *twilio.Message) (*twilio.Message, error) {
	for waited := time.Duration(0); !msg.Status.Final() && waited < patience; waited += time.Second {
		if err := d.Sleep(ctx, time.Second); err != nil {
			return nil, err
		}
		var err error
		if msg, err = d.Client.Messages.Get(ctx, msg.SID); err != nil {
			return nil, err
		}
	}
	return msg, nil
}

// fate says in words how a message that Twilio accepted ended.
func fate(msg *twilio.Message) string {
	switch err := msg.Err(); {
	case msg.Status == twilio.MessageStatusDelivered:
		return "delivered. The phone has it."
	case err == nil && msg.Status == twilio.MessageStatusCanceled:
		return "canceled. It was withdrawn before it left."
	case err == nil:
		return fmt.Sprintf("%s. Nobody has said more yet: some carriers send no receipt.", msg.Status)
	}
	return fmt.Sprintf("%s, code %d. %s", msg.Status, msg.ErrorCode, msg.ErrorCode.Advice())
}

// failure explains an error to the sender, the most particular reason first.
func failure(err error) string {
	var ambiguous *twilio.AmbiguousError
	switch {
	case errors.Is(err, twilio.ErrInvalidParams):
		return "not sent, because it can never succeed. " + problems(err)
	case errors.As(err, &ambiguous):
		return fmt.Sprintf("ambiguous. It may be one of %d messages that are alike: a person has to look before anybody sends again.", len(ambiguous.Candidates))
	case errors.Is(err, twilio.ErrOutcomeUnknown):
		return "unknown. It may have been sent, and the lists could not be read: reconcile it before anybody sends again."
	case errors.Is(err, twilio.ErrNotSeen):
		return "not sent. It was looked for and is not there: send it again if you like."
	case errors.Is(err, twilio.ErrNotSent):
		return fmt.Sprintf("not sent. Twilio has certainly done nothing with it: send it again in %s.", max(twilio.RetryAfter(err), time.Second))
	case errors.Is(err, twilio.ErrOptedOut):
		return "refused, because the recipient does not want messages. Never send again."
	}
	return refusal(err)
}

// refusal says why Twilio refused a message, and advises the sender.
func refusal(err error) string {
	var apiErr *twilio.Error
	if !errors.As(err, &apiErr) {
		return "failed: " + err.Error()
	}
	return fmt.Sprintf("refused, code %d: %s. %s", apiErr.Code, apiErr.Code.Title(), apiErr.Code.Advice())
}

// problems lists the problems of the parameters with their remedies.
func problems(err error) string {
	var refused *twilio.ParamError
	if !errors.As(err, &refused) {
		return err.Error()
	}
	said := make([]string, len(refused.Problems))
	for i, p := range refused.Problems {
		said[i] = p.Field + " " + p.Problem + ": " + p.Remedy + "."
	}
	return strings.Join(said, " ")
}
