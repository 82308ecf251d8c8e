package twilio_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/http/httputil"
	"syscall"
	"time"
)

// transportKind is a transport that a client sends through.
type transportKind struct {
	name    string
	wrap    func(next http.RoundTripper) http.RoundTripper // nil for our own transport
	timeout time.Duration                                  // of the http.Client
	exact   bool                                           // the caller's answer follows from the ending alone
}

// transportKinds are our own transport and the ones that people put in its place.
func transportKinds() []transportKind {
	bare := func(next http.RoundTripper) http.RoundTripper { return next }
	return []transportKind{
		{name: "own", exact: true},
		{name: "net/http", wrap: bare, exact: true},
		{name: "net/http with a time-out", wrap: bare, timeout: 10 * time.Second},
		{name: "dumping", wrap: func(next http.RoundTripper) http.RoundTripper { return dumping{next: next} }},
		{name: "buffering", wrap: func(next http.RoundTripper) http.RoundTripper { return buffering{next: next} }},
		{name: "tracing", wrap: func(next http.RoundTripper) http.RoundTripper { return tracing{next: next} }},
		{name: "cloning", wrap: func(next http.RoundTripper) http.RoundTripper { return cloning{next: next} }},
		{name: "circuit breaker", wrap: func(next http.RoundTripper) http.RoundTripper {
			return breaker{next: detached{next: next}, patient: 3 * time.Second}
		}},
		{name: "impatient circuit breaker", wrap: func(next http.RoundTripper) http.RoundTripper { return breaker{next: detached{next: next}, patient: 0} }},
		{name: "detached", wrap: func(next http.RoundTripper) http.RoundTripper { return detached{next: next} }},
		{name: "failover", wrap: func(next http.RoundTripper) http.RoundTripper { return failover{first: refusing(), second: next} }},
		{name: "failover that lets go", wrap: func(next http.RoundTripper) http.RoundTripper {
			return failover{first: breaker{next: detached{next: next}, patient: 0}, second: refusing()}
		}},
	}
}

// postsThrough takes creates through a transport, and the requests that look for them
// afterwards past it.
type postsThrough struct{ posts, others http.RoundTripper }

func (p postsThrough) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodPost {
		return p.posts.RoundTrip(req)
	}
	return p.others.RoundTrip(req)
}

// dumping shows each request, body included, before it is sent.
type dumping struct{ next http.RoundTripper }

func (d dumping) RoundTrip(req *http.Request) (*http.Response, error) {
	if _, err := httputil.DumpRequest(req, true); err != nil {
		return nil, err
	}
	return d.next.RoundTrip(req)
}

// buffering reads each answer whole before it hands it out.
type buffering struct{ next http.RoundTripper }

func (b buffering) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := b.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, 32<<20))
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// tracing wraps both bodies and hooks into the connection, as instrumentation does.
type tracing struct{ next http.RoundTripper }

type watchedBody struct{ io.ReadCloser }

func (t tracing) RoundTrip(req *http.Request) (*http.Response, error) {
	out := req.Clone(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) {}}))
	if req.Body != nil {
		out.Body = watchedBody{ReadCloser: req.Body}
	}
	resp, err := t.next.RoundTrip(out)
	if err == nil {
		resp.Body = watchedBody{ReadCloser: resp.Body}
	}
	return resp, err
}

// cloning sends a request of its own making, whose body it can get again.
type cloning struct{ next http.RoundTripper }

func (c cloning) RoundTrip(req *http.Request) (*http.Response, error) {
	out := req.Clone(req.Context())
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		out.Body = io.NopCloser(bytes.NewReader(body))
	}
	return c.next.RoundTrip(out)
}

// breaker gives a call up after a while, which goes on in the background.
type breaker struct {
	next    http.RoundTripper
	patient time.Duration
}

type outcomeOfTrip struct {
	resp *http.Response
	err  error
}

func (b breaker) RoundTrip(req *http.Request) (*http.Response, error) {
	done := make(chan outcomeOfTrip, 1)
	go func() {
		resp, err := b.next.RoundTrip(req.WithContext(context.WithoutCancel(req.Context())))
		done <- outcomeOfTrip{resp: resp, err: err}
	}()
	timer := time.NewTimer(b.patient)
	defer timer.Stop()
	select {
	case trip := <-done:
		return trip.resp, trip.err
	case <-req.Context().Done():
	case <-timer.C:
	}
	go func() {
		if trip := <-done; trip.err == nil {
			_ = trip.resp.Body.Close()
		}
	}()
	return nil, errors.New("circuit breaker: open")
}

// detached sends requests that do not end with their context.
type detached struct{ next http.RoundTripper }

func (d detached) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(req.Context()), 2*time.Minute)
	resp, err := d.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		cancel()
		return nil, err
	}
	body := resp.Body
	context.AfterFunc(ctx, func() { _ = body.Close() })
	resp.Body = cancelingBody{ReadCloser: body, cancel: cancel}
	return resp, nil
}

type cancelingBody struct {
	io.ReadCloser

	cancel context.CancelFunc
}

func (b cancelingBody) Close() error {
	b.cancel()
	return b.ReadCloser.Close()
}

// failover takes a second route when the first one fails.
type failover struct{ first, second http.RoundTripper }

func (f failover) RoundTrip(req *http.Request) (*http.Response, error) {
	if resp, err := f.first.RoundTrip(req); err == nil {
		return resp, nil
	}
	return f.second.RoundTrip(req)
}

// refusing gets no connection.
func refusing() http.RoundTripper {
	return &http.Transport{DialContext: func(_ context.Context, network, _ string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	}}
}
