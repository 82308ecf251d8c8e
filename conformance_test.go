package twilio

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/form"
)

// conformance holds one operation against what Twilio publishes.
type conformance struct {
	*testing.T
	binding

	official *contract.Operation
	ledger   *contract.Ledger
	enums    map[string][]string
}

// TestConformance compares every operation with Twilio's published API in both
// directions and prints how much of each product is covered.
func TestConformance(t *testing.T) {
	t.Parallel()
	ledger, enums := new(contract.Ledger), enumsOf(t)
	covered := map[string]map[string]bool{}
	for _, b := range operations {
		if b.id == "" {
			assert.NotEmpty(t, b.why, "%s has no operationId and no reason", b.op.Name)
			continue
		}
		spec, err := contract.Load(b.spec)
		require.NoError(t, err)
		official := spec.Operation(b.id)
		require.NotNil(t, official, "%s: no operation %s in %s", b.op.Name, b.id, b.spec)
		if covered[b.spec] == nil {
			covered[b.spec] = map[string]bool{}
		}
		covered[b.spec][b.id] = true
		c := conformance{t, b, official, ledger, enums}
		c.checkAddress()
		c.checkParams()
		c.checkAnswer()
	}
	assert.Empty(t, ledger.Unused(contract.ParamNotModelled, contract.PropertyNotModelled, contract.ParamUndocumented,
		contract.PropertyUndocumented, contract.TypeDiffers), "exceptions that nothing needs")
	logCoverage(t, covered)
}

func logCoverage(t *testing.T, covered map[string]map[string]bool) {
	t.Helper()
	counts, err := contract.Counts()
	require.NoError(t, err)
	ours, all := 0, 0
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		if n := len(covered[name]); n > 0 {
			t.Logf("coverage: %s %d of %d operations", name, n, counts[name])
			ours += n
		}
		all += counts[name]
	}
	t.Logf("coverage: %d of %d operations of %d products", ours, all, len(counts))
}

func (c *conformance) checkAddress() {
	c.Helper()
	assert.Equal(c, c.official.Method, c.op.Method, c.op.Name)
	assert.Equal(c, c.official.Host, c.op.Host, c.op.Name)
	path, kinds := splitKinds(c.op.Path)
	assert.Equal(c, c.official.Path, path, c.op.Name)
	for name, kind := range kinds {
		if name == accountParam { // New and OnAccount look at it
			continue
		}
		param := c.official.Param(contract.Path, name)
		if assert.NotNil(c, param, "%s: {%s}", c.op.Name, name) {
			assert.Equal(c, kindsOf(param.Pattern), kind, "%s: the kinds in {%s}, as the pattern %q has them", c.op.Name, name, param.Pattern)
		}
	}
	assert.Equal(c, c.official.ListKey, c.op.Items, c.op.Name)
}

// splitKinds takes the kinds of SIDs out of a path's placeholders.
func splitKinds(path string) (official string, kinds map[string]string) {
	kinds = map[string]string{}
	official = regexp.MustCompile(`\{(\w+)(:[A-Z|]+)?\}`).ReplaceAllStringFunc(path, func(placeholder string) string {
		name, kind, _ := strings.Cut(strings.Trim(placeholder, "{}"), ":")
		kinds[name] = kind
		return "{" + name + "}"
	})
	return official, kinds
}

// kindsOf returns the kinds of SIDs that an official pattern allows, "SM|MM", and ""
// for a pattern of something else.
func kindsOf(pattern string) string {
	parts := regexp.MustCompile(`^\^\(?([A-Z]{2}(?:\|[A-Z]{2})*)\)?\[0-9a-fA-F\]\{32\}\$$`).FindStringSubmatch(pattern)
	if parts == nil {
		return ""
	}
	return parts[1]
}

// checkRules holds the rules of a field's tag against what is official, in both
// directions: the kinds of an SID, what is required, and URLs.
func (c *conformance) checkRules(what string, f form.Field, param *contract.Param) {
	c.Helper()
	rules := strings.Split(f.Check, ",")
	kinds := ""
	for _, rule := range rules {
		if kind, found := strings.CutPrefix(rule, "sid="); found {
			kinds = kind
		}
	}
	assert.Equal(c, kindsOf(param.Pattern), kinds, "%s: the kinds of its SID, as the pattern %q has them", what, param.Pattern)
	assert.Equal(c, param.Required, slices.Contains(rules, "required"), "%s: required", what)
	if param.Format == "uri" {
		assert.True(c, slices.Contains(rules, "url") || slices.Contains(rules, "callback"), "%s is officially a URL", what)
	}
	if param.Format == "phone-number" || param.Format == "endpoint" {
		assert.NotEmpty(c, f.Check, "%s is officially an address", what)
	}
}

// isDayFilter reports that a parameter narrows a list to one day. It is officially
// a date-time, as those with < and > are, but its description wants a day.
func (c *conformance) isDayFilter(name string) bool {
	return c.param(name+"<") != nil && c.param(name+">") != nil
}

func (c *conformance) checkParams() {
	c.Helper()
	for name, values := range c.fixed {
		param := c.param(name)
		if assert.NotNil(c, param, "%s sends %s", c.op.Name, name) && len(param.Enum) > 0 {
			assert.Subset(c, param.Enum, values, "%s sends %s", c.op.Name, name)
		}
	}
	if c.fixed != nil {
		return // another operation of ours has the parameters
	}
	ours := map[string]bool{}
	if c.params != nil {
		fields, err := form.Fields(reflect.TypeOf(c.params))
		require.NoError(c, err)
		for _, f := range fields {
			ours[f.Name] = true
			c.checkParam(f)
		}
	}
	for _, p := range c.official.Params {
		if p.In == contract.Path || ours[p.Name] || c.part {
			continue
		}
		_, excepted := c.ledger.Reason(contract.ParamNotModelled, c.official, p.Name)
		assert.True(c, excepted, "%s lacks the official parameter %s", c.op.Name, p.Name)
	}
}

func (c *conformance) param(name string) *contract.Param {
	for i := range c.official.Params {
		if p := &c.official.Params[i]; p.Name == name && p.In != contract.Path {
			return p
		}
	}
	return nil
}

func (c *conformance) checkParam(f form.Field) {
	c.Helper()
	what := fmt.Sprintf("%s: parameter %s (%s %s)", c.op.Name, f.Name, f.GoName, f.Type)
	param := c.param(f.Name)
	if param == nil {
		_, excepted := c.ledger.Reason(contract.ParamUndocumented, c.official, f.Name)
		assert.True(c, excepted, "%s is not official", what)
		return
	}
	if c.isDayFilter(f.Name) {
		assert.Equal(c, "date", f.Option, "%s narrows a list to a day", what)
	} else if !paramFits(f, param) {
		_, excepted := c.ledger.Reason(contract.TypeDiffers, c.official, f.Name)
		assert.True(c, excepted, "%s is officially %s %s, array %t", what, param.Type, param.Format, param.Array)
	}
	if len(param.Enum) > 0 {
		c.checkEnum(what, f.Type, param.Enum, f.Name == "Status")
	}
	c.checkRules(what, f, param)
}

// paramFits says whether a Go type writes what the official type reads.
func paramFits(f form.Field, param *contract.Param) bool {
	t := f.Type
	if param.Array {
		return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case f.Option == "json":
		return param.Type == "string" || param.Type == "object" || param.Type == "any"
	case f.Option == "comma":
		return param.Type == "string" && t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String
	case f.Option == "seconds", f.Option == "milliseconds":
		return param.Type == "integer"
	case t == reflect.TypeFor[time.Time]():
		return param.Format == "date-time" && f.Option == "" || param.Format == "date" && f.Option == "date"
	case t == reflect.TypeFor[Decimal]():
		return param.Type == "number"
	case t.Kind() == reflect.String:
		return param.Type == "string" && !strings.HasPrefix(param.Format, "date")
	case t.Kind() == reflect.Bool:
		return param.Type == "boolean"
	case t.Kind() == reflect.Int:
		return param.Type == "integer"
	}
	return false
}

// checkEnum compares the constants of a Go type with the official values. A
// status that only some values of may be set is compared in one direction.
func (c *conformance) checkEnum(what string, t reflect.Type, official []string, subset bool) {
	c.Helper()
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	constants := c.enums[t.Name()]
	if !assert.NotEmpty(c, constants, "%s has no constants for %v", what, official) {
		return
	}
	if subset {
		assert.Subset(c, constants, official, what)
		return
	}
	assert.ElementsMatch(c, official, constants, what)
}

func (c *conformance) checkAnswer() {
	c.Helper()
	if c.result == nil {
		assert.Empty(c, c.official.Properties, "%s ignores its answer", c.op.Name)
		return
	}
	ours := map[string]bool{}
	c.checkFields("", reflect.TypeOf(c.result), ours)
	for _, p := range c.official.Properties {
		if ours[p.Path] {
			continue
		}
		_, excepted := c.ledger.Reason(contract.PropertyNotModelled, c.official, p.Path)
		assert.True(c, excepted, "%s lacks the official property %s", c.op.Name, p.Path)
	}
}

func (c *conformance) checkFields(prefix string, t reflect.Type, ours map[string]bool) {
	c.Helper()
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		require.NotEmpty(c, name, "%s.%s has no json tag", t, f.Name)
		path := prefix + name
		ours[path] = true
		what := fmt.Sprintf("%s: property %s (%s %s)", c.op.Name, path, f.Name, f.Type)
		property := c.official.Property(path)
		if property == nil {
			_, excepted := c.ledger.Reason(contract.PropertyUndocumented, c.official, path)
			assert.True(c, excepted, "%s is not official", what)
			continue
		}
		if !propertyFits(f.Type, property) {
			_, excepted := c.ledger.Reason(contract.TypeDiffers, c.official, path)
			assert.True(c, excepted, "%s is officially %s %s, array %t", what, property.Type, property.Format, property.Array)
		}
		if len(property.Enum) > 0 {
			c.checkEnum(what, f.Type, property.Enum, false)
		}
		if property.Type == "object" && property.Format != "uri-map" && f.Type.Kind() == reflect.Struct {
			c.checkFields(path+".", f.Type, ours)
		}
	}
}

// propertyFits says whether a Go type reads what the official type writes. Prices
// and counts are officially text.
func propertyFits(t reflect.Type, p *contract.Property) bool {
	if p.Array {
		if t.Kind() != reflect.Slice {
			return false
		}
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[Time]():
		return strings.HasPrefix(p.Format, "date")
	case reflect.TypeFor[Decimal](), reflect.TypeFor[Int]():
		return p.Type == "string" && !strings.HasPrefix(p.Format, "date") || p.Type == "integer" || p.Type == "number"
	case reflect.TypeFor[Duration]():
		return p.Type == "string" || p.Type == "integer"
	case reflect.TypeFor[ErrorCode]():
		return p.Type == "integer" || p.Type == "string"
	case reflect.TypeFor[json.RawMessage]():
		return p.Type == "any" || p.Type == "object"
	}
	switch t.Kind() {
	case reflect.String:
		return p.Type == "string" && !strings.HasPrefix(p.Format, "date")
	case reflect.Bool:
		return p.Type == "boolean"
	case reflect.Map, reflect.Struct:
		return p.Type == "object" || p.Type == "any"
	}
	return false
}

// enumsOf returns the values of the string constants of each named type.
func enumsOf(t *testing.T) map[string][]string {
	t.Helper()
	enums := map[string][]string{}
	for _, file := range sources(t) {
		for _, decl := range file.Decls {
			constants, ok := decl.(*ast.GenDecl)
			if !ok || constants.Tok != token.CONST {
				continue
			}
			for _, spec := range constants.Specs {
				addEnum(enums, spec)
			}
		}
	}
	return enums
}

func addEnum(enums map[string][]string, spec ast.Spec) {
	value, ok := spec.(*ast.ValueSpec)
	if !ok || len(value.Values) != 1 {
		return
	}
	ident, isNamed := value.Type.(*ast.Ident)
	literal, isLiteral := value.Values[0].(*ast.BasicLit)
	if !isNamed || !isLiteral || literal.Kind != token.STRING {
		return
	}
	if text, err := strconv.Unquote(literal.Value); err == nil {
		enums[ident.Name] = append(enums[ident.Name], text)
	}
}
