package desk_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/desk"
)

const (
	ada    = "+14155551234"
	clinic = "+14155556789"
)

// serve starts a desk, which ends with the test.
func serve(t *testing.T, config desk.Config) *desk.Desk {
	t.Helper()
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	d, err := desk.New(config)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		assert.NoError(t, <-ended)
	})
	return d
}

// port is that of a desk.
func port(d *desk.Desk) string { return d.URL()[strings.LastIndexByte(d.URL(), ':')+1:] }

// send writes a request as it stands, with \n for the ends of lines, and PORT for that of
// the desk. It returns the answer with its body.
func send(t *testing.T, d *desk.Desk, request string) (*http.Response, string) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", "127.0.0.1:"+port(d))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	head, body, _ := strings.Cut(strings.ReplaceAll(request, "PORT", port(d)), "\n\n")
	_, err = io.WriteString(conn, strings.ReplaceAll(head, "\n", "\r\n")+"\r\nConnection: close\r\n\r\n"+body)
	require.NoError(t, err)
	method, _, _ := strings.Cut(request, " ")
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	require.NoError(t, err, request)
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		return resp, "" // it never ends
	}
	content, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp, string(content)
}

func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// auth is the header of the example account.
func auth(d *desk.Desk) string {
	return "Authorization: " + basic(d.Example().AccountSID(), d.Example().AuthToken())
}

// create is a request that would create a message, with further headers.
func create(d *desk.Desk, host string, headers ...string) string {
	form := "To=%2B14155551234&From=%2B14155556789&Body=Hi"
	return fmt.Sprintf("POST /api/2010-04-01/Accounts/%s/Messages.json HTTP/1.1\nHost: %s\nContent-Type: application/x-www-form-urlencoded\nContent-Length: %d\n%s\n\n%s",
		d.Example().AccountSID(), host, len(form), strings.Join(append(headers, auth(d)), "\n"), form)
}

// TestSDK sends a message through the address of the desk.
func TestSDK(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	sim := d.Example()
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), twilio.WithBaseURL(d.URL()))
	require.NoError(t, err)
	message, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
	require.NoError(t, err)
	fetched, err := client.Messages.Get(t.Context(), message.SID)
	require.NoError(t, err)
	assert.Equal(t, "Hi", fetched.Body)

	stranger, err := twilio.New(sim.AccountSID(), twilio.AuthToken("00000000000000000000000000000000"), twilio.WithBaseURL(d.URL()))
	require.NoError(t, err)
	_, err = stranger.Messages.Get(t.Context(), message.SID)
	assert.ErrorIs(t, err, twilio.CodeNotAuthenticated)
}

// TestHosts: by the first segment of the path on the desk's names, and by Host header.
func TestHosts(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{Hosts: []string{"Twilio_Sim", "192.0.2.7"}})
	for _, host := range []string{"127.0.0.1:PORT", "localhost", "LOCALHOST:1", "desk.localhost:PORT", "[::1]:PORT", "127.9.9.9", "twilio_sim:7070", "192.0.2.7", "[::ffff:127.0.0.1]"} {
		resp, body := send(t, d, create(d, host))
		assert.Equal(t, http.StatusCreated, resp.StatusCode, host+" "+body)
	}
	for _, host := range []string{"api.twilio.com", "API.twilio.com:PORT", "api.dublin.ie1.twilio.com"} {
		resp, body := send(t, d, strings.Replace(create(d, host), "/api/", "/", 1))
		assert.Equal(t, http.StatusCreated, resp.StatusCode, host+" "+body)
	}
}

// TestReady: whoever has started the server can wait for it.
func TestReady(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	for _, path := range []string{"/readyz?wait=10s", "/readyz", "/livez"} {
		resp, body := send(t, d, "GET "+path+" HTTP/1.1\nHost: localhost")
		assert.Equal(t, http.StatusOK, resp.StatusCode, path)
		assert.Equal(t, "ok\n", body, path)
	}
	for _, wait := range []string{"-1s", "2m", "soon"} {
		resp, _ := send(t, d, "GET /readyz?wait="+wait+" HTTP/1.1\nHost: localhost")
		assert.Equal(t, http.StatusBadRequest, resp.StatusCode, wait)
	}
	resp, _ := send(t, d, "GET / HTTP/1.1\nHost: localhost:PORT")
	assert.Equal(t, "/_sim/", resp.Header.Get("Location"))
}
