package twiml

import (
	"strconv"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// reader has the values of an element that was read. Package twimlcheck has compared
// the element with Twilio's before: an element whose values do not fit into its type is
// marked as unfit, and never gets here but as a [Raw].
type reader struct {
	node *twimlcheck.Node
	next int  // the first child that was not taken
	lost bool // there is a child for which the type has no field
	bare bare // the attributes without a value
}

// nested returns a child as a value of its type, or as a [Raw] if its type would lose
// something.
func nested(n *twimlcheck.Node) any {
	if !n.Unfit {
		r := reader{node: n}
		if v := r.element(); v != nil && !r.lost {
			return v
		}
	}
	return rawOf(n)
}

// child returns the next element inside, or text if mixed; nil after the last.
func (r *reader) child(mixed bool) any {
	for r.next < len(r.node.Children) {
		child := r.node.Children[r.next]
		r.next++
		switch {
		case child.Name != "":
			return nested(child)
		case mixed:
			return Text(child.Text)
		}
	}
	return nil
}

// close ends the reading; the children that were not taken are lost.
func (r *reader) close() {
	if r.child(false) != nil {
		r.lost = true
	}
}

// text takes the text before the first child.
func (r *reader) text() string {
	if r.next < len(r.node.Children) && r.node.Children[r.next].Name == "" {
		r.next++
		return r.node.Children[r.next-1].Text
	}
	return ""
}

// wrapped takes the text of the one child with a name.
func (r *reader) wrapped(name string) (text string) {
	for _, child := range r.node.Children[r.next:] {
		r.next++
		switch {
		case child.Name == name && !child.Unfit:
			inner := reader{node: child}
			text = inner.text()
			inner.close()
			r.lost = r.lost || inner.lost
		case child.Name != "":
			r.lost = true
		}
	}
	return text
}

// attr returns the value of an attribute and whether there is one of that name.
func (r *reader) attr(name string) (string, bool) {
	if attr := r.node.Find(name); attr != nil {
		return attr.Value, true
	}
	return "", false
}

func (r *reader) str(name string) string {
	value, ok := r.attr(name)
	if ok && value == "" {
		r.bare.add(name)
	}
	return value
}

// list returns the values of a list as they were written.
func (r *reader) list(name string) string {
	value, ok := r.attr(name)
	if ok && twimlcheck.IsBlank(value) {
		r.bare.add(name)
	}
	return value
}

func (r *reader) num(name string) int {
	value, ok := r.attr(name)
	if !ok {
		return 0
	}
	if n, _ := strconv.Atoi(value); n != 0 {
		return n
	}
	return Forever
}

func (r *reader) numbers(name string) (all []int) {
	for word := range twimlcheck.Words(r.list(name)) {
		n, _ := strconv.Atoi(word)
		all = append(all, n)
	}
	return all
}

func (r *reader) boolean(name string) Bool {
	switch value, _ := r.attr(name); value {
	case "true":
		return True
	case "false":
		return False
	}
	return Unset
}
