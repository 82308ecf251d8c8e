package form

import (
	"fmt"
	"reflect"
	"slices"
)

var revealerType = reflect.TypeFor[interface{ Reveal() string }]()

// isSecret reports a text that encoding/json writes as "[redacted]", such as twilio.Secret.
func isSecret(t reflect.Type) bool { return t.Kind() == reflect.String && t.Implements(revealerType) }

// holdsSecret reports that encoding/json would hide a secret in a value of the type. The
// types within are those that it has looked into, because a type may hold itself.
func holdsSecret(t reflect.Type, within ...reflect.Type) bool {
	if isSecret(t) {
		return true
	}
	if slices.Contains(within, t) {
		return false
	}
	within = append(within, t)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return holdsSecret(t.Elem(), within...)
	case reflect.Struct:
		for i := range t.NumField() {
			if holdsSecret(t.Field(i).Type, within...) {
				return true
			}
		}
	}
	return false
}

// hidesSecret reports that a value of the type would go through encoding/json in a JSON
// body, and that a secret in it would be hidden. Secrets and objects are written without it.
func hidesSecret(t reflect.Type) bool {
	if t.Kind() == reflect.Slice && !isSecret(t.Elem()) {
		t = t.Elem()
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return !isSecret(t) && !isObject(t) && holdsSecret(t)
}

func errHidden(t reflect.Type) error {
	return fmt.Errorf("the secrets in a %s would be sent as [redacted]: give them fields of structs of their own", t)
}
