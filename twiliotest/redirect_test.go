package twiliotest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// TestRedirects: four of them are followed, by GET and without parameters, to an
// application that checks every signature.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/11216
func TestRedirects(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status   int
		location string
		alert    twilio.ErrorCode // 0 when it is followed
	}{
		{http.StatusMovedPermanently, "/next?a=1", 0},
		{http.StatusFound, hooks + "/next?a=1", 0},
		{http.StatusSeeOther, "/next?a=1", 0},
		{http.StatusTemporaryRedirect, "/next?a=1#rc=2", 0},
		{http.StatusPermanentRedirect, "/next?a=1", 11216},
		{http.StatusMultipleChoices, "/next?a=1", 11216},
		{http.StatusNotModified, "/next?a=1", 11216},
		{http.StatusFound, "", 11216},
		{http.StatusFound, "ftp://hooks.example.com/next?a=1", 11216},
	}
	for _, tt := range tests {
		for _, network := range []bool{false, true} {
			t.Run(fmt.Sprint(tt.status, tt.location, network), func(t *testing.T) {
				t.Parallel()
				sim := twiliotest.New(t)
				verifier, err := webhook.NewVerifier(webhook.Token(sim.AuthToken()), webhook.Hosts("hooks.example.com", "127.0.0.1"))
				require.NoError(t, err)
				mux := http.NewServeMux()
				mux.HandleFunc("POST /sms", func(w http.ResponseWriter, _ *http.Request) {
					if tt.location != "" {
						w.Header().Set("Location", tt.location)
					}
					w.WriteHeader(tt.status)
				})
				mux.HandleFunc("GET /next", func(w http.ResponseWriter, r *http.Request) {
					assert.Equal(t, "a=1", r.URL.RawQuery)
					assert.Empty(t, r.Referer())
					assert.Empty(t, r.Header.Get("Content-Type"))
					twiml.Messaging(twiml.Message{Body: "Moved"}).ServeHTTP(w, r)
				})
				sim.Handle(hooks, verifier.Middleware(mux))
				address := hooks + "/sms"
				if network {
					server := httptest.NewServer(verifier.Middleware(mux))
					t.Cleanup(server.Close)
					address = server.URL + "/sms"
				}
				sim.Number(clinic, twiliotest.SMSURL(address))
				answer := sim.Phone(ada).SendSMS(clinic, "Hi")
				assert.Equal(t, address, answer.URL)
				if tt.alert == 0 {
					sim.Phone(ada).ExpectSMS("Moved")
					assert.Empty(t, sim.Alerts())
					return
				}
				assert.Equal(t, tt.status, answer.Status)
				expectAlerts(t, sim, tt.alert)
			})
		}
	}
}

// TestTenRedirects are followed, and an eleventh is not.
func TestTenRedirects(t *testing.T) {
	t.Parallel()
	for _, hops := range []int{10, 11} {
		sim := twiliotest.New(t)
		asked := 0
		sim.Handle(hooks, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked++; asked <= hops {
				http.Redirect(w, r, "/again", http.StatusFound)
				return
			}
			w.WriteHeader(http.StatusNoContent)
		}))
		sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
		answer := sim.Phone(ada).SendSMS(clinic, "Hi")
		assert.Equal(t, 11, asked)
		if hops == 10 {
			assert.Equal(t, http.StatusNoContent, answer.Status)
			continue
		}
		assert.Error(t, answer.Err)
		assert.Zero(t, answer.Status)
		expectAlerts(t, sim, 11215)
	}
}

// TestRelativeToWhereItStands: addresses in TwiML are those of the last document.
func TestRelativeToWhereItStands(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Handle(hooks, newApp().answer("/sms", http.RedirectHandler("/moved/here", http.StatusFound)).
		answer("/moved/here", twiml.Messaging(twiml.Redirect{URL: "there"})).
		answer("/moved/there", twiml.Messaging(twiml.Message{Body: "Moved"})))
	sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
	sim.Phone(ada).SendSMS(clinic, "Hi")
	sim.Phone(ada).ExpectSMS("Moved")
}

// expectAlerts expects alerts with these codes, in this order, and no others.
func expectAlerts(t *testing.T, sim *twiliotest.Sim, want ...twilio.ErrorCode) {
	t.Helper()
	assert.Equal(t, want, codes(sim))
	for _, code := range want {
		sim.ExpectAlert(code)
	}
}

// codes are those of the alerts.
func codes(sim *twiliotest.Sim) (found []twilio.ErrorCode) {
	for _, alert := range sim.Alerts() {
		found = append(found, alert.Code)
	}
	return found
}
