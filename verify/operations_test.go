package verify_test

import (
	"net/url"
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/verify"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "verify", New: func(c *twilio.Client) any { return verify.New(c) },
		Files: []string{"verify_v2"}, Rows: rows, Constants: constants,
	})
}

const (
	setTwice    = "A value that is set twice is set."
	triesCount  = "Each wrong answer counts as one of five tries."
	onceByName  = "There is one of that name, and a second create is refused as a conflict."
	statuses    = "Of the values of a verification's status the file has the two that can be set: https://www.twilio.com/docs/verify/api/verification"
	endedIsOver = "A verification that is over stays so."
)

var rows = apitest.Rows{
	"Services.Create": {Operation: "CreateService"},
	"Services.Get":    {Operation: "FetchService"},
	"Services.List":   {Operation: "ListService"},
	"Services.Update": {Operation: "UpdateService", Class: twilio.ClassIdempotent, Why: setTwice},
	"Services.Delete": {Operation: "DeleteService"},

	"Verifications.Create":    {Operation: "CreateVerification"},
	"Verifications.Get":       {Operation: "FetchVerification"},
	"Verifications.Update":    {Operation: "UpdateVerification", Class: twilio.ClassIdempotent, Why: endedIsOver},
	"Verifications.Cancel":    {Operation: "UpdateVerification", Fixed: url.Values{"Status": {"canceled"}}, Class: twilio.ClassIdempotent, Why: endedIsOver},
	"Verifications.Approve":   {Operation: "UpdateVerification", Fixed: url.Values{"Status": {"approved"}}, Class: twilio.ClassIdempotent, Why: endedIsOver},
	"Verifications.Reconcile": {Why: "It reads the list of attempts, and is tested in reconcile_test.go."},
	"Verifications.NewRecord": {Why: "It sends nothing."},

	"Checks.Create": {Operation: "CreateVerificationCheck"},

	"Templates.List": {Operation: "ListVerificationTemplate"},

	"RateLimits.Create": {Operation: "CreateRateLimit"},
	"RateLimits.Get":    {Operation: "FetchRateLimit"},
	"RateLimits.List":   {Operation: "ListRateLimit"},
	"RateLimits.Update": {Operation: "UpdateRateLimit", Class: twilio.ClassIdempotent, Why: setTwice},
	"RateLimits.Delete": {Operation: "DeleteRateLimit"},

	"Buckets.Create": {Operation: "CreateBucket"},
	"Buckets.Get":    {Operation: "FetchBucket"},
	"Buckets.List":   {Operation: "ListBucket"},
	"Buckets.Update": {Operation: "UpdateBucket", Class: twilio.ClassIdempotent, Why: setTwice},
	"Buckets.Delete": {Operation: "DeleteBucket"},

	"MessagingConfigurations.Create": {Operation: "CreateMessagingConfiguration", Class: twilio.ClassIdempotent, Why: onceByName},
	"MessagingConfigurations.Get":    {Operation: "FetchMessagingConfiguration"},
	"MessagingConfigurations.List":   {Operation: "ListMessagingConfiguration"},
	"MessagingConfigurations.Update": {Operation: "UpdateMessagingConfiguration", Class: twilio.ClassIdempotent, Why: setTwice},
	"MessagingConfigurations.Delete": {Operation: "DeleteMessagingConfiguration"},

	"Webhooks.Create": {Operation: "CreateWebhook"},
	"Webhooks.Get":    {Operation: "FetchWebhook"},
	"Webhooks.List":   {Operation: "ListWebhook"},
	"Webhooks.Update": {Operation: "UpdateWebhook", Class: twilio.ClassIdempotent, Why: setTwice},
	"Webhooks.Delete": {Operation: "DeleteWebhook"},

	"Attempts.Get":  {Operation: "FetchVerificationAttempt"},
	"Attempts.List": {Operation: "ListVerificationAttempt"},

	"AttemptsSummary.Get": {Operation: "FetchVerificationAttemptsSummary"},

	"SafeList.Create": {Operation: "CreateSafelist", Class: twilio.ClassIdempotent, Why: onceByName},
	"SafeList.Get":    {Operation: "FetchSafelist"},
	"SafeList.Delete": {Operation: "DeleteSafelist"},

	"Entities.Create": {Operation: "CreateEntity", Class: twilio.ClassIdempotent, Why: onceByName},
	"Entities.Get":    {Operation: "FetchEntity"},
	"Entities.List":   {Operation: "ListEntity"},
	"Entities.Delete": {Operation: "DeleteEntity"},

	"Factors.Create": {Operation: "CreateNewFactor"},
	"Factors.Get":    {Operation: "FetchFactor"},
	"Factors.List":   {Operation: "ListFactor"},
	"Factors.Update": {Operation: "UpdateFactor", Partial: true, Class: twilio.ClassIdempotent, Why: setTwice + " Verify has the parameter that counts as a try."},
	"Factors.Verify": {Operation: "UpdateFactor", Partial: true, Class: twilio.ClassCreate, Why: triesCount + " Update has the settings."},
	"Factors.Delete": {Operation: "DeleteFactor"},

	"Passkeys.CreateFactor":     {Operation: "CreateNewFactorPasskey"},
	"Passkeys.VerifyFactor":     {Operation: "UpdatePasskeysFactor"},
	"Passkeys.CreateChallenge":  {Operation: "CreateChallengePasskeys"},
	"Passkeys.ApproveChallenge": {Operation: "UpdateChallengePasskeys"},

	"Challenges.Create": {Operation: "CreateChallenge"},
	"Challenges.Get":    {Operation: "FetchChallenge"},
	"Challenges.List":   {Operation: "ListChallenge"},
	"Challenges.Update": {Operation: "UpdateChallenge", Class: twilio.ClassCreate, Why: triesCount},

	"Notifications.Create": {Operation: "CreateNotification"},

	"AccessTokens.Create": {Operation: "CreateAccessToken", Class: twilio.ClassIdempotent, Why: "A token more changes nothing: it ends within five minutes."},
	"AccessTokens.Get":    {Operation: "FetchAccessToken"},

	"Forms.Get": {Operation: "FetchForm"},
}

// constants are in Twilio's documentation and in no enum of its files.
var constants = []apitest.Constant{
	{Type: "Channel", Value: "rcs", Why: "https://www.twilio.com/docs/verify/rcs"},
	{Type: "AuthenticatorAttachment", Value: "any", Why: "The config of a passkey takes it: https://www.twilio.com/docs/verify/passkeys"},
	{Type: "VerificationStatus", Value: "pending", Why: statuses},
	{Type: "VerificationStatus", Value: "max_attempts_reached", Why: statuses},
	{Type: "VerificationStatus", Value: "deleted", Why: statuses},
	{Type: "VerificationStatus", Value: "failed", Why: statuses},
	{Type: "VerificationStatus", Value: "expired", Why: statuses},
	{Type: "Channel", Value: "auto", Why: "https://www.twilio.com/docs/verify/automatic-channel-selection"},
}
