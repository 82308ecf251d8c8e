package twilio

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/wire"
)

// TestTLSIsNewEnough: credentials do not go to a server whose TLS is older than
// 1.2, although its certificate is good.
func TestTLSIsNewEnough(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		version uint16
		allowed bool
	}{{name: "1.0", version: tls.VersionTLS10, allowed: false}, {name: "1.1", version: tls.VersionTLS11, allowed: false}, {name: "1.2", version: tls.VersionTLS12, allowed: true}, {name: "1.3", version: tls.VersionTLS13, allowed: true}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int64
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				_, _ = io.WriteString(w, `{"balance":"1.00","currency":"USD"}`)
			}))
			server.TLS = &tls.Config{MinVersion: tt.version, MaxVersion: tt.version}
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.StartTLS()
			t.Cleanup(server.Close)
			client, err := New(testAccount, AuthToken(testToken), WithBaseURL(server.URL), WithRetry(RetryPolicy{MaxAttempts: 1}))
			require.NoError(t, err)
			transport := wire.NewTransport()
			transport.TLSClientConfig.RootCAs = x509.NewCertPool()
			transport.TLSClientConfig.RootCAs.AddCert(server.Certificate())
			client.transport = transport
			t.Cleanup(client.CloseIdleConnections)
			_, err = client.Balance.Get(t.Context())
			if tt.allowed {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, ErrNotSent)
			assert.Zero(t, requests.Load())
		})
	}
}
