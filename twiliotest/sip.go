package twiliotest

import (
	"maps"
	"net/netip"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// The codes of SIP.
// https://www.twilio.com/docs/api/errors
const (
	sipDomainRefused     = 21231
	sipParentMissing     = 21232
	sipHasSubdomains     = 21233
	sipACLRefused        = 21235
	sipACLInUse          = 21236
	sipACLFull           = 21237
	sipAddressRefused    = 21238
	sipTooManyLists      = 21239
	sipListRefused       = 21240
	sipListInUse         = 21241
	sipListFull          = 21242
	sipCredentialRefused = 21243
	sipTooManyACLs       = 21255
	sipTrunkMissing      = 21300
)

// sipState is what the simulator knows of SIP beside its resources.
type sipState struct {
	mappings []*sipMapping // in the order of their creation
}

// sipHandlerOf returns the handler of an operation on SIP, nil for all others and for
// those that the resources of the simulator answer by themselves.
func sipHandlerOf(op *contract.Operation) handler {
	switch {
	case op == nil:
		return nil
	case op.Spec == "voice_v1":
		return byocHandler(op.ID)
	case op.Spec != "api_v2010":
		return nil
	case strings.HasPrefix(op.Path, accountPath("{AccountSid}", "/SIP/Domains/{DomainSid}/")):
		return sipMappingHandler(op)
	}
	for _, find := range [...]func(string) handler{sipDomainHandler, sipListHandler} {
		if handle := find(op.ID); handle != nil {
			return handle
		}
	}
	return nil
}

// sipCodeOfParam is the code with which SIP refuses a value of a parameter, 0 for
// operations on anything else.
func sipCodeOfParam(op *contract.Operation, _ string) twilio.ErrorCode {
	if op == nil || op.Spec != "api_v2010" || op.IsList() {
		return 0
	}
	name := strings.TrimPrefix(strings.TrimPrefix(op.ID, "Create"), "Update")
	switch {
	case name == "SipDomain", strings.HasPrefix(name, "Sip") && strings.HasSuffix(name, "Mapping"):
		return sipDomainRefused
	case name == "SipCredentialList":
		return sipListRefused
	case name == "SipCredential":
		return sipCredentialRefused
	case name == "SipIpAccessControlList":
		return sipACLRefused
	case name == "SipIpAddress":
		return sipAddressRefused
	}
	return 0
}

// sipResource finds a resource of an account below SIP, such as "/Domains/SD…"; nil when
// it does not exist.
func (s *Sim) sipResource(account, path string) *resource {
	return s.resources.at("api", accountPath(account, "/SIP"+path))
}

// withDefaults returns the request with values for the parameters that it leaves out.
func (r *request) withDefaults(defaults map[string]string) *request {
	whole := *r
	whole.form = maps.Clone(r.form)
	for name, value := range defaults {
		if !whole.form.Has(name) {
			whole.form.Set(name, value)
		}
	}
	return &whole
}

// refuseAddress holds an address and the length of its prefix against the rules that all
// addresses of SIP have. https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
func (r *request) refuseAddress() *apiError {
	if text := r.form.Get("IpAddress"); r.form.Has("IpAddress") {
		if ip, err := netip.ParseAddr(text); err != nil || !ip.Is4() {
			return badRequest(r.codeOfParam("IpAddress"), "IpAddress is not an IPv4 address")
		}
	}
	if length := atoi(r.form.Get("CidrPrefixLength"), 1); length < 1 || length > 32 {
		return badRequest(r.codeOfParam("CidrPrefixLength"), "CidrPrefixLength is not between 1 and 32")
	}
	return nil
}
