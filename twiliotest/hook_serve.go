package twiliotest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// reach carries a request to the application, in memory or over the network.
func (s *Sim) reach(req *http.Request) (*http.Response, error) {
	if h := s.handlerFor(req.URL.String()); h != nil {
		return s.serveInMemory(h, req)
	}
	if !s.config.egress.allowsName(req.URL.Hostname()) {
		return nil, nobodyAt(req.URL.Host)
	}
	resp, err := s.outside.RoundTrip(req)
	var refused *egressError
	if errors.As(err, &refused) {
		err = refused // without the layers of the dialer around it
	}
	return resp, err
}

// serveInMemory has a handler answer as a server does: in a goroutine of its own,
// so that one that does not end with its context holds nobody up.
func (s *Sim) serveInMemory(h http.Handler, req *http.Request) (*http.Response, error) {
	in, err := received(req)
	if err != nil {
		return nil, err
	}
	w := &hookWriter{limit: maxHookAnswer + 1, header: http.Header{}} // a byte more than Twilio reads
	if err := s.await(h, w, in); err != nil {
		return nil, err
	}
	return w.response(req), nil
}

// await has a handler answer, and returns why it has not.
func (s *Sim) await(h http.Handler, w *hookWriter, in *http.Request) error {
	served, err := s.serve(h, w, in)
	if err != nil {
		return err
	}
	select {
	case err = <-served:
	case <-in.Context().Done():
	}
	if late := in.Context().Err(); late != nil {
		return late // nobody waits any more, and w may still be written
	}
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK) // unless it has been
	return nil
}

// received is a request as a server sees it.
func received(req *http.Request) (*http.Request, error) {
	in := req.Clone(req.Context())
	in.RequestURI, in.Host, in.RemoteAddr = req.URL.RequestURI(), req.URL.Host, "127.0.0.1:0"
	var err error
	if in.URL, err = url.ParseRequestURI(in.RequestURI); err != nil {
		return nil, err
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	if req.URL.Scheme == "https" {
		in.TLS = &tls.ConnectionState{Version: tls.VersionTLS13, HandshakeComplete: true, ServerName: req.URL.Hostname()}
	}
	return in, nil
}

var errHandlerGone = errors.New("the handler has ended its goroutine, as t.FailNow does, and answered nothing")

// serve begins to run a handler, and returns where it reports its end.
func (s *Sim) serve(h http.Handler, w http.ResponseWriter, in *http.Request) (<-chan error, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	s.handling++
	served := make(chan error, 1)
	go func() {
		defer s.handled()
		err := errHandlerGone
		defer func() {
			if cause := recover(); cause != nil {
				err = fmt.Errorf("the application panicked: %v", cause)
			}
			served <- err
		}()
		h.ServeHTTP(w, in)
		err = nil
	}()
	return served, nil
}

func (s *Sim) handled() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handling--
	s.notify()
}

// awaitHandlers waits for those that still run when the simulator is closed. Their
// context has ended; who ignores that has as long again as Twilio ever waits.
func (s *Sim) awaitHandlers() error {
	late := time.NewTimer(hookTimeout)
	defer late.Stop()
	for {
		s.mu.Lock()
		handling, changed := s.handling, s.changed
		s.mu.Unlock()
		if handling == 0 {
			return nil
		}
		select {
		case <-changed:
		case <-late.C:
			return errors.New("a handler still runs 15 seconds after its context has ended")
		}
	}
}
