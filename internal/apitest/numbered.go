package apitest

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/internal/form"
)

// A numbered list is one field, and many parameters in Twilio's files: Parameter1.Name to
// Parameter99.Value. The harness looks at each of them.

// parametersOf are the parameters that a field sends: one, or those of as many items as
// a numbered list can have.
func parametersOf(f *form.Field) []form.Field {
	if f.Option != "numbered" {
		return []form.Field{*f}
	}
	fields := form.NumberedFields(*f, mostItems(f))
	for i := range fields {
		fields[i].Check = withoutRule(fields[i].Check, "required") // an item that is left out lacks nothing
	}
	return fields
}

// checkItems wants a bound for the items of a numbered list.
func (c *check) checkItems(f *form.Field) {
	c.t.Helper()
	if f.Option == "numbered" && mostItems(f) == 0 {
		c.fault("the field %s.%s (%s) is a numbered list without an end: add the rule with Twilio's last number to its tag, check:\"max=99\"", c.params.Name(), f.GoName, f.Type)
	}
}

// mostItems is how many items the tag of a list lets it have, 0 for any number.
func mostItems(f *form.Field) int {
	for rule := range strings.SplitSeq(f.Check, ",") {
		if limit, found := strings.CutPrefix(rule, "max="); found {
			n, _ := strconv.Atoi(limit) // form.Fields has refused one that is no number
			return n
		}
	}
	return 0
}

func withoutRule(rules, rule string) string {
	var kept []string
	for word := range strings.SplitSeq(rules, ",") {
		if word != rule {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, ",")
}

// fillNumbered sets as many items as a numbered list can have.
func (fl *filling) fillNumbered(v reflect.Value, f *form.Field, n int) error {
	most := mostItems(f)
	v.Set(reflect.MakeSlice(v.Type(), most, most))
	fields := form.NumberedFields(*f, most)
	each := len(fields) / max(1, most)
	for i := range fields {
		w, err := fl.fillText(v.Index(i/each).FieldByIndex(fields[i].Index), &fields[i], n+i)
		if err != nil {
			return err
		}
		fl.expect(&fields[i], w)
	}
	return nil
}

// refusesItem gives a numbered list one item more than Twilio has names for.
func (c *check) refusesItem(f *form.Field) {
	c.t.Helper()
	fl, err := c.fill(c.keepWith(f.Name))
	most := mostItems(f)
	if err != nil || most == 0 {
		return // reported
	}
	v := fl.params.FieldByIndex(f.Index)
	v.Set(reflect.Append(v, v.Index(0)))
	c.refuses(c.args(fl.params), f.GoName, fmt.Sprintf("%s.%s has %d items", c.params.Name(), f.GoName, most+1), "add the rule to its tag: check:\"max=99\"")
}
