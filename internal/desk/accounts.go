package desk

import (
	"net/http"

	"github.com/seed15d99369/twilio/twiliotest"
)

// accounts find the simulator that a request is about.
type accounts interface {
	// forAPI finds it for a request to Twilio's API, by its credentials.
	forAPI(r *http.Request) (*twiliotest.Sim, *refusal)
	// forPeople finds it for a request under /_sim/.
	forPeople(r *http.Request) (*twiliotest.Sim, *refusal)
	close() error
}

// oneAccount is the desk without workspaces: everything is about one simulator, which refuses
// credentials that are not its own.
type oneAccount struct{ sim *twiliotest.Sim }

func (o oneAccount) forAPI(*http.Request) (*twiliotest.Sim, *refusal) { return o.sim, nil }

func (o oneAccount) forPeople(*http.Request) (*twiliotest.Sim, *refusal) { return o.sim, nil }

func (o oneAccount) close() error { return o.sim.Close() }
