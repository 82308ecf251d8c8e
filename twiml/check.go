package twiml

import (
	"fmt"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// Problem is a fault of a document: Twilio would complain about it, or it can hardly be
// meant.
type Problem struct {
	Line     int      // of the element, the attribute or the text, from 1
	Column   int      // in characters, from 1
	Element  string   // the name of the element, "" outside of any
	Message  string   // the fault
	Remedy   string   // how to mend it
	Code     int      // Twilio's error code; 0 for a hint, with which Twilio runs the document all the same
	Severity Severity // the level at which Twilio logs the code; SeverityHint for the code 0
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
		return "twiml: parse: the document cannot be read"
	}
	text := "twiml: parse: " + e.Problems[0].String()
	if more := len(e.Problems) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// Check returns the problems of a document in the order of its text, at most 100. The
// least of them are hints, see [Severity]. No problem means that Twilio has no reason to
// complain about the document's shape, as far as Twilio's rules are published.
//
// Check cannot find a fault that only Twilio can see, such as a number that is not
// yours. A document beyond 1 MiB is not read; Twilio itself refuses documents beyond
// 64 kB (11750).
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml
func Check[D string | []byte](doc D) []Problem { return withSeverity(twimlcheck.Check(string(doc))) }

// CheckInline is [Check] for TwiML that goes into a request, as that for a call:
// 4000 characters at most, no relative address, no messaging verb.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func CheckInline[D string | []byte](doc D) []Problem {
	return withSeverity(twimlcheck.CheckInline(string(doc)))
}

// withSeverity adds the levels at which Twilio logs the problems.
func withSeverity(found []twimlcheck.Problem) []Problem {
	if len(found) == 0 {
		return nil
	}
	problems := make([]Problem, len(found))
	for i, p := range found {
		problems[i] = Problem{
			Line: p.Line, Column: p.Column, Element: p.Element, Message: p.Message, Remedy: p.Remedy,
			Code: p.Code, Severity: severityOf(p.Code),
		}
	}
	return problems
}

// Parse reads a document into the types of this package. It fails with a
// *[ParseError] on a document that they cannot hold, because of malformed XML, unknown
// elements or attributes, wrong nesting, or a number that is none (-1 is none either:
// it is [Forever] here). A value out of range or outside its enumeration is kept as it
// is; [Check] reports it. An attribute without a value, as in action="", is an empty
// field, and [Response.String] writes it again as long as its field stays empty.
func Parse[D string | []byte](doc D) (*Response, error) {
	read := twimlcheck.Read(string(doc))
	if losses := read.Losses(); len(losses) > 0 {
		return nil, &ParseError{Problems: withSeverity(losses)}
	}
	return responseOf(read.Root), nil
}

// responseOf returns the document whose root was read.
func responseOf(root *twimlcheck.Node) *Response {
	var r Response
	r.fields(&codec{in: &reader{node: root}})
	return &r
}

// ParseLenient is Parse for documents that may be newer than this package: an
// element that its types cannot hold, because it, one of its attributes or one of
// its children is unknown, is kept whole as a [Raw], and reported. Unknown attributes
// of the Response itself, and text in it, are reported and dropped. It fails only when the document is not XML, has no <Response>, or is
// beyond 1 MiB.
func ParseLenient[D string | []byte](doc D) (*Response, []Problem, error) {
	read := twimlcheck.Read(string(doc))
	problems := withSeverity(read.Problems())
	if read.Root == nil {
		return nil, nil, &ParseError{Problems: problems}
	}
	return responseOf(read.Root), problems, nil
}
