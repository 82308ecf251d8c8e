package content

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// The limits of Twilio's pages, in characters and items. Where channels differ, it is the
// limit of the most generous one, so that a text beyond it can be sent on none. The pages
// are those of the types: https://www.twilio.com/docs/content/content-types-overview
const (
	maxBody            = 1600 // of a text on any channel
	maxRichBody        = 1024 // of a text with something below it, and of any text at WhatsApp
	maxButtons         = 10
	maxButtonTitle     = 25
	maxReplyID         = 256
	maxListButton      = 20
	maxListItems       = 10
	maxListID          = 200
	maxListItem        = 24
	maxListDescription = 72
	maxHeader          = 60 // of WhatsApp's headers and footers
	maxMedia           = 10
	maxCards           = 10
	maxCardText        = 160 // title and body together
	maxCardButtons     = 2
	maxCatalogItems    = 30
	maxPages           = 10
	maxVariables       = 100
	maxValue           = 1600
)

// inspection is what was found in the types of a template.
type inspection struct {
	problems []twilio.ParamProblem
	texts    []fieldText // that hold placeholders
	bodies   []fieldText // that a review looks at, with placeholders or without
	names    []string    // of the placeholders, in their order
}

// fieldText is a text and where it stands: "Types.Card.Actions[0].URL".
type fieldText struct {
	field string
	text  string
	parts []part
}

// inspector looks at the fields of one type, or of something within it.
type inspector struct {
	path  string
	found *inspection
}

// need says whether a text may be empty.
type need bool

const (
	required need = true
	optional need = false
)

// inspect looks at every type that is set.
func (t *Types) inspect() *inspection {
	found := &inspection{}
	for _, s := range t.slots() {
		if value := s.get(); value != nil {
			in := &inspector{"Types." + s.field, found}
			value.inspect(in)
			in.extra(extraOf(value))
		}
	}
	(&inspector{"Types", found}).extra(t.Extra)
	return found
}

// Placeholders returns the names of the placeholders in all texts, each once, in the
// order in which they stand there. The passcode of an [Authentication] is the placeholder
// "1".
func (t *Types) Placeholders() []string { return t.inspect().names }

func (in *inspector) at(list string, i int) *inspector {
	return &inspector{in.path + "." + list + "[" + strconv.Itoa(i) + "]", in.found}
}

func (in *inspector) problem(field, problem, remedy string) {
	if field != "" {
		field = "." + field
	}
	in.found.problems = append(in.found.problems, twilio.ParamProblem{Field: in.path + field, Problem: problem, Remedy: remedy})
}

// text looks at a text that may hold placeholders; a limit of 0 is none.
func (in *inspector) text(field, text string, need need, limit int) {
	parts, wrong := parse(text)
	for _, p := range parts {
		in.use(p.name)
	}
	switch {
	case text == "" && need == required:
		in.problem(field, "is empty", "give a text")
	case !utf8.ValidString(text):
		in.problem(field, "is not valid UTF-8", "pass whole characters: cut text between runes, not between bytes")
	case wrong.problem != "":
		in.problem(field, wrong.problem, wrong.remedy)
	case limit > 0 && lengthOf(text) > limit:
		in.problem(field, "has more than "+strconv.Itoa(limit)+" characters", "give at most "+strconv.Itoa(limit)+"; a placeholder counts as one")
	case text != "":
		in.found.texts = append(in.found.texts, fieldText{in.path + "." + field, text, parts})
	}
}

// body is a text that a review of WhatsApp's looks at.
func (in *inspector) body(field, text string, need need, limit int) {
	before := len(in.found.texts)
	in.text(field, text, need, limit)
	in.found.bodies = append(in.found.bodies, in.found.texts[before:]...)
}

func (in *inspector) buttonTitle(title string) { in.text("Title", title, required, maxButtonTitle) }

// url looks at an address, whose part from the first placeholder on is not known.
func (in *inspector) url(field, text string, need need) {
	before := len(in.found.problems)
	in.text(field, text, need, 0)
	known, _, _ := strings.Cut(text, "{{")
	if text == "" || known == "" || len(in.found.problems) > before {
		return
	}
	scheme, rest, found := strings.Cut(known, "://")
	isWeb := strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http")
	if !found || !isWeb || rest == "" && known == text || strings.HasPrefix(rest, "/") || strings.ContainsAny(known, " \t\r\n") {
		in.problem(field, "is not an absolute URL", "give an absolute URL, such as https://example.com/{{1}}")
	}
}

// media looks at addresses of files.
func (in *inspector) media(field string, addresses []string) {
	in.count(field, len(addresses), 0, maxMedia)
	for i, address := range addresses {
		in.url(field+"["+strconv.Itoa(i)+"]", address, required)
	}
}

// phone looks at a number in E.164, or at one that a placeholder gives.
func (in *inspector) phone(field, number string) {
	before := len(in.found.problems)
	in.text(field, number, required, 0)
	if len(in.found.problems) > before || strings.Contains(number, "{{") {
		return
	}
	rest, plus := strings.CutPrefix(number, "+")
	if !plus || rest == "" || len(rest) > 15 || rest[0] == '0' || strings.Trim(rest, digits) != "" {
		in.problem(field, "is not a phone number in E.164", "give a phone number in E.164, such as +14155551234")
	}
}

// count bounds the items of a list; an upper bound of 0 is none.
func (in *inspector) count(field string, n, low, high int) {
	switch {
	case n < low:
		in.problem(field, "is empty", "give at least one")
	case high > 0 && n > high:
		in.problem(field, "has more than "+strconv.Itoa(high)+" items", "give at most "+strconv.Itoa(high))
	}
}

// use notes a placeholder, "" for none.
func (in *inspector) use(name string) {
	if name != "" && !slices.Contains(in.found.names, name) {
		in.found.names = append(in.found.names, name)
	}
}

// raw notes the placeholders in JSON of which nothing else is known.
func (in *inspector) raw(text json.RawMessage) {
	parts, _ := parse(string(text))
	for _, p := range parts {
		in.use(p.name)
	}
	if !json.Valid(text) {
		in.problem("", "is not JSON", "give JSON as Twilio documents it")
	}
}

func (in *inspector) extra(members map[string]json.RawMessage) {
	for _, name := range sortedKeys(members) {
		(&inspector{in.path + ".Extra[" + strconv.Quote(name) + "]", in.found}).raw(members[name])
	}
}
