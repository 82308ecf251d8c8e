package contract

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The kinds of lines; digest/README.md describes their columns.
const (
	schemaLine = "schema"
	propLine   = "prop"
	opLine     = "op"
	paramLine  = "param"
)

// columns is how many each kind of line has, the kind itself not counted.
func columns(kind string) int {
	switch kind {
	case schemaLine:
		return 1
	case propLine:
		return 6
	case opLine:
		return 9
	case paramLine:
		return 9
	default:
		return 0
	}
}

// DigestError says which line of a digest cannot be read, and why.
type DigestError struct {
	Name    string // of the product
	Line    int    // from 1
	Problem string
}

func (e *DigestError) Error() string {
	return fmt.Sprintf("contract: digest %s, line %d: %s; run go generate", e.Name, e.Line, e.Problem)
}

// parser reads a digest from top to bottom.
type parser struct {
	spec     *Spec
	schemas  map[string][]Property
	schema   string // the one whose properties are being read, "" among operations
	patterns map[string]*regexp.Regexp
}

func parse(name, text string) (*Spec, error) {
	p := parser{
		spec:     &Spec{Name: name},
		schemas:  map[string][]Property{},
		patterns: map[string]*regexp.Regexp{},
	}
	number := 0
	for line := range strings.Lines(text) {
		number++
		if err := p.line(strings.TrimSuffix(line, "\n")); err != nil {
			return nil, &DigestError{Name: name, Line: number, Problem: err.Error()}
		}
	}
	return p.spec, nil
}

func (p *parser) line(line string) error {
	kind, rest, _ := strings.Cut(line, "\t")
	want := columns(kind)
	if want == 0 {
		return fmt.Errorf("unknown kind of line %q", kind)
	}
	col := strings.Split(rest, "\t")
	if len(col) > want {
		return fmt.Errorf("%d columns, a %s has %d", len(col), kind, want)
	}
	if col[len(col)-1] == "" {
		return errors.New("the last column is empty")
	}
	col = append(col, make([]string, want-len(col))...)
	switch kind {
	case schemaLine:
		return p.schemaLine(col)
	case propLine:
		return p.propLine(col)
	case opLine:
		return p.opLine(col)
	default:
		return p.paramLine(col)
	}
}

func (p *parser) schemaLine(col []string) error {
	name := col[0]
	if len(p.spec.Operations) > 0 {
		return fmt.Errorf("schema %q comes after an operation", name)
	}
	if name <= p.schema {
		return fmt.Errorf("schema %q is out of order", name)
	}
	p.schemas[name] = nil
	p.schema = name
	return nil
}

func (p *parser) propLine(col []string) error {
	if p.schema == "" || len(p.spec.Operations) > 0 {
		return errors.New("a property outside a schema")
	}
	prop := Property{Path: col[0], Type: col[1], Format: col[2], Pattern: col[4], Enum: split(col[5], "|")}
	if prop.Path == "" {
		return errors.New("a property without a path")
	}
	if !isType(prop.Type) {
		return fmt.Errorf("unknown type %q", prop.Type)
	}
	if err := readFlags(col[3], prop.flags()...); err != nil {
		return err
	}
	p.schemas[p.schema] = append(p.schemas[p.schema], prop)
	return nil
}

func (p *parser) opLine(col []string) error {
	op := Operation{
		Spec: p.spec.Name, Host: HostOf(p.spec.Name), ID: col[0], Method: col[1], Path: col[2],
		BodyType: col[4], Paging: Paging(col[5]), ListKey: col[6], Schema: col[7],
	}
	if op.ID == "" || op.Method == "" {
		return errors.New("an operation without an id or a method")
	}
	if n := len(p.spec.Operations); n > 0 && compareOperations(p.spec.Operations[n-1], op) >= 0 {
		return fmt.Errorf("operation %s is out of order", op.ID)
	}
	var err error
	if op.template, err = newTemplate(op.Path); err != nil {
		return err
	}
	if op.Answers, err = readAnswers(col[3]); err != nil {
		return err
	}
	if err = readFlags(col[8], op.flags()...); err != nil {
		return err
	}
	switch op.Paging {
	case PagingNone, PagingURI, PagingMeta:
	default:
		return fmt.Errorf("unknown paging %q", op.Paging)
	}
	if op.Schema != "" {
		properties, ok := p.schemas[op.Schema]
		if !ok {
			return fmt.Errorf("unknown schema %q", op.Schema)
		}
		op.Properties = properties
	}
	p.spec.Operations = append(p.spec.Operations, op)
	return nil
}

func (p *parser) paramLine(col []string) error {
	if len(p.spec.Operations) == 0 {
		return errors.New("a parameter outside an operation")
	}
	param := Param{In: In(col[0]), Name: col[1], Type: col[2], Format: col[3], Pattern: col[7], Enum: split(col[8], "|")}
	switch param.In {
	case Path, Query, Header, Form, JSON:
	default:
		return fmt.Errorf("unknown place %q", param.In)
	}
	if param.Name == "" {
		return errors.New("a parameter without a name")
	}
	if !isType(param.Type) {
		return fmt.Errorf("unknown type %q", param.Type)
	}
	err := readFlags(col[4], param.flags()...)
	if err != nil {
		return err
	}
	if param.Min, err = readBound(col[5]); err != nil {
		return err
	}
	if param.Max, err = readBound(col[6]); err != nil {
		return err
	}
	if param.pattern, err = p.compile(param.Pattern); err != nil {
		return err
	}
	op := &p.spec.Operations[len(p.spec.Operations)-1]
	op.Params = append(op.Params, param)
	return nil
}

// compile compiles each pattern once a product: most are those of the same few SIDs.
func (p *parser) compile(pattern string) (*regexp.Regexp, error) {
	if pattern == "" {
		return nil, nil
	}
	if re, ok := p.patterns[pattern]; ok {
		return re, nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	p.patterns[pattern] = re
	return re, nil
}

func isType(s string) bool {
	switch s {
	case "string", "integer", "number", "boolean", "object", "any":
		return true
	default:
		return false
	}
}

// split is strings.Split, but nothing yields nothing.
func split(s, sep string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, sep)
}

// flag is a word that stands in the column of flags, or does not.
type flag struct {
	word string
	set  *bool
}

func (o *Operation) flags() []flag { return []flag{{"deprecated", &o.Deprecated}} }

func (p *Param) flags() []flag {
	return []flag{{"required", &p.Required}, {"array", &p.Array}, {"deprecated", &p.Deprecated}}
}

func (p *Property) flags() []flag {
	return []flag{{"nullable", &p.Nullable}, {"array", &p.Array}, {"deprecated", &p.Deprecated}}
}

// readFlags accepts the words in the order in which writeFlags writes them, so
// that there is one way to write each digest.
func readFlags(column string, flags ...flag) error {
	for _, f := range flags {
		*f.set = slices.Contains(split(column, ","), f.word)
	}
	if writeFlags(flags...) != column {
		return fmt.Errorf("unknown flags %q", column)
	}
	return nil
}

func writeFlags(flags ...flag) string {
	var words []string
	for _, f := range flags {
		if *f.set {
			words = append(words, f.word)
		}
	}
	return strings.Join(words, ",")
}

func readBound(column string) (*int64, error) {
	if column == "" {
		return nil, nil
	}
	n, err := strconv.ParseInt(column, 10, 64)
	if err != nil || writeBound(&n) != column {
		return nil, fmt.Errorf("bound %q is not a whole number", column)
	}
	return &n, nil
}

func writeBound(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// compareOperations orders operations by path, then by method.
func compareOperations(a, b Operation) int {
	if c := strings.Compare(a.Path, b.Path); c != 0 {
		return c
	}
	return strings.Compare(a.Method, b.Method)
}

// readAnswers reads statuses with their kinds: "200,204:none". An object is not named.
func readAnswers(column string) ([]Answer, error) {
	var answers []Answer
	for _, word := range split(column, ",") {
		number, kind, named := strings.Cut(word, ":")
		status, err := strconv.Atoi(number)
		if err != nil || strconv.Itoa(status) != number {
			return nil, fmt.Errorf("status %q is not a number", number)
		}
		answer := Answer{Status: status, Kind: ObjectAnswer}
		if named {
			answer.Kind = AnswerKind(kind)
		}
		switch answer.Kind {
		case ObjectAnswer, ArrayAnswer, NoAnswer, RedirectAnswer:
		default:
			return nil, fmt.Errorf("unknown kind of answer %q", kind)
		}
		answers = append(answers, answer)
	}
	return answers, nil
}
