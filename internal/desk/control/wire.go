package control

import (
	"slices"
	"strconv"

	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

func (c *call) requests() (any, *problem) {
	page, next, problem := pageOf(c, c.sim.Requests(), func(r twiliotest.Request) string { return strconv.Itoa(r.ID) })
	return simapi.RequestPage{Requests: each(page, requestOf), Next: next}, problem
}

func (c *call) callbacks() (any, *problem) {
	page, next, problem := pageOf(c, allCallbacks(c.sim), func(one twiliotest.Callback) string { return strconv.Itoa(one.ID) })
	return simapi.CallbackPage{Callbacks: each(page, callbackOf), Next: next}, problem
}

// allCallbacks are those that are over and those that are under way, in the order of their IDs.
func allCallbacks(sim *twiliotest.Sim) []twiliotest.Callback {
	all := slices.Concat(sim.Callbacks(), sim.CallbacksUnderWay())
	slices.SortFunc(all, func(a, b twiliotest.Callback) int { return a.ID - b.ID })
	return slices.CompactFunc(all, func(a, b twiliotest.Callback) bool { return a.ID == b.ID }) // one may have ended in between
}

func (c *call) alerts() (any, *problem) {
	page, next, problem := pageOf(c, c.sim.Alerts(), func(a twiliotest.Alert) string { return strconv.Itoa(a.ID) })
	return simapi.AlertPage{Alerts: each(page, alertOf), Next: next}, problem
}

func (c *call) requestOf() (twiliotest.Request, *problem) {
	id, problem := c.idOf()
	if problem != nil {
		return twiliotest.Request{}, problem
	}
	r, ok := c.sim.RequestOf(id)
	if !ok {
		return r, notFound("id", "There is no such request.", "GET requests lists those that are kept.")
	}
	return r, nil
}

func (c *call) request() (any, *problem) {
	r, problem := c.requestOf()
	return requestOf(&r), problem
}

func (c *call) snippet() (any, *problem) {
	values, problem := c.query("as")
	if problem != nil {
		return nil, problem
	}
	r, problem := c.requestOf()
	if problem != nil {
		return nil, problem
	}
	text, problem := snippetOf(&r, values.Get("as"))
	if problem == nil {
		c.write("text/plain; charset=utf-8", []byte(text))
	}
	return nil, problem
}

func (c *call) repeatRequest() (any, *problem) {
	r, problem := c.requestOf()
	if problem == nil {
		problem = c.read(new(simapi.Nothing))
	}
	if problem != nil {
		return nil, problem
	}
	again, err := c.sim.RepeatRequest(c.http.Context(), r.ID)
	if err != nil {
		return nil, conflict("The request cannot be repeated, because it had wrong credentials, asked for a token, or got no answer.", "Send it from your program.")
	}
	return requestOf(&again), nil
}

func (c *call) callbackOf() (twiliotest.Callback, *problem) {
	id, problem := c.idOf()
	if problem != nil {
		return twiliotest.Callback{}, problem
	}
	one, ok := c.sim.CallbackOf(id)
	if !ok {
		return one, notFound("id", "There is no such callback.", "GET callbacks lists those that are kept.")
	}
	return one, nil
}

func (c *call) callback() (any, *problem) {
	one, problem := c.callbackOf()
	return callbackOf(&one), problem
}

func (c *call) repeatCallback() (any, *problem) {
	one, problem := c.callbackOf()
	if problem == nil {
		problem = c.read(new(simapi.Nothing))
	}
	if problem != nil {
		return nil, problem
	}
	again := c.sim.Repeat(one)
	if again.ID == 0 {
		return nil, conflict("The callback cannot be repeated, because it comes from before a restart.", "Let the program cause a new one.")
	}
	return callbackOf(again), nil
}

func (c *call) alert() (any, *problem) {
	id, problem := c.idOf()
	if problem != nil {
		return nil, problem
	}
	for _, a := range c.sim.Alerts() {
		if a.ID == id {
			return alertOf(&a), nil
		}
	}
	return nil, notFound("id", "There is no such alert.", "GET alerts lists those that are kept.")
}
