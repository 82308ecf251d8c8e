package apitest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/form"
)

// refusals looks at arguments that can never succeed: they are refused before
// anything is sent, and the error names the field.
func (c *check) refusals() {
	c.t.Helper()
	c.refusesCredential()
	for i := range c.ids {
		c.refusesID(i)
	}
	for i := range c.fields {
		f := &c.fields[i]
		if f.Option == "numbered" {
			c.refusesItem(f)
		}
		if f.Place == form.InJSON || c.param(f) == nil {
			continue
		}
		c.refusesField(f, c.param(f))
	}
	c.refusesMembers()
}

// refusesCredential calls an operation that takes an OAuth app alone with an auth token.
func (c *check) refusesCredential() {
	c.t.Helper()
	if !c.row.OAuth {
		return
	}
	w := always(c.full())
	client, err := w.client()
	if err != nil {
		return // newSuite reports it
	}
	r := c.call(context.Background(), c.New(client), c.valid(), 0)
	if fields, refused := isParamError(r.err); !refused || !slices.Contains(fields, "credential") || len(w.sent) > 0 {
		c.fault("with an auth token its error is %v: write Auth: twilio.AuthOAuth into the operation, or take OAuth out of the row", r.err)
	}
}

func (c *check) refusesID(i int) {
	c.t.Helper()
	id := c.ids[i]
	bad := map[string]string{"is empty": "", "is a dot segment": "..", "has a slash": "a/b", "has a line break": id.value + "\n"}
	kinds := idKinds(id)
	if len(kinds) > 0 {
		bad["is an SID of another kind"] = otherSID(kinds)
	}
	ofCountry := id.param != nil && isCountry(id.param.Format)
	if ofCountry {
		bad["is no code of a country"] = "USA"
	}
	for how, value := range bad {
		args := c.valid()
		args.ids = slices.Clone(args.ids)
		args.ids[i] = value
		hint := "bind the ID to the operation with On"
		switch {
		case ofCountry && value == "USA":
			hint = fmt.Sprintf("write the rule into the placeholder of its Path: {%s:country}", id.ours())
		case strings.HasPrefix(how, "is an SID"):
			hint = fmt.Sprintf("write the kind into the placeholder of its Path: {%s:%s}", id.ours(), strings.Join(kinds, "|"))
		}
		c.refuses(args, id.ours(), fmt.Sprintf("the ID of {%s} %s", id.name, how), hint)
	}
	c.takesKinds(i, kinds)
}

// idKinds are the kinds of SIDs that Twilio's file has for a placeholder, or the row.
func idKinds(id placeholder) []string {
	const sidLength = 34
	switch {
	case id.param != nil && id.param.SIDKinds() != nil:
		return id.param.SIDKinds()
	case id.given && len(id.value) == sidLength && isCapital(id.value[0]) && isCapital(id.value[1]):
		return []string{id.value[:2]}
	}
	return nil
}

// takesKinds sends an SID of each kind that Twilio takes.
func (c *check) takesKinds(i int, kinds []string) {
	c.t.Helper()
	for _, kind := range kinds {
		args := c.valid()
		args.ids = slices.Clone(args.ids)
		args.ids[i] = fmt.Sprintf("%s%032x", kind, 1)
		w := always(c.full())
		if r := c.do(w, args); len(w.sent) == 0 {
			c.fault("it refuses an SID that begins with %s for {%s}, which Twilio takes: %v", kind, c.ids[i].name, r.err)
		}
	}
}

// refuses calls the operation with arguments that it has to refuse for a field, or for a
// field of the object that it is.
func (c *check) refuses(args arguments, field, how, hint string) {
	c.t.Helper()
	w := always(c.full())
	r := c.do(w, args)
	fields, refused := isParamError(r.err)
	switch {
	case len(w.sent) > 0 || !refused:
		c.fault("%s, and it is sent: %s", how, hint)
	case !slices.ContainsFunc(fields, func(named string) bool { return named == field || strings.HasPrefix(named, field+".") }):
		c.fault("%s, and it is refused for %s and not for %s", how, strings.Join(fields, ", "), field)
	}
}

// refusesField leaves out a parameter that is required, and gives wrong values to the
// others.
func (c *check) refusesField(f *form.Field, p *contract.Param) {
	c.t.Helper()
	if p.Required && !c.row.Partial && !c.excepted(contract.RuleDiffers, f.Name) {
		c.refusesParam(f, "", "is required and empty", "add the rule to its tag: check:\"required\"")
	}
	t := indirect(f.Type)
	if t.Kind() == reflect.Slice && t != rawType {
		t = t.Elem()
	}
	if t.Kind() != reflect.String || f.Option == "json" || f.Option == "comma" || c.excepted(contract.RuleDiffers, f.Name) {
		return
	}
	if kinds := p.SIDKinds(); kinds != nil {
		c.refusesParam(f, otherSID(kinds), "is an SID of another kind", fmt.Sprintf("add the rule to its tag: check:%q", "sid="+strings.Join(kinds, "|")))
	}
	if p.Format == "uri" {
		c.refusesParam(f, "example.com/path", "is not an absolute URL", "add the rule to its tag: check:\"url\"")
	}
	if isCountry(p.Format) {
		c.refusesParam(f, "USA", "is no code of a country", "add the rule to its tag: check:\"country\"")
	}
	if p.Format == "http-method" {
		c.refusesParam(f, "CONNECT", "is no method by which Twilio asks an address", "add the rule to its tag: check:\"method\"")
	}
	if (p.Format == "phone-number" || p.Format == "endpoint") && c.bodyPlace() == contract.Form {
		c.refusesParam(f, "(415) 555-0100", "is not a phone number in E.164", "add a rule to its tag: check:\"recipient\", \"sender\", \"callee\" or \"caller\"")
	}
}

// refusesParam calls the operation with a wrong text in one field, "" for none.
func (c *check) refusesParam(f *form.Field, text, how, hint string) {
	c.t.Helper()
	fl, err := c.fill(c.keepWith(f.Name))
	if err != nil {
		return // requests reports it
	}
	v := fl.params.FieldByIndex(f.Index)
	v.SetZero()
	if text != "" {
		setOnly(v, text)
	}
	c.refuses(c.args(fl.params), f.GoName, fmt.Sprintf("%s.%s %s", c.params.Name(), f.GoName, how), hint)
}

// keepWith is a variation of the parameters that has the parameter.
func (c *check) keepWith(name string) func(string) bool {
	for _, keep := range c.variations() {
		if keep(name) {
			return keep
		}
	}
	return c.variations()[0]
}

// setOnly sets a text, the text that a pointer leads to, or the one item of a list.
func setOnly(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		setOnly(v.Elem(), text)
	case reflect.Slice:
		item := reflect.New(v.Type().Elem()).Elem()
		setOnly(item, text)
		v.Set(reflect.Append(v, item))
	default:
		v.SetString(text)
	}
}

// refusesMembers leaves out the required members of a JSON body.
func (c *check) refusesMembers() {
	c.t.Helper()
	for i := range c.fields {
		f := &c.fields[i]
		if f.Place != form.InJSON {
			continue
		}
		if p := c.param(f); p != nil {
			c.refusesField(f, p)
		}
		c.refusesInner(f)
	}
}

// refusesInner leaves out the required members of an object within a JSON body.
func (c *check) refusesInner(f *form.Field) {
	c.t.Helper()
	t := indirect(f.Type)
	if t.Kind() != reflect.Struct || t == timeType {
		return
	}
	for _, m := range members(t) {
		path := f.Name + "." + m.name
		p := c.official.Param(contract.JSON, path)
		if p == nil || !p.Required || c.excepted(contract.RuleDiffers, path) {
			continue
		}
		fl, err := c.fill(c.keepWith(f.Name))
		if err != nil {
			return // requests reports it
		}
		reflect.Indirect(fl.params.FieldByIndex(f.Index)).FieldByIndex(m.field.Index).SetZero()
		field := f.GoName + "." + m.field.Name
		c.refuses(c.args(fl.params), field, fmt.Sprintf("%s.%s is required and empty", c.params.Name(), field), "add the rule to its tag: check:\"required\"")
	}
}
