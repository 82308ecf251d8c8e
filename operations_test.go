package twilio_test

import (
	"net/url"
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
)

// TestOperations puts every operation of the package through everything.
func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		New:   func(c *twilio.Client) any { return c },
		Files: []string{"api_v2010", "lookups_v1", "lookups_v2"},
		Rows:  rows,
		Left: map[string]string{
			"CreateBulkLookup":                 lookupAdministration,
			"CreateLookupPhoneNumberOverrides": lookupAdministration,
			"DeleteLookupPhoneNumberOverrides": lookupAdministration,
			"DeleteLookupRateLimit":            lookupAdministration,
			"FetchLookupAccountRateLimits":     lookupAdministration,
			"FetchLookupPhoneNumberOverrides":  lookupAdministration,
			"FetchLookupRateLimit":             lookupAdministration,
			"UpdateLookupPhoneNumberOverrides": lookupAdministration,
			"UpdateLookupRateLimit":            lookupAdministration,
		},
	})
}

const lookupAdministration = "Overrides, limits and batches administer Lookup. A program that looks numbers up does without them, and they are not modelled yet."

const inlineTwiML = "<Response><Say>Hello</Say></Response>"

var rows = apitest.Rows{
	"Balance.Get": {Operation: "FetchBalance"},

	"Calls.Create": {Operation: "CreateCall", Apart: []string{"Url", "Twiml"}, Values: map[string]string{"Twiml": inlineTwiML}},
	"Calls.Get":    {Operation: "FetchCall"},
	"Calls.List":   {Operation: "ListCall"},
	"Calls.Update": {
		Operation: "UpdateCall", Class: twilio.ClassCreate, Apart: []string{"Url", "Twiml"}, Values: map[string]string{"Twiml": inlineTwiML},
		Why: "an update may run instructions on a live call, twice if it is repeated",
	},
	"Calls.Redirect": {
		Operation: "UpdateCall", Class: twilio.ClassCreate, Partial: true, Apart: []string{"Url", "Twiml"}, Values: map[string]string{"Twiml": inlineTwiML},
		Why: "the caller would hear the instructions twice; Update has the other parameters",
	},
	"Calls.Hangup": {
		Operation: "UpdateCall", Class: twilio.ClassIdempotent, Fixed: url.Values{"Status": {"completed"}}, Partial: true,
		Why: "a call that is over stays over; Update has the other parameters",
	},
	"Calls.Cancel": {
		Operation: "UpdateCall", Class: twilio.ClassIdempotent, Fixed: url.Values{"Status": {"canceled"}}, Partial: true,
		Why: "a call that is canceled stays canceled; Update has the other parameters",
	},
	"Calls.Delete":    {Operation: "DeleteCall"},
	"Calls.Reconcile": {Why: "it looks for a call by listing calls"},
	"Admit":           {Why: "it waits for the rate, and sends nothing"},
	"Calls.NewRecord": {Why: "it sends nothing"},

	"Lookup.Get":   {Operation: "FetchPhoneNumber", File: "lookups_v2"},
	"Lookup.GetV1": {Operation: "FetchPhoneNumber", File: "lookups_v1"},

	"Media.Get":    {Operation: "FetchMedia"},
	"Media.List":   {Operation: "ListMedia"},
	"Media.Delete": {Operation: "DeleteMedia"},
	"Media.Download": {
		Unlisted: "GET https://api.twilio.com/2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media/{Sid}",
		IDs:      map[string]string{"MessageSid": "SM00000000000000000000000000000001", "Sid": "ME00000000000000000000000000000001"},
		Why:      "Twilio's files leave out the address of the file itself",
	},

	"Messages.Create": {Operation: "CreateMessage"},
	"Messages.Get":    {Operation: "FetchMessage"},
	"Messages.List":   {Operation: "ListMessage"},
	"Messages.Update": {
		Operation: "UpdateMessage", Class: twilio.ClassIdempotent,
		Why: "a body that is empty stays empty, and a message that is canceled stays canceled",
	},
	"Messages.Redact": {
		Operation: "UpdateMessage", Class: twilio.ClassIdempotent, Fixed: url.Values{"Body": {""}}, Partial: true,
		Why: "a body that is empty stays empty; Update has the other parameters",
	},
	"Messages.Cancel": {
		Operation: "UpdateMessage", Class: twilio.ClassIdempotent, Fixed: url.Values{"Status": {"canceled"}}, Partial: true,
		Why: "a message that is canceled stays canceled; Update has the other parameters",
	},
	"Messages.Delete":         {Operation: "DeleteMessage"},
	"Messages.CreateFeedback": {Operation: "CreateMessageFeedback", Proof: "message_sid"},
	"Messages.Reconcile":      {Why: "it looks for a message by listing messages"},
	"Messages.NewRecord":      {Why: "it sends nothing"},

	"WhatsApp.Send": {
		Operation: "CreateMessage", Values: map[string]string{"To": "whatsapp:+447700900001", "From": "whatsapp:+447700900002"},
	},
	"WhatsApp.Reconcile": {Why: "it looks for a message by listing messages"},
	"WhatsApp.NewRecord": {Why: "it sends nothing"},
}
