// Rotate-keys replaces the credentials of an application while it goes on working: first
// its API key, and then the auth token, with which Twilio signs webhooks:
//
//	go run ./examples/rotate-keys
//
// It talks to the simulator and needs no account. With -live it rotates a key of your
// account that it has made itself, and leaves the auth token alone.
package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/twiliotest"
)

func main() { demo.Run(rotate) }

func rotate(ctx context.Context, d *demo.Demo) error {
	r := &rotation{admin: d.Client}
	if d.Sim != nil {
		r.options = d.Sim.Options()
	}
	if err := r.showKeys(ctx); err != nil || d.Sim == nil {
		return err
	}
	return r.showTokens(ctx, d)
}

// showKeys replaces one key by another.
func (r *rotation) showKeys(ctx context.Context) error {
	old, err := r.newKey(ctx, "billing 2026-10")
	if err != nil {
		return err
	}
	fmt.Printf("The application uses the key %q.\n", old.FriendlyName)
	key, err := r.replaceKey(ctx, old.SID, "billing 2026-11")
	if err != nil {
		return err
	}
	fmt.Printf("The key %q works, and the old one is deleted.\n", key.FriendlyName)
	fmt.Printf("A request with the old key: %s\n", outcome(r.try(ctx, old)))
	return nil
}

// showTokens replaces the auth token while somebody writes text messages.
func (r *rotation) showTokens(ctx context.Context, d *demo.Demo) error {
	const url = "https://hooks.example.com"
	in := &inbox{}
	former := twilio.Secret(d.Sim.AuthToken())
	if err := in.accept(url, former); err != nil {
		return err
	}
	d.Sim.Handle(url, in)
	d.Sim.Number(d.From, twiliotest.SMSURL(url+"/sms"))
	write := func(when string) error {
		sent := d.Sim.Phone(d.To).SendSMS(d.From, "Hello!")
		fmt.Printf("A text message %s: the application answers %d.\n", when, sent.Status)
		return sent.Err
	}
	fmt.Println()
	if err := write("before the rotation"); err != nil {
		return err
	}
	next, err := r.secondary(ctx)
	if err != nil {
		return err
	}
	if err := in.accept(url, former, next); err != nil { // from here on a signature of either is good
		return err
	}
	if err := write("while there are two tokens"); err != nil {
		return err
	}
	admin, err := r.promote(ctx, next)
	if err != nil {
		return err
	}
	if err := write("after the promotion"); err != nil {
		return err
	}
	if err := in.accept(url, next); err != nil {
		return err
	}
	_, err = iam.New(r.admin).Accounts.Get(ctx, admin.AccountSID())
	fmt.Printf("A request with the former token: %s\n", outcome(err))
	return write("with the new token alone")
}

// outcome says in a few words how a request ended.
func outcome(err error) string {
	var refused *twilio.Error
	switch {
	case err == nil:
		return "it works."
	case errors.As(err, &refused):
		return fmt.Sprintf("refused with code %d.", refused.Code)
	}
	return err.Error()
}
