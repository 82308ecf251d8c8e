package twiliotest

import (
	"slices"
	"time"
)

// itemRecord holds the members that all resources with an SID have.
type itemRecord struct {
	sid     string
	account string
	created time.Time
	updated time.Time
}

func (v *itemRecord) id() string { return v.sid }

// newItemRecord begins a resource; s.mu is held.
func (s *Sim) newItemRecord(r *request, prefix string) itemRecord {
	now := s.Clock.Now()
	return itemRecord{sid: s.newSID(prefix), account: r.account, created: now, updated: now}
}

// recordOf finds a resource by its SID, nil when there is none.
func recordOf[T interface {
	comparable
	id() string
}](all []T, sid string) T {
	for _, one := range all {
		if one.id() == sid {
			return one
		}
	}
	var none T
	return none
}

// without returns all but one.
func without[T comparable](all []T, one T) []T {
	return slices.DeleteFunc(slices.Clone(all), func(other T) bool { return other == one })
}

// listItems renders a list of resources that have a SID.
func listItems[T interface{ id() string }](r *request, key string, items []T, render func(T) any) (any, *apiError) {
	return pageOf(r, r.resource(), key, items, T.id, render)
}
