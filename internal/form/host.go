package form

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// hostOf returns host and port of what follows the scheme of a URL, the host without
// its brackets. It is not ok when brackets or colons stand where they cannot.
func hostOf(rest string) (host, port string, ok bool) {
	if end := strings.IndexAny(rest, `/?#\`); end >= 0 {
		rest = rest[:end]
	}
	host = rest[strings.LastIndexByte(rest, '@')+1:] // the user may be: Twilio sends it as HTTP authentication
	if inside, found := strings.CutPrefix(host, "["); found {
		host, port, ok = strings.Cut(inside, "]")
		return host, strings.TrimPrefix(port, ":"), ok && strings.Contains(host, ":") && (port == "" || port[0] == ':')
	}
	host, port, _ = strings.Cut(host, ":")
	return host, port, true
}

// IsPort accepts a port from 1 to 65535, and none.
func IsPort(port string) bool {
	if port == "" {
		return true
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// The longest names of the DNS, in bytes.
const (
	maxHost  = 253
	maxLabel = 63
)

// IsHost accepts an IP address, without brackets, and a name that the DNS can have:
// labels of letters, digits, hyphens and underscores, with a dot between two of them
// and perhaps one at the end. It does not ask whether there is such a host.
func IsHost(host string) bool {
	name := strings.TrimSuffix(host, ".")
	switch {
	case strings.Contains(host, ":"):
		_, err := netip.ParseAddr(host)
		return err == nil
	case all(name[strings.LastIndexByte(name, '.')+1:], ascii.IsDigit): // only addresses end in a number
		return isIPv4(name)
	case len(name) > maxHost:
		return false
	}
	for more := true; more; {
		var label string
		if label, name, more = strings.Cut(name, "."); !isLabel(label) {
			return false
		}
	}
	return true
}

// isIPv4 accepts one to four numbers, as many clients do: the last one fills the rest
// of the address, so that 127.1 is 127.0.0.1.
// https://url.spec.whatwg.org/#concept-ipv4-parser
func isIPv4(s string) bool {
	const parts, bitsOfPart = 4, 8
	numbers := strings.Split(s, ".")
	if len(numbers) > parts {
		return false
	}
	for i, number := range numbers {
		bits := bitsOfPart
		if i == len(numbers)-1 {
			bits *= parts - i
		}
		if n, err := strconv.ParseUint(number, 10, 32); err != nil || n>>bits != 0 {
			return false
		}
	}
	return true
}

// isLabel accepts letters of all scripts, which clients translate.
// https://www.rfc-editor.org/rfc/rfc5891#section-4.2.3
func isLabel(s string) bool {
	return s != "" && len(s) <= maxLabel && s[0] != '-' && s[len(s)-1] != '-' && all(s, func(r rune) bool {
		return r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
	})
}
