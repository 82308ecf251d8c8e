package form

import (
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"strings"
)

// numbered is the option of a list whose items are written with their numbers in the
// names, the first one with 1: Parameter1.Name, Parameter1.Value, Parameter2.Name.
// https://www.twilio.com/docs/voice/api/stream-resource#custom-parameters
const numbered = "numbered"

// NumberedFields returns the parameters of the first n items of a field with the option
// numbered: Parameter1.Name, which is Parameters[0].Name in Go. It returns none for
// another field.
func NumberedFields(f Field, n int) []Field {
	if f.Option != numbered {
		return nil
	}
	var fields []Field
	items, _ := itemFields(f.Type.Elem()) // planOf has reported it
	for i := range n {
		for _, item := range items {
			sf := f.Type.Elem().FieldByIndex(item.index)
			fields = append(fields, Field{
				Name: f.Name + strconv.Itoa(i+1) + "." + item.name, GoName: fmt.Sprintf("%s[%d].%s", f.GoName, i, item.goName),
				Place: f.Place, Type: sf.Type, Option: item.option, Check: sf.Tag.Get("check"), Index: item.index,
			})
		}
	}
	return fields
}

// itemFields plans the fields of an item. They are plain parameters: an item within an
// item has no name on the wire.
func itemFields(t reflect.Type) ([]field, error) {
	item := &plan{used: map[Place]bool{}}
	for i := range t.NumField() {
		sf := t.Field(i)
		place, tag := placeOf(sf.Tag)
		name, option, _ := strings.Cut(tag, ",")
		if !sf.IsExported() || place != InForm || name == "" || name == "-" || option == numbered || isGroup(sf.Type) || sf.Type.Implements(fileType) {
			return nil, fmt.Errorf("%s: the items of a numbered list are structs of plain parameters with form tags", sf.Name)
		}
		if err := item.addField(sf, field{index: sf.Index, goName: sf.Name, name: name, place: place, option: option}); err != nil {
			return nil, err
		}
	}
	if len(item.fields) == 0 {
		return nil, errors.New("the items of a numbered list have no parameters")
	}
	return item.fields, nil
}

// encodeNumbered writes each item with its number behind the key.
func encodeNumbered(items []field) encoder {
	return func(dst []byte, key string, v reflect.Value) ([]byte, error) {
		for name, sent := range namesOfItems(items, key, v, func(f *field) string { return f.key }) {
			var err error
			if dst, err = sent.field.encode(dst, name, sent.value); err != nil {
				return dst, fmt.Errorf("%s: %w", name, err)
			}
		}
		return dst, nil
	}
}

// itemValue is a field of an item that is set.
type itemValue struct {
	field *field
	value reflect.Value
}

// namesOfItems ranges over the fields of all items that are set, with their names on the
// wire.
func namesOfItems(items []field, key string, v reflect.Value, nameOf func(*field) string) iter.Seq2[string, itemValue] {
	return func(yield func(string, itemValue) bool) {
		for i := range v.Len() {
			for j := range items {
				f := &items[j]
				value := f.of(v.Index(i))
				if !unset(value) && !yield(key+strconv.Itoa(i+1)+"."+nameOf(f), itemValue{f, value}) {
					return
				}
			}
		}
	}
}

// collides returns the first key of extra that the field sends as well, which is set.
func (f *field) collides(has func(key string) bool, v reflect.Value) (string, bool) {
	if f.option != numbered {
		return f.name, has(f.name)
	}
	for name := range namesOfItems(f.items, f.name, v, func(item *field) string { return item.name }) {
		if has(name) {
			return name, true
		}
	}
	return "", false
}
