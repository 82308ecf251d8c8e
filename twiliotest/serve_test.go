package twiliotest_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestLateAnswer: 15 s are over for a handler that looks at no context, too, and its later
// output is dropped.
func TestLateAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.WallTime())
		late := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			<-time.After(20 * time.Second)
			twiml.Messaging(twiml.Message{Body: "Too late"}).ServeHTTP(w, r)
		})
		sim.Handle(hooks, newApp().answer("/sms", late).answer("/fallback", twiml.Messaging(twiml.Message{Body: "Fallback"})))
		sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms", hooks+"/fallback"))
		began := time.Now()
		sim.Phone(ada).SendSMS(clinic, "Hi")
		assert.Equal(t, 15*time.Second+500*time.Millisecond, time.Since(began))
		sim.Phone(ada).ExpectSMS("Fallback")
		<-time.After(time.Minute)
		assert.Len(t, sim.Messages(), 2, "one came in, one went out")
		require.ErrorContains(t, sim.Callbacks()[0].Err, "15 seconds")
		assert.Empty(t, sim.Callbacks()[0].Body)
		expectAlerts(t, sim, 11205)
	})
}

// TestCloseWaitsForHandlers, whose context ends, and blames nobody.
func TestCloseWaitsForHandlers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		wait     func(r *http.Request)
		takes    time.Duration
		complain string
	}{
		{"one that heeds its context", func(r *http.Request) { <-r.Context().Done() }, 0, ""},
		{"one that takes its time", func(*http.Request) { <-time.After(10 * time.Second) }, 9 * time.Second, ""},
		{"one that goes on", func(*http.Request) { <-time.After(time.Minute) }, 15 * time.Second, "still runs"},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			sim, err := twiliotest.Start(twiliotest.WallTime())
			require.NoError(t, err)
			ended, fallback := 0, 0
			sim.Handle(hooks+"/sms", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				tt.wait(r)
				ended++
			}))
			sim.Handle(hooks+"/fallback", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { fallback++ }))
			sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms", hooks+"/fallback"))
			answered := make(chan *twiliotest.Callback)
			go func() { answered <- sim.Phone(ada).SendSMS(clinic, "Hi") }()
			<-time.After(1500 * time.Millisecond) // half of a second on its way, one in the handler
			began := time.Now()
			err = sim.Close()
			assert.Equal(t, tt.takes, time.Since(began), tt.name)
			if tt.complain == "" {
				assert.NoError(t, err, tt.name)
				assert.Equal(t, 1, ended, tt.name)
			} else {
				assert.ErrorContains(t, err, tt.complain)
			}
			assert.ErrorContains(t, (<-answered).Err, "closed", tt.name)
			assert.Empty(t, sim.Alerts(), tt.name)
			assert.Zero(t, fallback, tt.name)
			<-time.After(2 * time.Minute) // whoever still runs has to end with the bubble
		})
	}
}

// TestHandlerThatEndsItsGoroutine, as t.FailNow does, has not answered.
func TestHandlerThatEndsItsGoroutine(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic, twiliotest.SMSWebhook(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<Response><Message>Half</Message>"))
		runtime.Goexit()
	})))
	answer := sim.Phone(ada).SendSMS(clinic, "Hi")
	assert.ErrorContains(t, answer.Err, "FailNow")
	assert.Empty(t, answer.Body)
	require.Len(t, sim.Messages(), 1)
	expectAlerts(t, sim, 11205)
}

// TestWhatIsKept: the simulator keeps the answer that net/http would have sent.
func TestWhatIsKept(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		handler    http.HandlerFunc
		status     int
		kind, body string
	}{
		{"nothing", func(http.ResponseWriter, *http.Request) {}, 200, "", ""},
		{"without a type", func(w http.ResponseWriter, _ *http.Request) { write(t, w, "<?xml version=\"1.0\"?><Response/>") }, 200, "text/xml; charset=utf-8", "<?xml version=\"1.0\"?><Response/>"},
		{"a status first", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusCreated); write(t, w, "Hi") }, 201, "text/plain; charset=utf-8", "Hi"},
		{"a header too late", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusOK)
			w.Header().Set("Content-Type", "text/xml")
			write(t, w, "Hi")
		}, 200, "text/plain; charset=utf-8", "Hi"},
		{"two statuses", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusAccepted)
			w.WriteHeader(http.StatusInternalServerError)
		}, 202, "", ""},
		{"early hints", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusNoContent)
		}, 204, "", ""},
		{"flushed", func(w http.ResponseWriter, _ *http.Request) {
			assert.NoError(t, http.NewResponseController(w).Flush())
			w.WriteHeader(http.StatusInternalServerError)
		}, 200, "", ""},
		{"a body after 204", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNoContent)
			_, err := w.Write([]byte("Hi"))
			assert.ErrorIs(t, err, http.ErrBodyNotAllowed)
		}, 204, "", ""},
		{"a body after 304", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNotModified)
			_, err := w.Write([]byte("Hi"))
			assert.ErrorIs(t, err, http.ErrBodyNotAllowed)
		}, 304, "", ""},
	}
	for _, tt := range tests {
		server := httptest.NewUnstartedServer(tt.handler)
		server.Config.ErrorLog = log.New(io.Discard, "", 0) // a second status is a mistake that it reports
		server.Start()
		for where, address := range map[string]string{"in memory": hooks, "over the network": server.URL} {
			sim := twiliotest.New(t, twiliotest.AllowAlerts()) // this test is about the kept answer, not about its problems
			sim.Handle(hooks, tt.handler)
			sim.Number(clinic, twiliotest.SMSURL(address))
			answer := sim.Phone(ada).SendSMS(clinic, "Hi")
			assert.NoError(t, answer.Err, "%s, %s", tt.name, where)
			assert.Equal(t, []any{tt.status, tt.kind, tt.body}, []any{answer.Status, answer.Type, answer.Body}, "%s, %s", tt.name, where)
		}
		server.Close()
	}
}

func write(t *testing.T, w http.ResponseWriter, text string) {
	t.Helper()
	_, err := w.Write([]byte(text))
	assert.NoError(t, err)
}

// TestUntrustedCertificate has a code of its own.
func TestUntrustedCertificate(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(status(http.StatusNoContent))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	sim := twiliotest.New(t)
	sim.Number(clinic, twiliotest.SMSURL(server.URL))
	sim.Phone(ada).SendSMS(clinic, "Hi")
	expectAlerts(t, sim, 11237)
}

// TestSecretsOfAddresses: neither the user nor the fragment of one is shown.
func TestSecretsOfAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"https://user:secret@hooks.example.com/down#secret", "https://user:secret@elsewhere.example.com/#secret", "https://user:sec/ret@hooks.example.com/", "https://user:secret@hooks.example.com:x/",
	} {
		rec := record(t)
		sim := twiliotest.New(rec)
		sim.Handle("https://other:secret@hooks.example.com", status(http.StatusTeapot))
		sim.Handle("https://user:secret@hooks.example.com:x", status(http.StatusTeapot))
		sim.Number(clinic, twiliotest.SMSURL(address, address))
		answer := sim.Phone(ada).SendSMS(clinic, "Hi")
		said := []string{rec.finish(), answer.URL}
		if answer.Err != nil {
			said = append(said, answer.Err.Error())
		}
		for _, alert := range sim.Alerts() {
			said = append(said, alert.URL, alert.Message)
		}
		for _, c := range sim.Callbacks() {
			said = append(said, c.URL, c.Form.Encode())
		}
		require.Len(t, sim.Callbacks(), 2)
		for _, text := range said {
			assert.NotContains(t, text, "sec", address)
			assert.NotContains(t, text, "user", address)
			assert.NotContains(t, text, "#", address)
		}
		assert.Equal(t, strings.Contains(address, "down"), answer.Status == http.StatusTeapot, "a user makes no difference to who answers")
	}
}

// TestCallbacksAreInOrder of their beginning: an answer may cause further ones.
func TestCallbacksAreInOrder(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Handle(hooks+"/status", status(http.StatusNoContent))
	sim.Handle(hooks+"/sms", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := sim.Client().Messages.Create(r.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks + "/status"})
		assert.NoError(t, err)
		sim.Clock.Advance(time.Minute / 6)
		assert.Len(t, sim.Callbacks(), 3, "those that are over")
		w.WriteHeader(http.StatusNoContent)
	}))
	sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
	sim.Phone(ada).SendSMS(clinic, "Hi")
	var asked []string
	for _, c := range sim.Callbacks() {
		asked = append(asked, c.URL)
	}
	assert.Equal(t, []string{hooks + "/sms", hooks + "/status", hooks + "/status", hooks + "/status"}, asked)
}
