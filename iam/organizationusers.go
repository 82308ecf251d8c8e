package iam

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// OrganizationUser is a managed user of an organization, in the words of SCIM 2.0.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
type OrganizationUser struct {
	ID          string      `json:"id"`       // US…
	UserName    string      `json:"userName"` // the primary email address
	ExternalID  string      `json:"externalId"`
	DisplayName string      `json:"displayName"`
	Name        UserName    `json:"name"`
	Emails      []UserEmail `json:"emails"`
	Active      bool        `json:"active"`
	Locale      string      `json:"locale"`
	Timezone    string      `json:"timezone"`
	Schemas     []string    `json:"schemas"`
	Meta        UserMeta    `json:"meta"`
}

// UserName is the name of a person.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
type UserName struct {
	GivenName  string `json:"givenName,omitempty"`
	FamilyName string `json:"familyName,omitempty"`
}

// UserEmail is an email address of a user.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
type UserEmail struct {
	Value   string `json:"value" check:"required,email"`
	Type    string `json:"type,omitempty"` // "work"
	Primary bool   `json:"primary,omitempty"`
}

// UserMeta says what is known of the resource of a user.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
type UserMeta struct {
	ResourceType string      `json:"resourceType"`
	Created      twilio.Time `json:"created"`
	LastModified twilio.Time `json:"lastModified"`
	Version      string      `json:"version"` // for IfMatch
}

// OrganizationUserList is all users that fit a filter, which come at once.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
type OrganizationUserList struct {
	Resources []OrganizationUser `json:"Resources"`
}

// The schemas of SCIM, which a user and a change name in their Schemas.
const (
	SchemaUser  = "urn:ietf:params:scim:schemas:core:2.0:User"
	SchemaPatch = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
)

// OrganizationUsers manages the users of an organization, whose email domain has to be
// verified. Its operations take the token of an organization's OAuth app and no other
// credential.
type OrganizationUsers struct{ c *twilio.Client }

const (
	organizationUsersPath = organizationPrefix + "/scim/Users"
	organizationUserPath  = organizationUsersPath + "/{UserSid:US}"
)

var (
	// A user name exists once: a second create is refused as a conflict, and no second
	// email welcomes the person.
	organizationUserCreate = twilio.Operation{
		Name: "iam.OrganizationUsers.Create", Method: http.MethodPost, Host: hostOrganizations, Path: organizationUsersPath, Body: twilio.BodyJSON,
		Auth: twilio.AuthOAuth, Class: twilio.ClassIdempotent,
	}
	organizationUserGet    = twilio.Operation{Name: "iam.OrganizationUsers.Get", Method: http.MethodGet, Host: hostOrganizations, Path: organizationUserPath, Auth: twilio.AuthOAuth}
	organizationUserList   = twilio.Operation{Name: "iam.OrganizationUsers.List", Method: http.MethodGet, Host: hostOrganizations, Path: organizationUsersPath, Auth: twilio.AuthOAuth}
	organizationUserUpdate = twilio.Operation{Name: "iam.OrganizationUsers.Update", Method: http.MethodPut, Host: hostOrganizations, Path: organizationUserPath, Body: twilio.BodyJSON, Auth: twilio.AuthOAuth}
	organizationUserDelete = twilio.Operation{Name: "iam.OrganizationUsers.Delete", Method: http.MethodDelete, Host: hostOrganizations, Path: organizationUserPath, Auth: twilio.AuthOAuth}

	// The attributes of a user have one value each, and the list of email addresses is
	// replaced as a whole: a change that is made twice is made.
	organizationUserPatch = twilio.Operation{
		Name: "iam.OrganizationUsers.Patch", Method: http.MethodPatch, Host: hostOrganizations, Path: organizationUserPath, Body: twilio.BodyJSON,
		Auth: twilio.AuthOAuth, Class: twilio.ClassIdempotent,
	}
)

// OrganizationUserCreateParams is a new user.
type OrganizationUserCreateParams struct {
	UserName    string         `json:"userName" check:"required,email,max=255"` // the same as the primary email address
	Emails      []UserEmail    `json:"emails"`
	ExternalID  string         `json:"externalId" check:"max=255"` // of the program that manages the users
	DisplayName string         `json:"displayName" check:"max=255"`
	Name        UserName       `json:"name"`
	Active      *bool          `json:"active"`
	Locale      string         `json:"locale"`   // "fr-FR"
	Timezone    string         `json:"timezone"` // "UTC"
	Schemas     []string       `json:"schemas"`  // SchemaUser
	ID          string         `json:"id"`
	Meta        UserMetaParams `json:"meta"`

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// UserMetaParams is what a program has read of the resource of a user. Twilio keeps its
// own.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
type UserMetaParams struct {
	ResourceType string    `json:"resourceType,omitempty"`
	Created      time.Time `json:"created,omitzero"`
	LastModified time.Time `json:"lastModified,omitzero"`
	Version      string    `json:"version,omitempty"`
}

// Create makes a user, who gets an email to set a password. A user name that is taken is
// refused as a conflict. A create converges, because a user name exists once: it is
// repeated after failures that may pass, and finds its own user when that is there by
// then.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference#create-a-user
func (s *OrganizationUsers) Create(ctx context.Context, organizationSID string, params OrganizationUserCreateParams, opts ...twilio.CallOption) (*OrganizationUser, error) {
	return twilio.InvokeConverging(ctx, s.c, organizationUserCreate.On(organizationSID).With(&params),
		func() (*OrganizationUser, error) { return s.named(ctx, organizationSID, params.UserName, opts) },
		func(u *OrganizationUser) bool {
			return u.ExternalID == params.ExternalID && u.DisplayName == params.DisplayName
		}, opts...)
}

// named returns the user of a name. Without one the error matches twilio.ErrNotFound.
func (s *OrganizationUsers) named(ctx context.Context, organizationSID, userName string, opts []twilio.CallOption) (*OrganizationUser, error) {
	found, err := s.List(ctx, organizationSID, OrganizationUserListParams{Filter: UserNamed(userName)}, opts...)
	switch {
	case err != nil:
		return nil, err
	case len(found.Resources) == 0:
		return nil, twilio.ErrNotFound
	}
	return &found.Resources[0], nil
}

// Get returns a user as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
func (s *OrganizationUsers) Get(ctx context.Context, organizationSID, userSID string, opts ...twilio.CallOption) (*OrganizationUser, error) {
	return twilio.Invoke[OrganizationUser](ctx, s.c, organizationUserGet.On(organizationSID, userSID), opts...)
}

// UserNamed is the filter of a list for the user of a name.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
func UserNamed(userName string) string { return "userName eq " + strconv.Quote(userName) }

// UserWithExternalID is the filter of a list for the user whom another program knows by an
// ID.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
func UserWithExternalID(externalID string) string {
	return "externalId eq " + strconv.Quote(externalID)
}

// OrganizationUserListParams narrows [OrganizationUsers.List]; its zero value lists
// everybody.
type OrganizationUserListParams struct {
	Filter string `form:"filter"` // UserNamed or UserWithExternalID: Twilio refuses others with code 25001

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// List returns all users that fit the filter at once.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
func (s *OrganizationUsers) List(ctx context.Context, organizationSID string, params OrganizationUserListParams, opts ...twilio.CallOption) (*OrganizationUserList, error) {
	return twilio.Invoke[OrganizationUserList](ctx, s.c, organizationUserList.On(organizationSID).With(&params), opts...)
}

// OrganizationUserUpdateParams is a user as it is to be, whole.
type OrganizationUserUpdateParams struct {
	UserName    string         `json:"userName" check:"required,email,max=255"`
	Emails      []UserEmail    `json:"emails"`
	ExternalID  string         `json:"externalId" check:"max=255"`
	DisplayName string         `json:"displayName" check:"max=255"`
	Name        UserName       `json:"name"`
	Active      *bool          `json:"active"`
	Locale      string         `json:"locale"`
	Timezone    string         `json:"timezone"`
	Schemas     []string       `json:"schemas"` // SchemaUser
	ID          string         `json:"id"`
	Meta        UserMetaParams `json:"meta"`

	IfMatch string                     `header:"If-Match"` // the Version of a user that was read; another one is refused
	Extra   map[string]json.RawMessage `json:"-"`          // parameters that this package does not model
}

// Update replaces a user and returns it as it is afterwards. A field that is left out is
// lost: [OrganizationUsers.Patch] changes single ones. An update converges, so that it is
// repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
func (s *OrganizationUsers) Update(ctx context.Context, organizationSID, userSID string, params OrganizationUserUpdateParams, opts ...twilio.CallOption) (*OrganizationUser, error) {
	return s.change(ctx, organizationUserUpdate.On(organizationSID, userSID).With(&params), organizationSID, userSID, params.isMade, opts)
}

// change makes a change of a user. A repetition after a lost answer is refused if IfMatch
// names the version that the first attempt has changed: then the user as it stands tells
// whether the change was made.
func (s *OrganizationUsers) change(ctx context.Context, change twilio.BoundOperation, organizationSID, userSID string, isMade func(*OrganizationUser) bool, opts []twilio.CallOption) (*OrganizationUser, error) {
	get := func() (*OrganizationUser, error) { return s.Get(ctx, organizationSID, userSID, opts...) }
	return twilio.InvokeConverging(ctx, s.c, change, get, isMade, opts...)
}

// isMade says whether a user is as the parameters want it, attributes that are left out
// included. It is false where nobody can tell: for parameters in Extra.
func (p *OrganizationUserUpdateParams) isMade(u *OrganizationUser) bool {
	return len(p.Extra) == 0 && u.UserName == p.UserName && u.ExternalID == p.ExternalID && u.DisplayName == p.DisplayName && u.Name == p.Name &&
		u.Locale == p.Locale && u.Timezone == p.Timezone && slices.Equal(u.Emails, p.Emails) && (p.Active == nil || *p.Active == u.Active)
}

// PatchOp is the kind of a change.
type PatchOp string

// The kinds of changes.
const (
	PatchAdd     PatchOp = "add"
	PatchReplace PatchOp = "replace"
	PatchRemove  PatchOp = "remove"
)

// UserPatch is one change of a user.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
type UserPatch struct {
	Op    PatchOp        `json:"op"`
	Path  string         `json:"path,omitempty"` // the attribute that goes away; "" for the attributes in Value
	Value UserAttributes `json:"value,omitzero"` // the attributes that are set
}

// UserAttributes are the attributes of a user that a change sets: those that are not
// zero.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
type UserAttributes struct {
	ExternalID  string      `json:"externalId,omitempty"`
	DisplayName string      `json:"displayName,omitempty"`
	Name        UserName    `json:"name,omitzero"`
	Emails      []UserEmail `json:"emails,omitempty"` // all of them
	Active      *bool       `json:"active,omitempty"`
	Locale      string      `json:"locale,omitempty"`
	Timezone    string      `json:"timezone,omitempty"`
}

// OrganizationUserPatchParams changes single attributes of a user.
type OrganizationUserPatchParams struct {
	Operations []UserPatch `json:"Operations"`
	Schemas    []string    `json:"schemas"` // SchemaPatch, which is sent when this is empty

	IfMatch string                     `header:"If-Match"` // the Version of a user that was read; another one is refused
	Extra   map[string]json.RawMessage `json:"-"`          // parameters that this package does not model
}

// Validate asks for a change, and for the attributes that it sets or takes away.
func (p *OrganizationUserPatchParams) Validate(problems *twilio.Problems) {
	if len(p.Operations) == 0 && p.Extra["Operations"] == nil {
		problems.Add("Operations", "is empty", "give at least one change")
	}
	for i, change := range p.Operations {
		field := fmt.Sprintf("Operations[%d].", i)
		switch {
		case change.Op != PatchAdd && change.Op != PatchReplace && change.Op != PatchRemove:
			problems.Add(field+"Op", "is none of the kinds of changes", "give PatchAdd, PatchReplace or PatchRemove")
		case change.Op == PatchRemove && change.Path == "":
			problems.Add(field+"Path", "is empty, and the change takes an attribute away", "name the attribute, such as displayName")
		}
	}
}

// Patch changes single attributes of a user and returns it as it is afterwards:
//
//	iam.UserPatch{Op: iam.PatchReplace, Value: iam.UserAttributes{DisplayName: "Ada L."}}
//
// It converges, so that it is repeated after failures that may pass. A change with IfMatch
// that takes an attribute away and whose answer is lost may end as a conflict with itself:
// read the user, and see whether the attribute is gone.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
func (s *OrganizationUsers) Patch(ctx context.Context, organizationSID, userSID string, params OrganizationUserPatchParams, opts ...twilio.CallOption) (*OrganizationUser, error) {
	if len(params.Schemas) == 0 {
		params.Schemas = []string{SchemaPatch}
	}
	return s.change(ctx, organizationUserPatch.On(organizationSID, userSID).With(&params), organizationSID, userSID, params.isMade, opts)
}

// isMade says whether a user has all attributes that the changes set. It is false where
// nobody can tell: for a change that takes an attribute away, because its path may name any
// attribute, and for parameters in Extra.
func (p *OrganizationUserPatchParams) isMade(u *OrganizationUser) bool {
	for _, change := range p.Operations {
		if change.Op == PatchRemove || !change.Value.areThoseOf(u) {
			return false
		}
	}
	return len(p.Extra) == 0
}

// areThoseOf says whether a user has the attributes that are set.
func (a UserAttributes) areThoseOf(u *OrganizationUser) bool {
	return cmp.Or(a.ExternalID, u.ExternalID) == u.ExternalID && cmp.Or(a.DisplayName, u.DisplayName) == u.DisplayName &&
		cmp.Or(a.Name.GivenName, u.Name.GivenName) == u.Name.GivenName && cmp.Or(a.Name.FamilyName, u.Name.FamilyName) == u.Name.FamilyName &&
		cmp.Or(a.Locale, u.Locale) == u.Locale && cmp.Or(a.Timezone, u.Timezone) == u.Timezone &&
		(a.Emails == nil || slices.Equal(a.Emails, u.Emails)) && (a.Active == nil || *a.Active == u.Active)
}

// Activate lets a user that was deactivated sign in again.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
func (s *OrganizationUsers) Activate(ctx context.Context, organizationSID, userSID string, opts ...twilio.CallOption) (*OrganizationUser, error) {
	return s.Patch(ctx, organizationSID, userSID, isActive(true), opts...)
}

// Deactivate keeps a user from signing in. The user and its roles stay.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
func (s *OrganizationUsers) Deactivate(ctx context.Context, organizationSID, userSID string, opts ...twilio.CallOption) (*OrganizationUser, error) {
	return s.Patch(ctx, organizationSID, userSID, isActive(false), opts...)
}

func isActive(active bool) OrganizationUserPatchParams {
	return OrganizationUserPatchParams{Operations: []UserPatch{{Op: PatchReplace, Value: UserAttributes{Active: &active}}}}
}

// Delete removes a user from the organization, with all roles.
//
// Twilio docs: https://www.twilio.com/docs/iam/scim/api-reference
func (s *OrganizationUsers) Delete(ctx context.Context, organizationSID, userSID string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, organizationUserDelete.On(organizationSID, userSID), opts...)
}
