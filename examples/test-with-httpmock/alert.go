// Package alert is a piece of somebody's service that texts, with a unit test
// that looks at the request itself, by httpmock: see alert_test.go.
package alert

import (
	"context"

	"github.com/seed15d99369/twilio"
)

// Send texts whoever is on call, and returns the message's SID.
func Send(ctx context.Context, client *twilio.Client, from, to, text string) (sid string, err error) {
	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{To: to, From: from, Body: "ALERT: " + text})
	if err != nil {
		return "", err
	}
	return msg.SID, nil
}
