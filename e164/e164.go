// Package e164 turns phone numbers as people write them into the form that
// Twilio takes, E.164: a plus sign, the country code, and the rest, without
// anything in between.
//
//	package main
//
//	import (
//		"errors"
//		"fmt"
//
//		"github.com/seed15d99369/twilio/e164"
//	)
//
//	func main() {
//		number, err := e164.Parse("(415) 555-2671", "US")
//		var bad *e164.Error
//		if errors.As(err, &bad) {
//			fmt.Println(bad.Problem, "-", bad.Remedy) // for whoever typed it; err itself is for the log
//			return
//		}
//		fmt.Println(number, number.Country(), number.International()) // +14155552671 US +1 415-555-2671
//	}
//
// [Parse] guesses nothing. There is no default region, letters are not dialled,
// an extension is refused instead of dropped. It accepts possible numbers: those with a
// country code that exists, and a length that numbers of the country have.
// [Number.Assigned] says whether a number belongs to a range that is in use. Only Twilio's
// Lookup knows whether the number reaches a phone.
//
// [Valid] looks at the syntax alone, for numbers that a machine wrote, and
// [ParseAddress] also reads the other addresses that Twilio takes as From and To: whatsapp:,
// client:, sip:, short codes, the names of senders.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-e164
package e164

import "strings"

// maxInput bounds the text of a number, in bytes: the longest number takes 16, and
// full-width digits take three each.
const maxInput = 64

// Digits of a number in E.164, country code included. The standard sets the
// upper bound; below the lower one no country has numbers to dial from abroad.
const (
	minDigits = 7
	maxDigits = 15
)

// Valid says whether s is written in E.164: a plus sign and 7 to 15 digits, the
// first of them not 0. It allocates nothing and knows nothing of countries.
func Valid(s string) bool {
	if len(s) < 1+minDigits || len(s) > 1+maxDigits || s[0] != '+' || s[1] == '0' {
		return false
	}
	for i := 1; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Parse reads a number as people write it: with spaces, brackets, dashes, and in
// the digits of any script.
//
// The region is an ISO 3166 code ("US", "GB"). Parse then also reads the national numbers of
// this region, and numbers after its international prefix. With "" only numbers that begin
// with + are read. The result is Valid, and parsing the result returns it unchanged.
//
// The error is an [*Error] that matches one of this package's errors, such as
// [ErrTooShort] and [ErrExtension]. It matches [ErrWithheld] when text is one of the values
// that Twilio's From has for a caller who withholds the number.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-e164
func Parse(text, region string) (Number, error) {
	if len(text) > maxInput {
		return "", newError(ErrTooLong, text[:maxInput], "", "has more than 64 bytes", "pass one number, without text around it")
	}
	region, err := knownRegion(text, region)
	if err != nil {
		return "", err
	}
	if isWithheld(strings.TrimSpace(text)) {
		return "", refuseWithheld(text)
	}
	typed, err := scan(text)
	switch {
	case err != nil:
		return "", err
	case isWithheld(typed) || region == "" && isWithheld("+"+typed):
		return "", refuseWithheld(text)
	case typed[0] == '+':
		return parseInternational(text, typed)
	case region == "":
		return "", noRegion(text, typed)
	}
	return parseNational(text, typed, region)
}

// trunkInBrackets is a trunk prefix in brackets, which is dialled within the country only:
// the 0 of +49 (0)30 123456.
const trunkInBrackets = "(0)"

func parseInternational(text, typed string) (Number, error) {
	if _, _, known := splitCountryCode(typed); !known {
		return "", newError(ErrCountryCode, text, typed[:min(len(typed), 4)], "has no country code that exists",
			"write + and the country code, such as +1 or +44")
	}
	number, err := readInternational(text, typed)
	if strings.Contains(inASCII(text), trunkInBrackets) && (err != nil || number.nationalBegins("0") && !number.Assigned()) {
		return "", newError(ErrTrunkPrefix, text, trunkInBrackets, "has a trunk prefix that does not fit",
			"leave it out, and write all other digits")
	}
	return number, err
}

// readInternational accepts a possible number as it is, so that Parse accepts its own
// results. If the number is not possible, readInternational tries it without a trunk
// prefix.
func readInternational(text, typed string) (Number, error) {
	asTyped := Number(typed)
	err := checkPossible(text, asTyped)
	if err == nil {
		return asTyped, nil
	}
	shortened, failed := readWithMetadata(typed, "")
	if failed != nil || shortened == asTyped || checkPossible(text, shortened) != nil {
		return "", err
	}
	return shortened, nil
}

func parseNational(text, typed, region string) (Number, error) {
	number, err := readWithMetadata(typed, region)
	if err != nil {
		err = unreadable(text, err)
	} else {
		err = checkPossible(text, number)
	}
	if err == nil {
		return number, nil
	}
	if prefix, _ := mexicanPrefix(number); prefix != "" {
		return "", err
	}
	if prefix := internationalPrefix(typed); prefix != "" {
		return "", newError(ErrInternationalPrefix, text, prefix, "is not a number of "+region+" or one dialled from there",
			"write + in place of the international prefix")
	}
	return "", err
}

// internationalPrefix returns the prefix that most of the world or North America
// dials before a country code, when the digits begin with it.
func internationalPrefix(digits string) string {
	for _, prefix := range [...]string{"00", "011"} {
		if strings.HasPrefix(digits, prefix) {
			return prefix
		}
	}
	return ""
}

func noRegion(text, typed string) error {
	if prefix := internationalPrefix(typed); prefix != "" {
		return newError(ErrNoRegion, text, prefix, "begins with an international prefix, and no region says whose",
			"write + in its place")
	}
	if prefix, _ := mexicanPrefix(Number(mexico + typed)); prefix == "044" || prefix == "045" {
		return newError(ErrNoRegion, text, prefix, "has no country code, and begins as Mexican mobiles did until 2019",
			"if it is Mexican, write +52 and the ten digits after "+prefix)
	}
	return newError(ErrNoRegion, text, "", "has no country code, and no region says whose number it is",
		"write + and the country code, or name the region")
}
