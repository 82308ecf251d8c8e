package twiliotest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// passkeyHandler returns the handler of an operation on passkeys, nil for all others.
func passkeyHandler(operation string) handler {
	switch operation {
	case "CreateNewFactorPasskey":
		return inService((*Sim).createPasskey)
	case "UpdatePasskeysFactor":
		return inService((*Sim).verifyPasskey)
	case "CreateChallengePasskeys":
		return inService((*Sim).challengePasskey)
	case "UpdateChallengePasskeys":
		return inService((*Sim).approvePasskey)
	}
	return nil
}

// passkeyRequest is the body of all four operations.
type passkeyRequest struct {
	FriendlyName string          `json:"friendly_name"`
	Identity     string          `json:"identity"`
	FactorSID    string          `json:"factor_sid"`
	Config       passkeySettings `json:"config"`
	ID           string          `json:"id"`
	Response     struct {
		AttestationObject string `json:"attestationObject"`
		AuthenticatorData string `json:"authenticatorData"`
		ClientDataJSON    string `json:"clientDataJSON"`
		Signature         string `json:"signature"`
	} `json:"response"`
}

func readPasskey(r *request) passkeyRequest {
	var read passkeyRequest
	_ = json.Unmarshal(r.body, &read) // the check has refused all other bodies
	return read
}

// clientData is the part of a credential that a browser writes.
// https://www.w3.org/TR/webauthn-2/#dictionary-client-data
type clientData struct {
	Type      string `json:"type"`
	Challenge string `json:"challenge"`
	Origin    string `json:"origin"`
}

// asked returns the SID for which a browser has made a response of a kind, "" when it
// is none.
func (p passkeyRequest) asked(kind string, settings passkeySettings) string {
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(p.Response.ClientDataJSON, "="))
	var data clientData
	if err != nil || json.Unmarshal(text, &data) != nil || data.Type != kind {
		return ""
	}
	origins := settings.RelyingParty.Origins
	if len(origins) > 0 && !slices.ContainsFunc(origins, func(o string) bool { return withScheme(o) == withScheme(data.Origin) }) {
		return ""
	}
	sid, err := base64.RawURLEncoding.DecodeString(data.Challenge)
	if err != nil {
		return ""
	}
	return string(sid)
}

// withScheme writes an origin as browsers do.
func withScheme(origin string) string {
	if strings.Contains(origin, "://") {
		return origin
	}
	return "https://" + origin
}

// createPasskey begins the registration of a credential.
func (s *Sim) createPasskey(r *request, service *verifyService) (any, *apiError) {
	read := readPasskey(r)
	f := &factor{friendlyName: read.FriendlyName, kind: factorPasskeys, status: factorUnverified, passkey: service.passkeys.with(read.Config)}
	if problem := f.name(r); problem != nil {
		return nil, problem
	}
	if missing := f.passkey.missing(); len(missing) > 0 {
		return nil, badRequest(criteriaMissing, "Authenticator criteria are missing from the request: %s", strings.Join(missing, ", "))
	}
	if f.passkey.RelyingParty.ID == "" {
		return nil, r.invalid("config.relying_party.id", "neither the request nor the service has it")
	}
	if problem := s.addFactor(r, service, read.Identity, f); problem != nil {
		return nil, problem
	}
	return newFactorJSON{factorJSON: f.json(r), Options: registrationOptions(f)}, nil
}

// with returns the settings of a service with those of a request in their place.
func (p passkeySettings) with(own passkeySettings) passkeySettings {
	for _, field := range [...]struct{ to, from *string }{
		{&p.RelyingParty.ID, &own.RelyingParty.ID}, {&p.RelyingParty.Name, &own.RelyingParty.Name},
		{&p.AuthenticatorAttachment, &own.AuthenticatorAttachment}, {&p.DiscoverableCredentials, &own.DiscoverableCredentials},
		{&p.UserVerification, &own.UserVerification},
	} {
		if *field.from != "" {
			*field.to = *field.from
		}
	}
	if len(own.RelyingParty.Origins) > 0 {
		p.RelyingParty.Origins = own.RelyingParty.Origins
	}
	return p
}

// missing names the criteria for authenticators that are not set.
// https://www.twilio.com/docs/api/errors/60393
func (p passkeySettings) missing() []string {
	var missing []string
	for _, criterion := range [...]struct{ name, value string }{
		{"authenticator_attachment", p.AuthenticatorAttachment}, {"discoverable_credentials", p.DiscoverableCredentials},
		{"user_verification", p.UserVerification},
	} {
		if criterion.value == "" {
			missing = append(missing, criterion.name)
		}
	}
	return missing
}

// passkeyTimeout is how long a browser waits for its user, in milliseconds.
const passkeyTimeout = 600_000

// registrationOptions are for navigator.credentials.create.
// https://www.w3.org/TR/webauthn-2/#dictionary-makecredentialoptions
func registrationOptions(f *factor) map[string]any {
	encode := base64.RawURLEncoding.EncodeToString
	selection := map[string]any{
		"requireResidentKey": f.passkey.DiscoverableCredentials == "required", "residentKey": f.passkey.DiscoverableCredentials,
		"userVerification": f.passkey.UserVerification,
	}
	if attachment := f.passkey.AuthenticatorAttachment; attachment != "any" {
		selection["authenticatorAttachment"] = attachment
	}
	const es256 = -7
	return map[string]any{"publicKey": map[string]any{
		"rp":               map[string]string{"id": f.passkey.RelyingParty.ID, "name": f.passkey.RelyingParty.Name},
		"user":             map[string]string{"id": encode([]byte(f.entity.sid)), "name": f.friendlyName, "displayName": f.friendlyName},
		"challenge":        encode([]byte(f.sid)),
		"pubKeyCredParams": []map[string]any{{"type": "public-key", "alg": es256}},
		"timeout":          passkeyTimeout, "excludeCredentials": []any{}, "authenticatorSelection": selection, "attestation": "none",
	}}
}

// verifyPasskey ends the registration of a credential. Whom it belongs to, its kind
// and its origin are checked; its attestation is not.
func (s *Sim) verifyPasskey(r *request, service *verifyService) (any, *apiError) {
	read := readPasskey(r)
	f := service.factorWith(func(f *factor) bool {
		return f.kind == factorPasskeys && f.sid == read.asked("webauthn.create", f.passkey)
	})
	switch {
	case f == nil || read.ID == "" || read.Response.AttestationObject == "":
		return nil, badRequestStatus(http.StatusForbidden, factorNotProven, "Factor verification failed")
	case f.status != factorVerified:
		f.status, f.credential, f.updated = factorVerified, read.ID, s.Clock.Now()
		s.tellFactor(factorVerifiedNow, f, nil)
	}
	return f.json(r), nil
}

// factorWith finds a factor of any entity, nil when there is none.
func (v *verifyService) factorWith(is func(*factor) bool) *factor {
	for _, e := range v.entities {
		for _, f := range e.factors {
			if is(f) {
				return f
			}
		}
	}
	return nil
}

// passkeyChallengeJSON is a challenge with the options for a browser.
type passkeyChallengeJSON struct {
	challengeJSON

	Options map[string]any `json:"options"`
}

// challengePasskey asks one credential, those of an entity, or, with neither named,
// whichever the user has.
func (s *Sim) challengePasskey(r *request, service *verifyService) (any, *apiError) {
	read := readPasskey(r)
	var asked []*factor
	for _, e := range service.entities {
		for _, f := range e.factors {
			fits := f.kind == factorPasskeys && f.status == factorVerified
			if fits && (read.FactorSID == "" || f.sid == read.FactorSID) && (read.Identity == "" || e.identity == read.Identity) {
				asked = append(asked, f)
			}
		}
	}
	switch named := read.Identity != "" || read.FactorSID != ""; {
	case read.Identity != "" && service.entityNamed(read.Identity) == nil:
		return nil, verifyAbsent(entityAbsent, "Entity not found")
	case named && len(asked) == 0:
		return nil, verifyAbsent(factorAbsent, "Factor not found")
	case !named:
		asked = nil
	}
	c := &challenge{service: service, status: challengeIsPending}
	c.itemRecord = s.newItemRecord(r, "YC")
	c.expires = c.created.Add(challengeLasts)
	if len(asked) > 0 {
		c.factor, c.entity = asked[0], asked[0].entity
		c.entity.challenges = append(c.entity.challenges, c)
	}
	service.passkeyChallenges = append(service.passkeyChallenges, c)
	return c.passkeyJSON(r, asked), nil
}

// approvePasskey takes the answer of a credential. Whom it belongs to, its kind and
// its origin are checked; its signature is not.
func (s *Sim) approvePasskey(r *request, service *verifyService) (any, *apiError) {
	read := readPasskey(r)
	f := service.factorWith(func(f *factor) bool { return f.credential == read.ID && f.status == factorVerified })
	if f == nil {
		return nil, verifyAbsent(factorAbsent, "Factor not found")
	}
	c := recordOf(service.passkeyChallenges, read.asked("webauthn.get", f.passkey))
	if c == nil || c.entity != nil && c.entity != f.entity {
		return nil, badRequestStatus(http.StatusForbidden, challengeNotProven, "Challenge verification failed")
	}
	c.expire(s.Clock.Now())
	if problem := c.closed(); problem != nil {
		return nil, problem
	}
	c.factor, c.entity = f, f.entity
	s.closeChallenge(c, challengeIsApproved)
	return c.passkeyJSON(r, []*factor{f}), nil
}

// passkeyJSON is a challenge with the options for navigator.credentials.get.
// https://www.w3.org/TR/webauthn-2/#dictionary-assertion-options
func (c *challenge) passkeyJSON(r *request, asked []*factor) passkeyChallengeJSON {
	settings, credentials := c.service.passkeys, make([]map[string]string, 0, len(asked))
	j := c.bareJSON()
	j.FactorType, j.URL = factorPasskeys, r.address()
	if c.factor != nil {
		settings = c.factor.passkey
		j.EntitySID, j.Identity, j.FactorSID = &c.entity.sid, &c.entity.identity, &c.factor.sid
	}
	for _, f := range asked {
		credentials = append(credentials, map[string]string{"type": "public-key", "id": f.credential})
	}
	return passkeyChallengeJSON{challengeJSON: j, Options: map[string]any{"publicKey": map[string]any{
		"challenge": base64.RawURLEncoding.EncodeToString([]byte(c.sid)), "timeout": passkeyTimeout, "rpId": settings.RelyingParty.ID,
		"allowCredentials": credentials, "userVerification": settings.UserVerification,
	}}}
}
