package twiliotest

import "regexp"

// byocHandler returns the handler of an operation on trunks, connection policies, IP
// records and source IP mappings, nil for all others.
func byocHandler(operation string) handler {
	switch operation {
	case "CreateByocTrunk", "UpdateByocTrunk":
		return (*Sim).writeTrunk
	case "CreateConnectionPolicyTarget":
		return (*Sim).createTarget
	case "UpdateConnectionPolicyTarget":
		return (*Sim).updateTarget
	case "CreateIpRecord":
		return (*Sim).createIPRecord
	case "CreateSourceIpMapping", "UpdateSourceIpMapping":
		return (*Sim).writeSourceIPMapping
	}
	return nil
}

// byocTrunksPath is the collection of the trunks.
const byocTrunksPath = "/v1/ByocTrunks"

// writeTrunk creates or updates a trunk whose policy and domain exist.
func (s *Sim) writeTrunk(r *request) (any, *apiError) {
	policy, domain := r.form.Get("ConnectionPolicySid"), r.form.Get("FromDomainSid")
	switch {
	case policy != "" && s.resources.at("voice", "/v1/ConnectionPolicies/"+policy) == nil:
		return nil, r.missing("ConnectionPolicySid")
	case domain != "" && s.sipResource(r.account, "/Domains/"+domain) == nil:
		return nil, r.missing("FromDomainSid")
	}
	if r.op.ID == "CreateByocTrunk" {
		r = r.withDefaults(map[string]string{"VoiceMethod": "POST", "VoiceFallbackMethod": "POST", "StatusCallbackMethod": "POST"})
	}
	return s.keep(r)
}

// missing refuses a parameter that names nothing that exists.
func (r *request) missing(param string) *apiError {
	return badRequest(r.codeOfParam(param), "%s names nothing that exists in the account", param)
}

// sipTarget is the address of a carrier.
// https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
var sipTarget = regexp.MustCompile(`(?i)^sip:[^\s:]\S*$`)

func (s *Sim) createTarget(r *request) (any, *apiError) {
	if problem := r.refuseTarget(); problem != nil {
		return nil, problem
	}
	return s.keep(r.withDefaults(map[string]string{"Priority": "10", "Weight": "10", "Enabled": "true"}))
}

func (s *Sim) updateTarget(r *request) (any, *apiError) {
	if problem := r.refuseTarget(); problem != nil {
		return nil, problem
	}
	return s.keep(r)
}

// refuseTarget holds the parameters of a target against the rules.
func (r *request) refuseTarget() *apiError {
	const highest = 65535
	priority, weight := atoi(r.form.Get("Priority"), 0), atoi(r.form.Get("Weight"), 1)
	switch {
	case r.form.Has("Target") && !sipTarget.MatchString(r.form.Get("Target")):
		return badRequest(r.codeOfParam("Target"), "Target is not an address that begins with sip:")
	case priority < 0 || priority > highest:
		return badRequest(r.codeOfParam("Priority"), "Priority is not between 0 and %d", highest)
	case weight < 1 || weight > highest:
		return badRequest(r.codeOfParam("Weight"), "Weight is not between 1 and %d", highest)
	}
	return nil
}

func (s *Sim) createIPRecord(r *request) (any, *apiError) {
	if problem := r.refuseAddress(); problem != nil {
		return nil, problem
	}
	return s.keep(r.withDefaults(wholeAddress))
}

// writeSourceIPMapping creates or updates a mapping whose record and domain exist.
func (s *Sim) writeSourceIPMapping(r *request) (any, *apiError) {
	switch {
	case r.op.ID == "CreateSourceIpMapping" && s.resources.at("voice", "/v1/IpRecords/"+r.form.Get("IpRecordSid")) == nil:
		return nil, r.missing("IpRecordSid")
	case s.sipResource(r.account, "/Domains/"+r.form.Get("SipDomainSid")) == nil:
		return nil, r.missing("SipDomainSid")
	}
	return s.keep(r)
}
