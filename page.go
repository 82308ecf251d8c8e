package twilio

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

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

	client *Client
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
		forgetInfo(p.opts)
		return nil, ErrLastPage
	case p.client == nil:
		return nil, paramError("Page.Next", "Page", "did not come from a client, but from JSON or a literal",
			"list again with its Cursor: that returns the page that follows")
	}
	return fetchPage[T](ctx, p.client, p.bound, p.Cursor, p.trail, p.opts)
}

// firstPage fetches the page that the field Cursor of the parameters names, or the
// first one when it is empty.
func firstPage[T any](ctx context.Context, c *Client, b BoundOperation, opts []CallOption) (*Page[T], error) {
	b.params, b.answer = addressable(b.params), answerPage
	return fetchPage[T](ctx, c, b, form.Cursor(b.params), trail{}, opts)
}

// fetchPage fetches the page that a cursor names. The trail knows of the pages before.
func fetchPage[T any](ctx context.Context, c *Client, b BoundOperation, cursor string, trail trail, opts []CallOption) (*Page[T], error) {
	if err := c.checkMade(b.op.Name, opts); err != nil {
		return nil, err
	}
	if cursor != "" {
		link, err := c.followCursor(b, cursor, opts)
		if err != nil {
			forgetInfo(opts)
			return nil, err
		}
		b.link = link
	}
	x, err := c.send(ctx, b, opts)
	if err != nil {
		return nil, err
	}
	defer x.releaseBody()
	list, err := x.decodePage()
	if err == nil {
		err = trail.follow(b.link, list.next)
	}
	if err != nil {
		return nil, x.decodeError(err)
	}
	b.params, b.link = form.Beside(b.params), ""
	page := &Page[T]{Cursor: list.cursor, client: c, bound: b, opts: opts, trail: trail}
	if page.Items, err = decodeItems[T](x, list.items); err != nil {
		return nil, err
	}
	return page, nil
}

// decodeItems leaves out items that are null.
func decodeItems[T any](x *exchange, texts []json.RawMessage) ([]*T, error) {
	items := make([]*T, 0, len(texts))
	for _, text := range texts {
		if string(text) == "null" {
			continue
		}
		item := new(T)
		if err := x.unmarshal(text, item); err != nil {
			return nil, x.decodeError(fmt.Errorf("an item of %q: %w", x.op.Items, err))
		}
		items = append(items, item)
	}
	return items, nil
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
func (c *Client) followCursor(b BoundOperation, cursor string, opts []CallOption) (query string, err error) {
	var p prepared
	p.prepareAddress(c, b, opts)
	if p.encode(); p.query != "" {
		p.problems.Add("Cursor", "is set beside filters", "a cursor carries the filters of its list: give it alone")
	}
	if query, err = c.linkQuery(p.op.Host, p.path(), cursor); err != nil {
		p.problems.Add("Cursor", "cannot be used: "+err.Error(), "give a Cursor of a page of the same list, unchanged")
	}
	return query, p.problems.err(p.op.Name)
}
