package twiliotest

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// answerByDefault answers for an operation that has no behaviour of its own: it keeps
// what was sent, and answers in the shape that Twilio has published; s.mu is held.
func (s *Sim) answerByDefault(r *request) answer {
	body, problem := s.keep(r)
	if problem != nil {
		return problem.answer()
	}
	return successOf(r, body)
}

// keep does to the kept resources what an operation asks for. It is the handler of
// operations without behaviour, and the last step of some others; s.mu is held.
func (s *Sim) keep(r *request) (any, *apiError) {
	at, problem := s.locate(r)
	if problem != nil {
		return nil, problem
	}
	switch doingOf(r.op) {
	case listing:
		return s.listResources(r, at)
	case creating, creatingItem:
		return s.createResource(r, at)
	case updating:
		return s.updateResource(r, at)
	case deleting:
		return nil, s.deleteResource(r, at)
	}
	return s.fetchResource(r, at)
}

// successOf wraps the body into the published answer. Of several statuses 201 is that
// of a create.
func successOf(r *request, body any) answer {
	published := r.op.AnswerOf(http.StatusCreated)
	if published == nil {
		published = &r.op.Answers[0]
	}
	success := answer{status: published.Status, body: body}
	switch published.Kind {
	case contract.NoAnswer:
		success.body = nil
	case contract.ArrayAnswer:
		success.body = []any{body}
	case contract.RedirectAnswer:
		success.location = r.storage + "/" + emptyFile
		if to, known := body.(redirection); known {
			success.location = to.To
		}
		if to := r.query.Get("redirect_uri"); to != "" {
			success.location = to
		}
	}
	return success
}

func (s *Sim) listResources(r *request, at place) (any, *apiError) {
	collection := shelfOf(at.path)
	var found []*resource
	for _, res := range s.resources.in(at.host, collection) {
		if (at.path == collection || res.shelf == at.path) && s.isWanted(r, at, res) {
			found = append(found, res)
		}
	}
	return pageOf(r, at.path+at.extension, r.op.ListKey, found,
		func(res *resource) string { return res.path[strings.LastIndexByte(res.path, '/')+1:] },
		func(res *resource) any { return s.shapeOf(r, at, res) })
}

// isWanted holds a resource against the filters of a list that are named like one of
// its properties.
func (s *Sim) isWanted(r *request, at place, res *resource) bool {
	var shown map[string]any
	for name, wanted := range r.query {
		name = strings.TrimRight(name, "<>")
		for _, p := range r.op.Properties {
			if fold(p.Path) != fold(name) {
				continue
			}
			if shown == nil {
				shown = s.shapeOf(r, at, res)
			}
			if t := scalar.Time(textOf(shown[p.Path])); strings.HasPrefix(p.Format, "date") {
				if !inTimes(r.query, name, t) {
					return false
				}
			} else if !matchesAny(shown[p.Path], wanted) {
				return false
			}
		}
	}
	return true
}

// matchesAny says whether a value, or one of its elements, is one of those wanted.
func matchesAny(value any, wanted []string) bool {
	elements, isArray := value.([]any)
	if !isArray {
		elements = []any{value}
	}
	return slices.ContainsFunc(elements, func(element any) bool {
		return slices.ContainsFunc(wanted, func(want string) bool { return want == "" || strings.EqualFold(textOf(element), want) })
	})
}

func (s *Sim) createResource(r *request, at place) (any, *apiError) {
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	res := s.newResource(at, at.path)
	collection := at.collection
	if at.id == "" {
		collection = shelfOf(at.path)
		id := s.identify(r, at, collection, values)
		res.path = collection + "/" + url.PathEscape(id)
	}
	maps.Copy(res.values, values)
	name := textOf(values["uniquename"])
	if s.resources.at(at.host, res.path) != nil || s.resources.named(at.host, collection, name) != nil {
		return nil, conflict(twilio.CodeConflict, "The resource "+res.path+" exists already")
	}
	s.resources.put(at.host, collection, res)
	return s.shapeOf(r, at, res), nil
}

func (s *Sim) newResource(at place, shelf string) *resource {
	now := s.Clock.Now()
	return &resource{path: at.path, shelf: shelf, values: maps.Clone(at.parents), created: now, updated: now}
}

// fetchResource answers with what is kept. What the query says besides is part of the
// answer as well, for estimates and statistics for instance.
func (s *Sim) fetchResource(r *request, at place) (any, *apiError) {
	res, problem := s.existing(r, at)
	if problem != nil {
		return nil, problem
	}
	asked := *res
	asked.values = members{}
	for name, values := range r.query {
		if p := r.op.Param(contract.Query, name); p != nil {
			asked.values[fold(name)] = valueOf(*p, values)
		}
	}
	maps.Copy(asked.values, res.values)
	return s.shapeOf(r, at, &asked), nil
}

// existing returns the resource at a place; one that no request has written yet is
// new, and not kept.
func (s *Sim) existing(r *request, at place) (*resource, *apiError) {
	if res := s.resources.at(at.host, at.path); res != nil {
		return res, nil
	}
	if s.resources.isDeleted(at.host, at.path) || at.id != "" && !s.exists(r, at) {
		return nil, notFound(at.path + at.extension)
	}
	return s.newResource(at, at.collection), nil
}

func (s *Sim) updateResource(r *request, at place) (any, *apiError) {
	if r.op.Method == http.MethodPost && at.id == "" && s.resources.isDeleted(at.host, at.path) {
		s.resources.put(at.host, "", s.newResource(at, at.path)) // a single resource is created by the same POST
	}
	res, problem := s.existing(r, at)
	if problem != nil {
		return nil, problem
	}
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	for name := range r.form {
		if !strings.Contains(name, ".") {
			delete(res.values, fold(name)) // an object that is sent whole takes the place of the one that is kept
		}
	}
	res.values.merge(values)
	res.updated = s.Clock.Now()
	if s.resources.at(at.host, at.path) == nil {
		s.resources.put(at.host, at.collection, res)
	}
	return s.shapeOf(r, at, res), nil
}

// merge adds values to those that are there; objects keep the members that are not sent.
func (m members) merge(values map[string]any) {
	for name, value := range values {
		there, _ := m[name].(map[string]any)
		if sent, isObject := value.(map[string]any); isObject && there != nil {
			there = maps.Clone(there)
			members(there).merge(sent)
			value = there
		}
		m[name] = value
	}
}

func (s *Sim) deleteResource(r *request, at place) *apiError {
	if _, problem := s.existing(r, at); problem != nil {
		return problem
	}
	s.resources.remove(at.host, at.collection, at.path)
	return nil
}
