package twiliotest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

func ExampleStart() {
	sim, err := twiliotest.Start(twiliotest.Balance("1.00", "USD"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")

	_, err = sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{To: ada.Number(), From: clinic.Number(), Body: "See you at 9"})
	if err != nil {
		fmt.Println(err)
		return
	}
	sms, err := ada.WaitSMS(ctx)
	fmt.Println(sms.From, sms.Body, err)
	// Output: +14155556789 See you at 9 <nil>
}

func ExampleClock_Advance() {
	sim, err := twiliotest.Start(twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Clock.Advance(24 * time.Hour)
	fmt.Println(sim.Clock.Now())
	// Output: 2026-04-15 09:30:00 +0000 UTC
}

func ExamplePhone_Unreachable() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	ada.Unreachable(twilio.CodeUnknownNumber)

	msg, err := sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{To: ada.Number(), From: clinic.Number(), Body: "Hello?"})
	if err != nil {
		fmt.Println(err)
		return
	}
	sim.Clock.Advance(time.Minute)
	msg, err = sim.Client().Messages.Get(ctx, msg.SID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(msg.Status, errors.Is(msg.Err(), twilio.ErrInvalidNumber))
	// Output: undelivered true
}

func ExampleSim_TestClient() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	_, err = sim.TestClient().Messages.Create(context.Background(), twilio.MessageCreateParams{
		To: "+15005550004", From: "+15005550006", Body: "a magic number",
	})
	fmt.Println(errors.Is(err, twilio.ErrOptedOut))
	// Output: true
}
