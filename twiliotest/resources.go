package twiliotest

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// resource is what requests have made of one address, as they sent it. The simulator
// keeps resources for the operations that have no behaviour of their own.
type resource struct {
	path    string // without .json: "/v2/Services/VA…"
	shelf   string // the path of the collection that it was created in, or of its own
	values  members
	created time.Time
	updated time.Time
	deleted bool // its address answers 404 from then on
}

// members are values for JSON by their names. The names are folded, see fold, because
// a parameter FriendlyName becomes the property friendly_name or friendlyName.
type members map[string]any

// fold returns a name without its capitals and underscores.
func fold(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", ""))
}

// resources are all of a simulator, by host and path. The zero value is ready.
type resources struct {
	byPath map[string]*resource
	lists  map[string][]*resource // by the path of the collection, in the order of their creation
	added  int                    // since the lists were shortened
}

// at returns the resource at a path, nil when there is none or none any more.
func (rs *resources) at(host, path string) *resource {
	if res := rs.byPath[host+path]; res != nil && !res.deleted {
		return res
	}
	return nil
}

// isDeleted says whether a request has deleted the resource at a path.
func (rs *resources) isDeleted(host, path string) bool {
	res := rs.byPath[host+path]
	return res != nil && res.deleted
}

// put adds a resource, to its collection as well unless collection is "".
func (rs *resources) put(host, collection string, res *resource) {
	if rs.byPath == nil {
		rs.byPath, rs.lists = map[string]*resource{}, map[string][]*resource{}
	}
	rs.added++
	rs.byPath[host+res.path] = res
	if collection != "" {
		rs.lists[host+collection] = append(rs.lists[host+collection], res)
	}
}

// in returns the resources of a collection.
func (rs *resources) in(host, collection string) []*resource { return rs.lists[host+collection] }

// named finds a resource of a collection by the unique name that stands for its SID in
// an address; nil if there is none.
func (rs *resources) named(host, collection, name string) *resource {
	for _, res := range rs.in(host, collection) {
		if name != "" && (res.values["uniquename"] == name || res.values["identity"] == name) {
			return res
		}
	}
	return nil
}

// remove deletes the resource at a path and all below it.
func (rs *resources) remove(host, collection, path string) {
	below := host + path + "/"
	maps.DeleteFunc(rs.byPath, func(key string, _ *resource) bool { return strings.HasPrefix(key, below) })
	maps.DeleteFunc(rs.lists, func(key string, _ []*resource) bool { return strings.HasPrefix(key, below) })
	rs.put(host, "", &resource{path: path, deleted: true})
	rs.lists[host+collection] = slices.DeleteFunc(rs.lists[host+collection], func(res *resource) bool { return res.path == path })
}
