package monitor

import "github.com/seed15d99369/twilio"

// Client is Twilio Monitor for the account of one [twilio.Client]. It is safe for
// concurrent use, as the twilio.Client is. Make it with [New].
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor
type Client struct {
	Alerts *Alerts
	Events *Events
	Alarms *Alarms
}

// New returns Monitor for the account, the credentials and the options of c. It sends
// nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor
func New(c *twilio.Client) *Client {
	return &Client{Alerts: &Alerts{c}, Events: &Events{c}, Alarms: &Alarms{c}}
}

const host = "monitor"
