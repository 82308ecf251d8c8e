package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/seed15d99369/twilio/internal/scalar"
)

// Bounds of one look at a list.
const (
	mostPages = 50
	// wholePage is the size of a page of what goes to everybody, Twilio's largest. A
	// page of what goes to one recipient is of the usual size.
	wholePage = 1000
)

// listFor binds a list to a recipient, or to all of them when to is "".
func listFor(op *Operation, to string) BoundOperation {
	if to == "" {
		return op.With(url.Values{"PageSize": {strconv.Itoa(wholePage)}})
	}
	return op.With(url.Values{"To": {to}})
}

// pageRead is one page of a list, as Twilio sent it.
type pageRead[T any] struct {
	items  []*T // nil for one that is no object
	next   string
	time   serverTime
	header http.Header
}

// readPage reads the page that a query names, or the first one.
func (r *reconciler[T]) readPage(ctx context.Context, query string) (*pageRead[T], error) {
	list := r.list
	list.link = query
	x, err := r.client.send(ctx, list, r.opts)
	if err != nil {
		return nil, err
	}
	defer x.releaseBody()
	if x.last.status != http.StatusOK { // 203 and 206: it went through other hands, or is a part
		return nil, x.decodeError(errors.New("it is not a whole list of Twilio's own"))
	}
	raw, err := x.decodePage()
	if err != nil {
		return nil, x.decodeError(err)
	}
	page := &pageRead[T]{next: raw.next, header: x.last.header, time: newServerTime(x.last.header.Get("Date"), x.last.started, x.last.ended)}
	page.items = make([]*T, len(raw.items))
	for i, text := range raw.items {
		page.items[i] = decodeItem[T](x, text)
	}
	return page, nil
}

// decodeItem returns nil for what is no object, and for one in which a name stands
// twice. A date that does not say the second is none.
func decodeItem[T any](x *exchange, text json.RawMessage) *T {
	item, shown := new(T), readObject(text)
	if shown.hasTwice() || x.unmarshal(text, item) != nil {
		return nil
	}
	if d, ok := any(item).(dated); ok {
		d.made().Time = scalar.Moment(string(scalar.Text(shown[createdField].value)))
	}
	return item
}

// candidate is a listed item that fits as far as its kind says.
type candidate[T any] struct {
	item *T
	traits
}

// sighting is what one look has found that is not accounted for.
type sighting[T any] struct {
	fits    []candidate[T] // alike, and within the window
	rivals  []candidate[T] // akin, and within the window
	near    []candidate[T] // alike or akin, and outside of the window
	similar []candidate[T] // of other content, and within the window or beside it
	odd     string         // of an item that may fit and cannot be read, "" for none
	oddNear string         // of one that does not stand against another that fits
	seen    map[string]bool
}

// look reads the newest pages once. It returns neither a resource nor an error when
// nothing is listed that fits, and an *undecidedError when a later look may say
// more.
func (r *reconciler[T]) look(ctx context.Context) (*T, error) {
	s := sighting[T]{seen: map[string]bool{}}
	if err := r.readPages(ctx, &s); err != nil {
		return nil, err
	}
	if r.isBusy(s.fits) || r.isBusy(s.rivals) || s.odd != "" {
		return nil, r.undecided(&s)
	}
	s.fits, s.rivals = r.unclaimed(s.fits), r.unclaimed(s.rivals)
	switch {
	case len(s.fits) == 1 && len(s.rivals) == 0:
		return r.claim(&s)
	case len(s.fits) > 0:
		return nil, r.ambiguous(candidateSIDs(s.fits, s.rivals)...)
	}
	return nil, r.undecided(&s)
}

func (r *reconciler[T]) isBusy(candidates []candidate[T]) bool {
	for _, c := range candidates {
		if r.client.claims.isBusy(func(x *exchange) bool { return r.mayMake(x, c.item) }) {
			return true
		}
	}
	return false
}

// unclaimed leaves out what a create has returned while the list was looked through.
// What none under way may have made is claimed by now, or nobody's.
func (r *reconciler[T]) unclaimed(candidates []candidate[T]) []candidate[T] {
	return slices.DeleteFunc(candidates, func(c candidate[T]) bool { return r.standing(c.sid) == standingOthers })
}

func (r *reconciler[T]) standing(sid string) standing {
	return r.client.claims.standing(sid, r.unknown)
}

func (r *reconciler[T]) claim(s *sighting[T]) (*T, error) {
	only := s.fits[0]
	switch r.take(only) {
	case standingFree:
		return only.item, nil
	case standingOthers: // while the list was read
		s.fits = nil
	}
	return nil, r.undecided(s)
}

// undecided is what a look says in the end, nil when nothing was seen.
func (r *reconciler[T]) undecided(s *sighting[T]) error {
	switch sids := candidateSIDs(s.fits, s.rivals, s.near); {
	case s.odd != "":
		return &undecidedError{r.failed(oddItem(s.odd))}
	case len(sids) > 0:
		return &undecidedError{r.ambiguous(sids...)}
	case s.oddNear != "":
		return &undecidedError{r.failed(oddItem(s.oddNear))}
	case len(s.similar) > 0:
		return &undecidedError{r.ambiguous(candidateSIDs(s.similar)...)}
	}
	return nil
}

func oddItem(field string) error {
	return fmt.Errorf("the list has an item that may be it and cannot be read: its %s", field)
}

func candidateSIDs[T any](groups ...[]candidate[T]) []string {
	var sids []string
	for _, group := range groups {
		for _, c := range group {
			sids = append(sids, c.sid)
		}
	}
	return sids
}

// readPages reads until a whole page is older than the create.
func (r *reconciler[T]) readPages(ctx context.Context, s *sighting[T]) error {
	var w window
	query, followed := "", map[string]bool{}
	for n := range mostPages {
		page, err := r.readPage(ctx, query)
		if err != nil {
			return r.failed(err)
		}
		if err := r.fresh.check(page.time, page.header); err != nil {
			return &undecidedError{r.failed(err)}
		}
		if n == 0 {
			w = windowOf(r.unknown, page.time, r.fresh.before)
		}
		older := s.addAll(r, w, page.items)
		query = page.next
		switch {
		case older || query == "":
			return nil
		case followed[query]:
			return r.failed(errors.New("the pages of the list lead back to each other"))
		}
		followed[query] = true
	}
	return r.failed(fmt.Errorf("the list goes on after %d pages, and has not come to the time of the create", mostPages))
}

// addAll sorts the items of a page. It reports that every one is older than the
// create: the list begins with the newest.
func (s *sighting[T]) addAll(r *reconciler[T], w window, items []*T) (older bool) {
	older = len(items) > 0
	for _, item := range items {
		if item == nil {
			s.odd, older = "text", false
			continue
		}
		t := r.traits(item)
		where := placeInside // when it cannot be read
		if !t.created.IsZero() {
			where = w.place(t.created)
		}
		older = older && where == placeBefore
		if where <= placeApart || t.how == unlike || s.seen[t.sid] {
			continue
		}
		switch r.standing(t.sid) {
		case standingOthers:
			continue
		case standingUnsure:
			t.how = min(t.how, akin)
		}
		s.add(candidate[T]{item, t}, where)
	}
	return older
}

func (s *sighting[T]) add(c candidate[T], where place) {
	if c.sid != "" {
		s.seen[c.sid] = true // a page may begin with what the one before ended with
	}
	inside := where == placeInside
	switch {
	case c.how == similar && where == placeOutside:
		return // another text at another time
	case c.odd != "" && c.how != similar && inside:
		s.odd = c.odd
	case c.odd != "":
		s.oddNear = c.odd
	case c.how == similar:
		s.similar = append(s.similar, c)
	case !inside:
		s.near = append(s.near, c)
	case c.how == akin:
		s.rivals = append(s.rivals, c)
	default:
		s.fits = append(s.fits, c)
	}
}
