package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// node is a property of an answer or a parameter of a request, with those within it.
type node struct {
	name       string // without those of its parents
	typ        string // "" when only what is within it has a line in Twilio's file
	format     string
	kinds      []string // of an SID
	enum       []string
	array      bool
	deprecated bool
	required   bool
	min, max   *int64
	in         contract.In
	children   []*node
}

// child returns the node of a name within this one, and makes it if there is none.
func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	c := &node{name: name}
	n.children = append(n.children, c)
	return c
}

// at returns the node that a dotted path leads to.
func (n *node) at(path string) *node {
	for name := range strings.SplitSeq(path, ".") {
		n = n.child(name)
	}
	return n
}

// items is the node of each value of a map, nil when this one is no map.
func (n *node) items() *node {
	if len(n.children) > 0 && n.children[0].name == "*" {
		return n.children[0]
	}
	return nil
}

// answerTree has the properties of an answer in the order in which they are read.
func answerTree(properties []contract.Property) *node {
	root := &node{}
	for i := range properties {
		p := &properties[i]
		n := root.at(p.Path)
		n.typ, n.format, n.kinds, n.enum, n.array, n.deprecated = p.Type, p.Format, p.SIDKinds(), p.Enum, p.Array, p.Deprecated
	}
	root.sort(answerRank)
	return root
}

// answerRank puts the SID of a resource first, and dates and addresses last.
func answerRank(n *node) int {
	switch {
	case n.name == "sid":
		return 0
	case strings.HasSuffix(n.name, "_sid"):
		return 1
	case strings.HasPrefix(n.name, "date_"):
		return 3
	case n.name == "uri", n.name == "url":
		return 4
	case n.format == "uri-map", n.name == "subresource_uris":
		return 5
	}
	return 2
}

// paramTree has the parameters of an operation but those of its path and those that no
// package models.
func paramTree(op *contract.Operation) *node {
	root := &node{}
	var ledger contract.Ledger
	for i := range op.Params {
		p := &op.Params[i]
		if _, excepted := ledger.Reason(contract.ParamNotModelled, op, p.Name); excepted || p.In == contract.Path {
			continue
		}
		n := root.at(p.Name)
		n.typ, n.format, n.kinds, n.enum, n.array, n.deprecated = p.Type, p.Format, p.SIDKinds(), p.Enum, p.Array, p.Deprecated
		n.required, n.min, n.max, n.in = p.Required, p.Min, p.Max, p.In
	}
	root.sort(paramRank)
	return root
}

// paramRank puts the parameters that are required first.
func paramRank(n *node) int {
	switch {
	case n.required:
		return 0
	case n.name == "PageSize":
		return 2
	}
	return 1
}

func (n *node) sort(rank func(*node) int) {
	slices.SortStableFunc(n.children, func(a, b *node) int { return cmp.Compare(rank(a), rank(b)) })
	for _, c := range n.children {
		c.sort(rank)
	}
}

// place is that of a node's parameters; a group has none of its own.
func (n *node) place() contract.In {
	if n.in == "" && len(n.children) > 0 {
		return n.children[0].place()
	}
	return n.in
}
