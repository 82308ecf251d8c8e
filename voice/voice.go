// Package voice is Twilio Voice beyond calls: what belongs to a live call, and what
// decides which calls an account may make.
package voice

import "github.com/seed15d99369/twilio"

// Client is Twilio Voice for the account of one [twilio.Client]: a field for each
// resource. It is safe for concurrent use, as the twilio.Client is. Make it with [New].
//
// Twilio docs: https://www.twilio.com/docs/voice/api
type Client struct {
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
