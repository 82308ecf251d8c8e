package twiliotest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/scalar"
)

const defaultPageSize = 50

// pageOf returns one page of a list in the envelope that the operation has, in which
// every item has a SID. A page token names the last item of the page before, so that
// items that come in or go meanwhile move nothing.
func pageOf[T any](r *request, path, key string, items []T, sid func(T) string, render func(T) any) (any, *apiError) {
	p := page{r: r, path: path, size: atoi(r.query.Get("PageSize"), defaultPageSize), number: atoi(r.query.Get("Page"), 0)}
	if r.op.Paging == contract.PagingNone && !p.takes("PageSize") || !p.takes("PageSize") && !p.takes("PageToken") {
		p.size = max(len(items), 1) // all at once
	}
	start := min(p.number*p.size, len(items))
	if token := r.query.Get("PageToken"); token != "" {
		last, found := strings.CutPrefix(token, "PA")
		if start = p.indexAfter(sidsOf(items, sid), last); !found || start < 0 {
			return nil, badRequest(21481, "Invalid PageToken")
		}
		if !p.takes("Page") {
			p.number = start / p.size
		}
	}
	end := min(start+p.size, len(items))
	rendered := make([]any, 0, end-start)
	for _, item := range items[start:end] {
		rendered = append(rendered, render(item))
	}
	if end < len(items) {
		p.r.orders[p.list()] = sidsOf(items, sid)
		p.next = p.link(p.number+1, "PA"+sid(items[end-1]))
	}
	if p.number > 0 && start >= p.size {
		before := ""
		if start > p.size {
			before = "PA" + sid(items[start-p.size-1])
		}
		p.previous = p.link(p.number-1, before)
	}
	return p.envelope(key, rendered), nil
}

// page is one page of a list on its way into its envelope.
type page struct {
	r              *request
	path           string // of the list
	number, size   int
	next, previous string // links, "" for none
}

// takes says whether the list has a parameter of the query.
func (p *page) takes(name string) bool { return p.r.op.Param(contract.Query, name) != nil }

// link returns the address of a page, with the parameters that the list has.
func (p *page) link(number int, token string) string {
	query := url.Values{}
	for name, values := range p.r.query {
		query[name] = values
	}
	query.Del("PageToken")
	for name, value := range map[string]string{"PageSize": strconv.Itoa(p.size), "Page": strconv.Itoa(number), "PageToken": token} {
		if value != "" && p.takes(name) {
			query.Set(name, value)
		}
	}
	return p.path + "?" + query.Encode()
}

// envelope puts the items into what Twilio's lists have around them: links and figures
// beside the items, or in an object meta, or neither.
func (p *page) envelope(key string, items []any) map[string]any {
	first, self := p.link(0, ""), p.link(p.number, p.r.query.Get("PageToken"))
	switch p.r.op.Paging {
	case contract.PagingURI:
		return map[string]any{
			key: items, "page": p.number, "page_size": p.size, "start": p.number * p.size, "end": max(p.number*p.size+len(items)-1, 0),
			"uri": self, "first_page_uri": first, "next_page_uri": linkOrNull(p.next), "previous_page_uri": linkOrNull(p.previous),
		}
	case contract.PagingMeta:
		origin := p.r.origin()
		return map[string]any{key: items, "meta": map[string]any{
			"key": key, "page": p.number, "page_size": p.size, "url": origin + self, "first_page_url": origin + first,
			"next_page_url": linkOrNull(origin, p.next), "previous_page_url": linkOrNull(origin, p.previous),
		}}
	}
	return map[string]any{key: items}
}

// linkOrNull returns the parts as one text, null when the last of them is empty.
func linkOrNull(parts ...string) any {
	if parts[len(parts)-1] == "" {
		return nil
	}
	return strings.Join(parts, "")
}

// resource is the path of the resource that a request is about.
func (r *request) resource() string {
	path := r.op.Path
	for name, value := range r.ids {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	return path
}

// address is the URL of the resource that a request is about.
func (r *request) address() string { return r.origin() + r.resource() }

// absent says that the resource that a request is about does not exist.
func (r *request) absent() *apiError {
	path := r.resource()
	_, rest, _ := strings.Cut(path[1:], "/") // without the version
	return notFound("/" + rest)
}

func sidsOf[T any](items []T, sid func(T) string) []string {
	sids := make([]string, len(items))
	for i, item := range items {
		sids[i] = sid(item)
	}
	return sids
}

// list names a list and its filters.
func (p *page) list() string {
	filters := url.Values{}
	for name, values := range p.r.query {
		if !strings.HasPrefix(name, "Page") {
			filters[name] = values
		}
	}
	return p.path + "?" + filters.Encode()
}

// indexAfter returns where the items after the last one of the page before begin, -1 when
// that page had no such item. If it has gone since, the first of those that followed it and
// are still there begins the page: somebody deletes what the list shows.
func (p *page) indexAfter(sids []string, last string) int {
	if i := slices.Index(sids, last); i >= 0 {
		return i + 1
	}
	before := p.r.orders[p.list()]
	at := slices.Index(before, last)
	if at < 0 {
		return -1
	}
	for _, followed := range before[at+1:] {
		if i := slices.Index(sids, followed); i >= 0 {
			return i
		}
	}
	return len(sids)
}

func atoi(s string, otherwise int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return otherwise
}

// inTimes holds a time against the filters name, name< and name>, of which the
// last two include their bound. A time that is not there matches no filter.
func inTimes(query url.Values, name string, t time.Time) bool {
	on, before, after := query.Get(name), query.Get(name+"<"), query.Get(name+">")
	if on == "" && before == "" && after == "" {
		return true
	}
	t = t.UTC()
	switch {
	case t.IsZero(),
		on != "" && t.Format(time.DateOnly) != scalar.Time(on).Format(time.DateOnly),
		before != "" && t.After(scalar.Time(before)),
		after != "" && t.Before(scalar.Time(after)):
		return false
	}
	return true
}

// iso8601 writes a time as all APIs but that of 2010-04-01 do, null for none.
func iso8601(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.RFC3339)
	return &text
}

// rfc2822 writes a time as the 2010-04-01 API does, null for none.
func rfc2822(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.RFC1123Z)
	return &text
}

func accountPath(account, rest string) string { return "/2010-04-01/Accounts/" + account + rest }
