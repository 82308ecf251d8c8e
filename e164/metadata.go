package e164

import (
	"errors"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// maxCountryCode is the number of digits of the longest country codes.
const maxCountryCode = 3

// splitCountryCode splits n into country code and national part. No code begins another,
// so the first code that exists is the right one; n begins with +.
func splitCountryCode(n string) (code int, national string, known bool) {
	for end := 2; end <= min(len(n), 1+maxCountryCode); end++ {
		code, err := strconv.Atoi(n[1:end])
		if err != nil || code == 0 {
			return 0, "", false
		}
		if phonenumbers.GetRegionCodeForCountryCode(code) != phonenumbers.UNKNOWN_REGION {
			return code, n[end:], true
		}
	}
	return 0, "", false
}

// knownRegion returns the region in capitals, or "".
func knownRegion(text, region string) (string, error) {
	if region == "" {
		return "", nil
	}
	if upper := strings.ToUpper(region[:min(len(region), 3)]); phonenumbers.GetCountryCodeForRegion(upper) != 0 {
		return upper, nil
	}
	remedy := `name it by its ISO 3166 code of two letters, such as "US"`
	if strings.EqualFold(region, "UK") {
		remedy = `write "GB" for the United Kingdom`
	}
	return "", newError(ErrUnknownRegion, text, region[:min(len(region), 16)], "has a region that does not exist", remedy)
}

// checkPossible says why n cannot be a number of its country. Parse returns a number that
// checkPossible accepts unchanged.
func checkPossible(text string, n Number) error {
	code, national, _ := splitCountryCode(string(n))
	if len(n) > 1+maxDigits {
		return tooLong(text)
	}
	switch phonenumbers.IsPossibleNumberWithReason(newPhoneNumber(code, national)) {
	case phonenumbers.IS_POSSIBLE:
	case phonenumbers.TOO_SHORT, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return tooShort(text)
	case phonenumbers.TOO_LONG:
		if err := refuseMexicanPrefix(text, n); err != nil {
			return err
		}
		return tooLong(text)
	default:
		return newError(ErrNotPossible, text, "", "has a number of digits that no number of its country has", "compare it with where it came from")
	}
	if !Valid(string(n)) {
		return tooShort(text)
	}
	return checkTrunk(text, n, code, national)
}

// checkTrunk refuses a national part that still begins with a trunk prefix, which is dialled
// within the country only. Some countries have numbers that begin with the same digits; the
// metadata knows them.
func checkTrunk(text string, n Number, code int, national string) error {
	trunk := phonenumbers.GetNddPrefixForRegion(phonenumbers.GetRegionCodeForCountryCode(code), true)
	begins := trunk != "" && strings.HasPrefix(national, trunk)
	switch {
	case begins && trunk == "0", strings.HasPrefix(national, "00"):
		if n.Assigned() {
			return nil
		}
	case begins:
		if same, err := readWithMetadata(string(n), ""); err == nil && same == n {
			return nil
		}
	default:
		return nil
	}
	return newError(ErrTrunkPrefix, text, "", "begins with a trunk prefix, and is too short or too long without it",
		"leave the prefix out after a country code, and write all other digits")
}

func tooShort(text string) error {
	return newError(ErrTooShort, text, "", "has too few digits for its country", "write the whole number, area code included")
}

func tooLong(text string) error {
	return newError(ErrTooLong, text, "", "has too many digits for its country", "pass one number, and write + before its country code")
}

func (n Number) nationalBegins(prefix string) bool {
	_, national, _ := splitCountryCode(string(n))
	return strings.HasPrefix(national, prefix)
}

// readWithMetadata removes trunk and international prefixes by the metadata of the region.
// typed is a result of scan; the region is "" when typed begins with +.
func readWithMetadata(typed, region string) (Number, error) {
	var read phonenumbers.PhoneNumber
	if err := phonenumbers.ParseToNumber(typed, region, &read); err != nil {
		return "", err
	}
	out := make([]byte, 0, 24)
	out = append(out, '+')
	out = strconv.AppendInt(out, int64(read.GetCountryCode()), 10)
	if read.GetItalianLeadingZero() {
		for range read.GetNumberOfLeadingZeros() {
			out = append(out, '0')
		}
	}
	return Number(strconv.AppendUint(out, read.GetNationalNumber(), 10)), nil
}

// unreadable explains an error of readWithMetadata for a national number.
func unreadable(text string, err error) error {
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		return newError(ErrCountryCode, text, "", "has no country code that exists after its international prefix",
			"write + and the country code, such as +1 or +44")
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return tooLong(text)
	}
	return tooShort(text)
}

// newPhoneNumber returns the number in the type of phonenumbers, without parsing it again.
// Leading zeros are counted, because the number itself is an integer. When all digits are
// zeros, the last one is the number.
func newPhoneNumber(code int, national string) *phonenumbers.PhoneNumber {
	value, err := strconv.ParseUint(national, 10, 64)
	if err != nil {
		value = 0 // an empty national part is too short, and says so as 0
	}
	countryCode := int32(code) //nolint:gosec // three digits
	described := &phonenumbers.PhoneNumber{CountryCode: &countryCode, NationalNumber: &value}
	zeros := int32(0)
	for int(zeros) < len(national)-1 && national[zeros] == '0' {
		zeros++
	}
	if zeros > 0 {
		italian := true
		described.ItalianLeadingZero, described.NumberOfLeadingZeros = &italian, &zeros
	}
	return described
}
