package voice_test

import (
	"net/url"
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/voice"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "voice", New: func(c *twilio.Client) any { return voice.New(c) },
		Files: []string{"api_v2010", "voice_v1"},
		Rows:  rows, Left: left,
	})
}

const (
	setTwice     = "A value that is set twice is set."
	stoppedTwice = "What is stopped twice is stopped, and stopping is the only update."
	keyIsTheirs  = "It asks the caller, or submits the payment, and Complete and Cancel have the status."
	endedTwice   = "A session that is cancelled twice is cancelled, and Capture has the piece of data."
)

var stopped = url.Values{"Status": {"stopped"}}

// rows are the operations of live calls, of their records, and of permissions.
var rows = apitest.Rows{
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

// left are the operations of conferences, recordings and queues, until they are there.
var left = map[string]string{
	"ListCallRecording":                    "it is not there yet",
	"CreateCallRecording":                  "it is not there yet",
	"DeleteCallRecording":                  "it is not there yet",
	"FetchCallRecording":                   "it is not there yet",
	"UpdateCallRecording":                  "it is not there yet",
	"ListConference":                       "it is not there yet",
	"ListParticipant":                      "it is not there yet",
	"CreateParticipant":                    "it is not there yet",
	"DeleteParticipant":                    "it is not there yet",
	"FetchParticipant":                     "it is not there yet",
	"UpdateParticipant":                    "it is not there yet",
	"ListConferenceRecording":              "it is not there yet",
	"DeleteConferenceRecording":            "it is not there yet",
	"FetchConferenceRecording":             "it is not there yet",
	"UpdateConferenceRecording":            "it is not there yet",
	"FetchConference":                      "it is not there yet",
	"UpdateConference":                     "it is not there yet",
	"ListQueue":                            "it is not there yet",
	"CreateQueue":                          "it is not there yet",
	"ListMember":                           "it is not there yet",
	"FetchMember":                          "it is not there yet",
	"UpdateMember":                         "it is not there yet",
	"DeleteQueue":                          "it is not there yet",
	"FetchQueue":                           "it is not there yet",
	"UpdateQueue":                          "it is not there yet",
	"ListRecording":                        "it is not there yet",
	"ListRecordingTranscription":           "it is not there yet",
	"DeleteRecordingTranscription":         "it is not there yet",
	"FetchRecordingTranscription":          "it is not there yet",
	"ListRecordingAddOnResult":             "it is not there yet",
	"ListRecordingAddOnResultPayload":      "it is not there yet",
	"FetchRecordingAddOnResultPayloadData": "it is not there yet",
	"DeleteRecordingAddOnResultPayload":    "it is not there yet",
	"FetchRecordingAddOnResultPayload":     "it is not there yet",
	"DeleteRecordingAddOnResult":           "it is not there yet",
	"FetchRecordingAddOnResult":            "it is not there yet",
	"DeleteRecording":                      "it is not there yet",
	"FetchRecording":                       "it is not there yet",
	"ListTranscription":                    "it is not there yet",
	"DeleteTranscription":                  "it is not there yet",
	"FetchTranscription":                   "it is not there yet",
}
