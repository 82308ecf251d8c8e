package twiliotest_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// TestUnexpectedAlertsFailTheTest: each way in which a webhook can fail.
func TestUnexpectedAlertsFailTheTest(t *testing.T) {
	t.Parallel()
	wrongToken, err := webhook.NewVerifier(webhook.Token("ffffffffffffffffffffffffffffffff"), webhook.PublicURL(hooks))
	require.NoError(t, err)
	tests := []struct {
		name string
		app  http.Handler // answers all addresses
		code string
	}{
		{"a mistyped address", http.NotFoundHandler(), "11217"},
		{"a verifier with another token", wrongToken.Middleware(status(http.StatusNoContent)), "11217"},
		{"a failing application", status(http.StatusInternalServerError), "11217"},
		{"a redirect that leads nowhere", status(http.StatusNotModified), "11216"},
		{"a panic", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oh") }), "11205"},
		{"an endless redirect", http.RedirectHandler("/again", http.StatusFound), "11215"},
		{"too much", text("text/xml", strings.Repeat(" ", 65<<10)), "11750"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rec := record(t)
			sim := twiliotest.New(rec)
			sim.Handle(hooks, tt.app)
			sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
			_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks + "/status"})
			require.NoError(t, err)
			sim.Phone(ada).ExpectSMS("Hi")
			assert.Empty(t, rec.said)
			said := rec.finish()
			assert.Equal(t, 3, strings.Count(said, "nobody expected alert "+tt.code), said)
			assert.Contains(t, said, "sim.ExpectAlert("+tt.code+")")

			rec = record(t)
			sim = twiliotest.New(rec)
			sim.Handle(hooks, tt.app)
			sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
			sim.Phone(ada).SendSMS(clinic, "Hi")
			assert.Contains(t, rec.finish(), "nobody expected alert "+tt.code)
		})
	}
}

// TestAlertsOfDocumentsFailTheTest: those about TwiML as much as those about the network.
func TestAlertsOfDocumentsFailTheTest(t *testing.T) {
	t.Parallel()
	for code, app := range map[string]http.Handler{
		"12100": text("text/xml", "<Response>"),
		"12200": text("text/xml", "<Response><Shout/></Response>"),
		"12300": text("application/json", "{}"),
		"14103": twiml.Messaging(twiml.Message{}),
	} {
		rec := record(t)
		sim := twiliotest.New(rec)
		sim.Number(clinic, twiliotest.SMSWebhook(app))
		sim.Phone(ada).SendSMS(clinic, "Hi")
		assert.Contains(t, rec.finish(), "nobody expected alert "+code)
	}
}

func TestExpectAlert(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec)
	sim.Handle(hooks, status(http.StatusTeapot))
	sim.Number(clinic)
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks + "/status?a=1"})
	require.NoError(t, err)
	alert := sim.ExpectAlert(11217)
	assert.Equal(t, twilio.ErrorCode(11217), alert.Code)
	assert.Equal(t, hooks+"/status?a=1", alert.URL)
	assert.Contains(t, alert.Message, "418")
	assert.Len(t, sim.Callbacks(), 1, "time passes until the first alert, and no further")
	sim.ExpectAlert(11217)
	sim.ExpectAlert(11217)
	sim.Phone(ada).ExpectSMS("Hi")
	assert.Empty(t, rec.said)

	sim.ExpectAlert(11217) // a fourth, which never comes
	require.Len(t, rec.said, 1)
	assert.Contains(t, rec.said[0], "no alert with code 11217")
	assert.Equal(t, 3, strings.Count(rec.said[0], "(expected before)"))
	rec.said = nil
	assert.Empty(t, rec.finish(), "each alert was expected")
}

func TestExpectAlertThatNeverComes(t *testing.T) {
	t.Parallel()
	rec := record(t)
	twiliotest.New(rec).ExpectAlert(12100)
	assert.Contains(t, rec.finish(), "no alert with code 12100: nothing is on its way any more\nThere was no alert at all.")

	rec = record(t)
	sim := twiliotest.New(rec)
	sim.Number(clinic, twiliotest.SMSWebhook(status(http.StatusTeapot)))
	sim.Phone(ada).SendSMS(clinic, "Hi")
	sim.ExpectAlert(12100)
	said := rec.finish()
	assert.Contains(t, said, "no alert with code 12100")
	assert.Contains(t, said, "nobody expected alert 11217", "another code is no substitute")
}

func TestAllowAlerts(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec, twiliotest.AllowAlerts())
	sim.Number(clinic, twiliotest.SMSWebhook(status(http.StatusTeapot)))
	sim.Phone(ada).SendSMS(clinic, "Hi")
	assert.Empty(t, rec.finish())
	assert.Len(t, sim.Alerts(), 1)
}

// TestAlertsAfterTheTest are nobody's fault: the application may have ended first.
func TestAlertsAfterTheTest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rec := record(t)
		ctx, end := context.WithCancel(t.Context())
		rec.ctx = ctx
		sim := twiliotest.New(rec, twiliotest.WallTime(), twiliotest.AllowUnexpected())
		sim.Handle(hooks, status(http.StatusTeapot))
		sim.Number(clinic)
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks})
		require.NoError(t, err)
		end() // as a *testing.T does before its cleanups
		<-time.After(time.Minute)
		assert.Len(t, sim.Callbacks(), 3)
		assert.Empty(t, rec.finish())
	})
}

// TestAlertsOfAProgram are in its log, and so are its mistakes in calls of methods.
func TestAlertsOfAProgram(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	sim, err := twiliotest.Start(twiliotest.Logger(slog.New(slog.NewTextHandler(&log, nil))))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sim.Close()) })
	sim.Number(clinic, twiliotest.SMSURL("https://user:secret@elsewhere.example.com/sms#rc=2"))
	sim.Phone(ada).SendSMS(clinic, "a private matter")
	line := log.String()
	assert.Equal(t, 1, strings.Count(line, "\n"), line)
	for _, want := range []string{"level=WARN", "code=11205", "url=https://elsewhere.example.com/sms", "sim.Handle"} {
		assert.Contains(t, line, want)
	}
	assert.NotContains(t, line, "secret")
	assert.NotContains(t, line, "private")

	log.Reset()
	sim.Handle("nowhere", http.NotFoundHandler())
	assert.Contains(t, log.String(), "level=ERROR")
	assert.Contains(t, log.String(), "give an address")

	_, err = twiliotest.Start(twiliotest.Logger(nil))
	require.ErrorContains(t, err, "Logger(nil)")
}

// TestAlertsOfTheNetwork have Twilio's codes.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/11205
func TestAlertsOfTheNetwork(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		address string
		code    twilio.ErrorCode
	}{
		"nobody listens":        {closedPort(t), 11202},
		"an unknown authority":  {tlsServer(t, nil), 11237},
		"no TLS":                {"https" + strings.TrimPrefix(plainServer(t), "http"), 11220},
		"another name":          {strings.Replace(tlsServer(t, certificate(t, "elsewhere.example.com", time.Hour)), "127.0.0.1", "localhost", 1), 11235},
		"a certificate expired": {tlsServer(t, certificate(t, "127.0.0.1", -time.Hour)), 11236},
	} {
		sim := twiliotest.New(t)
		sim.Number(clinic, twiliotest.SMSURL(tt.address))
		sim.Phone(ada).SendSMS(clinic, "Hi")
		assert.Equal(t, []twilio.ErrorCode{tt.code}, codes(sim), name)
		sim.ExpectAlert(tt.code)
	}
}

func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return "http://" + listener.Addr().String()
}

func plainServer(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(status(http.StatusNoContent))
	t.Cleanup(server.Close)
	return server.URL
}

func tlsServer(t *testing.T, cert *tls.Certificate) string {
	t.Helper()
	server := httptest.NewUnstartedServer(status(http.StatusNoContent))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	if cert != nil {
		server.TLS = &tls.Config{Certificates: []tls.Certificate{*cert}, MinVersion: tls.VersionTLS13}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

// certificate signs itself.
func certificate(t *testing.T, name string, lasts time.Duration) *tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-24 * time.Hour), NotAfter: time.Now().Add(lasts),
		DNSNames: []string{name}, IPAddresses: []net.IP{net.ParseIP(name)}, IsCA: true, BasicConstraintsValid: true,
	}
	if net.ParseIP(name) == nil {
		template.IPAddresses = nil
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// TestApplicationsThatCloseConnections: an application may close a connection that it
// does not use, and a request that was about to take it does not fail.
func TestApplicationsThatCloseConnections(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	server := httptest.NewServer(status(http.StatusNoContent))
	defer server.Close()
	for range 20 {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: server.URL})
		require.NoError(t, err)
		sim.Phone(ada).ExpectSMS("Hi")
		server.CloseClientConnections()
	}
	assert.Empty(t, sim.Alerts())
}
