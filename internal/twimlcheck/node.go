package twimlcheck

import (
	"strings"
	"unicode/utf8"
)

// Node is an element, or a run of text between elements when its name is "".
type Node struct {
	Name       string
	Text       string
	Attributes []NodeAttribute
	Children   []*Node
	Offset     int  // in bytes: of an element's "<", of the first character of a text that is not blank
	Unfit      bool // no type of package twiml can hold the element as it is
}

// NodeAttribute is an attribute as it was read.
type NodeAttribute struct {
	Name, Value string
	Offset      int // in bytes
}

// IsXMLs reports that an attribute is about the document, not about the element.
func (a *NodeAttribute) IsXMLs() bool {
	return a.Name == "xmlns" || strings.HasPrefix(a.Name, "xmlns:") || strings.HasPrefix(a.Name, "xsi:")
}

// Find returns an attribute, nil when the element has none of that name.
func (n *Node) Find(name string) *NodeAttribute {
	for i := range n.Attributes {
		if n.Attributes[i].Name == name {
			return &n.Attributes[i]
		}
	}
	return nil
}

// attr returns the value of an attribute, "" when the element has none of that name.
//
//go:noinline
func (n *Node) attr(name string) string {
	if attr := n.Find(name); attr != nil {
		return attr.Value
	}
	return ""
}

func (n *Node) has(name string) bool { return n.Find(name) != nil }

func (n *Node) place() place { return place{n.Name, n.Offset} }

// placeOf is where an attribute stands, or the element if it has none of that name.
func (n *Node) placeOf(name string) place {
	if attr := n.Find(name); attr != nil {
		return place{n.Name, attr.Offset}
	}
	return n.place()
}

// leadingText is the text before the first child.
//
//go:noinline
func (n *Node) leadingText() string {
	if len(n.Children) > 0 && n.Children[0].Name == "" {
		return n.Children[0].Text
	}
	return ""
}

func (n *Node) hasElements() bool {
	for _, child := range n.Children {
		if child.Name != "" {
			return true
		}
	}
	return false
}

// isEmpty reports that an element has neither text before its children nor children.
func (n *Node) isEmpty() bool { return IsBlank(n.leadingText()) && !n.hasElements() }

// count returns how many children have a name.
func (n *Node) count(name string) int {
	total := 0
	for _, child := range n.Children {
		if child.Name == name {
			total++
		}
	}
	return total
}

// length counts the characters of all the text inside.
func (n *Node) length() int {
	total := utf8.RuneCountInString(n.Text)
	for _, child := range n.Children {
		total += child.length()
	}
	return total
}
