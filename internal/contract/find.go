package contract

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// segment is what stands between two slashes of a path template: fixed text,
// or a placeholder with fixed text around it, as in "{Sid}.json".
type segment struct {
	name           string // of the placeholder, "" if all is fixed
	prefix, suffix string // the fixed text is in prefix when there is no placeholder
}

func newTemplate(path string) ([]segment, error) {
	if !strings.HasPrefix(path, "/") {
		return nil, fmt.Errorf("path %q does not begin with /", path)
	}
	parts := strings.Split(path[1:], "/")
	template := make([]segment, len(parts))
	for i, part := range parts {
		prefix, rest, open := strings.Cut(part, "{")
		name, suffix, closed := strings.Cut(rest, "}")
		if open != closed || open && name == "" || strings.ContainsAny(prefix+name+suffix, "{}") {
			return nil, fmt.Errorf("path %q has braces that do not pair", path)
		}
		template[i] = segment{name: name, prefix: prefix, suffix: suffix}
	}
	return template, nil
}

// value returns the text that stands for the placeholder, "" if there is none.
func (s segment) value(part string) (value string, ok bool) {
	if s.name == "" {
		return "", part == s.prefix
	}
	if len(part) <= len(s.prefix)+len(s.suffix) || !strings.HasPrefix(part, s.prefix) || !strings.HasSuffix(part, s.suffix) {
		return "", false
	}
	return part[len(s.prefix) : len(part)-len(s.suffix)], true
}

func matches(template []segment, parts []string) bool {
	if len(template) != len(parts) {
		return false
	}
	for i, s := range template {
		if _, ok := s.value(parts[i]); !ok {
			return false
		}
	}
	return true
}

// moreLiteral says whether a has fixed text where b, of the same length, first
// has a placeholder instead.
func moreLiteral(a, b []segment) bool {
	for i := range a {
		if fixed := a[i].name == ""; fixed != (b[i].name == "") {
			return fixed
		}
	}
	return false
}

// Find returns the operation that a request is for, and the unescaped values
// of its path's placeholders by name. The host is without ".twilio.com", "api"; the
// path is escaped, as [url.URL.EscapedPath] returns it. Where two templates
// match, fixed text wins over a placeholder. A template is found by itself as well.
func Find(method, host, path string) (op *Operation, values map[string]string, ok bool) {
	if !strings.HasPrefix(path, "/") {
		return nil, nil, false
	}
	parts := strings.Split(path[1:], "/")
	for i := range products {
		p := &products[i]
		if HostOf(p.name) != host {
			continue
		}
		spec, err := p.load()
		if err != nil {
			continue // the tests read every digest
		}
		if found := spec.find(method, parts); found != nil && (op == nil || moreLiteral(found.template, op.template)) {
			op = found
		}
	}
	if op == nil {
		return nil, nil, false
	}
	values, ok = op.values(parts)
	if !ok {
		return nil, nil, false
	}
	return op, values, true
}

func (s *Spec) find(method string, parts []string) *Operation {
	var best *Operation
	for i := range s.Operations {
		op := &s.Operations[i]
		if op.Method != method || !matches(op.template, parts) {
			continue
		}
		if best == nil || moreLiteral(op.template, best.template) {
			best = op
		}
	}
	return best
}

// values reads the placeholders; it fails if one is not escaped properly.
func (o *Operation) values(parts []string) (map[string]string, bool) {
	values := map[string]string{}
	for i, s := range o.template {
		if s.name == "" {
			continue
		}
		escaped, _ := s.value(parts[i])
		value, err := url.PathUnescape(escaped)
		if err != nil {
			return nil, false
		}
		values[s.name] = value
	}
	return values, true
}

// inPart are versions, by host, of which Twilio's files have some operations and its
// documentation has more.
var inPart = map[string]string{
	"messaging": "v3", // https://www.twilio.com/docs/whatsapp/api/message-cost-estimate-resource
}

// Covers says whether the digest has the product and the version that an address is
// of: the host is without ".twilio.com", and a path begins with the version. Of such an
// address [Find] knows whether it exists, of another one nothing is known.
func Covers(host, path string) bool {
	version := firstSegment(path)
	if version != "" && inPart[host] == version {
		return false
	}
	for i := range products {
		if HostOf(products[i].name) != host {
			continue
		}
		spec, err := products[i].load()
		if err == nil && slices.ContainsFunc(spec.Operations, func(op Operation) bool { return firstSegment(op.Path) == version }) {
			return true
		}
	}
	return false
}

// Below returns the last segments, without .json, of the addresses that Twilio's API has
// right below a resource: "Members" for a queue. The host is without ".twilio.com".
func Below(host, path string) []string {
	parts := strings.Split(strings.TrimPrefix(strings.TrimSuffix(path, ".json"), "/"), "/")
	var names []string
	for i := range products {
		if HostOf(products[i].name) != host {
			continue
		}
		spec, err := products[i].load()
		if err != nil {
			continue // the tests read every digest
		}
		for _, op := range spec.Operations {
			last := len(op.template) - 1
			if op.template[last].name != "" || !matches(op.template[:last], parts) {
				continue
			}
			if name := strings.TrimSuffix(op.template[last].prefix, ".json"); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func firstSegment(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}

// Unlisted returns an operation that the digest does not cover, of which nothing but
// its address is known. It fails when the template cannot be read.
func Unlisted(method, host, path string) (*Operation, error) {
	template, err := newTemplate(path)
	if err != nil {
		return nil, err
	}
	return &Operation{ID: method + " " + path, Host: host, Method: method, Path: path, template: template}, nil
}

// IsListed says whether the digest has the operation.
func (o *Operation) IsListed() bool { return o.Spec != "" }

// MoreLiteral says whether the operation has fixed text where another one, that
// matches the same path, first has a placeholder instead.
func (o *Operation) MoreLiteral(other *Operation) bool {
	return moreLiteral(o.template, other.template)
}

// Match returns the unescaped values of the placeholders, by name, if a request is
// for the operation.
func (o *Operation) Match(method, host, path string) (values map[string]string, ok bool) {
	if method != o.Method || host != o.Host || !strings.HasPrefix(path, "/") {
		return nil, false
	}
	parts := strings.Split(path[1:], "/")
	if !matches(o.template, parts) {
		return nil, false
	}
	return o.values(parts)
}
