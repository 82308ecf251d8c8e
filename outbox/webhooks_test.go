package outbox_test

import (
	"bytes"
	"context"
	"database/sql"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

// The addresses of the application, as Twilio sees them.
const (
	publicURL   = "https://hooks.example.com"
	callbackURL = publicURL + "/outbox"
	inboundURL  = publicURL + "/sms"
)

// hooks are the handlers of an outbox and its list of opt-outs.
type hooks interface {
	Callbacks(verifier *webhook.Verifier) http.Handler
	Inbound(verifier *webhook.Verifier, next http.Handler) http.Handler
	OptOut(ctx context.Context, sender, recipient string) error
	OptIn(ctx context.Context, sender, recipient string) error
	OptedOut(ctx context.Context, sender, recipient string) (bool, error)
}

func newVerifier(tb testing.TB, sim *twiliotest.Sim) *webhook.Verifier {
	tb.Helper()
	verifier, err := webhook.NewVerifier(webhook.Token(sim.AuthToken()), webhook.PublicURL(publicURL), webhook.Logger(slog.New(slog.DiscardHandler)))
	require.NoError(tb, err)
	return verifier
}

// post sends a form to a handler, signed as Twilio signs it, and returns the HTTP status.
func post(h http.Handler, token, address string, form url.Values) int {
	return answer(h, token, address, form).Code
}

func answer(h http.Handler, token, address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", webhook.Sign(token, address, form))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// journal is a log that several write.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// road leads to the simulator, unless a test answers itself.
type road struct {
	http.RoundTripper

	mu     sync.Mutex
	answer func(r *http.Request) (status int, body string) // 0 for the simulator's answer
}

func (r *road) RoundTrip(request *http.Request) (*http.Response, error) {
	r.mu.Lock()
	answer := r.answer
	r.mu.Unlock()
	if answer == nil {
		return r.RoundTripper.RoundTrip(request)
	}
	status, body := answer(request)
	if status == 0 {
		return r.RoundTripper.RoundTrip(request)
	}
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.WriteString(body)
	return w.Result(), nil
}

// answerMessages answers each request for one message by a function.
func (r *road) answerMessages(by func() (status int, body string)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = func(request *http.Request) (int, string) {
		if request.Method != http.MethodGet || !strings.Contains(request.URL.Path, "/Messages/") {
			return 0, ""
		}
		return by()
	}
}

func newRoad(tb testing.TB, sim *twiliotest.Sim) (*road, *twilio.Client) {
	tb.Helper()
	r := &road{RoundTripper: sim.Transport()}
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), append(sim.Options(), twilio.WithHTTPClient(&http.Client{Transport: r}))...)
	require.NoError(tb, err)
	return r, client
}

// hookDesk is a desk whose callbacks and incoming messages reach its outbox. Its log may hold no
// number.
type hookDesk struct {
	*desk

	road      *road
	callbacks http.Handler
	inbound   http.Handler
	log       *journal
	mu        sync.Mutex
	changes   []outbox.Entry
	received  []string // bodies that came to the application
}

func newHookDesk(t *testing.T, change ...func(*outbox.Config[*sql.Tx])) *hookDesk {
	t.Helper()
	return newHookDeskAt(t, twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected()), change...)
}

func newHookDeskAt(t *testing.T, sim *twiliotest.Sim, change ...func(*outbox.Config[*sql.Tx])) *hookDesk {
	t.Helper()
	r, client := newRoad(t, sim)
	d := &hookDesk{road: r, log: new(journal)}
	own := func(c *outbox.Config[*sql.Tx]) {
		c.Client, c.CallbackURL, c.Logger = client, callbackURL, slog.New(slog.NewTextHandler(d.log, nil))
		c.OnChange = func(_ context.Context, e *outbox.Entry) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.changes = append(d.changes, *e)
		}
	}
	d.desk = newDeskAt(t, sim, append([]func(*outbox.Config[*sql.Tx]){own}, change...)...)
	verifier := newVerifier(t, d.sim)
	d.callbacks = d.Callbacks(verifier)
	d.inbound = d.Inbound(verifier, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.received = append(d.received, r.FormValue("Body"))
		w.WriteHeader(http.StatusNoContent)
	}))
	d.sim.Handle(callbackURL, d.callbacks)
	d.sim.Handle(inboundURL, d.inbound)
	d.sim.Number(clinic, twiliotest.SMSURL(inboundURL))
	t.Cleanup(func() {
		assert.NotContains(t, strings.ReplaceAll(d.log.String(), "%2B", "+"), "+1415", "no number stands in the log")
	})
	return d
}

// told is the form of a status callback, as Twilio sends it; more replaces and adds parameters,
// and takes away those that are "".
func (d *hookDesk) told(sid, status string, more ...string) url.Values {
	form := url.Values{
		"MessageSid": {sid}, "SmsSid": {sid}, "MessageStatus": {status}, "SmsStatus": {status},
		"AccountSid": {d.sim.AccountSID()}, "From": {clinic}, "To": {ada}, "ApiVersion": {"2010-04-01"},
	}
	return with(form, more...)
}

func (d *hookDesk) toldOfCall(sid, status string, more ...string) url.Values {
	form := url.Values{"CallSid": {sid}, "CallStatus": {status}, "AccountSid": {d.sim.AccountSID()}, "From": {clinic}, "To": {ada}}
	return with(form, more...)
}

func with(form url.Values, more ...string) url.Values {
	form = maps.Clone(form)
	for i := 0; i < len(more); i += 2 {
		if form.Set(more[i], more[i+1]); more[i+1] == "" {
			form.Del(more[i])
		}
	}
	return form
}

// call sends a callback to the row of a key, and returns the HTTP status of the answer.
func (d *hookDesk) call(key string, form url.Values) int {
	d.t.Helper()
	return post(d.callbacks, d.sim.AuthToken(), d.addressOf(key), form)
}

func (d *hookDesk) addressOf(key string) string {
	d.t.Helper()
	return callbackURL + "?row=" + d.column("token", key)
}

// column reads a column of a row as a text, "" for NULL.
func (d *desk) column(name, key string) string {
	d.t.Helper()
	var text sql.NullString
	require.NoError(d.t, d.pool.QueryRowContext(d.t.Context(), "SELECT "+name+" FROM twilio_outbox WHERE key = $1", key).Scan(&text))
	return text.String
}

func (d *desk) put(messages ...outbox.Message) {
	d.t.Helper()
	for _, m := range messages {
		done, err := d.enqueue(m)
		require.NoError(d.t, err)
		require.Equal(d.t, outbox.Enqueued{New: 1}, done)
	}
}

// pass lets virtual time pass.
func pass(length time.Duration) { <-time.After(length) }

// sid is the SID of the n-th thing of a kind.
func sid(kind string, n int) string {
	digits := "00000000000000000000000000000000"
	return kind + digits[:31] + string(rune('a'+n))
}
