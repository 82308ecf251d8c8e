package main

import (
	"context"
	"net/http"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiliotest"
)

// end describes the conditions under which a text comes to a particular end.
type end struct {
	name   string
	change func(*twilio.MessageCreateParams)      // of the text, nil for none
	faults []twiliotest.Fault                     // while it is sent
	before func(twilio.MessageCreateParams) error // a step before it is sent, nil for none
}

// reach sends a text that comes to this end.
func (e end) reach(ctx context.Context, d *demo.Demo, text twilio.MessageCreateParams) (ended string, err error) {
	if e.change != nil {
		e.change(&text)
	}
	if e.before != nil {
		if err := e.before(text); err != nil {
			return "", err
		}
	}
	for _, fault := range e.faults {
		d.Sim.Fault(fault)
	}
	defer d.Sim.ClearFaults()
	return send(ctx, d, text)
}

// ends are all that a text can have, with the simulator made ready for them.
func ends(ctx context.Context, sim *twiliotest.Sim) ([]end, error) {
	away, quit := sim.Phone("+14155550101"), sim.Phone("+14155550102")
	away.Unreachable(twilio.CodeHandsetUnreachable)
	quit.OptOut()
	other, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), sim.Options()...)
	if err != nil {
		return nil, err
	}
	sendsTheSame := func(text twilio.MessageCreateParams) error {
		_, err := other.Messages.Create(ctx, text)
		return err
	}
	create, lists := twiliotest.OnCreateMessage().Times(1), twiliotest.On(http.MethodGet, "/2010-04-01/Accounts/*/Messages.json")
	return []end{
		{name: "a phone that is on"},
		{name: "a phone that is off", change: sendTo(away.Number())},
		{name: "WhatsApp to somebody who has not written", change: byWhatsApp},
		{name: "somebody who replied STOP", change: sendTo(quit.Number())},
		{name: "a sender that is not yours", change: sendFrom("+14155550199")},
		{name: "a number that is too short", change: sendTo("+1415")},
		{name: "a number without a plus", change: sendTo("4155551234")},
		{name: "the answer is lost after it was sent", faults: []twiliotest.Fault{create.CommitThenReset()}},
		{name: "the connection is lost before Twilio acted", faults: []twiliotest.Fault{create.ReadThenClose()}},
		{name: "the answer is lost, and another is alike", before: sendsTheSame, faults: []twiliotest.Fault{create.CommitThenReset()}},
		{name: "the answer is lost, and the lists fail", faults: []twiliotest.Fault{create.CommitThenReset(), lists.Status(http.StatusServiceUnavailable, 20503)}},
		{name: "too many texts at once", faults: []twiliotest.Fault{create.TooManyRequests("60")}},
	}, nil
}

func sendTo(number string) func(*twilio.MessageCreateParams) {
	return func(p *twilio.MessageCreateParams) { p.To = number }
}

func sendFrom(number string) func(*twilio.MessageCreateParams) {
	return func(p *twilio.MessageCreateParams) { p.From = number }
}

func byWhatsApp(p *twilio.MessageCreateParams) {
	p.To, p.From = "whatsapp:"+p.To, "whatsapp:"+p.From
}
