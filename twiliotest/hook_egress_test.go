package twiliotest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// TestWebhooksStayOnThisMachine: neither an address nor a redirect leads a webhook away,
// and each failure says how to allow it.
func TestWebhooksStayOnThisMachine(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	for path, target := range map[string]string{
		"/name":     "http://elsewhere.example.com/",
		"/metadata": "http://169.254.169.254/latest/meta-data/",
		"/mapped":   "http://[::ffff:169.254.169.254]/latest/meta-data/",
		"/no-host":  strings.Replace(server.URL, "127.0.0.1", "0.0.0.0", 1) + "/end",
		"/decimal":  strings.Replace(server.URL, "127.0.0.1", "2130706433", 1) + "/end",
	} {
		mux.Handle(path, http.RedirectHandler(target, http.StatusFound))
	}
	mux.HandleFunc("/end", func(http.ResponseWriter, *http.Request) { t.Error("a webhook went astray") })
	tests := []struct{ name, address, want string }{
		{"a name", "http://elsewhere.example.com/sms", "nobody answers at elsewhere.example.com"},
		{"a neighbour", "http://10.0.0.1/sms", "nobody answers at 10.0.0.1:80"},
		{"a redirect to a name", server.URL + "/name", "nobody answers at elsewhere.example.com"},
		{"a redirect to metadata", server.URL + "/metadata", "metadata"},
		{"a redirect to metadata, mapped", server.URL + "/mapped", "metadata"},
		{"a redirect to no host", server.URL + "/no-host", "no host"},
		{"a redirect to a number", server.URL + "/decimal", "nobody answers at 2130706433"},
	}
	for _, tt := range tests {
		sim := twiliotest.New(t)
		sim.Number(clinic, twiliotest.SMSURL(tt.address))
		answer := sim.Phone(ada).SendSMS(clinic, "Hi")
		require.ErrorContains(t, answer.Err, tt.want, tt.name)
		assert.Contains(t, answer.Err.Error(), "-webhook-hosts", tt.name)
		expectAlerts(t, sim, 11205)
	}
}

// TestAllowedHost: a redirect to an address that is allowed is followed.
func TestAllowedHost(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	mux.Handle("/sms", http.RedirectHandler(strings.Replace(server.URL, "127.0.0.1", "0.0.0.0", 1)+"/end", http.StatusFound))
	mux.HandleFunc("/end", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	sim := twiliotest.New(t, twiliotest.WebhookHosts("0.0.0.0"))
	sim.Number(clinic, twiliotest.SMSURL(server.URL+"/sms"))
	answer := sim.Phone(ada).SendSMS(clinic, "Hi")
	require.NoError(t, answer.Err)
	assert.Equal(t, http.StatusNoContent, answer.Status)
}

// TestWebhookToTheSimulator: a simulator does not talk to itself, directly or by a redirect.
func TestWebhookToTheSimulator(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.WebhookHosts("*"), twiliotest.AllowAlerts())
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	own := sim.URL() + "/api/2010-04-01/Accounts.json"
	mux.Handle("/sms", http.RedirectHandler(own, http.StatusFound))
	for _, address := range []string{own, strings.Replace(own, "127.0.0.1", "localhost", 1), strings.Replace(own, "127.0.0.1", "sim.localhost", 1), strings.Replace(own, "127.0.0.1", "[::ffff:127.0.0.1]", 1), server.URL + "/sms"} {
		sim.Number(clinic, twiliotest.SMSURL(address))
		answer := sim.Phone(ada).SendSMS(clinic, "Hi")
		require.ErrorContains(t, answer.Err, "the simulator itself", address)
	}
	assert.Empty(t, sim.Requests())
}

// TestListenersOfAServer: a server that the simulator is part of names its own.
func TestListenersOfAServer(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a webhook came back") }))
	t.Cleanup(server.Close)
	sim := twiliotest.New(t, twiliotest.RefuseWebhooksTo(server.Listener.Addr()))
	sim.Number(clinic, twiliotest.SMSURL(server.URL))
	require.ErrorContains(t, sim.Phone(ada).SendSMS(clinic, "Hi").Err, "the simulator itself")
	expectAlerts(t, sim, 11205)
}
