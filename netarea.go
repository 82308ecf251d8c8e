package twilio

import (
	"net/netip"
	"strings"
)

// netArea is where an address is: on the internet, or near this program.
type netArea string

const (
	internet    netArea = ""
	thisMachine netArea = "this machine"
	privateNet  netArea = "a private network"
	linkLocal   netArea = "the local link"
	reservedNet netArea = "a reserved range"
	unusualForm netArea = "an address in an unusual form"
)

// areas are the ranges for which package netip has no name, or has one of its own.
// Those that the whole internet reaches are among them as well: no storage is there.
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
var areas = [...]struct {
	prefix string
	area   netArea
}{
	{"0.0.0.0/8", reservedNet},
	{"100.64.0.0/10", privateNet},   // of a provider
	{"168.63.129.16/32", linkLocal}, // Azure's platform, at a public address
	{"192.0.0.0/24", reservedNet},
	{"192.0.2.0/24", reservedNet},      // of documentation
	{"192.31.196.0/24", reservedNet},   // AS112
	{"192.52.193.0/24", reservedNet},   // multicast tunnels
	{"192.88.99.0/24", reservedNet},    // relays of 6to4
	{"192.175.48.0/24", reservedNet},   // AS112
	{"198.18.0.0/15", reservedNet},     // of benchmarks
	{"198.51.100.0/24", reservedNet},   // of documentation
	{"203.0.113.0/24", reservedNet},    // of documentation
	{"224.0.0.0/3", reservedNet},       // multicast, future use, broadcast
	{"64:ff9b:1::/48", privateNet},     // a translator of one's own
	{"2001::/23", reservedNet},         // protocols, Teredo among them: an IPv4 address inside
	{"2001:db8::/32", reservedNet},     // of documentation
	{"2002::/16", reservedNet},         // 6to4: an IPv4 address inside
	{"2620:4f:8000::/48", reservedNet}, // AS112
	{"3fff::/20", reservedNet},         // of documentation
	{"fec0::/10", privateNet},
}

// unicast is what IANA gives out of the internet's IPv6 addresses. What is outside of
// it is nobody's: forms that hold an IPv4 address, segment routing, multicast.
// https://www.iana.org/assignments/ipv6-address-space
const unicast = "2000::/3"

// translated is the range in which an IPv6 network shows the IPv4 internet.
// https://www.rfc-editor.org/rfc/rfc6052
const translated = "64:ff9b::/96"

func areaOf(ip netip.Addr) netArea {
	ip = ip.Unmap().WithZone("")
	switch {
	case ip.IsLoopback():
		return thisMachine
	case ip.IsPrivate():
		return privateNet
	case ip.IsLinkLocalUnicast():
		return linkLocal
	case isWithin(ip, translated):
		whole := ip.As16()
		return areaOf(netip.AddrFrom4([4]byte(whole[12:])))
	}
	for _, known := range areas {
		if isWithin(ip, known.prefix) {
			return known.area
		}
	}
	if ip.Is6() && !isWithin(ip, unicast) {
		return reservedNet
	}
	return internet
}

// isWithin parses the prefix at each use: a redirect is rare, and a table of parsed
// ones would be work at the program's start.
func isWithin(ip netip.Addr, prefix string) bool {
	p, err := netip.ParsePrefix(prefix)
	return err == nil && p.Contains(ip)
}

// areaOfHost judges a host by its name. Names without a dot, and those under the
// domains below, are no names of the internet.
// https://www.iana.org/assignments/special-use-domain-names
func areaOfHost(host string) netArea {
	host = canonicalHost(host)
	if ip, err := netip.ParseAddr(host); err == nil {
		return areaOf(ip)
	}
	domain := host[strings.LastIndexByte(host, '.')+1:]
	switch {
	case strings.IndexFunc(host, notPrintableASCII) >= 0, isNumber(domain), strings.Contains("."+host, ".."):
		return unusualForm // net/http and resolvers may read an address in it
	case domain == "localhost":
		return thisMachine
	case domain == host, isPrivateDomain(domain), strings.HasSuffix("."+host, ".home.arpa"):
		return privateNet
	}
	return internet
}

// isPrivateDomain knows the domains of special use, and those that ICANN gives to
// nobody because networks use them for themselves.
// https://www.rfc-editor.org/rfc/rfc6762#appendix-G
func isPrivateDomain(domain string) bool {
	switch domain {
	case "local", "localdomain", "internal", "intranet", "private", "lan", "home", "corp", "mail", "test", "invalid", "onion", "alt":
		return true
	}
	return false
}

// isNumber knows what ends an IPv4 address, which resolvers also take as 127.1,
// 2130706433, 0177.0.0.1 and 0x7f.1. https://url.spec.whatwg.org/#ends-in-a-number-checker
func isNumber(label string) bool {
	if hex, found := strings.CutPrefix(label, "0x"); found {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}
