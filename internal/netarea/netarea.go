// Package netarea tells where a host is: on the internet, or near this program. A redirect
// to a file must not lead to a neighbour of the program, such as the metadata service of a
// cloud, which trusts whoever can reach it.
package netarea

import (
	"net/netip"
	"strings"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// Area is a part of the network. Its text completes "the redirect leads to …".
type Area string

// The areas. A host in every other area than the internet is near this program, or is
// nobody's.
const (
	Internet       Area = ""
	ThisMachine    Area = "this machine"
	PrivateNetwork Area = "a private network"
	LocalLink      Area = "the local link"
	ReservedRange  Area = "a reserved range"
	UnusualForm    Area = "an address in an unusual form"
)

// areas are the ranges for which package netip has no name, or has one of its own.
// Those that the whole internet reaches are among them as well: no storage is there.
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
var areas = [...]struct {
	prefix string
	area   Area
}{
	{"0.0.0.0/8", ReservedRange},
	{"100.64.0.0/10", PrivateNetwork}, // of a provider
	{"168.63.129.16/32", LocalLink},   // Azure's platform, at a public address
	{"192.0.0.0/24", ReservedRange},
	{"192.0.2.0/24", ReservedRange},      // of documentation
	{"192.31.196.0/24", ReservedRange},   // AS112
	{"192.52.193.0/24", ReservedRange},   // multicast tunnels
	{"192.88.99.0/24", ReservedRange},    // relays of 6to4
	{"192.175.48.0/24", ReservedRange},   // AS112
	{"198.18.0.0/15", ReservedRange},     // of benchmarks
	{"198.51.100.0/24", ReservedRange},   // of documentation
	{"203.0.113.0/24", ReservedRange},    // of documentation
	{"224.0.0.0/3", ReservedRange},       // multicast, future use, broadcast
	{"64:ff9b:1::/48", PrivateNetwork},   // a translator of one's own
	{"2001::/23", ReservedRange},         // protocols, Teredo among them: an IPv4 address inside
	{"2001:db8::/32", ReservedRange},     // of documentation
	{"2002::/16", ReservedRange},         // 6to4: an IPv4 address inside
	{"2620:4f:8000::/48", ReservedRange}, // AS112
	{"3fff::/20", ReservedRange},         // of documentation
	{"fec0::/10", PrivateNetwork},
}

// unicast is the range of the internet's IPv6 addresses that IANA gives out. Addresses
// outside of it are nobody's: forms that hold an IPv4 address, segment routing, multicast.
// https://www.iana.org/assignments/ipv6-address-space
const unicast = "2000::/3"

// translated is the range in which an IPv6 network shows the IPv4 internet.
// https://www.rfc-editor.org/rfc/rfc6052
const translated = "64:ff9b::/96"

// Of returns the area of an address.
func Of(ip netip.Addr) Area {
	ip = ip.Unmap().WithZone("")
	switch {
	case !ip.IsValid():
		return UnusualForm
	case ip.IsLoopback():
		return ThisMachine
	case ip.IsPrivate():
		return PrivateNetwork
	case ip.IsLinkLocalUnicast():
		return LocalLink
	case isWithin(ip, translated):
		whole := ip.As16()
		return Of(netip.AddrFrom4([4]byte(whole[12:])))
	}
	for _, known := range areas {
		if isWithin(ip, known.prefix) {
			return known.area
		}
	}
	if ip.Is6() && !isWithin(ip, unicast) {
		return ReservedRange
	}
	return Internet
}

// isWithin parses the prefix at each use: a redirect is rare, and a table of parsed
// ones would be work at the program's start.
func isWithin(ip netip.Addr, prefix string) bool {
	p, err := netip.ParsePrefix(prefix)
	return err == nil && p.Contains(ip)
}

// OfHost returns the area of a host, judged by its name or address. Names without a dot, and those under the
// domains below, are no names of the internet.
// https://www.iana.org/assignments/special-use-domain-names
func OfHost(host string) Area {
	host = CanonicalHost(host)
	if ip, err := netip.ParseAddr(host); err == nil {
		return Of(ip)
	}
	domain := host[strings.LastIndexByte(host, '.')+1:]
	switch {
	case strings.IndexFunc(host, ascii.NotVisible) >= 0, isNumber(domain), strings.Contains("."+host, ".."):
		return UnusualForm // net/http and resolvers may read an address in it
	case domain == "localhost":
		return ThisMachine
	case domain == host, isPrivateDomain(domain), strings.HasSuffix("."+host, ".home.arpa"):
		return PrivateNetwork
	}
	return Internet
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

// isNumber reports a label that ends an IPv4 address. Resolvers also take 127.1,
// 2130706433, 0177.0.0.1 and 0x7f.1 for one. https://url.spec.whatwg.org/#ends-in-a-number-checker
func isNumber(label string) bool {
	if hex, found := strings.CutPrefix(label, "0x"); found {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// IsLoopback reports a name or an address of this machine. An address with a dot behind it
// is a name that somebody has to resolve.
// https://www.rfc-editor.org/rfc/rfc6761#section-6.3
func IsLoopback(host string) bool {
	if strings.HasSuffix("."+CanonicalHost(host), ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// CanonicalHost returns a host in small letters and without dots at its end, so that two
// spellings of one host are equal.
func CanonicalHost(host string) string { return strings.TrimRight(strings.ToLower(host), ".") }
