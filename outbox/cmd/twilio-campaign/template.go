package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
)

// text is a template that was checked against the columns of a table.
type text struct {
	template *template.Template
	source   string
	used     []string // the columns that it names
}

// hintBlanks says how to name a column whose name is more than a word.
const hintBlanks = `a column whose name has blanks is written {{index . "First name"}}`

// parseText reads a template. Whatever it names has to be a column: the error says what is not,
// and which columns there are.
func parseText(source string, columns []string) (*text, error) {
	t, err := template.New("text").Option("missingkey=error").Parse(source)
	if err != nil {
		return nil, fmt.Errorf("the text is no template: %w; %s", err, hintBlanks)
	}
	if t.Tree == nil || strings.TrimSpace(source) == "" {
		return nil, errors.New("the text is empty")
	}
	c := checker{tree: t.Tree, columns: columns}
	if len(t.Templates()) > 1 {
		c.fault(t.Root, "define and block have no place in a text")
	}
	c.list(t.Root, true)
	if len(c.faults) > 0 {
		return nil, fmt.Errorf("the text cannot be used: %s\nthe columns are %s; %s", strings.Join(c.faults, "; "), quotedList(columns), hintBlanks)
	}
	return &text{template: t, source: source, used: c.used}, nil
}

// maxText bounds what a template writes, in bytes. Twilio takes 1,600 characters.
const maxText = 64 << 10

// fill writes the text for one line of the table.
func (t *text) fill(values map[string]string) (string, error) {
	var b limitedText
	if err := t.template.Execute(&b, values); err != nil {
		return "", err
	}
	return b.String(), nil
}

// limitedText is a text that does not grow beyond maxText.
type limitedText struct{ strings.Builder }

func (l *limitedText) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxText {
		return 0, fmt.Errorf("it is longer than %d bytes", maxText)
	}
	return l.Builder.Write(p)
}

// checker walks through a template. In it "line" says that the dot is the line of the table, as it
// is outside of with.
type checker struct {
	tree    *parse.Tree
	columns []string
	used    []string
	faults  []string
}

func (c *checker) fault(n parse.Node, format string, args ...any) {
	place := ""
	if n != nil {
		location, _ := c.tree.ErrorContext(n)
		place = strings.TrimPrefix(location, "text:") + ": "
	}
	c.faults = append(c.faults, place+fmt.Sprintf(format, args...))
}

// column notes that a column is used.
func (c *checker) column(n parse.Node, name string) {
	switch {
	case name == "" || !slices.Contains(c.columns, name):
		c.fault(n, "there is no column %q", name)
	case !slices.Contains(c.used, name):
		c.used = append(c.used, name)
	}
}

func (c *checker) list(n *parse.ListNode, line bool) {
	if n == nil {
		return
	}
	for _, node := range n.Nodes {
		switch node := node.(type) {
		case *parse.TextNode, *parse.CommentNode:
		case *parse.ActionNode:
			c.pipe(node.Pipe, line)
		case *parse.IfNode:
			c.pipe(node.Pipe, line)
			c.list(node.List, line)
			c.list(node.ElseList, line)
		case *parse.WithNode:
			c.pipe(node.Pipe, line)
			c.list(node.List, false)
			c.list(node.ElseList, line)
		default:
			c.fault(node, "%s has no place in a text: use columns, if, with and functions", firstWord(node))
		}
	}
}

// firstWord is the word by which an action is known.
func firstWord(n parse.Node) string {
	word, _, _ := strings.Cut(strings.TrimLeft(n.String(), "{- "), " ")
	return strings.TrimRight(word, "}- ")
}

func (c *checker) pipe(p *parse.PipeNode, line bool) {
	for _, command := range p.Cmds {
		c.command(command, line)
	}
}

// functions are those of text/template that are of use with texts.
var functions = []string{"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "print", "printf", "println", "slice", "index", "urlquery"}

func (c *checker) command(n *parse.CommandNode, line bool) {
	args := n.Args
	if name, ok := args[0].(*parse.IdentifierNode); ok {
		if !slices.Contains(functions, name.Ident) {
			c.fault(n, "the function %s has no place in a text", name.Ident)
			return
		}
		if name.Ident == "index" {
			c.index(n, line)
			return
		}
		args = args[1:]
	}
	for _, arg := range args {
		c.argument(arg, line)
	}
}

// index names a column: {{index . "First name"}}.
func (c *checker) index(n *parse.CommandNode, line bool) {
	const parts = 3 // index, the line, the name
	if len(n.Args) != parts || !isLine(n.Args[1], line) {
		c.fault(n, "index is for columns alone, as in {{index . \"First name\"}}, and within with as in {{index $ \"First name\"}}")
		return
	}
	name, ok := n.Args[2].(*parse.StringNode)
	if !ok {
		c.fault(n, "index needs the name of a column in quotation marks")
		return
	}
	c.column(n, name.Text)
}

// isLine says that a node stands for the line of the table.
func isLine(n parse.Node, line bool) bool {
	switch n := n.(type) {
	case *parse.DotNode:
		return line
	case *parse.VariableNode:
		return len(n.Ident) == 1 && n.Ident[0] == "$"
	}
	return false
}

func (c *checker) argument(n parse.Node, line bool) {
	switch n := n.(type) {
	case *parse.FieldNode:
		c.field(n, n.Ident, line)
	case *parse.VariableNode:
		switch {
		case isLine(n, line):
			c.fault(n, "$ alone is the whole line: name a column, as in {{$.name}}")
		case len(n.Ident) > 1:
			c.field(n, n.Ident[1:], n.Ident[0] == "$")
		}
	case *parse.DotNode:
		if line {
			c.fault(n, "the dot alone is the whole line: name a column, as in {{.name}}")
		}
	case *parse.PipeNode:
		c.pipe(n, line)
	case *parse.ChainNode:
		c.fault(n, "a value has no columns of its own")
	case *parse.IdentifierNode:
		c.command(&parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{n}}, line)
	}
}

// field is a column after a dot.
func (c *checker) field(n parse.Node, names []string, line bool) {
	switch {
	case !line:
		c.fault(n, "within with, the dot is a value and has no columns: write {{$.%s}}", names[0])
	case len(names) > 1:
		c.fault(n, "a value has no columns of its own")
	default:
		c.column(n, names[0])
	}
}
