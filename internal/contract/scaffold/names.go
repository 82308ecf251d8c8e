package main

import "strings"

// isInitialism reports a word that Go writes in capitals.
func isInitialism(word string) bool {
	switch strings.ToUpper(word) {
	case "AI", "AMD", "API", "APN", "AWS", "BYOC", "CNAM", "CPS", "CSV", "DNS", "DTMF", "ECDSA", "EIN", "FCM", "GCM", "HTML", "HTTP", "HTTPS", "IAM", "ID",
		"IP", "JSON", "JWT", "MMS", "OTP", "PCI", "PII", "PIN", "PSD2", "PSTN", "QR", "RCS", "RTP", "SDK", "SDP", "SID", "SIM", "SIP", "SMS", "SNA", "SRTP",
		"SSL", "STIR", "TCP", "TLS", "TOTP", "TTL", "TTS", "UDP", "URI", "URL", "USA2P", "UUID", "WSS", "XML":
		return true
	}
	return false
}

// words splits a name of Twilio's at its punctuation and where its case changes.
func words(name string) []string {
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

// goName is the exported Go name of a name of Twilio's: "webhook_url" is WebhookURL, and
// the filters "StartTime>" and "StartTime<" are StartTimeAfter and StartTimeBefore.
func goName(name string) string {
	text := joined(name)
	if isDigit(text[0]) {
		return "N" + text
	}
	return text
}

// joined is goName for a name that stands behind another one, and may begin with a digit.
func joined(name string) string {
	var b strings.Builder
	for _, word := range words(name) {
		b.WriteString(capitalised(word))
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

func capitalised(word string) string {
	singular, isPlural := strings.CutSuffix(strings.ToLower(word), "s")
	switch {
	case strings.EqualFold(word, "whatsapp"):
		return "WhatsApp"
	case isInitialism(word):
		return strings.ToUpper(word)
	case isPlural && isInitialism(singular):
		return strings.ToUpper(singular) + "s"
	}
	return strings.ToUpper(word[:1]) + strings.ToLower(word[1:])
}

// localName is the Go name of an argument or of a variable of a package: "ServiceSid" is
// serviceSID.
func localName(name string) string {
	parts := words(name)
	local := strings.ToLower(parts[0]) + joined(strings.Join(parts[1:], " "))
	switch local {
	case "s", "c", "ctx", "params", "opts", "url", "iter", "json", "time", "http", "type", "range", "map", "func", "var", "package", "import", "default", "interface", "select", "case", "string", "error":
		return local + "Value"
	}
	return local
}

// phrase is a name in words: "SIPDomain" is "SIP domain".
func phrase(name string) string {
	parts := words(name)
	for i, word := range parts {
		if isInitialism(word) {
			parts[i] = strings.ToUpper(word)
		} else {
			parts[i] = strings.ToLower(word)
		}
	}
	return strings.Join(parts, " ")
}

// withArticle puts a or an before a phrase.
func withArticle(text string) string {
	if strings.ContainsRune("aeioAEIO", rune(text[0])) || strings.HasPrefix(text, "SMS") {
		return "an " + text
	}
	return "a " + text
}

// singular is the singular of a name: "Settings" is "Setting".
func singular(name string) string {
	switch {
	case strings.HasSuffix(name, "ies"):
		return strings.TrimSuffix(name, "ies") + "y"
	case strings.HasSuffix(name, "sses"), strings.HasSuffix(name, "xes"):
		return strings.TrimSuffix(name, "es")
	case strings.HasSuffix(name, "s") && !strings.HasSuffix(name, "ss") && !strings.HasSuffix(name, "us") && !strings.HasSuffix(name, "is"):
		return strings.TrimSuffix(name, "s")
	}
	return name
}

// plural is the plural of a name or a phrase: "Queue" is "Queues".
func plural(name string) string {
	before, last := name[:len(name)-1], name[len(name)-1]
	switch {
	case last == 'y' && !strings.ContainsRune("aeou", rune(name[max(0, len(name)-2)])):
		return before + "ies"
	case last == 's', last == 'x', strings.HasSuffix(name, "ch"), strings.HasSuffix(name, "sh"):
		return name + "es"
	}
	return name + "s"
}
