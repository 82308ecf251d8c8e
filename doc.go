// Package twilio is a client for Twilio's REST API: messages, WhatsApp, calls,
// lookups and the account's balance, typed, with a context on every call, and
// without any other Twilio library beneath it.
//
//	client, err := twilio.NewFromEnv()
//	if err != nil {
//		log.Fatal(err)
//	}
//	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{
//		To: "+14155551234", From: "+14155556789", Body: "See you at 9",
//	})
//	switch {
//	case errors.Is(err, twilio.ErrOutcomeUnknown):
//		// It may have been sent: reconcile before any second try.
//	case errors.Is(err, twilio.ErrOptedOut):
//		// The recipient sent STOP.
//	case err != nil:
//		log.Fatal(err) // one line: operation, status, code, what it means, what to do
//	default:
//		fmt.Println(msg.SID, msg.Status)
//	}
//
// The client's retries never send a text twice, as long as the caller's own transport
// does not repeat requests: a create is repeated only when it is certain that nothing
// was done. When Twilio refuses it, the error is an [Error]. When nobody can say
// whether it was carried out, the error is an [OutcomeUnknownError], which [Settle]
// and [Messages.Reconcile] settle. Reads and
// deletions are repeated as [RetryPolicy] says.
//
// Package twiliotest is Twilio in memory, for tests of programs that use this package.
package twilio

//go:generate go run ./internal/apitest/coverage
