package twilio

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/netarea"
	"github.com/seed15d99369/twilio/internal/wire"
)

// inURL writes a host as it stands in a URL.
func inURL(host string) string {
	if strings.Contains(host, ":") {
		return "[" + strings.ReplaceAll(host, "%", "%25") + "]"
	}
	return host
}

// TestDownloadRefusesNeighbours: from Twilio, no redirect leads to a neighbour of this
// program, whatever its address looks like. Package netarea has the long list of hosts.
func TestDownloadRefusesNeighbours(t *testing.T) {
	t.Parallel()
	for host, follows := range map[string]bool{
		"storage.example.com": true, "media.twiliocdn.com.": true, "8.8.8.8": true, "2001:4860:4860::8888": true, "64:ff9b::8.8.8.8": true, "lan.example.com": true,
		"127.0.0.1": false, "127.0.0.1.": false, "::1": false, "::ffff:127.0.0.1": false, "64:ff9b::127.0.0.1": false, "LocalHost": false, "a.b.localhost": false,
		"10.0.0.1": false, "192.168.1.1": false, "100.100.100.200": false, "fd00:ec2::254": false, "metadata": false, "METADATA.google.internal.": false, "nas.home.arpa": false,
		"169.254.169.254": false, "fe80::1%eth0": false, "168.63.129.16": false, "0.0.0.0": false, "192.0.2.1": false, "2002:7f00:1::": false, "4000::1": false,
		"2130706433": false, "0x7f.0x0.0x0.0x1": false, "127.1": false, "a..example.com": false, "１２７.0.0.1": false, "loc\u00adalhost": false,
	} {
		for _, port := range []string{"", ":443", ":8443"} {
			transport := play(redirect(307, "https://"+inURL(host)+port+"/latest/meta-data"), reply(200, "a file"))
			file, err := download(t.Context(), testClient(t, transport))
			if follows {
				require.NoError(t, err, "%q", host)
				require.NoError(t, file.Close())
				continue
			}
			require.Error(t, err, "%q", host)
			assert.Nil(t, file)
			assertMatches(t, err, []error{}, []error{ErrNotSent, ErrOutcomeUnknown})
			assert.NotContains(t, err.Error(), "meta-data")
			assert.Len(t, transport.sent(), 1, "%q: it is not repeated", host)
		}
	}
}

// TestDownloadRefusesANeighbourLater: the second redirect is looked at too.
func TestDownloadRefusesANeighbourLater(t *testing.T) {
	t.Parallel()
	transport := play(redirect(307, storageURL), redirect(302, "https://169.254.169.254/"), reply(200, "a file"))
	_, err := download(t.Context(), testClient(t, transport))
	require.ErrorContains(t, err, "the redirect to the file leads to the local link")
	assert.Len(t, transport.sent(), 2)
}

// TestDownloadFollowsAmongNeighbours: a base URL that is a neighbour may lead to
// neighbours of its own kind.
func TestDownloadFollowsAmongNeighbours(t *testing.T) {
	t.Parallel()
	tests := []struct {
		base, location string
		follows        bool
	}{
		{base: "https://127.0.0.1:8443", location: "https://127.0.0.1:9000/file", follows: true},
		{base: "https://127.0.0.1:8443", location: "https://[::1]/file", follows: true},
		{base: "http://127.0.0.1:8855", location: "https://localhost/file", follows: true},
		{base: "http://127.0.0.1:8855", location: "https://files.localhost/file", follows: true},
		{base: "http://127.0.0.1:8855", location: "https://10.0.0.1/file", follows: false},
		{base: "http://127.0.0.1:8855", location: "https://169.254.169.254/file", follows: false},
		{base: "http://127.0.0.1:8855", location: "https://2130706433/file", follows: false},
		{base: "http://127.0.0.1:8855", location: "https://127.1/file", follows: false},
		{base: "http://127.0.0.1:8855", location: "https://0.0.0.0/file", follows: false},
		{base: "https://10.0.0.1", location: "https://10.0.0.2/file", follows: true},
		{base: "https://10.0.0.1", location: "https://[fd00::1]/file", follows: true},
		{base: "https://10.0.0.1", location: "https://127.0.0.1/file", follows: false},
		{base: "https://10.0.0.1", location: "https://169.254.169.254/file", follows: false},
		{base: "http://mock:4010", location: "http://mock:4010/file", follows: true},
		{base: "http://mock:4010", location: "http://mock:9000/file", follows: true},
		{base: "http://mock:4010", location: "https://minio/file", follows: true},
		{base: "http://mock:4010", location: "https://172.18.0.3/file", follows: true},
		{base: "http://mock:4010", location: "http://minio/file", follows: false},
		{base: "http://mock:4010", location: "http://localhost/file", follows: false},
		{base: "http://mock:4010", location: "https://localhost/file", follows: false},
		{base: "http://mock:4010", location: "https://169.254.169.254/file", follows: false},
		{base: "http://mock:4010", location: storageURL, follows: true},
		{base: "http://169.254.1.1", location: "https://169.254.1.2/file", follows: true},
		{base: "http://0.0.0.0:8855", location: "http://0.0.0.0:8855/file", follows: true},
		{base: "https://2130706433", location: "https://2130706434/file", follows: false},
		{base: "https://gw.example.com", location: "https://GW.example.com./file", follows: true},
		{base: "https://gw.example.com", location: "https://10.0.0.1/file", follows: false},
		{base: "https://gw.example.com", location: "https://localhost/file", follows: false},
		{base: "https://gw.example.com", location: "http://gw.example.com/file", follows: false},
	}
	for _, tt := range tests {
		transport := play(redirect(307, tt.location), reply(200, "a file"))
		client := testClient(t, transport, WithBaseURL(tt.base), WithPlainHTTP())
		file, err := download(t.Context(), client)
		if tt.follows {
			require.NoError(t, err, "%s to %s", tt.base, tt.location)
			require.NoError(t, file.Close())
			assert.Equal(t, http.Header{"Accept": {"*/*"}}, transport.sent()[1].header)
			continue
		}
		require.ErrorContains(t, err, "the redirect to the file", "%s to %s", tt.base, tt.location)
		assert.Len(t, transport.sent(), 1)
	}
}

// nameServer answers every question with one address, over connections in memory.
type nameServer struct{ address netip.Addr }

func (s nameServer) dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	go s.serve(server)
	return client, nil
}

// serve speaks DNS over TCP: a message has its length before it (RFC 1035, 4.2.2).
func (s nameServer) serve(conn net.Conn) {
	defer conn.Close() //nolint:errcheck // the end of a test
	for {
		var length [2]byte
		if _, err := io.ReadFull(conn, length[:]); err != nil {
			return
		}
		query := make([]byte, binary.BigEndian.Uint16(length[:]))
		if _, err := io.ReadFull(conn, query); err != nil {
			return
		}
		answer := s.answer(query)
		message := binary.BigEndian.AppendUint16(nil, uint16(len(answer)))
		if _, err := conn.Write(append(message, answer...)); err != nil {
			return
		}
	}
}

func (s nameServer) answer(query []byte) []byte {
	const header, typeA, typeAAAA = 12, 1, 28
	end := header
	for query[end] != 0 { // the labels of the name
		end += int(query[end]) + 1
	}
	question := query[header : end+5]
	kind := binary.BigEndian.Uint16(question[len(question)-4:])
	answer := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, question...)
	ip := s.address.AsSlice()
	if kind == typeA && len(ip) == net.IPv4len || kind == typeAAAA && len(ip) == net.IPv6len {
		answer[7] = 1
		answer = append(answer, 0xc0, header, 0, byte(kind), 0, 1, 0, 0, 0, 60, 0, byte(len(ip)))
		answer = append(answer, ip...)
	}
	return answer
}

// resolvingTo is a dialler for which every name has this address.
func resolvingTo(address string) *net.Dialer {
	server := nameServer{address: netip.MustParseAddr(address)}
	return &net.Dialer{Timeout: 10 * time.Second, Resolver: &net.Resolver{PreferGo: true, Dial: server.dial}}
}

// TestDownloadRefusesNamesOfNeighbours: a name of the internet may have the address
// of a neighbour. Our own transport sees it before it connects.
func TestDownloadRefusesNamesOfNeighbours(t *testing.T) {
	t.Parallel()
	for address, area := range map[string]string{
		"127.0.0.1": "this machine", "10.0.0.1": "a private network", "169.254.169.254": "the local link", "0.0.0.0": "a reserved range",
		"::1": "this machine", "fd00::1": "a private network", "64:ff9b::a9fe:a9fe": "the local link",
	} {
		for _, name := range []string{"storage.example.com", "STORAGE.Example.com", "storage.example.com.", "storage.example.com:443"} {
			dialer := resolvingTo(address)
			own := wire.NewTransport()
			own.DialContext = wire.GuardedDial(dialer)
			var requests atomic.Int64
			client := testClient(t, http.DefaultTransport)
			client.transport = answer(func(req *http.Request) (*http.Response, error) {
				if requests.Add(1); req.Host == "api.twilio.com" {
					return redirect(307, "https://"+name+"/file")(req)
				}
				return own.RoundTrip(req)
			})
			_, err := download(t.Context(), client)
			require.ErrorContains(t, err, "the redirect to the file leads to "+area, name)
			assert.NotContains(t, err.Error(), address)
			assert.EqualValues(t, 2, requests.Load(), "it is not repeated")
		}
	}
}

// TestGuardedDial: an address that no redirect led to is dialled as ever, and so is a proxy.
func TestGuardedDial(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	dial := wire.GuardedDial(resolvingTo("127.0.0.1"))
	address := net.JoinHostPort("storage.example.com", port)
	guarded := func(address string, base *baseURL) context.Context {
		return wire.GuardDial(t.Context(), address, func(resolved netip.Addr) error { return base.checkArea(netarea.Of(resolved)) })
	}
	local, err := New(testAccount, AuthToken(testToken), WithBaseURL("http://127.0.0.1:8855"))
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		ctx    context.Context
		passes bool
	}{
		"no redirect":                  {ctx: t.Context(), passes: true},
		"a proxy, for a redirect":      {ctx: guarded("other.example.com:443", &baseURL{}), passes: true},
		"a redirect":                   {ctx: guarded(address, &baseURL{}), passes: false},
		"a redirect, in capitals":      {ctx: guarded(strings.ToUpper(address), &baseURL{}), passes: false},
		"a redirect, from a neighbour": {ctx: guarded(address, &local.config.base), passes: true},
	} {
		conn, err := dial(tt.ctx, "tcp", address)
		if !tt.passes {
			var refused redirectError
			require.ErrorAs(t, err, &refused, name)
			continue
		}
		require.NoError(t, err, name)
		require.NoError(t, conn.Close())
	}
}

// TestDownloadOverTheNetworkRefusesANeighbour: our own transport is guarded as it is
// made, and the other server sees no connection.
func TestDownloadOverTheNetworkRefusesANeighbour(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	connections := 0
	storage := httptest.NewUnstartedServer(http.NotFoundHandler())
	storage.Config.ConnState = func(net.Conn, http.ConnState) {
		mu.Lock()
		defer mu.Unlock()
		connections++
	}
	storage.StartTLS()
	t.Cleanup(storage.Close)
	client, err := New(testAccount, AuthToken(testToken))
	require.NoError(t, err)
	location := storage.Listener.Addr().String()
	req := storageRequest(client.guardDial(t.Context(), mustParse(t, "https://"+location)), mustParse(t, "https://"+location+"/file"))
	_, err = client.transport.RoundTrip(req)
	var refused redirectError
	require.ErrorAs(t, err, &refused)
	mu.Lock()
	defer mu.Unlock()
	assert.Zero(t, connections)
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	return u
}
