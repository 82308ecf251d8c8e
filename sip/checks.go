package sip

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// The end of all domain names, and the lengths that the DNS allows.
// https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
const (
	domainSuffix = ".sip.twilio.com"
	longestLabel = 63
	longestName  = 253
)

// checkDomainName refuses names of domains that Twilio does not take.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
func checkDomainName(problems *twilio.Problems, name string) {
	const remedy = "give a name such as owl-bank" + domainSuffix
	own, found := strings.CutSuffix(strings.ToLower(name), domainSuffix)
	switch {
	case name == "":
	case strings.ContainsAny(name, ":@/"):
		problems.Add("DomainName", "is an address and not a host name", remedy)
	case !found:
		problems.Add("DomainName", "does not end with "+domainSuffix, remedy)
	case len(name) > longestName:
		problems.Add("DomainName", "has more than "+strconv.Itoa(longestName)+" characters", remedy)
	default:
		for label := range strings.SplitSeq(own, ".") {
			if problem := problemOfLabel(label); problem != "" {
				problems.Add("DomainName", problem, remedy)
				return
			}
		}
	}
}

// problemOfLabel says what is wrong with one part of a domain name, "" for nothing.
func problemOfLabel(label string) string {
	switch {
	case label == "":
		return "has an empty part"
	case len(label) > longestLabel:
		return "has a part of more than " + strconv.Itoa(longestLabel) + " characters"
	case strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return "has a character that is not a letter, a digit or a hyphen"
	case label[0] == '-' || label[len(label)-1] == '-':
		return "has a part that begins or ends with a hyphen"
	}
	return ""
}

// shortestPassword is the least number of characters.
const shortestPassword = 12

// checkPassword refuses passwords that Twilio finds too weak.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
func checkPassword(problems *twilio.Problems, password twilio.Secret) {
	text := password.Reveal()
	const remedy = "give at least 12 characters with a small letter, a capital and a digit"
	switch {
	case text == "":
	case utf8.RuneCountInString(text) < shortestPassword:
		problems.Add("Password", "has fewer than "+strconv.Itoa(shortestPassword)+" characters", remedy)
	case !strings.ContainsFunc(text, unicode.IsLower):
		problems.Add("Password", "has no small letter", remedy)
	case !strings.ContainsFunc(text, unicode.IsUpper):
		problems.Add("Password", "has no capital", remedy)
	case !strings.ContainsFunc(text, isDigit):
		problems.Add("Password", "has no digit", remedy)
	}
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// longestPrefix is the length of the prefix that leaves a single IPv4 address.
const longestPrefix = 32

// checkIPAddress refuses addresses other than IPv4, and prefixes that are too long.
//
// Twilio docs: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
func checkIPAddress(problems *twilio.Problems, address string, prefixLength int) {
	if prefixLength > longestPrefix {
		problems.Add("CIDRPrefixLength", "is more than 32", "give the number of bits that the addresses share, or leave the field out for a single address")
	}
	if address == "" {
		return
	}
	const remedy = "give an IPv4 address such as 203.0.113.7"
	ip, err := netip.ParseAddr(address)
	switch {
	case strings.Contains(address, "/"):
		problems.Add("IPAddress", "has a prefix length", "give the address alone, and the length in CIDRPrefixLength")
	case err != nil:
		problems.Add("IPAddress", "is no IP address", remedy)
	case !ip.Is4():
		problems.Add("IPAddress", "is an IPv6 address, and Twilio takes IPv4 alone", remedy)
	}
}

// checkTarget refuses targets that are no SIP addresses.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
func checkTarget(problems *twilio.Problems, target string) {
	const remedy = "give an address such as sip:sbc.example.com:5060"
	scheme, rest, found := strings.Cut(target, ":")
	switch {
	case target == "":
	case strings.ContainsFunc(target, isBlankOrControl):
		problems.Add("Target", "has a blank or a control character", remedy)
	case strings.EqualFold(scheme, "sips"):
		problems.Add("Target", "begins with sips:, which Twilio does not take", "give an address that begins with sip:")
	case !found || !strings.EqualFold(scheme, "sip"):
		problems.Add("Target", "does not begin with sip:", remedy)
	default:
		if problem := problemOfHost(rest); problem != "" {
			problems.Add("Target", problem, remedy)
		}
	}
}

func isBlankOrControl(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// problemOfHost says what is wrong with the host and the port of a SIP address without
// its scheme, "" for nothing: user@host:port;parameters?headers.
// https://www.rfc-editor.org/rfc/rfc3261#section-19.1.1
func problemOfHost(rest string) string {
	if i := strings.IndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:] // the user may have ; and ?
	}
	if i := strings.IndexAny(rest, ";?"); i >= 0 {
		rest = rest[:i]
	}
	host, port, hasPort := splitPort(rest)
	switch n, err := strconv.ParseUint(port, 10, 16); {
	case host == "":
		return "has no host"
	case strings.Trim(strings.ToLower(host), hostCharacters) != "":
		return "has a host with a character that no host has"
	case hasPort && (err != nil || n == 0):
		return "has a port that is not between 1 and 65535"
	}
	return ""
}

// hostCharacters are those of host names and addresses; some carriers have an underscore.
const hostCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-_:"

// splitPort divides host:port or [IPv6]:port. The host is "" when it is missing.
func splitPort(text string) (host, port string, hasPort bool) {
	bracketed, found := strings.CutPrefix(text, "[")
	if !found {
		return strings.Cut(text, ":")
	}
	host, after, closed := strings.Cut(bracketed, "]")
	port, hasPort = strings.CutPrefix(after, ":")
	if ip, err := netip.ParseAddr(host); !closed || err != nil || !ip.Is6() || after != "" && !hasPort {
		return "", "", false
	}
	return host, port, hasPort
}

// highest is the highest priority and weight of a target.
const highest = 65535

// checkShare refuses priorities and weights that are too high.
//
// Twilio docs: https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource
func checkShare(problems *twilio.Problems, priority *int, weight int) {
	if priority != nil && *priority > highest {
		problems.Add("Priority", "is more than 65535", "give 0 to 65535, a lower number to a target that comes earlier, or leave the field out")
	}
	if weight > highest {
		problems.Add("Weight", "is more than 65535", "give 1 to 65535, a higher number to a target that takes more calls, or leave the field out")
	}
}
