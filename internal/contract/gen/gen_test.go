package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
)

const things = `{
  "servers": [{"url": "https://things.twilio.com"}],
  "components": {
    "responses": {"Nothing": {"description": "nothing"}},
    "parameters": {"Mode": {"name": "X-Mode", "in": "header", "schema": {"$ref": "#/components/schemas/mode"}}},
    "schemas": {
      "mode": {"type": "string", "enum": ["fast", "slow"]},
      "thing": {"type": "object", "properties": {
        "sid": {"type": "string", "nullable": true, "pattern": "^TH$"},
        "mode": {"$ref": "#/components/schemas/mode", "nullable": true},
        "parent": {"$ref": "#/components/schemas/thing"},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/part"}},
        "grid": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "free": {"type": "object", "additionalProperties": true},
        "whatever": {}
      }},
      "part": {"properties": {"weight": {"type": "number"}}},
      "either": {"oneOf": [{"$ref": "#/components/schemas/thing"}, {"$ref": "#/components/schemas/other"}]},
      "other": {"type": "object", "properties": {"sid": {"type": "integer"}, "mode": {"type": "string", "enum": ["slow", "still"]}, "extra": {"type": "boolean", "description": "[DEPRECATED] of no use"}}}
    }
  },
  "paths": {
    "/v1/Empty": {},
    "/v1/Names": {
      "get": {"operationId": "ListName", "responses": {"200": {"content": {"application/scim+json": {"schema": {"properties": {
        "schemas": {"type": "array", "items": {"type": "string"}},
        "Names": {"type": "array", "items": {"$ref": "#/components/schemas/part"}}
      }}}}}}},
      "post": {"operationId": "CreateName", "deprecated": true,
        "requestBody": {"content": {"application/scim+json": {}, "application/json": {"schema": {"properties": {"id": {"type": "string"}}}}}},
        "responses": {"204": {"$ref": "#/components/responses/Nothing"}, "200": {"content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/part"}}}}}}}
    },
    "/v1/Things": {
      "get": {"operationId": "ListThing",
        "parameters": [{"name": "Size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 9}}],
        "responses": {"200": {"content": {"application/json": {"schema": {"properties": {
          "things": {"type": "array", "items": {"$ref": "#/components/schemas/thing"}},
          "meta": {"type": "object", "properties": {"next_page_url": {"type": "string"}}}
        }}}}}}},
      "post": {"operationId": "CreateThing",
        "parameters": [{"$ref": "#/components/parameters/Mode"}],
        "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"required": ["Name"], "properties": {
          "Name": {"type": "string", "deprecated": true},
          "Urls": {"type": "array", "items": {"type": "string", "format": "uri"}},
          "Config": {"type": "object", "properties": {"not": {"type": "string"}}}
        }}}}},
        "responses": {"201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/either"}}}}, "400": {"$ref": "#/components/responses/E"}}}
    },
    "/v1/Things/{Sid}/Parts/{Part}": {
      "parameters": [{"name": "Part", "in": "path", "required": true, "schema": {"type": "string"}}],
      "put": {"operationId": "UpdatePart",
        "parameters": [{"name": "Sid", "in": "path", "required": true, "schema": {"type": "string", "pattern": "^TH$"}}],
        "requestBody": {"content": {"application/json": {"schema": {"required": ["part"], "properties": {
          "part": {"type": "object", "required": ["weight"], "properties": {"weight": {"type": "number"}}}
        }}}}},
        "responses": {"200": {}, "202": {}, "302": {}}},
      "delete": {"operationId": "DeletePart",
        "parameters": [{"name": "Sid", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {"307": {}}}
    }
  }
}`

const thingsDigest = `schema	either
prop	extra	boolean		deprecated
prop	free	object
prop	grid	any		array
prop	labels	object
prop	labels.*	string
prop	mode	string		nullable		fast|slow|still
prop	parent	object
prop	parts	object		array
prop	parts.weight	number
prop	sid	any		nullable
prop	whatever	any
schema	part
prop	weight	number
schema	thing
prop	free	object
prop	grid	any		array
prop	labels	object
prop	labels.*	string
prop	mode	string		nullable		fast|slow
prop	parent	object
prop	parts	object		array
prop	parts.weight	number
prop	sid	string		nullable	^TH$
prop	whatever	any
op	ListName	GET	/v1/Names	200			Names	part
op	CreateName	POST	/v1/Names	200:array,204:none	application/json			part	deprecated
param	json	id	string
op	ListThing	GET	/v1/Things	200		meta	things	thing
param	query	Size	integer			1	9
op	CreateThing	POST	/v1/Things	201	application/x-www-form-urlencoded			either
param	header	X-Mode	string						fast|slow
param	form	Config	object
param	form	Name	string		required,deprecated
param	form	Urls	string	uri	array
op	DeletePart	DELETE	/v1/Things/{Sid}/Parts/{Part}	307:redirect
param	path	Sid	string		required
param	path	Part	string		required
op	UpdatePart	PUT	/v1/Things/{Sid}/Parts/{Part}	200:none,202:none	application/json
param	path	Sid	string		required			^TH$
param	path	Part	string		required
param	json	part	object		required
param	json	part.weight	number		required
`

func TestConvert(t *testing.T) {
	t.Parallel()
	for range 20 { // maps are walked in another order each time
		spec, err := convert("things_v1", []byte(things))
		require.NoError(t, err)
		got, err := contract.Render(spec)
		require.NoError(t, err)
		require.Equal(t, thingsDigest, string(got))
	}
}

func TestConvertErrors(t *testing.T) {
	t.Parallel()
	get := func(operation string) string {
		return `{"servers":[{"url":"https://a.twilio.com"}],"components":{"schemas":{
			"loop":{"$ref":"#/components/schemas/pool"},"pool":{"$ref":"#/components/schemas/loop"}}},
			"paths":{"/v1/A":{"get":{"operationId":"ListA",` + operation + `}}}}`
	}
	answer := func(schema string) string {
		return get(`"responses":{"200":{"content":{"application/json":{"schema":` + schema + `}}}}`)
	}
	tests := []struct{ name, text, want string }{
		{"not JSON", `{`, "unexpected end"},
		{"no server", `{"paths":{"/v1/A":{"get":{}}}}`, `the host is ""`},
		{"another host", `{"servers":[{"url":"https://b.twilio.com"}],"paths":{"/v1/A":{"get":{}}}}`, "not a.twilio.com"},
		{"status", get(`"responses":{"default":{}}`), `"default"`},
		{"answer by reference", get(`"responses":{"200":{"$ref":"#/components/responses/A"}}`), "leads to no answer"},
		{"null parameter", get(`"parameters":[null]`), "null"},
		{"lost parameter", get(`"parameters":[{"$ref":"#/components/parameters/A"}]`), "no parameter"},
		{"lost schema", answer(`{"$ref":"#/components/schemas/A"}`), "leads nowhere"},
		{"circle", answer(`{"$ref":"#/components/schemas/loop"}`), "in a circle"},
		{"circle in a property", answer(`{"properties":{"as":{"type":"array","items":{"properties":{"b":{"$ref":"#/components/schemas/loop"}}}}}}`), "in a circle"},
		{"list without array", answer(`{"properties":{"a":{"type":"string"}}}`), "without an array"},
		{"list with two arrays", answer(`{"properties":{"a":{"type":"array"},"b":{"type":"array"}}}`), `"a" and "b"`},
		{"two kinds of body", get(`"requestBody":{"content":{"a/b":{},"c/d":{}}}`), "2 kinds of body"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := convert("a_v1", []byte(tt.text))
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

func TestGenerateErrors(t *testing.T) {
	t.Parallel()
	err := generate("", t.TempDir())
	assert.ErrorContains(t, err, "TWILIO_OAI_DIR is not set")
	assert.ErrorContains(t, err, "d50069b")

	to := t.TempDir()
	err = generate(t.TempDir(), to)
	assert.ErrorIs(t, err, os.ErrNotExist)
	assert.ErrorContains(t, err, "twilio_accounts_v1.json")
	written, err := os.ReadDir(to)
	require.NoError(t, err)
	assert.Empty(t, written, "all or nothing")
}

// With Twilio's files at hand, the digests in the repository are what they yield.
func TestDigestsAreCurrent(t *testing.T) {
	t.Parallel()
	from := os.Getenv("TWILIO_OAI_DIR")
	if from == "" {
		t.Skip("TWILIO_OAI_DIR is not set")
	}
	to := t.TempDir()
	require.NoError(t, generate(from, to))
	for _, name := range contract.Names() {
		want, err := os.ReadFile(filepath.Join(to, name+".tsv"))
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join("..", "digest", name+".tsv"))
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), name)
	}
}

func FuzzConvert(f *testing.F) {
	f.Add([]byte(things))
	f.Add([]byte(`{"paths":{"/v1/A":{"get":null}}}`))
	f.Add([]byte(`{"servers":[{"url":"https://a.twilio.com"}],"paths":{"/":{"get":{"responses":{"200":null}}}}}`))
	f.Fuzz(func(_ *testing.T, text []byte) {
		spec, err := convert("a_v1", text)
		if err != nil {
			return
		}
		_, _ = contract.Render(spec) // may refuse, must not panic
	})
}
