package apitest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/form"
)

// suite is a product with everything that is known of it.
type suite struct {
	Product
	specs      []*contract.Spec
	operations []*operation
	sources    *sources

	mu     sync.Mutex // for what follows
	ledger contract.Ledger
	enums  map[reflect.Type]map[string]bool // the published values of each type
}

// operation is one method with its row and with Twilio's facts.
type operation struct {
	*suite
	method
	row      Row
	official *contract.Operation
	ids      []placeholder
	fields   []form.Field // of the params
	class    twilio.Class
}

// placeholder is a part of a path that an ID fills.
type placeholder struct {
	name  string
	param *contract.Param // nil for an operation that is not listed
	value string
	given bool // by the row
}

// ours is the name in our own path. {AccountSid} is the account of the call there, so that
// an account that is an ID has another name.
func (p *placeholder) ours() string {
	if p.name == accountParam {
		return "Sid"
	}
	return p.name
}

// accountParam is the placeholder of the account of the call.
const accountParam = "AccountSid"

// newSuite joins methods and rows. What has no partner is reported.
func newSuite(t reporter, p Product, src *sources) *suite {
	t.Helper()
	s := &suite{Product: p, sources: src, enums: map[reflect.Type]map[string]bool{}}
	for _, name := range p.Files {
		spec, err := contract.Load(name)
		if err != nil {
			t.Errorf("%s: %v", p.label(), err)
			continue
		}
		s.specs = append(s.specs, spec)
	}
	client, err := always(reply{}).client()
	if err != nil {
		t.Errorf("%s: twilio.New: %v", p.label(), err)
		return s
	}
	s.join(t, p.New(client))
	return s
}

// label names the product in a report.
func (p *Product) label() string {
	if p.Name == "" {
		return "twilio"
	}
	return p.Name
}

func (s *suite) join(t reporter, client any) {
	t.Helper()
	used := map[string]bool{}
	for _, m := range findMethods(reflect.TypeOf(client)) {
		row, key, found := s.rowOf(&m)
		used[key] = true
		switch {
		case !found:
			t.Errorf("%s.%s has no row: add to the rows\n\t%q: {Operation: \"…\"}, // Twilio's operationId, of %s\nor, when it is no operation of Twilio's,\n\t%q: {Why: \"…\"},",
				s.label(), m.key, key, strings.Join(s.Files, ", "), key)
		case row.Operation == "" && row.Unlisted == "":
			if row.Why == "" {
				t.Errorf("%s.%s: its row has no Operation and no Why: name Twilio's operationId, or say why it is no operation", s.label(), m.key)
			}
		default:
			s.add(t, m, row, client)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(s.Rows)) {
		if !used[key] {
			t.Errorf("%s: the row %q has no method: take it out, or name it as the service and the method are named", s.label(), key)
		}
	}
}

// rowOf returns the row of a method, which All shares with List.
func (s *suite) rowOf(m *method) (row Row, key string, found bool) {
	key = m.key
	if _, own := s.Rows[key]; !own && m.name == "All" {
		key = strings.TrimSuffix(m.key, "All") + "List"
	}
	row, found = s.Rows[key]
	return row, key, found
}

func (s *suite) add(t reporter, m method, row Row, client any) {
	t.Helper()
	o := &operation{suite: s, method: m, row: row}
	if oddity := m.oddity(m.bind(client).Type()); oddity != "" {
		t.Errorf("%s.%s: %s", s.label(), m.key, oddity)
		return
	}
	if problem := o.resolve(); problem != "" {
		t.Errorf("%s.%s: %s", s.label(), m.key, problem)
		return
	}
	s.operations = append(s.operations, o)
}

// resolve finds Twilio's facts of an operation and says what is wrong with its row.
func (o *operation) resolve() (problem string) {
	if o.official, problem = o.find(); problem != "" {
		return problem
	}
	if o.params != nil {
		fields, err := form.Fields(o.params)
		if err != nil {
			return fmt.Sprintf("its params cannot be encoded: %v", err)
		}
		o.fields = fields
	}
	if problem = o.resolveIDs(); problem != "" {
		return problem
	}
	return o.resolveClass()
}

func (o *operation) find() (found *contract.Operation, problem string) {
	if o.row.Unlisted != "" {
		return unlisted(o.row)
	}
	for _, spec := range o.specs {
		op := spec.Operation(o.row.Operation)
		switch {
		case op == nil || o.row.File != "" && o.row.File != spec.Name:
		case found != nil:
			return nil, fmt.Sprintf("two files have an operation %s, %s and %s: say in its row which File it is", o.row.Operation, found.Spec, spec.Name)
		default:
			found = op
		}
	}
	if found == nil {
		return nil, fmt.Sprintf("no operation %q in %s: its row needs Twilio's operationId", o.row.Operation, strings.Join(o.Files, ", "))
	}
	return found, ""
}

func unlisted(row Row) (op *contract.Operation, problem string) {
	verb, address, _ := strings.Cut(row.Unlisted, " ")
	host, path, found := strings.Cut(strings.TrimPrefix(address, "https://"), ".twilio.com/")
	if !found || row.Why == "" {
		return nil, "its row needs Unlisted as in \"GET https://api.twilio.com/2010-04-01/Queues.json\", and a Why that says that Twilio's files leave it out"
	}
	op, err := contract.Unlisted(verb, host, "/"+path)
	if err != nil {
		return nil, err.Error()
	}
	return op, ""
}

// resolveIDs finds a value for each placeholder that an argument fills.
func (o *operation) resolveIDs() (problem string) {
	for _, name := range placeholders(o.official.Path) {
		if name == accountParam && o.row.IDs[name] == "" || o.inPath(name) {
			continue // the account of the call, or a parameter
		}
		p := placeholder{name: name, param: o.official.Param(contract.Path, name)}
		if p.value, p.given = o.row.IDs[name]; !p.given {
			p.value = idSample(name, p.param, len(o.ids)+1)
		}
		o.ids = append(o.ids, p)
	}
	for name := range o.row.IDs {
		if !slices.ContainsFunc(o.ids, func(p placeholder) bool { return p.name == name }) {
			return fmt.Sprintf("its row has IDs for %q, which the path %s does not have", name, o.official.Path)
		}
	}
	if len(o.ids) != o.method.ids {
		return fmt.Sprintf("it takes %d IDs, but Twilio's path %s has %d placeholders for them: take one text for each", o.method.ids, o.official.Path, len(o.ids))
	}
	return ""
}

// inPath reports a placeholder that a parameter fills.
func (o *operation) inPath(name string) bool {
	return slices.ContainsFunc(o.fields, func(f form.Field) bool { return f.Place == form.InPath && f.Name == name })
}

// placeholders returns the names in the braces of a path.
func placeholders(path string) []string {
	var names []string
	for rest := path; ; {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			return names
		}
		name, tail, _ := strings.Cut(after, "}")
		names, rest = append(names, name), tail
	}
}

// resolveClass decides the class by Twilio's file, or by the row where the file does
// not tell: whether a POST on an item can be repeated is for a person to decide.
func (o *operation) resolveClass() (problem string) {
	byFile := classByFile(o.official)
	o.class = o.row.Class
	switch {
	case o.row.Class == twilio.ClassByMethod && byFile == twilio.ClassByMethod:
		return fmt.Sprintf("Twilio's file does not say whether %s %s can be repeated: write Class: twilio.ClassIdempotent or twilio.ClassCreate into its row, and Why", o.official.Method, o.official.Path)
	case o.row.Class == twilio.ClassByMethod:
		o.class = byFile
	case o.row.Class == byFile:
		return "its row needs no Class: Twilio's file says the same"
	case o.row.Why == "":
		return "its row has a Class of its own and no Why: say what happens when it is carried out twice"
	}
	if o.row.Repeated && o.class != twilio.ClassCreate {
		return "its row says that it is Repeated, which is for a create: what is idempotent is repeated in any case"
	}
	if (o.row.Partial || o.row.Repeated || len(o.row.IDs) > 0 || o.row.Proof == ProofByStatus) && o.row.Why == "" {
		return "its row departs from Twilio's file and has no Why: give the reason"
	}
	return ""
}

func classByFile(op *contract.Operation) twilio.Class {
	switch op.Method {
	case http.MethodGet:
		return twilio.ClassSafe
	case http.MethodDelete, http.MethodPut:
		return twilio.ClassIdempotent
	case http.MethodPost:
		if last := op.Path[strings.LastIndex(op.Path, "/"):]; !strings.Contains(last, "{") {
			return twilio.ClassCreate
		}
	}
	return twilio.ClassByMethod
}

// creates reports an operation whose outcome is unknown when its answer is lost.
func (o *operation) creates() bool { return o.class == twilio.ClassCreate }

// opName is how the operation has to be named in errors and logs.
func (o *operation) opName() string {
	key := o.key
	if o.name == "All" {
		key = strings.TrimSuffix(key, "All") + "List"
	}
	if o.Name == "" {
		return key
	}
	return o.Name + "." + key
}

// fixed are the parameters that a verb sends by itself.
func (o *operation) fixed() url.Values { return o.row.Fixed }

// test looks at everything of one operation.
func (o *operation) test(t reporter) {
	t.Helper()
	c := &check{operation: o, t: t}
	c.code()
	if !c.requests() {
		return
	}
	c.proofs() // these two say best what is wrong with a proof or a class
	c.failures()
	c.answers()
	c.pages()
	c.refusals()
}

// check is one operation under test.
type check struct {
	*operation
	t reporter
}

// fault reports what is wrong with the operation, and what to write instead.
func (c *check) fault(format string, args ...any) {
	c.t.Helper()
	where := c.official.ID
	if c.official.IsListed() {
		where += " of " + c.official.Spec
	}
	c.t.Errorf("%s.%s (%s): %s", c.label(), c.key, where, fmt.Sprintf(format, args...))
}

// excepted reports that a difference from Twilio's files is accepted.
func (c *check) excepted(kind contract.Kind, name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.ledger.Reason(kind, c.official, name)
	return ok
}

// do calls the operation with a wire in Twilio's place.
func (c *check) do(w *wire, args arguments) result { return c.doWithin(context.Background(), w, args) }

// args returns the IDs of the samples, with params.
func (o *operation) args(params reflect.Value) arguments {
	args := arguments{params: params}
	for _, p := range o.ids {
		args.ids = append(args.ids, p.value)
	}
	return args
}

// count returns how many operations of Twilio's the product has.
func (s *suite) count() int {
	ids := map[string]bool{}
	for _, o := range s.operations {
		ids[o.official.Spec+" "+o.official.ID] = true
	}
	return len(ids)
}
