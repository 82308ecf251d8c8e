package desk

import (
	"context"
	"net/http"

	"github.com/seed15d99369/twilio/internal/desk/page"
)

// simKey is where the context of a request under /_sim/ keeps its simulator.
type simKey struct{}

// serveHTTP answers whatever comes over the socket.
func (d *Desk) serveHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodConnect {
		d.serveConnect(w, r)
		return
	}
	if problem := d.hosts.refuse(r, "http"); problem != nil {
		problem.answer(w, r.URL.Path)
		return
	}
	timed(w, r)
	host, whose := d.hosts.of(r)
	switch {
	case whose == twilios:
		r.Host = host // without the port of this server, which is none of Twilio's
		d.serveAPI(w, r)
	case isSim(r.URL.Path):
		d.servePeople(w, r)
	case r.URL.Path == "/" && isRead(r):
		http.Redirect(w, r, simPath, http.StatusFound)
	case r.URL.Path == "/readyz" && isRead(r):
		d.readiness.serveReady(w, r)
	case r.URL.Path == "/livez" && isRead(r):
		serveLive(w, r)
	case r.URL.Path == "/ca.pem" && isRead(r):
		d.serveCertificate(w)
	default:
		d.serveAPI(w, r)
	}
}

// serveCertificate is for programs that do not see the file: those in other containers.
func (d *Desk) serveCertificate(w http.ResponseWriter) {
	page.Secure(w.Header())
	w.Header().Set("Content-Type", "application/x-pem-file")
	_, _ = w.Write(d.authority.pem)
}

func isRead(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

// serveConnect opens a tunnel. Its target is the Host of the request, and is judged there;
// no page can have a browser ask for one, and one that tries is refused as elsewhere.
func (d *Desk) serveConnect(w http.ResponseWriter, r *http.Request) {
	if problem := refuseOrigin(r, "http"); problem != nil {
		problem.write(w)
		return
	}
	d.proxy.connect(w, r)
}

// tlsTestHost is where clients try whether they trust Twilio's certificates. It answers
// whoever gets that far, without credentials.
// https://www.twilio.com/docs/libraries/reference/twilio-node/
const tlsTestHost = "tls-test.twilio.com"

// serveAPI answers a request to Twilio's API.
func (d *Desk) serveAPI(w http.ResponseWriter, r *http.Request) {
	if r.Host == tlsTestHost && isRead(r) {
		serveLive(w, r)
		return
	}
	sim, problem := d.accounts.forAPI(r)
	if problem != nil {
		problem.write(w)
		return
	}
	sim.Handler().ServeHTTP(w, r)
}

// servePeople answers a request to the control API or the page.
func (d *Desk) servePeople(w http.ResponseWriter, r *http.Request) {
	page.Secure(w.Header())
	sim, problem := d.accounts.forPeople(r)
	if problem == nil {
		problem = refuseWrite(r)
	}
	if problem != nil {
		problem.answer(w, r.URL.Path)
		return
	}
	d.people.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), simKey{}, sim)))
}
