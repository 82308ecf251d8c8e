package outbox

import (
	"context"
	"strings"
)

// What can tell an opt-out.
const (
	sourceStop    = "stop"        // a text that says STOP
	sourceType    = "optout_type" // Twilio says so in a webhook
	sourceCode    = "21610"       // Twilio has refused a message for it
	sourceProgram = "program"     // OptOut was called
)

// recipientOf is how a recipient is written in the list of opt-outs: without the channel, so that
// who writes STOP on one channel of a sender is left alone on it by the same name.
func recipientOf(to string) string { return strings.ToLower(strings.TrimSpace(to)) }

// optOut notes that a recipient wants no more messages from a sender.
func (o *Outbox[TTx]) optOut(ctx context.Context, sender, recipient, source string) error {
	_, err := o.driver.Pool().Exec(ctx, `INSERT INTO twilio_outbox_optouts (target, account, sender, recipient, source, since)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (target, account, sender, recipient) DO NOTHING`,
		o.config.Target, o.config.Account, sender, recipientOf(recipient), source, o.now())
	return err
}
