package twiml

import (
	"cmp"
	"slices"
)

// document is one document being read.
type document struct {
	text     string
	inline   bool // it is part of a request
	lenient  bool // what the types cannot hold is kept as it is
	problems []finding
	rejected []finding // those of problems that lose something, unless lenient
	lost     int       // how many there are of these
}

// finding is a [Problem] before its line is known.
type finding struct {
	at           spot
	code         int
	what, remedy string
}

// report notes a problem.
func (d *document) report(at spot, code int, what, remedy string) {
	if d.heard() {
		d.problems = append(d.problems, finding{at, code, what, remedy})
	}
}

// reject notes a problem on whose account the types cannot hold the document.
func (d *document) reject(at spot, code int, what, remedy string) {
	d.report(at, code, what, remedy)
	d.lost++
	if !d.lenient && len(d.rejected) < maxProblems {
		d.rejected = append(d.rejected, finding{at, code, what, remedy})
	}
}

// full reports that there is no use in reading on: everything that could be said
// has been, and the document will not be returned. That keeps the work linear.
func (d *document) full() bool { return len(d.rejected) == maxProblems }

// heard reports that there is room for another problem.
func (d *document) heard() bool { return len(d.problems) < maxProblems }

// remedy is what suggest returns, unless nobody would see it: it is costly.
func (d *document) remedy(suggest func() string) string {
	if !d.heard() && (d.lenient || d.full()) {
		return ""
	}
	return suggest()
}

// read returns the document and its root, nil when that is no <Response>.
func (d *document) read() (*Response, *node) {
	root := d.readTree()
	if root == nil {
		return nil, nil
	}
	if root.name != "Response" {
		d.reject(root.spot(), codeRoot, "the root is <"+short(root.name)+">, not <Response>", "put everything into <Response>; names are case-sensitive")
		return nil, nil
	}
	var r Response
	r.fields(&codec{in: &cursor{doc: d, node: root}})
	return &r, root
}

// explain returns findings in the order of the text, with lines and columns.
func (d *document) explain(findings []finding) []Problem {
	if len(findings) == 0 {
		return nil
	}
	slices.SortStableFunc(findings, func(a, b finding) int { return cmp.Compare(a.at.offset, b.at.offset) })
	problems := make([]Problem, len(findings))
	offset, line, column := 0, 1, 1
	for i, f := range findings {
		for _, r := range d.text[offset:max(offset, min(f.at.offset, len(d.text)))] {
			if column++; r == '\n' {
				line, column = line+1, 1
			}
		}
		offset = max(offset, f.at.offset)
		problems[i] = Problem{
			Line: line, Column: column, Element: short(f.at.element), Message: f.what, Remedy: f.remedy,
			Code: f.code, Severity: severityOf(f.code),
		}
	}
	return problems
}
