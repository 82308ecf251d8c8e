package twilio

import (
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/redact"
)

// ParamError lists everything that is wrong with the arguments of a call. Such a
// call can never succeed, so nothing was sent. The error matches [ErrInvalidParams]
// and [ErrNotSent]. One that refuses a record which was used before does not match
// ErrNotSent, because the create that used it may have been carried out.
type ParamError struct {
	Op       string // the operation: "Messages.Create", "New"
	Problems []ParamProblem

	maybeSent bool // by an earlier call, or by another process
}

// ParamProblem is one argument and what to do about it.
type ParamProblem struct {
	Field   string // the argument's name: "To"
	Problem string // what is wrong with it: "is empty"
	Remedy  string // what to do: "give a phone number in E.164, such as +14155551234"
}

// Error lists all problems and their remedies in one line. It masks phone numbers
// and hides addresses in the problems, which may quote an argument.
func (e *ParamError) Error() string {
	problems := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		problems[i] = redact.Printable(p.Field) + " " + redact.Text(p.Problem) + ": " + redact.Printable(p.Remedy)
	}
	return "twilio: " + e.Op + ": " + strings.Join(problems, "; ")
}

// Is matches [ErrInvalidParams], and [ErrNotSent] unless the error is about a record
// that was used before.
func (e *ParamError) Is(target error) bool {
	return target == ErrInvalidParams || target == ErrNotSent && !e.maybeSent
}

// Validator is implemented by params that Twilio refuses for the sake of two fields
// or more, such as a SendAt without a MessagingServiceSID. A call asks its params
// before it sends anything, and returns everything that Validate has added, and
// everything that the tags of single fields forbid, in one *[ParamError].
//
//	func (p *FaxParams) Validate(problems *twilio.Problems) {
//		if p.MediaURL == "" && p.DocumentSID == "" {
//			problems.Add("MediaURL", "is empty, and so is DocumentSID", "give one of the two")
//		}
//	}
//
// Validate may fill in a field that another field implies, when the params are given
// to the call as a pointer. It must not block.
type Validator interface{ Validate(problems *Problems) }

// Problems collects what is wrong with the arguments of one call. Its zero value is
// empty and ready for use. It is not safe for concurrent use.
type Problems struct{ list []ParamProblem }

// Add notes one problem: the Go name of the field, such as "To"; what is wrong with it,
// such as "is empty"; and what to do about it, such as "give a phone number in E.164,
// such as +14155551234". [ParamError.Error] puts a blank between field and problem, and
// a colon before the remedy. Add never quotes a value by itself; leave secrets out of
// the problem as well.
//
// It is not inlined, because its many callers would add 20 kB to every program.
//
//go:noinline
func (p *Problems) Add(field, problem, remedy string) {
	p.list = append(p.list, ParamProblem{Field: field, Problem: problem, Remedy: remedy})
}

// Has reports whether a problem of the field was added before, so that a rule about
// several fields need not complain about a field that is known to be wrong.
func (p *Problems) Has(field string) bool {
	return slices.ContainsFunc(p.list, func(known ParamProblem) bool { return known.Field == field })
}

// Err returns a *[ParamError] about an operation, such as "content.Approvals.Submit", and
// nil when no problem was added. Operations that are invoked do this by themselves; it is
// for a function that checks its arguments before it invokes one.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func (p *Problems) Err(op string) error {
	if len(p.list) == 0 {
		return nil
	}
	return &ParamError{Op: op, Problems: p.list}
}

func paramError(op, field, problem, remedy string) error {
	return &ParamError{Op: op, Problems: []ParamProblem{{field, problem, remedy}}}
}
