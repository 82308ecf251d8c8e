package twiml

import "github.com/seed15d99369/twilio/internal/twimlcheck"

// bare names the attributes of an element that were written without a value, as in
// action="", with a blank between the names. [Parse] keeps the names, because a field
// that is empty is not written; the attributes are written again as long as their
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
func (b bare) has(name string) bool { return b != "" && twimlcheck.Contains(string(b), name) }

// optional writes an attribute if it has a value, or had none when it was read.
func (c *codec) optional(name, value string) {
	if value != "" || c.bare.has(name) {
		c.attr(name, value)
	}
}
