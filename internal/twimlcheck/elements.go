package twimlcheck

import "strings"

// Kind is the kind of value that an attribute has.
type Kind string

// The values of [Kind].
const (
	String   Kind = "string"
	URL      Kind = "url"
	Socket   Kind = "web socket"
	Method   Kind = "method"
	Int      Kind = "int"
	Bool     Kind = "bool"
	Enum     Kind = "enum"
	Open     Kind = "open"     // an enumeration to which Twilio adds
	Provider Kind = "provider" // the same, in letters of any case
	List     Kind = "list"     // of an enumeration, separated by spaces
	Ints     Kind = "ints"     // separated by spaces
)

// Attribute describes an attribute that an element may have.
type Attribute struct {
	Name      string
	Kind      Kind
	Values    string // separated by spaces
	low, high int    // the bounds of numbers; high is 0 when there is none
	code      int    // Twilio's for a wrong value; 0 for the general one
	required  bool
}

// textRule says where in an element text may stand.
type textRule int8

const (
	noText      textRule = iota
	leadingText          // before the first child
	mixedText            // anywhere
)

// element describes an element of TwiML.
type element struct {
	name       string
	parents    string // the elements that it may stand in, separated by spaces
	text       textRule
	childCode  int // Twilio's for a child that must not stand in it; 0 for the general one
	attributes []Attribute
}

// elementOf returns the description of an element, nil when TwiML has none of that name.
//
//go:noinline
func elementOf(name string) *element {
	for _, group := range [...][]element{verbs, nouns} {
		for i := range group {
			if group[i].name == name {
				return &group[i]
			}
		}
	}
	return nil
}

// attribute returns the description of an attribute, nil when there is none.
func (e *element) attribute(name string) *Attribute {
	for i := range e.attributes {
		if e.attributes[i].Name == name {
			return &e.attributes[i]
		}
	}
	return nil
}

// Elements returns the names of all elements.
func Elements() []string {
	names := make([]string, 0, len(verbs)+len(nouns))
	for _, group := range [...][]element{verbs, nouns} {
		for i := range group {
			names = append(names, group[i].name)
		}
	}
	return names
}

// Attributes returns the attributes that an element may have.
func Attributes(name string) []Attribute {
	if e := elementOf(name); e != nil {
		return e.attributes
	}
	return nil
}

// Parents returns the elements that an element may stand in, separated by spaces.
func Parents(name string) string {
	if e := elementOf(name); e != nil {
		return e.parents
	}
	return ""
}

// Contains reports whether word is one of words, which are separated by spaces.
//
//go:noinline
func Contains(words, word string) bool {
	for rest, more := words, true; more; {
		var first string
		if first, rest, more = strings.Cut(rest, " "); first == word {
			return true
		}
	}
	return false
}
