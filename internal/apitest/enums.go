package apitest

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// published notes the values that Twilio publishes for the type of a field, and wants a
// constant for each of them. One type may stand for several of Twilio's enums.
func (c *check) published(what string, t reflect.Type, values []string) {
	c.t.Helper()
	t = elementOf(t)
	if t.Kind() != reflect.String || t.Name() == "" || t.PkgPath() == "" {
		if !c.excepted(contract.TypeDiffers, strings.Join(values, "|")) {
			c.fault("%s has the values %s: give it a type of its own, with a constant for each", what, strings.Join(values, ", "))
		}
		return
	}
	src, err := c.sources.of(t.PkgPath())
	if err != nil {
		c.fault("the constants of %s cannot be read: %v", t, err)
		return
	}
	for _, value := range values {
		if !src.constants[t.Name()][value] {
			c.fault("%s has the value %q in Twilio's file, and there is no constant for it: add one of type %s", what, value, t.Name())
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.enums[t] == nil {
		c.enums[t] = map[string]bool{}
	}
	for _, value := range values {
		c.enums[t][value] = true
	}
}

// checkConstants wants a published value for each constant of the enums that the
// operations use, and a use for each exception.
func (s *suite) checkConstants(t reporter, importPath string) {
	t.Helper()
	src, err := s.sources.of(importPath)
	if err != nil {
		t.Errorf("%s: its source cannot be read: %v", s.label(), err)
		return
	}
	used := map[Constant]bool{}
	for enum, published := range s.enums {
		if enum.PkgPath() != importPath {
			continue // other products use it too
		}
		for _, value := range slices.Sorted(maps.Keys(src.constants[enum.Name()])) {
			i := slices.IndexFunc(s.Constants, func(c Constant) bool { return c.Type == enum.Name() && c.Value == value })
			switch {
			case published[value]:
			case i >= 0 && s.Constants[i].Why != "":
				used[s.Constants[i]] = true
			default:
				t.Errorf("%s: %s has a constant for %q, which no file of Twilio's has: take it out, or add to the product Constants: {Type: %q, Value: %q, Why: \"…\"}, with the page that has it", s.label(), enum.Name(), value, enum.Name(), value)
			}
		}
	}
	for _, c := range s.Constants {
		if !used[c] {
			t.Errorf("%s: the exception for the constant %q of %s is not needed: take it out", s.label(), c.Value, c.Type)
		}
	}
}
