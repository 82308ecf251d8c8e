package twiliotest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// WebhookHosts lets webhooks and status callbacks leave this machine. Without it they reach
// loopback alone, and whoever [Sim.Handle] names. Each host is one of
//
//   - a name, such as app or host.docker.internal,
//   - every name below a domain: *.example.com,
//   - an IP address, or a range of them: 10.0.0.0/8,
//   - "*", which is every name and address.
//
// What counts is the address that is dialled, at each redirect again. Addresses of a link
// (169.254.0.0/16, where clouds have their metadata services, and fe80::/10), of multicast
// and of no host are reached only when an IP address or a range within them stands here.
// A host in another form is an error of [Start], and fails the test of [New].
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks
func WebhookHosts(hosts ...string) Option {
	return func(c *config) error {
		for _, host := range hosts {
			if err := c.egress.allow(host); err != nil {
				return fmt.Errorf("WebhookHosts: %w", err)
			}
		}
		return nil
	}
}

// RefuseWebhooksTo names listeners that webhooks never reach, whatever [WebhookHosts] says:
// those of a server that this simulator is part of, which would otherwise talk to itself. A
// listener on every address of the machine is refused on each of them.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks
func RefuseWebhooksTo(listeners ...net.Addr) Option {
	return func(c *config) error {
		for _, listener := range listeners {
			if err := c.egress.refuseOwn(listener); err != nil {
				return fmt.Errorf("RefuseWebhooksTo: %w", err)
			}
		}
		return nil
	}
}

// egress says which hosts the requests to the application may reach, beside loopback.
type egress struct {
	any      bool
	names    []string // in small letters; ".example.com" for every name below example.com
	prefixes []netip.Prefix
	resolver *net.Resolver // nil for that of the machine

	mu  sync.Mutex
	own []netip.AddrPort // listeners that are never reached
}

// allow adds a host in one of the forms of [WebhookHosts].
func (e *egress) allow(host string) error {
	if host == "*" {
		e.any = true
		return nil
	}
	if prefix, err := netip.ParsePrefix(host); err == nil {
		e.prefixes = append(e.prefixes, unmapped(prefix))
		return nil
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap().WithZone("")
		e.prefixes = append(e.prefixes, netip.PrefixFrom(ip, ip.BitLen()))
		return nil
	}
	name := canonicalName(host)
	domain, below := strings.CutPrefix(name, "*.")
	if !isHostName(domain) {
		return fmt.Errorf("%q is no host: give a name such as app, *.example.com, an IP address, a range such as 10.0.0.0/8, or *; leave out scheme, port and path", host)
	}
	if below {
		domain = "." + domain
	}
	e.names = append(e.names, domain)
	return nil
}

// unmapped is a range of IPv4 for one that is written as IPv6.
func unmapped(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p.Masked()
}

func canonicalName(host string) string { return strings.TrimSuffix(strings.ToLower(host), ".") }

// isHostName reports labels of letters, digits, hyphens and underscores, which names of
// containers have.
func isHostName(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return len(name) <= 253
}

// isLocalName reports a name that always stands for loopback.
// https://www.rfc-editor.org/rfc/rfc6761#section-6.3
func isLocalName(name string) bool {
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// allowsName says whether a name may be resolved at all. An address in its place is judged
// when it is dialled.
func (e *egress) allowsName(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	name := canonicalName(host)
	return e.any || isLocalName(name) || slices.ContainsFunc(e.names, func(allowed string) bool {
		return name == allowed || strings.HasPrefix(allowed, ".") && strings.HasSuffix(name, allowed)
	})
}

// egressError says why a webhook does not leave.
type egressError struct{ text string }

func (e *egressError) Error() string { return e.text }

const egressRemedy = "give the application to sim.Handle, use a loopback address, or name the host in twiliotest.WebhookHosts (-webhook-hosts of twilio-sim)"

func nobodyAt(host string) error {
	return &egressError{fmt.Sprintf("nobody answers at %s: %s", host, egressRemedy)}
}

// transport makes each connection afresh: one that is kept can end as a request takes it,
// which would be an alert, and has been judged for an earlier request. It knows no proxy,
// which would dial in its place.
func (e *egress) transport() *http.Transport {
	return &http.Transport{DisableKeepAlives: true, DialContext: e.dial}
}

// dial connects to the application, if the address that is dialled may be reached.
func (e *egress) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if !e.allowsName(host) {
		return nil, nobodyAt(address)
	}
	if !isLocalName(canonicalName(host)) {
		return e.dialJudged(ctx, network, host, port)
	}
	conn, err := e.dialJudged(ctx, network, "127.0.0.1", port) // whatever a resolver says
	if err == nil {
		return conn, nil
	}
	if conn, v6Err := e.dialJudged(ctx, network, "::1", port); v6Err == nil {
		return conn, nil
	}
	return nil, err
}

func (e *egress) dialJudged(ctx context.Context, network, host, port string) (net.Conn, error) {
	_, err := netip.ParseAddr(host)
	named := err != nil
	dialer := net.Dialer{Resolver: e.resolver, ControlContext: func(_ context.Context, _, dialled string, _ syscall.RawConn) error {
		return e.judge(dialled, named)
	}}
	return dialer.DialContext(ctx, network, net.JoinHostPort(host, port))
}

// judge refuses an address to which a connection is about to be made. An address that an
// allowed name stands for needs no permission of its own.
func (e *egress) judge(dialled string, named bool) error {
	at, err := netip.ParseAddrPort(dialled)
	if err != nil {
		return nobodyAt(dialled)
	}
	ip := at.Addr().Unmap().WithZone("")
	_, isDelicate := delicateRange(ip)
	switch {
	case e.isOwn(netip.AddrPortFrom(ip, at.Port())):
		return &egressError{fmt.Sprintf("the webhook at %s would reach the simulator itself: give the address of the application", dialled)}
	case ip.IsLoopback(), e.hasPrefixFor(ip):
		return nil
	case isDelicate:
		return &egressError{fmt.Sprintf("the webhook at %s leads to an address of a link, of a metadata service, of multicast or of no host: if the application is there, name that very IP address in twiliotest.WebhookHosts (-webhook-hosts of twilio-sim)", dialled)}
	case e.any, named:
		return nil
	}
	return nobodyAt(dialled)
}

// delicate are the ranges that nobody means by a name: links, the metadata services of
// clouds outside of them, multicast, and addresses of no host.
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
var delicate = [...]string{
	"0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "192.0.0.192/32", "224.0.0.0/4", "255.255.255.255/32",
	"::/128", "fe80::/10", "fd00:ec2::254/128", "ff00::/8",
}

// translated are the ranges of IPv6 that lead to addresses of IPv4, which stand at an offset
// in bytes. https://www.rfc-editor.org/rfc/rfc6052 https://www.rfc-editor.org/rfc/rfc3056
var translated = [...]struct {
	prefix string
	at     int
}{{"64:ff9b::/96", 12}, {"2002::/16", 2}}

// delicateRange returns the range of delicate addresses that an address is in.
func delicateRange(ip netip.Addr) (netip.Prefix, bool) {
	for _, text := range delicate {
		if prefix := netip.MustParsePrefix(text); prefix.Contains(ip) {
			return prefix, true
		}
	}
	for _, range6 := range translated {
		if netip.MustParsePrefix(range6.prefix).Contains(ip) {
			bytes := ip.As16()
			return delicateRange(netip.AddrFrom4([4]byte(bytes[range6.at:])))
		}
	}
	return netip.Prefix{}, false
}

// hasPrefixFor reports that an address or a range of [WebhookHosts] holds an address. One
// that is wider than a range of delicate addresses does not mean those.
func (e *egress) hasPrefixFor(ip netip.Addr) bool {
	narrowest := 0
	if within, ok := delicateRange(ip); ok {
		narrowest = within.Bits()
	}
	return slices.ContainsFunc(e.prefixes, func(p netip.Prefix) bool { return p.Bits() >= narrowest && p.Contains(ip) })
}

// isOwn reports a listener that is never reached.
func (e *egress) isOwn(at netip.AddrPort) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.ContainsFunc(e.own, func(own netip.AddrPort) bool {
		ip := own.Addr().Unmap().WithZone("")
		return own.Port() == at.Port() && (ip == at.Addr() || ip.IsUnspecified() && isThisMachine(at.Addr()) || at.Addr().IsUnspecified())
	})
}

// refuseOwn adds a listener that is never reached.
func (e *egress) refuseOwn(listener net.Addr) error {
	at, err := netip.ParseAddrPort(listener.String())
	if err != nil {
		return fmt.Errorf("%s is no address of TCP: give the Addr of a listener", listener.Network())
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.own = append(e.own, at)
	return nil
}

// isThisMachine reports an address at which a listener on every address is reached. When
// nobody can tell, it is one.
func isThisMachine(ip netip.Addr) bool {
	if ip.IsLoopback() || ip.IsUnspecified() {
		return true
	}
	addresses, err := net.InterfaceAddrs()
	return err != nil || slices.ContainsFunc(addresses, func(a net.Addr) bool {
		prefix, err := netip.ParsePrefix(a.String())
		return err == nil && prefix.Addr().Unmap().WithZone("") == ip
	})
}
