// Package page is the page of twilio-sim: phones, their conversations, and the wire. The
// server renders it; a small script keeps it new. The package reads a simulator and changes
// nothing: what the page writes goes to the control API under /_sim/v1/.
package page

import (
	"net/http"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio/twiliotest"
)

// policy lets the page load what this server has, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; " +
	"form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// Secure sets the headers of everything that a browser may show: nothing is loaded from
// elsewhere, and nobody else embeds, frames or keeps it.
func Secure(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// server answers the requests for the page.
type server struct {
	find   func(*http.Request) *twiliotest.Sim
	render *renderer
}

// Handler is everything under /_sim/ but the control API. find returns the simulator that a
// request is about, nil when there is none. The paths are those of the whole server, and all
// of them are read only: another method than GET and HEAD is answered with 405.
func Handler(find func(*http.Request) *twiliotest.Sim) http.Handler {
	return newHandler(find, time.Local)
}

func newHandler(find func(*http.Request) *twiliotest.Sim, zone *time.Location) http.Handler {
	s := &server{find: find, render: newRenderer(zone)}
	mux := http.NewServeMux()
	for pattern, show := range map[string]func(*view) *answer{
		"/_sim/{$}":                        (*view).start,
		"/_sim/search":                     (*view).searchPage,
		"/_sim/phones/{number}":            (*view).phonePage,
		"/_sim/messages/{sid}":             (*view).messagePage,
		"/_sim/calls/{sid}":                (*view).callPage,
		"/_sim/wire/{kind}/{id}":           (*view).wirePage,
		"/_sim/fragments/{pane}":           (*view).fragment,
		"/_sim/fragments/wire/{kind}/{id}": (*view).detailFragment,
	} {
		mux.Handle(pattern, s.shows(show))
	}
	mux.HandleFunc("/_sim/media/{message}/{media}", s.media)
	mux.Handle("/_sim/assets/", assets())
	return guarded(mux)
}

// guarded refuses to write, and says what a browser may do with the answers.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "The page is read with GET. The control API under /_sim/v1/ takes what is written.", http.StatusMethodNotAllowed)
			return
		}
		Secure(w.Header())
		next.ServeHTTP(w, r)
	})
}

// answer is a template and what it shows.
type answer struct {
	status   int
	template string
	shows    any
}

// shows renders what a function finds in the simulator of a request.
func (s *server) shows(show func(*view) *answer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sim := s.find(r)
		if sim == nil {
			http.NotFound(w, r)
			return
		}
		a := show(&view{sim: sim, request: r, query: r.URL.Query(), zone: s.render.zone})
		if a == nil {
			http.NotFound(w, r)
			return
		}
		body, err := s.render.bytes(a.template, a.shows)
		if err != nil {
			http.Error(w, "the page cannot be rendered: "+err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(a.status)
		_, _ = w.Write(body)
	})
}
