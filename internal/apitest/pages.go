package apitest

import (
	"context"
	"errors"
	"reflect"
	"strconv"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// The pages of a list: three, of two items each.
const (
	pageCount = 3
	pageItems = 2
)

// pages looks at a list of three pages.
func (c *check) pages() {
	c.t.Helper()
	if !c.isPaged() || !c.official.IsList() {
		return
	}
	if c.result == resultAll {
		c.allPages()
		c.stops()
	} else {
		c.nextPages()
		c.resumes()
	}
	c.brokenPages()
}

// list answers with the page that a request asks for. The pages of other lists are
// none of its business.
func (c *check) list() *wire {
	return &wire{answer: func(_ int, req *request) reply {
		number, _ := strconv.Atoi(req.URL.Query().Get("Page"))
		items := []any{c.itemNumber(number * pageItems), c.itemNumber(number*pageItems + 1)}
		next := ""
		if number+1 < pageCount {
			next = c.link(number + 1)
		}
		return reply{status: c.status(), body: c.page(items, next)}
	}}
}

// link leads to a page, as Twilio writes it: a path, or a whole URL in meta.
func (c *check) link(page int) string {
	link := c.listPath() + "?PageSize=2&Page=" + strconv.Itoa(page) + "&PageToken=PA" + strconv.Itoa(page)
	if c.official.Paging == contract.PagingMeta {
		return "https://" + c.official.Host + ".twilio.com" + link
	}
	return link
}

func (c *check) listPath() string {
	fl, err := c.fill(c.variations()[0])
	if err != nil {
		return ""
	}
	return c.path(fl)
}

// unfiltered are arguments that list everything: beside a cursor there must be no
// filters.
func (c *check) unfiltered() arguments {
	if c.params == nil {
		return c.args(reflect.Value{})
	}
	return c.args(reflect.New(c.params).Elem())
}

func (c *check) checkItem(at int, got reflect.Value) {
	c.t.Helper()
	for _, d := range diffAnswer("", got, c.itemNumber(at)) {
		c.fault("in item %d of the list the property %s %s", at+1, d.path, d.text)
	}
}

func (c *check) allPages() {
	c.t.Helper()
	w := c.list()
	r := c.do(w, c.valid())
	if r.err != nil || len(r.items) != pageCount*pageItems || len(w.sent) != pageCount {
		c.fault("it yields %d items of %d pages and not %d of %d, %v: use twilio.InvokeAll, and write Items: %q into the operation", len(r.items), len(w.sent), pageCount*pageItems, pageCount, r.err, c.official.ListKey)
		return
	}
	for i, item := range r.items {
		c.checkItem(i, item)
	}
	c.checkFollowing(w.sent[1], 1)
}

// checkFollowing looks at the request of a page after the first one.
func (c *check) checkFollowing(req *request, page int) {
	c.t.Helper()
	want := "PageSize=2&Page=" + strconv.Itoa(page) + "&PageToken=PA" + strconv.Itoa(page)
	if req.URL.RawQuery != want || req.URL.EscapedPath() != c.listPath() || req.URL.Host != c.official.Host+".twilio.com" {
		c.fault("page %d is asked for at %s%s?%s and not with %s", page+1, req.URL.Host, req.URL.EscapedPath(), req.URL.RawQuery, want)
	}
}

// stops breaks off after the first item, and lets the second page fail.
func (c *check) stops() {
	c.t.Helper()
	w := c.list()
	client, err := c.client(w)
	if err != nil {
		return
	}
	if c.call(context.Background(), c.New(client), c.valid(), 1); len(w.sent) != 1 {
		c.fault("a loop that ends at the first item has asked for %d pages and not for one", len(w.sent))
	}
	w = c.list()
	good := w.answer
	w.answer = func(n int, req *request) reply {
		if n > 1 {
			return reply{status: 404, body: notFound}
		}
		return good(n, req)
	}
	if r := c.do(w, c.valid()); len(r.items) != pageItems || r.errs != 1 || !errors.Is(r.err, twilio.ErrNotFound) {
		c.fault("when the second page fails it yields %d items and %d errors, %v, and not the items of the first page and one error", len(r.items), r.errs, r.err)
	}
}

func (c *check) nextPages() {
	c.t.Helper()
	w := c.list()
	r := c.do(w, c.valid())
	for number := range pageCount {
		if r.err != nil || r.isNil() {
			c.fault("page %d of its list fails: %v", number+1, r.err)
			return
		}
		for i, item := range elements(r.value.Elem().FieldByName("Items")) {
			c.checkItem(number*pageItems+i, item)
		}
		if number > 0 {
			c.checkFollowing(w.sent[number], number)
		}
		r = next(r.value)
	}
	if !errors.Is(r.err, twilio.ErrLastPage) || len(w.sent) != pageCount {
		c.fault("Next of the last page sends a request or does not return twilio.ErrLastPage: %v", r.err)
	}
}

// next calls Next of a page.
func next(page reflect.Value) result {
	out := page.MethodByName("Next").Call([]reflect.Value{reflect.ValueOf(context.Background())})
	r := result{value: out[0]}
	if err, failed := out[1].Interface().(error); failed {
		r.err = err
	}
	return r
}

// resumes lists from a cursor, as another process does.
func (c *check) resumes() {
	c.t.Helper()
	if c.params == nil {
		return
	}
	w := c.list()
	args := c.unfiltered()
	cursor := args.params.FieldByName("Cursor")
	if !cursor.IsValid() || cursor.Kind() != reflect.String {
		return // code reports it
	}
	cursor.SetString(c.link(1))
	fl := &filling{operation: c.operation, keep: c.variations()[0]}
	for i := range c.fields { // what is required is no filter, but stands in the path
		if f := &c.fields[i]; f.Place == "path" {
			_, _ = fl.fillText(args.params.FieldByIndex(f.Index), f, i+1)
		}
	}
	r := c.do(w, args)
	if r.err != nil || len(w.sent) != 1 {
		c.fault("a list from the Cursor of a page fails: %v", r.err)
		return
	}
	c.checkFollowing(w.sent[0], 1)
	for i, item := range elements(r.value.Elem().FieldByName("Items")) {
		c.checkItem(pageItems+i, item)
	}
}

// brokenPages looks at lists that must not pass for whole ones.
func (c *check) brokenPages() {
	c.t.Helper()
	elsewhere := []string{"https://example.com" + c.listPath() + "?Page=1", "https://" + c.official.Host + ".twilio.com/v9/Other?Page=1"}
	bodies := map[string]string{
		"another key than " + c.official.ListKey: `{"others": [], "next_page_uri": null, "meta": {"next_page_url": null}}`,
		"no next link":                           render(map[string]any{c.official.ListKey: []any{}}),
		"a next link to another host":            c.page([]any{}, elsewhere[0]),
		"a next link to another list":            c.page([]any{}, elsewhere[1]),
		"an object in place of the list":         render(map[string]any{c.official.ListKey: map[string]any{}, "next_page_uri": nil, "meta": map[string]any{"next_page_url": nil}}),
	}
	for how, body := range bodies {
		w := always(reply{status: c.status(), body: body})
		r := c.do(w, c.valid())
		var decode *twilio.DecodeError
		if len(w.sent) > 0 && (!errors.As(r.err, &decode) || len(w.sent) != 1) {
			c.fault("a page with %s is taken for a whole one, or is asked for again: %v", how, r.err)
		}
	}
}
