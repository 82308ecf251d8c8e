package apitest

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// answers looks at the answer with every property set, and at what becomes of it when
// values are null or of the wrong type.
func (c *check) answers() {
	c.t.Helper()
	switch {
	case c.result == resultFile:
		c.fileAnswer()
		return
	case c.result == resultNone:
		c.noAnswer()
		return
	case c.kind() == contract.NoAnswer:
		c.fault("Twilio answers with nothing: let the method return error, and use twilio.InvokeNone")
		return
	case c.official.IsList() && !c.isPaged() && c.official.Paging != contract.PagingNone:
		c.fault("Twilio's operation is a list with pages: let the method return *twilio.Page[T] or iter.Seq2[*T, error], and use twilio.InvokePage or twilio.InvokeAll")
		return
	case c.isPaged() && !c.official.IsList():
		c.fault("Twilio's operation is no list: let the method return *T, and use twilio.Invoke")
		return
	}
	if c.statuses() {
		c.nulls()
		c.odd()
	}
}

// statuses answers with each status that Twilio has for success.
func (c *check) statuses() (ok bool) {
	c.t.Helper()
	answers := c.official.Answers
	if answers == nil {
		answers = []contract.Answer{{Status: c.status(), Kind: c.kind()}}
	}
	ok = true
	item := c.item()
	for _, answer := range answers {
		full := c.with(item)
		full.status = answer.Status
		r := c.answered(full)
		if r.err != nil {
			c.fault("Twilio's answer %d with every property fails: %v", answer.Status, r.err)
			return false
		}
		for _, d := range c.diff(&r, item) {
			c.fault("the property %s %s", d.path, d.text)
			ok = false
		}
	}
	return ok
}

// answered calls the operation with all parameters and one answer to all requests.
func (c *check) answered(r reply) result { return c.do(always(r), c.valid()) }

// valid are arguments that the operation accepts.
func (c *check) valid() arguments {
	fl, err := c.fill(c.variations()[0])
	if err != nil {
		return c.args(reflect.Zero(c.params)) // requests reports it
	}
	return c.args(fl.params)
}

// diff compares a result with the item that was answered.
func (c *check) diff(r *result, item any) []difference {
	got, ok := c.items(r)
	if !ok || len(got) != 1 {
		return []difference{{c.official.ListKey, fmt.Sprintf("has %d items and not the one of the answer", len(got))}}
	}
	return diffAnswer("", got[0], item)
}

// items are the answers that a result holds: the one, or those of a page or an array.
func (c *check) items(r *result) (items []reflect.Value, ok bool) {
	switch {
	case c.result == resultAll:
		return r.items, true
	case r.isNil():
		return nil, false
	case c.result == resultPage:
		return elements(r.value.Elem().FieldByName("Items")), true
	case c.isWholeList():
		f, found := fieldOf(c.answer, c.official.ListKey)
		if !found {
			return nil, false
		}
		return elements(r.value.Elem().FieldByIndex(f.Index)), true
	case c.kind() == contract.ArrayAnswer && c.answer.Kind() == reflect.Slice && c.answer != rawType:
		return elements(r.value.Elem()), true
	}
	return []reflect.Value{r.value}, true
}

func elements(list reflect.Value) []reflect.Value {
	if list.Kind() != reflect.Slice {
		return nil
	}
	items := make([]reflect.Value, list.Len())
	for i := range items {
		items[i] = list.Index(i)
	}
	return items
}

// noAnswer holds a method that returns no answer against Twilio's file.
func (c *check) noAnswer() {
	c.t.Helper()
	if c.official.IsListed() && c.kind() != contract.NoAnswer && len(c.official.Properties) > 0 {
		c.fault("it drops Twilio's answer, which has %d properties: return it, and use twilio.Invoke", len(c.official.Properties))
	}
	if r := c.answered(c.full()); r.err != nil {
		c.fault("Twilio's answer %d fails: %v", c.status(), r.err)
	}
}

// fileAnswer reads the file, from where Twilio redirects to when it does.
func (c *check) fileAnswer() {
	c.t.Helper()
	w := always(c.full())
	if c.kind() == contract.RedirectAnswer {
		w.answer = func(n int, _ *request) reply {
			if n == 1 {
				return reply{status: c.status(), header: map[string][]string{"Location": {"https://media.twiliocdn.com/file"}}}
			}
			return c.full()
		}
	}
	r := c.do(w, c.valid())
	file, ok := r.value.Interface().(*twilio.File)
	if r.err != nil || !ok || file == nil {
		c.fault("the file is not returned: %v", r.err)
		return
	}
	content, err := io.ReadAll(file)
	if closeErr := file.Close(); err != nil || closeErr != nil || string(content) != fileContent {
		c.fault("the file is read as %q, %v, %v", content, err, closeErr)
	}
}

// nulls answers with every property null but the proof of a create: fields are zero.
func (c *check) nulls() {
	c.t.Helper()
	item := map[string]any{}
	for name, value := range c.item() {
		if item[name] = nil; c.creates() && name == c.proofKey() {
			item[name] = value
		}
	}
	r := c.answered(c.with(item))
	if r.err != nil {
		c.fault("its answer with null for every property fails: %v", r.err)
		return
	}
	for _, got := range first(c.items(&r)) {
		v := reflect.Indirect(got)
		for _, m := range members(v.Type()) {
			field := v.FieldByIndex(m.field.Index)
			if !field.IsZero() && item[m.name] == nil && string(rawOf(field)) != "null" {
				c.fault("the property %s is null, and the field %s has the value %v: it should be zero", m.name, m.field.Name, field)
			}
		}
	}
}

func rawOf(v reflect.Value) []byte {
	if v.Type() == rawType {
		return v.Bytes()
	}
	return nil
}

func first[T any](v T, _ bool) T { return v }

// oddValues are what no property is meant to be.
var oddValues = []string{`""`, `0`, `-1`, `1e400`, `3.5`, `"garbage"`, `true`, `[]`, `[1,"a",null]`, `{}`, `{"a":{"b":[]}}`, `"\ud800"`, `99999999999999999999`}

// odd answers with values of the wrong types: one for all properties, and then one
// property at a time, beside which the other fields have to be kept.
func (c *check) odd() {
	c.t.Helper()
	item := c.item()
	for _, odd := range oddValues {
		changed := map[string]any{}
		for name, value := range item {
			if changed[name] = raw(odd); c.creates() && name == c.proofKey() {
				changed[name] = value
			}
		}
		if r := c.answered(c.with(changed)); r.err != nil {
			c.fault("its answer with %s for every property fails: %v\n\ta field that reads itself, by UnmarshalJSON, must not return an error", odd, r.err)
			return
		}
	}
	for _, path := range leaves("", item) {
		if c.creates() && (path == c.proof() || path == c.proofKey()) {
			continue
		}
		c.oddLeaf(item, path)
	}
}

func (c *check) oddLeaf(item map[string]any, path string) {
	c.t.Helper()
	changed, _ := replace(item, strings.Split(path, "."), wrongFor).(map[string]any)
	r := c.answered(c.with(changed))
	if r.err != nil {
		c.fault("its answer with a value of the wrong type for %s fails: %v", path, r.err)
		return
	}
	for _, d := range c.diff(&r, item) {
		if at := plainPath(d.path); at != path && !strings.HasPrefix(at, path+".") && !strings.HasPrefix(path, at+".") {
			c.fault("%s has the wrong type, and the field of %s is lost: it %s", path, d.path, d.text)
		}
	}
}

// raw is JSON as it stands, which may be what encoding/json cannot read.
func raw(text string) any { return rawJSON(text) }

type rawJSON string

func (r rawJSON) MarshalJSON() ([]byte, error) { return []byte(r), nil }

// wrongFor is a value of another type than the value has.
func wrongFor(value any) any {
	switch value.(type) {
	case map[string]any, []any:
		return "garbage"
	}
	return []any{map[string]any{}}
}

// leaves are the paths of all values within a value, objects included, with a dot
// between the names. The elements of a list have the path of the list.
func leaves(path string, value any) []string {
	var found []string
	if path != "" {
		found = append(found, path)
	}
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			found = append(found, leaves(joinPath(path, name), member)...)
		}
	case []any:
		if len(value) > 0 {
			if object, isObject := value[0].(map[string]any); isObject {
				found = append(found, leaves(path, object)[1:]...)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// replace copies a value with another value at a path.
func replace(value any, path []string, by func(any) any) any {
	if len(path) == 0 {
		return by(value)
	}
	switch value := value.(type) {
	case map[string]any:
		object := map[string]any{}
		for name, member := range value {
			if object[name] = member; name == path[0] {
				object[name] = replace(member, path[1:], by)
			}
		}
		return object
	case []any:
		list := make([]any, len(value))
		for i := range value {
			list[i] = replace(value[i], path, by)
		}
		return list
	}
	return value
}

// plainPath is a path without the numbers of elements.
func plainPath(path string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(path, "[") {
		if number, rest, found := strings.Cut(part, "]"); found {
			if _, err := strconv.Atoi(number); err == nil {
				part = rest
			}
		}
		b.WriteString(part)
	}
	return b.String()
}
