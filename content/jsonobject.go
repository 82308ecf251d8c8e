package content

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"
)

// decodeObject reads an object into a struct that a pointer leads to. A member of an
// unexpected type is skipped. Members that no field has go to the field Extra, so that a
// template that is fetched, changed and sent back loses nothing.
func decodeObject(text []byte, into any, others ...string) {
	_ = json.Unmarshal(text, into) // reads on behind a member of another type
	var members map[string]json.RawMessage
	_ = json.Unmarshal(text, &members)
	v := reflect.ValueOf(into).Elem()
	for name := range members {
		if hasMember(v.Type(), name) || contains(others, name) {
			delete(members, name)
		}
	}
	if extra := v.FieldByName("Extra"); extra.IsValid() && withoutNulls(members) != nil {
		extra.Set(reflect.ValueOf(members))
	}
}

// hasMember reports a field for a member, which encoding/json finds in letters of any
// case.
func hasMember(t reflect.Type, name string) bool {
	for i := range t.NumField() {
		if tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); strings.EqualFold(tag, name) {
			return true
		}
	}
	return false
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// withoutNulls takes out members that are null, as Twilio writes what was not set. It
// returns nil when nothing is left.
func withoutNulls(members map[string]json.RawMessage) map[string]json.RawMessage {
	maps.DeleteFunc(members, func(_ string, value json.RawMessage) bool { return isNull(value) })
	if len(members) == 0 {
		return nil
	}
	return members
}

func isNull(text json.RawMessage) bool { return string(bytes.TrimSpace(text)) == "null" }

func isObject(text json.RawMessage) bool { return bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) }

// encodeObject writes a struct or a map as an object with members of its own, and with
// those that its field Extra holds.
func encodeObject(value any, own map[string]json.RawMessage) ([]byte, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	extra := extraOf(value)
	if len(own)+len(extra) == 0 {
		return text, nil
	}
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, err
	}
	for _, more := range [...]map[string]json.RawMessage{own, extra} {
		for name, member := range more {
			if _, twice := members[name]; twice {
				return nil, fmt.Errorf("content: %q is set as a field and in Extra", name)
			}
			members[name] = member
		}
	}
	return json.Marshal(members)
}

// extraOf returns the field Extra of a struct or of what a pointer leads to.
func extraOf(value any) map[string]json.RawMessage {
	v := reflect.Indirect(reflect.ValueOf(value))
	if v.Kind() != reflect.Struct || !v.FieldByName("Extra").IsValid() {
		return nil
	}
	extra, _ := v.FieldByName("Extra").Interface().(map[string]json.RawMessage)
	return extra
}
