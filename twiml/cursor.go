package twiml

import (
	"cmp"
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
	doc    *document
	node   *node
	kid    int // the first child that has not been read
	wanted []wanted
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
	for i := range c.node.attrs {
		if attr := &c.node.attrs[i]; attr.name == name {
			attr.visited = true
			return attr.value, true
		}
	}
	return "", false
}

func (c *cursor) number(name string, lo, hi, code int) int {
	value, ok := c.attr(name, kindInt, "")
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(value)
	if err != nil || n == Forever {
		c.doc.reject(c.node, cmp.Or(code, codeSchema), name+" is "+quote(value)+", not a whole number from "+bounds(lo, hi), "use digits only")
		return 0
	}
	if n < lo || hi > 0 && n > hi {
		c.doc.report(c.node, cmp.Or(code, codeSchema), name+" is "+quote(value)+", out of range", "use a whole number from "+bounds(lo, hi))
	}
	if n == 0 {
		return Forever
	}
	return n
}

func (c *cursor) numbers(name string, lo int) []int {
	value, ok := c.attr(name, kindInts, "")
	if ok && isBlank(value) {
		c.doc.report(c.node, codeSchema, name+" is empty", "leave it out, or give whole numbers from "+bounds(lo, 0))
	}
	var all []int
	for word := range strings.FieldsSeq(value) {
		n, err := strconv.Atoi(word)
		if err != nil {
			c.doc.reject(c.node, codeSchema, name+" is "+quote(value)+", not a list of whole numbers", `separate them by one space, as in "1 2"`)
			return nil
		}
		if n < lo {
			c.doc.report(c.node, codeSchema, name+" holds "+quote(word)+", out of range", "use whole numbers from "+bounds(lo, 0))
		}
		all = append(all, n)
	}
	return all
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
		c.doc.reject(c.node, cmp.Or(code, codeSchema), name+" is "+quote(value)+", neither true nor false", "write true or false, in lower case")
	}
	return Unset
}

func (c *cursor) checkEnum(name, value string, ok bool, values string, code int) {
	if ok && !contains(values, value) && len(c.doc.problems) < maxProblems {
		c.doc.report(c.node, cmp.Or(code, codeSchema), name+" is "+quote(value)+", not one of its values", suggestValue(value, values))
	}
}

// checkURL looks at an address in an attribute, or in the text when name is "".
func (c *cursor) checkURL(name, value string, code int) {
	if value == "" {
		return
	}
	name, code = cmp.Or(name, "the address"), cmp.Or(code, codeSchema)
	switch u, err := url.Parse(value); {
	case err != nil || strings.ContainsAny(value, " \t\r\n") || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https":
		c.doc.report(c.node, code, name+" is "+quote(value)+", not a web address", "use https, or an address relative to that of the document")
	case u.Scheme == "" && c.doc.inline:
		c.doc.report(c.node, codeRelative, name+" is "+quote(value)+", a relative address", "write it in full: TwiML inside a request has no address of its own")
	}
}

// leadingText takes the text before the first child.
func (c *cursor) leadingText() string {
	if c.kid < len(c.node.kids) && c.node.kids[c.kid].name == "" {
		c.kid++
		return c.node.kids[c.kid-1].text
	}
	return ""
}

// wrapped takes the text of the one child with a name.
func (c *cursor) wrapped(name string) (text string) {
	rest := c.node.kids[c.kid:]
	c.kid = len(c.node.kids)
	found := false
	for _, kid := range rest {
		switch {
		case kid.name == name && !found:
			child := cursor{doc: c.doc, node: kid}
			text, found = child.leadingText(), true
			child.finish()
		case kid.name == name:
			c.doc.reject(kid, codeSchema, "there is more than one <"+name+">", "keep one")
		case kid.name != "":
			c.nested(kid, 0)
		case !isBlank(kid.text):
			c.doc.reject(c.node, codeSchema, "<"+c.node.name+"> holds text where none belongs: "+quote(strings.TrimSpace(kid.text)), "move it into <"+name+">")
		}
	}
	switch {
	case !found:
		c.doc.report(c.node, codeSchema, "there is no <"+name+">", "give it one")
	case isBlank(text):
		c.doc.report(c.node, codeSchema, "the <"+name+"> is empty", "give it an address")
	}
	return text
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
			c.doc.reject(c.node, codeSchema, "<"+c.node.name+"> holds text where none belongs: "+quote(strings.TrimSpace(kid.text)), "remove it, or move it into an element that takes text")
		}
	}
	return nil
}

func (c *cursor) nested(kid *node, code int) any {
	before := len(c.doc.rejected)
	parents, known := parentsOf(kid.name)
	var v any
	switch {
	case !known:
		c.doc.reject(kid, codeSchema, "<"+short(kid.name)+"> is not a TwiML element", suggestElement(kid.name, c.node.name))
	case !contains(parents, c.node.name):
		c.doc.reject(kid, cmp.Or(code, codeSchema), "<"+kid.name+"> must not stand in <"+c.node.name+">", "it goes into "+bracketed(parents))
	default:
		child := cursor{doc: c.doc, node: kid}
		v = child.element()
	}
	if c.doc.lenient && len(c.doc.rejected) > before {
		c.doc.rejected = c.doc.rejected[:before]
		return kid.raw()
	}
	return v
}

// finish reports what nobody asked for.
func (c *cursor) finish() {
	for c.next(false, 0) != nil {
	}
	for _, attr := range c.node.attrs {
		if !attr.visited && !c.doc.full() {
			c.doc.reject(c.node, codeSchema, "<"+c.node.name+"> has no attribute "+short(attr.name), c.suggestAttr(attr.name))
		}
	}
}

func (c *cursor) suggestAttr(name string) string {
	names := make([]string, len(c.wanted))
	for i, w := range c.wanted {
		names[i] = w.name
	}
	if near := nearest(name, slices.Values(names)); near != "" {
		return "did you mean " + near + "?"
	}
	if len(names) == 0 {
		return "remove it: <" + c.node.name + "> takes no attributes"
	}
	return "remove it; there are " + strings.Join(names, ", ")
}

// voice visits the voice of a [Say]. Twilio adds voices, so that any name with an
// engine before it passes, unless the engine itself is misspelt.
func (c *codec) voice(name string, p *SayVoice) {
	if c.in == nil {
		enum(c, name, p, voices, 0)
		return
	}
	value, ok := c.in.attr(name, kindOpen, string(voices))
	*p = SayVoice(value)
	if !ok || contains(string(voices), value) {
		return
	}
	engine, _, dotted := strings.Cut(value, ".")
	near := nearest(engine, strings.SplitSeq("Polly Google", " "))
	if !dotted {
		c.rule(true, 13511, name+" is "+quote(value)+", which no voice is called", "use man, woman or alice, or a name with its engine, as in Polly.Joanna")
	} else if near != "" && near != engine {
		c.rule(true, 13511, name+" is "+quote(value)+", of an unknown engine", "did you mean "+near+"?")
	}
}

// digits visits an attribute that holds keys to press.
func (c *codec) digits(name string, p *string, code int) {
	c.str(name, p)
	c.rule(!only(*p, phoneKeys+"ABCDabcdwW"), code, name+" holds a character that is not a key", "use 0 to 9, # and *, w to wait half a second and W to wait one")
}

// textLimit reports an element with more than limit characters of text inside.
func (c *codec) textLimit(limit, code int) {
	if c.in != nil && c.in.node.length() > limit {
		c.rule(true, code, "the text is longer than "+strconv.Itoa(limit)+" characters", "shorten it, or split it up")
	}
}

func (c *codec) hasChildren() bool { return c.in != nil && c.in.node.hasElements() }

const phoneKeys = "0123456789#*"

// only reports whether text holds nothing but characters of set.
func only(text, set string) bool { return strings.Trim(text, set) == "" }

func longerThan(text string, characters int) bool { return utf8.RuneCountInString(text) > characters }
