package main

import (
	"strings"

	"github.com/seed15d99369/twilio/internal/goname"
)

// localName is the Go name of an argument or of a variable of a package: "ServiceSid" is
// serviceSID.
func localName(name string) string {
	parts := goname.Words(name)
	local := strings.ToLower(parts[0]) + goname.Part(strings.Join(parts[1:], " "))
	switch local {
	case "s", "c", "ctx", "params", "opts", "url", "iter", "json", "time", "http", "type", "range", "map", "func", "var", "package", "import", "default", "interface", "select", "case", "string", "error":
		return local + "Value"
	}
	return local
}

// phrase is a name in words: "SIPDomain" is "SIP domain".
func phrase(name string) string {
	parts := goname.Words(name)
	for i, word := range parts {
		if goname.IsInitialism(word) {
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
