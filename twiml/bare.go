package twiml

// bare names the attributes of an element that were written without a value, as in
// action="", with a blank between the names. [Parse] keeps them here, because a
// field that is empty is not written; they are written again as long as their
// fields stay empty.
type bare string

// add notes the name of an attribute.
func (b *bare) add(name string) {
	if *b != "" {
		*b += " "
	}
	*b += bare(name)
}

// has reports whether an attribute was written without a value.
func (b bare) has(name string) bool { return b != "" && contains(string(b), name) }

// optional returns the value of an attribute that is written only if it has one, or
// had none when it was read.
func (c *cursor) optional(name string, kind attrKind, values string) (string, bool) {
	value, ok := c.attr(name, kind, values)
	if ok && isBlank(value) && (value == "" || kind == kindList || kind == kindInts) {
		c.bare.add(name)
	}
	return value, ok
}

// optional writes an attribute if it has a value, or had none when it was read.
func (c *codec) optional(name, value string) {
	if value != "" || c.bare.has(name) {
		c.attr(name, value)
	}
}
