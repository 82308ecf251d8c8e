// Package control is the control API of twilio-sim, under /_sim/v1/: JSON over HTTP, by which
// a person's page and tests in any language move phones, faults and the clock of a simulator.
//
// Reads are GETs and change nothing. Writes need the media type application/json and a JSON
// object, {} included. Errors have the status 4xx and say what to do. The schema, in
// schema.json, describes every call.
package control

import (
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

//go:embed schema.json
var schema []byte

// api is the control API of some simulators.
type api struct {
	find    func(*http.Request) *twiliotest.Sim
	streams *Streams
}

// route is a path and what answers a method there.
type route struct {
	method, path string
	answer       func(*call) (any, *problem)
}

// call is a request to the control API and the simulator that it is about.
type call struct {
	*api

	w    http.ResponseWriter
	http *http.Request
	sim  *twiliotest.Sim
	done bool // the answer has been written
}

// Option changes the control API.
type Option func(*api)

// WithStreams bounds the streams of events. Without it a simulator has 64.
func WithStreams(streams *Streams) Option {
	return func(a *api) { a.streams = streams }
}

// Handler is the control API. find returns the simulator that a request is about, nil for
// none; who may ask has been decided before.
func Handler(find func(*http.Request) *twiliotest.Sim, opts ...Option) http.Handler {
	a := &api{find: find, streams: NewStreams(0)}
	for _, opt := range opts {
		opt(a)
	}
	mux := http.NewServeMux()
	methods := map[string][]string{}
	for _, one := range routes() {
		mux.Handle(one.method+" "+simapi.Prefix+one.path, a.handle(one.answer))
		methods[one.path] = append(methods[one.path], one.method)
	}
	for path, allowed := range methods {
		mux.Handle(simapi.Prefix+path, notAllowed(allowed))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		notFound("path", "There is no such path in the control API.", "GET "+simapi.Prefix+"schema.json describes all paths.").write(w)
	})
	return mux
}

// routes are all calls of the API. Those of one path stand together.
func routes() []route {
	return slices.Concat([]route{
		{http.MethodGet, "status", (*call).status},
		{http.MethodGet, "schema.json", (*call).schema},
		{http.MethodGet, "events", (*call).events},
		{http.MethodGet, "search", (*call).search},
		{http.MethodGet, "export", (*call).export},
		{http.MethodDelete, "history", (*call).clear},
		{http.MethodGet, "clock", (*call).clock},
		{http.MethodPost, "clock", (*call).setClock},
		{http.MethodGet, "faults", (*call).faults},
		{http.MethodPost, "faults", (*call).addFault},
		{http.MethodDelete, "faults", (*call).clearFaults},
		{http.MethodDelete, "faults/{id}", (*call).removeFault},
	}, phoneRoutes(), callRoutes(), wireRoutes(), lineRoutes())
}

func phoneRoutes() []route {
	return []route{
		{http.MethodGet, "phones", (*call).phones},
		{http.MethodGet, "phones/{number}", (*call).phone},
		{http.MethodPut, "phones/{number}", (*call).setPhone},
		{http.MethodPost, "phones/{number}/messages", (*call).text},
		{http.MethodGet, "phones/{number}/messages/newest", (*call).newestMessage},
		{http.MethodGet, "phones/{number}/messages/next", (*call).nextMessage},
		{http.MethodGet, "phones/{number}/code", (*call).code},
		{http.MethodPost, "phones/{number}/calls", (*call).dial},
		{http.MethodGet, "phones/{number}/calls/next", (*call).nextCall},
		{http.MethodGet, "messages", (*call).messages},
		{http.MethodGet, "messages/{sid}", (*call).message},
	}
}

func callRoutes() []route {
	return []route{
		{http.MethodGet, "calls", (*call).calls},
		{http.MethodGet, "calls/{sid}", (*call).oneCall},
		{http.MethodGet, "calls/{sid}/transcript/next", (*call).nextLine},
		{http.MethodPost, "calls/{sid}/answer", (*call).answer},
		{http.MethodPost, "calls/{sid}/decline", (*call).decline},
		{http.MethodPost, "calls/{sid}/keys", (*call).press},
		{http.MethodPost, "calls/{sid}/speech", (*call).speak},
		{http.MethodPost, "calls/{sid}/voicemail", (*call).voicemail},
		{http.MethodPost, "calls/{sid}/hangup", (*call).hangup},
	}
}

func wireRoutes() []route {
	return []route{
		{http.MethodGet, "requests", (*call).requests},
		{http.MethodGet, "requests/{id}", (*call).request},
		{http.MethodGet, "requests/{id}/snippet", (*call).snippet},
		{http.MethodPost, "requests/{id}/repeat", (*call).repeatRequest},
		{http.MethodGet, "callbacks", (*call).callbacks},
		{http.MethodGet, "callbacks/{id}", (*call).callback},
		{http.MethodPost, "callbacks/{id}/repeat", (*call).repeatCallback},
		{http.MethodGet, "alerts", (*call).alerts},
		{http.MethodGet, "alerts/{id}", (*call).alert},
	}
}

func lineRoutes() []route {
	return []route{
		{http.MethodGet, "numbers", (*call).numbers},
		{http.MethodPost, "numbers", (*call).addNumber},
		{http.MethodGet, "numbers/{number}", (*call).number},
		{http.MethodPut, "numbers/{number}", (*call).setNumber},
		{http.MethodGet, "conferences", (*call).conferences},
		{http.MethodGet, "queues", (*call).queues},
		{http.MethodGet, "recordings", (*call).recordings},
		{http.MethodGet, "recordings/{file}", (*call).recording},
	}
}

// handle finds the simulator, holds a write against its media type, and writes the answer.
func (a *api) handle(answer func(*call) (any, *problem)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		c := &call{api: a, w: w, http: r, sim: a.find(r)}
		if c.sim == nil {
			notFound("", "There is no simulator for this request.", "Give the account SID and the token of a workspace.").write(w)
			return
		}
		if problem := refuseMedia(r); problem != nil {
			problem.write(w)
			return
		}
		value, problem := answer(c)
		switch {
		case problem != nil:
			problem.write(w)
		case !c.done:
			writeJSON(w, http.StatusOK, value)
		}
	})
}

// notAllowed answers the methods that a path does not have.
func notAllowed(allowed []string) http.Handler {
	list := strings.Join(allowed, ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", list)
		(&problem{http.StatusMethodNotAllowed, simapi.Error{
			Message: "The path does not have this method.", Field: "method", Remedy: "Use " + list + ".",
		}}).write(w)
	})
}

func (c *call) status() (any, *problem) {
	return statusOf(c.sim), nil
}

func statusOf(sim *twiliotest.Sim) simapi.Status {
	return simapi.Status{
		Name: "twilio-sim", AccountSID: sim.AccountSID(), Now: sim.Clock.Now(), Speed: sim.Clock.Speed(), EventSerial: sim.EventSerial(),
	}
}

func (c *call) schema() (any, *problem) {
	c.write("application/json", schema)
	return nil, nil
}

// write answers with something else than JSON of this API.
func (c *call) write(media string, body []byte) {
	c.done = true
	c.w.Header().Set("Content-Type", media)
	_, _ = c.w.Write(body) // a client that has gone is its own affair
}
