package desk

import (
	"net/http"
	"time"

	"github.com/seed15d99369/twilio/internal/desk/page"
)

// maxWait bounds how long a request may wait.
const maxWait = time.Minute

// readiness tells whoever has started the server when it answers.
type readiness struct {
	ready  chan struct{} // closed once it serves
	ending chan struct{} // closed once it ends
}

func (d *readiness) serveReady(w http.ResponseWriter, r *http.Request) {
	wait := time.Duration(0)
	if text := r.URL.Query().Get("wait"); text != "" {
		var err error
		if wait, err = time.ParseDuration(text); err != nil || wait < 0 || wait > maxWait {
			(&refusal{status: http.StatusBadRequest, text: "wait is no time up to 1m: give one such as 10s"}).write(w)
			return
		}
	}
	late := time.NewTimer(wait)
	defer late.Stop()
	select {
	case <-d.ending:
		(&refusal{status: http.StatusServiceUnavailable, text: "the server ends"}).write(w)
	case <-d.ready:
		serveLive(w, r)
	case <-r.Context().Done():
	case <-late.C:
		d.serveLate(w, r)
	}
}

// serveLate decides when nobody wants to wait any longer, or at all.
func (d *readiness) serveLate(w http.ResponseWriter, r *http.Request) {
	select {
	case <-d.ready:
		serveLive(w, r)
	default:
		(&refusal{status: http.StatusServiceUnavailable, text: "the server is not ready yet"}).write(w)
	}
}

func serveLive(w http.ResponseWriter, _ *http.Request) {
	page.Secure(w.Header())
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}
