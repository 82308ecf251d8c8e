package twiliotest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// Twilio's codes and limits for keys with a policy.
// https://www.twilio.com/docs/iam/api-keys/restricted-api-keys
const (
	constraintViolation = 70001
	unreadableBody      = 70002
	authorizationFailed = 70051
	maxPermissions      = 100
	longestPermission   = 200 // characters, to bound the work
)

// policy is what a restricted key or an OAuth app may do.
type policy struct {
	Allow []string `json:"allow"`
	Deny  []string `json:"deny,omitempty"`
}

// json is a policy as the API shows it, null for none.
func (p policy) json() any {
	if p.Allow == nil {
		return nil
	}
	return p
}

// readPolicy reads the parameter Policy.
func readPolicy(text string) (policy, *apiError) {
	var p policy
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return policy{}, badRequest(unreadableBody, "The Policy is not an object such as {\"allow\":[\"/twilio/messaging/messages/create\"]}")
	}
	return p, p.check()
}

// aPermission is the form of a permission; an asterisk stands for every action.
var aPermission = regexp.MustCompile(`^/twilio/[a-z0-9-]+/[a-z0-9:.-]+/(read|list|create|update|delete|\*)$`)

// check refuses a policy that allows nothing or too much, and permissions that are none.
func (p policy) check() *apiError {
	all := slices.Concat(p.Allow, p.Deny)
	switch {
	case len(p.Allow) == 0:
		return badRequest(constraintViolation, "The Policy allows nothing: list permissions under allow")
	case len(all) > maxPermissions:
		return badRequest(constraintViolation, "The Policy has more than %d permissions", maxPermissions)
	}
	for _, permission := range all {
		if len(permission) > longestPermission || !aPermission.MatchString(permission) || !isProduct(permission) {
			return badRequest(unreadableBody, "assertion '%s' is invalid", permission)
		}
	}
	return nil
}

// refuse checks whether a policy allows an operation.
// https://www.twilio.com/docs/api/errors/70051
func (p policy) refuse(op *contract.Operation) *apiError {
	wanted := permissionFor(op)
	if matchesPermission(p.Allow, wanted) && !matchesPermission(p.Deny, wanted) {
		return nil
	}
	return &apiError{status: http.StatusForbidden, code: authorizationFailed, message: "Authorization Failed: the permission " + wanted + " is missing"}
}

// covers says whether a policy allows all that another one does.
func (p policy) covers(other policy) bool {
	return !slices.ContainsFunc(other.Allow, func(permission string) bool {
		return !matchesPermission(p.Allow, permission) || matchesPermission(p.Deny, permission)
	})
}

// matchesPermission says whether permissions include one that is wanted. Twilio's list
// writes some resources in the singular and some without hyphens, such as
// services.phonenumbers: neither counts here.
func matchesPermission(all []string, wanted string) bool {
	wanted = foldPermission(wanted)
	every := wanted[:strings.LastIndexByte(wanted, '/')+1] + "*"
	return slices.ContainsFunc(all, func(permission string) bool {
		folded := foldPermission(permission)
		return folded == wanted || folded == every
	})
}

// foldPermission writes a permission without hyphens and its words in the singular.
func foldPermission(permission string) string {
	parts := strings.FieldsFunc(strings.ReplaceAll(permission, "-", ""), func(c rune) bool { return c == '/' || c == '.' })
	for i, part := range parts {
		if stem, found := strings.CutSuffix(part, "ies"); found {
			parts[i] = stem + "y"
			continue
		}
		parts[i] = strings.TrimSuffix(part, "s")
	}
	return strings.Join(parts, "/")
}
