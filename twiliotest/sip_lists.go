package twiliotest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// sipListHandler returns the handler of an operation on credential lists, IP access
// control lists and what is in them, nil for all others.
func sipListHandler(operation string) handler {
	switch operation {
	case "CreateSipCredentialList":
		return (*Sim).createCredentialList
	case "UpdateSipCredentialList":
		return (*Sim).updateCredentialList
	case "DeleteSipCredentialList":
		return unlessMapped(sipListInUse)
	case "CreateSipCredential":
		return (*Sim).createCredential
	case "UpdateSipCredential":
		return (*Sim).updateCredential
	case "CreateSipIpAccessControlList":
		return upTo(mostACLs, sipTooManyACLs)
	case "DeleteSipIpAccessControlList":
		return unlessMapped(sipACLInUse)
	case "CreateSipIpAddress":
		return (*Sim).createACLAddress
	case "UpdateSipIpAddress":
		return (*Sim).updateACLAddress
	}
	return nil
}

// How many there may be.
// https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource,
// https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource
const (
	mostCredentialLists = 100
	mostCredentials     = 1000 // in a list
	mostACLs            = 1000
	mostACLAddresses    = 100 // in a list
)

// upTo creates an item of a collection unless that has as many as it may have.
func upTo(most int, code twilio.ErrorCode) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		if len(s.siblings(r)) >= most {
			return nil, badRequest(code, "There are %d already, which is the maximum", most)
		}
		return s.keep(r)
	}
}

// siblings returns the resources of the collection that a create is about.
func (s *Sim) siblings(r *request) []*resource {
	return s.resources.in(r.op.Host, strings.TrimSuffix(r.resource(), ".json"))
}

// unlessMapped deletes a list that no domain has.
func unlessMapped(code twilio.ErrorCode) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		if slices.ContainsFunc(s.sip.mappings, func(m *sipMapping) bool { return m.list == r.ids["Sid"] && m.account == r.account }) {
			return nil, badRequest(code, "The list is mapped to a domain")
		}
		return s.keep(r)
	}
}

func (s *Sim) createCredentialList(r *request) (any, *apiError) {
	if problem := refuseListName(r, s.siblings(r)); problem != nil {
		return nil, problem
	}
	return upTo(mostCredentialLists, sipTooManyLists)(s, r)
}

func (s *Sim) updateCredentialList(r *request) (any, *apiError) {
	var others []*resource
	for _, list := range s.resources.in("api", accountPath(r.account, "/SIP/CredentialLists")) {
		if list.values["sid"] != r.ids["Sid"] {
			others = append(others, list)
		}
	}
	if problem := refuseListName(r, others); problem != nil {
		return nil, problem
	}
	return s.keep(r)
}

// refuseListName refuses the name of another credential list.
// https://www.twilio.com/docs/api/errors/21240
func refuseListName(r *request, others []*resource) *apiError {
	if slices.ContainsFunc(others, func(list *resource) bool { return list.values["friendlyname"] == r.form.Get("FriendlyName") }) {
		return badRequest(sipListRefused, "A credential list of that FriendlyName exists")
	}
	return nil
}

// longestUsername is in characters, and shortestPassword too.
// https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
const (
	longestUsername  = 32
	shortestPassword = 12
)

func (s *Sim) createCredential(r *request) (any, *apiError) {
	name := r.form.Get("Username")
	switch problem := refusePassword(r); {
	case problem != nil:
		return nil, problem
	case name == "" || utf8.RuneCountInString(name) > longestUsername:
		return nil, badRequest(sipCredentialRefused, "Username does not have 1 to %d characters", longestUsername)
	case slices.ContainsFunc(s.siblings(r), func(user *resource) bool { return user.values["username"] == name }):
		return nil, badRequest(sipCredentialRefused, "The list has a credential of that Username")
	}
	return upTo(mostCredentials, sipListFull)(s, withoutPassword(r))
}

func (s *Sim) updateCredential(r *request) (any, *apiError) {
	if problem := refusePassword(r); problem != nil {
		return nil, problem
	}
	return s.keep(withoutPassword(r))
}

// withoutPassword returns the request without the password, which is not kept.
func withoutPassword(r *request) *request {
	bare := r.withDefaults(nil)
	bare.form.Del("Password")
	return bare
}

// refusePassword refuses a password that is too weak; a request may leave it out.
func refusePassword(r *request) *apiError {
	password := r.form.Get("Password")
	isDigit := func(c rune) bool { return c >= '0' && c <= '9' }
	strong := utf8.RuneCountInString(password) >= shortestPassword && strings.ContainsFunc(password, unicode.IsLower) &&
		strings.ContainsFunc(password, unicode.IsUpper) && strings.ContainsFunc(password, isDigit)
	if r.form.Has("Password") && !strong {
		return badRequest(sipCredentialRefused, "Password has to have %d characters, letters of mixed case and a digit", shortestPassword)
	}
	return nil
}

func (s *Sim) createACLAddress(r *request) (any, *apiError) {
	if problem := r.refuseAddress(); problem != nil {
		return nil, problem
	}
	return upTo(mostACLAddresses, sipACLFull)(s, r.withDefaults(wholeAddress))
}

func (s *Sim) updateACLAddress(r *request) (any, *apiError) {
	if problem := r.refuseAddress(); problem != nil {
		return nil, problem
	}
	return s.keep(r)
}

// wholeAddress is the prefix of a single address.
var wholeAddress = map[string]string{"CidrPrefixLength": "32"}
