package contract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Render writes a product's digest: what [Load] reads. It sorts the
// operations. It fails for what the format cannot carry, and where operations
// name the same schema but have different properties.
func Render(spec *Spec) ([]byte, error) {
	operations := slices.SortedFunc(slices.Values(spec.Operations), compareOperations)
	schemas, err := schemasOf(operations)
	if err != nil {
		return nil, err
	}
	var w writer
	for _, name := range sortedKeys(schemas) {
		w.line(schemaLine, name)
		for _, p := range schemas[name] {
			w.line(propLine, p.Path, p.Type, p.Format, writeFlags(p.flags()...), p.Pattern, w.enum(p.Enum))
		}
	}
	for _, op := range operations {
		w.line(opLine, op.ID, op.Method, op.Path, writeAnswers(op.Answers), op.BodyType, string(op.Paging), op.ListKey, op.Schema, writeFlags(op.flags()...))
		for _, p := range op.Params {
			w.line(paramLine, string(p.In), p.Name, p.Type, p.Format, writeFlags(p.flags()...),
				writeBound(p.Min), writeBound(p.Max), p.Pattern, w.enum(p.Enum))
		}
	}
	if w.err != nil {
		return nil, w.err
	}
	// What was written must be readable, or the mistake would surface far from here.
	if _, err := parse(spec.Name, w.text.String()); err != nil {
		return nil, err
	}
	return []byte(w.text.String()), nil
}

// schemasOf collects the properties that the operations name.
func schemasOf(operations []Operation) (map[string][]Property, error) {
	schemas := map[string][]Property{}
	for _, op := range operations {
		if op.Schema == "" {
			continue
		}
		known, ok := schemas[op.Schema]
		if ok && !slices.EqualFunc(known, op.Properties, Property.equal) {
			return nil, fmt.Errorf("contract: %s: operation %s means another schema by %q than one before it", op.Spec, op.ID, op.Schema)
		}
		schemas[op.Schema] = op.Properties
	}
	return schemas, nil
}

func (p Property) equal(q Property) bool {
	return p.Path == q.Path && p.Type == q.Type && p.Format == q.Format && p.Pattern == q.Pattern &&
		p.Nullable == q.Nullable && p.Array == q.Array && p.Deprecated == q.Deprecated && slices.Equal(p.Enum, q.Enum)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func writeAnswers(answers []Answer) string {
	words := make([]string, len(answers))
	for i, a := range answers {
		words[i] = strconv.Itoa(a.Status)
		if a.Kind != ObjectAnswer {
			words[i] += ":" + string(a.Kind)
		}
	}
	return strings.Join(words, ",")
}

// writer writes lines until the first thing that the format cannot carry.
type writer struct {
	text strings.Builder
	err  error
}

func (w *writer) line(kind string, col ...string) {
	for _, c := range col {
		if strings.ContainsAny(c, "\t\n\r") {
			w.fail("a tab or a line break in %q", c)
		}
	}
	w.text.WriteString(strings.TrimRight(kind+"\t"+strings.Join(col, "\t"), "\t"))
	w.text.WriteByte('\n')
}

func (w *writer) enum(values []string) string {
	for _, v := range values {
		if v == "" || strings.Contains(v, "|") {
			w.fail("an enum with the value %q", v)
		}
	}
	return strings.Join(values, "|")
}

func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf("contract: the digest cannot carry "+format, args...)
	}
}
