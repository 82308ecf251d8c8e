package twiml

import (
	"cmp"
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
	in    *cursor
}

func (c *codec) open(name string) {
	if c.in != nil {
		return
	}
	c.endTag()
	c.out.WriteByte('<')
	c.out.WriteString(name)
	c.inTag = true
	c.depth++
}

func (c *codec) close(name string) {
	switch {
	case c.in != nil:
		c.in.finish()
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
		*p, _ = c.in.attr(name, kindString, "")
	} else if *p != "" {
		c.attr(name, *p)
	}
}

// required visits an attribute that is written even when it is empty.
func (c *codec) required(name string, p *string) {
	if c.in == nil {
		c.attr(name, *p)
		return
	}
	value, ok := c.in.attr(name, kindString, "")
	c.rule(!ok, codeSchema, "no "+name, "give it "+name+`="…"`)
	*p = value
}

// emptyable visits an attribute for which "" has a meaning, see [NoKey].
func (c *codec) emptyable(name string, kind attrKind, p *string, code int) {
	if c.in != nil {
		value, ok := c.in.attr(name, kind, "")
		if ok && value == "" {
			value = empty
		} else if kind == kindURL {
			c.in.checkURL(name, value, code)
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
		*p, _ = c.in.attr(name, kindURL, "")
		c.in.checkURL(name, *p, code)
	} else if *p != "" {
		c.attr(name, *p)
	}
}

func (c *codec) method(name string, p *Method, code int) {
	if c.in != nil {
		value, ok := c.in.attr(name, kindMethod, string(methods))
		c.in.checkEnum(name, value, ok, string(methods), code)
		*p = Method(value)
	} else if *p != "" {
		c.attr(name, string(*p))
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
	if c.in != nil || !withChildren || isBlank(*p) {
		c.plain(p)
		return
	}
	c.open(name)
	c.chars(*p)
	c.close(name)
}

// link visits a text that is an address.
func (c *codec) link(p *string) {
	c.text(p)
	if c.in != nil {
		c.in.checkURL("", strings.TrimSpace(*p), codeSchema)
	}
}

// webSocket visits the address of a WebSocket server.
func (c *codec) webSocket(name string, p *string) {
	if c.in == nil {
		c.str(name, p)
		return
	}
	*p, _ = c.in.attr(name, kindURL, "")
	c.rule(*p != "" && !strings.HasPrefix(*p, "wss://"), codeSchema, name+" is "+quote(*p)+", not the address of a WebSocket", "use wss://")
}

// wrapped visits a text in an element of its own, of which there is one.
func (c *codec) wrapped(name string, p *string) {
	switch {
	case c.in != nil:
		*p = c.in.wrapped(name)
	case *p != "":
		c.open(name)
		c.chars(*p)
		c.close(name)
	}
}

// rule reports a problem with the element as a whole, unless it is being written.
func (c *codec) rule(broken bool, code int, what, remedy string) {
	if broken && c.in != nil {
		c.in.doc.report(c.in.node, code, what, remedy)
	}
}

// enum visits an attribute with a fixed set of values, separated by spaces.
func enum[T ~string](c *codec, name string, p *T, values T, code int) {
	if c.in != nil {
		value, ok := c.in.attr(name, kindEnum, string(values))
		c.in.checkEnum(name, value, ok, string(values), code)
		*p = T(value)
	} else if *p != "" {
		c.attr(name, string(*p))
	}
}

// list visits an attribute with several values of a set, separated by one space.
func list[T ~string](c *codec, name string, p *[]T, values T, code int) {
	if c.in != nil {
		value, ok := c.in.attr(name, kindList, string(values))
		c.rule(ok && isBlank(value), cmp.Or(code, codeSchema), name+" is empty", "leave it out, or name a value: "+string(values))
		for word := range strings.FieldsSeq(value) {
			c.in.checkEnum(name, word, true, string(values), code)
			*p = append(*p, T(word))
		}
		return
	}
	empty := true
	for _, value := range *p {
		for word := range strings.FieldsSeq(string(value)) {
			if empty {
				c.attrName(name)
			} else {
				c.out.WriteByte(' ')
			}
			empty = false
			writeEscaped(&c.out, word, true)
		}
	}
	if !empty {
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
	for {
		child := c.in.next(mixed, code)
		if child == nil {
			return
		}
		if v, ok := child.(T); ok {
			*p = append(*p, v)
		} else if c.in.doc.lenient {
			c.in.doc.cannotKeep(c.in.node)
		}
	}
}
