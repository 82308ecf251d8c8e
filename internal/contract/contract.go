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

// Source is the state of Twilio's files that the digests are made from.
const Source = "commit d50069b (2026-04-14) of https://github.com/twilio/twilio-oai"

// Spec is the digest of one product in one version.
type Spec struct {
	Name       string      // "api_v2010"
	Operations []Operation // sorted by path, then by method
}

// Operation is one method on one path.
type Operation struct {
	Spec       string // the name of the Spec it belongs to
	ID         string // Twilio's operationId, unique within its Spec: "CreateMessage"
	Host       string // without ".twilio.com": "api"
	Method     string
	Path       string   // "/2010-04-01/Accounts/{AccountSid}/Messages.json"
	Answers    []Answer // of success, by ascending status; 3xx only where no 2xx is declared
	BodyType   string   // content type of the request's body: [FormBody], [JSONBody] or "" for no body
	Params     []Param
	Schema     string     // names Properties: operations with the same name share them
	Properties []Property // of the answer, or of one item when it is a list
	ListKey    string     // the answer's array of items, "" if it is not a list
	Paging     Paging
	Deprecated bool // by Twilio's file

	template []segment
}

// The content types of requests' bodies. Twilio's files declare no other one.
const (
	FormBody = "application/x-www-form-urlencoded"
	JSONBody = "application/json"
)

// Answer is one way in which an operation succeeds.
type Answer struct {
	Status int
	Kind   AnswerKind
}

// AnswerKind is what the body of an answer is.
type AnswerKind string

// The kinds of answers.
const (
	ObjectAnswer   AnswerKind = "object"   // a JSON object, that of a list included
	ArrayAnswer    AnswerKind = "array"    // a JSON array
	NoAnswer       AnswerKind = "none"     // nothing, as with 204
	RedirectAnswer AnswerKind = "redirect" // a Location, mostly of a file
)

// AnswerOf looks up an answer by its status; nil if there is none.
func (o *Operation) AnswerOf(status int) *Answer {
	for i := range o.Answers {
		if a := &o.Answers[i]; a.Status == status {
			return a
		}
	}
	return nil
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
	Array    bool // may be repeated
	// Deprecated says that Twilio's file advises against the parameter.
	Deprecated bool
	Min, Max   *int64 // of integers and numbers, both inclusive; nil is no bound

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
	Pattern  string // a regular expression, "" if Twilio's file has none
	Enum     []string
	Nullable bool
	Array    bool
	// Deprecated says that Twilio's file advises against the property.
	Deprecated bool
}

// SIDKinds returns the kinds of SIDs that the parameter takes, "SM" and "MM" for
// instance; none when it is no SID, or when an SID of any kind will do.
func (p Param) SIDKinds() []string { return sidKinds(p.Pattern) }

// SIDKinds returns the kinds of SIDs that the property may be, as [Param.SIDKinds] does.
func (p Property) SIDKinds() []string { return sidKinds(p.Pattern) }

// sidKinds reads a pattern such as ^(SM|MM)[0-9a-fA-F]{32}$.
func sidKinds(pattern string) []string {
	kinds, rest, found := strings.Cut(strings.TrimPrefix(pattern, "^"), "[")
	if !found || !strings.HasSuffix(strings.TrimSuffix(rest, "$"), "]{32}") {
		return nil
	}
	split := strings.Split(strings.Trim(kinds, "()"), "|")
	for _, kind := range split {
		if len(kind) != 2 || kind != strings.ToUpper(kind) {
			return nil
		}
	}
	return split
}

// product is a digest that is parsed when it is first asked for.
type product struct {
	name string // of Twilio's file, without "twilio_" and ".json"
	host string // what stands before ".twilio.com"; "" if the name begins with it
	once sync.Once
	spec *Spec
	err  error
}

// products, sorted by name. gen reads the same list, so that a product is
// added here and nowhere else. Of Twilio's files one is left out: iam_scim has
// no operations.
var products = [...]product{
	{name: "accounts_v1"},
	{name: "api_v2010"},
	{name: "bulkexports_v1"},
	{name: "content_v1"},
	{name: "content_v2"},
	{name: "conversations_v1"},
	{name: "events_v1"},
	{name: "flex_v1", host: "flex-api"},
	{name: "flex_v2", host: "flex-api"},
	{name: "iam_organizations", host: "preview-iam"},
	{name: "iam_v1"},
	{name: "insights_v1"},
	{name: "insights_v2"},
	{name: "intelligence_v2"},
	{name: "lookups_v1"},
	{name: "lookups_v2"},
	{name: "marketplace_v1"},
	{name: "messaging_v1"},
	{name: "messaging_v2"},
	{name: "messaging_v3"},
	{name: "monitor_v1"},
	{name: "monitor_v2"},
	{name: "numbers_v1"},
	{name: "numbers_v2"},
	{name: "numbers_v3"},
	{name: "oauth_v1"},
	{name: "oauth_v2"},
	{name: "pricing_v1"},
	{name: "pricing_v2"},
	{name: "routes_v2"},
	{name: "serverless_v1"},
	{name: "studio_v2"},
	{name: "supersim_v1"},
	{name: "sync_v1"},
	{name: "taskrouter_v1"},
	{name: "trunking_v1"},
	{name: "trusthub_v1"},
	{name: "verify_v2"},
	{name: "video_v1"},
	{name: "voice_v1"},
	{name: "wireless_v1"},
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
			p.spec.correct(corrections)
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

// HostOf returns the host of a product's operations, without ".twilio.com".
func HostOf(name string) string {
	for i := range products {
		if p := &products[i]; p.name == name && p.host != "" {
			return p.host
		}
	}
	host, _, _ := strings.Cut(name, "_")
	return host
}
