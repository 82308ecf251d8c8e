package twiliotest

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// The lengths of user names. https://www.twilio.com/docs/api/errors/25005
const (
	shortestUserName = 2
	longestUserName  = 255
)

// createUser keeps a user of the organization, whose name nobody else has.
// https://www.twilio.com/docs/iam/scim/api-reference#create-a-user
func (s *Sim) createUser(r *request) (any, *apiError) {
	sent, problem := valuesOf(r)
	if problem == nil {
		problem = s.refuseUser(r, sent)
	}
	if problem != nil {
		return nil, problem
	}
	if _, says := sent["active"]; !says {
		sent["active"] = true
	}
	at, problem := s.locate(r)
	if problem != nil {
		return nil, problem
	}
	res := s.newResource(at, at.path)
	for name, value := range sent {
		res.values[name] = value
	}
	sid := s.newSID("US")
	res.path, res.values["id"] = at.path+"/"+sid, sid
	s.version(res, 1)
	s.resources.put(at.host, at.path, res)
	return s.shapeOf(r, at, res), nil
}

// version notes when a user was changed, and how often.
func (s *Sim) version(res *resource, n int) {
	res.updated = s.Clock.Now()
	if res.values["schemas"] == nil {
		res.values["schemas"] = []any{"urn:ietf:params:scim:schemas:core:2.0:User"}
	}
	res.values["meta"] = map[string]any{
		"resourceType": "User", "created": *iso8601(res.created), "lastModified": *iso8601(res.updated), "version": strconv.Itoa(n),
	}
}

func versionOf(res *resource) string {
	meta, _ := res.values["meta"].(map[string]any)
	return textOf(meta["version"])
}

// refuseUser checks the name of a user, and that nobody else has it.
func (s *Sim) refuseUser(r *request, sent members) *apiError {
	name := textOf(sent["username"])
	if length := len([]rune(name)); length < shortestUserName || length > longestUserName {
		return badRequest(userNameInvalid, "userName has to have between %d and %d characters", shortestUserName, longestUserName)
	}
	if primary := primaryEmail(sent); primary != "" && !strings.EqualFold(primary, name) {
		return badRequest(userNameInvalid, "userName has to be the primary one of the emails")
	}
	for _, other := range s.users(r) {
		if other.sid() != r.ids["UserSid"] && strings.EqualFold(other.text("username"), name) {
			return conflict(twilio.CodeConflict, "There is a user with this userName already")
		}
	}
	return nil
}

// users are those of the organization.
func (s *Sim) users(r *request) []*resource {
	return s.resources.in(r.op.Host, "/Organizations/"+s.main.organizationSID+"/scim/Users")
}

// userOf finds the user that the path names, nil when there is none.
func (s *Sim) userOf(r *request) *resource {
	return s.resources.at(r.op.Host, r.resource())
}

// primaryEmail is that among the emails of a user, "" for none.
func primaryEmail(user members) string {
	emails, _ := user["emails"].([]any)
	for _, one := range emails {
		email, _ := one.(map[string]any)
		if primary, _ := email["primary"].(bool); primary {
			return textOf(email["value"])
		}
	}
	return ""
}

// onUser lets a handler act if there is the user that the path names, in the version that
// If-Match names.
func onUser(handle handler) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		user := s.userOf(r)
		if user == nil {
			return nil, &apiError{status: http.StatusNotFound, code: userNotFound, message: "The user was not found"}
		}
		wanted := strings.Trim(strings.TrimPrefix(r.http.Header.Get("If-Match"), "W/"), `"`)
		if r.http.Method != http.MethodGet && wanted != "" && wanted != "*" && wanted != versionOf(user) {
			return nil, conflict(twilio.CodeConflict, "The user has been changed: If-Match names another version")
		}
		return handle(s, r)
	}
}

// replaceUser puts another user into the place of the one that there is.
func (s *Sim) replaceUser(r *request) (any, *apiError) {
	sent, problem := valuesOf(r)
	if problem == nil {
		problem = s.refuseUser(r, sent)
	}
	if problem != nil {
		return nil, problem
	}
	user := s.userOf(r)
	changes, _ := strconv.Atoi(versionOf(user))
	sent["id"] = user.sid()
	if _, says := sent["active"]; !says {
		sent["active"] = user.values["active"]
	}
	user.values = sent
	s.version(user, changes+1)
	return s.show(r, user), nil
}

// patchUser changes members of a user.
// https://www.rfc-editor.org/rfc/rfc7644#section-3.5.2
func (s *Sim) patchUser(r *request) (any, *apiError) {
	sent, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	user := s.userOf(r)
	changed := members{}
	changed.merge(user.values)
	changed.merge(sent)
	if problem := s.refuseUser(r, changed); problem != nil {
		return nil, problem
	}
	changes, _ := strconv.Atoi(versionOf(user))
	changed["id"], user.values = user.sid(), changed
	s.version(user, changes+1)
	return s.show(r, user), nil
}

// aFilter is the form of a filter of users.
var aFilter = regexp.MustCompile(`(?i)^\s*(userName|externalId)\s+eq\s+"([^"]*)"\s*$`)

// listUsers answers with all users, or with those that have a name or an external ID.
func (s *Sim) listUsers(r *request) (any, *apiError) {
	found := s.users(r)
	if filter := r.query.Get("filter"); filter != "" {
		parts := aFilter.FindStringSubmatch(filter)
		if parts == nil {
			return nil, badRequest(twilio.CodeBadRequest, `The filter has to be userName eq "…" or externalId eq "…"`)
		}
		found = nil
		for _, user := range s.users(r) {
			if strings.EqualFold(user.text(parts[1]), parts[2]) {
				found = append(found, user)
			}
		}
	}
	return pageOf(r, r.resource(), r.op.ListKey, found, (*resource).sid, func(user *resource) any { return s.show(r, user) })
}
