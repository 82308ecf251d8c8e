package twiliotest

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/scalar"
)

func (s *Sim) listContents(r *request) (any, *apiError) {
	return s.listContent(r, func(t *contentTemplate) any { return t.json(r) })
}

func (s *Sim) listApprovals(r *request) (any, *apiError) {
	return s.listContent(r, func(t *contentTemplate) any {
		j, shown := t.bareJSON(), t.channelApprovalJSON()
		j.ApprovalRequests = &shown
		return j
	})
}

// listLegacyTemplates lists the templates that were made as templates of WhatsApp.
func (s *Sim) listLegacyTemplates(r *request) (any, *apiError) {
	var legacy []*contentTemplate
	for _, t := range slices.Backward(s.content.templates) {
		if t.account == r.account && t.legacy != "" {
			legacy = append(legacy, t)
		}
	}
	return pageOf(r, r.resource(), "contents", legacy, func(t *contentTemplate) string { return t.sid }, func(t *contentTemplate) any {
		j := t.json(r)
		j.Links, j.LegacyName, j.LegacyBody = nil, t.legacy, t.values.fields[typeText].Body
		return j
	})
}

// listContent lists the templates that a search wants, the newest first unless it asks
// for another order.
func (s *Sim) listContent(r *request, render func(*contentTemplate) any) (any, *apiError) {
	search, problem := newContentSearch(r.query)
	if problem != nil {
		return nil, problem
	}
	var found []*contentTemplate
	for _, t := range slices.Backward(s.content.templates) {
		if t.account == r.account && search.wants(t) {
			found = append(found, t)
		}
	}
	search.sort(found)
	return pageOf(r, r.resource(), "contents", found, func(t *contentTemplate) string { return t.sid }, render)
}

// contentSearch holds the filters and the order of the lists of version 2.
// https://www.twilio.com/docs/content/content-api-resources
type contentSearch struct {
	name, text    *regexp.Regexp // nil for any
	languages     []string       // none for any, as the next two
	types         []string
	eligibilities []string  // channel:status
	after, before time.Time // zero for any
	byDate        string    // asc, desc or "" for none
	byName        string
}

func newContentSearch(query url.Values) (search contentSearch, problem *apiError) {
	search = contentSearch{
		languages: query["Language"], types: query["ContentType"], eligibilities: query["ChannelEligibility"],
		byDate: strings.ToLower(query.Get("SortByDate")), byName: strings.ToLower(query.Get("SortByContentName")),
		after: scalar.Time(query.Get("DateCreatedAfter")), before: scalar.Time(query.Get("DateCreatedBefore")),
	}
	for param, pattern := range map[string]**regexp.Regexp{"ContentName": &search.name, "Content": &search.text} {
		if !query.Has(param) {
			continue
		}
		compiled, err := regexp.Compile(query.Get(param))
		if err != nil {
			return search, badRequest(contentRefused, "%s is no regular expression.", param)
		}
		*pattern = compiled
	}
	for param, order := range map[string]string{"SortByDate": search.byDate, "SortByContentName": search.byName} {
		if order != "" && order != "asc" && order != "desc" {
			return search, badRequest(contentRefused, "%s takes asc and desc.", param)
		}
	}
	for _, eligibility := range search.eligibilities {
		if channel, status, found := strings.Cut(eligibility, ":"); !found || channel == "" || status == "" {
			return search, badRequest(contentRefused, "ChannelEligibility takes a channel and a status, such as whatsapp:approved.")
		}
	}
	return search, nil
}

func (c *contentSearch) wants(t *contentTemplate) bool {
	switch {
	case c.name != nil && !c.name.MatchString(t.values.friendlyName),
		c.text != nil && !c.text.MatchString(t.values.text()),
		len(c.languages) > 0 && !slices.Contains(c.languages, t.values.language),
		len(c.types) > 0 && !slices.ContainsFunc(c.types, func(name string) bool { return t.values.types[name] != nil }),
		len(c.eligibilities) > 0 && !slices.Contains(c.eligibilities, channelWhatsApp+":"+string(t.status())),
		!c.after.IsZero() && t.created.Before(c.after),
		!c.before.IsZero() && t.created.After(c.before):
		return false
	}
	return true
}

// text returns all texts of a template.
func (v *templateValues) text() string {
	var all []string
	for i := range contentTypes {
		if fields, found := v.fields[contentTypes[i].name]; found {
			fields.mapTexts(func(text string) string {
				all = append(all, text)
				return text
			})
		}
	}
	return lines(all...)
}

// sort puts templates in the order that the search asks for: by date, and by name where
// the dates are the same or do not count.
func (c *contentSearch) sort(found []*contentTemplate) {
	slices.SortStableFunc(found, func(a, b *contentTemplate) int {
		return cmp.Or(
			directed(c.byDate, a.updated.Compare(b.updated)),
			directed(c.byName, cmp.Compare(a.values.friendlyName, b.values.friendlyName)),
		)
	})
}

// directed turns a comparison around for desc; "" compares nothing.
func directed(order string, comparison int) int {
	switch order {
	case "asc":
		return comparison
	case "desc":
		return -comparison
	}
	return 0
}
