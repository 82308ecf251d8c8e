package limiter

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
)

// By says what the requests that share a rate have in common.
type By string

// What requests can have in common.
const (
	BySender  By = "sender"  // the number or other sender of a message or a call
	ByService By = "service" // the Messaging Service
	ByAccount By = "account" // the account for which they are made
)

// Rule limits the requests that share a sender, a Messaging Service or an account. A request that
// several rules count waits for all of them. Of the rules with the same By and the same Ops, only
// the first one that fits counts a request: put a rule with Only before the one for all others.
type Rule struct {
	By   By
	Ops  []string // "Messages.Create", "WhatsApp.Send", "Calls.Create"; nil counts every operation; a request that names none counts for all
	Only string   // the one sender, service or account; "" gives the rate to each one
	Rate Rate
	// Share is how many requests a second this process lets pass for each key, once the store has
	// been away for two seconds; 0 is for none. Take the rate, divided by the number of processes, or less.
	Share float64
}

func (r *Rule) check(problems *twilio.Problems, field string) {
	switch r.By {
	case BySender, ByService, ByAccount:
	default:
		problems.Add(field+".By", "is not known", "use limiter.BySender, limiter.ByService or limiter.ByAccount")
	}
	r.Rate.check(problems, field+".Rate")
	if r.Share != 0 {
		checkPerSecond(problems, field+".Share", r.Share)
	}
	if r.Share > r.Rate.PerSecond {
		problems.Add(field+".Share", "is above the rate", "give the rate, divided by the number of processes")
	}
}

// of returns what the request has in common with others, "" when the rule does not count it.
func (r *Rule) of(request *twilio.LimitedRequest) string {
	if len(r.Ops) > 0 && request.Op != "" && !slices.Contains(r.Ops, request.Op) {
		return ""
	}
	sender := strings.TrimSpace(request.Sender)
	value := ""
	switch {
	case r.By == ByAccount:
		value = request.AccountSID
	case (r.By == ByService) == isService(sender):
		value = sender
	}
	if r.Only != "" && r.Only != value {
		return ""
	}
	return value
}

func isService(sender string) bool { return len(sender) == 34 && strings.HasPrefix(sender, "MG") }

// sameAs reports that only one of two rules counts a request.
func (r *Rule) sameAs(other *Rule) bool { return r.By == other.By && slices.Equal(r.Ops, other.Ops) }

// plan is what has to be asked for a kind of request.
type plan struct {
	line   string // whose requests wait in one line
	keys   []Key
	shares []Key // the same keys with the rates of this process alone; nil when one has none
	cool   string
	flight string
}

// newPlan finds the rules that count a request.
func newPlan(rules []Rule, request *twilio.LimitedRequest, inFlight bool) *plan {
	p := plan{cool: name("cool", request.AccountSID, request.Host)}
	if inFlight {
		p.flight = name("flight", request.AccountSID)
	}
	var counted []*Rule
	for i := range rules {
		rule := &rules[i]
		value := rule.of(request)
		if value == "" || slices.ContainsFunc(counted, rule.sameAs) {
			continue
		}
		counted = append(counted, rule)
		key := Key{Name: name(string(rule.By), request.AccountSID, value, strings.Join(rule.Ops, ",")), Interval: interval(rule.Rate.PerSecond), Burst: max(rule.Rate.Burst, 1)}
		p.keys = append(p.keys, key)
		if rule.Share > 0 {
			p.shares = append(p.shares, Key{Name: key.Name, Interval: interval(rule.Share), Burst: 1})
		}
	}
	if len(p.shares) < len(p.keys) {
		p.shares = nil
	}
	p.line = p.cool + "/" + p.flight
	for _, key := range p.keys {
		p.line += "/" + key.Name
	}
	return &p
}

// name makes a key of what it stands for. It is hashed, so that whoever looks into the store
// sees no numbers.
func name(kind string, parts ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", parts))
	return kind + ":" + hex.EncodeToString(sum[:12])
}
