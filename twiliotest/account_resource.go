package twiliotest

import (
	"net/http"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// accessHandlerOf returns the handler of an operation on accounts and credentials, nil for
// all others.
func accessHandlerOf(op *contract.Operation) handler {
	switch op.Spec {
	case "api_v2010":
		for _, find := range [...]func(string) handler{accountHandler, keyHandler, applicationHandler, connectAppHandler} {
			if handle := find(op.ID); handle != nil {
				return handle
			}
		}
	case "iam_v1":
		return iamHandler(op.ID)
	case "accounts_v1":
		return credentialHandler(op.ID)
	case organizationSpec:
		return organizationHandler(op.ID)
	case "oauth_v1", "oauth_v2":
		return tokenHandler(op.ID)
	}
	return nil
}

func accountHandler(operation string) handler {
	switch operation {
	case "CreateAccount":
		return (*Sim).createAccount
	case "FetchAccount":
		return (*Sim).fetchAccount
	case "ListAccount":
		return (*Sim).listAccounts
	case "UpdateAccount":
		return (*Sim).updateAccount
	}
	return nil
}

// accountsPath is the path of the accounts, of which the simulator has one from the start.
const accountsPath = "/2010-04-01/Accounts"

// Twilio's limits. https://www.twilio.com/docs/iam/api/subaccounts
const (
	maxSubaccounts  = 1000
	maxFriendlyName = 64 // characters
)

func refuseFriendlyName(r *request, code twilio.ErrorCode) *apiError {
	if len([]rune(r.form.Get("FriendlyName"))) > maxFriendlyName {
		return badRequest(code, "FriendlyName has more than %d characters", maxFriendlyName)
	}
	return nil
}

func (s *Sim) createAccount(r *request) (any, *apiError) {
	switch problem := refuseFriendlyName(r, 20002); {
	case problem != nil:
		return nil, problem
	case s.statusOf(r.by.account) == accountSuspended:
		return nil, suspendedAccount()
	case r.by.account != s.main.sid:
		return nil, badRequest(21101, "Subaccounts cannot contain subaccounts")
	case len(s.access.accounts) > maxSubaccounts:
		return nil, badRequest(21480, "The account has %d subaccounts already", maxSubaccounts)
	}
	return s.accountJSON(r, s.openSubaccount(r.form.Get("FriendlyName"))), nil
}

// accountNamed finds the account that the path names among those that the caller acts for.
func (s *Sim) accountNamed(r *request) (*accountRecord, *apiError) {
	a := s.accountOf(r.ids["Sid"])
	if a == nil || !s.mayActFor(r.account, a.sid) {
		return nil, r.absent()
	}
	return a, nil
}

func (s *Sim) fetchAccount(r *request) (any, *apiError) {
	a, problem := s.accountNamed(r)
	if problem != nil {
		return nil, problem
	}
	return s.accountJSON(r, a), nil
}

func (s *Sim) listAccounts(r *request) (any, *apiError) {
	name, status := r.query.Get("FriendlyName"), r.query.Get("Status")
	var found []*accountRecord
	for _, a := range s.access.accounts {
		if s.mayActFor(r.account, a.sid) && (name == "" || name == a.name) && (status == "" || status == string(s.statusOf(a.sid))) {
			found = append(found, a)
		}
	}
	return listItems(r, "accounts", found, func(a *accountRecord) any { return s.accountJSON(r, a) })
}

func (s *Sim) updateAccount(r *request) (any, *apiError) {
	a, problem := s.accountNamed(r)
	if problem == nil {
		problem = refuseFriendlyName(r, 20002)
	}
	status := accountStatus(r.form.Get("Status"))
	if problem == nil && status != "" {
		problem = s.refuseStatus(r, a, status)
	}
	if problem != nil {
		return nil, problem
	}
	if name := r.form.Get("FriendlyName"); name != "" {
		a.name = name
	}
	if status != "" {
		s.setStatus(a, status)
	}
	a.updated = s.Clock.Now()
	return s.accountJSON(r, a), nil
}

// accountJSON is an account as the API shows it, with its primary token.
func (s *Sim) accountJSON(r *request, a *accountRecord) map[string]any {
	path := accountsPath + "/" + a.sid
	below := map[string]any{}
	for _, name := range contract.Below("api", path+".json") {
		below[snake(name)] = path + "/" + name + ".json"
	}
	return publishedOf(r, map[string]any{
		"sid": a.sid, "owner_account_sid": s.main.sid, "friendly_name": a.name, "auth_token": a.token,
		"status": string(s.statusOf(a.sid)), "type": "Full", "date_created": rfc2822(a.created), "date_updated": rfc2822(a.updated),
		"uri": path + ".json", "subresource_uris": below,
	})
}

// refuseStatus checks whether an account can have another status.
// https://www.twilio.com/docs/api/errors/21475
func (s *Sim) refuseStatus(r *request, a *accountRecord, status accountStatus) *apiError {
	switch {
	case !status.isKnown():
		return badRequest(21475, "The Status has to be active, suspended or closed")
	case a.sid == s.main.sid:
		return badRequest(21477, "The status of the main account cannot be changed by the API")
	case r.by.account != s.main.sid:
		return &apiError{status: http.StatusForbidden, code: twilio.CodeAccessDenied, message: "Only the main account changes the status of a subaccount"}
	case s.statusOf(s.main.sid) == accountSuspended:
		return badRequest(21476, "The main account is suspended")
	case a.status == accountClosed:
		return badRequest(21479, "The subaccount is closed and cannot be opened again")
	}
	return nil
}
