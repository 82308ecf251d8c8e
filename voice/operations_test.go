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
		Files: []string{"api_v2010", "voice_v1"}, Rows: rows,
	})
}

const (
	setTwice     = "A value that is set twice is set."
	endedIsOver  = "A conference that is over stays so; Update has the other parameters."
	heardTwice   = "An announcement that is played twice is heard twice."
	onceByName   = "There is one queue of a name, and a second create is refused as a conflict."
	ofUpdate     = setTwice + " Update has the other parameters."
	theFile      = "Twilio's files leave out the address of the file itself: https://www.twilio.com/docs/voice/api/recording"
	stoppedTwice = "What is stopped twice is stopped, and stopping is the only update."
	keyIsTheirs  = "It asks the caller, or submits the payment, and Complete and Cancel have the status."
	endedTwice   = "A session that is cancelled twice is cancelled, and Capture has the piece of data."
)

// recording is an SID for the addresses of files.
const recording = "RE00000000000000000000000000000001"

var rows = apitest.Rows{
	"Conferences.Get":      {Operation: "FetchConference"},
	"Conferences.List":     {Operation: "ListConference"},
	"Conferences.Update":   {Operation: "UpdateConference", IDs: aConference, Class: twilio.ClassCreate, Why: heardTwice},
	"Conferences.Announce": {Operation: "UpdateConference", IDs: aConference, Partial: true, Class: twilio.ClassCreate, Why: heardTwice + " Update has the other parameters."},
	"Conferences.End":      {Operation: "UpdateConference", IDs: aConference, Partial: true, Fixed: url.Values{"Status": {"completed"}}, Class: twilio.ClassIdempotent, Why: endedIsOver},

	"Participants.Create":       {Operation: "CreateParticipant", Proof: "call_sid"},
	"Participants.Get":          {Operation: "FetchParticipant"},
	"Participants.List":         {Operation: "ListParticipant"},
	"Participants.Update":       {Operation: "UpdateParticipant", Partial: true, Class: twilio.ClassIdempotent, Why: setTwice + " Announce has the announcement."},
	"Participants.Hold":         {Operation: "UpdateParticipant", Partial: true, Fixed: url.Values{"Hold": {"true"}}, Class: twilio.ClassIdempotent, Why: ofUpdate},
	"Participants.Unhold":       {Operation: "UpdateParticipant", Partial: true, Fixed: url.Values{"Hold": {"false"}}, Class: twilio.ClassIdempotent, Why: ofUpdate},
	"Participants.Mute":         {Operation: "UpdateParticipant", Partial: true, Fixed: url.Values{"Muted": {"true"}}, Class: twilio.ClassIdempotent, Why: ofUpdate},
	"Participants.Unmute":       {Operation: "UpdateParticipant", Partial: true, Fixed: url.Values{"Muted": {"false"}}, Class: twilio.ClassIdempotent, Why: ofUpdate},
	"Participants.Coach":        {Operation: "UpdateParticipant", Partial: true, Fixed: url.Values{"Coaching": {"true"}}, Class: twilio.ClassIdempotent, Why: ofUpdate},
	"Participants.StopCoaching": {Operation: "UpdateParticipant", Partial: true, Fixed: url.Values{"Coaching": {"false"}}, Class: twilio.ClassIdempotent, Why: ofUpdate},
	"Participants.Announce":     {Operation: "UpdateParticipant", Partial: true, Proof: "call_sid", Class: twilio.ClassCreate, Why: heardTwice + " Update has the other parameters."},
	"Participants.Kick":         {Operation: "DeleteParticipant"},
	"Participants.Reconcile":    {Why: "It reads the list of calls, and is tested in reconcile_test.go."},
	"Participants.NewRecord":    {Why: "It sends nothing."},

	"ConferenceRecordings.Get":    {Operation: "FetchConferenceRecording"},
	"ConferenceRecordings.List":   {Operation: "ListConferenceRecording"},
	"ConferenceRecordings.Update": {Operation: "UpdateConferenceRecording", Values: pausing, Class: twilio.ClassIdempotent, Why: setTwice},
	"ConferenceRecordings.Pause":  {Operation: "UpdateConferenceRecording", Fixed: url.Values{"Status": {"paused"}}, Class: twilio.ClassIdempotent, Why: setTwice},
	"ConferenceRecordings.Resume": {Operation: "UpdateConferenceRecording", Partial: true, Fixed: url.Values{"Status": {"in-progress"}}, Class: twilio.ClassIdempotent, Why: ofUpdate},
	"ConferenceRecordings.Stop":   {Operation: "UpdateConferenceRecording", Partial: true, Fixed: url.Values{"Status": {"stopped"}}, Class: twilio.ClassIdempotent, Why: ofUpdate},
	"ConferenceRecordings.Delete": {Operation: "DeleteConferenceRecording"},

	"Recordings.Get":    {Operation: "FetchRecording"},
	"Recordings.List":   {Operation: "ListRecording"},
	"Recordings.Delete": {Operation: "DeleteRecording"},
	"Recordings.DownloadWAV": {
		Unlisted: "GET https://api.twilio.com/2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}.wav",
		IDs:      map[string]string{"Sid": recording}, Why: theFile,
	},
	"Recordings.DownloadMP3": {
		Unlisted: "GET https://api.twilio.com/2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}.mp3",
		IDs:      map[string]string{"Sid": recording}, Why: theFile,
	},

	"CallRecordings.Start":  {Operation: "CreateCallRecording"},
	"CallRecordings.Get":    {Operation: "FetchCallRecording"},
	"CallRecordings.List":   {Operation: "ListCallRecording"},
	"CallRecordings.Update": {Operation: "UpdateCallRecording", Values: pausing, Class: twilio.ClassIdempotent, Why: setTwice},
	"CallRecordings.Pause":  {Operation: "UpdateCallRecording", Fixed: url.Values{"Status": {"paused"}}, Class: twilio.ClassIdempotent, Why: setTwice},
	"CallRecordings.Resume": {Operation: "UpdateCallRecording", Partial: true, Fixed: url.Values{"Status": {"in-progress"}}, Class: twilio.ClassIdempotent, Why: ofUpdate},
	"CallRecordings.Stop":   {Operation: "UpdateCallRecording", Partial: true, Fixed: url.Values{"Status": {"stopped"}}, Class: twilio.ClassIdempotent, Why: ofUpdate},
	"CallRecordings.Delete": {Operation: "DeleteCallRecording"},

	"Transcriptions.Get":             {Operation: "FetchTranscription"},
	"Transcriptions.List":            {Operation: "ListTranscription"},
	"Transcriptions.Delete":          {Operation: "DeleteTranscription"},
	"RecordingTranscriptions.Get":    {Operation: "FetchRecordingTranscription"},
	"RecordingTranscriptions.List":   {Operation: "ListRecordingTranscription"},
	"RecordingTranscriptions.Delete": {Operation: "DeleteRecordingTranscription"},

	"AddOnResults.Get":       {Operation: "FetchRecordingAddOnResult"},
	"AddOnResults.List":      {Operation: "ListRecordingAddOnResult"},
	"AddOnResults.Delete":    {Operation: "DeleteRecordingAddOnResult"},
	"AddOnPayloads.Get":      {Operation: "FetchRecordingAddOnResultPayload"},
	"AddOnPayloads.List":     {Operation: "ListRecordingAddOnResultPayload"},
	"AddOnPayloads.Delete":   {Operation: "DeleteRecordingAddOnResultPayload"},
	"AddOnPayloads.Download": {Operation: "FetchRecordingAddOnResultPayloadData"},

	"Queues.Create": {Operation: "CreateQueue", Class: twilio.ClassIdempotent, Why: onceByName},
	"Queues.Get":    {Operation: "FetchQueue"},
	"Queues.List":   {Operation: "ListQueue"},
	"Queues.Update": {Operation: "UpdateQueue", Class: twilio.ClassIdempotent, Why: setTwice},
	"Queues.Delete": {Operation: "DeleteQueue"},

	"Members.Get":          {Operation: "FetchMember"},
	"Members.List":         {Operation: "ListMember"},
	"Members.Dequeue":      {Operation: "UpdateMember", Proof: "call_sid", Class: twilio.ClassCreate, Why: "Two requests for the front take two callers out."},
	"Members.DequeueFront": {Why: "It is Dequeue with Front, and is tested in queues_test.go."},

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

// aConference is the kind of SID that the other operations on a conference take: Twilio's
// file leaves it out of the update.
var aConference = map[string]string{"Sid": "CF00000000000000000000000000000001"}

// pausing is a status that the parameter PauseBehavior goes with.
var pausing = map[string]string{"Status": "paused"}

var stopped = url.Values{"Status": {"stopped"}}
