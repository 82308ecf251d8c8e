// Package goname writes Twilio's names as Go does: "webhook_url" is WebhookURL. The
// scaffold prints such names, and the harness suggests them.
package goname

import "strings"

// IsInitialism reports a word that Go writes in capitals.
func IsInitialism(word string) bool {
	switch strings.ToUpper(word) {
	case "AI", "AMD", "API", "APN", "AWS", "BYOC", "CNAM", "CPS", "CSV", "DNS", "DTMF", "ECDSA", "EIN", "FCM", "GCM", "HTML", "HTTP", "HTTPS", "IAM", "ID",
		"IP", "JSON", "JWT", "MMS", "OTP", "PCI", "PII", "PIN", "PSD2", "PSTN", "QR", "RCS", "RTP", "SDK", "SDP", "SID", "SIM", "SIP", "SMS", "SNA", "SRTP",
		"SSL", "STIR", "TCP", "TLS", "TOTP", "TTL", "TTS", "UDP", "URI", "URL", "USA2P", "UUID", "WSS", "XML":
		return true
	}
	return false
}

// Words splits a name of Twilio's at its punctuation and where its case changes.
func Words(name string) []string {
	var found []string
	start := 0
	flush := func(end int) {
		if end > start {
			found = append(found, name[start:end])
		}
	}
	for i := range len(name) {
		switch c := name[i]; {
		case !isLower(c) && !isUpper(c) && !isDigit(c):
			flush(i)
			start = i + 1
		case isUpper(c) && i > start && (!isUpper(name[i-1]) || beginsWord(name[i:])):
			flush(i)
			start = i
		}
	}
	flush(len(name))
	return found
}

// beginsWord reports that a capital is followed by small letters, but not by the s of a
// plural such as URLs.
func beginsWord(rest string) bool {
	isPlural := len(rest) > 1 && rest[1] == 's' && (len(rest) == 2 || !isLower(rest[2]))
	return len(rest) > 1 && isLower(rest[1]) && !isPlural
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// Of returns the exported Go name of a name of Twilio's: "webhook_url" is WebhookURL, and
// the filters "StartTime>" and "StartTime<" are StartTimeAfter and StartTimeBefore.
func Of(name string) string {
	text := Part(name)
	if text != "" && isDigit(text[0]) {
		return "N" + text
	}
	return text
}

// Part is [Of] for a name that stands behind another one, and may begin with a digit.
func Part(name string) string {
	var b strings.Builder
	for _, word := range Words(name) {
		b.WriteString(Capitalise(word))
	}
	switch {
	case strings.HasSuffix(name, ">"):
		b.WriteString("After")
	case strings.HasSuffix(name, "<"):
		b.WriteString("Before")
	case name == "*":
		return "All"
	case b.Len() == 0 && name != "":
		return "None"
	}
	return b.String()
}

// Capitalise writes one word as a part of a Go name: "sid" is SID, "friendly" is Friendly.
func Capitalise(word string) string {
	singular, isPlural := strings.CutSuffix(strings.ToLower(word), "s")
	switch {
	case strings.EqualFold(word, "whatsapp"):
		return "WhatsApp"
	case IsInitialism(word):
		return strings.ToUpper(word)
	case isPlural && IsInitialism(singular):
		return strings.ToUpper(singular) + "s"
	}
	return strings.ToUpper(word[:1]) + strings.ToLower(word[1:])
}
