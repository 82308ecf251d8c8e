package twiliotest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// shape writes resources as an operation answers with them: with every property that
// Twilio has published, and no other.
type shape struct {
	sim *Sim
	r   *request
	at  place
	res *resource
}

func (s *Sim) shapeOf(r *request, at place, res *resource) map[string]any {
	w := shape{s, r, at, res}
	return w.object("", nil)
}

// object writes the properties of the object at a path, "" for the whole answer, from
// the members that are kept of it.
func (w *shape) object(path string, kept map[string]any) map[string]any {
	object := map[string]any{}
	for _, p := range w.r.op.Properties {
		parent, name := parentOf(p.Path)
		if parent != path {
			continue
		}
		if name == "*" {
			for key, value := range kept {
				object[key] = value
			}
			continue
		}
		object[name] = w.property(p, name, kept)
	}
	return object
}

func parentOf(path string) (parent, name string) {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i], path[i+1:]
	}
	return "", path
}

// property writes one property: as it is kept, or as the simulator knows it, or empty.
func (w *shape) property(p contract.Property, name string, kept map[string]any) any {
	value, found := member(kept, name)
	if p.Path == name {
		if value, found = w.res.values[fold(name)]; !found {
			value, found = w.known(p)
		}
	}
	switch {
	case !found || value == nil:
		return w.empty(p)
	case !p.Array:
		return w.convert(p, value)
	}
	elements, isArray := value.([]any)
	if !isArray {
		elements = []any{value}
	}
	written := make([]any, len(elements))
	for i, element := range elements {
		written[i] = w.convert(p, element)
	}
	return written
}

// member finds a member by its folded name.
func member(object map[string]any, name string) (value any, found bool) {
	for key, value := range object {
		if fold(key) == fold(name) {
			return value, true
		}
	}
	return nil, false
}

// known returns what the simulator itself knows about a resource.
func (w *shape) known(p contract.Property) (value any, found bool) {
	switch fold(p.Path) {
	case "accountsid":
		return w.r.account, true
	case "datecreated", "createdat", "createddate", "createdtime", "createtime":
		return timeOf(p, w.res.created), true
	case "dateupdated", "updatedat", "updateddate", "updatedtime", "updatetime":
		return timeOf(p, w.res.updated), true
	case "url":
		return w.r.origin() + w.res.path + w.at.extension, true
	case "uri":
		return w.res.path + w.at.extension, true
	case "apiversion":
		version, _, _ := strings.Cut(w.at.path[1:], "/")
		return version, true
	case "redirectto":
		return successOf(w.r, nil).location, true
	}
	if p.Format == "uri-map" {
		return w.links(p), true
	}
	return nil, false
}

// links returns the addresses right below a resource, by the name of what is there.
func (w *shape) links(p contract.Property) map[string]any {
	links := map[string]any{}
	origin := w.r.origin()
	if p.Path == "subresource_uris" {
		origin = ""
	}
	for _, name := range contract.Below(w.at.host, w.res.path+w.at.extension) {
		links[snake(name)] = origin + w.res.path + "/" + name + w.at.extension
	}
	return links
}

// empty writes a property of which nothing is known.
func (w *shape) empty(p contract.Property) any {
	switch {
	case p.Array:
		return []any{}
	case len(p.Enum) > 0:
		return w.convert(p, p.Enum[0])
	case p.Nullable || p.Type == "any":
		return nil
	}
	return w.zero(p)
}

// zero writes the least that a property may be if it must not be null.
func (w *shape) zero(p contract.Property) any {
	switch p.Type {
	case "integer", "number":
		return 0
	case "boolean":
		return false
	case "object":
		return w.object(p.Path, nil)
	}
	if kinds := p.SIDKinds(); kinds != nil {
		return kinds[0] + w.sim.digest(w.res.path+p.Path, 0)
	}
	if strings.HasPrefix(p.Format, "date") {
		return timeOf(p, w.res.created)
	}
	return ""
}

// convert writes a value as the type of its property. One that cannot be is left out.
func (w *shape) convert(p contract.Property, value any) any {
	switch p.Type {
	case "string":
		text := textOf(value)
		if t := scalar.Time(text); strings.HasPrefix(p.Format, "date") && !t.IsZero() {
			return timeOf(p, t)
		}
		return text
	case "integer":
		number, isNumber := scalarOf("number", textOf(value)).(json.Number)
		if _, err := number.Int64(); isNumber && err == nil {
			return number
		}
	case "number":
		if number, isNumber := scalarOf("number", textOf(value)).(json.Number); isNumber {
			return number
		}
	case "boolean":
		if b, isBool := scalarOf("boolean", textOf(value)).(bool); isBool {
			return b
		}
	case "object":
		if text, isText := value.(string); isText {
			value = scalarOf("object", text)
		}
		if object, isObject := value.(map[string]any); isObject {
			return w.nested(p, object)
		}
	default:
		return value
	}
	p.Enum = nil
	return w.empty(p)
}

// nested writes an object: with its published properties, or as it is kept if there are none.
func (w *shape) nested(p contract.Property, kept map[string]any) map[string]any {
	for _, q := range w.r.op.Properties {
		if strings.HasPrefix(q.Path, p.Path+".") {
			return w.object(p.Path, kept)
		}
	}
	return kept
}

// timeOf writes a time in the format of a property.
func timeOf(p contract.Property, t time.Time) any {
	switch p.Format {
	case "date-time-rfc-2822":
		return t.UTC().Format(time.RFC1123Z)
	case "date":
		return t.UTC().Format(time.DateOnly)
	}
	if p.Type == "integer" {
		return json.Number(strconv.FormatInt(t.Unix(), 10))
	}
	return t.UTC().Format(time.RFC3339)
}
