// After a create of unknown outcome, second step of a reconciliation: when, on Twilio's
// clock, the create can have been carried out, and whether a list is as new as its
// request.

package twilio

import (
	"errors"
	"net/http"
	"time"
)

const (
	// serverTimeout is how long Twilio may still work on a request that the client
	// has given up.
	serverTimeout = 30 * time.Second
	// dateSlack covers times that are written in whole seconds, on both sides.
	dateSlack = 2 * time.Second
	// A resource that seems to be earlier than the create by less than monotonicMargin or
	// wallMargin is still ambiguous. Without monotonic readings nobody knows how often
	// somebody has set the clock since.
	monotonicMargin = 10 * time.Second
	wallMargin      = time.Hour
	// besideWindow is how far outside of the window a resource of other content still
	// counts: Twilio may have been late, and have changed the body.
	besideWindow = time.Minute
	// longestAttempt bounds the time between the beginning and the end of one attempt.
	longestAttempt = time.Hour
)

// serverTime is a reading of Twilio's clock, by one of its answers.
type serverTime struct {
	date  time.Time // when the answer was written, in whole seconds; zero when it does not say
	asked time.Time // the client's clock when the answer was asked for
	came  time.Time // the client's clock when the answer had come
}

func newServerTime(date string, asked, came time.Time) serverTime {
	parsed, err := http.ParseTime(date)
	if err != nil {
		parsed = time.Time{}
	}
	return serverTime{parsed, asked, came}
}

// at returns between which times Twilio's clock stands when the client's stands at
// t. Differences are monotonic where both times have such a reading. Without a date
// the two clocks are taken to be the same.
func (s serverTime) at(t time.Time) (least, most time.Time) {
	if s.date.IsZero() {
		return t, t
	}
	return s.date.Add(t.Sub(s.came)), s.date.Add(time.Second + t.Sub(s.asked))
}

// byWall is the same answer with the wall clock's times.
func (s serverTime) byWall() serverTime {
	return serverTime{s.date, s.asked.Round(0), s.came.Round(0)}
}

// isMonotonic reports that a time has a monotonic reading, which Round takes off.
func isMonotonic(t time.Time) bool { return t != t.Round(0) }

// freshness tells lists that Twilio wrote from those of a cache. The dates of Twilio's
// own answers advance as the client's clock does.
type freshness struct {
	before serverTime // the last answer before the reconciliation
	first  serverTime // the first answer of the reconciliation
	newest serverTime // the answer by which Twilio's clock is furthest ahead
}

var (
	errCached    = errors.New("the list comes from a cache")
	errStandsOut = errors.New("the list may come from a cache: its Date is older than the clock says, and has not been seen to advance")
)

// check returns an error for a list that is, or may be, older than its request.
func (f *freshness) check(list serverTime, header http.Header) error {
	if len(header["Age"]) > 0 { // https://www.rfc-editor.org/rfc/rfc9111#section-5.1
		return errCached
	}
	if list.date.IsZero() {
		return nil
	}
	if f.first.date.IsZero() {
		f.first, f.newest = list, list
	}
	least, most := list.at(list.asked)
	ahead, _ := f.newest.at(list.asked)
	if most.Add(dateSlack).Before(ahead) {
		return errCached
	}
	if least.After(ahead) {
		f.newest = list
	}
	if expected, _ := f.before.at(list.asked); most.Add(dateSlack).Before(expected) && !f.advances(list, most) {
		return errStandsOut
	}
	return nil
}

// advances reports that a list is newer than the first one, by as much as it must
// be. Lists that were asked for within one second cannot tell.
func (f *freshness) advances(list serverTime, most time.Time) bool {
	least, _ := f.first.at(list.asked)
	return list.asked.Sub(f.first.came) > time.Second && !most.Before(least)
}

// window is when, on Twilio's clock, a create can have been carried out.
type window struct {
	oldest   time.Time // a resource that is older is an earlier create's
	from, to time.Time // a resource between the two can be the create's
	unsure   bool      // the client's clocks contradict each other: no resource is certain to be within

	byClient *window // the same by the client's clock, when it contradicts the Date of the list
}

// place is where the time of a resource lies.
type place uint8

const (
	placeBefore  place = iota // older than the create, as the rest of the list is
	placeApart                // older than the create, unless the Date of the list is wrong
	placeOutside              // a little earlier or later than the window
	placeBeside               // outside by less than a minute
	placeInside
)

// windowOf returns the window of a create, by the answer to the request for a list
// and the last answer before the reconciliation.
func windowOf(unknown *OutcomeUnknownError, list, before serverTime) window {
	least, most := list.at(unknown.Started)
	_, end := list.at(unknown.Ended)
	w := window{oldest: least, from: most.Add(-time.Second - dateSlack), to: end.Add(serverTimeout + dateSlack)}
	byWall, _ := list.byWall().at(unknown.Started)
	byEarlier := byWall
	if !before.date.IsZero() {
		byEarlier, _ = before.at(unknown.Started)
	}
	w.unsure = !near(byWall, least) && !near(byEarlier, least)
	for _, other := range [...]time.Time{byWall, byEarlier} {
		if other.Before(w.oldest) {
			w.oldest = other
		}
	}
	w.oldest = w.oldest.Add(-dateSlack - marginOf(unknown, list))
	if !list.date.IsZero() && !near(least, unknown.Started) {
		byClient := windowOf(unknown, serverTime{}, serverTime{})
		w.byClient = &byClient
	}
	return w
}

// near allows for answers that took some seconds.
func near(a, b time.Time) bool { return a.Sub(b).Abs() <= monotonicMargin }

// marginOf returns how far the client's clock may be wrong about the create. A
// clock that stands before the create's end has been set since. Without a Date nobody
// knows how far it is from Twilio's.
func marginOf(unknown *OutcomeUnknownError, list serverTime) time.Duration {
	if !list.date.IsZero() && isMonotonic(unknown.Started) && isMonotonic(list.asked) && !list.asked.Before(unknown.Ended) {
		return monotonicMargin
	}
	return wallMargin
}

func (w window) place(created time.Time) place {
	switch {
	case created.Before(w.oldest):
		return w.placeByClient(created)
	case created.Before(w.from.Add(-besideWindow)), created.After(w.to.Add(besideWindow)):
		return placeOutside
	case w.unsure, created.Before(w.from), created.After(w.to):
		return placeBeside
	}
	return placeInside
}

// placeByClient places a resource that is older than the create by the Date of the
// list. The Date may come from a gateway whose clock is ahead.
func (w window) placeByClient(created time.Time) place {
	if w.byClient == nil {
		return placeBefore
	}
	switch w.byClient.place(created) {
	case placeBefore:
		return placeBefore
	case placeInside, placeBeside:
		return placeBeside
	}
	return placeApart
}
