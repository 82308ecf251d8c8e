package twilio

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/seed15d99369/twilio/internal/form"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// ErrLastPage is returned by [Page.Next] when there is no next page.
var ErrLastPage = errors.New("twilio: there is no next page")

// Page is a part of a list.
//
// Twilio docs: https://www.twilio.com/docs/usage/twilios-response#pagination
type Page[T any] struct {
	Items  []*T   `json:"items"`
	Cursor string `json:"cursor"` // of the next page, for a later List; "" on the last page

	source pageSource
}

// pageSource is where a page came from, and where the next one comes from. Its methods
// do not depend on the type of the items, so that they are compiled once.
type pageSource struct {
	client *Client // nil for a page that did not come from a client
	bound  BoundOperation
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
		forgetInfo(p.source.opts)
		return nil, ErrLastPage
	case p.source.client == nil:
		return nil, paramError("Page.Next", "Page", "did not come from a client, but from JSON or a literal",
			"list again with its Cursor: that returns the page that follows")
	}
	return fetchPage[T](ctx, p.source, p.Cursor)
}

// fetchPage fetches the page that a cursor names, or the first one when it is empty.
func fetchPage[T any](ctx context.Context, source pageSource, cursor string) (*Page[T], error) {
	x, list, err := source.fetch(ctx, cursor)
	if err != nil {
		return nil, err
	}
	defer x.finish()
	page := &Page[T]{Items: make([]*T, len(list.items)), Cursor: list.cursor, source: source}
	for i, text := range list.items {
		page.Items[i] = new(T)
		if err := x.decodeItem(text, page.Items[i]); err != nil {
			return nil, x.endTrace(err)
		}
	}
	return page, x.endTrace(nil)
}

// firstPage returns the source of a list, and the cursor that the parameters name.
func firstPage(c *Client, b BoundOperation, opts []CallOption) (source pageSource, cursor string) {
	b.params, b.answer = addressable(b.params), answerPage
	return pageSource{client: c, bound: b, opts: opts}, form.Cursor(b.params)
}

// fetch fetches a page and becomes the source of the page behind it. The caller decodes
// the items and finishes the exchange.
func (s *pageSource) fetch(ctx context.Context, cursor string) (*exchange, rawPage, error) {
	if err := s.client.checkMade(s.bound.op.Name, s.opts); err != nil {
		return nil, rawPage{}, err
	}
	if cursor != "" {
		link, err := s.client.followCursor(s.bound, cursor, s.opts)
		if err != nil {
			forgetInfo(s.opts)
			return nil, rawPage{}, err
		}
		s.bound.link = link
	}
	x, err := s.client.send(ctx, s.bound, s.opts)
	if err != nil {
		return nil, rawPage{}, err
	}
	list, err := x.decodePage()
	if err == nil {
		err = s.trail.follow(s.bound.link, list.next)
	}
	if err != nil {
		defer x.finish()
		return nil, rawPage{}, x.endTrace(x.decodeError(err))
	}
	s.bound.params, s.bound.link = form.Beside(s.bound.params), ""
	list.items = slices.DeleteFunc(list.items, func(text json.RawMessage) bool { return string(text) == "null" })
	return x, list, nil
}

func (x *exchange) decodeItem(text json.RawMessage, item any) error {
	if err := x.unmarshal(text, item); err != nil {
		return x.decodeError(fmt.Errorf("an item of %q: %w", x.op.Items, err))
	}
	return nil
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

// rawPage is a page before its items are decoded.
type rawPage struct {
	items  []json.RawMessage
	cursor string // the next link as it came, "" on the last page
	next   string // its query, with which the next page is requested
}

// decodePage finds the items and the next link. A list or a link that is missing,
// mistyped or there twice is an error: a list that was not read whole must not pass
// for the whole.
func (x *exchange) decodePage() (page rawPage, err error) {
	if x.op.Items == "" {
		return page, errors.New("its operation has no Items, the key of the list")
	}
	if err := x.unmarshal(x.last.body, &struct{}{}); err != nil {
		return page, err
	}
	answer := readObject(x.last.body)
	text, err := answer.only(x.op.Items)
	if err != nil {
		return page, err
	}
	if len(text) == 0 || text[0] != '[' {
		return page, fmt.Errorf("%q is not a list", x.op.Items)
	}
	if err := json.Unmarshal(text, &page.items); err != nil {
		return page, err
	}
	link, err := nextLink(answer)
	if err != nil {
		return page, err
	}
	if page.cursor = scalar.String(link); page.cursor != "" {
		page.next, err = x.client.linkQuery(x.op.Host, x.path(), page.cursor)
	}
	return page, err
}

// nextLink finds the link to the next page: the 2010-04-01 API says it beside the items, the
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
func (c *Client) followCursor(b BoundOperation, cursor string, opts []CallOption) (query string, err error) {
	var p prepared
	p.prepareAddress(c, b, opts)
	if p.encode(); p.query != "" {
		p.problems.Add("Cursor", "is set beside filters", "a cursor carries the filters of its list: give it alone")
	}
	if query, err = c.linkQuery(p.op.Host, p.path(), cursor); err != nil {
		p.problems.Add("Cursor", "cannot be used: "+err.Error(), "give a Cursor of a page of the same list, unchanged")
	}
	return query, p.problems.Err(p.op.Name)
}
