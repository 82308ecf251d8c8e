// After a create of unknown outcome, third step of a reconciliation: how well a
// resource that was found fits the parameters of the create.

package twilio

import "net/url"

// Match is how well a resource fits the parameters of a create, see [Comparison].
//
// Twilio docs: https://www.twilio.com/docs/usage/api
type Match uint8

// The degrees of a match, the least one first.
const (
	MatchNone         Match = iota // another create made the resource
	MatchOtherContent              // everything fits except the content, which Twilio may have changed
	MatchPartial                   // everything fits as far as the answer shows it: it may be somebody else's
	MatchExact                     // everything fits that an answer shows
)

// Comparison collects how well a resource fits the parameters of a create. It begins
// as an exact match and becomes worse with each field that does not fit. A resource of
// which no field was compared is a partial match, so that it is ambiguous at most.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
type Comparison struct {
	lowest     Match
	compared   bool
	unreadable string // a field that decides and cannot be read, "" when all can
}

func newComparison() Comparison { return Comparison{lowest: MatchExact} }

// compareForm compares a resource with the parameters of a create, as they were sent.
func (k *kind) compareForm(sent url.Values, found any) Comparison {
	c := newComparison()
	k.compareTo(sent, found, &c)
	return c
}

// Address compares the address that the resource shows with the one that was sent, by
// [MatchAddress]. Field is its name in Twilio's answers. An empty address cannot be read.
//
// Twilio docs: https://www.twilio.com/docs/messaging/channels
func (c *Comparison) Address(field, shown, sent string) {
	c.field(field, shown, MatchAddress(shown, sent))
}

// Text compares a text that Twilio shows as it was sent. Field is its name in Twilio's
// answers. An empty text cannot be read.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func (c *Comparison) Text(field, shown, sent string) {
	match := MatchNone
	if shown == sent {
		match = MatchExact
	}
	c.field(field, shown, match)
}

// field takes in the match of a field; an empty one cannot be read.
func (c *Comparison) field(name, shown string, match Match) {
	if shown == "" {
		c.Unreadable(name)
		return
	}
	c.compared = true
	c.AtMost(match)
}

// AtMost lowers the match to the given one. It does not raise it, and does not count as
// the comparison of a field.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func (c *Comparison) AtMost(match Match) { c.lowest = min(c.lowest, match) }

// Unreadable says that a field which decides cannot be read. A resource that fits
// otherwise then leaves the outcome unknown. Field is its name in Twilio's answers.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func (c *Comparison) Unreadable(field string) { c.unreadable = field }

// match is the result of the comparison.
func (c *Comparison) match() Match {
	if !c.compared {
		return min(c.lowest, MatchPartial)
	}
	return c.lowest
}
