package desk

import (
	"net"
	"net/netip"
	"testing"
)

// FuzzHost: a header that is somebody's own names exactly one host.
func FuzzHost(f *testing.F) {
	for _, seed := range []string{"localhost", "127.0.0.1:80", "[::1]:80", "[::1]", "::1", "a@b", "api.twilio.com.", "[fe80::1%25lo]:1", "a:b:c", "localhost:", "[localhost]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		host, port, ok := splitHost(header)
		if !ok {
			return
		}
		ip, err := netip.ParseAddr(host)
		if err != nil && !isName(host) || err == nil && ip.Zone() != "" {
			t.Fatalf("%q: %q is no host", header, host)
		}
		again, _, ok := splitHost(net.JoinHostPort(host, port))
		if !ok || again != host {
			t.Fatalf("%q: %q is another host when it is written again", header, again)
		}
	})
}

// FuzzTunnelTarget: a target that is taken names one of Twilio's hosts, whoever reads it.
func FuzzTunnelTarget(f *testing.F) {
	for _, seed := range []string{"api.twilio.com:443", "a@api.twilio.com:443", "api.twilio.com.:443", "x.twilio.com:443:443", "[::1].twilio.com:443"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, target string) {
		host, ok := tunnelTarget(target)
		if !ok {
			return
		}
		read, port, err := net.SplitHostPort(target)
		if err != nil || read != host || port != "443" || !isTwilioName(host) {
			t.Fatalf("%q: %q", target, host)
		}
	})
}
