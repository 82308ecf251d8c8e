package control

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

// found is a message or a call of a search.
type found struct {
	sid     string
	created time.Time
	message *twiliotest.Message
	call    *twiliotest.Call
}

func (f found) shown() simapi.Found {
	if f.message != nil {
		message := messageOf(f.message)
		return simapi.Found{Message: &message}
	}
	call := callOf(f.call)
	return simapi.Found{Call: &call}
}

// history is the messages and calls, the newest first.
func history(sim *twiliotest.Sim, messages, calls bool) []found {
	var all []found
	if messages {
		for _, m := range slices.Backward(sim.Messages()) {
			all = append(all, found{sid: m.SID, created: m.Created, message: &m})
		}
	}
	if calls {
		for _, c := range slices.Backward(sim.Calls()) {
			all = append(all, found{sid: c.SID, created: c.Created, call: &c})
		}
	}
	if messages && calls {
		slices.SortStableFunc(all, func(a, b found) int { return b.created.Compare(a.created) })
	}
	return all
}

// searchIn returns the page that a request asks for, and where the next one begins.
func (c *call) searchIn(messages, calls bool) (page []found, next string, p *problem) {
	values, p := c.query("q", "limit", "before")
	if p != nil {
		return nil, "", p
	}
	query, err := ParseQuery(values.Get("q"))
	if err != nil {
		return nil, "", badField("q", sentence(err.Error()), "A search has words, \"words in a row\" and "+prefixes+" with a value.")
	}
	all, p := before(history(c.sim, messages, calls), values, func(f found) string { return f.sid })
	if p != nil {
		return nil, "", p
	}
	limit, p := limitOf(values)
	if p != nil {
		return nil, "", p
	}
	for _, f := range all {
		if f.message != nil && !query.Message(f.message) || f.call != nil && !query.Call(f.call) {
			continue
		}
		if len(page) == limit {
			return page, page[limit-1].sid, nil
		}
		page = append(page, f)
	}
	return page, "", nil
}

// before leaves out what is newer than the one that a request names, and that one.
func before[T any](all []T, values url.Values, name func(T) string) ([]T, *problem) {
	last := values.Get("before")
	if last == "" {
		return all, nil
	}
	i := slices.IndexFunc(all, func(one T) bool { return name(one) == last })
	if i < 0 {
		return nil, gone("before")
	}
	return all[i+1:], nil
}

// gone is the problem of a place in the history that is unknown.
func gone(field string) *problem {
	return &problem{http.StatusGone, simapi.Error{
		Message: "What the field " + field + " names is not kept, or has never been there.", Field: field,
		Remedy: "Leave the field out, to begin with the newest.",
	}}
}

func (c *call) search() (any, *problem) {
	page, next, problem := c.searchIn(true, true)
	return simapi.SearchPage{Results: each(page, func(f *found) simapi.Found { return f.shown() }), Next: next}, problem
}

func (c *call) messages() (any, *problem) {
	page, next, problem := c.searchIn(true, false)
	return simapi.MessagePage{Messages: each(page, func(f *found) simapi.Message { return messageOf(f.message) }), Next: next}, problem
}

func (c *call) calls() (any, *problem) {
	page, next, problem := c.searchIn(false, true)
	return simapi.CallPage{Calls: each(page, func(f *found) simapi.Call { return callOf(f.call) }), Next: next}, problem
}

func (c *call) message() (any, *problem) {
	m, ok := c.sim.MessageOf(c.http.PathValue("sid"))
	if !ok {
		return nil, notFound("sid", "There is no such message.", "GET messages lists those that are kept.")
	}
	return messageOf(&m), nil
}

// pageOf is a page of a list, the newest first.
func pageOf[T any](c *call, oldestFirst []T, name func(T) string) (page []T, next string, p *problem) {
	values, p := c.query("limit", "before")
	if p != nil {
		return nil, "", p
	}
	limit, p := limitOf(values)
	if p != nil {
		return nil, "", p
	}
	slices.Reverse(oldestFirst)
	page, p = before(oldestFirst, values, name)
	if len(page) > limit {
		page = page[:limit]
		next = name(page[limit-1])
	}
	return page, next, p
}
