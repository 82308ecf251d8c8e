package twiml

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Codes of Twilio that are named more than once here. The others stand beside the
// attribute that they are about. https://www.twilio.com/docs/api/errors
const (
	codeTooLarge  = 11750
	codeMalformed = 12100
	codeRoot      = 12102
	codeSchema    = 12200
	codeRelative  = 15004
	codeLongTwiML = 32018
)

// Problem is something in a document that Twilio would trip over, or that cannot
// be meant.
type Problem struct {
	Line    int    // of the element, from 1
	Column  int    // in characters, from 1
	Element string // the name of the element, "" outside of any
	Message string // what is wrong
	Remedy  string // how to mend it
	Code    int    // Twilio's error code; 0 when Twilio would run the document all the same
}

// String returns the problem in one line.
func (p Problem) String() string {
	where := fmt.Sprintf("line %d, column %d: ", p.Line, p.Column)
	if p.Code == 0 {
		return where + p.Message + "; " + p.Remedy
	}
	return fmt.Sprintf("%s%s (%d); %s", where, p.Message, p.Code, p.Remedy)
}

// ParseError says why [Parse] could not read a document, with one [Problem] at
// least.
type ParseError struct {
	Problems []Problem
}

// Error returns the first problem and the number of the others.
func (e *ParseError) Error() string {
	if len(e.Problems) == 0 {
		return "twiml: cannot parse the document"
	}
	text := "twiml: " + e.Problems[0].String()
	if more := len(e.Problems) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// maxProblems bounds what is reported about one document.
const maxProblems = 100

// Check returns what is wrong with a document, in its order, at most 100 problems;
// none means that Twilio has no reason to complain about its shape.
// What only Twilio knows, such as whether a number is yours, is not looked at. Nor is
// a document beyond 1 MiB; Twilio itself refuses those beyond 64 kB (11750).
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml
func Check[D string | []byte](doc D) []Problem {
	var d document
	return d.check(string(doc))
}

// CheckInline is [Check] for TwiML that goes into a request, as that for a call:
// 4000 characters at most, no relative address, no messaging verb.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func CheckInline[D string | []byte](doc D) []Problem {
	const limit = 4000 // characters (32018)
	d := document{inline: true}
	text := string(doc)
	if n := utf8.RuneCountInString(text); n > limit {
		d.report(&node{line: 1, column: 1}, codeLongTwiML, "the document has "+counted(n)+" characters", "a request takes 4000: host the document, and give its URL")
	}
	return d.check(text)
}

// Parse reads a document into the types of this package. It fails with a
// *[ParseError] on what they cannot hold: malformed XML, unknown elements and
// attributes, wrong nesting, numbers that are none. A value out of range or outside
// its enumeration is kept as it is; [Check] reports it.
func Parse[D string | []byte](doc D) (*Response, error) {
	var d document
	r, _ := d.read(string(doc))
	if len(d.rejected) > 0 {
		return nil, &ParseError{Problems: d.rejected}
	}
	return r, nil
}

// ParseLenient is Parse for documents that may be newer than this package: an
// element that its types cannot hold, because it or one of its attributes is
// unknown, is kept whole as a [Raw], and reported. Only what is wrong with the
// Response itself, its attributes or text in it, is reported and dropped. It fails
// only when the document is no XML, has no <Response>, or is beyond 1 MiB.
func ParseLenient[D string | []byte](doc D) (*Response, []Problem, error) {
	d := document{lenient: true}
	r, root := d.read(string(doc))
	if root == nil {
		return nil, nil, &ParseError{Problems: d.problems}
	}
	return r, d.problems, nil
}

// document is one document being read.
type document struct {
	inline   bool // it is part of a request
	lenient  bool // what the types cannot hold is kept as it is
	problems []Problem
	rejected []Problem // those of problems that lose something
}

// report notes a problem with n.
func (d *document) report(n *node, code int, what, remedy string) {
	if len(d.problems) < maxProblems {
		d.problems = append(d.problems, problem(n, code, what, remedy))
	}
}

// reject notes a problem on whose account the types cannot hold what n says.
func (d *document) reject(n *node, code int, what, remedy string) {
	d.report(n, code, what, remedy)
	if len(d.rejected) < maxProblems {
		d.rejected = append(d.rejected, problem(n, code, what, remedy))
	}
}

// full reports that nothing more will be said about the document, so that there is
// no use in looking for more: that keeps the work linear in its length.
func (d *document) full() bool { return len(d.rejected) == maxProblems }

func problem(n *node, code int, what, remedy string) Problem {
	return Problem{Line: n.line, Column: n.column, Element: short(n.name), Message: what, Remedy: remedy, Code: code}
}

// cannotKeep notes that n holds something for which its type has no place.
func (d *document) cannotKeep(n *node) {
	d.rejected = append(d.rejected, problem(n, 0, "<"+short(n.name)+"> holds what it cannot", "see the other problems"))
}

// read returns the document and its root, nil when that is no <Response>.
func (d *document) read(text string) (*Response, *node) {
	root := d.readTree(text)
	if root == nil {
		return nil, nil
	}
	if root.name != "Response" {
		d.reject(root, codeRoot, "the root is <"+short(root.name)+">, not <Response>", "put everything into <Response>; names are case-sensitive")
		return nil, nil
	}
	var r Response
	r.fields(&codec{in: &cursor{doc: d, node: root}})
	return &r, root
}

// check returns the problems of a document in the order of its elements.
func (d *document) check(text string) []Problem {
	if _, root := d.read(text); root != nil {
		d.checkKinds(root)
		d.checkReplies(root)
		d.checkReach(root)
		d.checkFall(root)
	}
	slices.SortStableFunc(d.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return d.problems
}

// checkKinds reports verbs for a call and for a message in one document.
func (d *document) checkKinds(root *node) {
	var first *node // the first verb that says what the document is for
	for _, verb := range root.kids {
		messaging := verb.name == "Message"
		if _, known := parentsOf(verb.name); !known || verb.name == "Redirect" {
			continue
		}
		switch {
		case messaging && d.inline:
			d.report(verb, codeSchema, "<Message> cannot run on a call", "use the messages API, or voice verbs")
		case first == nil:
			first = verb
		case messaging != (first.name == "Message"):
			d.report(verb, codeSchema, "<"+verb.name+"> stands beside <"+first.name+">: one is for calls, the other for messages",
				"answer a call with voice verbs, a message with <Message> and <Redirect>")
		}
	}
}

// checkReplies reports the first message beyond those that Twilio sends.
func (d *document) checkReplies(root *node) {
	const most = 10
	count := 0
	for _, verb := range root.kids {
		if verb.name == "Message" {
			count++
		}
		if count > most {
			d.report(verb, 14109, "there are more than 10 replies to one message", "send the others through the API")
			return
		}
	}
}

// checkReach reports the first verb that can never run.
func (d *document) checkReach(root *node) {
	last := "" // the verb after which nothing runs
	for _, verb := range root.kids {
		switch {
		case verb.name == "":
		case last != "":
			d.report(verb, 0, "<"+verb.name+"> is never reached", "move it before <"+last+">, after which nothing runs")
			return
		case contains("Hangup Redirect Reject", verb.name):
			last = verb.name
		}
	}
}

// checkFall reports a Gather with which a document ends: when nobody answers it,
// there is nothing left to run, and the call is over.
func (d *document) checkFall(root *node) {
	var last *node
	for _, verb := range root.kids {
		if verb.name != "" {
			last = verb
		}
	}
	if last == nil || last.name != "Gather" {
		return
	}
	for _, attr := range last.attrs {
		if attr.name == "actionOnEmptyResult" && attr.value == "true" {
			return
		}
	}
	d.report(last, 0, "nothing follows the <Gather>: the call ends when nobody answers it", "add a verb after it, or actionOnEmptyResult")
}
