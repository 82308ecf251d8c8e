package apitest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// diffAnswer lists the differences between what a method returned and the JSON of the
// answer, leaf by leaf. Members of the answer that no field reads are left to the
// comparison with Twilio's file.
func diffAnswer(path string, v reflect.Value, want any) []difference {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return []difference{{path, "is nil and not " + render(want)}}
		}
		return diffAnswer(path, v.Elem(), want)
	}
	if v.Type() == rawType {
		got, err := decodeTree(v.Bytes())
		if err != nil {
			return []difference{{path, fmt.Sprintf("is not the JSON %s: %v", render(want), err)}}
		}
		return diffTrees(path, got, want)
	}
	switch want := want.(type) {
	case map[string]any:
		return diffObject(path, v, want)
	case []any:
		return diffList(path, v, want)
	}
	if got := textOf(v); got != textOfJSON(v, want) {
		return []difference{{path, fmt.Sprintf("is %q and not %s", got, render(want))}}
	}
	return nil
}

func diffObject(path string, v reflect.Value, want map[string]any) []difference {
	var found []difference
	switch {
	case v.Kind() == reflect.Map:
		for name, member := range want {
			value := v.MapIndex(reflect.ValueOf(name).Convert(v.Type().Key()))
			if !value.IsValid() {
				found = append(found, difference{joinPath(path, name), "is missing"})
				continue
			}
			found = append(found, diffAnswer(joinPath(path, name), value, member)...)
		}
	case v.Kind() != reflect.Struct:
		return []difference{{path, fmt.Sprintf("is a %s and cannot hold the object %s", v.Type(), render(want))}}
	default:
		for _, m := range members(v.Type()) {
			if value, there := want[m.name]; there {
				found = append(found, diffAnswer(joinPath(path, m.name), v.FieldByIndex(m.field.Index), value)...)
			}
		}
	}
	return found
}

func diffList(path string, v reflect.Value, want []any) []difference {
	if v.Kind() != reflect.Slice || v.Len() != len(want) {
		return []difference{{path, fmt.Sprintf("does not have the %d elements of %s", len(want), render(want))}}
	}
	var found []difference
	for i := range want {
		found = append(found, diffAnswer(path+"["+strconv.Itoa(i)+"]", v.Index(i), want[i])...)
	}
	return found
}

// textOf is a scalar as it would stand in an answer; "" for a zero value.
func textOf(v reflect.Value) string {
	switch value := v.Interface().(type) {
	case twilio.Time:
		if value.IsZero() {
			return ""
		}
		return value.UTC().Format(time.RFC3339)
	case time.Time:
		return value.UTC().Format(time.RFC3339)
	case twilio.Duration:
		return strconv.FormatInt(int64(value.Duration/time.Second), 10)
	}
	switch {
	case v.Kind() == reflect.String:
		return v.String()
	case v.Kind() == reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case v.CanFloat():
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	}
	text, err := json.Marshal(v.Interface())
	if err != nil {
		return err.Error()
	}
	return strings.Trim(string(text), `"`)
}

// textOfJSON is a JSON scalar as textOf writes it for a type.
func textOfJSON(v reflect.Value, want any) string {
	var text string
	switch want := want.(type) {
	case nil:
		return textOf(reflect.Zero(v.Type()))
	case string:
		text = want
	case json.Number:
		text = want.String()
	case bool:
		text = strconv.FormatBool(want)
	}
	if v.Type() != answerTime && v.Type() != timeType {
		return text
	}
	for _, layout := range []string{time.RFC3339, time.RFC1123Z, time.DateOnly} {
		if moment, err := time.Parse(layout, text); err == nil {
			return moment.UTC().Format(time.RFC3339)
		}
	}
	return text
}
