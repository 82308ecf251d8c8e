package desk

import (
	"net/http"

	"github.com/seed15d99369/twilio/twiliotest"
)

func (d *Desk) laterOptions(*identity) []twiliotest.Option { return nil }

func recognizes(*twiliotest.Sim, *http.Request) bool { return false }

func (d *Desk) newWorkspaces() (accounts, error) {
	return newWorkspaces(func(who identity) (*twiliotest.Sim, error) { return d.newSim(&who) }, maxWorkspaces), nil
}
