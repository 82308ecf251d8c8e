// After a create of unknown outcome, first step of a reconciliation: one look at the
// list. It reads the newest pages, sorts the resources that may be the one that is
// looked for, and comes to a verdict.

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
	"time"

	"github.com/seed15d99369/twilio/internal/scalar"
)

// Bounds of one look at a list.
const (
	mostPages = 50
	// wholePage is the size of a page of a list that is not filtered, Twilio's largest. A
	// page of the resources of one recipient is of the usual size.
	wholePage = 1000
)

// The keys by which every resource names itself and the time of its creation.
const (
	sidField     = "sid"
	createdField = "date_created"
)

// firstYear bounds the dates that can be true: a date that counts from 1970 or from the
// year 1 has been lost. Twilio began in 2008, and the clock of testing/synctest in 2000.
const firstYear = 1990

// listFor binds a list to a recipient, or to all of them when to is "".
func listFor(op *Operation, to string) BoundOperation {
	if to == "" {
		return op.With(url.Values{"PageSize": {strconv.Itoa(wholePage)}})
	}
	return op.With(url.Values{"To": {to}})
}

// resource is a resource as Twilio sent it.
type resource struct {
	value   any // a pointer to its type
	sid     string
	created time.Time // zero when it cannot be read, or does not say the second
}

// readResource reads a text into value, a pointer. It returns nil for a text that is no object, and for an object in which a
// name stands twice.
func readResource(x *exchange, value any, text json.RawMessage) *resource {
	fields := readObject(text)
	if fields.hasTwice() || x.unmarshal(text, value) != nil {
		return nil
	}
	return &resource{value, scalar.String(fields[sidField].value), scalar.Moment(string(scalar.Text(fields[createdField].value)))}
}

// fetch fetches a resource, and returns the time of Twilio's answer besides.
func (r *reconciliation) fetch(ctx context.Context, sid string) (*resource, serverTime, error) {
	x, err := r.client.send(ctx, r.get(sid), r.opts)
	if err != nil {
		return nil, serverTime{}, err
	}
	defer x.finish()
	item := readResource(x, r.newItem(), x.last.body)
	if item == nil {
		return nil, serverTime{}, x.endTrace(x.decodeError(errors.New("it is not the JSON object of one resource")))
	}
	return item, answerTime(x), x.endTrace(nil)
}

func answerTime(x *exchange) serverTime {
	return newServerTime(x.last.header.Get("Date"), x.last.started, x.last.ended)
}

// listPage is one page of a list, as Twilio sent it.
type listPage struct {
	items  []*resource // nil for one that cannot be read
	next   string
	time   serverTime
	header http.Header
}

// readPage reads the page that a query names, or the first one.
func (r *reconciliation) readPage(ctx context.Context, query string) (*listPage, error) {
	list := r.list(r.sent)
	list.link = query
	x, err := r.client.send(ctx, list, r.opts)
	if err != nil {
		return nil, err
	}
	defer x.finish()
	raw, err := x.decodeWholePage()
	if err != nil {
		return nil, x.endTrace(x.decodeError(err))
	}
	page := &listPage{next: raw.next, header: x.last.header, time: answerTime(x), items: make([]*resource, len(raw.items))}
	for i, text := range raw.items {
		page.items[i] = readResource(x, r.newItem(), text)
	}
	return page, x.endTrace(nil)
}

// decodeWholePage refuses a page that went through other hands or is a part: 203 and 206.
func (x *exchange) decodeWholePage() (rawPage, error) {
	if x.last.status != http.StatusOK {
		return rawPage{}, errors.New("it is not a whole list of Twilio's own")
	}
	return x.decodePage()
}

// candidate is a resource and how well it fits the create.
type candidate struct {
	resource
	Comparison
}

// compare compares a resource with the parameters of the create.
func (r *reconciliation) compare(item *resource) candidate {
	c := candidate{*item, r.compareForm(r.sent, item.value)}
	if !isSID(c.sid, r.sidKinds()) {
		c.sid = ""
		c.Unreadable(sidField)
	}
	if c.created.Year() < firstYear {
		c.created = time.Time{}
		c.Unreadable(createdField)
	}
	return c
}

// sighting holds the resources that one look has found, without those that belong to
// other creates.
type sighting struct {
	fits           []candidate // an exact match within the window
	rivals         []candidate // a partial match within the window
	near           []candidate // an exact or partial match outside of the window
	otherContent   []candidate // one of other content within the window or beside it
	unreadable     string      // the field of a resource that may fit and cannot be read, "" for none
	unreadableNear string      // the same of a resource that is no rival of one that fits
	seen           map[string]bool
}

// look reads the newest pages once. It returns neither a resource nor an error when
// nothing is listed that fits, and an *undecidedError when a later look may say
// more.
func (r *reconciliation) look(ctx context.Context) (any, error) {
	s := sighting{seen: map[string]bool{}}
	began := r.client.config.clock.Now()
	found, err := r.lookFor(ctx, &s)
	r.tellLook(ctx, &s, began, err)
	return found, err
}

func (r *reconciliation) lookFor(ctx context.Context, s *sighting) (any, error) {
	if err := r.readPages(ctx, s); err != nil {
		return nil, err
	}
	if err := r.withoutShared(ctx, s); err != nil {
		return nil, err
	}
	if r.isBusy(s.fits) || r.isBusy(s.rivals) || s.unreadable != "" {
		return nil, r.undecided(s)
	}
	s.fits, s.rivals = r.withoutClaimed(s.fits), r.withoutClaimed(s.rivals)
	switch {
	case len(s.fits) == 1 && len(s.rivals) == 0:
		return r.claim(s)
	case len(s.fits) > 0:
		return nil, r.ambiguous(candidateSIDs(s.fits, s.rivals)...)
	}
	return nil, r.undecided(s)
}

// isBusy reports that a create under way may have made one of the candidates.
func (r *reconciliation) isBusy(candidates []candidate) bool {
	return slices.ContainsFunc(candidates, func(c candidate) bool {
		return r.client.claims.isBusy(func(other sentCreate) bool { return r.mayMake(other, c.value) })
	})
}

// withoutClaimed leaves out the resources that a create has returned while the list was
// looked through. One that no create under way may have made is claimed by now, or
// belongs to none.
func (r *reconciliation) withoutClaimed(candidates []candidate) []candidate {
	return slices.DeleteFunc(candidates, func(c candidate) bool { return r.owner(c.sid) == ownerOther })
}

func (r *reconciliation) claim(s *sighting) (any, error) {
	only := &s.fits[0]
	switch r.take(only) {
	case ownerNone:
		return only.value, nil
	case ownerOther: // while the list was read
		s.fits = nil
	}
	return nil, r.undecided(s)
}

// undecided is the result of a look if no later look decides, nil when nothing was
// seen.
func (r *reconciliation) undecided(s *sighting) error {
	switch sids := candidateSIDs(s.fits, s.rivals, s.near); {
	case s.unreadable != "":
		return &undecidedError{r.failed(unreadableItem(s.unreadable))}
	case len(sids) > 0:
		return &undecidedError{r.ambiguous(sids...)}
	case s.unreadableNear != "":
		return &undecidedError{r.failed(unreadableItem(s.unreadableNear))}
	case len(s.otherContent) > 0:
		return &undecidedError{r.ambiguous(candidateSIDs(s.otherContent)...)}
	}
	return nil
}

func unreadableItem(field string) error {
	return fmt.Errorf("the list has an item that may be it and cannot be read: its %s", field)
}

func candidateSIDs(groups ...[]candidate) []string {
	var sids []string
	for _, group := range groups {
		for _, c := range group {
			sids = append(sids, c.sid)
		}
	}
	return sids
}

// readPages reads until a whole page is older than the create.
func (r *reconciliation) readPages(ctx context.Context, s *sighting) error {
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
			w = windowOf(r.evidence(page.time.asked), page.time, r.fresh.before)
		}
		older := r.sort(s, w, page.items)
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

// sort adds the resources of a page to a sighting. It reports that every one is older
// than the create: the list begins with the newest.
func (r *reconciliation) sort(s *sighting, w window, items []*resource) (older bool) {
	older = len(items) > 0
	for _, item := range items {
		if item == nil {
			s.unreadable, older = "text", false
			continue
		}
		c := r.compare(item)
		where := placeInside // when the date cannot be read
		if !c.created.IsZero() {
			where = w.place(c.created)
		}
		older = older && where == placeBefore
		if where <= placeApart || c.match() == MatchNone || s.seen[c.sid] {
			continue
		}
		switch r.owner(c.sid) {
		case ownerOther:
			continue
		case ownerUnsure:
			c.AtMost(MatchPartial)
		}
		s.add(c, where)
	}
	return older
}

func (s *sighting) add(c candidate, where place) {
	if c.sid != "" {
		s.seen[c.sid] = true // a page may begin with the resource at the end of the one before
	}
	inside, otherContent := where == placeInside, c.match() == MatchOtherContent
	switch {
	case otherContent && where == placeOutside:
		return // another content at another time
	case c.unreadable != "" && !otherContent && inside:
		s.unreadable = c.unreadable
	case c.unreadable != "":
		s.unreadableNear = c.unreadable
	case otherContent:
		s.otherContent = append(s.otherContent, c)
	case !inside:
		s.near = append(s.near, c)
	case c.match() == MatchPartial:
		s.rivals = append(s.rivals, c)
	default:
		s.fits = append(s.fits, c)
	}
}
