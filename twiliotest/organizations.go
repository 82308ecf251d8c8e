package twiliotest

import (
	"net/http"

	"github.com/seed15d99369/twilio"
)

// organizationOwner is the user who owns the accounts of the organization.
const organizationOwner = "US5a1d0000000000000000000000000001"

// Codes of organizations. https://www.twilio.com/docs/api/errors/25105
const (
	userNameInvalid      = 25005
	userNotFound         = 25008
	organizationNotFound = 25100
	organizationRefuses  = 25105
)

// OrganizationSID returns the SID of the organization that has the simulated account and
// its subaccounts. Requests about it take the access tokens of [Sim.OrganizationOAuthApp]
// and no other credentials.
//
// Twilio docs: https://www.twilio.com/docs/iam/organizations
func (s *Sim) OrganizationSID() string { return s.main.organizationSID }

// organizationHandler returns the handler of an operation on organizations, nil for all
// others.
func organizationHandler(operation string) handler {
	switch operation {
	case "ListOrganizationAccounts":
		return inOrganization((*Sim).listOrganizationAccounts)
	case "FetchOrganizationAccount":
		return inOrganization((*Sim).fetchOrganizationAccount)
	case "CreateRoleAssignment":
		return inOrganization((*Sim).createRoleAssignment)
	case "ListRoleAssignments", "DeleteRoleAssignment":
		return inOrganization((*Sim).keep)
	case "CreateOrganizationUser":
		return inOrganization((*Sim).createUser)
	case "ListOrganizationUsers":
		return inOrganization((*Sim).listUsers)
	case "FetchOrganizationUser", "DeleteOrganizationUser":
		return inOrganization(onUser((*Sim).keep))
	case "UpdateOrganizationUser":
		return inOrganization(onUser((*Sim).replaceUser))
	case "PatchOrganizationUser":
		return inOrganization(onUser((*Sim).patchUser))
	}
	return tokenHandler(operation)
}

// inOrganization lets a handler act if the path names the organization that there is.
func inOrganization(handle handler) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		if r.ids["OrganizationSid"] != s.main.organizationSID {
			return nil, &apiError{status: http.StatusNotFound, code: organizationNotFound, message: "The organization was not found"}
		}
		return handle(s, r)
	}
}

func (s *Sim) listOrganizationAccounts(r *request) (any, *apiError) {
	return listItems(r, "content", s.access.accounts, func(a *accountRecord) any { return s.organizationAccountJSON(a) })
}

func (s *Sim) fetchOrganizationAccount(r *request) (any, *apiError) {
	a := s.accountOf(r.ids["AccountSid"])
	if a == nil {
		return nil, r.absent()
	}
	return s.organizationAccountJSON(a), nil
}

func (s *Sim) organizationAccountJSON(a *accountRecord) map[string]any {
	return map[string]any{
		"account_sid": a.sid, "friendly_name": a.name, "owner_sid": organizationOwner,
		"status": string(s.statusOf(a.sid)), "date_created": iso8601(a.created),
	}
}

// createRoleAssignment keeps an assignment. Nobody has a role twice in the same place.
func (s *Sim) createRoleAssignment(r *request) (any, *apiError) {
	sent, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	at, problem := s.locate(r)
	if problem != nil {
		return nil, problem
	}
	for _, other := range s.resources.in(at.host, at.path) {
		if other.text("role_sid") == textOf(sent["rolesid"]) && other.text("scope") == textOf(sent["scope"]) && other.text("identity") == textOf(sent["identity"]) {
			return nil, conflict(twilio.CodeConflict, "The identity has this role in this scope already")
		}
	}
	return s.keep(r)
}

// rolePermissions are those of every role, in the words of permissions.
// https://www.twilio.com/docs/iam/access-control/roles
var rolePermissions = [...]struct{ product, resource, action string }{
	{"messaging", "messages", "create"},
	{"messaging", "messages", "list"},
	{"messaging", "messages", "read"},
	{"voice", "calls", "create"},
	{"voice", "calls", "list"},
	{"voice", "calls", "read"},
}

// rolePermission is one row of a role's permissions.
type rolePermission struct{ sid, product, resource, action string }

func (p rolePermission) id() string { return p.sid }

// listRolePermissions answers for any role, since no API makes roles.
func (s *Sim) listRolePermissions(r *request) (any, *apiError) {
	all := make([]rolePermission, len(rolePermissions))
	for i, p := range rolePermissions {
		all[i] = rolePermission{"IZ" + s.digest(r.ids["RoleSid"], i), p.product, p.resource, p.action}
	}
	return listItems(r, "permissions", all, func(p rolePermission) any {
		return map[string]any{
			"sid": p.sid, "namespace": "twilio", "product": p.product, "resource": p.resource, "action": p.action,
			"externalDescription": p.action + " " + p.resource + " of " + p.product,
		}
	})
}
