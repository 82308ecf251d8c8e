package twiliotest

import (
	"maps"
	"strings"
)

// trim shortens every list of kept resources. It looks at them again once a quarter of what a
// list may hold has been added to any.
func (rs *resources) trim(most int) {
	if rs.added <= most/4 {
		return
	}
	rs.added = 0
	gone := map[string]bool{}
	for list, items := range rs.lists {
		host := list[:strings.IndexByte(list, '/')]
		for _, res := range items[:max(len(items)-most, 0)] {
			gone[host+res.path] = true
		}
		rs.lists[list] = append([]*resource(nil), items[max(len(items)-most, 0):]...)
	}
	rs.forgetDeleted(most)
	if len(gone) > 0 {
		rs.dropWhere(func(key string) bool { return gone[key] })
	}
}

// forgetDeleted forgets which addresses have been deleted, once they are too many.
func (rs *resources) forgetDeleted(most int) {
	deleted := 0
	for _, res := range rs.byPath {
		if res.deleted {
			deleted++
		}
	}
	if deleted > most {
		maps.DeleteFunc(rs.byPath, func(_ string, res *resource) bool { return res.deleted })
	}
}

// dropBelow forgets the resources whose path has a segment that goes.
func (rs *resources) dropBelow(goes func(segment string) bool) {
	rs.dropWhere(func(key string) bool { return goes(key[strings.LastIndexByte(key, '/')+1:]) })
}

// dropWhere forgets the resources and lists at addresses that go, and all below them.
func (rs *resources) dropWhere(goes func(key string) bool) {
	maps.DeleteFunc(rs.byPath, func(key string, _ *resource) bool { return anyAbove(key, goes) })
	maps.DeleteFunc(rs.lists, func(key string, _ []*resource) bool { return anyAbove(key, goes) })
}

// anyAbove says whether an address or one above it goes.
func anyAbove(key string, goes func(string) bool) bool {
	for end := range len(key) {
		if key[end] == '/' && goes(key[:end]) {
			return true
		}
	}
	return goes(key)
}
