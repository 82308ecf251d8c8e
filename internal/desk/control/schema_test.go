package control_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/simapi"
)

// jsonSchema is the part of JSON Schema that the API's schema uses.
type jsonSchema struct {
	Ref         string                 `json:"$ref"`
	Type        string                 `json:"type"`
	Description string                 `json:"description"`
	Properties  map[string]*jsonSchema `json:"properties"`
	Required    []string               `json:"required"`
	Additional  json.RawMessage        `json:"additionalProperties"`
	Items       *jsonSchema            `json:"items"`
	Enum        []string               `json:"enum"`
	Pattern     string                 `json:"pattern"`
	Format      string                 `json:"format"`
	Minimum     *float64               `json:"minimum"`
}

type mediaSchemas map[string]struct{ Schema *jsonSchema }

type operation struct {
	OperationID string
	Summary     string
	Parameters  []struct{ Name, In, Description string }
	RequestBody struct{ Content mediaSchemas }
	Responses   map[string]struct {
		Description string
		Content     mediaSchemas
	}
}

type document struct {
	OpenAPI    string
	Paths      map[string]map[string]operation
	Components struct{ Schemas map[string]*jsonSchema }
}

func readSchema(t *testing.T) document {
	t.Helper()
	return get[document](newDesk(t), "schema.json")
}

// check returns why a value is not what a schema says, nil when it is.
func (d *document) check(s *jsonSchema, value any, at string) error {
	if name, found := strings.CutPrefix(s.Ref, "#/components/schemas/"); found {
		s = d.Components.Schemas[name]
		if s == nil {
			return fmt.Errorf("%s: there is no schema %s", at, name)
		}
	}
	switch v := value.(type) {
	case map[string]any:
		return d.checkObject(s, v, at)
	case []any:
		if s.Type != "array" {
			return fmt.Errorf("%s is a list, not %s", at, s.Type)
		}
		for i, one := range v {
			if err := d.check(s.Items, one, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
		return nil
	}
	return s.checkScalar(value, at)
}

func (d *document) checkObject(s *jsonSchema, v map[string]any, at string) error {
	if s.Type != "object" && s.Type != "" {
		return fmt.Errorf("%s is an object, not %s", at, s.Type)
	}
	for _, name := range s.Required {
		if _, has := v[name]; !has {
			return fmt.Errorf("%s lacks %s", at, name)
		}
	}
	var rest *jsonSchema
	if len(s.Additional) > 0 && string(s.Additional) != "false" {
		if err := json.Unmarshal(s.Additional, &rest); err != nil {
			return err
		}
	}
	for name, inner := range v {
		property := s.Properties[name]
		if property == nil {
			property = rest
		}
		if property == nil && string(s.Additional) == "false" {
			return fmt.Errorf("%s has %s, which the schema lacks", at, name)
		}
		if property != nil {
			if err := d.check(property, inner, at+"."+name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *jsonSchema) checkScalar(value any, at string) error {
	kinds := map[string]bool{"": true}
	switch v := value.(type) {
	case string:
		kinds["string"] = true
		_, err := time.Parse(time.RFC3339, v)
		switch {
		case s.Format == "date-time" && err != nil:
			return fmt.Errorf("%s is %q, which is no time", at, v)
		case s.Enum != nil && !slices.Contains(s.Enum, v):
			return fmt.Errorf("%s is %q, which is none of %q", at, v, s.Enum)
		case s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(v):
			return fmt.Errorf("%s is %q, which does not match %s", at, v, s.Pattern)
		}
	case bool:
		kinds["boolean"] = true
	case float64:
		kinds["number"], kinds["integer"] = true, v == float64(int64(v))
		if s.Minimum != nil && v < *s.Minimum {
			return fmt.Errorf("%s is %v, less than %v", at, v, *s.Minimum)
		}
	case nil:
		return fmt.Errorf("%s is null", at)
	}
	if !kinds[s.Type] {
		return fmt.Errorf("%s is %v, not %s", at, value, s.Type)
	}
	return nil
}

// types are all types of the API.
var types = []any{
	simapi.ErrorAnswer{}, simapi.Error{}, simapi.Nothing{}, simapi.Status{}, simapi.Event{}, simapi.Clock{}, simapi.ClockChange{}, simapi.Cleared{},
	simapi.SearchPage{}, simapi.Found{}, simapi.Export{}, simapi.Phone{}, simapi.PhoneChange{}, simapi.PhoneList{}, simapi.Message{}, simapi.Media{},
	simapi.Content{}, simapi.Button{}, simapi.ListItem{}, simapi.Card{}, simapi.MessagePage{}, simapi.Inbound{}, simapi.InboundAnswer{}, simapi.Code{},
	simapi.Call{}, simapi.Listens{}, simapi.Line{}, simapi.CallPage{}, simapi.Dial{}, simapi.Keys{}, simapi.Speech{}, simapi.Voicemail{},
	simapi.Number{}, simapi.NumberChange{}, simapi.NumberList{}, simapi.Conference{}, simapi.Participant{}, simapi.ConferenceList{}, simapi.Queue{},
	simapi.QueueMember{}, simapi.QueueList{}, simapi.Recording{}, simapi.RecordingList{}, simapi.Request{}, simapi.RequestPage{}, simapi.Callback{},
	simapi.CallbackPage{}, simapi.Alert{}, simapi.AlertPage{}, simapi.Fault{}, simapi.Effect{}, simapi.FaultState{}, simapi.FaultList{},
}

// bodies are the types of bodies, of which the schema requires less than an answer has.
var bodies = []string{"Nothing", "ClockChange", "PhoneChange", "Inbound", "Dial", "Keys", "Speech", "Voicemail", "NumberChange", "Fault", "Effect"}

func TestSchemaHasEveryFieldOfEveryType(t *testing.T) {
	t.Parallel()
	doc := readSchema(t)
	assert.Len(t, doc.Components.Schemas, len(types))
	for _, value := range types {
		of := reflect.TypeOf(value)
		schema := doc.Components.Schemas[of.Name()]
		if !assert.NotNil(t, schema, of.Name()) {
			continue
		}
		var names, required []string
		for i := range of.NumField() {
			name, rest, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			names = append(names, name)
			if rest == "" {
				required = append(required, name)
			}
		}
		for _, name := range names {
			assert.Contains(t, schema.Properties, name, of.Name())
		}
		assert.Len(t, schema.Properties, len(names), of.Name())
		if slices.Contains(bodies, of.Name()) {
			assert.Subset(t, names, schema.Required, of.Name())
		} else {
			assert.ElementsMatch(t, required, schema.Required, of.Name())
		}
	}
}

var wholeSentence = regexp.MustCompile(`^[A-Z].* .*\.$`)

func TestSchemaDescribesEverythingInSentences(t *testing.T) {
	t.Parallel()
	doc := readSchema(t)
	assert.Equal(t, "3.1.0", doc.OpenAPI)
	for name, schema := range doc.Components.Schemas {
		assert.Regexp(t, wholeSentence, schema.Description, name)
		for field, property := range schema.Properties {
			assert.Regexp(t, wholeSentence, property.Description, name+"."+field)
		}
	}
	ids := map[string]bool{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			require.Regexp(t, wholeSentence, op.Summary, method+" "+path)
			for _, param := range op.Parameters {
				require.Regexp(t, wholeSentence, param.Description, path+" "+param.Name)
			}
			assert.False(t, ids[op.OperationID], op.OperationID)
			ids[op.OperationID] = true
		}
	}
}
