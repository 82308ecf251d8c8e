package voice

import "github.com/seed15d99369/twilio"

// Client is Twilio Voice for the account of one [twilio.Client]: a field for each
// resource. It is safe for concurrent use, as the twilio.Client is. Make it with [New].
//
// Twilio docs: https://www.twilio.com/docs/voice/api
type Client struct {
	Conferences          *Conferences
	Participants         *Participants
	ConferenceRecordings *ConferenceRecordings

	Recordings              *Recordings
	CallRecordings          *CallRecordings
	Transcriptions          *Transcriptions
	RecordingTranscriptions *RecordingTranscriptions
	AddOnResults            *AddOnResults
	AddOnPayloads           *AddOnPayloads

	Queues  *Queues
	Members *Members

	Payments                        *Payments
	Streams                         *Streams
	Siprecs                         *Siprecs
	RealTimeTranscriptions          *RealTimeTranscriptions
	UserDefinedMessages             *UserDefinedMessages
	UserDefinedMessageSubscriptions *UserDefinedMessageSubscriptions

	CallEvents        *CallEvents
	CallNotifications *CallNotifications
	Notifications     *Notifications
	ArchivedCalls     *ArchivedCalls

	DialingPermissions *DialingPermissions
	HighRiskPrefixes   *HighRiskPrefixes
	Settings           *Settings
}

// New returns Voice for the account, the credentials and the options of c. It sends
// nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/voice/api
func New(c *twilio.Client) *Client {
	return &Client{
		Conferences:             &Conferences{c},
		Participants:            &Participants{c},
		ConferenceRecordings:    &ConferenceRecordings{c},
		Recordings:              &Recordings{c},
		CallRecordings:          &CallRecordings{c},
		Transcriptions:          &Transcriptions{c},
		RecordingTranscriptions: &RecordingTranscriptions{c},
		AddOnResults:            &AddOnResults{c},
		AddOnPayloads:           &AddOnPayloads{c},
		Queues:                  &Queues{c},
		Members:                 &Members{c},

		Payments:                        &Payments{c},
		Streams:                         &Streams{c},
		Siprecs:                         &Siprecs{c},
		RealTimeTranscriptions:          &RealTimeTranscriptions{c},
		UserDefinedMessages:             &UserDefinedMessages{c},
		UserDefinedMessageSubscriptions: &UserDefinedMessageSubscriptions{c},
		CallEvents:                      &CallEvents{c},
		CallNotifications:               &CallNotifications{c},
		Notifications:                   &Notifications{c},
		ArchivedCalls:                   &ArchivedCalls{c},
		DialingPermissions:              &DialingPermissions{c},
		HighRiskPrefixes:                &HighRiskPrefixes{c},
		Settings:                        &Settings{c},
	}
}

// The addresses of Voice.
const (
	hostAPI       = "api"
	hostVoice     = "voice" // of permissions, settings and archives
	accountPrefix = "/2010-04-01/Accounts/{AccountSid}"
	callPrefix    = accountPrefix + "/Calls/{CallSid:CA}"
)
