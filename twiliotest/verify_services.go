package twiliotest

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// verifyServiceHandler returns the handler of an operation on services of Verify, nil for all others.
func verifyServiceHandler(operation string) handler {
	switch operation {
	case "CreateService":
		return (*Sim).createVerifyService
	case "FetchService":
		return inService((*Sim).fetchVerifyService)
	case "ListService":
		return (*Sim).listVerifyServices
	case "UpdateService":
		return inService((*Sim).updateVerifyService)
	case "DeleteService":
		return inService((*Sim).deleteVerifyService)
	}
	return nil
}

// verifyService is a Service of Verify and all that belongs to it.
type verifyService struct {
	itemRecord
	verifySettings

	limits    []*rateLimit
	messaging []*messagingConfiguration
	webhooks  []*verifyWebhook
	tokens    []*pushToken
	entities  []*entity

	passkeyChallenges []*challenge
}

// verifySettings are the parameters of a Service.
// https://www.twilio.com/docs/verify/api/service
type verifySettings struct {
	friendlyName      string
	codeLength        int
	lookupEnabled     bool
	psd2Enabled       bool
	skipLandlines     bool
	dtmfRequired      bool
	ttsName           string
	doNotShare        bool
	customCodeEnabled bool
	defaultTemplate   string
	eventSubscription bool
	push              pushSettings
	totp              totpSettings
	whatsApp          whatsAppSettings
	passkeys          passkeySettings
}

type pushSettings struct {
	IncludeDate      bool    `json:"include_date"`
	APNCredentialSID *string `json:"apn_credential_sid"`
	FCMCredentialSID *string `json:"fcm_credential_sid"`
}

type totpSettings struct {
	Issuer     string `json:"issuer"`
	TimeStep   int    `json:"time_step"` // seconds
	CodeLength int    `json:"code_length"`
	Skew       int    `json:"skew"` // steps
}

type whatsAppSettings struct {
	MessagingServiceSID *string `json:"msg_service_sid"`
	From                *string `json:"from"`
}

type passkeySettings struct {
	RelyingParty            relyingParty `json:"relying_party"`
	AuthenticatorAttachment string       `json:"authenticator_attachment"`
	DiscoverableCredentials string       `json:"discoverable_credentials"`
	UserVerification        string       `json:"user_verification"`
}

type relyingParty struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Origins []string `json:"origins"`
}

// The settings of a Service that a request leaves out.
// https://www.twilio.com/docs/verify/api/service
const (
	defaultCodeLength = 6
	defaultTimeStep   = 30 // seconds
	defaultSkew       = 1  // steps
)

// inService lets a handler act in the Service that the path names.
func inService(act func(*Sim, *request, *verifyService) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		sid, found := r.ids["ServiceSid"]
		if !found {
			sid = r.ids["Sid"]
		}
		service := recordOf(s.verify.services, sid)
		if service == nil || service.account != r.account {
			return nil, r.absent()
		}
		return act(s, r, service)
	}
}

// VerifyService makes a Service of Verify and returns its SID. Its codes have six
// digits, and its name is in the messages. Everything else about it can be set with
// Twilio's API, which can also make one.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service
func (s *Sim) VerifyService(friendlyName string) (sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &request{account: s.main.sid}
	service := &verifyService{itemRecord: s.newItemRecord(r, "VA"), verifySettings: newVerifySettings(friendlyName)}
	s.verify.services = append(s.verify.services, service)
	return service.sid
}

func newVerifySettings(friendlyName string) verifySettings {
	return verifySettings{
		friendlyName: friendlyName, codeLength: defaultCodeLength,
		totp: totpSettings{Issuer: friendlyName, TimeStep: defaultTimeStep, CodeLength: defaultCodeLength, Skew: defaultSkew},
	}
}

func (s *Sim) createVerifyService(r *request) (any, *apiError) {
	settings := newVerifySettings(r.form.Get("FriendlyName"))
	if problem := settings.apply(r); problem != nil {
		return nil, problem
	}
	service := &verifyService{itemRecord: s.newItemRecord(r, "VA"), verifySettings: settings}
	s.verify.services = append(s.verify.services, service)
	return service.json(r), nil
}

func (s *Sim) fetchVerifyService(r *request, service *verifyService) (any, *apiError) {
	return service.json(r), nil
}

func (s *Sim) listVerifyServices(r *request) (any, *apiError) {
	var own []*verifyService
	for _, service := range s.verify.services {
		if service.account == r.account {
			own = append(own, service)
		}
	}
	return listItems(r, "services", own, func(v *verifyService) any { return v.json(r) })
}

func (s *Sim) updateVerifyService(r *request, service *verifyService) (any, *apiError) {
	settings := service.verifySettings
	if problem := settings.apply(r); problem != nil {
		return nil, problem
	}
	service.verifySettings, service.updated = settings, s.Clock.Now()
	return service.json(r), nil
}

// deleteVerifyService ends the verifications of the Service as well.
func (s *Sim) deleteVerifyService(_ *request, service *verifyService) (any, *apiError) {
	s.verify.services = without(s.verify.services, service)
	for _, v := range s.verify.verifications {
		if v.service == service && v.status == verificationPending {
			v.status = verificationDeleted
		}
	}
	return nil, nil //nolint:nilnil // no body, no error
}

// fiveDigits would let a name pass for a code.
var fiveDigits = regexp.MustCompile(`\d.*\d.*\d.*\d.*\d`)

// apply takes over the parameters of a request.
func (v *verifySettings) apply(r *request) *apiError {
	form := r.form
	const longestName = 32 // characters
	name := form.Get("FriendlyName")
	if len([]rune(name)) > longestName || fiveDigits.MatchString(name) || form.Has("FriendlyName") && name == "" {
		return r.invalid("FriendlyName", "it takes 1 to 32 characters with at most four digits")
	}
	setText(form, "FriendlyName", &v.friendlyName)
	setText(form, "TtsName", &v.ttsName)
	setText(form, "DefaultTemplateSid", &v.defaultTemplate)
	for param, field := range map[string]*bool{
		"LookupEnabled": &v.lookupEnabled, "Psd2Enabled": &v.psd2Enabled, "SkipSmsToLandlines": &v.skipLandlines, "DtmfInputRequired": &v.dtmfRequired,
		"DoNotShareWarningEnabled": &v.doNotShare, "CustomCodeEnabled": &v.customCodeEnabled, "Push.IncludeDate": &v.push.IncludeDate,
		"VerifyEventSubscriptionEnabled": &v.eventSubscription,
	} {
		if form.Has(param) {
			*field = isTrue(form.Get(param))
		}
	}
	if v.defaultTemplate != "" && templateOf(v.defaultTemplate) == nil {
		return badRequest(templateNotFound, "Template not found: %s", v.defaultTemplate)
	}
	if v.skipLandlines && !v.lookupEnabled {
		return r.invalid("SkipSmsToLandlines", "it needs LookupEnabled")
	}
	if problem := setNumber(r, "CodeLength", minCode, maxCode, &v.codeLength); problem != nil {
		return problem
	}
	return v.applyFactors(r)
}

// applyFactors takes over the parameters that begin with Push, Totp, Whatsapp and
// Passkeys.
func (v *verifySettings) applyFactors(r *request) *apiError {
	form := r.form
	for param, field := range map[string]**string{
		"Push.ApnCredentialSid": &v.push.APNCredentialSID, "Push.FcmCredentialSid": &v.push.FCMCredentialSID,
		"Whatsapp.MsgServiceSid": &v.whatsApp.MessagingServiceSID, "Whatsapp.From": &v.whatsApp.From,
	} {
		if form.Has(param) {
			*field = orNull(form.Get(param))
		}
	}
	keys := &v.passkeys
	for param, field := range map[string]*string{
		"Totp.Issuer": &v.totp.Issuer, "Passkeys.RelyingParty.Id": &keys.RelyingParty.ID, "Passkeys.RelyingParty.Name": &keys.RelyingParty.Name,
		"Passkeys.AuthenticatorAttachment": &keys.AuthenticatorAttachment, "Passkeys.DiscoverableCredentials": &keys.DiscoverableCredentials,
		"Passkeys.UserVerification": &keys.UserVerification,
	} {
		setText(form, param, field)
	}
	if form.Has("Passkeys.RelyingParty.Origins") {
		keys.RelyingParty.Origins = strings.Split(form.Get("Passkeys.RelyingParty.Origins"), ",")
	}
	return v.totp.apply(r, "Totp.")
}

// apply takes over the parameters of TOTP; prefix begins their names.
func (t *totpSettings) apply(r *request, prefix string) *apiError {
	for _, number := range [...]struct {
		name        string
		least, most int
		field       *int
	}{{"TimeStep", 20, 60, &t.TimeStep}, {"CodeLength", 3, 8, &t.CodeLength}, {"Skew", 0, 2, &t.Skew}} {
		if problem := setNumber(r, prefix+number.name, number.least, number.most, number.field); problem != nil {
			return problem
		}
	}
	return nil
}

// setText takes over a text that a form has, and may be empty.
func setText(form url.Values, param string, field *string) {
	if form.Has(param) {
		*field = form.Get(param)
	}
}

// setNumber takes over a number that a form has, if it is within its bounds.
func setNumber(r *request, param string, least, most int, field *int) *apiError {
	if !r.form.Has(param) {
		return nil
	}
	n, err := strconv.Atoi(r.form.Get(param))
	if err != nil || n < least || n > most {
		return r.invalid(param, "it takes %d to %d", least, most)
	}
	*field = n
	return nil
}

type verifyServiceJSON struct {
	SID                   string            `json:"sid"`
	AccountSID            string            `json:"account_sid"`
	FriendlyName          string            `json:"friendly_name"`
	CodeLength            int               `json:"code_length"`
	LookupEnabled         bool              `json:"lookup_enabled"`
	PSD2Enabled           bool              `json:"psd2_enabled"`
	SkipSMSToLandlines    bool              `json:"skip_sms_to_landlines"`
	DTMFInputRequired     bool              `json:"dtmf_input_required"`
	TTSName               *string           `json:"tts_name"`
	DoNotShareWarning     bool              `json:"do_not_share_warning_enabled"`
	CustomCodeEnabled     bool              `json:"custom_code_enabled"`
	Push                  pushSettings      `json:"push"`
	TOTP                  totpSettings      `json:"totp"`
	DefaultTemplateSID    *string           `json:"default_template_sid"`
	WhatsApp              whatsAppSettings  `json:"whatsapp"`
	Passkeys              *passkeySettings  `json:"passkeys"`
	EventSubscriptionIsOn bool              `json:"verify_event_subscription_enabled"`
	DateCreated           *string           `json:"date_created"`
	DateUpdated           *string           `json:"date_updated"`
	URL                   string            `json:"url"`
	Links                 map[string]string `json:"links"`
}

func (v *verifyService) json(r *request) verifyServiceJSON {
	url := serviceURL(r, v.sid)
	j := verifyServiceJSON{
		SID: v.sid, AccountSID: v.account, FriendlyName: v.friendlyName, CodeLength: v.codeLength, LookupEnabled: v.lookupEnabled,
		PSD2Enabled: v.psd2Enabled, SkipSMSToLandlines: v.skipLandlines, DTMFInputRequired: v.dtmfRequired, TTSName: orNull(v.ttsName),
		DoNotShareWarning: v.doNotShare, CustomCodeEnabled: v.customCodeEnabled, Push: v.push, TOTP: v.totp,
		DefaultTemplateSID: orNull(v.defaultTemplate), WhatsApp: v.whatsApp, EventSubscriptionIsOn: v.eventSubscription,
		DateCreated: iso8601(v.created), DateUpdated: iso8601(v.updated), URL: url, Links: map[string]string{},
	}
	if v.passkeys.RelyingParty.ID != "" {
		j.Passkeys = &v.passkeys
	}
	for link, path := range map[string]string{
		"verification_checks": "/VerificationCheck", "verifications": "/Verifications", "rate_limits": "/RateLimits", "entities": "/Entities",
		"messaging_configurations": "/MessagingConfigurations", "webhooks": "/Webhooks", "access_tokens": "/AccessTokens",
	} {
		j.Links[link] = url + path
	}
	return j
}
