package desk_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/desk"
)

// trust is a pool that holds the authority of a desk alone.
func trust(t *testing.T, d *desk.Desk) *x509.CertPool {
	t.Helper()
	text, err := os.ReadFile(d.CAFile())
	require.NoError(t, err)
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(text))
	return pool
}

// through is a client that knows a desk as its proxy alone, as one with HTTPS_PROXY does.
func through(t *testing.T, d *desk.Desk) *http.Client {
	t.Helper()
	at, err := url.Parse(d.URL())
	require.NoError(t, err)
	transport := &http.Transport{Proxy: http.ProxyURL(at), TLSClientConfig: &tls.Config{RootCAs: trust(t, d), MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// TestClientThroughProxy is a client that cannot change Twilio's addresses: messages, media
// whose file is elsewhere, and a product on another host.
func TestClientThroughProxy(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	sim := d.Example()
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), twilio.WithHTTPClient(through(t, d)))
	require.NoError(t, err)
	message, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, MediaURL: []string{"https://example.com/cat.png"}})
	require.NoError(t, err)
	var media *twilio.Media
	for m, err := range client.Media.All(t.Context(), message.SID, twilio.MediaListParams{}) {
		require.NoError(t, err)
		media = m
	}
	require.NotNil(t, media)
	file, err := client.Media.Download(t.Context(), message.SID, media.SID)
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	_, err = io.ReadAll(file)
	require.NoError(t, err)
	_, err = client.Lookup.Get(t.Context(), ada, twilio.LookupGetParams{})
	require.NoError(t, err)
	assert.Equal(t, "api", sim.Requests()[0].Host)
}

// TestTunnelTargets: the proxy stands for *.twilio.com:443, in one spelling, and connects to
// nobody.
func TestTunnelTargets(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{Hosts: []string{"twilio-sim"}})
	for target, want := range map[string]int{
		"api.twilio.com:443":                     http.StatusOK,
		"a.b.c.twilio.com:443":                   http.StatusOK,
		"twilio.com:443":                         http.StatusForbidden,
		".twilio.com:443":                        http.StatusForbidden,
		"api.twilio.com:80":                      http.StatusForbidden,
		"api.twilio.com:4430":                    http.StatusForbidden,
		"api.twilio.com:0443":                    http.StatusForbidden,
		"api.twilio.com":                         http.StatusForbidden,
		"api.twilio.com.:443":                    http.StatusForbidden,
		"API.TWILIO.COM:443":                     http.StatusForbidden,
		"api.twilio.com.evil.example.com:443":    http.StatusForbidden,
		"eviltwilio.com:443":                     http.StatusForbidden,
		"evil.example.com:443":                   http.StatusForbidden,
		"user@api.twilio.com:443":                http.StatusForbidden,
		"api.twilio.com:443@evil.example.com:80": http.StatusForbidden,
		"evil.example.com#.twilio.com:443":       http.StatusForbidden,
		"evil.example.com%00.twilio.com:443":     http.StatusForbidden,
		"127.0.0.1:443":                          http.StatusForbidden,
		"127.0.0.1:PORT":                         http.StatusForbidden,
		"169.254.169.254:443":                    http.StatusForbidden,
		"[::1]:443":                              http.StatusForbidden,
		"localhost:PORT":                         http.StatusForbidden,
		"twilio-sim:443":                         http.StatusForbidden,
		"mms.twiliocdn.com:443":                  http.StatusForbidden,
		"http://api.twilio.com:443":              http.StatusBadRequest,
		"/":                                      http.StatusForbidden,
	} {
		resp := connectTo(t, d, target, "")
		if want == http.StatusForbidden {
			assert.Contains(t, []int{http.StatusForbidden, http.StatusBadRequest}, resp.StatusCode, target) // net/http refuses some itself
		} else {
			assert.Equal(t, want == http.StatusOK, resp.StatusCode == http.StatusOK, target)
		}
		_ = resp.Body.Close()
	}
	resp := connectTo(t, d, "api.twilio.com:443", "Origin: https://evil.example.com\r\n")
	assert.Equal(t, http.StatusForbidden, resp.StatusCode)
	resp = connectTo(t, d, "api.twilio.com:443", "Sec-Fetch-Site: cross-site\r\n")
	assert.Equal(t, http.StatusForbidden, resp.StatusCode)
	resp = connectTo(t, d, "api.twilio.com:443", "")
	assert.Equal(t, "200 Connection established", resp.Status) // which Twilio's client for PHP looks for
}

// connectTo asks for a tunnel, and returns the answer.
func connectTo(t *testing.T, d *desk.Desk, target, headers string) *http.Response {
	t.Helper()
	resp, _ := dialTunnel(t, d, target, headers)
	return resp
}

func dialTunnel(t *testing.T, d *desk.Desk, target, headers string) (*http.Response, net.Conn) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", "127.0.0.1:"+port(d))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	target = strings.ReplaceAll(target, "PORT", port(d))
	_, err = fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", target, target, headers)
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: http.MethodConnect})
	require.NoError(t, err, target)
	return resp, conn
}

// TestInsideTunnel: a tunnel leads to the API of the host that it was opened for.
func TestInsideTunnel(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	path := "/2010-04-01/Accounts/" + d.Example().AccountSID() + "/Messages.json"
	tests := []struct {
		name, sni, request string
		status             int // 0 for a handshake that fails
	}{
		{"the API", "api.twilio.com", "GET " + path + " HTTP/1.1\r\nHost: api.twilio.com\r\n", http.StatusOK},
		{"with its port", "api.twilio.com", "GET " + path + " HTTP/1.1\r\nHost: api.twilio.com:443\r\n", http.StatusOK},
		{"another name in TLS", "verify.twilio.com", "", 0},
		{"a stranger's name in TLS", "evil.example.com", "", 0},
		{"no name in TLS", "", "", 0},
		{"another host", "api.twilio.com", "GET " + path + " HTTP/1.1\r\nHost: verify.twilio.com\r\n", http.StatusMisdirectedRequest},
		{"loopback", "api.twilio.com", "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n", http.StatusMisdirectedRequest},
		{"another port", "api.twilio.com", "GET " + path + " HTTP/1.1\r\nHost: api.twilio.com:80\r\n", http.StatusMisdirectedRequest},
		{"the page", "api.twilio.com", "GET /_sim/ HTTP/1.1\r\nHost: api.twilio.com\r\n", http.StatusMisdirectedRequest},
		{"the control API", "api.twilio.com", "GET /_sim/v1/status HTTP/1.1\r\nHost: api.twilio.com\r\n", http.StatusMisdirectedRequest},
		{"the control API, escaped", "api.twilio.com", "GET /%5Fsim/v1/status HTTP/1.1\r\nHost: api.twilio.com\r\n", http.StatusMisdirectedRequest},
		{"a tunnel in the tunnel", "api.twilio.com", "CONNECT api.twilio.com:443 HTTP/1.1\r\nHost: api.twilio.com:443\r\n", http.StatusForbidden},
		{"a proxy in the tunnel", "api.twilio.com", "GET https://api.twilio.com" + path + " HTTP/1.1\r\nHost: api.twilio.com\r\n", http.StatusForbidden},
		{"another origin", "api.twilio.com", "GET " + path + " HTTP/1.1\r\nHost: api.twilio.com\r\nOrigin: https://evil.example.com\r\n", http.StatusForbidden},
		{"another site", "api.twilio.com", "GET " + path + " HTTP/1.1\r\nHost: api.twilio.com\r\nSec-Fetch-Site: cross-site\r\n", http.StatusForbidden},
		{"OPTIONS", "api.twilio.com", "OPTIONS " + path + " HTTP/1.1\r\nHost: api.twilio.com\r\n", http.StatusMethodNotAllowed},
	}
	for _, tt := range tests {
		_, conn := dialTunnel(t, d, "api.twilio.com:443", "")
		secured := tls.Client(conn, &tls.Config{RootCAs: trust(t, d), ServerName: tt.sni, InsecureSkipVerify: tt.sni == "", NextProtos: []string{"h2", "http/1.1"}, MinVersion: tls.VersionTLS12})
		err := secured.HandshakeContext(t.Context())
		if tt.status == 0 {
			assert.Error(t, err, tt.name)
			continue
		}
		require.NoError(t, err, tt.name)
		assert.Equal(t, "http/1.1", secured.ConnectionState().NegotiatedProtocol, tt.name)
		_, err = io.WriteString(secured, tt.request+auth(d)+"\r\n\r\n")
		require.NoError(t, err)
		resp, err := http.ReadResponse(bufio.NewReader(secured), nil)
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.status, resp.StatusCode, tt.name)
		_ = resp.Body.Close()
	}
}

// TestPlainProxy: the form for http is answered for Twilio's hosts, and leads to no other.
func TestPlainProxy(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	for address, want := range map[string]int{
		"http://api.twilio.com/2010-04-01/Accounts.json":      http.StatusOK,
		"http://api.twilio.com:80/2010-04-01/Accounts.json":   http.StatusOK,
		"http://api.twilio.com:8080/2010-04-01/Accounts.json": http.StatusForbidden,
		"https://api.twilio.com/2010-04-01/Accounts.json":     http.StatusForbidden,
		"http://user@api.twilio.com/2010-04-01/Accounts.json": http.StatusForbidden,
		"http://api.twilio.com.evil.example.com/":             http.StatusForbidden,
		"http://evil.example.com/":                            http.StatusForbidden,
		"http://169.254.169.254/latest/meta-data/":            http.StatusForbidden,
		"http://127.0.0.1:PORT/_sim/":                         http.StatusForbidden,
		"http://localhost/readyz":                             http.StatusForbidden,
		"http://api.twilio.com/_sim/":                         http.StatusMisdirectedRequest,
	} {
		resp, body := send(t, d, "GET "+address+" HTTP/1.1\nHost: localhost\n"+auth(d))
		assert.Equal(t, want, resp.StatusCode, address+" "+body)
	}
}

// TestResetInTunnel: faults end the connection under TLS, without a word of TLS.
func TestResetInTunnel(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{Faults: []string{"create-message commit-then-reset"}})
	sim := d.Example()
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), twilio.WithHTTPClient(through(t, d)), twilio.WithRetry(twilio.RetryPolicy{MaxAttempts: 1}))
	require.NoError(t, err)
	_, err = client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
	require.Error(t, err)
	assert.Len(t, sim.Messages(), 1)
}

// TestAuthority: a certificate of the authority is good for a name of Twilio's and no other,
// whatever somebody signs with its key, and the file holds no key.
func TestAuthority(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	text, err := os.ReadFile(d.CAFile())
	require.NoError(t, err)
	_, served := send(t, d, "GET /ca.pem HTTP/1.1\nHost: localhost")
	assert.Equal(t, string(text), served)
	block, rest := pem.Decode(text)
	require.Empty(t, rest)
	require.Equal(t, "CERTIFICATE", block.Type)
	cert, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	assert.Equal(t, x509.ECDSA, cert.PublicKeyAlgorithm)
	assert.True(t, cert.PermittedDNSDomainsCritical)
	assert.Equal(t, []string{"twilio.com"}, cert.PermittedDNSDomains)
	assert.True(t, cert.IsCA && cert.MaxPathLenZero)
	assert.Equal(t, x509.KeyUsageCertSign, cert.KeyUsage)
	assert.Less(t, time.Until(cert.NotAfter), 31*24*time.Hour)
	other := serve(t, desk.Config{})
	assert.NotEqual(t, trust(t, d), trust(t, other), "each start has a key of its own")
}
