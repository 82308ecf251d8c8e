package twiliotest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/typo"
)

// Lenient lets requests pass that name a parameter which Twilio's published API does not
// know: Twilio ignores such a parameter, and so does the simulator then. The same goes for a
// value that is not among the published ones of a parameter, where the simulator has no
// behaviour of its own for the operation. Each of them is an alert of the kind
// [AlertContract], which names the operation, the parameter and the published name that is
// most like it. Without the option such requests are refused, so that a test finds the
// mistake.
//
// Parameters that are missing, sent twice or malformed are refused with the option, too,
// because Twilio refuses them.
//
// Twilio docs: https://www.twilio.com/docs/usage/requests-to-twilio
func Lenient() Option {
	return func(c *config) error {
		c.lenient = true
		return nil
	}
}

// mostWarnings is how many alerts one request causes at most.
const mostWarnings = 10

// refusable returns those violations for which a request is refused, and notes alerts of
// the others; s.mu is held.
func (s *Sim) refusable(r *request, found []contract.Violation, tolerated ...contract.Rule) []contract.Violation {
	if !s.config.lenient {
		return found
	}
	passes := func(v contract.Violation) bool { return slices.Contains(tolerated, v.Rule) }
	refused := slices.DeleteFunc(slices.Clone(found), passes)
	if len(refused) > 0 {
		return refused
	}
	r.ignore(found)
	for i, v := range found {
		if i == mostWarnings {
			s.warn(fmt.Sprintf("%s: and %d more", r.op.ID, len(found)-i))
			break
		}
		s.warn(warningOf(r.op, v))
	}
	return nil
}

// warningOf is the text of an alert of a violation that passes.
func warningOf(op *contract.Operation, v contract.Violation) string {
	if v.Rule != contract.Unknown {
		return fmt.Sprintf("%s: %s: it is kept as it was sent, and Twilio may refuse it", op.ID, v)
	}
	hint := ""
	switch near := nearestParam(op, v.Param); {
	case near == nil:
	case near.Name == v.Param:
		hint = "; it belongs in the " + string(near.In)
	default:
		hint = "; the most similar one is " + near.Name
	}
	return fmt.Sprintf("%s: %q is none of its published parameters there and is ignored%s", op.ID, shortened(v.Param), hint)
}

// longestName bounds the names of parameters that are shown and compared, in bytes.
const longestName = 64

// shortened is a name from outside, of a length that fits into an alert.
func shortened(name string) string {
	if len(name) <= longestName {
		return name
	}
	return strings.ToValidUTF8(name[:longestName], "") + "…"
}

// nearestParam returns the published parameter of which a name differs least, nil when all are
// too far from it: by more than a third of its letters.
func nearestParam(op *contract.Operation, name string) (nearest *contract.Param) {
	if len(name) > longestName {
		return nil
	}
	fewest := math.MaxInt
	for i := range op.Params {
		p := &op.Params[i]
		if p.In == contract.Path || p.In == contract.Header || len(p.Name) > longestName {
			continue
		}
		if errors := typo.Distance(name, p.Name); errors < fewest && errors <= max(2, len(p.Name)/3) {
			nearest, fewest = p, errors
		}
	}
	return nearest
}

// warn notes an alert of the kind AlertContract; s.mu is held. A program finds it in its
// log once nothing is locked.
func (s *Sim) warn(message string) {
	a := Alert{At: s.Clock.Now(), Kind: AlertContract, Message: message}
	if s.noteAlert(a, subject{}) && s.t == nil {
		s.later(func() { s.logAlert(a) })
	}
}

// ignore leaves the parameters out that the published API does not know, so that none of
// them is kept. The ledger still has them.
func (r *request) ignore(found []contract.Violation) {
	var names []string
	for _, v := range found {
		if v.Rule != contract.Unknown {
			continue
		}
		if r.op.Param(contract.Query, v.Param) == nil {
			r.query.Del(v.Param)
		}
		if r.op.Param(contract.Form, v.Param) == nil {
			names = append(names, v.Param)
		}
	}
	if len(names) > 0 {
		r.form = withoutParams(r.form, names...)
	}
}
