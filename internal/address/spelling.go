package address

import "strings"

// spellings returns the number as it is written, and in the other ways in which
// Twilio may write it.
func (a address) spellings() []address {
	all := []address{a}
	if a.channel == WhatsApp {
		if other := otherWhatsAppForm(a.digits); other != "" {
			all = append(all, a.spelled(other))
		}
	}
	if without := withoutTrunk(a.digits); a.country && without != "" {
		shorter := a.spelled(without)
		shorter.lossy = true
		all = append(all, shorter)
	}
	return all
}

func (a address) spelled(digits string) address {
	a.digits = digits
	return a
}

// otherWhatsAppForm returns the other one of the two forms that WhatsApp has for numbers
// of Mexico (+52 1), Argentina (+54 9) and Brazil (the ninth digit), without the +.
// It returns "" for any other number.
// https://www.twilio.com/docs/whatsapp/key-concepts
func otherWhatsAppForm(digits string) string {
	const long = 13 // digits, country code included
	if len(digits) != long && len(digits) != long-1 {
		return ""
	}
	at, more := 2, "9"
	switch digits[:2] {
	case "52":
		more = "1"
	case "54":
	case "55":
		at = 4
	default:
		return ""
	}
	if len(digits) < long {
		return digits[:at] + more + digits[at:]
	}
	if rest, found := strings.CutPrefix(digits[at:], more); found {
		return digits[:at] + rest
	}
	return ""
}

// hasTwoWhatsAppForms reports that WhatsApp has two forms for a country's numbers.
func hasTwoWhatsAppForms(digits string) bool {
	return strings.HasPrefix(digits, "52") || strings.HasPrefix(digits, "54") || strings.HasPrefix(digits, "55")
}

// withoutTrunk returns a number without its trunk prefix, which is dialled before it at
// home and stands behind its country code by mistake: +44 07700 900123. It returns ""
// for a number without a trunk prefix.
func withoutTrunk(digits string) string {
	if len(digits) < fewestDigits {
		return ""
	}
	country := countryCode(digits)
	if len(country) == 1 && len(digits) == 11 {
		return "" // every number of +1 and +7 has 11 digits
	}
	for _, trunk := range trunksOf(country) {
		if rest, found := strings.CutPrefix(digits[len(country):], trunk); found {
			return country + rest
		}
	}
	return ""
}

// twoDigitCodes are the country codes of two digits. 1 and 7 have one, others three.
// https://www.itu.int/pub/T-SP-E.164D
const twoDigitCodes = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98"

func countryCode(digits string) string {
	switch {
	case digits[0] == '1', digits[0] == '7':
		return digits[:1]
	case strings.Contains(twoDigitCodes, digits[:2]):
		return digits[:2]
	}
	return digits[:3]
}

// trunksOf returns the trunk prefixes of a country, which are dialled before numbers at
// home: mostly a 0. In some countries the 0 is a digit of the number like any other.
// https://www.itu.int/pub/T-SP-E.164C
func trunksOf(country string) []string {
	switch country {
	case "1", "692":
		return []string{"1"}
	case "7":
		return []string{"8"}
	case "36":
		return []string{"06"}
	case "370", "993":
		return []string{"0", "8"}
	case "375":
		return []string{"80", "8", "0"}
	case "39", "47", "225", "227", "229", "241", "242", "247", "267", "268", "378", "501", "676", "679", "687", "853":
		return nil
	}
	return []string{"0"}
}
