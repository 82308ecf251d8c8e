package e164

import "github.com/nyaruka/phonenumbers"

// Number is a phone number in E.164: "+14155552671". [Parse] returns it. For a Number that
// is not in E.164 the methods return "", [TypeUnknown], false, or the text itself. A
// Mexican number as WhatsApp writes it, "+5215555550123", comes from [ParseAddress]; the
// methods describe the number that is dialled, without the 1.
type Number string

// Type is the kind of line of a number, as far as the digits tell. A ported number keeps its
// digits, so that Twilio's Lookup knows more.
type Type string

// The types of numbers.
const (
	TypeUnknown           Type = "unknown" // not assigned, too
	TypeFixedLine         Type = "fixed_line"
	TypeMobile            Type = "mobile"
	TypeFixedLineOrMobile Type = "fixed_line_or_mobile" // North America does not tell them apart
	TypeTollFree          Type = "toll_free"
	TypePremium           Type = "premium"
	TypeSharedCost        Type = "shared_cost"
	TypeVoIP              Type = "voip"
	TypePersonal          Type = "personal"
	TypePager             Type = "pager"
	TypeUAN               Type = "uan" // one number for a whole company
	TypeVoicemail         Type = "voicemail"
)

// String returns the number in E.164, which is not masked.
func (n Number) String() string { return string(n) }

// Country returns the ISO 3166 code of the country that the number belongs to,
// "US". It is "" for numbers of no country, such as +800, and for numbers that are
// not assigned where several countries share the code, such as +1 and +44.
func (n Number) Country() string {
	described := n.parsed()
	if described == nil {
		return ""
	}
	if region := phonenumbers.GetRegionCodeForNumber(described); region != phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
		return region
	}
	return ""
}

// National returns the number as it is written in its country: "(415) 555-2671".
// Where that would be read as another number it is [Number.International]: the
// national form of Argentina's mobiles lacks their area code in the metadata.
func (n Number) National() string {
	national := n.format(phonenumbers.NATIONAL)
	if n.roundTrips(national) {
		return national
	}
	return n.International()
}

// International returns the number as it is written abroad: "+1 415-555-2671".
func (n Number) International() string { return n.format(phonenumbers.INTERNATIONAL) }

// Type returns the kind of line, and [TypeUnknown] when the number is not assigned.
func (n Number) Type() Type {
	described := n.parsed()
	if described == nil {
		return TypeUnknown
	}
	switch phonenumbers.GetNumberType(described) {
	case phonenumbers.FIXED_LINE:
		return TypeFixedLine
	case phonenumbers.MOBILE:
		return TypeMobile
	case phonenumbers.FIXED_LINE_OR_MOBILE:
		return TypeFixedLineOrMobile
	case phonenumbers.TOLL_FREE:
		return TypeTollFree
	case phonenumbers.PREMIUM_RATE:
		return TypePremium
	case phonenumbers.SHARED_COST:
		return TypeSharedCost
	case phonenumbers.VOIP:
		return TypeVoIP
	case phonenumbers.PERSONAL_NUMBER:
		return TypePersonal
	case phonenumbers.PAGER:
		return TypePager
	case phonenumbers.UAN:
		return TypeUAN
	case phonenumbers.VOICEMAIL:
		return TypeVoicemail
	default:
		return TypeUnknown
	}
}

// Assigned says whether the number lies in a range that its country uses. Numbers
// reserved for examples, such as +447700900123, do not.
func (n Number) Assigned() bool {
	described := n.parsed()
	return described != nil && phonenumbers.IsValidNumber(described)
}

// WhatsApp returns the number's address on WhatsApp, "whatsapp:+14155552671", and
// "" for an empty number.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api
func (n Number) WhatsApp() string {
	if n == "" {
		return ""
	}
	return Address{Channel: ChannelWhatsApp, Number: n}.String()
}

// parsed returns the number in the type of phonenumbers, nil for a text that is not in E.164
// or has no country code.
func (n Number) parsed() *phonenumbers.PhoneNumber {
	if !Valid(string(n)) {
		return nil
	}
	code, national, known := splitCountryCode(string(n.dialled()))
	if !known {
		return nil
	}
	return newPhoneNumber(code, national)
}

// readsBack says whether national is n to somebody in its country.
func (n Number) roundTrips(national string) bool {
	code, _, known := splitCountryCode(string(n))
	region := phonenumbers.GetRegionCodeForCountryCode(code)
	if !known || region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
		return true // no country, nobody to read it
	}
	typed, err := scan(national)
	if err != nil {
		return false
	}
	read, err := readWithMetadata(typed, region)
	return err == nil && read == n.dialled()
}

func (n Number) format(format phonenumbers.PhoneNumberFormat) string {
	described := n.parsed()
	if described == nil {
		return string(n)
	}
	return phonenumbers.Format(described, format)
}
