package apitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/contract"
)

// item is the answer with every property set, or one item of a list.
func (o *operation) item() map[string]any { return o.itemNumber(0) }

// itemNumber makes items that differ.
func (o *operation) itemNumber(serial int) map[string]any {
	b := builder{o: o, n: serial * 1000}
	if o.isWholeList() {
		return b.object("", o.listItem())
	}
	t := o.answer
	if o.kind() == contract.ArrayAnswer && t != nil && t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return b.object("", t)
}

// kind is the kind of the operation's answers. An operation that Twilio's files leave
// out has the kind that its method reads.
func (o *operation) kind() contract.AnswerKind {
	if !o.official.IsListed() {
		switch {
		case o.result == resultNone:
			return contract.NoAnswer
		case o.answer != nil && o.answer.Kind() == reflect.Slice:
			return contract.ArrayAnswer
		}
		return contract.ObjectAnswer
	}
	return o.official.Answers[0].Kind
}

func (o *operation) status() int {
	if !o.official.IsListed() {
		return http.StatusOK
	}
	return o.official.Answers[0].Status
}

// isWholeList reports a list that comes at once: its method returns the object around
// the items.
func (o *operation) isWholeList() bool {
	return o.official.IsList() && o.result == resultValue
}

// listItem is the type of the items of a list that comes at once.
func (o *operation) listItem() reflect.Type {
	if f, found := fieldOf(o.answer, o.official.ListKey); found {
		return elementOf(f.Type)
	}
	return nil
}

// full is the reply with every property set.
func (o *operation) full() reply { return o.with(o.item()) }

// with is a reply of success with an item, by the kind of the operation.
func (o *operation) with(item any) reply {
	r := reply{status: o.status()}
	switch {
	case o.result == resultFile:
		r.header = http.Header{"Content-Type": {"text/plain"}}
		r.body, r.status = fileContent, http.StatusOK
	case o.kind() == contract.NoAnswer:
	case o.kind() == contract.ArrayAnswer:
		r.body = render([]any{item})
	case o.isPaged():
		r.body = o.page([]any{item}, "")
	case o.isWholeList():
		r.body = render(map[string]any{o.official.ListKey: []any{item}})
	default:
		r.body = render(item)
	}
	return r
}

const fileContent = "the content of the file"

func (o *operation) isPaged() bool { return o.result == resultPage || o.result == resultAll }

// page is a page of a list, with a link to the next one; "" for none.
func (o *operation) page(items []any, next string) string {
	var link any
	if next != "" {
		link = next
	}
	page := map[string]any{o.official.ListKey: items}
	if o.official.Paging == contract.PagingMeta {
		page["meta"] = map[string]any{"key": o.official.ListKey, "page": 0, "page_size": len(items), "next_page_url": link, "previous_page_url": nil}
	} else {
		page["page"], page["next_page_uri"], page["previous_page_uri"] = 0, link, nil
	}
	return render(page)
}

// builder makes answers from Twilio's properties, and from the Go types where Twilio
// does not say what is inside.
type builder struct {
	o *operation
	n int // makes each value another one
}

// object makes the object at a path, "" or one that ends with a dot. The type is the
// Go type that reads it, nil for none.
func (b *builder) object(prefix string, t reflect.Type) map[string]any {
	object := map[string]any{}
	known := b.o.children(prefix)
	for _, p := range known {
		name := strings.TrimPrefix(p.Path, prefix)
		if name == "*" {
			name = "key"
		}
		var ft reflect.Type
		if t != nil && t.Kind() == reflect.Map {
			ft = t.Elem()
		} else if f, found := fieldOf(t, name); found {
			ft = f.Type
		}
		object[name] = b.value(p, ft)
	}
	for _, m := range members(t) {
		if _, made := object[m.name]; !made {
			object[m.name] = b.ofField(m)
		}
	}
	return object
}

// children are the properties right below a path.
func (o *operation) children(prefix string) []*contract.Property {
	var found []*contract.Property
	for i := range o.official.Properties {
		p := &o.official.Properties[i]
		rest, below := strings.CutPrefix(p.Path, prefix)
		if below && rest != "" && !strings.Contains(rest, ".") {
			found = append(found, p)
		}
	}
	return found
}

func (b *builder) value(p *contract.Property, t reflect.Type) any {
	t = indirect(t)
	if p.Array {
		var et reflect.Type
		if t != nil && t.Kind() == reflect.Slice && t != rawType {
			et = indirect(t.Elem())
		}
		return []any{b.one(p, et), b.one(p, et)}
	}
	return b.one(p, t)
}

func (b *builder) one(p *contract.Property, t reflect.Type) any {
	if len(b.o.children(p.Path+".")) > 0 {
		return b.object(p.Path+".", t)
	}
	switch {
	case t == nil || t == rawType:
		return b.leaf(p)
	case len(p.Enum) > 0 && t.Kind() == reflect.String:
		b.n++
		return p.Enum[b.n%len(p.Enum)]
	case t.Kind() == reflect.String && t != decimalType && p.Type == "string":
		return b.leaf(p)
	case t == answerTime:
		return b.time(p.Format)
	case isNumeric(t) && p.Type == "string":
		b.n++
		return strconv.Itoa(b.n)
	}
	return b.ofType(t)
}

// leaf is a value by Twilio's type alone.
func (b *builder) leaf(p *contract.Property) any {
	b.n++
	switch {
	case len(p.Enum) > 0:
		return p.Enum[b.n%len(p.Enum)]
	case isSIDPattern(p.Pattern), p.Path == "sid": // which some files give no pattern
		return sidSample(p.Pattern, b.n)
	case strings.HasPrefix(p.Format, "date"):
		return b.time(p.Format)
	case p.Type == "integer", p.Type == "number":
		return json.Number(strconv.Itoa(b.n))
	case p.Type == "boolean":
		return true
	case p.Type == "object", p.Type == "any":
		return map[string]any{"key": "value" + strconv.Itoa(b.n)}
	case p.Format == "uri":
		return "https://example.com/" + strconv.Itoa(b.n)
	case p.Format == "phone-number":
		return fmt.Sprintf("+447700900%03d", b.n%1000)
	}
	return "text" + strconv.Itoa(b.n)
}

// time is written as the format has it: the 2010-04-01 API writes RFC 2822.
func (b *builder) time(format string) string {
	b.n++
	moment := time.Date(2026, 4, 1+b.n%28, 9, 30, b.n%60, 0, time.UTC)
	switch format {
	case "date":
		return moment.Format(time.DateOnly)
	case "date-time-rfc-2822":
		return moment.Format(time.RFC1123Z)
	}
	return moment.Format(time.RFC3339)
}

// ofField is a value of which only the Go field is known. An SID looks like one.
func (b *builder) ofField(m member) any {
	if isText := indirect(m.field.Type).Kind() == reflect.String; isText && (m.name == "sid" || strings.HasSuffix(m.name, "_sid")) {
		b.n++
		return sidSample("", b.n)
	}
	return b.ofType(m.field.Type)
}

// ofType is a value by the Go type alone.
func (b *builder) ofType(t reflect.Type) any {
	t = indirect(t)
	b.n++
	switch {
	case t == rawType, t.Kind() == reflect.Interface:
		return map[string]any{"key": "value" + strconv.Itoa(b.n)}
	case t == answerTime, t == timeType:
		return b.time("")
	case isNumeric(t):
		return json.Number(strconv.Itoa(b.n))
	case t.Kind() == reflect.Bool:
		return true
	case t.Kind() == reflect.String:
		return "text" + strconv.Itoa(b.n)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Interface:
		return b.ofVariants(t.Elem())
	case t.Kind() == reflect.Slice:
		return []any{b.ofType(t.Elem())}
	case t.Kind() == reflect.Map:
		return map[string]any{"key": b.ofType(t.Elem())}
	case t.Kind() == reflect.Struct:
		object := map[string]any{}
		for name, text := range b.o.fixedOf(t) {
			object[name] = text
		}
		for _, m := range members(t) {
			object[m.name] = b.ofField(m)
		}
		return object
	}
	return nil
}

var rawType = reflect.TypeFor[json.RawMessage]()

// isNumeric reports a type that reads numbers, and numbers that are written as text.
func isNumeric(t reflect.Type) bool {
	return t == decimalType || t == answerSeconds || isWhole(t.Kind()) || t.Kind() == reflect.Float64
}

func indirect(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// elementOf is the type of the elements of a list, or of what a pointer leads to.
func elementOf(t reflect.Type) reflect.Type {
	t = indirect(t)
	if t.Kind() == reflect.Slice {
		return indirect(t.Elem())
	}
	return t
}

// member is an exported field of a struct, by its name in JSON.
type member struct {
	name  string
	field reflect.StructField
}

// members are the fields of a struct in their order, with those of structs that are
// embedded in it. Other types, and structs that read themselves, have none.
func members(t reflect.Type) []member {
	t = indirect(t)
	if t == nil || t.Kind() != reflect.Struct || t == answerTime || t == answerSeconds || t == timeType {
		return nil
	}
	found := make([]member, 0, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case isEmbedded(f):
			for _, m := range members(f.Type) {
				m.field.Index = append(f.Index[:len(f.Index):len(f.Index)], m.field.Index...)
				found = append(found, m)
			}
		case f.IsExported() && name != "" && name != "-":
			found = append(found, member{name, f})
		}
	}
	return found
}

// isEmbedded reports a struct whose fields JSON has beside those of the struct around it.
func isEmbedded(f reflect.StructField) bool {
	return f.Anonymous && f.Type.Kind() == reflect.Struct && f.Tag.Get("json") == ""
}

func fieldOf(t reflect.Type, name string) (reflect.StructField, bool) {
	for _, m := range members(t) {
		if m.name == name {
			return m.field, true
		}
	}
	return reflect.StructField{}, false
}
