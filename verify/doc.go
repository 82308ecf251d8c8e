// Package verify is Twilio Verify: it proves that somebody has a phone, a mailbox, an
// authenticator app or a passkey.
//
// Twilio makes the code, sends it by SMS, WhatsApp, RCS, call or email, counts the
// tries and ends the verification after ten minutes. The program starts a verification
// and checks the code that the person gives back:
//
//	package main
//
//	import (
//		"context"
//		"errors"
//		"fmt"
//		"log"
//		"os"
//
//		"github.com/seed15d99369/twilio"
//		"github.com/seed15d99369/twilio/verify"
//	)
//
//	func main() {
//		client, err := twilio.NewFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		ctx, v, service := context.Background(), verify.New(client), os.Getenv("TWILIO_VERIFY_SERVICE_SID")
//		if _, err = v.Verifications.Create(ctx, service, verify.VerificationCreateParams{
//			To: "+14155551234", Channel: verify.ChannelSMS,
//		}); err != nil {
//			log.Fatal(err)
//		}
//		var code string
//		fmt.Print("The code that you received: ")
//		fmt.Scanln(&code)
//		check, err := v.Checks.Create(ctx, service, verify.CheckCreateParams{To: "+14155551234", Code: code})
//		switch {
//		case errors.Is(err, twilio.CodeVerifyChecksUsed), errors.Is(err, twilio.ErrNotFound):
//			fmt.Println("The code can no longer be used. Ask for a new one.")
//		case err != nil:
//			log.Fatal(err)
//		case check.Approved():
//			fmt.Println("Welcome!")
//		default:
//			fmt.Println("The code is wrong.")
//		}
//	}
//
// # Services
//
// A [Service] holds the settings: the name in the messages, the length of codes, the
// templates, the limits. Make one in Twilio's Console or with [Services.Create], once
// for each application, and keep its SID, VA…, in the configuration.
//
// # Never sent twice
//
// [Verifications.Create] and [Checks.Create] are not repeated when nobody can say
// whether Twilio has carried them out: a second code confuses people, and a second
// check counts as a try. The error is then a *[twilio.OutcomeUnknownError].
// [Verifications.Reconcile] finds out whether the code was sent, and the option
// [twilio.Settle] lets the create do that by itself.
//
// # Limits
//
// A verification takes five sends and five checks. Twilio takes 60 requests a minute and
// 180 an hour for each recipient. A request above a limit is refused with 429, which
// matches [twilio.ErrRateLimited]. A refusal by a limit of the service's own, or with a
// code of Verify's, such as [twilio.CodeVerifySendsUsed], is not repeated. One with 20429
// says that Twilio did nothing: the client waits as Retry-After asks and repeats the
// request, unless that takes longer than its policy allows.
//
// # Apps and passkeys
//
// For authenticator apps, push notifications and passkeys a person is an [Entity] with
// one or more factors. See [Factors.Create], [Passkeys.CreateFactor] and
// [Challenges.Create].
//
// Twilio docs: https://www.twilio.com/docs/verify
package verify
