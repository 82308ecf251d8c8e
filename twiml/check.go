package twiml

import (
	"fmt"
	"unicode/utf8"
)

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

// Problem is something in a document that Twilio would trip over, or that cannot
// be meant.
type Problem struct {
	Line     int      // of the element, the attribute or the text, from 1
	Column   int      // in characters, from 1
	Element  string   // the name of the element, "" outside of any
	Message  string   // what is wrong
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

// maxProblems bounds what is reported about one document.
const maxProblems = 100

// Check returns what is wrong with a document, in its order, at most 100 problems. The
// least of them are hints, see [Severity]. No problem means that Twilio has no reason to
// complain about the document's shape, as far as Twilio's rules are published.
//
// Check does not look at what only Twilio knows, such as whether a number is yours, nor
// into a document beyond 1 MiB; Twilio itself refuses those beyond 64 kB (11750).
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml
func Check[D string | []byte](doc D) []Problem {
	d := document{text: string(doc)}
	return d.check()
}

// CheckInline is [Check] for TwiML that goes into a request, as that for a call:
// 4000 characters at most, no relative address, no messaging verb.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func CheckInline[D string | []byte](doc D) []Problem {
	const limit = 4000 // characters (32018)
	d := document{text: string(doc), inline: true}
	if n := utf8.RuneCountInString(d.text); n > limit {
		d.report(spot{}, codeLongTwiML, "the document has "+counted(n)+" characters", "a request takes 4000: host the document, and give its URL")
	}
	return d.check()
}

// Parse reads a document into the types of this package. It fails with a
// *[ParseError] on what they cannot hold: malformed XML, unknown elements and
// attributes, wrong nesting, what is not a number (-1 among them, which is
// [Forever] here). A value out of range or outside its enumeration is kept as it
// is; [Check] reports it. An attribute without a value, as in action="", is an empty
// field, and [Response.String] writes it again as long as its field stays empty.
func Parse[D string | []byte](doc D) (*Response, error) {
	d := document{text: string(doc)}
	r, _ := d.read()
	if d.lost > 0 {
		return nil, &ParseError{Problems: d.explain(d.rejected)}
	}
	return r, nil
}

// ParseLenient is Parse for documents that may be newer than this package: an
// element that its types cannot hold, because it, one of its attributes or one of
// its children is unknown, is kept whole as a [Raw], and reported. Only what is
// wrong with the Response itself, its attributes or text in it, is reported and
// dropped. It fails only when the document is not XML, has no <Response>, or is
// beyond 1 MiB.
func ParseLenient[D string | []byte](doc D) (*Response, []Problem, error) {
	d := document{text: string(doc), lenient: true}
	r, root := d.read()
	problems := d.explain(d.problems)
	if root == nil {
		return nil, nil, &ParseError{Problems: problems}
	}
	return r, problems, nil
}

// check returns the problems of a document in the order of its text.
func (d *document) check() []Problem {
	if _, root := d.read(); root != nil {
		d.checkKinds(root)
		d.checkReplies(root)
		d.checkOrder(root)
	}
	return d.explain(d.problems)
}

// checkKinds reports verbs for a call and for a message in one document. Redirect
// is for both, and so was Sms.
func (d *document) checkKinds(root *node) {
	var first *node // the first verb that says what the document is for
	for _, verb := range root.kids {
		messaging := verb.name == "Message"
		if _, known := parentsOf(verb.name); !known || verb.name == "Redirect" || verb.name == "Sms" {
			continue
		}
		switch {
		case messaging && d.inline:
			d.report(verb.spot(), codeSchema, "<Message> cannot run on a call", "use the messages API, or voice verbs")
		case first == nil:
			first = verb
		case messaging != (first.name == "Message"):
			code := codeSchema
			if !messaging {
				code = codeNotForMessages
			}
			d.report(verb.spot(), code, "<"+verb.name+"> stands beside <"+first.name+">: one is for calls, the other for messages",
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
			d.report(verb.spot(), 14109, "there are more than 10 replies to one message", "send the others through the API")
			return
		}
	}
}
