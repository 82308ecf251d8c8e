package contract

import "strings"

// share is a part of a file whose operations belong to several packages of this module,
// because Twilio's documentation has them in several products.
type share struct {
	file    string
	path    string // the beginning of the paths that the package has
	product string // the name of the package
}

const accountsPath = "/2010-04-01/Accounts/{AccountSid}/"

// shares divides the files that several packages have. The longest path that an
// operation's path begins with decides.
var shares = []share{
	{"api_v2010", "/2010-04-01/Accounts", "iam"},
	{"api_v2010", accountsPath + "Addresses", "numbers"},
	{"api_v2010", accountsPath + "AvailablePhoneNumbers", "numbers"},
	{"api_v2010", accountsPath + "Balance", "twilio"},
	{"api_v2010", accountsPath + "Calls", "twilio"},
	{"api_v2010", accountsPath + "Calls/{CallSid}/", "voice"},
	{"api_v2010", accountsPath + "Conferences", "voice"},
	{"api_v2010", accountsPath + "IncomingPhoneNumbers", "numbers"},
	{"api_v2010", accountsPath + "Messages", "twilio"},
	{"api_v2010", accountsPath + "Notifications", "voice"},
	{"api_v2010", accountsPath + "OutgoingCallerIds", "numbers"},
	{"api_v2010", accountsPath + "Queues", "voice"},
	{"api_v2010", accountsPath + "Recordings", "voice"},
	{"api_v2010", accountsPath + "SIP/", "sip"},
	{"api_v2010", accountsPath + "SMS/ShortCodes", "messaging"},
	{"api_v2010", accountsPath + "Transcriptions", "voice"},
	{"api_v2010", accountsPath + "Usage/", "usage"},
	{"accounts_v1", "/v1/", "iam"},
	{"accounts_v1", "/v1/Consents", "messaging"},
	{"accounts_v1", "/v1/Contacts", "messaging"},
	{"accounts_v1", "/v1/Messaging/", "messaging"},
	{"accounts_v1", "/v1/SafeList", "messaging"},
	{"voice_v1", "/v1/", "voice"},
	{"voice_v1", "/v1/ByocTrunks", "sip"},
	{"voice_v1", "/v1/ConnectionPolicies", "sip"},
	{"voice_v1", "/v1/IpRecords", "sip"},
	{"voice_v1", "/v1/SourceIpMappings", "sip"},
}

// renamed are the packages whose names are not those of their files.
var renamed = map[string]string{
	"lookups": "twilio",
	"oauth":   "iam",
	"routes":  "numbers",   // the region of a number's calls and messages
	"sync":    "syncstate", // the standard library has a package sync
}

// Package returns the name of the package of this module that has an operation, or will
// have it once it is modelled. "twilio" is the package at the top.
func (o *Operation) Package() string {
	var found share
	for _, s := range shares {
		if s.file == o.Spec && strings.HasPrefix(o.Path, s.path) && len(s.path) > len(found.path) {
			found = s
		}
	}
	if found.product != "" {
		return found.product
	}
	product, _, _ := strings.Cut(o.Spec, "_")
	if name, ok := renamed[product]; ok {
		return name
	}
	return product
}
