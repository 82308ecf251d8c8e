package main

import (
	"cmp"
	"encoding/json"
	"fmt"
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

// checkHost holds a server against the product's name, which the digest takes the host from.
func checkHost(name, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	label, _, _ := strings.Cut(name, "_")
	if u.Host != label+".twilio.com" {
		return fmt.Errorf("the host is %q, not %s.twilio.com", u.Host, label)
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
	return v.param(p.Name, contract.In(p.In), p.Required), nil
}

// body adds the parameters that travel in the request's body.
func (d *document) body(out *contract.Operation, op *operation) error {
	if op.RequestBody == nil {
		return nil
	}
	if len(op.RequestBody.Content) != 1 {
		return fmt.Errorf("%d kinds of body, expected one", len(op.RequestBody.Content))
	}
	for contentType, c := range op.RequestBody.Content {
		out.BodyType = contentType
		place, nested := contract.Form, false
		if contentType == "application/json" {
			place, nested = contract.JSON, true
		}
		fields, err := d.fields(c.Schema, nested)
		if err != nil {
			return fmt.Errorf("body: %w", err)
		}
		for _, f := range fields {
			out.Params = append(out.Params, f.param(f.path, place, f.required))
		}
	}
	return nil
}

// answer adds the statuses of success and the properties of its answers.
func (d *document) answer(out *contract.Operation, op *operation) error {
	responses, err := successes(op.Responses)
	if err != nil {
		return err
	}
	var fields []field
	for _, r := range responses {
		out.Statuses = append(out.Statuses, r.status)
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
	schema *schema // nil without a body
}

// successes picks the answers of success: those with 2xx, else those with 3xx
// (an operation whose purpose is to redirect declares nothing else).
func successes(responses map[string]*response) ([]success, error) {
	var found, redirects []success
	for code, r := range responses {
		status, err := strconv.Atoi(code)
		if err != nil {
			return nil, fmt.Errorf("status %q is not a number", code)
		}
		if status >= 400 || r == nil {
			continue
		}
		if r.Ref != "" {
			return nil, fmt.Errorf("answer %s is a reference, which is not supported", code)
		}
		s := success{status: status, schema: r.Content["application/json"].Schema}
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

// items finds the one array of a page.
func (d *document) items(page *schema) (key string, items *schema, err error) {
	for name, s := range page.Properties {
		resolved, _, err := d.resolve(s)
		if err != nil {
			return "", nil, err
		}
		if resolved.Type != "array" {
			continue
		}
		if key != "" {
			return "", nil, fmt.Errorf("a list with two arrays, %q and %q", min(key, name), max(key, name))
		}
		key, items = name, resolved.Items
	}
	if key == "" {
		return "", nil, fmt.Errorf("a list without an array")
	}
	return key, items, nil
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
