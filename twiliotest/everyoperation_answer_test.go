package twiliotest_test

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
)

// compare holds an answer against the published properties.
func (d *driver) compare(op *contract.Operation, body []byte) map[string]any {
	d.Helper()
	if len(body) == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var answer any
	require.NoError(d, decoder.Decode(&answer), "%s: %s", op.ID, body)
	d.compareObject(op, "", answer)
	object, _ := answer.(map[string]any)
	return object
}

// compareObject holds the names and the types of an object's members against the
// published ones, in both directions.
func (d *driver) compareObject(op *contract.Operation, path string, value any) {
	d.Helper()
	object, isObject := value.(map[string]any)
	if !assert.True(d, isObject, "%s %s: %v is no object", op.ID, path, value) {
		return
	}
	published, isMap := map[string]bool{}, false
	for _, p := range op.Properties {
		parent, name := "", p.Path
		if i := strings.LastIndex(p.Path, "."); i >= 0 {
			parent, name = p.Path[:i], p.Path[i+1:]
		}
		if parent != path {
			continue
		}
		isMap = isMap || name == "*"
		published[name] = true
		if _, excepted := new(contract.Ledger).Reason(contract.PropertyNotModelled, op, p.Path); excepted {
			continue
		}
		if member, found := object[name]; name != "*" && assert.True(d, found, "%s: no %s", op.ID, p.Path) {
			d.compareValue(op, p, member)
		}
	}
	if path != "" && len(published) == 0 || isMap {
		return
	}
	for name := range object {
		assert.True(d, published[name], "%s: %s.%s is not published", op.ID, path, name)
	}
}

func (d *driver) compareValue(op *contract.Operation, p contract.Property, value any) {
	d.Helper()
	name := op.Spec + " " + op.ID + ": " + p.Path
	if value == nil {
		// Lookup leaves packages out that were not asked for, although none may be null. A
		// conference that goes on has no reason in Twilio's own examples.
		assert.True(d, p.Nullable || p.Type == "any" || p.Path == "reason_conference_ended" || op.Spec == "lookups_v2" && strings.HasPrefix(op.Path, "/v2/PhoneNumbers/"), "%s is null", name)
		return
	}
	values := []any{value}
	if p.Array {
		elements, isArray := value.([]any)
		assert.True(d, isArray, "%s: %v is no array", name, value)
		values = elements
	}
	for _, value := range values {
		switch p.Type {
		case "string":
			assert.IsType(d, "", value, name)
			sent, _ := value.(string)
			if kinds := p.SIDKinds(); len(kinds) == 1 && !strings.HasPrefix(sent, "text") { // which a parameter had
				assert.Regexp(d, "^"+kinds[0]+"[0-9a-f]{32}$", value, name)
			}
		case "integer", "number":
			_, isNumber := value.(json.Number)
			_, isFloat := value.(float64)
			assert.True(d, isNumber || isFloat, "%s: %v is no number", name, value)
		case "boolean":
			assert.IsType(d, true, value, name)
		case "object":
			d.compareObject(op, p.Path, value)
		}
	}
}

// isKept holds the answer to a create against the parameters that it was made of.
func (d *driver) isKept(op *contract.Operation, sent, answer map[string]any) {
	d.Helper()
	for name, value := range sent {
		text, isText := value.(string)
		property := (*contract.Property)(nil)
		for i := range op.Properties {
			if folded(op.Properties[i].Path) == folded(name) {
				property = &op.Properties[i]
			}
		}
		if property == nil || !isText || name == "id" || // which Twilio gives
			property.Type != "string" || property.Array || strings.HasPrefix(property.Format, "date") {
			continue
		}
		assert.Equal(d, text, answer[property.Path], "%s: %s", op.ID, name)
	}
}
