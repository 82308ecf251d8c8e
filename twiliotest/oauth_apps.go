package twiliotest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// oauthApp is an OAuth app of an account, or of the organization.
// https://www.twilio.com/docs/iam/oauth-apps/account-oauth-apps-resource
type oauthApp struct {
	sid, secret  string // the client ID and the client secret
	account      string
	name         string
	description  string
	grant        string
	life         time.Duration // of its access tokens
	policy       policy
	created      time.Time
	organization bool // which it reaches instead of an account
	unlimited    bool // it reaches everything in its account, and has no policy
}

func (app *oauthApp) id() string { return app.sid }

// Twilio's limits for the life of an access token.
const (
	shortestTokenLife = time.Minute
	longestTokenLife  = 30 * 24 * time.Hour
)

// refuse checks whether an app reaches an operation. It is called on nil for other
// credentials, which it lets through. The apps that the simulator has from the start have
// no policy, and reach everything.
func (app *oauthApp) refuse(op *contract.Operation) *apiError {
	switch {
	case app == nil:
		return nil
	case !app.organization && isOrganizational(op):
		return &apiError{status: http.StatusForbidden, code: organizationRefuses, message: "The OAuth app is one of an account and does not reach organizations"}
	case app.organization && (op == nil || op.Spec != organizationSpec):
		return notAuthenticated("Authenticate: the OAuth app is one of an organization and does not reach accounts")
	case app.unlimited || app.organization:
		return nil
	}
	return app.policy.refuse(op)
}

// appJSON is the body of a request about an app. A member that is nil is not sent.
type appJSON struct {
	Type         *string `json:"type"`
	FriendlyName *string `json:"friendly_name"`
	Description  *string `json:"description"`
	OwnerSID     string  `json:"owner_sid"`
	Policy       *policy `json:"policy"`
	Life         *int64  `json:"access_token_ttl"` // seconds
}

func (sent *appJSON) check() *apiError {
	if sent.Policy != nil {
		if problem := sent.Policy.check(); problem != nil {
			return problem
		}
	}
	if sent.Life != nil && (*sent.Life < int64(shortestTokenLife/time.Second) || *sent.Life > int64(longestTokenLife/time.Second)) {
		return badRequest(twilio.CodeBadRequest, "access_token_ttl has to be between 60 and 2592000 seconds")
	}
	return nil
}

// readApp reads the body of a request about an app.
func readApp(r *request) (appJSON, *apiError) {
	var sent appJSON
	if err := json.Unmarshal(r.body, &sent); err != nil {
		return sent, badRequest(twilio.CodeBadRequest, "The body is not a JSON object of an OAuth app")
	}
	problem := sent.check()
	return sent, problem
}

// apply takes over what was sent.
func (app *oauthApp) apply(sent appJSON) {
	for _, text := range [...]struct{ to, from *string }{{&app.grant, sent.Type}, {&app.name, sent.FriendlyName}, {&app.description, sent.Description}} {
		if text.from != nil {
			*text.to = *text.from
		}
	}
	if sent.Policy != nil {
		app.policy = *sent.Policy
	}
	if sent.Life != nil {
		app.life = time.Duration(*sent.Life) * time.Second
	}
}

// createOAuthApp makes an app of an account. Without a policy it has no permission.
func (s *Sim) createOAuthApp(r *request) (any, *apiError) {
	sent, problem := readApp(r)
	if problem != nil {
		return nil, problem
	}
	account := r.account
	if strings.HasPrefix(sent.OwnerSID, "AC") {
		account = sent.OwnerSID
	}
	if problem := s.refuseKeyAccount(r, account); problem != nil {
		return nil, problem
	}
	app := &oauthApp{sid: s.newSID("OQ"), secret: s.newCredential("OQ"), account: account, life: tokenLife, created: s.Clock.Now()}
	app.apply(sent)
	s.access.apps = append(s.access.apps, app)
	return app.json(r, app.secret), nil
}

// appNamed finds the app that the path names, if the caller acts for its account.
func (s *Sim) appNamed(r *request) (*oauthApp, *apiError) {
	app := recordOf(s.access.apps, r.ids["sid"])
	if app == nil || app.organization || !s.mayActFor(r.account, app.account) {
		return nil, r.absent()
	}
	return app, nil
}

func (s *Sim) updateOAuthApp(r *request) (any, *apiError) {
	app, problem := s.appNamed(r)
	if problem != nil {
		return nil, problem
	}
	sent, problem := readApp(r)
	if problem != nil {
		return nil, problem
	}
	app.apply(sent)
	return app.json(r, ""), nil
}

// deleteOAuthApp ends an app and its access tokens.
func (s *Sim) deleteOAuthApp(r *request) (any, *apiError) {
	app, problem := s.appNamed(r)
	if problem != nil {
		return nil, problem
	}
	s.access.apps = without(s.access.apps, app)
	return nil, nil //nolint:nilnil // no body, no error
}

// json is an app as the API shows it; its secret is shown once.
func (app *oauthApp) json(r *request, secret string) map[string]any {
	allow, deny := app.policy.Allow, app.policy.Deny
	return publishedOf(r, map[string]any{
		"sid": app.sid, "type": cmp.Or(app.grant, "Client Credential"), "friendly_name": app.name, "description": app.description,
		"date_created": iso8601(app.created), "created_by": app.account, "creator_sid": organizationOwner, "secret": secret, "status": "ACTIVE",
		"policy": map[string]any{"allow": append([]string{}, allow...), "deny": append([]string{}, deny...)}, "access_token_ttl": int(app.life / time.Second),
	})
}
