package verify_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/verify"
)

// simulate gives the examples an account and a service to work with.
func simulate() (sim *twiliotest.Sim, v *verify.Client, service string) {
	sim, err := twiliotest.Start(twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	service = sim.VerifyService("Owl Bank")
	return sim, verify.New(sim.Client()), service
}

func Example() {
	sim, v, service := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	_, err := v.Verifications.Create(ctx, service, verify.VerificationCreateParams{
		To: "+14155551234", Channel: verify.ChannelSMS,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	code, err := sim.Phone("+14155551234").WaitCode(ctx) // the person reads it
	if err != nil {
		fmt.Println(err)
		return
	}
	check, err := v.Checks.Create(ctx, service, verify.CheckCreateParams{To: "+14155551234", Code: code})
	switch {
	case errors.Is(err, twilio.CodeVerifyChecksUsed), errors.Is(err, twilio.ErrNotFound):
		fmt.Println("The code can no longer be used. Ask for a new one.")
	case err != nil:
		fmt.Println(err)
	case check.Approved():
		fmt.Println("Welcome!")
	default:
		fmt.Println("The code is wrong.")
	}
	// Output: Welcome!
}

// An answer that was lost: the call finds out by itself whether the code was sent.
func ExampleVerifications_Create_settle() {
	sim, v, service := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Fault(twiliotest.OnCreateVerification().CommitThenReset())
	ctx := context.Background()

	verification, err := v.Verifications.Create(ctx, service, verify.VerificationCreateParams{
		To: "+14155551234", Channel: verify.ChannelSMS,
	}, twilio.Settle(0))
	switch {
	case err == nil:
		fmt.Println("sent:", verification.Status)
	case errors.Is(err, twilio.ErrNotSeen), errors.Is(err, twilio.ErrNotSent):
		fmt.Println("not sent")
	default:
		fmt.Println(err)
	}
	fmt.Println("codes sent:", len(sim.Verifications()))
	// Output:
	// sent: pending
	// codes sent: 1
}

// An authenticator app.
func ExampleFactors_Create() {
	sim, v, service := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, identity := context.Background(), "ff483d1f-0001"

	factor, err := v.Factors.Create(ctx, service, identity, verify.FactorCreateParams{
		FriendlyName: "Ada's phone", FactorType: verify.FactorTOTP,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	app := sim.Authenticator(factor.Binding.URI) // the person scans it as a QR code
	verified, err := v.Factors.Verify(ctx, service, identity, factor.SID, verify.FactorVerifyParams{AuthPayload: app.Code()})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(verified.Status)

	challenge, err := v.Challenges.Create(ctx, service, identity, verify.ChallengeCreateParams{
		FactorSID: factor.SID, AuthPayload: app.Code(),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(challenge.Approved())
	// Output:
	// verified
	// true
}

// A limit of the application's own: two codes an hour for each address of a device.
func ExampleRateLimits_Create() {
	sim, v, service := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	limit, err := v.RateLimits.Create(ctx, service, verify.RateLimitCreateParams{UniqueName: "end_user_ip_address"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := v.Buckets.Create(ctx, service, limit.SID, verify.BucketCreateParams{Max: 2, Interval: time.Hour}); err != nil {
		fmt.Println(err)
		return
	}
	for range 3 {
		_, err = v.Verifications.Create(ctx, service, verify.VerificationCreateParams{
			To: "+14155551234", Channel: verify.ChannelSMS,
			RateLimits: map[string]string{"end_user_ip_address": "203.0.113.7"},
		})
		fmt.Println(errors.Is(err, twilio.ErrRateLimited), twilio.RetryAfter(err))
	}
	// Output:
	// false 0s
	// false 0s
	// true 1h0m0s
}

// Attempts show how codes were sent and whether they were given back.
func ExampleAttempts_All() {
	sim, v, service := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	sim.Phone("+14155551234").Unreachable(twilio.CodeHandsetUnreachable)
	if _, err := v.Verifications.Create(ctx, service, verify.VerificationCreateParams{To: "+14155551234", Channel: verify.ChannelSMS}); err != nil {
		fmt.Println(err)
		return
	}
	sim.Clock.Advance(time.Minute)

	for attempt, err := range v.Attempts.All(ctx, verify.AttemptListParams{ServiceSID: service, To: "+14155551234"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(attempt.Channel, attempt.ChannelData.MessageStatus, attempt.ConversionStatus, errors.Is(attempt.Err(), twilio.ErrUnreachable))
	}
	// Output: sms undelivered unconverted true
}
