package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// convert makes a product's digest from its OpenAPI document.
func convert(name string, text []byte) (*contract.Spec, error) {
	var doc document
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	spec := &contract.Spec{Name: name}
	for path, item := range doc.Paths {
		if item == nil {
			continue
		}
		for method, op := range item.operations() {
			if op == nil {
				continue
			}
			converted, err := doc.operation(name, method, path, item, op)
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", method, path, err)
			}
			spec.Operations = append(spec.Operations, converted)
		}
	}
	return spec, nil
}

func (i *pathItem) operations() map[string]*operation {
	return map[string]*operation{
		http.MethodGet: i.Get, http.MethodPost: i.Post, http.MethodPut: i.Put,
		http.MethodPatch: i.Patch, http.MethodDelete: i.Delete,
	}
}

func (d *document) operation(name, method, path string, item *pathItem, op *operation) (contract.Operation, error) {
	out := contract.Operation{Spec: name, ID: op.ID, Method: method, Path: path}
	out.Deprecated = isDeprecated(op.Deprecated, cmp.Or(op.Summary, op.Description))
	if err := checkHost(name, cmp.Or(firstURL(item.Servers), firstURL(d.Servers))); err != nil {
		return out, err
	}
	for _, p := range slices.Concat(item.Parameters, op.Parameters) {
		param, err := d.param(p)
		if err != nil {
			return out, err
		}
		out.Params = append(out.Params, param)
	}
	if err := d.body(&out, op); err != nil {
		return out, err
	}
	slices.SortStableFunc(out.Params, func(a, b contract.Param) int { return compareParams(path, a, b) })
	err := d.answer(&out, op)
	return out, err
}

func firstURL(servers []server) string {
	if len(servers) == 0 {
		return ""
	}
	return servers[0].URL
}

// checkHost holds a server against the host that the product has in package contract.
func checkHost(name, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	if want := contract.HostOf(name); u.Host != want+".twilio.com" {
		return fmt.Errorf("the host is %q, not %s.twilio.com", u.Host, want)
	}
	return nil
}

// compareParams puts a path's values first, in the order of the path, and the
// others after them by place and name.
func compareParams(path string, a, b contract.Param) int {
	if a.In == contract.Path && b.In == contract.Path {
		return cmp.Compare(strings.Index(path, "{"+a.Name+"}"), strings.Index(path, "{"+b.Name+"}"))
	}
	return cmp.Or(
		cmp.Compare(placeOrder(a.In), placeOrder(b.In)),
		strings.Compare(a.Name, b.Name),
	)
}

func placeOrder(in contract.In) int {
	return slices.Index([]contract.In{contract.Path, contract.Query, contract.Header, contract.Form, contract.JSON}, in)
}

func (d *document) param(p *parameter) (contract.Param, error) {
	p, err := d.parameter(p)
	if err != nil {
		return contract.Param{}, err
	}
	v, err := d.value(p.Schema)
	if err != nil {
		return contract.Param{}, fmt.Errorf("parameter %s: %w", p.Name, err)
	}
	v.Deprecated = v.Deprecated || isDeprecated(p.Deprecated, p.Description)
	return v.param(p.Name, contract.In(p.In), p.Required), nil
}

// body adds the parameters that travel in the request's body.
func (d *document) body(out *contract.Operation, op *operation) error {
	if op.RequestBody == nil {
		return nil
	}
	place, nested := contract.JSON, true
	contentType, body := op.RequestBody.json()
	if contentType == "" {
		if len(op.RequestBody.Content) != 1 {
			return fmt.Errorf("%d kinds of body without JSON, expected one", len(op.RequestBody.Content))
		}
		for contentType, body = range op.RequestBody.Content { // the one
		}
		place, nested = contract.Form, false
	}
	out.BodyType = contentType
	fields, err := d.fields(body.Schema, nested)
	if err != nil {
		return fmt.Errorf("body: %w", err)
	}
	for _, f := range fields {
		out.Params = append(out.Params, f.param(f.path, place, f.required))
	}
	return nil
}

// answer adds the statuses of success and the properties of its answers.
func (d *document) answer(out *contract.Operation, op *operation) error {
	responses, err := d.successes(op.Responses)
	if err != nil {
		return err
	}
	var fields []field
	for _, r := range responses {
		out.Answers = append(out.Answers, contract.Answer{Status: r.status, Kind: r.kind})
		if r.schema == nil {
			continue
		}
		found, err := d.answerOf(out, r.schema)
		if err != nil {
			return fmt.Errorf("answer %d: %w", r.status, err)
		}
		fields = merge(fields, found)
	}
	for _, f := range fields {
		out.Properties = append(out.Properties, f.property())
	}
	return nil
}

type success struct {
	status int
	kind   contract.AnswerKind
	schema *schema // nil without a body
}

// successes picks the answers of success: those with 2xx, else those with 3xx
// (an operation whose purpose is to redirect declares nothing else).
func (d *document) successes(responses map[string]*response) ([]success, error) {
	var found, redirects []success
	for code, r := range responses {
		status, err := strconv.Atoi(code)
		if err != nil {
			return nil, fmt.Errorf("status %q is not a number", code)
		}
		if status >= 400 || r == nil {
			continue
		}
		s, err := d.success(status, r)
		if err != nil {
			return nil, fmt.Errorf("answer %s: %w", code, err)
		}
		if status < 300 {
			found = append(found, s)
		} else {
			redirects = append(redirects, s)
		}
	}
	if len(found) == 0 {
		found = redirects
	}
	slices.SortFunc(found, func(a, b success) int { return cmp.Compare(a.status, b.status) })
	return found, nil
}

// success describes one answer of success.
func (d *document) success(status int, r *response) (success, error) {
	r, err := d.response(r)
	if err != nil {
		return success{}, err
	}
	contentType, body := r.json()
	resolved, _, err := d.resolve(body.Schema)
	if err != nil {
		return success{}, err
	}
	s := success{status: status, kind: contract.ObjectAnswer, schema: body.Schema}
	switch {
	case status >= 300:
		s.kind = contract.RedirectAnswer
	case contentType == "":
		s.kind = contract.NoAnswer
	case resolved.Type == "array":
		s.kind, s.schema = contract.ArrayAnswer, resolved.Items
	}
	return s, nil
}

// answerOf reads one answer, the page of a list included, whose items it describes.
func (d *document) answerOf(out *contract.Operation, s *schema) ([]field, error) {
	resolved, _, err := d.resolve(s)
	if err != nil {
		return nil, err
	}
	paging, err := d.paging(resolved)
	if err != nil {
		return nil, err
	}
	if paging == contract.PagingNone && !strings.HasPrefix(out.ID, "List") {
		return d.named(out, s)
	}
	key, items, err := d.items(resolved)
	if err != nil {
		return nil, err
	}
	out.Paging, out.ListKey = paging, key
	return d.named(out, items)
}

func (d *document) paging(page *schema) (contract.Paging, error) {
	if _, ok := page.Properties["next_page_uri"]; ok {
		return contract.PagingURI, nil
	}
	meta, _, err := d.resolve(page.Properties["meta"])
	if err != nil {
		return "", err
	}
	if _, ok := meta.Properties["next_page_url"]; ok {
		return contract.PagingMeta, nil
	}
	return contract.PagingNone, nil
}

// items finds the array of a page: the only one, or the only one that holds objects,
// as SCIM has an array of names beside it.
func (d *document) items(page *schema) (key string, items *schema, err error) {
	arrays, ofObjects := map[string]*schema{}, map[string]*schema{}
	for name, s := range page.Properties {
		v, err := d.value(s)
		if err != nil {
			return "", nil, err
		}
		if !v.Array {
			continue
		}
		arrays[name] = v.schema
		if v.Type == "object" {
			ofObjects[name] = v.schema
		}
	}
	if len(arrays) > 1 && len(ofObjects) == 1 {
		arrays = ofObjects
	}
	names := slices.Sorted(maps.Keys(arrays))
	switch len(names) {
	case 0:
		return "", nil, fmt.Errorf("a list without an array")
	case 1:
		return names[0], arrays[names[0]], nil
	default:
		return "", nil, fmt.Errorf("a list with two arrays, %q and %q", names[0], names[1])
	}
}

// named reads a schema's fields and names them after it, or after the
// operation if the schema has no name or its answers have several.
func (d *document) named(out *contract.Operation, s *schema) ([]field, error) {
	_, name, err := d.resolve(s)
	if err != nil {
		return nil, err
	}
	if name == "" || out.Schema != "" && out.Schema != name {
		name = out.ID
	}
	out.Schema = name
	return d.fields(s, true)
}
