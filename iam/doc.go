// Package iam manages who may use Twilio: accounts and subaccounts, API keys, auth
// tokens, OAuth apps, and the users and roles of an organization. It makes a key, uses
// it at once, and revokes it:
//
//	func run(ctx context.Context) error {
//		client, err := twilio.NewFromEnv() // with the auth token: keys do not make keys
//		if err != nil {
//			return err
//		}
//		keys := iam.New(client).Keys
//		key, err := keys.CreateRestricted(ctx, iam.KeyCreateRestrictedParams{
//			FriendlyName: "reader of messages 2026-11",
//			Policy:       iam.Policy{Allow: []string{"/twilio/messaging/messages/list"}},
//		})
//		if err != nil {
//			return err
//		}
//		reader, err := twilio.New(client.AccountSID(), key.Credential())
//		if err != nil {
//			return err
//		}
//		for msg, err := range reader.Messages.All(ctx, twilio.MessageListParams{}) {
//			if err != nil {
//				return err
//			}
//			fmt.Println(msg.SID, msg.Status)
//		}
//		return keys.Delete(ctx, key.SID)
//	}
//
// # Secrets
//
// The secret of a key, the auth token of an account, a client secret and an access token
// have the type [twilio.Secret]: a printed, logged or encoded struct shows "[redacted]"
// for them, and Reveal returns them. Twilio shows most of them once. When the answer to a
// create is lost, so is its secret: the create ends in an *[twilio.OutcomeUnknownError],
// and [Keys.Reconcile] and its relatives find the key by its name and time, so that it
// can be deleted and another one made. Give each key a name of its own.
//
// # Credentials
//
// Accounts, keys and auth tokens are managed with the auth token of the account, or with
// a main key of the Console. A standard key is refused with code 20003. The operations of
// an organization take the token of an organization's OAuth app alone, with
// [twilio.OAuth]: another credential is refused before anything is sent.
//
// Twilio docs: https://www.twilio.com/docs/iam
package iam
