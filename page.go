package twilio

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
)

// ErrLastPage is returned by [Page.Next] when there is no next page.
var ErrLastPage = errors.New("twilio: there is no next page")

// Page is a part of a list.
//
// Twilio docs: https://www.twilio.com/docs/usage/twilios-response#pagination
type Page[T any] struct {
	Items  []*T   `json:"items"`
	Cursor string `json:"cursor"` // of the next page, for a later List; "" on the last page

	client *Client
	call   call
	opts   []CallOption
	trail  trail
}

// HasNext reports whether a page follows.
func (p *Page[T]) HasNext() bool { return p.Cursor != "" }

// Next fetches the page that follows; after the last one it is [ErrLastPage]. A
// page that was read back from JSON has no client to ask: its Next is a
// *[ParamError], and a List with its Cursor returns the page that follows. A page
// that leads back to an earlier one is a *[DecodeError].
func (p *Page[T]) Next(ctx context.Context) (*Page[T], error) {
	switch {
	case !p.HasNext():
		forgetInfo(p.opts)
		return nil, ErrLastPage
	case p.client == nil:
		return nil, paramError("Page.Next", "Page", "did not come from a client, but from JSON or a literal",
			"list again with its Cursor: that returns the page that follows")
	}
	return nextPage[T](ctx, p.client, p.call, p.Cursor, p.trail, p.opts)
}

// list fetches the page that a cursor names, or the first one when it is empty.
func list[T any](ctx context.Context, c *Client, call call, cursor string, opts []CallOption) (*Page[T], error) {
	return nextPage[T](ctx, c, call, cursor, trail{}, opts)
}

// nextPage is list for a page that others, of which trail knows, led to.
func nextPage[T any](ctx context.Context, c *Client, call call, cursor string, trail trail, opts []CallOption) (*Page[T], error) {
	if cursor != "" {
		link, err := c.followCursor(call, cursor, opts)
		if err != nil {
			forgetInfo(opts)
			return nil, err
		}
		call.link = link
	}
	x, err := c.send(ctx, call, opts)
	if err != nil {
		return nil, err
	}
	defer x.releaseBody()
	page := &Page[T]{client: c, call: call, opts: opts, trail: trail}
	page.call.params, page.call.link = nil, ""
	var items []json.RawMessage
	var link string
	if items, page.Cursor, link, err = x.decodePage(); err != nil {
		return nil, x.decodeError(err)
	}
	if err := page.trail.follow(call.link, link); err != nil {
		return nil, x.decodeError(err)
	}
	page.Items = make([]*T, 0, len(items))
	for _, text := range items {
		if string(text) == "null" {
			continue
		}
		item := new(T)
		if err := x.unmarshal(text, item); err != nil {
			return nil, x.decodeError(fmt.Errorf("an item of %q: %w", x.op.list, err))
		}
		page.Items = append(page.Items, item)
	}
	return page, nil
}

// all ranges over every item of every page. It fetches nothing until it is
// ranged over, and stops after one error.
func all[T any](ctx context.Context, c *Client, call call, cursor string, opts []CallOption) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		page, err := list[T](ctx, c, call, cursor, opts)
		for err == nil {
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if !page.HasNext() {
				return
			}
			page, err = page.Next(ctx)
		}
		yield(nil, err)
	}
}

// trail notices pages that lead in a circle of any length. It remembers one page,
// the one that it marked last, and marks another one after 2, 4, 8 … pages: a
// circle is found after at most three times the pages in it and on the way to it.
// https://maths-people.anu.edu.au/~brent/pub/pub051.html
type trail struct {
	marked       string // the link of a page, without its host and path
	steps, until int    // pages since then, and how many before another one is marked
}

// follow takes the link of a page, "" for the first one, and the link to the page
// behind it, "" when there is none.
func (t *trail) follow(page, next string) error {
	switch next {
	case "":
		return nil
	case page:
		return errors.New("its next page is the page itself")
	case t.marked:
		return errors.New("its next page is one that was read before: the pages lead in a circle")
	}
	if t.steps++; t.steps > t.until {
		t.marked, t.steps, t.until = next, 0, 2*t.until+1
	}
	return nil
}

// decodePage finds the items and the next link, as it came and as the query of a
// request. A list or a link that is missing, mistyped or there twice is an error:
// what was not read whole must not pass for the whole.
func (x *exchange) decodePage() (items []json.RawMessage, cursor, query string, err error) {
	if err := x.unmarshal(x.last.body, &struct{}{}); err != nil {
		return nil, "", "", err
	}
	page := readObject(x.last.body)
	text, err := page.only(x.op.list)
	if err != nil {
		return nil, "", "", err
	}
	if len(text) == 0 || text[0] != '[' {
		return nil, "", "", fmt.Errorf("%q is not a list", x.op.list)
	}
	if err := json.Unmarshal(text, &items); err != nil {
		return nil, "", "", err
	}
	link, err := nextLink(page)
	if err != nil {
		return nil, "", "", err
	}
	if cursor = jsonString(link); cursor != "" {
		query, err = x.linkQuery(cursor)
	}
	return items, cursor, query, err
}

// nextLink finds what follows: the 2010-04-01 API says it beside the items, the
// newer ones in meta. It is null on the last page, and never absent.
func nextLink(page object) (json.RawMessage, error) {
	beside, err := page.only("next_page_uri")
	if err != nil {
		return nil, err
	}
	meta, err := page.only("meta")
	if err != nil {
		return nil, err
	}
	within, err := readObject(meta).only("next_page_url") // no meta is no link
	if err != nil {
		return nil, err
	}
	link := cmp.Or(string(beside), string(within))
	switch {
	case link == "":
		return nil, errors.New("it has no next link")
	case beside != nil && within != nil && string(within) != link:
		return nil, errors.New("it has two next links")
	case link[0] != '"' && link != "null":
		return nil, errors.New("its next link is not text")
	}
	return json.RawMessage(link), nil
}

// followCursor turns a caller's cursor into the query of the next request.
func (c *Client) followCursor(call call, cursor string, opts []CallOption) (query string, err error) {
	x := &exchange{client: c, op: call.op, account: c.accountSID, ids: call.ids, Context: context.Background()}
	x.applyOptions(opts)
	if first := x.encode(call); first != "" {
		x.problems.add("Cursor", "is set beside filters", "a cursor carries the filters of its list: give it alone")
	}
	if query, err = x.linkQuery(cursor); err != nil {
		x.problems.add("Cursor", "cannot be used: "+err.Error(), "give a Cursor of a page of the same list, unchanged")
	}
	return query, x.problems.err(x.op.name)
}

// linkQuery checks that a link leads to this very list, on our host and on its
// own path, and returns its query. Nothing else of it is ever used.
func (x *exchange) linkQuery(link string) (query string, err error) {
	u, err := url.Parse(link)
	if err != nil {
		return "", errors.New("it is not a link")
	}
	if u.Opaque != "" || u.User != nil {
		return "", errors.New("it is not a plain link")
	}
	prefixes := x.pathPrefixes(u)
	if prefixes == nil {
		return "", errors.New("it leads to another host")
	}
	path, found := x.expandPath(""), false
	for _, prefix := range prefixes {
		found = found || u.EscapedPath() == prefix+path
	}
	if !found {
		return "", errors.New("it leads to another resource")
	}
	if u.RawQuery == "" || strings.ContainsAny(u.RawQuery, " \t\r\n") {
		return "", errors.New("it names no page")
	}
	return u.RawQuery, nil
}

// pathPrefixes returns what may stand before this operation's path on the link's
// host, nil when the host is not ours. What answers under a base URL may write
// Twilio's own address, its own one, or a path alone.
func (x *exchange) pathPrefixes(link *url.URL) []string {
	ours := x.client.hostURL(x.op.host)
	host := x.op.host + x.client.config.hostSuffix
	switch {
	case link.Host == "" && link.Scheme == "":
		return []string{"", ours.Path}
	case sameOrigin(link, ours):
		return []string{ours.Path}
	case sameOrigin(link, &url.URL{Scheme: "https", Host: host}),
		x.client.config.base.url != nil && sameOrigin(link, &url.URL{Scheme: "https", Host: x.op.host + twilioDomain}):
		return []string{""}
	}
	return nil
}
