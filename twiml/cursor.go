package twiml

import (
	"cmp"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// attrKind is what an attribute may hold.
type attrKind string

const (
	kindString attrKind = "string"
	kindURL    attrKind = "url"
	kindMethod attrKind = "method"
	kindInt    attrKind = "int"
	kindBool   attrKind = "bool"
	kindEnum   attrKind = "enum"
	kindOpen   attrKind = "open" // an enumeration to which Twilio adds
	kindList   attrKind = "list" // of an enumeration, separated by spaces
	kindInts   attrKind = "ints" // separated by spaces
)

// cursor stands in an element that is being read, and notes what was asked for.
type cursor struct {
	doc     *document
	node    *node
	parent  string // the name of the element around it
	kid     int    // the first child that has not been read
	hasText bool   // it takes text, before its children
	bare    bare   // the attributes without a value
	wanted  []wanted
}

// wanted is an attribute that the element knows.
type wanted struct {
	name   string
	kind   attrKind
	values string
}

// attr returns the value of an attribute and whether it is there.
func (c *cursor) attr(name string, kind attrKind, values string) (string, bool) {
	c.wanted = append(c.wanted, wanted{name, kind, values})
	if attr := c.node.find(name); attr != nil {
		attr.visited = true
		return attr.value, true
	}
	return "", false
}

// spotOf is where an attribute stands, or the element if it has none of that name.
func (c *cursor) spotOf(name string) spot {
	at := c.node.spot()
	if attr := c.node.find(name); attr != nil {
		at.offset = attr.offset
	}
	return at
}

func (c *cursor) number(name string, lo, hi, code int) int {
	value, ok := c.attr(name, kindInt, "")
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(value)
	if err != nil || n == Forever || strings.HasPrefix(value, "+") {
		c.doc.reject(c.spotOf(name), cmp.Or(code, codeSchema), name+" is "+quote(value)+", not a whole number from "+bounds(lo, hi), "use digits only")
		return 0
	}
	if n < lo || hi > 0 && n > hi {
		c.doc.report(c.spotOf(name), cmp.Or(code, codeSchema), name+" is "+quote(value)+", out of range", "use a whole number from "+bounds(lo, hi))
	}
	if n == 0 {
		return Forever
	}
	return n
}

func (c *cursor) numbers(name string, lo int) []int {
	value, ok := c.optional(name, kindInts, "")
	if ok && isBlank(value) {
		c.doc.report(c.spotOf(name), codeSchema, name+" is empty", "leave it out, or give whole numbers from "+bounds(lo, 0))
	}
	var all []int
	for word := range words(value) {
		n, err := strconv.Atoi(word)
		if err != nil {
			c.doc.reject(c.spotOf(name), codeSchema, name+" is "+quote(value)+", not a list of whole numbers", `separate them by one space, as in "1 2"`)
			return nil
		}
		if n < lo {
			c.doc.report(c.spotOf(name), codeSchema, name+" holds "+quote(word)+", out of range", "use whole numbers from "+bounds(lo, 0))
		}
		all = append(all, n)
	}
	return all
}

// words are the parts of a list.
func words(list string) iter.Seq[string] {
	return strings.FieldsFuncSeq(list, func(r rune) bool { return strings.ContainsRune(xmlBlanks, r) })
}

func bounds(lo, hi int) string {
	if hi == 0 {
		return strconv.Itoa(lo) + " up"
	}
	return strconv.Itoa(lo) + " to " + strconv.Itoa(hi)
}

func (c *cursor) boolean(name string, code int) Bool {
	value, ok := c.attr(name, kindBool, "")
	switch {
	case !ok:
	case value == "true":
		return True
	case value == "false":
		return False
	default:
		c.doc.reject(c.spotOf(name), cmp.Or(code, codeSchema), name+" is "+quote(value)+", neither true nor false", "write true or false, in lower case")
	}
	return Unset
}

func (c *cursor) enum(name string, kind attrKind, values string, code int) string {
	value, ok := c.optional(name, kind, values)
	if ok {
		c.checkEnum(name, value, values, code)
	}
	return value
}

// list returns the values of a list, those that are none of a set included.
func (c *cursor) list(name, values string, code int) (all []string) {
	value, ok := c.optional(name, kindList, values)
	switch {
	case ok && isBlank(value):
		c.doc.report(c.spotOf(name), code, name+" is empty", "leave it out, or name a value: "+values)
	case strings.Contains(value, ","):
		c.doc.report(c.spotOf(name), code, name+" is "+quote(value)+", with commas", "separate the values by one space")
		return slices.Collect(words(value))
	}
	for word := range words(value) {
		c.checkEnum(name, word, values, code)
		all = append(all, word)
	}
	return all
}

func (c *cursor) checkEnum(name, value, values string, code int) {
	if c.doc.heard() && !contains(values, value) {
		c.doc.report(c.spotOf(name), cmp.Or(code, codeSchema), name+" is "+quote(value)+", not one of its values", suggestValue(value, values))
	}
}

// checkOpen looks at a value of an enumeration that Twilio extends: only one that
// is nearly a known one is reported.
func (c *cursor) checkOpen(name, value, values string, code int) {
	if !c.doc.heard() {
		return
	}
	if slip := slipOf(value, strings.SplitSeq(values, " ")); slip != "" {
		c.doc.report(c.spotOf(name), cmp.Or(code, codeSchema), name+" is "+quote(value)+", not one of its values", "did you mean "+strconv.Quote(slip)+"?")
	}
}

// checkURL looks at an address in an attribute, or in the text when name is "".
func (c *cursor) checkURL(name, value string, code int) {
	if value == "" {
		return
	}
	at := c.spotOf(name)
	name, code = cmp.Or(name, "the address"), cmp.Or(code, codeSchema)
	switch u, err := url.Parse(value); {
	case err != nil || strings.ContainsAny(value, xmlBlanks) || u.Scheme != "" && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https"):
		c.doc.report(at, code, name+" is "+quote(value)+", not a web address", "use https, or an address relative to that of the document")
	case u.Scheme == "" && c.doc.inline:
		c.doc.report(at, codeRelative, name+" is "+quote(value)+", a relative address", "write it in full: TwiML inside a request has no address of its own")
	}
}

// leadingText takes the text before the first child.
func (c *cursor) leadingText() string {
	c.hasText = true
	if c.kid < len(c.node.kids) && c.node.kids[c.kid].name == "" {
		c.kid++
		return c.node.kids[c.kid-1].text
	}
	return ""
}

// wrapped takes the text of the one child with a name.
func (c *cursor) wrapped(name string) (text string) {
	found := false
	for _, kid := range c.node.kids[c.kid:] {
		c.kid++
		switch {
		case kid.name == name && !found:
			child := cursor{doc: c.doc, node: kid, parent: c.node.name}
			text, found = child.leadingText(), true
			child.finish()
		case kid.name == name:
			c.doc.reject(kid.spot(), codeSchema, "there is more than one <"+name+">", "keep one")
		case kid.name != "":
			c.drop(c.nested(kid, 0))
		case !isBlank(kid.text):
			c.strayText(kid, "move it into <"+name+">")
		}
	}
	switch {
	case !found:
		c.doc.report(c.node.spot(), codeSchema, "there is no <"+name+">", "give it one")
	case isBlank(text): // which is written as if it were not there
		c.doc.reject(c.node.spot(), codeSchema, "the <"+name+"> is empty", "give it an address")
	}
	return text
}

func (c *cursor) strayText(kid *node, remedy string) {
	what := "holds text where none belongs: "
	if c.hasText {
		what, remedy = "holds text behind an element: ", "move it before the element, or into one"
	}
	c.doc.reject(spot{c.node.name, kid.offset}, codeSchema, "<"+short(c.node.name)+"> "+what+quote(strings.Trim(kid.text, xmlBlanks)), remedy)
}

// next reads the next child that may stand here, nil after the last; text may if
// mixed. The others are reported, under code if it is not 0.
func (c *cursor) next(mixed bool, code int) any {
	for c.kid < len(c.node.kids) && !c.doc.full() {
		kid := c.node.kids[c.kid]
		c.kid++
		if kid.name != "" {
			if v := c.nested(kid, code); v != nil {
				return v
			}
		} else if mixed {
			return Text(kid.text)
		} else if !isBlank(kid.text) {
			c.strayText(kid, "remove it, or move it into an element that takes text")
		}
	}
	return nil
}

// nested reads a child, nil if it must not stand here. Reading leniently, one of
// which its type would lose something is a [Raw].
func (c *cursor) nested(kid *node, code int) any {
	before := c.doc.lost
	parents, known := parentsOf(kid.name)
	var v any
	switch {
	case !known:
		c.doc.reject(kid.spot(), codeSchema, "<"+short(kid.name)+"> is not a TwiML element",
			c.doc.remedy(func() string { return suggestElement(kid.name, c.node.name) }))
	case !contains(parents, c.node.name):
		c.doc.reject(kid.spot(), cmp.Or(code, codeSchema), "<"+kid.name+"> must not stand in <"+c.node.name+">", placeOf(parents))
	default:
		child := cursor{doc: c.doc, node: kid, parent: c.node.name}
		v = child.element()
	}
	if c.doc.lenient && c.doc.lost > before {
		c.doc.lost = before
		return kid.raw()
	}
	return v
}

// drop deals with the child that was read last, for which the type of this element
// has no field: one that was reported already and is a [Raw], or one that belongs
// into another element of the same name, as what a Sip holds in a Dial and not in
// a Refer.
func (c *cursor) drop(child any) {
	switch child.(type) {
	case nil:
	case Raw:
		c.doc.lost++
	default:
		kid := c.node.kids[c.kid-1]
		c.doc.reject(kid.spot(), codeSchema, "<"+kid.name+"> must not stand in the <"+c.node.name+"> of a <"+c.parent+">", "remove it")
	}
}

// finish reports what nobody asked for.
func (c *cursor) finish() {
	for child := c.next(false, 0); child != nil; child = c.next(false, 0) {
		c.drop(child)
	}
	for i := range c.node.attrs {
		attr := &c.node.attrs[i]
		if attr.visited || attr.isXMLs() || c.doc.full() {
			continue
		}
		code := codeSchema
		if c.node.name == "Response" && attr.name == "version" {
			code = codeVersion
		}
		c.doc.reject(spot{c.node.name, attr.offset}, code, "<"+c.node.name+"> has no attribute "+short(attr.name),
			c.doc.remedy(func() string { return c.suggestAttr(attr.name) }))
	}
}

func (c *cursor) suggestAttr(name string) string {
	names := make([]string, len(c.wanted))
	for i, w := range c.wanted {
		names[i] = w.name
	}
	return suggestAttr(name, c.node.name, names)
}

// textLimit reports an element with more than limit characters of text inside.
func (c *codec) textLimit(limit, code int) {
	if c.in != nil && c.in.node.length() > limit {
		c.rule(true, code, "the text is longer than "+strconv.Itoa(limit)+" characters", "shorten it, or split it up")
	}
}

func (c *codec) hasChildren() bool { return c.in != nil && c.in.node.hasElements() }

// within reports whether the element stands in one of that name.
func (c *codec) within(parent string) bool { return c.in != nil && c.in.parent == parent }

const phoneKeys = "0123456789#*"

// only reports whether text holds nothing but characters of set.
func only(text, set string) bool { return strings.Trim(text, set) == "" }

func longerThan(text string, characters int) bool { return utf8.RuneCountInString(text) > characters }
