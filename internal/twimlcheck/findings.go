package twimlcheck

import (
	"sort"
	"strconv"
	"unicode/utf8"
)

//go:generate go run ./gen

// Codes of Twilio that are named more than once here. The others stand beside the
// attribute that they are about. https://www.twilio.com/docs/api/errors
const (
	codeTooLarge       = 11750
	codeMalformed      = 12100
	codeVersion        = 12101
	codeRoot           = 12102
	codeSchema         = 12200
	codeNotForMessages = 14110
	codeManyMedia      = 21623
	codeRelative       = 15004
	codeLongTwiML      = 32018
)

// Problem is a fault of a document.
type Problem struct {
	Line    int    // of the element, the attribute or the text, from 1
	Column  int    // in characters, from 1
	Element string // the name of the element, "" outside of any
	Message string
	Remedy  string
	Code    int // Twilio's error code, 0 for a hint
}

// MaxProblems bounds how many problems are reported about one document.
const MaxProblems = 100

const (
	maxInput   = 64 << 10 // bytes; the largest document that Twilio takes (11750)
	maxChecked = 1 << 20  // bytes; a longer document is not read
	maxInline  = 4000     // characters; the longest document that a request takes (32018)
)

// Document is a text that was read as TwiML.
type Document struct {
	Root *Node // the <Response>; nil when the text is not XML, or has another root

	text     string
	inline   bool      // the document is a part of a request
	findings []finding // the first of all
	losses   []finding // the first of those that a type of package twiml cannot hold
}

// finding is a [Problem] before its line is known.
type finding struct {
	at              place
	code            int
	message, remedy string
}

// place is an element and an offset into the text, in bytes.
type place struct {
	element string
	offset  int
}

// Read reads a document and compares its elements with Twilio's.
func Read(text string) *Document { return read(text, false) }

// Check returns the problems of a document in the order of its text.
func Check(text string) []Problem { return check(text, false) }

// CheckInline is [Check] for a document that goes into a request, as that for a call
// does: it has no address of its own, and is shorter.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func CheckInline(text string) []Problem { return check(text, true) }

func check(text string, inline bool) []Problem {
	d := read(text, inline)
	if d.Root != nil {
		d.checkKinds()
		d.checkReplies()
		d.checkOrder()
	}
	return d.Problems()
}

func read(text string, inline bool) *Document {
	d := &Document{text: text, inline: inline}
	if inline && utf8.RuneCountInString(text) > maxInline {
		d.report(place{}, codeLongTwiML, "the document has "+counted(utf8.RuneCountInString(text))+" characters",
			"a request takes 4000: host the document, and give its URL")
	}
	root := d.scan()
	switch {
	case root == nil:
	case root.Name != "Response":
		d.reject(root.place(), codeRoot, "the root is <"+short(root.Name)+">, not <Response>", "put everything into <Response>; names are case-sensitive")
	default:
		d.Root = root
		d.checkElement(elementOf(root.Name), root, nil)
	}
	return d
}

// Problems returns the problems of the document so far, in the order of the text.
func (d *Document) Problems() []Problem { return d.explain(d.findings) }

// Losses returns those problems on whose account the types of package twiml cannot
// hold the document.
func (d *Document) Losses() []Problem { return d.explain(d.losses) }

// report notes a problem.
//
//go:noinline
func (d *Document) report(at place, code int, message, remedy string) {
	if d.hasRoom() {
		d.findings = append(d.findings, finding{at, code, message, remedy})
	}
}

// reject notes a problem on whose account the types of package twiml cannot hold the
// document.
func (d *Document) reject(at place, code int, message, remedy string) {
	d.report(at, code, message, remedy)
	if len(d.losses) < MaxProblems {
		d.losses = append(d.losses, finding{at, code, message, remedy})
	}
}

// hasRoom reports that another problem would be reported.
func (d *Document) hasRoom() bool { return len(d.findings) < MaxProblems }

// remedy returns the result of suggest, which takes long, unless nobody would see it.
func (d *Document) remedy(suggest func() string) string {
	if !d.hasRoom() && len(d.losses) == MaxProblems {
		return ""
	}
	return suggest()
}

// explain returns findings in the order of the text, with lines and columns.
func (d *Document) explain(findings []finding) []Problem {
	if len(findings) == 0 {
		return nil
	}
	sort.SliceStable(findings, func(i, j int) bool { return findings[i].at.offset < findings[j].at.offset })
	problems := make([]Problem, len(findings))
	offset, line, column := 0, 1, 1
	for i, f := range findings {
		for _, r := range d.text[offset:max(offset, min(f.at.offset, len(d.text)))] {
			if column++; r == '\n' {
				line, column = line+1, 1
			}
		}
		offset = max(offset, f.at.offset)
		problems[i] = Problem{Line: line, Column: column, Element: short(f.at.element), Message: f.message, Remedy: f.remedy, Code: f.code}
	}
	return problems
}

// counted writes a number of bytes or characters. Beyond maxChecked the number is not
// exact: a reader may have stopped there.
func counted(n int) string {
	if n > maxChecked {
		return "more than " + strconv.Itoa(maxChecked)
	}
	return strconv.Itoa(n)
}
