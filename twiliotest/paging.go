package twiliotest

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

const defaultPageSize = 50

// listPage is one page of a list.
type listPage struct {
	items          []any
	number, size   int
	self, first    string
	next, previous string // "" for none
}

// paged returns one page of a list at an address, in which every item has a SID. A
// page token names the last item of the page before, so that items that come in
// meanwhile move nothing.
func paged[T any](r *request, address string, items []T, sid func(T) string, render func(T) any) (listPage, *apiError) {
	size := atoi(r.query.Get("PageSize"), defaultPageSize)
	number := atoi(r.query.Get("Page"), 0)
	start := min(number*size, len(items))
	token := r.query.Get("PageToken")
	if token != "" {
		last, found := strings.CutPrefix(token, "PA")
		if start = indexAfter(items, last, sid); !found || start < 0 {
			return listPage{}, badRequest(21481, "Invalid PageToken")
		}
	}
	end := min(start+size, len(items))
	p := listPage{number: number, size: size, items: make([]any, 0, end-start)}
	for _, item := range items[start:end] {
		p.items = append(p.items, render(item))
	}
	p.self, p.first = r.pageLink(address, size, number, token), r.pageLink(address, size, 0, "")
	if end < len(items) {
		p.next = r.pageLink(address, size, number+1, "PA"+sid(items[end-1]))
	}
	if number > 0 && start >= size {
		before := ""
		if start > size {
			before = "PA" + sid(items[start-size-1])
		}
		p.previous = r.pageLink(address, size, number-1, before)
	}
	return p, nil
}

// pageLink leads to a page of the list that a request asks for.
func (r *request) pageLink(address string, size, number int, token string) string {
	query := url.Values{}
	for name, values := range r.query {
		query[name] = values
	}
	query.Set("PageSize", strconv.Itoa(size))
	query.Set("Page", strconv.Itoa(number))
	query.Del("PageToken")
	if token != "" {
		query.Set("PageToken", token)
	}
	return address + "?" + query.Encode()
}

// pageOf returns the envelope of one page as the 2010-04-01 API has it: the links
// stand beside the items.
func pageOf[T any](r *request, path, key string, items []T, sid func(T) string, render func(T) any) (any, *apiError) {
	p, problem := paged(r, path, items, sid, render)
	if problem != nil {
		return nil, problem
	}
	start := p.number * p.size
	return map[string]any{
		key: p.items, "page": p.number, "page_size": p.size, "start": start, "end": max(start+len(p.items)-1, 0),
		"uri": p.self, "first_page_uri": p.first, "next_page_uri": orNull(p.next), "previous_page_uri": orNull(p.previous),
	}, nil
}

// metaPageOf returns the envelope of one page as all other APIs have it: the links
// are whole URLs and stand in meta.
func metaPageOf[T any](r *request, key string, items []T, sid func(T) string, render func(T) any) (any, *apiError) {
	p, problem := paged(r, r.address(), items, sid, render)
	if problem != nil {
		return nil, problem
	}
	return map[string]any{key: p.items, "meta": map[string]any{
		"key": key, "page": p.number, "page_size": p.size, "url": p.self, "first_page_url": p.first,
		"next_page_url": orNull(p.next), "previous_page_url": orNull(p.previous),
	}}, nil
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
func (r *request) address() string { return r.productURL() + r.resource() }

// productURL is where the product of a request is reached: on the host that was
// asked, if that is this machine.
func (r *request) productURL() string {
	if strings.HasSuffix(r.http.Host, ".twilio.com") {
		return "https://" + r.op.Host + ".twilio.com"
	}
	return "http://" + r.http.Host + "/" + r.op.Host
}

// absent says that the resource that a request is about does not exist.
func (r *request) absent() *apiError {
	path := r.resource()
	_, rest, _ := strings.Cut(path[1:], "/") // without the version
	return notFound("/" + rest)
}

// indexAfter returns where the items after sid begin, -1 when there is no such
// item.
func indexAfter[T any](items []T, last string, sid func(T) string) int {
	for i, item := range items {
		if sid(item) == last {
			return i + 1
		}
	}
	return -1
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
		on != "" && t.Format(time.DateOnly) != parseTime(on).Format(time.DateOnly),
		before != "" && t.After(parseTime(before)),
		after != "" && t.Before(parseTime(after)):
		return false
	}
	return true
}

// parseTime reads what the published API allows for a time; the check has
// refused everything else.
func parseTime(s string) time.Time {
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
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
