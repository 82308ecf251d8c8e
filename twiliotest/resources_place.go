package twiliotest

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// place is where the resource of a request is: an item of a collection, or a collection
// or single resource by itself.
type place struct {
	host       string
	path       string  // without .json, with the SIDs of resources whose unique names were given
	extension  string  // ".json" or ""
	collection string  // the path of the collection that keeps the item, "" if path is not an item's
	id         string  // what stands for the item in its path
	parents    members // the values in the path, the item's included
}

// locate finds the place of a request. It fails with 404 when one of the resources
// above it does not exist.
func (s *Sim) locate(r *request) (place, *apiError) {
	template, isJSON := strings.CutSuffix(r.op.Path, ".json")
	at := place{host: r.op.Host, parents: members{}}
	if isJSON {
		at.extension = ".json"
	}
	parts := strings.Split(template[1:], "/")
	for i, part := range parts {
		name, isID := strings.CutPrefix(part, "{")
		if !isID {
			at.path += "/" + part
			at.collection, at.id = "", ""
			continue
		}
		name = strings.TrimSuffix(name, "}")
		at.enter(s, r.ids[name])
		at.parents[fold(name)] = at.id
		if i < len(parts)-1 && !s.exists(r, at) {
			return place{}, notFound(at.path + at.extension)
		}
	}
	return at, nil
}

// enter goes from a collection to one of its items.
func (at *place) enter(s *Sim, id string) {
	at.collection = shelfOf(at.path)
	at.id, at.path = id, at.collection+"/"+url.PathEscape(id)
	if s.resources.at(at.host, at.path) != nil {
		return
	}
	if res := s.resources.named(at.host, at.collection, id); res != nil {
		at.path = res.path
		at.id, _ = url.PathUnescape(res.path[len(at.collection)+1:])
	}
}

// shelfOf returns the collection that keeps the items of another one: Twilio has some
// addresses more to create items and to list them.
func shelfOf(collection string) string {
	if root, found := strings.CutSuffix(collection, "/ConversationWithParticipants"); found {
		return root + "/Conversations"
	}
	return collection
}

// exists says whether there is an item. A collection in which Twilio's API creates
// nothing, calls that went on elsewhere for example, has an item of every name until
// that is deleted.
func (s *Sim) exists(r *request, at place) bool {
	switch {
	case at.collection == accountsPath:
		return s.accountOf(at.id) != nil
	case s.resources.at(at.host, at.path) != nil:
		return true
	case s.resources.isDeleted(at.host, at.path):
		return false
	}
	if op, ids, found := contract.Find(http.MethodGet, at.host, at.path+at.extension); found {
		if handle := handlerOf(op); handle != nil { // which knows better
			_, problem := handle(s, &request{op: op, http: r.http, ids: ids, account: r.account, query: url.Values{}, form: url.Values{}, storage: r.storage, orders: r.orders})
			return problem == nil || problem.status != http.StatusNotFound
		}
	}
	return !s.isCreatable(at)
}

// isCreatable says whether Twilio's API creates the items of a collection and tells what
// they are called, and no stub does so here.
func (s *Sim) isCreatable(at place) bool {
	op, _, found := contract.Find(http.MethodPost, at.host, at.collection+at.extension)
	if found = found && doingOf(op) == creating && idOf(op, itemOf(at.host, at.collection, at.extension)) != nil; !found {
		op, _, found = contract.Find(http.MethodPost, at.host, at.path+at.extension)
		found = found && doingOf(op) == creatingItem
	}
	return found && s.stubs[op] == nil
}

// doing is what an operation does to a resource.
type doing int

// The things that operations do.
const (
	fetching     doing = iota
	listing            // the items of a collection
	creating           // an item of a collection
	creatingItem       // an item whose address the request names
	updating           // what there is, an action included
	deleting
)

// doingOf derives what an operation does from its method and its address.
func doingOf(op *contract.Operation) doing {
	switch {
	case op.IsList():
		return listing
	case op.Method == http.MethodGet:
		return fetching
	case op.Method == http.MethodDelete:
		return deleting
	case op.Method != http.MethodPost || strings.HasPrefix(op.ID, "Update"):
		return updating
	case strings.HasSuffix(strings.TrimSuffix(op.Path, ".json"), "}"):
		return creatingItem
	case isSingle(op):
		return updating
	}
	return creating
}

// isSingle says whether there is one resource at the address of a POST, which is read
// and deleted there as well.
func isSingle(op *contract.Operation) bool {
	if read, _, found := contract.Find(http.MethodGet, op.Host, op.Path); found && read.Path == op.Path && !read.IsList() {
		return true
	}
	other, _, found := contract.Find(http.MethodDelete, op.Host, op.Path)
	return found && other.Path == op.Path
}
