package voice_test

import (
	"net/url"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
)

const (
	setTwice     = "A value that is set twice is set."
	stoppedTwice = "What is stopped twice is stopped, and stopping is the only update."
	keyIsTheirs  = "It asks the caller, or submits the payment, and Complete and Cancel have the status."
	endedTwice   = "A session that is cancelled twice is cancelled, and Capture has the piece of data."
)

var stopped = url.Values{"Status": {"stopped"}}

// callRows are the operations of live calls, of their records, and of permissions.
var callRows = apitest.Rows{
	"Payments.Create":   {Operation: "CreatePayments", Values: map[string]string{"PaymentMethod": "ach-debit"}},
	"Payments.Capture":  {Operation: "UpdatePayments", Partial: true, Class: twilio.ClassCreate, Why: keyIsTheirs},
	"Payments.Complete": {Operation: "UpdatePayments", Fixed: url.Values{"Status": {"complete"}}, Partial: true, Class: twilio.ClassCreate, Why: keyIsTheirs},
	"Payments.Cancel":   {Operation: "UpdatePayments", Fixed: url.Values{"Status": {"cancel"}}, Partial: true, Class: twilio.ClassIdempotent, Why: endedTwice},

	"Streams.Create":                {Operation: "CreateStream"},
	"Streams.Stop":                  {Operation: "UpdateStream", Fixed: stopped, Class: twilio.ClassIdempotent, Why: stoppedTwice},
	"Siprecs.Create":                {Operation: "CreateSiprec"},
	"Siprecs.Stop":                  {Operation: "UpdateSiprec", Fixed: stopped, Class: twilio.ClassIdempotent, Why: stoppedTwice},
	"RealTimeTranscriptions.Create": {Operation: "CreateRealtimeTranscription"},
	"RealTimeTranscriptions.Stop":   {Operation: "UpdateRealtimeTranscription", Fixed: stopped, Class: twilio.ClassIdempotent, Why: stoppedTwice},

	"UserDefinedMessages.Create":             {Operation: "CreateUserDefinedMessage"},
	"UserDefinedMessageSubscriptions.Create": {Operation: "CreateUserDefinedMessageSubscription"},
	"UserDefinedMessageSubscriptions.Delete": {Operation: "DeleteUserDefinedMessageSubscription"},

	"CallEvents.List":        {Operation: "ListCallEvent"},
	"CallNotifications.Get":  {Operation: "FetchCallNotification"},
	"CallNotifications.List": {Operation: "ListCallNotification"},
	"Notifications.Get":      {Operation: "FetchNotification"},
	"Notifications.List":     {Operation: "ListNotification"},
	"ArchivedCalls.Delete":   {Operation: "DeleteArchivedCall"},

	"DialingPermissions.Get":    {Operation: "FetchDialingPermissionsCountry"},
	"DialingPermissions.List":   {Operation: "ListDialingPermissionsCountry"},
	"DialingPermissions.Update": {Operation: "CreateDialingPermissionsCountryBulkUpdate", Class: twilio.ClassIdempotent, Why: setTwice},
	"HighRiskPrefixes.List":     {Operation: "ListDialingPermissionsHrsPrefixes"},
	"Settings.Get":              {Operation: "FetchDialingPermissionsSettings"},
	"Settings.Update":           {Operation: "UpdateDialingPermissionsSettings", Class: twilio.ClassIdempotent, Why: "An account has one setting. " + setTwice},
}
