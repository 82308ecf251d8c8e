package twiliotest

import (
	"strings"

	"github.com/seed15d99369/twilio"
)

// The price of a number for the first month. Twilio takes it at once.
// https://www.twilio.com/en-us/phone-numbers/pricing/us
const (
	numberPrice   money = 115_000 // 1.15
	tollFreePrice money = 215_000 // 2.15
)

// buyNumber takes a number out of the inventory and makes it the account's.
func (s *Sim) buyNumber(r *request) (any, *apiError) {
	item, problem := s.choose(r)
	if problem != nil {
		return nil, problem
	}
	n := &Number{number: item.PhoneNumber}
	n.set(r.form)
	settings := n.record.settings
	switch problem = s.refuseNumber(n, r.account, item); {
	case problem != nil:
		return nil, problem
	case s.balance <= 0:
		return nil, accountNotActive()
	}
	s.own(n, r.account)
	n.record.settings = settings
	if item.Kind == KindTollFree {
		s.balance -= tollFreePrice
	} else {
		s.balance -= numberPrice
	}
	return s.numberJSON(r, n), nil
}

// choose finds the number that is to be bought.
func (s *Sim) choose(r *request) (*stock, *apiError) {
	number, area := r.form.Get("PhoneNumber"), r.form.Get("AreaCode")
	switch {
	case number == "" && area != "":
		return s.chooseInArea(area)
	case !e164.MatchString(number):
		return nil, badRequest(twilio.CodeNumberInvalid, "PhoneNumber %s is not valid", number)
	case !s.isAvailable(number):
		return nil, taken(number)
	}
	item := s.stockOf(number)
	if kind := kindOf(r.op); kind != "" && kind != item.Kind {
		return nil, badRequest(twilio.CodeNumberOfAnotherKind, "The number %s is not a %s number", number, kind)
	}
	return item, nil
}

// chooseInArea takes the first number of an area code.
func (s *Sim) chooseInArea(area string) (*stock, *apiError) {
	const digits = 3
	if len(area) != digits || strings.Trim(area, "0123456789") != "" {
		return nil, badRequest(21451, "AreaCode %s is not valid", area)
	}
	for _, item := range s.inventory() {
		if item.areaCode() == area && s.isAvailable(item.PhoneNumber) {
			return item, nil
		}
	}
	return nil, noneInArea(area)
}

func taken(number string) *apiError {
	return badRequest(twilio.CodeNumberTaken, "The phone number %s is not available", number)
}

func noneInArea(area string) *apiError {
	return badRequest(twilio.CodeAreaCodeWithoutNumbers, "No phone numbers found in area code %s", area)
}

// isAvailable says that a number of the inventory is nobody's. One that was released
// stays away.
func (s *Sim) isAvailable(number string) bool {
	return s.numbers[number] == nil && !s.released[number] && s.inStock(number) != nil
}

// refuseNumber checks the settings of a number for the account that it is to belong to.
func (s *Sim) refuseNumber(n *Number, account string, item *stock) *apiError {
	switch {
	case n.sms.url == "" && n.sms.fallback != nil && n.sms.fallback.url != "":
		return badRequest(21406, "SmsFallbackUrl needs an SmsUrl")
	case n.voice.url == "" && n.voice.fallback != nil && n.voice.fallback.url != "":
		return badRequest(21405, "VoiceFallbackUrl needs a VoiceUrl")
	case n.sms.url != "" && item.WithoutSMS:
		return badRequest(21407, "This number does not take text messages")
	case isTrue(n.record.setting("VoiceCallerIdLookup")) && !strings.HasPrefix(n.number, "+1"):
		return badRequest(21409, "VoiceCallerIdLookup is not supported for this number")
	}
	for _, name := range [...]string{"SmsApplicationSid", "VoiceApplicationSid"} {
		if sid := n.record.setting(name); sid != "" && !s.hasApplication(account, sid) {
			return badRequest(21420, "%s %s is not an application of this account", name, sid)
		}
	}
	return s.refuseRegistration(n, account, item)
}

// refuseRegistration checks the address and the bundle that the country of a number asks for.
func (s *Sim) refuseRegistration(n *Number, account string, item *stock) *apiError {
	sid := n.record.setting("AddressSid")
	address := s.addressNamed(account, sid)
	switch {
	case sid == "" && item.requirements() != requiresNone:
		return badRequest(twilio.CodeAddressMissing, "An AddressSid is required for this phone number")
	case sid != "" && address == nil:
		return badRequest(twilio.CodeAddressNotOnFile, "The address %s is not on file in this account", sid)
	case item.AddressRequirements == requiresLocal && address.country != item.country:
		return badRequest(twilio.CodeLocalAddressMissing, "This phone number requires a local address")
	case item.AddressRequirements == requiresForeign && address.country == item.country:
		return badRequest(twilio.CodeAddressMissing, "This phone number requires a foreign address")
	case item.NeedsBundle && n.record.setting("BundleSid") == "":
		return badRequest(twilio.CodeBundleMissing, "A BundleSid is required for this phone number")
	}
	bundle := s.kept(bundlesPath, n.record.setting("BundleSid"))
	if bundle != nil && bundle.text("status") != bundleApproved {
		return badRequest(twilio.CodeBundleMissing, "The bundle %s is %s, and the phone number needs one that is approved", bundle.sid(), bundle.text("status"))
	}
	if emergency := n.record.setting("EmergencyAddressSid"); emergency != "" && s.addressNamed(account, emergency) == nil {
		return badRequest(twilio.CodeAddressNotOnFile, "The address %s is not on file in this account", emergency)
	}
	return nil
}
