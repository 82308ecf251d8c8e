package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// The parts of an OpenAPI document that the digest is made from.
// See https://spec.openapis.org/oas/v3.0.1.html

type document struct {
	Servers    []server             `json:"servers"`
	Paths      map[string]*pathItem `json:"paths"`
	Components struct {
		Schemas    map[string]*schema    `json:"schemas"`
		Parameters map[string]*parameter `json:"parameters"`
		Responses  map[string]*response  `json:"responses"`
	} `json:"components"`
}

type server struct {
	URL string `json:"url"`
}

type pathItem struct {
	Servers    []server     `json:"servers"`
	Parameters []*parameter `json:"parameters"`
	Get        *operation   `json:"get"`
	Post       *operation   `json:"post"`
	Put        *operation   `json:"put"`
	Patch      *operation   `json:"patch"`
	Delete     *operation   `json:"delete"`
}

type operation struct {
	ID          string               `json:"operationId"`
	Summary     string               `json:"summary"`
	Description string               `json:"description"`
	Deprecated  bool                 `json:"deprecated"`
	Parameters  []*parameter         `json:"parameters"`
	RequestBody *content             `json:"requestBody"`
	Responses   map[string]*response `json:"responses"`
}

type parameter struct {
	Ref         string  `json:"$ref"`
	Name        string  `json:"name"`
	In          string  `json:"in"`
	Description string  `json:"description"`
	Required    bool    `json:"required"`
	Deprecated  bool    `json:"deprecated"`
	Schema      *schema `json:"schema"`
}

type response struct {
	Ref string `json:"$ref"`
	content
}

type content struct {
	Content map[string]mediaType `json:"content"`
}

type mediaType struct {
	Schema *schema `json:"schema"`
}

// json picks the JSON among the media types: application/json itself before its
// relatives, such as application/scim+json. The name is "" if there is none.
func (c content) json() (name string, m mediaType) {
	for _, candidate := range slices.Sorted(maps.Keys(c.Content)) {
		if candidate == contract.JSONBody {
			return candidate, c.Content[candidate]
		}
		if name == "" && strings.HasSuffix(candidate, "+json") {
			name, m = candidate, c.Content[candidate]
		}
	}
	return name, m
}

// isDeprecated reads what Twilio writes into the flag or, mostly, at the head of a description.
func isDeprecated(flag bool, description string) bool {
	head := strings.ToLower(strings.TrimLeft(description, "[( "))
	return flag || strings.HasPrefix(head, "deprecated")
}

type schema struct {
	Ref                  string             `json:"$ref"`
	Type                 string             `json:"type"`
	Format               string             `json:"format"`
	Pattern              string             `json:"pattern"`
	Description          string             `json:"description"`
	Deprecated           bool               `json:"deprecated"`
	Enum                 []string           `json:"enum"`
	Nullable             bool               `json:"nullable"`
	Minimum              *int64             `json:"minimum"`
	Maximum              *int64             `json:"maximum"`
	Properties           map[string]*schema `json:"properties"`
	Required             []string           `json:"required"`
	Items                *schema            `json:"items"`
	AdditionalProperties additional         `json:"additionalProperties"`
	AllOf                []*schema          `json:"allOf"`
	OneOf                []*schema          `json:"oneOf"`
	AnyOf                []*schema          `json:"anyOf"`
}

// additional is a schema, or true or false, which say nothing that we keep.
type additional struct{ schema *schema }

func (a *additional) UnmarshalJSON(text []byte) error {
	if s := string(text); s == "true" || s == "false" || s == "null" {
		return nil
	}
	return json.Unmarshal(text, &a.schema)
}

// schemaName is the name that a reference to a schema ends in.
func schemaName(ref string) string {
	return strings.TrimPrefix(ref, "#/components/schemas/")
}

// resolve follows the references of a schema to one that has none, and names
// the last of them. What stands beside a reference adds to what it leads to.
func (d *document) resolve(s *schema) (resolved *schema, name string, err error) {
	nullable := false
	for range 1 + len(d.Components.Schemas) {
		if s == nil {
			return &schema{Nullable: nullable}, name, nil
		}
		nullable = nullable || s.Nullable
		if s.Ref == "" {
			found := *s
			found.Nullable = nullable
			return &found, name, nil
		}
		name = schemaName(s.Ref)
		target, ok := d.Components.Schemas[name]
		if !ok {
			return nil, "", fmt.Errorf("reference %q leads nowhere", s.Ref)
		}
		s = target
	}
	return nil, "", fmt.Errorf("references of %q go round in a circle", name)
}

func (d *document) parameter(p *parameter) (*parameter, error) {
	if p == nil {
		return nil, fmt.Errorf("a parameter is null")
	}
	if p.Ref == "" {
		return p, nil
	}
	found := d.Components.Parameters[strings.TrimPrefix(p.Ref, "#/components/parameters/")]
	if found == nil || found.Ref != "" {
		return nil, fmt.Errorf("reference %q leads to no parameter", p.Ref)
	}
	return found, nil
}

func (d *document) response(r *response) (*response, error) {
	if r == nil {
		return nil, fmt.Errorf("an answer is null")
	}
	if r.Ref == "" {
		return r, nil
	}
	found := d.Components.Responses[strings.TrimPrefix(r.Ref, "#/components/responses/")]
	if found == nil || found.Ref != "" {
		return nil, fmt.Errorf("reference %q leads to no answer", r.Ref)
	}
	return found, nil
}
