package twiliotest

import (
	"cmp"
	"crypto/ecdsa"
	"encoding/json"
	"time"
)

// factorHandler returns the handler of an operation on factors, nil for all others.
func factorHandler(operation string) handler {
	switch operation {
	case "CreateNewFactor":
		return inService((*Sim).createFactor)
	case "FetchFactor":
		return inFactor((*Sim).fetchFactor)
	case "ListFactor":
		return inEntity((*Sim).listFactors)
	case "UpdateFactor":
		return inFactor((*Sim).updateFactor)
	case "DeleteFactor":
		return inFactor((*Sim).deleteFactor)
	}
	return nil
}

// The types and the statuses of factors.
const (
	factorPush       = "push"
	factorTOTP       = "totp"
	factorPasskeys   = "passkeys"
	factorUnverified = "unverified"
	factorVerified   = "verified"
)

// Limits of factors. https://www.twilio.com/docs/api/errors/60315,
// https://www.twilio.com/docs/api/errors/60326, https://www.twilio.com/docs/api/errors/60310
const (
	maxPushFactors    = 20
	maxTOTPFactors    = 100
	maxCreations      = 100 // in a day
	maxFactorAttempts = 5
	longestFactorName = 64   // characters
	longestMetadata   = 1024 // characters
	shortestPushToken = 32   // characters
	longestPushToken  = 255
)

// factor is one way for an entity to prove itself.
type factor struct {
	itemRecord

	entity       *entity
	friendlyName string
	kind         string
	status       string
	attempts     int // that failed
	metadata     json.RawMessage

	totp totp             // of a TOTP factor
	skew int              // steps, of a TOTP factor
	push pushConfig       // of a push factor
	key  *ecdsa.PublicKey // of a push factor

	passkey    passkeySettings // of a passkeys factor
	credential string          // the id of its credential, "" until it is verified
}

type pushConfig struct {
	SDKVersion           string `json:"sdk_version"`
	AppID                string `json:"app_id"`
	NotificationPlatform string `json:"notification_platform"`
	NotificationToken    string `json:"notification_token"`
}

type totpConfig struct {
	Algorithm  string `json:"alg"`
	Skew       int    `json:"skew"`
	CodeLength int    `json:"code_length"`
	TimeStep   int    `json:"time_step"` // seconds
}

// inFactor lets a handler act on the factor that the path names.
func inFactor(act func(*Sim, *request, *factor) (any, *apiError)) handler {
	return inEntity(func(s *Sim, r *request, e *entity) (any, *apiError) {
		f := recordOf(e.factors, r.ids["Sid"])
		if f == nil {
			return nil, verifyAbsent(factorAbsent, "Factor not found")
		}
		return act(s, r, f)
	})
}

// createFactor makes the entity as well when there is none.
// https://www.twilio.com/docs/verify/api/factor
func (s *Sim) createFactor(r *request, service *verifyService) (any, *apiError) {
	f := &factor{friendlyName: r.form.Get("FriendlyName"), kind: r.form.Get("FactorType"), status: factorUnverified}
	if problem := f.name(r); problem != nil {
		return nil, problem
	}
	var binding map[string]string
	var problem *apiError
	switch f.kind {
	case factorTOTP:
		binding, problem = s.bindTOTP(r, service, f)
	case factorPush:
		binding, problem = f.bindPush(r, service)
	default:
		problem = r.invalid("FactorType", "factors of type passkeys have an endpoint of their own: /Passkeys/Factors")
	}
	if problem != nil {
		return nil, problem
	}
	if problem := s.addFactor(r, service, r.ids["Identity"], f); problem != nil {
		return nil, problem
	}
	return newFactorJSON{factorJSON: f.json(r), Binding: binding}, nil
}

// name checks the name of a factor and its metadata.
func (f *factor) name(r *request) *apiError {
	if length := len([]rune(f.friendlyName)); length == 0 || length > longestFactorName {
		return r.invalid("FriendlyName", "it takes 1 to 64 characters")
	}
	metadata := r.form.Get("Metadata")
	if metadata != "" && (len(metadata) > longestMetadata || json.Unmarshal([]byte(metadata), new(map[string]string)) != nil) {
		return r.invalid("Metadata", "it is no JSON object of texts, or longer than 1024 characters")
	}
	if metadata != "" {
		f.metadata = json.RawMessage(metadata)
	}
	return nil
}

// bindTOTP gives a factor its secret; s.mu is held.
func (s *Sim) bindTOTP(r *request, service *verifyService, f *factor) (map[string]string, *apiError) {
	settings := service.totp
	if problem := settings.apply(r, "Config."); problem != nil {
		return nil, problem
	}
	secret := r.form.Get("Binding.Secret")
	if secret == "" {
		secret = s.newSecret()
	}
	raw, err := readSecret(secret)
	if err != nil {
		return nil, badRequest(factorBindingInvalid, "Binding format is invalid: Binding.Secret: %v", err)
	}
	f.totp = totp{
		secret: raw, algorithm: cmp.Or(r.form.Get("Config.Alg"), "sha1"), digits: settings.CodeLength, step: time.Duration(settings.TimeStep) * time.Second,
	}
	f.skew = settings.Skew
	return map[string]string{"secret": secret, "uri": f.totp.uri(settings.Issuer, f.friendlyName, secret)}, nil
}

// bindPush gives a factor the public key of its device.
func (f *factor) bindPush(r *request, service *verifyService) (map[string]string, *apiError) {
	f.push = pushConfig{
		SDKVersion: r.form.Get("Config.SdkVersion"), AppID: r.form.Get("Config.AppId"),
		NotificationPlatform: r.form.Get("Config.NotificationPlatform"), NotificationToken: r.form.Get("Config.NotificationToken"),
	}
	for param, value := range map[string]string{
		"Config.SdkVersion": f.push.SDKVersion, "Config.AppId": f.push.AppID, "Config.NotificationPlatform": f.push.NotificationPlatform,
		"Binding.PublicKey": r.form.Get("Binding.PublicKey"), "Binding.Alg": r.form.Get("Binding.Alg"),
	} {
		if value == "" {
			return nil, r.invalid(param, "a push factor requires it")
		}
	}
	if problem := f.push.checkToken(r); problem != nil {
		return nil, problem
	}
	key, err := readPublicKey(r.form.Get("Binding.PublicKey"))
	if err != nil || r.form.Get("Binding.Alg") != "ES256" {
		return nil, badRequest(factorBindingInvalid, "Binding format is invalid: give Binding.Alg ES256 and a P-256 key in PKIX form as base64")
	}
	for _, e := range service.entities {
		for _, other := range e.factors {
			if other.key != nil && other.key.Equal(key) {
				return nil, conflict(factorExists, "Factor already exists")
			}
		}
	}
	f.key = key
	return map[string]string{"alg": "ES256", "public_key": r.form.Get("Binding.PublicKey")}, nil
}

// checkToken checks the address of the device, which only platform none lacks.
func (p pushConfig) checkToken(r *request) *apiError {
	if length := len(p.NotificationToken); p.NotificationPlatform != "none" && (length < shortestPushToken || length > longestPushToken) {
		return r.invalid("Config.NotificationToken", "it takes 32 to 255 characters")
	}
	return nil
}

// addFactor gives a factor to an entity, which is made if there is none; s.mu is held.
func (s *Sim) addFactor(r *request, service *verifyService, identity string, f *factor) *apiError {
	e := service.entityNamed(identity)
	if e == nil {
		made, problem := s.newEntity(r, service, identity)
		if problem != nil {
			return problem
		}
		e = made
	}
	most, same := maxTOTPFactors, 0
	if f.kind != factorTOTP {
		most = maxPushFactors
	}
	for _, other := range e.factors {
		if other.kind == f.kind {
			same++
		}
	}
	key := "factors of " + e.sid
	switch {
	case same >= most:
		return badRequest(factorsReached, "Factor limit reached: an entity has %d of type %s at most", most, f.kind)
	case s.overLimit(key, window{maxCreations, 24 * time.Hour}) > 0:
		return badRequestStatus(429, factorCreationsUsed, "Too many factors were created for the entity")
	}
	s.countTowards(key)
	f.itemRecord, f.entity = s.newItemRecord(r, "YF"), e
	e.factors = append(e.factors, f)
	s.tellFactor(factorCreated, f, nil)
	return nil
}

func (s *Sim) fetchFactor(r *request, f *factor) (any, *apiError) { return f.json(r), nil }

func (s *Sim) listFactors(r *request, e *entity) (any, *apiError) {
	return listItems(r, "factors", e.factors, func(f *factor) any { return f.json(r) })
}

// updateFactor verifies a factor as well: a code that is wrong leaves it unverified,
// which is no error.
// https://www.twilio.com/docs/verify/quickstarts/verify-totp-change-in-api-response-when-authpayload-is-incorrect
func (s *Sim) updateFactor(r *request, f *factor) (any, *apiError) {
	if problem := f.configure(r); problem != nil {
		return nil, problem
	}
	payload := r.form.Get("AuthPayload")
	f.updated = s.Clock.Now()
	if payload == "" || f.status == factorVerified {
		return f.json(r), nil
	}
	switch {
	case f.attempts >= maxFactorAttempts:
		return nil, badRequestStatus(429, factorAttemptsUsed, "Factor verification attempts reached")
	case f.proves(payload, s.Clock.Now()):
		f.status = factorVerified
		s.tellFactor(factorVerifiedNow, f, nil)
	case f.kind == factorPush:
		return nil, badRequestStatus(403, factorNotProven, "Factor verification failed")
	default:
		f.attempts++
	}
	return f.json(r), nil
}

// configure takes over the parameters of a factor that may change.
func (f *factor) configure(r *request) *apiError {
	changed := *f
	setText(r.form, "FriendlyName", &changed.friendlyName)
	if problem := changed.name(r); problem != nil {
		return problem
	}
	settings := totpSettings{TimeStep: int(f.totp.step / time.Second), CodeLength: f.totp.digits, Skew: f.skew}
	if problem := settings.apply(r, "Config."); problem != nil {
		return problem
	}
	changed.totp.step, changed.totp.digits, changed.skew = time.Duration(settings.TimeStep)*time.Second, settings.CodeLength, settings.Skew
	setText(r.form, "Config.Alg", &changed.totp.algorithm)
	setText(r.form, "Config.NotificationToken", &changed.push.NotificationToken)
	setText(r.form, "Config.SdkVersion", &changed.push.SDKVersion)
	setText(r.form, "Config.NotificationPlatform", &changed.push.NotificationPlatform)
	if problem := changed.push.checkToken(r); f.kind == factorPush && problem != nil {
		return problem
	}
	*f = changed
	return nil
}

// proves says that whoever verifies the factor has its secret or its device.
func (f *factor) proves(payload string, now time.Time) bool {
	if f.kind == factorTOTP {
		return f.totp.matches(payload, now, f.skew)
	}
	return f.kind == factorPush && signedByDevice(f.key, f.sid, payload)
}

func (s *Sim) deleteFactor(_ *request, f *factor) (any, *apiError) {
	f.entity.factors = without(f.entity.factors, f)
	s.tellFactor(factorDeleted, f, nil)
	return nil, nil //nolint:nilnil // no body, no error
}

type factorJSON struct {
	SID          string          `json:"sid"`
	AccountSID   string          `json:"account_sid"`
	ServiceSID   string          `json:"service_sid"`
	EntitySID    string          `json:"entity_sid"`
	Identity     string          `json:"identity"`
	DateCreated  *string         `json:"date_created"`
	DateUpdated  *string         `json:"date_updated"`
	FriendlyName string          `json:"friendly_name"`
	Status       string          `json:"status"`
	FactorType   string          `json:"factor_type"`
	Config       any             `json:"config"`
	Metadata     json.RawMessage `json:"metadata"` // null for none
	URL          string          `json:"url"`
}

// newFactorJSON is a factor as only the answer to its creation shows it.
type newFactorJSON struct {
	factorJSON

	Binding map[string]string `json:"binding"` // null for passkeys
	Options any               `json:"options"` // null unless it is for passkeys
}

func (f *factor) json(r *request) factorJSON {
	return factorJSON{
		SID: f.sid, AccountSID: f.account, ServiceSID: f.entity.service.sid, EntitySID: f.entity.sid, Identity: f.entity.identity,
		DateCreated: iso8601(f.created), DateUpdated: iso8601(f.updated), FriendlyName: f.friendlyName, Status: f.status, FactorType: f.kind,
		Config: f.config(), Metadata: f.metadata, URL: f.entity.entityURL(r, "/Factors/", f.sid),
	}
}

func (f *factor) config() any {
	switch f.kind {
	case factorTOTP:
		return totpConfig{Algorithm: f.totp.algorithm, Skew: f.skew, CodeLength: f.totp.digits, TimeStep: int(f.totp.step / time.Second)}
	case factorPush:
		return f.push
	}
	return f.passkey
}
