package iam

import (
	"strings"

	"github.com/seed15d99369/twilio"
)

// mostPermissions is how many permissions a policy takes.
const mostPermissions = 100

// Policy is everything that a restricted key or an OAuth app may do, and nothing else. A
// permission is a path such as /twilio/messaging/messages/read; Twilio's pages list
// those of each product. Deny takes away from Allow.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/restricted-api-keys#permissions-available-with-restricted-api-keys
type Policy struct {
	Allow []string `json:"allow,omitempty"`
	Deny  []string `json:"deny,omitempty"`
}

// IsZero reports a policy without any permission.
func (p Policy) IsZero() bool { return len(p.Allow) == 0 && len(p.Deny) == 0 }

// check refuses a policy that no key takes. A policy that is left out is no problem.
func (p Policy) check(problems *twilio.Problems) {
	if len(p.Allow)+len(p.Deny) > mostPermissions {
		problems.Add("Policy", "has more than 100 permissions", "allow fewer, or make two keys")
	}
	for _, permission := range append(p.Allow[:len(p.Allow):len(p.Allow)], p.Deny...) {
		if !strings.HasPrefix(permission, "/twilio/") {
			problems.Add("Policy", "has a permission that does not begin with /twilio/", "write its path, such as /twilio/messaging/messages/read, or take it out")
			return
		}
	}
}
