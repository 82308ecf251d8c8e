package twimlcheck

import (
	"strconv"
	"unicode/utf8"
)

// checkRules looks at the rules that an element has beside its description.
func (d *Document) checkRules(n, parent *Node) {
	r := rules{d: d, n: n, parent: parent}
	r.speaking()
	r.dialing()
	r.connecting()
	r.queueing()
	r.messaging()
}

// rules looks at an element as a whole.
type rules struct {
	d      *Document
	n      *Node
	parent *Node // nil for the root
}

// element reports a problem with the element as a whole.
//
//go:noinline
func (r rules) element(broken bool, code int, message, remedy string) {
	if broken {
		r.d.report(r.n.place(), code, message, remedy)
	}
}

// attribute reports a problem with an attribute.
//
//go:noinline
func (r rules) attribute(name string, broken bool, code int, message, remedy string) {
	if broken {
		r.d.report(r.n.placeOf(name), code, message, remedy)
	}
}

// textLimit reports an element with more text inside than limit characters.
func (r rules) textLimit(limit, code int) {
	r.element(r.n.length() > limit, code, "the text is longer than "+strconv.Itoa(limit)+" characters", "shorten it, or split it up")
}

// noTextBesideChildren reports text that has to move into an element of its own.
func (r rules) noTextBesideChildren(name string) {
	r.element(!IsBlank(r.n.leadingText()) && r.n.hasElements(), codeSchema, "there is text beside the children", "move it into <"+name+">")
}

// linkText looks at a text that is an address.
func (r rules) linkText() {
	r.d.checkURL(r.n.place(), "", trim(r.n.leadingText()), codeSchema)
}

// keys reports an attribute that holds something else than keys to press.
func (r rules) keys(name string, code int) {
	r.attribute(name, !only(r.n.attr(name), phoneKeys+"ABCDabcdwW"), code,
		name+" holds a character that is not a key", "use 0 to 9, # and *, w to wait half a second and W to wait one")
}

const (
	digits    = "0123456789"
	phoneKeys = digits + "#*"
)

func longerThan(text string, characters int) bool { return utf8.RuneCountInString(text) > characters }
