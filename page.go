package twilio

import (
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
}

// HasNext reports whether a page follows.
func (p *Page[T]) HasNext() bool { return p.Cursor != "" }

// Next fetches the page that follows; after the last one it is [ErrLastPage].
func (p *Page[T]) Next(ctx context.Context) (*Page[T], error) {
	if !p.HasNext() || p.client == nil {
		return nil, ErrLastPage
	}
	return list[T](ctx, p.client, p.call, p.Cursor, p.opts)
}

// list fetches the page that a cursor names, or the first one when it is empty.
func list[T any](ctx context.Context, c *Client, call call, cursor string, opts []CallOption) (*Page[T], error) {
	if cursor != "" {
		link, err := c.followCursor(call, cursor, opts)
		if err != nil {
			return nil, err
		}
		call.link = link
	}
	x, err := c.send(ctx, call, opts)
	if err != nil {
		return nil, err
	}
	defer x.releaseBody()
	page := &Page[T]{client: c, call: call, opts: opts}
	page.call.params, page.call.link = nil, ""
	var items []json.RawMessage
	if items, page.Cursor, err = x.decodePage(); err != nil {
		return nil, x.decodeError(err)
	}
	if page.Cursor != "" && page.Cursor == cursor {
		return nil, x.decodeError(errors.New("its next page is the page itself"))
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

// decodePage finds the items and the next link. A list or a link that is missing
// or mistyped is an error: what was not read whole must not pass for the whole.
func (x *exchange) decodePage() (items []json.RawMessage, cursor string, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(x.last.body, &fields); err != nil {
		return nil, "", err
	}
	text := fields[x.op.list]
	if len(text) == 0 || text[0] != '[' {
		return nil, "", fmt.Errorf("%q is not a list", x.op.list)
	}
	if err := json.Unmarshal(text, &items); err != nil {
		return nil, "", err
	}
	link, err := nextLink(fields)
	if err != nil {
		return nil, "", err
	}
	cursor = jsonString(link)
	if cursor == "" {
		return items, "", nil
	}
	_, err = x.linkQuery(cursor)
	return items, cursor, err
}

// nextLink finds what follows: the 2010-04-01 API says it beside the items, the
// newer ones in meta. It is null on the last page, and never absent.
func nextLink(fields map[string]json.RawMessage) (json.RawMessage, error) {
	link, found := fields["next_page_uri"]
	if !found {
		var meta map[string]json.RawMessage
		_ = json.Unmarshal(fields["meta"], &meta) // no meta is no link
		link, found = meta["next_page_url"]
	}
	switch {
	case !found:
		return nil, errors.New("it has no next link")
	case link[0] != '"' && string(link) != "null":
		return nil, errors.New("its next link is not text")
	}
	return link, nil
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
	path := x.expandPath("")
	switch {
	case u.Opaque != "" || u.User != nil:
		return "", errors.New("it is not a plain link")
	case u.Host != "" || u.Scheme != "":
		if path, err = x.pathOnHost(u, path); err != nil {
			return "", err
		}
	}
	if u.EscapedPath() != path {
		return "", errors.New("it leads to another resource")
	}
	if u.RawQuery == "" || strings.ContainsAny(u.RawQuery, " \t\r\n") {
		return "", errors.New("it names no page")
	}
	return u.RawQuery, nil
}

// pathOnHost returns the path that this operation has on the link's host.
func (x *exchange) pathOnHost(link *url.URL, path string) (string, error) {
	ours := x.client.hostURL(x.op.host)
	if link.Scheme == ours.Scheme && link.Host == ours.Host {
		return ours.Path + path, nil
	}
	if link.Scheme == "https" && link.Host == x.op.host+x.client.config.hostSuffix {
		return path, nil
	}
	return "", errors.New("it leads to another host")
}
