// Quickstart sends a text and watches it being delivered, answers one, calls, sends WhatsApp
// messages, verifies a phone, looks a number up, reads the balance, and explains an
// error:
//
//	go run ./examples/quickstart
//
// It talks to the simulator and needs no account. With your own account and your
// own phone, and at your own cost:
//
//	export TWILIO_ACCOUNT_SID=AC… TWILIO_API_KEY=SK… TWILIO_API_SECRET=…
//	go run ./examples/quickstart -live -from +14155550100 -to +14155550101
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
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/verify"
	"github.com/seed15d99369/twilio/webhook"
)

func main() { demo.Run(quickstart) }

func quickstart(ctx context.Context, d *demo.Demo) error {
	fmt.Println("Talking to", d.Where())
	fmt.Println()
	for _, part := range []func(context.Context, *demo.Demo) error{sendText, answerText, makeCall, sendWhatsApp, verifyPhone, lookUp, readBalance, explainError} {
		if err := part(ctx, d); err != nil {
			return err
		}
	}
	fmt.Println()
	fmt.Println("Next: go run ./examples/delivery-report, and examples/test-with-twiliotest for your own tests.")
	return nil
}

func sendText(ctx context.Context, d *demo.Demo) error {
	msg, err := d.Client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: d.To, From: d.From, Body: "Your verification code is 123456",
	})
	if err != nil {
		return err
	}
	fmt.Printf("text      %s to %s\n          ", msg.SID, msg.To)
	if msg, err = watch(ctx, d, msg); err != nil {
		return err
	}
	fmt.Printf("          It cost %s %s.\n", strings.TrimPrefix(string(msg.Price), "-"), msg.PriceUnit)
	if err := msg.Err(); err != nil || d.Sim == nil {
		return err
	}
	received, err := d.Sim.Phone(d.To).WaitSMS(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("          The phone shows %q.\n", received.Body)
	return nil
}

// makeCall calls the phone. In the simulator somebody answers, and presses a key.
func makeCall(ctx context.Context, d *demo.Demo) error {
	instructions := twiml.Voice(
		twiml.Gather{NumDigits: 1, Children: []twiml.GatherChild{twiml.Say{Text: "Hello! This is an automated call. Press any key."}}},
		twiml.Say{Text: "Thank you. Goodbye."},
	)
	call, err := d.Client.Calls.Create(ctx, twilio.CallCreateParams{To: d.To, From: d.From, TwiML: instructions.String()})
	if err != nil {
		return err
	}
	fmt.Printf("call      %s\n", call.SID)
	if d.Sim != nil {
		if err := answer(ctx, d); err != nil {
			return err
		}
	}
	for !call.Status.Final() {
		if err := d.Sleep(ctx, time.Second); err != nil {
			return err
		}
		if call, err = d.Client.Calls.Get(ctx, call.SID); err != nil {
			return err
		}
	}
	fmt.Printf("          It is %s. It lasted %.0f seconds.\n", call.Status, call.Duration.Seconds())
	return nil
}

// answer takes the call at the simulated phone, and shows what was heard and pressed.
func answer(ctx context.Context, d *demo.Demo) error {
	call, err := d.Sim.Phone(d.To).WaitCall(ctx)
	if err != nil {
		return err
	}
	if err := call.TryPress(ctx, "1"); err != nil {
		return err
	}
	if err := call.WaitEnd(ctx); err != nil {
		return err
	}
	for _, line := range call.Transcript() {
		fmt.Printf("          %s\n", line)
	}
	return nil
}

// answerText answers a text from the phone, as your own webhook does. It is for the
// simulator: examples/sms-reply also answers real ones.
func answerText(ctx context.Context, d *demo.Demo) error {
	if d.Sim == nil {
		return nil
	}
	d.Sim.Number(d.From, twiliotest.SMSWebhook(webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
		return twiml.Messaging(twiml.Message{Body: "You wrote: " + in.Body}), nil
	})))
	phone := d.Sim.Phone(d.To)
	if answer := phone.SendSMS(d.From, "See you at 9"); answer.Err != nil {
		return answer.Err
	}
	reply, err := phone.WaitSMS(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("reply     The phone texts %q and receives %q.\n", "See you at 9", reply.Body)
	return nil
}

// sendWhatsApp sends within the 24 hours after the recipient's last message, and
// once more when they are over.
func sendWhatsApp(ctx context.Context, d *demo.Demo) error {
	if d.Sim != nil {
		d.Sim.Phone(d.To).OpenWhatsAppWindow()
	}
	for _, body := range []string{"Hello from WhatsApp!", "Are you still there?"} {
		msg, err := d.Client.WhatsApp.Send(ctx, twilio.WhatsAppSendParams{To: d.To, From: d.From, Body: body})
		if err != nil {
			return err
		}
		fmt.Printf("WhatsApp  %s\n          ", msg.SID)
		if msg, err = watch(ctx, d, msg); err != nil {
			return err
		}
		if errors.Is(msg.Err(), twilio.ErrTemplateRequired) {
			fmt.Printf("          The recipient's last message is more than 24 hours old.\n          %s\n", msg.ErrorCode.Advice())
		}
		if d.Sim == nil {
			return nil
		}
		if err := d.Sleep(ctx, 25*time.Hour); err != nil {
			return err
		}
	}
	return nil
}

// verifyPhone sends a code to the phone and checks it. It needs somebody who reads the
// code, so that it is for the simulator: examples/verify-login asks you for it.
func verifyPhone(ctx context.Context, d *demo.Demo) error {
	if d.Sim == nil {
		return nil
	}
	v, service := verify.New(d.Client), d.Sim.VerifyService("Quickstart")
	verification, err := v.Verifications.Create(ctx, service, verify.VerificationCreateParams{To: d.To, Channel: verify.ChannelSMS})
	if err != nil {
		return err
	}
	code, err := d.Sim.Phone(d.To).WaitCode(ctx)
	if err != nil {
		return err
	}
	check, err := v.Checks.Create(ctx, service, verify.CheckCreateParams{To: d.To, Code: code})
	if err != nil {
		return err
	}
	fmt.Printf("verify    %s\n          The code %s makes it %s.\n", verification.SID, code, check.Status)
	return nil
}

func lookUp(ctx context.Context, d *demo.Demo) error {
	info, err := d.Client.Lookup.Get(ctx, d.To, twilio.LookupGetParams{Fields: []twilio.LookupField{twilio.LookupFieldLineTypeIntelligence}})
	if err != nil {
		return err
	}
	fmt.Printf("lookup    %s: %s, %s, %s\n", info.PhoneNumber, info.CountryCode, info.NationalFormat, info.LineTypeIntelligence.Type)
	return nil
}

func readBalance(ctx context.Context, d *demo.Demo) error {
	balance, err := d.Client.Balance.Get(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("balance   %s %s\n", balance.Amount, balance.Currency)
	return nil
}

// explainError sends from a number that is not the account's.
func explainError(ctx context.Context, d *demo.Demo) error {
	_, err := d.Client.Messages.Create(ctx, twilio.MessageCreateParams{To: d.To, From: "+14155550199", Body: "Hello?"})
	var apiErr *twilio.Error
	if !errors.As(err, &apiErr) {
		return fmt.Errorf("expected Twilio to refuse the number, got: %w", err)
	}
	fmt.Printf("error     %v\n", err)
	if errors.Is(err, twilio.ErrInvalidNumber) {
		fmt.Println("          A number is at fault, so the program does not try again.")
	}
	fmt.Printf("          More: %s\n", apiErr.Code.DocsURL())
	return nil
}

// watch prints each status of a message until it is final, or for half a minute.
func watch(ctx context.Context, d *demo.Demo, msg *twilio.Message) (*twilio.Message, error) {
	fmt.Print(msg.Status)
	for range 120 {
		if err := d.Sleep(ctx, 250*time.Millisecond); err != nil {
			return nil, err
		}
		next, err := d.Client.Messages.Get(ctx, msg.SID)
		if err != nil {
			return nil, err
		}
		if next.Status != msg.Status {
			fmt.Printf(" → %s", next.Status)
		}
		if msg = next; msg.Status.Final() {
			break
		}
	}
	fmt.Println()
	return msg, nil
}
