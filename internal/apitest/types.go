package apitest

import (
	"reflect"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/form"
)

// paramFits says whether a Go type writes what Twilio's type reads.
func paramFits(f *form.Field, p *contract.Param) bool {
	t := indirect(f.Type)
	if f.Option == "json" {
		return p.Type != "integer" && p.Type != "boolean" && p.Type != "number"
	}
	if f.Option == "items" {
		return p.Array && (p.Type == "any" || p.Type == "object")
	}
	if f.Option == "comma" {
		return p.Type == "string" && !p.Array
	}
	if isList := t.Kind() == reflect.Slice && t != rawType; isList != p.Array {
		return false
	} else if isList && f.Option == "items" {
		return p.Type == "any" || p.Type == "object" || p.Type == "string"
	} else if isList {
		t = indirect(t.Elem())
	}
	return writes(t, f, p)
}

func writes(t reflect.Type, f *form.Field, p *contract.Param) bool {
	isTime := p.Format == "date" || p.Format == "date-time"
	switch {
	case p.Type == "any":
		return true
	case t == timeType:
		return p.Format == "date-time" && f.Option == "" || p.Format == "date" && (f.Option == "date" || f.Place == form.InPath)
	case t == durationType:
		return p.Type == "integer"
	case t == decimalType, t.Kind() == reflect.Float64:
		return p.Type == "number"
	case t == rawType, t.Kind() == reflect.Map, t.Kind() == reflect.Struct:
		return p.Type == "object"
	case t.Kind() == reflect.String:
		return p.Type == "string" && !isTime
	case t.Kind() == reflect.Bool:
		return p.Type == "boolean"
	case isWhole(t.Kind()):
		return p.Type == "integer" || p.Type == "number"
	}
	return false
}

// propertyFits says whether a Go type reads what Twilio's type writes. Prices and counts
// are texts in Twilio's files.
func propertyFits(t reflect.Type, p *contract.Property) bool {
	t = indirect(t)
	if t == rawType {
		return p.Type == "any" || p.Type == "object"
	}
	if p.Array {
		if t.Kind() != reflect.Slice {
			return false
		}
		if t = indirect(t.Elem()); t == rawType {
			return p.Type == "any" || p.Type == "object"
		}
	}
	isDate := strings.HasPrefix(p.Format, "date")
	switch {
	case p.Type == "any":
		return true
	case t == answerTime:
		return isDate
	case t == answerSeconds, t == codeType, t == intType:
		return p.Type == "string" && !isDate || p.Type == "integer" || p.Type == "number"
	case t == decimalType, t.Kind() == reflect.Float64:
		return p.Type == "string" && !isDate || p.Type == "integer" || p.Type == "number"
	case t.Kind() == reflect.String:
		return p.Type == "string" && !isDate
	case t.Kind() == reflect.Bool:
		return p.Type == "boolean"
	case t.Kind() == reflect.Map, t.Kind() == reflect.Struct:
		return p.Type == "object"
	}
	return false
}

// typeName is Twilio's type in words.
func typeName(typ, format string, array bool) string {
	if format != "" {
		typ += " " + format
	}
	if array {
		return "a list of " + typ
	}
	return typ
}

// goType is the Go type that a params struct uses for a parameter.
func goType(p *contract.Param) string {
	name := "string"
	switch {
	case p.Type == "integer":
		name = "int, or time.Duration with the option minutes or seconds,"
	case p.Type == "number":
		name = "float64"
	case p.Type == "boolean":
		name = "bool"
	case strings.HasPrefix(p.Format, "date"):
		name = "time.Time"
	case p.Type == "object", p.Type == "any":
		name = "a type of its own with the option json"
	case len(p.Enum) > 0:
		name = "a type of its own with constants for " + strings.Join(p.Enum, ", ")
	}
	if p.Array {
		return "[]" + name
	}
	return name
}

// goPropertyType is the Go type that a resource uses for a property.
func goPropertyType(p *contract.Property) string {
	name := "string"
	switch {
	case strings.HasPrefix(p.Format, "date"):
		name = "twilio.Time"
	case p.Type == "integer":
		name = "twilio.Int"
	case p.Type == "number":
		name = "twilio.Decimal"
	case p.Type == "boolean":
		name = "bool"
	case p.Format == "uri-map":
		name = "map[string]string"
	case p.Type == "object", p.Type == "any":
		name = "json.RawMessage, or a struct,"
	case len(p.Enum) > 0:
		name = "a type of its own with constants for " + strings.Join(p.Enum, ", ")
	}
	if p.Array {
		return "[]" + name
	}
	return name
}
