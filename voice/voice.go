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
	}
}

// The addresses of Voice.
const (
	hostAPI       = "api"
	accountPrefix = "/2010-04-01/Accounts/{AccountSid}"
	callPrefix    = accountPrefix + "/Calls/{CallSid:CA}"
)
