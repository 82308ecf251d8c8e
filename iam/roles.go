package iam

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// The roles that Twilio has built in. Each is the SID of a role, for [RoleAssignments]
// and [RolePermissions].
//
// Twilio docs: https://www.twilio.com/docs/api/errors/25202
const (
	RoleAdministrator = "IX00000000000000000000000000000102"
	RoleDeveloper     = "IX00000000000000000000000000000103"
	RoleBilling       = "IX00000000000000000000000000000104"
	RoleSupport       = "IX00000000000000000000000000000105"
)

// RolePermission is one thing that a role lets people do.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-control
type RolePermission struct {
	SID         string `json:"sid"`       // IZ…
	Namespace   string `json:"namespace"` // with product, resource and action it makes a path: twilio/messaging/messages/read
	Product     string `json:"product"`
	Resource    string `json:"resource"`
	Action      string `json:"action"`
	Description string `json:"externalDescription"`
}

// RolePermissions reads the permissions of roles.
type RolePermissions struct{ c *twilio.Client }

var rolePermissionList = twilio.Operation{
	Name: "iam.RolePermissions.List", Method: http.MethodGet, Host: hostIAM, Path: "/v1/Roles/{RoleSid:IX}/Permissions", Items: "permissions",
}

// RolePermissionListParams are the pages of a list of permissions.
type RolePermissionListParams struct {
	PageSize int `form:"PageSize"` // 1 to 100; 0 leaves it to Twilio

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of a role's permissions, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-control
func (s *RolePermissions) List(ctx context.Context, roleSID string, params RolePermissionListParams, opts ...twilio.CallOption) (*twilio.Page[RolePermission], error) {
	return twilio.InvokePage[RolePermission](ctx, s.c, rolePermissionList.On(roleSID).With(&params), opts...)
}

// All ranges over a role's permissions, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-control
func (s *RolePermissions) All(ctx context.Context, roleSID string, params RolePermissionListParams, opts ...twilio.CallOption) iter.Seq2[*RolePermission, error] {
	return twilio.InvokeAll[RolePermission](ctx, s.c, rolePermissionList.On(roleSID).With(&params), opts...)
}

// RoleAssignment gives a role to a user, in one account or in the whole organization.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-control/role-assignment-resource
type RoleAssignment struct {
	SID      string `json:"sid"`      // IY…
	RoleSID  string `json:"role_sid"` // IX…
	Identity string `json:"identity"` // the user's SID, US…
	Scope    string `json:"scope"`    // where the role holds: the SID of an account or of the organization
}

// RoleAssignments manages who has which role in an organization. Its operations take the
// token of an organization's OAuth app and no other credential.
type RoleAssignments struct{ c *twilio.Client }

const (
	roleAssignmentsPath = organizationPrefix + "/RoleAssignments"
	roleAssignmentPath  = roleAssignmentsPath + "/{RoleAssignmentSid:IY}"
)

var (
	roleAssignmentCreate = twilio.Operation{
		Name: "iam.RoleAssignments.Create", Method: http.MethodPost, Host: hostOrganizations, Path: roleAssignmentsPath, Mints: "IY",
		Body: twilio.BodyJSON, Auth: twilio.AuthOAuth,
	}
	roleAssignmentList   = twilio.Operation{Name: "iam.RoleAssignments.List", Method: http.MethodGet, Host: hostOrganizations, Path: roleAssignmentsPath, Items: "content", Auth: twilio.AuthOAuth}
	roleAssignmentDelete = twilio.Operation{Name: "iam.RoleAssignments.Delete", Method: http.MethodDelete, Host: hostOrganizations, Path: roleAssignmentPath, Auth: twilio.AuthOAuth}
)

// RoleAssignmentCreateParams gives a role to a user.
type RoleAssignmentCreateParams struct {
	Identity string `json:"identity" check:"required,sid"`    // of a managed user, US…
	RoleSID  string `json:"role_sid" check:"required,sid=IX"` // RoleDeveloper, or another role
	Scope    string `json:"scope" check:"required,sid"`       // where the role holds: the SID of a managed account

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// Create gives a role to a user. An unknown role is refused with code 25202. When nobody
// can say whether it was given, the error is a *[twilio.OutcomeUnknownError]: look for it
// with [RoleAssignments.All] by user and scope before you give it again.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-control/role-assignment-resource
func (s *RoleAssignments) Create(ctx context.Context, organizationSID string, params RoleAssignmentCreateParams, opts ...twilio.CallOption) (*RoleAssignment, error) {
	return twilio.Invoke[RoleAssignment](ctx, s.c, roleAssignmentCreate.On(organizationSID).With(&params), opts...)
}

// RoleAssignmentListParams says whose roles are listed, or where. Twilio refuses a list
// without either.
type RoleAssignmentListParams struct {
	Identity string `form:"Identity" check:"sid"` // of a user, US…
	Scope    string `form:"Scope" check:"sid"`    // the SID of an account or of the organization
	PageSize int    `form:"PageSize"`             // 1 to 100; 0 leaves it to Twilio, which uses 100

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// Validate asks for a user or a scope, without which the list is refused with code 25203.
func (p *RoleAssignmentListParams) Validate(problems *twilio.Problems) {
	if p.Cursor == "" && p.Identity == "" && p.Scope == "" && !p.Extra.Has("Identity") && !p.Extra.Has("Scope") {
		problems.Add("Identity", "is empty, and so is Scope", "name the user, the account, or both")
	}
}

// List returns the first page of role assignments, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-control/role-assignment-resource
func (s *RoleAssignments) List(ctx context.Context, organizationSID string, params RoleAssignmentListParams, opts ...twilio.CallOption) (*twilio.Page[RoleAssignment], error) {
	return twilio.InvokePage[RoleAssignment](ctx, s.c, roleAssignmentList.On(organizationSID).With(&params), opts...)
}

// All ranges over role assignments, page by page as the loop gets to them. It stops after
// yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-control/role-assignment-resource
func (s *RoleAssignments) All(ctx context.Context, organizationSID string, params RoleAssignmentListParams, opts ...twilio.CallOption) iter.Seq2[*RoleAssignment, error] {
	return twilio.InvokeAll[RoleAssignment](ctx, s.c, roleAssignmentList.On(organizationSID).With(&params), opts...)
}

// Delete takes a role away from a user. A role assignment cannot be changed: take one
// away and give the other.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-control/role-assignment-resource
func (s *RoleAssignments) Delete(ctx context.Context, organizationSID, roleAssignmentSID string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, roleAssignmentDelete.On(organizationSID, roleAssignmentSID), opts...)
}
