// Package contract knows what Twilio publishes about its API: which operations
// there are, which parameters each takes and which properties it answers with.
//
// The facts come from Twilio's own OpenAPI files, reduced by gen to one small
// text file a product under digest, without prose. The tests hold the
// client against them and the simulator refuses what they rule out. Where
// Twilio's files are wrong, an [Exception] says so and why. What Twilio has
// published since lies over the digest, see overlay.go.
//
// What Load and Find return is shared by all callers: read it, never change it.
//
// Source: https://github.com/twilio/twilio-oai
package contract

//go:generate go run ./gen

import (
	"embed"
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"
)

// The whole folder, so that the package, and with it the generator, builds
// while there is no digest yet.
//
//go:embed digest
var digests embed.FS

// Spec is the digest of one product in one version.
type Spec struct {
	Name       string      // "api_v2010"
	Operations []Operation // sorted by path, then by method
}

// Operation is one method on one path.
type Operation struct {
	Spec       string // the name of the Spec it belongs to
	ID         string // Twilio's operationId, unique within its Spec: "CreateMessage"
	Host       string // the first label of the host: "api"
	Method     string
	Path       string // "/2010-04-01/Accounts/{AccountSid}/Messages.json"
	Statuses   []int  // of success, ascending; 3xx only where no 2xx is declared
	BodyType   string // content type of the request's body, "" if it has none
	Params     []Param
	Schema     string     // names Properties: operations with the same name share them
	Properties []Property // of the answer, or of one item when it is a list
	ListKey    string     // the answer's array of items, "" if it is not a list
	Paging     Paging

	template []segment
}

// IsList says whether the operation answers with a list of items.
func (o *Operation) IsList() bool { return o.ListKey != "" }

// Param looks up a parameter by place and name; nil if there is none.
func (o *Operation) Param(in In, name string) *Param {
	for i := range o.Params {
		if p := &o.Params[i]; p.In == in && p.Name == name {
			return p
		}
	}
	return nil
}

// Property looks up a property of the answer by its path; nil if there is none.
func (o *Operation) Property(path string) *Property {
	for i := range o.Properties {
		if p := &o.Properties[i]; p.Path == path {
			return p
		}
	}
	return nil
}

// In is where a parameter travels.
type In string

// The places of parameters.
const (
	Path   In = "path"
	Query  In = "query"
	Header In = "header"
	Form   In = "form"
	JSON   In = "json"
)

// Paging is how a list says where its next page is.
type Paging string

// The kinds of paging.
const (
	PagingNone Paging = ""     // no next link is declared, see [NoNextLink]
	PagingURI  Paging = "uri"  // next_page_uri, a path, beside the items
	PagingMeta Paging = "meta" // next_page_url, a whole URL, inside meta
)

// Param is one parameter of a request.
//
// A JSON body's values are parameters whose names are dotted paths, like
// those of a [Property]; Required then means: whenever its parent is there.
type Param struct {
	Name     string
	In       In
	Type     string // string, integer, number, boolean, object or any; of one value if Array
	Format   string // Twilio's own word: date-time, date, uri, http-method, ...
	Pattern  string // a regular expression, "" if any value will do
	Enum     []string
	Required bool
	Array    bool   // may be repeated
	Min, Max *int64 // of integers and numbers, both inclusive; nil is no bound

	pattern *regexp.Regexp
}

// Property is one value of an answer.
type Property struct {
	// Path leads to the value through nested objects: "line_type_intelligence.type".
	// An array adds nothing to it ("errors.code" is in each of errors), and
	// "*" stands for every key of a map.
	Path     string
	Type     string // string, integer, number, boolean, object or any; of one element if Array
	Format   string
	Enum     []string
	Nullable bool
	Array    bool
}

// product is a digest that is parsed when it is first asked for.
type product struct {
	name string
	once sync.Once
	spec *Spec
	err  error
}

// products, sorted by name. gen reads the same list, so that a product is
// added here and nowhere else.
var products = [...]product{
	{name: "accounts_v1"},
	{name: "api_v2010"},
	{name: "content_v1"},
	{name: "content_v2"},
	{name: "conversations_v1"},
	{name: "iam_v1"},
	{name: "lookups_v1"},
	{name: "lookups_v2"},
	{name: "messaging_v1"},
	{name: "messaging_v2"},
	{name: "monitor_v1"},
	{name: "numbers_v1"},
	{name: "numbers_v2"},
	{name: "oauth_v2"},
	{name: "pricing_v1"},
	{name: "pricing_v2"},
	{name: "studio_v2"},
	{name: "trunking_v1"},
	{name: "verify_v2"},
	{name: "video_v1"},
	{name: "voice_v1"},
}

// Names lists the products, sorted.
func Names() []string {
	names := make([]string, len(products))
	for i := range products {
		names[i] = products[i].name
	}
	return names
}

// Load returns the digest of one product, parsed once. It fails for a name
// that [Names] does not have, and with a *[DigestError] for a digest that
// cannot be read.
func Load(name string) (*Spec, error) {
	for i := range products {
		if p := &products[i]; p.name == name {
			return p.load()
		}
	}
	return nil, fmt.Errorf("contract: no product %q; there are %s", name, strings.Join(Names(), ", "))
}

func (p *product) load() (*Spec, error) {
	p.once.Do(func() {
		text, err := digests.ReadFile(path.Join("digest", p.name+".tsv"))
		if err != nil {
			p.err = fmt.Errorf("contract: %w; run go generate", err)
			return
		}
		if p.spec, p.err = parse(p.name, string(text)); p.err == nil {
			p.spec.overlay(additions)
		}
	})
	return p.spec, p.err
}

// Operation looks up an operation by its ID; nil if there is none.
func (s *Spec) Operation(id string) *Operation {
	for i := range s.Operations {
		if s.Operations[i].ID == id {
			return &s.Operations[i]
		}
	}
	return nil
}

// Counts returns the number of operations of each product. It fails as [Load] does.
func Counts() (map[string]int, error) {
	counts := make(map[string]int, len(products))
	for i := range products {
		spec, err := products[i].load()
		if err != nil {
			return nil, err
		}
		counts[spec.Name] = len(spec.Operations)
	}
	return counts, nil
}

// hostOf is the host's first label; a product's name begins with it.
func hostOf(name string) string {
	host, _, _ := strings.Cut(name, "_")
	return host
}
