// After a create of unknown outcome: the errors of a reconciliation. ErrNotSeen, which
// is the one that allows another create, is in errors.go.

package twilio

import (
	"errors"
	"strings"

	"github.com/seed15d99369/twilio/internal/redact"
)

// AmbiguousError says that a reconciliation found resources of which the create may have
// made one, but need not have: several that fit, one that fits in part, or one of other
// content. It matches [ErrOutcomeUnknown].
type AmbiguousError struct {
	Op         string   // "Messages.Reconcile"
	Candidates []string // SIDs
}

// Error names the candidates.
func (e *AmbiguousError) Error() string {
	return "twilio: " + e.Op + ": outcome unknown: any of " + redact.Text(strings.Join(e.Candidates, ", ")) + " may be it; decide before any second try"
}

// Is matches [ErrOutcomeUnknown].
func (e *AmbiguousError) Is(target error) bool { return target == ErrOutcomeUnknown }

// reconcileError is a reconciliation that could not be carried out. Its reason may say of
// itself that it was not sent; that says nothing of the create, which stays unknown.
type reconcileError struct {
	op  string
	err error
}

func (e *reconcileError) Error() string {
	return "twilio: " + e.op + ": outcome still unknown, for the search failed: " + reason(e.err)
}

// Is matches [ErrOutcomeUnknown] and every error that the reason matches, except those
// which say that nothing was sent or seen.
func (e *reconcileError) Is(target error) bool {
	switch target {
	case ErrOutcomeUnknown:
		return true
	case ErrNotSent, ErrNotSeen:
		return false
	}
	return errors.Is(e.err, target)
}

// As finds the reason.
func (e *reconcileError) As(target any) bool { return errors.As(e.err, target) }
