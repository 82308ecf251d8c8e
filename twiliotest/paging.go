package twiliotest

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

const defaultPageSize = 50

// pageOf returns the envelope of one page of a list, in which every item has a
// SID. A page token names the last item of the page before, so that items that
// come in meanwhile move nothing.
func pageOf[T any](r *request, path, key string, items []T, sid func(T) string, render func(T) any) (any, *apiError) {
	size := atoi(r.query.Get("PageSize"), defaultPageSize)
	number := atoi(r.query.Get("Page"), 0)
	start := min(number*size, len(items))
	if token := r.query.Get("PageToken"); token != "" {
		last, found := strings.CutPrefix(token, "PA")
		if start = indexAfter(items, last, sid); !found || start < 0 {
			return nil, badRequest(21481, "Invalid PageToken")
		}
	}
	end := min(start+size, len(items))
	rendered := make([]any, 0, end-start)
	for _, item := range items[start:end] {
		rendered = append(rendered, render(item))
	}
	link := func(page int, token string) string {
		query := url.Values{}
		for name, values := range r.query {
			query[name] = values
		}
		query.Set("PageSize", strconv.Itoa(size))
		query.Set("Page", strconv.Itoa(page))
		query.Del("PageToken")
		if token != "" {
			query.Set("PageToken", token)
		}
		return path + "?" + query.Encode()
	}
	page := map[string]any{
		key: rendered, "page": number, "page_size": size, "start": number * size, "end": max(number*size+len(rendered)-1, 0),
		"uri": link(number, r.query.Get("PageToken")), "first_page_uri": link(0, ""),
		"next_page_uri": nil, "previous_page_uri": nil,
	}
	if end < len(items) {
		page["next_page_uri"] = link(number+1, "PA"+sid(items[end-1]))
	}
	if number > 0 && start >= size {
		before := ""
		if start > size {
			before = "PA" + sid(items[start-size-1])
		}
		page["previous_page_uri"] = link(number-1, before)
	}
	return page, nil
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

// parseTime reads a time in a format of the published API; the check has refused every other
// text.
func parseTime(s string) time.Time {
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
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
