package sip

import (
	"context"
	"errors"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// DomainAuth says who may use a domain: who may call it, and who may register with it.
type DomainAuth struct {
	Calls         *CallAuth
	Registrations *RegistrationAuth
}

// CallAuth says who may call a domain: the users of credential lists, and everybody at
// the addresses of IP access control lists. A domain to which no list is mapped refuses
// every call. A domain with lists of both kinds wants an address of the one and a user
// of the other.
type CallAuth struct {
	CredentialLists      *CredentialListMappings
	IPAccessControlLists *IPAccessControlListMappings
}

// RegistrationAuth says who may register with a domain, so that calls reach their phones:
// the users of credential lists. The domain has to allow it with SIPRegistration.
type RegistrationAuth struct {
	CredentialLists *CredentialListMappings
}

func newDomainAuth(c *twilio.Client) *DomainAuth {
	return &DomainAuth{
		Calls: &CallAuth{
			CredentialLists:      &CredentialListMappings{c, mappingsAt("Calls.CredentialLists", "/Auth/Calls/CredentialListMappings", "CL")},
			IPAccessControlLists: &IPAccessControlListMappings{c, mappingsAt("Calls.IPAccessControlLists", "/Auth/Calls/IpAccessControlListMappings", "AL")},
		},
		Registrations: &RegistrationAuth{
			CredentialLists: &CredentialListMappings{c, mappingsAt("Registrations.CredentialLists", "/Auth/Registrations/CredentialListMappings", "CL")},
		},
	}
}

// mappingOperations are the operations on the mappings of one kind.
type mappingOperations struct{ create, get, list, remove twilio.Operation }

// mappingsAt writes the operations on the mappings at a path below a domain: field is
// their name in [DomainAuth], and kind is that of the SIDs of their lists.
func mappingsAt(field, path, kind string) mappingOperations {
	name, all, one := "sip.Domains.Auth."+field, mappedDomainPath+path+".json", mappedDomainPath+path+"/{Sid:"+kind+"}.json"
	return mappingOperations{
		// A list is mapped to a domain once: to map it twice is refused, and its SID tells
		// which mapping it is.
		create: twilio.Operation{Name: name + ".Create", Method: http.MethodPost, Host: hostAPI, Path: all, Class: twilio.ClassIdempotent},
		get:    twilio.Operation{Name: name + ".Get", Method: http.MethodGet, Host: hostAPI, Path: one},
		list:   twilio.Operation{Name: name + ".List", Method: http.MethodGet, Host: hostAPI, Path: all, Items: "contents"},
		remove: twilio.Operation{Name: name + ".Delete", Method: http.MethodDelete, Host: hostAPI, Path: one},
	}
}

// mapOnce maps a list to a domain. Twilio refuses a list that is mapped already, with a
// code that it has for other refusals as well: get tells whether the list is mapped.
func mapOnce[T any](ctx context.Context, c *twilio.Client, create twilio.BoundOperation, get func() (*T, error), opts []twilio.CallOption) (*T, error) {
	mapping, err := twilio.InvokeConverging(ctx, c, create, get, func(*T) bool { return true }, opts...)
	if !errors.Is(err, twilio.ErrorCode(codeDomainRefused)) {
		return mapping, err
	}
	if mapped, getErr := get(); getErr == nil {
		return mapped, nil
	}
	return nil, err
}
