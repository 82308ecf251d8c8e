//go:build linux

package killtest

import (
	"bytes"
	"hash/crc32"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

const sender = "+14155556789"

// world is everything but the workers: the simulator, which is Twilio, the application's server
// for the callbacks, and the database.
type world struct {
	t     *testing.T
	sim   *twiliotest.Sim
	place place
	base  base
	eyes  base // with which the test looks, so that it does not wait for the callbacks
	shop  shop
	hooks *httptest.Server

	mu     sync.Mutex
	ledger map[string][]string // by the row's token: the SIDs of all messages that were sent for it
	lost   uint32              // of a hundred rows as many get no callback
	fleet  []*proc
}

// newWorld makes the tables and opens the outbox in this process, which sends nothing.
func newWorld(t *testing.T, p place) *world {
	t.Helper()
	w := &world{t: t, place: p, ledger: map[string][]string{}}
	w.sim = twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected(), twiliotest.AllowAlerts(), twiliotest.Balance("100000", "USD"),
		twiliotest.StatusCallbacks(twiliotest.Dropped("sending", "sent"))) // the first and the last one are enough
	w.sim.Number(sender)
	var err error
	w.base, err = p.enter(t.Context())
	require.NoError(t, err)
	t.Cleanup(w.base.close)
	require.NoError(t, w.base.migrate(t.Context()))
	w.eyes, err = p.enter(t.Context())
	require.NoError(t, err)
	t.Cleanup(w.eyes.close)
	var handler http.Handler
	w.hooks = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.takeCallback(rw, r, handler) }))
	t.Cleanup(w.hooks.Close)
	own, log := w.task("the process of the test"), &tail{}
	own.logs = log
	w.shop, err = w.base.open(t.Context(), own)
	require.NoError(t, err)
	t.Cleanup(func() {
		if t.Failed() && log.String() != "" {
			t.Logf("%s: %s", own.Worker, log)
		}
	})
	verifier, err := webhook.NewVerifier(webhook.Token(w.sim.AuthToken()), webhook.PublicURL(w.hooks.URL))
	require.NoError(t, err)
	handler = w.shop.Callbacks(verifier)
	return w
}

// inSQLite is a place in a file.
func inSQLite(t *testing.T) place {
	t.Helper()
	return place{SQLite: filepath.Join(t.TempDir(), "outbox.db")}
}

// task is that of a worker which does nothing special.
func (w *world) task(name string) *task {
	return &task{
		Place: w.place, BaseURL: w.sim.URL(), AccountSID: w.sim.AccountSID(), Token: w.sim.AuthToken(),
		CallbackURL: w.hooks.URL + "/outbox", Worker: name, Senders: 8,
	}
}

// takeCallback writes down in the ledger which row a message was sent for, and hands the callback
// on, unless it is one of those that get lost.
func (w *world) takeCallback(rw http.ResponseWriter, r *http.Request, handler http.Handler) {
	body, _ := io.ReadAll(r.Body) // the simulator's, which is whole
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, _ := url.ParseQuery(string(body))
	token, sid := r.URL.Query().Get("row"), form.Get("MessageSid")
	w.mu.Lock()
	if !slices.Contains(w.ledger[token], sid) {
		w.ledger[token] = append(w.ledger[token], sid)
	}
	lost := crc32.ChecksumIEEE([]byte(token))%100 < w.lost
	w.mu.Unlock()
	if lost {
		rw.WriteHeader(http.StatusNoContent)
		return
	}
	handler.ServeHTTP(rw, r)
}
