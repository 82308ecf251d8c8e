package twiliotest

import (
	"encoding/json"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// Limits of a verification.
// https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts
const (
	minCode    = 4 // characters
	maxCode    = 10
	codeLasts  = 10 * time.Minute
	maxSends   = 5
	maxChecks  = 5
	maxTags    = 10
	maxTag     = 128 // characters of its name and of its value
	maxMessage = 500 // characters
)

// Codes with which a verification is refused.
// https://www.twilio.com/docs/verify/api/error-codes
const (
	verifyLandline      = 60205
	verifyNeedsPayment  = 60206
	verifyNoCallPayment = 60214
	verifyNobody        = 60221
	channelDisabled     = 60223
	templateNotFound    = 60228
	customMessageOff    = 60243
	messageTooLong      = 60247
	verifyNoSNAPayment  = 60329
	localeNotSpoken     = 60331
	templateNotOnSMS    = 60408
	appHashNotOnSMS     = 60602
	countryBlocked      = 60605
)

// The statuses of a verification.
// https://www.twilio.com/docs/verify/api/verification
const (
	verificationPending  = "pending"
	verificationApproved = "approved"
	verificationCanceled = "canceled"
	verificationMaxed    = "max_attempts_reached"
	verificationDeleted  = "deleted"
	verificationExpired  = "expired"
)

// The channels of a verification.
const (
	channelSMS      = "sms"
	channelCall     = "call"
	channelWhatsApp = "whatsapp"
	channelEmail    = "email"
	channelRCS      = "rcs"
	channelSNA      = "sna"
	channelAuto     = "auto"
)

var verifyChannels = [...]string{channelSMS, channelCall, channelWhatsApp, channelEmail, channelRCS, channelSNA, channelAuto}

// verificationHandler returns the handler of an operation on verifications and their checks, nil for all others.
func verificationHandler(operation string) handler {
	switch operation {
	case "CreateVerification":
		return inService((*Sim).createVerification)
	case "FetchVerification":
		return inService((*Sim).fetchVerification)
	case "UpdateVerification":
		return inService((*Sim).updateVerification)
	case "CreateVerificationCheck":
		return inService((*Sim).checkVerification)
	}
	return nil
}

// verification is a code that somebody is to give back.
type verification struct {
	itemRecord

	service       *verifyService
	to            string
	channel       string
	status        string
	code          string
	locale        string
	amount, payee string
	expires       time.Time
	sends         []*verifyAttempt
	checks        int // that failed
	sna           *silentAuth
}

// Verification holds the facts about a verification, its code included.
type Verification struct {
	SID        string
	ServiceSID string
	To         string // a number in E.164 or an email address
	Channel    string // of the last code that was sent: "sms", "call", "whatsapp", "email", "rcs", "sna"
	Status     string // "pending", "approved", "canceled", "max_attempts_reached", "deleted" or "expired"
	Code       string
	Sends      int // how often the code was sent
	Checks     int // how many wrong codes were given
	Created    time.Time
	Expires    time.Time
}

// Verifications returns every verification that was ever started, the oldest first.
// It shows their codes, which Twilio never does.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification
func (s *Sim) Verifications() []Verification {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Verification, len(s.verify.verifications))
	for i, v := range s.verify.verifications {
		s.expire(v)
		all[i] = Verification{
			SID: v.sid, ServiceSID: v.service.sid, To: v.to, Channel: v.channel, Status: v.status, Code: v.code,
			Sends: len(v.sends), Checks: v.checks, Created: v.created, Expires: v.expires,
		}
	}
	return all
}

// expire ends a verification whose time is over; s.mu is held.
func (s *Sim) expire(v *verification) {
	open := v.status == verificationPending || v.status == verificationMaxed
	if open && !s.Clock.Now().Before(v.expires) {
		v.status, v.updated = verificationExpired, v.expires
	}
}

// openVerification finds the verification of a recipient that can still be completed,
// or whose checks are used up, nil when there is none; s.mu is held.
func (s *Sim) openVerification(service *verifyService, to string) *verification {
	for _, v := range slices.Backward(s.verify.verifications) {
		s.expire(v)
		if v.service == service && v.to == to && (v.status == verificationPending || v.status == verificationMaxed) {
			return v
		}
	}
	return nil
}

// namedVerification finds a verification by its SID, or by its recipient when it is
// open, nil when there is none; s.mu is held.
func (s *Sim) namedVerification(service *verifyService, name string) *verification {
	v := recordOf(s.verify.verifications, name)
	if v == nil {
		return s.openVerification(service, name)
	}
	if s.expire(v); v.service != service {
		return nil
	}
	return v
}

func (s *Sim) createVerification(r *request, service *verifyService) (any, *apiError) {
	for _, refuse := range [...]func(*request, *verifyService) *apiError{refuseVerification, refusePayment, s.refuseVerifyText, s.refuseDestination, s.refuseRate} {
		if problem := refuse(r, service); problem != nil {
			return nil, problem
		}
	}
	v := s.openVerification(service, r.form.Get("To"))
	switch {
	case v == nil:
		v = s.newVerification(r, service)
	case v.status == verificationMaxed:
		return nil, tooManyChecks()
	case len(v.sends) >= maxSends:
		return nil, &apiError{status: 429, code: twilio.CodeVerifySendsUsed, message: "Max send attempts reached"}
	}
	s.countRates(r, service)
	v.updated, v.channel, v.locale = s.Clock.Now(), s.channelFor(r), localeFor(r)
	s.sendCode(r, v)
	if len(v.sends) == 1 {
		s.verify.verifications = append(s.verify.verifications, v)
	}
	s.notify()
	return s.verificationJSON(r, v), nil
}

func tooManyChecks() *apiError {
	return &apiError{status: 429, code: twilio.CodeVerifyChecksUsed, message: "Max check attempts reached"}
}

func (s *Sim) newVerification(r *request, service *verifyService) *verification {
	record := s.newItemRecord(r, "VE")
	code := r.form.Get("CustomCode")
	if code == "" {
		code = s.newCode(service.codeLength)
	}
	return &verification{
		itemRecord: record, service: service, to: r.form.Get("To"), status: verificationPending, code: code,
		amount: r.form.Get("Amount"), payee: r.form.Get("Payee"), expires: record.created.Add(s.config.verify.lasts()),
	}
}

// newCode returns digits that look random and are the same in every run; s.mu is held.
func (s *Sim) newCode(length int) string {
	s.serial++
	digits := make([]byte, length)
	for i := range digits {
		digits[i] = '0' + s.digest("code", s.serial)[i]%10
	}
	return string(digits)
}

// channelFor is the one by which a code goes out: of the automatic choice, SNA for a
// device whose address is known, and SMS without.
// https://www.twilio.com/docs/verify/automatic-channel-selection
func (s *Sim) channelFor(r *request) string {
	channel := r.form.Get("Channel")
	switch {
	case channel != channelAuto:
		return channel
	case r.form.Get("DeviceIp") != "":
		return channelSNA
	}
	return channelSMS
}

// refuseVerification looks at who is to be verified and how.
func refuseVerification(r *request, service *verifyService) *apiError {
	form := r.form
	to, channel, code := form.Get("To"), form.Get("Channel"), form.Get("CustomCode")
	switch {
	case !slices.Contains(verifyChannels[:], channel):
		return r.invalid("Channel", "it takes %s", strings.Join(verifyChannels[:], ", "))
	case channel == channelEmail && !isEmail(to), channel != channelEmail && !e164.MatchString(to):
		return r.invalid("To", "channel %s does not reach it", channel)
	case code != "" && !service.customCodeEnabled:
		return badRequestStatus(403, verifyNotSupported, "Service does not support this feature: custom codes")
	case code != "" && (len(code) < minCode || len(code) > maxCode):
		return r.invalid("CustomCode", "it takes 4 to 10 characters")
	case form.Get("AppHash") != "" && channel != channelSMS:
		return badRequest(appHashNotOnSMS, "AppHash is supported by channel sms only")
	case form.Get("CustomMessage") != "":
		return badRequest(customMessageOff, "Custom messages are not supported: use a template")
	}
	return refuseObjects(r)
}

// badRequestStatus is badRequest with another status and a fixed message.
func badRequestStatus(status int, code twilio.ErrorCode, message string) *apiError {
	return &apiError{status: status, code: code, message: message}
}

// isEmail says that a text is an address and nothing more.
func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text
}

// refuseObjects looks at the parameters that are JSON.
func refuseObjects(r *request) *apiError {
	var tags, substitutions, configuration map[string]any
	for param, object := range map[string]*map[string]any{
		"Tags": &tags, "TemplateCustomSubstitutions": &substitutions, "ChannelConfiguration": &configuration,
	} {
		if text := r.form.Get(param); text != "" && json.Unmarshal([]byte(text), object) != nil {
			return r.invalid(param, "it is no JSON object")
		}
	}
	if len(tags) > maxTags {
		return r.invalid("Tags", "it takes ten of them at most")
	}
	for name, value := range tags {
		text, isText := value.(string)
		if !isText || utf8.RuneCountInString(name) > maxTag || utf8.RuneCountInString(text) > maxTag {
			return r.invalid("Tags", "names and values are texts of 128 characters at most")
		}
	}
	if from, given := configuration["from"].(string); given && !isEmail(from) {
		return r.invalid("ChannelConfiguration", "from is no email address")
	}
	return nil
}

// refusePayment looks at the parameters of a transaction under PSD2.
// https://www.twilio.com/docs/verify/verifying-transactions-psd2
func refusePayment(r *request, service *verifyService) *apiError {
	channel := r.form.Get("Channel")
	switch {
	case !service.psd2Enabled:
		return nil
	case r.form.Get("Amount") == "" || r.form.Get("Payee") == "":
		return badRequest(verifyNeedsPayment, "'Amount' & 'Payee' params are required")
	case channel == channelCall:
		return badRequest(verifyNoCallPayment, "Call channel is not supported when using PSD2")
	case channel == channelSNA:
		return badRequest(verifyNoSNAPayment, "Silent Network Auth is not supported when using PSD2")
	}
	return nil
}

// fetchVerification takes the recipient for the SID as well, as Twilio does.
func (s *Sim) fetchVerification(r *request, service *verifyService) (any, *apiError) {
	v := s.namedVerification(service, r.ids["Sid"])
	if v == nil || v.status == verificationApproved { // which Twilio has deleted
		return nil, r.absent()
	}
	key := "fetch " + v.sid
	if wait := s.overLimit(key, statusLimits[:]...); wait > 0 {
		return nil, tooMany(wait, "")
	}
	s.countTowards(key)
	return s.verificationJSON(r, v), nil
}

func (s *Sim) updateVerification(r *request, service *verifyService) (any, *apiError) {
	v := s.namedVerification(service, r.ids["Sid"])
	if v == nil || v.status != verificationPending && v.status != verificationMaxed {
		return nil, r.absent()
	}
	v.status, v.updated = r.form.Get("Status"), s.Clock.Now()
	if v.status == verificationApproved {
		v.convert(v.updated)
	}
	s.notify()
	return s.verificationJSON(r, v), nil
}

type sendAttemptJSON struct {
	AttemptSID string  `json:"attempt_sid"`
	Channel    string  `json:"channel"`
	Time       *string `json:"time"`
}

type snaJSON struct {
	URL string `json:"url"`
}

type verificationJSON struct {
	SID              string            `json:"sid"`
	ServiceSID       string            `json:"service_sid"`
	AccountSID       string            `json:"account_sid"`
	To               string            `json:"to"`
	Channel          string            `json:"channel"`
	Status           string            `json:"status"`
	Valid            bool              `json:"valid"`
	Lookup           map[string]any    `json:"lookup"`
	Amount           *string           `json:"amount"`
	Payee            *string           `json:"payee"`
	SendCodeAttempts []sendAttemptJSON `json:"send_code_attempts"`
	DateCreated      *string           `json:"date_created"`
	DateUpdated      *string           `json:"date_updated"`
	SNA              *snaJSON          `json:"sna"`
	URL              string            `json:"url"`
}

func (s *Sim) verificationJSON(r *request, v *verification) verificationJSON {
	j := verificationJSON{
		SID: v.sid, ServiceSID: v.service.sid, AccountSID: v.account, To: v.to, Channel: v.channel, Status: v.status,
		Valid: v.status == verificationApproved, Lookup: map[string]any{}, Amount: orNull(v.amount), Payee: orNull(v.payee),
		DateCreated: iso8601(v.created), DateUpdated: iso8601(v.updated), URL: serviceURL(r, v.service.sid, "/Verifications/", v.sid),
	}
	if v.service.lookupEnabled || v.channel == channelSNA {
		j.Lookup["carrier"] = s.carrierOf(v.to)
	}
	for _, a := range v.sends {
		j.SendCodeAttempts = append(j.SendCodeAttempts, sendAttemptJSON{AttemptSID: a.sid, Channel: a.shownChannel(), Time: iso8601(a.created)})
	}
	if v.channel == channelSNA {
		j.SNA = &snaJSON{URL: v.sna.url}
	}
	return j
}

// carrierOf describes the carrier of a recipient's line; s.mu is held.
func (s *Sim) carrierOf(number string) map[string]any {
	line := s.lookedUp(number).LineTypeIntelligence
	return map[string]any{
		"name": orNull(line.CarrierName), "type": orNull(line.Type), "error_code": codeOrNull(line.ErrorCode),
		"mobile_country_code": orNull(line.MobileCountryCode), "mobile_network_code": orNull(line.MobileNetworkCode),
	}
}
