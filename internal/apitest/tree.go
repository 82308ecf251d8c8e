package apitest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// A tree is a JSON value: text, json.Number, bool, nil, []any or map[string]any.

func decodeTree(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the value")
	}
	return tree, nil
}

func equalJSON(text string, want any) bool {
	got, err := decodeTree([]byte(text))
	return err == nil && reflect.DeepEqual(got, want)
}

// render writes a tree. Trees always have a form.
func render(tree any) string {
	text, _ := json.Marshal(tree)
	return string(text)
}

// difference is where two values are not the same.
type difference struct{ path, text string }

// diffTrees lists the differences between the JSON that arrived and the JSON that was
// to arrive.
func diffTrees(path string, got, want any) []difference {
	switch want := want.(type) {
	case map[string]any:
		if object, ok := got.(map[string]any); ok {
			return diffObjects(path, object, want)
		}
	case []any:
		if list, ok := got.([]any); ok && len(list) == len(want) {
			var found []difference
			for i := range want {
				found = append(found, diffTrees(path+"["+strconv.Itoa(i)+"]", list[i], want[i])...)
			}
			return found
		}
	}
	if reflect.DeepEqual(got, want) {
		return nil
	}
	return []difference{{path, fmt.Sprintf("is %s and not %s", render(got), render(want))}}
}

func diffObjects(path string, got, want map[string]any) []difference {
	var found []difference
	for _, name := range slices.Sorted(maps.Keys(want)) {
		at := joinPath(path, name)
		if value, sent := got[name]; sent {
			found = append(found, diffTrees(at, value, want[name])...)
		} else {
			found = append(found, difference{at, "is set and is not there"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, known := want[name]; !known {
			found = append(found, difference{joinPath(path, name), "is there although nobody has set it"})
		}
	}
	return found
}

func joinPath(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
