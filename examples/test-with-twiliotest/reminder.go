// Package reminder is a piece of somebody's service that texts, with the unit
// test that the simulator makes possible: see reminder_test.go.
package reminder

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed15d99369/twilio"
)

// ErrUnwelcome says that the patient must not be texted any more.
var ErrUnwelcome = errors.New("the patient does not want messages")

// Reminder texts patients from the clinic's number.
type Reminder struct {
	Twilio *twilio.Client
	From   string
}

// Remind tells a patient about an appointment.
func (r *Reminder) Remind(ctx context.Context, to, when string) error {
	_, err := r.Twilio.Messages.Create(ctx, twilio.MessageCreateParams{To: to, From: r.From, Body: "See you at " + when + ". Reply STOP to opt out."})
	switch {
	case errors.Is(err, twilio.ErrOptedOut):
		return ErrUnwelcome
	case err != nil:
		return fmt.Errorf("reminding: %w", err)
	}
	return nil
}
