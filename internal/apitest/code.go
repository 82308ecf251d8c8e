package apitest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/form"
	"github.com/seed15d99369/twilio/internal/goname"
)

// code looks at the Go types of an operation: that they have what Twilio publishes, and
// nothing else, and that they are named and typed as those of all packages are.
func (c *check) code() {
	c.t.Helper()
	c.checkDoc()
	c.checkParamsStruct()
	c.paramsAreThere()
	c.answerIsThere()
}

// checkParamsStruct looks at the end of a params struct, which all packages share.
func (c *check) checkParamsStruct() {
	c.t.Helper()
	t := c.params
	if t == nil {
		return
	}
	last := t.Field(t.NumField() - 1)
	if isExtra := last.Type == reflect.TypeFor[url.Values]() || last.Type == reflect.TypeFor[map[string]json.RawMessage](); last.Name != "Extra" || !isExtra {
		c.fault("%s does not end with Extra, for parameters that the package does not model: add the field\n\tExtra url.Values `form:\"-\"`\nor, for a JSON body,\n\tExtra map[string]json.RawMessage `json:\"-\"`", t.Name())
	}
	if _, has := t.FieldByName("Cursor"); c.isPaged() && !has {
		c.fault("%s has no Cursor, with which a list goes on: add the field\n\tCursor string `form:\"-\"` // of an earlier page, instead of the filters", t.Name())
	}
	c.checkTypes(t.Name(), t, map[reflect.Type]bool{})
}

// checkTypes refuses fields that may be anything.
func (c *check) checkTypes(where string, t reflect.Type, seen map[reflect.Type]bool) {
	c.t.Helper()
	switch t = indirect(t); {
	case seen[t] || t == rawType:
	case len(c.variantsOf(t)) > 0:
		for _, variant := range c.variantsOf(t) {
			c.checkTypes(where, reflect.TypeOf(variant.Value), seen)
		}
	case t.Kind() == reflect.Interface:
		c.fault("%s is of type %s: use a type for it, or json.RawMessage", where, t)
	case t.Kind() == reflect.Slice, t.Kind() == reflect.Map:
		c.checkTypes(where, t.Elem(), seen)
	case t.Kind() == reflect.Struct && t.PkgPath() == c.pkgPath:
		seen[t] = true
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() {
				c.checkTypes(where+"."+f.Name, f.Type, seen)
			}
		}
	}
}

// paramsAreThere compares the params with Twilio's parameters, in both directions.
func (c *check) paramsAreThere() {
	c.t.Helper()
	if !c.official.IsListed() {
		return
	}
	ours := map[string]bool{}
	for i := range c.fields {
		f := &c.fields[i]
		c.checkItems(f)
		for _, one := range parametersOf(f) {
			ours[one.Name] = true
			c.checkParam(&one)
		}
	}
	for i := range c.official.Params {
		p := &c.official.Params[i]
		if p.In == contract.Path || ours[p.Name] || c.row.Partial || c.row.Fixed[p.Name] != nil || c.isModelled(p) || c.excepted(contract.ParamNotModelled, p.Name) {
			continue
		}
		c.fault("it lacks Twilio's parameter %s: add to its params a field such as\n\t%s %s `%s:%q`\nor, when another method has the rest, write Partial: true and Why into its row", p.Name, goNameOf(p.Name), goType(p), c.tagOf(p), p.Name)
	}
}

// isModelled reports a member of a JSON body that a field within another field has.
func (c *check) isModelled(p *contract.Param) bool {
	if p.In != contract.JSON || !strings.Contains(p.Name, ".") {
		return false
	}
	names := strings.Split(p.Name, ".")
	i := slices.IndexFunc(c.fields, func(f form.Field) bool { return f.Place == form.InJSON && f.Name == names[0] })
	if i < 0 {
		return true // its parent is missing, which is reported
	}
	return c.hasMember(c.fields[i].Type, names[1:])
}

// hasMember reports that a type has a field for each name on a way into it, or writes it
// by itself. JSON that is raw has all, and an interface what any of its variants has.
func (p *Product) hasMember(t reflect.Type, names []string) bool {
	t = elementOf(t)
	switch {
	case len(names) == 0 || t == rawType || t.Kind() == reflect.Uint8:
		return true
	case t.Kind() == reflect.Map:
		return names[0] == "*" && p.hasMember(t.Elem(), names[1:]) || t.Elem() == rawType
	case t.Kind() == reflect.Interface:
		return slices.ContainsFunc(p.variantsOf(t), func(v Variant) bool { return p.hasMember(reflect.TypeOf(v.Value), names) })
	case p.fixedOf(t)[names[0]] != "":
		return len(names) == 1
	}
	f, found := fieldOf(t, names[0])
	return found && p.hasMember(f.Type, names[1:])
}

func (c *check) tagOf(p *contract.Param) string {
	switch {
	case p.In == contract.JSON:
		return "json"
	case p.In == contract.Header:
		return "header"
	case p.In == contract.Query && c.bodyPlace() != contract.Query:
		return "query"
	}
	return "form"
}

func (c *check) checkParam(f *form.Field) {
	c.t.Helper()
	what := fmt.Sprintf("the field %s.%s (%s)", c.params.Name(), f.GoName, f.Type)
	p := c.param(f)
	switch {
	case p == nil && c.elsewhere(f) != "":
		c.fault("%s is in the wrong place: Twilio takes %s in the %s", what, f.Name, c.elsewhere(f))
		return
	case p == nil:
		if !c.excepted(contract.ParamUndocumented, f.Name) {
			c.fault("%s has the name %s, and Twilio's operation has no such parameter: it has %s", what, f.Name, strings.Join(c.paramNames(), ", "))
		}
		return
	case c.isDayFilter(f.Name) && f.Option != "date":
		c.fault("%s narrows a list to a day: write `form:%q`", what, f.Name+",date")
	case !c.isDayFilter(f.Name) && !paramFits(f, p) && !c.excepted(contract.TypeDiffers, f.Name):
		c.fault("%s has another type than Twilio's parameter, which is %s: use %s", what, typeName(p.Type, p.Format, p.Array), goType(p))
	}
	c.checkSIDName(what, p.Name, f.GoName)
	if len(p.Enum) > 0 {
		c.published(what, f.Type, p.Enum)
	}
	c.checkRules(what, f, p)
}

// elsewhere is the place in which Twilio takes a parameter of a name.
func (c *check) elsewhere(f *form.Field) contract.In {
	for _, p := range c.official.Params {
		if p.Name == f.Name {
			return p.In
		}
	}
	return ""
}

func (c *check) paramNames() []string {
	var names []string
	for _, p := range c.official.Params {
		if p.In != contract.Path {
			names = append(names, p.Name)
		}
	}
	return names
}

// isDayFilter reports that a parameter narrows a list to one day. It is a date-time in
// Twilio's file, as those with < and > are, but its description wants a day.
func (c *check) isDayFilter(name string) bool {
	return c.official.Param(contract.Query, name+"<") != nil && c.official.Param(contract.Query, name+">") != nil
}

// checkRules holds the rules that Twilio's file has against the tag, in the direction
// in which refusals does not look: a tag must not refuse what Twilio takes.
func (c *check) checkRules(what string, f *form.Field, p *contract.Param) {
	c.t.Helper()
	if c.excepted(contract.RuleDiffers, f.Name) {
		return
	}
	for rule := range strings.SplitSeq(f.Check, ",") {
		switch name, kinds, _ := strings.Cut(rule, "="); {
		case name == "required" && !p.Required:
			c.fault("%s is required, and Twilio's parameter is not: take the rule out of its tag, or let Validate say what it depends on", what)
		case name == "sid" && kinds != strings.Join(p.SIDKinds(), "|"):
			c.fault("%s takes SIDs of the kinds %q; the pattern of Twilio's parameter is %q", what, kinds, p.Pattern)
		}
	}
}

// answerIsThere compares the answer's type with Twilio's properties, in both
// directions.
func (c *check) answerIsThere() {
	c.t.Helper()
	if c.answer == nil || !c.official.IsListed() || c.result == resultFile {
		return
	}
	c.checkTypes(c.answer.Name(), c.answer, map[reflect.Type]bool{})
	t := c.answer
	switch {
	case c.isWholeList():
		if t = c.listItem(); t == nil {
			c.fault("%s has no field for the list %s: add one, `json:%q`", c.answer.Name(), c.official.ListKey, c.official.ListKey)
			return
		}
	case c.kind() == contract.ArrayAnswer:
		t = elementOf(t)
	}
	if t == rawType {
		return
	}
	ours := map[string]bool{}
	c.checkFields("", t, ours)
	for _, p := range c.official.Properties {
		if _, modelled := ours[p.Path]; modelled || hasOpaqueParent(ours, p.Path) || c.excepted(contract.PropertyNotModelled, p.Path) {
			continue
		}
		c.fault("it lacks Twilio's property %s: add to %s a field such as\n\t%s %s `json:%q`", p.Path, t.Name(), goNameOf(p.Path), goPropertyType(&p), p.Path[strings.LastIndex(p.Path, ".")+1:])
	}
}

// hasOpaqueParent reports a property within one that we keep as it is, or that is
// missing as a whole.
func hasOpaqueParent(ours map[string]bool, path string) bool {
	for i := strings.LastIndex(path, "."); i > 0; i = strings.LastIndex(path[:i], ".") {
		if opaque, known := ours[path[:i]]; !known || !opaque {
			return true
		}
	}
	return false
}

// checkFields looks at the fields of the object at a path. Ours gets the paths of the
// fields, and whether what is inside was looked at.
func (c *check) checkFields(prefix string, t reflect.Type, ours map[string]bool) {
	c.t.Helper()
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && f.Tag.Get("json") == "" && !isEmbedded(f) {
			c.fault("the field %s.%s has no json tag: write the name of Twilio's property into it", t.Name(), f.Name)
		}
	}
	for _, m := range members(t) {
		c.checkProperty(prefix+m.name, t, m.field, ours)
	}
}

func (c *check) checkProperty(path string, owner reflect.Type, f reflect.StructField, ours map[string]bool) {
	c.t.Helper()
	ours[path] = false
	what := fmt.Sprintf("the field %s.%s (%s)", owner.Name(), f.Name, f.Type)
	p := c.official.Property(path)
	if p == nil {
		if !c.excepted(contract.PropertyUndocumented, path) {
			c.fault("%s has the name %s, and Twilio's answer has no such property", what, path)
		}
		return
	}
	if !propertyFits(f.Type, p) && !c.excepted(contract.TypeDiffers, path) {
		c.fault("%s has another type than Twilio's property, which is %s: use %s", what, typeName(p.Type, p.Format, p.Array), goPropertyType(p))
	}
	c.checkSIDName(what, path, f.Name)
	if len(p.Enum) > 0 {
		c.published(what, f.Type, p.Enum)
	}
	t := elementOf(f.Type)
	switch {
	case t.Kind() == reflect.Struct && len(c.children(path+".")) > 0 && len(members(t)) > 0:
		ours[path] = true
		c.checkFields(path+".", t, ours)
	case t.Kind() == reflect.Map && c.official.Property(path+".*") != nil:
		ours[path], ours[path+".*"] = true, false
		if inner := indirect(t.Elem()); inner.Kind() == reflect.Struct {
			ours[path+".*"] = true
			c.checkFields(path+".*.", inner, ours)
		}
	}
}

// checkSIDName wants SIDs to be called SID.
func (c *check) checkSIDName(what, wire, field string) {
	c.t.Helper()
	last := strings.ToLower(wire[strings.LastIndex(wire, ".")+1:])
	isSID := last == "sid" || strings.HasSuffix(last, "_sid") || strings.HasSuffix(wire, "Sid")
	if isSID && !strings.HasSuffix(field, "SID") {
		c.fault("%s is Twilio's %s: let its name end with SID", what, wire)
	}
}

// goNameOf is the usual name of the field for a parameter or a property, without the
// structs around it.
func goNameOf(wire string) string { return goname.Of(wire[strings.LastIndex(wire, ".")+1:]) }
