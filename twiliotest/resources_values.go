package twiliotest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// valuesOf returns what a request's body and query say, as values for JSON.
func valuesOf(r *request) (members, *apiError) {
	if r.op.BodyType == contract.JSONBody {
		return valuesOfJSON(r)
	}
	values := members{}
	for name, sent := range r.form {
		p := r.op.Param(contract.Form, name)
		if p == nil {
			p = &contract.Param{Name: name, Type: "string"}
		}
		values.set(name, valueOf(*p, sent))
	}
	return values, nil
}

// set puts a value in its place: Push.ApnCredentialSid is apn_credential_sid of push.
func (m members) set(name string, value any) {
	first, rest, nested := strings.Cut(name, ".")
	if !nested {
		m[fold(name)] = value
		return
	}
	object, ok := m[fold(first)].(map[string]any)
	if !ok {
		object = map[string]any{}
		m[fold(first)] = object
	}
	for {
		first, rest, nested = strings.Cut(rest, ".")
		if !nested {
			object[snake(first)] = value
			return
		}
		deeper, ok := object[snake(first)].(map[string]any)
		if !ok {
			deeper = map[string]any{}
			object[snake(first)] = deeper
		}
		object = deeper
	}
}

// snake writes a parameter's name as properties are written: "FriendlyName" is
// "friendly_name".
func snake(name string) string {
	var b strings.Builder
	for i, c := range name {
		if unicode.IsUpper(c) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// valueOf returns the value of a parameter for JSON, an array if it may be repeated.
func valueOf(p contract.Param, sent []string) any {
	if !p.Array {
		return scalarOf(p.Type, sent[0])
	}
	elements := make([]any, len(sent))
	for i, element := range sent {
		elements[i] = scalarOf(p.Type, element)
	}
	return elements
}

// scalarOf reads one value of a type; text that is none of it stays text.
func scalarOf(typ, text string) any {
	switch typ {
	case "integer", "number":
		if _, err := strconv.ParseFloat(text, 64); err == nil && json.Valid([]byte(text)) {
			return json.Number(text)
		}
	case "boolean":
		if b, err := strconv.ParseBool(strings.ToLower(text)); err == nil {
			return b
		}
	case "object", "any":
		if value, err := decodeJSON([]byte(text)); err == nil {
			return value
		}
	}
	return text
}

func decodeJSON(text []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

func valuesOfJSON(r *request) (members, *apiError) {
	values := members{}
	if len(r.body) == 0 {
		return values, nil
	}
	decoded, err := decodeJSON(r.body)
	object, isObject := decoded.(map[string]any)
	if err != nil || !isObject {
		return nil, badRequest(twilio.CodeBadRequest, "The body is not a JSON object")
	}
	if operations, isPatch := object["Operations"].([]any); isPatch && r.op.Method == http.MethodPatch {
		for _, operation := range operations {
			values.patch(operation)
		}
		return values, nil
	}
	for name, value := range object {
		values[fold(name)] = value
	}
	return values, nil
}

// patch carries out an operation on the members of a user.
// https://www.rfc-editor.org/rfc/rfc7644#section-3.5.2
func (m members) patch(operation any) {
	change, _ := operation.(map[string]any)
	path, value := textOf(change["path"]), change["value"]
	if strings.EqualFold(textOf(change["op"]), "remove") {
		value = nil
	}
	if path != "" {
		m[fold(path)] = value
		return
	}
	several, _ := value.(map[string]any)
	for name, one := range several {
		m[fold(name)] = one
	}
}

// textOf writes a value as a parameter has it, "" for none.
func textOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}

// identify names a new item: by the parameter that stands in its address, or by an SID
// of the kind that Twilio's files give, or by a number. It adds the name to the values.
func (s *Sim) identify(r *request, at place, collection string, values members) string {
	item := itemOf(at.host, collection, at.extension)
	property, param := contract.Property{Path: "sid", Type: "string"}, pathParam(item)
	if sent := textOf(values[fold(param.Name)]); sent != "" {
		return sent
	}
	if p := idOf(r.op, item); p != nil {
		property = *p
	}
	var id any
	switch kinds := append(property.SIDKinds(), param.SIDKinds()...); {
	case property.Type == "integer":
		id = json.Number(strconv.Itoa(len(s.resources.in(at.host, collection))))
	case item != nil && existingItem(r.op, kinds, values) != "":
		id = existingItem(r.op, kinds, values)
	case len(kinds) > 0:
		id = s.newSID(kinds[0])
	case strings.HasSuffix(fold(property.Path), "sid"):
		id = s.newSID(kindOfItems(r.op, collection))
	default:
		s.serial++
		id = s.digest(property.Path, s.serial)
	}
	values[fold(property.Path)] = id
	return textOf(id)
}

// existingItem returns the SID of a resource that the new item stands for, as a number
// that is added to a trunk: a required parameter of the same kind; "" if there is none.
func existingItem(create *contract.Operation, kinds []string, values members) string {
	for _, p := range create.Params {
		if own := p.SIDKinds(); p.Required && p.In != contract.Path && len(own) == 1 && slices.Contains(kinds, own[0]) {
			return textOf(values[fold(p.Name)])
		}
	}
	return ""
}

// idOf returns the property of a create's answer that is the name of the new item in
// addresses; nil if there is none. The operation on items may be nil.
func idOf(create, item *contract.Operation) *contract.Property {
	for _, name := range [...]string{fold(pathParam(item).Name), "sid", "id"} {
		if p := propertyOf(create, name); p != nil {
			return p
		}
	}
	return nil
}

// pathParam returns the last parameter of an operation's path, an empty one if there is none.
func pathParam(op *contract.Operation) (last contract.Param) {
	if op == nil {
		return last
	}
	for _, p := range op.Params {
		if p.In == contract.Path {
			last = p
		}
	}
	return last
}

// propertyOf finds a property of an answer by its folded name; nil if there is none.
func propertyOf(op *contract.Operation, folded string) *contract.Property {
	for i := range op.Properties {
		if p := &op.Properties[i]; fold(p.Path) == folded {
			return p
		}
	}
	return nil
}

// itemOf returns an operation on the items of a collection, nil if there is none.
func itemOf(host, collection, extension string) *contract.Operation {
	for _, method := range [...]string{http.MethodGet, http.MethodPost, http.MethodDelete, http.MethodPut} {
		op, _, found := contract.Find(method, host, collection+"/-"+extension)
		if found && strings.HasSuffix(strings.TrimSuffix(op.Path, ".json"), "}") {
			return op
		}
	}
	return nil
}

// kindOfItems looks the kind of an item's SID up where the path of another operation of
// the product names it, ServiceSid for Services; "XX" if none does.
func kindOfItems(op *contract.Operation, collection string) string {
	spec, err := contract.Load(op.Spec)
	if err != nil {
		return "XX"
	}
	name := strings.TrimSuffix(collection[strings.LastIndexByte(collection, '/')+1:], "s") + "Sid"
	for i := range spec.Operations {
		if p := spec.Operations[i].Param(contract.Path, name); p != nil && p.SIDKinds() != nil {
			return p.SIDKinds()[0]
		}
	}
	return "XX"
}
