package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
)

// sendWithoutCampaign sends from the account's other number, which belongs to no
// campaign. Twilio accepts the message, and the carriers refuse it.
func (c *campaign) sendWithoutCampaign(ctx context.Context) error {
	fmt.Println("\nFrom", c.From+", which has no campaign:")
	check, err := c.messaging.CheckUSSender(ctx, messaging.USSenderCheck{From: c.From})
	if err != nil {
		return err
	}
	fmt.Println("check      ", check.UnitedStates)
	for _, reason := range check.Reasons {
		fmt.Printf("            %s. %s\n", reason.Problem, reason.Advice)
	}

	msg, err := c.Client.Messages.Create(ctx, twilio.MessageCreateParams{To: c.To, From: c.From, Body: "Owl Clinic: see you tomorrow at 9."}, twilio.Settle(0))
	if err != nil {
		return err
	}
	err = c.follow(ctx, "text", msg)
	if !errors.Is(err, twilio.CodeUnregisteredSender) {
		return err
	}
	code := twilio.CodeUnregisteredSender
	fmt.Printf("error       %d: %s\n            %s\n", int(code), code.Title(), code.Advice())
	return nil
}
