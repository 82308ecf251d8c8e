package desk

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// twilioDomain is the end of the names of Twilio's hosts.
const twilioDomain = ".twilio.com"

// isTwilioName reports a name below twilio.com, in small letters and without a dot behind it.
func isTwilioName(host string) bool {
	return strings.HasSuffix(host, twilioDomain) && isName(host)
}

// isName reports a name of DNS in small letters, or of a container, which has underscores.
func isName(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return len(host) <= 253
}

// splitHost splits a Host header. The port is "" when there is none, and ok is false for a
// header that is none.
func splitHost(header string) (host, port string, ok bool) {
	host, port, err := net.SplitHostPort(header)
	if err != nil {
		host, port = strings.TrimSuffix(strings.TrimPrefix(header, "["), "]"), ""
		if header != host && header != "["+host+"]" || strings.Contains(host, ":") && header == host {
			return "", "", false
		}
	}
	host = strings.ToLower(host)
	ip, err := netip.ParseAddr(host)
	isIP := err == nil && ip.Zone() == ""
	return host, port, (isIP || isName(host)) && (port == "" || strings.Trim(port, "0123456789") == "")
}

// hosts are the names under which a desk answers.
type hosts []string

// kind of a host that a request asks for.
type kind int

const (
	stranger kind = iota // somebody else's: DNS rebinding leads here
	own                  // this desk
	twilios              // one of Twilio's hosts, which the desk stands for
)

// of says whose the Host header of a request is. An address is the desk's when the
// connection came in at it: nobody can rebind an address.
func (h hosts) of(r *http.Request) (host string, whose kind) {
	host, _, ok := splitHost(r.Host)
	switch {
	case !ok:
		return host, stranger
	case host == "localhost", strings.HasSuffix(host, ".localhost"), slices.Contains(h, host):
		return host, own
	case isTwilioName(host):
		return host, twilios
	}
	if ip, err := netip.ParseAddr(host); err == nil && (ip.Unmap().IsLoopback() || ip.Unmap() == localIP(r)) {
		return host, own
	}
	return host, stranger
}

// localIP is the address of this machine at which a request came in.
func localIP(r *http.Request) netip.Addr {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return netip.Addr{}
	}
	at, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap().WithZone("")
}
