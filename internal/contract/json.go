package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// CheckJSON holds a request's JSON body against the operation and returns what is
// wrong with it, sorted by parameter; nothing if all is well. An object of which
// the digest names no member may hold anything, and null stands for absent.
func (o *Operation) CheckJSON(body []byte) []Violation {
	var found violations
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil || object == nil || decoder.More() {
		found.add("body", WrongType, "is not a JSON object")
		return found
	}
	found.checkObject(o, "", object)
	return found.sorted()
}

// checkObject checks the members of the object that stands at a path, "" for the
// body itself.
func (vs *violations) checkObject(o *Operation, path string, object map[string]any) {
	for i := range o.Params {
		p := &o.Params[i]
		if parent, name := splitPath(p.Name); p.In == JSON && p.Required && parent == path && object[name] == nil {
			vs.missing(p.Name)
		}
	}
	for name, value := range object {
		p := o.member(path, name)
		switch {
		case p != nil:
			vs.checkJSONValue(o, *p, value)
		case o.hasMembers(path) && !isExcepted(ParamUndocumented, o, joinPath(path, name)):
			vs.add(joinPath(path, name), Unknown, "is not a %s parameter of %s", JSON, o.ID)
		}
	}
}

// member returns the parameter that a member of an object is; nil if there is none.
func (o *Operation) member(path, name string) *Param {
	if p := o.Param(JSON, joinPath(path, name)); p != nil {
		return p
	}
	return o.Param(JSON, joinPath(path, "*"))
}

func (o *Operation) hasMembers(path string) bool {
	return slices.ContainsFunc(o.Params, func(p Param) bool {
		parent, _ := splitPath(p.Name)
		return p.In == JSON && parent == path
	})
}

func (vs *violations) checkJSONValue(o *Operation, p Param, value any) {
	if !p.Array || value == nil {
		vs.checkElement(o, p, value)
		return
	}
	elements, isArray := value.([]any)
	if !isArray {
		vs.add(p.Name, WrongType, "is %s, not an array", kindOf(value))
	}
	for _, element := range elements {
		vs.checkElement(o, p, element)
	}
}

// checkElement checks one value of its own: text, a number, a boolean or an object.
func (vs *violations) checkElement(o *Operation, p Param, value any) {
	if want := p.jsonKind(); value != nil && want != "" && want != kindOf(value) && !isExcepted(TypeDiffers, o, p.Name) {
		vs.add(p.Name, WrongType, "is %s, not %s", kindOf(value), want)
		return
	}
	switch v := value.(type) {
	case string:
		if p.Type == "string" {
			vs.checkValue(o, p, v)
		}
	case json.Number:
		vs.checkValue(o, p, v.String())
	case bool:
		vs.checkValue(o, p, strconv.FormatBool(v))
	case map[string]any:
		vs.checkObject(o, p.Name, v)
	}
}

// The kinds of JSON values, as a Problem names them.
const (
	kindText    = "text"
	kindNumber  = "a number"
	kindBoolean = "true or false"
	kindObject  = "an object"
	kindArray   = "an array"
)

// jsonKind is what a value of the parameter has to be, "" for anything.
func (p Param) jsonKind() string {
	switch p.Type {
	case "string":
		return kindText
	case "integer", "number":
		return kindNumber
	case "boolean":
		return kindBoolean
	case "object":
		return kindObject
	}
	return ""
}

func kindOf(value any) string {
	switch value.(type) {
	case string:
		return kindText
	case json.Number:
		return kindNumber
	case bool:
		return kindBoolean
	case map[string]any:
		return kindObject
	case []any:
		return kindArray
	}
	return fmt.Sprint(value)
}

func joinPath(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func splitPath(path string) (parent, name string) {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i], path[i+1:]
	}
	return "", path
}
