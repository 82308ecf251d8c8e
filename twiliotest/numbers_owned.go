package twiliotest

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// incomingHandler returns the handler of an operation on the numbers that the account
// owns, nil for all others.
func incomingHandler(operation string) handler {
	switch operation {
	case "CreateIncomingPhoneNumber", "CreateIncomingPhoneNumberLocal", "CreateIncomingPhoneNumberMobile", "CreateIncomingPhoneNumberTollFree":
		return (*Sim).buyNumber
	case "ListIncomingPhoneNumber", "ListIncomingPhoneNumberLocal", "ListIncomingPhoneNumberMobile", "ListIncomingPhoneNumberTollFree":
		return (*Sim).listNumbers
	case "FetchIncomingPhoneNumber":
		return (*Sim).fetchNumber
	case "UpdateIncomingPhoneNumber":
		return (*Sim).updateNumber
	case "DeleteIncomingPhoneNumber":
		return (*Sim).releaseNumber
	}
	return nil
}

// numberRecord holds the facts of a number that the API shows. A short code and a name have an account
// alone.
type numberRecord struct {
	sid      string // PN…
	account  string
	created  time.Time
	updated  time.Time
	hidden   time.Time         // from lists, until then
	hosted   bool              // of another carrier's, by a hosted number order
	settings map[string]string // by Twilio's names, but for the webhooks; nil for none
}

// setting returns a setting, "" for none.
func (rec *numberRecord) setting(name string) string { return rec.settings[name] }

// own makes a number an account's; s.mu is held. Its SID depends on the number and on how
// often it was released, so that no other SID changes for its sake.
func (s *Sim) own(n *Number, account string) {
	now := s.Clock.Now()
	n.record = numberRecord{account: account, created: now, updated: now}
	s.numbers[n.number] = n
	s.emit(EventNumber, n.number, "")
	switch {
	case isShortCode(n):
		n.record.sid = "SC" + s.digest("SC"+n.number, 0)
	case e164.MatchString(n.number):
		n.record.sid = "PN" + s.digest(n.number, len(s.released))
		s.owned = append(s.owned, n)
	}
}

// owns says whether an account may send from a number, or call: from its own, and a
// subaccount from those of the main account; s.mu is held.
func (s *Sim) owns(account, number string) bool {
	n := s.numbers[number]
	return n != nil && (n.record.account == account || n.record.account == s.main.sid)
}

// numberNamed finds a number of an account by its SID, nil when there is none; s.mu is
// held.
func (s *Sim) numberNamed(account, sid string) *Number {
	for _, n := range s.owned {
		if n.record.sid == sid && n.record.account == account {
			return n
		}
	}
	return nil
}

func (s *Sim) fetchNumber(r *request) (any, *apiError) {
	n := s.numberNamed(r.account, r.ids["Sid"])
	if n == nil {
		return nil, r.absent()
	}
	return s.numberJSON(r, n), nil
}

// listNumbers answers with the newest number first.
func (s *Sim) listNumbers(r *request) (any, *apiError) {
	wanted, err := numberPattern(r.query.Get("PhoneNumber"))
	if err != nil {
		return nil, badRequest(twilio.CodeNumberInvalid, "PhoneNumber is not valid")
	}
	name, origin, beta, kind := r.query.Get("FriendlyName"), r.query.Get("Origin"), r.query.Get("Beta"), kindOf(r.op)
	var found []*Number
	for _, n := range slices.Backward(s.owned) {
		item := s.stockOf(n.number)
		switch {
		case n.record.account != r.account, s.Clock.Now().Before(n.record.hidden), !wanted.MatchString(n.number):
		case name != "" && name != n.friendlyName(), origin != "" && origin != n.origin(), kind != "" && kind != item.Kind:
		case strings.EqualFold(beta, "false") && item.Beta:
		default:
			found = append(found, n)
		}
	}
	return pageOf(r, r.resource(), "incoming_phone_numbers", found,
		func(n *Number) string { return n.record.sid }, func(n *Number) any { return s.numberJSON(r, n) })
}

// numberPattern reads a number in which * stands for any digits; "" stands for all. It
// fails on text that is not UTF-8.
func numberPattern(text string) (*regexp.Regexp, error) {
	if text == "" {
		text = "*"
	}
	return regexp.Compile("^" + strings.ReplaceAll(regexp.QuoteMeta(text), `\*`, `[+\d]*`) + "$")
}

func (s *Sim) updateNumber(r *request) (any, *apiError) {
	n := s.numberNamed(r.account, r.ids["Sid"])
	if n == nil {
		return nil, r.absent()
	}
	account, changed := n.record.account, *n
	if to := r.form.Get("AccountSid"); to != "" {
		if problem := s.refuseTransfer(r, to); problem != nil {
			return nil, problem
		}
		account = to
	}
	changed.record.settings = cloneOf(n.record.settings)
	changed.set(r.form)
	if problem := s.refuseNumber(&changed, account, s.stockOf(n.number)); problem != nil {
		return nil, problem
	}
	if account != n.record.account {
		s.leaveServices(n)
		changed.service = ""
	}
	changed.record.account, changed.record.updated = account, s.Clock.Now()
	*n = changed
	return s.numberJSON(r, n), nil
}

// refuseTransfer checks the account that is to get a number.
// https://www.twilio.com/docs/api/errors/21470
func (s *Sim) refuseTransfer(r *request, to string) *apiError {
	switch {
	case r.by.account != s.main.sid:
		return badRequest(21474, "Only the parent account can transfer phone numbers")
	case s.accountOf(to) == nil:
		return badRequest(21471, "Account %s does not exist", to)
	case s.statusOf(to) != accountActive:
		return badRequest(21472, "Account %s is not active", to)
	}
	return nil
}

func (s *Sim) releaseNumber(r *request) (any, *apiError) {
	n := s.numberNamed(r.account, r.ids["Sid"])
	if n == nil {
		return nil, r.absent()
	}
	s.release(n)
	s.forget("api", r)
	return nil, nil //nolint:nilnil // no body, no error
}

// release gives a number up; s.mu is held.
func (s *Sim) release(n *Number) {
	delete(s.numbers, n.number)
	s.owned = without(s.owned, n)
	s.leaveServices(n)
	if s.released == nil {
		s.released = map[string]bool{}
	}
	s.released[n.number] = true
}

// forget deletes the resources below that of a request, such as add-ons.
func (s *Sim) forget(host string, r *request) {
	path := strings.TrimSuffix(r.resource(), ".json")
	s.resources.remove(host, path[:strings.LastIndexByte(path, '/')], path)
}

// numberSettings are the parameters that a number keeps as they are sent.
var numberSettings = [...]string{
	"FriendlyName", "ApiVersion", "SmsApplicationSid", "VoiceApplicationSid", "VoiceCallerIdLookup", "VoiceReceiveMode", "TrunkSid",
	"AddressSid", "BundleSid", "IdentitySid", "EmergencyStatus", "EmergencyAddressSid",
}

// set takes over the parameters of a request; an empty one takes a setting away.
func (n *Number) set(form url.Values) {
	for _, name := range numberSettings {
		if !form.Has(name) {
			continue
		}
		if n.record.settings == nil {
			n.record.settings = map[string]string{}
		}
		n.record.settings[name] = form.Get(name)
	}
	n.sms.set(form, "SmsUrl", "SmsMethod", "SmsFallbackUrl", "SmsFallbackMethod")
	n.voice.set(form, "VoiceUrl", "VoiceMethod", "VoiceFallbackUrl", "VoiceFallbackMethod")
	n.voiceStatus.set(form, "StatusCallback", "StatusCallbackMethod", "", "")
	n.voice.voice, n.voiceStatus.voice, n.voiceStatus.status = true, true, true
}

// set takes over the parameters of a hook by their names.
func (h *hook) set(form url.Values, address, method, fallback, fallbackMethod string) {
	if form.Has(address) {
		h.url = form.Get(address)
	}
	if form.Has(method) {
		h.method = form.Get(method)
	}
	if !form.Has(fallback) && !form.Has(fallbackMethod) {
		return
	}
	next := hook{voice: h.voice}
	if h.fallback != nil {
		next = *h.fallback
	}
	next.set(form, fallback, fallbackMethod, "", "")
	h.fallback = &next
}

// smsHook is who answers the messages to a number: its application, or its own address;
// s.mu is held.
func (s *Sim) smsHook(n *Number) *hook {
	if sid := n.record.setting("SmsApplicationSid"); sid != "" {
		return s.applicationHook(n, sid, "Sms")
	}
	return n.asked(n.sms)
}

// voiceHooks are who answers the calls to a number, and who is told of their end; nobody
// for no number; s.mu is held.
func (s *Sim) voiceHooks(n *Number) (voice, status *hook) {
	if n == nil {
		return &hook{}, &hook{}
	}
	sid := n.record.setting("VoiceApplicationSid")
	if sid == "" {
		return n.asked(n.voice), n.asked(n.voiceStatus)
	}
	status = &hook{voice: true, status: true}
	status.set(s.applicationForm(n.record.account, sid), "StatusCallback", "StatusCallbackMethod", "", "")
	return s.applicationHook(n, sid, "Voice"), status
}

func (s *Sim) applicationHook(n *Number, sid, channel string) *hook {
	h := &hook{voice: channel == "Voice"}
	h.set(s.applicationForm(n.record.account, sid), channel+"Url", channel+"Method", channel+"FallbackUrl", channel+"FallbackMethod")
	return h
}

// applicationForm are the addresses of an application under the names of its parameters,
// empty when there is none.
// https://www.twilio.com/docs/usage/api/applications
func (s *Sim) applicationForm(account, sid string) url.Values {
	form := url.Values{}
	app := s.resources.at("api", accountPath(account, "/Applications/"+sid))
	if app == nil {
		return form
	}
	for _, name := range [...]string{
		"SmsUrl", "SmsMethod", "SmsFallbackUrl", "SmsFallbackMethod",
		"VoiceUrl", "VoiceMethod", "VoiceFallbackUrl", "VoiceFallbackMethod", "StatusCallback", "StatusCallbackMethod",
	} {
		if value := textOf(app.values[fold(name)]); value != "" {
			form.Set(name, value)
		}
	}
	return form
}

// friendlyName is the name that a number was given, or the number as its people write it.
func (n *Number) friendlyName() string {
	return cmp.Or(n.record.setting("FriendlyName"), displayed(n.number))
}

// origin says whose number it is: Twilio's, or another carrier's.
func (n *Number) origin() string {
	if n.record.hosted {
		return "hosted"
	}
	return "twilio"
}

// numberJSON is a number as an operation shows it: with the properties that Twilio has
// published of that operation.
func (s *Sim) numberJSON(r *request, n *Number) map[string]any {
	rec, item := &n.record, s.stockOf(n.number)
	all := map[string]any{
		"sid": rec.sid, "account_sid": rec.account, "phone_number": n.number, "friendly_name": n.friendlyName(),
		"api_version": cmp.Or(rec.setting("ApiVersion"), "2010-04-01"), "origin": n.origin(), "status": "in-use", "type": typeOfKind(item.Kind),
		"beta": item.Beta, "capabilities": item.capabilities(), "address_requirements": item.requirements(),
		"date_created": rec.created.UTC().Format(time.RFC1123Z), "date_updated": rec.updated.UTC().Format(time.RFC1123Z),
		"emergency_status": cmp.Or(rec.setting("EmergencyStatus"), "Inactive"), "emergency_address_status": "unregistered",
		"voice_caller_id_lookup": isTrue(rec.setting("VoiceCallerIdLookup")), "voice_receive_mode": cmp.Or(rec.setting("VoiceReceiveMode"), "voice"),
		"uri": accountPath(rec.account, "/IncomingPhoneNumbers/"+rec.sid+".json"),
	}
	if rec.setting("EmergencyAddressSid") != "" {
		all["emergency_address_status"] = "registered"
	}
	for _, name := range [...]string{"AddressSid", "BundleSid", "IdentitySid", "EmergencyAddressSid", "SmsApplicationSid", "VoiceApplicationSid", "TrunkSid"} {
		all[snake(name)] = orNull(rec.setting(name))
	}
	n.sms.show(all, "sms_url", "sms_method", "sms_fallback_url", "sms_fallback_method", n.method)
	n.voice.show(all, "voice_url", "voice_method", "voice_fallback_url", "voice_fallback_method", n.method)
	n.voiceStatus.show(all, "status_callback", "status_callback_method", "", "", n.method)
	return publishedOf(r, all)
}

// show writes a hook under the names of its properties.
func (h *hook) show(all map[string]any, address, method, fallback, fallbackMethod, usual string) {
	all[address], all[method] = h.url, cmp.Or(h.method, usual, http.MethodPost)
	if fallback == "" {
		return
	}
	next := hook{}
	if h.fallback != nil {
		next = *h.fallback
	}
	next.show(all, fallback, fallbackMethod, "", "", usual)
}

// typeOfKind is how a number's own record names its kind.
func typeOfKind(kind string) string {
	if kind == KindTollFree {
		return "toll-free"
	}
	return strings.ToLower(kind)
}

func cloneOf(settings map[string]string) map[string]string {
	clone := map[string]string{}
	for name, value := range settings {
		clone[name] = value
	}
	return clone
}

// buyTestNumber answers as Twilio does to test credentials: nothing is bought, and some
// numbers stand for errors.
// https://www.twilio.com/docs/iam/test-credentials#test-buying-a-number
func (s *Sim) buyTestNumber(r *request) (any, *apiError) {
	const good, emptyArea, goodArea = "+15005550006", "533", "500"
	number, area := r.form.Get("PhoneNumber"), r.form.Get("AreaCode")
	switch {
	case number == "" && area == emptyArea:
		return nil, noneInArea(area)
	case number == "" && area == goodArea:
		number = good
	case number == "+15005550000":
		return nil, taken(number)
	case number != good:
		return nil, badRequest(twilio.CodeNumberInvalid, "PhoneNumber %s is not valid", number)
	}
	n := &Number{number: number, record: numberRecord{sid: "PN" + s.digest(number, 0), account: r.account, created: s.Clock.Now(), updated: s.Clock.Now()}}
	n.set(r.form)
	return s.numberJSON(r, n), nil
}
