package twiliotest

import (
	"net/http"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// caller is who makes a request.
type caller struct {
	account string    // "" for nobody
	key     *apiKey   // nil for none
	app     *oauthApp // whose access token it is; nil for none
}

// authenticate returns whose credentials a request has; s.mu is held.
func (s *Sim) authenticate(r *http.Request) caller {
	user, secret, isBasic := r.BasicAuth()
	switch {
	case !isBasic:
		return s.bearer(r)
	case equal(user, s.main.testSID) && equal(secret, s.main.testToken):
		return caller{account: s.main.testSID}
	}
	if key := recordOf(s.access.keys, user); key != nil && equal(secret, key.secret) {
		return caller{account: key.account, key: key}
	}
	if a := s.accountOf(user); a != nil && a.knows(secret) {
		return caller{account: user}
	}
	return caller{}
}

// Recognizes says whether a request has credentials of this simulator: an account's SID with
// its primary or secondary token, an API key, the test credentials, or an access token of
// one of its OAuth apps that still counts. It does not say what they may do, and reads nothing of the
// request but its header.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/authentication
func (s *Sim) Recognizes(r *http.Request) bool {
	if r == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.authenticate(r).account != ""
}

// mayActFor says whether credentials of one account reach another; s.mu is held.
func (s *Sim) mayActFor(account, other string) bool {
	return account == other || account == s.main.sid && s.isSubaccount(other)
}

func notAuthenticated(message string) *apiError {
	return &apiError{status: http.StatusUnauthorized, code: twilio.CodeNotAuthenticated, message: message}
}

// refuse checks whether the caller may do what a request asks for; s.mu is held.
func (s *Sim) refuse(r *request) *apiError {
	if r.by.account == "" { // requests for access tokens
		return nil
	}
	if r.by.app == nil && isOrganizational(r.op) {
		return notAuthenticated("Authenticate: organizations take access tokens of their OAuth apps alone")
	}
	if !s.mayActFor(r.by.account, r.account) || r.by.app != nil && r.by.account != r.account {
		return notAuthenticated("Authentication Error - the account in the path is not yours")
	}
	if problem := s.refuseInactive(r); problem != nil {
		return problem
	}
	if problem := r.by.key.refuse(r.op); problem != nil {
		return problem
	}
	return r.by.app.refuse(r.op)
}

// refuseInactive refuses accounts that are suspended or closed. Their parent may look at
// them and tidy up, and reactivate one that is suspended.
// https://www.twilio.com/docs/iam/api/subaccounts
func (s *Sim) refuseInactive(r *request) *apiError {
	switch s.statusOf(r.by.account) {
	case accountClosed:
		return notAuthenticated("Authenticate")
	case accountSuspended:
		if r.by.account != s.main.sid || !isAboutAccounts(r.op) {
			return suspendedAccount()
		}
	}
	if r.by.account == r.account {
		return nil
	}
	switch status := s.statusOf(r.account); {
	case status == accountClosed && r.http.Method != http.MethodGet:
		return &apiError{status: http.StatusForbidden, code: twilio.CodeAccountSuspended, message: "The account is closed"}
	case status == accountSuspended && r.op != nil && isCreate(r.op):
		return suspendedAccount()
	}
	return nil
}

func suspendedAccount() *apiError {
	return &apiError{status: http.StatusForbidden, code: twilio.CodeAccountNotActive, message: "Account not active: it is suspended"}
}

func isCreate(op *contract.Operation) bool {
	doing := doingOf(op)
	return doing == creating || doing == creatingItem
}

// isAboutAccounts tells the resource Accounts itself from those below it.
func isAboutAccounts(op *contract.Operation) bool {
	return op != nil && op.Spec == "api_v2010" && (op.Path == accountsPath+".json" || op.Path == accountsPath+"/{Sid}.json")
}

// isForMainKeys says whether an operation is out of reach of Standard keys.
// https://www.twilio.com/docs/iam/api-keys/keys-in-console#types-of-keys
func isForMainKeys(op *contract.Operation) bool {
	if op == nil {
		return false
	}
	switch op.Spec {
	case "api_v2010":
		rest := strings.TrimPrefix(op.Path, accountsPath+"/{AccountSid}")
		return isAboutAccounts(op) || strings.HasPrefix(rest, "/Keys") || strings.HasPrefix(rest, "/SigningKeys")
	case "iam_v1":
		return strings.HasPrefix(op.Path, "/v1/Keys")
	case "accounts_v1":
		return strings.HasPrefix(op.Path, "/v1/AuthTokens")
	}
	return false
}

// organizationSpec is Twilio's file of organizations, which has an endpoint for tokens as
// well.
const organizationSpec = "iam_organizations"

// isOrganizational says whether an operation is about organizations.
func isOrganizational(op *contract.Operation) bool {
	return op != nil && op.Spec == organizationSpec && strings.HasPrefix(op.Path, "/Organizations/")
}
