package twiml

import (
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// A document of more levels than twimlcheck.MaxDepth or of more bytes than maxOutput is
// cut off, so that a document which contains itself ends too. Twilio stops at 64 kB.
const maxOutput = 1 << 20

// codec writes the fields of an element, or fills them. The method fields of each
// element calls the codec once for each attribute, then for the text, then for the
// children, in the order of the document. If in is nil, each call writes its field to
// out; otherwise each call sets its field to the value that in has for it.
//
// The codec must not escape to the heap: a document is written with one allocation as
// long as the codec stays on the stack.
type codec struct {
	out   strings.Builder
	inTag bool // the start tag has not got its ">" yet
	depth int  // how many elements are open
	bare  bare // of the element whose start tag is being written
	in    *reader
}

// open begins to write an element; without names the attributes that had no value
// when the element was read.
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

// close ends an element. If the element was read, without, unless it is nil, gets the
// names of the attributes that had no value.
func (c *codec) close(name string, without *bare) {
	switch {
	case c.in != nil:
		c.in.close()
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

// endTag ends the start tag that is still open, because text or a child follows.
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

// str is an attribute of any text.
func (c *codec) str(name string, p *string) {
	if c.in != nil {
		*p = c.in.str(name)
	} else {
		c.optional(name, *p)
	}
}

// enum is an attribute with the values of an enumeration.
func enum[T ~string](c *codec, name string, p *T) {
	if c.in != nil {
		*p = T(c.in.str(name))
	} else {
		c.optional(name, string(*p))
	}
}

// either is an attribute that has two spellings, of which the first is written.
func (c *codec) either(name, other string, p *string) {
	c.str(name, p)
	if c.in == nil {
		return
	}
	if value, ok := c.in.attr(other); ok {
		*p = value
		if value == "" {
			c.in.bare.add(name)
		}
	}
}

// required is an attribute that is written even when its value is empty.
func (c *codec) required(name string, p *string) {
	if c.in != nil {
		*p, _ = c.in.attr(name)
	} else {
		c.attr(name, *p)
	}
}

// emptyable is an attribute for which "" has a meaning, see [NoKey].
func (c *codec) emptyable(name string, p *string) {
	switch {
	case c.in != nil:
		value, ok := c.in.attr(name)
		if ok && value == "" {
			value = empty
		}
		*p = value
	case *p == empty:
		c.attr(name, "")
	case *p != "":
		c.attr(name, *p)
	}
}

// num is a whole number. [Forever] is written as 0.
func (c *codec) num(name string, p *int) {
	if c.in != nil {
		*p = c.in.num(name)
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

// numbers is an attribute with several whole numbers, separated by one space.
func (c *codec) numbers(name string, p *[]int) {
	if c.in != nil {
		*p = c.in.numbers(name)
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

func (c *codec) boolean(name string, p *Bool) {
	if c.in != nil {
		*p = c.in.boolean(name)
	} else if value := p.String(); value != "" {
		c.attr(name, value)
	}
}

// text is the text before the first child, blanks included.
func (c *codec) text(p *string) {
	if c.in != nil {
		*p = c.in.text()
	} else {
		c.chars(*p)
	}
}

// plain is a text that may stand in place of children; a blank text counts as none.
func (c *codec) plain(p *string) {
	if c.in == nil {
		if !twimlcheck.IsBlank(*p) {
			c.chars(*p)
		}
	} else if text := c.in.text(); !twimlcheck.IsBlank(text) {
		*p = text
	}
}

// named is a text that has to move into an element of its own as soon as there are
// other children.
func (c *codec) named(name string, p *string, withChildren bool) {
	if c.in != nil || !withChildren || twimlcheck.IsBlank(*p) {
		c.plain(p)
		return
	}
	c.open(name, "")
	c.chars(*p)
	c.close(name, nil)
}

// wrapped is a text that always stands in an element of its own; a blank text counts as
// none.
func (c *codec) wrapped(name string, p *string) {
	switch {
	case c.in != nil:
		*p = c.in.wrapped(name)
	case !twimlcheck.IsBlank(*p):
		c.open(name, "")
		c.chars(*p)
		c.close(name, nil)
	}
}

// list is an attribute with several values of an enumeration, separated by one space.
func list[T ~string](c *codec, name string, p *[]T) {
	if c.in != nil {
		for word := range twimlcheck.Words(c.in.list(name)) {
			*p = append(*p, T(word))
		}
		return
	}
	empty := true
	for _, value := range *p {
		for word := range twimlcheck.Words(string(value)) {
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

// children are the elements inside; T decides which may stand there, and whether text
// may.
func children[T any](c *codec, p *[]T) {
	if c.in == nil {
		for i := range *p {
			c.element(any((*p)[i]))
		}
		return
	}
	_, mixed := any(Text("")).(T)
	for child := c.in.child(mixed); child != nil; child = c.in.child(mixed) {
		if v, ok := child.(T); ok {
			*p = append(*p, v)
		} else {
			c.in.lost = true
		}
	}
}
