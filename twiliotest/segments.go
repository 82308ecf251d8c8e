package twiliotest

import (
	"strings"
	"unicode/utf16"
)

// The characters of GSM 03.38: those of one septet, and those of two.
// https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtension = "\f^{}\\[~]|€"
)

// What one segment holds, alone and as a part of a longer message: septets, or
// 16-bit units.
// https://www.twilio.com/docs/glossary/what-sms-character-limit
const (
	gsmSingle, gsmPart   = 160, 153
	ucs2Single, ucs2Part = 70, 67
)

// segmentsOf counts the parts of a message; only those of SMS are split.
// https://www.twilio.com/docs/messaging/guides/webhook-request
func segmentsOf(to, body string, files int) int {
	if isWhatsApp(to) || files > 0 {
		return 1
	}
	return segments(body)
}

// segments counts the parts that a text is sent in.
func segments(text string) int {
	units, isGSM := gsmUnits(text)
	single, part := gsmSingle, gsmPart
	if !isGSM {
		units, single, part = ucs2Units(text), ucs2Single, ucs2Part
	}
	count, total, filled := 1, 0, 0
	for _, n := range units {
		total += n
		if filled+n > part { // a character is never split
			count, filled = count+1, 0
		}
		filled += n
	}
	if total <= single {
		return 1
	}
	return count
}

// gsmUnits returns the septets of each character; not ok when one has none.
func gsmUnits(text string) (units []int, ok bool) {
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			units = append(units, 1)
		case strings.ContainsRune(gsmExtension, r):
			units = append(units, 2)
		default:
			return nil, false
		}
	}
	return units, true
}

// ucs2Units returns the 16-bit units of each character.
func ucs2Units(text string) []int {
	units := make([]int, 0, len(text))
	for _, r := range text {
		units = append(units, max(utf16.RuneLen(r), 1))
	}
	return units
}
