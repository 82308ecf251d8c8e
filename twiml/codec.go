package twiml

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
)

// A document that no person would write is cut off here, so that one which
// contains itself ends too.
const (
	maxDepth  = 64      // levels of nesting, the Response included
	maxOutput = 1 << 20 // bytes; Twilio stops at 64 kB
)

// codec visits an element on its way out or in. The method fields of an element
// calls it once for each attribute, then for the text, then for the children; the
// order of the calls is the order in the document. When in is nil it writes what
// it visits to out, otherwise it fills it from the element that in has read.
//
// Nothing here may let the codec escape: as long as it stays on the stack, so does
// the document.
type codec struct {
	out   strings.Builder
	inTag bool // the start tag has not got its ">" yet
	depth int
	bare  bare // of the element whose start tag is being written
	in    *cursor
}

// open begins an element, which was read with some attributes without a value.
func (c *codec) open(name string, without bare) {
	if c.in != nil {
		return
	}
	c.endTag()
	c.out.WriteByte('<')
	c.out.WriteString(name)
	c.inTag = true
	c.bare = without
	c.depth++
}

// close ends an element; without, unless it is nil, gets the attributes that were read
// without a value.
func (c *codec) close(name string, without *bare) {
	switch {
	case c.in != nil:
		c.in.finish()
		if without != nil {
			*without = c.in.bare
		}
		return
	case c.inTag:
		c.out.WriteString("/>")
		c.inTag = false
	default:
		c.out.WriteString("</")
		c.out.WriteString(name)
		c.out.WriteByte('>')
	}
	c.depth--
}

// endTag ends the start tag that is still open, because content follows.
func (c *codec) endTag() {
	if c.inTag {
		c.out.WriteByte('>')
		c.inTag = false
	}
}

func (c *codec) attr(name, value string) {
	c.attrName(name)
	writeEscaped(&c.out, value, true)
	c.out.WriteByte('"')
}

func (c *codec) attrName(name string) {
	c.out.WriteByte(' ')
	c.out.WriteString(name)
	c.out.WriteString(`="`)
}

func (c *codec) chars(text string) {
	if text != "" {
		c.endTag()
		writeEscaped(&c.out, text, false)
	}
}

// str visits an attribute of any text.
func (c *codec) str(name string, p *string) {
	if c.in != nil {
		*p, _ = c.in.optional(name, kindString, "")
	} else {
		c.optional(name, *p)
	}
}

// either visits an attribute that has two spellings, of which the first is written.
func (c *codec) either(name, other string, p *string) {
	c.str(name, p)
	if c.in == nil {
		return
	}
	value, ok := c.in.attr(other, kindString, "")
	switch {
	case ok && !c.lacks(name):
		c.in.doc.reject(c.in.spotOf(other), codeSchema, other+" stands beside "+name+", which is the same", "keep one of them")
	case ok:
		*p = value
		if value == "" {
			c.in.bare.add(name)
		}
	}
}

// required visits an attribute that is written even when it is empty.
func (c *codec) required(name string, p *string) {
	if c.in == nil {
		c.attr(name, *p)
		return
	}
	value, ok := c.in.attr(name, kindString, "")
	c.rule(!ok, codeSchema, "there is no "+name, "give it "+name+`="…"`)
	*p = value
}

// emptyable visits an attribute for which "" has a meaning, see [NoKey].
func (c *codec) emptyable(name string, kind attrKind, p *string) {
	if c.in != nil {
		value, ok := c.in.attr(name, kind, "")
		if ok && value == "" {
			value = empty
		}
		*p = value
	} else if *p == empty {
		c.attr(name, "")
	} else if *p != "" {
		c.attr(name, *p)
	}
}

// url visits an attribute that holds an address, absolute or relative.
func (c *codec) url(name string, p *string, code int) {
	if c.in != nil {
		*p, _ = c.in.optional(name, kindURL, "")
		c.in.checkURL(name, *p, code)
	} else {
		c.optional(name, *p)
	}
}

func (c *codec) method(name string, p *Method, code int) {
	if c.in != nil {
		*p = Method(c.in.enum(name, kindMethod, string(methods), code))
	} else {
		c.optional(name, string(*p))
	}
}

// num visits a whole number from lo to hi; hi 0 means no upper bound. [Forever]
// is written as 0.
func (c *codec) num(name string, p *int, lo, hi, code int) {
	if c.in != nil {
		*p = c.in.number(name, lo, hi, code)
	} else if *p != 0 {
		value := *p
		if value == Forever {
			value = 0
		}
		var digits [20]byte
		c.attrName(name)
		c.out.Write(strconv.AppendInt(digits[:0], int64(value), 10))
		c.out.WriteByte('"')
	}
}

// numbers visits an attribute with several whole numbers, separated by one space.
func (c *codec) numbers(name string, p *[]int, lo int) {
	if c.in != nil {
		*p = c.in.numbers(name, lo)
		return
	}
	if len(*p) == 0 {
		c.optional(name, "")
		return
	}
	c.attrName(name)
	for i, n := range *p {
		if i > 0 {
			c.out.WriteByte(' ')
		}
		c.out.WriteString(strconv.Itoa(n))
	}
	c.out.WriteByte('"')
}

func (c *codec) boolean(name string, p *Bool, code int) {
	if c.in != nil {
		*p = c.in.boolean(name, code)
	} else if value := p.String(); value != "" {
		c.attr(name, value)
	}
}

// text visits the text before the first child, blanks included.
func (c *codec) text(p *string) {
	if c.in != nil {
		*p = c.in.leadingText()
	} else {
		c.chars(*p)
	}
}

// plain visits a text that may stand in place of children; blanks are none.
func (c *codec) plain(p *string) {
	if c.in == nil {
		if !isBlank(*p) {
			c.chars(*p)
		}
	} else if text := c.in.leadingText(); !isBlank(text) {
		*p = text
	}
}

// named visits a text that has to move into an element of its own as soon as
// there are other children.
func (c *codec) named(name string, p *string, withChildren bool) {
	switch {
	case c.in != nil:
		c.plain(p)
		c.rule(*p != "" && c.hasChildren(), codeSchema, "there is text beside the children", "move it into <"+name+">")
	case !withChildren || isBlank(*p):
		c.plain(p)
	default:
		c.open(name, "")
		c.chars(*p)
		c.close(name, nil)
	}
}

// link visits a text that is an address.
func (c *codec) link(p *string) {
	c.text(p)
	if c.in != nil {
		c.in.checkURL("", strings.Trim(*p, xmlBlanks), codeSchema)
	}
}

// webSocket visits the address of a WebSocket server.
func (c *codec) webSocket(name string, p *string, schemeCode, code int) {
	if c.in == nil {
		c.str(name, p)
		return
	}
	value, ok := c.in.optional(name, kindURL, "")
	*p = value
	u, err := url.Parse(value)
	switch {
	case !ok:
	case err != nil || u.Host == "" || strings.ContainsAny(value, xmlBlanks):
		c.ruleOf(name, true, code, name+" is "+quote(value)+", not the address of a WebSocket", "give the address of your server, as in wss://example.com/audio")
	case u.Scheme != "wss":
		c.ruleOf(name, true, schemeCode, name+" is "+quote(value)+", not the address of a WebSocket", "use wss://")
	}
}

// wrapped visits a text in an element of its own, of which there is one; blanks
// are none.
func (c *codec) wrapped(name string, p *string) {
	switch {
	case c.in != nil:
		*p = c.in.wrapped(name)
	case !isBlank(*p):
		c.open(name, "")
		c.chars(*p)
		c.close(name, nil)
	}
}

// rule reports a problem with the element as a whole, unless it is being written.
func (c *codec) rule(broken bool, code int, what, remedy string) {
	if broken && c.in != nil {
		c.in.doc.report(c.in.node.spot(), code, what, remedy)
	}
}

// ruleOf reports a problem with an attribute, unless it is being written.
func (c *codec) ruleOf(name string, broken bool, code int, what, remedy string) {
	if broken && c.in != nil {
		c.in.doc.report(c.in.spotOf(name), code, what, remedy)
	}
}

// lacks reports that an element is being read that has no such attribute.
func (c *codec) lacks(name string) bool { return c.in != nil && !c.in.node.has(name) }

// enum visits an attribute with a fixed set of values, separated by spaces.
func enum[T ~string](c *codec, name string, p *T, values T, code int) {
	if c.in != nil {
		*p = T(c.in.enum(name, kindEnum, string(values), code))
	} else {
		c.optional(name, string(*p))
	}
}

// openEnum visits an attribute whose values Twilio extends.
func openEnum[T ~string](c *codec, name string, p *T, values T, code int) {
	if c.in != nil {
		value, _ := c.in.optional(name, kindOpen, string(values))
		c.in.checkOpen(name, value, string(values), code)
		*p = T(value)
	} else {
		c.optional(name, string(*p))
	}
}

// list visits an attribute with several values of a set, separated by one space.
func list[T ~string](c *codec, name string, p *[]T, values T, code int) {
	if c.in != nil {
		for _, word := range c.in.list(name, string(values), cmp.Or(code, codeSchema)) {
			*p = append(*p, T(word))
		}
		return
	}
	empty := true
	for _, value := range *p {
		for word := range words(string(value)) {
			if empty {
				c.attrName(name)
			} else {
				c.out.WriteByte(' ')
			}
			empty = false
			writeEscaped(&c.out, word, true)
		}
	}
	if empty {
		c.optional(name, "")
	} else {
		c.out.WriteByte('"')
	}
}

// children visits the elements inside; T decides which may stand there, and
// whether text may. code is Twilio's for one that may not, 0 the general one.
func children[T any](c *codec, p *[]T, code int) {
	if c.in == nil {
		for i := range *p {
			c.element(any((*p)[i]))
		}
		return
	}
	_, mixed := any(Text("")).(T)
	for child := c.in.next(mixed, code); child != nil; child = c.in.next(mixed, code) {
		if v, ok := child.(T); ok {
			*p = append(*p, v)
		} else {
			c.in.drop(child)
		}
	}
}
