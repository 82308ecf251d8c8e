package twiliotest

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func egressFor(t *testing.T, hosts ...string) *egress {
	t.Helper()
	cfg, err := newConfig([]Option{WebhookHosts(hosts...)})
	require.NoError(t, err)
	return cfg.egress
}

// TestJudge: the address that is dialled decides, in whatever form it is written.
func TestJudge(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		hosts   []string
		dialled string
		named   bool // the address comes from a name that may be resolved
		want    string
	}{
		{"loopback", nil, "127.0.0.1:80", false, ""},
		{"the rest of loopback", nil, "127.8.9.1:80", false, ""},
		{"loopback of IPv6", nil, "[::1]:80", false, ""},
		{"loopback, mapped", nil, "[::ffff:127.0.0.1]:80", false, ""},
		{"a neighbour", nil, "10.0.0.1:80", false, "nobody answers at 10.0.0.1:80"},
		{"a neighbour, mapped", nil, "[::ffff:10.0.0.1]:80", false, "nobody answers"},
		{"the internet", nil, "93.184.215.14:443", false, "nobody answers"},
		{"metadata", nil, "169.254.169.254:80", false, "metadata"},
		{"no host", nil, "0.0.0.0:80", false, "no host"},
		{"a name's neighbour", []string{"app"}, "10.0.0.1:80", true, ""},
		{"a name's host on the internet", []string{"app"}, "93.184.215.14:443", true, ""},
		{"a name that leads to metadata", []string{"app"}, "169.254.169.254:80", true, "metadata"},
		{"a name that leads to metadata, mapped", []string{"app"}, "[::ffff:169.254.169.254]:80", true, "metadata"},
		{"a name that leads to metadata, translated", []string{"app"}, "[64:ff9b::a9fe:a9fe]:80", true, "metadata"},
		{"a name that leads to metadata through 6to4", []string{"app"}, "[2002:a9fe:a9fe::1]:80", true, "metadata"},
		{"a name that leads to metadata of IPv6", []string{"app"}, "[fd00:ec2::254]:80", true, "metadata"},
		{"a name that leads to a link", []string{"app"}, "[fe80::1]:80", true, "link"},
		{"a name that leads to a link with a zone", []string{"app"}, "[fe80::1%eth0]:80", true, "link"},
		{"a name that leads to multicast", []string{"app"}, "224.0.0.251:80", true, "multicast"},
		{"a name that leads to no host", []string{"app"}, "[::]:80", true, "no host"},
		{"everything, but metadata", []string{"*"}, "169.254.169.254:80", false, "metadata"},
		{"everything", []string{"*"}, "10.0.0.1:80", false, ""},
		{"an address beside a name", []string{"app"}, "10.0.0.1:80", false, "nobody answers"},
		{"the address", []string{"10.0.0.1"}, "10.0.0.1:80", false, ""},
		{"the address, mapped", []string{"::ffff:10.0.0.1"}, "10.0.0.1:80", false, ""},
		{"another address", []string{"10.0.0.1"}, "10.0.0.2:80", false, "nobody answers"},
		{"the range", []string{"10.0.0.0/8"}, "10.9.8.7:80", false, ""},
		{"the range, mapped", []string{"::ffff:10.0.0.0/104"}, "10.9.8.7:80", false, ""},
		{"outside the range", []string{"10.0.0.0/8"}, "11.0.0.1:80", false, "nobody answers"},
		{"a range that is wider than links", []string{"0.0.0.0/0"}, "169.254.169.254:80", false, "metadata"},
		{"the range of links", []string{"169.254.0.0/16"}, "169.254.169.254:80", false, ""},
		{"the very address", []string{"169.254.1.2"}, "169.254.1.2:80", false, ""},
		{"another address of the link", []string{"169.254.1.2"}, "169.254.169.254:80", false, "metadata"},
		{"no address", []string{"*"}, "app:80", true, "nobody answers"},
	}
	for _, tt := range tests {
		err := egressFor(t, tt.hosts...).judge(tt.dialled, tt.named)
		if tt.want == "" {
			assert.NoError(t, err, tt.name)
		} else {
			assert.ErrorContains(t, err, tt.want, tt.name)
		}
	}
}

// TestOwnListeners: no spelling of an address leads back to the simulator.
func TestOwnListeners(t *testing.T) {
	t.Parallel()
	own := ""
	addresses, err := net.InterfaceAddrs()
	require.NoError(t, err)
	for _, a := range addresses {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil && !prefix.Addr().IsLoopback() && prefix.Addr().Is4() {
			own = prefix.Addr().String()
		}
	}
	tests := []struct {
		name, listener, dialled string
		refused                 bool
	}{
		{"the address", "127.0.0.1:7070", "127.0.0.1:7070", true},
		{"mapped", "127.0.0.1:7070", "[::ffff:127.0.0.1]:7070", true},
		{"no host, which the kernel takes for loopback", "127.0.0.1:7070", "0.0.0.0:7070", true},
		{"another port", "127.0.0.1:7070", "127.0.0.1:7071", false},
		{"another address of loopback", "127.0.0.1:7070", "127.0.0.2:7070", false},
		{"every address", "0.0.0.0:7070", "127.0.0.1:7070", true},
		{"every address, the rest of loopback", "0.0.0.0:7070", "127.3.2.1:7070", true},
		{"every address of both kinds", "[::]:7070", "127.0.0.1:7070", true},
		{"every address of both kinds, IPv6", "[::]:7070", "[::1]:7070", true},
		{"every address, of the machine", "[::]:7070", own + ":7070", own != ""},
		{"every address, somebody else's", "[::]:7070", "198.51.100.1:7070", false},
	}
	for _, tt := range tests {
		e := egressFor(t, "*", "0.0.0.0/8")
		require.NoError(t, e.refuseOwn(net.TCPAddrFromAddrPort(netip.MustParseAddrPort(tt.listener))))
		err := e.judge(tt.dialled, false)
		if tt.refused {
			assert.ErrorContains(t, err, "the simulator itself", tt.name)
		} else if err != nil {
			assert.NotContains(t, err.Error(), "itself", tt.name)
		}
	}
	_, err = newConfig([]Option{RefuseWebhooksTo(&net.UnixAddr{Name: "/x", Net: "unix"})})
	assert.ErrorContains(t, err, "give the Addr of a listener")
}

func TestAllowsName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		hosts []string
		host  string
		want  bool
	}{
		{"localhost", nil, "localhost", true},
		{"below localhost", nil, "app.localhost", true},
		{"localhost in capitals, with a dot", nil, "LOCALHOST.", true},
		{"no localhost", nil, "localhost.example.com", false},
		{"an end of a name", nil, "notlocalhost", false},
		{"a name", nil, "app", false},
		{"an address without dots, which resolvers take", nil, "2130706433", false},
		{"a short address, which resolvers take", nil, "127.1", false},
		{"the name", []string{"app"}, "app", true},
		{"the name in capitals", []string{"App"}, "aPP.", true},
		{"a longer name", []string{"app"}, "app.example.com", false},
		{"below a domain", []string{"*.example.com"}, "a.b.example.com", true},
		{"the domain itself", []string{"*.example.com"}, "example.com", false},
		{"a domain that ends alike", []string{"*.example.com"}, "badexample.com", false},
		{"a domain behind", []string{"*.example.com"}, "a.example.com.evil.org", false},
		{"everything", []string{"*"}, "anything.example.org", true},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, egressFor(t, tt.hosts...).allowsName(tt.host), tt.name)
	}
}

func TestWebhookHostsMistakes(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"", " ", "http://app", "app:3000", "app/", "*.", "*example.com", "a.*.com", "10.0.0.0/33", "a b", strings.Repeat("a.", 130) + "com"} {
		_, err := newConfig([]Option{WebhookHosts("ok", host)})
		assert.ErrorContains(t, err, "WebhookHosts: ", host)
	}
}

// TestResolvedAddress: a name that may be resolved does not carry a webhook to a metadata
// service, and one that may not is not resolved.
func TestResolvedAddress(t *testing.T) {
	t.Parallel()
	e := egressFor(t, "rebound.example.com")
	var asked atomic.Int32
	e.resolver = resolverOf(&asked, [4]byte{169, 254, 169, 254})
	_, err := e.dial(t.Context(), "tcp", "rebound.example.com:80")
	require.ErrorContains(t, err, "metadata")
	require.Positive(t, asked.Load())

	asked.Store(0)
	_, err = e.dial(t.Context(), "tcp", "elsewhere.example.com:80")
	require.ErrorContains(t, err, "nobody answers at elsewhere.example.com:80")
	assert.Zero(t, asked.Load())
}

// TestLocalNames: no resolver says where localhost is.
func TestLocalNames(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"127.0.0.1:0", "[::1]:0"} {
		listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", at)
		require.NoError(t, err)
		t.Cleanup(func() { _ = listener.Close() })
		_, port, err := net.SplitHostPort(listener.Addr().String())
		require.NoError(t, err)
		e := egressFor(t)
		var asked atomic.Int32
		e.resolver = resolverOf(&asked, [4]byte{192, 0, 2, 1})
		for _, name := range []string{"localhost", "my.app.localhost", "LocalHost."} {
			conn, err := e.dial(t.Context(), "tcp", net.JoinHostPort(name, port))
			require.NoError(t, err, name)
			require.NoError(t, conn.Close())
		}
		assert.Zero(t, asked.Load())
	}
}

// TestNoProxy: a proxy would dial in the simulator's place.
func TestNoProxy(t *testing.T) {
	t.Parallel()
	transport := new(egress).transport()
	assert.Nil(t, transport.Proxy)
	assert.True(t, transport.DisableKeepAlives)
	assert.NotNil(t, transport.DialContext)
	assert.Nil(t, transport.DialTLSContext)
	assert.IsType(t, &http.Transport{}, transport)
}

// resolverOf answers each question for an address of IPv4, and says how many there were.
func resolverOf(asked *atomic.Int32, ip [4]byte) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			defer func() { _ = server.Close() }()
			for {
				length := make([]byte, 2)
				if _, err := io.ReadFull(server, length); err != nil {
					return
				}
				question := make([]byte, binary.BigEndian.Uint16(length))
				if _, err := io.ReadFull(server, question); err != nil {
					return
				}
				asked.Add(1)
				_, _ = server.Write(dnsAnswer(question, ip))
			}
		}()
		return client, nil
	}}
}

// dnsAnswer answers a question of DNS, framed as over TCP. https://www.rfc-editor.org/rfc/rfc1035
func dnsAnswer(question []byte, ip [4]byte) []byte {
	end := 12
	for question[end] != 0 {
		end += 1 + int(question[end])
	}
	end += 5 // the root, the type and the class
	answer := append([]byte{}, question[:end]...)
	answer[2], answer[3] = 0x81, 0x80
	copy(answer[6:], []byte{0, 0, 0, 0, 0, 0})
	if question[end-3] == 1 { // type A
		answer[7] = 1
		answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4)
		answer = append(answer, ip[:]...)
	}
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)
}
